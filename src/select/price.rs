//! What a rate costs: its total, the fees of what is asked beside it, both sides of the tax, the cover that can be had.

use super::compile::MOST_MINOR;
use super::evaluate::Evaluator;
use super::facts::Entry;
use super::rules::TaxBasis;
use crate::model::Money;

/// A price in its own currency, fees inside.
#[derive(Clone, Copy, Debug)]
struct Sides {
    net: Option<i64>,
    gross: Option<i64>,
    /// Which of the two an assumed tax made.
    assumed: Option<TaxBasis>,
}

impl Sides {
    fn on(self, basis: TaxBasis) -> Option<i64> {
        match basis {
            TaxBasis::Net => self.net,
            TaxBasis::Gross => self.gross,
        }
    }
}

impl Evaluator<'_> {
    /// The price on one basis, which is the total's own side for most rates; `None`: it is not known.
    #[inline]
    pub(super) fn own_price(
        &self,
        entry: Entry<'_>,
        total: i64,
        fees: i64,
        basis: TaxBasis,
    ) -> Option<i64> {
        match (entry.facts.includes_tax, basis) {
            (Some(false), TaxBasis::Net) | (Some(true), TaxBasis::Gross) => {
                Some(total.saturating_add(fees))
            }
            _ => self.sides(entry, total, fees).on(basis),
        }
    }

    /// Whether a price is known on a basis.
    pub(super) fn has_price(&self, entry: Entry<'_>, fees: i64, basis: TaxBasis) -> bool {
        entry.facts.total.is_some_and(|total| self.own_price(entry, total, fees, basis).is_some())
    }

    /// Whether an assumed tax made the price on the decision's basis.
    pub(super) fn is_assumed(&self, entry: Entry<'_>, fees: i64) -> bool {
        let assumed = |total| self.sides(entry, total, fees).assumed == Some(self.rules.basis);
        self.rules.assumed_tax_ppm.is_some() && entry.facts.total.is_some_and(assumed)
    }

    /// Both sides of the price. A fee is on the side that the total is on; what tax it bears is not told, so the other side is
    /// known only where there is no fee or no tax, or the caller assumes a percentage. What is told is never assumed.
    fn sides(&self, entry: Entry<'_>, total: i64, fees: i64) -> Sides {
        let Entry { rate, facts, .. } = entry;
        let tax = rate.tax.filter(|tax| tax.currency() == facts.currency).and_then(in_range);
        let price = total.saturating_add(fees);
        if tax == Some(0) {
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
        let told = tax.and_then(|tax| {
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
}

#[inline]
pub(super) fn in_range(money: Money) -> Option<i64> {
    money.to_minor().filter(|minor| (0..=MOST_MINOR).contains(minor))
}

/// `amount × numerator ÷ denominator`, rounded half up; the denominator above zero.
pub(super) fn portion(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let rounded = (2 * i128::from(amount) * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}
