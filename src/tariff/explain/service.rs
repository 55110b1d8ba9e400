//! The steps of one service, in the order in which they are computed.

use super::base::unit;
use super::{Case, ExplainedStep, Topic, step};
use crate::calendar::{CutOff, Zone};
use crate::model::{Date, Rate, Service, Time, WeightUnit};
use crate::tariff::transit;
use crate::tariff::written::Rule;

impl Case<'_> {
    pub(super) fn steps(&self, service: &Service, rules: &Rule) -> Vec<ExplainedStep> {
        let mut out = Vec::new();
        let day = self.hand_over(rules, &mut out);
        self.zone(day, &mut out);
        self.limits(rules, &mut out);
        let rows = self.sheet.rows(&self.price_file(&service.code, rules, day));
        let head = rows.first().and_then(|(_, row)| unit(row.first()?));
        self.weight(rules, head.unwrap_or(WeightUnit::Kg), &mut out);
        self.special_rows(rules, day, &mut out);
        self.base(&service.code, rules, day, &mut out);
        if let Some(rate) = self.rate {
            Self::discount(rate, rules, &mut out);
            self.surcharges(rate, rules, day, &mut out);
            Self::minimum(rate, rules, &mut out);
            self.tax(rate, day, &mut out);
            Self::total(rate, &mut out);
            Self::transit(rate, rules, &mut out);
        } else {
            self.refusals(rules, day, &mut out);
        }
        out
    }

    /// The day on which it is handed over.
    fn hand_over(&self, rules: &Rule, out: &mut Vec<ExplainedStep>) -> Date {
        let request = self.request;
        let written = rules.get("transit").and_then(|transit| transit.text("cut_off"));
        let cut_off = written.and_then(|text| {
            let (time, zone) = text.split_once(' ')?;
            Some(CutOff::new(
                Time::parse_from_str(time, "%H:%M").ok()?,
                zone.trim().parse::<Zone>().ok()?,
            ))
        });
        let said = self.rate.and_then(|rate| rate.delivery.assumes_ship_date);
        let day = said.or_else(|| transit::hand(request, cut_off).ok().map(|handed| handed.day));
        let day = day.unwrap_or(request.ship_on);
        let ready = match request.ready_at {
            Some(time) => format!("ready {} at {}", request.ship_on, time.format("%H:%M")),
            None => format!("ready {}", request.ship_on),
        };
        let cut_off = written.map_or(String::new(), |text| format!(", cut-off {text}"));
        let calendar = transit::calendar(&request.shipment.from);
        let is_open =
            calendar.as_ref().and_then(|calendar| calendar.is_business_day(request.ship_on));
        let why = match (day == request.ship_on, is_open) {
            (true, _) => "",
            (false, Some(false)) => " (nothing is collected before)",
            (false, _) => " (the cut-off has passed)",
        };
        out.push(step(
            Topic::HandOver,
            format!("{ready}{cut_off}: handed over on {}{why}", day.format("%a %Y-%m-%d")),
        ));
        let (first, last) = self.sheet.sheet().valid();
        let until = last.map_or_else(|| "on".to_owned(), |last| format!("to {last}"));
        let holds = first <= day && last.is_none_or(|last| day <= last);
        let word = if holds { "holds" } else { "does not hold" };
        out.push(step(
            Topic::HandOver,
            format!("{} {word} on that day: valid from {first} {until}", self.sheet.sheet().name()),
        ));
        day
    }

    /// The zone as the rate says it, else as the patterns do.
    pub(super) fn zone_name(&self, day: Date) -> String {
        match self.rate.and_then(|rate| rate.zone.clone()) {
            Some(zone) => zone,
            None => {
                self.matches(day).into_iter().next().map_or_else(String::new, |found| found.zone)
            }
        }
    }

    fn zone(&self, day: Date, out: &mut Vec<ExplainedStep>) {
        let to = self.request.shipment.to.place();
        let code =
            to.postal_code.as_deref().map_or(String::new(), |code| format!(" {}", code.trim()));
        let place = format!("{}{code}", to.country);
        let found = self.matches(day);
        let said = self.rate.and_then(|rate| rate.zone.as_deref());
        let Some(won) = found.first().filter(|won| said.is_none_or(|said| said == won.zone)) else {
            let words = said.map_or_else(
                || format!("{place} is in no pattern of a zone"),
                |said| format!("{place} is in zone {said}"),
            );
            out.push(step(Topic::Zone, words));
            return;
        };
        let others: Vec<String> = found
            .iter()
            .skip(1)
            .filter(|other| other.zone != won.zone)
            .map(|other| format!("{} ({})", other.pattern, other.zone))
            .collect();
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(", more specific than {}", others.join(", "))
        };
        out.push(step(
            Topic::Zone,
            format!("{place} is in {}: zone {} ({}){more}", won.pattern, won.zone, won.at),
        ));
    }

    fn total(rate: &Rate, out: &mut Vec<ExplainedStep>) {
        let lines: Vec<String> = rate
            .charges
            .iter()
            .map(|charge| {
                format!("{} {}", charge.code.as_deref().unwrap_or_default(), charge.amount.amount())
            })
            .collect();
        let total = rate.total;
        let words = match (rate.tax, rate.total_includes_tax) {
            (Some(tax), Some(true)) => format!("{}: {total}, {tax} of it tax", lines.join(" + ")),
            (Some(tax), _) => {
                let gross = total
                    .checked_add(tax)
                    .map_or(String::new(), |gross| format!(", with tax {gross}"));
                format!("{}: {total} without tax{gross}", lines.join(" + "))
            }
            (None, _) => format!("{}: {total}", lines.join(" + ")),
        };
        out.push(step(Topic::Total, words));
    }

    fn transit(rate: &Rate, rules: &Rule, out: &mut Vec<ExplainedStep>) {
        let Some(transit) = rules.get("transit") else {
            out.push(step(Topic::Transit, "the sheet does not tell when it arrives"));
            return;
        };
        let zone = rate.zone.as_deref().unwrap_or_default();
        let days = transit.get("days").and_then(|days| days.text(zone)).unwrap_or("-");
        let whose = transit.text("calendar").unwrap_or("destination");
        let whose = if whose == "both" {
            "origin and destination".to_owned()
        } else {
            format!("the {whose}")
        };
        let days =
            if days == "1" { "1 business day".to_owned() } else { format!("{days} business days") };
        let delivery = &rate.delivery;
        let words = match (delivery.earliest, delivery.date) {
            (Some(earliest), Some(latest)) if earliest != latest => {
                format!(
                    "{days} of {whose}: from {} to {}",
                    earliest.format("%a %Y-%m-%d"),
                    latest.format("%a %Y-%m-%d")
                )
            }
            (_, Some(latest)) => {
                format!("{days} of {whose}: {}", latest.format("%a %Y-%m-%d"))
            }
            _ => "the day of arrival is not told".to_owned(),
        };
        out.push(step(Topic::Transit, words));
    }
}
