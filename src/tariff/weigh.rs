//! Billable weight: actual, by volume, floors. Prices are elsewhere.

use super::bits::{bits, has};
use super::compiled::{Compiled, Count, Limit, Quantity, ServiceRules, Sides, Unknown, What};
use super::condition::{Condition, Measured, Truth};
use super::facts::{Consignment, ParcelFacts};
use super::number::MOST_WEIGHT;
use super::places::ZoneNo;
use super::refusal::Refusal;
use crate::model::Date;

/// One service asked about one shipment on its hand-over day.
#[derive(Clone, Copy)]
pub(super) struct Scales<'s> {
    pub(super) sheet: &'s Compiled,
    pub(super) service: &'s ServiceRules,
    pub(super) zone: ZoneNo,
    pub(super) facts: &'s Consignment<'s>,
    /// The hand-over day.
    pub(super) day: Date,
    /// Where the shipment is weighed as one.
    together: Option<i64>,
}

impl<'s> Scales<'s> {
    pub(super) fn new(
        sheet: &'s Compiled,
        service: &'s ServiceRules,
        zone: ZoneNo,
        facts: &'s Consignment<'s>,
        day: Date,
    ) -> Self {
        Self { sheet, service, zone, facts, day, together: None }
    }

    /// Looks at limits; weighs what is weighed as one. Before this nothing may be measured.
    /// Leaves the last parcel's measures.
    pub(super) fn load(&mut self, measured: &mut Measured) -> Result<(), Refusal> {
        self.check_parcels(measured)?;
        // Boxes alone weigh nothing together.
        if self.service.weight.count != Count::Parcel && self.weighed().next().is_some() {
            let together = self.weigh_together()?;
            self.within(Quantity::Billable, together, 0)?;
            self.together = Some(together);
        }
        Ok(())
    }

    /// Limits on actual weight and exact sides.
    fn check_parcels(&self, measured: &mut Measured) -> Result<(), Refusal> {
        let Self { service, facts, .. } = *self;
        let quick = &service.quick;
        let is_too_large = quick
            .most_shipment_volume
            .is_some_and(|most| facts.volume.is_some_and(|volume| volume > most));
        for (index, parcel) in facts.parcels.iter().enumerate() {
            let may_lack = parcel.sides.is_some() || self.sides_may_lack(parcel);
            if !may_lack && service.needs_sides(self.day) {
                return Err(Refusal::NoSides { parcel: index });
            }
            // Its billable weight is not known yet, and nothing.
            *measured = self.measured(parcel, parcel.sides);
            if is_too_large || !measured.is_within(&quick.most, quick.most_volume) {
                return Err(self.over(measured, index));
            }
            if !service.least.is_empty() {
                self.check_least(measured, index)?;
            }
        }
        Ok(())
    }

    /// Without its sides a parcel has a price all the same. A flat box is the carrier's own: its price knows no sides.
    fn sides_may_lack(&self, parcel: &ParcelFacts<'_>) -> bool {
        self.service.weight.no_sides_actual || parcel.boxed.is_some()
    }

    /// The first limit, as they are written, that a parcel is over.
    #[cold]
    fn over(&self, measured: &Measured, parcel: usize) -> Refusal {
        let value = |limit: &Limit| measured.get(limit.quantity, self.facts);
        let mut limits = self.service.limits.iter().enumerate();
        let over = limits.find(|(_, limit)| value(limit).is_some_and(|value| value > limit.bound));
        over.map_or(Refusal::OutOfRange, |(index, limit)| Refusal::OverLimit {
            limit: index,
            value: narrow(value(limit)),
            parcel,
        })
    }

    fn check_least(&self, measured: &Measured, parcel: usize) -> Result<(), Refusal> {
        for (index, least) in self.service.least.iter().enumerate() {
            let value = measured.get(least.quantity, self.facts);
            if value.is_some_and(|value| value < least.bound) {
                return Err(Refusal::UnderLimit { least: index, value: narrow(value), parcel });
            }
        }
        Ok(())
    }

    /// Whether a quantity that only weighing tells is within its limits.
    pub(super) fn within(
        &self,
        quantity: Quantity,
        value: i64,
        parcel: usize,
    ) -> Result<(), Refusal> {
        let most = self.service.quick.most.get(quantity as usize);
        if most.is_none_or(|most| value <= *most) {
            return Ok(());
        }
        let mut limits = self.service.limits.iter();
        let over =
            limits.position(|limit| limit.quantity == quantity && i128::from(value) > limit.bound);
        Err(over.map_or(Refusal::OutOfRange, |limit| Refusal::OverLimit { limit, value, parcel }))
    }

    /// Sides as the sheet rounds them.
    fn sides(&self, parcel: &ParcelFacts<'_>) -> Option<[i64; 3]> {
        let sides = parcel.sides?;
        Some(match self.service.weight.sides {
            Sides::Exact => sides,
            Sides::Up(unit) => sides.map(|side| up(side, unit)),
            Sides::Nearest(unit) => sides.map(|side| (side + unit / 2) / unit * unit),
        })
    }

    /// The volume in cubic micrometres, where it counts.
    fn volume(&self, measured: &Measured) -> Option<i128> {
        let rule = &self.service.weight;
        let counts = measured.has_sides()
            && measured.volume > rule.only_above
            && measured.weight() >= rule.volumetric_from;
        counts.then_some(measured.volume)
    }

    /// The greatest floor whose condition holds.
    fn floor(&self, measured: &Measured) -> Result<i64, Refusal> {
        let mut floor = 0;
        for index in bits(self.service.quick.floors) {
            let Some(surcharge) = self.service.surcharges.get(index) else { continue };
            if let What::Bill(weight) = surcharge.what
                && Self::applies(index, self.holds(&surcharge.when, measured), surcharge.unknown)?
            {
                floor = floor.max(weight);
            }
        }
        Ok(floor)
    }

    /// Whether a condition holds for a parcel.
    pub(super) fn holds(&self, condition: &Condition, measured: &Measured) -> Truth {
        condition.holds(self, measured)
    }

    /// What a sheet says about a condition that cannot be told.
    pub(super) fn applies(
        surcharge: usize,
        truth: Truth,
        unknown: Unknown,
    ) -> Result<bool, Refusal> {
        match (truth, unknown) {
            (Truth::Yes, _) | (Truth::Unknown(_), Unknown::Apply) => Ok(true),
            (Truth::No, _) | (Truth::Unknown(_), Unknown::Skip) => Ok(false),
            (Truth::Unknown(fact), Unknown::Refuse) => {
                Err(Refusal::Unknown { surcharge: Some(surcharge), fact })
            }
        }
    }

    /// A parcel as conditions see it, without a billable weight.
    pub(super) fn plain(&self, parcel: &ParcelFacts<'_>) -> Measured {
        self.measured(parcel, self.sides(parcel))
    }

    fn measured(&self, parcel: &ParcelFacts<'_>, sides: Option<[i64; 3]>) -> Measured {
        Measured::new(parcel.weight, self.facts, sides, self.sides_may_lack(parcel))
    }

    /// Whether what was measured for the limits is what counts: the only parcel, by its exact sides.
    fn is_measured(&self) -> bool {
        self.facts.parcels.len() == 1 && self.service.weight.sides == Sides::Exact
    }

    /// A parcel with its billable weight, or that of the shipment where it is weighed as one. A flat box weighs what it weighs.
    pub(super) fn measure(
        &self,
        index: usize,
        parcel: &ParcelFacts<'_>,
        measured: &mut Measured,
    ) -> Result<(), Refusal> {
        let (rule, quick) = (&self.service.weight, &self.service.quick);
        if !self.is_measured() {
            *measured = self.plain(parcel);
        }
        if let Some(together) = self.together {
            measured.bill(together);
            return Ok(());
        }
        if parcel.boxed.is_some() {
            measured.bill(parcel.weight);
            return Ok(());
        }
        let mut billable = match rule.unit {
            None => parcel.weight,
            Some(unit) => in_range(up(rule.tolerated(parcel.weight), unit))?,
        };
        if let (Some(by_volume), Some(volume)) = (quick.by_volume, self.volume(measured)) {
            billable = billable.max(by_volume.weight(volume).ok_or(Refusal::OutOfRange)?);
        }
        measured.bill(billable.max(rule.minimum));
        if quick.floors != 0 {
            measured.bill(measured.billable().max(self.floor(measured)?));
        }
        self.within(Quantity::Billable, measured.billable(), index)
    }

    fn weigh_together(&self) -> Result<i64, Refusal> {
        let rule = &self.service.weight;
        let (times, by) = rule.divisor.map_or((0, 1), |divisor| (divisor.times, divisor.by));
        let (mut greater, mut actual, mut volume) = (0_i128, 0_i64, 0_i128);
        for parcel in self.weighed() {
            let mut measured = self.plain(parcel);
            measured.bill(parcel.weight);
            let by_volume = self.volume(&measured).unwrap_or(0) * times;
            let weight = parcel.weight.max(self.floor(&measured)?);
            greater += (i128::from(weight) * by).max(by_volume);
            actual = actual.saturating_add(weight);
            volume += by_volume;
        }
        let rounded = |scaled: i128| {
            let nanograms = i64::try_from((scaled + by - 1) / by);
            let nanograms = in_range(nanograms.map_err(|_| Refusal::OutOfRange)?)?;
            in_range(rule.unit.map_or(nanograms, |unit| up(nanograms, unit)))
        };
        let tolerated = i128::from(rule.tolerated(actual)) * by;
        let weight = match rule.count {
            Count::GreaterOfSums => rounded(tolerated)?.max(rounded(volume)?),
            // Where no volume counts for more, the sum is an actual weight.
            _ if greater == i128::from(actual) * by => rounded(tolerated)?,
            Count::SumOfGreater | Count::Parcel => rounded(greater)?,
        };
        Ok(weight.max(rule.minimum))
    }

    /// The parcels that are not in a flat box.
    pub(super) fn weighed(&self) -> impl Iterator<Item = &ParcelFacts<'s>> {
        self.facts.parcels.iter().filter(|parcel| parcel.boxed.is_none())
    }

    /// The weight of the shipment where it is weighed as one.
    pub(super) fn together(&self) -> Option<i64> {
        self.together
    }

    /// Whether some parcel has no sides where they would have counted.
    pub(super) fn guessed_without_sides(&self) -> bool {
        self.weighed().any(|parcel| parcel.sides.is_none()) && self.service.needs_sides(self.day)
    }

    /// Whether the condition of a surcharge speaks of a parcel.
    pub(super) fn is_of_parcel(&self, surcharge: usize) -> bool {
        has(self.service.quick.of_parcel, surcharge)
    }
}

/// What is proved when a sheet is loaded is proved up to this weight.
fn in_range(nanograms: i64) -> Result<i64, Refusal> {
    if nanograms <= MOST_WEIGHT { Ok(nanograms) } else { Err(Refusal::OutOfRange) }
}

/// 0 for what is too large: a volume, which is worked out again for the words.
fn narrow(value: Option<i128>) -> i64 {
    value.and_then(|value| i64::try_from(value).ok()).unwrap_or(0)
}

pub(super) fn up(value: i64, unit: i64) -> i64 {
    (value + unit - 1) / unit * unit
}
