//! What a surcharge may say of the others, and how often it is charged.

use super::super::Reading;
use super::{One, bits};
use crate::tariff::compiled::{Per, Surcharge, Value, What};
use crate::tariff::condition::{Choice, Condition};
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::node::Text;

impl One<'_> {
    /// One id may stand for several days, as long as there is one on each.
    pub(super) fn refuse_twice(
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

    /// A percent is of the shipment; an amount is too, unless its condition speaks of a parcel: then it must be said.
    pub(super) fn per(
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

    pub(super) fn group(
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
        // What a member excluded would be missing once a dearer member takes its place.
        if self.known.iter().any(|known| known.not_with & bits != 0) {
            let message = format!(
                "{who}: group \"{}\" goes on after a line whose not_with names one of it; write the group first",
                group.text
            );
            reading.report.fault(&group.spot, message);
        }
        Some(number)
    }

    pub(super) fn not_with(
        &self,
        reading: &mut Reading<'_>,
        names: &[Text<'_>],
        per: Per,
        who: &str,
    ) -> u32 {
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
