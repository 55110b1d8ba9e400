//! What a price, a label and a return write alike: parties, weights, sides, amounts, who pays. Pure; what does not fit was refused
//! before (`limits`).

use rust_decimal::{Decimal, RoundingStrategy};

use super::limits;
use super::wire::shared::{
    Account, AccountAddress, Address as WireAddress, Dimensions as WireDimensions, Party, Phone,
    ShipmentCharge, Weight as WireWeight,
};
use super::wire::{Amount, Described, PRESENT, Text};
use crate::model::{
    Address, Country, Customs, Destination, Dimensions, Length, LengthUnit, Money, Payer,
    ServicePoint, Shipment, Weight, WeightUnit,
};

/// Where a shipment comes from and where it goes, as the carrier counts countries.
pub(super) fn lane(shipment: &Shipment) -> (Country, Country) {
    (limits::country(&shipment.from), limits::country(shipment.to.place()))
}

pub(super) fn is_abroad(shipment: &Shipment) -> bool {
    let (from, to) = lane(shipment);
    from != to
}

/// The address that the account stands for, and that a parcel goes back to (`Shipper`, `Address`: "should be returned to this
/// address if the package is undeliverable").
pub(super) fn shipper(shipment: &Shipment) -> &Address {
    shipment.return_to.as_ref().unwrap_or(&shipment.from)
}

/// Who is written on the parcel: at a point the recipient, at the point's place where only the name is known.
pub(super) fn receiver(to: &Destination) -> Party {
    let recipient = to.recipient();
    let address = if recipient.lines.is_empty() { to.place() } else { recipient };
    Party { address: place(address, to.point().is_none()), ..party(recipient, false) }
}

/// `Name` is the company; a private person has both fields.
pub(super) fn party(address: &Address, to_door: bool) -> Party {
    Party {
        name: address.company.clone().or_else(|| address.name.clone()),
        attention_name: address.name.clone(),
        shipper_number: None,
        phone: None,
        email: None,
        access_point: None,
        address: place(address, to_door),
    }
}

/// As a label wants a party: somebody to ask for, a phone, a mail address.
pub(super) fn contact(address: &Address, to_door: bool) -> Party {
    with_contact(party(address, to_door), address)
}

/// A party with the contact of an address.
pub(super) fn with_contact(party: Party, address: &Address) -> Party {
    Party {
        attention_name: party.attention_name.or_else(|| party.name.clone()),
        phone: phone(address).map(|number| Phone { number }),
        email: address.email.clone(),
        ..party
    }
}

/// The point itself.
pub(super) fn point(point: &ServicePoint) -> Party {
    Party {
        name: point.name.clone(),
        attention_name: None,
        shipper_number: None,
        phone: None,
        email: None,
        access_point: None,
        address: place(&point.address, false),
    }
}

pub(super) fn place(address: &Address, to_door: bool) -> WireAddress {
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

/// Digits alone. Within the numbering plan of North America ten without the prefix (`Shipping.yaml`, `Phone.Number`), elsewhere
/// with that of the country where it is written.
pub(super) fn phone(address: &Address) -> Option<String> {
    let written = address.phone.as_deref().or(address.mobile.as_deref())?;
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let american = limits::is_american(limits::country(address));
    let national = digits.strip_prefix('1').filter(|rest| american && rest.len() == 10);
    let number = national.map(str::to_owned).unwrap_or(digits);
    (!number.is_empty()).then_some(number)
}

/// Rounded up to a tenth: never below what it weighs.
pub(super) fn weight(weight: Weight, imperial: bool) -> WireWeight {
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

/// Whole units, the longest first: `Shipping.yaml` has three characters for a side, and a price must be that of the label.
pub(super) fn dimensions(sides: Dimensions, imperial: bool) -> WireDimensions {
    let (unit, code, description) = if imperial {
        (LengthUnit::In, "IN", "Inches")
    } else {
        (LengthUnit::Cm, "CM", "Centimeters")
    };
    let [length, width, height] =
        sides.sorted().map(|side: Length| side.rounded_up(unit, 0).to_string());
    WireDimensions { unit_of_measurement: Described { code, description }, length, width, height }
}

/// An amount with the decimals of its currency.
pub(super) fn amount(value: Money) -> Amount {
    Amount {
        currency_code: Text(value.currency().code().to_owned()),
        monetary_value: Text(decimals(value)),
    }
}

/// `79.90`, and `1200` where the currency has no smaller unit.
pub(super) fn decimals(value: Money) -> String {
    let mut amount = value.amount().normalize();
    let least = u32::from(value.currency().minor_units());
    if amount.scale() < least {
        amount.rescale(least);
    }
    amount.to_string()
}

/// Whole units from 1 (`InvoiceLineTotal`: "1 to 99999999"), rounded up: goods are not declared below their value.
pub(super) fn invoice_total(value: Money) -> Amount {
    let whole = value.amount().round_dp_with_strategy(0, RoundingStrategy::AwayFromZero);
    Amount {
        currency_code: Text(value.currency().code().to_owned()),
        monetary_value: Text(whole.max(Decimal::ONE).normalize().to_string()),
    }
}

/// The value of the goods: of the customs items, else of the parcels where all declare theirs.
pub(super) fn goods(shipment: &Shipment) -> Option<Money> {
    let parcels = shipment.parcels.iter().map(|parcel| parcel.declared_value);
    shipment.customs.as_ref().and_then(declared).or_else(|| sum(parcels))
}

/// What the items of a declaration are worth together.
pub(super) fn declared(customs: &Customs) -> Option<Money> {
    sum(customs.items.iter().map(|item| {
        let amount = item.unit_value.amount().checked_mul(item.quantity.into())?;
        Some(Money::new(amount, item.unit_value.currency()))
    }))
}

fn sum(mut values: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    let first = values.next()??;
    values.try_fold(first, |sum, value| sum.checked_add(value?))
}

/// Who pays the carriage, where that is not the account itself.
pub(super) fn other_payer(payer: &Payer) -> Option<ShipmentCharge> {
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
    Some(ShipmentCharge {
        r#type: TRANSPORT,
        bill_shipper: None,
        bill_receiver: receiver,
        bill_third_party: third,
    })
}

/// The account itself pays for something.
pub(super) fn own_account(account: &str, r#type: &'static str) -> ShipmentCharge {
    let account = Account { account_number: account.to_owned(), address: None };
    ShipmentCharge {
        r#type,
        bill_shipper: Some(account),
        bill_receiver: None,
        bill_third_party: None,
    }
}

/// `ShipmentCharge.Type`: carriage.
pub(super) const TRANSPORT: &str = "01";
/// `ShipmentCharge.Type`: duties and taxes.
pub(super) const DUTIES: &str = "02";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        for (money, text) in
            [("79.9 EUR", "79.90"), ("1200 JPY", "1200"), ("5 USD", "5.00"), ("1.230 KWD", "1.230")]
        {
            assert_eq!(decimals(money.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_value_of_goods_is_whole_and_never_below_what_they_are_worth() {
        let total = |money: &str| invoice_total(money.parse().unwrap()).monetary_value.0;
        assert_eq!((total("79.90 EUR"), total("0.20 EUR")), ("80".into(), "1".into()));
        assert_eq!(total("1200 JPY"), "1200");
    }

    #[test]
    fn a_phone_is_digits_and_has_ten_in_north_america() {
        let of = |country, written: &str| {
            let mut address = Address::new(country);
            address.phone = Some(written.into());
            phone(&address)
        };
        assert_eq!(of(Country::US, "+1 (512) 555-0147").as_deref(), Some("5125550147"));
        assert_eq!(of(Country::ES, "+34 910 000 000").as_deref(), Some("34910000000"));
        assert_eq!(of(Country::ES, "none"), None);
    }

    #[test]
    fn the_longest_side_is_the_length() {
        let told = dimensions("10x33.7x20 cm".parse().unwrap(), false);
        assert_eq!((&*told.length, &*told.width, &*told.height), ("34", "20", "10"));
    }
}
