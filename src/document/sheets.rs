//! What the commands about rate sheets answer.

use serde::{Deserialize, Serialize};

use crate::model::{CarrierId, Currency, Date, Service};
use crate::tariff::import::{Doubt, Imported};
use crate::tariff::{Sheet, SheetFault, SheetFaults};

/// What `sheet check` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetCheckDocument {
    /// The sheets that load.
    pub sheets: Vec<SheetSummary>,
    /// What is wrong; empty: every sheet loads, and no two price one service on one day.
    pub faults: Vec<SheetRemark>,
    /// What is lawful and likely a slip.
    pub warnings: Vec<SheetRemark>,
}

/// A sheet that loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetSummary {
    /// The file, as it was named.
    pub file: String,
    /// Whose prices it has.
    pub carrier: CarrierId,
    /// In which currency.
    pub currency: Currency,
    /// The first hand-over day that it prices.
    pub first_day: Date,
    /// The last one; `None`: it has no last.
    pub last_day: Option<Date>,
    /// What it prices.
    pub services: Vec<Service>,
}

/// A fault or a warning, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetRemark {
    /// The file, beside the sheet as it was named.
    pub file: String,
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl SheetRemark {
    fn new(fault: &SheetFault, folder: &str) -> Self {
        let (line, column) =
            if fault.line == 0 { (None, None) } else { (Some(fault.line), Some(fault.column)) };
        let file = format!("{folder}{}", fault.file);
        Self { file, line, column, message: fault.message.clone() }
    }
}

impl std::fmt::Display for SheetRemark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl SheetCheckDocument {
    /// Adds what loading a file gave. `folder`: what stands before the names of its files, with its last separator.
    pub fn add(&mut self, file: &str, folder: &str, loaded: &Result<Sheet, SheetFaults>) {
        match loaded {
            Err(faults) => {
                self.faults.extend(faults.iter().map(|fault| SheetRemark::new(fault, folder)));
            }
            Ok(sheet) => {
                let (first_day, last_day) = sheet.valid();
                self.warnings
                    .extend(sheet.warnings().iter().map(|fault| SheetRemark::new(fault, folder)));
                self.sheets.push(SheetSummary {
                    file: file.to_owned(),
                    carrier: sheet.carrier().clone(),
                    currency: sheet.currency(),
                    first_day,
                    last_day,
                    services: sheet.services().cloned().collect(),
                });
            }
        }
    }

    /// Adds a fault of two sheets together.
    pub fn add_overlap(&mut self, file: &str, overlap: &crate::tariff::Overlap) {
        let message = overlap.to_string();
        let message = message.split_once(": ").map_or(message.as_str(), |(_, rest)| rest);
        self.faults.push(SheetRemark {
            file: file.to_owned(),
            line: None,
            column: None,
            message: message.to_owned(),
        });
    }
}

/// What `sheet import` answers: what it wrote, and what a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetImportDocument {
    /// The files that were written.
    pub files: Vec<String>,
    /// What the spreadsheet left open, or what ought to be confirmed.
    pub doubts: Vec<SheetDoubt>,
}

/// Something to decide or to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetDoubt {
    /// The spreadsheet.
    pub file: String,
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// What was read.
    pub read: String,
    /// What to decide, or to confirm.
    pub decide: String,
}

impl SheetImportDocument {
    /// Of what was imported, once it was written under these names.
    #[must_use]
    pub fn new(files: Vec<String>, imported: &Imported) -> Self {
        let doubt = |doubt: &Doubt| {
            let is_placed = doubt.line > 0;
            SheetDoubt {
                file: doubt.file.to_string(),
                line: is_placed.then_some(doubt.line),
                column: is_placed.then_some(doubt.column),
                read: doubt.read.clone(),
                decide: doubt.decide.clone(),
            }
        };
        Self { files, doubts: imported.doubts.iter().map(doubt).collect() }
    }
}
