//! A price list as it was read, whatever its file looks like: rows of weight, prices by zone, each with the days it is in
//! force. The table of one day is taken from it; who reads which file is elsewhere.

use std::sync::Arc;

use super::compiled::{NOT_OFFERED, Table, Tail};
use super::condition::Test;
use super::days::Days;
use super::fault::{Report, Spot};
use super::number::show_weight;
use super::places::ZoneNo;
use crate::model::WeightUnit;

/// A cell that its line says nothing about.
pub(super) const NOT_SAID: u32 = u32::MAX - 1;

/// What a row prices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Priced {
    /// Up to this weight.
    Step(i64),
    Tail {
        whole: bool,
        unit: i64,
        up_to: i64,
    },
    Named(String),
}

impl Priced {
    /// Steps come first, then tails, then rows with names.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Step(_) => 0,
            Self::Tail { .. } => 1,
            Self::Named(_) => 2,
        }
    }

    /// The heaviest weight that it prices, where it is of weights.
    pub(super) fn end(&self) -> Option<i64> {
        match self {
            Self::Step(end) | Self::Tail { up_to: end, .. } => Some(*end),
            Self::Named(_) => None,
        }
    }
}

/// A row: the same on every day that it is there.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) priced: Priced,
    pub(super) spot: Spot,
    /// On other days the list does not have it, and the next heavier row begins lower.
    pub(super) days: Days,
    /// The lightest weight that is published for it, in nanograms; `None`: none is.
    pub(super) begins: Option<i64>,
}

/// Prices of a row in some days. Its cells stand in the list's `net` and `gross`.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) row: usize,
    pub(super) days: Days,
    pub(super) spot: Spot,
}

/// A price that has a name: a fee, a flat box, a service beside the carriage.
#[derive(Debug)]
pub(super) struct Labelled {
    pub(super) label: String,
    pub(super) spot: Spot,
    pub(super) amounts: Vec<(Days, Amount)>,
    /// When it is charged, as far as its own words say.
    pub(super) when: Vec<Test>,
    /// Its words compare something, and what cannot be told.
    pub(super) unclear: bool,
    /// The only others it can be had with; `None`: any.
    pub(super) only_with: Option<Vec<String>>,
    /// A price that would be wrong without it: some rule has to name it, or it is set aside.
    pub(super) must_be_named: bool,
}

/// Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    Everywhere(i64),
    /// `None`: not to be had there.
    ByZone(Vec<Option<i64>>),
}

/// A whole list.
#[derive(Debug)]
pub(super) struct List {
    pub(super) file: Arc<str>,
    pub(super) unit: WeightUnit,
    pub(super) zones: usize,
    pub(super) rows: Vec<Row>,
    pub(super) lines: Vec<Line>,
    /// `[line][zone]`.
    pub(super) net: Vec<u32>,
    /// The same; empty unless both are published.
    pub(super) gross: Vec<u32>,
    /// A zone that it has no column for is worth a word.
    pub(super) has_columns: bool,
    /// Zones that the list speaks of.
    pub(super) has_zone: Vec<bool>,
    /// Every column is of a zone; else which zone has none cannot be said.
    pub(super) is_whole: bool,
    pub(super) labelled: Vec<Labelled>,
}

impl List {
    pub(super) fn new(file: &Arc<str>, unit: WeightUnit, zones: usize) -> Self {
        Self {
            file: Arc::clone(file),
            unit,
            zones,
            rows: Vec::new(),
            lines: Vec::new(),
            net: Vec::new(),
            gross: Vec::new(),
            has_columns: true,
            has_zone: vec![false; zones],
            is_whole: true,
            labelled: Vec::new(),
        }
    }

    /// The days on which something changes.
    pub(super) fn dated(&self) -> impl Iterator<Item = Days> {
        let labelled = self.labelled.iter().flat_map(|labelled| &labelled.amounts);
        self.rows
            .iter()
            .map(|row| row.days)
            .chain(self.lines.iter().map(|line| line.days))
            .chain(labelled.map(|(days, _)| *days))
            .filter(|days| *days != Days::ALWAYS)
    }

    /// Puts rows in the order of weights, and refuses those that overlap.
    pub(super) fn settle(&mut self, report: &mut Report) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|index| {
            self.rows.get(*index).map(|row| (row.priced.rank(), row.priced.end()))
        });
        if !order.is_sorted() {
            let mut place = vec![0; order.len()];
            for (new, old) in order.iter().enumerate() {
                if let Some(place) = place.get_mut(*old) {
                    *place = new;
                }
            }
            for line in &mut self.lines {
                line.row = place.get(line.row).copied().unwrap_or(line.row);
            }
            let mut old: Vec<Option<Row>> = self.rows.drain(..).map(Some).collect();
            self.rows.extend(
                order.iter().filter_map(|index| old.get_mut(*index).and_then(Option::take)),
            );
        }
        let mut end = 0;
        for row in &self.rows {
            let (Priced::Tail { whole, .. }, Some(up_to)) = (&row.priced, row.priced.end()) else {
                end = row.priced.end().unwrap_or(end);
                continue;
            };
            let name = row_name(&row.priced, self.unit);
            if !whole && end == 0 {
                report.fault(&row.spot, format!("\"{name}\" has no step below it to stand on"));
            } else if up_to <= end {
                let last = show_weight(end, self.unit);
                report.fault(
                    &row.spot,
                    format!("\"{name}\" ends at or below {last}, where it would begin"),
                );
            }
            end = up_to;
        }
    }

    /// The prices of some days on which nothing changes; `None`: no row has one.
    pub(super) fn table(&self, days: Days, report: &mut Report) -> Option<(Table, Vec<&Row>)> {
        let is_there = |row: &&Row| row.days.contains(days.first);
        let rows: Vec<&Row> = self.rows.iter().filter(is_there).collect();
        let mut table = Table {
            unit: self.unit,
            zones: self.zones,
            steps: Vec::new(),
            tails: Vec::new(),
            net: Vec::new(),
            gross: Vec::new(),
            named: Vec::new(),
            anchors: Vec::new(),
            lapsed: Vec::new(),
            below: Vec::new(),
            heavier: Vec::new(),
        };
        let mut end = 0;
        for row in &rows {
            match &row.priced {
                Priced::Step(boundary) => table.steps.push(*boundary),
                Priced::Tail { whole, unit, up_to } => {
                    table.tails.push(Tail { whole: *whole, unit: *unit, from: end, up_to: *up_to });
                }
                Priced::Named(name) => table.named.push(name.clone()),
            }
            end = row.priced.end().unwrap_or(end);
        }
        self.fill(days, &rows, &mut table, report)?;
        anchor(&mut table);
        Some((table, rows))
    }

    fn fill(
        &self,
        days: Days,
        rows: &[&Row],
        table: &mut Table,
        report: &mut Report,
    ) -> Option<()> {
        let mut place = vec![None; self.rows.len()];
        for (new, place) in place
            .iter_mut()
            .zip(&self.rows)
            .filter(|(_, row)| row.days.contains(days.first))
            .map(|(place, _)| place)
            .enumerate()
        {
            *place = Some(new);
        }
        let has_gross = !self.gross.is_empty();
        let size = rows.len() * self.zones;
        table.net = vec![NOT_SAID; size];
        table.gross = if has_gross { vec![NOT_SAID; size] } else { Vec::new() };
        let mut is_any = false;
        for (index, line) in self.lines.iter().enumerate() {
            let Some(row) = place.get(line.row).copied().flatten() else { continue };
            if !line.days.contains(days.first) {
                continue;
            }
            is_any = true;
            let (from, to) = (index * self.zones, row * self.zones);
            let said = self.net.get(from..from + self.zones).unwrap_or_default();
            let into = table.net.get_mut(to..to + self.zones).unwrap_or_default();
            let mut twice = false;
            for (cell, said) in into.iter_mut().zip(said).filter(|(_, said)| **said != NOT_SAID) {
                twice |= *cell != NOT_SAID;
                *cell = *said;
            }
            let said = self.gross.get(from..from + self.zones).unwrap_or_default();
            let into = table.gross.get_mut(to..to + self.zones).unwrap_or_default();
            for (cell, said) in into.iter_mut().zip(said).filter(|(_, said)| **said != NOT_SAID) {
                *cell = *said;
            }
            if twice && let Some(row) = self.rows.get(line.row) {
                let name = row_name(&row.priced, self.unit);
                let also = row.spot.line;
                report
                    .fault(&line.spot, format!("{name} is priced twice from {days} (line {also})"));
            }
        }
        self.lapse(days, &place, table);
        for cell in table.net.iter_mut().chain(&mut table.gross).filter(|cell| **cell == NOT_SAID) {
            *cell = NOT_OFFERED;
        }
        is_any.then_some(())
    }

    /// Cells that have a price on other days only.
    fn lapse(&self, days: Days, place: &[Option<usize>], table: &mut Table) {
        for (index, line) in self.lines.iter().enumerate() {
            if line.days.contains(days.first) {
                continue;
            }
            let Some(row) = place.get(line.row).copied().flatten() else { continue };
            let from = index * self.zones;
            let said = self.net.get(from..from + self.zones).unwrap_or_default();
            for (zone, said) in (0..).zip(said) {
                let now = table.net.get(row * self.zones + usize::from(zone)).copied();
                if *said < NOT_SAID && now == Some(NOT_SAID) {
                    table.lapsed.push((row, zone));
                }
            }
        }
        table.lapsed.sort_unstable();
        table.lapsed.dedup();
    }
}

/// A row as messages call it.
pub(super) fn row_name(priced: &Priced, unit: WeightUnit) -> String {
    match priced {
        Priced::Step(end) => format!("step {}", show_weight(*end, unit)),
        Priced::Tail { whole, unit: each, up_to } => {
            let bare = |nanograms| {
                let shown = show_weight(nanograms, unit);
                shown.strip_suffix(&format!(" {unit}")).unwrap_or(&shown).to_owned()
            };
            format!("{}{}<={}", if *whole { '*' } else { '+' }, bare(*each), bare(*up_to))
        }
        Priced::Named(name) => format!("row \"{name}\""),
    }
}

/// The price at the end of what stands before each row of further units.
fn anchor(table: &mut Table) {
    let first_tail = table.steps.len();
    let mut ends: Vec<Option<(i64, i64)>> = (0..table.zones)
        .map(|zone| table.cell(first_tail.checked_sub(1)?, ZoneNo::try_from(zone).ok()?))
        .collect();
    let mut anchors = Vec::with_capacity(table.tails.len() * table.zones);
    for (number, tail) in table.tails.iter().enumerate() {
        anchors.extend(ends.iter().copied());
        let from = if tail.whole { 0 } else { tail.from };
        let units = (tail.up_to - from + tail.unit - 1) / tail.unit;
        for (zone, end) in ends.iter_mut().enumerate() {
            let cell =
                ZoneNo::try_from(zone).ok().and_then(|zone| table.cell(first_tail + number, zone));
            let start = if tail.whole { Some((0, 0)) } else { *end };
            *end = start.zip(cell).and_then(|((net, gross), (unit_net, unit_gross))| {
                Some((
                    net.checked_add(units.checked_mul(unit_net)?)?,
                    gross.checked_add(units.checked_mul(unit_gross)?)?,
                ))
            });
        }
    }
    table.anchors = anchors;
}
