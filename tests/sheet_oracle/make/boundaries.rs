//! What a sheet turns on: weights, sides, sums and days, each with its neighbours.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::limits::SIDES;
use crate::plan::{
    Days, Flat, Order, Percent, Quantity, Sheet, Surcharge, Test, Units, Value, What,
};

pub(super) fn millimetres(sheet: &Sheet) -> Decimal {
    match sheet.weight.units {
        Units::KgCm => Decimal::TEN,
        Units::LbIn => Decimal::new(254, 1),
    }
}

/// Every boundary of weight, and a nanogram to each side.
pub(super) fn weights(sheet: &Sheet) -> Vec<Decimal> {
    let rules = &sheet.weight;
    let mut units: Vec<Decimal> = Vec::new();
    for table in sheet.lists.iter().map(|list| &list.table) {
        units.extend(table.steps.iter().map(|step| step.boundary));
        units.extend(table.steps[0].begins.filter(|begins| !begins.is_zero()));
        let mut start = table.steps.last().unwrap().boundary;
        for tail in &table.tails {
            units.extend([start + tail.unit, start + tail.unit * Decimal::TWO, tail.end]);
            start = tail.end;
        }
    }
    units.extend(rules.unit);
    units.extend(rules.volumetric_from);
    units.extend(rules.minimum);
    units.extend(sheet.flat.iter().map(|flat| flat.weight));
    units.extend(bounds(sheet).filter(|bound| bound.0.is_weight()).map(|bound| bound.1));
    for surcharge in &sheet.surcharges {
        units.extend(match surcharge.what {
            What::Bill(floor) => Some(floor),
            _ => None,
        });
    }
    let gram = match rules.units {
        Units::KgCm => Decimal::from(1000),
        Units::LbIn => Decimal::new(45_359_237, 5),
    };
    let mut weights: Vec<Decimal> = units.into_iter().map(|value| value * gram).collect();
    if let Some((unit, tolerance)) = rules.unit.zip(rules.tolerance) {
        let unit = unit * gram;
        weights.extend([tolerance, unit + tolerance, unit * Decimal::TWO + tolerance]);
    }
    weights.sort();
    weights.dedup();
    let nanogram = Decimal::new(1, 9);
    weights.into_iter().flat_map(|value| [value - nanogram, value, value + nanogram]).collect()
}

/// Each box with half of what it may weigh, with all of it, and a nanogram beside.
pub(super) fn boxes(sheet: &Sheet) -> Vec<(String, Decimal)> {
    let nanogram = Decimal::new(1, 9);
    let weights = |flat: &Flat| {
        let most = sheet.weight.in_grams(flat.weight);
        let weights = [(most / Decimal::TWO).round_dp(9), most - nanogram, most, most + nanogram];
        weights.map(|grams| (flat.name.clone(), grams))
    };
    sheet.flat.iter().flat_map(weights).collect()
}

/// Grams and sides of parcels whose volume is what counts, by sides that stand on the half of what they are rounded to; and
/// of two parcels, of which one counts by its weight and the other by its volume.
pub(super) fn bulky(sheet: &Sheet) -> Vec<Vec<(Decimal, [Decimal; 3])>> {
    let (unit, little) = (millimetres(sheet), Decimal::ONE);
    let light = |sides: [Decimal; 3]| (little, sides.map(|side| (side * unit).round_dp(3)));
    let half = |tenths: i64| [tenths, tenths + 10, tenths + 20].map(|side| Decimal::new(side, 1));
    let quarter = [1225, 1475, 1025].map(|side| Decimal::new(side, 2));
    let mut all = vec![vec![light(half(85))], vec![light(half(105))], vec![light(quarter)]];
    if let Some(divisor) = sheet.weight.divisor {
        let end = super::prices::end(sheet);
        let third = end / Decimal::from(3);
        let flat =
            [(third * divisor / Decimal::ONE_HUNDRED).round_dp(2), Decimal::TEN, Decimal::TEN];
        let grams = sheet.weight.in_grams((end / Decimal::from(4)).round_dp(2));
        let heavy = (grams, [unit, unit, unit]);
        all.push(vec![heavy, light(flat)]);
        all.push(vec![light(flat), heavy, light(half(45))]);
    }
    all
}

/// What quantities are limited to and compared with.
fn bounds(sheet: &Sheet) -> impl Iterator<Item = (Quantity, Decimal)> {
    let compared = tests(sheet).filter_map(|test| match test {
        Test::Compare(quantity, _, value) => Some((*quantity, *value)),
        _ => None,
    });
    sheet.limits.iter().chain(&sheet.least).copied().chain(compared)
}

/// Sides in millimetres that meet every bound exactly, and a micrometre to each side.
pub(super) fn sides(sheet: &Sheet) -> Vec<[Decimal; 3]> {
    let only_above = sheet.weight.only_above.map(|volume| (Quantity::Volume, volume));
    let bounds = bounds(sheet).filter(|(quantity, _)| SIDES.contains(quantity));
    let unit = millimetres(sheet);
    let (one, two, ten) = (Decimal::ONE, Decimal::TWO, Decimal::TEN);
    let mut all = Vec::new();
    for (quantity, bound) in bounds.chain(only_above) {
        let sides = match quantity {
            Quantity::Longest => [bound, one, one],
            Quantity::Second => [bound, bound + two, one],
            Quantity::Shortest => [bound, bound + two, bound + one],
            Quantity::SumOfSides => [bound / two, bound / two / two, bound / two / two],
            Quantity::LengthPlusGirth => {
                [bound / two, bound / two / two / two, bound / two / two / two]
            }
            _ => [bound / ten / ten, ten, ten],
        };
        let [first, second, third] = sides.map(|side| (side * unit).round_dp(3));
        for nudge in [-1, 0, 1] {
            all.push([first + Decimal::new(nudge, 3), second, third]);
        }
    }
    all
}

/// At every sum that a condition names, and the smallest coin to each side.
pub(super) fn sums(sheet: &Sheet, plain: &Order) -> Vec<Order> {
    let coin = Decimal::new(1, sheet.places);
    let mut orders = Vec::new();
    for test in tests(sheet) {
        let Test::Sum(value, _, bound) = test else { continue };
        for sum in [*bound - coin, *bound, *bound + coin] {
            let mut order = Order { foreign: None, ..plain.clone() };
            match value {
                Value::Cod => order.cod = Some(sum),
                Value::Insured => order.insured = Some(sum),
                Value::Declared => {
                    order.parcels.truncate(1);
                    order.parcels[0].declared = Some(sum);
                }
            }
            orders.push(order);
        }
    }
    orders
}

pub(super) fn tests(sheet: &Sheet) -> impl Iterator<Item = &Test> {
    let of_rows = sheet.rows.iter().flat_map(|(when, _)| when);
    let of_boxes = sheet.flat.iter().flat_map(|flat| &flat.when);
    of_rows.chain(of_boxes).chain(sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when))
}

/// Both ends of everything that has days.
pub(super) fn dates(sheet: &Sheet) -> Vec<NaiveDate> {
    let mut dates = vec![sheet.first];
    dates.extend(sheet.last);
    let mut spans: Vec<Days> = vec![sheet.sold];
    spans.extend(sheet.zones.iter().map(|zone| zone.days));
    spans.extend(sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| pattern.days));
    spans.extend(sheet.origin.iter().map(|pattern| pattern.days));
    spans.extend(sheet.sets.iter().flat_map(|set| &set.members).map(|(_, days)| *days));
    spans.extend(sheet.chart.iter().flatten().map(|row| row.days));
    spans.extend(sheet.lists.iter().map(|list| list.days));
    spans.extend(sheet.surcharges.iter().map(|surcharge: &Surcharge| surcharge.days));
    for row in sheet.lists.iter().flat_map(|list| list.table.rows()) {
        spans.extend(row.spans().into_iter().flatten());
    }
    dates.extend(spans.into_iter().flat_map(Days::ends));
    let taxes = sheet.taxes.iter().flat_map(|tax| &tax.rows);
    let fuel = sheet.surcharges.iter().filter_map(|surcharge| match &surcharge.what {
        What::Percent(Percent::ByDate { rows, .. }, _) => Some(rows),
        _ => None,
    });
    for row in taxes.chain(fuel.flatten()) {
        dates.push(row.from);
        dates.extend(row.until);
    }
    dates
}
