//! A price as people and choosing see it: its lines, so that it can be redone by hand.

use rust_decimal::Decimal;

use super::compiled::{Cells, Compiled, ServiceRules};
use super::number::show_weight;
use super::price::{Priced, Row, charged};
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

/// What the total is made of.
pub(super) fn charges(sheet: &Compiled, rules: &ServiceRules, priced: &Priced) -> Vec<Charge> {
    let money = |minor: i64| Money::from_minor(minor, sheet.scale.currency);
    let mut base = Charge::new(ChargeKind::Base, money(priced.base)).with_code("base");
    base.label = Some(base_label(sheet, rules, priced));
    let mut charges = vec![base];
    if priced.discount != 0 {
        charges
            .push(Charge::new(ChargeKind::Discount, money(priced.discount)).with_code("discount"));
    }
    for index in charged(priced.charged) {
        if let (Some(surcharge), Some(amount)) =
            (rules.surcharges.get(index), priced.surcharges.get(index))
        {
            charges.push(Charge::new(surcharge.kind, money(*amount)).with_code(&*surcharge.id));
        }
    }
    if priced.minimum != 0 {
        charges.push(Charge::new(ChargeKind::Minimum, money(priced.minimum)).with_code("minimum"));
    }
    charges
}

/// `zone portugal, 2.5 kg: step 3 kg`.
fn base_label(sheet: &Compiled, rules: &ServiceRules, priced: &Priced) -> String {
    let zone = sheet.zone(priced.zone).map_or("", |zone| &zone.name);
    let weight = show_weight(priced.billable, rules.table.unit);
    let row = match priced.row {
        Row::Flat(flat) => {
            rules.flats.get(flat).map(|flat| format!("flat {}", flat.code)).unwrap_or_default()
        }
        Row::Table(row) => row_name(rules, row),
    };
    let is_own =
        !matches!(priced.row, Row::Table(row) if rules.table.is_above(row, priced.billable));
    let row =
        if is_own || priced.several { row } else { format!("{row}, cheaper than its own row") };
    let each = if priced.several { " (first parcel)" } else { "" };
    format!("zone {zone}, {weight}: {row}{each}")
}

/// In the sheet's unit where that loses nothing, else in grams.
pub(super) fn weight(nanograms: i64, unit: WeightUnit) -> Option<Weight> {
    let grams = Weight::new(Decimal::new(nanograms, 9).normalize(), WeightUnit::G).ok()?;
    let value = grams.value_in(unit);
    // In the sheet's own unit where that loses nothing.
    Weight::new(value, unit).ok().filter(|same| *same == grams).or(Some(grams))
}
