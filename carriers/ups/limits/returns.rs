//! What a return may be with this carrier.

use super::super::codes;
use super::super::references::LONGEST;
use super::super::return_label;
use super::customs::declaration;
use super::label::{mail, paper, party, references, service};
use super::{LINE, address, country, weighed};
use crate::model::{Country, Faults, Handover, Path, ReturnLabelRequest};

/// The most packages of a return, and from the United States (`Shipping.yaml`, `Shipment.Package`).
const PACKAGES: usize = 20;
const PACKAGES_FROM_US: usize = 1;
/// Services that no return has (`Shipping.yaml`, `Service.Code`).
const NOT_BACK: [&str; 10] = ["13", "59", "82", "83", "84", "85", "86", "C6", "C7", "C8"];

/// Every fault of a return that the carrier would refuse.
pub(in super::super) fn check(request: &ReturnLabelRequest) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    let (from, to) = (country(&request.from), country(&request.to));
    for (name, side) in [("from", &request.from), ("to", &request.to)] {
        address(side, &root.field(name), &mut faults);
        party(side, from != to, &root.field(name), &mut faults);
    }
    let code = return_label::service(request);
    service(code, &root.field("service"), &mut faults);
    if NOT_BACK.contains(&code) {
        faults.add(&root.field("service"), format!("{code} takes no returns at UPS"));
    }
    paper(request.label, &root.field("label"), &mut faults);
    references(&request.references, &root.field("references"), &mut faults);
    if request.rma.as_ref().is_some_and(|rma| rma.is_empty() || rma.chars().count() > LONGEST) {
        faults.add(
            &root.field("rma"),
            format!("is empty or longer than the {LONGEST} characters of UPS"),
        );
    }
    if request.charge.is_some() {
        faults.add(&root.field("charge"), "cannot be chosen at UPS; leave it out");
    }
    handover(request, &root, &mut faults);
    parcels(request, from, &root.field("parcels"), &mut faults);
    if let Some(customs) = &request.customs {
        declaration(customs, &root.field("customs"), &mut faults);
    }
    faults
}

fn handover(request: &ReturnLabelRequest, root: &Path<'_>, faults: &mut Faults) {
    if codes::return_service(&request.handover).is_none() {
        faults.add(
            &root.field("handover"),
            "is none of UPS; it knows print, email_from_carrier, courier_prints and mailed_by_carrier",
        );
    }
    if request.handover == Handover::EmailFromCarrier {
        let at = root.field("from");
        match &request.from.email {
            None => faults.add(&at.field("email"), "is missing; UPS mails the label there"),
            Some(address) => mail(address, &at.field("email"), faults),
        }
    }
}

fn parcels(request: &ReturnLabelRequest, from: Country, at: &Path<'_>, faults: &mut Faults) {
    let most = if from == Country::US { PACKAGES_FROM_US } else { PACKAGES };
    if request.parcels.is_empty() || request.parcels.len() > most {
        faults.add(
            at,
            format!("are {}; a return of UPS has 1 to {most} from there", request.parcels.len()),
        );
    }
    for (index, parcel) in request.parcels.iter().enumerate() {
        let at = at.index(index);
        weighed(parcel.weight, parcel.dimensions, from, &at, faults);
        let description = parcel.description.as_deref().map(|text| text.trim().chars().count());
        if description.is_some_and(|length| length == 0 || length > LINE) {
            faults.add(
                &at.field("description"),
                format!("is blank or longer than the {LINE} characters of UPS"),
            );
        }
    }
}
