//! From the text of a sheet to its compiled form, every fault noted on the way. How prices are made from it is elsewhere.

mod bounds;
mod chart;
mod condition;
mod listed;
mod prices;
mod service;
mod surcharge;
mod table;
mod transit;
mod zones;

use std::collections::HashMap;

use toml::de::DeTable;

use super::compiled::{Cells, Compiled, Tax, Zone};
use super::csv_file;
use super::dated::{DatedPercent, Row};
use super::fault::{Report, SheetFault, SheetFaults, Spot, suggestion};
use super::node::{Fields, Node, Text};
use super::number::{self, Rounding, Scale};
use super::places::{Claim, Places};
use super::source::{Loader, Source};
use crate::model::{CarrierId, Country, Currency, Date};

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
    union_members: Vec<Country>,
    taxes: Vec<(String, usize)>,
    zones: Vec<Zone>,
    zone_spots: Vec<Spot>,
    sets: Vec<Places>,
    dated: Vec<DatedPercent>,
    /// Prices with names in the list of the service that is read, on the days that are read.
    listed: Vec<listed::Listed>,
    /// The service that is read has a list without a fault.
    has_list: bool,
    /// Sets of places by how they are written, and dated percents by id and file: each is read once.
    sets_by_text: HashMap<String, usize>,
    dated_by_file: HashMap<(String, String, bool), usize>,
}

/// Reads a sheet whole, or says everything that is wrong with it.
pub(super) fn sheet(
    source: &Source,
    loader: &Loader<'_>,
) -> Result<(Compiled, Vec<SheetFault>), SheetFaults> {
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
        union_members: Vec::new(),
        taxes: Vec::new(),
        zones: Vec::new(),
        zone_spots: Vec::new(),
        sets: Vec::new(),
        dated: Vec::new(),
        listed: Vec::new(),
        has_list: false,
        sets_by_text: HashMap::new(),
        dated_by_file: HashMap::new(),
    };
    let root = Fields::new(source, document.get_ref(), Spot::file(&source.name));
    let compiled = reading.document(root);
    if let Some(compiled) = compiled {
        return Ok((compiled, reading.report.finish()?));
    }
    // Whatever could not be read has said so; a sheet that is half read is never used.
    if reading.report.is_clean() {
        reading.report.fault(&Spot::file(&source.name), "cannot be read whole");
    }
    Err(reading.report.refuse())
}

impl Reading<'_> {
    fn document(&mut self, mut root: Fields<'_>) -> Option<Compiled> {
        let head = root.get("sheet");
        let (tax, zone, zones, service) =
            (root.get("tax"), root.get("zone"), root.get("zones"), root.get("service"));
        let file = root.spot().clone();
        root.finish(&mut self.report);
        let Some(head) = head else {
            self.report.fault(&file, "there is no sheet = { … }; write sheet = { format = 1, carrier = \"…\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }");
            return None;
        };
        let (carrier, origin) = self.head(head)?;
        self.taxes(tax);
        let charts = self.zones(zone, zones, &file);
        let origins = self.places(&origin, None);
        let (chart_of, charts) = self.compile_charts(&charts, &origins);
        let Some(service) = service else {
            self.report.fault(&file, "there is no [service.…]; a sheet has at least one");
            return None;
        };
        let services = self.services(service);
        Some(Compiled {
            carrier: carrier?,
            scale: self.scale,
            rounding: self.rounding,
            cells: self.cells,
            first_day: self.first_day,
            last_day: self.last_day,
            origins,
            chart_of,
            charts,
            zones: std::mem::take(&mut self.zones),
            sets: std::mem::take(&mut self.sets),
            dated: std::mem::take(&mut self.dated),
            services,
        })
    }

    /// The line `sheet = { … }`: carrier and origin, the rest into `self`. `None` where the rest cannot be read without it.
    fn head(&mut self, head: Node<'_>) -> Option<(Option<CarrierId>, Vec<Claim>)> {
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
        let patterns = fields.texts("origin", report);
        if patterns.is_empty() {
            report.fault(&at, "sheet has no origin; write origin = [\"ES\"]");
        }
        fields.finish(report);
        let origin = zones::claims(0, &patterns, report);
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
        (self.first_day, self.last_day) = days?;
        self.union_members = self.members(&at);
        Some((carrier, origin))
    }

    /// Who is in the European Union all through the days of the sheet.
    fn members(&mut self, at: &Spot) -> Vec<Country> {
        let last = self.last_day.unwrap_or(Date::MAX);
        for country in Country::all() {
            if country.in_eu(self.first_day) != country.in_eu(last) {
                self.report.fault(at, format!(
                    "{country} joins or leaves the EU between {} and {last}; write a sheet for each time",
                    self.first_day
                ));
            }
        }
        Country::all().filter(|country| country.in_eu(self.first_day)).collect()
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
    let (from, until) = text.split_once('/').ok_or_else(|| {
        format!("valid \"{text}\" has no end; write \"{text}/2026-12-31\", or \"{text}/\" if it has none")
    })?;
    let from = number::date(from)?;
    let until = if until.trim().is_empty() { None } else { Some(number::date(until)?) };
    match until {
        Some(until) if until < from => Err("valid ends before it begins".to_owned()),
        _ => Ok((from, until)),
    }
}
