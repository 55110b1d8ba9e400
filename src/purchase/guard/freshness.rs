//! When a price is so old that it is asked again. Not: what comes of asking.

use std::time::Duration;

use crate::model::{Moment, Rate};
use crate::store::Instant;

/// When the price of a rate is asked again before it is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// Every time.
    Always,
    /// When the rate is or may be past its `valid_until`, is older than this, or its age is not told.
    Within(Duration),
    /// Never, not even past its validity.
    Never,
}

impl Default for Freshness {
    /// A quarter of an hour: longer than a program takes from asking all carriers to buying, so that what was chosen a moment ago
    /// costs no second call, and shorter than the time in which a shop's order becomes a parcel.
    fn default() -> Self {
        Self::Within(Duration::from_mins(15))
    }
}

/// The zone where a day begins first is so far ahead of UTC.
const EARLIEST: chrono::Duration = chrono::Duration::hours(14);

impl Freshness {
    /// `quoted`: when the rate was asked for; `None`: not told.
    pub(super) fn asks_again(self, rate: &Rate, quoted: Option<Instant>, now: Instant) -> bool {
        let most = match self {
            Self::Always => return true,
            Self::Never => return false,
            Self::Within(most) => most,
        };
        // Clocks differ: a moment ahead of ours is as far away as one behind.
        let age = quoted.and_then(|quoted| (now - quoted).abs().to_std().ok());
        age.is_none_or(|age| age > most)
            || rate.valid_until.is_some_and(|until| may_be_past(until, now))
    }
}

/// Whether a moment is over somewhere: a zone that is not told may be any.
fn may_be_past(until: Moment, now: Instant) -> bool {
    let civil = match until {
        Moment::Instant(until) => return now > until,
        Moment::Local(until) => Some(until),
        // The whole day counts.
        Moment::Date(day) => day.succ_opt().map(|next| next.and_time(chrono::NaiveTime::MIN)),
    };
    // The end of the calendar is not past.
    let over = civil.and_then(|civil| civil.checked_sub_signed(EARLIEST));
    over.is_some_and(|over| now.naive_utc() >= over)
}
