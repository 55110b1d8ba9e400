//! Whether a service can be asked for a shipment at all: its options, its sums, where it is delivered to.

use super::compiled::{Compiled, ServiceRules, Value};
use super::condition::Choice;
use super::facts::{Asked, Consignment};
use super::refusal::Refusal;
use crate::model::{Date, ServiceLevel};

/// Refuses what no rule of a service speaks of: it has no price.
#[inline]
pub(super) fn accept(
    sheet: &Compiled,
    rules: &ServiceRules,
    consignment: &Consignment<'_>,
    day: Date,
) -> Result<(), Refusal> {
    if consignment.asked.anything {
        accept_options(sheet, rules, &consignment.asked, day)?;
    }
    if consignment.is_to_point && rules.service.level != ServiceLevel::Point {
        return Err(Refusal::ToPoint);
    }
    Ok(())
}

/// Whether a rule of a service speaks of a choice on a day.
pub(super) fn knows(rules: &ServiceRules, choice: Choice, day: Date) -> bool {
    let mut rules = rules.surcharges.iter().map(|surcharge| &surcharge.when);
    rules.any(|when| when.speaks_of(choice) && when.is_in_force(day))
}

#[cold]
fn accept_options(
    sheet: &Compiled,
    rules: &ServiceRules,
    asked: &Asked,
    day: Date,
) -> Result<(), Refusal> {
    for (sum, value) in [(asked.cod, Value::Cod), (asked.insured, Value::Insured)] {
        if sum.is_some_and(|sum| sum.currency != sheet.scale.currency) {
            return Err(Refusal::OtherCurrency { value });
        }
    }
    if asked.beyond_count == Some(sheet.scale.currency) {
        return Err(Refusal::DeclaredTooMuch);
    }
    if let Some(option) = asked.unpriced {
        return Err(Refusal::NoWordFor { option });
    }
    let wanted = [
        asked.cod.map(|_| Choice::Cod),
        asked.insured.map(|_| Choice::Insurance),
        asked.saturday.then_some(Choice::Saturday),
        asked.signature.map(Choice::Signature),
    ];
    match wanted.into_iter().flatten().find(|choice| !knows(rules, *choice, day)) {
        Some(choice) => Err(Refusal::NotKnown { choice }),
        None => Ok(()),
    }
}
