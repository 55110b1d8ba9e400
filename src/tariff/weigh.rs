//! Billable weight: actual, by volume, floors. Prices are elsewhere.

use super::compiled::{Compiled, Count, Limit, Per, Quantity, ServiceRules, Sides, Unknown, What};
use super::condition::{Condition, Measured, Truth};
use super::facts::{Facts, ParcelFacts};
use super::number::MOST_WEIGHT;
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
            // A flat box is the carrier's own: its price knows no sides.
            let sides_may_lack = rule.no_sides_actual || parcel.boxed.is_some();
            if parcel.sides.is_none() && self.service.needs_sides && !sides_may_lack {
                return Err(Refusal::NoSides { parcel: index });
            }
            let measured = Measured {
                weight: parcel.weight,
                billable: 0,
                sides: parcel.sides,
                shipment_weight: self.shipment_weight,
                sides_may_lack,
            };
            let value = |limit: &Limit| {
                measured.get(limit.quantity).or_else(|| self.facts.get(limit.quantity))
            };
            for limit in &self.service.limits {
                let is_over = value(limit).is_some_and(|value| value > limit.bound);
                if limit.quantity != Quantity::Billable && is_over {
                    return Err(over(*limit, value(limit), index));
                }
            }
            for least in &self.service.least {
                if let Some(value) = value(least).filter(|value| *value < least.bound) {
                    let Limit { quantity, bound: least } = *least;
                    return Err(Refusal::UnderLimit { quantity, value, least, parcel: index });
                }
            }
        }
        Ok(())
    }

    pub(super) fn within(
        &self,
        quantity: Quantity,
        value: i64,
        parcel: usize,
    ) -> Result<(), Refusal> {
        let value = i128::from(value);
        let mut limits = self.service.limits.iter().filter(|limit| limit.quantity == quantity);
        match limits.find(|limit| value > limit.bound) {
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
        let in_range = |weight: &i64| *weight <= MOST_WEIGHT;
        let nanograms = i64::try_from((scaled + by - 1) / by).ok().filter(in_range);
        let rounded = nanograms
            .map(|weight| self.service.weight.unit.map_or(weight, |unit| up(weight, unit)));
        // What is proved at load is proved up to this weight.
        rounded.filter(in_range).ok_or(Refusal::OutOfRange)
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
            sides_may_lack: self.service.weight.no_sides_actual || parcel.boxed.is_some(),
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
        if parcel.boxed.is_some() {
            return Ok(self.plain(parcel, parcel.weight));
        }
        let tolerated = self.service.weight.tolerated(parcel.weight.into());
        let actual = self.rounded(tolerated * self.by())?;
        let by_volume = self.volumetric(parcel).map_or(Ok(0), |volume| self.rounded(volume))?;
        let mut measured =
            self.plain(parcel, actual.max(by_volume).max(self.service.weight.minimum));
        measured.billable = measured.billable.max(self.floor(&measured)?);
        self.within(Quantity::Billable, measured.billable, index)?;
        Ok(measured)
    }

    fn weigh_together(&self) -> Result<i64, Refusal> {
        let rule = &self.service.weight;
        let (mut greater, mut actual, mut volume) = (0_i128, 0_i128, 0_i128);
        for parcel in self.weighed() {
            let by_volume = self.volumetric(parcel).unwrap_or(0);
            let floor = self.floor(&self.plain(parcel, parcel.weight))?;
            let weight = i128::from(parcel.weight.max(floor));
            greater += (weight * self.by()).max(by_volume);
            actual += weight;
            volume += by_volume;
        }
        let tolerated = rule.tolerated(actual) * self.by();
        let weight = match rule.count {
            Count::GreaterOfSums => self.rounded(tolerated)?.max(self.rounded(volume)?),
            // Where no volume counts for more, the sum is an actual weight.
            _ if greater == actual * self.by() => self.rounded(tolerated)?,
            Count::SumOfGreater | Count::Parcel => self.rounded(greater)?,
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
        self.service.needs_sides && self.weighed().any(|parcel| parcel.sides.is_none())
    }

    /// Whether a condition holds: of the shipment, or of any one parcel where it speaks of parcels.
    pub(super) fn holds(&self, condition: &Condition) -> Result<Truth, Refusal> {
        self.holds_of(condition, true)
    }

    /// The same of what is in no flat box: the row of the others is another matter.
    pub(super) fn holds_weighed(&self, condition: &Condition) -> Result<Truth, Refusal> {
        self.holds_of(condition, false)
    }

    fn holds_of(&self, condition: &Condition, with_boxes: bool) -> Result<Truth, Refusal> {
        let mut answer = Truth::No;
        for (index, parcel) in self.facts.parcels.iter().enumerate() {
            if parcel.boxed.is_some() && !with_boxes {
                continue;
            }
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
        most: limit.bound,
        parcel,
    }
}

pub(super) fn up(value: i64, unit: i64) -> i64 {
    (value + unit - 1) / unit * unit
}
