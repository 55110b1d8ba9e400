//! The order of rates, so that the one they came in decides nothing: by carrier, service code, handle and all else.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::model::Rate;

/// A rate in the order of all.
#[derive(Clone, Copy)]
pub(super) struct Placed<'r> {
    pub(super) rate: &'r Arc<Rate>,
    letters: Letters,
}

/// The rates in order. Those that are equal stand beside each other.
pub(super) fn in_order(rates: &[Arc<Rate>]) -> Vec<Placed<'_>> {
    let mut order = Vec::with_capacity(rates.len());
    order.extend(rates.iter().map(|rate| Placed { rate, letters: Letters::of(rate) }));
    // First by what is compared at once, then the few that this does not tell apart.
    order.sort_unstable_by_key(|placed| placed.letters);
    for alike in order.chunk_by_mut(|one, other| one.letters == other.letters) {
        if alike.len() > 1 {
            alike.sort_unstable_by(|one, other| canonical_order(one.rate, other.rate));
        }
    }
    order
}

impl Placed<'_> {
    pub(super) fn is_duplicate_of(self, other: Self) -> bool {
        self.letters == other.letters && self.rate == other.rate
    }

    pub(super) fn is_of_the_carrier_of(self, other: Self) -> bool {
        let carrier = &self.rate.carrier;
        if carrier.as_str().len() < Letters::MOST {
            self.letters.in_common(other.letters) > carrier.as_str().len()
        } else {
            *carrier == other.rate.carrier
        }
    }
}

/// The first letters of carrier and service, as a number. A zero ends the carrier, for no name has one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Letters(u128);

impl Letters {
    const MOST: usize = 16;

    fn of(rate: &Rate) -> Self {
        let (carrier, service) = (rate.carrier.as_str(), &rate.service.code);
        let taken = bits(carrier.len() + 1);
        Self(first_letters(carrier) | first_letters(service).checked_shr(taken).unwrap_or(0))
    }

    /// How many letters two have in common.
    const fn in_common(self, other: Self) -> usize {
        (self.0 ^ other.0).leading_zeros() as usize / 8
    }
}

/// The first sixteen letters; zeros where the text ends before.
fn first_letters(text: &str) -> u128 {
    let bytes = text.as_bytes();
    if let Some(sixteen) = bytes.first_chunk() {
        return u128::from_be_bytes(*sixteen);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // Some of the last eight may be among the first eight.
        let twice = bits(Letters::MOST - bytes.len());
        let rest = u64::from_be_bytes(*last).checked_shl(twice).unwrap_or(0);
        return u128::from(u64::from_be_bytes(*first)) << 64 | u128::from(rest);
    }
    let word = bytes.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
    u128::from(word).checked_shl(bits(Letters::MOST - bytes.len())).unwrap_or(0)
}

fn bits(letters: usize) -> u32 {
    u32::try_from(8 * letters).unwrap_or(u32::MAX)
}

/// Carrier, service code, handle, then every other field: two rates are equal here if they are equal.
fn canonical_order(a: &Arc<Rate>, b: &Arc<Rate>) -> Ordering {
    if Arc::ptr_eq(a, b) {
        return Ordering::Equal;
    }
    let text = |rate: &Rate| serde_json::to_string(rate).unwrap_or_default();
    (&a.carrier, &a.service.code, &a.handle)
        .cmp(&(&b.carrier, &b.service.code, &b.handle))
        .then_with(|| if a == b { Ordering::Equal } else { text(a).cmp(&text(b)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CarrierId, Service};

    fn rates() -> Vec<Arc<Rate>> {
        let carriers =
            ["a", "ab", "abcdefgh", "abcdefgi", "abcdefghij", "b", "seur", "seur-outlet"];
        let long = ["fifteen_letters", "sixteen__letters", "seventeen_letters"];
        let codes = ["", "1", "31/2", "31/22", "31/22/333"];
        let pairs =
            carriers.iter().chain(&long).flat_map(|carrier| codes.map(|code| (carrier, code)));
        let price = "1.00 EUR".parse().unwrap();
        pairs
            .map(|(carrier, code)| {
                let carrier = CarrierId::new(carrier).unwrap();
                Arc::new(Rate::new(carrier, Service::new(code, code), price))
            })
            .collect()
    }

    fn placed(rate: &Arc<Rate>) -> Placed<'_> {
        Placed { rate, letters: Letters::of(rate) }
    }

    #[test]
    fn the_first_letters_agree_with_the_whole_order() {
        let rates = rates();
        for (a, b) in rates.iter().flat_map(|a| rates.iter().map(move |b| (a, b))) {
            let (one, other) = (Letters::of(a), Letters::of(b));
            let fast = one.cmp(&other).then_with(|| canonical_order(a, b));
            assert_eq!(fast, canonical_order(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_first_letters_tell_whether_two_carriers_are_one() {
        let rates = rates();
        for (a, b) in rates.iter().flat_map(|a| rates.iter().map(move |b| (a, b))) {
            let same = placed(a).is_of_the_carrier_of(placed(b));
            assert_eq!(same, a.carrier == b.carrier, "{a:?} {b:?}");
        }
    }

    #[test]
    fn whatever_order_rates_come_in_they_stand_in_the_canonical_one() {
        let mut rates = rates();
        rates.reverse();
        let order = in_order(&rates);
        assert!(order.is_sorted_by(|a, b| canonical_order(a.rate, b.rate).is_le()));
    }
}
