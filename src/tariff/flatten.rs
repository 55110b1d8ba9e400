//! From patterns to intervals: which pattern wins at each code, near the origin or not, in each region. The most specific
//! does. What cannot be decided between two is told in `conflicts.rs`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::code::Codes;
use super::conflicts::{Chart, Coded, are_nested, refuse_crossing_same, refuse_equals};
use super::fault::Report;
use super::pattern::{Cover, Pattern, Region};
use super::places::{Claim, CountryPlaces, NOWHERE, Places, ZoneNo};
use crate::model::Country;

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
        let mut slots = vec![NOWHERE; Country::all().len()];
        let mut countries = Vec::with_capacity(by_country.len());
        for (country, own) in by_country {
            if let (Some(slot), Ok(place)) =
                (slots.get_mut(country.row()), u16::try_from(countries.len()))
            {
                *slot = place;
            }
            countries.push(CountryPlaces::compile(country, &own, &general, chart, report));
        }
        Self { slots, countries, elsewhere: winner(general.iter().copied()) }
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
        let mut places = Self::without_codes(regions, same.keys().copied().collect());
        if !is_nested {
            return places;
        }
        // Within a rank, what is written out stands before what a set says.
        national.reverse();
        for (start, chain) in intervals(&by_code) {
            let Some(room) = chart.room.get().checked_sub(places.width()) else {
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
        places.index();
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
