//! The region that a postcode lies in, where the postcode alone decides it. Guesses do not belong here.

/// The autonomous community or city (ISO 3166-2:ES) of each of the 52 provinces, by the first two digits of the postcode
/// from 01 on. The digits are the official province numbers (INE; Correos uses them as they are).
const SPAIN: [&str; 52] = [
    "PV", "CM", "VC", "AN", "CL", "EX", "IB", "CT", "CL",
    "EX", // 01 Araba/Álava … 10 Cáceres
    "AN", "VC", "CM", "AN", "GA", "CM", "CT", "AN", "CM", "PV", // 11 Cádiz … 20 Gipuzkoa
    "AN", "AR", "AN", "CL", "CT", "RI", "GA", "MD", "AN", "MC", // 21 Huelva … 30 Murcia
    "NC", "GA", "AS", "CL", "CN", "GA", "CL", "CN", "CB", "CL", // 31 Navarra … 40 Segovia
    "AN", "CL", "CT", "AR", "CM", "VC", "CL", "PV", "CL", "AR", // 41 Sevilla … 50 Zaragoza
    "CE", "ML", // 51 Ceuta, 52 Melilla
];

/// The region (ISO 3166-2 without the country) in which a postcode lies. `None` where the postcode does not decide it, is
/// malformed, or is not known here: Spain (community) and Portugal's islands (Azores `20`, Madeira `30`) are.
///
/// ```
/// use arriero::calendar::region_of;
///
/// assert_eq!(region_of("ES", "28013"), Some("MD"));
/// assert_eq!(region_of("PT", "1100-148"), None); // the mainland's districts are not told by the postcode
/// ```
#[must_use]
pub fn region_of(country: &str, postcode: &str) -> Option<&'static str> {
    if country.eq_ignore_ascii_case("ES") {
        SPAIN.get((number(postcode, 5)? / 1000).checked_sub(1)?).copied()
    } else if country.eq_ignore_ascii_case("PT") {
        match portuguese_area(postcode)? {
            90..=94 => Some("30"),
            95..=99 => Some("20"),
            _ => None,
        }
    } else {
        None
    }
}

/// The first two digits of a Portuguese postcode (`1100-148`, `1100148` or only `1100`), 10 to 99.
pub(super) fn portuguese_area(postcode: &str) -> Option<usize> {
    let (area, rest) = postcode.trim().split_at_checked(4)?;
    let rest = rest.trim_start_matches(['-', ' ']);
    let area = number(area, 4).filter(|area| *area >= 1000)?;
    (rest.is_empty() || number(rest, 3).is_some()).then_some(area / 100)
}

/// A number of exactly so many ASCII digits.
pub(super) fn number(text: &str, digits: usize) -> Option<usize> {
    let text = text.trim();
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Scope};

    #[test]
    fn a_spanish_postcode_tells_its_community() {
        let capitals = [
            ("41001", "AN"),
            ("50001", "AR"),
            ("33001", "AS"),
            ("07001", "IB"),
            ("39001", "CB"),
            ("45001", "CM"),
        ];
        let more = [
            ("47001", "CL"),
            ("08001", "CT"),
            ("46001", "VC"),
            ("06800", "EX"),
            ("15701", "GA"),
            ("28001", "MD"),
        ];
        let rest = [
            ("30001", "MC"),
            ("31001", "NC"),
            ("01001", "PV"),
            ("26001", "RI"),
            ("51001", "CE"),
            ("52001", "ML"),
        ];
        let islands = [("35001", "CN"), ("38001", "CN")];
        for (postcode, community) in capitals.into_iter().chain(more).chain(rest).chain(islands) {
            assert_eq!(region_of("ES", postcode), Some(community), "{postcode}");
        }
    }

    #[test]
    fn every_spanish_province_has_a_regional_calendar() {
        for province in 1..=52 {
            let calendar = Calendar::for_postcode("ES", &format!("{province:02}001")).unwrap();
            assert_eq!(calendar.scope(), Scope::Region, "{province}");
        }
    }

    #[test]
    fn a_malformed_postcode_tells_nothing() {
        for postcode in ["", "00100", "53001", "2801", "280133", "28O13", "२८०१३"] {
            assert_eq!(region_of("ES", postcode), None, "{postcode}");
        }
        for postcode in ["", "900", "9000-1", "90000", "0900-100", "９０００"] {
            assert_eq!(region_of("PT", postcode), None, "{postcode}");
        }
    }

    #[test]
    fn portuguese_islands_are_told_by_their_postcode() {
        assert_eq!(region_of("PT", "9000-064"), Some("30"));
        assert_eq!(region_of("pt", "9500 150"), Some("20"));
        assert_eq!(region_of("PT", "8900-258"), None);
    }

    #[test]
    fn without_a_known_region_only_national_holidays_are_in() {
        assert_eq!(Calendar::for_postcode("ES", "99999").unwrap().scope(), Scope::NationalOnly);
        assert_eq!(Calendar::for_postcode("ZZ", "99999"), None);
    }
}
