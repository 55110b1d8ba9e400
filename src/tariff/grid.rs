//! The prices of a service: a CSV file whose first column is a weight and whose other columns are zones.

use std::collections::HashMap;

use super::compiled::{Cells, NOT_OFFERED, Table, Tail, Tax, Zone};
use super::csv_file::{Record, records};
use super::fault::{Report, Spot, suggestion};
use super::number::{Scale, show_weight, weight};
use super::source::Source;
use crate::model::WeightUnit;

/// What a price file is read against.
pub(super) struct Wanted<'w> {
    pub(super) zones: &'w [Zone],
    pub(super) cells: Cells,
    pub(super) scale: Scale,
}

/// Net or gross of a zone.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Column {
    zone: usize,
    gross: bool,
}

/// What a row prices.
enum Priced {
    /// Up to this weight.
    Step(i64),
    Tail {
        whole: bool,
        unit: i64,
        up_to: i64,
    },
    Named(String),
}

/// A table, which rows of it are where, and which zones have a column.
pub(super) struct Grid {
    pub(super) table: Table,
    pub(super) has_column: Vec<bool>,
    /// Every column is of a zone; else which zone has none cannot be said.
    pub(super) is_whole: bool,
    /// Where each row stands.
    pub(super) rows: Vec<Spot>,
}

pub(super) fn read(source: &Source, wanted: &Wanted<'_>, report: &mut Report) -> Option<Grid> {
    let records = records(source, report);
    let Some((header, rows)) = records.split_first() else {
        report.fault(
            &Spot::file(&source.name),
            "is empty; the first line names the unit and the zones: kg,near,far",
        );
        return None;
    };
    let unit = unit(&header, report)?;
    let columns = columns(&header, wanted, report);
    let mut has_gross = vec![false; wanted.zones.len()];
    for column in columns.iter().flatten().filter(|column| column.gross) {
        if let Some(has) = has_gross.get_mut(column.zone) {
            *has = true;
        }
    }
    let mut reading = Reading {
        wanted,
        unit,
        columns: &columns,
        has_gross: &has_gross,
        table: Table {
            unit,
            zones: wanted.zones.len(),
            steps: Vec::new(),
            tails: Vec::new(),
            net: Vec::new(),
            gross: Vec::new(),
            named: Vec::new(),
            anchors: Vec::new(),
        },
        lines: Vec::new(),
        heaviest: 0,
        rows: Vec::new(),
    };
    for record in rows {
        if record.len() == header.len() {
            reading.row(&record, report);
            continue;
        }
        let (line, cells) = (record.line(), record.len());
        report.fault(
            &record.spot(0),
            format!("line {line} has {cells} cells, the header {}", header.len()),
        );
    }
    let Reading { mut table, rows, .. } = reading;
    if table.steps.is_empty() && table.tails.is_empty() && report.is_clean() {
        report.fault(
            &Spot::file(&source.name),
            "has no prices; write a row for each step of weight: 1,4.10,6.35",
        );
    }
    table.net.shrink_to_fit();
    table.gross.shrink_to_fit();
    anchor(&mut table);
    let has_column = (0..wanted.zones.len())
        .map(|zone| columns.iter().any(|column| column.is_some_and(|c| c.zone == zone)));
    let is_whole = columns.iter().all(Option::is_some);
    Some(Grid { has_column: has_column.collect(), is_whole, table, rows })
}

fn unit(header: &Record<'_>, report: &mut Report) -> Option<WeightUnit> {
    match header.get(0) {
        Some("g") => Some(WeightUnit::G),
        Some("kg") => Some(WeightUnit::Kg),
        Some("lb") => Some(WeightUnit::Lb),
        Some("oz") => Some(WeightUnit::Oz),
        other => {
            let message = format!(
                "\"{}\" is no unit of weight; the first column is headed g, kg, lb or oz",
                other.unwrap_or("")
            );
            report.fault(&header.spot(0), message);
            None
        }
    }
}

/// The zone of each column; every fault of the header is noted.
fn columns(header: &Record<'_>, wanted: &Wanted<'_>, report: &mut Report) -> Vec<Option<Column>> {
    let names = || wanted.zones.iter().map(|zone| zone.name.as_str());
    let numbers: HashMap<&str, usize> = names().zip(0..).collect();
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (index, head) in header.iter().enumerate().skip(1) {
        let (name, gross) = match wanted.cells {
            Cells::Both => match (head.strip_suffix(" net"), head.strip_suffix(" gross")) {
                (Some(name), _) => (name, false),
                (_, Some(name)) => (name, true),
                _ => {
                    report.fault(
                        &header.spot(index),
                        format!("\"{head}\" says neither net nor gross; write \"{head} net\""),
                    );
                    columns.push(None);
                    continue;
                }
            },
            Cells::Net | Cells::Gross => (head, false),
        };
        let Some(zone) = numbers.get(name).copied() else {
            let hint = suggestion(name, names());
            report.fault(&header.spot(index), format!("zone \"{name}\" is not in [zone]{hint}"));
            columns.push(None);
            continue;
        };
        let column = Column { zone, gross };
        if columns.contains(&Some(column)) {
            report.fault(&header.spot(index), format!("column \"{head}\" stands twice"));
        }
        if wanted.zones.get(zone).is_some_and(|zone| zone.refuse.is_some()) {
            report.fault(
                &header.spot(index),
                format!("zone \"{name}\" is refused and has prices; leave one out"),
            );
        }
        columns.push(Some(column));
    }
    for (number, zone) in wanted.zones.iter().enumerate().filter(|_| wanted.cells == Cells::Both) {
        let has = |gross| columns.contains(&Some(Column { zone: number, gross }));
        let taxed = matches!(zone.tax, Tax::Percent(_));
        if has(false) && taxed && !has(true) || has(true) && !has(false) {
            let message = format!(
                "zone \"{0}\" has one column; cells = \"net+gross\" needs \"{0} net\" and \"{0} gross\"",
                zone.name
            );
            report.fault(&header.spot(0), message);
        }
    }
    columns
}

struct Reading<'r> {
    wanted: &'r Wanted<'r>,
    unit: WeightUnit,
    columns: &'r [Option<Column>],
    /// By zone: it has a column of its own with tax.
    has_gross: &'r [bool],
    table: Table,
    /// The line of each step.
    lines: Vec<usize>,
    heaviest: i64,
    rows: Vec<Spot>,
}

impl Reading<'_> {
    fn row(&mut self, record: &Record<'_>, report: &mut Report) {
        let label = record.get(0).unwrap_or_default().to_owned();
        let spot = record.spot(0);
        let Some(priced) = report.take(&spot, self.priced(&label)) else { return };
        if !self.follows(&priced, &label, record, report) {
            return;
        }
        match priced {
            Priced::Step(boundary) => {
                self.table.steps.push(boundary);
                self.lines.push(record.line());
                self.heaviest = boundary;
            }
            Priced::Tail { whole, unit, up_to } => {
                self.table.tails.push(Tail { whole, unit, from: self.heaviest, up_to });
                self.heaviest = up_to;
            }
            Priced::Named(name) => self.table.named.push(name),
        }
        self.rows.push(spot);
        self.cells(record, report);
    }

    fn priced(&self, label: &str) -> Result<Priced, String> {
        let with_unit = |number: &str| weight(&format!("{} {}", number.trim(), self.unit));
        let (whole, rest) = match (label.strip_prefix('+'), label.strip_prefix('*')) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ if label.starts_with(|c: char| c.is_ascii_digit()) => {
                return with_unit(label).map(Priced::Step);
            }
            _ => {
                // A step that does not own its boundary ends one nanogram below it.
                return match label.strip_prefix('<') {
                    Some(number) => with_unit(number).map(|boundary| Priced::Step(boundary - 1)),
                    None if label.is_empty() => {
                        Err("a row without a weight; write the heaviest weight it is for"
                            .to_owned())
                    }
                    None => Ok(Priced::Named(label.to_owned())),
                };
            }
        };
        let Some((unit, up_to)) = rest.split_once("<=") else {
            return Err(format!(
                "\"{label}\" has no end; write {label}<=40 if it goes up to 40 {}",
                self.unit
            ));
        };
        Ok(Priced::Tail { whole, unit: with_unit(unit)?, up_to: with_unit(up_to)? })
    }

    /// Whether a row may stand after those before it.
    fn follows(
        &self,
        priced: &Priced,
        label: &str,
        record: &Record<'_>,
        report: &mut Report,
    ) -> bool {
        let unit = self.unit;
        let wrong = match priced {
            Priced::Step(boundary) => {
                // Above all before it: no other step is equal.
                let twice = (*boundary <= self.heaviest)
                    .then(|| self.table.steps.iter().position(|step| step == boundary))
                    .flatten();
                if let Some(line) = twice.and_then(|step| self.lines.get(step)) {
                    Some(format!("step {label} {unit} twice (first in line {line})"))
                } else if !self.table.tails.is_empty() || !self.table.named.is_empty() {
                    Some(format!(
                        "step {label} {unit} stands after a row of further units or one with a name; steps come first"
                    ))
                } else {
                    (*boundary < self.heaviest).then(|| {
                        let last = show_weight(self.heaviest, unit);
                        format!("step {label} {unit} stands after {last}; boundaries must grow")
                    })
                }
            }
            Priced::Tail { whole, up_to, .. } => {
                if !self.table.named.is_empty() {
                    Some(format!("\"{label}\" stands after a row with a name; those come last"))
                } else if !whole && self.heaviest == 0 {
                    Some(format!("\"{label}\" has no step below it to stand on"))
                } else {
                    (*up_to <= self.heaviest).then(|| {
                        let last = show_weight(self.heaviest, unit);
                        format!("\"{label}\" ends at or below {last}, where it would begin")
                    })
                }
            }
            Priced::Named(name) => {
                self.table.named.contains(name).then(|| format!("row \"{name}\" twice"))
            }
        };
        if let Some(message) = wrong {
            report.fault(&record.spot(0), message);
            return false;
        }
        true
    }

    fn cells(&mut self, record: &Record<'_>, report: &mut Report) {
        let start = self.table.net.len();
        self.table.net.resize(start + self.table.zones, NOT_OFFERED);
        if self.wanted.cells == Cells::Both {
            self.table.gross.resize(start + self.table.zones, NOT_OFFERED);
        }
        for (index, (column, text)) in self.columns.iter().zip(record.iter().skip(1)).enumerate() {
            let Some(column) = column.filter(|_| !matches!(text, "" | "-")) else { continue };
            let (units, noise) = match self.wanted.scale.cell(text) {
                Ok(read) => read,
                Err(message) => {
                    report.fault(&record.spot(index + 1), message);
                    continue;
                }
            };
            if noise {
                let digits = self.wanted.scale.digits;
                let amount = rust_decimal::Decimal::new(units, digits);
                report.warn(&record.spot(index + 1), format!("{text} read as {amount}"));
            }
            let into = if column.gross { &mut self.table.gross } else { &mut self.table.net };
            if let (Some(cell), Ok(units)) =
                (into.get_mut(start + column.zone), u32::try_from(units))
            {
                *cell = units;
            }
        }
        self.settle_gross(start, record, report);
    }

    /// A zone without tax needs no gross column; a cell with one side only is a fault.
    fn settle_gross(&mut self, start: usize, record: &Record<'_>, report: &mut Report) {
        if self.wanted.cells != Cells::Both {
            return;
        }
        for (number, zone) in self.wanted.zones.iter().enumerate() {
            let net = self.table.net.get(start + number).copied().unwrap_or(NOT_OFFERED);
            let Some(gross) = self.table.gross.get_mut(start + number) else { continue };
            if self.has_gross.get(number) != Some(&true) {
                *gross = net;
            } else if (net == NOT_OFFERED) != (*gross == NOT_OFFERED) {
                let message =
                    format!("zone \"{}\" has net or gross alone; write both or neither", zone.name);
                report.fault(&record.spot(0), message);
            } else if net != NOT_OFFERED && *gross < net {
                let message = format!("zone \"{}\": gross is below net", zone.name);
                report.fault(&record.spot(0), message);
            }
        }
    }
}

/// The price at the end of what stands before each row of further units.
fn anchor(table: &mut Table) {
    let first_tail = table.steps.len();
    let mut ends: Vec<Option<(i64, i64)>> = (0..table.zones)
        .map(|zone| table.cell(first_tail.checked_sub(1)?, u16::try_from(zone).ok()?))
        .collect();
    let mut anchors = Vec::with_capacity(table.tails.len() * table.zones);
    for (number, tail) in table.tails.iter().enumerate() {
        anchors.extend(ends.iter().copied());
        let from = if tail.whole { 0 } else { tail.from };
        let units = (tail.up_to - from + tail.unit - 1) / tail.unit;
        for (zone, end) in ends.iter_mut().enumerate() {
            let cell =
                u16::try_from(zone).ok().and_then(|zone| table.cell(first_tail + number, zone));
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
