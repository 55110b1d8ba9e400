//! What is odd about the prices of a service: lawful, and likely a slip.

use super::Reading;
use crate::tariff::compiled::{Cells, Count, Quantity, ServiceRules, Table, Tax};
use crate::tariff::dated::InForce;
use crate::tariff::fault::Spot;
use crate::tariff::number::{Rounding, show_weight};
use crate::tariff::places::ZoneNo;

impl Reading<'_> {
    /// A published gross that is not net and tax is kept, and said.
    pub(super) fn compare_published(&mut self, table: &Table, rows: &[Spot]) {
        if self.cells != Cells::Both || self.scale.per_minor() != 1 {
            return;
        }
        for (row, spot) in rows.iter().enumerate() {
            for (number, zone) in self.zones.iter().enumerate() {
                let Tax::Percent(dated) = zone.tax else { continue };
                let Some(InForce::Percent(ppm)) =
                    self.dated.get(dated).map(|dated| dated.on(self.first_day))
                else {
                    continue;
                };
                let Some((net, gross)) =
                    ZoneNo::try_from(number).ok().and_then(|zone| table.cell(row, zone))
                else {
                    continue;
                };
                let computed = net + Rounding::HalfUp.share(net, ppm);
                // A further unit of a few cents is published rounded by nature.
                if computed == gross || row >= table.steps.len() {
                    continue;
                }
                let amount = |minor| rust_decimal::Decimal::new(minor, self.scale.digits);
                let times = rust_decimal::Decimal::new(ppm + 1_000_000, 6).normalize();
                let message = format!(
                    "{} {}: gross {}, net × {times} = {}; published kept",
                    zone.name,
                    table
                        .steps
                        .get(row)
                        .map_or(String::new(), |step| show_weight(*step, table.unit)),
                    amount(gross),
                    amount(computed)
                );
                self.report.warn(spot, message);
            }
        }
    }

    /// A limit above the last price is a promise without a price.
    pub(super) fn check_reach(&mut self, rules: &ServiceRules, at: &Spot) {
        let quantity = match rules.weight.count {
            Count::Parcel => Quantity::Weight,
            Count::SumOfGreater | Count::GreaterOfSums => Quantity::ShipmentWeight,
        };
        let Some(limit) = rules.limits.iter().find(|limit| limit.quantity == quantity) else {
            return;
        };
        let (table, heaviest) = (&rules.table, rules.table.heaviest());
        let Ok(most) = i64::try_from(limit.bound) else { return };
        if most <= heaviest {
            return;
        }
        let unit = table.unit;
        let (last, limit) = (show_weight(heaviest, unit), show_weight(most, unit));
        let bare = last.strip_suffix(&format!(" {unit}")).unwrap_or(&last);
        let message = if table.tails.is_empty() {
            format!(
                "last step {last}, limit {limit}, no further-unit row: {bare}–{limit} has no price"
            )
        } else {
            format!("the last row ends at {last}, limit {limit}: {bare}–{limit} has no price")
        };
        self.report.fault(at, message);
    }

    /// What is lawful and likely a slip.
    pub(super) fn look_for_oddities(&mut self, rules: &ServiceRules, at: &Spot) {
        let table = &rules.table;
        let mut equal: Vec<&str> = Vec::new();
        for (number, zone) in self.zones.iter().enumerate() {
            let Ok(number) = ZoneNo::try_from(number) else { continue };
            // Where the heavier price is charged for the lighter weight nothing falls.
            let falls = if table.heavier.is_empty() { falls(rules, number) } else { Vec::new() };
            for (below, above) in falls {
                let (below, above) =
                    (show_weight(below, table.unit), show_weight(above, table.unit));
                self.report.warn(at, format!("{}: {above} costs less than {below}", zone.name));
            }
            if number > 0 && rows(table) > 2 && same_column(table, number - 1, number) {
                let before =
                    self.zones.get(usize::from(number) - 1).map_or("", |zone| zone.name.as_str());
                equal.extend([before, &zone.name]);
                self.report.warn(
                    at,
                    format!("zones {before} and {} have the same column: a copy?", zone.name),
                );
            }
        }
    }
}

fn rows(table: &Table) -> usize {
    table.steps.len() + table.tails.len()
}

fn same_column(table: &Table, one: ZoneNo, other: ZoneNo) -> bool {
    let offered = (0..rows(table)).any(|row| table.cell(row, one).is_some());
    offered && (0..rows(table)).all(|row| table.cell(row, one) == table.cell(row, other))
}

/// Weights after which the next heavier one costs less.
fn falls(rules: &ServiceRules, zone: ZoneNo) -> Vec<(i64, i64)> {
    let table = &rules.table;
    let mut falls = Vec::new();
    let mut last: Option<(i64, i64)> = None;
    for (row, step) in table.steps.iter().enumerate() {
        let price = table.cell(row, zone).map(|(net, _)| net);
        if let Some(((below, dearer), price)) = last.zip(price)
            && price < dearer
        {
            falls.push((below, *step));
        }
        last = price.map(|price| (*step, price));
    }
    for (number, tail) in table.tails.iter().enumerate() {
        let cell = table.cell(table.steps.len() + number, zone).map(|(net, _)| net);
        let next = tail.from + rules.weight.unit.unwrap_or(tail.unit).min(tail.unit);
        let units = if tail.whole { (next + tail.unit - 1) / tail.unit } else { 1 };
        let start =
            if tail.whole { Some(0) } else { table.anchor(number, zone).map(|(net, _)| net) };
        let end = table.anchor(number, zone).map(|(net, _)| net);
        if let Some(((start, cell), end)) = start.zip(cell).zip(end)
            && start.saturating_add(units.saturating_mul(cell)) < end
        {
            falls.push((tail.from, next));
        }
    }
    falls
}
