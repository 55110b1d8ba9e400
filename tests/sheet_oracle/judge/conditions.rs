//! §5: conditions, with a third truth for a fact that is not known.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::measures::Weighed;
use super::places::destination_is_in;
use crate::exact::Exact;
use crate::plan::{Choice, Comparison, Order, Sheet, Table, Test, Value};

/// What conditions are asked about.
pub(super) struct Scene<'s> {
    pub(super) sheet: &'s Sheet,
    /// The prices of the day.
    pub(super) table: &'s Table,
    pub(super) order: &'s Order,
    pub(super) zone: usize,
    pub(super) day: NaiveDate,
}

/// Whether all tests hold for a parcel. `None`: that hangs on what is not known.
pub(super) fn hold(tests: &[Test], scene: &Scene<'_>, parcel: &Weighed) -> Option<bool> {
    let answers: Vec<Option<bool>> = tests.iter().map(|test| holds(test, scene, parcel)).collect();
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    if answers.contains(&None) { None } else { Some(true) }
}

/// Whether they hold for any parcel.
pub(super) fn hold_for_any(tests: &[Test], scene: &Scene<'_>, parcels: &[Weighed]) -> Option<bool> {
    let answers: Vec<Option<bool>> =
        parcels.iter().map(|parcel| hold(tests, scene, parcel)).collect();
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    if answers.contains(&None) { None } else { Some(false) }
}

fn holds(test: &Test, scene: &Scene<'_>, parcel: &Weighed) -> Option<bool> {
    match test {
        Test::Option(Choice::Cod) => Some(scene.order.cod.is_some()),
        Test::Option(Choice::Insurance) => Some(scene.order.insured.is_some()),
        Test::Option(Choice::Saturday) => Some(scene.order.saturday),
        Test::Option(Choice::Signature) => Some(scene.order.signature),
        Test::Sum(value, comparison, bound) => {
            let sum = match value {
                Value::Cod => scene.order.cod,
                Value::Insured => scene.order.insured,
                Value::Declared => Some(declared(scene.order)?),
            };
            // What is not asked is no sum, neither small nor great.
            let compared = |sum| compare(&Exact::of(sum), *comparison, &Exact::of(*bound));
            Some(sum.is_some_and(compared))
        }
        Test::Residential => scene.order.to.residential,
        Test::Zone(zones) => Some(zones.contains(&scene.zone)),
        Test::Place(places) | Test::PlaceFile(places) => destination_is_in(places, scene),
        Test::Compare(quantity, comparison, bound) => {
            let Some(value) = parcel.rounded_quantity(*quantity) else {
                // Sides that are not given: weighing has refused, unless the sheet takes such conditions as not holding.
                return Some(false);
            };
            Some(compare(&value, *comparison, &scene.sheet.weight.exact(*quantity, *bound)))
        }
    }
}

/// All declared values together; `None`: one is not given, or not in the sheet's currency.
pub(super) fn declared(order: &Order) -> Option<Decimal> {
    let values: Option<Vec<Decimal>> = order.parcels.iter().map(|parcel| parcel.declared).collect();
    let is_foreign = order.foreign == Some(Value::Declared);
    values.filter(|_| !is_foreign).map(|values| values.into_iter().sum())
}

fn compare(value: &Exact, comparison: Comparison, bound: &Exact) -> bool {
    match comparison {
        Comparison::Above => value > bound,
        Comparison::AtLeast => value >= bound,
        Comparison::Below => value < bound,
        Comparison::AtMost => value <= bound,
    }
}
