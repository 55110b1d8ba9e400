//! Surcharges as they are written. Which lines one may name is checked here: only what stands above it.

use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unread, StrDeserializer};

use super::Reading;
use super::listed::Listed;
use crate::model::ChargeKind;
use crate::tariff::compiled::{
    Count, Lines, MOST_SURCHARGES, Per, Percent, Surcharge, Unknown, Value, What,
};
use crate::tariff::condition::{Choice, Condition, Test};
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::list::Amount;
use crate::tariff::node::{Fields, Node, Text};
use crate::tariff::number;

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

    /// One id may stand for several days, as long as there is one on each.
    fn refuse_twice(
        &self,
        reading: &mut Reading<'_>,
        id: &Text<'_>,
        days: Option<Days>,
        who: &str,
    ) {
        for other in self.known.iter().filter(|other| &*other.id == id.text) {
            let message = match days.zip(other.when.days()) {
                None => format!("{who} stands twice; give it another id, or each its valid"),
                Some((days, others)) => match days.common(others) {
                    Some(twice) => format!("{who} stands twice from {twice}"),
                    None => continue,
                },
            };
            reading.report.fault(&id.spot, message);
        }
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

    /// The price of a list by its name there.
    fn of_list(
        &mut self,
        reading: &mut Reading<'_>,
        fields: &mut Fields<'_>,
        label: &Text<'_>,
        who: &str,
    ) -> Option<What> {
        for other in ["amount", "percent", "bill", "refuse", "on", "missing"] {
            if let Some(node) = fields.get(other) {
                reading.report.fault(
                    &node.spot(),
                    format!("{who}: {other} stands beside listed; write one of them"),
                );
            }
        }
        let listed = reading.listed(label)?;
        *self.listed = Some(listed.clone());
        if listed.unclear && fields.get("when").is_none() {
            let message = format!(
                "{who}: the words of \"{}\" hold a condition that cannot be read; write it as when",
                label.text
            );
            reading.report.fault(&label.spot, message);
        }
        Some(match listed.amount {
            Some(Amount::Everywhere(amount)) => What::Amount(amount),
            Some(Amount::ByZone(amounts)) => What::ByZone(amounts),
            None => What::ByZone(vec![None; reading.zones.len()]),
        })
    }

    fn what(
        &self,
        reading: &mut Reading<'_>,
        fields: &mut Fields<'_>,
        who: &str,
        at: &Spot,
    ) -> Option<What> {
        let amount = fields.get("amount");
        let percent = fields.get("percent");
        let (bill, refuse) = (fields.get("bill"), fields.get("refuse"));
        let (on, missing) = (fields.get("on"), fields.get("missing"));
        let given = [amount, percent, bill, refuse].iter().flatten().count();
        if given != 1 {
            reading.report.fault(
                at,
                format!("{who} has {given} of amount, percent, bill and refuse; write one"),
            );
            return None;
        }
        for (name, node) in [("on", on), ("missing", missing)] {
            if let Some(node) = node.filter(|_| percent.is_none()) {
                reading.report.fault(&node.spot(), format!("{who}: {name} belongs to percent"));
            }
        }
        if let Some(node) = percent {
            return self.percent(reading, node, on, missing, who);
        }
        if let Some(node) = amount.filter(Node::is_table) {
            return Self::by_zone(reading, node, who);
        }
        let report = &mut reading.report;
        if let Some(node) = amount {
            let text = node.amount("amount", report)?;
            return report.take(&text.spot, per_weight(text.text, reading.scale));
        }
        if let Some(node) = bill {
            let text = node.amount("bill", report)?;
            return report.take(&text.spot, number::floor(text.text)).map(What::Bill);
        }
        refuse?.text("refuse", report).map(|text| What::Refuse(text.text.to_owned()))
    }

    /// `amount = { near = "2.65", far = "3.70" }`; a zone that is not named has none.
    fn by_zone(reading: &mut Reading<'_>, node: Node<'_>, who: &str) -> Option<What> {
        let fields = node.fields("amount", &mut reading.report)?;
        let mut amounts = vec![None; reading.zones.len()];
        let mut is_whole = true;
        for (name, node) in fields.entries() {
            let Some(zone) = reading.zones.iter().position(|zone| zone.name == name.text) else {
                reading.no_such_zone(name.text, &name.spot);
                is_whole = false;
                continue;
            };
            let text = node.amount(name.text, &mut reading.report);
            let read = text
                .and_then(|text| reading.report.take(&text.spot, reading.scale.amount(text.text)));
            is_whole &= read.is_some();
            if let Some(place) = amounts.get_mut(zone) {
                *place = read;
            }
        }
        if is_whole && amounts.iter().all(Option::is_none) {
            reading.report.fault(
                &node.spot(),
                format!(
                    "{who}: amount names no zone; write amount = \"2.65\", or {{ near = \"2.65\" }}"
                ),
            );
            return None;
        }
        is_whole.then_some(What::ByZone(amounts))
    }

    fn percent(
        &self,
        reading: &mut Reading<'_>,
        node: Node<'_>,
        on: Option<Node<'_>>,
        missing: Option<Node<'_>>,
        who: &str,
    ) -> Option<What> {
        let text = node.amount("percent", &mut reading.report)?;
        let missing_last = match missing.and_then(|node| node.text("missing", &mut reading.report))
        {
            None => false,
            Some(text) if text.text == "last" => true,
            Some(text) => {
                reading.report.fault(
                    &text.spot,
                    format!(
                        "{who}: missing = \"{}\"; write last, or leave it out to refuse",
                        text.text
                    ),
                );
                false
            }
        };
        if let Some((percent, of)) = text.text.split_once(" of ") {
            let value = reading.report.take(&text.spot, match of.trim() {
                "cod amount" => Ok(Value::Cod),
                "insured value" => Ok(Value::Insured),
                "declared value" => Ok(Value::Declared),
                other => Err(format!("{who}: percent of {other}; write cod amount, insured value or declared value")),
            });
            let ppm = reading.report.take(&text.spot, number::percent(percent));
            if let Some(node) = on {
                reading.report.fault(&node.spot(), format!("{who}: a percent of {of} has no on"));
            }
            return Some(What::PercentOfValue { percent: Percent::Fixed(ppm?), value: value? });
        }
        let Some(on) = on else {
            reading.report.fault(
                &text.spot,
                format!("{who}: a percent needs the lines it is of; write on = [\"base\"]"),
            );
            return None;
        };
        let names = on.texts("on", &mut reading.report);
        let on = reading.lines(&names, self.ids, self.index, who);
        let id = self.ids.get(self.index).map_or("", String::as_str);
        let percent = if number::decimal(text.text.trim()).is_some() {
            Percent::Fixed(reading.report.take(&text.spot, number::percent(text.text))?)
        } else {
            Percent::Dated(reading.dated_file(id, text.text, &text.spot, missing_last)?)
        };
        Some(What::PercentOfLines { percent, on })
    }

    /// A percent is of the shipment; an amount is too, unless its condition speaks of a parcel: then it must be said.
    fn per(
        reading: &mut Reading<'_>,
        (per, is_written): (Option<Per>, bool),
        what: &What,
        when: &Condition,
        who: &str,
        at: &Spot,
    ) -> Per {
        let is_percent = matches!(what, What::PercentOfLines { .. } | What::PercentOfValue { .. });
        if is_percent && per == Some(Per::Parcel) {
            reading
                .report
                .fault(at, format!("{who}: a percent is computed once, per = \"shipment\""));
        }
        let must_say = matches!(what, What::Amount(_) | What::ByZone(_) | What::PerWeight { .. });
        if must_say && !is_written && when.is_of_parcel() {
            reading.report.fault(at, format!("{who}: its condition speaks of a parcel; say per = \"parcel\" or per = \"shipment\""));
        }
        if let What::PercentOfValue { value, .. } = what {
            let needed = match value {
                Value::Cod => Some((Choice::Cod, "cod")),
                Value::Insured => Some((Choice::Insurance, "insurance")),
                Value::Declared => None,
            };
            if let Some((_, name)) = needed.filter(|(choice, _)| !when.speaks_of(*choice)) {
                reading.report.fault(at, format!("{who} takes a percent of what may not be asked; write when = \"option {name}\""));
            }
        }
        per.unwrap_or(Per::Shipment)
    }

    fn group(
        &mut self,
        reading: &mut Reading<'_>,
        group: &Text<'_>,
        what: &What,
        who: &str,
    ) -> Option<usize> {
        if matches!(what, What::Bill(_) | What::Refuse(_)) {
            reading.report.fault(&group.spot, format!("{who}: a group is of amounts"));
            return None;
        }
        let number =
            self.groups.iter().position(|known| known == group.text).unwrap_or_else(|| {
                self.groups.push(group.text.to_owned());
                self.groups.len() - 1
            });
        let members =
            || self.known.iter().enumerate().filter(|(_, known)| known.group == Some(number));
        // A line that was computed on a member would be wrong once a dearer member takes its place.
        let bits = members().fold(0, |bits, (index, _)| bits | 1 << index);
        let uses = |what: &What| matches!(what, What::PercentOfLines { on, .. } if on.surcharges & bits != 0);
        if self.known.iter().map(|known| &known.what).chain([what]).any(uses) {
            let message = format!(
                "{who}: group \"{}\" goes on after a line whose on names one of it; write the group first",
                group.text
            );
            reading.report.fault(&group.spot, message);
        }
        Some(number)
    }

    fn not_with(&self, reading: &mut Reading<'_>, names: &[Text<'_>], per: Per, who: &str) -> u32 {
        let mut bits = 0;
        for name in names {
            match self.ids.iter().rposition(|id| id == name.text) {
                Some(index) if index < self.index => {
                    // Parcels are charged before the shipment is.
                    let is_later = |other: &Surcharge| other.per == Per::Shipment;
                    if per == Per::Parcel && self.known.get(index).is_some_and(is_later) {
                        let message = format!(
                            "{who}: not_with names \"{}\", which is per shipment; write it there, or both per parcel",
                            name.text
                        );
                        reading.report.fault(&name.spot, message);
                    }
                    bits |= self::bits(self.ids, name.text);
                }
                Some(_) => {
                    reading.report.fault(
                        &name.spot,
                        format!("{who}: not_with names \"{}\", which stands below it", name.text),
                    );
                }
                None => {
                    let hint = suggestion(name.text, self.ids.iter().map(String::as_str));
                    reading.report.fault(
                        &name.spot,
                        format!(
                            "{who}: not_with names \"{}\", which is no surcharge{hint}",
                            name.text
                        ),
                    );
                }
            }
        }
        bits
    }
}

/// `4.50`, `0.55 per kg`, `0.55 per started kg`.
fn per_weight(text: &str, scale: number::Scale) -> Result<What, String> {
    let Some((amount, unit)) = text.split_once(" per ") else {
        return scale.amount(text).map(What::Amount);
    };
    let (started, unit) = match unit.strip_prefix("started ") {
        Some(unit) => (true, unit),
        None => (false, unit),
    };
    let amount = scale.amount(amount.trim())?;
    let unit = match unit.trim() {
        unit @ ("g" | "kg" | "lb" | "oz") => number::weight(&format!("1 {unit}"))?,
        other => {
            return Err(format!(
                "an amount per {other} is unknown; write per kg or per started kg"
            ));
        }
    };
    Ok(What::PerWeight { amount, unit, started })
}
