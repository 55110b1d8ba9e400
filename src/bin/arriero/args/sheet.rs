//! `sheet`: rate sheets, and what a spreadsheet is taken for.

use std::path::PathBuf;

use arriero::model::{Currency, WeightUnit};
use arriero::tariff::import::{DecimalMark, PublishedCells, WeightsAre};
use clap::{Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum SheetCommand {
    /// Load sheets and tell everything that is wrong with them
    Check(SheetCheckArgs),
    /// Make a sheet from a spreadsheet saved as CSV, with a list of doubts
    Import(SheetImportArgs),
    /// Show how a sheet comes to the price of a shipment, step by step
    Explain(SheetExplainArgs),
    /// Tell what changed between two sheets, and what that does to shipments
    Diff(SheetDiffArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetCheckArgs {
    /// The sheets
    #[arg(required = true, value_name = "SHEET.toml")]
    pub(crate) sheets: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetImportArgs {
    /// The spreadsheet, saved as CSV
    #[arg(value_name = "FILE.csv")]
    pub(crate) file: PathBuf,
    /// The currency of the prices
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Currency,
    /// Whether the prices are without tax, with it, or both in a column each
    #[arg(long, value_enum)]
    pub(crate) cells: CellsChoice,
    /// Which sign parts decimals [default: what each number shows by itself]
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(crate) decimal: Option<DecimalChoice>,
    /// Which end of its step a bare weight names [default: as the file says, else the upper one]
    #[arg(long, value_enum, value_name = "END")]
    pub(crate) weights: Option<WeightsChoice>,
    /// The unit of weights that name none: g, kg, lb or oz
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    pub(crate) unit: Option<WeightUnit>,
    /// The code of the service
    #[arg(long, value_name = "CODE", default_value = "standard", value_parser = service)]
    pub(crate) service: String,
}

/// What the cells of a spreadsheet hold.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CellsChoice {
    Net,
    Gross,
    #[value(name = "net+gross")]
    NetAndGross,
}

impl From<CellsChoice> for PublishedCells {
    fn from(choice: CellsChoice) -> Self {
        match choice {
            CellsChoice::Net => Self::Net,
            CellsChoice::Gross => Self::Gross,
            CellsChoice::NetAndGross => Self::NetAndGross,
        }
    }
}

/// A sign that parts decimals.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DecimalChoice {
    Comma,
    Point,
}

impl From<DecimalChoice> for DecimalMark {
    fn from(choice: DecimalChoice) -> Self {
        match choice {
            DecimalChoice::Comma => Self::Comma,
            DecimalChoice::Point => Self::Point,
        }
    }
}

/// An end of a step.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum WeightsChoice {
    UpTo,
    From,
}

impl From<WeightsChoice> for WeightsAre {
    fn from(choice: WeightsChoice) -> Self {
        match choice {
            WeightsChoice::UpTo => Self::UpTo,
            WeightsChoice::From => Self::From,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetExplainArgs {
    /// The sheet
    #[arg(value_name = "SHEET.toml")]
    pub(crate) sheet: PathBuf,
    /// The shipment, JSON or TOML
    #[arg(value_name = "SHIPMENT")]
    pub(crate) shipment: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetDiffArgs {
    /// The sheet as it was
    #[arg(value_name = "OLD.toml")]
    pub(crate) old: PathBuf,
    /// The sheet as it will be
    #[arg(value_name = "NEW.toml")]
    pub(crate) new: PathBuf,
    /// Shipments to price with both: a CSV file as batch takes it
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) shipments: Option<PathBuf>,
    /// What all rows share: a shipment, or a part of one, JSON or TOML
    #[arg(long, value_name = "FILE", requires = "shipments")]
    pub(crate) defaults: Option<PathBuf>,
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| error.to_string())
}

fn unit(text: &str) -> Result<WeightUnit, String> {
    match text {
        "g" => Ok(WeightUnit::G),
        "kg" => Ok(WeightUnit::Kg),
        "lb" => Ok(WeightUnit::Lb),
        "oz" => Ok(WeightUnit::Oz),
        _ => Err("is no unit of weight; write g, kg, lb or oz".into()),
    }
}

/// A code that can be a part of a file's name.
fn service(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.is_empty() || text.len() > 40 || !text.chars().all(plain) {
        return Err("is no code; write 1 to 40 ASCII letters, digits, _ and -".into());
    }
    Ok(text.to_owned())
}
