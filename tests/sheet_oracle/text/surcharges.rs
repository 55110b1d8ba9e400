//! Surcharges and conditions as they are written.

use std::fmt::Write as _;

use super::{Writer, unit_names, valid};
use crate::plan::{Choice, Comparison, Named, Of, Per, Percent, Surcharge, Test, Unknown, What};

impl Writer<'_> {
    /// The fields of a surcharge; its files are called after its place, for ids may stand twice.
    pub(super) fn surcharge(&mut self, index: usize, surcharge: &Surcharge) -> Vec<String> {
        let weight = unit_names(self.sheet.weight.units).0;
        let mut fields = vec![format!("id = \"{}\"{}", surcharge.id, valid(surcharge.days))];
        let mut field = |text: String| fields.push(text);
        let file = format!("{}-{index}", surcharge.id);
        if !surcharge.when.is_empty() {
            field(format!("when = \"{}\"", self.when(&surcharge.when, &file)));
        }
        match &surcharge.what {
            What::Amount(amount) => field(format!("amount = \"{amount}\"")),
            What::ByZone(amounts) => {
                let zones = self.sheet.zones.iter().zip(amounts);
                let named = zones.filter_map(|(zone, amount)| {
                    Some(format!("{} = \"{}\"", zone.name, (*amount)?))
                });
                field(format!("amount = {{ {} }}", named.collect::<Vec<_>>().join(", ")));
            }
            What::ByWeight { amount, started } => {
                let started = if *started { "started " } else { "" };
                field(format!("amount = \"{amount} per {started}{weight}\""));
            }
            What::Bill(floor) => field(format!("bill = \"{floor} {weight}\"")),
            What::Refuse(words) => field(format!("refuse = \"{words}\"")),
            What::Percent(percent, of) => field(self.percent(percent, of, &file)),
        }
        for (name, bound) in [("floor", surcharge.floor), ("cap", surcharge.cap)] {
            if let Some(bound) = bound {
                field(format!("{name} = \"{bound}\""));
            }
        }
        match surcharge.per {
            None => {}
            Some(Per::Parcel) => field("per = \"parcel\"".to_owned()),
            Some(Per::Shipment) => field("per = \"shipment\"".to_owned()),
        }
        if let Some(group) = surcharge.group {
            field(format!("group = \"{group}\""));
        }
        if !surcharge.not_with.is_empty() {
            field(format!("not_with = {:?}", surcharge.not_with));
        }
        if !surcharge.taxed {
            field("taxed = false".to_owned());
        }
        match surcharge.unknown {
            None => {}
            Some(Unknown::Apply) => field("unknown = \"apply\"".to_owned()),
            Some(Unknown::Skip) => field("unknown = \"skip\"".to_owned()),
        }
        fields
    }

    fn percent(&mut self, percent: &Percent, of: &Of, name: &str) -> String {
        let of_what = match of {
            Of::Lines(_) => String::new(),
            Of::Value(value) => format!(" of {}", value.name()),
        };
        let mut text = match percent {
            Percent::Always(percent) => format!("percent = \"{percent}{of_what}\""),
            Percent::ByDate { rows, missing_last } => {
                let file = format!("{}.{name}.csv", self.name);
                let has_end = rows.iter().any(|row| row.until.is_some());
                let mut lines =
                    if has_end { "from,until,percent\n" } else { "from,percent\n" }.to_owned();
                for row in rows {
                    let until = row.until.map_or(String::new(), |until| until.to_string());
                    let until = if has_end { format!(",{until}") } else { until };
                    let _ = writeln!(lines, "{}{until},{}", row.from, row.percent);
                }
                let missing = if *missing_last { ", missing = \"last\"" } else { "" };
                let text = format!("percent = \"{file}\"{missing}");
                self.files.push((file, lines));
                text
            }
        };
        if let Of::Lines(lines) = of {
            let _ = write!(text, ", on = {}", named(lines));
        }
        text
    }

    pub(super) fn when(&mut self, tests: &[Test], name: &str) -> String {
        let mut written = Vec::new();
        for (index, test) in tests.iter().enumerate() {
            written.push(self.test(test, &format!("{name}-{index}")));
        }
        written.join(" and ")
    }

    fn test(&mut self, test: &Test, name: &str) -> String {
        match test {
            Test::Compare(quantity, comparison, value) => {
                let value = self.measure(*quantity, *value);
                format!("{} {} {value}", quantity.name(), sign(*comparison))
            }
            Test::Sum(value, comparison, bound) => {
                let currency = self.sheet.currency;
                format!("{} {} {bound} {currency}", value.name(), sign(*comparison))
            }
            Test::Option(choice) => {
                let option = match choice {
                    Choice::Cod => "cod",
                    Choice::Insurance => "insurance",
                    Choice::Saturday => "saturday",
                    Choice::Signature => "signature_direct",
                };
                format!("option {option}")
            }
            Test::Residential => "residential".to_owned(),
            Test::Place(places) => {
                let places: Vec<String> = places.iter().map(|one| self.pattern(one)).collect();
                format!("place in [{}]", places.join(", "))
            }
            Test::PlaceFile(places) => {
                let file = format!("{}.{name}.places.csv", self.name);
                self.place_file(file.clone(), places);
                format!("place in {file}")
            }
            Test::Zone(zones) => {
                let zones: Vec<&str> =
                    zones.iter().map(|zone| &*self.sheet.zones[*zone].name).collect();
                format!("zone in [{}]", zones.join(", "))
            }
        }
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Above => ">",
        Comparison::AtLeast => ">=",
        Comparison::Below => "<",
        Comparison::AtMost => "<=",
    }
}

pub(super) fn named(lines: &[Named]) -> String {
    let name = |line: &Named| match line {
        Named::Base => "\"base\"".to_owned(),
        Named::Discount => "\"discount\"".to_owned(),
        Named::Surcharge(id) => format!("\"{id}\""),
    };
    format!("[{}]", lines.iter().map(name).collect::<Vec<_>>().join(", "))
}
