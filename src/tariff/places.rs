//! Which pattern wins at a place: the most specific. Compiled into sorted intervals for each country; an index by the first
//! three digits of a code leaves little or nothing to search.

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
    /// The first three digits of its codes, where they have them in common.
    digits: Option<u16>,
}

impl Whereabouts {
    pub(super) fn new(country: Country, codes: Codes, region: Option<Region>) -> Self {
        Self { country, codes, region, digits: codes.first_three_digits() }
    }
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
    /// By the row of a country: the place of its patterns in `countries`, or [`NOWHERE`].
    slots: Vec<u16>,
    countries: Vec<CountryPlaces>,
    elsewhere: Option<ZoneNo>,
}

/// Fewer intervals than this are found as fast without an index, whose two kilobytes are then saved.
const WORTH_AN_INDEX: usize = 4;

/// No place in a list.
const NOWHERE: u16 = u16::MAX;

#[derive(Clone, Debug, Default)]
struct CountryPlaces {
    /// The first code of each interval; the first of them is 0.
    starts: Vec<u64>,
    /// By the first three digits of a code: the interval in which the first such code lies, and one more at the end. Empty
    /// where it would not fit.
    by_digits: Vec<u16>,
    /// By interval, then by region: none of those named, then each of `regions`.
    winners: Vec<Winner>,
    regions: Vec<Region>,
    /// `same:n`, the longest first.
    same: Vec<(u32, ZoneNo)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Winner {
    zone: Option<ZoneNo>,
    /// The codes of the pattern that won; all of them where it was no pattern of codes.
    codes: Codes,
}

impl Winner {
    /// Its zone, unless the place is near the origin and that is more specific.
    fn of(&self, near: Option<(Codes, ZoneNo)>) -> Option<ZoneNo> {
        match near {
            Some((codes, zone)) if self.codes.contains(codes) => Some(zone),
            _ => self.zone,
        }
    }
}

impl Places {
    /// The zone of a place; `Ok(None)`: no pattern covers it.
    pub(super) fn zone(
        &self,
        origin: &Whereabouts,
        place: &Whereabouts,
    ) -> Result<Option<ZoneNo>, Lacking> {
        match self.of(place.country) {
            Some(places) => places.zone(origin, place),
            None => Ok(self.elsewhere),
        }
    }

    fn of(&self, country: Country) -> Option<&CountryPlaces> {
        self.countries.get(usize::from(*self.slots.get(country.row())?))
    }

    /// Whether any of these codes has a zone.
    fn touches(&self, country: Country, codes: Codes) -> bool {
        let Some(places) = self.of(country) else { return self.elsewhere.is_some() };
        let place = Whereabouts::new(country, codes, None);
        let mut rows = places.rows(places.interval(&place), codes);
        !places.same.is_empty() || rows.any(|row| row.iter().any(|winner| winner.zone.is_some()))
    }
}

impl CountryPlaces {
    /// The interval in which the first code of a place lies.
    fn interval(&self, place: &Whereabouts) -> usize {
        let bucket = place.digits.map(usize::from).and_then(|digits| {
            Some((*self.by_digits.get(digits)?, *self.by_digits.get(digits + 1)?))
        });
        // The first of the next digits may begin inside the last interval of these.
        let (first, last) = bucket
            .map_or((0, self.starts.len()), |(first, last)| (first.into(), usize::from(last) + 1));
        let inside = self.starts.get(first..last).unwrap_or_default();
        match inside {
            [_] => first,
            _ => {
                first + inside.partition_point(|start| *start <= place.codes.low).saturating_sub(1)
            }
        }
    }

    /// The winners of an interval, and of those after it as far as these codes go.
    fn rows(&self, first: usize, codes: Codes) -> impl Iterator<Item = &[Winner]> {
        let width = self.regions.len() + 1;
        let rows = self.winners.get(first * width..).unwrap_or_default().chunks_exact(width);
        let later = self.starts.get(first + 1..).unwrap_or_default();
        rows.take(1 + later.iter().take_while(|start| **start <= codes.high).count())
    }

    fn zone(&self, origin: &Whereabouts, place: &Whereabouts) -> Result<Option<ZoneNo>, Lacking> {
        let near = if self.same.is_empty() { None } else { self.near(origin, place)? };
        match self.only_winner(place) {
            Some(winner) => Ok(winner.of(near)),
            None => self.zone_among(near, place),
        }
    }

    /// The winner, where the index alone tells it.
    fn only_winner(&self, place: &Whereabouts) -> Option<&Winner> {
        if self.winners.len() == 1 {
            return self.winners.first();
        }
        let digits = usize::from(place.digits?);
        let first = *self.by_digits.get(digits)?;
        let is_whole = *self.by_digits.get(digits + 1)? == first && self.regions.is_empty();
        self.winners.get(usize::from(first)).filter(|_| is_whole)
    }

    /// The zone of a place that may lie in several intervals, and whose region may count.
    fn zone_among(
        &self,
        near: Option<(Codes, ZoneNo)>,
        place: &Whereabouts,
    ) -> Result<Option<ZoneNo>, Lacking> {
        let column = match place.region {
            _ if self.regions.is_empty() => Some(0),
            Some(region) => {
                Some(self.regions.iter().position(|known| *known == region).map_or(0, |at| at + 1))
            }
            None => None,
        };
        let mut rows = self.rows(self.interval(place), place.codes);
        let decide = |row: &[Winner]| -> Result<Option<ZoneNo>, Lacking> {
            let decided = |winner: &Winner| winner.of(near);
            if let Some(column) = column {
                return Ok(row.get(column).and_then(decided));
            }
            let mut zones = row.iter().map(decided);
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

    /// The codes that begin as the origin's, and their zone, where the place is among them.
    fn near(
        &self,
        origin: &Whereabouts,
        place: &Whereabouts,
    ) -> Result<Option<(Codes, ZoneNo)>, Lacking> {
        if origin.country != place.country {
            return Ok(None);
        }
        for (digits, zone) in &self.same {
            let Some(near) = origin.codes.prefix(*digits) else { return Err(Lacking::OriginCode) };
            if near.contains(place.codes) {
                return Ok(Some((near, *zone)));
            }
            if near.meets(place.codes) {
                return Err(Lacking::DestinationCode);
            }
        }
        Ok(None)
    }

    /// Looks up once what every later look-up of a code with digits begins with.
    fn index(&mut self) {
        if self.starts.len() < WORTH_AN_INDEX {
            return;
        }
        let interval = |code: u64| {
            let interval = self.starts.partition_point(|start| *start <= code).saturating_sub(1);
            u16::try_from(interval).ok()
        };
        // Beyond 999 there is the first code that is above them all.
        let ends = (0..1_000).map(Codes::first_with).chain([u64::MAX]);
        self.by_digits = ends.map(interval).collect::<Option<_>>().unwrap_or_default();
    }
}

/// What a chart is checked against and called in messages.
pub(super) struct Chart<'c> {
    /// The name of each zone, as messages show it; a set of places has none.
    pub(super) names: &'c [String],
    /// From where the sheet serves; a place whose origin cannot be is no conflict.
    pub(super) origins: Option<&'c Places>,
    /// The member states of the European Union in the days of the sheet.
    pub(super) union_members: &'c [Country],
}

impl Places {
    /// Compiles patterns; whatever is undecided between them is a fault.
    pub(super) fn compile(claims: &[Claim], chart: &Chart<'_>, report: &mut Report) -> Self {
        let mut claims: Vec<&Claim> = claims.iter().collect();
        // By what they cover: the order they were written in is no rule.
        claims.sort_by(|a, b| {
            order(&a.pattern.cover).cmp(&order(&b.pattern.cover)).then(a.zone.cmp(&b.zone))
        });
        refuse_equals(&claims, chart, report);
        let mut countries: Vec<Country> =
            claims.iter().filter_map(|claim| country_of(claim)).collect();
        if claims.iter().any(|claim| claim.pattern.cover == Cover::Union) {
            countries.extend(chart.union_members);
        }
        countries.sort_unstable();
        countries.dedup();
        let general = |union: bool| -> Vec<&Claim> {
            let is = |cover: Cover| {
                claims.iter().copied().filter(move |claim| claim.pattern.cover == cover)
            };
            if union {
                is(Cover::Union).chain(is(Cover::Any)).collect()
            } else {
                is(Cover::Any).collect()
            }
        };
        let elsewhere = winner(general(false).into_iter()).zone;
        let mut slots = vec![NOWHERE; Country::all().len()];
        for (slot, country) in (0..).zip(&countries) {
            if let Some(place) = slots.get_mut(country.row()) {
                *place = slot;
            }
        }
        let countries = countries
            .into_iter()
            .map(|country| {
                let own: Vec<&Claim> = claims
                    .iter()
                    .copied()
                    .filter(|claim| country_of(claim) == Some(country))
                    .collect();
                let general = general(chart.union_members.contains(&country));
                CountryPlaces::compile(country, &own, &general, chart, report)
            })
            .collect();
        Self { slots, countries, elsewhere }
    }
}

/// A total order in which a wider interval stands before those inside it.
fn order(cover: &Cover) -> (u8, Option<Country>, Region, u64, std::cmp::Reverse<u64>) {
    let plain = |rank, country| (rank, country, [0; 3], 0, std::cmp::Reverse(0));
    match *cover {
        Cover::Any => plain(0, None),
        Cover::Union => plain(1, None),
        Cover::Country(country) => plain(2, Some(country)),
        Cover::Region(country, region) => (3, Some(country), region, 0, std::cmp::Reverse(0)),
        Cover::Codes(country, codes) => {
            (4, Some(country), [0; 3], codes.low, std::cmp::Reverse(codes.high))
        }
        Cover::Same(country, digits) => {
            (5, Some(country), [0; 3], 0, std::cmp::Reverse(u64::from(digits)))
        }
    }
}

fn country_of(claim: &Claim) -> Option<Country> {
    match claim.pattern.cover {
        Cover::Any | Cover::Union => None,
        Cover::Country(country)
        | Cover::Region(country, _)
        | Cover::Codes(country, _)
        | Cover::Same(country, _) => Some(country),
    }
}

fn refuse_equals(sorted: &[&Claim], chart: &Chart<'_>, report: &mut Report) {
    for group in sorted.chunk_by(|a, b| a.pattern.cover == b.pattern.cover) {
        let mut named: Vec<&Claim> =
            group.iter().copied().filter(|claim| !claim.pattern.not).collect();
        named.sort_by_key(|claim| (claim.pattern.spot.line, claim.pattern.spot.column));
        for pair in named.windows(2) {
            let [a, b] = pair else { continue };
            if a.zone != b.zone {
                let message = format!(
                    "{} is both {} (line {}) and {} (line {})",
                    a.pattern.text,
                    name(chart, a.zone),
                    a.pattern.spot.line,
                    name(chart, b.zone),
                    b.pattern.spot.line
                );
                report.fault(&b.pattern.spot, message);
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
        }
    }
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
        let mut same = Vec::new();
        for claim in own {
            match claim.pattern.cover {
                Cover::Codes(_, codes) => by_code.push((codes, *claim)),
                Cover::Region(_, region) => regional.push((region, *claim)),
                Cover::Same(_, digits) => same.push((digits, *claim)),
                _ => national.push(*claim),
            }
        }
        refuse_crossing(&by_code, chart, report);
        refuse_crossing_same(country, &by_code, &same, chart, report);
        let mut regions: Vec<Region> = regional.iter().map(|(region, _)| *region).collect();
        regions.dedup();
        let mut places = Self { regions, ..Self::default() };
        same.sort_by_key(|(digits, _)| std::cmp::Reverse(*digits));
        places.same = same.iter().map(|(digits, claim)| (*digits, claim.zone)).collect();
        for (start, chain) in intervals(&by_code) {
            places.starts.push(start);
            let region_of_column = std::iter::once(None).chain(places.regions.iter().map(Some));
            for column in region_of_column {
                let here = regional.iter().filter(|(region, _)| Some(region) == column);
                let by_rank = chain
                    .iter()
                    .copied()
                    .chain(here.map(|(_, claim)| *claim))
                    .chain(national.iter().copied())
                    .chain(general.iter().copied());
                places.winners.push(winner(by_rank));
            }
        }
        places.index();
        places
    }
}

/// The first claim whose zone has not been taken away before.
fn winner<'c>(by_rank: impl Iterator<Item = &'c Claim>) -> Winner {
    let mut gone: Vec<ZoneNo> = Vec::new();
    for claim in by_rank {
        if gone.contains(&claim.zone) {
            continue;
        }
        if claim.pattern.not {
            gone.push(claim.zone);
            continue;
        }
        let codes = match claim.pattern.cover {
            Cover::Codes(_, codes) => codes,
            _ => Codes::ALL,
        };
        return Winner { zone: Some(claim.zone), codes };
    }
    Winner { zone: None, codes: Codes::ALL }
}

/// Nested patterns flattened: where each interval begins, and the patterns that cover it, the narrowest first.
fn intervals<'c>(sorted: &[(Codes, &'c Claim)]) -> Vec<(u64, Vec<&'c Claim>)> {
    let mut out: Vec<(u64, Vec<&'c Claim>)> = vec![(0, Vec::new())];
    let mut open: Vec<(Codes, &'c Claim)> = Vec::new();
    let mut begin = |start: u64, open: &[(Codes, &'c Claim)]| {
        let chain = open.iter().rev().map(|(_, claim)| *claim).collect();
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

fn refuse_crossing(sorted: &[(Codes, &Claim)], chart: &Chart<'_>, report: &mut Report) {
    let mut open: Vec<(Codes, &Claim)> = Vec::new();
    for (codes, claim) in sorted {
        while open.pop_if(|(last, _)| last.high < codes.low).is_some() {}
        if let Some((outer, other)) = open.last()
            && outer.crosses(*codes)
        {
            let message = format!(
                "{} and {} cross; nest them or part them",
                shown(chart, other),
                shown(chart, claim)
            );
            report.fault(&claim.pattern.spot, message);
            continue;
        }
        open.push((*codes, claim));
    }
}

fn shown(chart: &Chart<'_>, claim: &Claim) -> String {
    match chart.names.get(usize::from(claim.zone)) {
        Some(zone) => format!("{} (zone {zone})", claim.pattern.text),
        None => claim.pattern.text.clone(),
    }
}

fn refuse_crossing_same(
    country: Country,
    coded: &[(Codes, &Claim)],
    same: &[(u32, &Claim)],
    chart: &Chart<'_>,
    report: &mut Report,
) {
    for (digits, near) in same {
        if near.pattern.not
            || coded.iter().any(|(_, claim)| claim.pattern.not && claim.zone == near.zone)
        {
            let message =
                format!("\"not\" beside {country} same:{digits} is not read by this version");
            report.fault(&near.pattern.spot, message);
        }
        for (codes, claim) in coded {
            let whole = codes.is_of_prefixes(*digits);
            if codes.prefix(*digits).is_none() && !whole {
                let message = format!(
                    "{} and {} cross; nest them or part them",
                    shown(chart, claim),
                    shown(chart, near)
                );
                report.fault(&claim.pattern.spot, message);
            }
            // The same codes exactly, where somebody may send from there.
            let equal = whole && codes.prefix(*digits) == Some(*codes);
            let served = chart.origins.is_none_or(|origins| origins.touches(country, *codes));
            if equal && served && claim.zone != near.zone && !claim.pattern.not {
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
