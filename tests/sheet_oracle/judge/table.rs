//! §4: what a cell costs: flat boxes, special rows, steps, further units and units of the whole weight.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, hold, hold_for_any};
use super::measures::Weighed;
use super::weights::Scale;
use crate::exact::{Exact, rounded};
use crate::plan::{Cells, Count, Quantity, Regime, Row, Sheet, Step, Table, Tail, Test, Units};

/// Net, or gross in a sheet of gross cells; the published gross beside it; and the row it is from.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) net: Decimal,
    pub(super) gross: Option<Decimal>,
    pub(super) row: String,
}

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
    let several = prices.len() > 1;
    let mut whole: Option<Base> = None;
    for price in prices {
        match (price, &mut whole) {
            (Err(reason), _) => reasons.push(reason),
            (Ok(price), None) => whole = Some(price),
            (Ok(price), Some(sum)) => {
                sum.net += price.net;
                sum.gross = sum.gross.zip(price.gross).map(|(sum, gross)| sum + gross);
            }
        }
    }
    refuse_for(reasons)?;
    let mut whole = whole.expect("a shipment has a parcel");
    if several {
        let row = whole.row.trim_end_matches(CHEAPER);
        whole.row = format!("{row} (first parcel)");
    }
    Ok(whole)
}

/// What is said of a row that a weight does not reach.
const CHEAPER: &str = ", cheaper than its own row";

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
        if !hold(&flat.when, scene, parcel).ok_or(No::Unknown)? {
            return Err(No::Box);
        }
        let gross = flat.gross.filter(|_| is_published_with_tax(scene));
        return Ok(Base { net: flat.price, gross, row: format!("flat {name}") });
    }
    match special_row(scene, |tests| hold(tests, scene, parcel))? {
        Some(row) => named(scene, &row),
        None => by_weight(scene, &parcel.billable),
    }
}

/// The first row whose condition holds.
fn special_row(
    scene: &Scene<'_>,
    holds: impl Fn(&[Test]) -> Option<bool>,
) -> Result<Option<String>, No> {
    for (when, row) in &scene.sheet.rows {
        if holds(when).ok_or(No::Unknown)? {
            return Ok(Some(row.clone()));
        }
    }
    Ok(None)
}

fn named(scene: &Scene<'_>, row: &str) -> Result<Base, No> {
    let named = &scene.table.named;
    let (_, cells) = named.iter().find(|(name, _)| name == row).expect("the row is in the table");
    let (net, gross) = published(scene, cells).ok_or(No::Blank)?;
    Ok(finished(scene.sheet, &net, gross.as_ref(), row.to_owned()))
}

/// Whether any row is priced on a day.
pub(super) fn has_a_price_on(table: &Table, day: NaiveDate) -> bool {
    table.rows().any(|row| row.on(day).is_some())
}

fn by_weight(scene: &Scene<'_>, weight: &Exact) -> Result<Base, No> {
    let sheet = scene.sheet;
    let (price, own) = price_at(scene, weight)?;
    let (mut cheapest, mut row) = (price.ok_or(No::Blank)?, own);
    if sheet.lowest_break {
        for (rival, heavier) in heavier_rows(scene, weight) {
            if rival.0 < cheapest.0 {
                (cheapest, row) = (rival, format!("{heavier}{CHEAPER}"));
            }
        }
    }
    Ok(finished(sheet, &cheapest.0, cheapest.1.as_ref(), row))
}

/// What the rows above a weight cost: a step its cell, units of a tail at the lightest billable weight that it has.
fn heavier_rows(scene: &Scene<'_>, weight: &Exact) -> Vec<(Sides, String)> {
    let (rules, table) = (&scene.sheet.weight, scene.table);
    let grams = |value: Decimal| rules.exact(Quantity::Weight, value);
    let own = own_step(scene, weight).unwrap_or(table.steps.len());
    let mut rows: Vec<(Sides, String)> = table
        .steps
        .iter()
        .skip(own + 1)
        .filter_map(|step| Some((published(scene, &step.row)?, step_shown(scene, step))))
        .collect();
    let ends =
        table.steps.iter().map(|step| step.boundary).chain(table.tails.iter().map(|tail| tail.end));
    for begin in ends.skip(table.steps.len() - 1).take(table.tails.len()) {
        let lightest = rules.rounded_up(&grams(begin).plus(&Exact::of(Decimal::new(1, 9))));
        if lightest > *weight
            && grams(begin) >= *weight
            && let Ok((Some(price), row)) = price_at(scene, &lightest)
        {
            rows.push((price, row));
        }
    }
    rows
}

/// The step that a weight is in.
fn own_step(scene: &Scene<'_>, weight: &Exact) -> Option<usize> {
    scene.table.steps.iter().position(|step| {
        let boundary = scene.sheet.weight.exact(Quantity::Weight, step.boundary);
        *weight < boundary || (step.owns_it && *weight == boundary)
    })
}

/// What a weight costs by the rows, not rounded, and by which of them; `None`: not offered.
fn price_at(scene: &Scene<'_>, weight: &Exact) -> Result<(Option<Sides>, String), No> {
    let (sheet, table) = (scene.sheet, scene.table);
    let grams = |value: Decimal| sheet.weight.exact(Quantity::Weight, value);
    if let Some(own) = own_step(scene, weight) {
        let step = &table.steps[own];
        // A published minimum of the first step is a ban only where the sheet says so.
        let begins = step.begins.filter(|_| own == 0 && sheet.bans_below);
        if begins.is_some_and(|begins| *weight < grams(begins)) {
            return Err(No::BelowMinimum);
        }
        return Ok((published(scene, &step.row), step_shown(scene, step)));
    }
    let last = table.steps.last().expect("a table begins with a step");
    let (mut start, mut price) = (grams(last.boundary), published(scene, &last.row));
    for tail in &table.tails {
        let end = grams(tail.end);
        let is_here = *weight <= end;
        let counted = if is_here { weight.clone() } else { end.clone() };
        let counted = if tail.whole { counted } else { counted.minus(&start) };
        let units = Exact::from(counted.over(&grams(tail.unit)).ceiling());
        let stands_on =
            if tail.whole { Some((Exact::whole(0), Some(Exact::whole(0)))) } else { price };
        let cell = published(scene, &tail.row);
        price = stands_on.zip(cell).map(|((net, gross), (cell, gross_cell))| {
            let gross = gross.zip(gross_cell).map(|(gross, cell)| gross.plus(&units.times(&cell)));
            (net.plus(&units.times(&cell)), gross)
        });
        if is_here {
            return Ok((price, tail_shown(scene, tail)));
        }
        start = end;
    }
    Err(No::AboveLastStep)
}

fn shown(scene: &Scene<'_>, value: Decimal) -> String {
    let is_small = scene.table.in_small_units;
    let unit = match (scene.sheet.weight.units, is_small) {
        (Units::KgCm, false) => "kg",
        (Units::KgCm, true) => "g",
        (Units::LbIn, false) => "lb",
        (Units::LbIn, true) => "oz",
    };
    format!("{} {unit}", scene.sheet.weight.heading(value, is_small))
}

fn step_shown(scene: &Scene<'_>, step: &Step) -> String {
    format!("step {}{}", if step.owns_it { "" } else { "<" }, shown(scene, step.boundary))
}

fn tail_shown(scene: &Scene<'_>, tail: &Tail) -> String {
    let sign = if tail.whole { '×' } else { '+' };
    format!("{sign}{} up to {}", shown(scene, tail.unit), shown(scene, tail.end))
}

type Sides = (Exact, Option<Exact>);

/// The cell of a row on the day.
fn published(scene: &Scene<'_>, row: &Row) -> Option<Sides> {
    let (net, gross) = row.on(scene.day)?[scene.zone]?;
    let gross = gross.filter(|_| is_published_with_tax(scene));
    Some((Exact::of(net), gross.map(Exact::of)))
}

fn is_published_with_tax(scene: &Scene<'_>) -> bool {
    let is_taxed = matches!(scene.sheet.zones[scene.zone].regime, Regime::Tax(_));
    is_taxed && scene.sheet.cells == Cells::Both
}

/// Rounded once where cells are finer than the currency; else it is what was published.
fn finished(sheet: &Sheet, net: &Exact, gross: Option<&Exact>, row: String) -> Base {
    let finish = |amount: &Exact| match sheet.digits {
        Some(digits) if digits > sheet.places => rounded(amount, sheet.places, sheet.rounding),
        _ => amount.decimal(sheet.places),
    };
    Base { net: finish(net), gross: gross.map(finish), row }
}
