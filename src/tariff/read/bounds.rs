//! The proof that no price of a service overflows: its worst case in wide numbers, before anything is ever priced.

use super::Reading;
use crate::tariff::compiled::{Count, Lines, Per, Percent, ServiceRules, Tax, Value, What};
use crate::tariff::dated::DatedPercent;
use crate::tariff::facts::{MOST_PARCELS, MOST_VALUE};
use crate::tariff::fault::Spot;
use crate::tariff::number::{MILLION, MOST_WEIGHT};
use crate::tariff::places::ZoneNo;
use crate::tariff::price::charged;

/// Two to the thirty-ninth minor units: times a thousand percent in parts per million is still within an `i64`.
const MOST: i128 = 1 << 39;

impl Reading<'_> {
    pub(super) fn check_worst_case(&mut self, rules: &ServiceRules, at: &Spot) {
        if self.worst_case(rules) > MOST {
            let code = &rules.service.code;
            self.report
                .fault(at, format!("worst case of service \"{code}\" exceeds 2^39 minor units"));
        }
    }

    /// Every cell the dearest, every condition true, no discount. Above [`MOST`] as soon as a part of it is.
    fn worst_case(&self, rules: &ServiceRules) -> i128 {
        let parcels = i128::try_from(MOST_PARCELS).unwrap_or(i128::MAX);
        let priced = if rules.weight.count == Count::Parcel { parcels } else { 1 };
        let boxed = rules.flats.iter().map(|flat| i128::from(flat.price.max(flat.gross))).max();
        let boxed = boxed.unwrap_or(0).saturating_mul(parcels);
        let weighed = self.dearest_base(rules).saturating_mul(priced);
        let base = weighed.saturating_add(boxed);
        let heaviest =
            i128::from(rules.table.heaviest().max(
                if rules.special.is_empty() && rules.flats.is_empty() { 0 } else { MOST_WEIGHT },
            ));
        let mut amounts: Vec<i128> = Vec::new();
        for surcharge in &rules.surcharges {
            let times = if surcharge.per == Per::Parcel { parcels } else { 1 };
            let one = match &surcharge.what {
                What::Amount(amount) => i128::from(*amount),
                What::ByZone(amounts) => {
                    amounts.iter().flatten().max().map_or(0, |most| i128::from(*most))
                }
                What::PerWeight { amount, unit, .. } => {
                    // Of the whole shipment where it is charged once.
                    let weight = if surcharge.per == Per::Parcel {
                        heaviest
                    } else {
                        heaviest.saturating_mul(parcels).min(MOST_WEIGHT.into())
                    };
                    (weight / i128::from(*unit) + 1).saturating_mul(i128::from(*amount))
                }
                What::PercentOfLines { percent, on } => {
                    share(sum(*on, base, &amounts), self.greatest(*percent))
                }
                What::PercentOfValue { percent, value } => {
                    let most = match value {
                        Value::Cod | Value::Insured | Value::Declared => i128::from(MOST_VALUE),
                    };
                    share(most, self.greatest(*percent))
                }
                What::Bill(_) | What::Refuse(_) => 0,
            };
            let one = one.max(surcharge.floor.unwrap_or(0).into());
            amounts
                .push(surcharge.cap.map_or(one, |cap| one.min(cap.into())).saturating_mul(times));
        }
        let minimum = rules.minimum.as_ref().map_or(0, |minimum| minimum.amount.into());
        let lines = amounts
            .iter()
            .fold(base.saturating_add(minimum), |sum, line| sum.saturating_add(*line));
        let taxes = self.zones.iter().filter_map(|zone| match zone.tax {
            Tax::Percent(dated) => self.dated.get(dated).map(DatedPercent::greatest),
            Tax::Exempt | Tax::NotStated => None,
        });
        lines.saturating_add(share(lines, taxes.max().unwrap_or(0)))
    }

    /// The dearest price of one parcel, in minor units, net or gross.
    fn dearest_base(&self, rules: &ServiceRules) -> i128 {
        let table = &rules.table;
        let mut dearest = 0_i128;
        for zone in (0..table.zones).filter_map(|zone| ZoneNo::try_from(zone).ok()) {
            let cell = |row: usize| {
                table.cell(row, zone).map_or(0, |(net, gross)| i128::from(net.max(gross)))
            };
            let mut end = (0..table.steps.len()).map(cell).max().unwrap_or(0);
            dearest = dearest.max(end);
            for (number, tail) in table.tails.iter().enumerate() {
                let from = if tail.whole { 0 } else { tail.from };
                let units = i128::from((tail.up_to - from) / tail.unit) + 1;
                let further = units.saturating_mul(cell(table.steps.len() + number));
                end = if tail.whole { further } else { end.saturating_add(further) };
                dearest = dearest.max(end);
            }
            let named = table.steps.len() + table.tails.len();
            let rows = (named..named + table.named.len()).map(cell);
            dearest = dearest.max(rows.max().unwrap_or(0));
        }
        dearest / i128::from(self.scale.per_minor()) + 1
    }

    fn greatest(&self, percent: Percent) -> i64 {
        match percent {
            Percent::Fixed(ppm) => ppm,
            Percent::Dated(dated) => self.dated.get(dated).map_or(0, DatedPercent::greatest),
        }
    }
}

fn share(amount: i128, ppm: i64) -> i128 {
    amount.saturating_mul(ppm.into()) / i128::from(MILLION) + 1
}

fn sum(lines: Lines, base: i128, amounts: &[i128]) -> i128 {
    let named = charged(lines.surcharges).filter_map(|index| amounts.get(index));
    named.fold(if lines.base { base } else { 0 }, |sum, line| sum.saturating_add(*line))
}
