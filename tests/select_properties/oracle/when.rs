//! Arrivals and hand-overs as everything they can mean. Slow and plain: nothing is compiled, nothing is kept.

use arriero::calendar::{Calendar, HandOver, Ready, hand_over};
use arriero::model::{Date, LocalDateTime, Moment, OffsetDateTime, PriceBasis, Rate, Time};
use arriero::select::{CalendarChoice, Deadline, Request, Site, Verdict};
use chrono::{Datelike, Days, FixedOffset, TimeDelta, Timelike};

/// A moment as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Unknown,
    NotBefore(LocalDateTime),
    /// Some minute between two, both included.
    Within(LocalDateTime, LocalDateTime),
}

/// What one reading of the hand-over makes of a rate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) hand_over: Option<Date>,
    pub(crate) arrival: When,
}

pub(crate) const FIRST_MINUTE: Time = Time::MIN;

pub(crate) fn last_minute() -> Time {
    Time::from_hms_opt(23, 59, 0).unwrap()
}

pub(crate) fn holidays_of(site: &Site) -> Option<Calendar> {
    let country = site.country.as_str();
    Calendar::of(country, site.region.as_deref()).or_else(|| Calendar::of(country, None))
}

fn chosen_calendar(choice: &CalendarChoice) -> Option<Calendar> {
    match choice {
        CalendarChoice::Weekdays => Some(Calendar::weekdays()),
        CalendarChoice::Of { country, region } => Calendar::of(country.as_str(), region.as_deref()),
        _ => panic!("a choice that the oracle does not know"),
    }
}

/// The calendar that N business days are counted in.
pub(crate) fn request_calendar(request: &Request) -> Option<Calendar> {
    match &request.business_days {
        Some(choice) => chosen_calendar(choice),
        None => holidays_of(&request.destination),
    }
}

fn pick_up_days(request: &Request) -> Option<Calendar> {
    match &request.hand_over.as_ref()?.calendar {
        Some(choice) => chosen_calendar(choice),
        None => Some(holidays_of(&request.origin).unwrap_or_else(Calendar::weekdays)),
    }
}

/// H where the request says when carriers pick up.
fn default_hand_over(request: &Request) -> Option<HandOver> {
    let calendar = pick_up_days(request)?;
    let pick_up = request.hand_over.as_ref()?;
    let mut ready = Ready::on(request.ready_on);
    ready.time = request.ready_at;
    ready.zone = request.origin.zone;
    hand_over(ready, pick_up.cut_off, &calendar)
}

/// H of a rate: a sheet says it, else the request does.
fn hand_over_of(rate: &Rate, request: &Request) -> Option<HandOver> {
    match rate.delivery.assumes_ship_date {
        Some(day) if rate.price_basis == PriceBasis::Sheet => Some(HandOver::on(day)),
        _ => default_hand_over(request),
    }
}

/// Seconds round up, but a second of a day's last minute is still of that day.
fn up_to_the_minute(moment: LocalDateTime) -> LocalDateTime {
    let started = moment.second() > 0 || moment.nanosecond() > 0;
    let minute = moment.with_second(0).unwrap().with_nanosecond(0).unwrap();
    let next = if started { minute + TimeDelta::minutes(1) } else { minute };
    if next.date() == moment.date() { next } else { minute }
}

/// An instant on the clocks of a place: one minute, or all that any zone shows.
fn on_the_clocks_of(site: &Site, at: OffsetDateTime) -> (LocalDateTime, LocalDateTime) {
    let in_offset =
        |hours: i32| at.with_timezone(&FixedOffset::east_opt(hours * 3_600).unwrap()).naive_local();
    let (from, to) = match site.zone {
        Some(zone) => (zone.civil(at.to_utc()), zone.civil(at.to_utc())),
        None => (in_offset(-12), in_offset(14)),
    };
    (up_to_the_minute(from), up_to_the_minute(to))
}

/// A day that has no time: the time told, or the end of the rounds, or any minute.
fn on_day(rate: &Rate, date: Date) -> When {
    match rate.delivery.by.or(rate.delivery.delivers_until) {
        Some(time) => {
            let at = up_to_the_minute(date.and_time(time));
            When::Within(at, at)
        }
        None => When::Within(date.and_time(FIRST_MINUTE), date.and_time(last_minute())),
    }
}

/// The day a count of days ends on, in the carrier's calendar: the destination's, for it names no other.
fn counted(rate: &Rate, from: Date, request: &Request) -> Option<Date> {
    let calendar = holidays_of(&request.destination)?;
    let told = &rate.delivery;
    match (told.business_days, told.calendar_days) {
        (Some(days), _) => calendar.roll_forward(calendar.add_business_days(from, days)?),
        (None, Some(days)) => {
            calendar.roll_forward(from.checked_add_days(Days::new(u64::from(days)))?)
        }
        (None, None) => None,
    }
}

fn not_before_earliest(rate: &Rate) -> When {
    match rate.delivery.earliest {
        Some(first) => When::NotBefore(first.and_time(FIRST_MINUTE)),
        None => When::Unknown,
    }
}

fn reading(rate: &Rate, first_day: Date, hand_over: Option<Date>, request: &Request) -> When {
    let told = &rate.delivery;
    let stale = told.assumes_ship_date.is_some_and(|assumed| assumed < first_day);
    let stated = match (told.at, told.date) {
        (Some(at), _) => {
            let (from, to) = on_the_clocks_of(&request.destination, at);
            Some(When::Within(from, to))
        }
        (None, Some(date)) if date.year() < 9_999 => Some(on_day(rate, date)),
        _ => None,
    };
    match stated {
        Some(When::Within(_, to)) if stale || to.date() < first_day => When::Unknown,
        Some(stated) => stated,
        None => match hand_over.and_then(|day| counted(rate, day, request)) {
            Some(day) => on_day(rate, day),
            None if stale => When::Unknown,
            None => not_before_earliest(rate),
        },
    }
}

/// Every reading of a rate: one for each day it can be picked up. A promise is
/// stale where no reading of the hand-over is as early as it assumes; nothing is handed over before it is ready.
pub(crate) fn readings(rate: &Rate, request: &Request) -> Vec<Reading> {
    let days = hand_over_of(rate, request);
    let first_day = days.map_or(request.ready_on, |days| days.earliest).max(request.ready_on);
    let each = match days {
        None => vec![None],
        Some(days) if days.earliest < request.ready_on => vec![None],
        Some(days) if days.earliest == days.latest => vec![Some(days.earliest)],
        Some(days) => {
            let pick_up = pick_up_days(request).unwrap();
            let all = days.earliest.iter_days().take_while(|day| *day <= days.latest);
            all.filter(|day| pick_up.is_business_day(*day) == Some(true)).map(Some).collect()
        }
    };
    each.into_iter()
        .map(|hand_over| {
            let arrival = reading(rate, first_day, hand_over, request);
            Reading { hand_over, arrival }
        })
        .collect()
}

/// The verdict of all readings, and the least by which any falls short.
pub(crate) fn all_of(
    each: impl Iterator<Item = (Verdict, Option<i128>)>,
) -> (Verdict, Option<i128>) {
    let each: Vec<_> = each.collect();
    if each.iter().all(|(verdict, _)| *verdict == Verdict::Passed) {
        (Verdict::Passed, None)
    } else if each.iter().all(|(verdict, _)| *verdict == Verdict::Failed) {
        (Verdict::Failed, each.iter().filter_map(|(_, short)| *short).min())
    } else {
        (Verdict::Unknown, None)
    }
}

/// A deadline against one arrival: in days without a time, else in minutes.
pub(crate) fn meets(arrival: When, deadline: Deadline) -> (Verdict, Option<i128>) {
    let last = deadline.date.and_time(deadline.time.unwrap_or(last_minute()));
    let late = |from: LocalDateTime| match deadline.time {
        None => i128::from((from.date() - deadline.date).num_days()),
        Some(_) => i128::from((from - last).num_minutes()),
    };
    match arrival {
        When::Within(_, to) if to <= last => (Verdict::Passed, None),
        When::Within(from, _) | When::NotBefore(from) if from > last => {
            (Verdict::Failed, Some(late(from)))
        }
        _ => (Verdict::Unknown, None),
    }
}

/// The first and the last instant at which a validity can end. A bare date or a clock time may be anybody's.
pub(crate) fn ends(until: Moment) -> (LocalDateTime, LocalDateTime) {
    let anywhere =
        |local: LocalDateTime| (local - TimeDelta::hours(14), local + TimeDelta::hours(12));
    match until {
        Moment::Instant(at) => (at.naive_utc(), at.naive_utc()),
        Moment::Local(local) => anywhere(local),
        Moment::Date(date) => anywhere(date.and_hms_opt(23, 59, 59).unwrap()),
    }
}
