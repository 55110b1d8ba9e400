//! A sheet as the generator thinks of it, before it is written and before it is priced. Data alone.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

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
    pub(crate) taxes: Vec<Tax>,
    pub(crate) zones: Vec<Zone>,
    /// Where zones depend on the origin: then they have no places of their own.
    pub(crate) chart: Option<Vec<ChartRow>>,
    pub(crate) weight: WeightRules,
    pub(crate) limits: Vec<(Quantity, Decimal)>,
    /// `breaks = "lowest"`.
    pub(crate) lowest_break: bool,
    pub(crate) table: Table,
    pub(crate) flat: Vec<Flat>,
    pub(crate) rows: Vec<(Vec<Test>, String)>,
    pub(crate) discount: Option<Decimal>,
    pub(crate) surcharges: Vec<Surcharge>,
    pub(crate) minimum: Option<(Decimal, Vec<Named>)>,
    pub(crate) transit: Option<Transit>,
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

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) not: bool,
    pub(crate) cover: Cover,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cover {
    Any,
    Union,
    Country(&'static str),
    Region(&'static str, &'static str),
    /// All codes that begin so; whole parts in Great Britain.
    Begins(&'static str, String),
    /// All codes that begin with one of these, both included.
    Between(&'static str, String, String),
    /// The origin's first two characters.
    Same(&'static str),
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

#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) name: String,
    pub(crate) to: Vec<Pattern>,
    pub(crate) regime: Regime,
    pub(crate) refuse: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Regime {
    NotStated,
    Exempt,
    Tax(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct ChartRow {
    pub(crate) origin: Cover,
    pub(crate) destination: Cover,
    pub(crate) zone: usize,
}

/// The units that a sheet is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Units {
    KgCm,
    LbIn,
}

#[derive(Clone, Debug)]
pub(crate) struct WeightRules {
    pub(crate) units: Units,
    pub(crate) unit: Option<Decimal>,
    pub(crate) sides: Option<(SideRounding, Decimal)>,
    pub(crate) divisor: Option<Decimal>,
    pub(crate) only_above: Option<Decimal>,
    pub(crate) volumetric_from: Option<Decimal>,
    pub(crate) no_sides_actual: bool,
    pub(crate) count: Count,
    pub(crate) minimum: Option<Decimal>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SideRounding {
    Up,
    Nearest,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Count {
    Parcel,
    SumOfGreater,
    GreaterOfSums,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Quantity {
    Weight,
    Billable,
    Longest,
    Second,
    Shortest,
    SumOfSides,
    LengthPlusGirth,
    Volume,
    ShipmentWeight,
}

impl Quantity {
    pub(crate) fn is_of_sides(self) -> bool {
        !matches!(self, Self::Weight | Self::Billable | Self::ShipmentWeight)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Billable => "billable",
            Self::Longest => "longest",
            Self::Second => "second",
            Self::Shortest => "shortest",
            Self::SumOfSides => "sum_of_sides",
            Self::LengthPlusGirth => "length_plus_girth",
            Self::Volume => "volume",
            Self::ShipmentWeight => "shipment.weight",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) steps: Vec<Step>,
    pub(crate) tails: Vec<Tail>,
    pub(crate) named: Vec<(String, Vec<Cell>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) boundary: Decimal,
    pub(crate) owns_it: bool,
    pub(crate) cells: Vec<Cell>,
    /// Other cells from a day on.
    pub(crate) later: Option<Later>,
}

/// What a row costs from a day on; until then, and on no day between, it costs what it did.
#[derive(Clone, Debug)]
pub(crate) struct Later {
    pub(crate) until: NaiveDate,
    pub(crate) from: NaiveDate,
    pub(crate) cells: Vec<Cell>,
}

/// `+1<=40`, or `*1<=300` where the whole weight counts.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    pub(crate) whole: bool,
    pub(crate) unit: Decimal,
    pub(crate) end: Decimal,
    pub(crate) cells: Vec<Cell>,
}

/// Net (or gross, in a sheet of gross cells) and the gross beside it; `None`: not offered. One for each zone.
pub(crate) type Cell = Option<(Decimal, Option<Decimal>)>;

#[derive(Clone, Debug)]
pub(crate) struct Flat {
    pub(crate) name: String,
    pub(crate) price: Decimal,
    pub(crate) weight: Decimal,
}

#[derive(Clone, Debug)]
pub(crate) enum Test {
    Compare(Quantity, Comparison, Decimal),
    Cod,
    Insurance,
    Residential,
    Place(Vec<Pattern>),
    /// The same, in a file beside the sheet.
    PlaceFile(Vec<Pattern>),
    Zone(Vec<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Comparison {
    Above,
    AtLeast,
    Below,
    AtMost,
}

#[derive(Clone, Debug)]
pub(crate) struct Surcharge {
    pub(crate) id: String,
    pub(crate) when: Vec<Test>,
    pub(crate) what: What,
    pub(crate) floor: Option<Decimal>,
    pub(crate) cap: Option<Decimal>,
    pub(crate) per: Option<Per>,
    pub(crate) group: Option<&'static str>,
    pub(crate) not_with: Vec<usize>,
    pub(crate) taxed: bool,
    pub(crate) unknown: Option<Unknown>,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Amount(Decimal),
    /// By the billable weight, in the sheet's unit; of started units.
    ByWeight {
        amount: Decimal,
        started: bool,
    },
    Percent(Percent, Of),
    Bill(Decimal),
    Refuse(String),
}

#[derive(Clone, Debug)]
pub(crate) enum Percent {
    Always(Decimal),
    ByDate { rows: Vec<Dated>, missing_last: bool },
}

#[derive(Clone, Debug)]
pub(crate) enum Of {
    Lines(Vec<Named>),
    Cod,
    Insured,
    Declared,
}

/// A line by its name in `on`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named {
    Base,
    Discount,
    Surcharge(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Per {
    Parcel,
    Shipment,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unknown {
    Apply,
    Skip,
}

#[derive(Clone, Debug)]
pub(crate) struct Transit {
    /// For each zone; `None`: not known.
    pub(crate) days: Vec<Option<(u16, u16)>>,
    pub(crate) cut_off: Option<(NaiveTime, &'static str)>,
    pub(crate) calendar: Calendar,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Calendar {
    Destination,
    Origin,
    Both,
}

/// What is to be sent: grams with nine places, millimetres with three.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) from: Place,
    pub(crate) to: Place,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) cod: Option<Decimal>,
    pub(crate) insured: Option<Decimal>,
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

#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) grams: Decimal,
    pub(crate) sides: Option<[Decimal; 3]>,
    pub(crate) boxed: Option<String>,
    pub(crate) declared: Option<Decimal>,
}
