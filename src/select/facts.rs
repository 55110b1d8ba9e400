//! From rates to facts, once per rate and before any rule: exact minor units, arrivals as minutes, days counted by calendars.

use std::cmp::Ordering;
use std::sync::Arc;

use super::compile::MOST_MINOR;
use super::name::Fingerprint;
use super::price::in_range;
use super::reason::Got;
use super::request::{DAY, Request, date_of, day_start, minutes};
use super::span::{INFINITE, Span};
use crate::calendar::{Calendar, HandOver, Scope, Zone};
use crate::model::{
    Cover, Currency, Date, DeliveryEstimate, Moment, Money, PriceBasis, Rate, Time,
};

/// Rates whose facts are worked out: what any rules can choose among.
#[derive(Debug)]
pub struct Digest {
    /// In the order of carrier, service code, handle and all else; a rate's index is its place in the total order.
    pub(super) entries: Vec<Entry>,
    pub(super) duplicates: Vec<Arc<Rate>>,
    pub(super) now: i64,
    pub(super) ready: i64,
    pub(super) business_days: Option<Calendar>,
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
    /// Business days after the hand-over, where the carrier counts them itself.
    pub(super) counted: Option<u16>,
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
    fn of(rate: &Rate) -> Option<Self> {
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
            business_days: place.business_days.clone(),
        };
        let mut before = None;
        for (prefix, rate) in rates {
            if before.is_some_and(|before: ([u64; 3], &Arc<Rate>)| {
                before.0 == prefix && before.1 == rate
            }) {
                digest.duplicates.push(Arc::clone(rate));
            } else {
                let facts = place.facts(rate);
                digest.entries.push(Entry { rate: Arc::clone(rate), facts });
                before = Some((prefix, rate));
            }
        }
        digest
    }

    /// Business days from the hand-over to the arrival; the carrier's own count where no date can be had.
    pub(super) fn business_days(&self, facts: &Facts) -> Span {
        if facts.arrival == Span::UNKNOWN {
            return facts.counted.map_or(Span::UNKNOWN, |count| Span::at(count.into()));
        }
        let between = |from: Date, to: i64| {
            let (days, to) = (self.business_days.as_ref()?, date_of(to)?);
            days.business_days_between(from, to).map(i64::from)
        };
        let Some(hand_over) = facts.hand_over else { return Span::UNKNOWN };
        Span {
            lo: between(hand_over.latest, facts.arrival.lo).unwrap_or(-INFINITE),
            hi: between(hand_over.earliest, facts.arrival.hi).unwrap_or(INFINITE),
        }
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

/// What all rates of a request share.
struct Place {
    zone: Option<Zone>,
    /// The destination's business days: a carrier's own where it does not say.
    deliveries: Option<Calendar>,
    business_days: Option<Calendar>,
    hand_over: Option<HandOver>,
    ready_on: Date,
}

impl Place {
    fn of(request: &Request) -> Self {
        let deliveries = request.destination.calendar();
        let business_days = match &request.business_days {
            Some(choice) => choice.calendar(),
            None => deliveries.clone(),
        };
        Self {
            zone: request.destination.zone,
            deliveries,
            business_days,
            hand_over: request.default_hand_over(),
            ready_on: request.ready_on,
        }
    }

    fn facts(&self, rate: &Rate) -> Facts {
        let currency = rate.total.currency();
        let hand_over = self.hand_over_of(rate);
        let arrival = self.arrival(&rate.delivery, hand_over);
        let (valid_until, total) = (rate.valid_until.map(ends), sound_total(rate.total));
        Facts {
            carrier: Fingerprint::of(rate.carrier.as_str()),
            service: Fingerprint::of(&rate.service.code),
            currency,
            total,
            incomplete: !rate.missing_parcels.is_empty(),
            tax: rate.tax.filter(|tax| tax.currency() == currency).and_then(in_range),
            includes_tax: rate.total_includes_tax,
            arrival: arrival.span,
            arrival_gap: arrival.gap,
            derived: arrival.derived,
            national_holidays_only: arrival.derived
                && self.deliveries.as_ref().is_some_and(|days| days.scope() == Scope::NationalOnly),
            earliest: rate
                .delivery
                .earliest
                .filter(|day| is_real(*day))
                .map_or(INFINITE, day_start),
            counted: rate.delivery.business_days,
            valid_until,
            hand_over,
            cover: CoverFacts::of(rate),
        }
    }

    /// A sheet tells its own hand-over; for any other carrier the request's default is all that is known.
    fn hand_over_of(&self, rate: &Rate) -> Option<HandOver> {
        match rate.delivery.assumes_ship_date {
            Some(day) if rate.price_basis == PriceBasis::Sheet => Some(HandOver::on(day)),
            _ => self.hand_over,
        }
    }

    /// The first day of a hand-over: no promise from before it counts.
    fn not_before(&self, hand_over: Option<HandOver>) -> Date {
        hand_over.map_or(self.ready_on, |day| day.earliest.max(self.ready_on))
    }

    fn arrival(&self, told: &DeliveryEstimate, hand_over: Option<HandOver>) -> Arrival {
        let not_before = self.not_before(hand_over);
        if told.assumes_ship_date.is_some_and(|assumed| assumed < not_before) {
            return Arrival::unknown(Got::StalePromise);
        }
        let stated = match (told.at, told.date) {
            (Some(at), _) => Some(self.civil(at.to_utc())),
            (None, Some(date)) if is_real(date) => Some(on_day(told, date, date)),
            _ => None,
        };
        if let Some(span) = stated {
            if span.lo >= day_start(SENTINEL) {
                return Arrival::unknown(Got::NotTold);
            }
            if span.hi < day_start(not_before) {
                return Arrival::unknown(Got::StalePromise);
            }
            return Arrival { span, gap: None, derived: false };
        }
        if let Some(span) = self.counted(told, hand_over) {
            return Arrival { span, gap: None, derived: true };
        }
        match told.earliest.filter(|day| is_real(*day)) {
            Some(earliest) => Arrival {
                span: Span { lo: day_start(earliest), hi: INFINITE },
                gap: None,
                derived: false,
            },
            None => Arrival::unknown(Got::NotTold),
        }
    }

    /// An instant on the destination's clocks; without its zone, every minute that they can show.
    fn civil(&self, at: chrono::DateTime<chrono::Utc>) -> Span {
        let utc = minutes(at.naive_utc());
        match self.zone {
            Some(zone) => Span::at(minutes(zone.civil(at))),
            None => Span { lo: utc - WESTERNMOST, hi: utc + EASTERNMOST },
        }
    }

    /// The day so many days after the hand-over, by the carrier's calendar.
    fn counted(&self, told: &DeliveryEstimate, hand_over: Option<HandOver>) -> Option<Span> {
        let (days, hand_over) = (self.deliveries.as_ref()?, hand_over?);
        let after = |from: Date| match (told.business_days, told.calendar_days) {
            (Some(count), _) => days.add_business_days(from, count),
            (None, Some(count)) => {
                days.roll_forward(from.checked_add_days(chrono::Days::new(count.into()))?)
            }
            (None, None) => None,
        };
        Some(on_day(told, after(hand_over.earliest)?, after(hand_over.latest)?))
    }
}

struct Arrival {
    span: Span,
    gap: Option<Got>,
    derived: bool,
}

impl Arrival {
    const fn unknown(gap: Got) -> Self {
        Self { span: Span::UNKNOWN, gap: Some(gap), derived: false }
    }
}

const EASTERNMOST: i64 = 14 * 60; // UTC+14: Kiritimati
const WESTERNMOST: i64 = 12 * 60; // UTC−12: Baker Island

/// Between two days, by the time that is told; else to the end of the service's rounds; else all day.
fn on_day(told: &DeliveryEstimate, first: Date, last: Date) -> Span {
    let at = |day: Date, time: Time| minutes(day.and_time(time));
    match told.by.or(told.delivers_until) {
        Some(time) => Span { lo: at(first, time), hi: at(last, time) },
        None => Span { lo: day_start(first), hi: day_start(last) + DAY - 1 },
    }
}

/// From the year 9999 on, dates are a carrier's way of saying nothing.
const SENTINEL: Date = match Date::from_ymd_opt(9999, 1, 1) {
    Some(date) => date,
    None => Date::MAX,
};
const EPOCH: Date = match Date::from_ymd_opt(1970, 1, 1) {
    Some(date) => date,
    None => Date::MIN,
};

fn is_real(date: Date) -> bool {
    date < SENTINEL && date > EPOCH
}

fn sound_total(total: Money) -> Result<i64, Got> {
    let minor = total.to_minor().ok_or(Got::PriceOutOfRange(total))?;
    if total.is_negative() {
        Err(Got::NegativePrice(total))
    } else if minor > MOST_MINOR {
        Err(Got::PriceOutOfRange(total))
    } else {
        Ok(minor)
    }
}

/// The seconds at which a validity can end. A bare date ends with that day, somewhere on earth.
fn ends(moment: Moment) -> Span {
    let somewhere =
        |local: i64| Span { lo: local - EASTERNMOST * 60, hi: local + WESTERNMOST * 60 };
    match moment {
        Moment::Instant(instant) => Span::at(instant.timestamp()),
        Moment::Local(local) => somewhere(local.and_utc().timestamp()),
        Moment::Date(date) => somewhere((day_start(date) + DAY) * 60 - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CarrierId, Country, Service};
    use crate::select::Site;

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

    #[test]
    fn an_instant_without_a_destination_zone_is_every_minute_it_can_be() {
        let now = "2026-11-23T12:00:00+01:00".parse().unwrap();
        let mut site = Site::new(Country::US);
        site.zone = None;
        let request =
            Request::new(now, "2026-11-23".parse().unwrap(), Site::new(Country::ES), site);
        let told = DeliveryEstimate {
            at: "2026-12-04T20:00:00Z".parse().ok(),
            ..DeliveryEstimate::default()
        };
        let arrival = Place::of(&request).arrival(&told, None).span;
        let at = |text: &str| minutes(text.parse().unwrap());
        assert_eq!(
            (arrival.lo, arrival.hi),
            (at("2026-12-04T08:00:00"), at("2026-12-05T10:00:00"))
        );
    }
}
