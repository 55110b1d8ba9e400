//! §2: which pattern holds a place, which of several wins, and what it means that a fact of the place is not known. Where
//! one is not known, every place that it could be is tried.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::No;
use super::codes::{british, numeric, same_part};
use super::conditions::Scene;
use super::possible::{Known, pairs};
use crate::plan::{ChartRow, Cover, Order, Pattern, Set, Sheet};

/// How special a pattern is: its kind, how few codes it covers, and that it is written out and comes from no set.
type Rank = (u8, Reverse<u64>, bool);

/// A place from an origin on a day, and what the sheet's sets are.
struct Spot<'s> {
    place: &'s Known,
    origin: &'s Known,
    day: NaiveDate,
    sets: &'s [Set],
}

/// The zone, or why there is none.
pub(super) fn zone(sheet: &Sheet, order: &Order, day: NaiveDate) -> Result<usize, No> {
    let mut covers: Vec<&Cover> = sheet.origin.iter().map(|pattern| &pattern.cover).collect();
    covers.extend(of_chart(sheet.chart.iter().flatten()));
    covers.extend(sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| &pattern.cover));
    let (mut collected, mut served) = (Vec::new(), Vec::new());
    let (mut zones, mut charts) = (Vec::new(), Vec::new());
    for (origin, destination) in pairs(order, &written_out(covers, &sheet.sets)) {
        let spot = Spot { place: &destination, origin: &origin, day, sets: &sheet.sets };
        // Where a chart has no row for the origin, nothing is sent from there.
        let chart = sheet.chart.as_ref().map(|rows| chart_of(rows, &spot));
        let is_collected = is_in(&sheet.origin, &spot.at_origin());
        let is_served = is_collected && chart != Some(None);
        collected.push(is_collected);
        served.push(is_served);
        if is_served {
            zones.push(zone_of(sheet, &spot));
            charts.push(chart);
        }
    }
    // Whether it is collected comes first, whatever a chart says of it afterwards.
    if collected.iter().any(|is_collected| *is_collected != collected[0]) {
        return Err(No::Lacking(vec!["from.postal_code", "from.region"]));
    }
    if served.iter().all(|is_served| !is_served) {
        return Err(No::NothingCollected);
    }
    if served.iter().any(|is_served| !is_served) || charts.iter().any(|chart| *chart != charts[0]) {
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
pub(super) fn destination_is_in(list: &[Pattern], scene: &Scene<'_>) -> Option<bool> {
    let sets = &scene.sheet.sets;
    let covers = list.iter().map(|pattern| &pattern.cover).collect();
    let mut answers =
        pairs(scene.order, &written_out(covers, sets)).into_iter().map(|(origin, place)| {
            is_in(list, &Spot { place: &place, origin: &origin, day: scene.day, sets })
        });
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
}

/// What a chart says, if it says one thing for all that the places can be.
pub(super) fn charted<V: Copy + PartialEq>(rows: &[ChartRow<V>], scene: &Scene<'_>) -> Option<V> {
    let sets = &scene.sheet.sets;
    let mut all = Vec::new();
    for (origin, place) in pairs(scene.order, &written_out(of_chart(rows.iter()), sets)) {
        let spot = Spot { place: &place, origin: &origin, day: scene.day, sets };
        let chart = chart_of(rows, &spot);
        all.push((chart.cloned(), chart.and_then(|chart| in_chart(rows, chart, &spot))));
    }
    let first = all.first()?;
    all.iter().all(|one| one == first).then_some(first.1)?
}

fn of_chart<'r, V: 'r>(rows: impl Iterator<Item = &'r ChartRow<V>>) -> Vec<&'r Cover> {
    rows.flat_map(|row| [&row.origin, &row.destination]).collect()
}

/// Patterns with those of sets in the place of sets.
fn written_out<'s>(covers: Vec<&'s Cover>, sets: &'s [Set]) -> Vec<&'s Cover> {
    let mut all = Vec::new();
    for cover in covers {
        match cover {
            Cover::Set(set) => {
                let members = sets[*set].members.iter().map(|(member, _)| member).collect();
                all.extend(written_out(members, sets));
            }
            cover => all.push(cover),
        }
    }
    all
}

fn zone_of(sheet: &Sheet, spot: &Spot<'_>) -> Option<usize> {
    if let Some(rows) = &sheet.chart {
        return in_chart(rows, chart_of(rows, spot)?, spot);
    }
    let candidate = |(index, zone): (usize, &crate::plan::Zone)| {
        let (rank, not) = strongest(&zone.to, spot).filter(|_| zone.days.contains(spot.day))?;
        (!not).then_some((rank, index))
    };
    sheet.zones.iter().enumerate().filter_map(candidate).max().map(|(_, zone)| zone)
}

/// The most specific row of an origin's chart.
fn in_chart<V: Copy>(rows: &[ChartRow<V>], chart: &Cover, spot: &Spot<'_>) -> Option<V> {
    let here = rows.iter().filter(|row| row.origin == *chart && row.days.contains(spot.day));
    here.filter_map(|row| Some((spot.rank(&row.destination)?, row.value)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, value)| value)
}

/// The most specific origin of a chart, of those that have a row on the day.
fn chart_of<'r, V>(rows: &'r [ChartRow<V>], spot: &Spot<'_>) -> Option<&'r Cover> {
    let origin = spot.at_origin();
    let today = rows.iter().filter(|row| row.days.contains(spot.day)).map(|row| &row.origin);
    today
        .filter_map(|cover| Some((origin.rank(cover)?, cover)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, cover)| cover)
}

fn is_in(list: &[Pattern], spot: &Spot<'_>) -> bool {
    strongest(list, spot).is_some_and(|(_, not)| !not)
}

/// The rank of the most specific pattern of a list that holds the place, and whether it takes it away.
fn strongest(list: &[Pattern], spot: &Spot<'_>) -> Option<(Rank, bool)> {
    let today = list.iter().filter(|pattern| pattern.days.contains(spot.day));
    today.filter_map(|pattern| Some((spot.rank(&pattern.cover)?, pattern.not))).max()
}

impl Spot<'_> {
    fn at_origin(&self) -> Self {
        Self { place: self.origin, ..*self }
    }

    /// `None`: the pattern does not hold the place.
    fn rank(&self, cover: &Cover) -> Option<Rank> {
        let of_codes = |count: Option<u64>| count.map(|count| (4, Reverse(count), true));
        let coarse = |holds: bool, kind: u8| holds.then_some((kind, Reverse(0), true));
        let code = &*self.place.code;
        let is_of = |country: &&str| self.place.country == *country;
        match cover {
            Cover::Any => coarse(true, 0),
            // A place of a set ranks as the place itself, and yields to it where it is written out.
            Cover::Union => {
                is_member(self.place.country, self.day).then_some((2, Reverse(0), false))
            }
            Cover::Set(set) => {
                let members = self.sets[*set].members.iter();
                let today = members.filter(|(_, days)| days.contains(self.day));
                let best = today.filter_map(|(member, _)| self.rank(member)).max()?;
                Some((best.0, best.1, false))
            }
            Cover::Country(country) => coarse(is_of(country), 2),
            Cover::Region(country, region) => {
                coarse(is_of(country) && self.place.region == Some(region), 3)
            }
            Cover::Begins(country, _) | Cover::Between(country, _, _) if !is_of(country) => None,
            Cover::Begins("GB", text) => of_codes(british(code, text, text)),
            Cover::Between("GB", low, high) => of_codes(british(code, low, high)),
            Cover::Begins(country, text) => of_codes(numeric(country, code, text, text)),
            Cover::Between(country, low, high) => of_codes(numeric(country, code, low, high)),
            Cover::Same(country, part) => {
                let both_there = is_of(country) && self.origin.country == *country;
                of_codes(both_there.then(|| same_part(country, *part, code, &self.origin.code))?)
            }
        }
    }
}

/// The member states; the United Kingdom was one until the end of January 2020 (Article 126 and Article 2(e) of the
/// withdrawal agreement call the day of withdrawal; it is 31 January 2020).
fn is_member(country: &str, day: NaiveDate) -> bool {
    const STATES: &str =
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    let left = NaiveDate::from_ymd_opt(2020, 2, 1).unwrap();
    STATES.split(' ').any(|state| state == country) || (country == "GB" && day < left)
}
