//! From rates to facts, once per rate and before any rule: exact minor units, arrivals as minutes, days counted by calendars.

use std::cmp::Ordering;
use std::sync::Arc;

use super::compile::MOST_MINOR;
use super::name::Fingerprint;
use super::place::Place;
use super::price::in_range;
use super::reason::Got;
use super::request::{Request, day_start};
use super::span::Span;
use crate::calendar::{Calendar, HandOver};
use crate::model::{Cover, Currency, Money, Rate};

/// Rates whose facts are worked out: what any rules can choose among.
#[derive(Debug)]
pub struct Digest {
    /// In the order of carrier, service code, handle and all else; a rate's index is its place in the total order.
    pub(super) entries: Vec<Entry>,
    pub(super) duplicates: Vec<Arc<Rate>>,
    pub(super) now: i64,
    pub(super) ready: i64,
    place: Place,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) rate: Arc<Rate>,
    pub(super) facts: Facts,
}

/// What is known of a rate.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) carrier: Fingerprint,
    pub(super) service: Fingerprint,
    pub(super) currency: Currency,
    /// The stated total in minor units, or why it is no price.
    pub(super) total: Result<i64, Got>,
    /// Some parcel has no price.
    pub(super) incomplete: bool,
    pub(super) tax: Option<i64>,
    pub(super) includes_tax: Option<bool>,
    /// The latest arrival, as the minutes it can mean.
    pub(super) arrival: Span,
    pub(super) arrival_gap: Option<Got>,
    pub(super) derived: bool,
    pub(super) national_holidays_only: bool,
    /// The first minute it may arrive; `INFINITE` where that is not told.
    pub(super) earliest: i64,
    /// The seconds since 1970 at which it ends to be valid; `None` where that is not told.
    pub(super) valid_until: Option<Span>,
    pub(super) hand_over: Option<HandOver>,
    pub(super) cover: Option<CoverFacts>,
}

/// The insurance of a rate, in minor units rounded down.
#[derive(Clone, Copy, Debug)]
pub(super) struct CoverFacts {
    pub(super) currency: Currency,
    pub(super) included: i64,
    /// With what can be bought.
    pub(super) most: i64,
    /// In the rate's currency; `None`: not known.
    pub(super) fee: Option<i64>,
}

impl CoverFacts {
    pub(super) fn of(rate: &Rate) -> Option<Self> {
        if rate.parts.is_empty() {
            return Self::told(rate.cover?, rate.total.currency());
        }
        // Each parcel is covered against its own value alone: what one has too much does not help another.
        rate.parts
            .iter()
            .map(|part| {
                let worth = part.declared_value?;
                let cover = Self::told(part.cover?, rate.total.currency())?;
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

    fn told(cover: Cover, fees_in: Currency) -> Option<Self> {
        let Cover { included, purchasable, fee } = cover;
        let down =
            |sum: Money| sum.to_minor_floor().filter(|minor| (0..=MOST_MINOR).contains(minor));
        let (currency, least) = (included.currency(), down(included)?);
        let Some(more) = purchasable else {
            return Some(Self { currency, included: least, most: least, fee: Some(0) });
        };
        let most = down(included.checked_add(more)?)?;
        let fee = fee.filter(|fee| fee.currency() == fees_in).and_then(in_range);
        Some(Self { currency, included: least, most, fee })
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

impl Digest {
    /// Works the facts out.
    #[must_use]
    pub fn new(rates: &[Arc<Rate>], request: &Request) -> Self {
        let place = Place::of(request);
        let mut rates: Vec<_> = rates.iter().map(|rate| (prefix(rate), rate)).collect();
        rates.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| canonical_order(a.1, b.1)));
        let mut digest = Self {
            entries: Vec::with_capacity(rates.len()),
            duplicates: Vec::new(),
            now: request.now.timestamp(),
            ready: day_start(request.ready_on),
            place,
        };
        let mut before = None;
        for (prefix, rate) in rates {
            if before.is_some_and(|before: ([u64; 3], &Arc<Rate>)| {
                before.0 == prefix && before.1 == rate
            }) {
                digest.duplicates.push(Arc::clone(rate));
            } else {
                let facts = digest.place.facts(rate);
                digest.entries.push(Entry { rate: Arc::clone(rate), facts });
                before = Some((prefix, rate));
            }
        }
        digest
    }

    /// Business days from the hand-over to the arrival.
    pub(super) fn business_days(&self, entry: &Entry) -> Span {
        self.place.business_days(&entry.rate.delivery, &entry.facts)
    }

    /// The calendar that business days are counted by; `None`: it is not known.
    pub(super) fn calendar(&self) -> Option<&Calendar> {
        self.place.business_days.as_ref()
    }

    /// How many different rates there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The first letters of carrier and service: decides most comparisons at once. A zero ends the carrier, for no name has one.
fn prefix(rate: &Rate) -> [u64; 3] {
    let mut letters = [0; 24];
    let (carrier, service) = (rate.carrier.as_str(), &rate.service.code);
    put(&mut letters, carrier);
    if let Some(rest) = letters.get_mut(carrier.len() + 1..) {
        put(rest, service);
    }
    let mut words = [0; 3];
    for (word, eight) in words.iter_mut().zip(letters.as_chunks().0) {
        *word = u64::from_be_bytes(*eight);
    }
    words
}

fn put(place: &mut [u8], text: &str) {
    let letters = text.len().min(place.len());
    if let (Some(place), Some(text)) = (place.get_mut(..letters), text.as_bytes().get(..letters)) {
        place.copy_from_slice(text);
    }
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

pub(super) fn sound_total(total: Money) -> Result<i64, Got> {
    let minor = total.to_minor().ok_or(Got::PriceOutOfRange(total))?;
    if total.is_negative() {
        Err(Got::NegativePrice(total))
    } else if minor > MOST_MINOR {
        Err(Got::PriceOutOfRange(total))
    } else {
        Ok(minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CarrierId, Service};

    fn rate(carrier: &str, code: &str) -> Arc<Rate> {
        let carrier = CarrierId::new(carrier).unwrap();
        Arc::new(Rate::new(carrier, Service::new(code, code), "1.00 EUR".parse().unwrap()))
    }

    #[test]
    fn the_prefix_agrees_with_the_whole_order() {
        let names = ["a", "ab", "abcdefgh", "abcdefgi", "abcdefghij", "b", "seur", "seur-outlet"];
        let rates: Vec<_> = names
            .iter()
            .flat_map(|carrier| ["", "1", "31/2", "31/22"].map(|code| rate(carrier, code)))
            .collect();
        for a in &rates {
            for b in &rates {
                let fast = prefix(a).cmp(&prefix(b)).then_with(|| canonical_order(a, b));
                assert_eq!(fast, canonical_order(a, b), "{a:?} {b:?}");
            }
        }
    }
}
