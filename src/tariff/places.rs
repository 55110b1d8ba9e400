//! Which pattern wins at a place: the most specific. Compiled into sorted intervals for each country, so that a look-up is one
//! binary search.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::code::Codes;
use super::fault::Report;
use super::pattern::{Cover, Pattern, Region};
use crate::model::Country;

/// A zone by its number; a set of places has the one zone 0.
pub(super) type ZoneNo = u16;

/// A pattern that says which zone it is of.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) zone: ZoneNo,
    pub(super) pattern: Pattern,
}

/// A place, as far as an address tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whereabouts {
    pub(super) country: Country,
    /// The codes it can have: one and what follows it, or all where none is given.
    pub(super) codes: Codes,
    pub(super) region: Option<Region>,
}

/// A fact that an address lacks and a decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lacking {
    DestinationCode,
    DestinationRegion,
    OriginCode,
}

/// Places and their zones.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// By country, in order.
    countries: Vec<(Country, CountryPlaces)>,
    elsewhere: Option<ZoneNo>,
}

#[derive(Clone, Debug, Default)]
struct CountryPlaces {
    /// The first code of each interval; the first of them is 0.
    starts: Vec<u64>,
    /// By interval, then by how far the code is the origin's (not at all, then each of `same`), then by region: none of those
    /// named, then each of `regions`.
    winners: Vec<Option<ZoneNo>>,
    regions: Vec<Region>,
    /// The lengths of `same:n`, the shortest first.
    same: Vec<u32>,
}

impl Places {
    /// The zone of a place; `Ok(None)`: no pattern covers it.
    pub(super) fn zone(
        &self,
        origin: &Whereabouts,
        place: &Whereabouts,
    ) -> Result<Option<ZoneNo>, Lacking> {
        match self.countries.binary_search_by_key(&place.country, |(country, _)| *country) {
            Ok(found) => match self.countries.get(found) {
                Some((_, places)) => places.zone(origin, place),
                None => Ok(self.elsewhere),
            },
            Err(_) => Ok(self.elsewhere),
        }
    }

    /// Whether any of these codes has a zone.
    fn touches(&self, country: Country, codes: Codes) -> bool {
        let Ok(found) = self.countries.binary_search_by_key(&country, |(country, _)| *country)
        else {
            return self.elsewhere.is_some();
        };
        self.countries.get(found).is_none_or(|(_, places)| {
            !places.same.is_empty() || places.rows(codes).any(|row| row.iter().any(Option::is_some))
        })
    }
}

impl CountryPlaces {
    fn columns(&self) -> usize {
        self.regions.len() + 1
    }

    /// The winners of each interval that these codes meet.
    fn rows(&self, codes: Codes) -> impl Iterator<Item = &[Option<ZoneNo>]> {
        let width = self.columns() * (self.same.len() + 1);
        let first = self.starts.partition_point(|start| *start <= codes.low).saturating_sub(1);
        let last = self.starts.partition_point(|start| *start <= codes.high);
        self.winners.chunks(width).take(last).skip(first)
    }

    fn zone(&self, origin: &Whereabouts, place: &Whereabouts) -> Result<Option<ZoneNo>, Lacking> {
        let near = self.near(origin, place)? * self.columns();
        let column = match place.region {
            Some(region) => {
                Some(self.regions.iter().position(|known| *known == region).map_or(0, |at| at + 1))
            }
            None if self.regions.is_empty() => Some(0),
            None => None,
        };
        let mut rows = self.rows(place.codes);
        let decide = |row: &[Option<ZoneNo>]| -> Result<Option<ZoneNo>, Lacking> {
            if let Some(column) = column {
                return Ok(row.get(near + column).copied().flatten());
            }
            let mut zones = row.iter().skip(near).take(self.columns()).copied();
            let first = zones.next().flatten();
            if zones.all(|zone| zone == first) {
                Ok(first)
            } else {
                Err(Lacking::DestinationRegion)
            }
        };
        let Some(first) = rows.next() else { return Ok(None) };
        let zone = decide(first)?;
        for row in rows {
            if decide(row)? != zone {
                return Err(Lacking::DestinationCode);
            }
        }
        Ok(zone)
    }

    /// How many lengths of `same` the place and the origin have in common; a longer one includes the shorter.
    fn near(&self, origin: &Whereabouts, place: &Whereabouts) -> Result<usize, Lacking> {
        if origin.country != place.country {
            return Ok(0);
        }
        for (level, digits) in self.same.iter().enumerate() {
            let Some(near) = origin.codes.prefix(*digits) else { return Err(Lacking::OriginCode) };
            if !near.meets(place.codes) {
                return Ok(level);
            }
            if !near.contains(place.codes) {
                return Err(Lacking::DestinationCode);
            }
        }
        Ok(self.same.len())
    }
}

/// What a chart is checked against and called in messages.
pub(super) struct Chart<'c> {
    /// The name of each zone, as messages show it; a set of places has none.
    pub(super) names: &'c [String],
    /// From where the sheet serves; a place whose origin cannot be is no conflict.
    pub(super) origins: Option<&'c Places>,
    /// How many more places all charts together may have.
    pub(super) room: &'c Cell<usize>,
}

/// Ranges inside ranges, so many deep, are no chart of a carrier's.
const DEEPEST: usize = 40;

impl Places {
    /// Compiles patterns; whatever is undecided between them is a fault.
    pub(super) fn compile(claims: &[Claim], chart: &Chart<'_>, report: &mut Report) -> Self {
        let mut claims: Vec<&Claim> = claims.iter().collect();
        // By what they cover: the order they were written in is no rule.
        claims.sort_by(|a, b| {
            let key = |claim: &Claim| (order(&claim.pattern.cover), claim.pattern.set.is_none());
            key(a).cmp(&key(b)).then((a.zone, a.pattern.not).cmp(&(b.zone, b.pattern.not)))
        });
        refuse_equals(&claims, chart, report);
        let same = |a: &Claim, b: &Claim| {
            let side = |claim: &Claim| {
                let Pattern { cover, not, set, .. } = &claim.pattern;
                (*cover, *not, set.is_some(), claim.zone)
            };
            side(a) == side(b)
        };
        claims.dedup_by(|a, b| same(a, b));
        let (general, national): (Vec<&Claim>, Vec<&Claim>) =
            claims.into_iter().partition(|claim| country_of(claim).is_none());
        let mut by_country: BTreeMap<Country, Vec<&Claim>> = BTreeMap::new();
        for claim in national {
            by_country.entry(country_of(claim).unwrap_or(Country::ES)).or_default().push(claim);
        }
        let countries = by_country.into_iter().map(|(country, own)| {
            (country, CountryPlaces::compile(country, &own, &general, chart, report))
        });
        Self { countries: countries.collect(), elsewhere: winner(general.iter().copied()) }
    }
}

/// A total order in which a wider interval stands before those inside it.
fn order(cover: &Cover) -> (u8, Option<Country>, Region, u64, Reverse<u64>) {
    let plain = |rank, country| (rank, country, [0; 3], 0, Reverse(0));
    match *cover {
        Cover::Any => plain(0, None),
        Cover::Country(country) => plain(1, Some(country)),
        Cover::Region(country, region) => (2, Some(country), region, 0, Reverse(0)),
        Cover::Codes(country, codes) => (3, Some(country), [0; 3], codes.low, Reverse(codes.high)),
        Cover::Same(country, digits) => (4, Some(country), [0; 3], 0, Reverse(u64::from(digits))),
    }
}

fn country_of(claim: &Claim) -> Option<Country> {
    match claim.pattern.cover {
        Cover::Any => None,
        Cover::Country(country)
        | Cover::Region(country, _)
        | Cover::Codes(country, _)
        | Cover::Same(country, _) => Some(country),
    }
}

/// Patterns that cover the same, sorted: those of sets before those written out.
fn refuse_equals(sorted: &[&Claim], chart: &Chart<'_>, report: &mut Report) {
    for equal in sorted.chunk_by(|a, b| a.pattern.cover == b.pattern.cover) {
        let (mut gone, mut is_decided) = (Vec::new(), false);
        // What is written out decides; only where it does not may sets disagree.
        for group in equal.chunk_by(|a, b| a.pattern.set.is_some() == b.pattern.set.is_some()).rev()
        {
            let mut named: Vec<&Claim> = group
                .iter()
                .copied()
                .filter(|claim| !claim.pattern.not && !is_decided && !gone.contains(&claim.zone))
                .collect();
            named.sort_by_key(|claim| (claim.pattern.spot.line, claim.pattern.spot.column));
            for pair in named.windows(2) {
                let [a, b] = pair else { continue };
                if a.zone != b.zone {
                    report.fault(&b.pattern.spot, twice(a, b, chart));
                }
            }
            for taken in group.iter().filter(|claim| claim.pattern.not) {
                if named.iter().any(|claim| claim.zone == taken.zone) {
                    let message = format!(
                        "{} is both named and taken away by \"not\"; leave one out",
                        taken.pattern.text
                    );
                    report.fault(&taken.pattern.spot, message);
                }
                gone.push(taken.zone);
            }
            is_decided |= !named.is_empty();
        }
    }
}

fn twice(a: &Claim, b: &Claim, chart: &Chart<'_>) -> String {
    let side = |claim: &Claim| {
        let (zone, line) = (name(chart, claim.zone), claim.pattern.spot.line);
        match &claim.pattern.set {
            Some(set) => format!("{zone} ({set}, line {line})"),
            None => format!("{zone} (line {line})"),
        }
    };
    let remedy = match a.pattern.set {
        Some(_) => format!("; write {} in the one that has it", a.pattern.text),
        None => String::new(),
    };
    format!("{} is both {} and {}{remedy}", a.pattern.text, side(a), side(b))
}

fn name<'c>(chart: &Chart<'c>, zone: ZoneNo) -> &'c str {
    chart.names.get(usize::from(zone)).map_or("it", String::as_str)
}

impl CountryPlaces {
    fn compile(
        country: Country,
        own: &[&Claim],
        general: &[&Claim],
        chart: &Chart<'_>,
        report: &mut Report,
    ) -> Self {
        let (mut by_code, mut regional, mut national) = (Vec::new(), Vec::new(), Vec::new());
        let mut same: BTreeMap<u32, Vec<&Claim>> = BTreeMap::new();
        for claim in own {
            match claim.pattern.cover {
                Cover::Codes(_, codes) => by_code.push((codes, *claim)),
                Cover::Region(_, region) => regional.push((region, *claim)),
                Cover::Same(_, digits) => same.entry(digits).or_default().push(claim),
                _ => national.push(*claim),
            }
        }
        let is_nested = are_nested(&by_code, chart, report);
        refuse_crossing_same(country, &by_code, &same, chart, report);
        let mut regions: Vec<Region> = regional.iter().map(|(region, _)| *region).collect();
        regions.dedup();
        let mut places = Self { regions, same: same.keys().copied().collect(), ..Self::default() };
        if !is_nested {
            return places;
        }
        // Within a rank, what is written out stands before what a set says.
        national.reverse();
        for (start, chain) in intervals(&by_code) {
            let width = places.columns() * (places.same.len() + 1);
            let Some(room) = chart.room.get().checked_sub(width) else {
                if let Some(claim) = own.first() {
                    report.fault(
                        &claim.pattern.spot,
                        "the charts of this sheet are too large; part it",
                    );
                }
                return places;
            };
            chart.room.set(room);
            places.starts.push(start);
            for level in 0..=places.same.len() {
                let near: Vec<(u32, &[&Claim])> = (same.iter().take(level).rev())
                    .map(|(digits, claims)| (*digits, claims.as_slice()))
                    .collect();
                let by_code = merged(&chain, &near);
                let region_of_column = std::iter::once(None).chain(places.regions.iter().map(Some));
                for column in region_of_column {
                    let here = regional.iter().rev().filter(|(region, _)| Some(region) == column);
                    let by_rank = by_code
                        .iter()
                        .copied()
                        .chain(here.map(|(_, claim)| *claim))
                        .chain(national.iter().copied())
                        .chain(general.iter().copied());
                    places.winners.push(winner(by_rank));
                }
            }
        }
        places
    }
}

/// The patterns of codes that cover an interval, the narrowest first, with those of `same` that hold put where they belong:
/// after what lies inside the origin's prefix, before what it lies in.
fn merged<'c>(chain: &[(Codes, &'c Claim)], near: &[(u32, &[&'c Claim])]) -> Vec<&'c Claim> {
    let mut out = Vec::with_capacity(chain.len() + near.len());
    let mut near = near.iter().peekable();
    for (codes, claim) in chain {
        while let Some((_, same)) = near.next_if(|(digits, _)| codes.is_of_prefixes(*digits)) {
            out.extend(same.iter().rev());
        }
        out.push(*claim);
    }
    out.extend(near.flat_map(|(_, same)| same.iter().rev()));
    out
}

/// The zone of the first claim that has not been taken away before.
fn winner<'c>(by_rank: impl Iterator<Item = &'c Claim>) -> Option<ZoneNo> {
    let mut gone: Vec<ZoneNo> = Vec::new();
    for claim in by_rank {
        if claim.pattern.not {
            gone.push(claim.zone);
        } else if !gone.contains(&claim.zone) {
            return Some(claim.zone);
        }
    }
    None
}

/// A pattern of codes and what they are.
type Coded<'c> = (Codes, &'c Claim);

/// Nested patterns flattened: where each interval begins, and the patterns that cover it, the narrowest first.
fn intervals<'c>(sorted: &[Coded<'c>]) -> Vec<(u64, Vec<Coded<'c>>)> {
    let mut out: Vec<(u64, Vec<Coded<'c>>)> = vec![(0, Vec::new())];
    let mut open: Vec<Coded<'c>> = Vec::new();
    let mut begin = |start: u64, open: &[Coded<'c>]| {
        let chain = open.iter().rev().copied().collect();
        match out.last_mut() {
            Some((last, old)) if *last == start => *old = chain,
            _ => out.push((start, chain)),
        }
    };
    for (codes, claim) in sorted {
        while let Some((ended, _)) = open.pop_if(|(last, _)| last.high < codes.low) {
            begin(ended.high.saturating_add(1), &open);
        }
        open.push((*codes, claim));
        begin(codes.low, &open);
    }
    while let Some((ended, _)) = open.pop() {
        begin(ended.high.saturating_add(1), &open);
    }
    out
}

/// Whether none begins inside another and ends outside; what does is a fault.
fn are_nested(sorted: &[Coded<'_>], chart: &Chart<'_>, report: &mut Report) -> bool {
    let (mut open, mut is_nested): (Vec<Coded<'_>>, bool) = (Vec::new(), true);
    for (codes, claim) in sorted {
        while open.pop_if(|(last, _)| last.high < codes.low).is_some() {}
        if open.len() > DEEPEST {
            let message = format!(
                "{} lies in more than {DEEPEST} ranges, each inside the other",
                claim.pattern.text
            );
            report.fault(&claim.pattern.spot, message);
            return false;
        }
        if let Some((outer, other)) = open.last()
            && outer.crosses(*codes)
        {
            let message = format!(
                "{} and {} cross; nest them or part them",
                shown(chart, other),
                shown(chart, claim)
            );
            report.fault(&claim.pattern.spot, message);
            is_nested = false;
            continue;
        }
        open.push((*codes, claim));
    }
    is_nested
}

fn shown(chart: &Chart<'_>, claim: &Claim) -> String {
    match chart.names.get(usize::from(claim.zone)) {
        Some(zone) => format!("{} (zone {zone})", claim.pattern.text),
        None => claim.pattern.text.to_string(),
    }
}

fn refuse_crossing_same(
    country: Country,
    coded: &[Coded<'_>],
    same: &BTreeMap<u32, Vec<&Claim>>,
    chart: &Chart<'_>,
    report: &mut Report,
) {
    // Two claims of one length have been told by now; one of them is enough to be held against the codes.
    let near_ones = same.iter().filter_map(|(digits, claims)| Some((*digits, *claims.last()?)));
    for (digits, near) in near_ones {
        for (codes, claim) in coded {
            let whole = codes.is_of_prefixes(digits);
            if codes.prefix(digits).is_none() && !whole {
                let message = format!(
                    "{} and {} cross; nest them or part them",
                    shown(chart, claim),
                    shown(chart, near)
                );
                report.fault(&claim.pattern.spot, message);
            }
            // The same codes exactly, where somebody may send from there.
            let equal = whole && codes.prefix(digits) == Some(*codes);
            let differ = claim.zone != near.zone && !claim.pattern.not && !near.pattern.not;
            if equal
                && differ
                && chart.origins.is_none_or(|origins| origins.touches(country, *codes))
            {
                let message = format!(
                    "{} is both {} (line {}) and, sent from there, {} ({}, line {}); take it out of origin or name both one zone",
                    claim.pattern.text,
                    name(chart, claim.zone),
                    claim.pattern.spot.line,
                    name(chart, near.zone),
                    near.pattern.text,
                    near.pattern.spot.line
                );
                report.fault(&claim.pattern.spot, message);
            }
        }
    }
}
