//! From a cost to a price, in whole minor units, one rounding where the rule says so, every step written down.

use rust_decimal::Decimal;

use super::answer::{PriceStep, Step};
use super::limits::Basket;
use super::rule::{Charm, FreeAbove, PriceRule};
use super::shop::Shop;
use crate::model::{Currency, Money};
use crate::select::TaxBasis;
use crate::select::price::portion;

/// A hundred percent, in parts per million.
const WHOLE: i64 = 1_000_000;

/// What an option's price came to.
#[derive(Debug)]
pub(super) struct Priced {
    pub(super) minor: i64,
    pub(super) steps: Vec<PriceStep>,
    pub(super) is_free_of_charge: bool,
}

struct Working {
    currency: Currency,
    minor: i64,
    steps: Vec<PriceStep>,
}

impl Working {
    fn note(&mut self, step: Step, minor: i64) {
        self.minor = minor;
        self.steps.push(PriceStep { step, price: Money::from_minor(minor, self.currency) });
    }
}

impl PriceRule {
    /// The price of a rate that costs so much; `None` where there is neither a cost nor a price of the shop's own.
    pub(super) fn price(&self, cost: Option<i64>, shop: &Shop, basket: &Basket) -> Option<Priced> {
        let mut price = Working { currency: shop.currency, minor: 0, steps: Vec::new() };
        match self.flat {
            Some(flat) => price.note(Step::Flat(shop.cost_basis), flat.to_minor()?),
            None => price.note(Step::Cost(shop.cost_basis), cost?),
        }
        if !self.percent.is_zero() {
            let more = portion(price.minor, WHOLE + ppm(self.percent)?, WHOLE);
            price.note(Step::Percent { percent: self.percent }, more);
        }
        if let Some(fixed) = self.fixed {
            let sum = price.minor.checked_add(fixed.to_minor()?)?;
            price.note(Step::Fixed(fixed), sum);
        }
        tax(shop, &mut price)?;
        self.clamp(&mut price)?;
        if let Some(charm) = &self.charm {
            let ending = Ending::read(&charm.ending, shop.currency)?;
            let step = Step::Charm { ending: charm.ending.clone(), nearest: charm.nearest };
            let minor = ending.charmed(price.minor, charm.nearest);
            price.note(step, minor);
        }
        let is_free_of_charge = self.free(cost, basket, &mut price)?;
        Some(Priced { minor: price.minor, steps: price.steps, is_free_of_charge })
    }

    fn clamp(&self, price: &mut Working) -> Option<()> {
        let least = self.min.map_or(Some(0), Money::to_minor)?;
        if price.minor < least {
            price.note(Step::Min, least);
        }
        if let Some(max) = self.max
            && price.minor > max.to_minor()?
        {
            price.note(Step::Max, max.to_minor()?);
        }
        Some(())
    }

    /// Whether the basket makes it free. What is bounded is what the rate costs, not what the customer would have paid; a cost
    /// that is not known is within no bound.
    fn free(&self, cost: Option<i64>, basket: &Basket, price: &mut Working) -> Option<bool> {
        let Some(FreeAbove { basket: from, basis, absorb_at_most }) = self.free_above else {
            return Some(false);
        };
        let is_large_enough =
            basket.worth(basis).is_some_and(|worth| worth.amount() >= from.amount());
        if !is_large_enough {
            return Some(false);
        }
        if let Some(most) = absorb_at_most {
            let bound = most.to_minor()?;
            if cost.is_none_or(|cost| cost > bound) {
                let unchanged = price.minor;
                price.note(Step::NotFree { basket: from, absorb_at_most: most }, unchanged);
                return Some(false);
            }
        }
        price.note(Step::Free { basket: from }, 0);
        Some(true)
    }
}

/// Brings a price to the shop's basis.
fn tax(shop: &Shop, price: &mut Working) -> Option<()> {
    let (to, percent) = (shop.tax.basis, shop.tax.percent);
    let with_tax = WHOLE + ppm(percent)?;
    let minor = match (shop.cost_basis, to) {
        (TaxBasis::Net, TaxBasis::Gross) => portion(price.minor, with_tax, WHOLE),
        (TaxBasis::Gross, TaxBasis::Net) => portion(price.minor, WHOLE, with_tax),
        _ => return Some(()),
    };
    price.note(Step::Tax { to, percent }, minor);
    Some(())
}

/// A percentage in parts per million; `None` where it has more than four decimals.
pub(super) fn ppm(percent: Decimal) -> Option<i64> {
    let exact = percent.normalize();
    let scale = 4_u32.checked_sub(exact.scale())?;
    i64::try_from(exact.mantissa().checked_mul(10_i128.pow(scale))?).ok()
}

/// The ending of a price, in minor units: which remainder of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    remainder: i64,
    modulus: i64,
}

impl Ending {
    /// Reads the last digits: all decimals of the currency, with or without the point before them; in a currency that has none,
    /// one to six digits and no point. `None`: they are something else.
    pub(super) fn read(digits: &str, currency: Currency) -> Option<Self> {
        const MOST_DIGITS: usize = 6;
        let decimals = usize::from(currency.minor_units());
        let digits =
            if decimals == 0 { digits } else { digits.strip_prefix('.').unwrap_or(digits) };
        let length_is_right = match decimals {
            0 => (1..=MOST_DIGITS).contains(&digits.len()),
            _ => digits.len() == decimals,
        };
        if !length_is_right || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let modulus = 10_i64.checked_pow(u32::try_from(digits.len()).ok()?)?;
        Some(Self { remainder: digits.parse().ok()?, modulus })
    }

    /// What the ending of a charm would have been, for a message.
    pub(super) const fn example(currency: Currency) -> &'static str {
        match currency.minor_units() {
            0 => "the last digits, as 80",
            2 => "both decimals, as .95",
            _ => "all decimals, as .950",
        }
    }

    /// The least amount with this ending that is not below. Nothing stays nothing.
    fn up(self, minor: i64) -> i64 {
        if minor <= 0 {
            return minor;
        }
        let ending = minor - minor.rem_euclid(self.modulus) + self.remainder;
        if ending < minor { ending.saturating_add(self.modulus) } else { ending }
    }

    /// The amount with this ending; the nearest one is above zero, and of two the upper.
    pub(super) fn charmed(self, minor: i64, nearest: bool) -> i64 {
        let above = self.up(minor);
        let below = above - self.modulus;
        if nearest && below > 0 && minor - below < above - minor { below } else { above }
    }
}

impl Charm {
    /// Whether an amount stays as it is.
    pub(super) fn keeps(&self, minor: i64, currency: Currency) -> bool {
        Ending::read(&self.ending, currency)
            .is_none_or(|ending| ending.charmed(minor, self.nearest) == minor)
    }
}
