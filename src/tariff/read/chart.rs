//! Charts in a file: `origin,destination,zone` or, of transit, `origin,destination,days`; a pattern in each of the first two
//! columns. Rows may have days of their own: `from,until` at the end.

use std::collections::BTreeMap;

use super::Reading;
use super::places::DatedClaim;
use crate::tariff::compiled::{Charts, Tax, Zone};
use crate::tariff::csv_file::{self, Record};
use crate::tariff::days::Days;
use crate::tariff::fault::{Report, Spot, suggestion};
use crate::tariff::node::{Node, Text};
use crate::tariff::places::{Claim, Places, ZoneNo};
use crate::tariff::published;
use crate::tariff::source::Source;

/// What the places of a sheet are before they are compiled.
#[derive(Debug, Default)]
pub(super) struct DatedCharts {
    /// Which chart is for which origin; empty: one for all.
    by_origin: Vec<Claim>,
    charts: Vec<Vec<DatedClaim>>,
    /// What its numbers are called in messages; empty: they are the sheet's zones.
    names: Vec<String>,
}

impl DatedCharts {
    /// One chart for every origin.
    pub(super) fn one(claims: Vec<DatedClaim>) -> Self {
        Self { charts: vec![claims], ..Self::default() }
    }

    /// The numbers are no zones; they are called so.
    pub(super) fn named(mut self, names: Vec<String>) -> Self {
        self.names = names;
        self
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = &DatedClaim> {
        self.charts.iter().flatten()
    }
}

impl Reading<'_> {
    /// Reads a chart; its zones are those that it names.
    pub(super) fn zone_chart(&mut self, file: &Text<'_>) -> DatedCharts {
        let Some(source) = self.loader.load(file.text, &file.spot, &mut self.report) else {
            return DatedCharts::default();
        };
        let rows = self.chart_rows(&source, "zone");
        let mut firsts: BTreeMap<&str, Spot> = BTreeMap::new();
        for row in &rows {
            firsts.entry(row.get(2).unwrap_or_default()).or_insert_with(|| row.spot(2));
        }
        let Some(names) = self.name_zones(firsts, Tax::NotStated, &source) else {
            return DatedCharts::default();
        };
        self.chart(&rows, |value| names.get(value).copied())
    }

    /// The rows of a chart that are whole, without its header.
    pub(super) fn chart_rows<'s>(&mut self, source: &'s Source, third: &str) -> Vec<Record<'s>> {
        let mut rows = csv_file::records(source, &mut self.report);
        let Some(header) = rows.first() else {
            let message = format!("is empty; its first line is origin,destination,{third}");
            self.report.fault(&Spot::file(&source.name), message);
            return rows;
        };
        let (spot, width) = (header.spot(0), header.len());
        let is_dated = header.iter().eq(["origin", "destination", third, "from", "until"]);
        if !is_dated && header.iter().ne(["origin", "destination", third]) {
            let message = format!(
                "the header of a chart is origin,destination,{third}; from,until may follow"
            );
            self.report.fault(&spot, message);
            return Vec::new();
        }
        rows.remove(0);
        rows.retain(|row| {
            let is_whole = row.len() == width;
            if !is_whole {
                let message =
                    format!("line {} has {} cells, the header {width}", row.line(), row.len());
                self.report.fault(&row.spot(0), message);
            }
            is_whole
        });
        rows
    }

    /// The claims of rows whose third cell is one of the numbered values.
    pub(super) fn chart(
        &mut self,
        rows: &[Record<'_>],
        number: impl Fn(&str) -> Option<ZoneNo>,
    ) -> DatedCharts {
        // By what the origins cover, so that the order of rows and the way they are written count for nothing.
        let mut origins = BTreeMap::new();
        for row in rows {
            let Some(value) = number(row.get(2).unwrap_or_default()) else { continue };
            let dated = (row.len() == 5).then_some(3);
            let Some(days) = self.days_of_row(row, dated, self.days()) else { continue };
            let senders = self.chart_patterns(value, row, 0, days);
            let receivers = self.chart_patterns(value, row, 1, days);
            for sender in senders {
                let pattern = sender.claim.pattern;
                let key = (pattern.cover, pattern.set.clone());
                let (_, claims) = origins.entry(key).or_insert_with(|| (pattern, Vec::new()));
                for receiver in &receivers {
                    if let Some(days) = receiver.days.common(sender.days) {
                        let claim = receiver.claim.clone();
                        self.add(DatedClaim { claim, days }, claims);
                    }
                }
            }
        }
        let mut charts = DatedCharts::default();
        if origins.len() > usize::from(ZoneNo::MAX) {
            let spot = rows.first().map_or_else(|| Spot::file(""), |row| row.spot(0));
            self.report.fault(&spot, "a chart has at most 65535 origins");
            return charts;
        }
        for (number, (pattern, claims)) in origins.into_values().enumerate() {
            if let Ok(zone) = ZoneNo::try_from(number) {
                charts.by_origin.push(Claim { zone, pattern });
                charts.charts.push(claims);
            }
        }
        charts
    }

    /// `zones = { file = "…", reader = "…", tax = "…" }`; `None`: it is no such chart.
    pub(super) fn published_chart(&mut self, node: Node<'_>) -> Option<DatedCharts> {
        let mut fields = node.fields("zones", &mut Report::default())?;
        if fields.get("file").is_none() || fields.get("reader").is_none() {
            return None;
        }
        let file = fields.text("file", &mut self.report);
        let reader = fields.text("reader", &mut self.report);
        let tax = fields.text("tax", &mut self.report);
        let tax = tax.map_or(Tax::NotStated, |tax| self.tax(tax.text, &tax.spot));
        fields.finish(&mut self.report);
        let read = file.zip(reader).and_then(|(file, reader)| {
            let known = published::CHARTS.iter().find(|(name, _)| *name == reader.text);
            if known.is_none() {
                let names = published::CHARTS.map(|(name, _)| name);
                let hint = suggestion(reader.text, names);
                let all = names.join(", ");
                let message =
                    format!("reader \"{}\" is unknown; known are {all}{hint}", reader.text);
                self.report.fault(&reader.spot, message);
            }
            let source = self.loader.load(file.text, &file.spot, &mut self.report)?;
            let (_, read) = known?;
            Some((read(&source, &mut self.report), source))
        });
        let Some((rows, source)) = read else { return Some(DatedCharts::default()) };
        let mut firsts: BTreeMap<&str, Spot> = BTreeMap::new();
        for row in &rows {
            firsts.entry(&row.zone).or_insert_with(|| row.zone_spot.clone());
        }
        let Some(numbers) = self.name_zones(firsts, tax, &source) else {
            return Some(DatedCharts::default());
        };
        let mut claims = Vec::new();
        for row in &rows {
            let text = Text { text: &row.pattern, spot: row.spot.clone() };
            if let Some(zone) = numbers.get(row.zone.as_str()) {
                self.pattern(*zone, &text, self.days(), &mut claims);
            }
        }
        Some(DatedCharts::one(claims))
    }

    /// Enters the zones that a chart names, each with where it stands first.
    fn name_zones<'n>(
        &mut self,
        firsts: BTreeMap<&'n str, Spot>,
        tax: Tax,
        source: &Source,
    ) -> Option<BTreeMap<&'n str, ZoneNo>> {
        let most = super::zones::MOST_ZONES;
        if firsts.len() > most {
            self.report
                .fault(&Spot::file(&source.name), format!("a sheet has at most {most} zones"));
            return None;
        }
        let names = firsts.keys().copied().zip(0..).collect();
        for (name, spot) in firsts {
            self.zones.push(Zone { name: name.to_owned(), tax, refuse: None });
            self.zone_spots.push(spot);
        }
        Some(names)
    }

    fn chart_patterns(
        &mut self,
        value: ZoneNo,
        row: &Record<'_>,
        column: usize,
        days: Days,
    ) -> Vec<DatedClaim> {
        let text = Text { text: row.get(column).unwrap_or_default(), spot: row.spot(column) };
        let mut claims = Vec::new();
        self.pattern(value, &text, days, &mut claims);
        if claims.iter().any(|claim| claim.claim.pattern.not) {
            self.report
                .fault(&text.spot, "a chart has no \"not\"; a more specific row wins anyway");
            return Vec::new();
        }
        claims
    }

    /// Compiles what holds on these days.
    pub(super) fn compile_charts(
        &mut self,
        charts: &DatedCharts,
        days: Days,
        served: &Places,
    ) -> Charts {
        // An origin all of whose rows are of other days has no chart.
        let holds = |zone: ZoneNo| {
            let chart = charts.charts.get(usize::from(zone));
            chart.is_some_and(|claims| claims.iter().any(|claim| claim.days.contains(days.first)))
        };
        let by_origin: Vec<DatedClaim> = charts
            .by_origin
            .iter()
            .filter(|claim| holds(claim.zone))
            .map(|claim| DatedClaim { claim: claim.clone(), days })
            .collect();
        let zones = || self.zones.iter().map(|zone| zone.name.clone()).collect();
        let names = if charts.names.is_empty() { zones() } else { charts.names.clone() };
        Charts {
            chart_of: (!charts.by_origin.is_empty())
                .then(|| self.places(&by_origin, days, &[], None)),
            charts: charts
                .charts
                .iter()
                .map(|claims| self.places(claims, days, &names, Some(served)))
                .collect(),
        }
    }
}
