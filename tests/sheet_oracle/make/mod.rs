//! Random sheets, by construction without a fault: each is to be loaded and priced. A sheet is made from a row of dice, and a
//! die that shows nothing chooses what is plain, so what proptest shrinks to is plain.

pub(crate) mod features;
pub(crate) mod orders;
mod places;
mod prices;
mod surcharges;

use chrono::{Days, NaiveDate, NaiveTime};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::plan::{
    Calendar, Cells, Contract, Count, Dated, Quantity, Regime, Rounding, Sheet, Tax, Transit, Units,
};

/// The dice that everything is made from.
pub(crate) fn dice() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..700)
}

/// Dice in the order they are asked for; beyond the last all show nothing.
#[derive(Clone, Debug)]
pub(crate) struct Dice<'d> {
    left: std::slice::Iter<'d, u16>,
}

impl<'d> Dice<'d> {
    pub(crate) fn new(row: &'d [u16]) -> Self {
        Self { left: row.iter() }
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        usize::from(self.left.next().copied().unwrap_or(0)) % sides
    }

    pub(crate) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == sides - 1
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    fn pick_if<T: Clone>(&mut self, one_in: usize, from: &[T]) -> Option<T> {
        self.one_in(one_in).then(|| self.pick(from))
    }

    /// A whole number of `10^-places` up to a bound.
    fn decimal(&mut self, most: usize, places: u32) -> Decimal {
        Decimal::new(i64::try_from(self.roll(most)).unwrap(), places)
    }
}

/// One sheet, or two that follow each other.
pub(crate) fn contract(dice: &mut Dice<'_>) -> Contract {
    let currency =
        dice.pick(&[("EUR", 2), ("EUR", 2), ("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3)]);
    let start = dice.pick(&["2026-02-02", "2026-05-18", "2026-11-30", "2020-01-02"]);
    let first: NaiveDate = start.parse().unwrap();
    let (last, next) = if start.starts_with("2020") {
        // The United Kingdom leaves the union between the two.
        let last = "2020-01-31".parse().unwrap();
        (Some(last), Some(last + Days::new(1)))
    } else {
        let last = first + Days::new(20 + dice.roll(60) as u64);
        let next = dice.one_in(6).then(|| last + Days::new(1 + dice.roll(4) as u64));
        ((next.is_some() || dice.one_in(2)).then_some(last), next)
    };
    let mut sheets = vec![sheet(dice, currency, first, last)];
    if let Some(next) = next {
        sheets.push(sheet(dice, currency, next, None));
    }
    Contract { sheets }
}

fn sheet(
    dice: &mut Dice<'_>,
    (currency, places): (&'static str, u32),
    first: NaiveDate,
    last: Option<NaiveDate>,
) -> Sheet {
    let rounding = match dice.roll(8) {
        4 => Rounding::Up,
        5 => Rounding::Down,
        6 => Rounding::HalfEven,
        7 => Rounding::To(Decimal::new(5, places)),
        _ => Rounding::HalfUp,
    };
    let units = dice.pick(&[Units::KgCm, Units::LbIn]);
    let cells = dice.pick(&[Cells::Net, Cells::Both, Cells::Gross]);
    let (origin, mut zones, chart) = places::places(dice);
    let taxes = if chart.is_some() { Vec::new() } else { taxes(dice, first) };
    for zone in &mut zones {
        zone.regime = match dice.roll(5) {
            3 => Regime::Exempt,
            4 => Regime::NotStated,
            tax if chart.is_none() => Regime::Tax(tax % taxes.len()),
            _ => Regime::NotStated,
        };
        if chart.is_some() {
            zone.regime = Regime::NotStated;
        }
    }
    let weight = prices::weight(dice, units);
    let mut sheet = Sheet {
        currency,
        places,
        digits: (dice.one_in(6)).then_some(places + 2),
        rounding,
        cells,
        first,
        last,
        origin,
        taxes,
        zones,
        chart,
        table: prices::empty(),
        weight,
        limits: Vec::new(),
        lowest_break: dice.one_in(6),
        flat: Vec::new(),
        rows: Vec::new(),
        discount: None,
        surcharges: Vec::new(),
        minimum: None,
        transit: None,
    };
    sheet.table = prices::table(dice, &sheet);
    sheet.limits = limits(dice, &sheet);
    if sheet.cells != Cells::Both && dice.one_in(3) {
        sheet.flat = prices::flat(dice, &sheet);
    }
    sheet.rows = prices::rows(dice, &sheet);
    sheet.discount = dice.one_in(4).then(|| dice.decimal(50_000, 3) + Decimal::new(1, 3));
    surcharges::surcharges(dice, &mut sheet);
    if dice.one_in(4) {
        let amount = prices::amount(dice, sheet.places, 60);
        sheet.minimum = Some((amount, surcharges::on(dice, &sheet)));
    }
    sheet.transit = (!dice.one_in(4)).then(|| transit(dice, &sheet));
    sheet
}

fn taxes(dice: &mut Dice<'_>, first: NaiveDate) -> Vec<Tax> {
    let percents = [21, 10, 19, 77].map(|percent| Decimal::new(percent, u32::from(percent == 77)));
    let tax = |dice: &mut Dice<'_>, name: &str| {
        let begin = if dice.one_in(5) {
            first + Days::new(dice.roll(12) as u64)
        } else {
            "2012-09-01".parse().unwrap()
        };
        let mut rows = vec![Dated { from: begin, until: None, percent: dice.pick(&percents) }];
        if dice.one_in(3) {
            let from = first.max(begin) + Days::new(1 + dice.roll(15) as u64);
            rows.push(Dated { from, until: None, percent: dice.pick(&percents) });
        }
        if dice.one_in(4) {
            let last = rows.last_mut().unwrap();
            last.until = Some(last.from.max(first) + Days::new(1 + dice.roll(30) as u64));
        }
        Tax { name: name.to_owned(), rows }
    };
    vec![tax(dice, "iva"), tax(dice, "reduced")]
}

fn limits(dice: &mut Dice<'_>, sheet: &Sheet) -> Vec<(Quantity, Decimal)> {
    let end = prices::end(&sheet.table);
    let mut limits = Vec::new();
    let mut limit = |dice: &mut Dice<'_>, quantity: Quantity, values: &[Decimal]| {
        if let Some(value) = dice.pick_if(5, values) {
            limits.push((quantity, value));
        }
    };
    limit(dice, Quantity::Weight, &[end, end - Decimal::new(25, 2)]);
    if sheet.weight.count == Count::Parcel {
        limit(dice, Quantity::Billable, &[end, end - Decimal::new(25, 2)]);
    }
    limit(dice, Quantity::ShipmentWeight, &[end, end - Decimal::new(25, 2)]);
    for quantity in SIDES {
        limit(dice, quantity, &side_values(quantity, sheet.weight.units, 2));
    }
    limits
}

/// All quantities that sides decide.
pub(crate) const SIDES: [Quantity; 6] = [
    Quantity::Longest,
    Quantity::Second,
    Quantity::Shortest,
    Quantity::SumOfSides,
    Quantity::LengthPlusGirth,
    Quantity::Volume,
];

/// Bounds that sides of whole micrometres can meet exactly.
fn side_values(quantity: Quantity, units: Units, times: i64) -> Vec<Decimal> {
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

fn transit(dice: &mut Dice<'_>, sheet: &Sheet) -> Transit {
    let days = sheet.zones.iter().map(|_| {
        let fewest = dice.pick(&[1, 2, 3, 4]);
        let range = (fewest, fewest + dice.pick(&[0, 1, 2]));
        (!dice.one_in(5)).then_some(range)
    });
    let days = days.collect();
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let cut_offs = [
        (at(17), "Europe/Madrid"),
        (at(14), "Europe/Lisbon"),
        (at(16), "America/New_York"),
        (at(12), "Atlantic/Canary"),
    ];
    let cut_off = (!dice.one_in(3)).then(|| dice.pick(&cut_offs));
    let calendar = dice.pick(&[Calendar::Destination, Calendar::Origin, Calendar::Both]);
    Transit { days, cut_off, calendar }
}
