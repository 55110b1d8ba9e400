//! What is sent by a sheet: at every boundary of weight one nanogram to each side, at every boundary of a side one
//! micrometre, at both ends of every period a day; and anything.

use chrono::{Days, NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::places::{OTHERS, ends};
use super::{Dice, SIDES, features, prices};
use crate::judge::digits;
use crate::plan::{
    Contract, Cover, Order, Parcel, Percent, Place, Quantity, Sheet, Test, Units, What,
};

/// All boundaries of a sheet, and some orders that are anything.
pub(crate) fn orders(dice: &mut Dice<'_>, contract: &Contract) -> Vec<Order> {
    let mut orders = Vec::new();
    for sheet in &contract.sheets {
        let mut maker = Maker::new(contract, sheet);
        let plain = maker.order(dice);
        for grams in maker.weights() {
            let mut order = plain.clone();
            order.parcels = vec![Parcel {
                grams,
                sides: None,
                boxed: None,
                declared: order.parcels[0].declared,
            }];
            orders.push(order.clone());
            order.parcels[0].sides = Some([40, 30, 20].map(|side| Decimal::from(side * 3)));
            orders.push(order);
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
    has_same: bool,
    has_cod: bool,
    has_insurance: bool,
}

impl<'c> Maker<'c> {
    fn new(contract: &'c Contract, sheet: &'c Sheet) -> Self {
        let asks = |wanted: fn(&Test) -> bool| {
            let speaks = |sheet: &Sheet| {
                let mut tests = sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when);
                tests.any(wanted)
            };
            contract.sheets.iter().all(speaks)
        };
        let mut covers: Vec<&Cover> =
            sheet.zones.iter().flat_map(|zone| &zone.to).map(|pattern| &pattern.cover).collect();
        covers.extend(sheet.chart.iter().flatten().map(|row| &row.destination));
        for test in sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when) {
            if let Test::Place(list) | Test::PlaceFile(list) = test {
                covers.extend(list.iter().map(|pattern| &pattern.cover));
            }
        }
        let mut origins: Vec<&Cover> = sheet.origin.iter().map(|pattern| &pattern.cover).collect();
        origins.extend(sheet.chart.iter().flatten().map(|row| &row.origin));
        let mut dates = vec![sheet.first];
        dates.extend(sheet.last);
        let rows = sheet.taxes.iter().flat_map(|tax| &tax.rows);
        let fuel = sheet.surcharges.iter().filter_map(|surcharge| match &surcharge.what {
            What::Percent(Percent::ByDate { rows, .. }, _) => Some(rows),
            _ => None,
        });
        for later in sheet.table.steps.iter().filter_map(|step| step.later.as_ref()) {
            dates.extend([later.until, later.from]);
        }
        for row in rows.chain(fuel.flatten()) {
            dates.push(row.from);
            dates.extend(row.until);
        }
        dates.retain(|day| *day >= sheet.first);
        dates.sort();
        dates.dedup();
        Self {
            sheet,
            has_same: contract.sheets.iter().any(has_same),
            places: places(&covers),
            origins: places(&origins),
            dates,
            has_cod: asks(|test| matches!(test, Test::Cod)),
            has_insurance: asks(|test| matches!(test, Test::Insurance)),
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
        if self.has_same && !features::SAME_WITHOUT_A_CODE {
            for place in [&mut from, &mut to] {
                if place.country == "ES" && place.code.is_none() {
                    place.code = Some("28900".to_owned());
                }
            }
        }
        to.residential = dice.pick(&[Some(false), Some(true), None]);
        let parcels = (0..=dice.pick(&[0, 0, 0, 1, 2, 3])).map(|_| self.parcel(dice)).collect();
        let sum = |dice: &mut Dice<'_>| prices::amount(dice, self.sheet.places, 500) + Decimal::ONE;
        let day = dice.pick(&self.dates) + Days::new(dice.roll(9) as u64);
        let hour =
            dice.pick(&[(10, 0), (17, 0), (17, 1), (14, 0), (14, 1), (23, 30), (12, 0), (11, 59)]);
        Order {
            from,
            to,
            parcels,
            cod: (self.has_cod && dice.one_in(2)).then(|| sum(dice)),
            insured: (self.has_insurance && dice.one_in(2)).then(|| sum(dice)),
            ready_on: if dice.one_in(3) { day } else { self.sheet.first + Days::new(7) },
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
        let unit = self.millimetres();
        let mut side = || {
            let nudge = dice.pick(&[0, 0, 1, -1, 500]);
            (unit * Decimal::from(1 + dice.roll(24)) + Decimal::new(nudge, 3)).normalize()
        };
        let sides = [side(), side(), side()];
        let boxes: Vec<String> = self.sheet.flat.iter().map(|flat| flat.name.clone()).collect();
        let is_boxed = !boxes.is_empty() && dice.one_in(3);
        let unknown_box = dice.one_in(20);
        Parcel {
            grams,
            sides: (!dice.one_in(5)).then_some(sides),
            boxed: if unknown_box {
                Some("crate".to_owned())
            } else {
                is_boxed.then(|| dice.pick(&boxes))
            },
            declared: (!dice.one_in(5)).then(|| prices::amount(dice, self.sheet.places, 500)),
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
        let (sheet, table) = (self.sheet, &self.sheet.table);
        let rules = &sheet.weight;
        let mut units: Vec<Decimal> = table.steps.iter().map(|step| step.boundary).collect();
        let mut start = *units.last().unwrap();
        for tail in &table.tails {
            units.extend([start + tail.unit, start + tail.unit * Decimal::TWO, tail.end]);
            start = tail.end;
        }
        units.extend(rules.unit);
        units.extend(rules.volumetric_from);
        units.extend(rules.minimum);
        units.extend(sheet.flat.iter().map(|flat| flat.weight));
        let is_weight = |quantity: Quantity| !quantity.is_of_sides();
        units.extend(sheet.limits.iter().filter(|limit| is_weight(limit.0)).map(|limit| limit.1));
        for surcharge in &sheet.surcharges {
            units.extend(match surcharge.what {
                What::Bill(floor) => Some(floor),
                _ => None,
            });
        }
        units.extend(
            self.compared().filter(|(quantity, _)| is_weight(*quantity)).map(|(_, value)| value),
        );
        units.sort();
        units.dedup();
        let gram = match rules.units {
            Units::KgCm => Decimal::from(1000),
            Units::LbIn => Decimal::new(45_359_237, 5),
        };
        let nanogram = Decimal::new(1, 9);
        let beside = |value: Decimal| [value - nanogram, value, value + nanogram];
        units.into_iter().flat_map(|value| beside(value * gram)).collect()
    }

    fn compared(&self) -> impl Iterator<Item = (Quantity, Decimal)> {
        let sheet = self.sheet;
        let of_surcharges = sheet.surcharges.iter().flat_map(|surcharge| &surcharge.when);
        let tests = sheet.rows.iter().flat_map(|(when, _)| when).chain(of_surcharges);
        tests.filter_map(|test| match test {
            Test::Compare(quantity, _, value) => Some((*quantity, *value)),
            _ => None,
        })
    }

    /// Sides in millimetres that meet every bound exactly, and a micrometre to each side.
    fn sides(&self) -> Vec<[Decimal; 3]> {
        let sheet = self.sheet;
        let mut bounds: Vec<(Quantity, Decimal)> = sheet.limits.clone();
        bounds.extend(self.compared());
        bounds.extend(sheet.weight.only_above.map(|volume| (Quantity::Volume, volume)));
        let unit = self.millimetres();
        let (one, two, ten) = (Decimal::ONE, Decimal::TWO, Decimal::TEN);
        let mut all = Vec::new();
        for (quantity, bound) in bounds.into_iter().filter(|(quantity, _)| SIDES.contains(quantity))
        {
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
        let beside = |day: &NaiveDate| [*day - Days::new(1), *day, *day + Days::new(1)];
        self.dates.iter().flat_map(beside).collect()
    }
}

fn has_same(sheet: &Sheet) -> bool {
    let mut patterns = sheet.zones.iter().flat_map(|zone| &zone.to);
    patterns.any(|pattern| matches!(pattern.cover, Cover::Same(_)))
}

fn place(country: &'static str, code: Option<&str>) -> Place {
    Place { country, code: code.map(str::to_owned), region: None, residential: Some(false) }
}

/// Places at the ends of every pattern and beside them, with and without what an address can lack.
fn places(covers: &[&Cover]) -> Vec<Place> {
    let mut places =
        vec![place("ES", Some("08001")), place("ES", Some("28013")), place("ES", None)];
    places.extend(OTHERS.iter().map(|country| place(country, None)));
    for cover in covers {
        match cover {
            Cover::Any | Cover::Union => places.push(place("GB", Some("SW1 1AA"))),
            Cover::Same(country) => places.push(place(country, Some("28900"))),
            Cover::Country(country) => {
                places.push(place(country, None));
                let digits = digits(country);
                if digits > 0 {
                    places.push(place(country, Some(&spaced(country, &"5".repeat(digits)))));
                }
            }
            Cover::Region(country, region) => {
                let code = spaced(country, &"6".repeat(digits(country)));
                places.push(Place { region: Some(region), ..place(country, Some(&code)) });
                places.push(place(country, Some(&code)));
                places.push(Place { region: Some(region), ..place(country, None) });
            }
            Cover::Begins("GB", text) | Cover::Between("GB", text, _) => {
                for code in [format!("{text}1 1AA"), format!("{text} 4AA"), "AB34 5XY".to_owned()] {
                    let is_code = text.chars().any(|c| c.is_ascii_digit())
                        || !code.contains(&format!("{text} "));
                    if is_code
                        && code.len() <= 8
                        && !code.starts_with("AB331")
                        && !code.starts_with("AB311")
                    {
                        places.push(place("GB", Some(&code)));
                    }
                }
            }
            Cover::Begins(country, _) | Cover::Between(country, _, _) => {
                let (low, high) = ends(cover).unwrap();
                at_ends(country, low, high, &mut places);
            }
        }
    }
    places
}

fn at_ends(country: &'static str, low: &str, high: &str, places: &mut Vec<Place>) {
    let digits = digits(country);
    let first: i64 = format!("{low:0<digits$}").parse().unwrap();
    let last: i64 = format!("{high:9<digits$}").parse().unwrap();
    for code in [first - 1, first, last, last + 1] {
        let text = format!("{code:0digits$}");
        if text.len() == digits && code > 0 {
            places.push(place(country, Some(&spaced(country, &text))));
        }
    }
    // The beginning of a code alone.
    places.push(place(country, Some(low)));
}

/// As people write it.
fn spaced(country: &str, code: &str) -> String {
    if country == "PT" && code.len() == 7 {
        format!("{}-{}", &code[..4], &code[4..])
    } else {
        code.to_owned()
    }
}
