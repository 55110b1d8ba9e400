//! Conditions, surcharges and the lines they name.

use rust_decimal::Decimal;

use super::{Dated, Days, Pattern, Quantity};

#[derive(Clone, Debug)]
pub(crate) enum Test {
    Compare(Quantity, Comparison, Decimal),
    /// A sum that the shipper names, in the sheet's currency.
    Sum(Value, Comparison, Decimal),
    Option(Choice),
    Residential,
    Place(Vec<Pattern>),
    /// The same, in a file beside the sheet.
    PlaceFile(Vec<Pattern>),
    Zone(Vec<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Choice {
    Cod,
    Insurance,
    Saturday,
    Signature,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Cod,
    Insured,
    Declared,
}

impl Value {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cod => "cod amount",
            Self::Insured => "insured value",
            Self::Declared => "declared value",
        }
    }
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
    /// Several with one id are for days that are apart.
    pub(crate) id: String,
    pub(crate) days: Days,
    pub(crate) when: Vec<Test>,
    pub(crate) what: What,
    pub(crate) floor: Option<Decimal>,
    pub(crate) cap: Option<Decimal>,
    pub(crate) per: Option<Per>,
    pub(crate) group: Option<&'static str>,
    pub(crate) not_with: Vec<String>,
    pub(crate) taxed: bool,
    pub(crate) unknown: Option<Unknown>,
}

impl Surcharge {
    pub(crate) fn is_line(&self) -> bool {
        !matches!(self.what, What::Bill(_) | What::Refuse(_))
    }

    pub(crate) fn is_per_parcel(&self) -> bool {
        self.per == Some(Per::Parcel)
    }
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Amount(Decimal),
    /// `None`: not to be had there.
    ByZone(Vec<Option<Decimal>>),
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
    Value(Value),
}

/// A line by its name in `on`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Named {
    Base,
    Discount,
    Surcharge(String),
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
