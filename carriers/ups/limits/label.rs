//! What a label wants beyond a price: somebody to ask for, a phone abroad, what is inside, papers for customs.

use super::super::label::ask::DESCRIPTION;
use super::super::label::forms;
use super::super::references::LONGEST;
use super::super::{codes, parts};
use super::{LINE, LINES, is_american, wrapped};
use crate::model::{
    Address, Contents, Country, Customs, CustomsItem, Date, DutiesPayer, Faults, Format, Incoterm,
    LabelRequest, LabelSize, LabelSpec, Packaging, Path, Reference, Shipment,
};

/// `Shipping.yaml`, `EMailAddress`.
const MAIL: usize = 50;
/// `Shipping.yaml`, `Phone.Number`.
const PHONE: usize = 15;
/// `Shipping.yaml`, `AlternateDeliveryAddress.UPSAccessPointID`.
const POINT: usize = 9;
/// `Shipping.yaml`, `Service.Code`.
const SERVICE: usize = 2;
/// `Shipping.yaml`, `InternationalForms.Product`: 100 for a commercial invoice.
const PRODUCTS: usize = 100;
/// `Shipping.yaml`, `Product.Unit.Number`: seven characters.
const UNITS: u32 = 9_999_999;
/// `Shipping.yaml`, `ReasonForExport`.
const REASON: usize = 20;
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

fn short(text: Option<&str>, most: usize, at: &Path<'_>, faults: &mut Faults) {
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

pub(super) fn declaration(customs: &Customs, at: &Path<'_>, faults: &mut Faults) {
    if customs.non_delivery.is_some() {
        faults.add(&at.field("non_delivery"), "cannot be told to UPS; leave it out");
    }
    if customs.incoterm.is_some_and(|term| forms::terms(term).is_none()) {
        faults
            .add(&at.field("incoterm"), "is none of UPS; it knows EXW, FCA, CPT, CIP, DAP and DDP");
    }
    if customs.incoterm == Some(Incoterm::Ddp)
        && customs.duties_payer == Some(DutiesPayer::Recipient)
    {
        faults.add(&at.field("duties_payer"), "contradicts DDP, where the shipper pays them");
    }
    if customs.contents == Contents::Documents {
        return;
    }
    short(Some(forms::reason(&customs.contents)), REASON, &at.field("contents"), faults);
    match &customs.invoice {
        None => faults.add(
            &at.field("invoice"),
            "is missing; UPS draws the commercial invoice and wants its number",
        ),
        Some(invoice) => {
            short(Some(&invoice.number), LONGEST, &at.field("invoice").field("number"), faults);
        }
    }
    if customs.items.is_empty() || customs.items.len() > PRODUCTS {
        faults.add(
            &at.field("items"),
            format!("are {}; a commercial invoice of UPS has 1 to {PRODUCTS}", customs.items.len()),
        );
    }
    let currency = customs.items.first().map(|item| item.unit_value.currency());
    for (index, item) in customs.items.iter().enumerate() {
        let at = at.field("items");
        let at = at.index(index);
        line(item, &at, faults);
        if currency.is_some_and(|currency| item.unit_value.currency() != currency) {
            faults.add(&at.field("unit_value"), "is in another currency; an invoice has one");
        }
    }
}

fn line(item: &CustomsItem, at: &Path<'_>, faults: &mut Faults) {
    let fits =
        wrapped(&item.description).is_some_and(|lines| !lines.is_empty() && lines.len() <= LINES);
    if !fits {
        faults.add(
            &at.field("description"),
            format!("does not fit into the {LINES} lines of {LINE} characters of UPS"),
        );
    }
    if item.quantity > UNITS {
        faults.add(&at.field("quantity"), format!("is above the {UNITS} of UPS"));
    }
    if item.unit_value.is_zero() || item.unit_value.amount().normalize().scale() > 6 {
        faults.add(&at.field("unit_value"), "is zero or has more than six decimals");
    }
    short(item.sku.as_deref(), LONGEST, &at.field("sku"), faults);
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{abroad, at_home, ordered, overseas, to_point};
    use super::*;
    use crate::model::{BundledReturn, Destination, Notification, Swap, SwapKind};

    fn faults(request: &LabelRequest) -> String {
        check(request).into_result().map_or_else(|faults| faults.to_string(), |()| String::new())
    }

    fn changed(shipment: Shipment, change: impl FnOnce(&mut LabelRequest)) -> String {
        let mut request = ordered(shipment, "11");
        change(&mut request);
        faults(&request)
    }

    #[test]
    fn a_shipment_within_the_limits_is_taken() {
        for shipment in [abroad(), at_home(), overseas(), to_point()] {
            assert_eq!(faults(&ordered(shipment, "11")), "");
        }
    }

    #[test]
    fn each_limit_names_its_field() {
        let customs = |change: fn(&mut Customs)| {
            changed(overseas(), |request| change(request.shipment.customs.as_mut().unwrap()))
        };
        let point = changed(to_point(), |request| {
            let Destination::Point(to) = &mut request.shipment.to else { panic!() };
            to.point.id = "U1".into();
        });
        for (faults, field) in [
            (changed(abroad(), |request| request.service = "ground".into()), "service: "),
            (changed(abroad(), |request| request.label.format = Format::Png), "label.format: "),
            (changed(abroad(), |request| request.label.size = LabelSize::A4), "label.size: "),
            (changed(abroad(), |request| request.label.dpi = Some(600)), "label.dpi: "),
            (
                changed(abroad(), |request| request.with_return = Some(BundledReturn::default())),
                "with_return: ",
            ),
            (
                changed(abroad(), |request| request.shipment.from.phone = None),
                "shipment.from.phone: ",
            ),
            (
                changed(abroad(), |request| request.shipment.from.phone = Some("1".repeat(16))),
                "shipment.from.phone: ",
            ),
            (
                changed(at_home(), |request| request.shipment.from.phone = Some("555-0147".into())),
                "shipment.from.phone: ",
            ),
            (
                changed(overseas(), |request| request.shipment.customs = None),
                "shipment.customs: is missing",
            ),
            (
                changed(abroad(), |request| request.service = "65".into()),
                "shipment.parcels[0].description: is missing",
            ),
            (customs(|customs| customs.invoice = None), "shipment.customs.invoice: is missing"),
            (customs(|customs| customs.items.clear()), "shipment.customs.items: are 0"),
            (
                customs(|customs| customs.incoterm = Some(Incoterm::Dpu)),
                "shipment.customs.incoterm: ",
            ),
            (
                customs(|customs| customs.duties_payer = Some(DutiesPayer::Recipient)),
                "shipment.customs.duties_payer: ",
            ),
            (
                customs(|customs| {
                    customs.contents = Contents::Other("for the fair in Austin".into());
                }),
                "shipment.customs.contents: ",
            ),
            (
                customs(|customs| customs.items[0].description = "x".repeat(36)),
                "shipment.customs.items[0].description: ",
            ),
            (
                customs(|customs| customs.items[0].unit_value = "0 EUR".parse().unwrap()),
                "shipment.customs.items[0].unit_value: ",
            ),
            (point, "shipment.to.point.id: "),
        ] {
            assert!(faults.contains(field), "{field} in {faults:?}");
        }
    }

    #[test]
    fn an_option_that_the_carrier_does_not_have_is_refused() {
        let told =
            |to: &str, event: &str| Notification { to: to.into(), events: vec![event.into()] };
        for (faults, field) in [
            (
                changed(abroad(), |request| {
                    request.shipment.options.instructions = Some("ring twice".into());
                }),
                "instructions: ",
            ),
            (
                changed(abroad(), |request| {
                    request.shipment.options.notify = vec![told("+34600", "delivered")];
                }),
                "notify[0].to: ",
            ),
            (
                changed(abroad(), |request| {
                    request.shipment.options.notify = vec![told("a@b.example", "out_for_delivery")];
                }),
                "notify[0].events: ",
            ),
            (
                changed(abroad(), |request| {
                    request.shipment.options.swap =
                        Some(Swap { what: SwapKind::Goods, address: None, service: None });
                }),
                "swap: ",
            ),
        ] {
            assert!(faults.contains(field), "{field} in {faults:?}");
        }
    }

    #[test]
    fn a_parcel_is_limited_in_girth_too() {
        let faults = changed(at_home(), |request| {
            request.shipment.parcels[0].dimensions = "100x20x13 in".parse().ok();
        });
        assert!(
            faults.contains("shipment.parcels[0].dimensions: are above the 165 in"),
            "{faults}"
        );
    }
}
