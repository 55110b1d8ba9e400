//! Two prices of one thing, where they differ. What may be done about it is the journal's business.

use serde::{Deserialize, Serialize};

use crate::model::Money;

/// A price that is not what was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PricesDocument {
    /// What was chosen.
    pub quoted: PriceDocument,
    /// What the carrier asks now, or took.
    pub now: PriceDocument,
}

/// A price, and on which side of the tax it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PriceDocument {
    /// The amount.
    pub total: Money,
    /// The tax on it; `None`: not told.
    pub tax: Option<Money>,
    /// Whether the tax is inside; `None`: not told.
    pub includes_tax: Option<bool>,
}

#[cfg(feature = "_store")]
impl From<crate::purchase::Price> for PriceDocument {
    fn from(price: crate::purchase::Price) -> Self {
        Self { total: price.total, tax: price.tax, includes_tax: price.includes_tax }
    }
}

#[cfg(feature = "_store")]
impl From<crate::purchase::Dearer> for PricesDocument {
    fn from(dearer: crate::purchase::Dearer) -> Self {
        Self { quoted: dearer.quoted.into(), now: dearer.paid.into() }
    }
}

#[cfg(feature = "_store")]
impl From<&crate::purchase::PriceChanged> for PricesDocument {
    fn from(changed: &crate::purchase::PriceChanged) -> Self {
        Self { quoted: changed.chosen.into(), now: changed.now.into() }
    }
}
