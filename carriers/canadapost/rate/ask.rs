//! `RateRequest` → the carrier's question. Pure; what the carrier would refuse was refused before (`limits`).

use super::super::wire::rating::{
    AskedOption, AskedOptions, Destination, Domestic, International, MailingScenario, NAMESPACE,
    ParcelCharacteristics, UnitedStates,
};
use super::super::{CanadaPost, address, limits, options};
use crate::model::{Address, Country, RateRequest, Weight};

pub(super) fn to_wire(account: &CanadaPost, request: &RateRequest) -> MailingScenario {
    let shipment = &*request.shipment;
    let parcel = shipment.parcels.first();
    let asked: Vec<_> = options::wanted(account.api.carrier(), shipment)
        .into_iter()
        .map(|option| AskedOption { option_code: option.code, option_amount: option.amount })
        .collect();
    MailingScenario {
        namespace: NAMESPACE,
        customer_number: account.customer.clone(),
        contract_id: account.contract().map(|contract| contract.id.clone()),
        expected_mailing_date: request.ship_on.to_string(),
        options: (!asked.is_empty()).then_some(AskedOptions { option: asked }),
        parcel_characteristics: ParcelCharacteristics {
            weight: limits::kilograms(parcel.map_or(Weight::ZERO, |parcel| parcel.weight)),
            dimensions: parcel.and_then(|parcel| parcel.dimensions).map(limits::centimetres),
            mailing_tube: limits::is_tube(shipment),
        },
        origin_postal_code: address::postal_code(&shipment.from).unwrap_or_default(),
        destination: destination(shipment.to.place()),
    }
}

fn destination(to: &Address) -> Destination {
    let code = address::postal_code(to);
    let nowhere = Destination::default();
    match address::country(to) {
        Country::CA => {
            let domestic = Domestic { postal_code: code.unwrap_or_default() };
            Destination { domestic: Some(domestic), ..nowhere }
        }
        Country::US => {
            let united_states = UnitedStates { zip_code: code.unwrap_or_default() };
            Destination { united_states: Some(united_states), ..nowhere }
        }
        country => {
            let country_code = country.as_str().to_owned();
            let international = International { country_code, postal_code: code };
            Destination { international: Some(international), ..nowhere }
        }
    }
}
