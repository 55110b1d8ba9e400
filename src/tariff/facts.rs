//! What a price is made from: a shipment as integers. Nothing is converted after this.

use super::code::{Codes, codes};
use super::compiled::Quantity;
use super::number::{MOST_LENGTH, MOST_WEIGHT, micrometres, nanograms};
use super::pattern::region;
use super::places::Whereabouts;
use crate::model::{
    Address, Currency, Date, Money, Options, Packaging, Parcel, Payer, Shipment, Signature,
};

/// A shipment on its hand-over day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'f> {
    pub(super) origin: Whereabouts,
    pub(super) destination: Whereabouts,
    /// The hand-over day.
    pub(super) day: Date,
    pub(super) parcels: &'f [ParcelFacts<'f>],
    pub(super) asked: Asked,
    /// `None`: not known, which is not *no*.
    pub(super) residential: Option<bool>,
}

impl Facts<'_> {
    /// A quantity of the whole shipment; `None`: a parcel has no sides, or it is not known from facts alone.
    pub(super) fn get(&self, quantity: Quantity) -> Option<i128> {
        match quantity {
            Quantity::ShipmentWeight => {
                Some(self.parcels.iter().map(|parcel| i128::from(parcel.weight)).sum())
            }
            Quantity::ShipmentParcels => i128::try_from(self.parcels.len()).ok(),
            Quantity::ShipmentVolume => self
                .parcels
                .iter()
                .map(|parcel| {
                    Some(parcel.sides?.iter().map(|side| i128::from(*side)).product::<i128>())
                })
                .sum(),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ParcelFacts<'f> {
    /// Nanograms.
    pub(super) weight: i64,
    /// Micrometres, the longest first.
    pub(super) sides: Option<[i64; 3]>,
    /// The code of the carrier's box it is in; `None`: the shipper's own.
    pub(super) boxed: Option<&'f str>,
}

/// What is asked beside the carriage; sums in minor units of the sheet's currency.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    pub(super) cod: Option<i64>,
    pub(super) insured: Option<i64>,
    pub(super) declared: Option<i64>,
    pub(super) saturday: bool,
    pub(super) signature: Option<Signature>,
}

/// More than this is no sum of a shipment's: a thousand million in a currency with cents.
pub(super) const MOST_VALUE: i64 = 100_000_000_000;
/// More parcels than this are not priced together; the proof that nothing overflows stands on it.
pub(super) const MOST_PARCELS: usize = 999;

/// The parcels, or what cannot be counted about them.
pub(super) fn parcels(shipment: &Shipment) -> Result<Vec<ParcelFacts<'_>>, String> {
    if shipment.parcels.len() > MOST_PARCELS {
        return Err(format!("{} parcels are more than {MOST_PARCELS}", shipment.parcels.len()));
    }
    let mut together = 0_i64;
    let read = |(index, parcel): (usize, &'_ Parcel)| -> Option<(usize, i64, Option<[i64; 3]>)> {
        let weight = nanograms(parcel.weight)?;
        together = together.checked_add(weight).filter(|sum| *sum <= MOST_WEIGHT)?;
        let sides = match parcel.dimensions {
            None => None,
            Some(dimensions) => {
                let [a, b, c] = dimensions.sorted().map(micrometres);
                let sides = [a?, b?, c?];
                Some(sides)
                    .filter(|sides| sides.iter().all(|side| *side <= MOST_LENGTH))
                    .map(Some)?
            }
        };
        Some((index, weight, sides))
    };
    let read: Option<Vec<_>> = shipment.parcels.iter().enumerate().map(read).collect();
    let Some(read) = read else {
        return Err(
            "the parcels are out of range: a thousand tonnes and fifty metres are the most"
                .to_owned(),
        );
    };
    Ok(read
        .into_iter()
        .filter_map(|(index, weight, sides)| {
            let boxed = match &shipment.parcels.get(index)?.packaging {
                Packaging::Box(code) => Some(code.as_str()),
                _ => None,
            };
            Some(ParcelFacts { weight, sides, boxed })
        })
        .collect())
}

/// An address as far as prices go by it.
pub(super) fn whereabouts(address: &Address) -> Result<Whereabouts, String> {
    let country = address.country;
    let code = address.postal_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let codes = match code {
        None => Codes::ALL,
        Some(code) => codes(country, code)
            .ok_or_else(|| format!("{code} is no postcode of {country} that could be looked up"))?,
    };
    let region = address.region.as_deref().and_then(region);
    Ok(Whereabouts { country, codes, region })
}

/// The options, or the first that cannot be counted in the sheet's currency.
pub(super) fn asked(shipment: &Shipment, currency: Currency) -> Result<Asked, String> {
    let options = &shipment.options;
    let sum = |what: &str, money: Money| -> Result<i64, String> {
        if money.currency() != currency {
            return Err(format!("{what} is in {}, the sheet in {currency}", money.currency()));
        }
        let minor = money.to_minor().filter(|_| money.is_payable());
        minor
            .filter(|minor| (0..=MOST_VALUE).contains(minor))
            .ok_or_else(|| format!("{what} {money} is out of range, or has too many decimals"))
    };
    let cod = options.cod.as_ref().map(|cod| sum("the cod amount", cod.amount)).transpose()?;
    let insured = options.insurance.map(|money| sum("the insured value", money)).transpose()?;
    let mut declared = None;
    for value in shipment.parcels.iter().filter_map(|parcel| parcel.declared_value) {
        // A value in another currency is not known here; whoever asks for it refuses.
        let Ok(value) = sum("the declared value", value) else {
            declared = None;
            break;
        };
        let together: i64 = declared.unwrap_or(0) + value;
        if together > MOST_VALUE {
            return Err("the declared values together are out of range".to_owned());
        }
        declared = Some(together);
    }
    let declared = declared
        .filter(|sum| *sum <= MOST_VALUE)
        .filter(|_| shipment.parcels.iter().all(|parcel| parcel.declared_value.is_some()));
    Ok(Asked { cod, insured, declared, saturday: options.saturday, signature: options.signature })
}

/// What no sheet has a word for, and what would be another contract.
pub(super) fn unpriced(options: &Options) -> Option<&'static str> {
    if options.swap.is_some() {
        return Some("swap");
    }
    (options.payer != Payer::Sender).then_some("payer")
}
