//! Surcharges of every kind, with the conditions they hang on.

use chrono::Days;
use rust_decimal::Decimal;

use super::prices::amount;
use super::{Dice, SIDES, places, side_values};
use crate::plan::{
    Comparison, Count, Dated, Named, Of, Per, Percent, Quantity, Sheet, Surcharge, Test, Unknown,
    What,
};

fn comparison(dice: &mut Dice<'_>) -> Comparison {
    dice.pick(&[Comparison::Above, Comparison::AtLeast, Comparison::Below, Comparison::AtMost])
}

/// A condition on sides or weight, as of special rows and surcharges per parcel.
pub(super) fn parcel_condition(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<Test> {
    let mut tests = vec![parcel_test(dice, sheet)];
    if dice.one_in(3) {
        tests.push(parcel_test(dice, sheet));
    }
    if dice.one_in(5) {
        tests.push(shipment_test(dice, sheet));
    }
    tests
}

fn parcel_test(dice: &mut Dice<'_>, sheet: &Sheet) -> Test {
    let quantity = dice.pick(&[&[Quantity::Weight, Quantity::Weight][..], &SIDES].concat());
    let value = match quantity {
        Quantity::Weight => dice.pick(&[Decimal::from(2), Decimal::from(5)]),
        _ => dice.pick(&side_values(quantity, sheet.weight.units, 1)),
    };
    Test::Compare(quantity, comparison(dice), value)
}

fn shipment_test(dice: &mut Dice<'_>, sheet: &Sheet) -> Test {
    match dice.roll(5) {
        0 => Test::Place(places::list(dice)),
        1 => Test::PlaceFile(places::list(dice)),
        2 => Test::Residential,
        3 => Test::Compare(Quantity::ShipmentWeight, comparison(dice), Decimal::from(6)),
        _ => Test::Zone(vec![dice.roll(sheet.zones.len())]),
    }
}

/// Lines that a percent or the minimum counts: base, discount, and what stands above.
pub(super) fn on(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<Named> {
    let mut on = vec![Named::Base];
    if sheet.discount.is_some() && dice.one_in(2) {
        on.push(Named::Discount);
    }
    for (index, surcharge) in sheet.surcharges.iter().enumerate() {
        if !matches!(surcharge.what, What::Bill(_) | What::Refuse(_)) && dice.one_in(2) {
            on.push(Named::Surcharge(index));
        }
    }
    if on.len() > 1 && dice.one_in(4) {
        on.remove(0);
    }
    on
}

pub(super) fn surcharges(dice: &mut Dice<'_>, sheet: &mut Sheet) {
    for _ in 0..dice.roll(7) {
        if dice.one_in(6) {
            group(dice, sheet);
        } else {
            let surcharge = surcharge(dice, sheet);
            sheet.surcharges.push(surcharge);
        }
    }
}

fn named(dice: &mut Dice<'_>, sheet: &Sheet, what: What) -> Surcharge {
    let taxed = !dice.one_in(6);
    Surcharge {
        id: format!("s{}", sheet.surcharges.len()),
        when: Vec::new(),
        what,
        floor: None,
        cap: None,
        per: None,
        group: None,
        not_with: Vec::new(),
        taxed,
        unknown: None,
    }
}

fn surcharge(dice: &mut Dice<'_>, sheet: &Sheet) -> Surcharge {
    let fixed = What::Amount(amount(dice, sheet.places, 30));
    let mut made = named(dice, sheet, fixed);
    match dice.roll(10) {
        0 | 1 => condition(dice, sheet, &mut made),
        2 => {
            // Little: at load a special row weighs a thousand tonnes, 999 times.
            made.what =
                What::ByWeight { amount: dice.decimal(25, sheet.places), started: dice.one_in(2) };
            condition(dice, sheet, &mut made);
            // By the kilo of each parcel: refused by the page's own reader where the shipment is weighed as one.
            if sheet.weight.count != Count::Parcel && made.per == Some(Per::Parcel) {
                made.per = Some(Per::Shipment);
            }
            bounds(dice, sheet, &mut made);
        }
        3 | 4 => {
            made.what = What::Percent(percent(dice, sheet), Of::Lines(on(dice, sheet)));
            condition(dice, sheet, &mut made);
            made.per = made.per.map(|_| Per::Shipment);
            bounds(dice, sheet, &mut made);
        }
        5 => {
            made.what = What::Percent(Percent::Always(small(dice)), Of::Cod);
            made.when.push(Test::Cod);
            bounds(dice, sheet, &mut made);
        }
        6 => {
            made.what = What::Percent(Percent::Always(small(dice)), Of::Insured);
            made.when.push(Test::Insurance);
            bounds(dice, sheet, &mut made);
        }
        7 => {
            made.what = What::Bill(Decimal::from(1 + dice.roll(4)));
            made.taxed = true;
            made.when = parcel_condition(dice, sheet);
            unknown(dice, &mut made);
        }
        8 => {
            made.what = What::Refuse("not like this".to_owned());
            made.taxed = true;
            made.when = vec![parcel_test(dice, sheet), shipment_test(dice, sheet)];
            made.per = Some(Per::Shipment);
            unknown(dice, &mut made);
        }
        _ => {
            made.what = What::Percent(Percent::Always(small(dice)), Of::Declared);
            bounds(dice, sheet, &mut made);
        }
    }
    exclusion(dice, sheet, &mut made);
    made
}

fn small(dice: &mut Dice<'_>) -> Decimal {
    dice.decimal(4_000, 3)
}

fn condition(dice: &mut Dice<'_>, sheet: &Sheet, made: &mut Surcharge) {
    match dice.roll(5) {
        1 | 2 => {
            made.when = parcel_condition(dice, sheet);
            made.per = Some(dice.pick(&[Per::Parcel, Per::Shipment]));
        }
        3 => made.when = vec![shipment_test(dice, sheet)],
        4 => made.when = vec![Test::Residential, shipment_test(dice, sheet)],
        _ => made.per = dice.pick_if(2, &[Per::Parcel, Per::Shipment]),
    }
    unknown(dice, made);
}

fn unknown(dice: &mut Dice<'_>, made: &mut Surcharge) {
    made.unknown =
        dice.pick_if(3, &[Unknown::Apply, Unknown::Skip]).filter(|_| !made.when.is_empty());
}

fn bounds(dice: &mut Dice<'_>, sheet: &Sheet, made: &mut Surcharge) {
    made.floor = dice.one_in(3).then(|| amount(dice, sheet.places, 4));
    let above = made.floor.unwrap_or_default();
    made.cap = dice.one_in(3).then(|| above + amount(dice, sheet.places, 9));
}

/// Not with one above that is charged for the same.
fn exclusion(dice: &mut Dice<'_>, sheet: &Sheet, made: &mut Surcharge) {
    let per = |surcharge: &Surcharge| surcharge.per == Some(Per::Parcel);
    let is_fit = |other: &&usize| {
        let other = &sheet.surcharges[**other];
        let is_line = !matches!(other.what, What::Bill(_) | What::Refuse(_));
        is_line && per(other) == per(made) && other.group.is_none()
    };
    let all: Vec<usize> = (0..sheet.surcharges.len()).collect();
    let fit: Vec<usize> = all.iter().filter(is_fit).copied().collect();
    if !fit.is_empty() && !matches!(made.what, What::Bill(_) | What::Refuse(_)) {
        made.not_with = dice.pick_if(4, &fit).into_iter().collect();
    }
}

fn group(dice: &mut Dice<'_>, sheet: &mut Sheet) {
    let name = ["length", "size", "care"][sheet.surcharges.len() % 3];
    if sheet.surcharges.iter().any(|surcharge| surcharge.group == Some(name)) {
        return;
    }
    let per = dice.pick(&[Per::Parcel, Per::Shipment]);
    for _ in 0..2 + dice.roll(2) {
        let what = What::Amount(amount(dice, sheet.places, 30));
        let mut made = named(dice, sheet, what);
        made.when = parcel_condition(dice, sheet);
        made.per = Some(per);
        made.group = Some(name);
        if per == Per::Shipment && dice.one_in(3) {
            made.what = What::Percent(Percent::Always(small(dice)), Of::Lines(vec![Named::Base]));
        }
        unknown(dice, &mut made);
        sheet.surcharges.push(made);
    }
}

fn percent(dice: &mut Dice<'_>, sheet: &Sheet) -> Percent {
    let value = |dice: &mut Dice<'_>| dice.decimal(30_000, 3);
    if !dice.one_in(2) {
        return Percent::Always(value(dice));
    }
    let mut from = sheet.first;
    if dice.one_in(4) {
        from = from + Days::new(dice.roll(10) as u64);
    }
    let mut rows = Vec::new();
    for _ in 0..=dice.roll(3) {
        rows.push(Dated { from, until: None, percent: value(dice) });
        from = from + Days::new(1 + dice.roll(12) as u64);
    }
    if dice.one_in(3) {
        rows.last_mut().unwrap().until = Some(from);
    }
    Percent::ByDate { rows, missing_last: dice.one_in(2) }
}
