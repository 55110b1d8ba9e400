//! Weights, tables of cells, flat boxes and special rows.

use chrono::Days;
use rust_decimal::Decimal;

use super::Dice;
use super::surcharges::parcel_condition;
use crate::plan::{
    Cell, Cells, Count, Flat, Later, Regime, Sheet, SideRounding, Step, Table, Tail, Test, Units,
    WeightRules,
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
        4 => Count::SumOfGreater,
        5 => Count::GreaterOfSums,
        _ => Count::Parcel,
    };
    let sides = [SideRounding::Up, SideRounding::Nearest];
    WeightRules {
        units,
        unit: dice.pick_if(2, &tenths(&[10, 5, 1, 20])),
        sides: dice.one_in(2).then(|| (dice.pick(&sides), dice.pick(&tenths(&[10, 5])))),
        only_above: divisor.and_then(|_| dice.pick_if(4, &[Decimal::from(only_above)])),
        volumetric_from: divisor.and_then(|_| dice.pick_if(6, &tenths(&[20, 25]))),
        divisor,
        no_sides_actual: dice.one_in(2),
        count,
        minimum: dice.pick_if(6, &tenths(&[10, 15])),
    }
}

pub(super) fn empty() -> Table {
    Table { steps: Vec::new(), tails: Vec::new(), named: Vec::new() }
}

pub(super) fn table(dice: &mut Dice<'_>, sheet: &Sheet) -> Table {
    let mut table = empty();
    let mut boundary = Decimal::ZERO;
    let (steps, tails) = (1 + dice.roll(6), dice.roll(3));
    for step in 0..steps {
        boundary += dice.pick(&tenths(&[10, 5, 20, 30, 100, 3]));
        // What a further unit starts from, or a limit ends at, is a boundary that is owned.
        let owns_it = step + 1 == steps || !dice.one_in(6);
        let later = dice.one_in(8).then(|| {
            let until = sheet.first + Days::new(3 + dice.roll(9) as u64);
            let from = until + Days::new(1 + dice.pick(&[0, 0, 0, 4]));
            Later { until, from, cells: cells(dice, sheet, false) }
        });
        let cells = cells(dice, sheet, step == 0);
        table.steps.push(Step { boundary: boundary.normalize(), owns_it, cells, later });
    }
    for tail in 0..tails {
        let unit = dice.pick(&tenths(&[10, 5, 50]));
        boundary += dice.pick(&tenths(&[100, 95, 200]));
        let whole = tail == 1 && dice.one_in(2) || tails == 1 && dice.one_in(4);
        table.tails.push(Tail {
            whole,
            unit,
            end: boundary.normalize(),
            cells: cells(dice, sheet, false),
        });
    }
    if dice.one_in(3) {
        table.named.push(("oversized".to_owned(), cells(dice, sheet, false)));
        if dice.one_in(2) {
            table.named.push(("bulky".to_owned(), cells(dice, sheet, false)));
        }
    }
    table
}

/// Up to where a table has prices.
pub(crate) fn end(table: &Table) -> Decimal {
    table.tails.last().map_or(table.steps.last().unwrap().boundary, |tail| tail.end)
}

fn cells(dice: &mut Dice<'_>, sheet: &Sheet, all_offered: bool) -> Vec<Cell> {
    let places = sheet.digits.unwrap_or(sheet.places);
    let each = sheet.zones.iter().map(|zone| {
        if dice.one_in(12) && !all_offered {
            return None;
        }
        let net = dice.decimal(40_000, places);
        let gross =
            (sheet.cells == Cells::Both && matches!(zone.regime, Regime::Tax(_))).then(|| {
                // Near the tax, never quite it: published is published.
                let off = dice.decimal(3, places);
                (net * Decimal::new(121, 2)).round_dp(places) + off
            });
        Some((net, gross))
    });
    each.collect()
}

/// An amount of the currency, below a number of its units.
pub(super) fn amount(dice: &mut Dice<'_>, places: u32, below: usize) -> Decimal {
    dice.decimal(below * 10_usize.pow(places.min(2)), places)
}

pub(super) fn flat(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<Flat> {
    let mut flat = |name: &str| Flat {
        name: name.to_owned(),
        price: amount(dice, sheet.places, 40),
        weight: dice.pick(&tenths(&[20, 15])),
    };
    vec![flat("flat-s"), flat("flat-l")]
}

pub(super) fn rows(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<(Vec<Test>, String)> {
    let named = sheet.table.named.clone();
    named.into_iter().map(|(name, _)| (parcel_condition(dice, sheet), name)).collect()
}
