//! What a rate costs: its total, the fees of what is asked beside it, both sides of the tax, the cover that can be had.

use super::compile::{CompiledConstraint, MOST_MINOR, Unit};
use super::evaluate::{Change, Evaluator};
use super::facts::{Entry, Facts};
use super::offer::{Answer, offered};
use super::rules::{Constraint, TaxBasis};
use crate::model::{Cover, Currency, Money};

/// A price in its own currency, fees inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) net: Option<i64>,
    pub(super) gross: Option<i64>,
    /// Which of the two an assumed tax made.
    pub(super) assumed: Option<TaxBasis>,
}

impl Sides {
    pub(super) fn on(self, basis: TaxBasis) -> Option<i64> {
        match basis {
            TaxBasis::Net => self.net,
            TaxBasis::Gross => self.gross,
        }
    }
}

/// A cover in the currency that is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct InCurrency {
    pub(super) included: i64,
    pub(super) most: i64,
    /// In minor units of the rate's currency; `None`: not known.
    pub(super) fee: Option<i64>,
}

impl Evaluator<'_> {
    /// The fees of what is asked and not inside the total, in minor units of the rate's currency.
    pub(super) fn fees(&self, entry: &Entry, change: Change) -> i64 {
        let mut sum = 0;
        let mut mask = self.rules.fee_mask;
        while mask != 0 {
            let index = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if let Some(constraint) = self.rules.constraints.get(index)
                && change != Change::Without(index)
            {
                let bound = match change {
                    Change::Bound(moved, bound) if moved == index => bound,
                    _ => constraint.bound,
                };
                sum += self.fee(entry, constraint, bound).unwrap_or_default();
            }
        }
        sum
    }

    /// The fee of one thing that is asked; `None`: there is none, or it is not known.
    pub(super) fn fee(
        &self,
        entry: &Entry,
        constraint: &CompiledConstraint,
        bound: i64,
    ) -> Option<i64> {
        match (&constraint.ask, constraint.unit) {
            (Constraint::Feature(feature), _) => match offered(&entry.rate, *feature) {
                Answer::Fee(fee) => Some(fee),
                _ => None,
            },
            (Constraint::InsuredTo(_), Unit::Cover(currency)) => {
                let cover = self.cover(entry, currency)?;
                let wanted = -bound;
                (cover.included < wanted && wanted <= cover.most).then_some(cover.fee).flatten()
            }
            _ => None,
        }
    }

    /// Both sides of the price. A fee is on the side that the total is on; what tax it bears is not told, so the other side is
    /// known only where there is no fee or no tax, or the caller assumes a percentage. What is told is never assumed.
    pub(super) fn sides(&self, facts: &Facts, total: i64, fees: i64) -> Sides {
        let price = total.saturating_add(fees);
        if facts.tax == Some(0) {
            return Sides { net: Some(price), gross: Some(price), assumed: None };
        }
        let Some(includes_tax) = facts.includes_tax else {
            return Sides { net: None, gross: None, assumed: None };
        };
        let assume = |own: i64| {
            let ppm = i64::from(self.rules.assumed_tax_ppm?);
            Some(if includes_tax {
                portion(own, 1_000_000, 1_000_000 + ppm)
            } else {
                portion(own, 1_000_000 + ppm, 1_000_000)
            })
        };
        // A tax above the total that it is said to be in is no tax of it.
        let told = facts.tax.and_then(|tax| {
            let other = if includes_tax { total - tax } else { total.saturating_add(tax) };
            (other >= 0).then_some(other)
        });
        let (other, is_assumed) = match told {
            Some(told) if fees == 0 => (Some(told), false),
            Some(told) => (assume(fees).map(|fees| told.saturating_add(fees)), true),
            None => (assume(price), true),
        };
        let is_assumed = is_assumed && other.is_some();
        if includes_tax {
            let assumed = is_assumed.then_some(TaxBasis::Net);
            Sides { net: other, gross: Some(price), assumed }
        } else {
            let assumed = is_assumed.then_some(TaxBasis::Gross);
            Sides { net: Some(price), gross: other, assumed }
        }
    }

    /// The sides of a rate's price under the rules as they are.
    pub(super) fn sides_of(&self, entry: &Entry, total: i64) -> Sides {
        self.sides(&entry.facts, total, self.fees(entry, Change::None))
    }

    /// The cover in the currency that is asked, rounded down; `None`: not told, or no rate of exchange.
    pub(super) fn cover(&self, entry: &Entry, currency: Currency) -> Option<InCurrency> {
        let Cover { included, purchasable, fee } = entry.rate.cover?;
        let most = match purchasable {
            Some(more) => included.checked_add(more)?,
            None => included,
        };
        let down = |sum: Money| {
            let minor = sum.to_minor_floor().filter(|minor| (0..=MOST_MINOR).contains(minor))?;
            self.rules.exchange.convert_down(minor, sum.currency(), currency)
        };
        let known = fee.filter(|fee| fee.currency() == entry.facts.currency && !fee.is_negative());
        Some(InCurrency {
            included: down(included)?,
            most: down(most)?,
            fee: if purchasable.is_none() { Some(0) } else { known.and_then(in_range) },
        })
    }
}

pub(super) fn in_range(money: Money) -> Option<i64> {
    money.to_minor().filter(|minor| (0..=MOST_MINOR).contains(minor))
}

/// `amount × numerator ÷ denominator`, rounded half up; all positive.
fn portion(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let rounded = (2 * i128::from(amount) * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}
