//! Looking for a label after its answer was lost. With a contract the carrier is asked for our key's token; without one it is asked
//! for everything of those hours, and the token is looked for in each.

use chrono::{FixedOffset, TimeDelta};

use super::held::{Held, Kind, Way, ways};
use super::label::{listed, root};
use super::wire::shipment::{CARD_MEDIA, MEDIA};
use super::wire::sold::{CardDetails, Details, ShipmentInfo, Shipments, ToldSpec};
use super::wire::{Link, owned, told};
use super::{CanadaPost, error, money};
use crate::carrier::{
    Error, ErrorKind, FindRequest, Found, Operation, PurchaseSafety, Result, Sought,
};
use crate::http::{Answer, Call};
use crate::model::{OffsetDateTime, Weight, WeightUnit};

/// Of whom a list without a contract is asked says nothing about the zone of its hours: all of Canada is asked for.
const EARLIEST_ZONE: i32 = -8 * 3600;
const LATEST_ZONE: i32 = 0;

pub(super) async fn find(account: &CanadaPost, request: &FindRequest<'_>) -> Result<Vec<Found>> {
    let operation = Operation::FindPurchase;
    let Sought::Label(label) = request.sought else {
        return Err(Error::new(account.api.carrier().clone(), operation, ErrorKind::Unsupported));
    };
    let (token, mut all) = (label.key.token(), Vec::new());
    let kind = match account.contract() {
        Some(_) => Kind::Shipment,
        None => Kind::CardShipment,
    };
    let call = match kind {
        Kind::CardShipment => between(account, request.sent),
        _ => by_token(account, &token),
    };
    let answer = account.api.send(call).await?;
    let told: Shipments = error::read(&answer, &root(kind, "shipments", "non-contract-shipments"))?;
    for info in &told.shipment_info {
        all.extend(found(account, kind, info, &answer, &token).await?);
    }
    for link in told.link.iter().filter_map(Way::of) {
        let call = Call::get(operation, link.path.clone()).accept(media(kind));
        let answer = account.api.send(call).await?;
        let root = root(kind, "shipment-info", "non-contract-shipment-info");
        let info: ShipmentInfo = error::read(&answer, &root)?;
        all.extend(found(account, kind, &info, &answer, &token).await?);
    }
    Ok(all)
}

/// The parameters are public knowledge; the header of `shipment.xsd` names both.
fn by_token(account: &CanadaPost, token: &str) -> Call {
    account
        .on_behalf(Operation::FindPurchase, "GET", "shipment")
        .query("customerRequestId", token)
        .query("provideShipmentInfo", "true")
        .accept(MEDIA)
}

fn between(account: &CanadaPost, (first, last): (OffsetDateTime, OffsetDateTime)) -> Call {
    let settled = TimeDelta::from_std(PurchaseSafety::DEFAULT_SETTLE).unwrap_or_default();
    Call::get(Operation::FindPurchase, "/rs")
        .segment(&account.customer)
        .segment("ncshipment")
        .query("from", &hours(first, EARLIEST_ZONE))
        .query("to", &hours(last + settled, LATEST_ZONE))
        .accept(CARD_MEDIA)
}

/// `202611251630`, on the clock of a zone.
fn hours(moment: OffsetDateTime, east: i32) -> String {
    let moment = FixedOffset::east_opt(east).map_or(moment, |zone| moment.with_timezone(&zone));
    moment.format("%Y%m%d%H%M").to_string()
}

const fn media(kind: Kind) -> &'static str {
    if matches!(kind, Kind::CardShipment) { CARD_MEDIA } else { MEDIA }
}

/// What is told of a shipment in its details, which alone have our reference. `None`: it is another's.
async fn found(
    account: &CanadaPost,
    kind: Kind,
    info: &ShipmentInfo,
    answer: &Answer,
    token: &str,
) -> Result<Option<Found>> {
    let label = listed(account, kind, info, answer)?;
    let held = held(kind, info, &info.links.link);
    let Some(path) = held.path("details") else {
        return Err(answer.unreadable("a shipment without a link to its details"));
    };
    let call = Call::get(Operation::FindPurchase, path).accept(media(kind));
    let answer = account.api.send(call).await?;
    let root = root(kind, "shipment-details", "non-contract-shipment-details");
    let (reference, pin, spec, refunded) = if kind == Kind::CardShipment {
        let told: CardDetails = error::read(&answer, &root)?;
        let reference = told.delivery_spec.references.first.clone();
        (reference, told.tracking_pin, told.delivery_spec, told.refund_request_info)
    } else {
        let told: Details = error::read(&answer, &root)?;
        let detail = told.shipment_detail;
        (
            told.customer_request_id,
            told.tracking_pin,
            detail.delivery_spec,
            detail.refund_request_info,
        )
    };
    if told(&reference) != Some(token) {
        return Ok(None);
    }
    let mut found = Found::new(label);
    found.label.tracking_number = found.label.tracking_number.or_else(|| owned(&pin));
    found.reference = owned(&reference);
    found.account = Some(account.api.carrier().clone());
    found.recipient = recipient(&spec);
    found.service = owned(&spec.service_code);
    found.weight = money::number(&spec.parcel_characteristics.weight)
        .and_then(|kilograms| Weight::new(kilograms, WeightUnit::Kg).ok());
    // A voided shipment is not listed; whether a refund that was asked is given is not told.
    found.voided = refunded.is_none().then_some(false);
    Ok(Some(found))
}

fn held(kind: Kind, info: &ShipmentInfo, links: &[Link]) -> Held {
    Held { kind, id: info.shipment_id.clone(), ways: ways(links) }
}

/// Name and postal code.
fn recipient(spec: &ToldSpec) -> Option<String> {
    let party = spec.recipient.as_ref().unwrap_or(&spec.destination);
    let name = told(&party.name).or_else(|| told(&party.company));
    let code = told(&party.address_details.postal_zip_code);
    let words: Vec<_> = name.into_iter().chain(code).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests;
