//! What a rate costs: its total, the fees of what is asked beside it, both sides of the tax, the cover that can be had.

use super::compile::{CompiledConstraint, MOST_MINOR, Unit};
use super::evaluate::{Evaluator, Judgement};
use super::facts::{Entry, Facts};
use super::offer::{Answer, offered};
use super::rules::{Constraint, TaxBasis};
use super::span::Span;
use crate::model::{Currency, Money};

/// A price in its own currency, fees inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) net: Option<i64>,
    pub(super) gross: Option<i64>,
    /// Which of the two an assumed tax made.
    pub(super) assumed: Option<TaxBasis>,
}

impl Sides {
    /// Neither side is known.
    pub(super) const NONE: Self = Self { net: None, gross: None, assumed: None };

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
    /// What a rate answers to a constraint that may have a fee: the fee in minor units of the rate's currency, and the
    /// interval that is compared.
    pub(super) fn extra(
        &self,
        entry: &Entry,
        constraint: &CompiledConstraint,
        bound: i64,
    ) -> (Option<i64>, Span) {
        match (&constraint.ask, constraint.unit) {
            (Constraint::Feature(feature), _) => match offered(&entry.rate, *feature) {
                Answer::Included => (None, Span::YES),
                Answer::Fee(fee) => (Some(fee), Span::YES),
                Answer::No => (None, Span::NEVER),
                Answer::FeeUnknown | Answer::Silent => (None, Span::UNKNOWN),
            },
            (Constraint::InsuredTo(_), Unit::Cover(currency)) => {
                let Some(cover) = self.cover(entry, currency) else { return (None, Span::UNKNOWN) };
                let bought = cover.included < -bound && -bound <= cover.most;
                match cover.fee {
                    Some(fee) => (bought.then_some(fee), Span::at(-cover.most)),
                    None => (None, Span { lo: -cover.most, hi: -cover.included }),
                }
            }
            _ => (None, Span::UNKNOWN),
        }
    }

    /// The price on the decision's basis alone, which is the total's own side for most rates.
    pub(super) fn own_price(&self, facts: &Facts, total: i64, fees: i64) -> Option<i64> {
        match (facts.includes_tax, self.rules.basis) {
            (Some(false), TaxBasis::Net) | (Some(true), TaxBasis::Gross) => {
                Some(total.saturating_add(fees))
            }
            (_, basis) => self.sides(facts, total, fees).on(basis),
        }
    }

    /// Both sides of the price of a rate that was judged.
    pub(super) fn sides_of(&self, entry: &Entry, judgement: &Judgement) -> Sides {
        let total = entry.facts.total.as_ref();
        total.map_or(Sides::NONE, |total| self.sides(&entry.facts, *total, judgement.found.fees))
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

    /// The cover in the currency that is asked, rounded down; `None`: not told, or no rate of exchange.
    pub(super) fn cover(&self, entry: &Entry, currency: Currency) -> Option<InCurrency> {
        let cover = entry.facts.cover?;
        let down = |minor| self.rules.exchange.convert_down(minor, cover.currency, currency);
        Some(InCurrency {
            included: down(cover.included)?,
            most: down(cover.most)?,
            fee: cover.fee,
        })
    }
}

pub(super) fn in_range(money: Money) -> Option<i64> {
    money.to_minor().filter(|minor| (0..=MOST_MINOR).contains(minor))
}

/// `amount × numerator ÷ denominator`, rounded half up; the denominator above zero.
pub(super) fn portion(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let rounded = (2 * i128::from(amount) * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}
