//! Where numbers are: one call for each, and the carrier's activities → `Tracking`.

mod status;

use super::Ups;
use super::time::{clock, day};
use super::wire::track::{Activity, Document, Package, Shipment};
use crate::carrier::{ErrorKind, Operation, Result};
use crate::http::{Answer, Call, Refusal};
use crate::model::{
    CarrierId, Country, Delivered, DeliveryEstimate, Event, Moment, Notice, ParcelTracking, Place,
    RawStatus, Status, TrackQuery, TrackRequest, Tracking,
};

const PATH: &str = "/api/track/v1/details";

pub(super) async fn track(ups: &Ups, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
    let mut answers = Vec::with_capacity(request.queries.len());
    for query in &request.queries {
        answers.push(one(ups, query).await);
    }
    Ok(answers)
}

async fn one(ups: &Ups, query: &TrackQuery) -> Result<Tracking> {
    let call = Call::get(Operation::Track, PATH).segment(query.number.trim());
    let call = call.query("locale", "en_US").query("returnSignature", "false");
    let answer = ups.api.send(Ups::signed(call)).await?;
    from_wire(ups.api.carrier(), &query.number, &answer)
}

fn from_wire(carrier: &CarrierId, number: &str, answer: &Answer) -> Result<Tracking> {
    let Document { track_response: told } = answer.json()?;
    let mut packages: Vec<_> = told.shipment.iter().flat_map(|told| &told.package).collect();
    if packages.is_empty() {
        return Err(nothing(&told.shipment, answer));
    }
    // The number that was asked comes first, whatever the carrier's order.
    packages.sort_by_key(|package| package.tracking_number.told() != Some(number.trim()));
    let mut notices = Vec::new();
    let mut parcels: Vec<_> =
        packages.iter().map(|package| parcel(package, &mut notices)).collect();
    let mut tracking = Tracking::new(carrier.clone(), number, Vec::new());
    if let (Some(package), Some(parcel)) = (packages.first(), parcels.first_mut()) {
        tracking.status = parcel.status;
        // Of several each keeps its own.
        let several = packages.len() > 1;
        tracking.events =
            if several { parcel.events.clone() } else { std::mem::take(&mut parcel.events) };
        tracking.delivered.clone_from(&parcel.delivered);
        tracking.estimated = estimated(package);
        // What kind of number it is stands in no file: the post's, or another one of the carrier.
        let others = package.alternate_tracking_number.iter().filter_map(|told| told.number.told());
        notices
            .extend(others.map(|other| Notice::information(format!("is also known as {other}"))));
        let count = package.package_count.unwrap_or_default() as usize;
        if count > packages.len() {
            notices.push(Notice::information(format!(
                "the shipment has {count} packages; UPS told of {}",
                packages.len()
            )));
        }
    }
    if parcels.len() > 1 {
        tracking.parcels = std::mem::take(&mut parcels);
    }
    let warnings = told.shipment.iter().flat_map(|told| &told.warnings);
    notices.extend(warnings.filter_map(|told| {
        let notice = Notice::warning(told.message.told()?);
        Some(match told.code.told() {
            Some(code) => notice.with_code(code),
            None => notice,
        })
    }));
    tracking.notices = notices;
    Ok(tracking)
}

/// A success without a package: the carrier says why in a warning, or the answer is none.
fn nothing(shipments: &[Shipment], answer: &Answer) -> crate::carrier::Error {
    match shipments.iter().flat_map(|told| &told.warnings).next() {
        Some(told) => {
            let message = told.message.told().unwrap_or("not found").to_owned();
            let kind = ErrorKind::NotFound { code: told.code.owned(), message };
            answer.refused(Refusal::default().meaning(kind))
        }
        None => answer.unreadable("no package"),
    }
}

fn parcel(package: &Package, notices: &mut Vec<Notice>) -> ParcelTracking {
    let mut events = Vec::new();
    for raw in &package.activity {
        match serde_json::from_str::<Activity>(raw.get()).ok().as_ref().and_then(event) {
            Some(event) => events.push(event),
            None => notices.push(Notice::warning("an activity of UPS could not be read")),
        }
    }
    // The newest comes first there: turned round, equal times keep their order.
    events.reverse();
    let mut parcel = ParcelTracking::new(package.tracking_number.owned(), events);
    if parcel.events.is_empty()
        && let Some(told) = &package.current_status
    {
        parcel.status = status_of(told).0;
    }
    parcel.delivered = delivered(package, &parcel);
    parcel
}

fn status_of(told: &super::wire::track::Status) -> (Status, Option<crate::model::Reason>) {
    let text = |text: &super::wire::Text| text.owned().unwrap_or_default();
    status::meaning(&text(&told.r#type), &text(&told.code), &text(&told.status_code))
}

/// `None`: without a day nothing can be said.
fn event(told: &Activity) -> Option<Event> {
    let (status, reason) = status_of(&told.status);
    let text = told.status.description.owned().unwrap_or_default();
    let mut event = Event::new(status, moment(told)?, text.clone());
    event.reason = reason;
    let type_and_code = match (told.status.r#type.told(), told.status.code.told()) {
        (Some(kind), Some(code)) => Some(format!("{kind}/{code}")),
        (kind, code) => kind.or(code).map(str::to_owned),
    };
    event.raw = RawStatus { code: type_and_code, sub_code: told.status.status_code.owned(), text };
    event.place = told.location.as_ref().and_then(|told| told.address.as_ref()).and_then(|told| {
        let place = Place {
            city: told.city.owned(),
            region: told.state_province.owned(),
            postal_code: told.postal_code.owned(),
            country: told.country_code.told().and_then(|code| Country::parse(code).ok()),
            name: None,
        };
        (place != Place::default()).then_some(place)
    });
    Some(event)
}

/// `date` and `time` are those of the place; `gmtOffset` makes an instant of them where it is told.
fn moment(told: &Activity) -> Option<Moment> {
    let date = day(told.date.told()?)?;
    let Some(time) = told.time.told().and_then(clock) else { return Some(Moment::Date(date)) };
    let local = date.and_time(time);
    let instant = told
        .gmt_offset
        .told()
        .and_then(|offset| offset.parse::<chrono::FixedOffset>().ok())
        .and_then(|offset| local.and_local_timezone(offset).single());
    Some(instant.map_or(Moment::Local(local), Moment::Instant))
}

fn delivered(package: &Package, parcel: &ParcelTracking) -> Option<Delivered> {
    if parcel.status != Status::Delivered {
        return None;
    }
    let last = parcel.events.iter().rev().find(|event| event.status == Status::Delivered)?;
    let mut delivered = Delivered::at(last.time);
    if let Some(told) = &package.delivery_information {
        delivered.to = told.location.owned();
        delivered.signed_by = told.received_by.owned();
    }
    Some(delivered)
}

/// The rescheduled day counts before the scheduled one; the time only where it is one of arrival.
fn estimated(package: &Package) -> Option<DeliveryEstimate> {
    let of = |kind: &str| {
        let told = package.delivery_date.iter().find(|told| told.r#type.told() == Some(kind))?;
        day(told.date.told()?)
    };
    let date = of("RDD").or_else(|| of("SDD"))?;
    let by = package
        .delivery_time
        .as_ref()
        .filter(|told| matches!(told.r#type.told(), Some("CMT" | "EDW" | "CDW" | "IDW")))
        .and_then(|told| clock(told.end_time.told()?));
    Some(match by {
        Some(by) => DeliveryEstimate::by(date, by),
        None => DeliveryEstimate::on(date),
    })
}

#[cfg(test)]
mod tests;
