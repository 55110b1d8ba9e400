//! When a carrier says to come back: in seconds, as an HTTP date, in a header of its own.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Longer is told as this: a day.
const LONGEST: Duration = Duration::from_hours(24);

/// Beyond that a number is a moment (seconds since 1970, as `X-RateLimit-Reset` has them), not a wait.
const FIRST_MOMENT: u64 = 1_000_000_000;

/// The wait that an answer asks for: `Retry-After`, else the first of `private` headers that can be read. `None`: not told.
pub(super) fn read(headers: &HeaderMap, private: &[String], now: SystemTime) -> Option<Duration> {
    let now = told_now(headers).unwrap_or(now);
    let names = std::iter::once(RETRY_AFTER.as_str()).chain(private.iter().map(String::as_str));
    names
        .filter_map(|name| headers.get(name)?.to_str().ok())
        .find_map(|text| parse(text.trim(), now))
}

/// The carrier's own clock is the one its dates are from.
fn told_now(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    let wait = match seconds(text) {
        Some(moment) if moment >= FIRST_MOMENT => {
            let moment = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(moment))?;
            moment.duration_since(now).unwrap_or_default()
        }
        Some(seconds) => Duration::from_secs(seconds),
        None => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(LONGEST))
}

/// Whole seconds, a fraction rounded up: to come back too early is to be sent away again.
fn seconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let up = u64::from(fraction.bytes().any(|byte| byte != b'0'));
    Some(whole.parse::<u64>().unwrap_or(FIRST_MOMENT - 1).saturating_add(up))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn told(pairs: &[(&'static str, &str)], private: &[&str]) -> Option<Duration> {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        let private: Vec<_> = private.iter().map(|&name| name.to_owned()).collect();
        read(&headers, &private, SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
    }

    #[test]
    fn reads_seconds_a_date_and_a_header_of_the_carriers_own() {
        assert_eq!(told(&[("retry-after", "7")], &[]), Some(Duration::from_secs(7)));
        assert_eq!(told(&[("retry-after", "0.2")], &[]), Some(Duration::from_secs(1)));
        let date = told(&[("retry-after", "Tue, 14 Nov 2023 22:13:50 GMT")], &[]);
        assert_eq!(date, Some(Duration::from_secs(30)));
        let own = told(&[("x-wait", "12")], &["x-wait"]);
        assert_eq!(own, Some(Duration::from_secs(12)));
        let reset = told(&[("x-ratelimit-reset", "1700000045")], &["x-ratelimit-reset"]);
        assert_eq!(reset, Some(Duration::from_secs(45)));
    }

    #[test]
    fn a_date_is_counted_by_the_clock_of_whom_it_is_from() {
        let wait = told(
            &[
                ("retry-after", "Tue, 14 Nov 2023 22:00:10 GMT"),
                ("date", "Tue, 14 Nov 2023 22:00:00 GMT"),
            ],
            &[],
        );
        assert_eq!(wait, Some(Duration::from_secs(10)));
    }

    #[test]
    fn a_date_that_is_past_is_no_wait_and_nonsense_is_not_told() {
        let past = told(&[("retry-after", "Tue, 14 Nov 2023 22:00:10 GMT")], &[]);
        assert_eq!(past, Some(Duration::ZERO));
        for nonsense in ["", "soon", "-3", "1e3", "12 s", "."] {
            assert_eq!(told(&[("retry-after", nonsense)], &[]), None, "{nonsense:?}");
        }
        assert_eq!(told(&[], &["x-wait"]), None);
    }

    proptest! {
        #[test]
        fn whatever_is_told_is_read_without_harm_and_at_most_a_day(text in "[ -~]{0,40}") {
            prop_assert!(told(&[("retry-after", &text)], &[]).unwrap_or_default() <= LONGEST);
        }

        #[test]
        fn seconds_are_what_they_say(seconds in 0_u64..86_400) {
            let wait = told(&[("retry-after", &seconds.to_string())], &[]);
            prop_assert_eq!(wait, Some(Duration::from_secs(seconds)));
        }

        #[test]
        fn a_date_so_far_ahead_is_a_wait_so_long(ahead in 0_u64..86_400) {
            let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + ahead);
            let wait = told(&[("retry-after", &httpdate::fmt_http_date(moment))], &[]);
            prop_assert_eq!(wait, Some(Duration::from_secs(ahead)));
        }
    }
}
