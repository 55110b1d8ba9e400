//! Surcharges of every kind, with the conditions they hang on.

use chrono::Days as Count;
use rust_decimal::Decimal;

use super::limits::{SIDES, side_values};
use super::prices::amount;
use super::{Changes, Dice, places};
use crate::plan::{
    Choice, Comparison, Count as Counted, Dated, Days, Named, Of, Per, Percent, Quantity, Sheet,
    Surcharge, Test, Unknown, Value, What,
};

fn comparison(dice: &mut Dice<'_>) -> Comparison {
    dice.pick(&[Comparison::Above, Comparison::AtLeast, Comparison::Below, Comparison::AtMost])
}

/// A condition on sides or weight, as of special rows and surcharges per parcel.
pub(super) fn parcel_condition(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Vec<Test> {
    let mut tests = vec![parcel_test(dice, sheet)];
    if dice.one_in(3) {
        tests.push(parcel_test(dice, sheet));
    }
    if dice.one_in(5) {
        tests.push(shipment_test(dice, sheet, changes));
    }
    tests
}

fn parcel_test(dice: &mut Dice<'_>, sheet: &Sheet) -> Test {
    let of_sides = &SIDES[..SIDES.len() - 1];
    let weights = &[Quantity::Weight, Quantity::Weight, Quantity::Billable][..];
    let mut quantity = dice.pick(&[weights, of_sides].concat());
    if sheet.weight.count != Counted::Parcel && quantity == Quantity::Billable {
        quantity = Quantity::Weight;
    }
    let value = if quantity.is_weight() {
        dice.pick(&[Decimal::from(2), Decimal::from(5)])
    } else {
        dice.pick(&side_values(quantity, sheet.weight.units, 1))
    };
    Test::Compare(quantity, comparison(dice), value)
}

pub(super) fn shipment_test(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Test {
    let compared =
        |dice: &mut Dice<'_>, quantity, value| Test::Compare(quantity, comparison(dice), value);
    match dice.roll(9) {
        0 => Test::Place(places::list(dice, &sheet.sets)),
        1 => {
            let mut list = places::list(dice, &sheet.sets);
            if dice.one_in(2) {
                places::dated(dice, changes, &mut list);
            }
            Test::PlaceFile(list)
        }
        2 => Test::Residential,
        3 => compared(dice, Quantity::ShipmentWeight, Decimal::from(6)),
        4 => compared(dice, Quantity::ShipmentParcels, Decimal::TWO),
        5 => {
            let value = dice.pick(&side_values(Quantity::Volume, sheet.weight.units, 1));
            compared(dice, Quantity::ShipmentVolume, value)
        }
        6 | 7 => {
            let value = dice.pick(&[Value::Declared, Value::Cod, Value::Insured]);
            let bound = Decimal::from(dice.pick(&[100, 250]));
            Test::Sum(value, comparison(dice), bound)
        }
        _ => {
            let zones = (0..sheet.zones.len()).filter(|_| dice.one_in(2)).collect::<Vec<_>>();
            Test::Zone(if zones.is_empty() { vec![0] } else { zones })
        }
    }
}

/// Lines that a percent or the minimum counts: base, discount, and what stands above.
pub(super) fn on(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<Named> {
    let mut on = vec![Named::Base];
    if sheet.discount.is_some() && dice.one_in(2) {
        on.push(Named::Discount);
    }
    for surcharge in &sheet.surcharges {
        let named = Named::Surcharge(surcharge.id.clone());
        if surcharge.is_line() && !on.contains(&named) && dice.one_in(2) {
            on.push(named);
        }
    }
    if on.len() > 1 && dice.one_in(4) {
        on.remove(0);
    }
    on
}

pub(super) fn surcharges(dice: &mut Dice<'_>, sheet: &mut Sheet, changes: Changes) {
    for _ in 0..dice.roll(8) {
        if dice.one_in(6) {
            group(dice, sheet, changes);
            continue;
        }
        let mut made = surcharge(dice, sheet, changes);
        if dice.one_in(5) {
            let [now, then] = changes.parted(dice);
            made.days = now;
            if let (What::Amount(_), true) = (&made.what, dice.one_in(2)) {
                let what = What::Amount(amount(dice, sheet.places, 30));
                sheet.surcharges.push(Surcharge { days: then, what, ..made.clone() });
            }
        } else if dice.one_in(12) {
            made.days = changes.span(dice);
        }
        sheet.surcharges.push(made);
    }
}

fn named(dice: &mut Dice<'_>, sheet: &Sheet, what: What) -> Surcharge {
    let taxed = !dice.one_in(6);
    Surcharge {
        id: format!("s{}", sheet.surcharges.len()),
        days: Days::ALWAYS,
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

fn surcharge(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Surcharge {
    let fixed = What::Amount(amount(dice, sheet.places, 30));
    let mut made = named(dice, sheet, fixed);
    match dice.roll(14) {
        0 | 1 => condition(dice, sheet, changes, &mut made),
        2 => {
            // Little: at load a special row weighs a thousand tonnes, 999 times.
            made.what =
                What::ByWeight { amount: dice.decimal(25, sheet.places), started: dice.one_in(2) };
            condition(dice, sheet, changes, &mut made);
            // By the kilo of each parcel: refused at load where the shipment is weighed as one.
            if sheet.weight.count != Counted::Parcel && made.is_per_parcel() {
                made.per = Some(Per::Shipment);
            }
            bounds(dice, sheet, &mut made);
        }
        3 | 4 => {
            made.what = What::Percent(percent(dice, sheet), Of::Lines(on(dice, sheet)));
            condition(dice, sheet, changes, &mut made);
            made.per = made.per.map(|_| Per::Shipment);
            bounds(dice, sheet, &mut made);
        }
        5 => of_value(dice, sheet, &mut made, Value::Cod, Some(Choice::Cod)),
        6 => of_value(dice, sheet, &mut made, Value::Insured, Some(Choice::Insurance)),
        7 => {
            made.what = What::Bill(Decimal::from(1 + dice.roll(4)));
            made.taxed = true;
            made.when = parcel_condition(dice, sheet, changes);
            unknown(dice, &mut made);
        }
        8 => {
            made.what = What::Refuse("not like this".to_owned());
            made.taxed = true;
            made.when = vec![parcel_test(dice, sheet), shipment_test(dice, sheet, changes)];
            made.per = Some(Per::Shipment);
            unknown(dice, &mut made);
        }
        9 => made.when = vec![Test::Option(dice.pick(&[Choice::Saturday, Choice::Signature]))],
        10 | 11 => {
            made.what = What::ByZone(by_zone(dice, sheet));
            condition(dice, sheet, changes, &mut made);
            bounds(dice, sheet, &mut made);
        }
        12 => made.when = vec![Test::Option(dice.pick(&[Choice::Cod, Choice::Insurance]))],
        _ => of_value(dice, sheet, &mut made, Value::Declared, None),
    }
    exclusion(dice, sheet, &mut made);
    made
}

fn by_zone(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<Option<Decimal>> {
    let each = sheet.zones.iter().enumerate();
    each.map(|(zone, _)| (zone == 0 || !dice.one_in(5)).then(|| amount(dice, sheet.places, 30)))
        .collect()
}

fn of_value(
    dice: &mut Dice<'_>,
    sheet: &Sheet,
    made: &mut Surcharge,
    value: Value,
    needs: Option<Choice>,
) {
    made.what = What::Percent(Percent::Always(small(dice)), Of::Value(value));
    made.when.extend(needs.map(Test::Option));
    if dice.one_in(4) {
        made.when.push(Test::Sum(value, comparison(dice), Decimal::from(100)));
    }
    bounds(dice, sheet, made);
}

fn small(dice: &mut Dice<'_>) -> Decimal {
    dice.decimal(4_000, 3)
}

fn condition(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes, made: &mut Surcharge) {
    match dice.roll(5) {
        1 | 2 => {
            made.when = parcel_condition(dice, sheet, changes);
            made.per = Some(dice.pick(&[Per::Parcel, Per::Shipment]));
        }
        3 => made.when = vec![shipment_test(dice, sheet, changes)],
        4 => made.when = vec![Test::Residential, shipment_test(dice, sheet, changes)],
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

/// Not with one above; what is charged for a parcel only with what is charged for it as well.
fn exclusion(dice: &mut Dice<'_>, sheet: &Sheet, made: &mut Surcharge) {
    let is_fit =
        |other: &&Surcharge| other.is_line() && (other.is_per_parcel() || !made.is_per_parcel());
    let fit: Vec<String> =
        sheet.surcharges.iter().filter(is_fit).map(|other| other.id.clone()).collect();
    if !fit.is_empty() && made.is_line() {
        made.not_with = dice.pick_if(4, &fit).into_iter().collect();
    }
}

fn group(dice: &mut Dice<'_>, sheet: &mut Sheet, changes: Changes) {
    let name = ["length", "size", "care"][sheet.surcharges.len() % 3];
    if sheet.surcharges.iter().any(|surcharge| surcharge.group == Some(name)) {
        return;
    }
    let per = dice.pick(&[&[Per::Parcel][..], &[Per::Shipment], &[Per::Parcel, Per::Shipment]]);
    for _ in 0..2 + dice.roll(3) {
        let what = What::Amount(amount(dice, sheet.places, 30));
        let mut made = named(dice, sheet, what);
        made.when = parcel_condition(dice, sheet, changes);
        made.per = Some(dice.pick(per));
        made.group = Some(name);
        if made.per == Some(Per::Shipment) && dice.one_in(3) {
            made.what = What::Percent(Percent::Always(small(dice)), Of::Lines(vec![Named::Base]));
        }
        if dice.one_in(8) {
            made.days = changes.span(dice);
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
        from = from + Count::new(dice.roll(10) as u64);
    }
    let mut rows = Vec::new();
    for _ in 0..=dice.roll(3) {
        rows.push(Dated { from, until: None, percent: value(dice) });
        from = from + Count::new(1 + dice.roll(12) as u64);
    }
    if dice.one_in(3) {
        rows.last_mut().unwrap().until = Some(from);
    }
    Percent::ByDate { rows, missing_last: dice.one_in(2) }
}
