//! What a label and a collection are known by afterwards: written and read by this adapter alone, versioned, without secrets.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Ups;
use crate::carrier::{Error, Operation, Result};
use crate::model::{CarrierId, Faults, Handle, HandleError};

const VERSION: u8 = 1;

/// A label that was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sold {
    /// `ShipmentIdentificationNumber`
    pub(super) shipment: String,
    /// The numbers of the packages, in the order they were asked.
    pub(super) packages: Vec<String>,
    /// Which of them alone is meant; `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) only: Option<usize>,
    /// The code of the service, for a driver who comes for it.
    #[serde(default)]
    pub(super) service: String,
    /// The country it goes to, as the carrier counts them.
    #[serde(default)]
    pub(super) to: String,
    /// Whether it is a return.
    #[serde(default)]
    pub(super) back: bool,
}

impl Sold {
    pub(super) fn handle(&self, carrier: &CarrierId) -> std::result::Result<Handle, HandleError> {
        write(carrier, self)
    }

    /// The numbers that are meant.
    pub(super) fn numbers(&self) -> Vec<&str> {
        let only = self.only.and_then(|only| self.packages.get(only));
        match only {
            Some(only) => vec![only],
            None => self.packages.iter().map(String::as_str).collect(),
        }
    }

    /// The place of a package, by its number.
    pub(super) fn index_of(&self, number: &str) -> Option<usize> {
        self.packages.iter().position(|known| known == number)
    }
}

/// Keeps what an operation of this adapter will need.
pub(super) fn write<T: Serialize>(
    carrier: &CarrierId,
    value: &T,
) -> std::result::Result<Handle, HandleError> {
    Handle::of(carrier.clone(), VERSION, value)
}

/// What a handle of this account holds; any other is refused before anything is sent.
pub(super) fn read<T: DeserializeOwned>(
    ups: &Ups,
    operation: Operation,
    handle: &Handle,
) -> Result<T> {
    let carrier = ups.api.carrier();
    let refused =
        |why: String| Error::invalid(carrier.clone(), operation, Faults::one("handle", why));
    if handle.carrier() != carrier {
        return Err(refused(format!("is of {}; this is {carrier}", handle.carrier())));
    }
    if handle.version() != VERSION {
        return Err(refused(format!(
            "has version {}; this release reads version {VERSION}",
            handle.version()
        )));
    }
    handle.read().map_err(|error| refused(format!("is not what this operation takes: {error}")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{carrier, offline};
    use super::*;

    #[test]
    fn a_handle_of_another_account_of_a_later_version_or_of_a_collection_is_refused() {
        let ups = offline();
        let booked = ["29B7"];
        let others = [
            Handle::of(CarrierId::new("ups-2").unwrap(), VERSION, &booked).unwrap(),
            Handle::of(carrier(), 9, &booked).unwrap(),
            write(&carrier(), &booked).unwrap(),
        ];
        for (handle, word) in
            others.iter().zip(["is of ups-2", "version 9", "not what this operation takes"])
        {
            let error = read::<Sold>(&ups, Operation::Void, handle).unwrap_err().to_string();
            assert!(error.contains("handle: ") && error.contains(word), "{error}");
        }
    }
}
