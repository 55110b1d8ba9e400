//! `tracking-detail` → `Tracking`: every event, oldest first. Pure.

use super::super::wire::track::{Detail, NAMESPACE, Occurrence};
use super::super::wire::{owned, told};
use super::super::{error, time};
use super::status;
use crate::carrier::Result;
use crate::http::Answer;
use crate::http::xml::Root;
use crate::model::{
    CarrierId, Country, Delay, Delivered, DeliveryEstimate, Event, Linked, LinkedWhy, Notice,
    Place, RawStatus, Status, Tracking,
};

const ROOT: Root<'_> = Root::new("tracking-detail", NAMESPACE);

pub(super) fn from_wire(carrier: &CarrierId, number: &str, answer: &Answer) -> Result<Tracking> {
    let detail: Detail = error::read(answer, &ROOT)?;
    let mut notices = Vec::new();
    let mut events = Vec::new();
    // The newest comes first there: turned round, equal times keep their order.
    for occurrence in detail.significant_events.occurrence.iter().rev() {
        match event(occurrence) {
            Some(event) => events.push(event),
            None => notices.push(Notice::warning("an event of Canada Post could not be read")),
        }
    }
    let mut tracking = Tracking::new(carrier.clone(), number, events);
    tracking.delivered = delivered(&tracking);
    expected(&detail, &mut tracking);
    tracking.linked = [&detail.return_pin, &detail.original_pin]
        .into_iter()
        .filter_map(|pin| told(pin).filter(|pin| *pin != number.trim()))
        .map(|pin| Linked { number: pin.to_owned(), why: LinkedWhy::Return })
        .collect();
    if let Some(pin) = told(&detail.pin).filter(|pin| *pin != number.trim()) {
        notices.push(Notice::information(format!("is told as {pin}")));
    }
    tracking.notices.extend(notices);
    Ok(tracking)
}

/// `None`: without a day nothing can be said.
fn event(occurrence: &Occurrence) -> Option<Event> {
    let time = time::moment(
        &occurrence.event_date,
        &occurrence.event_time,
        &occurrence.event_time_zone,
        &occurrence.event_province,
    )?;
    let (status, reason) = status::of_event(&occurrence.event_identifier);
    let text = owned(&occurrence.event_description).unwrap_or_default();
    let mut event = Event::new(status, time, text.clone());
    event.reason = reason;
    event.raw = RawStatus { code: owned(&occurrence.event_identifier), sub_code: None, text };
    event.signed_by = owned(&occurrence.signatory_name);
    event.place = place(occurrence);
    Some(event)
}

/// The site is a city; a region is a province of Canada, abroad nothing says which country.
fn place(occurrence: &Occurrence) -> Option<Place> {
    let region = owned(&occurrence.event_province);
    let place = Place {
        city: owned(&occurrence.event_site),
        country: region.as_deref().filter(|code| time::is_province(code)).map(|_| Country::CA),
        region,
        postal_code: None,
        name: owned(&occurrence.event_retail_name),
    };
    (place != Place::default()).then_some(place)
}

fn delivered(tracking: &Tracking) -> Option<Delivered> {
    if tracking.status != Status::Delivered {
        return None;
    }
    let is_delivery = |event: &&Event| event.status == Status::Delivered;
    let last = tracking.events.iter().rev().find(is_delivery)?;
    let mut delivered = Delivered::at(last.time);
    // The name may stand with another event, such as that of the picture of the signature.
    delivered.signed_by = tracking.events.iter().rev().find_map(|event| event.signed_by.clone());
    Some(delivered)
}

/// A changed day counts before the first one; with both told, a later one is a delay.
fn expected(detail: &Detail, tracking: &mut Tracking) {
    let first = time::day(&detail.expected_delivery_date);
    let changed = time::day(&detail.changed_expected_date);
    tracking.estimated = changed.or(first).map(DeliveryEstimate::on);
    if let (Some(was), Some(now)) = (first, changed)
        && now > was
    {
        tracking.delay = Some(Delay { was, now, reason: None });
        let why = told(&detail.changed_expected_delivery_reason);
        tracking.notices.extend(why.map(Notice::information));
    }
}
