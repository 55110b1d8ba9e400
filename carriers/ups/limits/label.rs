//! What a label wants beyond a price: somebody to ask for, a phone abroad, what is inside, papers for customs.

use super::super::label::ask::DESCRIPTION;
use super::super::references::LONGEST;
use super::super::{codes, parts};
use super::customs::declaration;
use super::{LINE, is_american};
use crate::model::{
    Address, Country, Date, Faults, Format, LabelRequest, LabelSize, LabelSpec, Packaging, Path,
    Reference, Shipment,
};

/// `Shipping.yaml`, `EMailAddress`.
const MAIL: usize = 50;
/// `Shipping.yaml`, `Phone.Number`.
const PHONE: usize = 15;
/// `Shipping.yaml`, `AlternateDeliveryAddress.UPSAccessPointID`.
const POINT: usize = 9;
/// `Shipping.yaml`, `Service.Code`.
const SERVICE: usize = 2;
/// The service within the EU that needs no description of the goods (`Shipment.Description`).
const STANDARD: &str = "11";
/// ZPL and EPL are drawn for this one; the specification has no field for it.
const DPI: u16 = 203;

/// Every fault of a purchase that the carrier would refuse.
pub(in super::super) fn check(request: &LabelRequest) -> Faults {
    let (root, shipment) = (Path::Root, &request.shipment);
    let mut faults = super::check(shipment, request.ship_on);
    let at = root.field("shipment");
    service(&request.service, &root.field("service"), &mut faults);
    paper(request.label, &root.field("label"), &mut faults);
    references(&request.references, &root.field("references"), &mut faults);
    if request.with_return.is_some() {
        faults.add(
            &root.field("with_return"),
            "cannot be bought with the way out at UPS; buy the return for itself",
        );
    }
    if request.collection.is_some() {
        faults.add(
            &root.field("collection"),
            "cannot be booked with a label at UPS; book the pickup for itself",
        );
    }
    parties(shipment, &at, &mut faults);
    goods(request, &at, &mut faults);
    if let Some(customs) = &shipment.customs {
        declaration(customs, &at.field("customs"), &mut faults);
    }
    faults
}

pub(super) fn service(code: &str, at: &Path<'_>, faults: &mut Faults) {
    if code.chars().count() != SERVICE || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
        faults.add(at, format!("{code:?} is no service of UPS; they have two characters, as 11"));
    }
}

pub(in super::super) fn paper(label: LabelSpec, at: &Path<'_>, faults: &mut Faults) {
    if label.format != Format::Pdf && codes::image(label.format).is_none() {
        faults.add(&at.field("format"), "is none of UPS; it gives pdf, gif, zpl and epl");
    }
    if !matches!(label.size, LabelSize::A6 | LabelSize::FourBySix) {
        faults.add(&at.field("size"), "is none of UPS; its labels are 4x6_in, which A6 holds");
    }
    if label.dpi.is_some_and(|dpi| dpi != DPI) {
        faults
            .add(&at.field("dpi"), format!("cannot be chosen at UPS; leave it out or write {DPI}"));
    }
}

pub(super) fn references(all: &[Reference], at: &Path<'_>, faults: &mut Faults) {
    for (index, reference) in all.iter().enumerate() {
        let length = reference.value.trim().chars().count();
        if length == 0 || length > LONGEST {
            faults.add(
                &at.index(index).field("value"),
                format!("has {length} characters; UPS takes 1 to {LONGEST}"),
            );
        }
    }
}

fn parties(shipment: &Shipment, at: &Path<'_>, faults: &mut Faults) {
    let (from, to) = parts::lane(shipment);
    let (abroad, recipient) = (from != to, shipment.to.recipient());
    let at_to = at.field("to");
    let (at_recipient, at_point) = (at_to.field("recipient"), at_to.field("point"));
    let receiver = if shipment.to.point().is_some() { &at_recipient } else { &at_to };
    party(&shipment.from, abroad, &at.field("from"), faults);
    party(recipient, abroad, receiver, faults);
    if let Some(address) = &shipment.return_to {
        super::address(address, &at.field("return_to"), faults);
        party(address, abroad, &at.field("return_to"), faults);
    }
    if let Some(point) = shipment.to.point() {
        if point.id.chars().count() != POINT {
            faults.add(
                &at_point.field("id"),
                format!("has to have {POINT} characters, as U12345678"),
            );
        }
        if point.name.as_deref().is_some_and(|name| name.chars().count() > LINE) {
            faults.add(
                &at_point.field("name"),
                format!("is longer than the {LINE} characters of UPS"),
            );
        }
    }
    for (index, parcel) in shipment.parcels.iter().enumerate() {
        let at = at.field("parcels");
        let at = at.index(index);
        short(parcel.description.as_deref(), LINE, &at.field("description"), faults);
        short(parcel.reference.as_deref(), LONGEST, &at.field("reference"), faults);
    }
}

/// A name, a street and a city, and a phone where a border is crossed.
pub(super) fn party(address: &Address, abroad: bool, at: &Path<'_>, faults: &mut Faults) {
    if address.name.is_none() && address.company.is_none() {
        faults.add(&at.field("name"), "is missing; UPS wants a name or a company");
    }
    match parts::phone(address) {
        None if abroad => faults.add(
            &at.field("phone"),
            "is missing; UPS wants one of both sides where a border is crossed",
        ),
        Some(number) if number.len() > PHONE => {
            faults.add(&at.field("phone"), format!("is longer than the {PHONE} digits of UPS"));
        }
        Some(number) if is_american(super::country(address)) && number.len() < 10 => {
            faults.add(&at.field("phone"), "is too short; phones have ten digits there");
        }
        _ => {}
    }
    if let Some(address) = &address.email {
        mail(address, &at.field("email"), faults);
    }
}

pub(super) fn mail(address: &str, at: &Path<'_>, faults: &mut Faults) {
    if !address.contains('@') {
        faults.add(at, "is no mail address; UPS sends no text messages");
    } else if address.chars().count() > MAIL {
        faults.add(at, format!("is longer than the {MAIL} characters of UPS"));
    }
}

pub(super) fn short(text: Option<&str>, most: usize, at: &Path<'_>, faults: &mut Faults) {
    if text.is_some_and(|text| text.trim().is_empty() || text.chars().count() > most) {
        faults.add(at, format!("is blank or longer than the {most} characters of UPS"));
    }
}

fn goods(request: &LabelRequest, at: &Path<'_>, faults: &mut Faults) {
    let shipment = &request.shipment;
    let (from, to) = parts::lane(shipment);
    if from == to {
        return;
    }
    let inside = within_eu(from, to, request.ship_on);
    let letters = shipment.parcels.iter().all(|parcel| parcel.packaging == Packaging::Letter);
    if !inside && !letters && shipment.customs.is_none() {
        faults.add(&at.field("customs"), "is missing; this lane crosses a customs border");
        return;
    }
    let items = shipment.customs.iter().flat_map(|customs| &customs.items);
    let described = items
        .map(|item| &item.description)
        .chain(shipment.parcels.iter().filter_map(|parcel| parcel.description.as_ref()));
    let mut described = described.filter(|text| text.trim().chars().count() <= DESCRIPTION);
    let needless = letters || (inside && request.service == STANDARD);
    if !needless && described.next().is_none() {
        faults.add(
            &at.field("parcels").index(0).field("description"),
            format!(
                "is missing; UPS wants to know in {DESCRIPTION} characters what is sent abroad"
            ),
        );
    }
}

fn within_eu(from: Country, to: Country, on: Date) -> bool {
    from.in_eu(on) && to.in_eu(on)
}

#[cfg(test)]
mod tests;
