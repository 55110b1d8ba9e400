//! What holds for every sheet whatever it says: no order of rows, columns, patterns, zones or files is a price, what is
//! published comes out as it was published, and asking twice gives one answer.

use arriero::model::Money;
use proptest::prelude::*;

use crate::agreement::{load, request};
use crate::judge::digits;
use crate::make::{Dice, contract, dice, orders::orders};
use crate::plan::{
    Cells, Contract, Cover, Days, Named, Of, Pattern, Percent, Regime, Sheet, Test, TransitDays,
    What,
};

/// The same sheets with everything in another order that may not matter.
fn shuffled(contract: &Contract, dice: &mut Dice<'_>) -> Contract {
    let mut contract = contract.clone();
    for sheet in &mut contract.sheets {
        zones(sheet, dice);
        shuffle(&mut sheet.origin, dice);
        for zone in &mut sheet.zones {
            shuffle(&mut zone.to, dice);
        }
        if let Some(rows) = &mut sheet.chart {
            shuffle(rows, dice);
        }
        for set in &mut sheet.sets {
            shuffle(&mut set.members, dice);
        }
        if let Some(TransitDays::Chart(rows)) =
            sheet.transit.as_mut().map(|transit| &mut transit.days)
        {
            shuffle(rows, dice);
        }
        shuffle(&mut sheet.limits, dice);
        shuffle(&mut sheet.least, dice);
        shuffle(&mut sheet.lists, dice);
        for list in &mut sheet.lists {
            shuffle(&mut list.table.named, dice);
        }
        shuffle(&mut sheet.flat, dice);
        for tax in &mut sheet.taxes {
            shuffle(&mut tax.rows, dice);
        }
        for surcharge in &mut sheet.surcharges {
            for test in &mut surcharge.when {
                if let Test::Place(list) | Test::PlaceFile(list) = test {
                    shuffle::<Pattern>(list, dice);
                }
            }
            if let What::Percent(percent, of) = &mut surcharge.what {
                if let Percent::ByDate { rows, .. } = percent {
                    shuffle(rows, dice);
                }
                if let Of::Lines(lines) = of {
                    shuffle::<Named>(lines, dice);
                }
            }
        }
    }
    contract
}

fn shuffle<T>(list: &mut [T], dice: &mut Dice<'_>) {
    for last in (1..list.len()).rev() {
        list.swap(last, dice.roll(last + 1));
    }
}

/// Zones in another order, and with them the columns of cells and whatever names a zone by its place.
fn zones(sheet: &mut Sheet, dice: &mut Dice<'_>) {
    let mut order: Vec<usize> = (0..sheet.zones.len()).collect();
    shuffle(&mut order, dice);
    let place = |zone: usize| order.iter().position(|old| *old == zone).unwrap();
    sheet.zones = order.iter().map(|zone| sheet.zones[*zone].clone()).collect();
    let reorder = |cells: &mut Vec<crate::plan::Cell>| {
        *cells = order.iter().map(|zone| cells[*zone]).collect();
    };
    for row in sheet.lists.iter_mut().flat_map(|list| list.table.rows_mut()) {
        row.all_cells().for_each(reorder);
    }
    if let Some(transit) = &mut sheet.transit
        && let TransitDays::ByZone(days) = &mut transit.days
    {
        *days = order.iter().map(|zone| days[*zone]).collect();
    }
    for row in sheet.chart.iter_mut().flatten() {
        row.value = place(row.value);
    }
    for surcharge in &mut sheet.surcharges {
        if let What::ByZone(amounts) = &mut surcharge.what {
            *amounts = order.iter().map(|zone| amounts[*zone]).collect();
        }
    }
    let of_boxes = sheet.flat.iter_mut().flat_map(|flat| &mut flat.when);
    let of_surcharges = sheet.surcharges.iter_mut().flat_map(|surcharge| &mut surcharge.when);
    let of_rows = sheet.rows.iter_mut().flat_map(|(when, _)| when);
    for test in of_rows.chain(of_boxes).chain(of_surcharges) {
        if let Test::Zone(zones) = test {
            for zone in zones {
                *zone = place(*zone);
            }
        }
    }
}

/// A place in a zone that no other pattern can take.
fn plain_code(cover: &Cover) -> bool {
    matches!(cover, Cover::Country(country) if digits(country) == 0)
}

/// Leaves of a sheet what is published, on all days.
fn plain(sheet: &mut Sheet) {
    (sheet.digits, sheet.discount, sheet.minimum) = (None, None, None);
    (sheet.weight.unit, sheet.weight.tolerance, sheet.weight.minimum) = (None, None, None);
    (sheet.weight.divisor, sheet.weight.only_above) = (None, None);
    sheet.weight.volumetric_from = None;
    sheet.surcharges.clear();
    sheet.limits.clear();
    sheet.least.clear();
    sheet.rows.clear();
    (sheet.lowest_break, sheet.bans_below, sheet.sold) = (false, false, Days::ALWAYS);
    sheet.lists.truncate(1);
    sheet.lists[0].days = Days::ALWAYS;
    sheet.lists[0].table.named.clear();
    sheet.lists[0].table.rows_mut().for_each(|row| row.later = None);
    sheet.taxes.iter_mut().flat_map(|tax| &mut tax.rows).for_each(|row| row.until = None);
    sheet.taxes.iter_mut().for_each(|tax| tax.rows[0].from = "2012-09-01".parse().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_rows_columns_patterns_or_zones_is_a_price(row in dice(), other in dice()) {
        let mut dice = Dice::new(&row);
        let plan = contract(&mut dice);
        let moved = shuffled(&plan, &mut Dice::new(&other));
        let carriers = (load(&plan).map_err(TestCaseError::fail)?, load(&moved).map_err(TestCaseError::fail)?);
        for order in orders(&mut dice, &plan) {
            let request = request(&order, plan.sheets[0].currency);
            let (one, other) = (carriers.0.quote(&request), carriers.1.quote(&request));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(&one, &carriers.0.quote(&request));
            prop_assert_eq!(one.rates.len() + one.unavailable.len(), 1);
        }
    }

    #[test]
    fn a_published_cell_comes_out_as_it_was_published(row in dice()) {
        let mut dice = Dice::new(&row);
        let mut plan = contract(&mut dice);
        plan.sheets.truncate(1);
        let sheet = &mut plan.sheets[0];
        plain(sheet);
        let cells = sheet.lists[0].table.steps.iter().flat_map(|step| &step.row.cells).flatten();
        if cells.into_iter().any(|(net, _)| net.scale() > sheet.places) {
            return Ok(());
        }
        let carrier = load(&plan).map_err(TestCaseError::fail)?;
        let orders = orders(&mut dice, &plan);
        let sheet = &plan.sheets[0];
        for (zone, known) in sheet.zones.iter().enumerate().filter(|(_, zone)| zone.refuse.is_none()) {
            let countries = known.to.iter().filter(|pattern| !pattern.not && plain_code(&pattern.cover));
            for pattern in countries {
                let Cover::Country(country) = pattern.cover else { continue };
                let mut order = orders[0].clone();
                order.from.code = Some("28014".to_owned());
                order.to.country = country;
                order.to.code = None;
                order.parcels.truncate(1);
                order.parcels[0].sides = Some(["20", "10", "10"].map(|side| side.parse().unwrap()));
                order.parcels[0].boxed = None;
                for step in sheet.lists[0].table.steps.iter().filter(|step| step.owns_it) {
                    let Some((net, gross)) = step.row.cells[zone] else { continue };
                    order.parcels[0].grams = sheet.weight.in_grams(step.boundary);
                    let answer = carrier.quote(&request(&order, sheet.currency));
                    let Some(rate) = answer.rates.first() else { continue };
                    if rate.zone.as_deref() != Some(&known.name) {
                        continue;
                    }
                    prop_assert_eq!(rate.total.amount(), net);
                    if let (Regime::Tax(_), Cells::Both, Some(gross)) = (&known.regime, sheet.cells, gross) {
                        prop_assert_eq!(rate.tax.map(Money::amount), Some(gross - net));
                    }
                }
            }
        }
    }
}
