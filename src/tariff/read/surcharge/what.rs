//! What a surcharge is: an amount, one by zone, a percent, a billed weight, a refusal, a price of a list.

use super::super::Reading;
use super::One;
use crate::tariff::compiled::{Percent, Value, What};
use crate::tariff::fault::Spot;
use crate::tariff::list::Amount;
use crate::tariff::node::{Fields, Node, Text};
use crate::tariff::number;

impl One<'_> {
    /// The price of a list by its name there.
    pub(super) fn of_list(
        &mut self,
        reading: &mut Reading<'_>,
        fields: &mut Fields<'_>,
        label: &Text<'_>,
        who: &str,
    ) -> Option<What> {
        for other in ["amount", "percent", "bill", "refuse", "on", "missing"] {
            if let Some(node) = fields.get(other) {
                reading.report.fault(
                    &node.spot(),
                    format!("{who}: {other} stands beside listed; write one of them"),
                );
            }
        }
        let listed = reading.listed(label)?;
        *self.listed = Some(listed.clone());
        if listed.unclear && fields.get("when").is_none() {
            let message = format!(
                "{who}: the words of \"{}\" hold a condition that cannot be read; write it as when",
                label.text
            );
            reading.report.fault(&label.spot, message);
        }
        Some(match listed.amount {
            Some(Amount::Everywhere(amount)) => What::Amount(amount),
            Some(Amount::ByZone(amounts)) => What::ByZone(amounts),
            None => What::ByZone(vec![None; reading.zones.len()]),
        })
    }

    pub(super) fn what(
        &self,
        reading: &mut Reading<'_>,
        fields: &mut Fields<'_>,
        who: &str,
        at: &Spot,
    ) -> Option<What> {
        let amount = fields.get("amount");
        let percent = fields.get("percent");
        let (bill, refuse) = (fields.get("bill"), fields.get("refuse"));
        let (on, missing) = (fields.get("on"), fields.get("missing"));
        let given = [amount, percent, bill, refuse].iter().flatten().count();
        if given != 1 {
            reading.report.fault(
                at,
                format!("{who} has {given} of amount, percent, bill and refuse; write one"),
            );
            return None;
        }
        for (name, node) in [("on", on), ("missing", missing)] {
            if let Some(node) = node.filter(|_| percent.is_none()) {
                reading.report.fault(&node.spot(), format!("{who}: {name} belongs to percent"));
            }
        }
        if let Some(node) = percent {
            return self.percent(reading, node, on, missing, who);
        }
        if let Some(node) = amount.filter(Node::is_table) {
            return Self::by_zone(reading, node, who);
        }
        let report = &mut reading.report;
        if let Some(node) = amount {
            let text = node.amount("amount", report)?;
            return report.take(&text.spot, per_weight(text.text, reading.scale));
        }
        if let Some(node) = bill {
            let text = node.amount("bill", report)?;
            return report.take(&text.spot, number::floor(text.text)).map(What::Bill);
        }
        refuse?.text("refuse", report).map(|text| What::Refuse(text.text.to_owned()))
    }

    /// `amount = { near = "2.65", far = "3.70" }`; a zone that is not named has none.
    fn by_zone(reading: &mut Reading<'_>, node: Node<'_>, who: &str) -> Option<What> {
        let fields = node.fields("amount", &mut reading.report)?;
        let mut amounts = vec![None; reading.zones.len()];
        let mut is_whole = true;
        for (name, node) in fields.entries() {
            let Some(zone) = reading.zones.iter().position(|zone| zone.name == name.text) else {
                reading.no_such_zone(name.text, &name.spot);
                is_whole = false;
                continue;
            };
            let text = node.amount(name.text, &mut reading.report);
            let read = text
                .and_then(|text| reading.report.take(&text.spot, reading.scale.amount(text.text)));
            is_whole &= read.is_some();
            if let Some(place) = amounts.get_mut(zone) {
                *place = read;
            }
        }
        if is_whole && amounts.iter().all(Option::is_none) {
            reading.report.fault(
                &node.spot(),
                format!(
                    "{who}: amount names no zone; write amount = \"2.65\", or {{ near = \"2.65\" }}"
                ),
            );
            return None;
        }
        is_whole.then_some(What::ByZone(amounts))
    }

    fn percent(
        &self,
        reading: &mut Reading<'_>,
        node: Node<'_>,
        on: Option<Node<'_>>,
        missing: Option<Node<'_>>,
        who: &str,
    ) -> Option<What> {
        let text = node.amount("percent", &mut reading.report)?;
        let missing_last = match missing.and_then(|node| node.text("missing", &mut reading.report))
        {
            None => false,
            Some(text) if text.text == "last" => true,
            Some(text) => {
                reading.report.fault(
                    &text.spot,
                    format!(
                        "{who}: missing = \"{}\"; write last, or leave it out to refuse",
                        text.text
                    ),
                );
                false
            }
        };
        if let Some((percent, of)) = text.text.split_once(" of ") {
            let value = reading.report.take(&text.spot, match of.trim() {
                "cod amount" => Ok(Value::Cod),
                "insured value" => Ok(Value::Insured),
                "declared value" => Ok(Value::Declared),
                other => Err(format!("{who}: percent of {other}; write cod amount, insured value or declared value")),
            });
            let ppm = reading.report.take(&text.spot, number::percent(percent));
            if let Some(node) = on {
                reading.report.fault(&node.spot(), format!("{who}: a percent of {of} has no on"));
            }
            return Some(What::PercentOfValue { percent: Percent::Fixed(ppm?), value: value? });
        }
        let Some(on) = on else {
            reading.report.fault(
                &text.spot,
                format!("{who}: a percent needs the lines it is of; write on = [\"base\"]"),
            );
            return None;
        };
        let names = on.texts("on", &mut reading.report);
        let on = reading.lines(&names, self.ids, self.index, who);
        let id = self.ids.get(self.index).map_or("", String::as_str);
        let percent = if number::decimal(text.text.trim()).is_some() {
            Percent::Fixed(reading.report.take(&text.spot, number::percent(text.text))?)
        } else {
            Percent::Dated(reading.dated_file(id, text.text, &text.spot, missing_last)?)
        };
        Some(What::PercentOfLines { percent, on })
    }
}

/// `4.50`, `0.55 per kg`, `0.55 per started kg`.
fn per_weight(text: &str, scale: number::Scale) -> Result<What, String> {
    let Some((amount, unit)) = text.split_once(" per ") else {
        return scale.amount(text).map(What::Amount);
    };
    let (started, unit) = match unit.strip_prefix("started ") {
        Some(unit) => (true, unit),
        None => (false, unit),
    };
    let amount = scale.amount(amount.trim())?;
    let unit = match unit.trim() {
        unit @ ("g" | "kg" | "lb" | "oz") => number::weight(&format!("1 {unit}"))?,
        other => {
            return Err(format!(
                "an amount per {other} is unknown; write per kg or per started kg"
            ));
        }
    };
    Ok(What::PerWeight { amount, unit, started })
}
