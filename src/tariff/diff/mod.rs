//! What changed between two sheets, as they are written, and what that does to shipments. Which of them is right is nothing
//! that is decided here.

mod effect;
mod prices;
mod rules;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::number::decimal;
use super::written::WrittenSheet;
use crate::model::CarrierId;

pub use effect::{
    Effect, RefusedShipment, ServiceEffect, SheetEffect, ShipmentEffect, Sums, UnreadShipment,
};

/// What changed between two sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetDiff {
    /// Whose sheet the new one is.
    pub carrier: CarrierId,
    /// The file of the old one.
    pub old: String,
    /// The file of the new one.
    pub new: String,
    /// The changes: rules in their order, then prices service by service, then other files.
    pub changes: Vec<SheetChange>,
    /// What they do to shipments; `None`: none were given.
    pub effect: Option<SheetEffect>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetChange {
    /// What kind of rule it is.
    pub topic: ChangeTopic,
    /// The service that it is of; `None`: of all.
    pub service: Option<String>,
    /// What changed: the path of a rule, or a row and a column of a file.
    pub what: String,
    /// As it was; `None`: it was not there, or not offered.
    pub old: Option<String>,
    /// As it is; `None`: it is no longer there, or no longer offered.
    pub new: Option<String>,
    /// By how much a number changed, in percent with one decimal and its sign; `None`: it is no number, or was nothing.
    pub percent: Option<String>,
}

/// What kind of rule changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeTopic {
    /// The sheet as a whole: days, currency, origin.
    Sheet,
    /// A tax.
    Tax,
    /// A zone and its places.
    Zone,
    /// A service that came or went, or its name.
    Service,
    /// How it is weighed.
    Weight,
    /// A bound.
    Limit,
    /// A surcharge, a discount, a minimum, a flat box, a row by condition.
    Surcharge,
    /// Days, cut-off, calendar.
    Transit,
    /// A step of weight that came or went.
    Step,
    /// A cell of prices.
    Price,
    /// Another file: fuel, places, a chart.
    File,
}

/// Compares two sheets as they are written. Files are matched by what follows the name of their sheet.
///
/// ```
/// use arriero::tariff::WrittenSheet;
/// use arriero::tariff::diff::compare;
///
/// let rules = r#"sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/2026-12-31", origin = ["ES"] }
/// [zone]
/// spain = { to = ["ES"] }
/// [service.paq]"#;
/// let next = rules.replace("2026", "2027");
/// let old = WrittenSheet::from_texts(&[("mula.toml", rules), ("mula.paq.csv", "kg,spain\n1,4.00\n")])?;
/// let new = WrittenSheet::from_texts(&[("mula.toml", &next), ("mula.paq.csv", "kg,spain\n1,4.10\n")])?;
///
/// let diff = compare(&old, &new);
/// let cell = diff.changes.last().unwrap();
/// assert_eq!((cell.what.as_str(), cell.percent.as_deref()), ("1 kg, spain", Some("+2.5")));
/// # Ok::<(), arriero::tariff::SheetFaults>(())
/// ```
#[must_use]
pub fn compare(old: &WrittenSheet, new: &WrittenSheet) -> SheetDiff {
    let mut changes = Changes::default();
    let (before, after) = (old.rules(), new.rules());
    rules::compare((old, &before), (new, &after), &mut changes);
    prices::compare((old, &before), (new, &after), &mut changes);
    SheetDiff {
        carrier: new.sheet().carrier().clone(),
        old: old.sheet().name().to_owned(),
        new: new.sheet().name().to_owned(),
        changes: changes.0,
        effect: None,
    }
}

#[derive(Default)]
struct Changes(Vec<SheetChange>);

impl Changes {
    /// Notes a value that is another now.
    fn note(
        &mut self,
        topic: ChangeTopic,
        service: Option<&str>,
        what: impl Into<String>,
        old: Option<String>,
        new: Option<String>,
    ) {
        if old == new {
            return;
        }
        let percent = old.as_deref().zip(new.as_deref()).and_then(|(old, new)| percent(old, new));
        let service = service.map(str::to_owned);
        self.0.push(SheetChange { topic, service, what: what.into(), old, new, percent });
    }
}

/// By how much a number grew; both must be in one unit.
fn percent(old: &str, new: &str) -> Option<String> {
    let number = |text: &str| {
        let text = text.trim_matches('"');
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        Some((decimal(number)?, unit.to_owned()))
    };
    let ((old, unit), (new, other)) = (number(old)?, number(new)?);
    if unit != other || old.is_zero() {
        return None;
    }
    Some(grown(old, new))
}

fn grown(old: Decimal, new: Decimal) -> String {
    let percent = ((new - old) * Decimal::ONE_HUNDRED / old)
        .round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    format!("{percent:+.1}")
}
