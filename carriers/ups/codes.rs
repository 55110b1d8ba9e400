//! Services, packagings, charges: tables with their source. What is in none of them is kept as the carrier wrote it.

use crate::model::{ChargeKind, Country, Packaging, Service, ServiceLevel};

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
    fn a_box_is_known_whatever_the_case_of_its_code() {
        assert_eq!(packaging(&Packaging::Box("2A".into())), Some("2a"));
        assert_eq!(packaging(&Packaging::Box("99".into())), None);
    }
}
