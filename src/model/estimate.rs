//! When a shipment arrives, as far as the carrier says.

use serde::{Deserialize, Serialize};

use super::{Date, OffsetDateTime, Time, time};

/// When a carrier says that a shipment arrives. All `None`: it says nothing, which is neither on time nor late.
///
/// Dates and times of day are civil at the destination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct DeliveryEstimate {
    /// The first day it may arrive.
    pub earliest: Option<Date>,
    /// The last day it may arrive: what a deadline is compared with.
    pub date: Option<Date>,
    /// The time of that day by which it is there.
    #[serde(with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub by: Option<Time>,
    /// The same told as an instant; wins over `date` and `by`.
    pub at: Option<OffsetDateTime>,
    /// When the service ends its rounds on a day, where the carrier tells it.
    #[serde(with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub delivers_until: Option<Time>,
    /// Business days from the hand-over, of the carrier's own calendar.
    pub business_days: Option<u16>,
    /// Calendar days from the hand-over.
    pub calendar_days: Option<u16>,
    /// Whether the carrier pays if it is late.
    pub guaranteed: Option<bool>,
    /// The hand-over day that the estimate counts from.
    pub assumes_ship_date: Option<Date>,
    /// The carrier's own words.
    pub text: Option<String>,
}

impl DeliveryEstimate {
    /// At the latest on a day.
    #[must_use]
    pub fn on(date: Date) -> Self {
        Self { date: Some(date), ..Self::default() }
    }

    /// At the latest on a day, by a time of that day.
    #[must_use]
    pub fn by(date: Date, by: Time) -> Self {
        Self { date: Some(date), by: Some(by), ..Self::default() }
    }

    /// So many business days after the hand-over.
    #[must_use]
    pub fn in_business_days(days: u16) -> Self {
        Self { business_days: Some(days), ..Self::default() }
    }
}
