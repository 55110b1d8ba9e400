//! A service as it is written: weight, limits, rows, discount, minimum.

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unread, StrDeserializer};

use super::Reading;
use super::condition::measure;
use super::prices::{Manner, Period};
use crate::model::{Dimensions, Service, ServiceLevel};
use crate::tariff::compiled::{
    Cells, Count, Flat, Limit, Minimum, Quantity, ServiceRules, Sides, Surcharge, Table, Tax,
    WeightRule,
};
use crate::tariff::condition::Condition;
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::list::Amount;
use crate::tariff::node::{Fields, Node, Text};
use crate::tariff::number;

/// More services than this are several sheets.
const MOST_SERVICES: usize = 1_000;

/// What a service says beside its prices, read for each time anew: it may name prices of the list.
struct Parts<'p> {
    code: &'p Text<'p>,
    service: Service,
    limits: Option<Node<'p>>,
    flat: Option<Node<'p>>,
    rows: Option<Node<'p>>,
    surcharges: Option<Node<'p>>,
    discount: Option<Node<'p>>,
    minimum: Option<Node<'p>>,
    transit: Option<Node<'p>>,
}

impl Reading<'_> {
    pub(super) fn services(&mut self, node: Node<'_>) -> Vec<ServiceRules> {
        let Some(fields) = node.fields("service", &mut self.report) else { return Vec::new() };
        let mut has_prices = vec![false; self.zones.len()];
        let (mut services, mut refused) = (Vec::new(), false);
        for (code, node) in fields.entries() {
            if services.len() == MOST_SERVICES {
                self.report
                    .fault(&code.spot, format!("a sheet has at most {MOST_SERVICES} services"));
                break;
            }
            let read = self.service(&code, node, &mut has_prices);
            refused |= read.is_empty();
            services.extend(read);
        }
        if services.is_empty() && !refused {
            self.report.fault(&node.spot(), "there is no [service.…]; a sheet has at least one");
        }
        for ((zone, spot), has) in self.zones.iter().zip(&self.zone_spots).zip(has_prices) {
            if !has && zone.refuse.is_none() && !refused {
                self.report.fault(spot, format!("zone \"{}\" has no prices", zone.name));
            }
        }
        services
    }

    /// The rules of a service for each time between two changes of its prices; none: it has faults.
    fn service(
        &mut self,
        code: &Text<'_>,
        node: Node<'_>,
        has_prices: &mut [bool],
    ) -> Vec<ServiceRules> {
        let Some(mut fields) = node.fields(code.text, &mut self.report) else { return Vec::new() };
        let name = fields.text("name", &mut self.report).map_or(code.text, |name| name.text);
        let level = fields.read("level", &mut self.report, |text| {
            let name: StrDeserializer<'_, Unread> = text.into_deserializer();
            ServiceLevel::deserialize(name).map_err(|error| format!("level: {error}"))
        });
        let parts = Parts {
            code,
            service: Service::new(code.text, name).with_level(level.unwrap_or_default()),
            limits: fields.get("limits"),
            flat: fields.get("flat"),
            rows: fields.get("rows"),
            surcharges: fields.get("surcharges"),
            discount: fields.get("discount"),
            minimum: fields.get("minimum"),
            transit: fields.get("transit"),
        };
        let weight = fields.get("weight");
        let weight = self.weight(weight);
        let lowest = fields.read("breaks", &mut self.report, |text| match text {
            "lowest" => Ok(true),
            "published" => Ok(false),
            other => Err(format!("breaks = \"{other}\"; write lowest, or leave it out")),
        });
        let least = fields.get("least").and_then(|node| node.truth("least", &mut self.report));
        let manner = Manner {
            least: least.unwrap_or(false),
            lowest: lowest.unwrap_or(false),
            unit: weight.unit,
        };
        let lists = self.lists(fields.get("prices"), code);
        let sold = fields.get("valid");
        fields.finish(&mut self.report);
        let sold = sold.and_then(|node| self.valid(node)).unwrap_or(self.days());
        let periods = self.periods(lists, code, (sold, manner), has_prices);
        if periods.is_empty() {
            // Whatever else is wrong is said as well.
            self.rules(&parts, weight, None);
            return Vec::new();
        }
        let rules =
            periods.into_iter().map(|period| self.rules(&parts, weight.clone(), Some(period)));
        rules.collect::<Option<_>>().unwrap_or_default()
    }

    fn rules(
        &mut self,
        parts: &Parts<'_>,
        weight: WeightRule,
        period: Option<Period>,
    ) -> Option<ServiceRules> {
        self.has_list = period.is_some();
        let (days, table, rows, listed, file) = match period {
            None => (Days::ALWAYS, None, Vec::new(), Vec::new(), Spot::file("")),
            Some(Period { days, table, rows, listed, file }) => {
                (days, Some(table), rows, listed, file)
            }
        };
        self.listed = listed;
        let (limits, least) = self.limits(parts.limits);
        let flats = self.flats(parts.flat);
        let special = self.special(parts.rows, table.as_ref(), &parts.code.spot);
        let discount = self.discount(parts.discount);
        let surcharges = self.surcharges(parts.surcharges, weight.count);
        let minimum = parts.minimum.and_then(|node| self.minimum(node, &surcharges));
        let transit = parts.transit.and_then(|node| self.transit(node, table.as_ref()));
        self.refuse_unnamed();
        let of_conditions = surcharges
            .iter()
            .map(|surcharge| &surcharge.when)
            .chain(special.iter().map(|(when, _)| when))
            .chain(flats.iter().map(|flat| &flat.when));
        let needs_sides = weight.divisor.is_some()
            || limits.iter().chain(&least).any(|limit| limit.quantity.needs_sides())
            || of_conditions.into_iter().any(Condition::needs_sides);
        let table = table?;
        self.compare_published(&table, &rows);
        let rules = ServiceRules {
            service: parts.service.clone(),
            days,
            weight,
            limits,
            least,
            table,
            flats,
            special,
            discount,
            surcharges,
            minimum,
            transit,
            needs_sides,
        };
        self.check_reach(&rules, &parts.code.spot);
        self.check_worst_case(&rules, &parts.code.spot);
        self.look_for_oddities(&rules, &file);
        Some(rules)
    }

    fn weight(&mut self, node: Option<Node<'_>>) -> WeightRule {
        let mut rule = WeightRule {
            unit: None,
            tolerance: 0,
            sides: Sides::Exact,
            divisor: None,
            only_above: 0,
            volumetric_from: 0,
            minimum: 0,
            no_sides_actual: false,
            count: Count::Parcel,
        };
        let report = &mut self.report;
        let Some(mut fields) = node.and_then(|node| node.fields("weight", report)) else {
            return rule;
        };
        rule.unit = fields.read("unit", report, number::weight);
        rule.tolerance = fields.read("tolerance", report, number::weight).unwrap_or(0);
        rule.divisor = fields.read("divisor", report, number::divisor);
        rule.sides = fields.read("sides", report, sides).unwrap_or(Sides::Exact);
        rule.only_above = fields.read("only_above", report, number::volume).unwrap_or(0);
        rule.volumetric_from = fields.read("volumetric_from", report, number::weight).unwrap_or(0);
        rule.minimum = fields.read("minimum", report, number::weight).unwrap_or(0);
        rule.no_sides_actual = fields
            .read("no_sides", report, |text| match text {
                "actual" => Ok(true),
                other => {
                    Err(format!("no_sides = \"{other}\"; write actual, or leave it out to refuse"))
                }
            })
            .unwrap_or(false);
        rule.count = fields
            .read("count", report, |text| match text {
                "parcel" => Ok(Count::Parcel),
                "sum-of-greater" => Ok(Count::SumOfGreater),
                "greater-of-sums" => Ok(Count::GreaterOfSums),
                other => Err(format!(
                    "count = \"{other}\"; write parcel, sum-of-greater or greater-of-sums"
                )),
            })
            .unwrap_or(Count::Parcel);
        for (name, is_set) in
            [("only_above", rule.only_above > 0), ("volumetric_from", rule.volumetric_from > 0)]
        {
            if is_set && fields.get("divisor").is_none() {
                report.fault(
                    fields.spot(),
                    format!("{name} without a divisor; write divisor = \"5000 cm3/kg\""),
                );
            }
        }
        if let Some(node) = fields.get("tolerance")
            && rule.unit.is_none_or(|unit| rule.tolerance >= unit)
        {
            report.fault(
                &node.spot(),
                "tolerance is what may be above a multiple of unit and less than it: unit = \"1 lb\", tolerance = \"0.5 g\"",
            );
        }
        fields.finish(report);
        rule
    }

    /// The most and the least.
    fn limits(&mut self, node: Option<Node<'_>>) -> (Vec<Limit>, Vec<Limit>) {
        let (mut most, mut least) = (Vec::new(), Vec::new());
        if let Some(node) = node {
            self.bounds("limits", "", node, &mut most, Some(&mut least));
        }
        for (low, spot) in &least {
            let known = most.iter().find(|(limit, _)| limit.quantity == low.quantity);
            if known.is_some_and(|(limit, _)| limit.bound < low.bound) {
                let name = low.quantity.name();
                self.report.fault(spot, format!("least.{name} is over the limit {name}"));
            }
        }
        let bare =
            |limits: Vec<(Limit, Spot)>| limits.into_iter().map(|(limit, _)| limit).collect();
        (bare(most), bare(least))
    }

    /// The bounds of a table, with those of the tables `shipment` and `least` in it.
    fn bounds(
        &mut self,
        table: &str,
        of: &str,
        node: Node<'_>,
        into: &mut Vec<(Limit, Spot)>,
        mut least: Option<&mut Vec<(Limit, Spot)>>,
    ) {
        let Some(fields) = node.fields(table, &mut self.report) else { return };
        for (name, node) in fields.entries() {
            match (name.text, least.as_deref_mut()) {
                ("least", Some(least)) if of.is_empty() => {
                    self.bounds("least", "", node, least, None);
                }
                ("shipment", least) if of.is_empty() => {
                    self.bounds("shipment", "shipment.", node, into, least);
                }
                (bound, least) => {
                    let full = format!("{of}{bound}");
                    let limit = self.bound(&full, least.is_none(), &name.spot, node);
                    into.extend(limit.map(|limit| (limit, name.spot)));
                }
            }
        }
    }

    fn bound(&mut self, name: &str, is_least: bool, at: &Spot, node: Node<'_>) -> Option<Limit> {
        let quantity = Quantity::read(name).filter(|quantity| {
            let billable = [Quantity::Billable, Quantity::ShipmentBillable].contains(quantity);
            if is_least && billable {
                let message = format!("least.{name}: a least billable weight is a weight, not a limit; write weight = {{ minimum = \"1 kg\" }}");
                self.report.fault(at, message);
            }
            !(is_least && billable)
        });
        let Some(quantity) = quantity else {
            if Quantity::read(name).is_none() {
                let known: Vec<&str> = Quantity::NAMES.iter().map(|(name, _)| *name).collect();
                let hint = suggestion(name, known.iter().copied());
                let message = if hint.is_empty() {
                    format!("limit \"{name}\" is unknown; known are {}", known.join(", "))
                } else {
                    format!("limit \"{name}\" is unknown{hint}")
                };
                self.report.fault(at, message);
            }
            return None;
        };
        let text = node.amount(name, &mut self.report)?;
        let bound = self.report.take(&text.spot, measure(quantity, text.text))?;
        Some(Limit { quantity, bound })
    }

    fn flats(&mut self, node: Option<Node<'_>>) -> Vec<Flat> {
        let fields = node.and_then(|node| node.fields("flat", &mut self.report));
        let Some(fields) = fields else { return Vec::new() };
        fields.entries().filter_map(|(code, node)| self.flat(&code, node)).collect()
    }

    fn flat(&mut self, code: &Text<'_>, node: Node<'_>) -> Option<Flat> {
        let is_taxed = self.zones.iter().any(|zone| matches!(zone.tax, Tax::Percent(_)));
        let needs_gross = self.cells == Cells::Both && is_taxed;
        let report = &mut self.report;
        let mut fields = node.fields(code.text, report)?;
        let price = fields.amount("price", report);
        let has_price = fields.get("price").is_some();
        let listed = fields.text("listed", report);
        let price = match (price, listed) {
            (Some(text), None) => report.take(&text.spot, self.scale.amount(text.text)),
            (None, Some(label)) if !has_price => self.flat_price(&label),
            (_, Some(label)) => {
                report.fault(&label.spot, "price and listed are two prices; write one");
                None
            }
            (None, None) => None,
        };
        let when = fields.text("when", &mut self.report);
        let when = when.map_or(Some(Condition::default()), |text| self.condition(&text));
        let report = &mut self.report;
        let written = fields.get("gross");
        let gross = fields.amount("gross", report);
        let gross = gross.and_then(|text| report.take(&text.spot, self.scale.amount(text.text)));
        let most_weight = fields.read("weight", report, number::weight);
        let inner = fields.read("inner", report, |text| {
            text.parse::<Dimensions>()
                .map_err(|_| format!("inner \"{text}\" is no size; write 11 x 8 x 5 in"))
        });
        let has_price = has_price || fields.get("listed").is_some();
        if !has_price || fields.get("weight").is_none() {
            report.fault(
                fields.spot(),
                "a flat box needs price and weight: { price = \"9.40\", weight = \"20 lb\" }",
            );
        }
        match written {
            Some(node) if self.cells != Cells::Both => {
                report.fault(&node.spot(), "gross stands beside net cells only; the sheet says cells = \"net+gross\" where it has both");
            }
            None if needs_gross => report.fault(
                fields.spot(),
                "a flat box needs gross beside price, for cells are net+gross: { price = \"9.40\", gross = \"11.37\", weight = \"5 kg\" }",
            ),
            _ => {}
        }
        if gross.zip(price).is_some_and(|(gross, price)| gross < price) {
            report.fault(fields.spot(), "a flat box: gross is below price");
        }
        fields.finish(report);
        let (price, most_weight) = (price?, most_weight?);
        let gross = gross.unwrap_or(price);
        let code = code.text.to_owned();
        Some(Flat { code, price, gross, most_weight, when: when?, inner })
    }

    /// The price of a flat box by its name in the list; on days without one the box is not offered.
    fn flat_price(&mut self, label: &Text<'_>) -> Option<i64> {
        match self.listed(label)?.amount? {
            Amount::Everywhere(price) => Some(price),
            Amount::ByZone(_) => {
                let message =
                    format!("\"{}\" has a price for each zone; a flat box has one", label.text);
                self.report.fault(&label.spot, message);
                None
            }
        }
    }

    fn special(
        &mut self,
        node: Option<Node<'_>>,
        table: Option<&Table>,
        at: &Spot,
    ) -> Vec<(Condition, usize)> {
        let mut special = Vec::new();
        let items = node.map(|node| node.items("rows", &mut self.report)).unwrap_or_default();
        for item in items {
            let Some(mut fields) = item.fields("a row", &mut self.report) else { continue };
            let when = fields.text("when", &mut self.report);
            let is_there = when.is_some();
            let when = when.and_then(|text| self.condition(&text));
            let name = fields.text("use", &mut self.report);
            let (at, fields_have_use) = (fields.spot().clone(), fields.get("use").is_some());
            fields.finish(&mut self.report);
            let (Some(when), Some(name)) = (when, name) else {
                if is_there && fields_have_use {
                    continue;
                }
                self.report.fault(&at, "a row needs when and use: { when = \"longest > 120 cm\", use = \"oversized\" }");
                continue;
            };
            let Some(table) = table else { continue };
            if let Some(row) = table.named.iter().position(|known| known == name.text) {
                special.push((when, table.steps.len() + table.tails.len() + row));
            } else {
                let hint = suggestion(name.text, table.named.iter().map(String::as_str));
                self.report
                    .fault(&name.spot, format!("row \"{}\" is not in the prices{hint}", name.text));
            }
        }
        if let Some(table) = table {
            let at = node.map_or_else(|| at.clone(), |node| node.spot());
            self.unused_rows(table, &special, &at);
        }
        special
    }

    fn unused_rows(&mut self, table: &Table, special: &[(Condition, usize)], at: &Spot) {
        let first = table.steps.len() + table.tails.len();
        for (row, name) in table.named.iter().enumerate() {
            if !special.iter().any(|(_, used)| *used == first + row) {
                self.report.fault(at, format!("row \"{name}\" is used by no rule; write {{ when = \"…\", use = \"{name}\" }}"));
            }
        }
    }

    fn discount(&mut self, node: Option<Node<'_>>) -> i64 {
        let report = &mut self.report;
        let Some(mut fields) = node.and_then(|node| node.fields("discount", report)) else {
            return 0;
        };
        let percent = fields.amount("percent", report);
        fields.finish(report);
        let ppm = percent.and_then(|text| {
            let ppm = report.take(&text.spot, number::percent(text.text))?;
            if ppm > number::MILLION {
                report.fault(&text.spot, "a discount is at most 100 percent");
            }
            Some(ppm)
        });
        ppm.unwrap_or(0)
    }

    fn minimum(&mut self, node: Node<'_>, surcharges: &[Surcharge]) -> Option<Minimum> {
        let mut fields: Fields<'_> = node.fields("minimum", &mut self.report)?;
        let amount = fields.amount("amount", &mut self.report);
        let on = fields.texts("on", &mut self.report);
        let at = fields.spot().clone();
        fields.finish(&mut self.report);
        let Some(amount) = amount.filter(|_| !on.is_empty()) else {
            self.report
                .fault(&at, "minimum needs amount and on: { amount = \"25.00\", on = [\"base\"] }");
            return None;
        };
        let amount = self.report.take(&amount.spot, self.scale.amount(amount.text))?;
        let ids: Vec<String> =
            surcharges.iter().map(|surcharge| surcharge.id.to_string()).collect();
        Some(Minimum { amount, on: self.lines(&on, &ids, ids.len(), "minimum") })
    }
}

fn sides(text: &str) -> Result<Sides, String> {
    match text.split_once(' ') {
        Some(("up", unit)) => number::length(unit).map(Sides::Up),
        Some(("nearest", unit)) => number::length(unit).map(Sides::Nearest),
        _ if text == "exact" => Ok(Sides::Exact),
        _ => Err(format!("sides = \"{text}\"; write \"up 1 cm\", \"nearest 1 cm\" or \"exact\"")),
    }
}
