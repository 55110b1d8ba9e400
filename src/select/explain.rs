//! The whole answer: all rates judged, ranked or rejected with every reason.

use std::sync::Arc;

use super::compile::MOST_MINOR;
use super::counterfactual::counterfactuals;
use super::evaluate::{Change, Evaluator, Judgement, UNFIT, VALIDITY};
use super::facts::Entry;
use super::price::Sides;
use super::reason::{Got, Reason, ShortBy, Verdict, Wanted};
use super::request::Request;
use super::rules::{ConstraintName, Rules};
use super::selection::{
    BehindBy, Flag, HandOverUsed, Inputs, Nearest, Outcome, Ranked, Rejected, Selection, Standing,
};
use super::span::INFINITE;
use crate::model::{Aggregation, Money, PriceBasis};

pub(super) fn explain(evaluator: &Evaluator<'_>, request: &Request, rules: &Rules) -> Selection {
    let entries = &evaluator.digest.entries;
    let judgements: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(place, entry)| evaluator.judge(place, entry, Change::None))
        .collect();
    let judged = || entries.iter().zip(&judgements);

    let mut order: Vec<_> = judged().filter(|(_, judgement)| judgement.qualifies()).collect();
    order.sort_unstable_by_key(|(_, judgement)| judgement.key);
    let best = order.first().map(|(_, judgement)| **judgement);
    let ranked: Vec<_> = order
        .iter()
        .map(|(entry, judgement)| evaluator.ranked(entry, judgement, best.as_ref()))
        .collect();
    let rejected: Vec<_> = judged()
        .filter(|(_, judgement)| !judgement.qualifies())
        .map(|(entry, judgement)| Rejected {
            rate: Arc::clone(&entry.rate),
            reasons: evaluator.reasons(entry, judgement),
        })
        .collect();

    let counterfactuals = counterfactuals(evaluator, &judgements, best.as_ref());
    let outcome = match (entries.is_empty(), best) {
        (true, _) => Outcome::NoRates,
        (false, None) => Outcome::NoneQualifies,
        (false, Some(_)) => Outcome::Chosen,
    };
    let nearest = if outcome == Outcome::NoneQualifies && counterfactuals.is_empty() {
        nearest(evaluator, &judgements)
    } else {
        None
    };
    Selection {
        outcome,
        chosen: ranked.first().map(|first| Arc::clone(&first.rate)),
        ranked,
        rejected,
        duplicates: evaluator.digest.duplicates.clone(),
        unavailable: Vec::new(),
        failures: Vec::new(),
        counterfactuals,
        nearest,
        inputs: Inputs {
            request: request.clone(),
            rules: Rules { constraints: evaluator.rules.asked.clone(), ..rules.clone() },
            hand_over: hand_overs(entries),
        },
    }
}

/// One line for each carrier and day; entries stand in the order of carriers.
fn hand_overs(entries: &[Entry]) -> Vec<HandOverUsed> {
    let mut used: Vec<HandOverUsed> = Vec::new();
    for entry in entries {
        let Some(day) = entry.facts.hand_over else { continue };
        let known = used.iter().rev().take_while(|line| line.carrier == entry.rate.carrier);
        if !known.into_iter().any(|line| (line.earliest, line.latest) == (day.earliest, day.latest))
        {
            used.push(HandOverUsed {
                carrier: entry.rate.carrier.clone(),
                earliest: day.earliest,
                latest: day.latest,
            });
        }
    }
    used.sort_unstable();
    used
}

/// The rate with the fewest obstacles, then the least key; unfit rates are never near.
fn nearest(evaluator: &Evaluator<'_>, judgements: &[Judgement]) -> Option<Nearest> {
    let (entry, judgement) = evaluator
        .digest
        .entries
        .iter()
        .zip(judgements)
        .filter(|(_, judgement)| judgement.found.obstacles & UNFIT == 0)
        .min_by_key(|(_, judgement)| (judgement.found.obstacles.count_ones(), judgement.key))?;
    Some(Nearest { rate: Arc::clone(&entry.rate), reasons: evaluator.reasons(entry, judgement) })
}

impl Evaluator<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::from_minor(minor, self.rules.currency)
    }

    fn ranked(&self, entry: &Entry, judgement: &Judgement, best: Option<&Judgement>) -> Ranked {
        let price = judgement.price.unwrap_or_default();
        Ranked {
            rate: Arc::clone(&entry.rate),
            standing: self.standing(judgement),
            price: self.money(price),
            value: judgement.value,
            behind_by: best.filter(|best| best.key != judgement.key).map(|best| BehindBy {
                value: difference(judgement.value, best.value),
                price: self.money(price - best.price.unwrap_or_default()),
                arrival_minutes: minutes_between(judgement, best),
            }),
            flags: self.flags(entry, judgement),
        }
    }

    fn standing(&self, judgement: &Judgement) -> Standing {
        match (judgement.found.last_resort, judgement.found.priced) {
            (0, 0) => Standing::Proven,
            (0, priced) => Standing::Priced {
                penalty: self.money(judgement.found.penalty),
                unknown: self.names(priced).collect(),
            },
            (last_resort, priced) => {
                Standing::LastResort { unknown: self.names(last_resort | priced).collect() }
            }
        }
    }

    /// Everything that stands in a rate's way, in the order of the constraints.
    pub(super) fn reasons(&self, entry: &Entry, judgement: &Judgement) -> Vec<Reason> {
        let found = &judgement.found;
        let open = found.failed | found.unknown;
        let mut reasons = Vec::with_capacity((open | found.obstacles).count_ones() as usize);
        if found.obstacles & UNFIT != 0 {
            self.unfit(entry, judgement.sides, &mut reasons);
        }
        let sides = judgement.sides;
        for (index, constraint) in self.rules.constraints.iter().enumerate() {
            if open & (1 << index) == 0 {
                continue;
            }
            let span = self.span(entry, constraint, sides);
            let short_by =
                span.short_by(constraint.bound).and_then(|by| ShortBy::of(constraint.unit, by));
            reasons.push(Reason {
                constraint: constraint.name,
                verdict: span.verdict(constraint.bound),
                wanted: constraint.wanted,
                got: self.got(entry, constraint, sides, span),
                short_by,
            });
        }
        // An unknown validity that is admitted is a flag, not a reason.
        if (open & !judgement.found.flagged) & VALIDITY != 0 {
            reasons.push(self.invalid(entry));
        }
        if open & super::evaluate::OBJECTIVE != 0 {
            reasons.push(Reason {
                constraint: ConstraintName::Objective,
                verdict: Verdict::Unknown,
                wanted: Wanted::Value,
                got: Got::NotTold,
                short_by: None,
            });
        }
        reasons
    }

    fn invalid(&self, entry: &Entry) -> Reason {
        let late = self.validity(&entry.facts);
        let verdict = late.verdict(0);
        Reason {
            constraint: ConstraintName::Valid,
            verdict,
            wanted: Wanted::ValidFor(self.rules.buy_within_seconds / 60),
            got: if verdict == Verdict::Failed { Got::ExpiredBy(late.lo) } else { Got::NotTold },
            short_by: late.short_by(0).map(ShortBy::Minutes),
        }
    }

    /// Why a rate is no candidate at all.
    fn unfit(&self, entry: &Entry, sides: Sides, reasons: &mut Vec<Reason>) {
        let mut failed = |constraint, wanted, got| {
            let verdict = Verdict::Failed;
            reasons.push(Reason { constraint, verdict, wanted, got, short_by: None });
        };
        if let Err(why) = &entry.facts.total {
            return failed(ConstraintName::Sound, Wanted::SoundPrice, why.clone());
        }
        let missing = &entry.rate.missing_parcels;
        if !missing.is_empty() {
            let got = Got::MissingParcels(missing.clone());
            failed(ConstraintName::Complete, Wanted::EveryParcel, got);
        }
        let (from, to) = (entry.facts.currency, self.rules.currency);
        let own = sides.on(self.rules.basis);
        let got = match own.map(|own| self.rules.exchange.convert(own, from, to)) {
            None => Got::TaxNotTold,
            Some(None) => Got::NoExchange(from, to),
            Some(Some(price)) if price > MOST_MINOR => Got::PriceOutOfRange(entry.rate.total),
            Some(Some(_)) => return,
        };
        failed(ConstraintName::Comparable, Wanted::Comparable(self.rules.basis, to), got);
    }
}

pub(super) fn difference(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one?.checked_sub(other?)
}

/// Minutes that one arrives after the other; `None` where one of the two is not known.
pub(super) fn minutes_between(one: &Judgement, other: &Judgement) -> Option<i64> {
    let known =
        |judgement: &Judgement| Some(judgement.key.latest).filter(|latest| *latest < INFINITE);
    difference(known(one), known(other))
}

impl Evaluator<'_> {
    fn flags(&self, entry: &Entry, judgement: &Judgement) -> Vec<Flag> {
        let facts = &entry.facts;
        [
            (judgement.sides.assumed == Some(self.rules.basis), Flag::AssumedTax),
            (facts.derived, Flag::DerivedArrival),
            (facts.national_holidays_only, Flag::NationalHolidaysOnly),
            (judgement.found.flagged & VALIDITY != 0, Flag::ValidityUnknown),
            (entry.rate.aggregation == Aggregation::SumOfParcels, Flag::SumOfParcels),
            (entry.rate.price_basis == PriceBasis::List, Flag::ListPrice),
            (!entry.rate.total.is_payable(), Flag::RoundedTotal),
        ]
        .into_iter()
        .filter_map(|(holds, flag)| holds.then_some(flag))
        .collect()
    }
}
