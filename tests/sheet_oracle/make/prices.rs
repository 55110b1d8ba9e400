//! Weights, tables of cells, flat boxes and special rows.

use chrono::Days as Count;
use rust_decimal::Decimal;

use super::surcharges::{parcel_condition, shipment_test};
use super::{Changes, Dice};
use crate::plan::{
    Cell, Cells, Comparison, Count as Counted, Flat, Later, Quantity, Regime, Row, Sheet,
    SideRounding, Step, Table, Tail, Test, Units, WeightRules,
};

fn tenths(values: &[i64]) -> Vec<Decimal> {
    values.iter().map(|value| Decimal::new(*value, 1).normalize()).collect()
}

pub(super) fn weight(dice: &mut Dice<'_>, units: Units) -> WeightRules {
    let divisors: [i64; 3] =
        if units == Units::KgCm { [5000, 6000, 4000] } else { [166, 139, 194] };
    let divisor = (!dice.one_in(3)).then(|| Decimal::from(dice.pick(&divisors)));
    let only_above = if units == Units::KgCm { 8000 } else { 1728 };
    let count = match dice.roll(6) {
        4 => Counted::SumOfGreater,
        5 => Counted::GreaterOfSums,
        _ => Counted::Parcel,
    };
    let sides = [SideRounding::Up, SideRounding::Nearest];
    let unit = dice.pick_if(2, &tenths(&[10, 5, 1, 20]));
    WeightRules {
        units,
        unit,
        tolerance: unit.and_then(|_| dice.pick_if(4, &tenths(&[5, 200]))),
        sides: dice.one_in(2).then(|| (dice.pick(&sides), dice.pick(&tenths(&[10, 5])))),
        only_above: divisor.and_then(|_| dice.pick_if(4, &[Decimal::from(only_above)])),
        volumetric_from: divisor.and_then(|_| dice.pick_if(6, &tenths(&[20, 25]))),
        divisor,
        no_sides_actual: dice.one_in(2),
        count,
        minimum: dice.pick_if(6, &tenths(&[10, 15])),
    }
}

pub(super) fn table(dice: &mut Dice<'_>, sheet: &Sheet, named: usize, changes: Changes) -> Table {
    let in_small_units = dice.one_in(5);
    let mut table =
        Table { in_small_units, steps: Vec::new(), tails: Vec::new(), named: Vec::new() };
    let mut boundary = Decimal::ZERO;
    let (steps, tails, both_ends) = (1 + dice.roll(6), dice.roll(3), dice.one_in(4));
    for step in 0..steps {
        let below = boundary;
        boundary += dice.pick(&tenths(&[10, 5, 20, 30, 100, 3]));
        // What a further unit starts from, or a limit ends at, is a boundary that is owned.
        let owns_it = both_ends || step + 1 == steps || !dice.one_in(6);
        let begins = both_ends.then(|| begins(dice, sheet, below, boundary, in_small_units));
        let row = row(dice, sheet, changes, step == 0);
        table.steps.push(Step { boundary: boundary.normalize(), owns_it, begins, row });
    }
    for tail in 0..tails {
        let unit = dice.pick(&tenths(&[10, 5, 50]));
        boundary += dice.pick(&tenths(&[100, 95, 200]));
        let whole = tail == 1 && dice.one_in(2) || tails == 1 && dice.one_in(4);
        let row = row(dice, sheet, changes, false);
        table.tails.push(Tail { whole, unit, end: boundary.normalize(), row });
    }
    for name in ["oversized", "bulky"].iter().take(named) {
        table.named.push(((*name).to_owned(), row(dice, sheet, changes, false)));
    }
    table
}

/// Where a step begins as published: where the one before it ends, or a last place above; the first anywhere.
fn begins(
    dice: &mut Dice<'_>,
    sheet: &Sheet,
    below: Decimal,
    boundary: Decimal,
    in_small_units: bool,
) -> Decimal {
    if below.is_zero() {
        return dice
            .pick(&[Decimal::ZERO, Decimal::new(2, 1), boundary / Decimal::TWO])
            .normalize();
    }
    let last_place = match (in_small_units, sheet.weight.units) {
        (true, Units::KgCm) => Decimal::new(1, 3),
        (true, Units::LbIn) => Decimal::ZERO,
        (false, _) => Decimal::new(1, 1),
    };
    let next = below + last_place;
    if dice.one_in(2) && next < boundary { next.normalize() } else { below.normalize() }
}

fn row(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes, all_offered: bool) -> Row {
    let later = dice.one_in(8).then(|| {
        let until = changes.day(3 + dice.roll(9) as u64);
        let from = until + Count::new(1 + dice.pick(&[0, 0, 0, 4]));
        Later { until, from, cells: cells(dice, sheet, false) }
    });
    Row { cells: cells(dice, sheet, all_offered), later }
}

/// Up to where all lists have prices.
pub(super) fn end(sheet: &Sheet) -> Decimal {
    sheet.lists.iter().map(|list| list.table.end()).min().unwrap()
}

fn cells(dice: &mut Dice<'_>, sheet: &Sheet, all_offered: bool) -> Vec<Cell> {
    let places = sheet.digits.unwrap_or(sheet.places);
    let each = sheet.zones.iter().map(|zone| {
        if dice.one_in(12) && !all_offered {
            return None;
        }
        let net = dice.decimal(40_000, places);
        let gross = has_gross(sheet, &zone.regime).then(|| with_tax(dice, net, places));
        Some((net, gross))
    });
    each.collect()
}

fn has_gross(sheet: &Sheet, regime: &Regime) -> bool {
    sheet.cells == Cells::Both && matches!(regime, Regime::Tax(_))
}

/// Near the tax, never quite it: published is published.
fn with_tax(dice: &mut Dice<'_>, net: Decimal, places: u32) -> Decimal {
    (net * Decimal::new(121, 2)).round_dp(places) + dice.decimal(3, places)
}

/// An amount of the currency, below a number of its units.
pub(super) fn amount(dice: &mut Dice<'_>, places: u32, below: usize) -> Decimal {
    dice.decimal(below * 10_usize.pow(places.min(2)), places)
}

pub(super) fn flat(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Vec<Flat> {
    let needs_gross = sheet.zones.iter().any(|zone| has_gross(sheet, &zone.regime));
    let mut flat = |name: &str| {
        let price = amount(dice, sheet.places, 40);
        let mut when = Vec::new();
        match dice.roll(5) {
            3 => when.push(shipment_test(dice, sheet, changes)),
            4 => when.push(Test::Compare(Quantity::Weight, Comparison::AtLeast, Decimal::ONE)),
            _ => {}
        }
        Flat {
            name: name.to_owned(),
            price,
            gross: needs_gross.then(|| with_tax(dice, price, sheet.places)),
            weight: dice.pick(&tenths(&[20, 15])),
            when,
        }
    };
    vec![flat("flat-s"), flat("flat-l")]
}

pub(super) fn rows(
    dice: &mut Dice<'_>,
    sheet: &Sheet,
    changes: Changes,
) -> Vec<(Vec<Test>, String)> {
    let names: Vec<String> =
        sheet.lists[0].table.named.iter().map(|(name, _)| name.clone()).collect();
    names.into_iter().map(|name| (parcel_condition(dice, sheet, changes), name)).collect()
}
