//! Lists of places as they are written: patterns, sets, files, each with the days on which it holds. And the days on which the
//! places of a sheet change: between them they are compiled once.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Reading;
use crate::model::{Country, Date};
use crate::tariff::csv_file::{self, Record};
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::node::{Node, Text};
use crate::tariff::number;
use crate::tariff::pattern::{self, Cover, Pattern};
use crate::tariff::places::{Chart, Claim, Places, ZoneNo};

/// More patterns than this are several sheets. A chart of all pairs of three-digit ZIP codes has 860,000.
const MOST_PATTERNS: usize = 1_000_000;
const MOST_SETS: usize = 500;
/// A sheet whose places change more often is several sheets.
const MOST_CHANGES: usize = 30;
/// What the compiled charts of a sheet may have, by place and region: some forty megabytes.
const MOST_COMPILED: usize = 10_000_000;

/// A pattern, and when it holds.
#[derive(Clone, Debug)]
pub(super) struct DatedClaim {
    pub(super) claim: Claim,
    pub(super) days: Days,
}

/// The places of a set, and the days of each.
pub(super) type Members = Arc<[(Cover, Arc<str>, Days)]>;

/// What places are read with: the sets that have names, and how much may still be read.
#[derive(Debug)]
pub(super) struct Known {
    sets: BTreeMap<Arc<str>, Members>,
    patterns_left: usize,
    is_full: bool,
    room: Cell<usize>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            sets: BTreeMap::new(),
            patterns_left: MOST_PATTERNS,
            is_full: false,
            room: Cell::new(MOST_COMPILED),
        }
    }
}

impl Reading<'_> {
    /// `[set]`: names for places, beside `EU`, which is known.
    pub(super) fn named_sets(&mut self, node: Option<Node<'_>>) {
        let union = members_of_the_union(self.days());
        self.known.sets.insert("EU".into(), union);
        let Some(fields) = node.and_then(|node| node.fields("set", &mut self.report)) else {
            return;
        };
        let mut left: Vec<(Text<'_>, Node<'_>)> = fields.entries().collect();
        if left.len() > MOST_SETS {
            self.report
                .fault(&fields.spot().clone(), format!("a sheet has at most {MOST_SETS} sets"));
            return;
        }
        left.retain(|(name, _)| {
            let is_place = name.text == "EU" || pattern::cover(name.text).is_ok();
            let is_word = name.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            if is_place || !is_word {
                let message = format!("set \"{}\" cannot be called so; write a name of letters and digits that is no country or region", name.text);
                self.report.fault(&name.spot, message);
            }
            !is_place && is_word
        });
        // A set may name another, wherever that stands: those come first that wait for nobody.
        while !left.is_empty() {
            let names: BTreeSet<&str> = left.iter().map(|(name, _)| name.text).collect();
            let (waiting, ready): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(_, node)| node.names_any(&names));
            if ready.is_empty() {
                for (name, _) in &waiting {
                    let message =
                        format!("set \"{}\" names itself, by way of others or at once", name.text);
                    self.report.fault(&name.spot, message);
                }
                return;
            }
            for (name, node) in ready {
                let claims = self.claims(0, node, name.text);
                self.name_set(&name, claims);
            }
            left = waiting;
        }
    }

    fn name_set(&mut self, name: &Text<'_>, claims: Vec<DatedClaim>) {
        let mut members = Vec::with_capacity(claims.len());
        for DatedClaim { claim, days } in claims {
            let pattern = claim.pattern;
            if pattern.not || matches!(pattern.cover, Cover::Any | Cover::Same(..)) {
                let message = format!(
                    "set \"{}\": a set is of countries, regions and postcodes; write {}{} in the zone",
                    name.text,
                    if pattern.not { "not " } else { "" },
                    pattern.text
                );
                self.report.fault(&pattern.spot, message);
            } else {
                members.push((pattern.cover, pattern.text, days));
            }
        }
        self.known.sets.insert(name.text.into(), members.into());
    }

    /// A list of places: a text, a list of them, a table with `places` and `valid`, a file.
    pub(super) fn claims(&mut self, zone: ZoneNo, node: Node<'_>, name: &str) -> Vec<DatedClaim> {
        let mut claims = Vec::new();
        self.collect(zone, node, name, self.days(), true, &mut claims);
        claims
    }

    fn collect(
        &mut self,
        zone: ZoneNo,
        node: Node<'_>,
        name: &str,
        days: Days,
        may_be_dated: bool,
        into: &mut Vec<DatedClaim>,
    ) {
        if node.is_list() {
            for item in node.items(name, &mut self.report) {
                if item.is_list() {
                    self.report
                        .fault(&item.spot(), format!("{name} is a list in a list; write one"));
                } else {
                    self.collect(zone, item, name, days, may_be_dated, into);
                }
            }
            return;
        }
        if !may_be_dated || !node.is_table() {
            if let Some(text) = node.text(name, &mut self.report) {
                self.one_of_list(zone, &text, days, into);
            }
            return;
        }
        let Some(mut fields) = node.fields(name, &mut self.report) else { return };
        let (places, valid) = (fields.get("places"), fields.get("valid"));
        let at = fields.spot().clone();
        fields.finish(&mut self.report);
        let valid = valid.and_then(|node| self.valid(node));
        match places {
            Some(places) => {
                self.collect(zone, places, name, valid.unwrap_or(days), false, into);
            }
            None => self.report.fault(
                &at,
                format!(
                    "{name} has no places; write {{ places = [\"IS\"], valid = \"2026-07-01/\" }}"
                ),
            ),
        }
    }

    /// One text of a list: a pattern, the name of a set, or of a file.
    pub(super) fn one_of_list(
        &mut self,
        zone: ZoneNo,
        text: &Text<'_>,
        days: Days,
        into: &mut Vec<DatedClaim>,
    ) {
        if is_file(text.text) {
            self.place_file(zone, text, days, into);
        } else {
            self.pattern(zone, text, days, into);
        }
    }

    pub(super) fn pattern(
        &mut self,
        zone: ZoneNo,
        text: &Text<'_>,
        days: Days,
        into: &mut Vec<DatedClaim>,
    ) {
        let trimmed = text.text.trim();
        let (not, written) = match trimmed.strip_prefix("not ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, trimmed),
        };
        if let Some((set, members)) = self.known.sets.get_key_value(written) {
            let (set, members) = (Arc::clone(set), Arc::clone(members));
            for (cover, member, on) in members.iter() {
                let Some(days) = on.common(days) else { continue };
                let pattern = Pattern {
                    cover: *cover,
                    not,
                    set: Some(Arc::clone(&set)),
                    text: Arc::clone(member),
                    spot: text.spot.clone(),
                };
                self.add(DatedClaim { claim: Claim { zone, pattern }, days }, into);
            }
            return;
        }
        let cover = match pattern::cover(written) {
            Ok(cover) => cover,
            Err(message) => {
                let hint = suggestion(written, self.known.sets.keys().map(|name| &**name));
                let is_set = !hint.is_empty() && !message.contains("did you mean");
                let other = || format!("\"{written}\" is no country and no set{hint}");
                self.report.fault(&text.spot, if is_set { other() } else { message });
                return;
            }
        };
        if let Some(warning) = pattern::doubt(written) {
            self.report.warn(&text.spot, warning);
        }
        let pattern =
            Pattern { cover, not, set: None, text: written.into(), spot: text.spot.clone() };
        self.add(DatedClaim { claim: Claim { zone, pattern }, days }, into);
    }

    pub(super) fn add(&mut self, claim: DatedClaim, into: &mut Vec<DatedClaim>) {
        if let Some(left) = self.known.patterns_left.checked_sub(1) {
            self.known.patterns_left = left;
            into.push(claim);
        } else if !self.known.is_full {
            self.known.is_full = true;
            let message =
                format!("a sheet has at most {MOST_PATTERNS} patterns of places; part it");
            self.report.fault(&claim.claim.pattern.spot, message);
        }
    }

    /// A file with one pattern a line, or with days beside each: `place,from,until`.
    fn place_file(
        &mut self,
        zone: ZoneNo,
        file: &Text<'_>,
        days: Days,
        into: &mut Vec<DatedClaim>,
    ) {
        let Some(source) = self.loader.load(file.text, &file.spot, &mut self.report) else {
            return;
        };
        let records = csv_file::records(&source, &mut self.report);
        let is_head = |record: &&Record<'_>| record.get(0) == Some("place");
        let head = records.first().filter(is_head);
        if let Some(head) = head.filter(|head| head.iter().ne(["place", "from", "until"])) {
            self.report.fault(
                &head.spot(0),
                "the header of a file of places is place,from,until, or there is none",
            );
            return;
        }
        let width = head.map_or(1, Record::len);
        let rows = records.get(usize::from(head.is_some())..).unwrap_or_default();
        for record in rows {
            if record.len() != width {
                let message = format!(
                    "line {} has {} cells; a file of places has {}",
                    record.line(),
                    record.len(),
                    if head.is_some() { "place,from,until" } else { "one pattern a line" }
                );
                self.report.fault(&record.spot(0), message);
                continue;
            }
            let Some(days) = self.days_of_row(record, width.checked_sub(2), days) else { continue };
            let text = Text { text: record.get(0).unwrap_or_default(), spot: record.spot(0) };
            self.pattern(zone, &text, days, into);
        }
        if rows.is_empty() {
            self.report.fault(
                &Spot::file(&source.name),
                "has no place; write one pattern a line: ES 07860-07872",
            );
        }
    }

    /// The days in the cells `from` and `until`, the first of which is in that column; `None` where they cannot be read.
    pub(super) fn days_of_row(
        &mut self,
        record: &Record<'_>,
        from: Option<usize>,
        days: Days,
    ) -> Option<Days> {
        let Some(from) = from else { return Some(days) };
        let report = &mut self.report;
        let mut day = |column: usize| match record.get(column).unwrap_or_default() {
            "" => Some(None),
            text => report.take(&record.spot(column), number::date(text)).map(Some),
        };
        let (first, last) = (day(from)?, day(from + 1)?);
        let (first, until) = (first.unwrap_or(Date::MIN), last);
        if until.is_some_and(|until| until < first) {
            self.report.fault(&record.spot(from + 1), "until is before from");
            return None;
        }
        self.within(Days { first, last: until }, &record.spot(from))
    }

    /// `valid = "2026-03-01/2026-06-30"` of a part of the sheet; either end may be left open.
    pub(super) fn valid(&mut self, node: Node<'_>) -> Option<Days> {
        let text = node.text("valid", &mut self.report)?;
        let read = self.report.take(&text.spot, super::valid_days(text.text))?;
        self.within(read, &text.spot)
    }

    /// Days cut to those of the sheet; none in common is a slip.
    fn within(&mut self, days: Days, at: &Spot) -> Option<Days> {
        let common = days.common(self.days());
        if common.is_none() {
            let message = format!("no day of {days} is a day of the sheet ({})", self.days());
            self.report.fault(at, message);
        }
        common
    }

    /// The days of the sheet, parted where its places change.
    pub(super) fn stretches<'c>(
        &mut self,
        claims: impl Iterator<Item = &'c DatedClaim>,
        at: &Spot,
    ) -> Vec<Days> {
        let all = self.days();
        let mut firsts = BTreeSet::from([all.first]);
        let mut patterns = 0_usize;
        for claim in claims {
            patterns += 1;
            if claim.days != all {
                firsts.extend(claim.days.changes().filter(|day| all.contains(*day)));
            }
        }
        let changes = firsts.len() - 1;
        if changes > MOST_CHANGES || patterns.saturating_mul(firsts.len()) > 2 * MOST_PATTERNS {
            let message = format!(
                "the places of {patterns} patterns change on {changes} days; part the sheet by date"
            );
            self.report.fault(at, message);
            firsts = BTreeSet::from([all.first]);
        }
        let ends = firsts.iter().skip(1).map(Date::pred_opt).chain([all.last]);
        firsts.iter().zip(ends).map(|(first, last)| Days { first: *first, last }).collect()
    }

    /// Compiles what holds on these days: a chart of the sheet's zones, or a set of places, which has no names.
    pub(super) fn places(
        &mut self,
        claims: &[DatedClaim],
        days: Days,
        names: &[String],
        chart_from: Option<&Places>,
    ) -> Places {
        let chart = Chart { names, origins: chart_from, room: &self.known.room };
        let now: Vec<Claim> = claims
            .iter()
            .filter(|claim| claim.days.contains(days.first))
            .map(|claim| claim.claim.clone())
            .collect();
        Places::compile(&now, &chart, &mut self.report)
    }
}

/// Whether a text names a file rather than a place.
pub(super) fn is_file(text: &str) -> bool {
    text.len() > 4 && text.get(text.len() - 4..) == Some(".csv")
}

/// Who is in the European Union on some of these days, and on which.
fn members_of_the_union(days: Days) -> Members {
    let end = days.last.unwrap_or(Date::MAX);
    let member = |country: Country| {
        let (begins_in, ends_in) = (country.in_eu(days.first), country.in_eu(end));
        let days = match (begins_in, ends_in) {
            (false, false) => return None,
            (true, true) => days,
            (false, true) => Days { first: change(country, days.first, end), last: days.last },
            (true, false) => {
                Days { first: days.first, last: change(country, days.first, end).pred_opt() }
            }
        };
        Some((Cover::Country(country), country.as_str().into(), days))
    };
    Country::all().filter_map(member).collect()
}

/// The first day that is as the last one, of which the first is not.
fn change(country: Country, mut before: Date, mut after: Date) -> Date {
    let is_in = country.in_eu(after);
    while let Some(middle) = Some(before + (after - before) / 2).filter(|middle| *middle != before)
    {
        if country.in_eu(middle) == is_in {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}
