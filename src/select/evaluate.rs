//! One rate against the rules: its price, its verdicts, its place in the order. Allocates nothing.

use super::advice::Advice;
use super::compile::{Admission, Compiled, CompiledConstraint, CompiledObjective, MOST_MINOR};
use super::facts::{Digest, Entry, Facts};
use super::key::Key;
use super::price::Sides;
use super::reason::Verdict;
use super::rules::{ConstraintName, ObjectiveUnknown};

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

impl Change {
    /// The bound of a constraint under this change; `None`: it is not asked.
    fn bound(self, index: usize, constraint: &CompiledConstraint) -> Option<i64> {
        match self {
            Self::Without(without) if without == index => None,
            Self::Bound(moved, bound) if moved == index => Some(bound),
            _ => Some(constraint.bound),
        }
    }
}

/// What stands in a rate's way besides the constraints, above their bits.
pub(super) const VALIDITY: u64 = 1 << 60;
pub(super) const OBJECTIVE: u64 = 1 << 61;
/// Not sound, not complete or not comparable: no constraint lifts it.
pub(super) const UNFIT: u64 = 1 << 62;

/// One rate, judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    pub(super) found: Findings,
    /// The price in minor units of the decision's currency, fees inside.
    pub(super) price: Option<i64>,
    pub(super) value: Option<i64>,
    pub(super) key: Key,
}

/// What was found of a rate: sets of constraints, and of the bits above.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Findings {
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
    /// What has a fee that is known and not inside the total.
    pub(super) charged: u64,
    /// Those fees, in minor units of the rate's currency.
    pub(super) fees: i64,
    /// The penalties, in minor units of the decision's currency.
    pub(super) penalty: i64,
}

impl Judgement {
    pub(super) fn qualifies(&self) -> bool {
        self.found.obstacles == 0
    }

    /// A rate whose total is no price: nothing else about it counts.
    fn unfit(place: usize) -> Self {
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
        let found = Findings { obstacles: UNFIT, ..Findings::default() };
        Self { found, price: None, value: None, key }
    }
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(digest: &'e Digest, rules: &'e Compiled, advice: &'e Advice<'e>) -> Self {
        Self { digest, rules, advice }
    }

    /// The place of the best rate; `None`: none qualifies. Stops at a rate's first obstacle, and before that where its value
    /// alone is behind.
    pub(super) fn best(&self) -> Option<usize> {
        let mut best: Option<Key> = None;
        for (place, entry) in self.digest.entries.iter().enumerate() {
            if let Some(key) = self.contends(place, entry, best.as_ref()) {
                best = Some(key);
            }
        }
        best.map(|key| key.place)
    }

    /// The key of a rate that qualifies and is better than the best so far; looks no further than it must: at the total
    /// without fees, then at what is quickly answered, then at fees and at what depends on them.
    fn contends(&self, place: usize, entry: &Entry, best: Option<&Key>) -> Option<Key> {
        let facts = &entry.facts;
        let total = *facts.total.as_ref().ok()?;
        if facts.incomplete {
            return None;
        }
        if let Some(best) = best
            && let Some(own) = self.own_price(facts, total, 0)
            && let Some(least) = self.compared(facts, own)
            && self.is_behind(entry, least, best)
        {
            return None;
        }
        let mut found = Findings::default();
        for pass in [!(self.rules.fee_mask | self.rules.cap_mask), self.rules.fee_mask] {
            self.verdicts(entry, pass, Change::None, Sides::NONE, &mut found);
            if found.obstacles != 0 {
                return None;
            }
        }
        let sides = self.sides(facts, total, found.fees);
        let price = sides.on(self.rules.basis).and_then(|own| self.compared(facts, own))?;
        self.verdicts(entry, self.rules.cap_mask, Change::None, sides, &mut found);
        found.note(VALIDITY, self.validity(facts).verdict(0), self.rules.validity);
        let (key, _) = self.key(place, entry, &mut found, Some(price));
        (found.obstacles == 0 && best.is_none_or(|best| key < *best)).then_some(key)
    }

    /// Notes the verdicts of the constraints in a mask.
    fn verdicts(
        &self,
        entry: &Entry,
        mask: u64,
        change: Change,
        sides: Sides,
        found: &mut Findings,
    ) {
        let mut left = mask & self.rules.mask;
        while left != 0 {
            let index = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let Some(constraint) = self.rules.constraints.get(index) else { break };
            let Some(bound) = change.bound(index, constraint) else { continue };
            let span = if self.rules.fee_mask & bit == 0 {
                self.span(entry, constraint, sides)
            } else {
                let (fee, span) = self.extra(entry, constraint, bound);
                if let Some(fee) = fee {
                    found.fees += fee;
                    found.charged |= bit;
                }
                span
            };
            found.note(bit, span.verdict(bound), constraint.policy);
        }
    }

    /// A price in the decision's currency; `None`: it cannot be compared.
    fn compared(&self, facts: &Facts, own: i64) -> Option<i64> {
        self.rules
            .exchange
            .convert(own, facts.currency, self.rules.currency)
            .filter(|minor| (0..=MOST_MINOR).contains(minor))
    }

    /// Whether a rate of this price is behind, whatever else: penalties only add, and a last resort only falls back.
    fn is_behind(&self, entry: &Entry, price: i64, best: &Key) -> bool {
        best.tier == 0 && self.value(entry, price, price).is_none_or(|value| value > best.value)
    }

    /// Whether a rate can be better than another once a constraint is not asked.
    pub(super) fn may_beat(
        &self,
        entry: &Entry,
        judgement: &Judgement,
        without: usize,
        other: &Key,
    ) -> bool {
        let price = if judgement.found.charged & (1 << without) == 0 {
            judgement.price
        } else {
            let mut found = Findings::default();
            self.verdicts(
                entry,
                self.rules.fee_mask,
                Change::Without(without),
                Sides::NONE,
                &mut found,
            );
            let sides = |total| self.sides(&entry.facts, total, found.fees);
            let own = entry
                .facts
                .total
                .as_ref()
                .ok()
                .and_then(|total| sides(*total).on(self.rules.basis));
            own.and_then(|own| self.compared(&entry.facts, own))
        };
        price.is_some_and(|price| !self.is_behind(entry, price, other))
    }

    /// Everything about a rate.
    pub(super) fn judge(&self, place: usize, entry: &Entry, change: Change) -> Judgement {
        let facts = &entry.facts;
        let Ok(total) = facts.total else { return Judgement::unfit(place) };
        let mut found = Findings::default();
        self.verdicts(entry, self.rules.fee_mask, change, Sides::NONE, &mut found);
        let sides = self.sides(facts, total, found.fees);
        let price = sides.on(self.rules.basis).and_then(|own| self.compared(facts, own));
        if price.is_none() || facts.incomplete {
            found.obstacles |= UNFIT;
        }
        self.verdicts(entry, !self.rules.fee_mask, change, sides, &mut found);
        found.note(VALIDITY, self.validity(facts).verdict(0), self.rules.validity);
        let (key, value) = self.key(place, entry, &mut found, price);
        Judgement { found, price, value, key }
    }

    /// The key, and the value in it; notes where the value is not known.
    fn key(
        &self,
        place: usize,
        entry: &Entry,
        found: &mut Findings,
        price: Option<i64>,
    ) -> (Key, Option<i64>) {
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
            preference: self.preference(entry),
            place,
        };
        (key, value)
    }

    /// The place in the caller's preferences; those that are not in it come last.
    fn preference(&self, entry: &Entry) -> usize {
        let prefer = &self.rules.prefer;
        prefer.iter().position(|pattern| pattern.matches(entry)).unwrap_or(prefer.len())
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
}

impl Findings {
    #[inline]
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
}
