//! What is being shipped, as far as choosing needs to know: places and moments.

use serde::{Deserialize, Serialize};

use crate::calendar::{self, Calendar, CutOff, HandOver, Ready, Zone, region_of};
use crate::model::{Address, Country, Date, LocalDateTime, OffsetDateTime, RateRequest, Time};

/// The moments and places of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Request {
    /// The moment of the decision.
    pub now: OffsetDateTime,
    /// The day the shipment is ready, civil at the origin.
    pub ready_on: Date,
    /// The time of that day; `None`: not known.
    pub ready_at: Option<Time>,
    /// Where it starts.
    pub origin: Site,
    /// Where it goes.
    pub destination: Site,
    /// When carriers pick up that do not say it themselves; `None`: not known, so that their days cannot be counted from a
    /// date.
    #[serde(default)]
    pub hand_over: Option<PickUp>,
    /// The calendar that "at most so many business days" counts by; `None`: Monday to Friday less the destination's public
    /// holidays.
    #[serde(default)]
    pub business_days: Option<CalendarChoice>,
}

impl Request {
    /// A shipment that is ready on a day.
    #[must_use]
    pub const fn new(now: OffsetDateTime, ready_on: Date, origin: Site, destination: Site) -> Self {
        Self {
            now,
            ready_on,
            ready_at: None,
            origin,
            destination,
            hand_over: None,
            business_days: None,
        }
    }

    /// What a rate was asked for, at a moment.
    #[must_use]
    pub fn of(rates: &RateRequest, now: OffsetDateTime) -> Self {
        let shipment = &rates.shipment;
        Self {
            ready_at: rates.ready_at,
            ..Self::new(now, rates.ship_on, Site::of(&shipment.from), Site::of(shipment.to.place()))
        }
    }

    /// Ready at a time of that day.
    #[must_use]
    pub const fn ready_at(mut self, time: Time) -> Self {
        self.ready_at = Some(time);
        self
    }

    /// With when carriers pick up that do not say it themselves.
    #[must_use]
    pub fn picked_up(mut self, pick_up: PickUp) -> Self {
        self.hand_over = Some(pick_up);
        self
    }

    /// The days on which carriers pick up that do not say it themselves; `None`: not known.
    pub(super) fn pick_up_days(&self) -> Option<Calendar> {
        match &self.hand_over.as_ref()?.calendar {
            Some(choice) => choice.calendar(),
            None => Some(self.origin.calendar().unwrap_or_else(Calendar::weekdays)),
        }
    }

    /// The hand-over day of a carrier that does not say it itself; `None`: not known.
    pub(super) fn default_hand_over(&self, pick_up_days: Option<&Calendar>) -> Option<HandOver> {
        let pick_up = self.hand_over.as_ref()?;
        let mut ready = Ready::on(self.ready_on);
        ready.time = self.ready_at;
        ready.zone = self.origin.zone;
        calendar::hand_over(ready, pick_up.cut_off, pick_up_days?)
    }
}

/// A place, as far as calendars and clocks need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Site {
    /// The country.
    pub country: Country,
    /// The part of an ISO 3166-2 code after the hyphen; `None`: national holidays alone are known.
    pub region: Option<String>,
    /// Its time zone; `None`: not known, and none is invented.
    pub zone: Option<Zone>,
}

impl Site {
    /// A country, with its zone where it has one.
    #[must_use]
    pub fn new(country: Country) -> Self {
        Self { country, region: None, zone: Zone::of(country.as_str(), None, None) }
    }

    /// A region of a country, with its zone where that is beyond doubt.
    #[must_use]
    pub fn in_region(country: Country, region: impl Into<String>) -> Self {
        let region = region.into();
        let zone = Zone::of(country.as_str(), Some(&region), None);
        Self { country, region: Some(region), zone }
    }

    /// Where an address is: its region, or the one that its postal code tells.
    #[must_use]
    pub fn of(address: &Address) -> Self {
        let country = address.country.as_str();
        let postcode = address.postal_code.as_deref();
        let told = postcode.and_then(|postcode| region_of(country, postcode));
        let region = told.map(str::to_owned).or_else(|| address.region.clone());
        let zone = Zone::of(country, region.as_deref(), postcode);
        Self { country: address.country, region, zone }
    }

    /// In a zone.
    #[must_use]
    pub const fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// Monday to Friday less the public holidays there; `None` where they are not known.
    pub(super) fn calendar(&self) -> Option<Calendar> {
        Calendar::of(self.country.as_str(), self.region.as_deref())
            .or_else(|| Calendar::of(self.country.as_str(), None))
    }
}

/// When a carrier picks up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PickUp {
    /// Until when on a day.
    pub cut_off: CutOff,
    /// On which days; `None`: the business days of the origin.
    pub calendar: Option<CalendarChoice>,
}

impl PickUp {
    /// Until a cut-off, on the business days of the origin.
    #[must_use]
    pub const fn until(cut_off: CutOff) -> Self {
        Self { cut_off, calendar: None }
    }
}

/// A calendar by its name, so that it can be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CalendarChoice {
    /// Monday to Friday, no holidays.
    Weekdays,
    /// Monday to Friday less the public holidays of a country, or of a region of it.
    Of {
        /// The country.
        country: Country,
        /// The part of an ISO 3166-2 code after the hyphen; `None`: national holidays alone.
        region: Option<String>,
    },
}

impl CalendarChoice {
    /// The calendar; `None` where the country's holidays are not known.
    pub(super) fn calendar(&self) -> Option<Calendar> {
        match self {
            Self::Weekdays => Some(Calendar::weekdays()),
            Self::Of { country, region } => Calendar::of(country.as_str(), region.as_deref()),
        }
    }
}

/// A civil moment in minutes since 1970-01-01 00:00 on the same clock. Seconds round **up**, though not into the next day:
/// 23:59:59 is how carriers write the end of a day.
pub(super) fn minutes(moment: LocalDateTime) -> i64 {
    let seconds = moment.and_utc().timestamp();
    let started = seconds.rem_euclid(60) > 0 || moment.and_utc().timestamp_subsec_nanos() > 0;
    let minute = seconds.div_euclid(60);
    minute + i64::from(started && minute.rem_euclid(DAY) < DAY - 1)
}

/// The first minute of a day.
pub(super) fn day_start(date: Date) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&date) - EPOCH_FROM_CE) * DAY
}

/// The days from 0001-01-01 (day 1 of the common era) to 1970-01-01.
const EPOCH_FROM_CE: i32 = 719_163;

/// Minutes of a day.
pub(super) const DAY: i64 = 24 * 60;

/// The day of a minute; `None` where it is out of range.
pub(super) fn date_of(minute: i64) -> Option<Date> {
    let days = i32::try_from(minute.div_euclid(DAY)).ok()?;
    Date::from_num_days_from_ce_opt(days.checked_add(EPOCH_FROM_CE)?)
}

/// The civil moment of a minute; `None` where it is out of range.
pub(super) fn moment_of(minute: i64) -> Option<LocalDateTime> {
    chrono::DateTime::from_timestamp(minute.checked_mul(60)?, 0).map(|moment| moment.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_count_from_1970_and_seconds_round_up_within_their_day() {
        let at = |text: &str| minutes(text.parse().unwrap());
        assert_eq!(at("1970-01-01T00:00:00"), 0);
        assert_eq!(at("1970-01-02T00:01:00"), DAY + 1);
        assert_eq!(at("1970-01-01T00:00:01"), 1);
        assert_eq!(at("1969-12-31T23:58:30"), -1);
        assert_eq!(at("1970-01-01T23:59:59"), at("1970-01-01T23:59:00"));
        assert_eq!(day_start("2026-11-23".parse().unwrap()), at("2026-11-23T00:00:00"));
        assert_eq!(date_of(at("2026-11-23T23:59:00")), "2026-11-23".parse().ok());
    }

    #[test]
    fn a_spanish_postal_code_tells_region_and_zone() {
        let canarias = Address::new(Country::ES).with_city("35001", "Las Palmas");
        let site = Site::of(&canarias);
        assert_eq!(site.region.as_deref(), Some("CN"));
        assert_eq!(site.zone.map(Zone::name), Some("Atlantic/Canary"));
    }
}
