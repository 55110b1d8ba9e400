//! What a shipper asks beside the carriage. A carrier that cannot give an option refuses; it never drops it in silence.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::from_text::{by_text, quoted};
use super::{Address, CarrierId, Country, Faults, Json, Money, Path};

/// The options of a shipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Options {
    /// A signature at the door; `None`: as the carrier does it.
    pub signature: Option<Signature>,
    /// The sum to insure; `None`: the carrier's basic liability.
    pub insurance: Option<Money>,
    /// Cash on delivery; `None`: none.
    pub cod: Option<Cod>,
    /// Delivery on a Saturday is wanted.
    pub saturday: bool,
    /// Words for the driver; `None`: none.
    pub instructions: Option<String>,
    /// Who pays the carrier.
    pub payer: Payer,
    /// Who is told what by the carrier.
    pub notify: Vec<Notification>,
    /// Who brings the parcel to the carrier; `None`: as the account has it.
    pub drop: Option<Drop>,
    /// Something that the driver brings back at once; `None`: nothing.
    pub swap: Option<Swap>,
    /// Fields of one carrier that this model does not have, as JSON by carrier. Not stable: an adapter may change what it
    /// reads here.
    pub raw: BTreeMap<CarrierId, Json>,
}

impl Options {
    /// Notes every fault.
    pub fn check(&self, at: &Path<'_>, faults: &mut Faults) {
        let above_zero = |sum: Money| !sum.is_negative() && !sum.is_zero();
        if self.insurance.is_some_and(|sum| !above_zero(sum)) {
            faults.add(
                &at.field("insurance"),
                "is not above zero; write the sum to insure, or leave it out",
            );
        }
        if self.cod.as_ref().is_some_and(|cod| !above_zero(cod.amount)) {
            faults.add(
                &at.field("cod").field("amount"),
                "is not above zero; write the sum to collect, or leave cod out",
            );
        }
    }
}

/// What kind of signature is asked. Reads and prints as `any`, `direct`, `adult` or `adult_21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Signature {
    /// Of anybody, a neighbour too.
    Any,
    /// Of somebody at the address.
    Direct,
    /// Of an adult at the address.
    Adult {
        /// The least age in years; `None`: of age at the place.
        min_age: Option<u8>,
    },
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Direct => f.write_str("direct"),
            Self::Adult { min_age: None } => f.write_str("adult"),
            Self::Adult { min_age: Some(age) } => write!(f, "adult_{age}"),
        }
    }
}

/// A text that is no [`Signature`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no kind of signature; write any, direct, adult or adult_21")]
pub struct SignatureError(String);

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        match text {
            "any" => Ok(Self::Any),
            "direct" => Ok(Self::Direct),
            "adult" => Ok(Self::Adult { min_age: None }),
            _ => match text.strip_prefix("adult_").map(str::parse) {
                Some(Ok(age)) => Ok(Self::Adult { min_age: Some(age) }),
                _ => Err(SignatureError(quoted(text))),
            },
        }
    }
}

by_text!(Signature, "any, direct, adult or adult_21");

/// Cash on delivery.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cod {
    /// What the driver collects.
    pub amount: Money,
    /// Who pays the carrier's fee for it; `None`: as the account has it.
    pub fee_payer: Option<FeePayer>,
    /// Where the carrier sends the money; `None`: as the account has it.
    pub iban: Option<String>,
}

impl Cod {
    /// A sum to collect.
    #[must_use]
    pub const fn new(amount: Money) -> Self {
        Self { amount, fee_payer: None, iban: None }
    }
}

impl fmt::Debug for Cod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cod")
            .field("amount", &self.amount)
            .field("fee_payer", &self.fee_payer)
            .finish_non_exhaustive()
    }
}

/// Who pays a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeePayer {
    /// The shipper.
    Sender,
    /// The recipient.
    Recipient,
}

/// Who pays the carriage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Payer {
    /// The account that buys the label.
    #[default]
    Sender,
    /// The recipient's account.
    Recipient {
        /// Its number with the carrier.
        account: String,
    },
    /// Somebody else's account.
    ThirdParty {
        /// Its number with the carrier.
        account: String,
        /// The postal code it is registered under; `None`: not asked.
        postal_code: Option<String>,
        /// The country it is registered in.
        country: Country,
    },
}

/// Messages that the carrier itself sends.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// A mail address, or a phone number for a text message.
    pub to: String,
    /// The thresholds: `accepted`, `out_for_delivery`, `delivered`, `exception`.
    pub events: Vec<String>,
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification").field("events", &self.events).finish_non_exhaustive()
    }
}

/// Who brings a parcel to the carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Drop {
    /// The shipper drops it off.
    Dropoff,
    /// The carrier collects it.
    Collected,
}

/// What the driver brings back when delivering.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// Goods or a document.
    pub what: SwapKind,
    /// Where it goes; `None`: to the sender.
    pub address: Option<Box<Address>>,
    /// The service of the way back; `None`: that of the way out.
    pub service: Option<String>,
}

/// What is swapped at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SwapKind {
    /// Goods, as in an exchange.
    Goods,
    /// A signed paper.
    Document,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_reads_as_it_prints() {
        for text in ["any", "direct", "adult", "adult_21"] {
            assert_eq!(text.parse::<Signature>().unwrap().to_string(), text);
        }
        assert!("adult_".parse::<Signature>().is_err() && "indirect".parse::<Signature>().is_err());
    }

    #[test]
    fn debug_shows_no_bank_account_and_no_phone() {
        let cod = Cod {
            iban: Some("ES9121000418450200051332".into()),
            ..Cod::new("25.00 EUR".parse().unwrap())
        };
        let notify = Notification { to: "+34600000000".into(), events: vec![] };
        assert!(
            !format!("{cod:?}{notify:?}").contains("ES91")
                && !format!("{cod:?}{notify:?}").contains("600")
        );
    }
}
