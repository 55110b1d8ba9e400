//! Price lists of the United States Postal Service as it publishes them in CSV (Notice 123): titles, tables of weights by
//! zone or with one column, prices with a name above and below them, notes. Rows are ragged and the one number of a fee may
//! stand in any column, so a row is told by what is in it, never by where it stands.

use super::Asked;
use super::columns::{Column, Head, columns, is_plain_table};
use super::words;
use crate::model::WeightUnit;
use crate::tariff::compiled::{Cells, NOT_OFFERED};
use crate::tariff::csv_file::{Record, records};
use crate::tariff::days::Days;
use crate::tariff::fault::{Report, Spot, suggestion};
use crate::tariff::grid::Wanted;
use crate::tariff::list::{Amount, Labelled, Line, List, NOT_SAID, Priced, Row};
use crate::tariff::source::Source;

/// More rows than this are no price list.
const MOST_ROWS: usize = 10_000;

/// Rows of weights under one head.
struct Table<'r> {
    title: String,
    head: Spot,
    unit: Option<WeightUnit>,
    /// The cells that name columns; none yet where they stand in the next row.
    heads: Vec<Head>,
    rows: Vec<(i64, &'r Record<'r>)>,
    named: Vec<(String, &'r Record<'r>)>,
}

pub(super) fn read(
    sources: &[Source],
    wanted: &Wanted<'_>,
    asked: &Asked<'_>,
    report: &mut Report,
) -> Option<List> {
    let [source] = sources else {
        report.fault(&asked.at, "usps-notice-123 reads one file; write file = \"list.csv\"");
        return None;
    };
    if wanted.cells == Cells::Both {
        report.fault(
            &asked.at,
            "usps-notice-123 has one price in a cell; write cells = \"net\" or \"gross\"",
        );
        return None;
    }
    for product in &asked.products {
        report.fault(&product.spot, "usps-notice-123 has no products; leave them out");
    }
    let records = records(source, report);
    if records.len() > MOST_ROWS {
        report.fault(&Spot::file(&source.name), format!("has more than {MOST_ROWS} rows"));
        return None;
    }
    let mut scan = Scan { wanted, tables: Vec::new(), labelled: Vec::new(), title: String::new() };
    for record in &records {
        scan.row(record, report);
    }
    let Scan { tables, labelled, .. } = scan;
    let mut list = joined(source, tables, wanted, asked, report)?;
    list.labelled = labelled;
    list.settle(report);
    Some(list)
}

struct Scan<'r> {
    wanted: &'r Wanted<'r>,
    tables: Vec<Table<'r>>,
    labelled: Vec<Labelled>,
    /// The last words above.
    title: String,
}

impl<'r> Scan<'r> {
    fn row(&mut self, record: &'r Record<'r>, report: &mut Report) {
        let first = record.get(0).unwrap_or_default();
        let others: Vec<(usize, &str)> =
            record.iter().enumerate().skip(1).filter(|(_, cell)| !cell.is_empty()).collect();
        let amounts = others.iter().filter(|(_, cell)| words::amount(cell).is_some()).count();
        if first.is_empty() && others.is_empty() {
            return;
        }
        if words::heads_weights(first) {
            self.head(first, &others, record);
        } else if self.awaits_heads() && amounts_are_heads(first, &others) {
            self.heads(&others, record);
        } else if let Some(weight) =
            words::weight(first, self.tables.last().and_then(|table| table.unit))
        {
            self.weight(weight, record, report);
        } else if amounts == 0 {
            for (cell, text) in others.iter().filter(|(_, text)| words::is_meant_as_amount(text)) {
                report.fault(
                    &record.spot(*cell),
                    format!("\"{text}\" is no amount; write it as 12.90"),
                );
            }
            if !first.is_empty() {
                first.clone_into(&mut self.title);
            }
        } else {
            self.named(first, &others, amounts, record, report);
        }
    }

    fn head(&mut self, first: &str, others: &[(usize, &str)], record: &Record<'_>) {
        let title = std::mem::take(&mut self.title);
        // A table goes on under a head of its own where no words stand between.
        let title = match self.tables.last() {
            Some(table) if title.is_empty() => table.title.clone(),
            _ => title,
        };
        self.tables.push(Table {
            title,
            head: record.spot(0),
            unit: words::weight_unit(first),
            heads: Vec::new(),
            rows: Vec::new(),
            named: Vec::new(),
        });
        let group =
            |(_, cell): &&(usize, &str)| !matches!(cell.to_lowercase().as_str(), "zone" | "zones");
        let others: Vec<(usize, &str)> = others.iter().filter(group).copied().collect();
        self.heads(&others, record);
    }

    fn heads(&mut self, others: &[(usize, &str)], record: &Record<'_>) {
        if let Some(table) = self.tables.last_mut() {
            let head =
                |(cell, head): &(usize, &str)| (*cell, (*head).to_owned(), record.spot(*cell));
            table.heads = others.iter().map(head).collect();
        }
    }

    fn awaits_heads(&self) -> bool {
        self.tables.last().is_some_and(|table| table.heads.is_empty() && table.rows.is_empty())
    }

    fn weight(&mut self, weight: Result<i64, String>, record: &'r Record<'r>, report: &mut Report) {
        let Some(table) = self.tables.last_mut() else {
            report.fault(
                &record.spot(0),
                "a row of a weight stands above any head; the head of weights is written as Weight Not Over (lb)",
            );
            return;
        };
        if let Some(weight) = report.take(&record.spot(0), weight) {
            table.rows.push((weight, record));
        }
    }

    /// A row with a name: of as many prices as there are columns, or a price by itself.
    fn named(
        &mut self,
        name: &str,
        others: &[(usize, &str)],
        amounts: usize,
        record: &'r Record<'r>,
        report: &mut Report,
    ) {
        let is_title =
            others.iter().all(|(_, cell)| words::amount(cell).is_none() || words::is_year(cell));
        if is_title && !name.is_empty() {
            name.clone_into(&mut self.title);
            return;
        }
        let columns = self.tables.last().map_or(0, |table| table.heads.len());
        let line = record.line();
        if name.is_empty() {
            report.fault(
                &record.spot(0),
                format!("line {line} has prices and no name; its first cell is a weight or a name"),
            );
        } else if amounts == 1 {
            self.labelled(name, others, record, report);
        } else if amounts == columns && amounts > 1 {
            if let Some(table) = self.tables.last_mut() {
                table.named.push((name.to_owned(), record));
            }
        } else {
            let message = format!(
                "line {line} has {amounts} prices; a price with a name has one, a row of the table {columns}"
            );
            report.fault(&record.spot(0), message);
        }
    }

    fn labelled(
        &mut self,
        name: &str,
        others: &[(usize, &str)],
        record: &Record<'_>,
        report: &mut Report,
    ) {
        let found = others.iter().find_map(|(cell, text)| Some((*cell, words::amount(text)?)));
        let Some((cell, amount)) = found else { return };
        let amount = report.take(&record.spot(cell), self.wanted.scale.amount(&amount));
        let Some(amount) = amount else { return };
        let label = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let spot = record.spot(0);
        if let Some(known) = self.labelled.iter().find(|known| known.label == label) {
            if known.amounts != [(Days::ALWAYS, Amount::Everywhere(amount))] {
                let first = known.spot.line;
                report.fault(&spot, format!("\"{label}\" has two prices (first in line {first})"));
            }
            return;
        }
        let when = words::condition(&label);
        self.labelled.push(Labelled {
            label,
            spot,
            amounts: vec![(Days::ALWAYS, Amount::Everywhere(amount))],
            unclear: when.is_err(),
            when: when.unwrap_or_default(),
            only_with: None,
            must_be_named: true,
        });
    }
}

/// `,Zone 1,Zone 2` or `,1,2,3` below a head of weights that names no column.
fn amounts_are_heads(first: &str, others: &[(usize, &str)]) -> bool {
    let is_head = |cell: &str| words::amount(cell).is_none() || !cell.contains('.');
    (first.is_empty() || first.eq_ignore_ascii_case("zones"))
        && others.iter().all(|(_, cell)| is_head(cell))
}

/// The tables that are wanted, as one list.
fn joined(
    source: &Source,
    tables: Vec<Table<'_>>,
    wanted: &Wanted<'_>,
    asked: &Asked<'_>,
    report: &mut Report,
) -> Option<List> {
    let titles: Vec<String> = tables.iter().map(|table| table.title.clone()).collect();
    let tables: Vec<Table<'_>> = tables
        .into_iter()
        .filter(|table| asked.table.as_ref().is_none_or(|title| title.text == table.title))
        .collect();
    let Some(unit) = tables.last().map(|table| table.unit.unwrap_or(WeightUnit::Lb)) else {
        match &asked.table {
            Some(title) => {
                let hint = suggestion(title.text, titles.iter().map(String::as_str));
                report.fault(&title.spot, format!("no table is headed \"{}\"{hint}", title.text));
            }
            None => report.fault(
                &Spot::file(&source.name),
                "has no table of weights; its head is written as Weight Not Over (lb)",
            ),
        }
        return None;
    };
    let mut list = List::new(&source.name, unit, wanted.zones.len());
    let mut end = 0;
    for table in &tables {
        let columns = columns(&table.heads, &table.head, wanted, asked, report)?;
        let first = table.rows.first().map_or(0, |(weight, _)| *weight);
        if end > 0 && first <= end {
            report.fault(
                &table.head,
                format!(
                    "a second table begins here (\"{}\"); say which is meant: table = \"{}\"",
                    table.title, table.title
                ),
            );
            return None;
        }
        for (weight, record) in &table.rows {
            if *weight <= end {
                let line = record.line();
                report.fault(
                    &record.spot(0),
                    format!("the weight of line {line} is not above the one before it; boundaries must grow"),
                );
                continue;
            }
            end = *weight;
            add(&mut list, Priced::Step(*weight), record, &columns, wanted, report);
        }
        for (name, record) in &table.named {
            add(&mut list, Priced::Named(name.clone()), record, &columns, wanted, report);
        }
        if table.rows.is_empty() {
            report.fault(&table.head, "has no row of prices below it");
        }
        for zone in columns.iter().flat_map(|column| &column.zones) {
            if let Some(has) = list.has_zone.get_mut(*zone) {
                *has = true;
            }
        }
    }
    Some(list)
}

/// One row of prices.
fn add(
    list: &mut List,
    priced: Priced,
    record: &Record<'_>,
    columns: &[Column],
    wanted: &Wanted<'_>,
    report: &mut Report,
) {
    let spot = record.spot(0);
    if let Priced::Named(name) = &priced
        && list.rows.iter().any(|row| row.priced == priced)
    {
        report.fault(&spot, format!("row \"{name}\" twice"));
        return;
    }
    let start = list.net.len();
    list.net.resize(start + list.zones, NOT_SAID);
    list.lines.push(Line { row: list.rows.len(), days: Days::ALWAYS, spot: spot.clone() });
    list.rows.push(Row { priced, spot, days: Days::ALWAYS, begins: None });
    for (cell, text) in record.iter().enumerate().skip(1) {
        if !text.is_empty()
            && !columns.iter().any(|column| column.cell == cell)
            && words::amount(text).is_some()
            && !is_plain_table(columns)
        {
            report.fault(&record.spot(cell), format!("{text} stands under no head"));
        }
    }
    for column in columns {
        let Some(text) = record.get(column.cell) else {
            let line = record.line();
            report.fault(
                &record.spot(0),
                format!("line {line} ends before its prices do; a cell that is not offered is left blank"),
            );
            return;
        };
        let units = if words::says_no_price(text) {
            Some(NOT_OFFERED)
        } else {
            let plain = words::amount(text);
            let read = wanted.scale.cell(plain.as_deref().unwrap_or(text));
            let units = report.take(&record.spot(column.cell), read);
            units.and_then(|(units, _)| u32::try_from(units).ok())
        };
        for zone in &column.zones {
            if let (Some(place), Some(units)) = (list.net.get_mut(start + zone), units) {
                *place = units;
            }
        }
    }
}
