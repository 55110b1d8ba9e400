//! A price as people and choosing see it: its lines, so that it can be redone by hand.

use rust_decimal::Decimal;

use super::amounts::Amounts;
use super::compiled::{Cells, Compiled, ServiceRules};
use super::number::show_weight;
use super::price::{Priced, Row};
use super::pricing::Line;
use super::refusal::row_name;
use crate::model::{
    CarrierId, Charge, ChargeKind, Money, Notice, PriceBasis, Rate, Weight, WeightUnit,
};

/// The rate, but for its lines and for what dates decide.
pub(super) fn rate(
    id: &CarrierId,
    sheet: &Compiled,
    rules: &ServiceRules,
    priced: &Priced,
) -> Rate {
    let money = |minor: i64| Money::from_minor(minor, sheet.scale.currency);
    // Only the side that the cells are published on is exact line by line.
    let (total, is_gross) = match (sheet.cells, priced.net, priced.gross) {
        (Cells::Net | Cells::Both, Some(net), _) => (net, false),
        (_, _, Some(gross)) => (gross, true),
        (_, net, None) => (net.unwrap_or_default(), false),
    };
    let mut rate = Rate::new(id.clone(), rules.service.clone(), money(total));
    rate.total_includes_tax = Some(is_gross);
    rate.tax = priced.net.zip(priced.gross).map(|(net, gross)| money(gross - net));
    rate.price_basis = PriceBasis::Sheet;
    rate.zone = sheet.zone(priced.zone).map(|zone| zone.name.clone());
    rate.billed_weight = weight(priced.billable, rules.table.unit);
    if priced.without_sides {
        rate.notices.push(Notice::warning(
            "a parcel has no dimensions; its actual weight was taken, the carrier may measure more",
        ));
    }
    if priced.old_percent {
        rate.notices
            .push(Notice::warning("a percent of the sheet has ended; the last one was taken"));
    }
    if sheet.cells == Cells::Gross && rate.tax.is_some_and(|tax| !tax.is_zero()) {
        rate.notices.push(Notice::information(
            "the sheet states prices with tax; the tax was derived from them",
        ));
    }
    rate
}

/// The lines of a price, in the order of the sheet.
pub(super) fn lines<'s>(
    sheet: &'s Compiled,
    rules: &'s ServiceRules,
    amounts: &Amounts,
) -> Vec<Line<'s>> {
    let money = |minor: i64| Money::from_minor(minor, sheet.scale.currency);
    let plain = |kind, id, minor: i64| Line { kind, id, amount: money(minor) };
    let unless_nothing = |kind, id, minor: i64| Some(plain(kind, id, minor)).filter(|_| minor != 0);
    let mut lines = Vec::with_capacity(amounts.surcharges.count() + 3);
    lines.push(plain(ChargeKind::Base, "base", amounts.base));
    lines.extend(unless_nothing(ChargeKind::Discount, "discount", amounts.discount));
    lines.extend(amounts.surcharges.charged().filter_map(|(index, minor)| {
        let surcharge = rules.surcharges.get(index)?;
        Some(plain(surcharge.kind, &*surcharge.id, minor))
    }));
    lines.extend(unless_nothing(ChargeKind::Minimum, "minimum", amounts.minimum));
    lines
}

/// What the total is made of.
pub(super) fn charges(
    sheet: &Compiled,
    rules: &ServiceRules,
    priced: &Priced,
    amounts: &Amounts,
) -> Vec<Charge> {
    let charge = |line: &Line<'_>| Charge::new(line.kind, line.amount).with_code(line.id);
    let mut charges: Vec<_> = lines(sheet, rules, amounts).iter().map(charge).collect();
    if let Some(base) = charges.first_mut() {
        base.label = Some(base_label(sheet, rules, priced));
    }
    charges
}

/// `zone portugal, 2.5 kg: step 3 kg`.
fn base_label(sheet: &Compiled, rules: &ServiceRules, priced: &Priced) -> String {
    let zone = sheet.zone(priced.zone).map_or("", |zone| &zone.name);
    let weight = show_weight(priced.billable, rules.table.unit);
    let row = match priced.row {
        Row::Flat(flat) => {
            rules.flats.get(flat).map(|flat| ["flat ", &flat.code].concat()).unwrap_or_default()
        }
        Row::Table(row) => row_name(rules, row),
    };
    let is_own =
        !matches!(priced.row, Row::Table(row) if rules.table.is_above(row, priced.billable));
    let row =
        if is_own || priced.several { row } else { format!("{row}, cheaper than its own row") };
    let each = if priced.several { " (first parcel)" } else { "" };
    ["zone ", zone, ", ", &weight, ": ", &row, each].concat()
}

/// In the sheet's unit where that loses nothing, else in grams.
pub(super) fn weight(nanograms: i64, unit: WeightUnit) -> Option<Weight> {
    let metric = match unit {
        WeightUnit::G => Some(9),
        WeightUnit::Kg => Some(12),
        WeightUnit::Lb | WeightUnit::Oz => None,
    };
    // A measure has nine decimals at the most.
    let exact = metric.and_then(|scale| Weight::new(Decimal::new(nanograms, scale), unit).ok());
    exact.or_else(|| {
        let grams = Weight::new(Decimal::new(nanograms, 9), WeightUnit::G).ok()?;
        let same = |value| Weight::new(value, unit).ok().filter(|same| *same == grams);
        same(grams.value_in(unit)).or(Some(grams))
    })
}
