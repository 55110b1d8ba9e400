//! A plan as the texts that a person would write: TOML for the rules, CSV for the numbers. The orders of rows, columns, zones
//! and patterns are the caller's to shuffle.

use std::fmt::Write as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::plan::{
    Calendar, Cells, Comparison, Count, Cover, Dated, Flat, Named, Of, Pattern, Per, Percent,
    Quantity, Regime, Rounding, Sheet, SideRounding, Surcharge, Tail, Test, Units, Unknown, What,
};

/// The files of a sheet by name, its own first.
pub(crate) fn files(sheet: &Sheet, name: &str) -> Vec<(String, String)> {
    let mut writer = Writer { sheet, name, files: Vec::new() };
    let rules = writer.rules();
    let mut files = vec![(format!("{name}.toml"), rules)];
    files.push((format!("{name}.paq.csv"), writer.prices()));
    files.append(&mut writer.files);
    files
}

struct Writer<'s> {
    sheet: &'s Sheet,
    name: &'s str,
    files: Vec<(String, String)>,
}

impl Writer<'_> {
    fn rules(&mut self) -> String {
        let sheet = self.sheet;
        let mut text = format!(
            "sheet = {{ format = 1, carrier = \"mula\", currency = \"{}\", cells = \"{}\", valid = \"{}\", origin = {}",
            sheet.currency,
            match sheet.cells {
                Cells::Net => "net",
                Cells::Gross => "gross",
                Cells::Both => "net+gross",
            },
            period(sheet.first, sheet.last),
            patterns(&sheet.origin),
        );
        if let Some(digits) = sheet.digits {
            let _ = write!(text, ", digits = {digits}");
        }
        let rounding = match sheet.rounding {
            Rounding::HalfUp => None,
            Rounding::Up => Some("up".to_owned()),
            Rounding::Down => Some("down".to_owned()),
            Rounding::HalfEven => Some("half-even".to_owned()),
            Rounding::To(step) => Some(format!("to {step}")),
        };
        if let Some(rounding) = rounding {
            let _ = write!(text, ", rounding = \"{rounding}\"");
        }
        text.push_str(" }\n");
        if !sheet.taxes.is_empty() {
            let tax = |tax: &crate::plan::Tax| {
                let rows: Vec<String> = tax.rows.iter().map(tax_row).collect();
                format!("{} = [{}]", tax.name, rows.join(", "))
            };
            let taxes: Vec<String> = sheet.taxes.iter().map(tax).collect();
            let _ = writeln!(text, "tax = {{ {} }}", taxes.join(", "));
        }
        self.zones(&mut text);
        text.push_str("[service.paq]\n");
        self.service(&mut text);
        text
    }

    fn zones(&mut self, text: &mut String) {
        let Some(chart) = &self.sheet.chart else {
            text.push_str("[zone]\n");
            for zone in &self.sheet.zones {
                let _ = write!(text, "{} = {{ to = {}", zone.name, patterns(&zone.to));
                match &zone.regime {
                    Regime::NotStated => {}
                    Regime::Exempt => text.push_str(", tax = \"exempt\""),
                    Regime::Tax(tax) => {
                        let _ = write!(text, ", tax = \"{}\"", self.sheet.taxes[*tax].name);
                    }
                }
                if let Some(words) = &zone.refuse {
                    let _ = write!(text, ", refuse = \"{words}\"");
                }
                text.push_str(" }\n");
            }
            return;
        };
        let file = format!("{}.chart.csv", self.name);
        let _ = writeln!(text, "zones = \"{file}\"");
        let mut rows = "origin,destination,zone\n".to_owned();
        for row in chart {
            let zone = &self.sheet.zones[row.zone].name;
            let _ = writeln!(rows, "{},{},{zone}", cover(&row.origin), cover(&row.destination));
        }
        self.files.push((file, rows));
    }

    fn service(&mut self, text: &mut String) {
        let sheet = self.sheet;
        let _ = writeln!(text, "weight = {{ {} }}", self.weight().join(", "));
        let limits: Vec<String> = sheet
            .limits
            .iter()
            .map(|(quantity, most)| {
                format!("{} = \"{}\"", quantity.name(), self.measure(*quantity, *most))
            })
            .collect();
        if !limits.is_empty() {
            let _ = writeln!(text, "limits = {{ {} }}", limits.join(", "));
        }
        if sheet.lowest_break {
            text.push_str("breaks = \"lowest\"\n");
        }
        if !sheet.flat.is_empty() {
            let flat = |flat: &Flat| {
                format!(
                    "{} = {{ price = \"{}\", weight = \"{}\" }}",
                    flat.name,
                    flat.price,
                    self.measure(Quantity::Weight, flat.weight)
                )
            };
            let boxes: Vec<String> = sheet.flat.iter().map(flat).collect();
            let _ = writeln!(text, "flat = {{ {} }}", boxes.join(", "));
        }
        if !sheet.rows.is_empty() {
            let rows: Vec<String> = sheet
                .rows
                .iter()
                .map(|(when, row)| {
                    format!("{{ when = \"{}\", use = \"{row}\" }}", self.when(when, row))
                })
                .collect::<Vec<_>>();
            let _ = writeln!(text, "rows = [{}]", rows.join(", "));
        }
        if let Some(percent) = sheet.discount {
            let _ = writeln!(text, "discount = {{ percent = \"{percent}\" }}");
        }
        if !sheet.surcharges.is_empty() {
            text.push_str("surcharges = [\n");
            for surcharge in &sheet.surcharges {
                let fields = self.surcharge(surcharge);
                let _ = writeln!(text, "    {{ {} }},", fields.join(", "));
            }
            text.push_str("]\n");
        }
        if let Some((amount, on)) = &sheet.minimum {
            let _ =
                writeln!(text, "minimum = {{ amount = \"{amount}\", on = {} }}", self.named(on));
        }
        self.transit(text);
    }

    fn transit(&self, text: &mut String) {
        let Some(transit) = &self.sheet.transit else { return };
        let zones = self.sheet.zones.iter().zip(&transit.days);
        let days: Vec<String> = zones
            .filter(|(zone, _)| zone.refuse.is_none())
            .map(|(zone, days)| match days {
                None => format!("{} = \"-\"", zone.name),
                Some((fewest, most)) if fewest == most => format!("{} = \"{most}\"", zone.name),
                Some((fewest, most)) => format!("{} = \"{fewest}-{most}\"", zone.name),
            })
            .collect();
        let _ = write!(text, "transit = {{ days = {{ {} }}", days.join(", "));
        if let Some((time, zone)) = transit.cut_off {
            let _ = write!(text, ", cut_off = \"{} {zone}\"", time.format("%H:%M"));
        }
        let calendar = match transit.calendar {
            Calendar::Destination => "destination",
            Calendar::Origin => "origin",
            Calendar::Both => "both",
        };
        let _ = writeln!(text, ", calendar = \"{calendar}\" }}");
    }

    fn weight(&self) -> Vec<String> {
        let rules = &self.sheet.weight;
        let (weight, length) = unit_names(rules.units);
        let mut fields = Vec::new();
        let mut field = |name: &str, value: String| fields.push(format!("{name} = \"{value}\""));
        if let Some(unit) = rules.unit {
            field("unit", format!("{unit} {weight}"));
        }
        if let Some((how, step)) = rules.sides {
            let how = if how == SideRounding::Up { "up" } else { "nearest" };
            field("sides", format!("{how} {step} {length}"));
        }
        if let Some(divisor) = rules.divisor {
            field("divisor", format!("{divisor} {length}3/{weight}"));
        }
        if let Some(volume) = rules.only_above {
            field("only_above", format!("{volume} {length}3"));
        }
        if let Some(from) = rules.volumetric_from {
            field("volumetric_from", format!("{from} {weight}"));
        }
        if rules.no_sides_actual {
            field("no_sides", "actual".to_owned());
        }
        match rules.count {
            Count::Parcel => {}
            Count::SumOfGreater => field("count", "sum-of-greater".to_owned()),
            Count::GreaterOfSums => field("count", "greater-of-sums".to_owned()),
        }
        if let Some(minimum) = rules.minimum {
            field("minimum", format!("{minimum} {weight}"));
        }
        fields
    }

    fn surcharge(&mut self, surcharge: &Surcharge) -> Vec<String> {
        let weight = unit_names(self.sheet.weight.units).0;
        let mut fields = vec![format!("id = \"{}\"", surcharge.id)];
        if !surcharge.when.is_empty() {
            fields.push(format!("when = \"{}\"", self.when(&surcharge.when, &surcharge.id)));
        }
        match &surcharge.what {
            What::Amount(amount) => fields.push(format!("amount = \"{amount}\"")),
            What::ByWeight { amount, started } => {
                let started = if *started { "started " } else { "" };
                fields.push(format!("amount = \"{amount} per {started}{weight}\""));
            }
            What::Bill(floor) => fields.push(format!("bill = \"{floor} {weight}\"")),
            What::Refuse(words) => fields.push(format!("refuse = \"{words}\"")),
            What::Percent(percent, of) => self.percent(percent, of, &surcharge.id, &mut fields),
        }
        for (name, bound) in [("floor", surcharge.floor), ("cap", surcharge.cap)] {
            if let Some(bound) = bound {
                fields.push(format!("{name} = \"{bound}\""));
            }
        }
        match surcharge.per {
            None => {}
            Some(Per::Parcel) => fields.push("per = \"parcel\"".to_owned()),
            Some(Per::Shipment) => fields.push("per = \"shipment\"".to_owned()),
        }
        if let Some(group) = surcharge.group {
            fields.push(format!("group = \"{group}\""));
        }
        if !surcharge.not_with.is_empty() {
            let others: Vec<&str> =
                surcharge.not_with.iter().map(|other| &*self.sheet.surcharges[*other].id).collect();
            fields.push(format!("not_with = {others:?}"));
        }
        if !surcharge.taxed {
            fields.push("taxed = false".to_owned());
        }
        match surcharge.unknown {
            None => {}
            Some(Unknown::Apply) => fields.push("unknown = \"apply\"".to_owned()),
            Some(Unknown::Skip) => fields.push("unknown = \"skip\"".to_owned()),
        }
        fields
    }

    fn percent(&mut self, percent: &Percent, of: &Of, id: &str, fields: &mut Vec<String>) {
        let of_what = match of {
            Of::Lines(_) => "",
            Of::Cod => " of cod amount",
            Of::Insured => " of insured value",
            Of::Declared => " of declared value",
        };
        match percent {
            Percent::Always(percent) => fields.push(format!("percent = \"{percent}{of_what}\"")),
            Percent::ByDate { rows, missing_last } => {
                let file = format!("{}.{id}.csv", self.name);
                fields.push(format!("percent = \"{file}\""));
                if *missing_last {
                    fields.push("missing = \"last\"".to_owned());
                }
                let mut text = "from,until,percent\n".to_owned();
                for row in rows {
                    let until = row.until.map_or(String::new(), |until| until.to_string());
                    let _ = writeln!(text, "{},{until},{}", row.from, row.percent);
                }
                self.files.push((file, text));
            }
        }
        if let Of::Lines(lines) = of {
            fields.push(format!("on = {}", self.named(lines)));
        }
    }

    fn named(&self, lines: &[Named]) -> String {
        let name = |line: &Named| match line {
            Named::Base => "\"base\"".to_owned(),
            Named::Discount => "\"discount\"".to_owned(),
            Named::Surcharge(index) => format!("\"{}\"", self.sheet.surcharges[*index].id),
        };
        format!("[{}]", lines.iter().map(name).collect::<Vec<_>>().join(", "))
    }

    fn when(&mut self, tests: &[Test], id: &str) -> String {
        let tests: Vec<String> = tests.iter().map(|test| self.test(test, id)).collect();
        tests.join(" and ")
    }

    fn test(&mut self, test: &Test, id: &str) -> String {
        match test {
            Test::Compare(quantity, comparison, value) => {
                let sign = match comparison {
                    Comparison::Above => ">",
                    Comparison::AtLeast => ">=",
                    Comparison::Below => "<",
                    Comparison::AtMost => "<=",
                };
                format!("{} {sign} {}", quantity.name(), self.measure(*quantity, *value))
            }
            Test::Cod => "option cod".to_owned(),
            Test::Insurance => "option insurance".to_owned(),
            Test::Residential => "residential".to_owned(),
            Test::Place(places) => {
                let places: Vec<String> = places.iter().map(pattern).collect();
                format!("place in [{}]", places.join(", "))
            }
            Test::PlaceFile(places) => {
                let file = format!("{}.{id}.places.csv", self.name);
                let lines: Vec<String> = places.iter().map(pattern).collect();
                self.files.push((file.clone(), format!("# places\n{}\n", lines.join("\n"))));
                format!("place in {file}")
            }
            Test::Zone(zones) => {
                let zones: Vec<&str> =
                    zones.iter().map(|zone| &*self.sheet.zones[*zone].name).collect();
                format!("zone in [{}]", zones.join(", "))
            }
        }
    }

    fn measure(&self, quantity: Quantity, value: Decimal) -> String {
        let (weight, length) = unit_names(self.sheet.weight.units);
        match quantity {
            Quantity::Weight | Quantity::Billable | Quantity::ShipmentWeight => {
                format!("{value} {weight}")
            }
            Quantity::Volume => format!("{value} {length}3"),
            _ => format!("{value} {length}"),
        }
    }

    fn prices(&self) -> String {
        let sheet = self.sheet;
        let columns: Vec<(usize, bool)> = (0..sheet.zones.len())
            .filter(|zone| sheet.zones[*zone].refuse.is_none())
            .flat_map(|zone| {
                let has_gross = sheet.cells == Cells::Both
                    && matches!(sheet.zones[zone].regime, Regime::Tax(_));
                std::iter::once((zone, false)).chain(has_gross.then_some((zone, true)))
            })
            .collect();
        let mut text = unit_names(sheet.weight.units).0.to_owned();
        let is_dated = sheet.table.steps.iter().any(|step| step.later.is_some());
        if is_dated {
            text.push_str(",from,until");
        }
        for (zone, is_gross) in &columns {
            let side = match (sheet.cells, is_gross) {
                (Cells::Both, true) => " gross",
                (Cells::Both, false) => " net",
                _ => "",
            };
            let _ = write!(text, ",{}{side}", sheet.zones[*zone].name);
        }
        text.push('\n');
        let mut row = |head: String, cells: &[crate::plan::Cell]| {
            text.push_str(&head);
            for (zone, is_gross) in &columns {
                text.push(',');
                match &cells[*zone] {
                    None => text.push_str(if zone % 2 == 0 { "-" } else { "" }),
                    Some((net, None)) => text.push_str(&net.to_string()),
                    Some((net, Some(gross))) => {
                        text.push_str(&if *is_gross { gross } else { net }.to_string());
                    }
                }
            }
            text.push('\n');
        };
        let always = if is_dated { ",," } else { "" };
        for step in &sheet.table.steps {
            let head = format!("{}{}", if step.owns_it { "" } else { "<" }, step.boundary);
            match &step.later {
                None => row(format!("{head}{always}"), &step.cells),
                Some(later) => {
                    row(format!("{head},,{}", later.until), &step.cells);
                    row(format!("{head},{},", later.from), &later.cells);
                }
            }
        }
        for Tail { whole, unit, end, cells } in &sheet.table.tails {
            row(format!("{}{unit}<={end}{always}", if *whole { '*' } else { '+' }), cells);
        }
        for (name, cells) in &sheet.table.named {
            row(format!("{name}{always}"), cells);
        }
        text
    }
}

pub(crate) fn unit_names(units: Units) -> (&'static str, &'static str) {
    match units {
        Units::KgCm => ("kg", "cm"),
        Units::LbIn => ("lb", "in"),
    }
}

fn period(first: NaiveDate, last: Option<NaiveDate>) -> String {
    format!("{first}/{}", last.map_or(String::new(), |last| last.to_string()))
}

fn tax_row(row: &Dated) -> String {
    let until = row.until.map_or(String::new(), |until| format!(", until = \"{until}\""));
    format!("{{ percent = \"{}\", from = \"{}\"{until} }}", row.percent, row.from)
}

fn patterns(list: &[Pattern]) -> String {
    let quoted: Vec<String> = list.iter().map(|one| format!("\"{}\"", pattern(one))).collect();
    format!("[{}]", quoted.join(", "))
}

fn pattern(pattern: &Pattern) -> String {
    format!("{}{}", if pattern.not { "not " } else { "" }, cover(&pattern.cover))
}

fn cover(cover: &Cover) -> String {
    match cover {
        Cover::Any => "*".to_owned(),
        Cover::Union => "EU".to_owned(),
        Cover::Country(country) => (*country).to_owned(),
        Cover::Region(country, region) => format!("{country}-{region}"),
        Cover::Begins("PT", code) if code.len() == 7 => format!("PT {}-{}", &code[..4], &code[4..]),
        Cover::Begins(country, code) => format!("{country} {code}"),
        Cover::Between(country, low, high) => format!("{country} {low}-{high}"),
        Cover::Same(country) => format!("{country} same:2"),
    }
}
