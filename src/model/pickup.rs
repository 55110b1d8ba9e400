//! A collection by the carrier: booked for itself, or beside a label.

use serde::{Deserialize, Serialize};

use super::{Address, Date, Faults, Handle, Money, Path, PurchaseKey, Time, Weight, time};

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

/// A collection that is booked for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PickupRequest {
    /// The purchase's key.
    pub key: PurchaseKey,
    /// Where the driver comes, and whom they ask for.
    pub address: Address,
    /// When.
    pub window: Window,
    /// How many parcels, at least one.
    pub parcels: u32,
    /// What they weigh together; `None`: not known.
    pub weight: Option<Weight>,
    /// The labels on them; empty: not told.
    #[serde(default)]
    pub labels: Vec<Handle>,
    /// Where at the address; `None`: not told.
    pub place: Option<PickupPlace>,
    /// Words to the driver; `None`: none.
    pub instructions: Option<String>,
}

impl PickupRequest {
    /// A collection of so many parcels.
    #[must_use]
    pub const fn new(key: PurchaseKey, address: Address, window: Window, parcels: u32) -> Self {
        Self {
            key,
            address,
            window,
            parcels,
            weight: None,
            labels: Vec::new(),
            place: None,
            instructions: None,
        }
    }

    /// Every fault, each with its path and what would be right.
    ///
    /// # Errors
    ///
    /// [`Faults`], all of them at once.
    pub fn check(&self) -> Result<(), Faults> {
        let (root, mut faults) = (Path::Root, Faults::none());
        self.address.check(&root.field("address"), &mut faults);
        if self.parcels == 0 {
            faults.add(&root.field("parcels"), "is zero; a driver comes for one parcel at least");
        }
        if self.weight.is_some_and(Weight::is_zero) {
            faults.add(&root.field("weight"), "is zero; leave it out where it is not known");
        }
        if let (Some(from), Some(until)) = (self.window.from, self.window.until)
            && until <= from
        {
            faults.add(&root.field("window").field("until"), "is not after from");
        }
        faults.into_result()
    }
}

/// Where at an address parcels wait for the driver.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PickupPlace {
    /// At the front door.
    FrontDoor,
    /// At the back door.
    BackDoor,
    /// At the side door.
    SideDoor,
    /// With the reception.
    Reception,
    /// In the mail room.
    MailRoom,
    /// At the loading dock.
    Dock,
    /// Somewhere else, in the shipper's words.
    Other(String),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Country;

    #[test]
    fn every_fault_of_a_pickup_is_told_at_once() {
        let clock = |hour| Time::from_hms_opt(hour, 0, 0);
        let window = Window { date: Date::MIN, from: clock(18), until: clock(9) };
        let address = Address::new(Country::ES);
        let mut request = PickupRequest::new(PurchaseKey::random(), address, window, 0);
        request.weight = "0 kg".parse().ok();
        let fields: Vec<_> = request
            .check()
            .unwrap_err()
            .iter()
            .map(|fault| fault.field.clone())
            .filter(|field| !field.starts_with("address"))
            .collect();
        assert_eq!(fields, ["parcels", "weight", "window.until"]);
    }
}
