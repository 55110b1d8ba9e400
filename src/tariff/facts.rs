//! What a price is made from: a shipment as integers. Nothing is converted after this.

use super::code::{Codes, codes};
use super::compiled::Value;
use super::number::{MOST_LENGTH, MOST_WEIGHT, micrometres, nanograms};
use super::pattern::region;
use super::places::Whereabouts;
use crate::model::{
    Address, Currency, Money, Options, Packaging, Parcel, Payer, Shipment, Signature,
};

/// A shipment read once, to be priced by any number of sheets on any day: its postcodes, weights, sides and sums as integers.
///
/// ```
/// use arriero::model::{Address, Country, Parcel, Shipment};
/// use arriero::tariff::Consignment;
///
/// let place = |code: &str| Address::new(Country::ES).with_city(code, "");
/// let shipment = Shipment::new(place("28013"), place("08001"), vec![Parcel::new("7 kg".parse()?)]);
/// let consignment = Consignment::read(&shipment)?;
/// # let _ = consignment;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Consignment<'s> {
    pub(super) shipment: &'s Shipment,
    pub(super) origin: Whereabouts,
    pub(super) destination: Whereabouts,
    pub(super) parcels: Vec<ParcelFacts<'s>>,
    /// Of all parcels, in nanograms.
    pub(super) weight: i64,
    /// Of all parcels by their exact sides, in cubic micrometres; `None`: not all of them have sides.
    pub(super) volume: Option<i128>,
    pub(super) asked: Asked,
    /// It goes to a service point.
    pub(super) is_to_point: bool,
    /// `None`: not known, which is not *no*.
    pub(super) residential: Option<bool>,
}

/// Why a shipment cannot be priced by any sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConsignmentError(String);

impl<'s> Consignment<'s> {
    /// Reads a shipment.
    ///
    /// # Errors
    ///
    /// [`ConsignmentError`] where it has no parcel, or a number or a postcode that cannot be counted with.
    pub fn read(shipment: &'s Shipment) -> Result<Self, ConsignmentError> {
        Self::counted(shipment).map_err(ConsignmentError)
    }

    /// Of parcels; there are never more than [`MOST_PARCELS`].
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.parcels.len()).unwrap_or(i64::MAX)
    }

    fn counted(shipment: &'s Shipment) -> Result<Self, String> {
        let parcels = parcels(shipment)?;
        if parcels.is_empty() {
            return Err("the shipment has no parcel".to_owned());
        }
        let place = shipment.to.place();
        Ok(Self {
            shipment,
            asked: asked(shipment)?,
            weight: parcels.iter().map(|parcel| parcel.weight).sum(),
            volume: parcels.iter().map(ParcelFacts::volume).sum(),
            origin: whereabouts(&shipment.from)?,
            destination: whereabouts(place)?,
            parcels,
            is_to_point: shipment.to.point().is_some(),
            residential: place.residential,
        })
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

impl ParcelFacts<'_> {
    /// Cubic micrometres, by the exact sides.
    pub(super) fn volume(&self) -> Option<i128> {
        Some(self.sides?.iter().map(|side| i128::from(*side)).product())
    }
}

/// What is asked beside the carriage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// Whether anything is.
    pub(super) anything: bool,
    pub(super) cod: Option<Sum>,
    pub(super) insured: Option<Sum>,
    /// Of all parcels; `None`: not said of each, or not in one currency.
    pub(super) declared: Option<Sum>,
    /// The currency in which the declared values together are more than can be counted.
    pub(super) beyond_count: Option<Currency>,
    pub(super) saturday: bool,
    pub(super) signature: Option<Signature>,
    /// What no sheet has a word for, and what would be another contract.
    pub(super) unpriced: Option<&'static str>,
}

/// Minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) minor: i64,
    pub(super) currency: Currency,
}

impl Asked {
    /// A sum in minor units of a currency; `None` where it is not said, or in another.
    pub(super) fn value(&self, value: Value, currency: Currency) -> Option<i64> {
        let sum = match value {
            Value::Cod => self.cod,
            Value::Insured => self.insured,
            Value::Declared => self.declared,
        };
        sum.filter(|sum| sum.currency == currency).map(|sum| sum.minor)
    }
}

/// More than this is no sum of a shipment's: a thousand million in a currency with cents.
pub(super) const MOST_VALUE: i64 = 100_000_000_000;
/// More parcels than this are not priced together; the proof that nothing overflows stands on it.
pub(super) const MOST_PARCELS: usize = 999;

/// The parcels, or what cannot be counted about them.
fn parcels<'s>(shipment: &'s Shipment) -> Result<Vec<ParcelFacts<'s>>, String> {
    if shipment.parcels.len() > MOST_PARCELS {
        return Err(format!("{} parcels are more than {MOST_PARCELS}", shipment.parcels.len()));
    }
    let mut together = 0_i64;
    let read = |parcel: &'s Parcel| -> Option<ParcelFacts<'s>> {
        let weight = nanograms(parcel.weight)?;
        together = together.checked_add(weight).filter(|sum| *sum <= MOST_WEIGHT)?;
        let sides = match parcel.dimensions {
            None => None,
            Some(dimensions) => {
                let [a, b, c] = dimensions.sorted().map(micrometres);
                // The longest comes first.
                Some([a.filter(|longest| *longest <= MOST_LENGTH)?, b?, c?])
            }
        };
        let boxed = match &parcel.packaging {
            Packaging::Box(code) => Some(code.as_str()),
            _ => None,
        };
        Some(ParcelFacts { weight, sides, boxed })
    };
    shipment.parcels.iter().map(read).collect::<Option<_>>().ok_or_else(|| {
        "the parcels are out of range: a thousand tonnes and fifty metres are the most".to_owned()
    })
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
    Ok(Whereabouts::new(country, codes, region))
}

/// A sum that a shipper names; `None` where it is out of range.
fn sum(money: Money) -> Option<Sum> {
    let minor = money.to_minor().filter(|_| money.is_payable());
    let minor = minor.filter(|minor| (0..=MOST_VALUE).contains(minor))?;
    Some(Sum { minor, currency: money.currency() })
}

/// The options, or the first that cannot be counted.
fn asked(shipment: &Shipment) -> Result<Asked, String> {
    let options = &shipment.options;
    let counted = |what: &str, money: Money| {
        sum(money)
            .ok_or_else(|| format!("{what} {money} is out of range, or has too many decimals"))
    };
    let cod = options.cod.as_ref().map(|cod| counted("the cod amount", cod.amount)).transpose()?;
    let insured = options.insurance.map(|money| counted("the insured value", money)).transpose()?;
    let (saturday, signature, unpriced) = (options.saturday, options.signature, unpriced(options));
    let (declared, beyond_count) = declared(shipment);
    let anything = cod.or(insured).is_some()
        || saturday
        || signature.is_some()
        || unpriced.is_some()
        || beyond_count.is_some();
    Ok(Asked { anything, cod, insured, declared, beyond_count, saturday, signature, unpriced })
}

/// The declared values together, and the currency in which they are more than can be counted. One that is not said, or in
/// another currency, is not known; whoever asks for it refuses.
fn declared(shipment: &Shipment) -> (Option<Sum>, Option<Currency>) {
    let mut all: Option<Sum> = None;
    let mut is_known = true;
    for parcel in &shipment.parcels {
        let Some(value) = parcel.declared_value else {
            is_known = false;
            continue;
        };
        let currency = all.map_or(value.currency(), |all| all.currency);
        let Some(value) = sum(value).filter(|value| value.currency == currency) else {
            return (None, None);
        };
        let minor = all.map_or(0, |all| all.minor) + value.minor;
        if minor > MOST_VALUE {
            return (None, Some(currency));
        }
        all = Some(Sum { minor, currency });
    }
    (all.filter(|_| is_known), None)
}

/// What no sheet has a word for, and what would be another contract.
fn unpriced(options: &Options) -> Option<&'static str> {
    if options.swap.is_some() {
        return Some("swap");
    }
    (options.payer != Payer::Sender).then_some("payer")
}
