//! Zones and sets of places.

use super::Reading;
use super::chart::Charts;
use crate::tariff::compiled::{Tax, Zone};
use crate::tariff::csv_file;
use crate::tariff::fault::{Report, Spot};
use crate::tariff::node::{Node, Text};
use crate::tariff::pattern::Pattern;
use crate::tariff::places::{Chart, Claim, Places, ZoneNo};

/// More zones than this are no chart of a carrier's.
pub(super) const MOST_ZONES: usize = 1_000;

/// The patterns of one zone.
pub(super) fn claims(zone: ZoneNo, patterns: &[Text<'_>], report: &mut Report) -> Vec<Claim> {
    patterns
        .iter()
        .filter_map(|text| Some(Claim { zone, pattern: Pattern::read(text, report)? }))
        .collect()
}

impl Reading<'_> {
    /// `[zone]`, the short `zones = { 1 = "US 100-119" }`, or a chart in a file.
    pub(super) fn zones(
        &mut self,
        zone: Option<Node<'_>>,
        short: Option<Node<'_>>,
        file: &Spot,
    ) -> Charts {
        let (node, is_short) = match (zone, short) {
            (Some(zone), None) => (zone, false),
            (None, Some(short)) if short.is_table() => {
                if let Some(chart) = self.published_chart(short) {
                    return chart;
                }
                (short, true)
            }
            (None, Some(file)) => {
                let file = file.text("zones", &mut self.report);
                return file.map(|file| self.chart_file(&file)).unwrap_or_default();
            }
            (Some(_), Some(short)) => {
                self.report.fault(&short.spot(), "zones stands beside [zone]; write one of them");
                return Charts::default();
            }
            (None, None) => {
                self.report.fault(file, "there is no [zone]; write [zone] and a line for each: near = { to = [\"ES\"] }");
                return Charts::default();
            }
        };
        let Some(fields) = node.fields("zone", &mut self.report) else { return Charts::default() };
        let mut claims = Vec::new();
        for (number, (name, node)) in fields.entries().enumerate() {
            let Some(number) =
                ZoneNo::try_from(number).ok().filter(|number| usize::from(*number) < MOST_ZONES)
            else {
                self.report.fault(&name.spot, format!("a sheet has at most {MOST_ZONES} zones"));
                break;
            };
            self.zone_spots.push(name.spot.clone());
            let patterns = if is_short && !node.is_table() {
                self.zones.push(Zone {
                    name: name.text.to_owned(),
                    tax: Tax::NotStated,
                    refuse: None,
                });
                node.texts(name.text, &mut self.report)
            } else {
                self.zone(&name, node)
            };
            if patterns.is_empty() {
                self.report.fault(&name.spot, format!("zone \"{}\" has no place", name.text));
            }
            claims.extend(self::claims(number, &patterns, &mut self.report));
        }
        Charts::one(claims)
    }

    fn zone<'d>(&mut self, name: &Text<'d>, node: Node<'d>) -> Vec<Text<'d>> {
        let mut zone = Zone { name: name.text.to_owned(), tax: Tax::NotStated, refuse: None };
        let mut patterns = Vec::new();
        if let Some(mut fields) = node.fields(name.text, &mut self.report) {
            patterns = fields.texts("to", &mut self.report);
            zone.refuse = fields.text("refuse", &mut self.report).map(|text| text.text.to_owned());
            let tax = fields.text("tax", &mut self.report);
            fields.later("valid", &mut self.report);
            fields.finish(&mut self.report);
            if let Some(tax) = tax {
                zone.tax = self.tax(tax.text, &tax.spot);
            }
        }
        self.zones.push(zone);
        patterns
    }

    /// Compiles a chart of the sheet's zones, or a set of places that has no names.
    pub(super) fn places(&mut self, claims: &[Claim], chart_from: Option<&Places>) -> Places {
        let names: Vec<String> = match chart_from {
            Some(_) => self.zones.iter().map(|zone| zone.name.clone()).collect(),
            None => Vec::new(),
        };
        let chart =
            Chart { names: &names, origins: chart_from, union_members: &self.union_members };
        Places::compile(claims, &chart, &mut self.report)
    }

    /// A set of places from patterns, as a number that conditions hold.
    pub(super) fn set(&mut self, patterns: &[Text<'_>]) -> usize {
        let claims = claims(0, patterns, &mut self.report);
        let set = self.places(&claims, None);
        self.sets.push(set);
        self.sets.len() - 1
    }

    /// The same from a file with one pattern a line.
    pub(super) fn set_file(&mut self, file: &str, at: &Spot) -> Option<usize> {
        let source = self.loader.load(file, at, &mut self.report)?;
        let records = csv_file::records(&source, &mut self.report);
        let mut patterns = Vec::new();
        for record in &records {
            if record.len() == 1 {
                patterns
                    .push(Text { text: record.get(0).unwrap_or_default(), spot: record.spot(0) });
            } else {
                let message = format!(
                    "line {} has {} cells; a file of places has one pattern a line",
                    record.line(),
                    record.len()
                );
                self.report.fault(&record.spot(0), message);
            }
        }
        if patterns.is_empty() {
            self.report.fault(
                &Spot::file(&source.name),
                "has no place; write one pattern a line: ES 07860-07872",
            );
        }
        Some(self.set(&patterns))
    }
}
