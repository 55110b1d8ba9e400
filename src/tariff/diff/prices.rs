//! The CSV files of two sheets: prices by row and column, others by what their last cell says.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChangeTopic, Changes};
use crate::tariff::number::decimal;
use crate::tariff::written::{Rule, WrittenSheet};

type Side<'s> = (&'s WrittenSheet, &'s Rule);

pub(super) fn compare(old: Side<'_>, new: Side<'_>, changes: &mut Changes) {
    let mut compared = [BTreeSet::new(), BTreeSet::new()];
    let services = |side: Side<'_>| -> Vec<(String, Vec<String>)> {
        let all = side.1.get("service").into_iter().flat_map(Rule::entries);
        all.map(|(name, rules)| {
            let files = side.0.price_files(name, rules);
            (name.to_owned(), files.into_iter().map(|(_, file)| file).collect())
        })
        .collect()
    };
    let (before, after) = (services(old), services(new));
    for (services, used) in [&before, &after].into_iter().zip(&mut compared) {
        used.extend(services.iter().flat_map(|(_, files)| files.clone()));
    }
    for (service, files) in &before {
        let Some((_, others)) = after.iter().find(|(name, _)| name == service) else { continue };
        // One price file is compared with one whatever they are called; of several those of one name.
        let is_one = files.len() == 1 && others.len() == 1;
        for file in files {
            let name = bare(old.0, file);
            let other = others.iter().find(|other| is_one || bare(new.0, other) == name);
            if let Some(other) = other {
                tables(service, &old.0.rows(file), &new.0.rows(other), changes);
            }
        }
    }
    let [was, is] = compared;
    others((old.0, &was), (new.0, &is), changes);
}

/// What a file is called without the name of its sheet.
fn bare<'f>(sheet: &WrittenSheet, file: &'f str) -> &'f str {
    file.strip_prefix(sheet.stem()).and_then(|rest| rest.strip_prefix('.')).unwrap_or(file)
}

type Rows = [(usize, Vec<String>)];

/// A price file as cells by row and column.
struct Table {
    unit: String,
    /// Labels as they are compared, in the order of the file.
    rows: Vec<String>,
    columns: Vec<String>,
    cells: BTreeMap<(String, String), String>,
}

impl Table {
    /// `None`: it is no plain table.
    fn read(rows: &Rows) -> Option<Self> {
        let ((_, header), rows) = rows.split_first()?;
        let (unit, columns) = header.split_first()?;
        if !["g", "kg", "lb", "oz"].contains(&unit.as_str()) {
            return None;
        }
        let mut table = Self {
            unit: unit.clone(),
            rows: Vec::new(),
            columns: columns.to_vec(),
            cells: BTreeMap::new(),
        };
        for (_, row) in rows {
            let (label, cells) = row.split_first()?;
            let label = normal(label);
            for (column, cell) in columns.iter().zip(cells) {
                if !matches!(cell.as_str(), "" | "-") {
                    table.cells.insert((label.clone(), column.clone()), cell.clone());
                }
            }
            table.rows.push(label);
        }
        Some(table)
    }

    fn get(&self, row: &str, column: &str) -> Option<String> {
        self.cells.get(&(row.to_owned(), column.to_owned())).cloned()
    }

    /// `5 kg`, `+1 kg up to 40 kg`, `oversized`.
    fn shown(&self, label: &str) -> String {
        let is_weight =
            label.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '<' | '+' | '*'));
        if is_weight { format!("{label} {}", self.unit) } else { label.to_owned() }
    }
}

/// Weights without zeros at their end, so that `5` and `5.0` are one step.
fn normal(label: &str) -> String {
    let number = |text: &str| {
        decimal(text.trim())
            .map_or_else(|| text.trim().to_owned(), |value| value.normalize().to_string())
    };
    let (sign, rest) = match label.strip_prefix(['<', '+', '*']) {
        Some(rest) => (label.get(..1).unwrap_or_default(), rest),
        None => ("", label),
    };
    match rest.split_once("<=") {
        Some((each, end)) => format!("{sign}{}<={}", number(each), number(end)),
        None => format!("{sign}{}", number(rest)),
    }
}

fn tables(service: &str, old: &Rows, new: &Rows, changes: &mut Changes) {
    let (Some(old), Some(new)) = (Table::read(old), Table::read(new)) else {
        lists(Some(service), "prices", old, new, changes);
        return;
    };
    if old.unit != new.unit {
        changes.note(
            ChangeTopic::Step,
            Some(service),
            "unit of weights",
            Some(old.unit),
            Some(new.unit),
        );
        return;
    }
    for (one, other, is_gone) in [(&old, &new, true), (&new, &old, false)] {
        let missing = |name: &String, known: &[String]| !known.contains(name);
        let mut note = |topic, kind: &str, name: String| {
            let (was, is) = if is_gone { (Some(name), None) } else { (None, Some(name)) };
            changes.note(topic, Some(service), kind, was, is);
        };
        for row in one.rows.iter().filter(|row| missing(row, &other.rows)) {
            note(ChangeTopic::Step, "step", one.shown(row));
        }
        for column in one.columns.iter().filter(|column| missing(column, &other.columns)) {
            note(ChangeTopic::Step, "column", column.clone());
        }
    }
    for row in old.rows.iter().filter(|row| new.rows.contains(row)) {
        for column in old.columns.iter().filter(|column| new.columns.contains(column)) {
            let (was, is) = (old.get(row, column), new.get(row, column));
            let same = was.as_deref().and_then(decimal).zip(is.as_deref().and_then(decimal));
            if same.is_none_or(|(was, is)| was != is) {
                changes.note(
                    ChangeTopic::Price,
                    Some(service),
                    format!("{}, {column}", old.shown(row)),
                    was,
                    is,
                );
            }
        }
    }
}

/// Files that are no prices, matched by what follows the name of their sheet.
fn others(
    old: (&WrittenSheet, &BTreeSet<String>),
    new: (&WrittenSheet, &BTreeSet<String>),
    changes: &mut Changes,
) {
    let files = |(sheet, used): (&WrittenSheet, &BTreeSet<String>)| -> BTreeMap<String, String> {
        sheet
            .files()
            .map(|(name, _)| name)
            .filter(|name| *name != sheet.sheet().name() && !used.contains(*name))
            .map(|name| (bare(sheet, name).to_owned(), name.to_owned()))
            .collect()
    };
    let (before, after) = (files(old), files(new));
    for (name, file) in &before {
        match after.get(name) {
            Some(other) => lists(None, name, &old.0.rows(file), &new.0.rows(other), changes),
            None => changes.note(ChangeTopic::File, None, "file", Some(name.clone()), None),
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        changes.note(ChangeTopic::File, None, "file", None, Some(name.clone()));
    }
}

/// Rows that say something of what stands before their last cell: `2026-11-01,18.5`. A row of one cell is there or is not.
fn lists(service: Option<&str>, name: &str, old: &Rows, new: &Rows, changes: &mut Changes) {
    let keyed = |rows: &Rows| -> BTreeMap<String, Vec<String>> {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        // Heads say nothing of their own.
        let is_head =
            |row: &[String]| row.first().is_some_and(|cell| cell == "from" || cell == "origin");
        for (_, row) in rows.iter().filter(|(_, row)| !is_head(row)) {
            let (value, key) = match row.split_last() {
                Some((last, key)) if !key.is_empty() => (last.clone(), key.join(",")),
                Some((last, _)) => (String::new(), last.clone()),
                None => continue,
            };
            out.entry(key).or_default().push(value);
        }
        out
    };
    let (before, after) = (keyed(old), keyed(new));
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let value = |side: &BTreeMap<String, Vec<String>>| {
            let values = side.get(key)?;
            Some(if values.iter().all(String::is_empty) { key.clone() } else { values.join(", ") })
        };
        let what = match (before.get(key), after.get(key)) {
            (Some(one), _) | (None, Some(one)) if one.iter().all(String::is_empty) => {
                name.to_owned()
            }
            _ => format!("{name}, {key}"),
        };
        changes.note(ChangeTopic::File, service, what, value(&before), value(&after));
    }
}
