//! All rates against the rules: each constraint is asked of all of them in turn, and every answer is kept, so that no reason
//! and no counterfactual asks again.

use std::sync::Arc;

use super::answer::Put;
use super::compile::CompiledConstraint;
use super::evaluate::Evaluator;
use super::facts::{Entry, Known};
use super::findings::{Findings, Judgement, OBJECTIVE, UNFIT, VALIDITY};
use super::span::Span;
use crate::model::Rate;

/// All rates, judged.
#[derive(Debug)]
pub(super) struct Judged {
    /// One for each rate.
    pub(super) judgements: Vec<Judgement>,
    /// For each constraint the answers of all rates.
    answers: Vec<Span>,
}

impl Judged {
    /// What a rate answered to the constraint of an index.
    pub(super) fn answer(&self, index: usize, place: usize) -> Span {
        let answer = self.answers.get(index * self.judgements.len() + place);
        answer.copied().unwrap_or(Span::UNKNOWN)
    }
}

/// The rules with one thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The constraint is not asked.
    Without,
    /// The constraint has another bound.
    Bound(i64),
}

/// One constraint, and what a rate answers to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered<'c> {
    pub(super) constraint: &'c CompiledConstraint,
    pub(super) bit: u64,
    pub(super) answer: Span,
}

/// All rates, to put a question to.
struct All<'r> {
    known: &'r Known,
    rates: &'r [Arc<Rate>],
    bit: u64,
    bound: i64,
    found: &'r mut [Findings],
    answers: &'r mut [Span],
}

impl Put for All<'_> {
    type Answer = ();

    #[inline]
    fn put(self, question: impl Fn(Entry<'_>, &mut Findings) -> Span) {
        let Self { known, rates, bit, bound, found, answers } = self;
        for ((entry, found), answer) in known.entries(rates).zip(found).zip(answers) {
            if entry.facts.total.is_some() {
                *answer = question(entry, found);
                found.note(bit, *answer, bound);
            }
        }
    }
}

impl Evaluator<'_> {
    /// Everything about all rates.
    pub(super) fn judge(&self, rates: &[Arc<Rate>]) -> Judged {
        let mut found = vec![Findings::default(); rates.len()];
        let mut answers = vec![Span::UNKNOWN; rates.len() * self.rules.constraints.len()];
        // Fees come first: a highest price compares them too.
        for mask in [self.rules.fee_mask, !self.rules.fee_mask] {
            let rows = answers.chunks_exact_mut(rates.len().max(1));
            for ((index, constraint), answers) in
                self.rules.constraints.iter().enumerate().zip(rows)
            {
                let (bit, bound) = (1 << index, constraint.bound);
                if mask & bit != 0 {
                    let found = &mut found;
                    self.ask(
                        constraint,
                        bit,
                        bound,
                        All { known: self.known, rates, bit, bound, found, answers },
                    );
                }
            }
        }
        let entries = self.known.entries(rates).zip(found);
        let judgements = entries
            .map(|(entry, mut found)| {
                // Of a total that is no price nothing else counts.
                if entry.facts.total.is_some() {
                    found.note(VALIDITY, self.validity(entry.facts), 0);
                }
                self.judged(entry, found)
            })
            .collect();
        Judged { judgements, answers }
    }

    /// A rate that was judged, with a constraint changed: what hangs on it is worked out anew, the rest stays.
    pub(super) fn judged_again(
        &self,
        entry: Entry<'_>,
        before: &Judgement,
        asked: Answered<'_>,
        change: Change,
    ) -> Judgement {
        let Answered { constraint, bit, answer } = asked;
        let bound = match change {
            Change::Without => None,
            Change::Bound(bound) => Some(bound),
        };
        let mut found = before.found;
        found.forget(bit | OBJECTIVE);
        if let Some(bound) = bound {
            found.note(bit, answer, bound);
        }
        if self.rules.fee_mask & bit != 0 {
            let alone = |bound| {
                let mut alone = Findings::default();
                self.note(entry, constraint, bit, bound, &mut alone);
                alone
            };
            if found.charged & bit != 0 {
                found.charged ^= bit;
                found.fees -= alone(constraint.bound).fees;
            }
            if let Some(Findings { charged, fees, .. }) = bound.map(alone) {
                found.charge(charged, fees);
            }
        }
        if found.fees == before.found.fees {
            return self.judgement(entry, found, before.price);
        }
        found.forget(UNFIT | self.rules.cap_mask);
        for (bit, cap) in self.rules.those(self.rules.cap_mask) {
            self.note(entry, cap, bit, cap.bound, &mut found);
        }
        self.judged(entry, found)
    }
}
