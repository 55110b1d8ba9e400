//! Where a parcel is, why, and whether it is late: three different things.

use serde::{Deserialize, Serialize};

use super::{Country, Date, DeliveryEstimate, Handle, LocalDateTime, Moment, Notice, Time, time};

/// What is followed. Each query has an answer of its own, in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrackRequest {
    /// The numbers.
    pub queries: Vec<TrackQuery>,
}

impl TrackRequest {
    /// Several numbers at once.
    pub fn new(queries: impl IntoIterator<Item = TrackQuery>) -> Self {
        Self { queries: queries.into_iter().collect() }
    }
}

/// One number to follow, and what helps the carrier to find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrackQuery {
    /// The tracking number.
    pub number: String,
    /// What else is known.
    #[serde(default)]
    pub hint: TrackHint,
}

impl TrackQuery {
    /// A number, and nothing else known.
    pub fn new(number: impl Into<String>) -> Self {
        Self { number: number.into(), hint: TrackHint::default() }
    }
}

/// What helps a carrier to find a number; each `None` is *not known*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct TrackHint {
    /// The day of hand-over.
    pub ship_on: Option<Date>,
    /// The recipient's postal code.
    pub postal_code: Option<String>,
    /// The label.
    pub label: Option<Handle>,
}

/// What is known of a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tracking {
    /// The account that was asked.
    pub carrier: super::CarrierId,
    /// The number.
    pub number: String,
    /// Where it is now.
    pub status: Status,
    /// When it arrives, as the carrier says now; `None`: it does not say.
    pub estimated: Option<DeliveryEstimate>,
    /// How late it is; `None`: not late, or not known.
    pub delay: Option<Delay>,
    /// How it was delivered; `None`: it was not.
    pub delivered: Option<Delivered>,
    /// What happened, oldest first.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Each parcel, where there are several.
    #[serde(default)]
    pub parcels: Vec<ParcelTracking>,
    /// Other numbers of the same goods.
    #[serde(default)]
    pub linked: Vec<Linked>,
    /// Several shipments answer to this number: a question, not a guess.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// Remarks.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl Tracking {
    /// What happened to a number, oldest first or not: events are put in order, and the status follows from them.
    #[must_use]
    pub fn new(
        carrier: super::CarrierId,
        number: impl Into<String>,
        mut events: Vec<Event>,
    ) -> Self {
        let status = current_status(&mut events);
        Self {
            carrier,
            number: number.into(),
            status,
            estimated: None,
            delay: None,
            delivered: None,
            events,
            parcels: Vec::new(),
            linked: Vec::new(),
            candidates: Vec::new(),
            notices: Vec::new(),
        }
    }
}

/// Sorts events by time, equal times by rank, and tells the status: that of the newest event that can be read. No event at
/// all: unknown. An event after a delivery is a correction and counts only if it takes the delivery back.
fn current_status(events: &mut [Event]) -> Status {
    let zones_known = events.iter().all(|event| matches!(event.time, Moment::Instant(_)));
    events.sort_by_key(|event| (event.order(zones_known), event.status.rank()));
    events.iter().fold(Status::Unknown, |status, event| {
        if event.status.may_follow(status) { event.status } else { status }
    })
}

/// Where a parcel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// The label is made; the carrier does not have the parcel yet.
    Announced,
    /// The carrier has it.
    Accepted,
    /// It is on its way.
    InTransit,
    /// Nothing moves until somebody acts.
    Held,
    /// The driver has it.
    OutForDelivery,
    /// Nobody was there; the carrier tries again.
    AttemptFailed,
    /// It waits to be collected.
    AvailableForPickup,
    /// It is there.
    Delivered,
    /// It goes back. Releases no refund.
    Returning,
    /// It is back with the shipper. Releases a refund.
    Returned,
    /// The carrier gave it up.
    Lost,
    /// The label was voided before the parcel moved.
    Cancelled,
    /// A code that this version does not know: shown as unknown, never guessed.
    #[default]
    Unknown,
}

impl Status {
    /// Every status, in the order of a parcel's life.
    pub const ALL: [Status; 13] = [
        Self::Announced,
        Self::Accepted,
        Self::InTransit,
        Self::Held,
        Self::OutForDelivery,
        Self::AttemptFailed,
        Self::AvailableForPickup,
        Self::Delivered,
        Self::Returning,
        Self::Returned,
        Self::Lost,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// How far along a parcel's life: decides between events of one moment.
    const fn rank(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Announced => 1,
            Self::Accepted => 2,
            Self::InTransit => 3,
            Self::Held => 4,
            Self::OutForDelivery => 5,
            Self::AttemptFailed => 6,
            Self::AvailableForPickup => 7,
            Self::Returning => 8,
            Self::Lost => 9,
            Self::Cancelled => 10,
            Self::Returned => 11,
            Self::Delivered => 12,
        }
    }

    /// Whether an event of this status changes one that was `before`. What cannot be read changes nothing. A parcel that
    /// the carrier has had is not announced again; one that was delivered or is back moves again only when it is sent back,
    /// tried again or found to be lost.
    const fn may_follow(self, before: Status) -> bool {
        match (before, self) {
            (_, Self::Unknown) => false,
            (Self::Unknown | Self::Announced, _) => true,
            (_, Self::Announced) | (Self::Returned, _) => false,
            (Self::Delivered, next) => {
                matches!(
                    next,
                    Self::Returning
                        | Self::Returned
                        | Self::Lost
                        | Self::AttemptFailed
                        | Self::OutForDelivery
                        | Self::Delivered
                )
            }
            (Self::Returning, next) => matches!(
                next,
                Self::Returning | Self::Returned | Self::Held | Self::Lost | Self::Delivered
            ),
            _ => true,
        }
    }

    /// Whether nothing more is expected.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Lost | Self::Cancelled)
    }
}

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
    fn order(&self, zones_known: bool) -> LocalDateTime {
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

/// A later arrival than was told before: computed, not a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delay {
    /// What was told first.
    pub was: Date,
    /// What is told now.
    pub now: Date,
    /// Why; `None`: not told.
    pub reason: Option<Reason>,
}

/// How a parcel was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Delivered {
    /// When.
    #[serde(with = "time::parts")]
    #[cfg_attr(feature = "schema", schemars(with = "time::parts::Parts"))]
    pub at: Moment,
    /// Where it was left or to whom it was given; `None`: not told.
    pub to: Option<String>,
    /// Who signed; `None`: nobody, or not told.
    pub signed_by: Option<String>,
    /// Not all of it.
    #[serde(default)]
    pub partial: bool,
    /// Not whole.
    #[serde(default)]
    pub damaged: bool,
}

impl Delivered {
    /// At a moment.
    #[must_use]
    pub const fn at(at: Moment) -> Self {
        Self { at, to: None, signed_by: None, partial: false, damaged: false }
    }
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

/// One parcel of a shipment that has several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ParcelTracking {
    /// Its number; `None`: it has none of its own.
    pub number: Option<String>,
    /// Where it is now.
    pub status: Status,
    /// How it was delivered; `None`: it was not.
    pub delivered: Option<Delivered>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
}

impl ParcelTracking {
    /// What happened to a parcel; events are put in order, and the status follows from them.
    #[must_use]
    pub fn new(number: Option<String>, mut events: Vec<Event>) -> Self {
        let status = current_status(&mut events);
        Self { number, status, delivered: None, events }
    }
}

/// Another number of the same goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Linked {
    /// The number.
    pub number: String,
    /// What it is.
    pub why: LinkedWhy,
}

/// Why two numbers belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkedWhy {
    /// The way back.
    Return,
    /// Another carrier took it over.
    Handover,
}

/// One of several shipments that answer to a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Candidate {
    /// The carrier's own number of it.
    pub id: String,
    /// Its day; `None`: not told.
    pub ship_on: Option<Date>,
    /// Where it is.
    pub status: Status,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(events: &[(Status, &str)]) -> Status {
        let mut events: Vec<_> = events
            .iter()
            .map(|(status, time)| Event::new(*status, time.parse().unwrap(), ""))
            .collect();
        current_status(&mut events)
    }

    #[test]
    fn the_newest_event_tells_the_status_whatever_the_order_they_came_in() {
        let (early, late) =
            ((Status::InTransit, "2026-11-24T08:00"), (Status::OutForDelivery, "2026-11-25T08:00"));
        assert_eq!(status_of(&[early, late]), Status::OutForDelivery);
        assert_eq!(status_of(&[late, early]), Status::OutForDelivery);
    }

    #[test]
    fn events_told_in_two_zones_are_put_in_order_as_instants() {
        let madrid = (Status::InTransit, "2026-11-24T09:30:00+01:00");
        let lisbon = (Status::OutForDelivery, "2026-11-24T09:00:00+00:00");
        assert_eq!(status_of(&[lisbon, madrid]), Status::OutForDelivery);
    }

    #[test]
    fn equal_times_break_by_rank() {
        let at = "2026-11-25T12:00";
        assert_eq!(
            status_of(&[(Status::Delivered, at), (Status::OutForDelivery, at)]),
            Status::Delivered
        );
    }

    #[test]
    fn an_unknown_event_changes_nothing() {
        assert_eq!(
            status_of(&[(Status::InTransit, "2026-11-24"), (Status::Unknown, "2026-11-25")]),
            Status::InTransit
        );
        assert_eq!(status_of(&[]), Status::Unknown);
    }

    #[test]
    fn after_a_delivery_only_a_correction_counts() {
        let delivered = (Status::Delivered, "2026-11-25T12:00");
        assert_eq!(
            status_of(&[delivered, (Status::InTransit, "2026-11-25T13:00")]),
            Status::Delivered
        );
        assert_eq!(status_of(&[delivered, (Status::Returning, "2026-11-26")]), Status::Returning);
    }

    #[test]
    fn a_parcel_on_its_way_is_not_announced_again() {
        assert_eq!(
            status_of(&[(Status::Accepted, "2026-11-24"), (Status::Announced, "2026-11-25")]),
            Status::Accepted
        );
    }

    #[test]
    fn an_event_writes_the_carriers_words_beside_ours() {
        let mut event =
            Event::new(Status::Held, "2026-11-25T10:30:00".parse().unwrap(), "Retenido");
        event.raw.code = Some("H7".into());
        let json: serde_json::Value = serde_json::to_value(&event).unwrap();
        assert_eq!(
            (&json["status"], &json["code"], &json["text"]),
            (&"held".into(), &"H7".into(), &"Retenido".into())
        );
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}
