//! Business days: which days count, and the arithmetic over them. Where holidays come from is the data's affair.

use std::{fmt, ops::RangeInclusive, sync::Arc};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    data, region_of,
    span::{DaySet, Span, Years},
    week::Week,
};

/// Which holidays a [`Calendar`] knows about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// None: a pattern of the week, and what days the caller closed.
    Week,
    /// The public holidays of a country, for which no regional ones are recorded.
    Country,
    /// The national holidays only: regions of this country have more, and the region is unknown.
    NationalOnly,
    /// The public holidays of a region, national ones included.
    Region,
}

impl Scope {
    /// What is known of two calendars together: a region that is missing in one is missing in both.
    fn and(self, other: Self) -> Self {
        let by_weight = [Self::NationalOnly, Self::Region, Self::Country];
        by_weight.into_iter().find(|scope| [self, other].contains(scope)).unwrap_or(Self::Week)
    }
}

/// A set of business days with arithmetic in constant time. Immutable; a clone costs a counter.
///
/// A calendar with holidays or closed days knows the years 2020 to 2035 (fewer where the source has fewer, see
/// [`span`](Self::span)) and answers `None` outside them; it never guesses. [`weekdays`](Self::weekdays) knows every year.
///
/// Two calendars are equal if they have the same working week, the same closed days, the same business days and the
/// same [`Scope`].
///
/// ```
/// use arriero::calendar::Calendar;
/// use chrono::NaiveDate;
///
/// let portugal = Calendar::of("PT", None).ok_or("no data for Portugal")?;
/// let monday = NaiveDate::from_ymd_opt(2026, 11, 30).ok_or("no such day")?;
/// // Tuesday 1 December is a holiday
/// assert_eq!(portugal.add_business_days(monday, 1), NaiveDate::from_ymd_opt(2026, 12, 2));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Calendar {
    days: Days,
    scope: Scope,
}

#[derive(Clone, PartialEq, Eq)]
enum Days {
    /// Every year alike.
    Every(Week),
    Within(Arc<Span>),
}

impl Calendar {
    /// Monday to Friday without holidays, in all years.
    #[must_use]
    pub fn weekdays() -> Self {
        Self { days: Days::Every(Week::MONDAY_TO_FRIDAY), scope: Scope::Week }
    }

    /// The public holidays and the usual week of a country (ISO 3166-1 alpha-2) and, if given, of one of its regions (ISO
    /// 3166-2, with or without the country: `MD`, `ES-MD`); upper or lower case. `None`: no data for this country.
    ///
    /// A region that the data does not have gives the national holidays; [`scope`](Self::scope) says which were found.
    #[must_use]
    pub fn of(country: &str, region: Option<&str>) -> Option<Self> {
        data::calendar(country, region)
    }

    /// [`Calendar::of`] with the region that the postcode lies in ([`region_of`]), or else the national holidays.
    #[must_use]
    pub fn for_postcode(country: &str, postcode: &str) -> Option<Self> {
        Self::of(country, region_of(country, postcode))
    }

    pub(super) fn new(span: Span, scope: Scope) -> Self {
        Self { days: Days::Within(Arc::new(span)), scope }
    }

    /// The same closed days under another working week, for instance of a carrier that delivers on Saturdays.
    ///
    /// Days on which a country works against its own week (a Saturday that repays a bridge day) are no longer counted:
    /// the week given is the whole truth about the week.
    #[must_use]
    pub fn with_weekdays(&self, weekdays: &[Weekday]) -> Self {
        let week = Week::new(weekdays.iter().copied());
        let days = match &self.days {
            Days::Every(_) => Days::Every(week),
            Days::Within(span) => Days::Within(Arc::new(span.with_week(week))),
        };
        Self { days, ..*self }
    }

    /// With more days closed, for instance a company's own. Closing a day bounds a calendar of all years to 2020 to 2035,
    /// for nobody has said what is closed after; closed days outside those years change nothing.
    #[must_use]
    pub fn with_closed(&self, closed: &[NaiveDate]) -> Self {
        let set = DaySet::of(closed.iter().copied());
        let span = match &self.days {
            _ if closed.is_empty() => return self.clone(),
            Days::Every(week) => Span::new(Years::ALL, *week, set, &DaySet::NONE),
            Days::Within(span) => span.with_closed(&set),
        };
        Self::new(span, self.scope)
    }

    /// The days that are business days in both, known where both are known.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let days = match (&self.days, &other.days) {
            (Days::Every(ours), Days::Every(theirs)) => Days::Every(ours.and(*theirs)),
            (Days::Every(week), Days::Within(span)) | (Days::Within(span), Days::Every(week)) => {
                Days::Within(Arc::new(span.within_week(*week)))
            }
            (Days::Within(ours), Days::Within(theirs)) => Days::Within(Arc::new(ours.and(theirs))),
        };
        Self { days, scope: self.scope.and(other.scope) }
    }

    /// Which holidays are in here.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The first and the last day that the calendar knows; `None`: it knows every year.
    #[must_use]
    pub fn span(&self) -> Option<RangeInclusive<NaiveDate>> {
        match &self.days {
            Days::Every(_) => None,
            Days::Within(span) => Some(span.years.first_day()?..=span.years.last_day()?),
        }
    }

    /// Is this a business day? `None` outside the years that the calendar knows.
    #[must_use]
    pub fn is_business_day(&self, date: NaiveDate) -> Option<bool> {
        Some(self.rank(date)?.0)
    }

    /// The `n`-th business day after `date` (itself not counted, business day or not); with `n` = 0 the date itself, even
    /// if nobody works. For `n` ≥ 1 this is numpy's `busday_offset(date, n, roll="backward")`. `None` where it cannot be known.
    #[must_use]
    pub fn add_business_days(&self, date: NaiveDate, n: u16) -> Option<NaiveDate> {
        let (_, up_to) = self.rank(date)?;
        if n == 0 { Some(date) } else { self.nth(up_to + i64::from(n) - 1) }
    }

    /// The date itself if it is a business day, else the next one. `None` where it cannot be known.
    #[must_use]
    pub fn roll_forward(&self, date: NaiveDate) -> Option<NaiveDate> {
        match self.rank(date)? {
            (true, _) => Some(date),
            (false, up_to) => self.nth(up_to),
        }
    }

    /// The date itself if it is a business day, else the one before. `None` where it cannot be known.
    #[must_use]
    pub fn roll_backward(&self, date: NaiveDate) -> Option<NaiveDate> {
        match self.rank(date)? {
            (true, _) => Some(date),
            (false, up_to) => self.nth(up_to - 1),
        }
    }

    /// The least `n` for which [`add_business_days`](Self::add_business_days)`(from, n)` is at or past `to`; 0 if `to` is
    /// not after `from`. `None` where it cannot be known, or past 65,535.
    #[must_use]
    pub fn business_days_between(&self, from: NaiveDate, to: NaiveDate) -> Option<u16> {
        let ((_, before), (_, after)) = (self.rank(from)?, self.rank(to)?);
        if to <= from {
            return Some(0);
        }
        let reached = self.roll_forward(to)?;
        let beyond = i64::from(reached > to);
        u16::try_from(after - before + beyond).ok()
    }

    /// Is this a business day, and how many are there up to and including it, from wherever this calendar counts?
    fn rank(&self, date: NaiveDate) -> Option<(bool, i64)> {
        match &self.days {
            Days::Every(week) => Some((week.contains(date.weekday()), week.up_to(date))),
            Days::Within(span) => span.rank(date),
        }
    }

    /// The business day with exactly `index` business days before it.
    fn nth(&self, index: i64) -> Option<NaiveDate> {
        match &self.days {
            Days::Every(week) => week.nth(index),
            Days::Within(span) => span.nth(index),
        }
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (week, closed) = match &self.days {
            Days::Every(week) => (*week, 0),
            Days::Within(span) => (span.week, span.closed.len()),
        };
        f.debug_struct("Calendar")
            .field("scope", &self.scope)
            .field("week", &week.days().map(|day| day.to_string()).collect::<Vec<_>>().join(" "))
            .field("closed_days", &closed)
            .field("span", &self.span())
            .finish()
    }
}

#[cfg(test)]
mod tests;
