//! Conditions of surcharges and rows: comparisons joined by `and`. Three answers, for a fact may not be known.

use super::compiled::{Compiled, Quantity, Value};
use super::days::Days;
use super::facts::Facts;
use super::places::{Lacking, ZoneNo};
use crate::model::{Date, Signature};

/// All of its tests must hold; none: always.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    pub(super) tests: Vec<Test>,
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    Compare {
        quantity: Quantity,
        by: Comparison,
        with: i128,
    },
    /// A sum that the shipper names, in minor units of the sheet's currency.
    Sum {
        value: Value,
        by: Comparison,
        with: i64,
    },
    Option(Choice),
    Residential,
    /// An index into the sheet's sets of places.
    PlaceIn(usize),
    ZoneIn(Vec<ZoneNo>),
    /// The hand-over day is one of these.
    On(Days),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Over,
    AtLeast,
    Under,
    AtMost,
}

impl Comparison {
    fn holds<N: Ord + Copy>(self, value: N, with: N) -> bool {
        match self {
            Self::Over => value > with,
            Self::AtLeast => value >= with,
            Self::Under => value < with,
            Self::AtMost => value <= with,
        }
    }
}

/// What a shipper can ask beside the carriage and a sheet can price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Cod,
    Insurance,
    Saturday,
    Signature(Signature),
}

/// A fact that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Sides,
    Residential,
    DeclaredValue,
    Place(Lacking),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Unknown(Fact),
}

/// A parcel, or a shipment weighed as one, as conditions see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    pub(super) weight: i64,
    pub(super) billable: i64,
    /// As the sheet rounds them.
    pub(super) sides: Option<[i64; 3]>,
    pub(super) shipment_weight: i64,
    /// Without sides, no condition on them holds.
    pub(super) sides_may_lack: bool,
}

impl Measured {
    /// The value of a quantity; `None` where sides are not given.
    pub(super) fn get(&self, quantity: Quantity) -> Option<i128> {
        let sides = || self.sides.map(|sides| sides.map(i128::from));
        Some(match quantity {
            Quantity::Weight => self.weight.into(),
            Quantity::Billable => self.billable.into(),
            Quantity::ShipmentWeight => self.shipment_weight.into(),
            Quantity::Longest => sides()?[0],
            Quantity::Second => sides()?[1],
            Quantity::Shortest => sides()?[2],
            Quantity::SumOfSides => sides()?.iter().sum(),
            Quantity::LengthPlusGirth => {
                let [longest, second, shortest] = sides()?;
                longest + 2 * (second + shortest)
            }
            Quantity::Volume => sides()?.iter().product(),
            // Of a shipment, these are facts and no measure of a parcel.
            Quantity::ShipmentBillable | Quantity::ShipmentVolume | Quantity::ShipmentParcels => {
                return None;
            }
        })
    }
}

impl Condition {
    pub(super) fn holds(
        &self,
        sheet: &Compiled,
        facts: &Facts<'_>,
        zone: ZoneNo,
        measured: &Measured,
    ) -> Truth {
        let mut answer = Truth::Yes;
        for test in &self.tests {
            match test.holds(sheet, facts, zone, measured) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                unknown @ Truth::Unknown(_) => answer = unknown,
            }
        }
        answer
    }

    /// Whether it speaks of one parcel.
    pub(super) fn is_of_parcel(&self) -> bool {
        self.tests.iter().any(
            |test| matches!(test, Test::Compare { quantity, .. } if !quantity.is_of_shipment()),
        )
    }

    pub(super) fn needs_sides(&self) -> bool {
        self.tests
            .iter()
            .any(|test| matches!(test, Test::Compare { quantity, .. } if quantity.needs_sides()))
    }

    pub(super) fn speaks_of(&self, choice: Choice) -> bool {
        self.tests.iter().any(|test| matches!(test, Test::Option(known) if *known == choice))
    }

    /// Whether it is a rule on that day at all.
    pub(super) fn is_in_force(&self, day: Date) -> bool {
        self.days().is_none_or(|days| days.contains(day))
    }

    /// The days that it has of its own.
    pub(super) fn days(&self) -> Option<Days> {
        self.tests.iter().find_map(|test| match test {
            Test::On(days) => Some(*days),
            _ => None,
        })
    }
}

impl Test {
    fn holds(
        &self,
        sheet: &Compiled,
        facts: &Facts<'_>,
        zone: ZoneNo,
        measured: &Measured,
    ) -> Truth {
        let known = |holds: bool| if holds { Truth::Yes } else { Truth::No };
        match self {
            Self::Compare { quantity, by, with } => {
                match measured.get(*quantity).or_else(|| facts.get(*quantity)) {
                    Some(value) => known(by.holds(value, *with)),
                    None if measured.sides_may_lack => Truth::No,
                    None => Truth::Unknown(Fact::Sides),
                }
            }
            Self::Sum { value, by, with } => {
                let value = match value {
                    Value::Cod => facts.asked.cod,
                    Value::Insured => facts.asked.insured,
                    Value::Declared => match facts.asked.declared {
                        None => return Truth::Unknown(Fact::DeclaredValue),
                        known => known,
                    },
                };
                // What is not asked is no sum, neither small nor great.
                known(value.is_some_and(|value| by.holds(value, *with)))
            }
            Self::Option(Choice::Cod) => known(facts.asked.cod.is_some()),
            Self::Option(Choice::Insurance) => known(facts.asked.insured.is_some()),
            Self::Option(Choice::Saturday) => known(facts.asked.saturday),
            Self::Option(Choice::Signature(kind)) => known(facts.asked.signature == Some(*kind)),
            Self::Residential => facts.residential.map_or(Truth::Unknown(Fact::Residential), known),
            Self::PlaceIn(set) => match sheet.sets.get(*set) {
                Some(set) => match set.zone(&facts.origin, &facts.destination) {
                    Ok(found) => known(found.is_some()),
                    Err(lacking) => Truth::Unknown(Fact::Place(lacking)),
                },
                None => Truth::No,
            },
            Self::ZoneIn(zones) => known(zones.contains(&zone)),
            Self::On(days) => known(days.contains(facts.day)),
        }
    }
}
