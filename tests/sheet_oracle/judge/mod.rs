//! The second opinion: the page on rate sheets written down as naively as it reads, over fractions of big integers. Nothing
//! here knows how the crate does it, and nothing of it is shared but the calendars, which are the crate's public data.

mod codes;
mod conditions;
mod days;
mod measures;
mod money;
mod places;
mod possible;
mod table;
mod weights;

use chrono::{DateTime, NaiveDate, Utc};
pub(crate) use codes::digits;
use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{Choice, Contract, Order, Sheet, Surcharge, Test, Value};
use conditions::Scene;

/// A price with everything that a rate tells of it.
#[derive(Clone, Debug)]
pub(crate) struct Price {
    pub(crate) lines: Vec<(String, Decimal)>,
    pub(crate) total: Decimal,
    pub(crate) tax: Option<Decimal>,
    pub(crate) includes_tax: bool,
    pub(crate) zone: String,
    /// Where the base of the first parcel is from.
    pub(crate) row: String,
    pub(crate) flags: Flags,
    /// Grams.
    pub(crate) billed: Exact,
    pub(crate) handed: NaiveDate,
    pub(crate) earliest: Option<NaiveDate>,
    pub(crate) latest: Option<NaiveDate>,
    pub(crate) business_days: Option<u16>,
    pub(crate) valid_until: Option<DateTime<Utc>>,
}

/// What a rate has to say beside its lines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flags {
    /// A parcel has no sides where they would have counted.
    pub(crate) without_sides: bool,
    /// The last percent was taken after its end.
    pub(crate) old_percent: bool,
    /// The tax was computed from a gross.
    pub(crate) derived_tax: bool,
    /// A weight was taken for less, within the tolerance; `None`: some was, and it changed nothing.
    pub(crate) tolerated: Option<bool>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum No {
    OutOfDate,
    /// The service is not sold, or has no price at all, on the day.
    NotSold,
    Foreign,
    NotPriced,
    NothingCollected,
    Lacking(Vec<&'static str>),
    OutsideZones,
    Refused(String),
    SidesNeeded,
    OverLimit,
    UnderLimit,
    BelowMinimum,
    AboveLastStep,
    Blank,
    Box,
    Unknown,
    PercentNeeded,
    ValueNeeded,
    TaxNeeded,
    Either(Vec<No>),
}

/// What the sheets say about an order.
pub(crate) fn judge(contract: &Contract, order: &Order) -> Result<Price, No> {
    let mut reason = No::OutOfDate;
    for sheet in &contract.sheets {
        let day = days::handed(sheet, order);
        if sheet.first <= day && sheet.last.is_none_or(|last| day <= last) {
            // A day in a gap is refused, whatever else there would be to say.
            let list = sheet.lists.iter().find(|list| list.days.contains(day));
            let list = list.filter(|list| table::has_a_price_on(&list.table, day));
            match list.filter(|_| sheet.sold.contains(day)) {
                Some(list) => return on_day(sheet, order, day, &list.table),
                None => reason = No::NotSold,
            }
        }
    }
    Err(reason)
}

fn on_day(
    sheet: &Sheet,
    order: &Order,
    day: NaiveDate,
    table: &crate::plan::Table,
) -> Result<Price, No> {
    if matches!(order.foreign, Some(Value::Cod)) && order.cod.is_some()
        || matches!(order.foreign, Some(Value::Insured)) && order.insured.is_some()
    {
        return Err(No::Foreign);
    }
    knows_what_is_asked(sheet, order, day)?;
    let zone = places::zone(sheet, order, day)?;
    if let Some(words) = &sheet.zones[zone].refuse {
        return Err(No::Refused(words.clone()));
    }
    let scene = Scene { sheet, table, order, zone, day };
    let weighed = weights::weigh(&scene)?;
    let bill = money::bill(&scene, &weighed)?;
    let (earliest, latest, business_days) = days::arrival(&scene);
    Ok(Price {
        lines: bill.lines,
        total: bill.total,
        tax: bill.tax,
        includes_tax: bill.includes_tax,
        zone: sheet.zones[zone].name.clone(),
        row: bill.row,
        flags: Flags {
            without_sides: weighed.without_sides,
            old_percent: bill.old_percent,
            derived_tax: bill.includes_tax && bill.tax.is_some_and(|tax| !tax.is_zero()),
            tolerated: weighed.tolerated,
        },
        billed: weighed.billed,
        handed: day,
        earliest,
        latest,
        business_days,
        valid_until: days::valid_until(sheet, day),
    })
}

/// What is asked beside the carriage is refused where no rule of the day speaks of it.
fn knows_what_is_asked(sheet: &Sheet, order: &Order, day: NaiveDate) -> Result<(), No> {
    let speaks = |wanted: Choice| {
        let in_force = |surcharge: &&Surcharge| surcharge.days.contains(day);
        let mut tests = sheet.surcharges.iter().filter(in_force).flat_map(|one| &one.when);
        tests.any(|test| matches!(test, Test::Option(choice) if *choice == wanted))
    };
    let asked = [
        (order.cod.is_some(), Choice::Cod),
        (order.insured.is_some(), Choice::Insurance),
        (order.saturday, Choice::Saturday),
        (order.signature, Choice::Signature),
    ];
    let is_known = asked.into_iter().all(|(is_asked, choice)| !is_asked || speaks(choice));
    if is_known { Ok(()) } else { Err(No::NotPriced) }
}
