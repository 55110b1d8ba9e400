//! From rates to facts, once per rate and before any rule: exact minor units, arrivals as minutes, days counted by calendars.

use std::sync::Arc;

use super::compile::MOST_MINOR;
use super::order::{Placed, in_order};
use super::place::Place;
use super::reason::Got;
use super::request::{Request, day_start};
use super::span::Span;
use crate::calendar::{Calendar, HandOver};
use crate::model::{Currency, Money, Rate};

/// Rates whose facts are worked out: what any rules can choose among.
#[derive(Debug)]
pub struct Digest {
    /// In the order of carrier, service code, handle and all else; a rate's index is its place in the total order.
    pub(super) rates: Vec<Arc<Rate>>,
    pub(super) duplicates: Vec<Arc<Rate>>,
    pub(super) known: Known,
}

/// What is known of the rates of a digest: apart from them, so that an answer can take them over.
#[derive(Debug)]
pub(super) struct Known {
    /// One for each rate.
    pub(super) facts: Vec<Facts>,
    pub(super) now: i64,
    pub(super) ready: i64,
    place: Place,
}

/// A rate and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'d> {
    pub(super) place: usize,
    pub(super) rate: &'d Arc<Rate>,
    pub(super) facts: &'d Facts,
}

/// What is known of a rate, as compact as it can be read quickly.
#[derive(Debug)]
pub(super) struct Facts {
    /// The stated total in minor units; `None`: it is no price.
    pub(super) total: Option<i64>,
    /// The latest arrival, as the minutes it can mean.
    pub(super) arrival: Span,
    /// The first minute it may arrive; `INFINITE` where that is not told.
    pub(super) earliest: i64,
    /// The seconds since 1970 at which it ends to be valid; `Span::UNKNOWN` where that is not told.
    pub(super) valid_until: Span,
    pub(super) hand_over: Option<HandOver>,
    pub(super) currency: Currency,
    pub(super) includes_tax: Option<bool>,
    /// Some parcel has no price.
    pub(super) incomplete: bool,
    pub(super) arrival_basis: ArrivalBasis,
    /// It is the first rate of its carrier.
    pub(super) new_carrier: bool,
}

/// What an arrival rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArrivalBasis {
    /// What is stated, be it nothing.
    Stated,
    /// The promise assumed a hand-over that is past: the arrival is not known.
    Stale,
    /// Counted by calendar.
    Counted,
    /// Counted by national holidays, for the region is not known.
    CountedNationally,
}

impl ArrivalBasis {
    pub(super) const fn is_counted(self) -> bool {
        matches!(self, Self::Counted | Self::CountedNationally)
    }
}

impl Digest {
    /// Works the facts out.
    #[must_use]
    pub fn new(rates: &[Arc<Rate>], request: &Request) -> Self {
        let place = Place::of(request);
        let order = in_order(rates);
        let (mut rates, mut duplicates) = (Vec::with_capacity(order.len()), Vec::new());
        let mut facts = Vec::with_capacity(order.len());
        let mut before: Option<Placed<'_>> = None;
        for placed in order {
            if before.is_some_and(|before| placed.is_duplicate_of(before)) {
                duplicates.push(Arc::clone(placed.rate));
            } else {
                let new_carrier = !before.is_some_and(|before| placed.is_of_the_carrier_of(before));
                facts.push(place.facts(placed.rate, new_carrier));
                rates.push(Arc::clone(placed.rate));
                before = Some(placed);
            }
        }
        let (now, ready) = (request.now.timestamp(), day_start(request.ready_on));
        Self { rates, duplicates, known: Known { facts, now, ready, place } }
    }

    /// The rates, each with what is known of it.
    pub(super) fn entries(&self) -> impl ExactSizeIterator<Item = Entry<'_>> {
        self.known.entries(&self.rates)
    }

    /// How many different rates there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rates.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }
}

impl Known {
    /// The rates of the digest, each with what is known of it.
    pub(super) fn entries<'d>(
        &'d self,
        rates: &'d [Arc<Rate>],
    ) -> impl ExactSizeIterator<Item = Entry<'d>> {
        let pairs = rates.iter().zip(&self.facts).enumerate();
        pairs.map(|(place, (rate, facts))| Entry { place, rate, facts })
    }

    /// Business days from the hand-over to the arrival.
    pub(super) fn business_days(&self, entry: Entry<'_>) -> Span {
        self.place.business_days(&entry.rate.delivery, entry.facts)
    }

    /// The calendar that business days are counted by; `None`: it is not known.
    pub(super) fn calendar(&self) -> Option<&Calendar> {
        self.place.business_days.as_ref()
    }
}

/// A total in minor units; `None`: it is no price.
#[inline]
pub(super) fn sound_total(total: Money) -> Option<i64> {
    total.to_minor().filter(|minor| *minor <= MOST_MINOR && !total.is_negative())
}

/// Why a total is no price.
pub(super) fn why_unsound(total: Money) -> Got {
    if total.to_minor().is_some() && total.is_negative() {
        Got::NegativePrice(total)
    } else {
        Got::PriceOutOfRange(total)
    }
}
