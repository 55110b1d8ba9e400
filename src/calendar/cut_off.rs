//! Cut-offs: on which day a parcel that is ready at some moment is handed over. Which carrier has which cut-off is said
//! elsewhere.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Calendar, Zone};

/// The time of day until which a carrier still picks up on the same day; the time itself is in time.
///
/// ```
/// use arriero::calendar::CutOff;
///
/// let cut_off: CutOff = serde_json::from_str(r#"{ "time": "17:00", "zone": "Europe/Madrid" }"#)?;
/// assert_eq!(cut_off.zone.name(), "Europe/Madrid");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CutOff {
    /// On the clocks of `zone`.
    pub time: NaiveTime,
    /// Where the clock hangs, usually the depot's.
    pub zone: Zone,
}

impl CutOff {
    /// A cut-off at this time on the clocks of this zone.
    #[must_use]
    pub fn new(time: NaiveTime, zone: Zone) -> Self {
        Self { time, zone }
    }
}

/// When a parcel is ready at its origin, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Ready {
    /// The civil date at the origin.
    pub date: NaiveDate,
    /// The civil time at the origin; `None`: at any minute of that date.
    pub time: Option<NaiveTime>,
    /// The origin's zone; `None`: any from UTC−12 to UTC+14.
    pub zone: Option<Zone>,
}

impl Ready {
    /// Ready on this date, at a time and in a zone not known.
    #[must_use]
    pub fn on(date: NaiveDate) -> Self {
        Self { date, time: None, zone: None }
    }

    /// At this civil time.
    #[must_use]
    pub fn at(self, time: NaiveTime) -> Self {
        Self { time: Some(time), ..self }
    }

    /// On the clocks of this zone.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        Self { zone: Some(zone), ..self }
    }

    /// The first and the last minute that can be meant, on the origin's clocks.
    fn civil(self) -> (NaiveDateTime, NaiveDateTime) {
        match self.time {
            Some(time) => (self.date.and_time(time), self.date.and_time(time)),
            None => (self.date.and_time(NaiveTime::MIN), self.date.and_time(LAST_MINUTE)),
        }
    }

    /// Every instant that can be meant.
    fn instants(self) -> RangeInclusive<DateTime<Utc>> {
        let (first, last) = self.civil();
        if let Some(zone) = self.zone {
            return *zone.instants(first).start()..=*zone.instants(last).end();
        }
        let earliest = first.checked_sub_signed(EASTERNMOST).unwrap_or(NaiveDateTime::MIN);
        let latest = last.checked_add_signed(WESTERNMOST).unwrap_or(NaiveDateTime::MAX);
        earliest.and_utc()..=latest.and_utc()
    }
}

const EASTERNMOST: TimeDelta = TimeDelta::hours(14); // UTC+14: Kiritimati
const WESTERNMOST: TimeDelta = TimeDelta::hours(12); // UTC−12: Baker Island
const LAST_MINUTE: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The day on which a parcel is handed over: one, or the days it can be as long as something is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct HandOver {
    /// If the parcel is ready at the earliest moment that can be meant.
    pub earliest: NaiveDate,
    /// If it is ready at the latest.
    pub latest: NaiveDate,
}

impl HandOver {
    /// A day that is known.
    #[must_use]
    pub const fn on(day: NaiveDate) -> Self {
        Self { earliest: day, latest: day }
    }

    /// The day, if whatever is unknown does not change it.
    #[must_use]
    pub fn known(self) -> Option<NaiveDate> {
        (self.earliest == self.latest).then_some(self.earliest)
    }
}

/// The first pick-up day on or after the ready date (at the origin) whose cut-off is not before the ready moment.
///
/// Where the origin keeps the cut-off's zone the two wall clocks are compared, so a change of clocks blurs nothing; else
/// instants are, in every reading they have. `None` if the day lies outside the years that the pick-up calendar knows.
///
/// ```
/// use arriero::calendar::{Calendar, CutOff, Ready, Zone, hand_over};
/// use chrono::{NaiveDate, NaiveTime};
///
/// let madrid: Zone = "Europe/Madrid".parse()?;
/// let five = NaiveTime::from_hms_opt(17, 0, 0).ok_or("no such time")?;
/// let friday = NaiveDate::from_ymd_opt(2026, 12, 4).ok_or("no such day")?;
/// let pick_up = Calendar::of("ES", Some("MD")).ok_or("no data for Spain")?; // 7 and 8 December are holidays there
///
/// let ready = Ready::on(friday).at(five).in_zone(madrid);
/// let on_time = hand_over(ready, CutOff::new(five, madrid), &pick_up).ok_or("out of range")?;
/// assert_eq!(on_time.known(), Some(friday));
///
/// // the time not known: Friday, or Wednesday
/// let some_time = hand_over(Ready::on(friday).in_zone(madrid), CutOff::new(five, madrid), &pick_up).ok_or("out of range")?;
/// assert_eq!(some_time.earliest, friday);
/// assert_eq!(Some(some_time.latest), NaiveDate::from_ymd_opt(2026, 12, 9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn hand_over(ready: Ready, cut_off: CutOff, pick_up: &Calendar) -> Option<HandOver> {
    let from = pick_up.roll_forward(ready.date)?;
    if ready.zone == Some(cut_off.zone) {
        let (first, last) = ready.civil();
        let by = |moment| first_day(pick_up, from, |day| moment <= day.and_time(cut_off.time));
        return Some(HandOver { earliest: by(first)?, latest: by(last)? });
    }
    let ready = ready.instants();
    let closes = |day: NaiveDate| cut_off.zone.instants(day.and_time(cut_off.time));
    Some(HandOver {
        earliest: first_day(pick_up, from, |day| ready.start() <= closes(day).end())?,
        latest: first_day(pick_up, from, |day| ready.end() <= closes(day).start())?,
    })
}

/// Two zones are at most 26 hours apart, so this ends after a few days.
fn first_day(
    pick_up: &Calendar,
    from: NaiveDate,
    in_time: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let mut day = from;
    while !in_time(day) {
        day = pick_up.roll_forward(day.checked_add_days(Days::new(1))?)?;
    }
    Some(day)
}

#[cfg(test)]
mod tests;
