//! From the text of a sheet to its compiled form, one for each span of days in which its places are the same; every fault noted on the way. How prices are made from it is elsewhere.

mod bounds;
mod chart;
mod condition;
mod listed;
mod places;
mod prices;
mod service;
mod surcharge;
mod table;
mod transit;
mod zones;

use std::collections::HashMap;
use std::sync::Arc;

use toml::de::DeTable;

use self::chart::DatedCharts;
use self::places::{DatedClaim, Known};
use super::compiled::{Cells, Charts, Compiled, ServiceRules, Tax, Zone};
use super::csv_file;
use super::dated::{DatedPercent, Row};
use super::days::Days;
use super::fault::{Report, SheetFault, SheetFaults, Spot, suggestion};
use super::node::{Fields, Node, Text};
use super::number::{self, Rounding, Scale};
use super::source::{Loader, Source};
use crate::model::{CarrierId, Currency, Date};

/// What is known while the parts of a sheet are read.
pub(super) struct Reading<'r> {
    loader: &'r Loader<'r>,
    report: Report,
    /// The sheet's file name without its ending: price files are called after it.
    stem: String,
    scale: Scale,
    rounding: Rounding,
    cells: Cells,
    first_day: Date,
    last_day: Option<Date>,
    known: Known,
    taxes: Vec<(String, usize)>,
    zones: Vec<Zone>,
    zone_spots: Vec<Spot>,
    /// Sets of places that conditions name.
    sets: Vec<Vec<DatedClaim>>,
    day_charts: Vec<DatedCharts>,
    dated: Vec<DatedPercent>,
    /// Prices with names in the list of the service that is read, on the days that are read.
    listed: Vec<listed::Listed>,
    /// The service that is read has a list without a fault.
    has_list: bool,
    /// Sets of places by how they are written, and dated percents by id and file: each is read once.
    sets_by_text: HashMap<String, usize>,
    dated_by_file: HashMap<(String, String, bool), usize>,
}

/// The parts of a sheet that is read.
struct Whole {
    carrier: CarrierId,
    origins: Vec<DatedClaim>,
    charts: DatedCharts,
    services: Vec<ServiceRules>,
}

/// Reads a sheet whole, or says everything that is wrong with it.
pub(super) fn sheet(
    source: &Source,
    loader: &Loader<'_>,
) -> Result<(Compiled, Vec<Compiled>, Vec<SheetFault>), SheetFaults> {
    let mut report = Report::default();
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let at =
            error.span().map_or_else(|| Spot::file(&source.name), |span| source.spot(span.start));
        report
            .fault(&at, format!("this is no TOML: {}", error.message().trim().replace('\n', "; ")));
    }
    if !report.is_clean() {
        // What stands after a broken line is no sheet of anybody's.
        return Err(report.refuse());
    }
    let stem = source.name.strip_suffix(".toml").unwrap_or(&source.name).to_owned();
    let mut reading = Reading {
        loader,
        report,
        stem,
        scale: Scale { currency: Currency::EUR, digits: 2 },
        rounding: Rounding::default(),
        cells: Cells::Net,
        first_day: Date::MIN,
        last_day: None,
        known: Known::default(),
        taxes: Vec::new(),
        zones: Vec::new(),
        zone_spots: Vec::new(),
        sets: Vec::new(),
        day_charts: Vec::new(),
        dated: Vec::new(),
        listed: Vec::new(),
        has_list: false,
        sets_by_text: HashMap::new(),
        dated_by_file: HashMap::new(),
    };
    let root = Fields::new(source, document.get_ref(), Spot::file(&source.name));
    let compiled = reading.document(root);
    let mut periods = compiled.into_iter().flatten();
    if let Some(first) = periods.next() {
        return Ok((first, periods.collect(), reading.report.finish()?));
    }
    // Whatever could not be read has said so; a sheet that is half read is never used.
    if reading.report.is_clean() {
        reading.report.fault(&Spot::file(&source.name), "cannot be read whole");
    }
    Err(reading.report.refuse())
}

impl Reading<'_> {
    fn document(&mut self, mut root: Fields<'_>) -> Option<Vec<Compiled>> {
        let head = root.get("sheet");
        let (tax, zone, zones, service) =
            (root.get("tax"), root.get("zone"), root.get("zones"), root.get("service"));
        let set = root.get("set");
        let file = root.spot().clone();
        root.finish(&mut self.report);
        let Some(head) = head else {
            self.report.fault(&file, "there is no sheet = { … }; write sheet = { format = 1, carrier = \"…\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }");
            return None;
        };
        let (carrier, origin) = self.head(head)?;
        self.named_sets(set);
        let origins = origin.map(|origin| self.claims(0, origin, "origin")).unwrap_or_default();
        self.taxes(tax);
        let charts = self.zones(zone, zones, &file);
        let services = if let Some(service) = service {
            self.services(service)
        } else {
            self.report.fault(&file, "there is no [service.…]; a sheet has at least one");
            Vec::new()
        };
        let all = Whole { carrier: carrier?, origins, charts, services };
        Some(self.compile(all, &head.spot()))
    }

    /// The sheet as it is between two days on which its places change.
    fn compile(&mut self, all: Whole, at: &Spot) -> Vec<Compiled> {
        let sets = std::mem::take(&mut self.sets);
        let dated: Arc<[DatedPercent]> = std::mem::take(&mut self.dated).into();
        let services: Arc<[ServiceRules]> = all.services.into();
        let day_charts = std::mem::take(&mut self.day_charts);
        let claims = all.origins.iter().chain(all.charts.claims()).chain(sets.iter().flatten());
        let claims = claims.chain(day_charts.iter().flat_map(DatedCharts::claims));
        let zones: Arc<[Zone]> = self.zones.as_slice().into();
        let mut compiled = Vec::new();
        for days in self.stretches(claims, at) {
            let origins = self.places(&all.origins, days, &[], None);
            let Charts { chart_of, charts } = self.compile_charts(&all.charts, days, &origins);
            compiled.push(Compiled {
                carrier: all.carrier.clone(),
                scale: self.scale,
                rounding: self.rounding,
                cells: self.cells,
                first_day: days.first,
                last_day: days.last,
                chart_of,
                charts,
                zones: Arc::clone(&zones),
                sets: sets.iter().map(|set| self.places(set, days, &[], None)).collect(),
                day_charts: day_charts
                    .iter()
                    .map(|charts| self.compile_charts(charts, days, &origins))
                    .collect(),
                dated: Arc::clone(&dated),
                services: Arc::clone(&services),
                origins,
            });
            if !self.report.is_clean() {
                // What is wrong on these days is mostly wrong on the others too.
                break;
            }
        }
        compiled
    }

    fn days(&self) -> Days {
        Days { first: self.first_day, last: self.last_day }
    }

    /// The line `sheet = { … }`: carrier and origin, the rest into `self`. `None` where the rest cannot be read without it.
    fn head<'d>(&mut self, head: Node<'d>) -> Option<(Option<CarrierId>, Option<Node<'d>>)> {
        let report = &mut self.report;
        let mut fields = head.fields("sheet", report)?;
        let at = fields.spot().clone();
        match fields.get("format") {
            None => report.fault(&at, "sheet has no format; write format = 1"),
            Some(node) if node.number() == Some("1") => {}
            Some(node) => report.fault(&node.spot(), "this version reads format = 1"),
        }
        let carrier = required(&mut fields, "carrier", "\"sierra\"", report).and_then(|text| {
            report.take(&text.spot, CarrierId::new(text.text).map_err(|error| error.to_string()))
        });
        let currency = required(&mut fields, "currency", "\"EUR\"", report).and_then(|text| {
            report.take(&text.spot, Currency::parse(text.text).map_err(|error| error.to_string()))
        });
        let cells = required(&mut fields, "cells", "\"net\"", report).and_then(|text| {
            report.take(
                &text.spot,
                match text.text {
                    "net" => Ok(Cells::Net),
                    "gross" => Ok(Cells::Gross),
                    "net+gross" => Ok(Cells::Both),
                    other => Err(format!(
                        "cells = \"{other}\" is unknown; write net, gross or net+gross"
                    )),
                },
            )
        });
        let days = required(&mut fields, "valid", "\"2026-01-01/2026-12-31\"", report)
            .and_then(|text| report.take(&text.spot, valid(text.text)));
        let digits = fields.get("digits");
        let rounding = fields.text("rounding", report);
        let origin = fields.get("origin");
        if origin.is_none_or(|origin| origin.is_empty_list()) {
            report.fault(&at, "sheet has no origin; write origin = [\"ES\"]");
        }
        fields.finish(report);
        let currency = currency?;
        self.scale = Scale { currency, digits: currency.minor_units().into() };
        if let Some(node) = digits {
            let least = u32::from(currency.minor_units());
            match node.number().and_then(|digits| digits.parse().ok()) {
                Some(digits) if (least..=least + 4).contains(&digits) => self.scale.digits = digits,
                _ => report.fault(
                    &node.spot(),
                    format!("digits is a number from {least} to {}", least + 4),
                ),
            }
        }
        if let Some(text) = rounding {
            self.rounding =
                report.take(&text.spot, Rounding::read(text.text, self.scale)).unwrap_or_default();
        }
        self.cells = cells?;
        // What is wrong with the days has been said; the rest is read all the same, for all faults come at once.
        let some_day = || (Date::from_ymd_opt(2026, 1, 1).unwrap_or_default(), None);
        (self.first_day, self.last_day) = days.unwrap_or_else(some_day);
        Some((carrier, origin))
    }

    fn taxes(&mut self, tax: Option<Node<'_>>) {
        let Some(fields) = tax.and_then(|node| node.fields("tax", &mut self.report)) else {
            return;
        };
        for (name, rows) in fields.entries() {
            let mut dated = Vec::new();
            for node in rows.items(name.text, &mut self.report) {
                dated.extend(self.tax_row(node));
            }
            if dated.is_empty() {
                self.report.fault(&name.spot, format!("tax \"{}\" has no percent; write [{{ percent = \"21\", from = \"2012-09-01\" }}]", name.text));
            }
            let dated = DatedPercent::new(name.text, dated, false, &mut self.report);
            dated.warn_of_days_without(
                name.text,
                (self.first_day, self.last_day),
                &name.spot,
                &mut self.report,
            );
            self.taxes.push((name.text.to_owned(), self.dated.len()));
            self.dated.push(dated);
        }
    }

    fn tax_row(&mut self, node: Node<'_>) -> Option<Row> {
        let report = &mut self.report;
        let mut fields = node.fields("a tax", report)?;
        let at = fields.spot().clone();
        let from = fields.read("from", report, number::date);
        let until = fields.read("until", report, number::date);
        let percent = fields.amount("percent", report);
        let ppm = percent.and_then(|text| report.take(&text.spot, number::percent(text.text)));
        if fields.get("percent").is_none() || fields.get("from").is_none() {
            report.fault(
                &at,
                "a tax needs percent and from: { percent = \"21\", from = \"2012-09-01\" }",
            );
        }
        fields.finish(report);
        Some(Row { from: from?, until, ppm: ppm?, spot: at })
    }

    /// A tax by its name.
    fn tax(&mut self, text: &str, at: &Spot) -> Tax {
        let plain = [("exempt", Tax::Exempt), ("not stated", Tax::NotStated)];
        if let Some((_, tax)) = plain.iter().find(|(name, _)| *name == text) {
            return *tax;
        }
        if let Some((_, dated)) = self.taxes.iter().find(|(name, _)| name == text) {
            return Tax::Percent(*dated);
        }
        let names = self.taxes.iter().map(|(name, _)| name.as_str());
        let hint = suggestion(text, names.chain(plain.map(|(name, _)| name)));
        self.report.fault(at, format!("tax \"{text}\" is not in tax{hint}"));
        Tax::NotStated
    }

    /// The percents of a file: `from,percent` or `from,until,percent`.
    fn dated_file(&mut self, id: &str, file: &str, at: &Spot, missing_last: bool) -> Option<usize> {
        let key = (id.to_owned(), file.to_owned(), missing_last);
        if let Some(known) = self.dated_by_file.get(&key) {
            return Some(*known);
        }
        let source = self.loader.load(file, at, &mut self.report)?;
        let records = csv_file::records(&source, &mut self.report);
        let mut rows = Vec::new();
        let mut head = vec!["from", "percent"];
        for (line, record) in records.iter().enumerate() {
            let cells: Vec<&str> = record.iter().collect();
            if line == 0 && cells.first() == Some(&"from") {
                if cells != ["from", "percent"] && cells != ["from", "until", "percent"] {
                    self.report.fault(
                        &record.spot(0),
                        "the header of percents is from,percent or from,until,percent",
                    );
                    return None;
                }
                head = if cells.len() == 2 { head } else { vec!["from", "until", "percent"] };
                continue;
            }
            if cells.len() != head.len() {
                let message = format!(
                    "line {} has {} cells, the header {}",
                    record.line(),
                    cells.len(),
                    head.len()
                );
                self.report.fault(&record.spot(0), message);
                continue;
            }
            rows.extend(self.dated_row(record));
        }
        if rows.is_empty() {
            self.report.fault(
                &Spot::file(&source.name),
                "has no percent; write a line for each: 2026-01-01,18.5",
            );
        }
        let dated = DatedPercent::new(id, rows, missing_last, &mut self.report);
        dated.warn_of_days_without(
            id,
            (self.first_day, self.last_day),
            &Spot::file(&source.name),
            &mut self.report,
        );
        self.dated_by_file.insert(key, self.dated.len());
        self.dated.push(dated);
        Some(self.dated.len() - 1)
    }

    fn dated_row(&mut self, record: &csv_file::Record<'_>) -> Option<Row> {
        let last = record.len() - 1;
        let cell = |index: usize| record.get(index).unwrap_or_default();
        let report = &mut self.report;
        let from = report.take(&record.spot(0), number::date(cell(0)));
        let until = match cell(1) {
            "" => None,
            until if last == 2 => report.take(&record.spot(1), number::date(until)),
            _ => None,
        };
        let ppm = report.take(&record.spot(last), number::percent(cell(last)));
        Some(Row { from: from?, until, ppm: ppm?, spot: record.spot(0) })
    }
}

/// A text of the line `sheet = { … }` that has to be there.
fn required<'d>(
    fields: &mut Fields<'d>,
    name: &'static str,
    example: &str,
    report: &mut Report,
) -> Option<Text<'d>> {
    if fields.get(name).is_none() {
        report.fault(fields.spot(), format!("sheet has no {name}; write {name} = {example}"));
    }
    fields.text(name, report)
}

/// `2026-01-01/2026-12-31`, or `2026-01-01/` without an end; both days are in.
fn valid(text: &str) -> Result<(Date, Option<Date>), String> {
    let days = valid_days(text)?;
    if days.first == Date::MIN {
        return Err(format!("valid \"{text}\" has no beginning; write \"2026-01-01{text}\""));
    }
    Ok((days.first, days.last))
}

/// The same, or `/2026-12-31` where there is no beginning.
fn valid_days(text: &str) -> Result<Days, String> {
    let (from, until) = text.split_once('/').ok_or_else(|| {
        format!("valid \"{text}\" has no end; write \"{text}/2026-12-31\", or \"{text}/\" if it has none")
    })?;
    let day = |text: &str| match text.trim() {
        "" => Ok(None),
        text => number::date(text).map(Some),
    };
    let (first, last) = (day(from)?.unwrap_or(Date::MIN), day(until)?);
    match last {
        Some(last) if last < first => Err("valid ends before it begins".to_owned()),
        _ => Ok(Days { first, last }),
    }
}
