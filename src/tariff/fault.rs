//! What is wrong with a sheet, and where: `file:line:column`, what is wrong, what would be right. All of it at once.

use std::fmt;
use std::sync::Arc;

/// More faults than this are counted, not listed: whoever mends a hundred loads again.
const MOST_LISTED: usize = 200;

/// A message repeats what was written; whoever wrote a megabyte there knows it again by its beginning.
const LONGEST_MESSAGE: usize = 2_000;
/// No name of a sheet is longer; a longer text was meant for nothing that could be suggested.
const LONGEST_NAME: usize = 80;

/// One fault of a sheet, or one warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct SheetFault {
    /// The file, as the sheet names it.
    pub file: Arc<str>,
    /// The line, from 1; 0: the file as a whole.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for SheetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message } = self;
        if *line == 0 {
            write!(f, "{file}: {message}")
        } else {
            write!(f, "{file}:{line}:{column}: {message}")
        }
    }
}

/// Every fault of a sheet, in the order of its files and lines. Nothing of such a sheet is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFaults {
    faults: Vec<SheetFault>,
    more: usize,
}

impl SheetFaults {
    /// The faults, at most two hundred of them.
    pub fn iter(&self) -> std::slice::Iter<'_, SheetFault> {
        self.faults.iter()
    }
}

impl<'f> IntoIterator for &'f SheetFaults {
    type Item = &'f SheetFault;
    type IntoIter = std::slice::Iter<'f, SheetFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.faults.iter()
    }
}

impl fmt::Display for SheetFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

impl std::error::Error for SheetFaults {}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: Arc<str>,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Spot {
    /// A file as a whole.
    pub(super) fn file(name: &str) -> Self {
        Self { file: name.into(), line: 0, column: 0 }
    }

    fn says(&self, message: impl Into<String>) -> SheetFault {
        let mut message = message.into();
        if message.len() > LONGEST_MESSAGE {
            message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
            message.push('…');
        }
        SheetFault { file: Arc::clone(&self.file), line: self.line, column: self.column, message }
    }
}

/// Collects while a sheet is read.
#[derive(Debug, Default)]
pub(super) struct Report {
    faults: Vec<SheetFault>,
    warnings: Vec<SheetFault>,
    more: usize,
}

impl Report {
    pub(super) fn fault(&mut self, at: &Spot, message: impl Into<String>) {
        if self.faults.len() < MOST_LISTED {
            self.faults.push(at.says(message));
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warn(&mut self, at: &Spot, message: impl Into<String>) {
        if self.warnings.len() < MOST_LISTED {
            self.warnings.push(at.says(message));
        }
    }

    /// No more is listed; whoever reads rows may stop.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() >= MOST_LISTED
    }

    /// A warning whose words and place are made only where it is still listed.
    pub(super) fn warn_if_listed(&mut self, warning: impl FnOnce() -> (Spot, String)) {
        if self.warnings.len() < MOST_LISTED {
            let (at, message) = warning();
            self.warn(&at, message);
        }
    }

    /// The value, or its refusal noted.
    pub(super) fn take<T>(&mut self, at: &Spot, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.fault(at, message)).ok()
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many faults there are so far.
    pub(super) fn count(&self) -> usize {
        self.faults.len() + self.more
    }

    /// The warnings, unless there are faults.
    pub(super) fn finish(mut self) -> Result<Vec<SheetFault>, SheetFaults> {
        if !self.faults.is_empty() {
            return Err(self.refuse());
        }
        self.warnings.sort();
        self.warnings.dedup();
        Ok(self.warnings)
    }

    /// The faults, in order.
    pub(super) fn refuse(mut self) -> SheetFaults {
        self.faults.sort();
        self.faults.dedup();
        SheetFaults { faults: self.faults, more: self.more }
    }
}

/// `; did you mean "…"?` where one of the names is near.
pub(super) fn suggestion<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    if given.len() > LONGEST_NAME {
        return String::new();
    }
    let nearest =
        names.into_iter().map(|name| (strsim::damerau_levenshtein(given, name), name)).min();
    match nearest {
        Some((distance, name)) if distance <= 2 && distance < given.chars().count() => {
            format!("; did you mean \"{name}\"?")
        }
        _ => String::new(),
    }
}
