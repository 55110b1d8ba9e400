//! Prices with a name in a published list, as surcharges and flat boxes refer to them: `listed = "Medium Flat Rate Boxes"`.

use super::Reading;
use super::surcharge::nothing;
use crate::tariff::compiled::{MOST_SURCHARGES, Surcharge, What};
use crate::tariff::condition::{Condition, Test};
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::list::{Amount, Labelled};
use crate::tariff::node::Text;

/// A price with a name on some days.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    label: String,
    spot: Spot,
    /// `None`: it has none on these days.
    pub(super) amount: Option<Amount>,
    pub(super) when: Vec<Test>,
    pub(super) unclear: bool,
    only_with: Option<Vec<String>>,
    must_be_named: bool,
    is_named: bool,
}

impl Listed {
    pub(super) fn on(labelled: &Labelled, days: Days) -> Self {
        let amount = labelled.amounts.iter().find(|(known, _)| known.contains(days.first));
        Self {
            label: labelled.label.clone(),
            spot: labelled.spot.clone(),
            amount: amount.map(|(_, amount)| amount.clone()),
            when: labelled.when.clone(),
            unclear: labelled.unclear,
            only_with: labelled.only_with.clone(),
            must_be_named: labelled.must_be_named,
            is_named: false,
        }
    }

    /// Whether the list says that the two are not to be had together.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        let lacks = |list: &Option<Vec<String>>, label: &String| {
            list.as_ref().is_some_and(|with| !with.contains(label))
        };
        lacks(&self.only_with, &other.label) || lacks(&other.only_with, &self.label)
    }
}

impl Reading<'_> {
    /// A price by its name in the list.
    pub(super) fn listed(&mut self, name: &Text<'_>) -> Option<Listed> {
        if let Some(listed) = self.listed.iter_mut().find(|listed| listed.label == name.text) {
            listed.is_named = true;
            return Some(listed.clone());
        }
        if !self.has_list {
            // What is wrong with the list itself has been said.
            return None;
        }
        let hint = suggestion(name.text, self.listed.iter().map(|listed| listed.label.as_str()));
        let message = if self.listed.is_empty() {
            "the prices of this service have none with a name; write an amount".to_owned()
        } else if hint.is_empty() {
            let names = self.listed.iter().map(|listed| format!("\"{}\"", listed.label));
            let names = names.collect::<Vec<_>>().join(", ");
            format!("\"{}\" is no price with a name in the list; it has {names}", name.text)
        } else {
            format!("\"{}\" is no price with a name in the list{hint}", name.text)
        };
        self.report.fault(&name.spot, message);
        None
    }

    /// A price that nobody names would never be charged.
    pub(super) fn refuse_unnamed(&mut self) {
        for listed in
            self.listed.drain(..).filter(|listed| listed.must_be_named && !listed.is_named)
        {
            let message = format!(
                "\"{0}\" is a price that no rule names; write listed = '{0}' in a surcharge or a flat box, or set it aside: aside = ['{0}']",
                listed.label
            );
            self.report.fault(&listed.spot, message);
        }
    }

    /// What a list says is not to be had together is refused together, unless the sheet says what is done then.
    pub(super) fn refuse_together(
        &mut self,
        known: &mut Vec<Surcharge>,
        of_list: &[Option<Listed>],
        at: &Spot,
    ) {
        let mut refused = Vec::new();
        for (index, (below, listed)) in known.iter().zip(of_list).enumerate() {
            for (above, (other, known)) in known.iter().zip(of_list).enumerate().take(index) {
                let (Some(listed), Some(known)) = (listed, known) else { continue };
                let is_settled = below.not_with & (1 << above) != 0
                    || (below.group.is_some() && below.group == other.group);
                if is_settled || !listed.excludes(known) {
                    continue;
                }
                let tests = other.when.tests.iter().chain(&below.when.tests).cloned().collect();
                let words =
                    format!("{} and {} are not to be had together", known.label, listed.label);
                refused.push(Surcharge {
                    when: Condition { tests },
                    what: What::Refuse(words),
                    ..nothing(&format!("{}+{}", other.id, below.id))
                });
            }
        }
        known.extend(refused);
        if known.len() > MOST_SURCHARGES {
            let message = format!(
                "{} surcharges with those that the list does not let together; a service has at most {MOST_SURCHARGES}",
                known.len()
            );
            self.report.fault(at, message);
            known.truncate(MOST_SURCHARGES);
        }
    }
}
