//! One rate against the rules: its price, its answers, its place in the order. Allocates nothing.

use std::sync::Arc;

use super::advice::Advice;
use super::answer::Put;
use super::compile::{Compiled, CompiledConstraint, CompiledObjective, MOST_MINOR};
use super::facts::{Entry, Known};
use super::findings::{Findings, Judgement, OBJECTIVE, UNFIT, VALIDITY};
use super::key::Key;
use super::rules::ConstraintName;
use super::span::Span;
use crate::model::Rate;

/// Rules applied to what is known of rates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evaluator<'e> {
    pub(super) known: &'e Known,
    pub(super) rules: &'e Compiled,
    pub(super) advice: &'e Advice<'e>,
}

/// One rate, to put a question to.
struct One<'r> {
    entry: Entry<'r>,
    found: &'r mut Findings,
}

impl Put for One<'_> {
    type Answer = Span;

    #[inline]
    fn put(self, question: impl Fn(Entry<'_>, &mut Findings) -> Span) -> Span {
        question(self.entry, self.found)
    }
}

impl Evaluator<'_> {
    /// The place of the best rate; `None`: none qualifies. Stops at a rate's first obstacle, and before that where its value
    /// alone is behind.
    pub(super) fn best(&self, rates: &[Arc<Rate>]) -> Option<usize> {
        let mut best: Option<Key> = None;
        for entry in self.known.entries(rates) {
            if let Some(key) = self.contends(entry, best.as_ref()) {
                best = Some(key);
            }
        }
        best.map(|key| key.place)
    }

    /// The key of a rate that qualifies and is better than the best so far; looks no further than it must: at the total
    /// without fees, then at what is quickly answered, then at fees and at what depends on them.
    #[inline]
    fn contends(&self, entry: Entry<'_>, best: Option<&Key>) -> Option<Key> {
        let facts = entry.facts;
        let total = facts.total?;
        if let Some(best) = best
            && let Some(least) = self.price(entry, total, 0)
            && self.is_behind(entry, least, best)
        {
            return None;
        }
        if facts.incomplete { None } else { self.qualifies(entry, total, best) }
    }

    fn qualifies(&self, entry: Entry<'_>, total: i64, best: Option<&Key>) -> Option<Key> {
        let facts = entry.facts;
        let mut found = Findings::default();
        found.note(VALIDITY, self.validity(facts), 0);
        let (fees, caps) = (self.rules.fee_mask, self.rules.cap_mask);
        for mask in [!(fees | caps), fees, caps] {
            for (bit, constraint) in self.rules.those(mask) {
                self.note(entry, constraint, bit, constraint.bound, &mut found);
                if self.rules.obstacles(&found) != 0 {
                    return None;
                }
            }
        }
        let price = self.price(entry, total, found.fees)?;
        let judgement = self.judgement(entry, found, Some(price));
        let is_best = judgement.qualifies() && best.is_none_or(|best| judgement.key < *best);
        is_best.then_some(judgement.key)
    }

    /// Notes what a rate answers to a constraint at a bound.
    #[inline]
    pub(super) fn note(
        &self,
        entry: Entry<'_>,
        constraint: &CompiledConstraint,
        bit: u64,
        bound: i64,
        found: &mut Findings,
    ) {
        let answer = self.ask(constraint, bit, bound, One { entry, found });
        found.note(bit, answer, bound);
    }

    /// A price with these fees in the decision's currency; `None`: it cannot be compared.
    #[inline]
    pub(super) fn price(&self, entry: Entry<'_>, total: i64, fees: i64) -> Option<i64> {
        let own = self.own_price(entry, total, fees, self.rules.basis)?;
        self.rules
            .exchange
            .convert(own, entry.facts.currency, self.rules.currency)
            .filter(|minor| (0..=MOST_MINOR).contains(minor))
    }

    /// Whether a rate of this price is behind, whatever else: penalties only add, and a last resort only falls back.
    #[inline]
    pub(super) fn is_behind(&self, entry: Entry<'_>, price: i64, best: &Key) -> bool {
        best.tier == 0 && self.value(entry, price, price).is_none_or(|value| value > best.value)
    }

    /// A rate that was asked everything: its price, and its place in the order.
    #[inline]
    pub(super) fn judged(&self, entry: Entry<'_>, mut found: Findings) -> Judgement {
        let price = entry.facts.total.and_then(|total| self.price(entry, total, found.fees));
        if price.is_none() || entry.facts.incomplete {
            found.failed |= UNFIT;
        }
        self.judgement(entry, found, price)
    }

    /// The judgement on what was found; notes where the value is not known.
    #[inline]
    pub(super) fn judgement(
        &self,
        entry: Entry<'_>,
        mut found: Findings,
        price: Option<i64>,
    ) -> Judgement {
        let Entry { place, facts, .. } = entry;
        let ranked_price = price.unwrap_or(MOST_MINOR) + self.rules.penalty(&found);
        let value = price.and_then(|price| self.value(entry, price, ranked_price));
        if price.is_some() && value.is_none() {
            found.unknown |= OBJECTIVE;
        }
        let policies = &self.rules.policies;
        let is_last_resort = found.unknown & policies.last_resort != 0;
        let is_priced = found.unknown & policies.at_price != 0;
        let about_price = matches!(
            self.rules.objective,
            CompiledObjective::Cheapest
                | CompiledObjective::BestValue { .. }
                | CompiledObjective::CostOfLateness { .. }
        );
        let key = Key {
            tier: u8::from(is_last_resort),
            value: value.unwrap_or(i64::MAX),
            standing: if is_last_resort { 2 } else { u8::from(is_priced) },
            price: if about_price { price.unwrap_or(MOST_MINOR) } else { ranked_price },
            latest: facts.arrival.hi,
            earliest: facts.earliest,
            preference: self.preference(entry),
            place,
        };
        Judgement { found, obstacles: self.rules.obstacles(&found), price, value, key }
    }

    /// The place in the caller's preferences; those that are not in it come last.
    fn preference(&self, entry: Entry<'_>) -> usize {
        let prefer = &self.rules.prefer;
        prefer.iter().position(|pattern| pattern.matches(entry.rate)).unwrap_or(prefer.len())
    }

    /// The names of what is set in a mask.
    pub(super) fn names(&self, mask: u64) -> impl Iterator<Item = ConstraintName> {
        let asked = self.rules.those(mask).map(|(_, constraint)| constraint.name);
        let others = [(VALIDITY, ConstraintName::Valid), (OBJECTIVE, ConstraintName::Objective)]
            .into_iter()
            .filter(move |(bit, _)| mask & bit != 0)
            .map(|(_, name)| name);
        asked.chain(others)
    }
}
