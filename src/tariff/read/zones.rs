//! Zones: their places, tax, and why nothing goes there.

use super::Reading;
use super::chart::DatedCharts;
use super::places::DatedClaim;
use crate::tariff::compiled::{Tax, Zone};
use crate::tariff::fault::Spot;
use crate::tariff::node::{Node, Text};
use crate::tariff::places::ZoneNo;

/// More zones than this are no chart of a carrier's.
pub(super) const MOST_ZONES: usize = 1_000;

impl Reading<'_> {
    /// `[zone]`, the short `zones = { 1 = "US 100-119" }`, or a chart in a file.
    pub(super) fn zones(
        &mut self,
        zone: Option<Node<'_>>,
        short: Option<Node<'_>>,
        file: &Spot,
    ) -> DatedCharts {
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
                return file.map(|file| self.zone_chart(&file)).unwrap_or_default();
            }
            (Some(_), Some(short)) => {
                self.report.fault(&short.spot(), "zones stands beside [zone]; write one of them");
                return DatedCharts::default();
            }
            (None, None) => {
                self.report.fault(file, "there is no [zone]; write [zone] and a line for each: near = { to = [\"ES\"] }");
                return DatedCharts::default();
            }
        };
        let Some(fields) = node.fields("zone", &mut self.report) else {
            return DatedCharts::default();
        };
        let mut claims = Vec::new();
        for (number, (name, node)) in fields.entries().enumerate() {
            let Some(number) =
                ZoneNo::try_from(number).ok().filter(|number| usize::from(*number) < MOST_ZONES)
            else {
                self.report.fault(&name.spot, format!("a sheet has at most {MOST_ZONES} zones"));
                break;
            };
            self.zone_spots.push(name.spot.clone());
            if is_short && !node.is_table() {
                self.zones.push(Zone {
                    name: name.text.to_owned(),
                    tax: Tax::NotStated,
                    refuse: None,
                });
                claims.extend(self.zone_places(number, &name, Some(node)));
            } else {
                claims.extend(self.zone(number, &name, node));
            }
        }
        DatedCharts::one(claims)
    }

    fn zone(&mut self, number: ZoneNo, name: &Text<'_>, node: Node<'_>) -> Vec<DatedClaim> {
        let mut zone = Zone { name: name.text.to_owned(), tax: Tax::NotStated, refuse: None };
        let mut claims = Vec::new();
        if let Some(mut fields) = node.fields(name.text, &mut self.report) {
            let (to, valid) = (fields.get("to"), fields.get("valid"));
            zone.refuse = fields.text("refuse", &mut self.report).map(|text| text.text.to_owned());
            let tax = fields.text("tax", &mut self.report);
            fields.finish(&mut self.report);
            if let Some(tax) = tax {
                zone.tax = self.tax(tax.text, &tax.spot);
            }
            claims = self.zone_places(number, name, to);
            if let Some(valid) = valid.and_then(|node| self.valid(node)) {
                let cut = |claim: DatedClaim| {
                    let days = claim.days.common(valid)?;
                    Some(DatedClaim { days, ..claim })
                };
                claims = claims.into_iter().filter_map(cut).collect();
            }
        }
        self.zones.push(zone);
        claims
    }

    fn zone_places(
        &mut self,
        number: ZoneNo,
        name: &Text<'_>,
        to: Option<Node<'_>>,
    ) -> Vec<DatedClaim> {
        if let Some(to) = to.filter(|to| !to.is_empty_list()) {
            return self.claims(number, to, name.text);
        }
        self.report.fault(&name.spot, format!("zone \"{}\" has no place", name.text));
        Vec::new()
    }

    /// A set of places from patterns, as a number that conditions hold.
    pub(super) fn set(&mut self, patterns: &[Text<'_>]) -> usize {
        let mut claims = Vec::new();
        for text in patterns {
            self.one_of_list(0, text, self.days(), &mut claims);
        }
        self.sets.push(claims);
        self.sets.len() - 1
    }
}
