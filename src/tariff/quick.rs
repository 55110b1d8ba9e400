//! What is worked out about a service once, when it is loaded, so that no price has to. It adds no rule.

use super::compiled::{Limit, Per, Quantity, Surcharge, WeightRule, What};
use super::number::{MOST_WEIGHT, Scale};
use super::table::Table;

/// What is known of a service before any shipment.
#[derive(Debug, Default)]
pub(super) struct Quick {
    /// Floors of the weight, a bit for each surcharge that is one.
    pub(super) floors: u32,
    /// Charged for each parcel, a bit for each.
    pub(super) per_parcel: u32,
    /// Charged once, a bit for each.
    pub(super) per_shipment: u32,
    /// Have no condition, a bit for each.
    pub(super) always: u32,
    /// Have a condition that speaks of a parcel, a bit for each.
    pub(super) of_parcel: u32,
    /// Bear no tax, a bit for each.
    pub(super) untaxed: u32,
    /// The least of the limits of each quantity but the volumes, in the order of the quantities.
    pub(super) most: [i64; Quantity::Volume as usize],
    pub(super) most_volume: i128,
    /// `None`: any.
    pub(super) most_shipment_volume: Option<i128>,
    /// The distance of the steps, where each is one further than the last and the first one from nothing.
    pub(super) step: Option<i64>,
    /// Cell units in one minor unit.
    pub(super) per_minor: i64,
    pub(super) by_volume: Option<ByVolume>,
}

/// What turns a volume into billable nanograms: cubic micrometres × `times` ÷ `by`, rounded up, × `each`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByVolume {
    times: i128,
    by: i128,
    /// `by`, where `times` is one: then a volume that is narrow is divided in 64 bits.
    narrow: Option<i64>,
    each: i64,
}

impl ByVolume {
    /// A divisor and the unit of weight in one fraction, in its lowest terms.
    fn of(rule: &WeightRule) -> Option<Self> {
        let (divisor, each) = (rule.divisor?, rule.unit.unwrap_or(1));
        let by = divisor.by.checked_mul(each.into())?;
        let common = greatest_common_divisor(divisor.times, by);
        let (times, by) = (divisor.times / common, by / common);
        let narrow = i64::try_from(by).ok().filter(|_| times == 1);
        Some(Self { times, by, narrow, each })
    }

    /// `None`: more than can be counted.
    pub(super) fn weight(self, volume: i128) -> Option<i64> {
        let units = if let (Some(by), Ok(volume)) = (self.narrow, i64::try_from(volume)) {
            volume / by + i64::from(volume % by != 0)
        } else {
            let volume = volume.checked_mul(self.times)?;
            i64::try_from(volume / self.by + i128::from(volume % self.by != 0)).ok()?
        };
        units.checked_mul(self.each).filter(|weight| *weight <= MOST_WEIGHT)
    }
}

fn greatest_common_divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl Quick {
    pub(super) fn new(
        weight: &WeightRule,
        limits: &[Limit],
        table: &Table,
        surcharges: &[Surcharge],
        scale: Scale,
    ) -> Self {
        let bits = |is: &dyn Fn(&Surcharge) -> bool| {
            (0_u32..)
                .zip(surcharges)
                .filter(|(_, one)| is(one))
                .fold(0, |all, (bit, _)| all | 1 << bit)
        };
        let charges = |one: &Surcharge| !matches!(one.what, What::Bill(_));
        let mut most = [i64::MAX; Quantity::Volume as usize];
        let (mut most_volume, mut most_shipment_volume) = (i128::MAX, None);
        for Limit { quantity, bound } in limits {
            match quantity {
                Quantity::Volume => most_volume = most_volume.min(*bound),
                Quantity::ShipmentVolume => {
                    let least = most_shipment_volume.map_or(*bound, |most: i128| most.min(*bound));
                    most_shipment_volume = Some(least);
                }
                narrow => {
                    if let Some(known) = most.get_mut(*narrow as usize) {
                        *known = (*known).min((*bound).try_into().unwrap_or(i64::MAX));
                    }
                }
            }
        }
        Self {
            floors: bits(&|one| !charges(one)),
            per_parcel: bits(&|one| charges(one) && one.per == Per::Parcel),
            per_shipment: bits(&|one| charges(one) && one.per == Per::Shipment),
            always: bits(&|one| one.when.tests.is_empty()),
            of_parcel: bits(&|one| one.when.is_of_parcel()),
            untaxed: bits(&|one| !one.taxed),
            most,
            most_volume,
            most_shipment_volume,
            step: equal_steps(&table.steps),
            per_minor: scale.per_minor(),
            by_volume: ByVolume::of(weight),
        }
    }
}

impl Quick {
    /// The row of the step that a weight lies in; beyond the last one where it is above them all.
    pub(super) fn row(&self, table: &Table, weight: i64) -> usize {
        match self.step {
            Some(step) => usize::try_from((weight - 1).max(0) / step).unwrap_or(usize::MAX),
            None => table.steps.partition_point(|boundary| *boundary < weight),
        }
    }
}

fn equal_steps(steps: &[i64]) -> Option<i64> {
    let first = *steps.first()?;
    let mut expected = (1_i64..).map(|count| first.checked_mul(count));
    steps.iter().all(|step| expected.next().flatten() == Some(*step)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff::compiled::{Count, Sides};
    use crate::tariff::number::{divisor, weight};

    fn rule(divisor_text: &str, unit: Option<&str>) -> WeightRule {
        WeightRule {
            unit: unit.map(|text| weight(text).unwrap()),
            tolerance: 0,
            sides: Sides::Exact,
            divisor: Some(divisor(divisor_text).unwrap()),
            only_above: 0,
            volumetric_from: 0,
            minimum: 0,
            no_sides_actual: false,
            count: Count::Parcel,
        }
    }

    /// Nanograms rounded up, then to the unit, in wide numbers.
    fn slowly(rule: &WeightRule, volume: i128) -> i128 {
        let divisor = rule.divisor.unwrap();
        let up = |over: i128, under: i128| (over + under - 1) / under;
        let nanograms = up(volume * divisor.times, divisor.by);
        rule.unit.map_or(nanograms, |unit| up(nanograms, unit.into()) * i128::from(unit))
    }

    #[test]
    fn a_volume_weighs_what_the_written_division_says_at_each_bound_of_a_unit() {
        for (divisor, unit) in [
            ("5000 cm3/kg", None),
            ("5000 cm3/kg", Some("0.5 kg")),
            ("4999 cm3/kg", Some("1 lb")),
            ("166 in3/lb", Some("1 lb")),
            ("139 in3/lb", Some("1 oz")),
            ("166 in3/lb", None),
        ] {
            let rule = rule(divisor, unit);
            let by_volume = ByVolume::of(&rule).unwrap();
            let exact = rule.divisor.unwrap();
            for weight in [1_i128, 7, 40, 1_000_000] {
                let weight = weight * i128::from(rule.unit.unwrap_or(1_000_000_007));
                let bound = weight * exact.by / exact.times;
                for volume in [bound - 1, bound, bound + 1] {
                    let found = by_volume.weight(volume).map(i128::from);
                    assert_eq!(found, Some(slowly(&rule, volume)), "{divisor} {unit:?} {volume}");
                }
            }
        }
    }

    #[test]
    fn a_volume_beyond_all_weights_is_none() {
        let by_volume = ByVolume::of(&rule("1 cm3/kg", None)).unwrap();
        assert_eq!(by_volume.weight(125_000_000_000_000_000_000_000), None);
    }

    #[test]
    fn steps_are_equal_only_if_the_first_is_one_from_nothing() {
        assert_eq!(equal_steps(&[5, 10, 15]), Some(5));
        assert_eq!(equal_steps(&[5, 10, 16]), None);
        assert_eq!(equal_steps(&[10, 15]), None);
        assert_eq!(equal_steps(&[]), None);
    }
}
