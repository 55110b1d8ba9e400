//! What is answered about purchases in the journal. How one is settled is the journal's business.

use serde::{Deserialize, Serialize};

use super::PricesDocument;
use crate::carrier::Failure;
use crate::model::PurchaseKey;
#[cfg(feature = "_store")]
use crate::purchase::{Recovered, Summary};

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
    /// Both prices, where the price is not what was chosen any more; `None`: that is not why it failed.
    #[serde(default)]
    pub prices: Option<PricesDocument>,
    /// How it failed.
    #[serde(flatten)]
    pub failure: Failure,
}

impl PurchaseFailure {
    /// The failure of a purchase; no `purchase` where no carrier was given a reference.
    pub fn new(key: impl Into<String>, purchase: Option<PurchaseKey>, failure: Failure) -> Self {
        let token = purchase.map(PurchaseKey::token);
        Self { key: key.into(), token, wanted: None, prices: None, failure }
    }
}

/// Purchases of the journal, the newest first.
#[cfg(feature = "_store")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PurchasesDocument {
    /// Each in a line: no name, no address.
    pub purchases: Vec<Summary>,
}

#[cfg(feature = "_store")]
impl PurchasesDocument {
    /// Purchases, as the journal lists them.
    #[must_use]
    pub const fn new(purchases: Vec<Summary>) -> Self {
        Self { purchases }
    }
}

/// What a recovery did, and what is still open.
#[cfg(feature = "_store")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RecoverDocument {
    /// How many purchases turned out to be bought.
    pub made: u32,
    /// How many turned out not to be.
    pub not_made: u32,
    /// How many voids whose answer was lost are known now.
    pub voids: u32,
    /// How many purchases and voids are still unknown, and are gone on with later.
    pub later: u32,
    /// How many a person has to look at.
    pub work: u32,
    /// The keys whose record cannot be read.
    pub unreadable: Vec<String>,
    /// The purchases that are not known yet or that a person has to look at.
    pub open: Vec<Summary>,
}

#[cfg(feature = "_store")]
impl RecoverDocument {
    /// What was done, and what is left.
    #[must_use]
    pub fn new(recovered: &Recovered, open: Vec<Summary>) -> Self {
        let Recovered { made, not_made, voids, later, work, ref unreadable } = *recovered;
        Self { made, not_made, voids, later, work, unreadable: unreadable.clone(), open }
    }
}

/// An order whose names, addresses and papers were removed from the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ForgetDocument {
    /// The order.
    pub order: String,
    /// How many purchases it had.
    pub purchases: u32,
}

impl ForgetDocument {
    /// An order that had so many purchases.
    pub fn new(order: impl Into<String>, purchases: u32) -> Self {
        Self { order: order.into(), purchases }
    }
}

/// A journal that was copied to another place and compared there.
#[cfg(feature = "_store")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoveDocument {
    /// How many purchases are in both places now, each of them compared.
    pub records: u64,
    /// How many papers these have.
    pub papers: u64,
    /// How many of the purchases were copied by this run; the others were there.
    pub copied: u64,
}

/// A journal that may be bought with again after it was moved away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReopenDocument {
    /// Where it is, without credentials.
    pub place: String,
}

impl ReopenDocument {
    /// A journal at a place.
    pub fn new(place: impl Into<String>) -> Self {
        Self { place: place.into() }
    }
}

#[cfg(feature = "_store")]
impl From<crate::store::Moved> for MoveDocument {
    fn from(moved: crate::store::Moved) -> Self {
        Self { records: moved.records, papers: moved.papers, copied: moved.copied }
    }
}
