//! What is charged beside the carriage, what is not, and the tax: the rule, its facts and its arithmetic.

use rust_decimal::Decimal;

use super::base::line;
use super::measure::Sides;
use super::place::within;
use super::{Case, ExplainedStep, Topic, priced, step};
use crate::model::{Charge, ChargeKind, Date, Money, Rate, WeightUnit};
use crate::tariff::number::decimal;
use crate::tariff::written::{Rule, Written};

impl Case<'_> {
    pub(super) fn discount(rate: &Rate, rules: &Rule, out: &mut Vec<ExplainedStep>) {
        let Some(charge) = line(rate, ChargeKind::Discount) else { return };
        let percent =
            rules.get("discount").and_then(|discount| discount.text("percent")).unwrap_or_default();
        let base =
            line(rate, ChargeKind::Base).map(|base| base.amount.amount()).unwrap_or_default();
        let exact = share(base, percent);
        out.push(priced(
            Topic::Discount,
            format!("{percent} % of base {base} = {exact}, taken off"),
            charge.amount,
        ));
    }

    pub(super) fn surcharges(
        &self,
        rate: &Rate,
        rules: &Rule,
        day: Date,
        out: &mut Vec<ExplainedStep>,
    ) {
        let sides = Sides::of(rules.get("weight"));
        let all = rules.get("surcharges").map_or(&[][..], Rule::items);
        for rule in all {
            let id = rule.text("id").unwrap_or_default();
            let charge = rate.charges.iter().find(|charge| {
                charge.code.as_deref() == Some(id) && charge.kind != ChargeKind::Base
            });
            let when = rule.text("when");
            let held = when.map(|when| self.condition(when, sides, day));
            let facts = held.as_ref().map_or(String::new(), |held| format!("{}: ", held.facts));
            let is_floor = rule.get("bill").is_some();
            if let Some(valid) = rule.text("valid").filter(|valid| !within(valid, day)) {
                out.push(step(Topic::NotCharged, format!("{id}: valid {valid}, not on {day}")));
            } else if let Some(charge) = charge {
                let words = format!("{id}: {facts}{}", self.arithmetic(rate, rule, day));
                out.push(priced(Topic::Surcharge, words, charge.amount));
            } else if held.as_ref().is_some_and(|held| held.holds == Some(false)) {
                out.push(step(
                    Topic::NotCharged,
                    format!(
                        "{id} ({}): {}",
                        when.unwrap_or_default(),
                        facts.trim_end_matches(": ")
                    ),
                ));
            } else if is_floor {
                let bill = rule.text("bill").unwrap_or_default();
                out.push(step(Topic::Weight, format!("{id}: {facts}at least {bill} are billed")));
            } else if held.as_ref().is_some_and(|held| held.holds.is_none()) {
                let unknown = rule.text("unknown").unwrap_or("refuse");
                let words = format!("{id}: {facts}unknown = \"{unknown}\"");
                out.push(step(Topic::NotCharged, words));
            } else {
                out.push(step(Topic::NotCharged, format!("{id}: {facts}{}", beside(rule, all))));
            }
        }
    }

    /// Rules that refuse, where they hold.
    pub(super) fn refusals(&self, rules: &Rule, day: Date, out: &mut Vec<ExplainedStep>) {
        let sides = Sides::of(rules.get("weight"));
        for rule in rules.get("surcharges").map_or(&[][..], Rule::items) {
            let (Some(_), Some(when)) = (rule.get("refuse"), rule.text("when")) else { continue };
            let held = self.condition(when, sides, day);
            if held.holds == Some(true) {
                let id = rule.text("id").unwrap_or_default();
                out.push(step(Topic::NotCharged, format!("{id}: {}: refused", held.facts)));
            }
        }
    }

    /// How an amount comes about: the rule and its numbers.
    fn arithmetic(&self, rate: &Rate, rule: &Rule, day: Date) -> String {
        let mut words = String::new();
        if let Some(amount) = rule.text("amount") {
            words = match amount.split_once(" per ") {
                Some((each, unit)) => {
                    let name = unit.strip_prefix("started ").unwrap_or(unit);
                    let billed =
                        rate.billed_weight.zip(super::base::unit(name)).map(|(billed, unit)| {
                            let value = billed.value_in(unit).round_dp(6).normalize();
                            if name == unit_of(unit) { value } else { value.ceil() }
                        });
                    match (billed, decimal(each)) {
                        (Some(billed), Some(price)) if !unit.starts_with("started ") => {
                            format!(
                                "{each} per {unit} × {billed} = {}",
                                (price * billed).normalize()
                            )
                        }
                        (Some(billed), Some(price)) => {
                            format!(
                                "{each} per {unit} × {} = {}",
                                billed.ceil(),
                                (price * billed.ceil()).normalize()
                            )
                        }
                        _ => amount.to_owned(),
                    }
                }
                None => amount.to_owned(),
            };
        } else if let Some(percent) = rule.text("percent") {
            let (number, value) = match percent.split_once(" of ") {
                Some((number, value)) => (number.to_owned(), Some(value)),
                None => (percent.to_owned(), None),
            };
            let (number, at) = self.dated(&number, day);
            let options = &self.request.shipment.options;
            let of = match value {
                Some("cod amount") => options.cod.as_ref().map(|cod| cod.amount.amount()),
                Some("insured value") => options.insurance.map(Money::amount),
                Some(_) => self
                    .request
                    .shipment
                    .parcels
                    .iter()
                    .map(|parcel| parcel.declared_value.map(Money::amount))
                    .sum(),
                None => Some(Self::sum_of(rate, rule).1),
            };
            let name = value.map_or_else(|| Self::sum_of(rate, rule).0, str::to_owned);
            words = match of {
                Some(of) => format!("{number} %{at} of {name} {of} = {}", share(of, &number)),
                None => format!("{number} %{at} of {name}"),
            };
        }
        for (name, word) in [("floor", "at least"), ("cap", "at most")] {
            if let Some(bound) = rule.text(name) {
                words = format!("{words}, {word} {bound}");
            }
        }
        let parcels = self.request.shipment.parcels.len();
        if rule.text("per") == Some("parcel") && parcels > 1 {
            words = format!("{words}, for each parcel that it holds for");
        }
        words
    }

    /// A percent that changes by date: the row in force, and where it stands.
    fn dated(&self, percent: &str, day: Date) -> (String, String) {
        let rows = self.sheet.rows(percent);
        // Heads may be left out: then the day stands first.
        let head = rows.first().map_or(&[][..], |(_, row)| row);
        let column = |name: &str, usual| head.iter().position(|cell| cell == name).unwrap_or(usual);
        let (from, value) = (column("from", 0), column("percent", 1));
        let begun = rows.iter().filter_map(|(line, row)| {
            let from: Date = row.get(from)?.parse().ok()?;
            (from <= day).then(|| (from, *line, row.get(value).cloned()))
        });
        match begun.max_by_key(|(from, ..)| *from) {
            Some((from, line, Some(value))) => {
                (value, format!(" (from {from}, {percent} line {line})"))
            }
            _ => (percent.to_owned(), String::new()),
        }
    }

    /// The lines that a rule names in `on`, and their sum.
    fn sum_of(rate: &Rate, rule: &Rule) -> (String, Decimal) {
        let (mut names, mut sum) = (Vec::new(), Decimal::ZERO);
        for (name, _) in rule.texts("on") {
            if let Some(charge) =
                rate.charges.iter().find(|charge| charge.code.as_deref() == Some(name))
            {
                names.push(name);
                sum += charge.amount.amount();
            }
        }
        (names.join(" + "), sum)
    }

    pub(super) fn minimum(rate: &Rate, rules: &Rule, out: &mut Vec<ExplainedStep>) {
        let Some(rule) = rules.get("minimum") else { return };
        let (names, sum) = Self::sum_of(rate, rule);
        let amount = rule.text("amount").unwrap_or_default();
        match line(rate, ChargeKind::Minimum) {
            Some(charge) => out.push(priced(
                Topic::Minimum,
                format!("{names} = {sum}, raised to {amount}"),
                charge.amount,
            )),
            None => out.push(step(Topic::Minimum, format!("{names} = {sum}, not below {amount}"))),
        }
    }

    pub(super) fn tax(&self, rate: &Rate, day: Date, out: &mut Vec<ExplainedStep>) {
        let zone = self.zone_name(day);
        let written = self
            .rules
            .get("zone")
            .and_then(|zones| zones.get(&zone))
            .and_then(|zone| zone.text("tax"));
        let Some(name) = written else {
            out.push(step(Topic::Tax, "the sheet does not tell the tax"));
            return;
        };
        let Some(tax) = rate.tax else { return };
        if name == "exempt" {
            out.push(step(Topic::Tax, format!("zone {zone} is exempt from tax")));
            return;
        }
        let rows = self.rules.get("tax").and_then(|taxes| taxes.get(name));
        let percent = rows.map_or(&[][..], Rule::items).iter().filter_map(|row| {
            let from: Date = date(row.get("from")?)?;
            (from <= day).then(|| (from, row.text("percent")))
        });
        let percent = percent
            .max_by_key(|(from, _)| *from)
            .and_then(|(_, percent)| percent)
            .unwrap_or_default();
        let total = rate.total.amount();
        let untaxed = self.untaxed(rate);
        let except = if untaxed.is_zero() {
            String::new()
        } else {
            format!(" without {untaxed} that is not taxed")
        };
        let words = match self.rules.get("sheet").and_then(|sheet| sheet.text("cells")) {
            Some("gross") => format!(
                "{name} {percent} % is inside: {total} − {total} ÷ {}",
                Decimal::ONE + decimal(percent).unwrap_or_default() / Decimal::ONE_HUNDRED
            ),
            Some("net+gross") => {
                let base = line(rate, ChargeKind::Base)
                    .map(|base| base.amount.amount())
                    .unwrap_or_default();
                let others = total - base;
                let exact = share(others - untaxed, percent);
                let digits = u32::from(tax.currency().minor_units());
                let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
                let on_others = exact.round_dp_with_strategy(digits, away);
                let published = total + tax.amount() - others - on_others;
                let of_base = format!(
                    "the base is published as {published} with {name}: {}",
                    published - base
                );
                if others.is_zero() {
                    of_base
                } else {
                    format!("{of_base}; {percent} % of the other lines {others}{except} = {exact}")
                }
            }
            _ => format!(
                "{name} {percent} % of {total}{except} = {}",
                share(total - untaxed, percent)
            ),
        };
        out.push(priced(Topic::Tax, words, tax));
    }

    /// What lines with `taxed = false` add up to.
    fn untaxed(&self, rate: &Rate) -> Decimal {
        let services = self.rules.get("service").and_then(|all| all.get(&rate.service.code));
        let all = services.and_then(|rules| rules.get("surcharges")).map_or(&[][..], Rule::items);
        let is_untaxed = |charge: &&Charge| {
            all.iter().any(|rule| {
                rule.text("id") == charge.code.as_deref()
                    && rule
                        .get("taxed")
                        .is_some_and(|taxed| taxed.value == Written::Bare("false".to_owned()))
            })
        };
        rate.charges.iter().filter(is_untaxed).map(|charge| charge.amount.amount()).sum()
    }
}

/// Why a surcharge whose condition holds is not charged.
fn beside(rule: &Rule, all: &[Rule]) -> String {
    let others: Vec<&str> = rule.texts("not_with").into_iter().map(|(name, _)| name).collect();
    match rule.text("group") {
        Some(group) => {
            let members: Vec<&str> = all
                .iter()
                .filter(|other| {
                    other.text("group") == Some(group) && other.text("id") != rule.text("id")
                })
                .filter_map(|other| other.text("id"))
                .collect();
            format!(
                "only the dearest of group \"{group}\" is charged (with {})",
                members.join(", ")
            )
        }
        None if !others.is_empty() => format!("not charged beside {}", others.join(", ")),
        None => "not charged".to_owned(),
    }
}

fn unit_of(unit: WeightUnit) -> String {
    unit.to_string()
}

fn date(rule: &Rule) -> Option<Date> {
    match &rule.value {
        Written::Text(text) | Written::Bare(text) => text.parse().ok(),
        _ => None,
    }
}

/// So many percent of an amount, exactly.
fn share(amount: Decimal, percent: &str) -> Decimal {
    let percent = decimal(percent.trim()).unwrap_or_default();
    (amount * percent / Decimal::ONE_HUNDRED).normalize()
}
