//! The texts that a sheet is made of: where they come from, how large they may be, which line an offset is on.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::fault::{Report, SheetFaults, Spot};

/// The most that one file may hold: two hundred services of a hundred zones are far below it.
const MOST_BYTES: usize = 8 << 20;
/// The most that all files of a sheet may hold together.
const MOST_BYTES_TOGETHER: usize = 64 << 20;

/// Why a file of a sheet cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(String);

impl SourceError {
    /// In words that follow the file's name: `is not there`.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

/// A text with its name and where its lines begin.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) name: Arc<str>,
    pub(super) text: String,
    lines: Vec<usize>,
    /// The last place told: readers go forward, and a line may have a million places.
    last: Cell<(usize, usize)>,
}

impl Source {
    pub(super) fn new(name: &str, mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        let after_breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let lines = std::iter::once(0).chain(after_breaks).collect();
        Self { name: name.into(), text, lines, last: Cell::new((0, 1)) }
    }

    /// Line and column of a byte.
    pub(super) fn spot(&self, offset: usize) -> Spot {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0);
        let (told, its_column) = self.last.get();
        let (from, column) =
            if (start..=offset).contains(&told) { (told, its_column) } else { (start, 1) };
        let column = column + self.text.get(from..offset).unwrap_or_default().chars().count();
        self.last.set((offset, column));
        Spot { file: Arc::clone(&self.name), line, column }
    }
}

type Resolver<'r> = &'r dyn Fn(&str) -> Result<String, SourceError>;

/// Fetches the files of one sheet.
pub(super) struct Loader<'r> {
    resolver: Resolver<'r>,
    bytes: RefCell<usize>,
}

impl<'r> Loader<'r> {
    pub(super) fn new(resolver: Resolver<'r>) -> Self {
        Self { resolver, bytes: RefCell::new(0) }
    }

    /// The sheet itself.
    pub(super) fn first(&self, name: &str) -> Result<Source, SheetFaults> {
        let mut report = Report::default();
        match (self.resolver)(name) {
            Ok(text) if text.len() <= MOST_BYTES => return Ok(Source::new(name, text)),
            Ok(_) => report.fault(&Spot::file(name), too_large().to_string()),
            Err(error) => report.fault(&Spot::file(name), error.to_string()),
        }
        Err(report.refuse())
    }

    /// The text of a name; what is wrong is noted where the name stands.
    pub(super) fn load(&self, name: &str, named_at: &Spot, report: &mut Report) -> Option<Source> {
        let outside = name.starts_with('/')
            || name.contains(['\\', ':'])
            || name.split('/').any(|part| part == ".." || part.is_empty());
        if outside {
            report.fault(
                named_at,
                format!("\"{name}\" is no file beside the sheet; write its plain name"),
            );
            return None;
        }
        let text = match (self.resolver)(name) {
            Ok(text) => text,
            Err(error) => {
                report.fault(named_at, format!("\"{name}\" {error}"));
                return None;
            }
        };
        let mut bytes = self.bytes.borrow_mut();
        *bytes = bytes.saturating_add(text.len());
        if text.len() > MOST_BYTES || *bytes > MOST_BYTES_TOGETHER {
            report.fault(named_at, format!("\"{name}\" {}", too_large()));
            return None;
        }
        Some(Source::new(name, text))
    }
}

fn too_large() -> SourceError {
    SourceError::new(format!(
        "is too large: a file of a sheet may hold {} MiB, all of them {} MiB",
        MOST_BYTES >> 20,
        MOST_BYTES_TOGETHER >> 20
    ))
}

/// Reads a file, no more of it than a sheet may have.
pub(super) fn read(path: &Path) -> Result<String, SourceError> {
    let cannot = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => SourceError::new("is not there"),
        _ => SourceError::new(format!("cannot be read: {error}")),
    };
    let file = File::open(path).map_err(cannot)?;
    let facts = file.metadata().map_err(cannot)?;
    if facts.is_dir() {
        return Err(SourceError::new("is a directory, not a file"));
    }
    if facts.len() > MOST_BYTES as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // A device or a pipe has no length: stop reading all the same.
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        SourceError::new(format!(
            "is not UTF-8 (byte {}); save it as UTF-8",
            error.utf8_error().valid_up_to() + 1
        ))
    })
}
