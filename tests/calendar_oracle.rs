//! Business days against an oracle that is not ours: numpy's `busday_offset` over the holiday lists of a Python package,
//! written once to `fixtures/calendar/oracle.tsv`. Properties that need no oracle are in `calendar_properties.rs`.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail loudly"
)]

use arriero::calendar::Calendar;
use chrono::{Datelike, NaiveDate};

const FIXTURE: &str = include_str!("../fixtures/calendar/oracle.tsv");

/// The lines of one kind, each as its other fields.
fn lines(kind: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = FIXTURE.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    lines.filter(move |fields| fields[0] == kind).map(|fields| fields[1..].to_vec())
}

fn calendar(name: &str) -> Calendar {
    let (country, region) =
        name.split_once('-').map_or((name, None), |(country, region)| (country, Some(region)));
    Calendar::of(country, region).unwrap_or_else(|| panic!("no calendar {name}"))
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

fn days() -> impl Iterator<Item = NaiveDate> {
    first().iter_days().take_while(|day| day.year() <= 2035)
}

fn place(day: NaiveDate) -> u64 {
    u64::try_from((day - first()).num_days()).unwrap()
}

fn splitmix64(value: u64) -> u64 {
    let z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[test]
fn sampled_offsets_are_numpys() {
    let mut samples = 0;
    for fields in lines("add") {
        let [name, date, n, answer] = fields[..] else { panic!("four fields: {fields:?}") };
        let found = calendar(name).add_business_days(date.parse().unwrap(), n.parse().unwrap());
        assert_eq!(found, Some(answer.parse().unwrap()), "{name}: {date} and {n} business days");
        samples += 1;
    }
    assert!(samples > 1_000, "{samples} samples");
}

#[test]
fn every_day_of_every_region_has_numpys_offsets() {
    let mut calendars = 0;
    for fields in lines("sum") {
        let calendar = calendar(fields[0]);
        let mut sums = [0_u64; 16];
        for day in days() {
            let place = place(day);
            let offsets = (0..=30).filter(|n| (place + n).is_multiple_of(4));
            let added =
                offsets.map(|n| (n, calendar.add_business_days(day, u16::try_from(n).unwrap())));
            let rolled = [(31, calendar.roll_forward(day)), (32, calendar.roll_backward(day))];
            let sum = &mut sums[usize::try_from(day.year() - 2020).unwrap()];
            for (n, answer) in added.chain(rolled) {
                let answer = answer.map_or(0, |answer| self::place(answer) + 1);
                *sum = sum.wrapping_add(splitmix64(place << 24 | n << 16 | answer));
            }
        }
        for ((year, sum), expected) in (2020..).zip(sums).zip(&fields[1..]) {
            assert_eq!(format!("{sum:016x}"), **expected, "{} in {year}", fields[0]);
        }
        calendars += 1;
    }
    assert!(calendars > 200, "{calendars} calendars");
}

#[test]
fn working_days_of_all_other_countries_are_the_packages() {
    let mut calendars = 0;
    for fields in lines("days") {
        let [name, count, expected] = fields[..] else { panic!("three fields: {fields:?}") };
        let calendar = calendar(name);
        let open: Vec<u64> =
            days().filter(|day| calendar.is_business_day(*day) == Some(true)).map(place).collect();
        let sum = open.iter().fold(0_u64, |sum, place| sum.wrapping_add(splitmix64(*place)));
        assert_eq!(
            (open.len().to_string().as_str(), format!("{sum:016x}").as_str()),
            (count, expected),
            "{name}"
        );
        calendars += 1;
    }
    assert!(calendars > 300, "{calendars} calendars");
}
