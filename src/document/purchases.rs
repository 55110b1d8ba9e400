//! What is answered about purchases in the journal. How one is settled is the journal's business.

use serde::{Deserialize, Serialize};

use crate::carrier::Failure;
use crate::model::PurchaseKey;

/// A purchase that came to no label, or of which nobody knows what became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PurchaseFailure {
    /// The purchase's key in the journal: the same again is the same purchase.
    pub key: String,
    /// The reference that the carrier was given: what to look for where the outcome is unknown. `None`: it was given none.
    pub token: Option<String>,
    /// What a person has to find out; `None`: nothing, or the journal goes on by itself.
    #[serde(default)]
    pub wanted: Option<String>,
    /// How it failed.
    #[serde(flatten)]
    pub failure: Failure,
}

impl PurchaseFailure {
    /// The failure of a purchase; no `purchase` where no carrier was given a reference.
    pub fn new(key: impl Into<String>, purchase: Option<PurchaseKey>, failure: Failure) -> Self {
        Self { key: key.into(), token: purchase.map(PurchaseKey::token), wanted: None, failure }
    }
}
