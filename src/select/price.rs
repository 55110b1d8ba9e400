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
    /// known only where there is no fee or no tax, or the caller assumes a percentage.
    pub(super) fn sides(&self, facts: &Facts, total: i64, fees: i64) -> Sides {
        let price = total.saturating_add(fees);
        let tax_free = facts.tax == Some(0);
        let told = if fees == 0 { facts.tax } else { None };
        match facts.includes_tax {
            _ if tax_free => Sides { net: Some(price), gross: Some(price), assumed: None },
            Some(false) => {
                let gross = told.map(|tax| price.saturating_add(tax));
                let assumed = self.assumed(gross, |ppm| portion(price, 1_000_000 + ppm, 1_000_000));
                Sides {
                    net: Some(price),
                    gross: gross.or(assumed),
                    assumed: assumed.map(|_| TaxBasis::Gross),
                }
            }
            Some(true) => {
                let net = told.map(|tax| price.saturating_sub(tax));
                let assumed = self.assumed(net, |ppm| portion(price, 1_000_000, 1_000_000 + ppm));
                Sides {
                    net: net.or(assumed),
                    gross: Some(price),
                    assumed: assumed.map(|_| TaxBasis::Net),
                }
            }
            None => Sides { net: None, gross: None, assumed: None },
        }
    }

    fn assumed(&self, told: Option<i64>, make: impl Fn(i64) -> i64) -> Option<i64> {
        if told.is_some() {
            return None;
        }
        self.rules.assumed_tax_ppm.map(|ppm| make(ppm.into()))
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

/// `amount × numerator ÷ denominator`, rounded half up; the denominator above zero.
pub(super) fn portion(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let rounded = (2 * i128::from(amount) * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}
