//! Billable weight: actual, by volume, floors. Prices are elsewhere.

use super::compiled::{Compiled, Count, Limit, Per, Quantity, ServiceRules, Sides, Unknown, What};
use super::condition::{Measured, Truth};
use super::facts::{Facts, ParcelFacts};
use super::places::ZoneNo;
use super::refusal::Refusal;

/// One service asked about one shipment.
pub(super) struct Scales<'s> {
    pub(super) sheet: &'s Compiled,
    pub(super) service: &'s ServiceRules,
    pub(super) zone: ZoneNo,
    pub(super) facts: &'s Facts<'s>,
    shipment_weight: i64,
    /// Where the shipment is weighed as one.
    together: Option<i64>,
}

impl<'s> Scales<'s> {
    pub(super) fn new(
        sheet: &'s Compiled,
        service: &'s ServiceRules,
        zone: ZoneNo,
        facts: &'s Facts<'s>,
    ) -> Result<Self, Refusal> {
        let shipment_weight = facts.parcels.iter().map(|parcel| parcel.weight).sum();
        let mut scales = Self { sheet, service, zone, facts, shipment_weight, together: None };
        scales.check_parcels()?;
        if service.weight.count != Count::Parcel {
            let together = scales.weigh_together()?;
            scales.within(Quantity::Billable, together, 0)?;
            scales.together = Some(together);
        }
        Ok(scales)
    }

    /// Limits on actual weight and exact sides.
    fn check_parcels(&self) -> Result<(), Refusal> {
        let rule = &self.service.weight;
        for (index, parcel) in self.facts.parcels.iter().enumerate() {
            if parcel.sides.is_none() && self.service.needs_sides && !rule.no_sides_actual {
                return Err(Refusal::NoSides { parcel: index });
            }
            let measured = Measured {
                weight: parcel.weight,
                billable: 0,
                sides: parcel.sides,
                shipment_weight: self.shipment_weight,
                sides_may_lack: rule.no_sides_actual,
            };
            for limit in &self.service.limits {
                let is_over = measured.get(limit.quantity).is_some_and(|value| value > limit.most);
                if limit.quantity != Quantity::Billable && is_over {
                    return Err(over(*limit, measured.get(limit.quantity), index));
                }
            }
        }
        Ok(())
    }

    fn within(&self, quantity: Quantity, value: i64, parcel: usize) -> Result<(), Refusal> {
        let value = i128::from(value);
        let mut limits = self.service.limits.iter().filter(|limit| limit.quantity == quantity);
        match limits.find(|limit| value > limit.most) {
            Some(limit) => Err(over(*limit, Some(value), parcel)),
            None => Ok(()),
        }
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

    /// Volume × times, where it counts: to be compared with weight × by.
    fn volumetric(&self, parcel: &ParcelFacts<'_>) -> Option<i128> {
        let rule = &self.service.weight;
        let divisor = rule.divisor?;
        let volume = self.sides(parcel)?.iter().map(|side| i128::from(*side)).product::<i128>();
        let counts = volume > rule.only_above && parcel.weight >= rule.volumetric_from;
        counts.then(|| volume * divisor.times)
    }

    fn by(&self) -> i128 {
        self.service.weight.divisor.map_or(1, |divisor| divisor.by)
    }

    /// Nanograms, rounded up to the unit of the sheet.
    fn rounded(&self, scaled: i128) -> Result<i64, Refusal> {
        let by = self.by();
        let nanograms = i64::try_from((scaled + by - 1) / by)
            .ok()
            .filter(|weight| *weight <= i64::MAX / 4)
            .ok_or(Refusal::OutOfRange)?;
        Ok(self.service.weight.unit.map_or(nanograms, |unit| up(nanograms, unit)))
    }

    /// The greatest floor whose condition holds.
    fn floor(&self, measured: &Measured) -> Result<i64, Refusal> {
        let mut floor = 0;
        for (index, surcharge) in self.service.surcharges.iter().enumerate() {
            if let What::Bill(weight) = surcharge.what
                && Self::applies(
                    index,
                    surcharge.when.holds(self.sheet, self.facts, self.zone, measured),
                    surcharge.unknown,
                )?
            {
                floor = floor.max(weight);
            }
        }
        Ok(floor)
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

    /// A parcel as conditions see it, before floors.
    pub(super) fn plain(&self, parcel: &ParcelFacts<'_>, billable: i64) -> Measured {
        Measured {
            weight: parcel.weight,
            billable,
            sides: self.sides(parcel),
            shipment_weight: self.shipment_weight,
            sides_may_lack: self.service.weight.no_sides_actual,
        }
    }

    /// A parcel with its billable weight, or that of the shipment where it is weighed as one.
    pub(super) fn measure(
        &self,
        index: usize,
        parcel: &ParcelFacts<'_>,
    ) -> Result<Measured, Refusal> {
        if let Some(together) = self.together {
            return Ok(self.plain(parcel, together));
        }
        let actual = self.rounded(i128::from(parcel.weight) * self.by())?;
        let by_volume = self.volumetric(parcel).map_or(Ok(0), |volume| self.rounded(volume))?;
        let mut measured =
            self.plain(parcel, actual.max(by_volume).max(self.service.weight.minimum));
        measured.billable = measured.billable.max(self.floor(&measured)?);
        self.within(Quantity::Billable, measured.billable, index)?;
        Ok(measured)
    }

    fn weigh_together(&self) -> Result<i64, Refusal> {
        let (mut greater, mut actual, mut volume) = (0_i128, 0_i128, 0_i128);
        for parcel in self.facts.parcels {
            let by_volume = self.volumetric(parcel).unwrap_or(0);
            let floor = self.floor(&self.plain(parcel, parcel.weight))?;
            let weight = i128::from(parcel.weight.max(floor)) * self.by();
            greater += weight.max(by_volume);
            actual += weight;
            volume += by_volume;
        }
        let weight = match self.service.weight.count {
            Count::GreaterOfSums => self.rounded(actual)?.max(self.rounded(volume)?),
            Count::SumOfGreater | Count::Parcel => self.rounded(greater)?,
        };
        Ok(weight.max(self.service.weight.minimum))
    }

    /// The weight of the shipment where it is weighed as one.
    pub(super) fn together(&self) -> Option<i64> {
        self.together
    }

    /// Whether some parcel has no sides where they would have counted.
    pub(super) fn guessed_without_sides(&self) -> bool {
        self.service.needs_sides && self.facts.parcels.iter().any(|parcel| parcel.sides.is_none())
    }

    /// Whether a condition holds: of the shipment, or of any one parcel where it speaks of parcels.
    pub(super) fn holds(&self, condition: &super::condition::Condition) -> Result<Truth, Refusal> {
        let mut answer = Truth::No;
        for (index, parcel) in self.facts.parcels.iter().enumerate() {
            let measured = self.measure(index, parcel)?;
            match condition.holds(self.sheet, self.facts, self.zone, &measured) {
                Truth::Yes => return Ok(Truth::Yes),
                Truth::No => {}
                unknown @ Truth::Unknown(_) => answer = unknown,
            }
            if !condition.is_of_parcel() {
                break;
            }
        }
        Ok(answer)
    }

    /// Whether a surcharge is charged for each parcel.
    pub(super) fn is_per_parcel(&self, surcharge: usize) -> bool {
        self.service.surcharges.get(surcharge).is_some_and(|surcharge| surcharge.per == Per::Parcel)
    }
}

fn over(limit: Limit, value: Option<i128>, parcel: usize) -> Refusal {
    Refusal::OverLimit {
        quantity: limit.quantity,
        value: value.unwrap_or(0),
        most: limit.most,
        parcel,
    }
}

pub(super) fn up(value: i64, unit: i64) -> i64 {
    (value + unit - 1) / unit * unit
}
