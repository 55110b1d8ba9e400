//! Three different things that are called a time: a date, a local time whose zone is unknown, an instant with an offset.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::from_text::{by_text, quoted};

/// A civil date.
pub type Date = chrono::NaiveDate;
/// A civil time of day.
pub type Time = chrono::NaiveTime;
/// A civil date and time whose zone is unknown.
pub type LocalDateTime = chrono::NaiveDateTime;
/// An instant, with the offset it was told in.
pub type OffsetDateTime = chrono::DateTime<chrono::FixedOffset>;

/// A moment as far as it is known. A zone is never invented.
///
/// Reads and prints as `2026-11-25`, `2026-11-25T10:30:00` or `2026-11-25T10:30:00+01:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A day, somewhere.
    Date(Date),
    /// A time on a clock, the zone unknown.
    Local(LocalDateTime),
    /// An instant.
    Instant(OffsetDateTime),
}

impl Moment {
    /// The civil date as it was told.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Local(local) => local.date(),
            Self::Instant(instant) => instant.date_naive(),
        }
    }
}

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no moment; write 2026-11-25, 2026-11-25T10:30 or 2026-11-25T10:30:00+01:00")]
pub struct MomentError(String);

const LOCAL: &str = "%Y-%m-%dT%H:%M:%S%.f";

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Local(local) => write!(f, "{}", local.format(LOCAL)),
            Self::Instant(instant) => f.write_str(&instant.to_rfc3339()),
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        if let Ok(instant) = OffsetDateTime::parse_from_rfc3339(text) {
            return Ok(Self::Instant(instant));
        }
        if let Ok(instant) = OffsetDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z") {
            return Ok(Self::Instant(instant));
        }
        for format in [LOCAL, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"] {
            if let Ok(local) = LocalDateTime::parse_from_str(text, format) {
                return Ok(Self::Local(local));
            }
        }
        text.parse().map(Self::Date).map_err(|_| MomentError(quoted(text)))
    }
}

by_text!(Moment, "a moment: 2026-11-25, 2026-11-25T10:30 or 2026-11-25T10:30:00+01:00");

/// `#[serde(with)]` for the time of a tracking event: `{"local": …, "offset": …}`, the offset `null` where it is unknown.
pub(crate) mod parts {
    use super::{Deserialize, Deserializer, Moment, Serialize, Serializer, de};

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(crate) struct Parts {
        /// The date, or the date and time, as the carrier told it.
        local: String,
        /// The offset from UTC, such as `+01:00`; `null` where the carrier does not tell it.
        offset: Option<String>,
    }

    pub(crate) fn serialize<S: Serializer>(
        moment: &Moment,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let (local, offset) = match moment {
            Moment::Instant(instant) => {
                (Moment::Local(instant.naive_local()), Some(instant.offset().to_string()))
            }
            other => (*other, None),
        };
        Parts { local: local.to_string(), offset }.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Moment, D::Error> {
        let Parts { local, offset } = Parts::deserialize(deserializer)?;
        format!("{local}{}", offset.unwrap_or_default()).parse().map_err(de::Error::custom)
    }
}

/// `#[serde(with)]` for a time of day: written `10:30`, with seconds only where there are some.
pub(crate) mod clock {
    use super::{Deserialize, Deserializer, Serializer, Time, de};

    pub(crate) fn text(time: Time) -> String {
        use chrono::Timelike;
        time.format(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
    }

    #[expect(clippy::ref_option, reason = "the signature that serde's `with` calls")]
    pub(crate) fn serialize<S: Serializer>(
        time: &Option<Time>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.serialize_str(&text(*time)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Time>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| de::Error::custom(format_args!("{text} is no time of day; write 10:30")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_what_is_known_and_adds_nothing() {
        for text in [
            "2026-11-25",
            "2026-11-25T10:30:00",
            "2026-11-25T10:30:00+01:00",
            "2026-11-25T10:30:00-08:00",
        ] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2026-11-25T10:30".parse::<Moment>().unwrap().to_string(),
            "2026-11-25T10:30:00"
        );
        assert!("25/11/2026".parse::<Moment>().is_err());
    }

    #[test]
    fn the_time_of_an_event_says_that_its_offset_is_unknown() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Event {
            #[serde(with = "parts")]
            time: Moment,
        }
        for (moment, json) in [
            ("2026-11-25", r#"{"time":{"local":"2026-11-25","offset":null}}"#),
            ("2026-11-25T10:30:00", r#"{"time":{"local":"2026-11-25T10:30:00","offset":null}}"#),
            (
                "2026-11-25T10:30:00+01:00",
                r#"{"time":{"local":"2026-11-25T10:30:00","offset":"+01:00"}}"#,
            ),
        ] {
            let event = Event { time: moment.parse().unwrap() };
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
            assert_eq!(serde_json::from_str::<Event>(json).unwrap(), event);
        }
    }
}
