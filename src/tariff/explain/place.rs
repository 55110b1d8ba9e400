//! Which pattern of a list of places wins at an address, told from the list as it is written.

use super::Case;
use crate::model::{Address, Country, Date, subdivision};
use crate::tariff::code::{Codes, codes};
use crate::tariff::facts;
use crate::tariff::written::{Rule, Written};

/// How specific a pattern is: a set below a country below a region below postcodes, and of those the fewer the better.
type Rank = (u8, std::cmp::Reverse<u64>);

/// A pattern that covers a place.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) zone: String,
    pub(super) pattern: String,
    /// Where it is written.
    pub(super) at: String,
    not: bool,
    rank: Rank,
}

/// A pattern as it is written, and where.
struct Pattern {
    text: String,
    at: String,
}

impl Case<'_> {
    /// The patterns of all zones that cover the destination, the one that decides first.
    pub(super) fn matches(&self, day: Date) -> Vec<Match> {
        let to = self.request.shipment.to.place();
        if let Some(chart) = self.rules.text("zones") {
            return self.chart(chart, to, day);
        }
        let tables = self.rules.get("zone").or_else(|| self.rules.get("zones"));
        let mut found = Vec::new();
        for (zone, rule) in tables.into_iter().flat_map(Rule::entries) {
            for pattern in self.patterns(rule.get("to").unwrap_or(rule), day) {
                found.extend(self.covers(&pattern, to, day).map(|(rank, not)| Match {
                    zone: zone.to_owned(),
                    pattern: pattern.text.clone(),
                    at: pattern.at.clone(),
                    not,
                    rank,
                }));
            }
        }
        decided(found)
    }

    /// Whether a condition's places hold the destination; the pattern that says so.
    pub(super) fn place_in(&self, places: &str, day: Date) -> Option<Match> {
        let to = self.request.shipment.to.place();
        let listed = places.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let patterns: Vec<Pattern> = match listed {
            Some(list) => list
                .split(',')
                .map(|text| Pattern {
                    text: text.trim().trim_matches('"').to_owned(),
                    at: String::new(),
                })
                .collect(),
            None => self.named(places, 0, day),
        };
        let found = patterns.into_iter().filter_map(|pattern| {
            let (rank, not) = self.covers(&pattern, to, day)?;
            Some(Match { zone: String::new(), pattern: pattern.text, at: pattern.at, not, rank })
        });
        decided(found.collect()).into_iter().next()
    }

    /// `origin,destination,zone`: the most specific origin picks the chart, and only that is looked into.
    fn chart(&self, file: &str, to: &Address, day: Date) -> Vec<Match> {
        let from = &self.request.shipment.from;
        let mut of_origin: Vec<(Rank, Match)> = Vec::new();
        let mut best: Option<Rank> = None;
        for (line, row) in self.sheet.rows(file).into_iter().skip(1) {
            let [origin, destination, zone, ..] = row.as_slice() else { continue };
            let at = format!("{file} line {line}");
            let pattern = |text: &String| Pattern { text: text.clone(), at: at.clone() };
            let Some((origin, _)) = self.covers(&pattern(origin), from, day) else { continue };
            best = best.max(Some(origin));
            if let Some((rank, not)) = self.covers(&pattern(destination), to, day) {
                let found =
                    Match { zone: zone.clone(), pattern: destination.clone(), at, not, rank };
                of_origin.push((origin, found));
            }
        }
        let of_chart = of_origin.into_iter().filter(|(rank, _)| Some(*rank) == best);
        decided(of_chart.map(|(_, found)| found).collect())
    }

    /// The patterns of a list of places; a name in it may be a file's or a set's.
    fn patterns(&self, rule: &Rule, day: Date) -> Vec<Pattern> {
        let mut out = Vec::new();
        for item in rule.items() {
            match &item.value {
                Written::Text(text) => out.extend(self.named(text, item.line, day)),
                Written::Table(_) => {
                    let holds = item.text("valid").is_none_or(|valid| within(valid, day));
                    if let Some(places) = item.get("places").filter(|_| holds) {
                        out.extend(self.patterns(places, day));
                    }
                }
                _ => {}
            }
        }
        out
    }

    fn named(&self, text: &str, line: usize, day: Date) -> Vec<Pattern> {
        if self.sheet.file(text).is_some() {
            let rows = self.sheet.rows(text).into_iter();
            return rows
                .filter_map(|(line, row)| {
                    Some(Pattern {
                        text: row.into_iter().next()?,
                        at: format!("{text} line {line}"),
                    })
                })
                .collect();
        }
        let _ = day;
        let at = if line == 0 {
            String::new()
        } else {
            format!("{} line {line}", self.sheet.sheet().name())
        };
        vec![Pattern { text: text.to_owned(), at }]
    }

    /// How specific a pattern is where it covers a place, and whether it takes it away.
    fn covers(&self, pattern: &Pattern, place: &Address, day: Date) -> Option<(Rank, bool)> {
        let (text, not) = match pattern.text.trim().strip_prefix("not ") {
            Some(rest) => (rest.trim(), true),
            None => (pattern.text.trim(), false),
        };
        Some((self.rank(text, place, day)?, not))
    }

    fn rank(&self, text: &str, place: &Address, day: Date) -> Option<Rank> {
        let plain = |class| Some((class, std::cmp::Reverse(0)));
        if text == "*" {
            return plain(0);
        }
        let set = self.rules.get("set").and_then(|sets| sets.get(text));
        if let Some(set) = set {
            let inside =
                self.patterns(set, day).iter().any(|one| self.covers(one, place, day).is_some());
            return plain(1).filter(|_| inside);
        }
        if text == "EU" {
            return plain(1).filter(|_| place.country.in_eu(day));
        }
        let (name, rest) = text.split_at_checked(2)?;
        let country = Country::parse(name).ok().filter(|country| *country == place.country)?;
        let mine = facts_of(place)?;
        if rest.is_empty() {
            return plain(2);
        }
        if let Some(region) = rest.strip_prefix('-') {
            let known =
                subdivision::exists(country, region) && place.region.as_deref() == Some(region);
            return plain(3).filter(|_| known);
        }
        let covered = match rest.trim().strip_prefix("same:") {
            Some(digits) => facts_of(&self.request.shipment.from)
                .filter(|_| self.request.shipment.from.country == country)?
                .prefix(digits.parse().ok()?)?,
            None => range(country, rest.trim())?,
        };
        let width = covered.high - covered.low;
        covered.contains(mine).then_some((4, std::cmp::Reverse(width)))
    }
}

fn range(country: Country, text: &str) -> Option<Codes> {
    let one = crate::model::postal::is_whole(country, text);
    match text.split_once('-').filter(|_| !one) {
        Some((first, last)) => {
            Some(codes(country, first.trim())?.through(codes(country, last.trim())?))
        }
        None => codes(country, text),
    }
}

fn facts_of(place: &Address) -> Option<Codes> {
    facts::whereabouts(place).ok().map(|found| found.codes)
}

/// Whether a day is within `2026-01-01/2026-12-31`, one end of which may be open.
pub(super) fn within(valid: &str, day: Date) -> bool {
    let (first, last) = valid.split_once('/').unwrap_or((valid, valid));
    let begun = first.trim().parse::<Date>().map_or(true, |first| first <= day);
    begun && last.trim().parse::<Date>().map_or(true, |last| day <= last)
}

/// The most specific first; what is taken away is gone.
fn decided(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by(|a, b| b.rank.cmp(&a.rank).then(b.not.cmp(&a.not)));
    let mut gone: Vec<String> = Vec::new();
    found.retain(|one| {
        if one.not {
            gone.push(one.zone.clone());
        }
        !one.not && !gone.contains(&one.zone)
    });
    found
}
