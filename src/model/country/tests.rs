//! Which countries there are, how they read and refuse, and the Union by date.

use std::collections::{BTreeMap, HashSet};

use super::*;

fn refusal(text: &str) -> String {
    Country::parse(text).unwrap_err().to_string()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn there_are_249_assigned_codes_and_kosovo_in_order() {
    let codes: Vec<_> = Country::all().map(Country::as_str).collect();
    assert_eq!(codes.len(), 250);
    assert!(codes.contains(&"XK"));
    assert!(codes.is_sorted());
}

#[test]
fn every_code_reads_back_as_its_country() {
    for country in Country::all() {
        assert_eq!(Country::parse(country.as_str()), Ok(country));
        assert_eq!(Country::from_alpha3(country.alpha3()), Some(country));
        assert_eq!(by_code(&format!("{country:?}")), Some(country));
    }
}

#[test]
fn codes_are_capitals_and_no_two_are_the_same() {
    let capitals =
        |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase());
    assert!(
        Country::all()
            .all(|c| capitals(c.as_str(), 2) && capitals(c.alpha3(), 3) && !c.name().is_empty())
    );
    assert_eq!(Country::all().map(Country::as_str).collect::<HashSet<_>>().len(), 250);
    assert_eq!(Country::all().map(Country::alpha3).collect::<HashSet<_>>().len(), 250);
    assert_eq!(Country::all().map(Country::name).collect::<HashSet<_>>().len(), 250);
}

#[test]
fn a_constant_is_the_country_of_its_name() {
    let named = [
        (Country::AD, "AD", "AND", Some(376)),
        (Country::CA, "CA", "CAN", Some(1)),
        (Country::ES, "ES", "ESP", Some(34)),
        (Country::GB, "GB", "GBR", Some(44)),
        (Country::PT, "PT", "PRT", Some(351)),
        (Country::XK, "XK", "XKX", Some(383)),
        (Country::ZW, "ZW", "ZWE", Some(263)),
        (Country::AQ, "AQ", "ATA", None),
    ];
    for (country, code, alpha3, dialling) in named {
        assert_eq!(
            (country.as_str(), country.alpha3(), country.dialling_code()),
            (code, alpha3, dialling)
        );
    }
}

#[test]
fn a_country_is_small_and_sorts_by_its_code() {
    assert!(size_of::<Country>() <= 2);
    assert!(Country::AD < Country::ES && Country::ES < Country::PT);
}

#[test]
fn usual_mistakes_are_told_the_code() {
    let slips = [
        ("UK", "GB"),
        ("EL", "GR"),
        ("Spain", "ES"),
        ("España", "ES"),
        ("ESP", "ES"),
        ("es", "ES"),
        (" ES ", "ES"),
        ("esp", "ES"),
        ("Protugal", "PT"),
        ("Untied States", "US"),
        ("Bosnia and Herzegovina", "BA"),
    ];
    for (text, code) in slips {
        assert_eq!(refusal(text), format!("{text:?} is no ISO 3166 country; did you mean {code}?"));
    }
}

#[test]
fn what_resembles_nothing_is_told_how_to_write_a_country() {
    for text in ["", "XX", "ZZ", "EU", "Q", "Atlantis", "西班牙"] {
        assert_eq!(
            refusal(text),
            format!("{text:?} is no ISO 3166 country; write its two letters, as ES")
        );
    }
}

#[test]
fn members_of_the_union_come_and_go_by_date() {
    assert!(Country::ES.in_eu(day("2026-01-01")));
    assert!(!Country::ES.in_eu(day("1985-12-31")) && Country::ES.in_eu(day("1986-01-01")));
    assert!(Country::GB.in_eu(day("2020-01-31")) && !Country::GB.in_eu(day("2020-02-01")));
    assert!(!Country::HR.in_eu(day("2013-06-30")) && Country::HR.in_eu(day("2013-07-01")));
    for outside in [Country::CH, Country::NO, Country::AD, Country::XK, Country::RE] {
        assert!(!outside.in_eu(day("2026-01-01")), "{outside}");
    }
}

#[test]
fn the_union_has_grown_from_six_to_twenty_seven() {
    let members = |date| Country::all().filter(|c| c.in_eu(day(date))).count();
    let counts = [
        "1957-12-31",
        "1958-01-01",
        "1973-01-01",
        "1986-01-01",
        "1995-01-01",
        "2004-05-01",
        "2013-07-01",
    ]
    .map(members);
    assert_eq!(counts, [0, 6, 9, 12, 15, 25, 28]);
    assert_eq!(members("2026-01-01"), 27);
}

#[test]
fn json_holds_the_code_and_refuses_with_the_same_words() {
    assert_eq!(serde_json::to_string(&Country::ES).unwrap(), "\"ES\"");
    assert_eq!(serde_json::from_str::<Country>("\"ES\"").unwrap(), Country::ES);
    let error = serde_json::from_str::<Country>("\"Spain\"").unwrap_err().to_string();
    assert!(error.starts_with("\"Spain\" is no ISO 3166 country; did you mean ES?"), "{error}");
}

#[test]
fn a_country_can_be_the_key_of_a_map() {
    let map = BTreeMap::from([(Country::PT, 1)]);
    let json = serde_json::to_string(&map).unwrap();
    assert_eq!(json, "{\"PT\":1}");
    assert_eq!(serde_json::from_str::<BTreeMap<Country, i32>>(&json).unwrap(), map);
}
