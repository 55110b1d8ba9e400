//! What a constraint costs: who would win without it, and at which bound the winner changes.
//!
//! Only a rate that nothing but this constraint keeps out can win without it, so a few rates are judged again, each for
//! itself; `select` is not run again. Relaxing a bound only adds rates and lowers keys, so the winners come in one sweep from
//! the nearest bound outwards.

use std::sync::Arc;

use super::compile::{CompiledConstraint, Unit};
use super::evaluate::Evaluator;
use super::explain::{difference, minutes_between};
use super::facts::Entry;
use super::findings::Judgement;
use super::judge::{Answered, Change, Judged};
use super::rules::Constraint;
use super::selection::{Alternative, Counterfactual, LeastChange};
use super::span::INFINITE;
use crate::model::{Money, Offer, Rate};

/// How many steps of the bound are reported.
const MOST_STEPS: usize = 3;

pub(super) fn counterfactuals(
    evaluator: &Evaluator<'_>,
    rates: &[Arc<Rate>],
    judged: &Judged,
    chosen: Option<&Judgement>,
) -> Vec<Counterfactual> {
    let near = near(evaluator, rates, judged, chosen);
    let touched = near.iter().fold(0, |bits, near| bits | near.by);
    let mut contenders = Vec::with_capacity(near.len());
    let constraints = evaluator.rules.those(touched);
    constraints
        .filter_map(|(bit, constraint)| {
            let what = What { evaluator, judged, chosen, near: &near, bit, constraint };
            what.it_costs(&mut contenders)
        })
        .collect()
}

/// A rate that may win if one constraint is changed.
#[derive(Clone, Copy)]
struct Near<'w> {
    entry: Entry<'w>,
    /// As it is judged with all constraints.
    before: &'w Judgement,
    /// Which constraints that may be.
    by: u64,
}

/// The rates that may be judged otherwise if one constraint is, and may then be better than the chosen one. Only a rate that
/// nothing else keeps out can win; or one that the constraint charges a fee, for without it that may be within a highest
/// price, or be compared at all.
fn near<'w>(
    evaluator: &Evaluator<'w>,
    rates: &'w [Arc<Rate>],
    judged: &'w Judged,
    chosen: Option<&Judgement>,
) -> Vec<Near<'w>> {
    let mut near = Vec::with_capacity(rates.len());
    for (entry, before) in evaluator.known.entries(rates).zip(&judged.judgements) {
        let Judgement { found, obstacles, price, .. } = before;
        let alone = match *obstacles {
            0 => found.open(),
            one if one.is_power_of_two() => one,
            _ => 0,
        };
        // But for a fee the price stays, and tells most rates that are behind.
        let by = if alone == 0 || is_behind(evaluator, entry, *price, chosen) { 0 } else { alone };
        if by | found.charged != 0 {
            near.push(Near { entry, before, by: by | found.charged });
        }
    }
    near
}

/// Whether a rate is behind the chosen one by its price alone.
fn is_behind(
    evaluator: &Evaluator<'_>,
    entry: Entry<'_>,
    price: Option<i64>,
    chosen: Option<&Judgement>,
) -> bool {
    let Some(chosen) = chosen else { return false };
    price.is_none_or(|price| evaluator.is_behind(entry, price, &chosen.key))
}

/// One constraint, looked at alone.
#[derive(Clone, Copy)]
struct What<'w> {
    evaluator: &'w Evaluator<'w>,
    judged: &'w Judged,
    chosen: Option<&'w Judgement>,
    near: &'w [Near<'w>],
    bit: u64,
    constraint: &'w CompiledConstraint,
}

/// A rate that may win if this constraint is changed.
#[derive(Clone, Copy)]
struct Contender<'w> {
    entry: Entry<'w>,
    before: &'w Judgement,
    asked: Answered<'w>,
}

/// A winner: which rate, and how it is judged with the change.
#[derive(Clone, Copy)]
struct Winner<'w> {
    entry: Entry<'w>,
    change: Change,
    judgement: Judgement,
}

impl<'w> What<'w> {
    fn it_costs(&self, contenders: &mut Vec<Contender<'w>>) -> Option<Counterfactual> {
        let without = self.without(contenders);
        let least_changes = self.least_changes(contenders);
        if without.is_none() && least_changes.is_empty() {
            return None;
        }
        Some(Counterfactual {
            constraint: self.constraint.name,
            asked: self.constraint.wanted_at(self.constraint.bound),
            without: without.map(|winner| self.alternative(&winner)),
            least_changes,
        })
    }

    /// The winner if this were not asked, `None`: the same. Gathers the rates that may win if it is changed.
    fn without(&self, contenders: &mut Vec<Contender<'w>>) -> Option<Winner<'w>> {
        contenders.clear();
        let index = self.bit.trailing_zeros() as usize;
        let mut best: Option<Winner<'w>> = None;
        for Near { entry, before, .. } in self.near.iter().filter(|near| near.by & self.bit != 0) {
            let answer = self.judged.answer(index, entry.place);
            let asked = Answered { constraint: self.constraint, bit: self.bit, answer };
            let contender = Contender { entry: *entry, before, asked };
            let winner = self.judge(&contender, Change::Without);
            let judgement = &winner.judgement;
            if before.found.charged & self.bit != 0
                && is_behind(self.evaluator, *entry, judgement.price, self.chosen)
            {
                continue;
            }
            contenders.push(contender);
            if judgement.qualifies()
                && best.as_ref().is_none_or(|best| judgement.key < best.judgement.key)
            {
                best = Some(winner);
            }
        }
        best.filter(|best| is_new(best, self.chosen))
    }

    fn judge(&self, contender: &Contender<'w>, change: Change) -> Winner<'w> {
        let Contender { entry, before, asked } = *contender;
        let judgement = self.evaluator.judged_again(entry, before, asked, change);
        Winner { entry, change, judgement }
    }

    /// The nearest bounds at which the winner changes.
    fn least_changes(&self, contenders: &[Contender<'w>]) -> Vec<LeastChange> {
        let mut steps = Vec::new();
        if self.constraint.unit == Unit::Flag {
            return steps;
        }
        let mut events = Vec::with_capacity(2 * contenders.len());
        for contender in contenders {
            let bounds = self.bounds(contender).into_iter().flatten();
            events.extend(bounds.map(|bound| (bound, contender)));
        }
        events.sort_unstable_by_key(|(bound, contender)| (*bound, contender.entry.place));

        let mut best = self.chosen.copied();
        for at_bound in events.chunk_by(|one, other| one.0 == other.0) {
            let mut winner: Option<Winner<'w>> = None;
            for (bound, contender) in at_bound {
                let changed = self.judge(contender, Change::Bound(*bound));
                let judgement = &changed.judgement;
                let beats = |before: &Judgement| judgement.key < before.key;
                if judgement.qualifies()
                    && best.as_ref().is_none_or(beats)
                    && winner.as_ref().is_none_or(|winner| beats(&winner.judgement))
                {
                    winner = Some(changed);
                }
            }
            let Some(winner) = winner else { continue };
            if is_new(&winner, best.as_ref())
                && let Some((bound, ..)) = at_bound.first()
            {
                steps.push(LeastChange {
                    bound: self.constraint.wanted_at(*bound),
                    winner: self.alternative(&winner),
                });
            }
            best = Some(winner.judgement);
            if steps.len() == MOST_STEPS {
                break;
            }
        }
        steps
    }

    /// The wider bounds at which something changes for a rate: it no longer fails, it passes, its fee falls away.
    fn bounds(&self, contender: &Contender<'_>) -> [Option<i64>; 3] {
        let Contender { entry, asked: Answered { answer, .. }, .. } = *contender;
        let wider =
            |bound: i64| (bound > self.constraint.bound && bound < INFINITE).then_some(bound);
        let cover = self.evaluator.cover(entry.rate, self.constraint.unit);
        let free = cover.and_then(|cover| wider(-cover.included));
        [
            wider(answer.lo),
            wider(answer.hi).filter(|hi| *hi != answer.lo),
            free.filter(|free| *free != answer.hi && *free != answer.lo),
        ]
    }

    fn alternative(&self, winner: &Winner<'_>) -> Alternative {
        let Winner { entry, judgement, change } = *winner;
        let money = |minor| Money::from_minor(minor, self.evaluator.rules.currency);
        let price = judgement.price.unwrap_or_default();
        let before = self.judged.judgements.get(entry.place);
        let unknown = before.is_some_and(|before| before.found.unknown & self.bit != 0);
        // What is missing with the change; a fact that is no longer asked for is missing all the same.
        let not_asked = if change == Change::Without && unknown { self.bit } else { 0 };
        let lacks = (judgement.found.unknown & !self.evaluator.rules.policies.admit) | not_asked;
        Alternative {
            rate: Arc::clone(entry.rate),
            price: money(price),
            saved: self.chosen.map(|chosen| money(chosen.price.unwrap_or_default() - price)),
            saved_value: self.chosen.and_then(|chosen| difference(chosen.value, judgement.value)),
            later_minutes: self.chosen.and_then(|chosen| minutes_between(&judgement, chosen)),
            constraint_unknown: unknown,
            lacks: self.evaluator.names(lacks).collect(),
            needs_new_quote: self.is_folded_in(entry),
        }
    }

    /// Whether what this constraint asks is inside the total at no fee of its own.
    fn is_folded_in(&self, entry: Entry<'_>) -> bool {
        match self.constraint.ask() {
            Constraint::Feature(feature) => entry
                .rate
                .features
                .iter()
                .any(|said| said.feature == *feature && said.offer == Offer::Included),
            _ => false,
        }
    }
}

/// Whether a winner is another rate than the one before it, and better.
fn is_new(winner: &Winner<'_>, before: Option<&Judgement>) -> bool {
    before.is_none_or(|before| {
        winner.judgement.key.place != before.key.place && winner.judgement.key < before.key
    })
}
