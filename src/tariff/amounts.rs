//! The amounts of a price, and what sums are taken of them.

use super::bits::bits;
use super::compiled::{Lines, MOST_SURCHARGES, Surcharge};

/// The amounts that a price is the sum of, in minor units.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts {
    pub(super) base: i64,
    pub(super) discount: i64,
    pub(super) minimum: i64,
    pub(super) surcharges: Surcharges,
}

/// What is charged beside the carriage.
#[derive(Clone, Debug, Default)]
pub(super) struct Surcharges {
    /// By the number of a surcharge; 0 where it is not charged.
    amounts: [i64; MOST_SURCHARGES],
    /// A bit for each that is charged.
    charged: u32,
}

impl Amounts {
    pub(super) fn sum(&self, lines: Lines) -> i64 {
        let Surcharges { amounts, charged } = &self.surcharges;
        let surcharges = bits(lines.surcharges & charged).filter_map(|index| amounts.get(index));
        i64::from(lines.base) * self.base
            + i64::from(lines.discount) * self.discount
            + surcharges.sum::<i64>()
    }

    pub(super) fn total(&self) -> i64 {
        let all = Lines { base: true, discount: true, surcharges: u32::MAX };
        self.sum(all) + self.minimum
    }
}

impl Surcharges {
    /// Those that are charged, by their numbers, in the order of the sheet.
    pub(super) fn charged(&self) -> impl Iterator<Item = (usize, i64)> {
        bits(self.charged).filter_map(|index| Some((index, *self.amounts.get(index)?)))
    }

    pub(super) fn count(&self) -> usize {
        self.charged.count_ones() as usize
    }

    /// Whether one that is charged excludes a surcharge.
    pub(super) fn exclude(&self, surcharge: &Surcharge) -> bool {
        surcharge.not_with & self.charged != 0
    }

    /// Enters an amount, unless its group has a dearer one.
    pub(super) fn enter(&mut self, surcharges: &[Surcharge], index: usize, amount: i64) {
        let Some(surcharge) = surcharges.get(index) else { return };
        if surcharge.group.is_some() {
            let is_rival = |other: &usize| {
                surcharges.get(*other).is_some_and(|known| known.group == surcharge.group)
            };
            // Parcels may have been charged by several lines; together they are one side.
            let rivals = bits(self.charged).filter(is_rival).fold(0, |all, other| all | 1 << other);
            let sum: i64 = bits(rivals).filter_map(|other| self.amounts.get(other)).sum();
            if rivals != 0 && sum >= amount {
                return;
            }
            for other in bits(rivals) {
                if let Some(rival) = self.amounts.get_mut(other) {
                    *rival = 0;
                }
            }
            self.charged &= !rivals;
        }
        if let Some(place) = self.amounts.get_mut(index) {
            *place = amount;
            self.charged |= 1 << index;
        }
    }

    /// With those of another parcel.
    pub(super) fn add(&mut self, other: &Self) {
        self.charged |= other.charged;
        for (sum, amount) in self.amounts.iter_mut().zip(other.amounts) {
            *sum += amount;
        }
    }
}
