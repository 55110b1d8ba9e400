//! §7: the hand-over day and the days of arrival. Days are walked one by one; which of them are business days is the crate's
//! public calendar.

use arriero::calendar::{Calendar, Zone, region_of};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::conditions::Scene;
use super::places::charted;
use crate::plan::{Calendar as Counted, Order, Place, Sheet, TransitDays};

fn calendar(place: &Place) -> Option<Calendar> {
    let by_code = place.code.as_deref().and_then(|code| region_of(place.country, code));
    Calendar::of(place.country, by_code.or(place.region))
}

fn is_open(calendar: &Calendar, day: NaiveDate) -> bool {
    calendar.is_business_day(day).expect("a day that calendars know")
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap()
}

/// The first pick-up day, on or after the day it is ready, whose cut-off is not past by then.
pub(super) fn handed(sheet: &Sheet, order: &Order) -> NaiveDate {
    let pick_up = calendar(&order.from).unwrap_or_else(Calendar::weekdays);
    let cut_off = sheet.transit.as_ref().and_then(|transit| transit.cut_off);
    let mut day = order.ready_on;
    while !is_open(&pick_up, day) {
        day = next(day);
    }
    let (Some((time, zone)), Some(ready_at)) = (cut_off, order.ready_at) else { return day };
    let ready = order.ready_on.and_time(ready_at);
    let zone: Zone = zone.parse().unwrap();
    let home = Zone::of(order.from.country, order.from.region, order.from.code.as_deref());
    let is_late = |day: NaiveDate| match home {
        Some(home) if home == zone => ready > day.and_time(time),
        Some(home) => home.instants(ready).end() > zone.instants(day.and_time(time)).start(),
        // Where the origin's zone is not known it can be as far west as UTC−12.
        None => ready.and_utc() + TimeDelta::hours(12) > *zone.instants(day.and_time(time)).start(),
    };
    while is_late(day) || !is_open(&pick_up, day) {
        day = next(day);
    }
    day
}

/// The cut-off of the hand-over day.
pub(super) fn valid_until(sheet: &Sheet, day: NaiveDate) -> Option<DateTime<Utc>> {
    let (time, zone) = sheet.transit.as_ref()?.cut_off?;
    let zone: Zone = zone.parse().unwrap();
    Some(*zone.instants(day.and_time(time)).start())
}

/// The first day, the last, and the business days up to it.
pub(super) fn arrival(scene: &Scene<'_>) -> (Option<NaiveDate>, Option<NaiveDate>, Option<u16>) {
    let Scene { sheet, order, zone, day, .. } = *scene;
    let Some(transit) = &sheet.transit else { return (None, None, None) };
    let days = match &transit.days {
        TransitDays::ByZone(days) => days[zone],
        TransitDays::Chart(rows) => charted(rows, scene).flatten(),
    };
    let Some((fewest, most)) = days else { return (None, None, None) };
    let (origin, destination) = (calendar(&order.from), calendar(&order.to));
    let arrives = |days: u16| {
        let destination = destination.as_ref()?;
        let counts = |day: NaiveDate| match transit.calendar {
            Counted::Destination => Some(is_open(destination, day)),
            Counted::Origin => Some(is_open(origin.as_ref()?, day)),
            Counted::Both => Some(is_open(destination, day) && is_open(origin.as_ref()?, day)),
        };
        let (mut day, mut left) = (day, days);
        while left > 0 {
            day = next(day);
            left -= u16::from(counts(day)?);
        }
        while !is_open(destination, day) {
            day = next(day);
        }
        Some(day)
    };
    (arrives(fewest), arrives(most), Some(most))
}
