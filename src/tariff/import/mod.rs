//! A shop's spreadsheet, saved as CSV, turned into a sheet and a list of doubts. It guesses nothing: what the file does not
//! say plainly is left open in the sheet, which does not load until a person has decided it. What a sheet means belongs elsewhere.
//!
//! It reads `;`, `,` and tabs, UTF-8, UTF-16 and Windows-1252, title rows above the table, amounts with the sign of their
//! currency and weights in the words of spreadsheets (`Hasta 1 kg`, `0-1`, `≤ 1`, `kg adicional`) in Spanish, Catalan, English,
//! French, Portuguese and German.
//!
//! ```
//! use arriero::model::Currency;
//! use arriero::tariff::import::{ImportOptions, PublishedCells, import};
//!
//! let csv = "Peso;Zona A;Zona B\nHasta 1 kg;4,10 €;6,35 €\nHasta 5 kg;6,00 €;-\nkg adicional;0,45;0,80\n";
//! let imported = import("tarifa.csv", csv.as_bytes(), &ImportOptions::new(Currency::EUR, PublishedCells::Net))?;
//!
//! assert_eq!(imported.prices.name, "tarifa.standard.csv");
//! assert_eq!(imported.prices.text, "kg,Zona A,Zona B\n1,4.10,6.35\n5,6.00,\n+1<=?,0.45,0.80\n");
//! assert!(imported.doubts.iter().any(|doubt| doubt.to_string()
//!     == "tarifa.csv:4:1: \"kg adicional\" has no end; write the heaviest weight in place of ? in \"+1<=?\""));
//! # Ok::<(), arriero::tariff::SheetFaults>(())
//! ```

mod amount;
mod cell;
mod columns;
mod encoding;
mod label;
mod ladder;
mod layout;
mod number;
mod rows;
mod shop;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use super::fault::{Report, SheetFaults, Spot};
use super::source::Source;
use crate::model::{CarrierId, Currency, WeightUnit};

/// The largest file that is read: as large as a file of a sheet may be.
const MOST_BYTES: usize = 8 << 20;

/// What a spreadsheet does not say of itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportOptions {
    /// The currency of the prices. A cell that names another is asked about.
    pub currency: Currency,
    /// Whether prices are with tax, without, or both in a column each.
    pub cells: PublishedCells,
    /// Which sign parts decimals; `None`: what each number shows by itself, and `1.250` is asked.
    pub decimal: Option<DecimalMark>,
    /// Which end of its step a bare weight names; `None`: the upper one, unless the file says otherwise.
    pub weights: Option<WeightsAre>,
    /// The unit of weights that name none; `None`: as the file says, else it is asked.
    pub unit: Option<WeightUnit>,
    /// Whose prices these are; `None`: the carrier is called after the file.
    pub carrier: Option<CarrierId>,
    /// The code of the service that the prices are of.
    pub service: String,
}

impl ImportOptions {
    /// Prices in a currency; everything else as the file shows it. The service is called `standard`.
    #[must_use]
    pub fn new(currency: Currency, cells: PublishedCells) -> Self {
        Self {
            currency,
            cells,
            decimal: None,
            weights: None,
            unit: None,
            carrier: None,
            service: "standard".to_owned(),
        }
    }
}

/// What the cells of a spreadsheet hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublishedCells {
    /// Prices without tax.
    Net,
    /// Prices with tax.
    Gross,
    /// Both: the heads of the columns say which is which, as `Zona 1 sin IVA`, `Zona 1 con IVA`.
    NetAndGross,
}

/// The sign between a whole number and its decimals; the other one groups thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalMark {
    /// `1.250,50`
    Comma,
    /// `1,250.50`
    Point,
}

/// Which end of its step a weight in the first column names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeightsAre {
    /// The heaviest weight of the step, which the step owns.
    UpTo,
    /// The lightest: "weight (and above)", as shops export their tables.
    From,
}

/// A file that the importer made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedFile {
    /// Its name, to be written beside the others.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What became of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The rules, TOML. What a person must decide is left open, and loading asks for it.
    pub sheet: ImportedFile,
    /// The prices, CSV.
    pub prices: ImportedFile,
    /// What the file left open, what was passed over and what was read in a way that somebody ought to confirm, in the order
    /// of its lines.
    pub doubts: Vec<Doubt>,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Doubt {
    /// The spreadsheet.
    pub file: Arc<str>,
    /// The line, from 1; 0: the file as a whole.
    pub line: usize,
    /// The column of the text, from 1, in characters.
    pub column: usize,
    /// What was read.
    pub read: String,
    /// What to decide, or to confirm.
    pub decide: String,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, read, decide } = self;
        match line {
            0 => write!(f, "{file}: {read}; {decide}"),
            _ => write!(f, "{file}:{line}:{column}: {read}; {decide}"),
        }
    }
}

/// Turns a spreadsheet's CSV into a sheet. `name` is the file's, as doubts and the new files call it.
///
/// # Errors
///
/// [`SheetFaults`]: why it cannot be read without guessing, all at once, where the file and what would be right. A weight that
/// none of the words tells, rows that overlap or leave a gap, two tables in one file, a column without a head.
pub fn import(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, SheetFaults> {
    let mut report = Report::default();
    let file = Spot::file(name);
    if bytes.len() > MOST_BYTES {
        report.fault(&file, format!("is too large: at most {} MiB are read", MOST_BYTES >> 20));
        return Err(report.refuse());
    }
    let (text, encoding) = match encoding::decode(bytes) {
        Ok(read) => read,
        Err(message) => {
            report.fault(&file, message);
            return Err(report.refuse());
        }
    };
    let source = Source::new(name, text);
    let mut desk = Desk { options, report, doubts: Vec::new(), marks: Vec::new(), file };
    if let Some((offset, what)) = encoding {
        desk.doubt(
            &source.spot(offset),
            what,
            "look whether its letters are right, or save the file as UTF-8",
        );
    }
    let made = layout::find(&source, &mut desk).and_then(|sheet| match sheet {
        layout::Found::Grid(sheet) => sheet.table(&mut desk),
        layout::Found::Shop(sheet) => sheet.table(&mut desk),
    });
    desk.finish(made)
}

/// What is collected on the way.
struct Desk<'o> {
    options: &'o ImportOptions,
    report: Report,
    doubts: Vec<Doubt>,
    /// Prices that show their decimal mark.
    marks: Vec<(DecimalMark, String, Spot)>,
    file: Spot,
}

impl Desk<'_> {
    fn doubt(&mut self, at: &Spot, read: impl Into<String>, decide: impl Into<String>) {
        self.doubts.push(Doubt {
            file: Arc::clone(&at.file),
            line: at.line,
            column: at.column,
            read: read.into(),
            decide: decide.into(),
        });
    }

    fn finish(mut self, made: Option<write::Table>) -> Result<Imported, SheetFaults> {
        let Some(table) = made.filter(|_| self.report.is_clean()) else {
            if self.report.is_clean() {
                self.report.fault(&self.file, "cannot be read whole");
            }
            return Err(self.report.refuse());
        };
        cell::mixed_marks(&mut self);
        let written = write::files(&table, &mut self);
        self.doubts.sort();
        self.doubts.dedup();
        Ok(written.with(self.doubts))
    }
}
