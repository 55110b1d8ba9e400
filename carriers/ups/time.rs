//! Days and clocks as the carrier writes them.

use crate::model::{Date, Time};

/// `YYYYMMDD`
pub(super) fn day(text: &str) -> Option<Date> {
    Date::parse_from_str(text, "%Y%m%d").ok()
}

/// `HHMMSS` or `HHMM`; a leading zero may be missing, midnight is `0`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let (padded, format) = if text.len() > 4 {
        (format!("{text:0>6}"), "%H%M%S")
    } else {
        (format!("{text:0>4}"), "%H%M")
    };
    Time::parse_from_str(&padded, format).ok()
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
        assert_eq!((clock("2561"), clock("noon"), day("20261301")), (None, None, None));
    }
}
