//! What a checkout shows, what it hides and why, and how each price came about.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::promise::Promise;
use super::words::Language;
use crate::model::{Country, Currency, Money, Rate, Weight, amount};
use crate::select::{ConstraintName, Flags, Selection, Standing, TaxBasis};

/// A checkout. Every option of the shop is in exactly one of `offers` and `hidden`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Offers {
    /// The language of titles and promises: the one that was asked for, or the shop's first.
    pub language: Language,
    /// The currency of all prices.
    pub currency: Currency,
    /// Whether prices are with tax.
    pub basis: TaxBasis,
    /// What is shown, in the shop's order.
    pub offers: Vec<Offer>,
    /// What is not, in the shop's order.
    pub hidden: Vec<Hidden>,
}

/// One line of a checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Offer {
    /// The option's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the customer pays; zero is free.
    pub price: Money,
    /// How the price came about, each step with the price after it.
    pub price_steps: Vec<PriceStep>,
    /// What the rate costs the shop, in its currency and on the basis of its costs; `None`: there is no rate.
    pub cost: Option<Money>,
    /// The cost that the shop takes on because the offer is free; `None`: it is not free, or there is no rate.
    pub absorbs: Option<Money>,
    /// When it arrives; `None`: not known.
    pub promise: Option<Promise>,
    /// That for people; `None`: not known.
    pub promise_text: Option<String>,
    /// What will be bought; `None`: a fallback at a price of the shop's own, for which no rate was found.
    pub rate: Option<Arc<Rate>>,
    /// How sure it is that the rate meets the option's constraints; `None`: there is no rate.
    pub standing: Option<Standing>,
    /// What a careful reader wants to know about the rate.
    #[serde(default)]
    pub flags: Flags,
    /// Why it would be hidden, were it not the shop's fallback; `None`: it is shown in its own right.
    pub fallback: Option<HiddenReason>,
    /// The whole choice behind it.
    pub selection: Arc<Selection>,
}

/// An option that is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Hidden {
    /// The option's id.
    pub id: String,
    /// Why.
    pub reason: HiddenReason,
}

/// Why an option is not shown. The first that holds, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HiddenReason {
    /// The basket is outside.
    Basket {
        /// What the goods are worth.
        worth: Money,
        /// Without tax or with it.
        basis: TaxBasis,
        /// The least; `None`: none.
        from: Option<Money>,
        /// The most; `None`: none.
        to: Option<Money>,
    },
    /// The weight is outside.
    Weight {
        /// What the parcels weigh; `None`: not told.
        weight: Option<Weight>,
        /// The least; `None`: none.
        from: Option<Weight>,
        /// The most; `None`: none.
        to: Option<Weight>,
    },
    /// The option is not for this destination.
    Destination {
        /// Its country.
        country: Country,
        /// Its region; `None`: not known.
        region: Option<String>,
    },
    /// No rate that belongs to the option qualifies; the choice tells of each one why.
    NothingQualifies(Arc<Selection>),
    /// Only a rate that lacks a fact qualifies, and the option shows none such.
    LastResort {
        /// The best of them.
        rate: Arc<Rate>,
        /// What is not known of it.
        unknown: Vec<ConstraintName>,
    },
    /// It is dearer than the option may be.
    Price {
        /// What it would be.
        price: Money,
        /// The most.
        most: Money,
    },
    /// An earlier option is made of the same rate, with the same features.
    SameRate {
        /// That option's id.
        option: String,
    },
    /// Another option costs no more, arrives no later, has every feature, and is better in one of them or listed first.
    Dominated {
        /// That option's id.
        by: String,
    },
}

/// One step on the way to a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PriceStep {
    /// What was done.
    pub step: Step,
    /// The price after it, rounded.
    pub price: Money,
}

/// What is done to a price. Steps that change nothing by rule (no percentage, no tax to add) are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The rate's cost, on this basis.
    Cost(TaxBasis),
    /// The shop's own price in its place, on this basis.
    Flat(TaxBasis),
    /// A percentage added, rounded half up.
    Percent {
        /// The percentage; below zero it is taken off.
        #[serde(with = "amount::text")]
        #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
        percent: Decimal,
    },
    /// A sum added.
    Fixed(Money),
    /// Brought to the shop's basis, rounded half up.
    Tax {
        /// That basis.
        to: TaxBasis,
        /// The tax in percent.
        #[serde(with = "amount::text")]
        #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
        percent: Decimal,
    },
    /// Raised to the least.
    Min,
    /// Lowered to the most.
    Max,
    /// Moved to this ending.
    Charm {
        /// The last digits.
        ending: String,
        /// To the nearest such price, not the next one up.
        nearest: bool,
    },
    /// Free from this basket on.
    Free {
        /// The basket.
        basket: Money,
    },
    /// The basket is large enough, but the rate costs more than the shop takes on.
    NotFree {
        /// The basket from which on it would be free.
        basket: Money,
        /// The most that the shop takes on.
        absorb_at_most: Money,
    },
}

impl fmt::Display for PriceStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |basis: TaxBasis| match basis {
            TaxBasis::Net => "without tax",
            TaxBasis::Gross => "with tax",
        };
        match &self.step {
            Step::Cost(basis) => write!(f, "costs, {}", side(*basis)),
            Step::Flat(basis) => write!(f, "flat, {}", side(*basis)),
            Step::Percent { percent } => {
                write!(f, "{}{percent} %", plus(!percent.is_sign_negative()))
            }
            Step::Fixed(sum) => write!(f, "{}{sum}", plus(!sum.is_negative())),
            Step::Tax { to, percent } => write!(f, "{} of {percent} %", side(*to)),
            Step::Min => f.write_str("at least"),
            Step::Max => f.write_str("at most"),
            Step::Charm { ending, nearest: false } => write!(f, "up to {ending}"),
            Step::Charm { ending, nearest: true } => write!(f, "to the nearest {ending}"),
            Step::Free { basket } => write!(f, "free from {basket} on"),
            Step::NotFree { basket, absorb_at_most } => {
                write!(f, "not free from {basket} on, for it costs more than {absorb_at_most}")
            }
        }?;
        write!(f, ": {}", self.price)
    }
}

const fn plus(positive: bool) -> &'static str {
    if positive { "+" } else { "" }
}

impl fmt::Display for HiddenReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basket { worth, from, to, .. } => {
                write!(f, "the basket is {worth}, shown ")?;
                between(f, from.as_ref(), to.as_ref())
            }
            Self::Weight { weight: None, .. } => f.write_str("the weight is not told"),
            Self::Weight { weight: Some(weight), from, to } => {
                write!(f, "the parcels weigh {weight}, shown ")?;
                between(f, from.as_ref(), to.as_ref())
            }
            Self::Destination { country, region: Some(region) } => {
                write!(f, "not for {country}-{region}")
            }
            Self::Destination { country, region: None } => write!(f, "not for {country}"),
            Self::NothingQualifies(selection) => nothing_qualifies(f, selection),
            Self::LastResort { rate, unknown } => {
                let names: Vec<_> = unknown.iter().map(|name| format!("{name:?}")).collect();
                write!(
                    f,
                    "only {} {} would do, of which {} is not known",
                    rate.carrier,
                    rate.service.code,
                    names.join(", ")
                )
            }
            Self::Price { price, most } => write!(f, "{price} is more than {most}"),
            Self::SameRate { option } => write!(f, "the same rate as {option}"),
            Self::Dominated { by } => write!(f, "{by} is as good and no dearer"),
        }
    }
}

fn nothing_qualifies(f: &mut fmt::Formatter<'_>, selection: &Selection) -> fmt::Result {
    if selection.rejected.is_empty() {
        return f.write_str("no rate belongs to it");
    }
    f.write_str("nothing qualifies: ")?;
    for (index, rejected) in selection.rejected.iter().enumerate() {
        write!(f, "{}{rejected}", if index == 0 { "" } else { " | " })?;
    }
    Ok(())
}

fn between<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    from: Option<&T>,
    to: Option<&T>,
) -> fmt::Result {
    match (from, to) {
        (Some(from), Some(to)) => write!(f, "from {from} to {to}"),
        (Some(from), None) => write!(f, "from {from} on"),
        (None, Some(to)) => write!(f, "up to {to}"),
        (None, None) => f.write_str("always"),
    }
}
