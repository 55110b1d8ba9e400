//! The rows of a spreadsheet's CSV, apart at any sign, with the place of each cell. What they mean is said by those who read
//! them.

use crate::tariff::fault::Spot;
use crate::tariff::source::Source;

/// More cells than this are no price list.
const MOST_CELLS: usize = 2_000_000;

/// A row; its cells are trimmed.
pub(super) struct Record<'s> {
    source: &'s Source,
    start: usize,
    delimiter: u8,
    cells: csv::StringRecord,
}

impl Record<'_> {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        self.cells.get(index)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Where a cell begins; the row itself where there is no such cell.
    pub(super) fn spot(&self, index: usize) -> Spot {
        let rest = self.source.text.get(self.start..).unwrap_or_default();
        // A quote counts only where a cell begins with one: elsewhere it is an inch.
        let (mut begins, mut quoted, mut signs) = (true, false, 0);
        let column = rest.bytes().position(|byte| {
            if signs == index {
                return true;
            }
            if byte == b'"' && (begins || quoted) {
                quoted = !quoted;
            }
            let ends = byte == self.delimiter && !quoted;
            signs += usize::from(ends);
            begins = ends || begins && byte == b' ';
            false
        });
        self.source.spot(self.start + column.unwrap_or(0))
    }
}

/// All rows but empty lines; `None`: it is no CSV, or too large.
pub(super) fn records(source: &Source, delimiter: u8) -> Option<Vec<Record<'_>>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let (mut records, mut cells) = (Vec::new(), 0_usize);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).ok()? {
        cells = cells.saturating_add(row.len());
        if cells > MOST_CELLS {
            return None;
        }
        let start = usize::try_from(row.position()?.byte()).ok()?;
        // The reader's position is before the line breaks that it passes over.
        let rest = source.text.get(start..)?;
        let start = start + rest.len() - rest.trim_start_matches('\n').len();
        records.push(Record { source, start, delimiter, cells: row.clone() });
    }
    Some(records)
}
