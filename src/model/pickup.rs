//! A collection by the carrier: what a purchase may book beside a label.

use serde::{Deserialize, Serialize};

use super::{Date, Handle, Money, Time, time};

/// Hours of a day, civil at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The day.
    pub date: Date,
    /// Not before; `None`: any time.
    #[serde(default, with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub from: Option<Time>,
    /// Not after; `None`: any time.
    #[serde(default, with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub until: Option<Time>,
}

/// A collection that was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pickup {
    /// The carrier's number of it; `None`: it gives none.
    pub confirmation: Option<String>,
    /// What cancelling takes back.
    pub handle: Handle,
    /// When.
    pub window: Window,
    /// What it costs; `None`: not told.
    pub charge: Option<Money>,
}

impl Pickup {
    /// A collection in a window.
    #[must_use]
    pub const fn new(handle: Handle, window: Window) -> Self {
        Self { confirmation: None, handle, window, charge: None }
    }
}
