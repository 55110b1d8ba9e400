//! What is asked beside the carriage, at the package or at the shipment as the lane has it. Pure.

use super::wire::PRESENT;
use super::wire::shared::{Cod as WireCod, Confirmation, PackageOptions, ShipmentOptions};
use super::{limits, parts};
use crate::model::{Cod, Parcel, Shipment, Signature};

pub(super) fn of_package(shipment: &Shipment, parcel: &Parcel) -> Option<PackageOptions> {
    let options = &shipment.options;
    let (from, to) = parts::lane(shipment);
    let cod = options.cod.as_ref().filter(|_| limits::cod_per_package(from, to));
    let (at_point, at_door) = split(shipment, cod);
    let declared = match options.insurance {
        Some(sum) if shipment.parcels.len() == 1 => Some(sum),
        _ => parcel.declared_value,
    };
    let signature = options.signature.filter(|_| limits::per_package(from, to));
    let package = PackageOptions {
        delivery_confirmation: signature.map(|signature| Confirmation {
            dcis_type: if is_adult(signature) { "3" } else { "2" },
        }),
        access_point_cod: at_point.map(|cod| parts::amount(cod.amount)),
        // Funds 0: check, cashier's check or money order.
        cod: at_door.map(|cod| WireCod { funds_code: "0", amount: parts::amount(cod.amount) }),
        declared_value: declared.map(parts::amount),
    };
    let nothing = package.delivery_confirmation.is_none()
        && package.access_point_cod.is_none()
        && package.cod.is_none()
        && package.declared_value.is_none();
    (!nothing).then_some(package)
}

pub(super) fn of_shipment(shipment: &Shipment) -> Option<ShipmentOptions> {
    let options = &shipment.options;
    let (from, to) = parts::lane(shipment);
    let cod = options.cod.as_ref().filter(|_| !limits::cod_per_package(from, to));
    let (at_point, at_door) = split(shipment, cod);
    let signature = options.signature.filter(|_| !limits::per_package(from, to));
    let whole = ShipmentOptions {
        saturday_delivery_indicator: options.saturday.then_some(PRESENT),
        access_point_cod: at_point.map(|cod| parts::amount(cod.amount)),
        direct_delivery_only_indicator: matches!(options.signature, Some(Signature::Direct))
            .then_some(PRESENT),
        // Funds 1: cash.
        cod: at_door.map(|cod| WireCod { funds_code: "1", amount: parts::amount(cod.amount) }),
        delivery_confirmation: signature.map(|signature| Confirmation {
            dcis_type: if is_adult(signature) { "2" } else { "1" },
        }),
    };
    let nothing = whole.saturday_delivery_indicator.is_none()
        && whole.access_point_cod.is_none()
        && whole.direct_delivery_only_indicator.is_none()
        && whole.cod.is_none()
        && whole.delivery_confirmation.is_none();
    (!nothing).then_some(whole)
}

/// What a point collects and what a driver collects stand in different places.
fn split<'c>(shipment: &Shipment, cod: Option<&'c Cod>) -> (Option<&'c Cod>, Option<&'c Cod>) {
    match shipment.to.point() {
        Some(_) => (cod, None),
        None => (None, cod),
    }
}

const fn is_adult(signature: Signature) -> bool {
    matches!(signature, Signature::Adult { .. })
}
