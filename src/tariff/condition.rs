//! Conditions of surcharges and rows: comparisons joined by `and`. Three answers, for a fact may not be known.

use super::compiled::{Quantity, Value};
use super::days::Days;
use super::facts::Consignment;
use super::places::{Lacking, ZoneNo};
use super::weigh::Scales;
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
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measured {
    /// By [`Quantity`], but for the volumes: nanograms, micrometres and parcels. Those of sides are 0 where there are none.
    values: [i64; Quantity::Volume as usize],
    /// Cubic micrometres.
    pub(super) volume: i128,
    has_sides: bool,
    /// Without sides, no condition on them holds.
    sides_may_lack: bool,
}

impl Measured {
    /// Without a billable weight.
    pub(super) fn new(
        weight: i64,
        facts: &Consignment<'_>,
        sides: Option<[i64; 3]>,
        sides_may_lack: bool,
    ) -> Self {
        let [longest, second, shortest] = sides.unwrap_or_default();
        let (sum, girth) = (longest + second + shortest, 2 * (second + shortest));
        let parcels = facts.count();
        let all = facts.weight;
        Self {
            // In the order of the quantities.
            values: [weight, 0, all, 0, parcels, longest, second, shortest, sum, longest + girth],
            volume: i128::from(longest * second) * i128::from(shortest),
            has_sides: sides.is_some(),
            sides_may_lack,
        }
    }

    pub(super) fn has_sides(&self) -> bool {
        self.has_sides
    }

    pub(super) fn weight(&self) -> i64 {
        self.value(Quantity::Weight)
    }

    pub(super) fn billable(&self) -> i64 {
        self.value(Quantity::Billable)
    }

    pub(super) fn bill(&mut self, billable: i64) {
        if let Some(value) = self.values.get_mut(Quantity::Billable as usize) {
            *value = billable;
        }
    }

    /// The value of any quantity but the volumes.
    fn value(&self, quantity: Quantity) -> i64 {
        self.values.get(quantity as usize).copied().unwrap_or(0)
    }

    /// The value of a quantity; `None` where sides are not given.
    pub(super) fn get(&self, quantity: Quantity, facts: &Consignment<'_>) -> Option<i128> {
        match quantity {
            Quantity::ShipmentVolume => facts.volume,
            Quantity::Volume => Some(self.volume).filter(|_| self.has_sides),
            narrow => {
                Some(self.value(narrow).into()).filter(|_| self.has_sides || !narrow.needs_sides())
            }
        }
    }

    /// What a comparison of a quantity says.
    fn tell(
        &self,
        quantity: Quantity,
        by: Comparison,
        with: i128,
        facts: &Consignment<'_>,
    ) -> Truth {
        match self.get(quantity, facts) {
            Some(value) if by.holds(value, with) => Truth::Yes,
            Some(_) => Truth::No,
            // Of a shipment only what may lack sides still lacks them; which parcel is looked at is no matter.
            None if self.sides_may_lack || quantity.is_of_shipment() => Truth::No,
            None => Truth::Unknown(Fact::Sides),
        }
    }

    /// Whether all is within these maxima, which are in the order of the quantities.
    pub(super) fn is_within(&self, most: &[i64; Quantity::Volume as usize], volume: i128) -> bool {
        let over = self.values.iter().zip(most).map(|(value, most)| value > most);
        !over.fold(self.volume > volume, |any, over| any | over)
    }
}

impl Condition {
    /// Whether it holds for a parcel.
    pub(super) fn holds(&self, scales: &Scales<'_>, measured: &Measured) -> Truth {
        let mut answer = Truth::Yes;
        for test in &self.tests {
            match test.holds(scales, measured) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                unknown @ Truth::Unknown(_) => answer = unknown,
            }
        }
        answer
    }

    /// Whether it speaks of one parcel.
    pub(super) fn is_of_parcel(&self) -> bool {
        self.tests.iter().filter_map(Test::quantity).any(|quantity| !quantity.is_of_shipment())
    }

    pub(super) fn needs_sides(&self) -> bool {
        self.tests.iter().filter_map(Test::quantity).any(Quantity::needs_sides)
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
    fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Compare { quantity, .. } => Some(*quantity),
            _ => None,
        }
    }

    #[inline]
    fn holds(&self, scales: &Scales<'_>, measured: &Measured) -> Truth {
        match self {
            Self::Compare { quantity, by, with } => {
                measured.tell(*quantity, *by, *with, scales.facts)
            }
            other => other.holds_of_shipment(scales),
        }
    }

    /// Apart from what is measured, so that each of the two stays short where it is run millions of times.
    #[inline(never)]
    fn holds_of_shipment(&self, scales: &Scales<'_>) -> Truth {
        let Scales { sheet, facts, zone, day, .. } = *scales;
        let known = |holds: bool| if holds { Truth::Yes } else { Truth::No };
        match self {
            Self::Compare { .. } => Truth::No,
            Self::Sum { value, by, with } => {
                let sum = facts.asked.value(*value, sheet.scale.currency);
                if *value == Value::Declared && sum.is_none() {
                    return Truth::Unknown(Fact::DeclaredValue);
                }
                // What is not asked is no sum, neither small nor great.
                known(sum.is_some_and(|sum| by.holds(sum, *with)))
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
            Self::On(days) => known(days.contains(day)),
        }
    }
}
