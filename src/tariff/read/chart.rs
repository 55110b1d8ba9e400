//! Charts of zones in a file: `origin,destination,zone`, a pattern in each of the first two columns.

use std::collections::{BTreeMap, BTreeSet};

use super::Reading;
use crate::tariff::compiled::{Tax, Zone};
use crate::tariff::csv_file::{self, Record};
use crate::tariff::fault::{Report, Spot, suggestion};
use crate::tariff::node::{Node, Text};
use crate::tariff::pattern::{Cover, Pattern};
use crate::tariff::places::{Claim, Places, ZoneNo};
use crate::tariff::published;

/// What the places of a sheet are before they are compiled.
#[derive(Default)]
pub(super) struct Charts {
    /// Which chart is for which origin; empty: one for all.
    pub(super) by_origin: Vec<Claim>,
    pub(super) charts: Vec<Vec<Claim>>,
}

impl Charts {
    /// One chart for every origin.
    pub(super) fn one(claims: Vec<Claim>) -> Self {
        Self { by_origin: Vec::new(), charts: vec![claims] }
    }
}

impl Reading<'_> {
    /// Reads a chart; its zones are those that it names.
    pub(super) fn chart_file(&mut self, file: &Text<'_>) -> Charts {
        let Some(source) = self.loader.load(file.text, &file.spot, &mut self.report) else {
            return Charts::default();
        };
        let records = csv_file::records(&source, &mut self.report);
        let Some((header, rows)) = records.split_first() else {
            self.report.fault(
                &Spot::file(&source.name),
                "is empty; its first line is origin,destination,zone",
            );
            return Charts::default();
        };
        if header.iter().ne(["origin", "destination", "zone"]) {
            self.report.fault(&header.spot(0), "the header of a chart is origin,destination,zone");
            return Charts::default();
        }
        let rows: Vec<&Record<'_>> = rows.iter().filter(|row| self.is_whole(row)).collect();
        let names: BTreeSet<&str> = rows.iter().filter_map(|row| row.get(2)).collect();
        for name in &names {
            let spot = rows.iter().find(|row| row.get(2) == Some(name)).map(|row| row.spot(2));
            self.zones.push(Zone { name: (*name).to_owned(), tax: Tax::NotStated, refuse: None });
            self.zone_spots.extend(spot);
        }
        let Some(names) = self.numbered(&names, &source.name) else { return Charts::default() };
        // By what the origins cover, so that the order of rows and the way they are written count for nothing.
        let mut origins: BTreeMap<Cover, (Pattern, Vec<Claim>)> = BTreeMap::new();
        for row in rows {
            let pattern = |column: usize| Text {
                text: row.get(column).unwrap_or_default(),
                spot: row.spot(column),
            };
            let origin = self.chart_pattern(&pattern(0));
            let destination = self.chart_pattern(&pattern(1));
            let zone = row.get(2).and_then(|name| names.get(name));
            if let (Some(origin), Some(destination), Some(zone)) = (origin, destination, zone) {
                let (_, claims) =
                    origins.entry(origin.cover).or_insert_with(|| (origin, Vec::new()));
                claims.push(Claim { zone: *zone, pattern: destination });
            }
        }
        let mut charts = Charts::default();
        for (number, (pattern, claims)) in (0..).zip(origins.into_values()) {
            charts.by_origin.push(Claim { zone: number, pattern });
            charts.charts.push(claims);
        }
        charts
    }

    /// `zones = { file = "…", reader = "…", tax = "…" }`; `None`: it is no such chart.
    pub(super) fn published_chart(&mut self, node: Node<'_>) -> Option<Charts> {
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
        let Some((rows, source)) = read else { return Some(Charts::default()) };
        let names: BTreeSet<&str> = rows.iter().map(|row| row.zone.as_str()).collect();
        let Some(numbers) = self.numbered(&names, &source.name) else {
            return Some(Charts::default());
        };
        for name in &names {
            let spot = rows.iter().find(|row| row.zone == *name).map(|row| row.zone_spot.clone());
            self.zones.push(Zone { name: (*name).to_owned(), tax, refuse: None });
            self.zone_spots.extend(spot);
        }
        let mut claims = Vec::new();
        for row in &rows {
            let text = Text { text: &row.pattern, spot: row.spot.clone() };
            let pattern = self.chart_pattern(&text);
            let zone = numbers.get(row.zone.as_str()).copied();
            claims.extend(zone.zip(pattern).map(|(zone, pattern)| Claim { zone, pattern }));
        }
        Some(Charts::one(claims))
    }

    fn is_whole(&mut self, row: &Record<'_>) -> bool {
        let is_whole = row.len() == 3;
        if !is_whole {
            let message = format!("line {} has {} cells, the header 3", row.line(), row.len());
            self.report.fault(&row.spot(0), message);
        }
        is_whole
    }

    fn numbered<'n>(
        &mut self,
        names: &BTreeSet<&'n str>,
        file: &str,
    ) -> Option<BTreeMap<&'n str, ZoneNo>> {
        let most = super::zones::MOST_ZONES;
        if names.len() > most {
            self.report.fault(&Spot::file(file), format!("a sheet has at most {most} zones"));
            return None;
        }
        Some(names.iter().copied().zip(0..).collect())
    }

    fn chart_pattern(&mut self, text: &Text<'_>) -> Option<Pattern> {
        let pattern = Pattern::read(text, &mut self.report)?;
        if pattern.not {
            self.report
                .fault(&text.spot, "a chart has no \"not\"; a more specific row wins anyway");
            return None;
        }
        Some(pattern)
    }

    /// Compiles charts, and which is for which origin.
    pub(super) fn compile_charts(
        &mut self,
        charts: &Charts,
        served: &Places,
    ) -> (Option<Places>, Vec<Places>) {
        let by_origin = match charts.by_origin.as_slice() {
            [] => None,
            claims => Some(self.places(claims, None)),
        };
        (by_origin, charts.charts.iter().map(|claims| self.places(claims, Some(served))).collect())
    }
}
