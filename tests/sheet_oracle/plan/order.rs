//! What is to be sent.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::Value;

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) from: Place,
    pub(crate) to: Place,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) cod: Option<Decimal>,
    pub(crate) insured: Option<Decimal>,
    /// One of the sums is in another currency than the sheet.
    pub(crate) foreign: Option<Value>,
    pub(crate) saturday: bool,
    pub(crate) signature: bool,
    pub(crate) ready_on: NaiveDate,
    pub(crate) ready_at: Option<NaiveTime>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) country: &'static str,
    /// As somebody writes it; whole or its beginning.
    pub(crate) code: Option<String>,
    pub(crate) region: Option<&'static str>,
    pub(crate) residential: Option<bool>,
}

/// Grams with nine places, millimetres with three.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) grams: Decimal,
    pub(crate) sides: Option<[Decimal; 3]>,
    pub(crate) boxed: Option<String>,
    pub(crate) declared: Option<Decimal>,
}
