//! Where a parcel is, why, and whether it is late: three different things.

mod event;
mod request;
mod status;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{Date, DeliveryEstimate, Moment, Notice, time};

pub use event::{Actor, Event, Place, RawStatus, Reason, ReasonCode};
pub use request::{TrackHint, TrackQuery, TrackRequest};
pub use status::Status;

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

/// Sorts events by time, equal times by rank, and tells the status: that of the newest event that can be read. No event at
/// all: unknown. An event after a delivery is a correction and counts only if it takes the delivery back.
fn current_status(events: &mut [Event]) -> Status {
    let zones_known = events.iter().all(|event| matches!(event.time, Moment::Instant(_)));
    events.sort_by_key(|event| (event.order(zones_known), event.status.rank()));
    events.iter().fold(Status::Unknown, |status, event| {
        if event.status.may_follow(status) { event.status } else { status }
    })
}
