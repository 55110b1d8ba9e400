//! The two files of a sheet, as the importer writes them: rules with what is open left open, and prices.

use std::fmt::Write as _;

use super::cell::Price;
use super::ladder::Ladder;
use super::{Desk, Doubt, Imported, ImportedFile, PublishedCells};
use crate::model::CarrierId;

/// A zone by its name, and its places where the file tells them.
pub(super) struct Zone {
    pub(super) name: String,
    pub(super) to: Vec<String>,
}

/// What was read.
pub(super) struct Table {
    pub(super) zones: Vec<Zone>,
    /// The heads of the price columns.
    pub(super) titles: Vec<String>,
    pub(super) ladder: Ladder,
}

/// Both files.
pub(super) struct Written {
    sheet: ImportedFile,
    prices: ImportedFile,
}

impl Written {
    pub(super) fn with(self, doubts: Vec<Doubt>) -> Imported {
        Imported { sheet: self.sheet, prices: self.prices, doubts }
    }
}

pub(super) fn files(table: &Table, desk: &mut Desk<'_>) -> Written {
    let file = desk.file.clone();
    let stem = stem(&file.file);
    let service = desk.options.service.clone();
    let name = format!("{stem}.{service}.csv");
    let digits = digits(table, desk);
    desk.doubt(
        &file,
        "nothing says from when to when these prices hold",
        "write valid = \"2026-01-01/2026-12-31\"",
    );
    desk.doubt(&file, "nothing says where parcels are collected", "write origin = [\"ES\"]");
    if desk.options.cells != PublishedCells::Gross {
        desk.doubt(
            &file,
            "nothing says the tax of a zone",
            "write tax = { iva = [{ percent = \"21\", from = \"2012-09-01\" }] } below the sheet, and tax = \"iva\" or \"exempt\" into each zone",
        );
    }
    desk.doubt(
        &file,
        "nothing says the largest parcel, a divisor for its volume, or a surcharge",
        "add limits, weight and surcharges to the service if there are any",
    );
    let prices = ImportedFile { name, text: prices(table) };
    Written {
        sheet: ImportedFile {
            name: format!("{stem}.toml"),
            text: rules(table, &stem, &service, digits, desk),
        },
        prices,
    }
}

/// The file's name without its ending, as a carrier can be called.
fn stem(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let stem: String = stem.to_lowercase().chars().map(plain).take(40).collect();
    let stem = stem.trim_matches('-').to_owned();
    if CarrierId::new(&stem).is_ok() { stem } else { "sheet".to_owned() }
}

/// The most decimals of a price, where they are more than the currency has.
fn digits(table: &Table, desk: &mut Desk<'_>) -> Option<u32> {
    let cells = table.ladder.rows.iter().flat_map(|(_, cells)| cells);
    let most = cells
        .filter_map(|cell| match cell {
            Price::Amount(amount) => Some(amount.normalize().scale()),
            Price::NotOffered | Price::Asked(_) => None,
        })
        .max()?;
    let usual = u32::from(desk.options.currency.minor_units());
    if most <= usual {
        return None;
    }
    let read = format!("prices have up to {most} decimals, {} has {usual}", desk.options.currency);
    desk.doubt(
        &desk.file.clone(),
        read,
        format!("digits = {most} was written; what is charged is rounded once"),
    );
    Some(most)
}

fn rules(table: &Table, stem: &str, service: &str, digits: Option<u32>, desk: &Desk<'_>) -> String {
    let carrier = desk.options.carrier.as_ref().map_or(stem, CarrierId::as_str);
    let currency = desk.options.currency;
    let cells = match desk.options.cells {
        PublishedCells::Net => "net",
        PublishedCells::Gross => "gross",
        PublishedCells::NetAndGross => "net+gross",
    };
    let digits = digits.map_or_else(String::new, |digits| format!(", digits = {digits}"));
    let mut text = format!(
        "# Read from {}. It loads once every question mark and every empty list is filled in.\n\
         sheet = {{ format = 1, carrier = \"{carrier}\", currency = \"{currency}\", cells = \"{cells}\"{digits}, valid = \"?\", origin = [] }}\n\n[zone]\n",
        comment(&desk.file.file)
    );
    for Zone { name, to } in &table.zones {
        let to: Vec<String> = to.iter().map(|place| quoted(place)).collect();
        let _ = writeln!(text, "{} = {{ to = [{}] }}", quoted(name), to.join(", "));
    }
    let _ = writeln!(text, "\n[service.{}]    # prices: {}.{service}.csv", key(service), stem);
    text
}

fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A bare key where TOML allows one.
fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(bare) { text.to_owned() } else { quoted(text) }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fn prices(table: &Table) -> String {
    let unit = table.ladder.unit.map_or_else(|| "?".to_owned(), |unit| unit.to_string());
    let mut text = row(std::iter::once(unit).chain(table.titles.iter().cloned()));
    for (label, cells) in &table.ladder.rows {
        let cells = cells.iter().map(|cell| match cell {
            Price::Amount(amount) => shown(*amount),
            Price::NotOffered => String::new(),
            Price::Asked(text) => format!("?{text}"),
        });
        text.push_str(&row(std::iter::once(label.clone()).chain(cells)));
    }
    text
}

/// At least two decimals, as prices are written.
fn shown(mut amount: rust_decimal::Decimal) -> String {
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cell = |cell: String| {
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with('#') {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    };
    cells.map(cell).collect::<Vec<_>>().join(",") + "\n"
}
