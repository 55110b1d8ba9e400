//! Random sheets, by construction without a fault: each is to be loaded and priced. A sheet is made from a row of dice, and a
//! die that shows nothing chooses what is plain, so what proptest shrinks to is plain.

mod boundaries;
mod codes;
mod exceptions;
mod limits;
pub(crate) mod orders;
mod places;
mod prices;
mod surcharges;
mod transit;
mod whereabouts;

use chrono::{Days as Count, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::plan::{Cells, Contract, Dated, Days, List, Regime, Rounding, Sheet, Tax, Units};

/// The dice that everything is made from.
pub(crate) fn dice() -> impl Strategy<Value = Row> {
    prop::collection::vec(any::<u16>(), 0..1500).prop_map(Row)
}

/// A row of dice; what is made from it tells more than what they show.
#[derive(Clone)]
pub(crate) struct Row(Vec<u16>);

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} dice", self.0.len())
    }
}

/// Dice in the order they are asked for; beyond the last all show nothing.
#[derive(Clone, Debug)]
pub(crate) struct Dice<'d> {
    left: std::slice::Iter<'d, u16>,
}

impl<'d> Dice<'d> {
    pub(crate) fn new(row: &'d Row) -> Self {
        Self { left: row.0.iter() }
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

/// The days on which a sheet may change something: few, so that changes meet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changes {
    first: NaiveDate,
}

impl Changes {
    fn day(self, after: u64) -> NaiveDate {
        self.first + Count::new(after)
    }

    /// Some of the sheet's days; orders are ready on the eighth of them.
    fn span(self, dice: &mut Dice<'_>) -> Days {
        let (from, until) = dice.pick(&[
            (None, Some(7)),
            (Some(7), None),
            (Some(4), Some(8)),
            (None, Some(6)),
            (Some(8), Some(14)),
        ]);
        Days { from: from.map(|day| self.day(day)), until: until.map(|day| self.day(day)) }
    }

    /// Days before and days after; some have a gap between.
    fn parted(self, dice: &mut Dice<'_>) -> [Days; 2] {
        let (until, from) = dice.pick(&[(6, 7), (7, 8), (5, 8), (9, 10)]);
        let (until, from) = (Some(self.day(until)), Some(self.day(from)));
        [Days { from: None, until }, Days { from, until: None }]
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
        (Some(last), Some(last + Count::new(1)))
    } else {
        let last = first + Count::new(20 + dice.roll(60) as u64);
        let next = dice.one_in(6).then(|| last + Count::new(1 + dice.roll(4) as u64));
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
    let changes = Changes { first };
    let places::Places { origin, sets, mut zones, chart } = places::places(dice, changes);
    let taxes = if chart.is_some() { Vec::new() } else { taxes(dice, first) };
    let is_plain = dice.one_in(6);
    for zone in &mut zones {
        zone.regime = match dice.roll(5) {
            _ if chart.is_some() || is_plain => Regime::NotStated,
            3 => Regime::Exempt,
            4 => Regime::NotStated,
            tax => Regime::Tax(tax % taxes.len()),
        };
    }
    let mut sheet = Sheet {
        currency,
        places,
        digits: (dice.one_in(6)).then_some(places + 2),
        rounding,
        cells,
        first,
        last,
        origin,
        sets,
        taxes,
        zones,
        chart,
        sold: if dice.one_in(8) { changes.span(dice) } else { Days::ALWAYS },
        weight: prices::weight(dice, units),
        limits: Vec::new(),
        least: Vec::new(),
        lowest_break: dice.one_in(6),
        bans_below: false,
        lists: Vec::new(),
        flat: Vec::new(),
        rows: Vec::new(),
        discount: None,
        surcharges: Vec::new(),
        minimum: None,
        transit: None,
    };
    sheet.lists = lists(dice, &sheet, changes);
    let tables = || sheet.lists.iter().map(|list| &list.table);
    let has_minima = tables().all(|table| table.steps[0].begins.is_some());
    sheet.bans_below = has_minima && dice.one_in(2);
    (sheet.limits, sheet.least) = limits::limits(dice, &sheet);
    if dice.one_in(2) {
        sheet.flat = prices::flat(dice, &sheet, changes);
    }
    sheet.rows = prices::rows(dice, &sheet, changes);
    sheet.discount = dice.one_in(4).then(|| dice.decimal(50_000, 3) + Decimal::new(1, 3));
    surcharges::surcharges(dice, &mut sheet, changes);
    if dice.one_in(4) {
        let amount = prices::amount(dice, sheet.places, 60);
        sheet.minimum = Some((amount, surcharges::on(dice, &sheet)));
    }
    sheet.transit = (!dice.one_in(4)).then(|| transit::transit(dice, &sheet, changes));
    sheet
}

/// Prices for all days, or in two files for days that are apart.
fn lists(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Vec<List> {
    let named = if dice.one_in(3) { 1 + dice.roll(2) } else { 0 };
    let mut days = vec![Days::ALWAYS];
    if dice.one_in(6) {
        days = changes.parted(dice).to_vec();
    }
    let table = |days| List { days, table: prices::table(dice, sheet, named, changes) };
    days.into_iter().map(table).collect()
}

fn taxes(dice: &mut Dice<'_>, first: NaiveDate) -> Vec<Tax> {
    let percents = [21, 10, 19, 77].map(|percent| Decimal::new(percent, u32::from(percent == 77)));
    let tax = |dice: &mut Dice<'_>, name: &str| {
        let begin = if dice.one_in(5) {
            first + Count::new(dice.roll(12) as u64)
        } else {
            "2012-09-01".parse().unwrap()
        };
        let mut rows = vec![Dated { from: begin, until: None, percent: dice.pick(&percents) }];
        if dice.one_in(3) {
            let from = first.max(begin) + Count::new(1 + dice.roll(15) as u64);
            rows.push(Dated { from, until: None, percent: dice.pick(&percents) });
        }
        if dice.one_in(4) {
            let last = rows.last_mut().unwrap();
            last.until = Some(last.from.max(first) + Count::new(1 + dice.roll(30) as u64));
        }
        Tax { name: name.to_owned(), rows }
    };
    vec![tax(dice, "iva"), tax(dice, "reduced")]
}
