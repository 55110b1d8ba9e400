//! What a carrier calls its products.

use serde::{Deserialize, Serialize};

/// A carrier's service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Service {
    /// The carrier's own code, all of its parts in one text where it has several; the adapter reads it back.
    pub code: String,
    /// What the carrier calls it.
    pub name: String,
    /// What it is, in words that all carriers share.
    #[serde(default)]
    pub level: ServiceLevel,
}

impl Service {
    /// A service of a level that is not known.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), level: ServiceLevel::Unknown }
    }

    /// With its level.
    #[must_use]
    pub fn with_level(mut self, level: ServiceLevel) -> Self {
        self.level = level;
        self
    }
}

/// What kind of service, across carriers. It orders nothing: what counts is price and arrival.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ServiceLevel {
    /// On the day of hand-over.
    SameDay,
    /// The next business day, before noon.
    NextMorning,
    /// The next business day.
    NextDay,
    /// In two business days.
    TwoDay,
    /// Faster than the carrier's standard, days not promised.
    Express,
    /// The carrier's ordinary parcel.
    Standard,
    /// Slower and cheaper than the ordinary parcel.
    Economy,
    /// To a service point.
    Point,
    /// Letters and flat goods.
    Letter,
    /// Pallets and heavy goods.
    Freight,
    /// A code that this version does not know.
    #[default]
    Unknown,
}
