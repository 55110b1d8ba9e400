//! Hand-over days: before, at and after the cut-off, with zones that differ or are unknown.

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn madrid_at(text: &str) -> CutOff {
    CutOff::new(time(text), zone("Europe/Madrid"))
}

fn days(ready: Ready, cut_off: CutOff, pick_up: &Calendar) -> (String, String) {
    let hand_over = hand_over(ready, cut_off, pick_up).unwrap();
    (hand_over.earliest.to_string(), hand_over.latest.to_string())
}

fn day(ready: Ready, cut_off: CutOff, pick_up: &Calendar) -> String {
    hand_over(ready, cut_off, pick_up).unwrap().known().unwrap().to_string()
}

#[test]
fn a_parcel_ready_exactly_at_the_cut_off_goes_the_same_day() {
    let ready = Ready::on(date("2026-12-04")).in_zone(zone("Europe/Madrid"));
    let pick_up = Calendar::of("ES", Some("MD")).unwrap();
    assert_eq!(day(ready.at(time("17:00")), madrid_at("17:00"), &pick_up), "2026-12-04");
    // 7 December 2026 (for Sunday 6) and 8 December are holidays in Madrid
    assert_eq!(day(ready.at(time("17:01")), madrid_at("17:00"), &pick_up), "2026-12-09");
    assert_eq!(day(ready.at(time("17:00:01")), madrid_at("17:00"), &pick_up), "2026-12-09");
}

#[test]
fn the_hour_does_not_matter_on_a_day_without_pick_up() {
    let ready = Ready::on(date("2026-11-28")).in_zone(zone("Europe/Madrid"));
    for ready in [ready, ready.at(time("23:00")), Ready::on(date("2026-11-28"))] {
        assert_eq!(day(ready, madrid_at("17:00"), &Calendar::weekdays()), "2026-11-30");
    }
}

#[test]
fn a_bare_date_can_be_before_and_after_the_cut_off() {
    let ready = Ready::on(date("2026-11-27")).in_zone(zone("Europe/Madrid"));
    let both = ("2026-11-27".to_owned(), "2026-11-30".to_owned());
    assert_eq!(days(ready, madrid_at("17:00"), &Calendar::weekdays()), both);
    assert_eq!(day(ready, madrid_at("23:59"), &Calendar::weekdays()), "2026-11-27");
}

#[test]
fn zones_that_differ_are_compared_as_instants() {
    let ready = Ready::on(date("2026-11-23")).in_zone(zone("Atlantic/Canary"));
    let pick_up = Calendar::weekdays();
    assert_eq!(day(ready.at(time("16:00")), madrid_at("17:00"), &pick_up), "2026-11-23");
    assert_eq!(day(ready.at(time("16:01")), madrid_at("17:00"), &pick_up), "2026-11-24");
}

#[test]
fn a_day_before_the_ready_date_at_the_origin_is_never_taken() {
    // Tuesday 01:00 in Madrid is Monday 19:00 in New York, before a cut-off of 20:00 there
    let ready = Ready::on(date("2026-11-24")).at(time("01:00")).in_zone(zone("Europe/Madrid"));
    let cut_off = CutOff::new(time("20:00"), zone("America/New_York"));
    assert_eq!(day(ready, cut_off, &Calendar::weekdays()), "2026-11-24");
}

#[test]
fn without_a_zone_only_what_every_zone_agrees_on_is_known() {
    let cut_off = CutOff::new(time("17:00"), Zone::UTC);
    let ready = |text| Ready::on(date("2026-11-24")).at(time(text));
    assert_eq!(day(ready("05:00"), cut_off, &Calendar::weekdays()), "2026-11-24");
    let both = ("2026-11-24".to_owned(), "2026-11-25".to_owned());
    assert_eq!(days(ready("05:01"), cut_off, &Calendar::weekdays()), both);
}

#[test]
fn a_time_that_happens_twice_is_on_one_wall_clock_but_two_instants() {
    let sundays = Calendar::weekdays().with_weekdays(&[chrono::Weekday::Sun]);
    let ready = Ready::on(date("2026-10-25")).at(time("02:30"));
    assert_eq!(
        day(ready.in_zone(zone("Europe/Madrid")), madrid_at("02:30"), &sundays),
        "2026-10-25"
    );
    let both = ("2026-10-25".to_owned(), "2026-11-01".to_owned());
    assert_eq!(days(ready.in_zone(zone("Europe/Paris")), madrid_at("02:30"), &sundays), both);
}

#[test]
fn nothing_is_known_where_the_calendar_ends_or_nobody_picks_up() {
    let ready = Ready::on(date("2035-12-31")).at(time("18:00")).in_zone(zone("Europe/Madrid"));
    assert_eq!(hand_over(ready, madrid_at("17:00"), &Calendar::of("ES", None).unwrap()), None);
    assert_eq!(
        hand_over(ready, madrid_at("17:00"), &Calendar::weekdays().with_weekdays(&[])),
        None
    );
    let last = Ready::on(NaiveDate::MAX).at(time("18:00")).in_zone(zone("Europe/Madrid"));
    assert_eq!(hand_over(last, madrid_at("17:00"), &Calendar::weekdays()), None);
}

#[test]
fn a_cut_off_is_written_and_read_with_its_zone() {
    let written = serde_json::to_string(&madrid_at("17:00")).unwrap();
    assert_eq!(written, r#"{"time":"17:00:00","zone":"Europe/Madrid"}"#);
    assert_eq!(serde_json::from_str::<CutOff>(&written).unwrap(), madrid_at("17:00"));
}
