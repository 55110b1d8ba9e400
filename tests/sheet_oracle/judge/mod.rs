//! The second opinion: the page on rate sheets written down as naively as it reads, over fractions of big integers. Nothing
//! here knows how the crate does it, and nothing of it is shared but the calendars, which are the crate's public data.

mod conditions;
mod days;
mod money;
mod places;
mod table;
mod weights;

use chrono::{DateTime, NaiveDate, Utc};
pub(crate) use places::digits;
use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{Contract, Order, Sheet};

/// A price with everything that a rate tells of it.
#[derive(Clone, Debug)]
pub(crate) struct Price {
    pub(crate) lines: Vec<(String, Decimal)>,
    pub(crate) total: Decimal,
    pub(crate) tax: Option<Decimal>,
    pub(crate) includes_tax: bool,
    pub(crate) zone: String,
    /// Grams.
    pub(crate) billed: Exact,
    pub(crate) handed: NaiveDate,
    pub(crate) earliest: Option<NaiveDate>,
    pub(crate) latest: Option<NaiveDate>,
    pub(crate) business_days: Option<u16>,
    pub(crate) valid_until: Option<DateTime<Utc>>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum No {
    OutOfDate,
    NothingCollected,
    Lacking(Vec<&'static str>),
    OutsideZones,
    Refused(String),
    SidesNeeded,
    OverLimit,
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
    for sheet in &contract.sheets {
        let day = days::handed(sheet, order);
        if sheet.first <= day && sheet.last.is_none_or(|last| day <= last) {
            let answer = on_day(sheet, order, day);
            if table::has_a_price_on(sheet, day) {
                return answer;
            }
            // A day in a gap is refused, whatever else there would be to say.
            return Err(match answer {
                Ok(_) => No::Blank,
                Err(reason) => No::Either(vec![reason, No::Blank]),
            });
        }
    }
    Err(No::OutOfDate)
}

fn on_day(sheet: &Sheet, order: &Order, day: NaiveDate) -> Result<Price, No> {
    let zone = places::zone(sheet, order, day)?;
    if let Some(words) = &sheet.zones[zone].refuse {
        return Err(No::Refused(words.clone()));
    }
    let weighed = weights::weigh(sheet, order, zone, day)?;
    let bill = money::bill(sheet, order, zone, day, &weighed)?;
    let (earliest, latest, business_days) = days::arrival(sheet, order, zone, day);
    Ok(Price {
        lines: bill.lines,
        total: bill.total,
        tax: bill.tax,
        includes_tax: bill.includes_tax,
        zone: sheet.zones[zone].name.clone(),
        billed: weighed.billed,
        handed: day,
        earliest,
        latest,
        business_days,
        valid_until: days::valid_until(sheet, day),
    })
}
