//! Buying a label: what is sent, the one call, and the paper after it. With a contract and without one are two documents at two
//! places; both are made in `ask`, their answers read in `read`.

mod ask;
mod read;

use super::address::check_text;
use super::held::Way;
use super::wire::shipment::{CARD_MEDIA, MEDIA};
use super::{CanadaPost, customs, limits, papers, print};
use crate::carrier::{Operation, Prepared, Result, Step, Wire};
use crate::http::Call;
use crate::model::{Drop, Faults, Label, LabelRequest, Notice, Path};

pub(super) use read::{listed, root};

/// `customer-ref-1`, `customer-ref-2`
const REFERENCE: usize = 35;
/// `GroupIDType`
const GROUP: usize = 32;

pub(super) fn prepare(
    account: &CanadaPost,
    request: LabelRequest,
) -> Result<Prepared<LabelRequest>> {
    let wire = wire(account, &request)?;
    Ok(Prepared::bytes(request, wire))
}

pub(super) async fn buy(account: &CanadaPost, prepared: &Prepared<LabelRequest>) -> Result<Label> {
    let request = prepared.request();
    let wire = prepared.wire().map_or_else(|| wire(account, request), |wire| Ok(wire.clone()))?;
    let answer = account.send_once(Operation::BuyLabel, &wire).await?;
    let (mut label, ways) = read::from_wire(account, request, &answer)?;
    label.notices.extend(remarks(account, request));
    papers::attach(account, Operation::BuyLabel, &mut label, &ways).await;
    if let Err(error) = receipt(account, &mut label, &ways).await {
        label.notices.push(Notice::information(format!("the receipt is not here yet: {error}")));
    }
    if account.contract().is_some() {
        for paper in &mut label.documents {
            paper.size = print::size(request.label);
        }
    }
    Ok(label)
}

/// Without a contract a purchase does not tell its price; the receipt does.
async fn receipt(account: &CanadaPost, label: &mut Label, ways: &[Way]) -> Result<()> {
    let by_card = account.contract().is_none();
    let Some(way) = ways.iter().find(|way| way.rel == "receipt" && by_card) else {
        return Ok(());
    };
    let call = Call::get(Operation::BuyLabel, way.path.clone()).accept(&way.media);
    let answer = account.api.send(call.step(Step::Poll).without_papers()).await?;
    read::receipt(label, &answer)
}

fn wire(account: &CanadaPost, request: &LabelRequest) -> Result<Wire> {
    let refused = |faults| account.invalid(Operation::BuyLabel, faults);
    check(account, request).into_result().map_err(refused)?;
    let call = match account.contract() {
        Some(contract) => account
            .on_behalf(Operation::BuyLabel, "POST", "shipment")
            .accept(MEDIA)
            .xml(MEDIA, "shipment", &ask::with_contract(account, contract, request)),
        None => Call::post(Operation::BuyLabel, "/rs")
            .segment(&account.customer)
            .segment("ncshipment")
            .accept(CARD_MEDIA)
            .xml(CARD_MEDIA, "non-contract-shipment", &ask::by_card(account, request)),
    };
    call.into_wire(1).map_err(refused)
}

/// The shipper's own names of the shipment, and of its one parcel.
fn references(request: &LabelRequest) -> impl Iterator<Item = &str> {
    let parcel = request.shipment.parcels.first().and_then(|parcel| parcel.reference.as_deref());
    request.references.iter().map(|reference| reference.value.as_str()).chain(parcel)
}

/// Every fault that the carrier would find, and what it has no place for.
fn check(account: &CanadaPost, request: &LabelRequest) -> Faults {
    let carrier = account.api.carrier();
    let mut faults = limits::check_sold(carrier, &request.shipment);
    customs::check(carrier, &request.shipment, &mut faults);
    limits::check_service(&request.service, &Path::Root, &mut faults);
    let (label, back) = (Path::Root.field("label"), Path::Root.field("with_return"));
    for (index, reference) in references(request).enumerate() {
        let at = Path::Root.field("references");
        check_text(Some(reference), REFERENCE, &at.index(index), &mut faults);
    }
    if request.collection.is_some() {
        faults.add(
            &Path::Root.field("collection"),
            "is not booked with a label; book a pickup for itself",
        );
    }
    if let Some(contract) = account.contract() {
        print::check(request.label, &label, &mut faults);
        let group = ask::group(contract, request.ship_on);
        if group.is_some_and(|name| name.trim().is_empty() || name.chars().count() > GROUP) {
            faults.add(
                &Path::Root,
                format!("the account's group is no name of 1 to {GROUP} characters"),
            );
        }
        check_return(request, &back, &mut faults);
    } else {
        print::check_card(request.label, &label, &mut faults);
        if request.shipment.options.drop == Some(Drop::Collected) {
            let (shipment, why) =
                (Path::Root.field("shipment"), "is told with a contract; book a pickup for itself");
            faults.add(&shipment.field("options").field("drop"), why);
        }
        if request.with_return.is_some() {
            faults
                .add(&back, "is given to customers with a contract; buy a return label for itself");
        }
    }
    faults
}

fn check_return(request: &LabelRequest, at: &Path<'_>, faults: &mut Faults) {
    use super::address::{self, Part};
    let Some(back) = &request.with_return else { return };
    if back.count.is_some_and(|count| count != 1) {
        faults.add(&at.field("count"), "is not the one label that Canada Post gives");
    }
    if let Some(service) = &back.service {
        limits::check_service(service, at, faults);
    }
    let to = back.address.as_ref().unwrap_or(&request.shipment.from);
    address::check(to, Part::Domestic, &at.field("address"), faults);
}

/// What was asked and has no place with the carrier: nothing is dropped in silence.
fn remarks(account: &CanadaPost, request: &LabelRequest) -> impl Iterator<Item = Notice> {
    let with_contract = account.contract().is_some();
    let places = if with_contract { 2 } else { 1 };
    let left = references(request).count().saturating_sub(places);
    let size = !with_contract;
    let ioss = !with_contract && request.shipment.to.place().country.in_eu(request.ship_on);
    let ioss = ioss && customs::ioss(&request.shipment).is_some();
    [
        (left > 0).then(|| {
            format!("the last {left} references are not told to Canada Post, which has two")
        }),
        size.then(|| {
            "without a contract Canada Post prints on 8.5x11 in, whatever size is asked".to_owned()
        }),
        ioss.then(|| "without a contract Canada Post takes no IOSS number".to_owned()),
    ]
    .into_iter()
    .flatten()
    .map(Notice::information)
}

#[cfg(test)]
mod tests;
