//! What is sent by a sheet: at every boundary of weight one nanogram to each side, at every boundary of a side one
//! micrometre, at both ends of every period a day, at every sum a cent; and anything.

use chrono::{Days as Count, NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::limits::SIDES;
use super::whereabouts::{place, places, with_sets};
use super::{Dice, prices};
use crate::plan::{
    Choice, Contract, Cover, Days, Order, Parcel, Percent, Place, Quantity, Sheet, Surcharge, Test,
    TransitDays, Units, Value, What,
};

/// All boundaries of a sheet, and some orders that are anything.
pub(crate) fn orders(dice: &mut Dice<'_>, contract: &Contract) -> Vec<Order> {
    let mut orders = Vec::new();
    for sheet in &contract.sheets {
        let mut maker = Maker::new(contract, sheet);
        let plain = maker.order(dice);
        for grams in maker.weights() {
            let mut order = plain.clone();
            let declared = order.parcels[0].declared;
            order.parcels = vec![Parcel { grams, sides: None, boxed: None, declared }];
            orders.push(order.clone());
            for sides in [[120, 90, 60], [600, 500, 400]] {
                order.parcels[0].sides = Some(sides.map(Decimal::from));
                orders.push(order.clone());
            }
        }
        for sides in maker.sides() {
            let mut order = plain.clone();
            order.parcels.truncate(1);
            order.parcels[0].sides = Some(sides);
            order.parcels[0].boxed = None;
            orders.push(order);
        }
        for day in maker.days() {
            let order = Order { ready_on: day, ..plain.clone() };
            orders.push(order);
        }
        orders.extend(maker.sums(&plain));
        for _ in 0..30 {
            let order = maker.order(dice);
            orders.push(order);
        }
    }
    orders
}

struct Maker<'c> {
    sheet: &'c Sheet,
    places: Vec<Place>,
    origins: Vec<Place>,
    dates: Vec<NaiveDate>,
    known: Vec<Choice>,
}

impl<'c> Maker<'c> {
    fn new(contract: &'c Contract, sheet: &'c Sheet) -> Self {
        let speaks = |choice: &Choice| {
            let of_sheet = |sheet: &Sheet| {
                let mut tests = sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when);
                tests.any(|test| matches!(test, Test::Option(known) if known == choice))
            };
            contract.sheets.iter().all(of_sheet)
        };
        let all = [Choice::Cod, Choice::Insurance, Choice::Saturday, Choice::Signature];
        let mut dates = dates(sheet);
        dates.retain(|day| *day >= sheet.first);
        dates.sort();
        dates.dedup();
        Self {
            sheet,
            places: places(&with_sets(destinations(sheet), &sheet.sets)),
            origins: places(&with_sets(origins(sheet), &[])),
            dates,
            known: all.into_iter().filter(speaks).collect(),
        }
    }

    fn order(&mut self, dice: &mut Dice<'_>) -> Order {
        let mut from = dice.pick(&self.origins);
        if !dice.one_in(4) {
            from = place("ES", Some("28013"));
        }
        let mut to = dice.pick(&self.places);
        if !dice.one_in(6) && to.code.is_none() {
            to = place("ES", Some("08001"));
        }
        to.residential = dice.pick(&[Some(false), Some(true), None]);
        let parcels = (0..=dice.pick(&[0, 0, 0, 1, 2, 3])).map(|_| self.parcel(dice)).collect();
        let sum = |dice: &mut Dice<'_>| prices::amount(dice, self.sheet.places, 500) + Decimal::ONE;
        let day = dice.pick(&self.dates) + Count::new(dice.roll(9) as u64);
        let hour =
            dice.pick(&[(10, 0), (17, 0), (17, 1), (14, 0), (14, 1), (23, 30), (12, 0), (11, 59)]);
        // What no rule speaks of is refused: seldom asked.
        let asks = |dice: &mut Dice<'_>, choice: Choice| {
            if self.known.contains(&choice) { dice.one_in(2) } else { dice.one_in(60) }
        };
        let (cod, insured) = (asks(dice, Choice::Cod), asks(dice, Choice::Insurance));
        Order {
            from,
            to,
            parcels,
            cod: cod.then(|| sum(dice)),
            insured: insured.then(|| sum(dice)),
            foreign: dice.pick_if(20, &[Value::Cod, Value::Insured, Value::Declared]),
            saturday: asks(dice, Choice::Saturday),
            signature: asks(dice, Choice::Signature),
            ready_on: if dice.one_in(3) { day } else { self.sheet.first + Count::new(7) },
            ready_at: dice.one_in(2).then(|| NaiveTime::from_hms_opt(hour.0, hour.1, 0).unwrap()),
        }
    }

    fn parcel(&self, dice: &mut Dice<'_>) -> Parcel {
        let weights = self.weights();
        let near_boundary = dice.pick(&weights);
        let grams = match dice.roll(3) {
            0 => Decimal::from(1 + dice.roll(6000)),
            1 => near_boundary,
            // Two of them make a boundary together.
            _ => (near_boundary / Decimal::TWO).round_dp(9),
        };
        let (unit, micrometre) = (self.millimetres(), Decimal::new(1, 3));
        // At whole units, at the halves that rounding turns on, and a micrometre beside.
        let offsets = [Decimal::ZERO, unit / Decimal::TWO, unit / Decimal::from(4)];
        let mut side = || {
            let nudge = dice.pick(&[Decimal::ZERO, Decimal::ZERO, micrometre, -micrometre]);
            let whole = unit * Decimal::from(1 + dice.roll(24));
            (whole + dice.pick(&offsets) + nudge).normalize()
        };
        let sides = [side(), side(), side()];
        let boxes: Vec<String> = self.sheet.flat.iter().map(|flat| flat.name.clone()).collect();
        let is_boxed = !boxes.is_empty() && dice.one_in(3);
        let unknown_box = dice.one_in(20);
        Parcel {
            grams,
            sides: (!dice.one_in(5)).then_some(sides),
            boxed: if is_boxed {
                Some(dice.pick(&boxes))
            } else {
                unknown_box.then(|| "crate".to_owned())
            },
            declared: (!dice.one_in(8)).then(|| prices::amount(dice, self.sheet.places, 500)),
        }
    }

    fn millimetres(&self) -> Decimal {
        match self.sheet.weight.units {
            Units::KgCm => Decimal::TEN,
            Units::LbIn => Decimal::new(254, 1),
        }
    }

    /// Every boundary of weight, and a nanogram to each side.
    fn weights(&self) -> Vec<Decimal> {
        let sheet = self.sheet;
        let rules = &sheet.weight;
        let mut units: Vec<Decimal> = Vec::new();
        for table in sheet.lists.iter().map(|list| &list.table) {
            units.extend(table.steps.iter().map(|step| step.boundary));
            units.extend(table.steps[0].begins.filter(|begins| !begins.is_zero()));
            let mut start = *units.last().unwrap();
            for tail in &table.tails {
                units.extend([start + tail.unit, start + tail.unit * Decimal::TWO, tail.end]);
                start = tail.end;
            }
        }
        units.extend(rules.unit);
        units.extend(rules.volumetric_from);
        units.extend(rules.minimum);
        units.extend(sheet.flat.iter().map(|flat| flat.weight));
        units.extend(self.bounds().filter(|bound| bound.0.is_weight()).map(|bound| bound.1));
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

    /// What quantities are limited to and compared with.
    fn bounds(&self) -> impl Iterator<Item = (Quantity, Decimal)> {
        let sheet = self.sheet;
        let compared = tests(sheet).filter_map(|test| match test {
            Test::Compare(quantity, _, value) => Some((*quantity, *value)),
            _ => None,
        });
        sheet.limits.iter().chain(&sheet.least).copied().chain(compared)
    }

    /// Sides in millimetres that meet every bound exactly, and a micrometre to each side.
    fn sides(&self) -> Vec<[Decimal; 3]> {
        let sheet = self.sheet;
        let only_above = sheet.weight.only_above.map(|volume| (Quantity::Volume, volume));
        let bounds = self.bounds().filter(|(quantity, _)| SIDES.contains(quantity));
        let unit = self.millimetres();
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

    /// Both ends of every period, and a day to each side.
    fn days(&self) -> Vec<NaiveDate> {
        let beside = |day: &NaiveDate| [*day - Count::new(1), *day, *day + Count::new(1)];
        self.dates.iter().flat_map(beside).collect()
    }

    /// At every sum that a condition names, and the smallest coin to each side.
    fn sums(&self, plain: &Order) -> Vec<Order> {
        let coin = Decimal::new(1, self.sheet.places);
        let mut orders = Vec::new();
        for test in tests(self.sheet) {
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
}

fn tests(sheet: &Sheet) -> impl Iterator<Item = &Test> {
    let of_rows = sheet.rows.iter().flat_map(|(when, _)| when);
    let of_boxes = sheet.flat.iter().flat_map(|flat| &flat.when);
    of_rows.chain(of_boxes).chain(sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when))
}

fn destinations(sheet: &Sheet) -> Vec<&Cover> {
    let mut covers: Vec<&Cover> =
        sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| &pattern.cover).collect();
    covers.extend(sheet.chart.iter().flatten().map(|row| &row.destination));
    if let Some(TransitDays::Chart(rows)) = sheet.transit.as_ref().map(|transit| &transit.days) {
        covers.extend(rows.iter().map(|row| &row.destination));
    }
    for test in tests(sheet) {
        if let Test::Place(list) | Test::PlaceFile(list) = test {
            covers.extend(list.iter().map(|pattern| &pattern.cover));
        }
    }
    covers
}

fn origins(sheet: &Sheet) -> Vec<&Cover> {
    let mut covers: Vec<&Cover> = sheet.origin.iter().map(|pattern| &pattern.cover).collect();
    covers.extend(sheet.chart.iter().flatten().map(|row| &row.origin));
    let patterns = sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| &pattern.cover);
    covers.extend(patterns.filter(|cover| matches!(cover, Cover::Same(..))));
    covers
}

/// Both ends of everything that has days.
fn dates(sheet: &Sheet) -> Vec<NaiveDate> {
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
