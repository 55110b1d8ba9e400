//! The rows of a CSV file, one by one, in bounded memory. A row that is broken is a fault with its line, and reading goes on
//! behind it. What a row means is not known here.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader};

/// The longest row of a file, in bytes: a shipment has a few hundred.
pub(super) const MOST_ROW_BYTES: usize = 1024 * 1024;

const OPEN_QUOTE: &str = "opens a quote that its row does not close; double a quote inside a cell";

/// Some programs write it before the first character.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How much is read from the file at once.
const READ_BYTES: usize = 256 * 1024;

/// A row, and the line on which it begins.
#[derive(Debug)]
pub(super) struct Record<'r> {
    pub(super) line: u64,
    /// The cells, or what is wrong with the row as a whole.
    pub(super) cells: Result<Cells<'r>, String>,
}

/// The cells of a row: one text, and where each ends in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'r> {
    pub(super) text: &'r str,
    pub(super) ends: &'r [usize],
}

impl<'r> Cells<'r> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'r str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }
}

/// The rows of a text that is read as it is needed.
pub(super) struct Records<R> {
    source: R,
    parser: Reader,
    /// What was read and not yet taken: from `start` on.
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// The line that `start` is on.
    line: u64,
    /// Bytes that were taken.
    taken: u64,
    /// How many cells a row has; `None` until the header is read.
    width: Option<usize>,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// What stands next, as far as its form goes.
enum Next {
    /// So many bytes, in so many cells that have so much text.
    Row {
        bytes: usize,
        cells: usize,
        text: usize,
    },
    TooLong,
    OpenQuote,
    Nothing,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            parser: Reader::new(),
            buffer: Vec::new(),
            start: 0,
            ended: false,
            line: 1,
            taken: 0,
            width: None,
            text: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// How many bytes were taken so far.
    pub(super) const fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether there is another row.
    pub(super) fn has_more(&mut self) -> io::Result<bool> {
        self.skip_blank_lines()?;
        Ok(!self.ahead().is_empty())
    }

    /// Whether what was taken last ends with its line: the end of a text that was cut does not.
    pub(super) fn ended_in_a_line_break(&self) -> bool {
        let last = self.start.checked_sub(1).and_then(|last| self.buffer.get(last));
        last == Some(&b'\n')
    }

    /// The next row; `None`: there is none. The first one is the header: every other has as many cells.
    ///
    /// # Errors
    ///
    /// What the system says where the text cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        if self.taken == 0 {
            self.skip_byte_order_mark()?;
        }
        self.skip_blank_lines()?;
        let line = self.line;
        let (bytes, cells, text) = match self.find()? {
            Next::Nothing => return Ok(None),
            Next::TooLong => {
                self.take_line()?;
                let cells = Err(format!("has more than {MOST_ROW_BYTES} bytes; a row is one line"));
                return Ok(Some(Record { line, cells }));
            }
            Next::OpenQuote => {
                self.take_line()?;
                return Ok(Some(Record { line, cells: Err(OPEN_QUOTE.into()) }));
            }
            Next::Row { bytes, cells, text } => (bytes, cells, text),
        };
        let width = *self.width.get_or_insert(cells);
        let raw = self.ahead().get(..bytes).unwrap_or_default();
        let spans_lines = raw.trim_ascii_end().contains(&b'\n');
        if cells != width && spans_lines {
            // A quote that nobody closed would swallow the rows behind it.
            self.take_line()?;
            return Ok(Some(Record { line, cells: Err(OPEN_QUOTE.into()) }));
        }
        self.take(bytes);
        if cells != width {
            let cells = Err(format!(
                "has {cells} cells and the header has {width}; quote a cell that has a comma"
            ));
            return Ok(Some(Record { line, cells }));
        }
        let ends = self.ends.get(..cells).unwrap_or_default();
        let cells = match std::str::from_utf8(self.text.get(..text).unwrap_or_default()) {
            Ok(text) => Ok(Cells { text, ends }),
            Err(error) => {
                let cell = ends.partition_point(|end| *end <= error.valid_up_to()) + 1;
                Err(format!("cell {cell} is no UTF-8 text; save the file as UTF-8"))
            }
        };
        Ok(Some(Record { line, cells }))
    }

    fn ahead(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Finds where the next row ends, and parts its cells.
    fn find(&mut self) -> io::Result<Next> {
        loop {
            self.parser.reset();
            let ahead = self.buffer.get(self.start..).unwrap_or_default();
            if ahead.is_empty() && self.ended {
                return Ok(Next::Nothing);
            }
            let (mut result, bytes, mut text, mut cells) =
                self.parser.read_record(ahead, &mut self.text, &mut self.ends);
            if matches!(result, ReadRecordResult::InputEmpty) && self.ended {
                // A row may end with the text; only an open quote takes this break for a part of its cell.
                let (more, _, end_of_text, last) = self.parser.read_record(
                    b"\n",
                    self.text.get_mut(text..).unwrap_or_default(),
                    self.ends.get_mut(cells..).unwrap_or_default(),
                );
                if matches!(more, ReadRecordResult::InputEmpty) {
                    return Ok(Next::OpenQuote);
                }
                (result, text, cells) = (more, text + end_of_text, cells + last);
            }
            match result {
                _ if bytes > MOST_ROW_BYTES => {
                    // What has lines in it is several rows, run together by a quote.
                    let runs_on =
                        ahead.get(..MOST_ROW_BYTES).is_some_and(|row| row.contains(&b'\n'));
                    return Ok(if runs_on { Next::OpenQuote } else { Next::TooLong });
                }
                ReadRecordResult::Record => return Ok(Next::Row { bytes, cells, text }),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(Next::Nothing),
                ReadRecordResult::InputEmpty => self.fill()?,
            }
        }
    }

    fn skip_byte_order_mark(&mut self) -> io::Result<()> {
        while self.ahead().len() < BYTE_ORDER_MARK.len() && !self.ended {
            self.fill()?;
        }
        if self.ahead().starts_with(BYTE_ORDER_MARK) {
            self.take(BYTE_ORDER_MARK.len());
        }
        Ok(())
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let blank =
                self.ahead().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.take(blank);
            if !self.ahead().is_empty() || self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Takes the rest of a line, however long it is.
    fn take_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = self.ahead().iter().position(|byte| *byte == b'\n') {
                self.take(end + 1);
                return Ok(());
            }
            self.take(self.ahead().len());
            if self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn take(&mut self, bytes: usize) {
        let taken = self.ahead().get(..bytes).unwrap_or_default();
        let lines = taken.split(|byte| *byte == b'\n').count();
        self.line += lines.saturating_sub(1) as u64;
        self.taken += bytes as u64;
        self.start += bytes;
    }

    /// Reads on.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + READ_BYTES, 0);
        let read = loop {
            match self.source.read(self.buffer.get_mut(held..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(held + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
