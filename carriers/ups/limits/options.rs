//! What is asked beside the carriage: what the carrier does not have, or not on this lane.

use rust_decimal::Decimal;

use super::super::ID;
use super::super::codes;
use super::{cod_per_package, country};
use crate::model::{Country, Date, Faults, Money, Path, Payer, Shipment, Signature};

/// `Rating.yaml`, `DeclaredValue` and `CODAmount`: 50,000 USD; the amounts have eight characters.
const MOST_DOLLARS: u32 = 50_000;
const AMOUNT: usize = 8;
/// `Shipping.yaml`, `Notification.EMail`: "Up to five email addresses are allowed for each type".
const TOLD: usize = 5;

pub(super) fn amount(value: Money, at: &Path<'_>, faults: &mut Faults) {
    let too_much = value.currency().code() == "USD" && value.amount() > Decimal::from(MOST_DOLLARS);
    if too_much {
        faults.add(at, format!("is above the {MOST_DOLLARS} USD of UPS"));
    } else if !value.is_payable() {
        faults.add(at, "has more decimals than its currency");
    } else if value.amount().normalize().to_string().len() > AMOUNT {
        faults.add(at, format!("is longer than the {AMOUNT} characters of UPS"));
    }
}

pub(super) fn check(shipment: &Shipment, on: Date, at: &Path<'_>, faults: &mut Faults) {
    let (options, point) = (&shipment.options, shipment.to.point().is_some());
    let (from, to) = (country(&shipment.from), country(shipment.to.place()));
    if let Some(sum) = options.insurance {
        amount(sum, &at.field("insurance"), faults);
        let declared = shipment.parcels.iter().filter(|parcel| parcel.declared_value.is_some());
        if shipment.parcels.len() > 1 && declared.count() < shipment.parcels.len() {
            faults.add(
                &at.field("insurance"),
                "cannot be told apart for several parcels; write the declared_value of each instead",
            );
        }
    }
    match options.signature {
        Some(Signature::Direct) if point => {
            faults.add(&at.field("signature"), "cannot be direct at an access point; write any");
        }
        Some(Signature::Adult { min_age: Some(age) }) if to != Country::US || age > 21 => {
            faults.add(
                &at.field("signature"),
                format!("of the age of {age} is not offered by UPS there; write adult"),
            );
        }
        _ => {}
    }
    if let Some(cod) = &options.cod {
        let at = at.field("cod");
        amount(cod.amount, &at.field("amount"), faults);
        if options.signature.is_some() {
            faults.add(&at, "and a signature exclude each other at UPS; leave one out");
        }
        if cod.fee_payer.is_some() || cod.iban.is_some() {
            faults.add(&at, "is paid out as the UPS account has it; leave fee_payer and iban out");
        }
        let european = from.in_eu(on);
        let between = cod_per_package(from, to);
        let nowhere = (between && point && from != to) || (!between && !european);
        if nowhere {
            faults.add(&at, "is offered by UPS in the EU, and within the United States and Canada");
        } else if between && shipment.parcels.len() > 1 {
            faults.add(&at, "is collected for each parcel there; send each parcel for itself");
        }
    }
    if options.swap.is_some() {
        faults.add(&at.field("swap"), "is not asked of UPS by this adapter; leave it out");
    }
    if options.instructions.is_some() {
        faults.add(&at.field("instructions"), "have no place with UPS; leave them out");
    }
    if options.raw.keys().any(|carrier| carrier.as_str() == ID) {
        faults.add(&at.field("raw"), format!("has fields for {ID}, and this adapter reads none"));
    }
    notifications(shipment, &at.field("notify"), faults);
    if let Payer::Recipient { account } | Payer::ThirdParty { account, .. } = &options.payer
        && account.chars().count() != 6
    {
        faults.add(&at.field("payer"), "has an account that is none of UPS: it has six characters");
    }
}

fn notifications(shipment: &Shipment, at: &Path<'_>, faults: &mut Faults) {
    let asked = &shipment.options.notify;
    if asked.len() > TOLD {
        faults.add(at, format!("has {} addresses; UPS writes to {TOLD} at the most", asked.len()));
    }
    for (index, told) in asked.iter().enumerate() {
        let at = at.index(index);
        super::label::mail(&told.to, &at.field("to"), faults);
        for event in &told.events {
            if codes::notification(event).is_none() {
                faults.add(
                    &at.field("events"),
                    format!(
                        "{event:?} is nothing that UPS tells; it knows accepted, exception and delivered"
                    ),
                );
            }
        }
    }
}
