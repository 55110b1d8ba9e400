//! What a mock's handle holds: enough to void, to follow and to return a label that another process sold. No names, no
//! streets.

use serde::{Deserialize, Serialize};

use crate::model::{Address, CarrierId, Country, Handle, HandleError, Place};

/// Version 1 of a handle's data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ticket {
    /// The shipment's number.
    pub(super) number: String,
    /// Each parcel's number.
    #[serde(default)]
    pub(super) parcels: Vec<String>,
    /// The parcel that the handle stands for; `None`: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parcel: Option<usize>,
    /// Where it starts; `None`: not known.
    #[serde(default)]
    pub(super) from: Option<Spot>,
    /// Where it ends; `None`: not known.
    #[serde(default)]
    pub(super) to: Option<Spot>,
}

/// A city.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spot {
    city: String,
    country: Country,
}

impl Spot {
    pub(super) fn of(address: &Address) -> Self {
        Self { city: address.city.clone(), country: address.country }
    }

    pub(super) fn place(&self) -> Place {
        Place::city(self.city.clone(), self.country)
    }
}

impl Ticket {
    /// What is known of a number and nothing else.
    pub(super) const fn of(number: String) -> Self {
        Self { number, parcels: Vec::new(), parcel: None, from: None, to: None }
    }

    pub(super) fn handle(&self, carrier: &CarrierId) -> Result<Handle, HandleError> {
        Handle::of(carrier.clone(), 1, self)
    }

    pub(super) fn read(handle: &Handle) -> Result<Self, HandleError> {
        handle.read()
    }

    /// The numbers of the parcels, in their order.
    pub(super) fn numbers(&self) -> Vec<String> {
        if self.parcels.is_empty() { vec![self.number.clone()] } else { self.parcels.clone() }
    }
}
