//! A week's pattern of working days and the counting that needs nothing else. No holidays here.

use chrono::{Datelike, NaiveDate, Weekday};

/// Which days of the week are worked: bit 0 is Monday.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Week(u8);

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl Week {
    pub(super) const MONDAY_TO_FRIDAY: Self = Self(0b001_1111);

    pub(super) fn new(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | 1 << day.num_days_from_monday()))
    }

    pub(super) fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.num_days_from_monday() != 0
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn days(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// How many worked days lie in 0001-01-01 (a Monday) ..= `date`; negative before it.
    pub(super) fn up_to(self, date: NaiveDate) -> i64 {
        let elapsed = i64::from(date.num_days_from_ce());
        let begun = self.0 & ((1 << elapsed.rem_euclid(7)) - 1);
        elapsed.div_euclid(7) * self.length() + i64::from(begun.count_ones())
    }

    /// The worked day that has exactly `index` worked days before it, counted as by `up_to`.
    pub(super) fn nth(self, index: i64) -> Option<NaiveDate> {
        let weeks = index.checked_div_euclid(self.length())?;
        let rest = usize::try_from(index.checked_rem_euclid(self.length())?).ok()?;
        let day = i64::from(self.days().nth(rest)?.number_from_monday());
        let day = weeks.checked_mul(7)?.checked_add(day)?;
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
    }

    fn length(self) -> i64 {
        i64::from(self.0.count_ones())
    }
}
