//! Postcodes: their lengths, their parts, and how many lie between two beginnings.

use crate::plan::Part;

/// How many characters a code has; none where a code decides nothing here.
pub(crate) fn digits(country: &str) -> usize {
    match country {
        "ES" | "US" | "DE" | "FR" => 5,
        "PT" => 7,
        "CH" | "NO" => 4,
        _ => 0,
    }
}

/// How many codes lie between two beginnings, if the code is one of them.
pub(super) fn numeric(country: &str, code: &str, low: &str, high: &str) -> Option<u64> {
    let beginning = code.get(..low.len())?;
    let count = high.parse::<u64>().unwrap() - low.parse::<u64>().unwrap() + 1;
    let each = 10_u64.pow(u32::try_from(digits(country) - low.len()).unwrap());
    (low <= beginning && beginning <= high).then_some(count * each)
}

/// The same by areas and numbers of districts; a district counts as a hundred codes.
pub(super) fn british(code: &str, low: &str, high: &str) -> Option<u64> {
    let (code, low, high) = (parts(code), parts(low), parts(high));
    match (low.number, high.number) {
        _ if code.area != low.area => None,
        (Some(first), Some(last)) => {
            (first..=last).contains(&code.number?).then_some((last - first + 1) * 100)
        }
        _ => Some(OF_AN_AREA),
    }
}

const OF_AN_AREA: u64 = 1_000_000;

/// The outward part of a British code: `EC1A 1BB` is area EC, district 1A.
#[derive(PartialEq)]
pub(super) struct Parts<'c> {
    pub(super) area: &'c str,
    pub(super) number: Option<u64>,
    letter: &'c str,
}

pub(super) fn parts(code: &str) -> Parts<'_> {
    let outward = code.split(' ').next().unwrap();
    let is_digit = |c: char| c.is_ascii_digit();
    let (area, district) = outward.split_at(outward.find(is_digit).unwrap_or(outward.len()));
    let letter = district.trim_start_matches(is_digit);
    Parts { area, number: district[..district.len() - letter.len()].parse().ok(), letter }
}

/// How many codes have that part in common with the origin's, if the code is one of them.
pub(super) fn same_part(country: &str, part: Part, code: &str, origin: &str) -> Option<u64> {
    match part {
        Part::Characters(count) => {
            let prefix = origin.get(..count)?;
            numeric(country, code, prefix, prefix)
        }
        Part::Area => (parts(code).area == parts(origin).area).then_some(OF_AN_AREA),
        // Fewer than a number has, which may have letters after it.
        Part::District => (parts(code) == parts(origin)).then_some(50),
    }
}
