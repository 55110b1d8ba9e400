//! The rows of a CSV file with the place of each cell. What the cells mean is said by those who read them.

use std::cell::Cell;

use super::fault::{Report, Spot};
use super::source::Source;

/// More cells than this are no price list: two hundred columns of ten thousand rows.
const MOST_CELLS: usize = 2_000_000;

/// A row of a CSV file; its cells are trimmed.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    file: &'r Cells<'r>,
    row: Row,
}

#[derive(Clone, Copy)]
struct Row {
    /// Where it begins in the text.
    start: usize,
    /// Its cells among all.
    first: usize,
    end: usize,
}

/// The cells of a file.
pub(super) struct Cells<'s> {
    source: &'s Source,
    /// Where each cell is: in the text, or beyond its end in `unquoted`.
    places: Vec<(u32, u32)>,
    /// The cells of a file that has quotes in it.
    unquoted: String,
    rows: Vec<Row>,
    /// The last place told, as a cell and its offset: readers go forward, and a row may have a million cells.
    told: Cell<(usize, usize)>,
}

impl<'r> Record<'r> {
    pub(super) fn len(&self) -> usize {
        self.row.end - self.row.first
    }

    pub(super) fn get(&self, index: usize) -> Option<&'r str> {
        self.cells().get(index).map(|cell| self.file.text(*cell))
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &'r str> + use<'r> {
        let file = self.file;
        self.cells().iter().map(|cell| file.text(*cell))
    }

    fn cells(&self) -> &'r [(u32, u32)] {
        self.file.places.get(self.row.first..self.row.end).unwrap_or_default()
    }

    /// Where a cell begins; the row itself where there is no such cell.
    pub(super) fn spot(&self, index: usize) -> Spot {
        let Cells { source, told, .. } = self.file;
        let wanted = self.row.first + index.min(self.len());
        let (known, its_offset) = told.get();
        let (mut cell, start) = if (self.row.first..=wanted).contains(&known) {
            (known, its_offset)
        } else {
            (self.row.first, self.row.start)
        };
        let rest = source.text.get(start..).unwrap_or_default();
        // A quote inside a cell that does not begin with one is an inch, not a quote.
        let (mut begins, mut quotable, mut quoted) = (true, false, false);
        let distance = rest.bytes().position(|byte| {
            if cell == wanted {
                return true;
            }
            quotable = if begins { byte == b'"' } else { quotable };
            quoted ^= quotable && byte == b'"';
            let ends = byte == b',' && !quoted;
            cell += usize::from(ends);
            begins = ends || begins && byte == b' ';
            false
        });
        match distance.filter(|_| index < self.len()) {
            Some(distance) => {
                told.set((wanted, start + distance));
                source.spot(start + distance)
            }
            None => source.spot(self.row.start),
        }
    }

    pub(super) fn line(&self) -> usize {
        self.file.source.line(self.row.start)
    }
}

impl Cells<'_> {
    /// The rows, in order.
    pub(super) fn records(&self) -> Vec<Record<'_>> {
        self.rows.iter().map(|row| Record { file: self, row: *row }).collect()
    }

    /// The file itself.
    pub(super) fn file(&self) -> Spot {
        Spot::file(&self.source.name)
    }

    fn text(&self, (start, length): (u32, u32)) -> &str {
        let (start, length) = (start as usize, length as usize);
        let text = match start.checked_sub(self.source.text.len()) {
            None => self.source.text.get(start..start + length),
            Some(start) => self.unquoted.get(start..start + length),
        };
        text.unwrap_or_default()
    }

    /// Adds a row that begins at an offset and whose cells are all that were added since the last.
    fn close_row(&mut self, start: usize) {
        let first = self.rows.last().map_or(0, |row| row.end);
        self.rows.push(Row { start, first, end: self.places.len() });
    }

    fn add_cell(&mut self, start: usize, text: &str) {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.places.push((narrow(start), narrow(text.len())));
    }
}

/// All cells; empty lines and lines that begin with `#` are passed over.
pub(super) fn cells<'s>(source: &'s Source, report: &mut Report) -> Cells<'s> {
    let mut records = Cells {
        source,
        places: Vec::new(),
        unquoted: String::new(),
        rows: Vec::new(),
        told: Cell::new((usize::MAX, 0)),
    };
    let read = if source.text.contains('"') { with_quotes } else { without_quotes };
    let fault = read(&source.text, &mut records).err();
    if let Some((at, fault)) = fault {
        report.fault(&at, fault);
    }
    records
}

type Read = Result<(), (Spot, String)>;

fn too_many(records: &Cells<'_>) -> Read {
    if records.places.len() <= MOST_CELLS {
        return Ok(());
    }
    let at = Spot::file(&records.source.name);
    Err((at, format!("has more than {MOST_CELLS} cells")))
}

/// A text without quotes has a cell between every two commas: nothing is copied.
fn without_quotes<'s>(text: &'s str, records: &mut Cells<'_>) -> Read {
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with('#') {
            start += rest.find('\n').map_or(rest.len(), |end| end + 1);
            continue;
        }
        let before = |text: &'s str, end: char| {
            text.find(end).and_then(|end| text.get(..end)).unwrap_or(text)
        };
        let line = before(before(rest, '\n'), '\r');
        if !line.is_empty() {
            let mut cell_start = 0;
            for (end, byte) in line.bytes().chain([b',']).enumerate() {
                if byte == b',' {
                    let cell = line.get(cell_start..end).unwrap_or_default();
                    let bare = trimmed(cell);
                    let blanks = if bare.len() == cell.len() {
                        0
                    } else {
                        cell.len() - cell.trim_start().len()
                    };
                    records.add_cell(start + cell_start + blanks, bare);
                    cell_start = end + 1;
                }
            }
            records.close_row(start);
            too_many(records)?;
        }
        start += line.len() + 1;
    }
    Ok(())
}

/// A cell without the blanks around it; most have none.
fn trimmed(cell: &str) -> &str {
    let is_graphic = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    let bytes = cell.as_bytes();
    if is_graphic(bytes.first()) && is_graphic(bytes.last()) { cell } else { cell.trim() }
}

fn with_quotes(text: &str, records: &mut Cells<'_>) -> Read {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(0);
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                return Err((records.source.spot(start), format!("this is no CSV: {error}")));
            }
        }
        let start = row.position().map_or(start, |at| usize::try_from(at.byte()).unwrap_or(0));
        // The reader's position is before the line breaks and comments that it passes over.
        let start = start + passed_over(text.get(start..).unwrap_or_default());
        if start == text.len() {
            // It takes a comment that ends with the file for a row.
            return Ok(());
        }
        for cell in &row {
            records.add_cell(text.len() + records.unquoted.len(), cell);
            records.unquoted.push_str(cell);
        }
        records.close_row(start);
        too_many(records)?;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Reader = fn(&str, &mut Cells<'_>) -> Read;

    /// The cells of each row, and the line and the columns at which they stand.
    fn rows(text: &str, read: Reader) -> Vec<(Vec<String>, usize, Vec<usize>)> {
        let source = Source::new("prices.csv", text.to_owned());
        let mut records = Cells {
            source: &source,
            places: Vec::new(),
            unquoted: String::new(),
            rows: Vec::new(),
            told: Cell::new((usize::MAX, 0)),
        };
        read(&source.text, &mut records).unwrap();
        let columns = |row: &Record<'_>| (0..row.len()).map(|cell| row.spot(cell).column).collect();
        let cells = |row: &Record<'_>| row.iter().map(str::to_owned).collect();
        let rows = records.records();
        rows.iter().map(|row| (cells(row), row.line(), columns(row))).collect()
    }

    #[test]
    fn quotes_keep_a_comma_and_blank_lines_and_comments_are_no_rows() {
        let text = "# prices\n\nkg,\"near, by\" ,far\n# more\n1,4.10,\"6.35\"\n";
        let rows = rows(text, with_quotes);
        assert_eq!(
            rows[0],
            (vec!["kg".into(), "near, by".into(), "far".into()], 3, vec![1, 4, 16])
        );
        assert_eq!(rows[1], (vec!["1".into(), "4.10".into(), "6.35".into()], 5, vec![1, 3, 8]));
    }

    proptest! {
        #[test]
        fn without_quotes_both_ways_of_reading_agree(text in "([ -!#-~é\t,]{0,12}(\n|\r\n|\n\n|\n#)){0,8}") {
            prop_assert_eq!(rows(&text, without_quotes), rows(&text, with_quotes));
        }
    }
}
