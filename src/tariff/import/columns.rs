//! A table with weights down and zones across: which columns are zones, which rows are prices, what stands around them.

use std::collections::BTreeMap;

use super::amount::{self, Cell};
use super::cell::{self, Price};
use super::label::{self, Label};
use super::ladder::{self, Row};
use super::layout::is_weights;
use super::rows::Record;
use super::words::{folded, is_not_offered, net_or_gross, speaks_of_tax};
use super::write::{Table, Zone};
use super::{Desk, PublishedCells, WeightsAre};
use crate::model::WeightUnit;

/// A table that was found.
pub(super) struct Grid<'s> {
    pub(super) records: Vec<Record<'s>>,
    /// The row of heads.
    pub(super) head: usize,
    /// The column of lower ends, where they have one of their own.
    pub(super) low: Option<usize>,
    /// The column of weights.
    pub(super) label: usize,
    /// `None`: bare weights are upper ends, for nothing says otherwise.
    pub(super) weights: Option<WeightsAre>,
    pub(super) unit: Option<WeightUnit>,
}

/// A column of prices.
struct Column {
    index: usize,
    /// As the price file heads it.
    title: String,
}

impl Grid<'_> {
    pub(super) fn table(&self, desk: &mut Desk<'_>) -> Option<Table> {
        let header = self.records.get(self.head)?;
        for row in self.records.iter().take(self.head) {
            note(row, desk);
        }
        let below = self.records.get(self.head + 1..)?;
        let is_weighed = |row: &Record<'_>| self.read(row, desk).is_some();
        let last = below.iter().rposition(is_weighed)?;
        let (rows, after) = below.split_at_checked(last + 1)?;
        for row in after {
            note(row, desk);
        }
        let columns = self.columns(header, rows, desk);
        let (zones, titles) = self.zones(header, &columns, desk);
        let mut read = Vec::new();
        for row in rows {
            match self.read(row, desk) {
                Some(label) => {
                    let cells = columns.iter().map(|column| priced(row, column, desk)).collect();
                    read.push(Row {
                        label,
                        text: self.text(row),
                        spot: row.spot(self.label),
                        cells,
                    });
                }
                None if row.iter().all(str::is_empty) => {}
                None => unread(row, self.label, desk),
            }
        }
        let ladder = ladder::climb(read, self.weights, self.unit, &titles, desk)?;
        Some(Table { zones, titles, ladder })
    }

    /// What the row is priced for; `None`: it begins with no weight.
    fn read(&self, row: &Record<'_>, desk: &Desk<'_>) -> Option<Label> {
        label::read(&self.text(row), desk.options.decimal)
    }

    fn text(&self, row: &Record<'_>) -> String {
        let high = row.get(self.label).unwrap_or_default();
        match self.low.and_then(|low| row.get(low)) {
            Some(low) if !low.is_empty() && !high.is_empty() => format!("{low} - {high}"),
            Some(low) if !low.is_empty() => low.to_owned(),
            _ => high.to_owned(),
        }
    }

    /// The columns that have prices. One that has none, and more than words for "not offered", is left out and listed.
    fn columns(
        &self,
        header: &Record<'_>,
        rows: &[Record<'_>],
        desk: &mut Desk<'_>,
    ) -> Vec<Column> {
        let width = rows.iter().chain([header]).map(Record::len).max().unwrap_or(0);
        let mut columns: Vec<Column> = Vec::new();
        for index in self.label + 1..width {
            let title = header.get(index).unwrap_or_default();
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let cells =
                || rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.is_empty());
            let priced = cells().any(|cell| amount_like(cell, desk));
            if title.is_empty() {
                if let Some(row) =
                    rows.iter().find(|row| row.get(index).is_some_and(|cell| !cell.is_empty()))
                {
                    let message =
                        "stands in a column without a head; name its zone in the row of heads";
                    desk.report.fault(
                        &row.spot(index),
                        format!("\"{}\" {message}", row.get(index).unwrap_or_default()),
                    );
                }
                continue;
            }
            if is_weights(&title) {
                let message =
                    format!("\"{title}\" is a second column of weights; leave one of them out");
                desk.report.fault(&header.spot(index), message);
                continue;
            }
            if title.contains(['.', ',', '€', '£', '$']) && amount_like(&title, desk) {
                let first = header.get(self.label).unwrap_or_default();
                let message = format!(
                    "\"{title}\" stands where the name of a zone is looked for; is \"{first}\" a weight, or is the row of heads missing?"
                );
                desk.report.fault(&header.spot(index), message);
                continue;
            }
            if !priced && cells().any(|cell| !is_not_offered(&folded(cell))) {
                let read = format!("column \"{title}\" has no price and was left out");
                desk.doubt(
                    &header.spot(index),
                    read,
                    "look whether it says something that the sheet must",
                );
                continue;
            }
            columns.push(Column { index, title });
        }
        columns
    }

    /// The zones, and how the price file heads their columns.
    fn zones(
        &self,
        header: &Record<'_>,
        columns: &[Column],
        desk: &mut Desk<'_>,
    ) -> (Vec<Zone>, Vec<String>) {
        let mut titles: Vec<String> = Vec::new();
        let mut sides: BTreeMap<String, [bool; 2]> = BTreeMap::new();
        let mut zones: Vec<Zone> = Vec::new();
        for column in columns {
            let at = header.spot(column.index);
            let (name, title) = match (desk.options.cells, net_or_gross(&column.title)) {
                (PublishedCells::NetAndGross, Some((name, gross))) if !name.is_empty() => {
                    let title = format!("{name} {}", if gross { "gross" } else { "net" });
                    let [net, with_tax] = sides.entry(name.clone()).or_default();
                    *(if gross { with_tax } else { net }) = true;
                    (name, title)
                }
                (PublishedCells::NetAndGross, _) => {
                    let message = format!(
                        "\"{}\" says neither net nor gross; head it as \"{0} sin IVA\" or \"{0} con IVA\"",
                        column.title
                    );
                    desk.report.fault(&at, message);
                    continue;
                }
                (cells, Some((name, gross))) if gross != (cells == PublishedCells::Gross) => {
                    let (said, given) = if gross { ("gross", "net") } else { ("net", "gross") };
                    let read = format!(
                        "\"{}\" says that \"{name}\" is {said}, --cells says {given}",
                        column.title
                    );
                    desk.report.fault(
                        &at,
                        format!("{read}; import it with --cells {said}, or both with net+gross"),
                    );
                    continue;
                }
                _ => (column.title.clone(), column.title.clone()),
            };
            if titles.contains(&title) {
                desk.report.fault(
                    &at,
                    format!("column \"{title}\" stands twice; give each zone a name of its own"),
                );
                continue;
            }
            if !zones.iter().any(|zone| zone.name == name) {
                let decide =
                    format!("write its countries and postcodes into \"{name}\" = {{ to = [] }}");
                desk.doubt(&at, format!("\"{name}\" is a name, not a place"), decide);
                zones.push(Zone { name, to: Vec::new() });
            }
            titles.push(title);
        }
        for (name, [net, gross]) in &sides {
            if !net || !gross {
                let missing = if *net { "gross" } else { "net" };
                desk.doubt(
                    &header.spot(self.label),
                    format!("zone \"{name}\" has no {missing} column"),
                    "lawful where the zone is exempt from tax; else add the column",
                );
            }
        }
        if columns.is_empty() && desk.report.is_clean() {
            desk.report.fault(&header.spot(self.label), "no column beside the weights has a price");
        }
        (zones, titles)
    }
}

fn amount_like(text: &str, desk: &Desk<'_>) -> bool {
    !matches!(
        amount::read(text, desk.options.currency, desk.options.decimal),
        Cell::Unread | Cell::NotOffered
    )
}

/// A cell as the price file has it; what is doubtful is noted.
fn priced(row: &Record<'_>, column: &Column, desk: &mut Desk<'_>) -> Price {
    let (text, title) = (row.get(column.index).unwrap_or_default(), &column.title);
    let at = if row.len() > column.index { row.spot(column.index) } else { row.spot(0) };
    cell::price(text, title, &at, desk)
}

/// A row that is neither weights nor empty, among those that are.
fn unread(row: &Record<'_>, label: usize, desk: &mut Desk<'_>) {
    let shown: Vec<&str> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let message = match row.get(label) {
        Some(text) if !text.is_empty() => format!(
            "\"{text}\" is no weight that can be read; write it as \"Hasta 10 kg\", or, where another table begins, save each in a file of its own"
        ),
        _ => {
            format!("\"{}\" stands beside no weight; write the weight of its step", shown.join(" "))
        }
    };
    desk.report.fault(&row.spot(label), message);
}

/// A title above the table, or what is written below it.
fn note(row: &Record<'_>, desk: &mut Desk<'_>) {
    let shown: Vec<&str> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let Some(first) = row.iter().position(|cell| !cell.is_empty()) else { return };
    let text = shown.join(" ");
    // Excel's own line about the separator.
    if text.to_ascii_lowercase().starts_with("sep=") {
        return;
    }
    let decide = if speaks_of_tax(&folded(&text)) {
        let cells = match desk.options.cells {
            PublishedCells::Net => "net, without tax",
            PublishedCells::Gross => "gross, with tax",
            PublishedCells::NetAndGross => "net and gross",
        };
        format!("look whether it agrees that the prices are {cells}")
    } else {
        "look whether it is a rule that the sheet must have".to_owned()
    };
    desk.doubt(
        &row.spot(first),
        format!("\"{text}\" stands beside the table and was not read"),
        decide,
    );
}
