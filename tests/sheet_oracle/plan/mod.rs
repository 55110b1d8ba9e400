//! A sheet as the generator thinks of it, before it is written and before it is priced. Data alone: the whole and its days
//! here, its parts beside it.

mod order;
mod places;
mod surcharges;
mod weights;

use chrono::{NaiveDate, NaiveTime};
pub(crate) use order::*;
pub(crate) use places::*;
use rust_decimal::Decimal;
pub(crate) use surcharges::*;
pub(crate) use weights::*;

/// One carrier's sheets, which follow each other in time.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    pub(crate) sheets: Vec<Sheet>,
}

#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) currency: &'static str,
    /// Decimals of the currency.
    pub(crate) places: u32,
    /// Decimals of the cells, where they are more.
    pub(crate) digits: Option<u32>,
    pub(crate) rounding: Rounding,
    pub(crate) cells: Cells,
    pub(crate) first: NaiveDate,
    pub(crate) last: Option<NaiveDate>,
    pub(crate) origin: Vec<Pattern>,
    pub(crate) sets: Vec<Set>,
    pub(crate) taxes: Vec<Tax>,
    pub(crate) zones: Vec<Zone>,
    /// Where zones depend on the origin: then they have no places of their own.
    pub(crate) chart: Option<Vec<ChartRow<usize>>>,
    /// `valid` of the service.
    pub(crate) sold: Days,
    pub(crate) weight: WeightRules,
    pub(crate) limits: Vec<(Quantity, Decimal)>,
    /// `limits = { least.… }`.
    pub(crate) least: Vec<(Quantity, Decimal)>,
    /// `breaks = "lowest"`.
    pub(crate) lowest_break: bool,
    /// `least = true`: the published minimum of a step is a ban.
    pub(crate) bans_below: bool,
    pub(crate) lists: Vec<List>,
    pub(crate) flat: Vec<Flat>,
    pub(crate) rows: Vec<(Vec<Test>, String)>,
    pub(crate) discount: Option<Decimal>,
    pub(crate) surcharges: Vec<Surcharge>,
    pub(crate) minimum: Option<(Decimal, Vec<Named>)>,
    pub(crate) transit: Option<Transit>,
}

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Days {
    pub(crate) from: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
}

impl Days {
    pub(crate) const ALWAYS: Self = Self { from: None, until: None };

    pub(crate) fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The days at both ends.
    pub(crate) fn ends(self) -> impl Iterator<Item = NaiveDate> {
        self.from.into_iter().chain(self.until)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rounding {
    HalfUp,
    Up,
    Down,
    HalfEven,
    To(Decimal),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cells {
    Net,
    Gross,
    Both,
}

#[derive(Clone, Debug)]
pub(crate) struct Tax {
    pub(crate) name: String,
    pub(crate) rows: Vec<Dated>,
}

/// A percent and its days.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) from: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
    pub(crate) percent: Decimal,
}

/// The prices of some days, in a file of their own.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) days: Days,
    pub(crate) table: Table,
}

#[derive(Clone, Debug)]
pub(crate) struct Transit {
    pub(crate) days: TransitDays,
    pub(crate) cut_off: Option<(NaiveTime, &'static str)>,
    pub(crate) calendar: Calendar,
}

/// The fewest and the most business days; `None`: not known.
pub(crate) type Span = Option<(u16, u16)>;

#[derive(Clone, Debug)]
pub(crate) enum TransitDays {
    ByZone(Vec<Span>),
    Chart(Vec<ChartRow<Span>>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Calendar {
    Destination,
    Origin,
    Both,
}
