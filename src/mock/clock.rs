//! What time the mock takes it to be, and the hours it keeps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::Europe::Madrid;

use crate::model::OffsetDateTime;

/// A clock that a test moves, or the system's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Clock {
    /// The system's.
    System,
    /// Stands still until it is moved.
    Set(OffsetDateTime),
}

impl Clock {
    pub(super) fn now(self) -> OffsetDateTime {
        match self {
            Self::Set(now) => now,
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
                let now = DateTime::from_timestamp(seconds, since.subsec_nanos());
                local(now.unwrap_or(DateTime::UNIX_EPOCH))
            }
        }
    }

    /// Moves the clock on; the system's starts to stand where it is moved to.
    pub(super) fn advance(&mut self, by: Duration) {
        *self = Self::Set(later(self.now(), by));
    }
}

/// A moment some time after another; the same where that is beyond all calendars.
pub(super) fn later(from: OffsetDateTime, by: Duration) -> OffsetDateTime {
    let by = chrono::Duration::from_std(by).unwrap_or_default();
    from.checked_add_signed(by).unwrap_or(from)
}

/// The mock's depots stand where Madrid's clocks go.
pub(super) fn local(instant: DateTime<Utc>) -> OffsetDateTime {
    instant.with_timezone(&Madrid).fixed_offset()
}

/// Minutes after midnight on a day at the depots.
pub(super) fn on(day: NaiveDate, minutes: u32) -> OffsetDateTime {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes % 1_440 * 60, 0);
    let civil = day.and_time(time.unwrap_or(NaiveTime::MIN));
    // The hour that a spring night leaves out is no depot's.
    let instant = Madrid.from_local_datetime(&civil).earliest();
    instant.map_or_else(|| civil.and_utc().fixed_offset(), |instant| instant.fixed_offset())
}

/// The day itself if it is worked, else the next one that is: the mock knows weekends and no holidays.
pub(super) fn workday(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}

/// So many worked days later.
pub(super) fn workdays_after(day: NaiveDate, days: u8) -> NaiveDate {
    (0..days).fold(workday(day), |day, _| workday(day + Days::new(1)))
}
