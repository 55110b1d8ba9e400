//! Patterns, sets, zones and charts.

use super::Days;

/// A pattern of a list, on its days.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) not: bool,
    pub(crate) cover: Cover,
    pub(crate) days: Days,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cover {
    Any,
    Union,
    /// A set of the sheet, by its place.
    Set(usize),
    Country(&'static str),
    Region(&'static str, &'static str),
    /// All codes that begin with this; whole parts in Great Britain.
    Begins(&'static str, String),
    /// All codes that begin with one of these, both included.
    Between(&'static str, String, String),
    Same(&'static str, Part),
}

/// What of the origin's code a place has in common with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    Characters(usize),
    /// Of a British code.
    Area,
    District,
}

/// Places under a name of the sheet's.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) name: &'static str,
    /// Countries, codes, and sets before this one.
    pub(crate) members: Vec<(Cover, Days)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) name: String,
    pub(crate) to: Vec<Pattern>,
    pub(crate) days: Days,
    pub(crate) regime: Regime,
    pub(crate) refuse: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Regime {
    NotStated,
    Exempt,
    Tax(usize),
}

/// A line of a chart: a zone by its place, or days of transit.
#[derive(Clone, Debug)]
pub(crate) struct ChartRow<V> {
    pub(crate) origin: Cover,
    pub(crate) destination: Cover,
    pub(crate) value: V,
    pub(crate) days: Days,
}
