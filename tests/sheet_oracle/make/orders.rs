//! What is sent by a sheet: at every boundary of weight one nanogram to each side, at every boundary of a side one
//! micrometre, at both ends of every period a day, at every sum a cent; and anything.

use chrono::{Days as Count, NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::boundaries::{self, tests};
use super::whereabouts::{place, places, with_sets};
use super::{Dice, prices};
use crate::judge::judge;
use crate::plan::{Choice, Contract, Cover, Order, Parcel, Place, Sheet, Test, TransitDays, Value};

/// All boundaries of a sheet, and some orders that are anything.
pub(crate) fn orders(dice: &mut Dice<'_>, contract: &Contract) -> Vec<Order> {
    let mut orders = Vec::new();
    for sheet in &contract.sheets {
        let mut maker = Maker::new(contract, sheet);
        let plain = maker.priced(dice, contract);
        for grams in boundaries::weights(sheet) {
            let mut order = plain.clone();
            let declared = order.parcels[0].declared;
            order.parcels = vec![Parcel { grams, sides: None, boxed: None, declared }];
            orders.push(order.clone());
            for sides in [[120, 90, 60], [600, 500, 400]] {
                order.parcels[0].sides = Some(sides.map(Decimal::from));
                orders.push(order.clone());
            }
        }
        for sides in boundaries::sides(sheet) {
            let mut order = plain.clone();
            order.parcels.truncate(1);
            order.parcels[0].sides = Some(sides);
            order.parcels[0].boxed = None;
            orders.push(order);
        }
        for parcels in boundaries::bulky(sheet) {
            let declared = plain.parcels[0].declared;
            let parcel =
                |(grams, sides)| Parcel { grams, sides: Some(sides), boxed: None, declared };
            let parcels = parcels.into_iter().map(parcel).collect();
            orders.push(Order { parcels, ..plain.clone() });
        }
        for (code, grams) in boundaries::boxes(sheet) {
            let mut order = plain.clone();
            let parcel = Parcel { grams, sides: None, boxed: Some(code), declared: None };
            order.parcels[0] = Parcel { declared: order.parcels[0].declared, ..parcel };
            orders.push(order);
        }
        for day in maker.days() {
            let order = Order { ready_on: day, ..plain.clone() };
            orders.push(order);
        }
        orders.extend(boundaries::sums(sheet, &plain));
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
        let mut dates = boundaries::dates(sheet);
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

    /// An order that has a price, if a few tries find one: what is refused shows no boundary.
    fn priced(&mut self, dice: &mut Dice<'_>, contract: &Contract) -> Order {
        let mut order = self.order(dice);
        for _ in 0..8 {
            if judge(contract, &order).is_ok() {
                break;
            }
            order = self.order(dice);
        }
        order
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
        let weights = boundaries::weights(self.sheet);
        let near_boundary = dice.pick(&weights);
        let grams = match dice.roll(3) {
            0 => Decimal::from(1 + dice.roll(6000)),
            1 => near_boundary,
            // Two of them make a boundary together.
            _ => (near_boundary / Decimal::TWO).round_dp(9),
        };
        let (unit, micrometre) = (boundaries::millimetres(self.sheet), Decimal::new(1, 3));
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

    /// Both ends of every period, and a day to each side.
    fn days(&self) -> Vec<NaiveDate> {
        let beside = |day: &NaiveDate| [*day - Count::new(1), *day, *day + Count::new(1)];
        self.dates.iter().flat_map(beside).collect()
    }
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
