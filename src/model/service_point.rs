//! A place where parcels are handed over: post office, shop, locker, depot.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Address, Dimensions, Handle, Length, Time, Weight, amount, time};

/// A service point of a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ServicePoint {
    /// The carrier's number of it.
    pub id: String,
    /// What kind of place.
    #[serde(default)]
    pub kind: PointKind,
    /// What is written over the door; `None` where it is not told.
    pub name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Its coordinates; `None` where they are not told.
    pub position: Option<Position>,
    /// How far it is from what was asked for; `None` where that is not told.
    pub distance: Option<Length>,
    /// When it is open; empty where that is not told.
    #[serde(default)]
    pub hours: Vec<OpeningHours>,
    /// What it takes; `None` where that is not told.
    pub accepts: Option<Accepts>,
    /// What the adapter needs to send there, beside the number.
    pub handle: Option<Handle>,
}

impl ServicePoint {
    /// A point by its number and address.
    #[must_use]
    pub fn new(id: impl Into<String>, address: Address) -> Self {
        Self {
            id: id.into(),
            kind: PointKind::Other,
            name: None,
            address,
            position: None,
            distance: None,
            hours: Vec::new(),
            accepts: None,
            handle: None,
        }
    }
}

/// What kind of place a service point is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// A post office.
    Post,
    /// A shop.
    Shop,
    /// A locker.
    Locker,
    /// A carrier's own depot.
    Depot,
    /// Anything else, or not told.
    #[default]
    Other,
}

/// Coordinates in decimal degrees (WGS 84), as exact as they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// North is positive.
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    pub latitude: Decimal,
    /// East is positive.
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    pub longitude: Decimal,
}

/// One stretch of opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub weekday: u8,
    /// Opens.
    #[serde(with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub from: Option<Time>,
    /// Closes.
    #[serde(with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub to: Option<Time>,
}

/// What a service point takes; each `None` is *not told*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Accepts {
    /// Parcels that somebody sends.
    pub dropoff: Option<bool>,
    /// Parcels that somebody collects.
    pub delivery: Option<bool>,
    /// Returns.
    pub returns: Option<bool>,
    /// The heaviest parcel.
    pub max_weight: Option<Weight>,
    /// The largest parcel.
    pub max_dimensions: Option<Dimensions>,
}

/// Which service points are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PointQuery {
    /// Near which address; a postal code and a country are enough for most carriers.
    pub near: Address,
    /// Near which coordinates, where they are known better than the address; `None`: not known.
    pub position: Option<Position>,
    /// Not farther than this; `None`: as the carrier does it.
    pub within: Option<Length>,
    /// What is done there.
    #[serde(default)]
    pub purpose: PointPurpose,
    /// The heaviest parcel that has to fit; `None`: not told.
    pub weight: Option<Weight>,
    /// The largest parcel that has to fit; `None`: not told.
    pub dimensions: Option<Dimensions>,
    /// At most so many; `None`: as the carrier does it.
    pub limit: Option<u16>,
}

impl PointQuery {
    /// Points near an address where a recipient collects.
    #[must_use]
    pub const fn new(near: Address) -> Self {
        Self {
            near,
            position: None,
            within: None,
            purpose: PointPurpose::Collect,
            weight: None,
            dimensions: None,
            limit: None,
        }
    }
}

/// What is done at a service point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointPurpose {
    /// A recipient collects a parcel.
    #[default]
    Collect,
    /// A shipper hands parcels in.
    DropOff,
    /// A consumer hands a return in.
    Return,
}
