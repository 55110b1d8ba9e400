//! Senders, recipients and consumers → the carrier's elements.

use super::address;
use super::wire::shipment::{AddressDetails, Destination, ReturnRecipient, Sender};
use crate::model::{Address, Destination as To};

/// Whether the country is told: a sender without a contract and a return are in Canada.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    WithCountry,
    InCanada,
}

/// A company is required: that of a private person is the person.
pub(super) fn sender(from: &Address, country: Told) -> Sender {
    let (name, company) = match &from.company {
        Some(company) => (text(from.name.as_ref()), company.trim().to_owned()),
        None => (None, text(from.name.as_ref()).unwrap_or_default()),
    };
    Sender {
        name,
        company,
        contact_phone: address::phone(from).unwrap_or_default().to_owned(),
        address_details: details(from, country),
    }
}

pub(super) fn destination(to: &To) -> Destination {
    let (recipient, place) = (to.recipient(), address::receiver(to));
    Destination {
        name: text(recipient.name.as_ref()),
        company: text(recipient.company.as_ref()),
        additional_address_info: line(place, 2),
        client_voice_number: address::phone(recipient).map(str::to_owned),
        address_details: details(place, Told::WithCountry),
    }
}

pub(super) fn return_recipient(to: &Address) -> ReturnRecipient {
    ReturnRecipient {
        name: text(to.name.as_ref()),
        company: text(to.company.as_ref()),
        address_details: details(to, Told::InCanada),
    }
}

fn details(place: &Address, country: Told) -> AddressDetails {
    let with_country = country == Told::WithCountry;
    AddressDetails {
        first_line: line(place, 0).unwrap_or_default(),
        second_line: line(place, 1),
        city: place.city.trim().to_owned(),
        prov_state: address::region(place),
        country_code: with_country.then(|| address::country(place).as_str().to_owned()),
        postal_zip_code: address::postal_code(place),
    }
}

/// A line of the street, wrapped; that it fits was asked before (`address::check`).
pub(super) fn line(place: &Address, index: usize) -> Option<String> {
    address::lines(place, usize::MAX).unwrap_or_default().into_iter().nth(index)
}

pub(super) fn text(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
