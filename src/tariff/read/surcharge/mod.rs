//! Surcharges as they are written. Which lines one may name is checked here: only what stands above it.

mod among;
mod what;

use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unread, StrDeserializer};

use super::Reading;
use super::listed::Listed;
use crate::model::ChargeKind;
use crate::tariff::compiled::{Count, Lines, MOST_SURCHARGES, Per, Surcharge, Unknown, What};
use crate::tariff::condition::{Condition, Test};
use crate::tariff::fault::suggestion;
use crate::tariff::node::{Fields, Node, Text};

impl Reading<'_> {
    pub(super) fn surcharges(&mut self, node: Option<Node<'_>>, count: Count) -> Vec<Surcharge> {
        let Some(node) = node else { return Vec::new() };
        let items = node.items("surcharges", &mut self.report);
        if items.len() > MOST_SURCHARGES {
            let message =
                format!("{} surcharges; a service has at most {MOST_SURCHARGES}", items.len());
            self.report.fault(&node.spot(), message);
            return Vec::new();
        }
        // All ids first, so that a name below is told from a name that is nowhere.
        let ids: Vec<String> = items
            .iter()
            .map(|item| {
                let fields = item.fields("a surcharge", &mut self.report);
                let id =
                    fields.and_then(|mut fields| fields.get("id")?.text("id", &mut self.report));
                id.map_or(String::new(), |id| id.text.to_owned())
            })
            .collect();
        let (mut known, mut groups): (Vec<Surcharge>, Vec<String>) = (Vec::new(), Vec::new());
        let mut of_list: Vec<Option<Listed>> = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let Some(fields) = item.fields("a surcharge", &mut self.report) else { continue };
            let mut listed = None;
            let mut one =
                One { ids: &ids, index, groups: &mut groups, known: &known, listed: &mut listed };
            let read = one.read(self, fields);
            let of_each = |one: &Surcharge| {
                one.per == Per::Parcel && matches!(one.what, What::PerWeight { .. })
            };
            if count != Count::Parcel && read.as_ref().is_some_and(of_each) {
                let id = ids.get(index).map_or("", String::as_str);
                let message = format!(
                    "surcharge \"{id}\": where the shipment is weighed as one an amount by weight is per = \"shipment\""
                );
                self.report.fault(&item.spot(), message);
            }
            // A surcharge that is not read keeps its place: the numbers of the others are those of the sheet.
            known.push(read.unwrap_or_else(|| nothing(ids.get(index).map_or("", String::as_str))));
            of_list.push(listed);
        }
        self.refuse_together(&mut known, &of_list, &node.spot());
        known
    }

    /// `on = ["base", "remote"]`, of a rule that is called `who` in messages.
    pub(super) fn lines(
        &mut self,
        names: &[Text<'_>],
        ids: &[String],
        above: usize,
        who: &str,
    ) -> Lines {
        let mut lines = Lines::default();
        for name in names {
            match name.text {
                "base" => lines.base = true,
                "discount" => lines.discount = true,
                // All that are called so: one for each span of days.
                other => match ids.iter().rposition(|id| id == other) {
                    Some(index) if index < above => lines.surcharges |= bits(ids, other),
                    Some(_) => {
                        self.report.fault(
                            &name.spot,
                            format!("{who}: on names \"{other}\", which stands below it"),
                        );
                    }
                    None => {
                        let names = ids.iter().map(String::as_str).chain(["base", "discount"]);
                        let hint = suggestion(other, names);
                        self.report.fault(
                            &name.spot,
                            format!("{who}: on names \"{other}\", which is no line{hint}"),
                        );
                    }
                },
            }
        }
        lines
    }
}

/// A bit for each of the surcharges of one id.
fn bits(ids: &[String], id: &str) -> u32 {
    let named = ids.iter().enumerate().filter(|(_, known)| *known == id);
    named.fold(0, |bits, (index, _)| bits | 1 << index)
}

/// Holds the place of a surcharge that has faults.
pub(super) fn nothing(id: &str) -> Surcharge {
    Surcharge {
        id: id.into(),
        kind: ChargeKind::Other,
        when: Condition::default(),
        what: What::Amount(0),
        floor: None,
        cap: None,
        per: Per::Shipment,
        group: None,
        not_with: 0,
        taxed: true,
        unknown: Unknown::Refuse,
    }
}

/// One surcharge among the others.
struct One<'o> {
    ids: &'o [String],
    index: usize,
    groups: &'o mut Vec<String>,
    known: &'o [Surcharge],
    /// The price of the list that it is, where it is one.
    listed: &'o mut Option<Listed>,
}

impl One<'_> {
    fn read(&mut self, reading: &mut Reading<'_>, mut fields: Fields<'_>) -> Option<Surcharge> {
        let at = fields.spot().clone();
        let Some(id) = fields.get("id").and_then(|node| node.text("id", &mut reading.report))
        else {
            if fields.get("id").is_none() {
                reading.report.fault(&at, "a surcharge has no id; write id = \"fuel\"");
            }
            return None;
        };
        let who = format!("surcharge \"{}\"", id.text);
        if ["base", "discount", "minimum"].contains(&id.text) {
            reading.report.fault(
                &id.spot,
                format!("{who} is the name of a line of its own; give it another id"),
            );
        }
        let days = fields.get("valid").and_then(|node| reading.valid(node));
        self.refuse_twice(reading, &id, days, &who);
        let kind = Self::kind(reading, &mut fields, id.text);
        let when = match fields.text("when", &mut reading.report) {
            Some(text) => reading.condition(&text),
            None => Some(Condition::default()),
        };
        let label = fields.get("listed");
        let label = label.and_then(|node| node.text("listed", &mut reading.report));
        let what = match label {
            Some(label) => self.of_list(reading, &mut fields, &label, &who),
            None => self.what(reading, &mut fields, &who, &at),
        };
        let bound = |reading: &mut Reading<'_>, fields: &mut Fields<'_>, name: &'static str| {
            let text = fields.amount(name, &mut reading.report)?;
            reading.report.take(&text.spot, reading.scale.amount(text.text))
        };
        let (floor, cap) =
            (bound(reading, &mut fields, "floor"), bound(reading, &mut fields, "cap"));
        let unknown = fields.read("unknown", &mut reading.report, |text| match text {
            "apply" => Ok(Unknown::Apply),
            "skip" => Ok(Unknown::Skip),
            other => Err(format!(
                "unknown = \"{other}\"; write apply or skip, or leave it out to refuse"
            )),
        });
        let taxed = fields.get("taxed").and_then(|node| node.truth("taxed", &mut reading.report));
        let per = fields.read("per", &mut reading.report, |text| match text {
            "parcel" => Ok(Per::Parcel),
            "shipment" => Ok(Per::Shipment),
            other => Err(format!("per = \"{other}\"; write parcel or shipment")),
        });
        let has_per = fields.get("per").is_some();
        let (group, not_with) = (
            fields.text("group", &mut reading.report),
            fields.texts("not_with", &mut reading.report),
        );
        fields.finish(&mut reading.report);
        let (mut when, what) = (when?, what?);
        when.tests.extend(self.listed.iter().flat_map(|listed| listed.when.clone()));
        when.tests.splice(..0, days.map(Test::On));
        let per = Self::per(reading, (per, has_per), &what, &when, &who, &at);
        if cap.zip(floor).is_some_and(|(cap, floor)| cap < floor) {
            reading.report.fault(&at, format!("{who}: cap is below floor"));
        }
        let group = group.and_then(|group| self.group(reading, &group, &what, &who));
        let not_with = self.not_with(reading, &not_with, per, &who);
        Some(Surcharge {
            id: Arc::from(id.text),
            kind,
            when,
            what,
            floor,
            cap,
            per,
            group,
            not_with,
            taxed: taxed.unwrap_or(true),
            unknown: unknown.unwrap_or(Unknown::Refuse),
        })
    }

    /// A kind by its name, or that of the id: `fuel` is fuel.
    fn kind(reading: &mut Reading<'_>, fields: &mut Fields<'_>, id: &str) -> ChargeKind {
        let named = |text: &str| {
            let name: StrDeserializer<'_, Unread> = text.into_deserializer();
            ChargeKind::deserialize(name).map_err(|error| format!("kind: {error}"))
        };
        match fields.get("kind") {
            Some(_) => fields.read("kind", &mut reading.report, named).unwrap_or(ChargeKind::Other),
            None => named(id).unwrap_or(ChargeKind::Other),
        }
    }
}
