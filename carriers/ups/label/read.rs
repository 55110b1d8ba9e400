//! The carrier's answer to an order → `Label`. Pure. A number makes it a purchase; whatever paper is missing is pending.

use std::mem::take;

use super::super::handle::Sold;
use super::super::limits::PACKAGES;
use super::super::paper;
use super::super::price::{PackageItems, Parts, Price, notice};
use super::super::wire::shipped::{Document as Answered, Image, Paper, Results};
use crate::carrier::Result;
use crate::http::Answer;
use crate::model::{CarrierId, Document, DocumentKind, Label, LabelParcel, LabelState, Notice};

/// What of an order its answer is read by.
#[derive(Debug)]
pub(in super::super) struct Ordered<'o> {
    pub(in super::super) carrier: &'o CarrierId,
    pub(in super::super) parcels: usize,
    pub(in super::super) service: &'o str,
    pub(in super::super) to: &'o str,
    pub(in super::super) back: bool,
}

pub(in super::super) fn from_wire(ordered: &Ordered<'_>, answer: &Answer) -> Result<Label> {
    let Answered { shipment_response: told } = answer.json()?;
    told.response.success(answer)?;
    let Some(mut results) = told.shipment_results else {
        return Err(answer.unreadable("no ShipmentResults"));
    };
    let numbers = results.package_results.iter().filter_map(|told| told.tracking_number.told());
    let count = numbers.clone().count();
    // Each parcel's handle holds the numbers of all: more than can be sold would be a square of them.
    let packages: Vec<_> = numbers.take(PACKAGES).map(str::to_owned).collect();
    // The number of a shipment is that of its leading package (`LabelRecoveryResponse`, the same element).
    let Some(id) =
        results.shipment_identification_number.told().or(packages.first().map(String::as_str))
    else {
        return Err(answer.unreadable("neither ShipmentIdentificationNumber nor TrackingNumber"));
    };
    let sold = Sold {
        shipment: id.to_owned(),
        packages: packages.clone(),
        only: None,
        service: ordered.service.to_owned(),
        to: ordered.to.to_owned(),
        back: ordered.back,
    };
    let handle = sold.handle(ordered.carrier).map_err(|error| answer.unreadable(error))?;
    let mut label = Label::new(id, handle);
    label.tracking_number = packages.first().cloned().or_else(|| Some(id.to_owned()));
    label.parcels = parcels(ordered.carrier, &sold);
    label.notices = told
        .response
        .alert
        .into_iter()
        .chain(take(&mut results.disclaimer))
        .filter_map(notice)
        .collect();
    if count != ordered.parcels {
        label.notices.push(Notice::warning(format!(
            "UPS gave numbers to {count} parcels; {} were asked",
            ordered.parcels
        )));
    }
    charge(&mut label, &mut results);
    papers(&mut label, &results, ordered.back);
    Ok(label)
}

/// Each parcel with its number and a handle of its own.
pub(in super::super) fn parcels(carrier: &CarrierId, sold: &Sold) -> Vec<LabelParcel> {
    let numbers = sold.packages.iter().enumerate();
    numbers
        .map(|(index, number)| {
            let mut parcel = LabelParcel::new(index, Some(number.clone()));
            parcel.handle = Sold { only: Some(index), ..sold.clone() }.handle(carrier).ok();
            parcel
        })
        .collect()
}

fn charge(label: &mut Label, results: &mut Results) {
    let Ok(price) = Price::of(parts(results)) else { return };
    label.total = Some(price.total);
    (label.tax, label.total_includes_tax) = (price.tax, price.includes_tax);
    label.charges = price.charges;
}

fn parts(results: &mut Results) -> Parts {
    let packages = results.package_results.iter_mut().map(|package| {
        PackageItems::new(take(&mut package.itemized_charges), package.negotiated_charges.take())
    });
    let parts = Parts {
        negotiated: results.negotiated_rate_charges.take(),
        packages: packages.collect(),
        ..Parts::default()
    };
    let Some(charges) = results.shipment_charges.take() else { return parts };
    Parts {
        total: charges.total_charges,
        total_with_taxes: charges.total_charges_with_taxes,
        taxes: charges.tax_charges,
        base: charges.base_service_charge,
        items: charges.itemized_charges,
        transportation: charges.transportation_charges,
        options: charges.service_options_charges,
        ..parts
    }
}

fn papers(label: &mut Label, results: &Results, back: bool) {
    let kind = if back { DocumentKind::ReturnLabel } else { DocumentKind::Label };
    let mut missing = 0;
    let numbered =
        results.package_results.iter().filter(|package| package.tracking_number.told().is_some());
    for (index, package) in numbered.enumerate().take(PACKAGES) {
        match package.shipping_label.as_ref().and_then(|image| drawn(kind.clone(), image)) {
            Some(document) => {
                label.documents.push(Document {
                    parcels: vec![index],
                    size: Some(paper::SIZE),
                    ..document
                });
            }
            None => missing += 1,
        }
        let form = package.form.as_ref().and_then(|form| page(DocumentKind::Invoice, form));
        label.documents.extend(form.map(|form| Document { parcels: vec![index], ..form }));
    }
    label.state = if missing == 0 && !label.documents.is_empty() {
        LabelState::Ready
    } else {
        LabelState::DocumentsPending
    };
    let receipt = || DocumentKind::Other("high_value_report".to_owned());
    let more = [
        results.form.as_ref().and_then(|form| page(DocumentKind::Invoice, form)),
        results.cod_turn_in_page.as_ref().and_then(|form| page(DocumentKind::Cod, form)),
        results.high_value_report.as_ref().and_then(|form| page(receipt(), form)),
    ];
    label.documents.extend(more.into_iter().flatten());
    let receipts = results.control_log_receipt.iter();
    label.documents.extend(receipts.filter_map(|image| drawn(receipt(), image)));
}

fn page(kind: DocumentKind, paper: &Paper) -> Option<Document> {
    drawn(kind, paper.image.as_ref()?)
}

fn drawn(kind: DocumentKind, image: &Image) -> Option<Document> {
    paper::document(kind, &image.image_format, &image.graphic_image)
}
