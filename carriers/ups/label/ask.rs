//! `LabelRequest` → the carrier's order. Pure; what the carrier would refuse was refused before (`limits`).

use super::super::references::{self, References};
use super::super::wire::shared::Party;
use super::super::wire::shipping::{
    Addresses, LabelSpecification, Notification, Order, Package, PaymentInformation, RatingOptions,
    Request, ServiceOptions, Shipment as WireShipment, ShipmentRequest, StockSize,
};
use super::super::wire::{Code, PRESENT};
use super::super::{codes, limits, options, parts};
use super::forms::{self, Kind};
use crate::model::{
    Contents, Country, DutiesPayer, Format, Incoterm, LabelRequest, Notice, Notification as Notify,
    Parcel, Shipment,
};

/// City, state and postal code are checked all the same; the street is not, which is what `check_address` is for.
const NOT_VALIDATED: &str = "nonvalidate";
/// The newest one that `Shipping.yaml` names for this call.
const SUB_VERSION: &str = "2205";
/// `Shipping.yaml`, `Shipment.Description`.
pub(in super::super) const DESCRIPTION: usize = 50;

pub(super) fn to_wire(account: &str, request: &LabelRequest) -> Order {
    let shipment = &request.shipment;
    let imperial = limits::is_imperial(limits::country(&shipment.from));
    let references = names(request);
    let order = WireShipment {
        description: description(shipment).map(|(text, _)| text),
        return_service: None,
        documents_only_indicator: is_paper(shipment).then_some(PRESENT),
        shipper: Party {
            shipper_number: Some(account.to_owned()),
            ..parts::contact(parts::shipper(shipment), false)
        },
        ship_to: parts::with_contact(parts::receiver(&shipment.to), shipment.to.recipient()),
        ship_from: Party { email: None, ..parts::contact(&shipment.from, false) },
        alternate_delivery_address: shipment.to.point().map(|point| Party {
            attention_name: parts::receiver(&shipment.to).name,
            access_point: Some(point.id.clone()),
            ..parts::point(point)
        }),
        // `Shipping.yaml`, `ShipmentIndicationType`: 01 is "Hold for Pickup at UPS Access Point".
        shipment_indication_type: shipment.to.point().iter().map(|_| Code::of("01")).collect(),
        payment_information: payment(account, shipment),
        shipment_rating_options: RatingOptions { negotiated_rates_indicator: PRESENT },
        reference_number: references.of_shipment(),
        service: Code::of(request.service.clone()),
        invoice_line_total: parts::goods(shipment)
            .filter(|_| wants_total(shipment))
            .map(parts::invoice_total),
        tax_information_indicator: PRESENT,
        shipment_service_options: service_options(request),
        shipment_date: request.ship_on.format("%Y%m%d").to_string(),
        package: shipment
            .parcels
            .iter()
            .map(|parcel| package(shipment, parcel, &references, imperial))
            .collect(),
    };
    wrapped_up(order, request.label.format)
}

/// An order with the paper it is printed on.
pub(in super::super) fn wrapped_up(shipment: WireShipment, format: Format) -> Order {
    Order {
        shipment_request: ShipmentRequest {
            request: Request { request_option: NOT_VALIDATED, sub_version: SUB_VERSION },
            shipment,
            label_specification: paper(codes::sold_as(format)),
        },
    }
}

/// The one size there is: 4 by 6 inches.
pub(in super::super) fn paper(image: &'static str) -> LabelSpecification {
    LabelSpecification {
        label_image_format: Code::of(image),
        http_user_agent: "Mozilla/4.5",
        label_stock_size: StockSize { height: "6", width: "4" },
    }
}

fn names(request: &LabelRequest) -> References {
    let own = request.references.iter().map(references::named);
    References::new(parts::lane(&request.shipment), request.key, own)
}

/// What was asked and found no place.
pub(super) fn remarks(request: &LabelRequest) -> Vec<Notice> {
    let parcels = request.shipment.parcels.iter().filter(|parcel| parcel.reference.is_some());
    let shortened = description(&request.shipment).is_some_and(|(_, whole)| !whole);
    let goods = shortened.then(|| {
        Notice::information(format!(
            "UPS has {DESCRIPTION} characters for the description of all goods; those that did not fit are left out of it"
        ))
    });
    names(request).remark(parcels.count()).into_iter().chain(goods).collect()
}

/// What is inside, as many whole descriptions as fit, and whether all did.
fn description(shipment: &Shipment) -> Option<(String, bool)> {
    let items = shipment.customs.iter().flat_map(|customs| &customs.items);
    let items: Vec<&str> = items.map(|item| item.description.trim()).collect();
    let parcels = shipment.parcels.iter().filter_map(|parcel| parcel.description.as_deref());
    let words = if items.is_empty() { parcels.map(str::trim).collect() } else { items };
    let (mut text, mut whole) = (String::new(), true);
    let mut told = Vec::new();
    for word in words {
        if told.contains(&word) {
            continue;
        }
        told.push(word);
        let comma = if text.is_empty() { "" } else { ", " };
        if text.chars().count() + comma.len() + word.chars().count() > DESCRIPTION {
            whole = false;
        } else {
            text.push_str(comma);
            text.push_str(word);
        }
    }
    (!text.is_empty()).then_some((text, whole))
}

/// `DocumentsOnlyIndicator`: abroad, not from the United States, not to Canada, Puerto Rico or Mexico.
fn is_paper(shipment: &Shipment) -> bool {
    let (from, to) = parts::lane(shipment);
    let papers =
        shipment.customs.as_ref().is_some_and(|customs| customs.contents == Contents::Documents);
    papers && from != to && from != Country::US && !matches!(to.as_str(), "CA" | "PR" | "MX")
}

/// `InvoiceLineTotal`: "Required for forward shipments whose origin is the US and destination is Puerto Rico or Canada".
fn wants_total(shipment: &Shipment) -> bool {
    let (from, to) = parts::lane(shipment);
    from == Country::US && matches!(to.as_str(), "CA" | "PR")
}

/// Duties are the recipient's unless the shipper takes them.
fn payment(account: &str, shipment: &Shipment) -> PaymentInformation {
    let carriage = parts::other_payer(&shipment.options.payer)
        .unwrap_or_else(|| parts::own_account(account, parts::TRANSPORT));
    let ours = shipment.customs.as_ref().is_some_and(|customs| {
        customs.duties_payer == Some(DutiesPayer::Sender)
            || (customs.duties_payer.is_none() && customs.incoterm == Some(Incoterm::Ddp))
    });
    let duties = ours.then(|| parts::own_account(account, parts::DUTIES));
    PaymentInformation { shipment_charge: std::iter::once(carriage).chain(duties).collect() }
}

fn service_options(request: &LabelRequest) -> Option<ServiceOptions> {
    let shipment = &request.shipment;
    let recipient = shipment.to.recipient();
    let forms = shipment.customs.as_ref().and_then(|customs| {
        // Who buys is who receives. A form has no mail and no indicator of a home.
        let address = parts::receiver(&shipment.to).address;
        let mut buyer = Party { email: None, address, ..parts::contact(recipient, false) };
        buyer.address.residential_address_indicator = None;
        forms::of(customs, Kind::Invoice, buyer, request.ship_on)
    });
    let options = ServiceOptions {
        shared: options::of_shipment(shipment),
        notification: notifications(&shipment.options.notify),
        label_delivery: None,
        international_forms: forms,
    };
    let nothing = options.shared.is_none()
        && options.notification.is_empty()
        && options.international_forms.is_none();
    (!nothing).then_some(options)
}

/// One for each threshold, with all who are told of it.
fn notifications(asked: &[Notify]) -> Vec<Notification> {
    let mut all: Vec<Notification> = Vec::new();
    for Notify { to, events } in asked {
        for code in events.iter().filter_map(|event| codes::notification(event)) {
            match all.iter_mut().find(|known| known.notification_code == code) {
                Some(known) => known.email.addresses.push(to.clone()),
                None => all.push(Notification {
                    notification_code: code,
                    email: Addresses { addresses: vec![to.clone()] },
                }),
            }
        }
    }
    all
}

fn package(
    shipment: &Shipment,
    parcel: &Parcel,
    references: &References,
    imperial: bool,
) -> Package {
    Package {
        description: parcel.description.clone(),
        packaging: Code::of(codes::packaging(&parcel.packaging).unwrap_or("00")),
        dimensions: parcel.dimensions.map(|sides| parts::dimensions(sides, imperial)),
        package_weight: Some(parts::weight(parcel.weight, imperial)),
        reference_number: references.of_package(parcel.reference.as_deref()),
        package_service_options: options::of_package(shipment, parcel),
    }
}
