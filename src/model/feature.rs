//! What a rate can have beside the carriage, and whether it can be had.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::from_text::{by_text, quoted};
use super::{Money, Signature};

/// Something that a rate can have beside the carriage.
///
/// Reads and prints as `signature_any`, `signature_direct`, `signature_adult`, `signature_adult_21`, `saturday`, `tracked`,
/// `proof_of_delivery`, `low_carbon` and `cod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Feature {
    /// A signature of a kind.
    Signature(Signature),
    /// Delivery on a Saturday.
    Saturday,
    /// Its way can be followed.
    Tracked,
    /// A proof that it was delivered.
    ProofOfDelivery,
    /// Carried with less carbon, as the carrier defines it.
    LowCarbon,
    /// Cash on delivery.
    Cod,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(kind) => write!(f, "signature_{kind}"),
            Self::Saturday => f.write_str("saturday"),
            Self::Tracked => f.write_str("tracked"),
            Self::ProofOfDelivery => f.write_str("proof_of_delivery"),
            Self::LowCarbon => f.write_str("low_carbon"),
            Self::Cod => f.write_str("cod"),
        }
    }
}

/// A text that is no [`Feature`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is no feature; known are signature_any, signature_direct, signature_adult, saturday, tracked, proof_of_delivery, \
     low_carbon and cod"
)]
pub struct FeatureError(String);

impl FromStr for Feature {
    type Err = FeatureError;

    fn from_str(text: &str) -> Result<Self, FeatureError> {
        let unknown = || FeatureError(quoted(text));
        Ok(match text {
            "saturday" => Self::Saturday,
            "tracked" => Self::Tracked,
            "proof_of_delivery" => Self::ProofOfDelivery,
            "low_carbon" => Self::LowCarbon,
            "cod" => Self::Cod,
            _ => Self::Signature(
                text.strip_prefix("signature_")
                    .ok_or_else(unknown)?
                    .parse()
                    .map_err(|_| unknown())?,
            ),
        })
    }
}

by_text!(Feature, "a feature, such as tracked or signature_any");

/// What a carrier says about a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeatureOffer {
    /// The feature.
    pub feature: Feature,
    /// Whether it can be had.
    pub offer: Offer,
}

impl FeatureOffer {
    /// What is said about a feature.
    #[must_use]
    pub const fn new(feature: Feature, offer: Offer) -> Self {
        Self { feature, offer }
    }
}

/// Whether a feature can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// It is inside the total.
    Included,
    /// It can be had for a fee that is not inside the total.
    Offered {
        /// The fee; `None`: not told.
        fee: Option<Money>,
    },
    /// It cannot be had.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_reads_as_it_prints() {
        for text in [
            "signature_any",
            "signature_direct",
            "signature_adult_21",
            "saturday",
            "tracked",
            "proof_of_delivery",
            "cod",
        ] {
            assert_eq!(text.parse::<Feature>().unwrap().to_string(), text);
        }
        assert!("signature_".parse::<Feature>().is_err());
    }
}
