//! What happened to a parcel: where, when, and why.

use serde::{Deserialize, Serialize};

use super::Status;
use crate::model::{Country, LocalDateTime, Moment, Time, time};

/// Something that happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event {
    /// Where the parcel was after it.
    pub status: Status,
    /// Why; `None`: not told, or nothing special.
    pub reason: Option<Reason>,
    /// The carrier's own code and words, so that tables can be mended and history mapped again.
    #[serde(flatten)]
    pub raw: RawStatus,
    /// When.
    #[serde(with = "time::parts")]
    #[cfg_attr(feature = "schema", schemars(with = "time::parts::Parts"))]
    pub time: Moment,
    /// Where; `None`: not told.
    pub place: Option<Place>,
    /// Who signed; `None`: not told.
    pub signed_by: Option<String>,
}

impl Event {
    /// Something that happened at a moment.
    pub fn new(status: Status, time: Moment, text: impl Into<String>) -> Self {
        Self {
            status,
            reason: None,
            raw: RawStatus { text: text.into(), ..RawStatus::default() },
            time,
            place: None,
            signed_by: None,
        }
    }

    /// A day without a time stands before the times of that day. Instants are compared as such where all events are
    /// instants; as soon as one has no zone, clocks are compared as they were told, for no zone is invented.
    pub(super) fn order(&self, zones_known: bool) -> LocalDateTime {
        match self.time {
            Moment::Date(date) => date.and_time(Time::MIN),
            Moment::Local(local) => local,
            Moment::Instant(instant) if zones_known => instant.naive_utc(),
            Moment::Instant(instant) => instant.naive_local(),
        }
    }
}

/// What the carrier said, letter for letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RawStatus {
    /// Its code; `None`: none.
    pub code: Option<String>,
    /// A second code, where its table is keyed by a pair; `None`: none.
    pub sub_code: Option<String>,
    /// Its words. Untrusted: escape it wherever it is shown.
    pub text: String,
}

/// Why a parcel is where it is, and who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// What happened.
    pub code: ReasonCode,
    /// Who must act; `None`: nobody, or not known.
    pub actor: Option<Actor>,
}

/// What stands behind a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonCode {
    /// Nobody at the door.
    NobodyHome,
    /// The address is wrong or not enough.
    BadAddress,
    /// The recipient said no.
    RefusedByRecipient,
    /// Money is to be paid first.
    PaymentDue,
    /// Customs have it.
    Customs,
    /// A paper is missing.
    MissingDocuments,
    /// It is damaged.
    Damaged,
    /// Weather.
    Weather,
    /// Strike.
    Strike,
    /// The carrier's own delay.
    CarrierDelay,
    /// A public holiday or a closed business.
    Closed,
    /// It went the wrong way.
    Misrouted,
    /// The recipient asked for another day or place.
    RecipientRequest,
    /// It was not collected in time.
    NotCollected,
    /// Anything else.
    Other,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The carrier.
    Carrier,
    /// The shipper.
    Shipper,
    /// The recipient.
    Recipient,
    /// Customs.
    Customs,
    /// Nobody can: weather, strike.
    External,
}

/// Where something happened; each `None` is *not told*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Place {
    /// City.
    pub city: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country.
    pub country: Option<Country>,
    /// The carrier's name of the place.
    pub name: Option<String>,
}

impl Place {
    /// A city of a country.
    pub fn city(city: impl Into<String>, country: Country) -> Self {
        Self { city: Some(city.into()), country: Some(country), ..Self::default() }
    }
}
