//! §4: what a cell costs: flat boxes, special rows, steps, further units and units of the whole weight.

use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, hold, hold_for_any};
use super::weights::{Scale, Weighed};
use crate::exact::{Exact, rounded};
use crate::plan::{Cell, Cells, Count, Quantity, Regime, Sheet};

/// Net, or gross in a sheet of gross cells, and the published gross beside it.
pub(super) type Base = (Decimal, Option<Decimal>);

pub(super) fn base(scene: &Scene<'_>, scale: &Scale) -> Result<Base, No> {
    let mut reasons = scale.reasons.clone();
    if scene.sheet.weight.count != Count::Parcel {
        if scene.order.parcels.iter().any(|parcel| parcel.boxed.is_some()) {
            reasons.push(No::Box);
        }
        refuse_for(reasons)?;
        let row = special_row(scene, |tests| hold_for_any(tests, scene, &scale.parcels))?;
        return row.map_or_else(|| by_weight(scene, &scale.billed), |row| named(scene, &row));
    }
    let mut together: Option<Base> = None;
    for (parcel, sent) in scale.parcels.iter().zip(&scene.order.parcels) {
        match of_parcel(scene, parcel, sent) {
            Err(reason) => reasons.push(reason),
            Ok((net, gross)) => {
                together = Some(together.map_or((net, gross), |(sum, sum_of_gross)| {
                    (sum + net, sum_of_gross.zip(gross).map(|(sum, gross)| sum + gross))
                }));
            }
        }
    }
    refuse_for(reasons)?;
    Ok(together.expect("a shipment has a parcel"))
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

fn by_weight(scene: &Scene<'_>, weight: &Exact) -> Result<Base, No> {
    let (sheet, table) = (scene.sheet, &scene.sheet.table);
    let grams = |value: Decimal| sheet.weight.exact(Quantity::Weight, value);
    let mut below: Option<(Exact, Option<Sides>)> = None;
    for step in &table.steps {
        let boundary = grams(step.boundary);
        let cells = published(scene, &step.cells);
        if *weight < boundary || (step.owns_it && *weight == boundary) {
            let (net, gross) = cells.ok_or(No::Blank)?;
            return Ok(finished(sheet, &net, gross.as_ref()));
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
        price = stands_on.zip(published(scene, &tail.cells)).map(
            |((net, gross), (cell, gross_cell))| {
                let gross =
                    gross.zip(gross_cell).map(|(gross, cell)| gross.plus(&units.times(&cell)));
                (net.plus(&units.times(&cell)), gross)
            },
        );
        if is_here {
            let (net, gross) = price.ok_or(No::Blank)?;
            return Ok(finished(sheet, &net, gross.as_ref()));
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
