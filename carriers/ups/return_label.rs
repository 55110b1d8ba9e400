//! Buying a return: the carrier's order with a return service, the consumer as the place it comes from.

use super::label::forms::{self, Kind};
use super::label::{self, ask, read};
use super::references::{self, References};
use super::wire::shared::Party;
use super::wire::shipping::{
    LabelDelivery, OneAddress, Order, Package, PaymentInformation, RatingOptions, ReferenceNumber,
    ServiceOptions, Shipment,
};
use super::wire::{Code, PRESENT};
use super::{Ups, codes, limits, parts};
use crate::carrier::{Error, Operation, Prepared, Result};
use crate::http::Answer;
use crate::model::{
    Country, Format, Handover, Label, LabelState, Notice, ReferenceKind, ReturnLabelRequest,
    ReturnParcel,
};

/// What is inside where nobody says: `Package.Description` is "required for shipment with return service".
const RETURNED: &str = "Returned goods";

pub(super) fn prepare(
    ups: &Ups,
    request: ReturnLabelRequest,
) -> Result<Prepared<ReturnLabelRequest>> {
    let invalid =
        |faults| Error::invalid(ups.api.carrier().clone(), Operation::ReturnLabel, faults);
    limits::returns::check(&request).into_result().map_err(invalid)?;
    let call = label::order_call(Operation::ReturnLabel, request.key);
    let wire = call.json(&to_wire(&ups.account, &request)).into_wire(label::BYTES);
    Ok(Prepared::bytes(request, wire.map_err(invalid)?))
}

pub(super) async fn buy(ups: &Ups, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
    let request = prepared.request();
    let Some(wire) = prepared.wire() else {
        // Somebody else's preparation: the request alone.
        let prepared = prepare(ups, request.clone())?;
        return Box::pin(buy(ups, &prepared)).await;
    };
    let answer = ups.api.send_once(Operation::ReturnLabel, wire).await?;
    let mut label = from_wire(ups, request, &answer)?;
    if request.label.format == Format::Pdf && request.handover == Handover::Print {
        label::fetch_pdf(ups, Operation::ReturnLabel, &mut label).await;
    }
    Ok(label)
}

/// The service of a return where none is named: on the ground within the United States, else UPS Standard.
pub(super) fn service(request: &ReturnLabelRequest) -> &str {
    let home = limits::country(&request.from) == Country::US
        && limits::country(&request.to) == Country::US;
    request.service.as_deref().unwrap_or(if home { "03" } else { "11" })
}

fn to_wire(account: &str, request: &ReturnLabelRequest) -> Order {
    let imperial = limits::is_imperial(limits::country(&request.from));
    let references = names(request);
    let order = Shipment {
        description: Some(described(request).to_owned()),
        return_service: codes::return_service(&request.handover).map(Code::of),
        documents_only_indicator: None,
        shipper: Party {
            shipper_number: Some(account.to_owned()),
            ..parts::contact(&request.to, false)
        },
        ship_to: parts::contact(&request.to, false),
        ship_from: Party { email: None, ..parts::contact(&request.from, false) },
        alternate_delivery_address: None,
        shipment_indication_type: Vec::new(),
        payment_information: PaymentInformation {
            shipment_charge: vec![parts::own_account(account, parts::TRANSPORT)],
        },
        shipment_rating_options: RatingOptions { negotiated_rates_indicator: PRESENT },
        reference_number: references.of_shipment(),
        service: Code::of(service(request)),
        invoice_line_total: None,
        tax_information_indicator: PRESENT,
        shipment_service_options: service_options(request),
        shipment_date: request.ship_on.format("%Y%m%d").to_string(),
        package: request
            .parcels
            .iter()
            .map(|parcel| package(request, parcel, &references, imperial))
            .collect(),
    };
    ask::wrapped_up(order, request.label.format)
}

fn service_options(request: &ReturnLabelRequest) -> Option<ServiceOptions> {
    let mailed = request.handover == Handover::EmailFromCarrier;
    let address = request.from.email.clone().filter(|_| mailed);
    let buyer = || Party { email: None, ..parts::contact(&request.to, false) };
    let customs = request.customs.as_ref();
    let options = ServiceOptions {
        shared: None,
        notification: Vec::new(),
        label_delivery: address.map(|address| LabelDelivery { email: OneAddress { address } }),
        international_forms: customs
            .and_then(|customs| forms::of(customs, Kind::PartialInvoice, buyer(), request.ship_on)),
    };
    let nothing = options.label_delivery.is_none() && options.international_forms.is_none();
    (!nothing).then_some(options)
}

fn package(
    request: &ReturnLabelRequest,
    parcel: &ReturnParcel,
    references: &References,
    imperial: bool,
) -> Package {
    Package {
        description: Some(parcel.description.as_deref().unwrap_or(described(request)).to_owned()),
        packaging: Code::of("02"),
        dimensions: parcel.dimensions.map(|sides| parts::dimensions(sides, imperial)),
        package_weight: parcel.weight.map(|weight| parts::weight(weight, imperial)),
        reference_number: references.of_package(None),
        package_service_options: None,
    }
}

/// What goes back: what the first parcel says, else that it does.
fn described(request: &ReturnLabelRequest) -> &str {
    let told = request.parcels.iter().find_map(|parcel| parcel.description.as_deref());
    told.unwrap_or(RETURNED)
}

fn names(request: &ReturnLabelRequest) -> References {
    let lane = (limits::country(&request.from), limits::country(&request.to));
    let rma = request.rma.iter().map(|rma| ReferenceNumber {
        code: references::code(ReferenceKind::Rma),
        value: rma.clone(),
    });
    References::new(lane, request.key, rma.chain(request.references.iter().map(references::named)))
}

fn from_wire(ups: &Ups, request: &ReturnLabelRequest, answer: &Answer) -> Result<Label> {
    let to = limits::country(&request.to);
    let ordered = read::Ordered {
        carrier: ups.api.carrier(),
        parcels: request.parcels.len(),
        service: service(request),
        to: to.as_str(),
        back: true,
    };
    let mut label = read::from_wire(&ordered, answer)?;
    if request.handover != Handover::Print {
        // The carrier brings, mails or posts the label: no paper is missing here.
        label.state = LabelState::Ready;
    }
    label.notices.extend(names(request).remark(0));
    if request.reason.is_some() {
        label.notices.push(Notice::information("UPS has no place for the reason of a return"));
    }
    Ok(label)
}

#[cfg(test)]
mod tests;
