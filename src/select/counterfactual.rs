//! What a constraint costs: who would win without it, and at which bound the winner changes.
//!
//! Only a rate that nothing but this constraint keeps out can win without it, so a few rates are judged again, each for
//! itself; `select` is not run again. Relaxing a bound only adds rates and lowers keys, so the winners come in one sweep from
//! the nearest bound outwards.

use std::sync::Arc;

use super::compile::{CompiledConstraint, Unit};
use super::evaluate::{Change, Evaluator, Judgement};
use super::explain::{difference, minutes_between};
use super::facts::Entry;
use super::rules::Constraint;
use super::selection::{Alternative, Counterfactual, LeastChange};
use super::span::INFINITE;
use crate::model::{Money, Offer};

/// How many steps of the bound are reported.
const MOST_STEPS: usize = 3;

pub(super) fn counterfactuals(
    evaluator: &Evaluator<'_>,
    judgements: &[Judgement],
    chosen: Option<&Judgement>,
) -> Vec<Counterfactual> {
    let touched = judgements.iter().fold(0, |bits, judgement| {
        bits | judgement.found.failed | judgement.found.unknown | judgement.found.charged
    });
    let constraints = evaluator.rules.constraints.iter().enumerate();
    constraints
        .filter(|(index, _)| touched & (1 << index) != 0)
        .filter_map(|(index, constraint)| {
            What { evaluator, judgements, chosen, index, constraint }.it_costs()
        })
        .collect()
}

/// One constraint, looked at alone.
#[derive(Clone, Copy)]
struct What<'w> {
    evaluator: &'w Evaluator<'w>,
    judgements: &'w [Judgement],
    chosen: Option<&'w Judgement>,
    index: usize,
    constraint: &'w CompiledConstraint,
}

/// A winner: which rate, and how it is judged with the change.
#[derive(Clone, Copy)]
struct Winner<'w> {
    entry: &'w Entry,
    change: Change,
    judgement: Judgement,
}

impl<'w> What<'w> {
    fn it_costs(&self) -> Option<Counterfactual> {
        let touched = self.touched();
        let without = self.without(&touched);
        let least_changes = self.least_changes(&touched);
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

    /// The rates that may be judged otherwise if this constraint is, and may then be better than the chosen one: those that
    /// nothing else keeps out, and those that it charges a fee, for without it they may be within a highest price, or be
    /// compared at all.
    fn touched(&self) -> Vec<(usize, &'w Entry)> {
        let Self { evaluator, judgements, chosen, index, .. } = *self;
        let bit = 1 << index;
        let entries = evaluator.digest.entries.iter().zip(judgements).enumerate();
        let touched = entries.filter_map(|(place, (entry, judgement))| {
            let found = &judgement.found;
            let open = (found.failed | found.unknown) & bit != 0;
            let alone = found.obstacles & !bit == 0;
            let may_beat =
                |chosen: &Judgement| evaluator.may_beat(entry, judgement, index, &chosen.key);
            let touched = (open && alone) || found.charged & bit != 0;
            (touched && chosen.is_none_or(may_beat)).then_some((place, entry))
        });
        touched.collect()
    }

    fn judge(&self, place: usize, entry: &'w Entry, change: Change) -> Winner<'w> {
        Winner { entry, change, judgement: self.evaluator.judge(place, entry, change) }
    }

    /// The winner if this were not asked; `None`: the same.
    fn without(&self, touched: &[(usize, &'w Entry)]) -> Option<Winner<'w>> {
        let best = touched
            .iter()
            .map(|(place, entry)| self.judge(*place, entry, Change::Without(self.index)))
            .filter(|winner| winner.judgement.qualifies())
            .min_by_key(|winner| winner.judgement.key)?;
        is_new(&best, self.chosen).then_some(best)
    }

    /// The nearest bounds at which the winner changes.
    fn least_changes(&self, touched: &[(usize, &'w Entry)]) -> Vec<LeastChange> {
        let mut steps = Vec::new();
        if self.constraint.unit == Unit::Flag {
            return steps;
        }
        let mut events: Vec<_> = touched
            .iter()
            .flat_map(|(place, entry)| {
                let bounds = self.bounds(*place, entry).into_iter().flatten();
                bounds.map(|bound| (bound, *place, *entry))
            })
            .collect();
        events.sort_unstable_by_key(|(bound, place, _)| (*bound, *place));

        let mut best = self.chosen.copied();
        for at_bound in events.chunk_by(|one, other| one.0 == other.0) {
            let mut winner: Option<Winner<'w>> = None;
            for (bound, place, entry) in at_bound {
                let changed = self.judge(*place, entry, Change::Bound(self.index, *bound));
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
    fn bounds(&self, place: usize, entry: &Entry) -> [Option<i64>; 3] {
        let Some(judgement) = self.judgements.get(place) else { return [None; 3] };
        let span =
            self.evaluator.span(entry, self.constraint, self.evaluator.sides_of(entry, judgement));
        let wider =
            |bound: i64| (bound > self.constraint.bound && bound < INFINITE).then_some(bound);
        let free = match self.constraint.unit {
            Unit::Cover(currency) => {
                self.evaluator.cover(entry, currency).and_then(|cover| wider(-cover.included))
            }
            _ => None,
        };
        [
            wider(span.lo),
            wider(span.hi).filter(|hi| *hi != span.lo),
            free.filter(|free| *free != span.hi && *free != span.lo),
        ]
    }

    fn alternative(&self, winner: &Winner<'_>) -> Alternative {
        let Winner { entry, judgement, change } = *winner;
        let money = |minor| Money::from_minor(minor, self.evaluator.rules.currency);
        let price = judgement.price.unwrap_or_default();
        let bit = 1 << self.index;
        let unknown = self
            .judgements
            .get(judgement.key.place)
            .is_some_and(|before| before.found.unknown & bit != 0);
        // What is missing with the change; a fact that is no longer asked for is missing all the same.
        let not_asked = if change == Change::Without(self.index) && unknown { bit } else { 0 };
        let lacks = (judgement.found.unknown & !judgement.found.flagged) | not_asked;
        Alternative {
            rate: Arc::clone(&entry.rate),
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
    fn is_folded_in(&self, entry: &Entry) -> bool {
        match &self.constraint.ask {
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
