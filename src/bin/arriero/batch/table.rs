//! The rows of a CSV file, one by one. Its form is looked through once before anything happens.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use arriero::input::Complaints;
use csv::{ErrorKind, Reader, StringRecord};

/// The longest line of a file: a shipment has a few hundred bytes.
const MOST_LINE_BYTES: usize = 1024 * 1024;

/// The rows of a file.
pub(super) struct Rows {
    file: String,
    reader: Reader<File>,
    header: StringRecord,
    /// 1 where lines end in CR LF: the reader then counts a line only after the place that it tells.
    behind: u64,
}

impl Rows {
    pub(super) fn open(path: &Path) -> Result<Self, Complaints> {
        let file = path.display().to_string();
        let complain = |error: &csv::Error| complaint(&file, error, 0);
        let behind = u64::from(ends_in_cr_lf(path).map_err(|error| complain(&error.into()))?);
        let mut reader =
            csv::ReaderBuilder::new().from_path(path).map_err(|error| complain(&error))?;
        let header = reader.headers().map_err(|error| complain(&error))?.clone();
        Ok(Self { file, reader, header, behind })
    }

    pub(super) fn header(&self) -> &StringRecord {
        &self.header
    }

    /// The next row and its line; `None`: there is none.
    pub(super) fn next(&mut self) -> Result<Option<(u64, StringRecord)>, Complaints> {
        let mut row = StringRecord::new();
        match self.reader.read_record(&mut row) {
            Ok(true) => {
                let line = row.position().map_or(0, csv::Position::line) + self.behind;
                Ok(Some((line, row)))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(complaint(&self.file, &error, self.behind)),
        }
    }
}

/// Looks a file through and counts its rows, so that a broken one is refused before a row of it is answered.
pub(super) fn check(path: &Path) -> Result<u64, Complaints> {
    let file = path.display().to_string();
    let complain = |message: String| Complaints::of_file(&file, message);
    let unreadable = |error: std::io::Error| complain(format!("cannot be read: {error}"));
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => complain("is not there; name a file that exists".into()),
        _ => unreadable(error),
    })?;
    if metadata.is_dir() {
        return Err(complain("is a directory; name a file in it".into()));
    }
    if metadata.len() == 0 {
        return Err(complain("is empty".into()));
    }
    check_lines(&file, File::open(path).map_err(unreadable)?)?;
    let mut rows = Rows::open(path)?;
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    if count == 0 {
        return Err(complain("has a header and no row".into()));
    }
    Ok(count)
}

fn check_lines(name: &str, file: File) -> Result<(), Complaints> {
    let mut reader = BufReader::new(file);
    let (mut line, mut length) = (1_usize, 0_usize);
    loop {
        let bytes = reader
            .fill_buf()
            .map_err(|error| Complaints::of_file(name, format!("cannot be read: {error}")))?;
        if bytes.is_empty() {
            return Ok(());
        }
        for byte in bytes {
            length += 1;
            if *byte == b'\n' {
                (line, length) = (line + 1, 0);
            } else if length > MOST_LINE_BYTES {
                let message = format!("has more than {MOST_LINE_BYTES} bytes; a row is one line");
                return Err(Complaints::of_file(format!("{name}:{line}"), message));
            }
        }
        let read = bytes.len();
        reader.consume(read);
    }
}

fn ends_in_cr_lf(path: &Path) -> std::io::Result<bool> {
    let mut first = Vec::new();
    BufReader::new(File::open(path)?).read_until(b'\n', &mut first)?;
    Ok(first.ends_with(b"\r\n"))
}

fn complaint(file: &str, error: &csv::Error, behind: u64) -> Complaints {
    let line = error.position().map(|position| format!(":{}", position.line() + behind));
    let message = match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!(
                "has {len} cells and the header has {expected_len}; quote a cell that has a comma"
            )
        }
        ErrorKind::Utf8 { err, .. } => {
            format!("cell {} is no UTF-8 text; save the file as UTF-8", err.field() + 1)
        }
        ErrorKind::Io(error) => format!("cannot be read: {error}"),
        _ => error.to_string(),
    };
    Complaints::of_file(format!("{file}{}", line.unwrap_or_default()), message)
}
