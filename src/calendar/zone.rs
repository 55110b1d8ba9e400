//! Time zones by name: from an instant to a wall clock and back, with every reading a wall clock can have. No clock here.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};
use serde::{Deserialize, Serialize};

use super::data;

/// A zone of the tz database, such as `Europe/Madrid`; written and read as that name.
///
/// ```
/// use arriero::calendar::Zone;
///
/// let error = "Europe/Madird".parse::<Zone>().unwrap_err();
/// assert_eq!(error.to_string(), "\"Europe/Madird\" is no time zone; did you mean Europe/Madrid?");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(try_from = "String", into = "&'static str")]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of a place, if its country (ISO 3166-1 alpha-2), its region (ISO 3166-2, with or without the country) or its
    /// postcode decide it beyond doubt. `None` if they do not, or contradict each other: a zone is never invented.
    ///
    /// ```
    /// use arriero::calendar::Zone;
    ///
    /// let name = |country, region, postcode| Zone::of(country, region, postcode).map(Zone::name);
    /// assert_eq!(name("DE", None, None), Some("Europe/Berlin"));
    /// assert_eq!(name("ES", None, Some("35001")), Some("Atlantic/Canary"));
    /// assert_eq!(name("ES", None, None), None); // the mainland or the Canaries?
    /// assert_eq!(name("US", Some("TX"), None), None); // two zones
    /// ```
    #[must_use]
    pub fn of(country: &str, region: Option<&str>, postcode: Option<&str>) -> Option<Self> {
        data::zone(country, region, postcode).map(Self)
    }

    /// Its name in the tz database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What a clock on the wall shows at this instant.
    #[must_use]
    pub fn civil(self, instant: DateTime<Utc>) -> NaiveDateTime {
        let utc = instant.naive_utc();
        let offset = self.0.offset_from_utc_datetime(&utc).fix();
        // beyond the last date that can be written there is nothing to show but that date
        let limit =
            if offset.local_minus_utc() < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        utc.checked_add_offset(offset).unwrap_or(limit)
    }

    /// Every instant that a clock on the wall can mean, from the earliest to the latest reading.
    ///
    /// Most times mean one instant. One that happens twice, when clocks go back, means either; one that never happens,
    /// when they go forward, is read with the offset before the change and with the one after.
    #[must_use]
    pub fn instants(self, local: NaiveDateTime) -> RangeInclusive<DateTime<Utc>> {
        let (one, other) = match self.0.offset_from_local_datetime(&local) {
            MappedLocalTime::Single(offset) => (offset.fix(), offset.fix()),
            MappedLocalTime::Ambiguous(one, other) => (one.fix(), other.fix()),
            MappedLocalTime::None => {
                let gap = GapInfo::new(&local, &self.0);
                let before = gap.as_ref().and_then(|gap| gap.begin.map(|(_, offset)| offset.fix()));
                let after = gap.and_then(|gap| gap.end.map(|end| end.offset().fix()));
                let nearest = || self.0.offset_from_utc_datetime(&local).fix();
                (before.or(after).unwrap_or_else(nearest), after.or(before).unwrap_or_else(nearest))
            }
        };
        let read = |offset: chrono::FixedOffset| {
            let limit =
                if offset.local_minus_utc() < 0 { NaiveDateTime::MAX } else { NaiveDateTime::MIN };
            local.checked_sub_offset(offset).unwrap_or(limit).and_utc()
        };
        let (one, other) = (read(one), read(other));
        one.min(other)..=one.max(other)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl From<Zone> for &'static str {
    fn from(zone: Zone) -> Self {
        zone.name()
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        text.parse()
            .map(Self)
            .map_err(|_| UnknownZone { text: text.to_owned(), nearest: nearest(text) })
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;

    fn try_from(text: String) -> Result<Self, UnknownZone> {
        text.parse()
    }
}

/// A text that names no time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    text: String,
    nearest: Option<Zone>,
}

impl UnknownZone {
    /// The zone that was probably meant, if one is near enough.
    #[must_use]
    pub fn nearest(&self) -> Option<Zone> {
        self.nearest
    }
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no time zone; ", self.text)?;
        match self.nearest {
            Some(zone) => write!(f, "did you mean {zone}?"),
            None => f.write_str("a name of the tz database is needed, such as Europe/Madrid"),
        }
    }
}

impl std::error::Error for UnknownZone {}

/// The zone whose name is a few letters away; its last part (`Madrid`) is enough where the text has no other.
fn nearest(text: &str) -> Option<Zone> {
    const LONGEST: usize = 64; // twice the longest name: whatever is longer is no misspelling
    let wanted = text.trim().replace(' ', "_").to_lowercase();
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let distance = |zone: &Tz| {
        let name = zone.name().to_lowercase();
        let part =
            if wanted.contains('/') { &name } else { name.rsplit('/').next().unwrap_or(&name) };
        strsim::damerau_levenshtein(&wanted, part)
    };
    let (distance, zone) = TZ_VARIANTS
        .iter()
        .map(|zone| (distance(zone), zone))
        .min_by_key(|(distance, _)| *distance)?;
    (distance <= 3 && distance * 3 <= wanted.chars().count()).then_some(Zone(*zone))
}

#[cfg(test)]
mod tests;
