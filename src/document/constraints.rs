//! What a document asks of a rate, one key for each thing that can be asked; and the rules that follow from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::shipment::day;
use crate::model::{
    Currency, Date, ExchangeRate, Faults, Feature, Money, Path, PriceBasis, Rate, ServiceLevel,
    Time, clock,
};
use crate::select::{
    Asked, Constraint, ConstraintName, Deadline, Objective, ObjectiveUnknown, PointWish, Policy,
    Rules, ServicePattern, TaxBasis, ValidityPolicy,
};

/// What is asked of a rate, and what is best. Everything may be left out: then the cheapest wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ConstraintsDocument {
    /// The last day it may arrive, civil at the destination.
    #[serde(with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub arrive_by: Option<Date>,
    /// The last minute of that day.
    #[serde(with = "clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub arrive_by_time: Option<Time>,
    /// At most so many business days after the hand-over.
    pub business_days: Option<u16>,
    /// The highest price.
    pub max_price: Option<Money>,
    /// Whether the highest price is without tax or with it; `None`: as `basis`.
    pub max_price_basis: Option<TaxBasis>,
    /// The sum it must be insured to.
    pub insured_to: Option<Money>,
    /// What the rate must have, such as `signature_any` or `tracked`.
    pub features: Vec<Feature>,
    /// To a service point: `{this = "P77"}`, or `{any = ["locker"]}`.
    pub service_point: Option<PointWish>,
    /// Only these carriers; empty: any.
    pub carriers: Vec<String>,
    /// Only these services, by their codes; empty: any.
    pub services: Vec<String>,
    /// Only services of these levels; empty: any.
    pub levels: Vec<ServiceLevel>,
    /// Only prices of these kinds; empty: any.
    pub price_bases: Vec<PriceBasis>,
    /// None of these: `{carrier = "andina"}`, `{carrier = "andina", service = "express"}`.
    pub barred: Vec<ServicePattern>,
    /// Only rates whose arrival is guaranteed, by `arrive_by` if that is given.
    pub guaranteed: bool,
    /// The least chance of being there by `arrive_by`, in parts per million; needs a forecast.
    pub on_time_chance: Option<u32>,
    /// What is preferred when price and arrival are equal, best first.
    pub prefer: Vec<ServicePattern>,
    /// What is best: `"cheapest"`, `"fastest"`, `{best_value = …}` or `{cost_of_lateness = …}`.
    pub objective: Objective,
    /// What a missing fact means, by the name of the constraint: `"reject"`, `"last_resort"`, `{at_price = "2.00 EUR"}`, and for
    /// `valid` also `"admit"`.
    pub unknown: BTreeMap<ConstraintName, ValidityPolicy>,
    /// The currency of the decision; `None`: that of `max_price`, else the one that all rates are in.
    pub currency: Option<Currency>,
    /// Whether prices are compared without tax or with it.
    pub basis: TaxBasis,
    /// Rates of exchange, each one way only.
    pub exchange: Vec<ExchangeRate>,
    /// The day they are of.
    #[serde(with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub exchange_date: Option<Date>,
    /// How many minutes from now it will be bought at the latest.
    pub buy_within_minutes: u32,
}

impl ConstraintsDocument {
    /// The last moment it may arrive.
    fn deadline(&self) -> Option<Deadline> {
        self.arrive_by.map(|date| Deadline { date, time: self.arrive_by_time })
    }

    /// The currency that the decision is made in, as far as the document tells.
    #[must_use]
    pub fn decision_currency(&self) -> Option<Currency> {
        self.currency.or_else(|| self.max_price.map(Money::currency))
    }

    /// Notes every fault.
    pub fn check(&self, at: &Path<'_>, faults: &mut Faults) {
        let above_zero = |sum: Money| !sum.is_negative() && !sum.is_zero();
        if self.arrive_by.is_none() {
            let needs = "needs arrive_by, the day, beside it";
            if self.arrive_by_time.is_some() {
                faults.add(&at.field("arrive_by_time"), needs);
            }
            if self.on_time_chance.is_some() {
                faults.add(&at.field("on_time_chance"), needs);
            }
        }
        if self.on_time_chance.is_some_and(|ppm| ppm > 1_000_000) {
            faults.add(
                &at.field("on_time_chance"),
                "is more than certain; write parts per million, as 950000 for 95 %",
            );
        }
        if self.max_price.is_some_and(Money::is_negative) {
            faults.add(&at.field("max_price"), "is below nothing");
        }
        if self.insured_to.is_some_and(|sum| !above_zero(sum)) {
            faults
                .add(&at.field("insured_to"), "is not above zero; write the sum, or leave it out");
        }
        if self.objective == Objective::Own {
            faults.add(
                &at.field("objective"),
                "own is a program's; write cheapest, fastest, best_value or cost_of_lateness",
            );
        }
        for (name, policy) in &self.unknown {
            let fits = match name {
                ConstraintName::Valid => true,
                ConstraintName::Objective => {
                    matches!(policy, ValidityPolicy::Reject | ValidityPolicy::LastResort)
                }
                ConstraintName::Complete | ConstraintName::Comparable | ConstraintName::Sound => {
                    false
                }
                _ => *policy != ValidityPolicy::Admit,
            };
            if !fits {
                faults.add(
                    &at.field("unknown"),
                    format!("{} cannot be {}", word(name), word(policy)),
                );
            }
        }
    }

    /// The rules of a decision among these rates. Without a currency of its own it is made in the one that all rates are in.
    ///
    /// # Errors
    ///
    /// [`Faults`] where the rates are in several currencies and the document does not say which one decides.
    pub fn rules_for(&self, rates: &[Arc<Rate>]) -> Result<Rules, Faults> {
        let quoted: BTreeSet<_> = rates.iter().map(|rate| rate.total.currency()).collect();
        let currency = match (self.decision_currency(), quoted.first()) {
            (Some(currency), _) => currency,
            (None, Some(only)) if quoted.len() == 1 => *only,
            (None, None) => Currency::EUR,
            (None, Some(_)) => {
                let quoted: Vec<_> = quoted.iter().map(ToString::to_string).collect();
                let message = format!(
                    "is missing, and the rates are in {}; write the one that decides",
                    quoted.join(", ")
                );
                return Err(Faults::one("constraints.currency", message));
            }
        };
        Ok(self.rules(currency))
    }

    /// The rules of the decision, in a currency.
    #[must_use]
    pub fn rules(&self, currency: Currency) -> Rules {
        let mut rules = Rules::new(currency).best(self.objective);
        rules.basis = self.basis;
        rules.exchange.clone_from(&self.exchange);
        rules.exchange_date = self.exchange_date;
        rules.prefer.clone_from(&self.prefer);
        rules.buy_within_minutes = self.buy_within_minutes;
        if let Some(policy) = self.unknown.get(&ConstraintName::Valid) {
            rules.validity_unknown = *policy;
        }
        if self.unknown.get(&ConstraintName::Objective) == Some(&ValidityPolicy::Reject) {
            rules.objective_unknown = ObjectiveUnknown::Reject;
        }
        rules.constraints = self
            .asked()
            .into_iter()
            .map(|constraint| Asked { unknown: self.policy(constraint.name()), constraint })
            .collect();
        rules
    }

    fn asked(&self) -> Vec<Constraint> {
        let mut asked = Vec::new();
        let deadline = self.deadline();
        asked.extend(deadline.map(Constraint::ArriveBy));
        asked.extend(self.business_days.map(Constraint::BusinessDays));
        asked.extend(self.max_price.map(|amount| Constraint::MaxPrice {
            amount,
            basis: self.max_price_basis.unwrap_or(self.basis),
        }));
        asked.extend(self.insured_to.map(Constraint::InsuredTo));
        asked.extend(self.features.iter().copied().map(Constraint::Feature));
        asked.extend(self.service_point.clone().map(Constraint::ServicePoint));
        asked.extend(listed(&self.carriers).map(Constraint::Carriers));
        asked.extend(listed(&self.services).map(Constraint::Services));
        asked.extend(listed(&self.levels).map(Constraint::Levels));
        asked.extend(listed(&self.price_bases).map(Constraint::PriceBases));
        asked.extend(listed(&self.barred).map(Constraint::Barred));
        asked.extend(self.guaranteed.then_some(Constraint::Guaranteed(deadline)));
        asked.extend(
            self.on_time_chance
                .zip(deadline)
                .map(|(ppm, deadline)| Constraint::OnTimeChance { ppm, deadline }),
        );
        asked
    }

    fn policy(&self, name: ConstraintName) -> Option<Policy> {
        match self.unknown.get(&name)? {
            ValidityPolicy::Admit => None,
            ValidityPolicy::Reject => Some(Policy::Reject),
            ValidityPolicy::LastResort => Some(Policy::LastResort),
            ValidityPolicy::AtPrice(price) => Some(Policy::AtPrice(*price)),
        }
    }
}

fn listed<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}

/// The word that a document writes.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
