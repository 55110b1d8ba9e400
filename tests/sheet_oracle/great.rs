//! Great sums: what a sheet can be loaded with never overflows and is exact to the last unit, and what could overflow is
//! refused at load. Boundaries do not belong here.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::agreement::{differences, load, told};
use crate::make::{Dice, contract, dice, orders::orders};
use crate::plan::{Order, Sheet, What};

/// The same sheet with all amounts so many times as great.
fn enlarge(sheet: &mut Sheet, times: Decimal) {
    let enlarge = |amount: &mut Decimal| *amount *= times;
    let rows = sheet.lists.iter_mut().flat_map(|list| list.table.rows_mut());
    for (net, gross) in rows.flat_map(crate::plan::Row::all_cells).flatten().flatten() {
        enlarge(net);
        gross.iter_mut().for_each(enlarge);
    }
    for flat in &mut sheet.flat {
        enlarge(&mut flat.price);
        flat.gross.iter_mut().for_each(enlarge);
    }
    for surcharge in &mut sheet.surcharges {
        match &mut surcharge.what {
            What::Amount(amount) | What::ByWeight { amount, .. } => enlarge(amount),
            What::ByZone(amounts) => amounts.iter_mut().flatten().for_each(enlarge),
            What::Percent(..) | What::Bill(_) | What::Refuse(_) => {}
        }
        surcharge.floor.iter_mut().chain(&mut surcharge.cap).for_each(enlarge);
    }
    if let Some((amount, _)) = &mut sheet.minimum {
        enlarge(amount);
    }
}

/// Great sums, and more parcels.
fn enlarged(order: &Order, times: Decimal, parcels: usize) -> Order {
    let mut order = order.clone();
    let enlarge = |amount: &mut Decimal| *amount *= times;
    order.cod.iter_mut().chain(&mut order.insured).for_each(enlarge);
    order.parcels = order.parcels.iter().cycle().take(parcels).cloned().collect();
    order
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn great_sums_are_exact_or_refused_at_load(row in dice(), power in 0_u32..7, parcels in 0_usize..4) {
        let mut dice = Dice::new(&row);
        let mut plan = contract(&mut dice);
        let times = Decimal::from(10_u32.pow(power));
        plan.sheets.iter_mut().for_each(|sheet| enlarge(sheet, times));
        let carrier = match load(&plan) {
            Ok(carrier) => carrier,
            Err(faults) => {
                let is_told = ["exceeds 2^39 minor units", "is too large for a price"]
                    .iter()
                    .any(|words| faults.contains(words));
                prop_assert!(is_told, "{}", faults);
                return Ok(());
            }
        };
        // Of those that are anything, for they stand last.
        for order in orders(&mut dice, &plan).iter().rev().take(12) {
            let many = [1, 2, 10, 50][parcels];
            let order = enlarged(order, Decimal::from(10_u32.pow(power.min(5))), many);
            let differences = differences(&carrier, &plan, &order);
            prop_assert!(differences.is_empty(), "{}", told(&plan, &order, &differences));
        }
    }
}
