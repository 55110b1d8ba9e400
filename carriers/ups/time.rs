//! Days and clocks as the carrier writes them.

use crate::model::{Date, Time};

/// `YYYYMMDD`
pub(super) fn day(text: &str) -> Option<Date> {
    let number = digits(text).filter(|_| text.len() == 8)?;
    Date::from_ymd_opt(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100)
}

/// `HHMMSS` or `HHMM`; a leading zero may be missing, midnight is `0`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let number = digits(text)?;
    if text.len() > 4 {
        Time::from_hms_opt(number / 10_000, number / 100 % 100, number % 100)
    } else {
        Time::from_hms_opt(number / 100, number % 100, 0)
    }
}

/// A number of eight digits at most, and of nothing else.
fn digits(text: &str) -> Option<u32> {
    let lawful = text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| lawful)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_read_with_and_without_seconds_and_leading_zero() {
        for (text, time) in [
            ("103000", "10:30:00"),
            ("74700", "07:47:00"),
            ("1030", "10:30:00"),
            ("930", "09:30:00"),
            ("0", "00:00:00"),
        ] {
            assert_eq!(clock(text), Some(time.parse().unwrap()), "{text}");
        }
        for text in ["2561", "noon", "", "+930", "1030000", "103061"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_has_eight_digits_and_is_one_of_the_calendar() {
        assert_eq!(day("20261125"), Date::from_ymd_opt(2026, 11, 25));
        for text in ["20261301", "20260229", "2026112", "2026-11-25", "+2026112", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
