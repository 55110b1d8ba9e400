//! Patterns between which nothing decides: equal ones of two zones, ranges that cross. All are faults of a sheet.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::code::Codes;
use super::fault::Report;
use super::places::{Claim, Places, ZoneNo};
use crate::model::Country;

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

/// A pattern of codes and what they are.
pub(super) type Coded<'c> = (Codes, &'c Claim);

/// Patterns that cover the same, sorted: those of sets before those written out.
pub(super) fn refuse_equals(sorted: &[&Claim], chart: &Chart<'_>, report: &mut Report) {
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

/// Whether none begins inside another and ends outside; what does is a fault.
pub(super) fn are_nested(sorted: &[Coded<'_>], chart: &Chart<'_>, report: &mut Report) -> bool {
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

pub(super) fn refuse_crossing_same(
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
