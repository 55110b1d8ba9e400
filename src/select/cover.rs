//! The insurance of a rate, brought into minor units. Worked out where it is asked for, which most decisions do not.

use super::compile::{MOST_MINOR, Unit};
use super::evaluate::Evaluator;
use super::price::in_range;
use crate::model::{Cover, Currency, Money, Rate};

/// The insurance of a rate, in minor units rounded down.
#[derive(Clone, Copy, Debug)]
struct CoverFacts {
    currency: Currency,
    included: i64,
    /// With what can be bought.
    most: i64,
    /// In the rate's currency; `None`: not known.
    fee: Option<i64>,
}

impl CoverFacts {
    fn of(rate: &Rate) -> Option<Self> {
        if rate.parts.is_empty() {
            return Self::told(rate.cover.as_ref()?, rate.total.currency());
        }
        // Each parcel is covered against its own value alone: what one has too much does not help another.
        rate.parts
            .iter()
            .map(|part| {
                let worth = part.declared_value?;
                let cover = Self::told(part.cover.as_ref()?, rate.total.currency())?;
                let worth = (worth.currency() == cover.currency).then(|| worth.to_minor())??;
                Some(Self {
                    included: cover.included.min(worth),
                    most: cover.most.min(worth),
                    fee: if cover.included >= worth { Some(0) } else { cover.fee },
                    ..cover
                })
            })
            .reduce(|one, other| one?.and(other?))
            .flatten()
    }

    fn told(cover: &Cover, fees_in: Currency) -> Option<Self> {
        let (currency, included) = (cover.included.currency(), down(cover.included)?);
        let Some(more) = cover.purchasable else {
            return Some(Self { currency, included, most: included, fee: Some(0) });
        };
        let most = down(cover.included.checked_add(more)?)?;
        let fee = cover.fee.filter(|fee| fee.currency() == fees_in).and_then(in_range);
        Some(Self { currency, included, most, fee })
    }

    /// The cover of two parcels together.
    fn and(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then(|| Self {
            currency: self.currency,
            included: self.included + other.included,
            most: self.most + other.most,
            fee: self.fee.zip(other.fee).map(|(one, other)| one + other),
        })
    }
}

/// A sum that is insured, rounded down.
#[inline]
fn down(sum: Money) -> Option<i64> {
    sum.to_minor_floor().filter(|minor| (0..=MOST_MINOR).contains(minor))
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
    /// The cover in the currency that is asked, rounded down; `None`: not told, or no rate of exchange.
    #[inline]
    pub(super) fn cover(&self, rate: &Rate, unit: Unit) -> Option<InCurrency> {
        let Unit::Cover(to) = unit else { return None };
        match rate.cover {
            // As most rates are insured: nothing more can be bought.
            Some(Cover { included, purchasable: None, .. }) if rate.parts.is_empty() => {
                let included =
                    self.rules.exchange.convert_down(down(included)?, included.currency(), to)?;
                Some(InCurrency { included, most: included, fee: Some(0) })
            }
            _ => self.cover_in_full(rate, to),
        }
    }

    /// With what can be bought, or of each parcel by itself.
    fn cover_in_full(&self, rate: &Rate, to: Currency) -> Option<InCurrency> {
        let CoverFacts { currency: from, included, most, fee } = CoverFacts::of(rate)?;
        let down = |minor| self.rules.exchange.convert_down(minor, from, to);
        Some(InCurrency { included: down(included)?, most: down(most)?, fee })
    }
}
