//! How things are said to people: money, days, tables that line up. No decision.

use std::fmt::Write as _;

pub(crate) use arriero::batch::words::count;
use arriero::model::{Address, Date, DeliveryEstimate, Rate, Shipment, Time};
use unicode_width::UnicodeWidthStr as _;

/// A text in a style of ANSI terminals. It is taken off again where the output is no terminal.
pub(crate) fn style(code: &str, text: &str) -> String {
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// A text of a carrier's, safe for a terminal: one line, no control characters.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A name that people gave, so that its ends show: `"order 7"`.
pub(crate) fn quoted(name: &str) -> String {
    format!("{name:?}")
}

/// A text as a shell takes it.
pub(crate) fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+=-,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        format!("$'{}'", text.escape_default())
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A moment of the journal's.
pub(crate) fn moment(moment: arriero::store::Instant) -> String {
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A day: `Wed 25 Nov`.
pub(crate) fn day(date: Date) -> String {
    date.format("%a %-d %b").to_string()
}

fn clock(time: Time) -> String {
    time.format("%H:%M").to_string()
}

/// When a rate arrives, as far as it says.
pub(crate) fn arrival(delivery: &DeliveryEstimate) -> String {
    let date = delivery.at.map(|at| at.date_naive()).or(delivery.date);
    let time = delivery.at.map(|at| at.time()).or(delivery.by);
    let days = delivery.business_days;
    match (date, time, days) {
        (Some(date), Some(time), _) => format!("{} {}", day(date), clock(time)),
        (Some(date), None, _) => day(date),
        (None, _, Some(days)) => format!("in {}", count(i64::from(days), "business day")),
        (None, _, None) => "not told".to_owned(),
    }
}

/// A rate by its carrier and service.
pub(crate) fn named(rate: &Rate) -> String {
    format!("{} {}", rate.carrier, plain(&rate.service.name))
}

fn place(address: &Address) -> String {
    let city = plain(&address.city);
    if city.is_empty() {
        address.country.to_string()
    } else {
        format!("{city} ({})", address.country)
    }
}

/// One line: from where to where, how many parcels, how heavy.
pub(crate) fn shipment(shipment: &Shipment) -> String {
    let mut line = format!("{} → {}", place(&shipment.from), place(shipment.to.place()));
    if shipment.parcels.len() > 1 {
        let _ = write!(
            line,
            ", {}",
            count(i64::try_from(shipment.parcels.len()).unwrap_or(i64::MAX), "parcel")
        );
    }
    if let Some(weight) = shipment.weight() {
        let _ = write!(line, ", {} kg", weight.value_in(arriero::model::WeightUnit::Kg));
    }
    line
}

/// Rows whose columns line up, two blanks apart; the last column is left as it is.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<(Option<&'static str>, Vec<String>)>,
    right: Vec<usize>,
}

impl Table {
    /// A table whose first row names the columns.
    pub(crate) fn new<const N: usize>(header: [&str; N]) -> Self {
        let header = header.map(str::to_owned).into();
        Self { rows: vec![(Some("2"), header)], right: Vec::new() }
    }

    /// Columns, from 0, that line up on the right.
    pub(crate) fn right(mut self, columns: &[usize]) -> Self {
        self.right = columns.to_vec();
        self
    }

    /// One more row, in a style of its own.
    pub(crate) fn row<const N: usize>(&mut self, style: Option<&'static str>, cells: [String; N]) {
        self.rows.push((style, cells.into()));
    }

    /// The lines.
    pub(crate) fn lines(&self) -> String {
        let columns = self.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|(_, cells)| cells.get(column).map(|cell| cell.width()))
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<_> = (0..columns).map(width).collect();
        let mut lines = String::new();
        for (code, cells) in &self.rows {
            let mut line = String::from("  ");
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                let between = if column == 0 { "" } else { "  " };
                if self.right.contains(&column) {
                    let _ = write!(line, "{between}{blanks}{cell}");
                } else {
                    let _ = write!(line, "{between}{cell}{blanks}");
                }
            }
            let line = line.trim_end();
            lines.push_str(&code.map_or_else(|| line.to_owned(), |code| style(code, line)));
            lines.push('\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_letters_they_have() {
        let mut table = Table::new(["a", "b", "c"]).right(&[1]);
        table.row(None, ["ñandú".into(), "1".into(), "x".into()]);
        table.row(None, ["東".into(), "22".into(), "y".into()]);
        let lines = table.lines();
        assert!(lines.ends_with("  ñandú   1  x\n  東     22  y\n"), "{lines}");
    }

    #[test]
    fn a_text_comes_through_a_shell_as_it_is() {
        assert_eq!(shell("order-7"), "order-7");
        assert_eq!(shell("order 7; rm"), "'order 7; rm'");
        assert_eq!(shell("it's"), r"'it'\''s'");
        assert_eq!(shell("two\nlines"), r"$'two\nlines'");
        assert_eq!(shell(""), "''");
    }

    #[test]
    fn a_carrier_s_words_cannot_move_the_cursor() {
        assert_eq!(plain("ok\u{1b}[2J\nnext"), "ok [2J next");
    }
}
