//! What one parcel costs inside a rate that was summed from parcels. How it is summed is not told here.

use serde::{Deserialize, Serialize};

use super::{Cover, Handle, Money};

/// One parcel of a rate that sums prices of single parcels: what its own label costs and what buying that label needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RatePart {
    /// Which parcel of the shipment, from 1.
    pub parcel: usize,
    /// Its price, on the tax basis of the rate.
    pub total: Money,
    /// What the adapter needs to buy this parcel at this price; `None`: the service code is enough.
    #[serde(default)]
    pub handle: Option<Handle>,
    /// What the parcel is worth, as the shipper declares it; `None`: not declared.
    #[serde(default)]
    pub declared_value: Option<Money>,
    /// The insurance of this parcel, to be held against its own value; `None`: the carrier is silent about it.
    #[serde(default)]
    pub cover: Option<Cover>,
}

impl RatePart {
    /// The price of a parcel, counted from 1.
    #[must_use]
    pub const fn new(parcel: usize, total: Money) -> Self {
        Self { parcel, total, handle: None, declared_value: None, cover: None }
    }
}
