//! One rate against the rules: its price, its verdicts, its place in the order. Allocates nothing.

use super::advice::Advice;
use super::compile::{Admission, Compiled, CompiledObjective, MOST_MINOR};
use super::facts::{Digest, Entry};
use super::key::Key;
use super::price::Sides;
use super::reason::Verdict;
use super::rules::{ConstraintName, ObjectiveUnknown};
use crate::model::{Aggregation, Rate};

/// Rules applied to a digest.
#[derive(Debug)]
pub(super) struct Evaluator<'e> {
    pub(super) digest: &'e Digest,
    pub(super) rules: &'e Compiled,
    pub(super) advice: &'e Advice<'e>,
}

/// The rules as they are, or with one thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    None,
    /// A constraint is not asked.
    Without(usize),
    /// A constraint has another bound.
    Bound(usize, i64),
}

/// What stands in a rate's way besides the constraints, above their bits.
pub(super) const VALIDITY: u64 = 1 << 60;
pub(super) const OBJECTIVE: u64 = 1 << 61;
/// Not sound, not complete or not comparable: no constraint lifts it.
pub(super) const UNFIT: u64 = 1 << 62;

/// One rate, judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    /// What does not hold.
    pub(super) failed: u64,
    /// What nobody knows.
    pub(super) unknown: u64,
    /// What keeps it out: all that failed, and what is unknown and not admitted.
    pub(super) obstacles: u64,
    /// What is unknown and admitted after all others.
    pub(super) last_resort: u64,
    /// What is unknown and admitted at a price.
    pub(super) priced: u64,
    /// What is unknown and admitted as it is.
    pub(super) flagged: u64,
    /// The penalties, in minor units of the decision's currency.
    pub(super) penalty: i64,
    /// The price in minor units of the decision's currency, fees inside.
    pub(super) price: Option<i64>,
    pub(super) assumed_tax: bool,
    pub(super) value: Option<i64>,
    pub(super) key: Key,
}

impl Judgement {
    pub(super) fn qualifies(&self) -> bool {
        self.obstacles == 0
    }
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(digest: &'e Digest, rules: &'e Compiled, advice: &'e Advice<'e>) -> Self {
        Self { digest, rules, advice }
    }

    /// The place of the best rate; `None`: none qualifies.
    pub(super) fn best(&self) -> Option<usize> {
        let entries = self.digest.entries.iter().enumerate();
        let best = entries.filter_map(|(place, entry)| self.key_of(place, entry)).min()?;
        Some(best.place)
    }

    /// The key of a rate that qualifies; stops at the first obstacle.
    fn key_of(&self, place: usize, entry: &Entry) -> Option<Key> {
        let judgement = self.judge_until(place, entry, Change::None, true);
        judgement.qualifies().then_some(judgement.key)
    }

    /// Everything about a rate.
    pub(super) fn judge(&self, place: usize, entry: &Entry, change: Change) -> Judgement {
        self.judge_until(place, entry, change, false)
    }

    fn judge_until(&self, place: usize, entry: &Entry, change: Change, stop: bool) -> Judgement {
        let mut found = Findings::default();
        let Ok(total) = &entry.facts.total else { return found.unfit(place) };
        let sides = self.sides(&entry.facts, *total, self.fees(entry, change));
        let price = sides.on(self.rules.basis).and_then(|own| {
            self.rules.exchange.convert(own, entry.facts.currency, self.rules.currency)
        });
        let price = price.filter(|minor| *minor <= MOST_MINOR);
        let incomplete = !entry.rate.missing_parcels.is_empty();
        if price.is_none() || incomplete {
            found.obstacles |= UNFIT;
        }
        if stop && found.obstacles != 0 {
            return found.unfit(place);
        }
        for (index, constraint) in self.rules.constraints.iter().enumerate() {
            let bound = match change {
                Change::Without(without) if without == index => continue,
                Change::Bound(moved, bound) if moved == index => bound,
                _ => constraint.bound,
            };
            let verdict = self.span(entry, constraint, sides).verdict(bound);
            found.note(1 << index, verdict, constraint.policy);
            if stop && found.obstacles != 0 {
                return found.unfit(place);
            }
        }
        found.note(VALIDITY, self.validity(&entry.facts).verdict(0), self.rules.validity);
        self.conclude(place, entry, found, price, sides)
    }

    fn conclude(
        &self,
        place: usize,
        entry: &Entry,
        mut found: Findings,
        price: Option<i64>,
        sides: Sides,
    ) -> Judgement {
        let facts = &entry.facts;
        let ranked_price = price.unwrap_or(MOST_MINOR) + found.penalty;
        let value = price.and_then(|price| self.value(entry, price, ranked_price));
        if price.is_some() && value.is_none() {
            let policy = match self.rules.objective_unknown {
                ObjectiveUnknown::LastResort => Admission::LastResort,
                ObjectiveUnknown::Reject => Admission::Reject,
            };
            found.note(OBJECTIVE, Verdict::Unknown, policy);
        }
        let about_price = matches!(
            self.rules.objective,
            CompiledObjective::Cheapest
                | CompiledObjective::BestValue { .. }
                | CompiledObjective::CostOfLateness { .. }
        );
        let key = Key {
            tier: u8::from(found.last_resort != 0),
            value: value.unwrap_or(i64::MAX),
            standing: match (found.last_resort, found.priced) {
                (0, 0) => 0,
                (0, _) => 1,
                _ => 2,
            },
            price: if about_price { price.unwrap_or(MOST_MINOR) } else { ranked_price },
            latest: facts.arrival.hi,
            earliest: facts.earliest,
            preference: self.preference(&entry.rate),
            place,
        };
        Judgement {
            failed: found.failed,
            unknown: found.unknown,
            obstacles: found.obstacles,
            last_resort: found.last_resort,
            priced: found.priced,
            flagged: found.flagged,
            penalty: found.penalty,
            price,
            assumed_tax: sides.assumed == Some(self.rules.basis),
            value,
            key,
        }
    }

    /// The place in the caller's preferences; those that are not in it come last.
    fn preference(&self, rate: &Rate) -> usize {
        let preferred = |pattern: &super::rules::ServicePattern| {
            pattern.matches(rate.carrier.as_str(), &rate.service.code)
        };
        self.rules.prefer.iter().position(preferred).unwrap_or(self.rules.prefer.len())
    }

    /// Whether a name of an obstacle is set in a mask.
    pub(super) fn names(&self, mask: u64) -> impl Iterator<Item = ConstraintName> {
        let asked = self
            .rules
            .constraints
            .iter()
            .enumerate()
            .filter(move |(index, _)| mask & (1 << index) != 0)
            .map(|(_, constraint)| constraint.name);
        let others = [(VALIDITY, ConstraintName::Valid), (OBJECTIVE, ConstraintName::Objective)]
            .into_iter()
            .filter(move |(bit, _)| mask & bit != 0)
            .map(|(_, name)| name);
        asked.chain(others)
    }

    pub(super) fn is_sum(entry: &Entry) -> bool {
        entry.rate.aggregation == Aggregation::SumOfParcels
    }
}

#[derive(Default)]
struct Findings {
    failed: u64,
    unknown: u64,
    obstacles: u64,
    last_resort: u64,
    priced: u64,
    flagged: u64,
    penalty: i64,
}

impl Findings {
    fn note(&mut self, bit: u64, verdict: Verdict, policy: Admission) {
        match verdict {
            Verdict::Passed => {}
            Verdict::Failed => {
                self.failed |= bit;
                self.obstacles |= bit;
            }
            Verdict::Unknown => {
                self.unknown |= bit;
                match policy {
                    Admission::Reject => self.obstacles |= bit,
                    Admission::LastResort => self.last_resort |= bit,
                    Admission::AtPrice(penalty) => {
                        self.priced |= bit;
                        self.penalty += penalty;
                    }
                    Admission::Admit => self.flagged |= bit,
                }
            }
        }
    }

    /// A rate that is out, whatever else.
    fn unfit(&mut self, place: usize) -> Judgement {
        let key = Key {
            tier: u8::MAX,
            value: i64::MAX,
            standing: u8::MAX,
            price: i64::MAX,
            latest: i64::MAX,
            earliest: i64::MAX,
            preference: usize::MAX,
            place,
        };
        Judgement {
            failed: self.failed,
            unknown: self.unknown,
            obstacles: self.obstacles | UNFIT,
            last_resort: self.last_resort,
            priced: self.priced,
            flagged: self.flagged,
            penalty: self.penalty,
            price: None,
            assumed_tax: false,
            value: None,
            key,
        }
    }
}
