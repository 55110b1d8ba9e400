//! The zone of a place: reads `zones.tsv`. What a postcode decides is decided here; an undecided place has no zone.

use std::sync::LazyLock;

use chrono_tz::Tz;

use super::{Name, key, suffix};
use crate::calendar::region::{number, portuguese_area, region_of};

static FILE: &str = include_str!("zones.tsv");
static ZONES: LazyLock<Vec<(u64, Tz)>> = LazyLock::new(|| {
    lines().filter_map(read).map(|(name, zone)| (key(name.as_bytes()), zone)).collect()
});

fn lines() -> impl Iterator<Item = &'static str> {
    FILE.lines().filter(|line| !line.starts_with('#'))
}

fn read(line: &'static str) -> Option<(&'static str, Tz)> {
    let (name, zone) = line.split_once('\t')?;
    Some((name, zone.parse().ok()?))
}

/// The one zone that country, region and postcode agree on.
pub(in crate::calendar) fn zone(
    country: &str,
    region: Option<&str>,
    postcode: Option<&str>,
) -> Option<Tz> {
    let by_region = region.and_then(|region| find(country, suffix(country, region)));
    let by_postcode = match postcode.and_then(|postcode| area(country, postcode)) {
        Some(area) => Some(find(country, area)?),
        None => None,
    };
    match (by_region, by_postcode) {
        (Some(one), Some(other)) if one != other => None,
        (None, None) => find(country, ""),
        (one, other) => one.or(other),
    }
}

/// The region of a postcode, where the zones of its country part.
fn area<'a>(country: &str, postcode: &'a str) -> Option<&'a str> {
    if country.eq_ignore_ascii_case("FR") {
        let overseas = number(postcode, 5)? >= 97_000;
        return postcode.trim().get(..3).filter(|_| overseas);
    }
    let on_mainland =
        || (country.eq_ignore_ascii_case("PT") && portuguese_area(postcode)? < 90).then_some("11");
    region_of(country, postcode).or_else(on_mainland)
}

fn find(country: &str, region: &str) -> Option<Tz> {
    let name = Name::new(country, region)?;
    let found = ZONES.binary_search_by_key(&key(name.bytes()), |(known, _)| *known).ok()?;
    ZONES.get(found).map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_read() {
        assert!(lines().count() > 200);
        lines().for_each(|line| assert!(read(line).is_some(), "{line}"));
    }

    #[test]
    fn the_file_is_in_the_order_that_finding_needs() {
        assert!(ZONES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
