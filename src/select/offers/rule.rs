//! How an option's price is made, as a shop writes it down. The arithmetic is in `price.rs`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::{Money, amount};
use crate::select::TaxBasis;

/// How the price that is shown is made from what a rate costs, in this order: cost (or `flat`), `percent`, `fixed`, the shop's
/// tax, `min` and `max`, `charm`, `free_above`. By default it is the cost with the shop's tax.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PriceRule {
    /// Stands in for the cost, on the basis of the costs: all that follows is done to it too. `None`: the cost.
    pub flat: Option<Money>,
    /// Added, in percent; below zero it is taken off. Four decimals at most.
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    pub percent: Decimal,
    /// Added then; below zero it is taken off, though never below nothing. `None`: nothing.
    pub fixed: Option<Money>,
    /// The least that is shown, on the shop's basis. `None`: nothing at all.
    pub min: Option<Money>,
    /// The most that is shown, on the shop's basis. `None`: no limit.
    pub max: Option<Money>,
    /// How the price ends. `None`: as it comes.
    pub charm: Option<Charm>,
    /// From which basket on it is free. `None`: never.
    pub free_above: Option<FreeAbove>,
}

/// The last digits of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Charm {
    /// All decimals of the currency, as `.95`; in a currency without decimals the last digits, as `80` or `980`.
    pub ending: String,
    /// The nearest such price, a tie going up, rather than the next one up. It never makes a price free.
    #[serde(default)]
    pub nearest: bool,
}

impl Charm {
    /// The next price up that ends so.
    pub fn up(ending: impl Into<String>) -> Self {
        Self { ending: ending.into(), nearest: false }
    }

    /// The nearest price that ends so.
    pub fn nearest(ending: impl Into<String>) -> Self {
        Self { ending: ending.into(), nearest: true }
    }
}

/// From which basket on shipping is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FreeAbove {
    /// From this worth of goods on, itself included.
    pub basket: Money,
    /// Whether that is meant without tax or with it.
    pub basis: TaxBasis,
    /// The most that the shop takes on, on the basis of the costs: a dearer rate is not free. `None`: whatever it costs.
    #[serde(default)]
    pub absorb_at_most: Option<Money>,
}
