//! Buying a label. The order is made in `ask`, its customs papers in `forms`, the answer read in `read`; all pure.

pub(super) mod ask;
pub(super) mod forms;
pub(super) mod read;

use super::{Ups, limits, parts, recovery};
use crate::carrier::{Error, Operation, Prepared, Result};
use crate::http::{Answer, Call};
use crate::model::{Format, Label, LabelRequest, LabelState, Notice, PurchaseKey};

pub(super) const PATH: &str = "/api/shipments/v2409/ship";
/// The version of the bytes that are prepared.
pub(super) const BYTES: u8 = 1;

pub(super) fn prepare(ups: &Ups, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
    let invalid = |faults| Error::invalid(ups.api.carrier().clone(), Operation::BuyLabel, faults);
    limits::label::check(&request).into_result().map_err(invalid)?;
    let order = ask::to_wire(&ups.account, &request);
    let wire = order_call(Operation::BuyLabel, request.key).json(&order);
    Ok(Prepared::bytes(request, wire.into_wire(BYTES).map_err(invalid)?))
}

/// The call of an order: the key names it, so that it is prepared the same twice.
pub(super) fn order_call(operation: Operation, key: PurchaseKey) -> Call {
    Ups::signed_as(Call::post(operation, PATH), &key.uuid().simple().to_string())
}

pub(super) async fn buy(ups: &Ups, prepared: &Prepared<LabelRequest>) -> Result<Label> {
    let request = prepared.request();
    let Some(wire) = prepared.wire() else {
        // Somebody else's preparation: the request alone.
        let prepared = prepare(ups, request.clone())?;
        return Box::pin(buy(ups, &prepared)).await;
    };
    let answer = ups.api.send_once(Operation::BuyLabel, wire).await?;
    let mut label = from_wire(ups, request, &answer)?;
    if request.label.format == Format::Pdf {
        fetch_pdf(ups, Operation::BuyLabel, &mut label).await;
    }
    Ok(label)
}

fn from_wire(ups: &Ups, request: &LabelRequest, answer: &Answer) -> Result<Label> {
    let shipment = &request.shipment;
    let (_, to) = parts::lane(shipment);
    let ordered = read::Ordered {
        carrier: ups.api.carrier(),
        parcels: shipment.parcels.len(),
        service: &request.service,
        to: to.as_str(),
        back: false,
    };
    let mut label = read::from_wire(&ordered, answer)?;
    label.notices.extend(ask::remarks(request));
    Ok(label)
}

/// Puts the PDF in the place of the pictures that were bought with the label. Where it cannot be had the label is bought all the
/// same: the pictures stay, the PDF is pending.
pub(super) async fn fetch_pdf(ups: &Ups, operation: Operation, label: &mut Label) {
    let kind =
        label.documents.iter().map(|document| &document.kind).find(|kind| recovery::is_label(kind));
    let kind = kind.cloned();
    match recovery::fetch(ups, operation, &label.handle, Format::Pdf).await {
        Ok(papers) => {
            label.documents.retain(|document| !recovery::is_label(&document.kind));
            let pdf = papers.into_iter().filter(|paper| recovery::is_label(&paper.kind));
            label.documents.splice(0..0, pdf);
            label.state = LabelState::Ready;
        }
        Err(error) => {
            label.state = LabelState::DocumentsPending;
            let instead = kind.map_or("", |_| "; the pictures that came with it are here");
            label.notices.push(Notice::warning(format!(
                "the label is bought, its PDF could not be fetched{instead}: {error}"
            )));
        }
    }
}

#[cfg(test)]
mod tests;
