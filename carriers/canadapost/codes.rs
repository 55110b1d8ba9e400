//! Services, options, charges: tables with their source. What is in none of them is kept as the carrier wrote it.
//!
//! No file of the carrier's that was read lists its codes (`discovery.xsd` is how it tells them by call): these are public knowledge.

use crate::model::{ChargeKind, NonDelivery, Service, ServiceLevel};

/// A signature of anybody at the door.
pub(super) const SIGNATURE: &str = "SO";
/// Cover for loss and damage, with its amount.
pub(super) const COVERAGE: &str = "COV";
/// Proof that the recipient is 18, or 19.
pub(super) const AGE_18: &str = "PA18";
pub(super) const AGE_19: &str = "PA19";
/// Delivery to a post office, with its number as qualifier.
pub(super) const TO_POST_OFFICE: &str = "D2PO";
/// Its way can be followed and its delivery is confirmed.
pub(super) const CONFIRMATION: &str = "DC";
/// What becomes of an item that cannot be delivered abroad.
const RETURN_AT_OUR_EXPENSE: &str = "RASE";
const RETURN: &str = "RTS";
const ABANDON: &str = "ABAN";

/// The service of a return where nothing else is asked.
pub(super) const RETURN_SERVICE: &str = "DOM.EP";

#[rustfmt::skip]
const SERVICES: &[(&str, &str, ServiceLevel)] = &[
    ("DOM.EP", "Expedited Parcel", ServiceLevel::Standard),
    ("DOM.LIB", "Library Materials", ServiceLevel::Economy),
    ("DOM.PC", "Priority", ServiceLevel::NextDay),
    ("DOM.RP", "Regular Parcel", ServiceLevel::Economy),
    ("DOM.XP", "Xpresspost", ServiceLevel::Express),
    ("DOM.XP.CERT", "Xpresspost Certified", ServiceLevel::Express),
    ("INT.IP.AIR", "International Parcel Air", ServiceLevel::Standard),
    ("INT.IP.SURF", "International Parcel Surface", ServiceLevel::Economy),
    ("INT.PW.ENV", "Priority Worldwide Envelope International", ServiceLevel::Express),
    ("INT.PW.PAK", "Priority Worldwide Pak International", ServiceLevel::Express),
    ("INT.PW.PARCEL", "Priority Worldwide Parcel International", ServiceLevel::Express),
    ("INT.SP.AIR", "Small Packet International Air", ServiceLevel::Economy),
    ("INT.SP.SURF", "Small Packet International Surface", ServiceLevel::Economy),
    ("INT.TP", "Tracked Packet International", ServiceLevel::Standard),
    ("INT.XP", "Xpresspost International", ServiceLevel::Express),
    ("USA.EP", "Expedited Parcel USA", ServiceLevel::Standard),
    ("USA.PW.ENV", "Priority Worldwide Envelope USA", ServiceLevel::Express),
    ("USA.PW.PAK", "Priority Worldwide Pak USA", ServiceLevel::Express),
    ("USA.PW.PARCEL", "Priority Worldwide Parcel USA", ServiceLevel::Express),
    ("USA.SP.AIR", "Small Packet USA Air", ServiceLevel::Economy),
    ("USA.TP", "Tracked Packet USA", ServiceLevel::Standard),
    ("USA.XP", "Xpresspost USA", ServiceLevel::Express),
];

/// A service by its code. `words` are the carrier's own, in the account's language.
pub(super) fn service(code: &str, words: Option<&str>) -> Service {
    let known = SERVICES.iter().find(|(known, ..)| *known == code);
    match (known, words) {
        (Some((code, name, level)), words) => {
            Service::new(*code, words.unwrap_or(name)).with_level(*level)
        }
        (None, words) => Service::new(code, words.unwrap_or(code)),
    }
}

/// The option that says what becomes of an item that cannot be delivered; `None`: there is none.
pub(super) fn non_delivery(wanted: &NonDelivery) -> Option<&'static str> {
    match wanted {
        NonDelivery::Return => Some(RETURN_AT_OUR_EXPENSE),
        NonDelivery::Abandon => Some(ABANDON),
        NonDelivery::Redirect(_) => None,
    }
}

/// Whether an option says what becomes of an item that cannot be delivered.
pub(super) fn is_non_delivery(code: &str) -> bool {
    matches!(code, RETURN_AT_OUR_EXPENSE | RETURN | ABANDON)
}

/// What an option is paid for.
pub(super) fn option(code: &str) -> ChargeKind {
    match code {
        SIGNATURE | AGE_18 | AGE_19 => ChargeKind::Signature,
        COVERAGE => ChargeKind::Insurance,
        "COD" => ChargeKind::Cod,
        _ => ChargeKind::Other,
    }
}

/// What an adjustment is for; one that takes off is a discount whatever its code.
pub(super) fn adjustment(code: &str, takes_off: bool) -> ChargeKind {
    match code {
        _ if takes_off => ChargeKind::Discount,
        "FUELSC" => ChargeKind::Fuel,
        _ => ChargeKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_service_has_a_level_and_is_called_as_the_carrier_calls_it() {
        let known = service("DOM.XP", Some("Xpresspost MC"));
        assert_eq!((known.name.as_str(), known.level), ("Xpresspost MC", ServiceLevel::Express));
        assert_eq!(service("DOM.XP", None).name, "Xpresspost");
    }

    #[test]
    fn an_unknown_service_is_kept_without_a_level() {
        let unknown = service("DOM.NEW", None);
        assert_eq!((unknown.code.as_str(), unknown.level), ("DOM.NEW", ServiceLevel::Unknown));
    }

    #[test]
    fn an_adjustment_that_takes_off_is_a_discount() {
        assert_eq!(adjustment("FUELSC", false), ChargeKind::Fuel);
        assert_eq!(adjustment("FUELSC", true), ChargeKind::Discount);
        assert_eq!(adjustment("NEWSC", false), ChargeKind::Other);
    }
}
