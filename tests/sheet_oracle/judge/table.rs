//! §4: what a cell costs: flat boxes, special rows, steps, further units and units of the whole weight.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, hold, hold_for_any};
use super::weights::{Scale, Weighed};
use crate::exact::{Exact, rounded};
use crate::plan::{Cell, Cells, Count, Quantity, Regime, Sheet, Step};

/// Net, or gross in a sheet of gross cells, and the published gross beside it.
pub(super) type Base = (Decimal, Option<Decimal>);

pub(super) fn base(scene: &Scene<'_>, scale: &Scale) -> Result<Base, No> {
    let mut reasons = scale.reasons.clone();
    let as_one = scene.sheet.weight.count != Count::Parcel;
    let mut prices = Vec::new();
    if as_one && scene.order.parcels.iter().any(|parcel| parcel.boxed.is_none()) {
        prices.push(together(scene, scale));
    }
    for (parcel, sent) in scale.parcels.iter().zip(&scene.order.parcels) {
        if !as_one || sent.boxed.is_some() {
            prices.push(of_parcel(scene, parcel, sent));
        }
    }
    let mut sum: Option<Base> = None;
    for price in prices {
        match price {
            Err(reason) => reasons.push(reason),
            Ok((net, gross)) => {
                sum = Some(sum.map_or((net, gross), |(sum, sum_of_gross)| {
                    (sum + net, sum_of_gross.zip(gross).map(|(sum, gross)| sum + gross))
                }));
            }
        }
    }
    refuse_for(reasons)?;
    Ok(sum.expect("a shipment has a parcel"))
}

/// All parcels that are weighed, as one.
fn together(scene: &Scene<'_>, scale: &Scale) -> Result<Base, No> {
    let pairs = scale.parcels.iter().zip(&scene.order.parcels);
    let weighed: Vec<Weighed> =
        pairs.filter(|(_, sent)| sent.boxed.is_none()).map(|(parcel, _)| parcel.clone()).collect();
    match special_row(scene, |tests| hold_for_any(tests, scene, &weighed))? {
        Some(row) => named(scene, &row),
        None => by_weight(scene, &scale.together),
    }
}

/// Of the reasons of several parcels none comes first.
pub(super) fn refuse_for(reasons: Vec<No>) -> Result<(), No> {
    if reasons.is_empty() { Ok(()) } else { Err(No::Either(reasons)) }
}

fn of_parcel(scene: &Scene<'_>, parcel: &Weighed, sent: &crate::plan::Parcel) -> Result<Base, No> {
    let sheet = scene.sheet;
    if let Some(name) = &sent.boxed {
        let flat = sheet.flat.iter().find(|flat| flat.name == *name).ok_or(No::Box)?;
        if parcel.actual > sheet.weight.exact(Quantity::Weight, flat.weight) {
            return Err(No::Box);
        }
        return Ok((flat.price, None));
    }
    match special_row(scene, |tests| hold(tests, scene, parcel))? {
        Some(row) => named(scene, &row),
        None => by_weight(scene, &parcel.billable),
    }
}

/// The first row whose condition holds.
fn special_row(
    scene: &Scene<'_>,
    holds: impl Fn(&[crate::plan::Test]) -> Option<bool>,
) -> Result<Option<String>, No> {
    for (when, row) in &scene.sheet.rows {
        if holds(when).ok_or(No::Unknown)? {
            return Ok(Some(row.clone()));
        }
    }
    Ok(None)
}

fn named(scene: &Scene<'_>, row: &str) -> Result<Base, No> {
    let named = &scene.sheet.table.named;
    let (_, cells) = named.iter().find(|(name, _)| name == row).expect("the row is in the table");
    let (net, gross) = published(scene, cells).ok_or(No::Blank)?;
    Ok(finished(scene.sheet, &net, gross.as_ref()))
}

/// Whether any row is priced on a day.
pub(super) fn has_a_price_on(sheet: &Sheet, day: NaiveDate) -> bool {
    let in_a_gap = |step: &Step| {
        step.later.as_ref().is_some_and(|later| later.until < day && day < later.from)
    };
    let table = &sheet.table;
    !table.tails.is_empty() || !table.named.is_empty() || !table.steps.iter().all(in_a_gap)
}

fn by_weight(scene: &Scene<'_>, weight: &Exact) -> Result<Base, No> {
    let mut cheapest = price_at(scene, weight)?.ok_or(No::Blank)?;
    if scene.sheet.lowest_break {
        for rival in heavier_rows(scene, weight) {
            if rival.0 < cheapest.0 {
                cheapest = rival;
            }
        }
    }
    Ok(finished(scene.sheet, &cheapest.0, cheapest.1.as_ref()))
}

/// What the rows above a weight cost: a step its cell, units of a tail at the lightest billable weight that it has.
fn heavier_rows(scene: &Scene<'_>, weight: &Exact) -> Vec<Sides> {
    let (rules, table) = (&scene.sheet.weight, &scene.sheet.table);
    let grams = |value: Decimal| rules.exact(Quantity::Weight, value);
    let steps = table.steps.iter().filter(|step| *weight < grams(step.boundary));
    let mut rows: Vec<Sides> = steps.filter_map(|step| on_day(scene, step)).collect();
    let ends =
        table.steps.iter().map(|step| step.boundary).chain(table.tails.iter().map(|tail| tail.end));
    for begin in ends.skip(table.steps.len() - 1).take(table.tails.len()) {
        let lightest = rules.rounded_up(&grams(begin).plus(&Exact::of(Decimal::new(1, 9))));
        if lightest > *weight
            && let Ok(Some(row)) = price_at(scene, &lightest)
        {
            rows.push(row);
        }
    }
    rows
}

/// The cell of a step on the day.
fn on_day(scene: &Scene<'_>, step: &Step) -> Option<Sides> {
    let cells = match &step.later {
        None => Some(&step.cells),
        Some(later) if scene.day <= later.until => Some(&step.cells),
        Some(later) => (scene.day >= later.from).then_some(&later.cells),
    };
    published(scene, cells?)
}

/// What a weight costs by the rows, not rounded; `None`: not offered.
fn price_at(scene: &Scene<'_>, weight: &Exact) -> Result<Option<Sides>, No> {
    let (sheet, table) = (scene.sheet, &scene.sheet.table);
    let grams = |value: Decimal| sheet.weight.exact(Quantity::Weight, value);
    let mut below: Option<(Exact, Option<Sides>)> = None;
    for step in &table.steps {
        let boundary = grams(step.boundary);
        let cells = on_day(scene, step);
        if *weight < boundary || (step.owns_it && *weight == boundary) {
            return Ok(cells);
        }
        below = Some((boundary, cells));
    }
    let (mut start, mut price) = below.expect("a table begins with a step");
    for tail in &table.tails {
        let end = grams(tail.end);
        let is_here = *weight <= end;
        let counted = if is_here { weight.clone() } else { end.clone() };
        let counted = if tail.whole { counted } else { counted.minus(&start) };
        let units = Exact::from(counted.over(&grams(tail.unit)).ceiling());
        let stands_on =
            if tail.whole { Some((Exact::whole(0), Some(Exact::whole(0)))) } else { price };
        let cell = published(scene, &tail.cells);
        price = stands_on.zip(cell).map(|((net, gross), (cell, gross_cell))| {
            let gross = gross.zip(gross_cell).map(|(gross, cell)| gross.plus(&units.times(&cell)));
            (net.plus(&units.times(&cell)), gross)
        });
        if is_here {
            return Ok(price);
        }
        start = end;
    }
    Err(No::AboveLastStep)
}

type Sides = (Exact, Option<Exact>);

fn published(scene: &Scene<'_>, cells: &[Cell]) -> Option<Sides> {
    let (net, gross) = cells[scene.zone]?;
    let is_taxed = matches!(scene.sheet.zones[scene.zone].regime, Regime::Tax(_));
    let gross = gross.filter(|_| is_taxed && scene.sheet.cells == Cells::Both);
    Some((Exact::of(net), gross.map(Exact::of)))
}

/// Rounded once where cells are finer than the currency; else it is what was published.
fn finished(sheet: &Sheet, net: &Exact, gross: Option<&Exact>) -> Base {
    let finish = |amount: &Exact| match sheet.digits {
        Some(digits) if digits > sheet.places => rounded(amount, sheet.places, sheet.rounding),
        _ => amount.decimal(sheet.places),
    };
    (finish(net), gross.map(finish))
}
