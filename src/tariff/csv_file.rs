//! The rows of a CSV file with the place of each cell. What the cells mean is said by those who read them.

use super::fault::{Report, Spot};
use super::source::Source;

/// More cells than this are no price list: two hundred columns of ten thousand rows.
const MOST_CELLS: usize = 2_000_000;

/// A row of a CSV file; its cells are trimmed.
pub(super) struct Record<'s> {
    source: &'s Source,
    start: usize,
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
        // A quote inside a cell that does not begin with one is an inch, not a quote.
        let (mut begins, mut quotable, mut quoted) = (true, false, false);
        let mut commas = 0;
        let column = rest.bytes().position(|byte| {
            if commas == index {
                return true;
            }
            quotable = if begins { byte == b'"' } else { quotable };
            quoted ^= quotable && byte == b'"';
            let ends = byte == b',' && !quoted;
            commas += usize::from(ends);
            begins = ends || begins && byte == b' ';
            false
        });
        self.source.spot(self.start + column.unwrap_or(0))
    }

    pub(super) fn line(&self) -> usize {
        self.source.spot(self.start).line
    }
}

/// All rows; empty lines and lines that begin with `#` are passed over.
pub(super) fn records<'s>(source: &'s Source, report: &mut Report) -> Vec<Record<'s>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let (mut records, mut cells) = (Vec::new(), 0_usize);
    let mut row = csv::StringRecord::new();
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return records,
            Err(error) => {
                let start = usize::try_from(start).unwrap_or(0);
                report.fault(&source.spot(start), format!("this is no CSV: {error}"));
                return records;
            }
        }
        cells = cells.saturating_add(row.len());
        if cells > MOST_CELLS {
            report.fault(&Spot::file(&source.name), format!("has more than {MOST_CELLS} cells"));
            return records;
        }
        let start = row.position().map_or(start, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(0);
        // The reader's position is before the line breaks and comments that it passes over.
        let passed = passed_over(source.text.get(start..).unwrap_or_default());
        records.push(Record { source, start: start + passed, cells: row.clone() });
    }
}

fn passed_over(text: &str) -> usize {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        if !bare.is_empty() && !bare.starts_with('#') {
            break;
        }
        offset += line.len();
    }
    offset
}
