//! The carrier's answers about shipments → `Label`. Pure.

use super::super::held::{self, Held, Kind, Way};
use super::super::wire::shipment::{CARD_NAMESPACE, NAMESPACE};
use super::super::wire::sold::{ShipmentInfo, ShipmentPrice};
use super::super::wire::{owned, told};
use super::super::{CanadaPost, error, money};
use crate::carrier::{Error, Result};
use crate::http::Answer;
use crate::http::xml::Root;
use crate::model::{Charge, Label, LabelParcel, LabelRequest, Notice};

/// A document of either family, by its name in that of contracts.
pub(crate) fn root(kind: Kind, with: &'static str, without: &'static str) -> Root<'static> {
    match kind {
        Kind::CardShipment => Root::new(without, CARD_NAMESPACE),
        _ => Root::new(with, NAMESPACE),
    }
}

/// The label that was bought, its papers still pending, and where they are.
pub(super) fn from_wire(
    account: &CanadaPost,
    request: &LabelRequest,
    answer: &Answer,
) -> Result<(Label, Vec<Way>)> {
    let kind = match account.contract() {
        Some(_) => Kind::Shipment,
        None => Kind::CardShipment,
    };
    let root = root(kind, "shipment-info", "non-contract-shipment-info");
    let info: ShipmentInfo = error::read(answer, &root)?;
    let (mut label, ways) = label(account, kind, &info).map_err(|why| answer.unreadable(why))?;
    if request.with_return.is_some() && label.returns.is_empty() {
        label.notices.push(Notice::warning("Canada Post told no number of the return"));
    }
    Ok((label, ways))
}

/// What is told of a shipment, as a label; else what a shipment must have and this one has not.
fn label(
    account: &CanadaPost,
    kind: Kind,
    info: &ShipmentInfo,
) -> std::result::Result<(Label, Vec<Way>), &'static str> {
    let id = told(&info.shipment_id).ok_or("no shipment-id")?;
    let ways = held::ways(&info.links.link);
    let held = Held { kind, id: id.to_owned(), ways: ways.clone() };
    let handle = held.handle(account).ok_or("no handle")?;
    let mut label = Label::new(id, handle);
    // An untracked service has no number (`tracking-pin`, `minOccurs="0"`).
    label.tracking_number = owned(&info.tracking_pin);
    label.parcels = vec![LabelParcel::new(0, label.tracking_number.clone())];
    if let Some(price) = &info.shipment_price {
        paid(&mut label, price);
    }
    label.returns = way_back(account, info, &ways).into_iter().collect();
    Ok((label, ways))
}

/// What was paid, taxes inside.
fn paid(label: &mut Label, price: &ShipmentPrice) {
    let charged = &price.cc_receipt_details.charge_amount;
    label.total = money::due(&price.due_amount).or_else(|| money::due(charged));
    label.total_includes_tax = label.total.map(|_| true);
    label.charges = charges(price);
    label.tax = money::taxes(&label.charges).filter(|_| label.total.is_some());
}

/// What the card was charged, of a shipment without a contract.
pub(super) fn receipt(label: &mut Label, answer: &Answer) -> Result<()> {
    let root = Root::new("non-contract-shipment-receipt", CARD_NAMESPACE);
    paid(label, &error::read(answer, &root)?);
    Ok(())
}

fn charges(price: &ShipmentPrice) -> Vec<Charge> {
    let base = money::base(&price.base_amount);
    let options = price.priced_options.priced_option.iter();
    let options = options.filter_map(|told| {
        money::option(told.option_code.clone(), String::new(), &told.option_price)
    });
    let adjustments = price.adjustments.adjustment.iter();
    let adjustments = adjustments.filter_map(|told| {
        money::adjustment(told.adjustment_code.clone(), String::new(), &told.adjustment_amount)
    });
    let taxes =
        [("gst", &price.gst_amount), ("pst", &price.pst_amount), ("hst", &price.hst_amount)];
    let taxes = taxes.into_iter().filter_map(|(code, amount)| money::tax(code, amount));
    base.into_iter().chain(options).chain(adjustments).chain(taxes).collect()
}

/// The return in the box has a number and a paper of its own.
fn way_back(account: &CanadaPost, info: &ShipmentInfo, ways: &[Way]) -> Option<Label> {
    let pin = told(&info.return_tracking_pin)?;
    let ways = ways.iter().filter(|way| way.rel == "returnLabel").cloned().collect();
    let held = Held { kind: Kind::Return, id: pin.to_owned(), ways };
    let mut label = Label::new(pin, held.handle(account)?);
    label.tracking_number = Some(pin.to_owned());
    label.parcels = vec![LabelParcel::new(0, Some(pin.to_owned()))];
    Some(label)
}

/// A shipment that was listed.
pub(crate) fn listed(
    account: &CanadaPost,
    kind: Kind,
    info: &ShipmentInfo,
    answer: &Answer,
) -> std::result::Result<Label, Error> {
    label(account, kind, info).map(|(label, _)| label).map_err(|why| answer.unreadable(why))
}
