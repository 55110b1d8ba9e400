//! Zones by example: both ways through a clock change, misspelt names, places.

use chrono::NaiveDate;

use super::*;

const MADRID: Zone = Zone(Tz::Europe__Madrid);

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[test]
fn an_instant_is_shown_on_the_wall() {
    let tokyo: Zone = "Asia/Tokyo".parse().unwrap();
    assert_eq!(tokyo.civil(utc("2026-12-04T02:30:00Z")), local("2026-12-04T11:30:00"));
}

#[test]
fn a_usual_time_means_one_instant() {
    let noon = utc("2026-11-23T11:00:00Z");
    assert_eq!(MADRID.instants(local("2026-11-23T12:00:00")), noon..=noon);
}

#[test]
fn a_time_that_happens_twice_means_either() {
    let readings = MADRID.instants(local("2026-10-25T02:30:00"));
    assert_eq!(readings, utc("2026-10-25T00:30:00Z")..=utc("2026-10-25T01:30:00Z"));
}

#[test]
fn a_time_that_never_happens_is_read_with_the_offsets_on_both_sides() {
    let readings = MADRID.instants(local("2026-03-29T02:30:00"));
    assert_eq!(readings, utc("2026-03-29T00:30:00Z")..=utc("2026-03-29T01:30:00Z"));
}

#[test]
fn a_day_that_never_happened_is_read_too() {
    // Samoa had no 30 December 2011: UTC-10 became UTC+14
    let apia: Zone = "Pacific/Apia".parse().unwrap();
    let readings = apia.instants(local("2011-12-30T12:00:00"));
    assert_eq!(readings, utc("2011-12-29T22:00:00Z")..=utc("2011-12-30T22:00:00Z"));
}

#[test]
fn the_ends_of_time_are_answered() {
    for zone in [MADRID, "America/New_York".parse().unwrap()] {
        for end in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            assert!(!zone.instants(end).is_empty());
            let _ = zone.civil(end.and_utc());
        }
    }
}

#[test]
fn a_misspelt_zone_is_answered_with_the_right_one() {
    for (text, meant) in [
        ("Europe/Madird", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("Madrid", "Europe/Madrid"),
        ("America/New York", "America/New_York"),
    ] {
        let error = text.parse::<Zone>().unwrap_err();
        assert_eq!(error.nearest().map(Zone::name), Some(meant), "{text}");
    }
}

#[test]
fn a_text_that_resembles_no_zone_gets_no_suggestion() {
    for text in ["", "CEST+1", "Middle-earth/Hobbiton", &"Europe/Madrid".repeat(1_000)] {
        assert_eq!(text.parse::<Zone>().unwrap_err().nearest(), None, "{text}");
    }
    let error = "Hobbiton-on-the-Water".parse::<Zone>().unwrap_err();
    assert!(
        error.to_string().ends_with("a name of the tz database is needed, such as Europe/Madrid"),
        "{error}"
    );
}

#[test]
fn a_zone_is_written_and_read_as_its_name() {
    let written = serde_json::to_string(&MADRID).unwrap();
    assert_eq!(written, r#""Europe/Madrid""#);
    assert_eq!(serde_json::from_str::<Zone>(&written).unwrap(), MADRID);
    let error = serde_json::from_str::<Zone>(r#""Europe/Madird""#).unwrap_err();
    assert!(error.to_string().contains("did you mean Europe/Madrid?"), "{error}");
}

#[test]
fn places_with_one_zone_have_it_and_others_have_none() {
    let name = |country, region, postcode| Zone::of(country, region, postcode).map(Zone::name);
    assert_eq!(name("ES", Some("MD"), Some("28013")), Some("Europe/Madrid"));
    assert_eq!(name("es", Some("es-tf"), None), Some("Atlantic/Canary"));
    assert_eq!(name("ES", None, Some("38001")), Some("Atlantic/Canary"));
    assert_eq!(name("ES", None, Some("52001")), Some("Africa/Ceuta"));
    assert_eq!(name("ES", Some("MD"), Some("35001")), None);
    assert_eq!(name("ES", None, Some("99001")), None);
    assert_eq!(name("PT", None, Some("1100-148")), Some("Europe/Lisbon"));
    assert_eq!(name("PT", None, Some("9500-150")), Some("Atlantic/Azores"));
    assert_eq!(name("PT", None, Some("9000-064")), Some("Atlantic/Madeira"));
    assert_eq!(name("PT", None, None), None);
    assert_eq!(name("FR", None, Some("75001")), Some("Europe/Paris"));
    assert_eq!(name("FR", None, Some("97400")), Some("Indian/Reunion"));
    assert_eq!(name("FR", None, Some("98700")), None);
    assert_eq!(name("US", None, None), None);
    assert_eq!(name("US", Some("CA"), None), Some("America/Los_Angeles"));
    assert_eq!(name("CA", Some("CA-NS"), None), Some("America/Halifax"));
    assert_eq!(name("CA", Some("ON"), None), None);
    assert_eq!(name("ZZ", None, None), None);
}

#[test]
fn countries_with_one_zone_show_its_time() {
    let berlin = Zone::of("DE", None, None).unwrap();
    let noon = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
    assert_eq!(berlin.civil(utc("2026-07-01T10:00:00Z")), noon);
}
