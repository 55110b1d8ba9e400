//! Whether a rule's condition holds for a shipment, with the facts that say so.

use super::Case;
use super::measure::{Sides, valued};
use crate::model::Date;
use crate::tariff::number::decimal;

/// What came of a condition, and the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// `None`: a fact is not known.
    pub(super) holds: Option<bool>,
    pub(super) facts: String,
}

impl Case<'_> {
    /// The condition of a surcharge or a row. Where it speaks of a parcel, one for which it holds is enough.
    pub(super) fn condition(&self, when: &str, sides: Sides<'_>, day: Date) -> Held {
        let parcels = &self.request.shipment.parcels;
        let mut held: Vec<Held> = (0..parcels.len())
            .map(|parcel| {
                let tests: Vec<Held> = when
                    .split(" and ")
                    .map(|test| self.test(test.trim(), parcel, sides, day))
                    .collect();
                // The test that fails says enough; else all of them.
                match tests.iter().find(|test| test.holds == Some(false)) {
                    Some(failed) => failed.clone(),
                    None => Held {
                        holds: tests
                            .iter()
                            .map(|test| test.holds)
                            .collect::<Option<Vec<_>>>()
                            .map(|_| true),
                        facts: tests
                            .iter()
                            .map(|test| test.facts.as_str())
                            .collect::<Vec<_>>()
                            .join(", "),
                    },
                }
            })
            .collect();
        let best = held
            .iter()
            .position(|one| one.holds == Some(true))
            .or_else(|| held.iter().position(|one| one.holds.is_none()))
            .unwrap_or(0);
        if best < held.len() {
            held.swap_remove(best)
        } else {
            Held { holds: None, facts: String::new() }
        }
    }

    fn test(&self, test: &str, parcel: usize, sides: Sides<'_>, day: Date) -> Held {
        let shipment = &self.request.shipment;
        let said = |holds: bool, facts: String| Held { holds: Some(holds), facts };
        if let Some(option) = test.strip_prefix("option ") {
            let options = &shipment.options;
            let asked = match option.trim() {
                "cod" => options.cod.is_some(),
                "insurance" => options.insurance.is_some(),
                "saturday" => options.saturday,
                other => options.signature.is_some_and(|kind| {
                    other
                        .strip_prefix("signature_")
                        .is_some_and(|wanted| wanted == kind.to_string())
                }),
            };
            let word = option.trim();
            return said(
                asked,
                if asked { format!("{word} is asked") } else { format!("{word} is not asked") },
            );
        }
        if test == "residential" {
            return match shipment.to.place().residential {
                Some(true) => said(true, "to.residential is true".to_owned()),
                Some(false) => said(false, "to.residential is false".to_owned()),
                None => Held { holds: None, facts: "to.residential is not said".to_owned() },
            };
        }
        if let Some(places) = test.strip_prefix("place in ") {
            let to = shipment.to.place();
            let code = to.postal_code.as_deref().map_or(String::new(), |code| format!(" {code}"));
            let place = format!("{}{code}", to.country);
            return match self.place_in(places.trim(), day) {
                Some(found) => {
                    let at = if found.at.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", found.at)
                    };
                    said(true, format!("{place} is in {}{at}", found.pattern))
                }
                None => said(false, format!("{place} is not in {places}")),
            };
        }
        if let Some(zones) = test.strip_prefix("zone in ") {
            let zone = self.zone_name(day);
            let listed = zones.trim().trim_matches(['[', ']']);
            let is_in = listed.split(',').any(|one| one.trim().trim_matches('"') == zone);
            let word = if is_in { "is" } else { "is not" };
            return said(is_in, format!("zone {zone} {word} in {zones}"));
        }
        self.compared(test, parcel, sides)
            .unwrap_or_else(|| Held { holds: None, facts: format!("{test} cannot be told") })
    }

    fn compared(&self, test: &str, parcel: usize, sides: Sides<'_>) -> Option<Held> {
        let signs = [" >= ", " <= ", " > ", " < "];
        let sign = signs.iter().find(|sign| test.contains(**sign))?;
        let (name, bound) = test.split_once(sign)?;
        let (bound, unit) = valued(bound).or_else(|| Some((decimal(bound.trim())?, "")))?;
        let (name, parcel) = (name.trim(), self.request.shipment.parcels.get(parcel)?);
        let Some(value) = self.quantity(name, parcel, sides, unit) else {
            let lacks = parcel.dimensions.is_none() && sides.may_lack;
            let facts = format!("{name} is not known, and taken as if \"{test}\" did not hold");
            return lacks.then_some(Held { holds: Some(false), facts });
        };
        let holds = match sign.trim() {
            ">=" => value >= bound,
            "<=" => value <= bound,
            ">" => value > bound,
            _ => value < bound,
        };
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let is = if holds { format!("{sign}{bound}") } else { format!(", not{sign}{bound}") };
        Some(Held { holds: Some(holds), facts: format!("{name} {value}{unit}{is}{unit}") })
    }
}
