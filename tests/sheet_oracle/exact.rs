//! Numbers without an end: fractions of big integers, and the one place where one is rounded. No units, no prices.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;

use crate::plan::Rounding;

/// A fraction, its denominator above zero; not reduced.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    above: BigInt,
    below: BigInt,
}

impl Exact {
    pub(crate) fn of(value: Decimal) -> Self {
        let below = BigInt::from(10).pow(value.scale());
        Self { above: BigInt::from(value.mantissa()), below }
    }

    pub(crate) fn whole(value: i64) -> Self {
        Self { above: BigInt::from(value), below: BigInt::from(1) }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let above = &self.above * &other.below + &other.above * &self.below;
        Self { above, below: &self.below * &other.below }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times(&Self::whole(-1)))
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.above, below: &self.below * &other.below }
    }

    /// Divided by what is above zero.
    pub(crate) fn over(&self, other: &Self) -> Self {
        assert_eq!(other.above.sign(), Sign::Plus, "only what is above zero divides");
        Self { above: &self.above * &other.below, below: &self.below * &other.above }
    }

    /// The greatest whole number that is not above it.
    pub(crate) fn floor(&self) -> BigInt {
        let quotient = &self.above / &self.below;
        let is_less = self.above.sign() == Sign::Minus && &quotient * &self.below != self.above;
        if is_less { quotient - 1 } else { quotient }
    }

    /// The least whole number that is not below it.
    pub(crate) fn ceiling(&self) -> BigInt {
        -(self.times(&Self::whole(-1)).floor())
    }

    /// The least multiple of a step that is not below it.
    pub(crate) fn up_to_multiple(&self, step: &Self) -> Self {
        step.times(&Self::from(self.over(step).ceiling()))
    }

    /// The nearest multiple of a step, the greater of two that are equally near.
    pub(crate) fn nearest_multiple(&self, step: &Self) -> Self {
        let half = Self::of(Decimal::new(5, 1));
        step.times(&Self::from(self.over(step).plus(&half).floor()))
    }

    /// As a decimal with so many places, which it has.
    pub(crate) fn decimal(&self, places: u32) -> Decimal {
        let scaled = self.times(&Self::from(BigInt::from(10).pow(places)));
        let whole = scaled.floor();
        assert!(scaled == Self::from(whole.clone()), "{self:?} has more than {places} places");
        Decimal::from_i128_with_scale(i128::try_from(whole).unwrap(), places)
    }
}

impl From<BigInt> for Exact {
    fn from(above: BigInt) -> Self {
        Self { above, below: BigInt::from(1) }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }
}

/// An amount rounded to the currency's places, or as the sheet says, by its size whatever its sign.
pub(crate) fn rounded(amount: &Exact, places: u32, rounding: Rounding) -> Decimal {
    let step = match rounding {
        Rounding::To(step) => step,
        _ => Decimal::new(1, places),
    };
    let is_negative = *amount < Exact::whole(0);
    let size = if is_negative { amount.times(&Exact::whole(-1)) } else { amount.clone() };
    let steps = size.over(&Exact::of(step));
    let (low, high) = (steps.floor(), steps.ceiling());
    let middle = Exact::from(low.clone()).plus(&Exact::of(Decimal::new(5, 1)));
    let is_even = &low % 2_u8 == BigInt::from(0);
    let chosen = match (rounding, steps.cmp(&middle)) {
        (Rounding::Up, _) => high,
        (Rounding::Down, _) | (_, Ordering::Less) => low,
        (Rounding::HalfEven, Ordering::Equal) if is_even => low,
        _ => high,
    };
    let size = step * Decimal::from_i128_with_scale(i128::try_from(chosen).unwrap(), 0);
    if is_negative { -size } else { size }
}
