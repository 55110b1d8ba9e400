//! From rates to facts, once per rate and before any rule: exact minor units, arrivals as minutes, days counted by calendars.

use std::cmp::Ordering;
use std::sync::Arc;

use super::compile::MOST_MINOR;
use super::reason::Got;
use super::request::{DAY, Request, date_of, day_start, minutes};
use super::span::{INFINITE, Span};
use crate::calendar::{Calendar, HandOver, Scope, Zone};
use crate::model::{Currency, Date, DeliveryEstimate, Moment, Money, PriceBasis, Rate, Time};

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
    pub(super) currency: Currency,
    /// The stated total in minor units, or why it is no price.
    pub(super) total: Result<i64, Got>,
    pub(super) rounded: bool,
    pub(super) tax: Option<i64>,
    pub(super) includes_tax: Option<bool>,
    /// The latest arrival, as the minutes it can mean.
    pub(super) arrival: Span,
    pub(super) arrival_gap: Option<Got>,
    pub(super) derived: bool,
    pub(super) national_holidays_only: bool,
    /// The first minute it may arrive; `INFINITE` where that is not told.
    pub(super) earliest: i64,
    /// Business days after the hand-over.
    pub(super) business_days: Span,
    /// The seconds since 1970 at which it ends to be valid; `None` where that is not told.
    pub(super) valid_until: Option<Span>,
    pub(super) hand_over: Option<HandOver>,
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
        let mut before: Option<&Arc<Rate>> = None;
        for (_, rate) in rates {
            if before == Some(rate) {
                digest.duplicates.push(Arc::clone(rate));
            } else {
                let facts = place.facts(rate);
                digest.entries.push(Entry { rate: Arc::clone(rate), facts });
                before = Some(rate);
            }
        }
        digest
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

/// The first letters of carrier and service: decides most comparisons in one instruction.
fn prefix(rate: &Rate) -> u128 {
    let head = |text: &str| {
        let mut bytes = [0; 8];
        for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        u128::from(u64::from_be_bytes(bytes))
    };
    let carrier = rate.carrier.as_str();
    // A carrier whose name goes on has its service told apart by the whole comparison, which puts the carrier first.
    if carrier.len() < 8 {
        head(carrier) << 64 | head(&rate.service.code)
    } else {
        head(carrier) << 64
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
    pick_up_days: Option<Calendar>,
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
            pick_up_days: request.pick_up_days(),
            ready_on: request.ready_on,
        }
    }

    fn facts(&self, rate: &Rate) -> Facts {
        let currency = rate.total.currency();
        let hand_over = self.hand_over_of(rate);
        let arrival = self.arrival(&rate.delivery, hand_over);
        let (valid_until, total) = (rate.valid_until.map(ends), sound_total(rate.total));
        Facts {
            currency,
            total,
            rounded: !rate.total.is_payable(),
            tax: rate
                .tax
                .filter(|tax| tax.currency() == currency && !tax.is_negative())
                .and_then(Money::to_minor),
            includes_tax: rate.total_includes_tax,
            business_days: self.business_days(&rate.delivery, hand_over, &arrival),
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
            valid_until,
            hand_over,
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
        let stale = told.assumes_ship_date.is_some_and(|assumed| assumed < not_before);
        let stated = match (told.at, told.date) {
            (Some(at), _) => Some(self.civil(at.to_utc())),
            (None, Some(date)) if is_real(date) => Some(on_day(told, date, date)),
            _ => None,
        };
        if let Some(span) = stated {
            if span.lo >= day_start(sentinel()) {
                return Arrival::unknown(Got::NotTold);
            }
            if stale || span.hi < day_start(not_before) {
                return Arrival::unknown(Got::StalePromise);
            }
            return Arrival { span, gap: None, derived: false };
        }
        // A count of days is no promise of a day: it is counted from the hand-over, whatever hand-over it was told for.
        if let Some(span) = self.counted(told, hand_over) {
            return Arrival { span, gap: None, derived: true };
        }
        match told.earliest.filter(|day| is_real(*day)) {
            _ if stale => Arrival::unknown(Got::StalePromise),
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
        let shown = |ahead: i64| {
            let utc = at.naive_utc();
            minutes(utc.checked_add_signed(chrono::TimeDelta::minutes(ahead)).unwrap_or(utc))
        };
        match self.zone {
            Some(zone) => Span::at(minutes(zone.civil(at))),
            None => Span { lo: shown(-WESTERNMOST), hi: shown(EASTERNMOST) },
        }
    }

    /// The day so many days after the hand-over, by the carrier's calendar.
    fn counted(&self, told: &DeliveryEstimate, hand_over: Option<HandOver>) -> Option<Span> {
        // A sheet may tell a hand-over that is past.
        let hand_over = hand_over.filter(|day| day.earliest >= self.ready_on)?;
        let days = self.deliveries.as_ref()?;
        let after = |from: Date| {
            let day = match (told.business_days, told.calendar_days) {
                (Some(count), _) => days.add_business_days(from, count)?,
                (None, Some(count)) => from.checked_add_days(chrono::Days::new(count.into()))?,
                (None, None) => return None,
            };
            days.roll_forward(day)
        };
        Some(on_day(told, after(hand_over.earliest)?, after(hand_over.latest)?))
    }

    /// Business days from the hand-over to the arrival, whichever day the hand-over is; where no last day can be told, as many
    /// as the carrier says.
    fn business_days(
        &self,
        told: &DeliveryEstimate,
        hand_over: Option<HandOver>,
        arrival: &Arrival,
    ) -> Span {
        if arrival.span.hi >= INFINITE
            && let Some(count) = told.business_days
        {
            return Span::at(count.into());
        }
        let Some(HandOver { earliest, latest }) = hand_over else { return Span::UNKNOWN };
        let between = |from: Date, to: i64| {
            let (days, to) = (self.business_days.as_ref()?, date_of(to)?);
            days.business_days_between(from, to).map(i64::from)
        };
        // A counted arrival moves with the hand-over that it is counted from; a stated one stays.
        let from = |day: Date| {
            let moving = arrival.derived.then(|| self.counted(told, Some(HandOver::on(day))));
            let span = moving.flatten().unwrap_or(arrival.span);
            Span {
                lo: between(day, span.lo).unwrap_or(-INFINITE),
                hi: between(day, span.hi).unwrap_or(INFINITE),
            }
        };
        let picked_up = |day: &Date| {
            let days = self.pick_up_days.as_ref();
            *day == earliest || days.is_some_and(|days| days.is_business_day(*day) == Some(true))
        };
        let days = earliest.iter_days().take_while(|day| *day <= latest).filter(picked_up);
        days.map(from).reduce(Span::or).unwrap_or(Span::UNKNOWN)
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
fn sentinel() -> Date {
    Date::from_ymd_opt(9999, 1, 1).unwrap_or(Date::MAX)
}

fn is_real(date: Date) -> bool {
    date < sentinel() && date > Date::from_ymd_opt(1970, 1, 1).unwrap_or(Date::MIN)
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
