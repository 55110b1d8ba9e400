//! Services, packagings, charges: tables with their source. What is in none of them is kept as the carrier wrote it.

use crate::model::{ChargeKind, Country, Format, Handover, Packaging, Service, ServiceLevel};

/// Where a service code means what its row says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// `Rating.yaml`, "Valid domestic values": within the United States.
    UnitedStates,
    /// Any origin.
    Anywhere,
}

/// `Rating.yaml`, `Shipment_Service.Code`, completed by `Shipping.yaml`, the same element: code, name, level. The first row that
/// fits the origin counts.
#[rustfmt::skip]
const SERVICES: &[(&str, From, &str, ServiceLevel)] = &[
    ("01", From::UnitedStates, "UPS Next Day Air", ServiceLevel::NextDay),
    ("02", From::UnitedStates, "UPS 2nd Day Air", ServiceLevel::TwoDay),
    ("03", From::UnitedStates, "UPS Ground", ServiceLevel::Standard),
    ("07", From::UnitedStates, "UPS Worldwide Express", ServiceLevel::Express),
    ("07", From::Anywhere, "UPS Express", ServiceLevel::Express),
    ("08", From::UnitedStates, "UPS Worldwide Expedited", ServiceLevel::Express),
    ("08", From::Anywhere, "UPS Expedited", ServiceLevel::Express),
    ("11", From::Anywhere, "UPS Standard", ServiceLevel::Standard),
    ("12", From::Anywhere, "UPS 3 Day Select", ServiceLevel::Express),
    ("13", From::UnitedStates, "UPS Next Day Air Saver", ServiceLevel::NextDay),
    ("14", From::UnitedStates, "UPS Next Day Air Early", ServiceLevel::NextMorning),
    ("17", From::Anywhere, "UPS Worldwide Economy DDU", ServiceLevel::Economy),
    ("54", From::UnitedStates, "UPS Worldwide Express Plus", ServiceLevel::Express),
    ("54", From::Anywhere, "UPS Express Plus", ServiceLevel::Express),
    ("59", From::UnitedStates, "UPS 2nd Day Air A.M.", ServiceLevel::TwoDay),
    ("65", From::Anywhere, "UPS Saver", ServiceLevel::Express),
    ("70", From::Anywhere, "UPS Access Point Economy", ServiceLevel::Point),
    ("71", From::Anywhere, "UPS Worldwide Express Freight Midday", ServiceLevel::Freight),
    ("72", From::Anywhere, "UPS Worldwide Economy DDP", ServiceLevel::Economy),
    ("75", From::Anywhere, "UPS Heavy Goods", ServiceLevel::Freight),
    ("82", From::Anywhere, "UPS Today Standard", ServiceLevel::SameDay),
    ("83", From::Anywhere, "UPS Today Dedicated Courier", ServiceLevel::SameDay),
    ("84", From::Anywhere, "UPS Today Intercity", ServiceLevel::SameDay),
    ("85", From::Anywhere, "UPS Today Express", ServiceLevel::SameDay),
    ("86", From::Anywhere, "UPS Today Express Saver", ServiceLevel::SameDay),
    ("96", From::Anywhere, "UPS Worldwide Express Freight", ServiceLevel::Freight),
    ("M2", From::UnitedStates, "First Class Mail", ServiceLevel::Economy),
    ("M3", From::UnitedStates, "Priority Mail", ServiceLevel::Economy),
    ("M4", From::UnitedStates, "Expedited Mail Innovations", ServiceLevel::Economy),
    ("M5", From::UnitedStates, "Priority Mail Innovations", ServiceLevel::Economy),
    ("M6", From::UnitedStates, "Economy Mail Innovations", ServiceLevel::Economy),
];

/// A service by its code. `words` are the carrier's own where it told them; a code of another origin has no level.
pub(super) fn service(origin: Country, code: &str, words: Option<&str>) -> Service {
    let from_us = origin == Country::US || origin == Country::PR;
    let known = SERVICES
        .iter()
        .find(|(known, from, ..)| *known == code && (*from == From::Anywhere || from_us));
    match (known, words) {
        (Some((code, _, name, level)), words) => {
            Service::new(*code, words.unwrap_or(name)).with_level(*level)
        }
        (None, Some(words)) => Service::new(code, words),
        (None, None) => Service::new(code, format!("UPS service {code}")),
    }
}

/// `Rating.yaml`, `PackagingType.Code`; `None`: the carrier has no such box.
pub(super) fn packaging(packaging: &Packaging) -> Option<&'static str> {
    const BOXES: [&str; 7] = ["21", "24", "25", "30", "2a", "2b", "2c"];
    match packaging {
        Packaging::Letter => Some("01"),
        Packaging::Own => Some("02"),
        Packaging::Tube => Some("03"),
        Packaging::Pak => Some("04"),
        Packaging::Box(code) => BOXES.into_iter().find(|known| known.eq_ignore_ascii_case(code)),
    }
}

/// `Shipping.yaml`, `LabelImageFormat.Code`: what a label is drawn as when it is bought. `None`: not there, as PDF, which only label
/// recovery gives.
pub(super) const fn image(format: Format) -> Option<&'static str> {
    match format {
        Format::Gif => Some("GIF"),
        Format::Zpl => Some("ZPL"),
        Format::Epl => Some("EPL"),
        _ => None,
    }
}

/// What a label is bought as: itself, or a picture until its PDF is fetched.
pub(super) fn sold_as(format: Format) -> &'static str {
    image(format).unwrap_or("GIF")
}

/// What a picture is, by its code in an answer (`ShippingLabel.ImageFormat`, `LabelImageFormat`, `CODTurnInPage`).
pub(super) fn format(code: &str) -> Option<Format> {
    match code.to_ascii_uppercase().as_str() {
        "GIF" => Some(Format::Gif),
        "PNG" => Some(Format::Png),
        "ZPL" => Some(Format::Zpl),
        "EPL" | "EPL2" => Some(Format::Epl),
        "PDF" => Some(Format::Pdf),
        "HTML" => Some(Format::Html),
        _ => None,
    }
}

/// `Shipping.yaml`, `NotificationCode`: what the carrier writes of, by our name of the threshold.
pub(super) fn notification(event: &str) -> Option<&'static str> {
    match event {
        "accepted" => Some("6"),
        "exception" => Some("7"),
        "delivered" => Some("8"),
        _ => None,
    }
}

/// `Shipping.yaml`, `ReturnService.Code`; `None`: the carrier has no such way back.
pub(super) const fn return_service(handover: &Handover) -> Option<&'static str> {
    match handover {
        Handover::MailedByCarrier => Some("2"),
        Handover::CourierPrints => Some("3"),
        Handover::EmailFromCarrier => Some("8"),
        Handover::Print => Some("9"),
        _ => None,
    }
}

/// What an itemised charge is for. The appendix with the codes is online only and was not read: these few are general knowledge,
/// and any other is `Other` with its code and words kept.
pub(super) fn charge(code: &str) -> ChargeKind {
    match code {
        "100" | "378" => ChargeKind::Oversize,
        "110" => ChargeKind::Cod,
        "120" | "121" => ChargeKind::Signature,
        "190" | "376" => ChargeKind::Remote,
        "270" => ChargeKind::Residential,
        "375" => ChargeKind::Fuel,
        _ => ChargeKind::Other,
    }
}

/// Whether the words of a "no" say that a label or a collection was taken back before. The page with the codes is online only and
/// was not read; "already" alone is not enough, for a parcel that was already picked up is not void.
pub(super) fn says_already_taken_back(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["already", "previously"].iter().any(|before| {
        ["voided", "cancelled", "canceled"].iter().any(|back| {
            ["", "been "].iter().any(|been| words.contains(&format!("{before} {been}{back}")))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_called_by_what_it_means_at_its_origin() {
        assert_eq!(service(Country::US, "07", None).name, "UPS Worldwide Express");
        assert_eq!(service(Country::ES, "07", None).name, "UPS Express");
        assert_eq!(service(Country::ES, "11", Some("UPS Standard®")).name, "UPS Standard®");
    }

    #[test]
    fn a_code_that_is_not_known_at_its_origin_is_kept_and_has_no_level() {
        let unknown = service(Country::DE, "A9", None);
        assert_eq!((unknown.code.as_str(), unknown.level), ("A9", ServiceLevel::Unknown));
        assert_eq!(service(Country::CA, "01", None).level, ServiceLevel::Unknown);
    }

    #[test]
    fn only_what_was_taken_back_before_counts_as_void() {
        for words in ["The shipment has already been voided.", "Pickup previously cancelled"] {
            assert!(says_already_taken_back(words), "{words}");
        }
        for words in ["Already picked up, cannot be voided", "Not voided: already in transit"] {
            assert!(!says_already_taken_back(words), "{words}");
        }
    }

    #[test]
    fn a_box_is_known_whatever_the_case_of_its_code() {
        assert_eq!(packaging(&Packaging::Box("2A".into())), Some("2a"));
        assert_eq!(packaging(&Packaging::Box("99".into())), None);
    }
}
