//! Looking for a label after its answer was lost. With a contract the carrier is asked for our key's token; without one it is asked
//! for everything of those hours, and the token is looked for in each.

use chrono::{FixedOffset, TimeDelta};

use super::held::{Held, Kind, Way, ways};
use super::label::{listed, root};
use super::wire::shipment::{CARD_MEDIA, MEDIA};
use super::wire::sold::{CardDetails, Details, ShipmentInfo, Shipments, ToldSpec};
use super::wire::{owned, told};
use super::{CanadaPost, error, money};
use crate::carrier::{
    Error, ErrorKind, FindRequest, Found, Operation, PurchaseSafety, Result, Sought,
};
use crate::http::Call;
use crate::model::{CarrierId, Label, OffsetDateTime, Weight, WeightUnit};

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
    let root = root(kind, "shipments", "non-contract-shipments");
    let told: Shipments = error::read(&answer, &root)?;
    for info in &told.shipment_info {
        let Some(path) = details_path(kind, info) else {
            return Err(answer.unreadable("a shipment without a link to its details"));
        };
        if let Some(told) = details(account, kind, path, &token).await? {
            all.push(told.of(listed(account, kind, info, &answer)?));
        }
    }
    for way in told.link.iter().filter_map(Way::of) {
        let path = format!("{}/details", way.path.trim_end_matches('/'));
        if let Some(told) = details(account, kind, path, &token).await? {
            all.push(told.of(shipment(account, kind, way).await?));
        }
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

fn details_path(kind: Kind, info: &ShipmentInfo) -> Option<String> {
    let held = Held { kind, id: info.shipment_id.clone(), ways: ways(&info.links.link) };
    held.path("details")
}

async fn shipment(account: &CanadaPost, kind: Kind, way: Way) -> Result<Label> {
    let call = Call::get(Operation::FindPurchase, way.path).accept(media(kind));
    let answer = account.api.send(call).await?;
    let root = root(kind, "shipment-info", "non-contract-shipment-info");
    listed(account, kind, &error::read(&answer, &root)?, &answer)
}

/// What the details tell of a shipment that is ours.
struct Told {
    account: CarrierId,
    reference: String,
    pin: String,
    spec: ToldSpec,
    has_refund: bool,
}

/// The details alone have our reference. `None`: the shipment is another's.
async fn details(
    account: &CanadaPost,
    kind: Kind,
    path: String,
    token: &str,
) -> Result<Option<Told>> {
    let call = Call::get(Operation::FindPurchase, path).accept(media(kind));
    let answer = account.api.send(call).await?;
    let root = root(kind, "shipment-details", "non-contract-shipment-details");
    let (reference, pin, spec, refund) = if kind == Kind::CardShipment {
        let CardDetails { tracking_pin, delivery_spec: spec, refund_request_info: refund } =
            error::read(&answer, &root)?;
        (spec.references.first.clone(), tracking_pin, spec, refund)
    } else {
        let Details { customer_request_id: reference, tracking_pin, shipment_detail: detail } =
            error::read(&answer, &root)?;
        (reference, tracking_pin, detail.delivery_spec, detail.refund_request_info)
    };
    let reference = told(&reference).filter(|reference| *reference == token).map(str::to_owned);
    let account = account.api.carrier().clone();
    let has_refund = refund.is_some();
    Ok(reference.map(|reference| Told { account, reference, pin, spec, has_refund }))
}

impl Told {
    fn of(self, label: Label) -> Found {
        let mut found = Found::new(label);
        found.label.tracking_number = found.label.tracking_number.or_else(|| owned(&self.pin));
        found.reference = Some(self.reference);
        found.account = Some(self.account);
        found.recipient = recipient(&self.spec);
        found.service = owned(&self.spec.service_code);
        found.weight = money::number(&self.spec.parcel_characteristics.weight)
            .and_then(|kilograms| Weight::new(kilograms, WeightUnit::Kg).ok());
        // A voided shipment is not listed; whether a refund that was asked is given is not told.
        found.voided = (!self.has_refund).then_some(false);
        found
    }
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
