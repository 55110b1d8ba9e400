//! `LabelRequest` → the carrier's two documents. Pure; what the carrier would refuse was refused before.

use super::super::config::{Closing, Contract};
use super::super::parties::{self, Told};
use super::super::wire::shipment::{
    CARD_NAMESPACE, CardShipment, DeliverySpec, NAMESPACE, OneOption, Options,
    ParcelCharacteristics, Preferences, ReturnSpec, SettlementInfo, Shipment as WireShipment,
};
use super::super::wire::{Notification, References};
use super::super::{CanadaPost, address, codes, customs, limits, options, print};
use crate::model::{Date, Drop, LabelRequest, Shipment, Weight};

pub(super) fn with_contract(
    account: &CanadaPost,
    contract: &Contract,
    request: &LabelRequest,
) -> WireShipment {
    let shipment = &request.shipment;
    let mut spec = delivery_spec(account, request, Told::WithCountry);
    spec.print_preferences = Some(print::preferences(request.label));
    spec.settlement_info = Some(SettlementInfo {
        contract_id: contract.id.clone(),
        intended_method_of_payment: contract.payment.clone(),
    });
    spec.references = references(super::references(request));
    WireShipment {
        namespace: NAMESPACE,
        customer_request_id: request.key.token(),
        group_id: group(contract, request.ship_on),
        transmit_shipment: (contract.closing == Closing::AtOnce).then_some(true),
        cpc_pickup_indicator: (shipment.options.drop == Some(Drop::Collected)).then_some(true),
        requested_shipping_point: address::postal_code(&shipment.from).unwrap_or_default(),
        expected_mailing_date: request.ship_on.to_string(),
        provide_pricing_info: true,
        delivery_spec: spec,
        return_spec: request.with_return.as_ref().map(|back| ReturnSpec {
            service_code: back.service.clone().unwrap_or_else(|| codes::RETURN_SERVICE.to_owned()),
            return_recipient: parties::return_recipient(
                back.address.as_ref().unwrap_or(&shipment.from),
            ),
        }),
    }
}

/// Without a contract the key's token stands in the first reference, where it can be read and not be searched.
pub(super) fn by_card(account: &CanadaPost, request: &LabelRequest) -> CardShipment {
    let token = request.key.token();
    let mut spec = delivery_spec(account, request, Told::InCanada);
    spec.references = references(std::iter::once(&*token).chain(super::references(request)));
    CardShipment {
        namespace: CARD_NAMESPACE,
        requested_shipping_point: address::postal_code(&request.shipment.from).unwrap_or_default(),
        delivery_spec: spec,
    }
}

/// The group that waits to be closed: of a name, or of its day. `None`: nothing waits.
pub(super) fn group(contract: &Contract, ship_on: Date) -> Option<String> {
    match &contract.closing {
        Closing::AtOnce => None,
        Closing::Daily => Some(super::super::day::group(ship_on)),
        Closing::Group(name) => Some(name.clone()),
    }
}

fn delivery_spec(account: &CanadaPost, request: &LabelRequest, sender: Told) -> DeliverySpec {
    let (carrier, shipment) = (account.api.carrier(), &request.shipment);
    let parcel = shipment.parcels.first();
    let asked: Vec<_> = options::wanted(carrier, shipment)
        .into_iter()
        .map(|option| OneOption {
            option_code: option.code,
            option_amount: option.amount,
            second_qualifier: option.office,
        })
        .collect();
    DeliverySpec {
        service_code: request.service.clone(),
        sender: parties::sender(&shipment.from, sender),
        destination: parties::destination(&shipment.to),
        options: (!asked.is_empty()).then_some(Options { option: asked }),
        parcel_characteristics: ParcelCharacteristics {
            weight: limits::kilograms(parcel.map_or(Weight::ZERO, |parcel| parcel.weight)),
            dimensions: parcel.and_then(|parcel| parcel.dimensions).map(limits::centimetres),
            mailing_tube: limits::is_tube(shipment),
        },
        notification: notification(shipment),
        print_preferences: None,
        preferences: Preferences { show_packing_instructions: false },
        references: None,
        customs: customs::to_wire(carrier, shipment, account.contract().is_some()),
        settlement_info: None,
    }
}

/// Who is written to; at a post office the recipient in any case, on everything that happens.
fn notification(shipment: &Shipment) -> Option<Notification> {
    if let Some(asked) = shipment.options.notify.first() {
        let on = |event: &str| asked.events.iter().any(|told| told == event);
        return Some(Notification {
            email: asked.to.trim().to_owned(),
            on_shipment: on("accepted"),
            on_exception: on("exception"),
            on_delivery: on("delivered"),
        });
    }
    let email = shipment.to.recipient().email.as_ref().filter(|_| shipment.to.point().is_some())?;
    let email = email.trim().to_owned();
    Some(Notification { email, on_shipment: true, on_exception: true, on_delivery: true })
}

fn references<'r>(mut values: impl Iterator<Item = &'r str>) -> Option<References> {
    let mut next = || values.next().map(|value| value.trim().to_owned());
    let (first, second) = (next(), next());
    first.is_some().then_some(References { first, second })
}
