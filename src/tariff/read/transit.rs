//! Transit as it is written: days for each zone or in a chart, the cut-off, whose business days count.

use std::collections::BTreeMap;

use super::Reading;
use super::places::is_file;
use crate::calendar::{CutOff, Zone};
use crate::model::Time;
use crate::tariff::compiled::{Span, Table, Transit, TransitDays, Whose};
use crate::tariff::node::Node;
use crate::tariff::places::ZoneNo;

impl Reading<'_> {
    /// The zones that a table prices ought to have days.
    pub(super) fn transit(&mut self, node: Node<'_>, table: Option<&Table>) -> Option<Transit> {
        let mut fields = node.fields("transit", &mut self.report)?;
        let cut_off = fields.read("cut_off", &mut self.report, cut_off);
        let calendar = fields.read("calendar", &mut self.report, |text| match text {
            "destination" => Ok(Whose::Destination),
            "origin" => Ok(Whose::Origin),
            "both" => Ok(Whose::Both),
            other => Err(format!("calendar = \"{other}\"; write destination, origin or both")),
        });
        let node = fields.get("days");
        fields.finish(&mut self.report);
        let days = match node {
            Some(node) if !node.is_table() => self.days_chart(node)?,
            node => TransitDays::ByZone(self.days_by_zone(node, table)),
        };
        Some(Transit { days, cut_off, calendar: calendar.unwrap_or(Whose::Destination) })
    }

    /// `origin,destination,days` in a file.
    fn days_chart(&mut self, node: Node<'_>) -> Option<TransitDays> {
        let file = node.text("days", &mut self.report)?;
        if !is_file(file.text) {
            let message = format!(
                "days = \"{}\"; write days = {{ near = \"1\" }}, or the name of a chart: \"days.csv\"",
                file.text
            );
            self.report.fault(&file.spot, message);
            return None;
        }
        let source = self.loader.load(file.text, &file.spot, &mut self.report)?;
        let rows = self.chart_rows(&source, "days");
        // By what is written: `2` and `2-2` are two zones of the chart, which does no harm.
        let mut known: BTreeMap<&str, (ZoneNo, Span)> = BTreeMap::new();
        for row in &rows {
            let text = row.get(2).unwrap_or_default();
            if !known.contains_key(text)
                && let Some(read) = self.report.take(&row.spot(2), span(text))
            {
                let number = ZoneNo::try_from(known.len()).ok()?;
                known.insert(text, (number, read));
            }
        }
        let (mut spans, mut names) = (vec![None; known.len()], vec![String::new(); known.len()]);
        for (text, (number, read)) in &known {
            let number = usize::from(*number);
            if let (Some(span), Some(name)) = (spans.get_mut(number), names.get_mut(number)) {
                (*span, *name) = (*read, format!("{text} days"));
            }
        }
        let chart = self.chart(&rows, |text| known.get(text).map(|(number, _)| *number));
        self.day_charts.push(chart.named(names));
        Some(TransitDays::Chart { chart: self.day_charts.len() - 1, spans })
    }

    fn days_by_zone(&mut self, node: Option<Node<'_>>, table: Option<&Table>) -> Vec<Span> {
        let mut days = vec![None; self.zones.len()];
        let mut named = vec![false; self.zones.len()];
        if let Some(inner) = node.and_then(|node| node.fields("days", &mut self.report)) {
            for (name, node) in inner.entries() {
                let Some(number) = self.zones.iter().position(|zone| zone.name == name.text) else {
                    self.no_such_zone(name.text, &name.spot);
                    continue;
                };
                let Some(text) = node.amount("days", &mut self.report) else { continue };
                let read = self.report.take(&text.spot, span(text.text));
                if let (Some(read), Some(place), Some(flag)) =
                    (read, days.get_mut(number), named.get_mut(number))
                {
                    (*place, *flag) = (read, true);
                }
            }
            let is_priced = |number: usize| {
                let zone = ZoneNo::try_from(number).ok();
                zone.zip(table).is_some_and(|(zone, table)| table.offers(zone))
            };
            for (number, zone) in self.zones.iter().enumerate() {
                if named.get(number) == Some(&true) || !is_priced(number) {
                    continue;
                }
                let message = format!(
                    "zone \"{}\" has no days; write {0} = \"-\" if they are not known",
                    zone.name
                );
                self.report.warn(inner.spot(), message);
            }
        }
        days
    }
}

/// `2`, `2-4`, or `-` for not known.
fn span(text: &str) -> Result<Span, String> {
    let wrong = || {
        format!(
            "days \"{text}\" cannot be read; write \"2\", \"2-4\", or \"-\" if they are not known"
        )
    };
    if text == "-" {
        return Ok(None);
    }
    let (fewest, most) = text.split_once('-').unwrap_or((text, text));
    let number =
        |text: &str| text.trim().parse::<u16>().ok().filter(|days| *days <= 365).ok_or_else(wrong);
    let (fewest, most) = (number(fewest)?, number(most)?);
    if most < fewest {
        return Err(format!("days \"{text}\" run backwards; write \"{most}-{fewest}\""));
    }
    Ok(Some((fewest, most)))
}

/// `17:00 Europe/Madrid`.
fn cut_off(text: &str) -> Result<CutOff, String> {
    let wrong = || format!("cut_off \"{text}\" cannot be read; write \"17:00 Europe/Madrid\"");
    let (time, zone) = text.split_once(' ').ok_or_else(wrong)?;
    let time: Time = Time::parse_from_str(time, "%H:%M").map_err(|_| wrong())?;
    let zone: Zone = zone.trim().parse().map_err(|error: crate::calendar::UnknownZone| {
        let hint = error.nearest().map_or(String::new(), |zone| format!("; did you mean {zone}?"));
        format!("time zone \"{}\" is unknown{hint}", zone.trim())
    })?;
    Ok(CutOff::new(time, zone))
}
