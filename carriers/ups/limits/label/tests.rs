//! Each limit by its field.

use super::super::super::tests::{abroad, at_home, ordered, overseas, to_point};
use super::*;
use crate::model::{BundledReturn, Destination, Notification, Swap, SwapKind};
use crate::model::{Contents, Customs, DutiesPayer, Incoterm};

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
        (changed(abroad(), |request| request.shipment.from.phone = None), "shipment.from.phone: "),
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
        (customs(|customs| customs.incoterm = Some(Incoterm::Dpu)), "shipment.customs.incoterm: "),
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
    let told = |to: &str, event: &str| Notification { to: to.into(), events: vec![event.into()] };
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
    assert!(faults.contains("shipment.parcels[0].dimensions: are above the 165 in"), "{faults}");
}
