//! The files of cells.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::{Writer, ends, span, unit_names};
use crate::plan::{Cell, Cells, Days, Regime, Row, Step, Table, Tail, Units};

impl Writer<'_> {
    /// The files of prices, and what names them in the service.
    pub(super) fn prices(&mut self, text: &mut String) {
        let sheet = self.sheet;
        if let [list] = sheet.lists.as_slice()
            && list.days == Days::ALWAYS
        {
            let cells = self.table(&list.table);
            self.files.push((format!("{}.paq.csv", self.name), cells));
            return;
        }
        let mut named = Vec::new();
        for (index, list) in sheet.lists.iter().enumerate() {
            let file = format!("{}.prices-{index}.csv", self.name);
            let days = Days { from: list.days.from.or(Some(sheet.first)), ..list.days };
            named.push(format!("{{ file = \"{file}\", valid = \"{}\" }}", span(days)));
            let cells = self.table(&list.table);
            self.files.push((file, cells));
        }
        let _ = writeln!(text, "prices = [{}]", named.join(", "));
    }

    /// Zones that have prices, each with one column or two.
    fn columns(&self) -> Vec<(usize, bool)> {
        let sheet = self.sheet;
        (0..sheet.zones.len())
            .filter(|zone| sheet.zones[*zone].refuse.is_none())
            .flat_map(|zone| {
                let has_gross = sheet.cells == Cells::Both
                    && matches!(sheet.zones[zone].regime, Regime::Tax(_));
                std::iter::once((zone, false)).chain(has_gross.then_some((zone, true)))
            })
            .collect()
    }

    fn table(&self, table: &Table) -> String {
        let sheet = self.sheet;
        let columns = self.columns();
        let is_dated = table.rows().any(|row| row.later.is_some());
        let unit = unit_names(sheet.weight.units).0;
        let mut text = match (table.in_small_units, sheet.weight.units) {
            (false, _) => unit.to_owned(),
            (true, Units::KgCm) => "g".to_owned(),
            (true, Units::LbIn) => "oz".to_owned(),
        };
        if is_dated {
            text.push_str(",from,until");
        }
        for (zone, is_gross) in &columns {
            let side = match (sheet.cells, is_gross) {
                (Cells::Both, true) => " gross",
                (Cells::Both, false) => " net",
                _ => "",
            };
            let _ = write!(text, ",{}{side}", sheet.zones[*zone].name);
        }
        text.push('\n');
        let mut line = |head: &str, days: Days, cells: &[Cell]| {
            text.push_str(head);
            if is_dated {
                let _ = write!(text, ",{}", ends(days).join(","));
            }
            for (zone, is_gross) in &columns {
                text.push(',');
                match &cells[*zone] {
                    None => text.push_str(if zone % 2 == 0 { "-" } else { "" }),
                    Some((net, None)) => text.push_str(&net.to_string()),
                    Some((net, Some(gross))) => {
                        text.push_str(&if *is_gross { gross } else { net }.to_string());
                    }
                }
            }
            text.push('\n');
        };
        let mut row = |head: &str, row: &Row| match (&row.later, row.spans()) {
            (Some(later), Some([now, then])) => {
                line(head, now, &row.cells);
                line(head, then, &later.cells);
            }
            _ => line(head, Days::ALWAYS, &row.cells),
        };
        let small = |value: Decimal| sheet.weight.heading(value, table.in_small_units);
        for Step { boundary, owns_it, begins, row: cells } in &table.steps {
            let begins = begins.map_or(String::new(), |begins| format!("{}-", small(begins)));
            row(&format!("{begins}{}{}", if *owns_it { "" } else { "<" }, small(*boundary)), cells);
        }
        for Tail { whole, unit, end, row: cells } in &table.tails {
            let sign = if *whole { '*' } else { '+' };
            row(&format!("{sign}{}<={}", small(*unit), small(*end)), cells);
        }
        for (name, cells) in &table.named {
            row(name, cells);
        }
        text
    }
}

impl crate::plan::WeightRules {
    /// A weight as the first column of a price file has it.
    pub(crate) fn heading(&self, value: Decimal, in_small_units: bool) -> Decimal {
        let times = match (in_small_units, self.units) {
            (false, _) => 1,
            (true, Units::KgCm) => 1000,
            (true, Units::LbIn) => 16,
        };
        (value * Decimal::from(times)).normalize()
    }
}
