//! The prices of a service in the sheet format's own CSV: the first column is a weight, the others are zones; `from` and
//! `until` beside the weight say on which days a row is in force.

use std::collections::HashMap;

use super::compiled::{Cells, NOT_OFFERED, Tax, Zone};
use super::csv_file::{Record, records};
use super::days::Days;
use super::fault::{Report, Spot, suggestion};
use super::list::{Line, List, Priced, Row, row_name};
use super::number::{self, Scale, show_weight, weight};
use super::source::Source;
use crate::model::WeightUnit;

/// Net and gross of every zone that a sheet may have, the weight and the days.
const MOST_COLUMNS: usize = 2_003;
/// One for each gram up to twenty kilos.
const MOST_ROWS: usize = 20_000;

/// What a price file is read against.
pub(super) struct Wanted<'w> {
    pub(super) zones: &'w [Zone],
    pub(super) cells: Cells,
    pub(super) scale: Scale,
}

/// What stands under a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// Net or gross of a zone.
    Cell {
        zone: usize,
        gross: bool,
    },
    From,
    Until,
    /// The head was refused.
    Wrong,
}

pub(super) fn read(source: &Source, wanted: &Wanted<'_>, report: &mut Report) -> Option<List> {
    let records = records(source, report);
    let Some((header, rows)) = records.split_first() else {
        report.fault(
            &Spot::file(&source.name),
            "is empty; the first line names the unit and the zones: kg,near,far",
        );
        return None;
    };
    if header.len() > MOST_COLUMNS || rows.len() > MOST_ROWS {
        let message = format!(
            "has {} columns and {} rows; a price list has at most {MOST_COLUMNS} and {MOST_ROWS}",
            header.len(),
            rows.len()
        );
        report.fault(&Spot::file(&source.name), message);
        return None;
    }
    let unit = unit(header, report)?;
    let columns = columns(header, wanted, report);
    let mut has_gross = vec![false; wanted.zones.len()];
    for column in &columns {
        if let Column::Cell { zone, gross: true } = column
            && let Some(has) = has_gross.get_mut(*zone)
        {
            *has = true;
        }
    }
    let mut reading = Reading {
        wanted,
        unit,
        columns: &columns,
        has_gross: &has_gross,
        list: List::new(&source.name, unit, wanted.zones.len()),
        known: HashMap::new(),
        before: None,
    };
    for record in rows {
        if report.is_full() {
            break;
        }
        if record.len() == header.len() {
            reading.row(record, report);
            continue;
        }
        let (line, cells) = (record.line(), record.len());
        report.fault(
            &record.spot(0),
            format!("line {line} has {cells} cells, the header {}", header.len()),
        );
    }
    let mut list = reading.list;
    if !list.rows.iter().any(|row| row.priced.end().is_some()) && report.is_clean() {
        report.fault(
            &Spot::file(&source.name),
            "has no prices; write a row for each step of weight: 1,4.10,6.35",
        );
    }
    for column in &columns {
        if let Column::Cell { zone, .. } = column
            && let Some(has) = list.has_zone.get_mut(*zone)
        {
            *has = true;
        }
    }
    list.is_whole = !columns.contains(&Column::Wrong);
    list.settle(report);
    Some(list)
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

/// What each column holds; every fault of the header is noted.
fn columns(header: &Record<'_>, wanted: &Wanted<'_>, report: &mut Report) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let names = wanted.zones.iter().map(|zone| zone.name.as_str());
    let numbers: HashMap<&str, usize> = names.zip(0..).collect();
    for (index, head) in header.iter().enumerate().skip(1) {
        let spot = header.spot(index);
        let column = column(head, wanted, &numbers, &spot, report);
        if column != Column::Wrong && columns.contains(&column) {
            report.fault(&spot, format!("column \"{head}\" stands twice"));
        }
        columns.push(column);
    }
    for (number, zone) in wanted.zones.iter().enumerate().filter(|_| wanted.cells == Cells::Both) {
        let has = |gross| columns.contains(&Column::Cell { zone: number, gross });
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

fn column(
    head: &str,
    wanted: &Wanted<'_>,
    numbers: &HashMap<&str, usize>,
    spot: &Spot,
    report: &mut Report,
) -> Column {
    let (name, gross) = match wanted.cells {
        Cells::Both => match (head.strip_suffix(" net"), head.strip_suffix(" gross")) {
            (Some(name), _) => (name, false),
            (_, Some(name)) => (name, true),
            _ => (head, false),
        },
        Cells::Net | Cells::Gross => (head, false),
    };
    let zone = numbers.get(name).copied();
    match (zone, head) {
        (None, "from") => return Column::From,
        (None, "until") => return Column::Until,
        _ => {}
    }
    if wanted.cells == Cells::Both && name == head {
        report.fault(spot, format!("\"{head}\" says neither net nor gross; write \"{head} net\""));
        return Column::Wrong;
    }
    let Some(zone) = zone else {
        let hint = suggestion(name, wanted.zones.iter().map(|zone| zone.name.as_str()));
        report.fault(spot, format!("zone \"{name}\" is not in [zone]{hint}"));
        return Column::Wrong;
    };
    if wanted.zones.get(zone).is_some_and(|zone| zone.refuse.is_some()) {
        report.fault(spot, format!("zone \"{name}\" is refused and has prices; leave one out"));
    }
    Column::Cell { zone, gross }
}

struct Reading<'r> {
    wanted: &'r Wanted<'r>,
    unit: WeightUnit,
    columns: &'r [Column],
    /// By zone: it has a column of its own with tax.
    has_gross: &'r [bool],
    list: List,
    /// The row of what is priced, and its lines.
    known: HashMap<Priced, (usize, Vec<usize>)>,
    /// The row before, and how heavy those before it go. Rows of other days stand in an order of their own.
    before: Option<Before>,
}

#[derive(Clone, Copy)]
struct Before {
    days: Days,
    rank: u8,
    end: i64,
}

impl Reading<'_> {
    fn row(&mut self, record: &Record<'_>, report: &mut Report) {
        let label = record.get(0).unwrap_or_default();
        let spot = record.spot(0);
        let days = self.days(record, report);
        let Some((least, priced)) = report.take(&spot, self.priced(label)) else { return };
        let Some(days) = days else { return };
        if !self.follows(&priced, days, label, &spot, report) {
            return;
        }
        let begins = least.map(|least| self.begins(least, label, days, &spot, report));
        let end = self.end_before(days);
        self.before = Some(Before { days, rank: priced.rank(), end: priced.end().unwrap_or(end) });
        let rows = &mut self.list.rows;
        let (row, lines) = self.known.entry(priced).or_insert_with_key(|priced| {
            rows.push(Row {
                priced: priced.clone(),
                spot: spot.clone(),
                days: Days::ALWAYS,
                begins,
            });
            (rows.len() - 1, Vec::new())
        });
        lines.push(self.list.lines.len());
        let row = *row;
        self.list.lines.push(Line { row, days, spot });
        self.cells(record, report);
    }

    /// The days of a row that has some.
    fn days(&self, record: &Record<'_>, report: &mut Report) -> Option<Days> {
        let mut days = Days::ALWAYS;
        for (index, column) in (1..).zip(self.columns) {
            let text = record.get(index).unwrap_or_default();
            if text.is_empty() || !matches!(column, Column::From | Column::Until) {
                continue;
            }
            let day = report.take(&record.spot(index), number::date(text))?;
            match column {
                Column::From => days.first = day,
                _ => days.last = Some(day),
            }
            if days.last.is_some_and(|last| last < days.first) {
                let message = format!("ends on {text} before it begins on {}", days.first);
                report.fault(&record.spot(index), message);
                return None;
            }
        }
        Some(days)
    }

    /// What a row prices, and from which weight on where it says so.
    fn priced(&self, label: &str) -> Result<(Option<i64>, Priced), String> {
        let with_unit = |number: &str| weight(&format!("{} {}", number.trim(), self.unit));
        // The importer of spreadsheets leaves a question mark where only a person can tell the weight.
        if label.contains('?') {
            return Err(format!(
                "\"{label}\" is not decided yet; write a weight in place of the question mark"
            ));
        }
        let (whole, rest) = match (label.strip_prefix('+'), label.strip_prefix('*')) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ if label.starts_with(|c: char| c.is_ascii_digit()) => {
                let Some((from, up_to)) = label.split_once('-') else {
                    return with_unit(label).map(|end| (None, Priced::Step(end)));
                };
                let from = from.trim();
                let nothing = number::decimal(from).is_some_and(|from| from.is_zero());
                let least = if nothing { 0 } else { with_unit(from)? };
                let end = with_unit(up_to)?;
                if end <= least {
                    return Err(format!(
                        "\"{label}\" runs backwards; write {}-{from}",
                        up_to.trim()
                    ));
                }
                return Ok((Some(least), Priced::Step(end)));
            }
            _ if label.is_empty() => {
                return Err(
                    "a row without a weight; write the heaviest weight it is for".to_owned()
                );
            }
            _ => {
                return match label.strip_prefix('<') {
                    Some(number) => {
                        let (number, owns) = owner(number);
                        let end = with_unit(number)?;
                        Ok((None, Priced::Step(if owns { end } else { end - 1 })))
                    }
                    None => Ok((None, Priced::Named(label.to_owned()))),
                };
            }
        };
        let Some((unit, up_to)) = rest.split_once('<') else {
            return Err(format!(
                "\"{label}\" has no end; write {label}<=40 if it goes up to 40 {}",
                self.unit
            ));
        };
        let (up_to, owns) = owner(up_to);
        let (unit, end) = (with_unit(unit)?, with_unit(up_to)?);
        Ok((None, Priced::Tail { whole, unit, up_to: if owns { end } else { end - 1 } }))
    }

    /// Whether a row may stand after those before it.
    fn follows(
        &self,
        priced: &Priced,
        days: Days,
        label: &str,
        spot: &Spot,
        report: &mut Report,
    ) -> bool {
        let unit = self.unit;
        let lines = self.known.get(priced).map_or(&[][..], |(_, lines)| lines);
        let earlier = lines
            .iter()
            .filter_map(|line| self.list.lines.get(*line))
            .find_map(|line| Some((line, line.days.common(days)?)));
        let before = self.before.filter(|before| before.days == days);
        let (rank, end) = before.map_or((0, 0), |before| (before.rank, before.end));
        let wrong = if let Some((line, both)) = earlier {
            let (name, first) = (row_name(priced, unit), line.spot.line);
            Some(match priced {
                _ if both != Days::ALWAYS => {
                    format!("{name} is priced twice from {both} (first in line {first})")
                }
                Priced::Step(_) => format!("step {label} {unit} twice (first in line {first})"),
                Priced::Tail { .. } | Priced::Named(_) => format!("{name} twice"),
            })
        } else {
            match priced {
                Priced::Step(_) if rank > 0 => Some(format!(
                    "step {label} {unit} stands after a row of further units or one with a name; steps come first"
                )),
                Priced::Step(boundary) => (*boundary < end).then(|| {
                    let last = show_weight(end, unit);
                    format!("step {label} {unit} stands after {last}; boundaries must grow")
                }),
                Priced::Tail { .. } if rank > 1 => {
                    Some(format!("\"{label}\" stands after a row with a name; those come last"))
                }
                // Rows of other days may be below it: whether any is, is seen at the end.
                Priced::Tail { whole: false, .. } if end == 0 && self.list.rows.is_empty() => {
                    Some(format!("\"{label}\" has no step below it to stand on"))
                }
                Priced::Tail { up_to, .. } => (*up_to <= end).then(|| {
                    let last = show_weight(end, unit);
                    format!("\"{label}\" ends at or below {last}, where it would begin")
                }),
                Priced::Named(_) => None,
            }
        };
        if let Some(message) = wrong {
            report.fault(spot, message);
            return false;
        }
        true
    }

    fn end_before(&self, days: Days) -> i64 {
        self.before.filter(|before| before.days == days).map_or(0, |before| before.end)
    }

    /// Where a step names both ends, as published tables do, the lower one is where the step before it ends, or the next
    /// number: after 20 stands 21-50 or 20-50, and means above 20. The first begins where it says.
    fn begins(&self, least: i64, label: &str, days: Days, spot: &Spot, report: &mut Report) -> i64 {
        let of_other_days = || {
            let ends = self.list.rows.iter().filter_map(|row| row.priced.end());
            ends.filter(|end| *end <= least).max().unwrap_or(0)
        };
        let end = match self.end_before(days) {
            0 => of_other_days(),
            end => end,
        };
        if end == 0 {
            return least;
        }
        let from = label.split('-').next().unwrap_or_default().trim();
        let decimals = from.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let last_place = rust_decimal::Decimal::new(1, u32::try_from(decimals).unwrap_or(0));
        let step = weight(&format!("{last_place} {}", self.unit)).unwrap_or(0);
        if !(end..=end.saturating_add(step)).contains(&least) {
            let shown = show_weight(end, self.unit);
            report.fault(
                spot,
                format!("\"{label}\" does not begin where the step before it ends, at {shown}"),
            );
        }
        end + 1
    }

    fn cells(&mut self, record: &Record<'_>, report: &mut Report) {
        let (start, zones) = (self.list.net.len(), self.list.zones);
        self.list.net.resize(start + zones, NOT_OFFERED);
        if self.wanted.cells == Cells::Both {
            self.list.gross.resize(start + zones, NOT_OFFERED);
        }
        for (index, column) in (1..).zip(self.columns) {
            let text = record.get(index).unwrap_or_default();
            let Column::Cell { zone, gross } = *column else { continue };
            if matches!(text, "" | "-") {
                continue;
            }
            // Where a cell stands is found for one that is wrong, not for each.
            let (units, noise) = match self.wanted.scale.cell(text) {
                Ok(read) => read,
                Err(message) => {
                    report.fault(&record.spot(index), message);
                    continue;
                }
            };
            if noise {
                let digits = self.wanted.scale.digits;
                let amount = rust_decimal::Decimal::new(units, digits);
                report.warn_if_listed(|| (record.spot(index), format!("{text} read as {amount}")));
            }
            let into = if gross { &mut self.list.gross } else { &mut self.list.net };
            if let (Some(cell), Ok(units)) = (into.get_mut(start + zone), u32::try_from(units)) {
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
            let net = self.list.net.get(start + number).copied().unwrap_or(NOT_OFFERED);
            let Some(gross) = self.list.gross.get_mut(start + number) else { continue };
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

/// `=40` owns its end, `40` does not.
fn owner(text: &str) -> (&str, bool) {
    text.strip_prefix('=').map_or((text, false), |number| (number, true))
}
