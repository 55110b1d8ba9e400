//! What all rates of a request share: clocks, calendars and the hand-over; and when a rate arrives by them.

use super::facts::{ArrivalBasis, Facts, sound_total};
use super::request::{DAY, Request, date_of, day_start, minutes};
use super::span::{INFINITE, Span};
use crate::calendar::{Calendar, HandOver, Scope, Zone};
use crate::model::{Date, DeliveryEstimate, Moment, PriceBasis, Rate, Time};

/// What all rates of a request share.
#[derive(Debug)]
pub(super) struct Place {
    zone: Option<Zone>,
    /// The destination's business days: a carrier's own where it does not say.
    deliveries: Option<Calendar>,
    pub(super) business_days: Option<Calendar>,
    hand_over: Option<HandOver>,
    pick_up_days: Option<Calendar>,
    ready_on: Date,
}

impl Place {
    pub(super) fn of(request: &Request) -> Self {
        let deliveries = request.destination.calendar();
        let business_days = match &request.business_days {
            Some(choice) => choice.calendar(),
            None => deliveries.clone(),
        };
        let pick_up_days = request.pick_up_days();
        let hand_over = request.default_hand_over(pick_up_days.as_ref());
        Self {
            zone: request.destination.zone,
            deliveries,
            business_days,
            hand_over,
            pick_up_days,
            ready_on: request.ready_on,
        }
    }

    pub(super) fn facts(&self, rate: &Rate, new_carrier: bool) -> Facts {
        let hand_over = self.hand_over_of(rate);
        let Arrival { span, basis } = self.arrival(&rate.delivery, hand_over);
        Facts {
            total: sound_total(rate.total),
            arrival: span,
            earliest: rate
                .delivery
                .earliest
                .filter(|day| is_real(*day))
                .map_or(INFINITE, day_start),
            valid_until: rate.valid_until.map_or(Span::UNKNOWN, ends),
            hand_over,
            currency: rate.total.currency(),
            includes_tax: rate.total_includes_tax,
            incomplete: !rate.missing_parcels.is_empty(),
            arrival_basis: basis,
            new_carrier,
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
        if let Some(at) = told.at {
            let span = self.civil(at.to_utc());
            return if span.lo >= day_start(SENTINEL) {
                Arrival::stated(Span::UNKNOWN)
            } else if stale || span.hi < day_start(not_before) {
                Arrival::STALE
            } else {
                Arrival::stated(span)
            };
        }
        if let Some(date) = told.date.filter(|date| is_real(*date)) {
            let too_early = stale || date < not_before;
            return if too_early {
                Arrival::STALE
            } else {
                Arrival::stated(on_day(told, date, date))
            };
        }
        // A count of days is no promise of a day: it is counted from the hand-over, whatever hand-over it was told for.
        if let Some(span) = self.counted(told, hand_over) {
            return Arrival { span, basis: self.counted_by() };
        }
        match told.earliest.filter(|day| is_real(*day)) {
            _ if stale => Arrival::STALE,
            Some(earliest) => Arrival::stated(Span { lo: day_start(earliest), hi: INFINITE }),
            None => Arrival::stated(Span::UNKNOWN),
        }
    }

    fn counted_by(&self) -> ArrivalBasis {
        match &self.deliveries {
            Some(days) if days.scope() == Scope::NationalOnly => ArrivalBasis::CountedNationally,
            _ => ArrivalBasis::Counted,
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
        let first = after(hand_over.earliest)?;
        let last =
            if hand_over.latest == hand_over.earliest { first } else { after(hand_over.latest)? };
        Some(on_day(told, first, last))
    }

    /// Business days from the hand-over to the arrival, whichever day the hand-over is; where no last day can be told, as many
    /// as the carrier says.
    pub(super) fn business_days(&self, told: &DeliveryEstimate, facts: &Facts) -> Span {
        if facts.arrival.hi >= INFINITE
            && let Some(count) = told.business_days
        {
            return Span::at(count.into());
        }
        let Some(HandOver { earliest, latest }) = facts.hand_over else { return Span::UNKNOWN };
        let between = |from: Date, to: i64| {
            let (days, to) = (self.business_days.as_ref()?, date_of(to)?);
            days.business_days_between(from, to).map(i64::from)
        };
        // A counted arrival moves with the hand-over that it is counted from; a stated one stays.
        let from = |day: Date| {
            let moving = facts
                .arrival_basis
                .is_counted()
                .then(|| self.counted(told, Some(HandOver::on(day))));
            let span = moving.flatten().unwrap_or(facts.arrival);
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
    basis: ArrivalBasis,
}

impl Arrival {
    const STALE: Self = Self { span: Span::UNKNOWN, basis: ArrivalBasis::Stale };

    const fn stated(span: Span) -> Self {
        Self { span, basis: ArrivalBasis::Stated }
    }
}

const EASTERNMOST: i64 = 14 * 60; // UTC+14: Kiritimati
const WESTERNMOST: i64 = 12 * 60; // UTC−12: Baker Island

/// Between two days, by the time that is told; else to the end of the service's rounds; else all day.
fn on_day(told: &DeliveryEstimate, first: Date, last: Date) -> Span {
    let at = |day: Date, time: Time| minutes(day.and_time(time));
    if let Some(time) = told.by.or(told.delivers_until) {
        return Span { lo: at(first, time), hi: at(last, time) };
    }
    let lo = day_start(first);
    let last = if last == first { lo } else { day_start(last) };
    Span { lo, hi: last + DAY - 1 }
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
    use crate::model::Country;
    use crate::select::Site;

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
