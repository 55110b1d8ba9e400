//! `RateRequest` → the carrier's question. Pure; what the carrier would refuse was refused before (`limits`).

use super::super::wire::rating::{
    DeliveryTime, Package, PaymentDetails, Pickup, Question, RateRequest as WireRequest,
    RatingOptions, Request, Shipment as WireShipment,
};
use super::super::wire::shared::Party;
use super::super::wire::{Code, PRESENT};
use super::super::{codes, limits, options, parts};
use crate::model::{Contents, Drop, Packaging, Parcel, RateRequest, Shipment};

/// The newest one that `Rating.yaml` names: zones, itemised charges and modifiers of the price come with it.
const SUB_VERSION: &str = "2409";

pub(super) fn to_wire(account: &str, request: &RateRequest) -> Question {
    let shipment = &*request.shipment;
    let imperial = limits::is_imperial(limits::country(&shipment.from));
    let timed = is_timed(shipment);
    let abroad = parts::is_abroad(shipment);
    let point = shipment.to.point();
    Question {
        rate_request: WireRequest {
            request: Request { request_option: option(shipment), sub_version: SUB_VERSION },
            pickup_type: shipment.options.drop.map(|drop| Code::of(pickup_type(drop))),
            shipment: WireShipment {
                shipper: Party {
                    shipper_number: Some(account.to_owned()),
                    ..parts::party(parts::shipper(shipment), false)
                },
                ship_to: parts::receiver(&shipment.to),
                ship_from: parts::party(&shipment.from, false),
                alternate_delivery_address: point.map(parts::point),
                // `Rating.yaml`, `ShipmentIndicationType`: 01 is "Hold for Pickup at UPS Access Point".
                shipment_indication_type: point.iter().map(|_| Code::of("01")).collect(),
                payment_details: parts::other_payer(&shipment.options.payer)
                    .map(|charge| PaymentDetails { shipment_charge: vec![charge] }),
                shipment_total_weight: (timed && abroad)
                    .then(|| shipment.weight().map(|sum| parts::weight(sum, imperial)))
                    .flatten(),
                package: shipment
                    .parcels
                    .iter()
                    .map(|parcel| package(shipment, parcel, imperial))
                    .collect(),
                shipment_service_options: options::of_shipment(shipment),
                shipment_rating_options: RatingOptions { negotiated_rates_indicator: PRESENT },
                invoice_line_total: parts::goods(shipment)
                    .filter(|_| abroad)
                    .map(parts::invoice_total),
                tax_information_indicator: PRESENT,
                delivery_time_information: timed.then(|| DeliveryTime {
                    package_bill_type: if is_paper(shipment) { "02" } else { "03" },
                    pickup: Pickup {
                        date: request.ship_on.format("%Y%m%d").to_string(),
                        time: request.ready_at.map(|time| time.format("%H%M").to_string()),
                    },
                }),
            },
        },
    }
}

/// `Rating.yaml`, `requestoption` of the path, and the same in the body: prices of all services, with the time in transit where
/// that can be had.
pub(super) fn option(shipment: &Shipment) -> &'static str {
    if is_timed(shipment) { "Shoptimeintransit" } else { "Shop" }
}

/// Whether the time in transit can be asked. Abroad the carrier wants the value of the goods for it (`InvoiceLineTotal`).
pub(super) fn is_timed(shipment: &Shipment) -> bool {
    !parts::is_abroad(shipment) || parts::goods(shipment).is_some()
}

fn is_paper(shipment: &Shipment) -> bool {
    match &shipment.customs {
        Some(customs) => customs.contents == Contents::Documents,
        None => shipment.parcels.iter().all(|parcel| parcel.packaging == Packaging::Letter),
    }
}

const fn pickup_type(drop: Drop) -> &'static str {
    match drop {
        Drop::Collected => "01",
        Drop::Dropoff => "03",
    }
}

fn package(shipment: &Shipment, parcel: &Parcel, imperial: bool) -> Package {
    Package {
        packaging_type: Code::of(codes::packaging(&parcel.packaging).unwrap_or("00")),
        dimensions: parcel.dimensions.map(|sides| parts::dimensions(sides, imperial)),
        package_weight: parts::weight(parcel.weight, imperial),
        package_service_options: options::of_package(shipment, parcel),
    }
}
