//! Billable weight: actual, by volume, floors. Prices are elsewhere.

use super::bits::{bits, has};
use super::compiled::{Compiled, Count, Limit, Quantity, ServiceRules, Sides, Unknown, What};
use super::condition::{Condition, Measured, Truth};
use super::facts::{Consignment, ParcelFacts};
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
    shipment_weight: i64,
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
        let shipment_weight = facts.parcels.iter().map(|parcel| parcel.weight).sum();
        Self { sheet, service, zone, facts, day, shipment_weight, together: None }
    }

    /// Looks at limits; weighs what is weighed as one. Before this nothing may be measured.
    pub(super) fn load(&mut self) -> Result<(), Refusal> {
        self.check_parcels()?;
        if self.service.weight.count != Count::Parcel {
            let together = self.weigh_together()?;
            self.within_billable(together, 0)?;
            self.together = Some(together);
        }
        Ok(())
    }

    /// Limits on actual weight and exact sides.
    fn check_parcels(&self) -> Result<(), Refusal> {
        let (rule, quick) = (&self.service.weight, &self.service.quick);
        for (index, parcel) in self.facts.parcels.iter().enumerate() {
            if parcel.sides.is_none() && self.service.needs_sides && !rule.no_sides_actual {
                return Err(Refusal::NoSides { parcel: index });
            }
            // Its billable weight is not known yet, and nothing.
            let measured = Measured::new(parcel.weight, self.shipment_weight, parcel.sides);
            if !measured.is_within(&quick.most, quick.most_volume) {
                return Err(self.over(&measured, index));
            }
        }
        Ok(())
    }

    /// The first limit, as they are written, that a parcel is over.
    #[cold]
    fn over(&self, measured: &Measured, parcel: usize) -> Refusal {
        let value = |limit: &Limit| measured.get(limit.quantity).unwrap_or(0);
        let mut limits = self.service.limits.iter().enumerate();
        limits.find(|(_, limit)| value(limit) > limit.most).map_or(
            Refusal::OutOfRange,
            |(index, limit)| {
                let value = Some(value(limit)).filter(|_| limit.quantity != Quantity::Volume);
                let value = value.and_then(|value| i64::try_from(value).ok()).unwrap_or(0);
                Refusal::OverLimit { limit: index, value, parcel }
            },
        )
    }

    fn within_billable(&self, billable: i64, parcel: usize) -> Result<(), Refusal> {
        let most = self.service.quick.most.get(Quantity::Billable as usize);
        if most.is_none_or(|most| billable <= *most) {
            return Ok(());
        }
        let mut measured = Measured::new(0, 0, None);
        measured.bill(billable);
        Err(self.over(&measured, parcel))
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
        condition.holds(self.sheet, self.facts, self.zone, measured)
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
        let measured = Measured::new(parcel.weight, self.shipment_weight, self.sides(parcel));
        measured.where_sides_may_lack(self.service.weight.no_sides_actual)
    }

    /// A parcel with its billable weight, or that of the shipment where it is weighed as one.
    pub(super) fn measure(
        &self,
        index: usize,
        parcel: &ParcelFacts<'_>,
        measured: &mut Measured,
    ) -> Result<(), Refusal> {
        let (rule, quick) = (&self.service.weight, &self.service.quick);
        *measured = self.plain(parcel);
        if let Some(together) = self.together {
            measured.bill(together);
            return Ok(());
        }
        let mut billable = rule.unit.map_or(parcel.weight, |unit| up(parcel.weight, unit));
        if let (Some(by_volume), Some(volume)) = (quick.by_volume, self.volume(measured)) {
            billable = billable.max(by_volume.weight(volume).ok_or(Refusal::OutOfRange)?);
        }
        measured.bill(billable.max(rule.minimum));
        if quick.floors != 0 {
            measured.bill(measured.billable().max(self.floor(measured)?));
        }
        self.within_billable(measured.billable(), index)
    }

    fn weigh_together(&self) -> Result<i64, Refusal> {
        let rule = &self.service.weight;
        let (times, by) = rule.divisor.map_or((0, 1), |divisor| (divisor.times, divisor.by));
        let (mut greater, mut actual, mut volume) = (0_i128, 0_i128, 0_i128);
        for parcel in &self.facts.parcels {
            let mut measured = self.plain(parcel);
            measured.bill(parcel.weight);
            let by_volume = self.volume(&measured).unwrap_or(0) * times;
            let floor = self.floor(&measured)?;
            let weight = i128::from(parcel.weight.max(floor)) * by;
            greater += weight.max(by_volume);
            actual += weight;
            volume += by_volume;
        }
        let scaled = match rule.count {
            Count::GreaterOfSums => actual.max(volume),
            Count::SumOfGreater | Count::Parcel => greater,
        };
        let nanograms = i64::try_from((scaled + by - 1) / by)
            .ok()
            .filter(|weight| *weight <= i64::MAX / 4)
            .ok_or(Refusal::OutOfRange)?;
        let weight = rule.unit.map_or(nanograms, |unit| up(nanograms, unit));
        Ok(weight.max(rule.minimum))
    }

    /// The weight of the shipment where it is weighed as one.
    pub(super) fn together(&self) -> Option<i64> {
        self.together
    }

    /// Whether some parcel has no sides where they would have counted.
    pub(super) fn guessed_without_sides(&self) -> bool {
        self.service.needs_sides && self.facts.parcels.iter().any(|parcel| parcel.sides.is_none())
    }

    /// Whether the condition of a surcharge speaks of a parcel.
    pub(super) fn is_of_parcel(&self, surcharge: usize) -> bool {
        has(self.service.quick.of_parcel, surcharge)
    }
}

pub(super) fn up(value: i64, unit: i64) -> i64 {
    (value + unit - 1) / unit * unit
}
