//! What a collection may be with this carrier (`Pickup.yaml`, `PickupCreationRequest`).

use super::super::{parts, pickup};
use super::address;
use crate::model::{Address, Faults, Path, PickupRequest};

const COMPANY: usize = 27;
const CONTACT: usize = 22;
const STREET: usize = 73;
const POSTAL_CODE: usize = 8;
const POINT: usize = 11;
const PHONE: usize = 25;
const INSTRUCTION: usize = 57;
/// "Max per service: 999".
const PIECES: u32 = 999;

/// Every fault of a collection that the carrier would refuse.
pub(in super::super) fn check(request: &PickupRequest) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    let at = root.field("address");
    address(&request.address, &at, &mut faults);
    let party = parts::contact(&request.address, false);
    let mut most = |text: Option<&str>, most: usize, at: &Path<'_>, what: &str| match text {
        None | Some("") => faults.add(at, format!("is missing; UPS wants {what}")),
        Some(text) if text.chars().count() > most => {
            faults.add(at, format!("is longer than the {most} characters of UPS for {what}"));
        }
        Some(_) => {}
    };
    let name = if request.address.company.is_some() { "company" } else { "name" };
    most(party.name.as_deref(), COMPANY, &at.field(name), "the company of a pickup");
    most(party.attention_name.as_deref(), CONTACT, &at.field("name"), "the contact of a pickup");
    most(Some(&street(&request.address)), STREET, &at.field("lines"), "the street of a pickup");
    most(
        party.phone.as_ref().map(|phone| phone.number.as_str()),
        PHONE,
        &at.field("phone"),
        "a phone for a pickup",
    );
    if let Some(code) = postal_code(&request.address) {
        most(Some(&code), POSTAL_CODE, &at.field("postal_code"), "the postal code of a pickup");
    }
    if let Some(place) = &request.place {
        most(Some(pickup::point(place)), POINT, &root.field("place"), "the place of a pickup");
    }
    if let Some(words) = &request.instructions {
        most(Some(words), INSTRUCTION, &root.field("instructions"), "the words to the driver");
    }
    for (name, time) in [("from", request.window.from), ("until", request.window.until)] {
        if time.is_none() {
            faults.add(&root.field("window").field(name), "is missing; UPS wants both hours");
        }
    }
    if request.parcels == 0 || request.parcels > PIECES {
        faults.add(
            &root.field("parcels"),
            format!("are {}; UPS takes 1 to {PIECES}", request.parcels),
        );
    }
    faults
}

/// The lines of a street in one.
pub(in super::super) fn street(address: &Address) -> String {
    super::lines(address).unwrap_or_default().join(", ")
}

/// The postal code; of the United States its five digits, for the field has eight characters and the longer form nine.
pub(in super::super) fn postal_code(address: &Address) -> Option<String> {
    let code = super::postal_code(address)?;
    let american = super::is_imperial(super::country(address));
    Some(code.get(..5).filter(|_| american).map_or_else(|| code.clone(), str::to_owned))
}
