//! How a row is written, and read back from a file that was cut anywhere.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read};

use serde::{Deserialize, Serialize};

use super::records::{Record, Records};
use crate::document::{BatchOutcome, BatchRow};
use crate::model::{CarrierId, Money};

/// The columns of the CSV that comes out.
pub const COLUMNS: [&str; 10] = [
    "line", "id", "outcome", "carrier", "service", "price", "currency", "tax", "arrives", "reason",
];

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowFormat {
    /// CSV with a header, the columns [`COLUMNS`].
    #[default]
    Csv,
    /// A [`BatchRow`] as JSON on each line.
    JsonLines,
}

impl RowFormat {
    /// What stands before the first row.
    pub(super) fn header(self) -> String {
        match self {
            Self::Csv => COLUMNS.join(",") + "\n",
            Self::JsonLines => String::new(),
        }
    }

    pub(super) fn write(self, row: &BatchRow, out: &mut Vec<u8>) {
        match self {
            Self::Csv => {
                let mut text = String::with_capacity(256);
                csv(row, &mut text);
                out.extend_from_slice(text.as_bytes());
            }
            Self::JsonLines => {
                // Texts, numbers and lists into memory: nothing of that fails.
                let _ = serde_json::to_writer(&mut *out, row);
                out.push(b'\n');
            }
        }
    }

    /// Hands over the rows of a text that was cut anywhere, each with the byte behind it, until one is torn or `wanted` says no;
    /// gives the byte behind the last one that was taken, 0 where not even the header is whole.
    pub(super) fn read_back(
        self,
        from: impl Read,
        wanted: impl FnMut(&BatchRow) -> io::Result<bool>,
    ) -> io::Result<u64> {
        match self {
            Self::Csv => read_back_csv(from, wanted),
            Self::JsonLines => read_back_json(from, wanted),
        }
    }
}

fn csv(row: &BatchRow, out: &mut String) {
    let _ = write!(out, "{},", row.line);
    cell(out, row.id.as_deref().unwrap_or_default());
    out.push_str(row.outcome.as_str());
    out.push(',');
    cell(out, row.carrier.as_ref().map_or("", CarrierId::as_str));
    cell(out, row.service.as_deref().unwrap_or_default());
    if let Some(price) = row.price {
        let _ = write!(out, "{},{},", price.amount(), price.currency());
    } else {
        out.push_str(",,");
    }
    if let Some(tax) = row.tax {
        let _ = write!(out, "{}", tax.amount());
        if row.price.is_some_and(|price| price.currency() != tax.currency()) {
            let _ = write!(out, " {}", tax.currency());
        }
    }
    out.push(',');
    cell(out, row.arrives.as_deref().unwrap_or_default());
    cell(out, &row.reason);
    out.pop();
    out.push('\n');
}

/// A cell and a comma; quoted where it has to be.
fn cell(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        for part in text.split_inclusive('"') {
            out.push_str(part);
            if part.ends_with('"') {
                out.push('"');
            }
        }
        out.push('"');
    } else {
        out.push_str(text);
    }
    out.push(',');
}

fn read_back_csv(
    from: impl Read,
    mut wanted: impl FnMut(&BatchRow) -> io::Result<bool>,
) -> io::Result<u64> {
    let mut records = Records::new(from);
    let is_header = match records.next()? {
        Some(Record { cells: Ok(cells), .. }) => cells.iter().eq(COLUMNS),
        _ => false,
    };
    if !is_header || !records.ended_in_a_line_break() {
        return Ok(0);
    }
    loop {
        let whole = records.taken();
        let row = match records.next()? {
            Some(Record { cells: Ok(cells), .. }) => from_cells(&cells.iter().collect::<Vec<_>>()),
            _ => None,
        };
        match row {
            Some(row) if records.ended_in_a_line_break() && wanted(&row)? => {}
            _ => return Ok(whole),
        }
    }
}

fn from_cells(cells: &[&str]) -> Option<BatchRow> {
    let [line, id, outcome, carrier, service, price, currency, tax, arrives, reason] = cells else {
        return None;
    };
    // Where the power failed, a file can have zeros for what never reached the disk.
    if cells.iter().any(|cell| cell.contains('\0')) {
        return None;
    }
    let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let money = |amount: &str| -> Option<Option<Money>> {
        if amount.is_empty() {
            return Some(None);
        }
        let text =
            if amount.contains(' ') { amount.to_owned() } else { format!("{amount} {currency}") };
        text.parse().ok().map(Some)
    };
    let carrier = match *carrier {
        "" => None,
        id => Some(CarrierId::new(id).ok()?),
    };
    Some(BatchRow {
        id: told(id),
        carrier,
        service: told(service),
        price: money(price)?,
        tax: money(tax)?,
        arrives: told(arrives),
        ..BatchRow::new(line.parse().ok()?, BatchOutcome::of_word(outcome)?, *reason)
    })
}

fn read_back_json(
    from: impl Read,
    mut wanted: impl FnMut(&BatchRow) -> io::Result<bool>,
) -> io::Result<u64> {
    let (mut lines, mut line, mut whole) = (BufReader::new(from), Vec::new(), 0);
    loop {
        line.clear();
        let read = lines.read_until(b'\n', &mut line)?;
        match serde_json::from_slice(&line) {
            Ok(row) if line.ends_with(b"\n") && wanted(&row)? => whole += read as u64,
            _ => return Ok(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<BatchRow> {
        let chosen = BatchRow {
            id: Some("A,\"1\"\nx".into()),
            carrier: CarrierId::new("sierra").ok(),
            service: Some("paq".into()),
            price: "8.90 EUR".parse().ok(),
            tax: "1.87 EUR".parse().ok(),
            arrives: Some("2026-11-25".into()),
            ..BatchRow::new(2, BatchOutcome::Chosen, "the cheapest, by far")
        };
        let abroad = BatchRow { tax: "2.00 USD".parse().ok(), ..chosen.clone() };
        let refused = BatchRow::new(5, BatchOutcome::Refused, "to.name: is \"blank\"");
        vec![chosen, abroad, refused]
    }

    fn written(format: RowFormat) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = format.header().into_bytes();
        let mut ends = vec![bytes.len()];
        for row in rows() {
            format.write(&row, &mut bytes);
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    #[test]
    fn rows_that_were_cut_anywhere_come_back_as_far_as_they_are_whole() {
        for format in [RowFormat::Csv, RowFormat::JsonLines] {
            let (bytes, ends) = written(format);
            for cut in 0..=bytes.len() {
                let mut back = Vec::new();
                let whole = format.read_back(&bytes[..cut], |row| {
                    back.push(row.clone());
                    Ok(true)
                });
                let wanted = ends.iter().filter(|end| **end <= cut).count();
                assert_eq!(back, rows()[..wanted.saturating_sub(1)], "{format:?} cut at {cut}");
                let end = wanted.checked_sub(1).map_or(0, |last| ends[last]);
                assert_eq!(whole.unwrap(), end as u64, "{format:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn what_is_written_is_what_a_csv_reader_reads() {
        let (bytes, _) = written(RowFormat::Csv);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let read: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(&read[0][1], "A,\"1\"\nx");
        assert_eq!((&read[1][7], &read[2][9]), ("2.00 USD", "to.name: is \"blank\""));
    }
}
