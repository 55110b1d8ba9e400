//! Conditions as they are written: `longest > 22 in and weight < 20 lb`, `option cod`, `place in remote.csv`.

use super::Reading;
use crate::model::Feature;
use crate::tariff::compiled::{Quantity, Value};
use crate::tariff::condition::{Choice, Comparison, Condition, Test};
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::node::Text;
use crate::tariff::number::{self, Scale};
use crate::tariff::places::ZoneNo;

impl Reading<'_> {
    /// `None` where a part of it cannot be read.
    pub(super) fn condition(&mut self, text: &Text<'_>) -> Option<Condition> {
        let tests: Vec<_> =
            text.text.split(" and ").map(|test| self.test(test.trim(), &text.spot)).collect();
        Some(Condition { tests: tests.into_iter().collect::<Option<_>>()? })
    }

    fn test(&mut self, test: &str, at: &Spot) -> Option<Test> {
        if let Some(option) = test.strip_prefix("option ") {
            return self.report.take(at, choice(option.trim())).map(Test::Option);
        }
        if test == "residential" {
            return Some(Test::Residential);
        }
        if let Some(places) = test.strip_prefix("place in ") {
            return Some(self.place_in(places.trim(), at));
        }
        if let Some(zones) = test.strip_prefix("zone in ") {
            return self.zone_in(zones.trim(), at);
        }
        let scale = self.scale;
        self.report.take(at, sum(test, scale).unwrap_or_else(|| comparison(test)))
    }

    fn place_in(&mut self, places: &str, at: &Spot) -> Test {
        if let Some(known) = self.sets_by_text.get(places) {
            return Test::PlaceIn(*known);
        }
        let written = |text| Text { text, spot: at.clone() };
        let patterns: Vec<_> = match listed(places) {
            Some(list) => list.map(written).collect(),
            None => vec![written(places)],
        };
        if patterns.is_empty() {
            self.report.fault(at, "place in [] is nowhere; write place in [ES 07]");
        }
        let set = self.set(&patterns);
        self.sets_by_text.insert(places.to_owned(), set);
        Test::PlaceIn(set)
    }

    fn zone_in(&mut self, zones: &str, at: &Spot) -> Option<Test> {
        let Some(list) = listed(zones) else {
            self.report.fault(at, format!("zone in {zones} is no list; write zone in [{zones}]"));
            return None;
        };
        let mut numbers = Vec::new();
        for name in list {
            match self.zones.iter().position(|zone| zone.name == name) {
                Some(number) => numbers.extend(ZoneNo::try_from(number)),
                None => self.no_such_zone(name, at),
            }
        }
        Some(Test::ZoneIn(numbers))
    }

    pub(super) fn no_such_zone(&mut self, name: &str, at: &Spot) {
        let hint = suggestion(name, self.zones.iter().map(|zone| zone.name.as_str()));
        self.report.fault(at, format!("zone \"{name}\" is not in [zone]{hint}"));
    }
}

/// What stands between `[` and `]`, apart at commas.
fn listed(text: &str) -> Option<impl Iterator<Item = &str>> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(
        inside.split(',').map(|item| item.trim().trim_matches('"')).filter(|item| !item.is_empty()),
    )
}

fn choice(text: &str) -> Result<Choice, String> {
    match (text, text.parse::<Feature>()) {
        ("cod", _) => Ok(Choice::Cod),
        ("insurance", _) => Ok(Choice::Insurance),
        ("saturday", _) => Ok(Choice::Saturday),
        (_, Ok(Feature::Signature(kind))) => Ok(Choice::Signature(kind)),
        _ => {
            let known = [
                "cod",
                "insurance",
                "saturday",
                "signature_any",
                "signature_direct",
                "signature_adult",
            ];
            let hint = suggestion(text, known);
            Err(format!(
                "option {text} is unknown{}",
                if hint.is_empty() { format!("; known are {}", known.join(", ")) } else { hint }
            ))
        }
    }
}

fn split(test: &str) -> Option<(&str, Comparison, &str)> {
    let signs = [
        (" >= ", Comparison::AtLeast),
        (" <= ", Comparison::AtMost),
        (" > ", Comparison::Over),
        (" < ", Comparison::Under),
    ];
    signs.iter().find_map(|(sign, by)| {
        let (name, value) = test.split_once(sign)?;
        Some((name.trim(), *by, value.trim()))
    })
}

/// `insured value > 500 EUR`; `None`: it is of something else.
fn sum(test: &str, scale: Scale) -> Option<Result<Test, String>> {
    let (name, by, written) = split(test)?;
    let value = match name {
        "cod amount" => Value::Cod,
        "insured value" => Value::Insured,
        "declared value" => Value::Declared,
        _ => return None,
    };
    let currency = scale.currency;
    let Some(amount) = written.strip_suffix(&currency.to_string()) else {
        let bare = written.split_whitespace().next().unwrap_or_default();
        return Some(Err(format!(
            "condition \"{test}\" needs the currency of the sheet; write {bare} {currency}"
        )));
    };
    Some(scale.amount(amount.trim()).map(|with| Test::Sum { value, by, with }))
}

fn comparison(test: &str) -> Result<Test, String> {
    let Some((name, by, value)) = split(test) else {
        let or = if test.contains(" or ") {
            "; there is no \"or\": write two surcharges in one group"
        } else {
            ""
        };
        return Err(format!(
            "condition \"{test}\" cannot be read; write as: longest > 120 cm, option cod, residential, place in [ES 07], zone in [near]{or}"
        ));
    };
    let quantity = Quantity::read(name).ok_or_else(|| {
        let hint = suggestion(name, Quantity::NAMES.iter().map(|(name, _)| *name));
        format!("condition \"{test}\": {name} is nothing that is measured{hint}")
    })?;
    if quantity == Quantity::ShipmentBillable {
        return Err(
            "shipment.billable is weighed after conditions; write shipment.weight, or limit it"
                .to_owned(),
        );
    }
    Ok(Test::Compare { quantity, by, with: measure(quantity, value.trim())? })
}

/// A value in the unit of its quantity.
pub(super) fn measure(quantity: Quantity, text: &str) -> Result<i128, String> {
    match quantity {
        Quantity::Volume | Quantity::ShipmentVolume => number::volume(text),
        Quantity::ShipmentParcels => match text.parse::<u16>() {
            Ok(count @ 1..) => Ok(count.into()),
            _ => Err(format!("\"{text}\" is no number of parcels; write \"10\"")),
        },
        quantity if quantity.needs_sides() => number::length(text).map(i128::from),
        _ => number::weight(text).map(i128::from),
    }
}
