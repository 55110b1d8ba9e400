//! Two prices for the same thing: which is dearer, and by how much it may be. Exact, in one currency, on one side of the tax.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::{Currency, Label, Money, Rate};

/// What something costs, and on which side of the tax that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Price {
    /// The amount.
    pub total: Money,
    /// The tax on it; `None`: not told.
    #[serde(default)]
    pub tax: Option<Money>,
    /// Whether the tax is inside; `None`: not told.
    #[serde(default)]
    pub includes_tax: Option<bool>,
}

impl Price {
    /// What a rate says.
    #[must_use]
    pub const fn of_rate(rate: &Rate) -> Self {
        Self { total: rate.total, tax: rate.tax, includes_tax: rate.total_includes_tax }
    }

    /// What a label cost; `None`: not told.
    #[must_use]
    pub fn of_label(label: &Label) -> Option<Self> {
        let total = label.total?;
        Some(Self { total, tax: label.tax, includes_tax: label.total_includes_tax })
    }

    /// The sum of several; `None`: there is none, or one is not told, or they are not in one currency.
    pub(in crate::purchase) fn of_all(
        prices: impl IntoIterator<Item = Option<Self>>,
    ) -> Option<Self> {
        let mut prices = prices.into_iter();
        let first = prices.next()??;
        prices.try_fold(first, |sum, price| {
            let price = price?;
            Some(Self {
                total: sum.total.checked_add(price.total)?,
                tax: sum.tax.zip(price.tax).and_then(|(one, other)| one.checked_add(other)),
                includes_tax: sum.includes_tax.filter(|side| price.includes_tax == Some(*side)),
            })
        })
    }

    /// An amount of which no more is known.
    pub(in crate::purchase) const fn of_cost(total: Money) -> Self {
        Self { total, tax: None, includes_tax: None }
    }

    /// Without the tax; `None`: it cannot be known.
    fn net(self) -> Option<Money> {
        self.on(false, Money::checked_sub)
    }

    /// With the tax; `None`: it cannot be known.
    fn gross(self) -> Option<Money> {
        self.on(true, Money::checked_add)
    }

    fn on(self, side: bool, across: fn(Money, Money) -> Option<Money>) -> Option<Money> {
        match (self.includes_tax, self.tax) {
            (Some(includes), _) if includes == side => Some(self.total),
            (_, Some(tax)) if tax.is_zero() => Some(self.total),
            (Some(_), Some(tax)) => across(self.total, tax),
            _ => None,
        }
    }

    /// Both amounts on one side of the tax; `None`: they have none in common.
    fn beside(self, other: Self) -> Option<(Money, Money)> {
        if self.includes_tax == other.includes_tax {
            return Some((self.total, other.total));
        }
        (self.net().zip(other.net())).or_else(|| self.gross().zip(other.gross()))
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.includes_tax {
            Some(true) => " with tax",
            Some(false) => " without tax",
            None => "",
        };
        write!(f, "{}{side}", self.total)
    }
}

/// A label that cost more than what was chosen, or something that cannot be compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Dearer {
    /// What was chosen.
    pub quoted: Price,
    /// What the carrier says was paid.
    pub paid: Price,
}

impl Dearer {
    /// `None`: it cost what was chosen, or less. Where the two sides of the tax cannot be brought together the amounts are compared
    /// as they were told: this stops nothing, so rather once too often than once too little.
    pub(in crate::purchase) fn of(quoted: Price, paid: Price) -> Option<Self> {
        let (one, other) = quoted.beside(paid).unwrap_or((quoted.total, paid.total));
        let rise = other.checked_sub(one);
        rise.is_none_or(|rise| !rise.is_negative() && !rise.is_zero())
            .then_some(Self { quoted, paid })
    }
}

impl fmt::Display for Dearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it was quoted at {} and cost {}", self.quoted, self.paid)
    }
}

/// A price that is not what was chosen any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceChanged {
    /// What was chosen.
    pub chosen: Price,
    /// What the carrier asks now.
    pub now: Price,
    /// What is wrong with that.
    pub why: PriceChange,
}

/// What is wrong with a new price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PriceChange {
    /// It has risen by more than [`Tolerance`] lets it.
    Dearer,
    /// It is in another currency.
    OtherCurrency,
    /// One has the tax inside and the other has not, or does not say, and what the tax is, is not told.
    OtherTaxSide,
}

impl fmt::Display for PriceChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dearer => "it rose by more than is let pass",
            Self::OtherCurrency => "it is in another currency",
            Self::OtherTaxSide => "which side of the tax they are on does not agree",
        })
    }
}

/// By how much a price may have risen since it was chosen: by a percentage, and by no more than an amount in those currencies for
/// which one is given. What became cheaper is always let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tolerance {
    percent: Decimal,
    most: Vec<Money>,
}

impl Default for Tolerance {
    /// Two percent, and no more than one euro, pound, US or Canadian dollar. A fuel surcharge that changes from one week to the
    /// next moves a price by less than that, and so does rounding; what moves it further (a remote area, an extra weight step) is
    /// another price, and another carrier may be the better choice. The amount keeps two percent of a pallet from being much.
    fn default() -> Self {
        let one = |currency| Money::new(Decimal::ONE, currency);
        let most = [Currency::EUR, Currency::GBP, Currency::USD, Currency::CAD];
        Self { percent: Decimal::TWO, most: most.map(one).to_vec() }
    }
}

impl Tolerance {
    /// Not at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { percent: Decimal::ZERO, most: Vec::new() }
    }

    /// By so many percent of what was chosen; below zero is zero.
    #[must_use]
    pub fn percent(percent: Decimal) -> Self {
        Self { percent: percent.max(Decimal::ZERO), most: Vec::new() }
    }

    /// In its currency, by no more than an amount; below zero is zero.
    #[must_use]
    pub fn at_most(mut self, amount: Money) -> Self {
        self.most.retain(|other| other.currency() != amount.currency());
        self.most.push(amount);
        self
    }

    /// Whether an amount may stand in for the one that was chosen. Another currency may not.
    ///
    /// ```
    /// use arriero::model::Money;
    /// use arriero::purchase::Tolerance;
    ///
    /// let money = |text: &str| text.parse::<Money>().unwrap();
    /// let tolerance = Tolerance::percent(2.into()).at_most(money("1.00 EUR"));
    /// assert!(tolerance.allows(money("10.00 EUR"), money("10.20 EUR")));
    /// assert!(!tolerance.allows(money("10.00 EUR"), money("10.21 EUR")));
    /// assert!(!tolerance.allows(money("500.00 EUR"), money("501.01 EUR")), "less than two percent, more than a euro");
    /// ```
    #[must_use]
    pub fn allows(&self, chosen: Money, now: Money) -> bool {
        // What cannot be counted is let pass by nobody.
        let Some(rise) = now.checked_sub(chosen).map(Money::amount) else { return false };
        if rise <= Decimal::ZERO {
            return true;
        }
        let most = self.most.iter().find(|most| most.currency() == now.currency());
        let within = most.is_none_or(|most| rise <= most.amount());
        let of_hundred = rise.checked_mul(Decimal::ONE_HUNDRED);
        let share = chosen.amount().checked_mul(self.percent);
        within && of_hundred.zip(share).is_some_and(|(rise, share)| rise <= share)
    }

    /// Why a price may not stand in for the one that was chosen; `None`: it may.
    pub(super) fn stops(&self, chosen: &Price, now: &Price) -> Option<PriceChange> {
        if chosen.total.currency() != now.total.currency() {
            return Some(PriceChange::OtherCurrency);
        }
        let Some((one, other)) = chosen.beside(*now) else {
            return Some(PriceChange::OtherTaxSide);
        };
        (!self.allows(one, other)).then_some(PriceChange::Dearer)
    }
}
