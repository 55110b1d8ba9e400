//! A plan as the texts that a person would write: TOML for the rules, CSV for the numbers. The orders of rows, columns, zones
//! and patterns are the caller's to shuffle. Here the head of a sheet; its parts are beside.

mod places;
mod prices;
mod service;
mod surcharges;

use std::fmt::Write as _;

use crate::plan::{Cells, Dated, Days, Rounding, Sheet, Tax, Units};

/// The files of a sheet by name, its own first.
pub(crate) fn files(sheet: &Sheet, name: &str) -> Vec<(String, String)> {
    let mut writer = Writer { sheet, name, files: Vec::new() };
    let rules = writer.rules();
    let mut files = vec![(format!("{name}.toml"), rules)];
    files.append(&mut writer.files);
    files
}

struct Writer<'s> {
    sheet: &'s Sheet,
    name: &'s str,
    files: Vec<(String, String)>,
}

impl Writer<'_> {
    fn rules(&mut self) -> String {
        let mut text = self.head();
        self.sets(&mut text);
        let taxes = &self.sheet.taxes;
        if !taxes.is_empty() {
            let taxes: Vec<String> = taxes.iter().map(tax).collect();
            let _ = writeln!(text, "tax = {{ {} }}", taxes.join(", "));
        }
        self.zones(&mut text);
        text.push_str("[service.paq]\n");
        self.service(&mut text);
        text
    }

    fn head(&self) -> String {
        let sheet = self.sheet;
        let cells = match sheet.cells {
            Cells::Net => "net",
            Cells::Gross => "gross",
            Cells::Both => "net+gross",
        };
        let valid = span(Days { from: Some(sheet.first), until: sheet.last });
        let origin = self.patterns(&sheet.origin);
        let mut text = format!(
            "sheet = {{ format = 1, carrier = \"mula\", currency = \"{}\", cells = \"{cells}\", valid = \"{valid}\", origin = {origin}",
            sheet.currency,
        );
        if let Some(digits) = sheet.digits {
            let _ = write!(text, ", digits = {digits}");
        }
        let rounding = match sheet.rounding {
            Rounding::HalfUp => None,
            Rounding::Up => Some("up".to_owned()),
            Rounding::Down => Some("down".to_owned()),
            Rounding::HalfEven => Some("half-even".to_owned()),
            Rounding::To(step) => Some(format!("to {step}")),
        };
        if let Some(rounding) = rounding {
            let _ = write!(text, ", rounding = \"{rounding}\"");
        }
        text.push_str(" }\n");
        text
    }
}

fn tax(tax: &Tax) -> String {
    let row = |row: &Dated| {
        let until = row.until.map_or(String::new(), |until| format!(", until = \"{until}\""));
        format!("{{ percent = \"{}\", from = \"{}\"{until} }}", row.percent, row.from)
    };
    let rows: Vec<String> = tax.rows.iter().map(row).collect();
    format!("{} = [{}]", tax.name, rows.join(", "))
}

fn unit_names(units: Units) -> (&'static str, &'static str) {
    match units {
        Units::KgCm => ("kg", "cm"),
        Units::LbIn => ("lb", "in"),
    }
}

/// `2026-01-01/2026-06-30`, either end open.
fn span(days: Days) -> String {
    let [from, until] = ends(days);
    format!("{from}/{until}")
}

/// The cells `from` and `until`.
fn ends(days: Days) -> [String; 2] {
    [days.from, days.until].map(|day| day.map_or(String::new(), |day| day.to_string()))
}

/// `, valid = "…"`, or nothing where it always holds.
fn valid(days: Days) -> String {
    if days == Days::ALWAYS { String::new() } else { format!(", valid = \"{}\"", span(days)) }
}
