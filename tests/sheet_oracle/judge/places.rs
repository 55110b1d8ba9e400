//! §2: which pattern holds a place, which of several wins, and what it means that a fact of the place is not known. Where
//! one is not known, every place that it could be is tried.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::No;
use crate::plan::{Cover, Order, Pattern, Place, Sheet};

/// A place of which everything is known.
#[derive(Clone, Debug)]
struct Known {
    country: &'static str,
    /// Upper case, without blanks and hyphens but for Great Britain, whose parts stay apart.
    code: String,
    region: Option<&'static str>,
}

/// How special a pattern is: its kind, then how few codes it covers.
type Rank = (u8, Reverse<u64>);

/// How many characters a code has; none where a code decides nothing here.
pub(crate) fn digits(country: &str) -> usize {
    match country {
        "ES" | "US" | "DE" | "FR" => 5,
        "PT" => 7,
        "CH" | "NO" => 4,
        _ => 0,
    }
}

/// The zone, or why there is none.
pub(super) fn zone(sheet: &Sheet, order: &Order, day: NaiveDate) -> Result<usize, No> {
    let mut covers: Vec<&Cover> = sheet.origin.iter().map(|pattern| &pattern.cover).collect();
    match &sheet.chart {
        Some(rows) => covers.extend(rows.iter().flat_map(|row| [&row.origin, &row.destination])),
        None => covers
            .extend(sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| &pattern.cover)),
    }
    let (mut served, mut zones, mut charts) = (Vec::new(), Vec::new(), Vec::new());
    for (origin, destination) in pairs(order, &covers) {
        // Where a chart has no row for the origin, nothing is sent from there.
        let has_row =
            |row: &crate::plan::ChartRow| rank(&row.origin, &origin, &origin, day).is_some();
        let is_served = is_in(&sheet.origin, &origin, &origin, day)
            && sheet.chart.as_ref().is_none_or(|rows| rows.iter().any(has_row));
        served.push(is_served);
        if is_served {
            zones.push(zone_of(sheet, &origin, &destination, day));
            charts.push(chart_of(sheet, &origin, day));
        }
    }
    if served.iter().all(|is_served| !is_served) {
        return Err(No::NothingCollected);
    }
    if served.iter().any(|is_served| !is_served) {
        return Err(No::Lacking(vec!["from.postal_code", "from.region"]));
    }
    if charts.iter().any(|chart| *chart != charts[0]) {
        return Err(No::Lacking(vec!["from.postal_code", "from.region"]));
    }
    if zones.iter().any(|zone| *zone != zones[0]) {
        return Err(No::Lacking(vec![
            "to.postal_code",
            "to.region",
            "from.postal_code",
            "from.region",
        ]));
    }
    zones[0].ok_or(No::OutsideZones)
}

/// Whether the destination is in a list; `None`: that cannot be known.
pub(super) fn destination_is_in(list: &[Pattern], order: &Order, day: NaiveDate) -> Option<bool> {
    let covers: Vec<&Cover> = list.iter().map(|pattern| &pattern.cover).collect();
    let mut answers = pairs(order, &covers)
        .into_iter()
        .map(|(origin, destination)| is_in(list, &destination, &origin, day));
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
}

fn zone_of(sheet: &Sheet, origin: &Known, destination: &Known, day: NaiveDate) -> Option<usize> {
    let best = |candidates: Vec<(Rank, usize)>| candidates.into_iter().max().map(|(_, zone)| zone);
    let Some(rows) = &sheet.chart else {
        let candidate = |(index, zone): (usize, &crate::plan::Zone)| {
            let (rank, not) = strongest(&zone.to, destination, origin, day)?;
            (!not).then_some((rank, index))
        };
        return best(sheet.zones.iter().enumerate().filter_map(candidate).collect());
    };
    let chart = chart_of(sheet, origin, day)?;
    let rows = rows.iter().filter(|row| row.origin == *chart);
    best(
        rows.filter_map(|row| Some((rank(&row.destination, destination, origin, day)?, row.zone)))
            .collect(),
    )
}

/// The most specific origin of a chart.
fn chart_of<'s>(sheet: &'s Sheet, origin: &Known, day: NaiveDate) -> Option<&'s Cover> {
    let rows = sheet.chart.iter().flatten();
    rows.map(|row| &row.origin).max_by_key(|cover| rank(cover, origin, origin, day))
}

fn is_in(list: &[Pattern], place: &Known, origin: &Known, day: NaiveDate) -> bool {
    strongest(list, place, origin, day).is_some_and(|(_, not)| !not)
}

/// The rank of the most specific pattern of a list that holds the place, and whether it takes it away.
fn strongest(
    list: &[Pattern],
    place: &Known,
    origin: &Known,
    day: NaiveDate,
) -> Option<(Rank, bool)> {
    let ranked = |pattern: &Pattern| Some((rank(&pattern.cover, place, origin, day)?, pattern.not));
    list.iter().filter_map(ranked).max()
}

/// `None`: the pattern does not hold the place.
fn rank(cover: &Cover, place: &Known, origin: &Known, day: NaiveDate) -> Option<Rank> {
    let of_codes = |count: Option<u64>| count.map(|count| (4, Reverse(count)));
    let coarse = |holds: bool, kind: u8| holds.then_some((kind, Reverse(0)));
    match cover {
        Cover::Any => coarse(true, 0),
        Cover::Union => coarse(is_member(place.country, day), 1),
        Cover::Country(country) => coarse(place.country == *country, 2),
        Cover::Region(country, region) => {
            coarse(place.country == *country && place.region == Some(region), 3)
        }
        Cover::Begins(country, _) | Cover::Between(country, _, _) if place.country != *country => {
            None
        }
        Cover::Begins("GB", text) => of_codes(british(&place.code, text, text)),
        Cover::Between("GB", low, high) => of_codes(british(&place.code, low, high)),
        Cover::Begins(country, text) => of_codes(numeric(country, &place.code, text, text)),
        Cover::Between(country, low, high) => of_codes(numeric(country, &place.code, low, high)),
        Cover::Same(country) => {
            let both_there = place.country == *country && origin.country == *country;
            let prefix = origin.code.get(..2).filter(|_| both_there)?;
            of_codes(numeric(country, &place.code, prefix, prefix))
        }
    }
}

/// How many codes lie between two beginnings, if the code is one of them.
fn numeric(country: &str, code: &str, low: &str, high: &str) -> Option<u64> {
    let beginning = code.get(..low.len())?;
    let count = high.parse::<u64>().unwrap() - low.parse::<u64>().unwrap() + 1;
    let each = 10_u64.pow(u32::try_from(digits(country) - low.len()).unwrap());
    (low <= beginning && beginning <= high).then_some(count * each)
}

/// The same by areas and numbers of districts; a district counts as a hundred codes.
fn british(code: &str, low: &str, high: &str) -> Option<u64> {
    let (area, district) = parts(code);
    let ((low_area, first), (_, last)) = (parts(low), parts(high));
    match (first, last) {
        _ if area != low_area => None,
        (Some(first), Some(last)) => {
            (first..=last).contains(&district?).then_some((last - first + 1) * 100)
        }
        _ => Some(1_000_000),
    }
}

/// `AB31 4AA` is area AB, district 31.
fn parts(code: &str) -> (&str, Option<u64>) {
    let outward = code.split(' ').next().unwrap();
    let area = outward.trim_end_matches(|c: char| c.is_ascii_digit());
    (area, outward[area.len()..].parse().ok())
}

/// The member states; the United Kingdom was one until the end of January 2020 (Article 126 and Article 2(e) of the
/// withdrawal agreement call the day of withdrawal; it is 31 January 2020).
fn is_member(country: &str, day: NaiveDate) -> bool {
    const STATES: &str =
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    let left = NaiveDate::from_ymd_opt(2020, 2, 1).unwrap();
    STATES.split(' ').any(|state| state == country) || (country == "GB" && day < left)
}

/// Every origin and destination that the addresses can mean, as far as a pattern tells them apart.
fn pairs(order: &Order, covers: &[&Cover]) -> Vec<(Known, Known)> {
    let provinces = |place: &Place, origins: &[Known]| {
        let own = origins.iter().filter(|known| known.country == place.country);
        own.filter_map(|known| known.code.get(..2).map(str::to_owned)).collect::<Vec<_>>()
    };
    let mut origins = could_be(&order.from, covers, &[]);
    // The origin's own first two characters decide about `same:2`: the destination's province is one to try.
    let known_province = order.to.code.as_deref().and_then(|code| code.get(..2)).map(str::to_owned);
    if order.from.country == order.to.country {
        origins.extend(could_be(&order.from, covers, known_province.as_slice()));
    }
    let destinations = could_be(&order.to, covers, &provinces(&order.to, &origins));
    let pair = |origin: &Known| {
        let origin = origin.clone();
        destinations.clone().into_iter().map(move |destination| (origin.clone(), destination))
    };
    origins.iter().flat_map(pair).collect()
}

fn could_be(place: &Place, covers: &[&Cover], more: &[String]) -> Vec<Known> {
    let codes = codes(place, covers, more);
    let mut regions = vec![place.region];
    if place.region.is_none() {
        let named = covers.iter().filter_map(|cover| match cover {
            Cover::Region(country, region) if *country == place.country => Some(Some(*region)),
            _ => None,
        });
        regions.extend(named);
    }
    let known = |code: &String| {
        let code = code.clone();
        let country = place.country;
        regions.iter().map(move |region| Known { country, code: code.clone(), region: *region })
    };
    codes.iter().flat_map(known).collect()
}

fn codes(place: &Place, covers: &[&Cover], more: &[String]) -> Vec<String> {
    let written = place.code.as_deref().unwrap_or("").to_uppercase();
    if place.country == "GB" {
        return if written.is_empty() { british_codes(covers) } else { vec![written] };
    }
    let beginning: String = written.chars().filter(|c| !" -".contains(*c)).collect();
    let digits = digits(place.country);
    if beginning.len() >= digits {
        return vec![beginning];
    }
    let mut ends = vec![(beginning.clone(), beginning.clone())];
    ends.extend(more.iter().map(|province| (province.clone(), province.clone())));
    for cover in covers {
        match cover {
            Cover::Begins(country, text) if *country == place.country => {
                ends.push((text.clone(), text.clone()));
            }
            Cover::Between(country, low, high) if *country == place.country => {
                ends.push((low.clone(), high.clone()));
            }
            _ => {}
        }
    }
    let most = 10_i64.pow(u32::try_from(digits).unwrap());
    let mut codes = Vec::new();
    for (low, high) in ends {
        let low: i64 = format!("{low:0<digits$}").parse().unwrap();
        let high: i64 = format!("{high:9<digits$}").parse().unwrap();
        for code in [low - 1, low, high, high + 1] {
            let text = format!("{code:0digits$}");
            if (0..most).contains(&code) && text.starts_with(&beginning) && !codes.contains(&text) {
                codes.push(text);
            }
        }
    }
    codes
}

fn british_codes(covers: &[&Cover]) -> Vec<String> {
    let mut codes = vec!["ZZ99 9ZZ".to_owned()];
    for cover in covers {
        let (low, high) = match cover {
            Cover::Begins("GB", text) => (text, text),
            Cover::Between("GB", low, high) => (low, high),
            _ => continue,
        };
        let ((area, first), (_, last)) = (parts(low), parts(high));
        let (first, last) = (first.unwrap_or(1), last.unwrap_or(98));
        for district in [first.saturating_sub(1), first, last, last + 1] {
            codes.push(format!("{area}{district} 1AA"));
        }
    }
    codes
}
