//! §5: conditions, with a third truth for a fact that is not known.

use chrono::NaiveDate;

use super::places::destination_is_in;
use super::weights::Weighed;
use crate::exact::Exact;
use crate::plan::{Comparison, Order, Sheet, Test};

/// What conditions are asked about.
pub(super) struct Scene<'s> {
    pub(super) sheet: &'s Sheet,
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
        Test::Cod => Some(scene.order.cod.is_some()),
        Test::Insurance => Some(scene.order.insured.is_some()),
        Test::Residential => scene.order.to.residential,
        Test::Zone(zones) => Some(zones.contains(&scene.zone)),
        Test::Place(places) | Test::PlaceFile(places) => {
            destination_is_in(places, scene.order, scene.day)
        }
        Test::Compare(quantity, comparison, bound) => {
            let Some(value) = parcel.rounded_quantity(*quantity) else {
                // Sides that are not given: weighing has refused, unless the sheet takes such conditions as not holding.
                return Some(false);
            };
            Some(compare(&value, *comparison, &scene.sheet.weight.exact(*quantity, *bound)))
        }
    }
}

fn compare(value: &Exact, comparison: Comparison, bound: &Exact) -> bool {
    match comparison {
        Comparison::Above => value > bound,
        Comparison::AtLeast => value >= bound,
        Comparison::Below => value < bound,
        Comparison::AtMost => value <= bound,
    }
}
