//! Limits, and bounds that sides can meet exactly.

use rust_decimal::Decimal;

use super::{Dice, prices};
use crate::plan::{Quantity, Sheet, Units};

type Bounds = Vec<(Quantity, Decimal)>;

/// The most and the least.
pub(super) fn limits(dice: &mut Dice<'_>, sheet: &Sheet) -> (Bounds, Bounds) {
    let end = prices::end(sheet);
    let below = end - Decimal::new(25, 2);
    let (mut most, mut least) = (Vec::new(), Vec::new());
    let limit = |dice: &mut Dice<'_>, into: &mut Bounds, one_in, quantity, values: &[Decimal]| {
        if let Some(value) = dice.pick_if(one_in, values) {
            into.push((quantity, value));
        }
    };
    let of_weights = [
        Quantity::Weight,
        Quantity::Billable,
        Quantity::ShipmentWeight,
        Quantity::ShipmentBillable,
    ];
    for quantity in of_weights {
        limit(dice, &mut most, 6, quantity, &[end, below]);
    }
    for quantity in SIDES {
        limit(dice, &mut most, 6, quantity, &side_values(quantity, sheet.weight.units, 2));
        let values = side_values(quantity, sheet.weight.units, 1);
        let little: Vec<Decimal> =
            values.iter().map(|value| (*value / Decimal::from(8)).normalize()).collect();
        limit(dice, &mut least, 16, quantity, &little);
    }
    limit(dice, &mut most, 10, Quantity::ShipmentParcels, &[Decimal::TWO, Decimal::from(3)]);
    limit(dice, &mut least, 12, Quantity::Weight, &[Decimal::new(25, 2), Decimal::new(5, 1)]);
    limit(dice, &mut least, 16, Quantity::ShipmentWeight, &[Decimal::ONE]);
    limit(dice, &mut least, 24, Quantity::ShipmentParcels, &[Decimal::TWO]);
    least.retain(|(quantity, value)| {
        let bound = most.iter().find(|(known, _)| known == quantity);
        bound.is_none_or(|(_, most)| value <= most)
    });
    (most, least)
}

/// All quantities that sides decide.
pub(super) const SIDES: [Quantity; 7] = [
    Quantity::Longest,
    Quantity::Second,
    Quantity::Shortest,
    Quantity::SumOfSides,
    Quantity::LengthPlusGirth,
    Quantity::Volume,
    Quantity::ShipmentVolume,
];

/// Bounds that sides of whole micrometres can meet exactly.
pub(super) fn side_values(quantity: Quantity, units: Units, times: i64) -> Vec<Decimal> {
    let side = if units == Units::KgCm { 40 } else { 16 };
    let bounds = match quantity {
        Quantity::Longest => [side, side * 2],
        Quantity::Second => [side / 2, side],
        Quantity::Shortest => [side / 4, side / 2],
        Quantity::SumOfSides => [side * 2, side * 3],
        Quantity::LengthPlusGirth => [side * 3, side * 4],
        _ => [side * 100, side * 300],
    };
    bounds.map(|bound| Decimal::from(bound * times)).to_vec()
}
