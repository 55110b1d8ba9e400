//! The sheets of the made-up carriers, embedded. Their figures are inventions, near what such services cost in Spain.

use crate::tariff::{Sheet, SheetFaults};

/// A file's name and its text.
macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("sheets/", $name)))),+]
    };
}

const SIERRA: &[(&str, &str)] = embedded!["sierra.toml", "sierra.paq.csv", "sierra.urgente.csv"];
const ANDINA: &[(&str, &str)] =
    embedded!["andina.toml", "andina.express.csv", "andina.fuel.csv", "andina.remote.csv"];
const RIBERA: &[(&str, &str)] =
    embedded!["ribera.toml", "ribera.nacional.csv", "ribera.europa.csv"];

/// The three sheets, by the names of their carriers. Valid from 2026 on, without an end.
///
/// ```
/// let sheets = arriero::sandbox::sheets()?;
/// let carriers: Vec<_> = sheets.iter().map(|sheet| sheet.carrier().as_str()).collect();
/// assert_eq!(carriers, ["andina", "ribera", "sierra"]);
/// # Ok::<(), arriero::tariff::SheetFaults>(())
/// ```
///
/// # Errors
///
/// None in a build whose tests pass: the sheets are part of the crate.
pub fn sheets() -> Result<Vec<Sheet>, SheetFaults> {
    [ANDINA, RIBERA, SIERRA].into_iter().map(Sheet::from_texts).collect()
}

#[cfg(test)]
mod tests;
