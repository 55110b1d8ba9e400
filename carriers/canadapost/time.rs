//! Days, clocks and zones as the carrier writes them.

use chrono::FixedOffset;

use super::wire::told;
use crate::model::{Date, LocalDateTime, Moment, OffsetDateTime, Time};

/// The provinces and territories (ISO 3166-2:CA).
const PROVINCES: [&str; 13] =
    ["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"];

/// Whether a region is one of Canada.
pub(super) fn is_province(code: &str) -> bool {
    PROVINCES.contains(&code.trim())
}

/// `2026-11-25`; an empty element is no day.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = told(text)?;
    let number = |part: &str| {
        let lawful = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| lawful)
    };
    let [year, month, day] = [text.get(..4)?, text.get(5..7)?, text.get(8..)?].map(number);
    let lawful = text.len() == 10 && text.get(4..5)? == "-" && text.get(7..8)? == "-";
    Date::from_ymd_opt(i32::try_from(year?).ok()?, month?, day?).filter(|_| lawful)
}

/// `16:05:31` or `16:05`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let text = told(text)?;
    ["%H:%M:%S", "%H:%M"].iter().find_map(|format| Time::parse_from_str(text, format).ok())
}

/// `20261125:160531`, the clock of nobody says which zone.
pub(super) fn stamp(text: &str) -> Option<LocalDateTime> {
    LocalDateTime::parse_from_str(told(text)?, "%Y%m%d:%H%M%S").ok()
}

/// `xsd:dateTime`; `None`: it has no zone.
pub(super) fn instant(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse_from_rfc3339(told(text)?).ok()
}

/// A day, a clock and a zone that stand apart. The zone's letters are read only for an event in Canada: abroad `CST` may be
/// another's.
pub(super) fn moment(date: &str, time: &str, zone: &str, province: &str) -> Option<Moment> {
    let date = day(date)?;
    let Some(time) = clock(time) else { return Some(Moment::Date(date)) };
    let local = date.and_time(time);
    let offset = offset(zone.trim()).filter(|_| is_province(province));
    let instant = offset.and_then(|offset| local.and_local_timezone(offset).single());
    Some(instant.map_or(Moment::Local(local), Moment::Instant))
}

/// The zones of Canada, by the letters that are usual there.
fn offset(zone: &str) -> Option<FixedOffset> {
    let minutes = match zone {
        "NDT" => -150,
        "ADT" => -180,
        "NST" => -210,
        "AST" | "EDT" => -240,
        "EST" | "CDT" => -300,
        "CST" | "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        _ => return None,
    };
    FixedOffset::east_opt(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(date: &str, time: &str, zone: &str, province: &str) -> Option<String> {
        moment(date, time, zone, province).map(|moment| moment.to_string())
    }

    #[test]
    fn a_zone_of_canada_makes_an_instant_and_no_other_does() {
        for (zone, province, wanted) in [
            ("EST", "ON", "2026-11-25T16:05:31-05:00"),
            ("NST", "NL", "2026-11-25T16:05:31-03:30"),
            ("EDT", "QC", "2026-11-25T16:05:31-04:00"),
            ("CST", "", "2026-11-25T16:05:31"),
            ("XYZ", "ON", "2026-11-25T16:05:31"),
            ("", "ON", "2026-11-25T16:05:31"),
        ] {
            let told = read("2026-11-25", "16:05:31", zone, province);
            assert_eq!(told.as_deref(), Some(wanted), "{zone} {province}");
        }
    }

    #[test]
    fn a_day_without_a_clock_is_a_day_and_nothing_is_nothing() {
        assert_eq!(read("2026-11-25", "", "EST", "ON").as_deref(), Some("2026-11-25"));
        assert_eq!(read("", "16:05:31", "EST", "ON"), None);
        assert_eq!(clock("soon"), None);
    }

    #[test]
    fn a_day_is_one_of_the_calendar_written_as_the_schema_says() {
        assert_eq!(day(" 2026-11-25 "), Date::from_ymd_opt(2026, 11, 25));
        for text in [
            "",
            "25.11.2026",
            "2026-13-01",
            "2026-02-29",
            "2026-11-5",
            "2026-11-+5",
            "2026/11/25",
            "2026-11-25Z",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_stamp_has_no_zone() {
        let told = stamp("20261125:160531").unwrap();
        assert_eq!(Moment::Local(told).to_string(), "2026-11-25T16:05:31");
    }
}
