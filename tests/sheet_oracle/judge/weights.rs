//! §3: which weight counts, floors and limits.

use super::No;
use super::conditions::{Scene, hold};
use super::measures::Weighed;
use crate::exact::Exact;
use crate::plan::{Count, Quantity, Sheet, Surcharge, Test, Unknown, What};

/// The parcels as the sheet weighs them.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) parcels: Vec<Weighed>,
    /// What the rate says was billed: the sum of all that is priced for itself.
    pub(super) billed: Exact,
    /// What is weighed as one, where a sheet does so: all but flat boxes.
    pub(super) together: Exact,
    /// Why a parcel has no price by its billable weight.
    pub(super) reasons: Vec<No>,
    pub(super) without_sides: bool,
    pub(super) tolerated: Option<bool>,
}

/// Weighs everything, holds it to the limits, and refuses where sides are needed and not given.
pub(super) fn weigh(scene: &Scene<'_>) -> Result<Scale, No> {
    let (sheet, order) = (scene.sheet, scene.order);
    let rules = &sheet.weight;
    let mut parcels = Weighed::all(rules, order);
    let pairs = || order.parcels.iter().zip(parcels.iter());
    let without_sides = needs_sides(scene)
        && order.parcels.iter().any(|parcel| parcel.sides.is_none() && parcel.boxed.is_none());
    let mut refusals = Vec::new();
    if without_sides && !rules.no_sides_actual {
        refusals.push(No::SidesNeeded);
    }
    let is_weighed_later =
        |quantity| matches!(quantity, Quantity::Billable | Quantity::ShipmentBillable);
    if parcels.iter().any(|parcel| is_over(sheet, parcel, |quantity| !is_weighed_later(quantity))) {
        refusals.push(No::OverLimit);
    }
    if parcels.iter().any(|parcel| is_under(sheet, parcel)) {
        refusals.push(No::UnderLimit);
    }
    // Of two reasons in two parcels neither comes first.
    super::table::refuse_for(refusals)?;
    let mut reasons = Vec::new();
    let mut billables = Vec::new();
    for (sent, parcel) in pairs() {
        // A flat box is not priced by weight: what is in it is what was sent.
        billables.push(match (&sent.boxed, rules.count) {
            (None, Count::Parcel) => billable(scene, parcel).unwrap_or_else(|reason| {
                reasons.push(reason);
                parcel.actual.clone()
            }),
            _ => parcel.actual.clone(),
        });
    }
    let loose: Vec<Weighed> =
        pairs().filter(|(sent, _)| sent.boxed.is_none()).map(|(_, one)| one.clone()).collect();
    let boxed = sum(pairs().filter(|(sent, _)| sent.boxed.is_some()).map(|(_, one)| &one.actual));
    for (parcel, billable) in parcels.iter_mut().zip(billables) {
        parcel.billable = billable;
    }
    let (together, plainly) = match rules.count {
        Count::Parcel => {
            let pairs = parcels.iter().zip(&order.parcels);
            let loose = pairs.filter(|(_, sent)| sent.boxed.is_none()).map(|(one, _)| one);
            let is_over = |one: &&Weighed| is_over(sheet, one, |q| q == Quantity::Billable);
            if loose.clone().any(|one| is_over(&one)) {
                reasons.push(No::OverLimit);
            }
            let together = sum(loose.clone().map(|one| &one.billable));
            let is_tolerated = loose.clone().any(|one| rules.tolerated(&one.actual) != one.actual);
            (together, is_tolerated)
        }
        _ if loose.is_empty() => (Exact::whole(0), false),
        _ => {
            let weighed = as_one(scene, &loose, true)?;
            let is_used = weighed != as_one(scene, &loose, false)?;
            let bound = sheet.limits.iter().find(|(quantity, _)| *quantity == Quantity::Billable);
            if bound.is_some_and(|(_, most)| weighed > rules.exact(Quantity::Weight, *most)) {
                reasons.push(No::OverLimit);
            }
            (weighed, is_used)
        }
    };
    let actual = sum(loose.iter().map(|one| &one.actual));
    let could_be = rules.count != Count::Parcel && rules.tolerated(&actual) != actual;
    let tolerated = if plainly || !could_be { Some(plainly) } else { None };
    let billed = together.plus(&boxed);
    let whole = sheet.limits.iter().find(|(quantity, _)| *quantity == Quantity::ShipmentBillable);
    if whole.is_some_and(|(_, most)| billed > rules.exact(Quantity::Weight, *most)) {
        reasons.push(No::OverLimit);
    }
    Ok(Scale { parcels, billed, together, reasons, without_sides, tolerated })
}

fn sum<'w>(weights: impl Iterator<Item = &'w Exact>) -> Exact {
    weights.fold(Exact::whole(0), |sum, weight| sum.plus(weight))
}

/// Whether any rule of the day is about sides.
fn needs_sides(scene: &Scene<'_>) -> bool {
    let sheet = scene.sheet;
    let speaks =
        |test: &Test| matches!(test, Test::Compare(quantity, _, _) if quantity.is_of_sides());
    let in_force = |surcharge: &&Surcharge| surcharge.days.contains(scene.day);
    let mut limits = sheet.limits.iter().chain(&sheet.least);
    sheet.weight.divisor.is_some()
        || limits.any(|(quantity, _)| quantity.is_of_sides())
        || sheet.rows.iter().flat_map(|(when, _)| when).any(speaks)
        || sheet.flat.iter().flat_map(|flat| &flat.when).any(speaks)
        || sheet.surcharges.iter().filter(in_force).flat_map(|one| &one.when).any(speaks)
}

/// By sides as measured; what is not measured is taken as met.
fn is_over(sheet: &Sheet, parcel: &Weighed, which: impl Fn(Quantity) -> bool) -> bool {
    let mut limits = sheet.limits.iter().filter(|(quantity, _)| which(*quantity));
    limits.any(|(quantity, most)| {
        let value = parcel.exact_quantity(*quantity);
        value.is_some_and(|value| value > sheet.weight.exact(*quantity, *most))
    })
}

fn is_under(sheet: &Sheet, parcel: &Weighed) -> bool {
    sheet.least.iter().any(|(quantity, least)| {
        let value = parcel.exact_quantity(*quantity);
        value.is_some_and(|value| value < sheet.weight.exact(*quantity, *least))
    })
}

/// The greatest of actual, volumetric, least weight and floors, of a parcel that is priced for itself.
fn billable(scene: &Scene<'_>, parcel: &Weighed) -> Result<Exact, No> {
    let rules = &scene.sheet.weight;
    let mut greatest = rules.rounded_up(&rules.tolerated(&parcel.actual));
    if let Some(volumetric) = rules.volumetric(parcel) {
        greatest = greatest.max(rules.rounded_up(&volumetric));
    }
    let mut parcel = parcel.clone();
    parcel.billable = greatest.max(rules.least());
    Ok(parcel.billable.clone().max(floor(scene, &parcel)?))
}

/// All parcels as one: the sum of what is greater in each, or the greater of the two sums. Where no volume counts for more,
/// a sum is an actual weight, and there is a tolerance for it. What has no volume that counts adds nothing to that sum.
fn as_one(scene: &Scene<'_>, parcels: &[Weighed], with_tolerance: bool) -> Result<Exact, No> {
    let rules = &scene.sheet.weight;
    let (mut actual, mut volumetric, mut greater) =
        (Exact::whole(0), Exact::whole(0), Exact::whole(0));
    for parcel in parcels {
        let weight = parcel.actual.clone().max(floor(scene, parcel)?);
        let volume = rules.volumetric(parcel).unwrap_or_else(|| Exact::whole(0));
        actual = actual.plus(&weight);
        volumetric = volumetric.plus(&volume);
        greater = greater.plus(&weight.max(volume));
    }
    let weighed = |weight: &Exact| {
        let tolerated = if with_tolerance { rules.tolerated(weight) } else { weight.clone() };
        rules.rounded_up(&tolerated)
    };
    let together = match rules.count {
        Count::GreaterOfSums => weighed(&actual).max(rules.rounded_up(&volumetric)),
        _ if greater == actual => weighed(&actual),
        _ => rules.rounded_up(&greater),
    };
    Ok(together.max(rules.least()))
}

/// The greatest floor whose condition holds; nothing where none does.
fn floor(scene: &Scene<'_>, parcel: &Weighed) -> Result<Exact, No> {
    let mut greatest = Exact::whole(0);
    for surcharge in &scene.sheet.surcharges {
        let What::Bill(floor) = surcharge.what else { continue };
        if surcharge.days.contains(scene.day)
            && applies(surcharge, hold(&surcharge.when, scene, parcel))?
        {
            greatest = greatest.max(scene.sheet.weight.exact(Quantity::Weight, floor));
        }
    }
    Ok(greatest)
}

/// A condition, and what the surcharge says where it cannot be known.
pub(super) fn applies(surcharge: &Surcharge, truth: Option<bool>) -> Result<bool, No> {
    match (truth, surcharge.unknown) {
        (Some(truth), _) => Ok(truth),
        (None, Some(Unknown::Apply)) => Ok(true),
        (None, Some(Unknown::Skip)) => Ok(false),
        (None, None) => Err(No::Unknown),
    }
}
