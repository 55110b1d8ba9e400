//! `RateRequest` → the carrier's question. Pure; what the carrier would refuse was refused before (`limits`).

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::wire::rating::{
    Account, AccountAddress, Address as WireAddress, Cod as WireCod, Confirmation, DeliveryTime,
    Dimensions as WireDimensions, Package, PackageOptions, Party, PaymentDetails, Pickup, Question,
    RateRequest as WireRequest, RatingOptions, Request, Shipment as WireShipment, ShipmentCharge,
    ShipmentOptions, Weight as WireWeight,
};
use super::super::wire::{Amount, Code, Described, PRESENT, Text};
use super::super::{codes, limits};
use crate::model::{
    Address, Contents, Country, Destination, Drop, LengthUnit, Money, Packaging, Parcel, Payer,
    RateRequest, Shipment, Signature, Weight, WeightUnit,
};

/// The newest one that `Rating.yaml` names: zones, itemised charges and modifiers of the price come with it.
const SUB_VERSION: &str = "2409";

pub(super) fn to_wire(account: &str, request: &RateRequest) -> Question {
    let shipment = &*request.shipment;
    let imperial = limits::is_imperial(limits::country(&shipment.from));
    let timed = is_timed(shipment);
    let point = shipment.to.point();
    Question {
        rate_request: WireRequest {
            request: Request { sub_version: SUB_VERSION },
            pickup_type: shipment.options.drop.map(|drop| Code::of(pickup_type(drop))),
            shipment: WireShipment {
                shipper: Party {
                    shipper_number: Some(account.to_owned()),
                    ..party(&shipment.from, false)
                },
                ship_to: party(receiver(&shipment.to), point.is_none()),
                ship_from: party(&shipment.from, false),
                alternate_delivery_address: point.map(|point| Party {
                    name: point.name.clone(),
                    attention_name: None,
                    shipper_number: None,
                    address: place(&point.address, false),
                }),
                // `Rating.yaml`, `ShipmentIndicationType`: 01 is "Hold for Pickup at UPS Access Point".
                shipment_indication_type: point.iter().map(|_| Code::of("01")).collect(),
                payment_details: payment(&shipment.options.payer),
                shipment_total_weight: (timed && is_abroad(shipment))
                    .then(|| shipment.weight().map(|sum| weight(sum, imperial)))
                    .flatten(),
                package: shipment
                    .parcels
                    .iter()
                    .map(|parcel| package(shipment, parcel, imperial))
                    .collect(),
                shipment_service_options: shipment_options(request),
                shipment_rating_options: RatingOptions { negotiated_rates_indicator: PRESENT },
                invoice_line_total: timed
                    .then(|| goods(shipment).filter(|_| is_abroad(shipment)).map(invoice))
                    .flatten(),
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

/// Whether the time in transit can be asked. Abroad the carrier wants the value of the goods for it (`InvoiceLineTotal`).
pub(super) fn is_timed(shipment: &Shipment) -> bool {
    !is_abroad(shipment) || goods(shipment).is_some()
}

fn is_abroad(shipment: &Shipment) -> bool {
    limits::country(&shipment.from) != limits::country(shipment.to.place())
}

/// The value of the goods: of the customs items, else of the parcels where all declare theirs.
fn goods(shipment: &Shipment) -> Option<Money> {
    let items = shipment.customs.iter().flat_map(|customs| &customs.items).map(|item| {
        let amount = item.unit_value.amount().checked_mul(item.quantity.into())?;
        Some(Money::new(amount, item.unit_value.currency()))
    });
    let parcels = shipment.parcels.iter().map(|parcel| parcel.declared_value);
    sum(items).or_else(|| sum(parcels))
}

fn sum(mut values: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    let first = values.next()??;
    values.try_fold(first, |sum, value| sum.checked_add(value?))
}

/// Whole units from 1 (`Rating.yaml`: "1 to 99999999"), rounded up: goods are not declared below their value.
fn invoice(value: Money) -> Amount {
    let whole = value.amount().round_dp_with_strategy(0, RoundingStrategy::AwayFromZero);
    amount(Money::new(whole.max(Decimal::ONE), value.currency()))
}

fn amount(value: Money) -> Amount {
    Amount {
        currency_code: Text(value.currency().code().to_owned()),
        monetary_value: Text(value.amount().normalize().to_string()),
    }
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

/// Who is written on the parcel: at a point the recipient, at the point's place where only the name is known.
fn receiver(to: &Destination) -> &Address {
    if to.recipient().lines.is_empty() { to.place() } else { to.recipient() }
}

/// `Name` is the company; a private person has both fields.
fn party(address: &Address, to_door: bool) -> Party {
    Party {
        name: address.company.clone().or_else(|| address.name.clone()),
        attention_name: address.name.clone(),
        shipper_number: None,
        address: place(address, to_door),
    }
}

fn place(address: &Address, to_door: bool) -> WireAddress {
    let country = limits::country(address);
    let city = address.city.trim();
    WireAddress {
        address_line: limits::lines(address).unwrap_or_default(),
        city: (!city.is_empty()).then(|| city.to_owned()),
        // Two characters are the most; ISO regions of three letters are asked of nobody (`Rating.yaml`, `StateProvinceCode`).
        state_province_code: address
            .region
            .clone()
            .filter(|region| region.len() <= 2 && country == address.country),
        postal_code: limits::postal_code(address),
        country_code: country.as_str().to_owned(),
        residential_address_indicator: (to_door && address.residential == Some(true))
            .then_some(PRESENT),
    }
}

/// `None`: the account itself pays, which is what the carrier assumes.
fn payment(payer: &Payer) -> Option<PaymentDetails> {
    let (receiver, third) = match payer {
        Payer::Sender => return None,
        Payer::Recipient { account } => {
            (Some(Account { account_number: account.clone(), address: None }), None)
        }
        Payer::ThirdParty { account, postal_code, country } => (
            None,
            Some(Account {
                account_number: account.clone(),
                address: Some(AccountAddress {
                    postal_code: postal_code.clone(),
                    country_code: country.as_str().to_owned(),
                }),
            }),
        ),
    };
    let charge = ShipmentCharge { r#type: "01", bill_receiver: receiver, bill_third_party: third };
    Some(PaymentDetails { shipment_charge: vec![charge] })
}

fn package(shipment: &Shipment, parcel: &Parcel, imperial: bool) -> Package {
    Package {
        packaging_type: Code::of(codes::packaging(&parcel.packaging).unwrap_or("00")),
        dimensions: parcel.dimensions.map(|sides| {
            let unit = if imperial { LengthUnit::In } else { LengthUnit::Cm };
            // Whole units: `Shipping.yaml` has three characters for a side, and a price must be that of the label.
            let side = |side: crate::model::Length| side.rounded_up(unit, 0).to_string();
            let (code, description) =
                if imperial { ("IN", "Inches") } else { ("CM", "Centimeters") };
            WireDimensions {
                unit_of_measurement: Described { code, description },
                length: side(sides.length),
                width: side(sides.width),
                height: side(sides.height),
            }
        }),
        package_weight: weight(parcel.weight, imperial),
        package_service_options: package_options(shipment, parcel),
    }
}

/// Rounded up to a tenth: never below what it weighs.
fn weight(weight: Weight, imperial: bool) -> WireWeight {
    let (unit, code, description) = if imperial {
        (WeightUnit::Lb, "LBS", "Pounds")
    } else {
        (WeightUnit::Kg, "KGS", "Kilograms")
    };
    WireWeight {
        unit_of_measurement: Described { code, description },
        weight: weight.rounded_up(unit, 1).normalize().to_string(),
    }
}

fn lane(shipment: &Shipment) -> (Country, Country) {
    (limits::country(&shipment.from), limits::country(shipment.to.place()))
}

fn package_options(shipment: &Shipment, parcel: &Parcel) -> Option<PackageOptions> {
    let options = &shipment.options;
    let (from, to) = lane(shipment);
    let here = limits::per_package(from, to);
    let cod_here = limits::cod_per_package(from, to);
    let declared = match options.insurance {
        Some(sum) if shipment.parcels.len() == 1 => Some(sum),
        _ => parcel.declared_value,
    };
    let cod = options.cod.as_ref().filter(|_| cod_here);
    let (at_point, at_door) = match shipment.to.point() {
        Some(_) => (cod, None),
        None => (None, cod),
    };
    let package = PackageOptions {
        delivery_confirmation: options.signature.filter(|_| here).map(|signature| Confirmation {
            dcis_type: if is_adult(signature) { "3" } else { "2" },
        }),
        access_point_cod: at_point.map(|cod| amount(cod.amount)),
        // Funds 0: check, cashier's check or money order.
        cod: at_door.map(|cod| WireCod { funds_code: "0", amount: amount(cod.amount) }),
        declared_value: declared.map(amount),
    };
    let nothing = package.delivery_confirmation.is_none()
        && package.access_point_cod.is_none()
        && package.cod.is_none()
        && package.declared_value.is_none();
    (!nothing).then_some(package)
}

fn shipment_options(request: &RateRequest) -> Option<ShipmentOptions> {
    let options = &request.shipment.options;
    let (from, to) = lane(&request.shipment);
    let here = !limits::per_package(from, to);
    let cod = options.cod.as_ref().filter(|_| !limits::cod_per_package(from, to));
    let (at_point, at_door) = match request.shipment.to.point() {
        Some(_) => (cod, None),
        None => (None, cod),
    };
    let shipment = ShipmentOptions {
        saturday_delivery_indicator: options.saturday.then_some(PRESENT),
        access_point_cod: at_point.map(|cod| amount(cod.amount)),
        direct_delivery_only_indicator: matches!(options.signature, Some(Signature::Direct))
            .then_some(PRESENT),
        // Funds 1: cash.
        cod: at_door.map(|cod| WireCod { funds_code: "1", amount: amount(cod.amount) }),
        delivery_confirmation: options.signature.filter(|_| here).map(|signature| Confirmation {
            dcis_type: if is_adult(signature) { "2" } else { "1" },
        }),
    };
    let nothing = shipment.saturday_delivery_indicator.is_none()
        && shipment.access_point_cod.is_none()
        && shipment.direct_delivery_only_indicator.is_none()
        && shipment.cod.is_none()
        && shipment.delivery_confirmation.is_none();
    (!nothing).then_some(shipment)
}

const fn is_adult(signature: Signature) -> bool {
    matches!(signature, Signature::Adult { .. })
}
