//! What is followed, and what helps to find it.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Handle};

/// What is followed. Each query has an answer of its own, in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrackRequest {
    /// The numbers.
    pub queries: Vec<TrackQuery>,
}

impl TrackRequest {
    /// Several numbers at once.
    pub fn new(queries: impl IntoIterator<Item = TrackQuery>) -> Self {
        Self { queries: queries.into_iter().collect() }
    }
}

/// One number to follow, and what helps the carrier to find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrackQuery {
    /// The tracking number.
    pub number: String,
    /// What else is known.
    #[serde(default)]
    pub hint: TrackHint,
}

impl TrackQuery {
    /// A number, and nothing else known.
    pub fn new(number: impl Into<String>) -> Self {
        Self { number: number.into(), hint: TrackHint::default() }
    }
}

/// What helps a carrier to find a number; each `None` is *not known*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct TrackHint {
    /// The day of hand-over.
    pub ship_on: Option<Date>,
    /// The recipient's postal code.
    pub postal_code: Option<String>,
    /// The label.
    pub label: Option<Handle>,
}
