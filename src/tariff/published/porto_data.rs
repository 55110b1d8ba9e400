//! Postal prices as JSON tables that refer to each other by id: products, tiers of weight, zones, services beside the
//! carriage, and prices in cents with the days they are in force. A file is known by the tables in it, not by its name.

use std::collections::BTreeMap;

use super::json::{Document, Node, parse};
use super::{Asked, ChartRow};
use crate::model::{Date, WeightUnit};
use crate::tariff::compiled::Cells;
use crate::tariff::days::Days;
use crate::tariff::fault::{Report, Spot, suggestion};
use crate::tariff::grid::Wanted;
use crate::tariff::list::{Amount, Labelled, Line, List, NOT_SAID, Priced, Row};
use crate::tariff::number;
use crate::tariff::source::Source;

/// The lightest and the heaviest weight of a tier, in nanograms.
#[derive(Clone, Copy)]
struct Tier {
    begins: i64,
    end: i64,
}

/// A price of some zones on some days.
struct Price {
    zones: Vec<usize>,
    days: Days,
    minor: i64,
    spot: Spot,
}

/// The zones and the countries in them.
pub(super) fn chart(source: &Source, report: &mut Report) -> Vec<ChartRow> {
    let Some(document) = parse(source, report) else { return Vec::new() };
    let mut rows = Vec::new();
    for zone in table(std::slice::from_ref(&document), "zones", report) {
        let Some((id, zone_spot)) = zone.required("id", report) else { continue };
        let Some(countries) = zone.texts("country_codes", report) else {
            report.fault(&zone.spot(), format!("zone \"{id}\" has no country_codes"));
            continue;
        };
        rows.extend(countries.into_iter().map(|(country, spot)| ChartRow {
            zone: id.to_owned(),
            zone_spot: zone_spot.clone(),
            pattern: country.to_owned(),
            spot,
        }));
    }
    if rows.is_empty() && report.is_clean() {
        report.fault(&Spot::file(&source.name), "has no zones; name the file that has them");
    }
    rows
}

pub(super) fn read(
    sources: &[Source],
    wanted: &Wanted<'_>,
    asked: &Asked<'_>,
    report: &mut Report,
) -> Option<List> {
    if wanted.cells == Cells::Both {
        report.fault(
            &asked.at,
            "porto-data has one price of each; write cells = \"net\" or \"gross\"",
        );
        return None;
    }
    for said in asked.column.iter().chain(&asked.table) {
        report
            .fault(&said.spot, "porto-data has no columns and no titles; write products = [\"…\"]");
    }
    let documents: Vec<Document<'_>> =
        sources.iter().filter_map(|source| parse(source, report)).collect();
    if documents.len() < sources.len() {
        return None;
    }
    let mut reading = Reading { wanted, documents: &documents, unit: WeightUnit::G, report };
    reading.unit = reading.units();
    let tiers = reading.tiers();
    let mut list = List::new(&sources.first()?.name, reading.unit, wanted.zones.len());
    // Each product says where it goes, and a zone that is missing is told beside it.
    list.has_columns = false;
    let products = match asked.products.as_slice() {
        [] => std::slice::from_ref(&asked.service),
        products => products,
    };
    for product in products {
        reading.product(product.text, &product.spot, &tiers, &mut list);
    }
    list.labelled = reading.services();
    list.settle(reading.report);
    Some(list)
}

/// The elements of a table, from whichever documents have it.
fn table<'j>(documents: &'j [Document<'_>], name: &str, report: &mut Report) -> Vec<Node<'j>> {
    let mut elements = Vec::new();
    for table in documents.iter().filter_map(|document| document.root().get(name)) {
        elements.extend(table.items(name, report));
        if elements.len() > MOST_ELEMENTS {
            report.fault(&table.spot(), format!("{name} has more than {MOST_ELEMENTS} elements"));
            return Vec::new();
        }
    }
    elements
}

struct Reading<'r> {
    wanted: &'r Wanted<'r>,
    documents: &'r [Document<'r>],
    unit: WeightUnit,
    report: &'r mut Report,
}

impl<'r> Reading<'r> {
    /// The unit of weights. Prices are in cents of the sheet's currency.
    fn units(&mut self) -> WeightUnit {
        let mut weight = WeightUnit::G;
        let currency = self.wanted.scale.currency;
        for unit in self.documents.iter().filter_map(|document| document.root().get("unit")) {
            for (name, node) in unit.fields() {
                let Some(text) = node.text(name, self.report) else { continue };
                let wrong = match (name, text) {
                    ("price", "cents" | "cent") | ("weight", "g") => None,
                    ("weight", "kg") => {
                        weight = WeightUnit::Kg;
                        None
                    }
                    ("price", other) => {
                        Some(format!("prices are in \"{other}\"; this reader reads cents"))
                    }
                    ("weight", other) => {
                        Some(format!("weights are in \"{other}\"; this reader reads g and kg"))
                    }
                    ("currency", code) if code != currency.to_string() => {
                        Some(format!("prices are in {code}, the sheet in {currency}"))
                    }
                    _ => None,
                };
                if let Some(message) = wrong {
                    self.report.fault(&node.spot(), message);
                }
            }
        }
        weight
    }

    fn tiers(&mut self) -> BTreeMap<&'r str, Tier> {
        let tables = self.documents.iter().filter_map(|document| document.root().get("weights"));
        let mut tiers = BTreeMap::new();
        for (id, node) in tables.flat_map(|table| table.fields()) {
            let least = node.get("min").and_then(|node| self.weight(node, "min"));
            let most = node.get("max").and_then(|node| self.weight(node, "max"));
            let Some(end) = most else {
                self.report.fault(&node.spot(), format!("tier \"{id}\" has no max"));
                continue;
            };
            let begins = least.unwrap_or(0);
            if begins >= end {
                self.report.fault(&node.spot(), format!("tier \"{id}\" ends before it begins"));
                continue;
            }
            tiers.insert(id, Tier { begins, end });
        }
        if tiers.is_empty() && self.report.is_clean() {
            self.none("weights");
        }
        // A tier of 21 to 50 after one to 20 begins above 20: nothing is between them.
        let ends: Vec<i64> = tiers.values().map(|tier| tier.end).collect();
        let one = number::weight(&format!("1 {}", self.unit)).unwrap_or(1);
        for tier in tiers.values_mut() {
            let joins = |end: &&i64| **end < tier.begins && tier.begins - **end <= one;
            if let Some(end) = ends.iter().filter(joins).max() {
                tier.begins = end + 1;
            }
        }
        tiers
    }

    fn weight(&mut self, node: Node<'_>, name: &str) -> Option<i64> {
        let number = node.number(name, self.report)?;
        if number::decimal(number).is_some_and(|number| number.is_zero()) {
            return Some(0);
        }
        self.report.take(&node.spot(), number::weight(&format!("{number} {}", self.unit)))
    }

    /// `effective_from` and `effective_to`, both included.
    fn days(&mut self, node: Node<'_>) -> Option<Days> {
        let mut day = |name: &str| -> Option<Option<Date>> {
            let Some(node) = node.get(name) else { return Some(None) };
            let text = node.text(name, self.report)?;
            self.report.take(&node.spot(), number::date(text)).map(Some)
        };
        let (first, last) = (day("effective_from"), day("effective_to"));
        let (first, last) = (first?.unwrap_or(Date::MIN), last?);
        if last.is_some_and(|last| last < first) {
            self.report.fault(&node.spot(), "effective_to is before effective_from");
            return None;
        }
        Some(Days { first, last })
    }

    /// A zone of the sheet. The tables may have more: what the sheet does not serve needs no price.
    fn zone(&mut self, id: &str, at: &Spot) -> Option<usize> {
        let zone = self.wanted.zones.iter().position(|zone| zone.name == id);
        if zone.is_none() {
            let hint = suggestion(id, self.wanted.zones.iter().map(|zone| zone.name.as_str()));
            self.report.warn(
                &Spot::file(&at.file),
                format!(
                    "zone \"{id}\" is no zone of the sheet, and its prices are passed over{hint}"
                ),
            );
        }
        zone
    }

    /// The zones that a thing names in a list; all where it has no list.
    fn zones(&mut self, node: Option<Node<'_>>, name: &str) -> Vec<usize> {
        match node.and_then(|node| node.texts(name, self.report)) {
            None => (0..self.wanted.zones.len()).collect(),
            Some(ids) => ids.iter().filter_map(|(id, spot)| self.zone(id, spot)).collect(),
        }
    }

    /// The prices of an entry by date; its zones are its own or the given ones.
    fn prices(&mut self, entry: Node<'_>, zones: &[usize]) -> Vec<Price> {
        let zones = match entry.get("zone") {
            None => zones.to_vec(),
            Some(node) => {
                let id = node.text("zone", self.report);
                id.and_then(|id| self.zone(id, &node.spot())).into_iter().collect()
            }
        };
        let Some(table) = entry.get("price") else {
            self.report.fault(&entry.spot(), "has no price");
            return Vec::new();
        };
        let mut prices = Vec::new();
        for node in table.items("price", self.report) {
            let days = self.days(node);
            let Some(amount) = node.get("amount") else {
                self.report.fault(&node.spot(), "has no amount; write it in cents");
                continue;
            };
            let minor = amount.number("amount", self.report).and_then(|written| {
                let minor: Option<i64> = written.parse().ok();
                let minor = minor.filter(|minor| (0..MOST_CENTS).contains(minor));
                if minor.is_none() {
                    let message =
                        format!("{written} is no amount in cents; write whole cents, as 95");
                    self.report.fault(&amount.spot(), message);
                }
                minor
            });
            if let (Some(days), Some(minor)) = (days, minor) {
                prices.push(Price { zones: zones.clone(), days, minor, spot: amount.spot() });
            }
        }
        prices
    }

    fn product(&mut self, id: &str, at: &Spot, tiers: &BTreeMap<&str, Tier>, list: &mut List) {
        let entries = table(self.documents, "product_prices", self.report);
        if entries.is_empty() {
            self.none("product_prices");
            return;
        }
        let products = table(self.documents, "products", self.report);
        let product = products.iter().find(|node| node.says("id") == Some(id)).copied();
        let days = product.map_or(Some(Days::ALWAYS), |node| self.days(node));
        let zones = self.zones(product, "zones");
        let mut said = vec![false; list.zones];
        let mut is_there = false;
        for entry in &entries {
            if entry.says("product_id") != Some(id) {
                continue;
            }
            is_there = true;
            let Some((tier, spot)) = entry.required("weight_tier", self.report) else { continue };
            let Some(tier) = tiers.get(tier) else {
                let hint = suggestion(tier, tiers.keys().copied());
                self.report.fault(&spot, format!("tier \"{tier}\" is not in weights{hint}"));
                continue;
            };
            let prices = self.prices(*entry, &zones);
            let Some(days) = days else { continue };
            let row = row_of(list, *tier, days, &spot);
            for price in prices {
                for zone in &price.zones {
                    if let Some(said) = said.get_mut(*zone) {
                        *said = true;
                    }
                }
                self.line(list, row, &price);
            }
        }
        if !is_there {
            let known = entries.iter().filter_map(|node| node.says("product_id"));
            let hint = suggestion(id, known);
            self.report.fault(at, format!("product \"{id}\" has no prices{hint}; name what the service is made of: products = [\"…\"]"));
        }
        for zone in zones.into_iter().filter(|zone| is_there && said.get(*zone) == Some(&false)) {
            if let (Some(product), Some(zone)) = (product, self.wanted.zones.get(zone)) {
                let message = format!(
                    "product \"{id}\" goes to zone \"{}\" and has no price there",
                    zone.name
                );
                self.report.warn(&product.spot(), message);
            }
        }
    }

    fn line(&mut self, list: &mut List, row: usize, price: &Price) {
        let cell = price.minor.checked_mul(self.wanted.scale.per_minor());
        let Some(cell) =
            cell.and_then(|cell| u32::try_from(cell).ok()).filter(|cell| *cell < NOT_SAID)
        else {
            self.report.fault(&price.spot, "is too large for a price");
            return;
        };
        let start = list.net.len();
        list.net.resize(start + list.zones, NOT_SAID);
        for zone in &price.zones {
            if let Some(place) = list.net.get_mut(start + zone) {
                *place = cell;
            }
            if let Some(has) = list.has_zone.get_mut(*zone) {
                *has = true;
            }
        }
        list.lines.push(Line { row, days: price.days, spot: price.spot.clone() });
    }

    fn services(&mut self) -> Vec<Labelled> {
        let services = table(self.documents, "services", self.report);
        let mut found: BTreeMap<&str, (Spot, Vec<Price>)> = BTreeMap::new();
        let ids: Vec<Option<&str>> = services
            .iter()
            .map(|node| node.required("id", self.report).map(|(id, _)| id))
            .collect();
        let known = |id: &str| {
            services.iter().zip(&ids).find(|(_, known)| **known == Some(id)).map(|(node, _)| *node)
        };
        for entry in table(self.documents, "service_prices", self.report) {
            let Some((id, spot)) = entry.required("service_id", self.report) else { continue };
            let zones = self.zones(known(id), "supported_zones");
            let prices = self.prices(entry, &zones);
            found.entry(id).or_insert_with(|| (spot, Vec::new())).1.extend(prices);
        }
        let mut labelled = Vec::new();
        for (id, (spot, prices)) in found {
            let with = known(id).and_then(|node| node.texts("combinable_with", self.report));
            for (other, spot) in with.iter().flatten() {
                if !ids.contains(&Some(*other)) {
                    let hint = suggestion(other, ids.iter().copied().flatten());
                    self.report.fault(spot, format!("\"{other}\" is no service{hint}"));
                }
            }
            labelled.push(Labelled {
                label: id.to_owned(),
                spot,
                amounts: self.by_date(id, &prices),
                when: Vec::new(),
                unclear: false,
                only_with: with.map(|with| with.iter().map(|(id, _)| (*id).to_owned()).collect()),
                // Nobody pays a service that is not asked for.
                must_be_named: false,
            });
        }
        labelled
    }

    /// The amounts of a service for each time between two changes.
    fn by_date(&mut self, id: &str, prices: &[Price]) -> Vec<(Days, Amount)> {
        if let Some(price) = prices.get(MOST_PRICES) {
            self.report
                .fault(&price.spot, format!("service \"{id}\" has more than {MOST_PRICES} prices"));
            return Vec::new();
        }
        let mut amounts = Vec::new();
        for days in Days::ALWAYS.cut(prices.iter().map(|price| price.days)) {
            let mut by_zone = vec![None; self.wanted.zones.len()];
            for price in prices.iter().filter(|price| price.days.contains(days.first)) {
                for zone in &price.zones {
                    let Some(place) = by_zone.get_mut(*zone) else { continue };
                    if place.is_some() {
                        self.report.fault(
                            &price.spot,
                            format!("service \"{id}\" has two prices from {days}"),
                        );
                    }
                    *place = Some(price.minor);
                }
            }
            if by_zone.iter().any(Option::is_some) {
                amounts.push((days, Amount::ByZone(by_zone)));
            }
        }
        amounts
    }

    fn none(&mut self, name: &str) {
        let files: Vec<Spot> =
            self.documents.iter().map(|document| document.root().spot()).collect();
        if let Some(first) = files.first() {
            self.report.fault(
                &Spot::file(&first.file),
                format!(
                    "none of the files has {name}; name the file that has them: files = [\"…\"]"
                ),
            );
        }
    }
}

/// More than this is no table of prices.
const MOST_ELEMENTS: usize = 10_000;
/// A service whose price changes more often than this is none.
const MOST_PRICES: usize = 1_000;
/// Two to the thirty-two; the proof that nothing overflows is made elsewhere.
const MOST_CENTS: i64 = 1 << 32;

/// The row of a tier. Two products may follow each other in one.
fn row_of(list: &mut List, tier: Tier, days: Days, spot: &Spot) -> usize {
    let priced = Priced::Step(tier.end);
    if let Some(known) = list.rows.iter().position(|row| row.priced == priced) {
        if let Some(product) = list.rows.get_mut(known) {
            let end = product.days.last.zip(days.last).map(|(one, other)| one.max(other));
            product.days = Days { first: product.days.first.min(days.first), last: end };
        }
        return known;
    }
    list.rows.push(Row { priced, spot: spot.clone(), days, begins: Some(tier.begins) });
    list.rows.len() - 1
}
