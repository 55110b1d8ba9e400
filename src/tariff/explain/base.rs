//! The carriage: which row and which cell of the price file, and the further units upon it.

use rust_decimal::Decimal;

use super::measure::shown_weight;
use super::place::within;
use super::{Case, ExplainedStep, Topic, priced, step};
use crate::model::{Charge, ChargeKind, Date, Money, Rate, RateRequest, Weight, WeightUnit};
use crate::tariff::number::decimal;
use crate::tariff::written::Rule;

impl Case<'_> {
    /// The base of the rate, parcel by parcel where each is priced for itself.
    pub(super) fn base(
        &self,
        service: &str,
        rules: &Rule,
        day: Date,
        out: &mut Vec<ExplainedStep>,
    ) {
        let file = self.price_file(service, rules, day);
        let Some(rate) = self.rate else { return };
        let Some(base) = line(rate, ChargeKind::Base) else { return };
        let shipment = &self.request.shipment;
        let as_one = rules
            .get("weight")
            .and_then(|weight| weight.text("count"))
            .is_some_and(|count| count != "parcel");
        if shipment.parcels.len() == 1 || as_one {
            out.push(priced(Topic::Base, self.cell(&file, day, rate, base), base.amount));
            return;
        }
        let mut sum: Option<Money> = None;
        for (index, parcel) in shipment.parcels.iter().enumerate() {
            let mut alone = (**shipment).clone();
            alone.parcels = vec![parcel.clone()];
            let request = RateRequest { shipment: alone.into(), ..self.request.clone() };
            let answer = self.carrier.quote(&request);
            let one = answer.rates.iter().find(|rate| rate.service.code == service);
            let Some((one, charge)) = one.and_then(|one| Some((one, line(one, ChargeKind::Base)?)))
            else {
                continue;
            };
            sum = Some(
                sum.map_or(charge.amount, |sum| sum.checked_add(charge.amount).unwrap_or(sum)),
            );
            let words = format!("parcels[{index}]: {}", self.cell(&file, day, one, charge));
            out.push(priced(Topic::Base, words, charge.amount));
        }
        if sum != Some(base.amount) {
            // A rule that sees the shipment as a whole; the sum is what the rate says.
            out.retain(|step| step.topic != Topic::Base);
            out.push(priced(Topic::Base, base.label.clone().unwrap_or_default(), base.amount));
        }
    }

    /// `2.5 kg: step 5 kg, mula.paq.csv line 3: 6.00`, or with further units `step 20 kg 17.37 + 5 × 0.69`.
    fn cell(&self, file: &str, day: Date, rate: &Rate, base: &Charge) -> String {
        // `zone peninsula, 2.5 kg: step 5 kg`
        let label = base.label.as_deref().unwrap_or_default();
        let label = label.split_once(", ").map_or(label, |(_, rest)| rest);
        let found = self.row(file, day, rate);
        match found.filter(|found| found.amount == Some(base.amount.amount())) {
            Some(found) => format!("{label}, {}", found.words),
            None => format!("{label}: {}", base.amount.amount()),
        }
    }

    /// The file of the service's prices on a day.
    pub(super) fn price_file(&self, service: &str, rules: &Rule, day: Date) -> String {
        let files = self.sheet.price_files(service, rules);
        let mut files = files.into_iter();
        let found = files.find(|(valid, _)| valid.is_none_or(|valid| within(valid, day)));
        found.map_or_else(String::new, |(_, file)| file)
    }

    /// What the price file says at the billed weight, read from its text.
    fn row(&self, file: &str, day: Date, rate: &Rate) -> Option<Found> {
        let rows = self.sheet.rows(file);
        let ((_, header), rows) = rows.split_first()?;
        let unit = unit(header.first()?)?;
        let zone = rate.zone.as_deref()?;
        let titles = [zone.to_owned(), format!("{zone} net")];
        let column = header.iter().position(|title| titles.contains(title))?;
        let billed = rate.billed_weight?;
        let in_unit = |text: &str| Weight::new(decimal(text.trim())?, unit).ok();
        let cell = |row: &[String]| decimal(row.get(column)?);
        let base = line(rate, ChargeKind::Base)?.label.clone().unwrap_or_default();
        let mut last: Option<(Weight, &str, Decimal)> = None;
        for (line, row) in rows {
            let label = row.first()?;
            let dated = |name: &str| {
                let place = header.iter().position(|title| title == name);
                place.and_then(|place| row.get(place)).map_or("", String::as_str)
            };
            if !within(&format!("{}/{}", dated("from"), dated("until")), day) {
                continue;
            }
            let at = format!("{file} line {line}");
            let whole = label.starts_with('*');
            if let Some((each, end)) =
                label.strip_prefix(['+', '*']).and_then(|rest| rest.split_once('<'))
            {
                let (size, end, price) =
                    (in_unit(each)?, in_unit(end.trim_start_matches('='))?, cell(row)?);
                let from = if whole { None } else { Some(last?) };
                let start = from.map_or(Decimal::ZERO, |(weight, ..)| weight.grams());
                let units = |to: Weight| ((to.grams() - start) / size.grams()).round_dp(9).ceil();
                let below = from.map_or(Decimal::ZERO, |(_, _, price)| price);
                if billed > end {
                    last = Some((end, "", below + units(end) * price));
                    continue;
                }
                let sum = below + units(billed) * price;
                let stood = from.map_or(String::new(), |(weight, _, price)| {
                    format!("{price} at {} + ", shown_weight(weight, unit))
                });
                let (count, shown) = (units(billed), shown_weight(size, unit));
                return Some(Found {
                    words: format!(
                        "{at}: {stood}{count} × {price} for each started {shown} = {sum}"
                    ),
                    amount: Some(sum),
                });
            }
            let (bound, owns) = match label.strip_prefix('<') {
                Some(bound) => (in_unit(bound), false),
                // `21-50` is a step by its upper end.
                None => (in_unit(label.rsplit('-').next().unwrap_or(label)), true),
            };
            match bound {
                Some(bound) => {
                    let inside = if owns { billed <= bound } else { billed < bound };
                    if inside && base.contains(": step ") {
                        let price = cell(row)?;
                        return Some(Found {
                            words: format!("{at}: {price}"),
                            amount: Some(price),
                        });
                    }
                    last = cell(row).map(|price| (bound, label.as_str(), price));
                }
                None if base.ends_with(&format!(": {label}")) => {
                    let price = cell(row)?;
                    return Some(Found { words: format!("{at}: {price}"), amount: Some(price) });
                }
                None => {}
            }
        }
        None
    }

    /// Rows by condition, and which of them replaces the steps.
    pub(super) fn special_rows(&self, rules: &Rule, day: Date, out: &mut Vec<ExplainedStep>) {
        let sides = super::measure::Sides::of(rules.get("weight"));
        for row in rules.get("rows").map_or(&[][..], Rule::items) {
            let (Some(when), Some(name)) = (row.text("when"), row.text("use")) else { continue };
            let held = self.condition(when, sides, day);
            let words = match held.holds {
                Some(true) => format!("row {name} replaces the steps: {}", held.facts),
                Some(false) => format!("row {name} ({when}) is not used: {}", held.facts),
                None => format!("row {name} ({when}): {}", held.facts),
            };
            out.push(step(Topic::Base, words));
        }
    }
}

/// What a price file says.
struct Found {
    words: String,
    amount: Option<Decimal>,
}

pub(super) fn line(rate: &Rate, kind: ChargeKind) -> Option<&Charge> {
    rate.charges.iter().find(|charge| charge.kind == kind)
}

pub(super) fn unit(text: &str) -> Option<WeightUnit> {
    Some(match text {
        "g" => WeightUnit::G,
        "kg" => WeightUnit::Kg,
        "lb" => WeightUnit::Lb,
        "oz" => WeightUnit::Oz,
        _ => return None,
    })
}
