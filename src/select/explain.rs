//! The whole answer: all rates judged, ranked or rejected with every reason.

use std::sync::Arc;

use super::advice::Advice;
use super::compile::{Compiled, MOST_MINOR};
use super::counterfactual::counterfactuals;
use super::evaluate::Evaluator;
use super::facts::{ArrivalBasis, Digest, Entry, Facts, why_unsound};
use super::findings::{Judgement, OBJECTIVE, UNFIT, VALIDITY};
use super::flags::{Flag, Flags};
use super::judge::Judged;
use super::reason::{Got, Reason, ShortBy, Verdict, Wanted};
use super::reasons::Reasons;
use super::request::Request;
use super::rules::{ConstraintName, Rules};
use super::selection::{
    BehindBy, HandOverUsed, Inputs, Nearest, Outcome, Ranked, Rejected, Selection, Standing,
};
use super::span::INFINITE;
use crate::calendar::HandOver;
use crate::model::{Aggregation, Money, PriceBasis, Rate};

/// Decides, and takes digest and rules over into the answer.
pub(super) fn explain(
    digest: Digest,
    compiled: Compiled,
    advice: &Advice<'_>,
    request: &Request,
    rules: &Rules,
) -> Selection {
    let Digest { rates, duplicates, known } = digest;
    let evaluator = Evaluator { known: &known, rules: &compiled, advice };
    let judged = evaluator.judge(&rates);
    let order = best_first(&judged.judgements);
    let best = order.first().copied();

    let counterfactuals = counterfactuals(&evaluator, &rates, &judged, best);
    let outcome = match (rates.is_empty(), best) {
        (true, _) => Outcome::NoRates,
        (false, None) => Outcome::NoneQualifies,
        (false, Some(_)) => Outcome::Chosen,
    };
    let nearest = if outcome == Outcome::NoneQualifies && counterfactuals.is_empty() {
        nearest(&evaluator, &rates, &judged)
    } else {
        None
    };
    let hand_over = hand_overs(&rates, &known.facts);

    // Each rate moves to where it belongs: no more is counted of it than the caller holds.
    let mut rates: Vec<_> = rates.into_iter().map(Some).collect();
    let mut ranked = Vec::with_capacity(order.len());
    for judgement in &order {
        let place = judgement.key.place;
        let rate = rates.get_mut(place).and_then(Option::take);
        if let Some((rate, facts)) = rate.zip(known.facts.get(place)) {
            ranked.push(evaluator.ranked(rate, facts, judgement, best));
        }
    }
    let mut rejected = Vec::with_capacity(judged.judgements.len() - order.len());
    let mut reasons = Vec::with_capacity(evaluator.count_reasons(&judged));
    let left = rates.iter_mut().zip(&known.facts).zip(&judged.judgements).enumerate();
    for (place, ((rate, facts), judgement)) in left {
        let Some(rate) = rate.take() else { continue };
        let from = reasons.len();
        let entry = Entry { place, rate: &rate, facts };
        evaluator.reasons(entry, judgement, &judged, &mut reasons);
        rejected.push((rate, from..reasons.len()));
    }
    let reasons = Arc::new(reasons);
    let rejected = rejected.into_iter().map(|(rate, part)| Rejected {
        rate,
        reasons: Reasons::part_of(Arc::clone(&reasons), part),
    });
    Selection {
        outcome,
        chosen: ranked.first().map(|first: &Ranked| Arc::clone(&first.rate)),
        ranked,
        rejected: rejected.collect(),
        duplicates,
        unavailable: Vec::new(),
        failures: Vec::new(),
        counterfactuals,
        nearest,
        inputs: Inputs { request: request.clone(), rules: compiled.echo(rules), hand_over },
    }
}

/// Those that qualify, in the order of their keys.
#[expect(clippy::unnecessary_sort_by, reason = "by key each comparison would copy two keys")]
fn best_first(judgements: &[Judgement]) -> Vec<&Judgement> {
    let mut order: Vec<&Judgement> = Vec::with_capacity(judgements.len());
    order.extend(judgements.iter().filter(|judgement| judgement.qualifies()));
    order.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    order
}

/// One line for each carrier and day; rates stand in the order of carriers.
fn hand_overs(rates: &[Arc<Rate>], facts: &[Facts]) -> Vec<HandOverUsed> {
    let mut used: Vec<HandOverUsed> = Vec::with_capacity(16);
    let mut of_carrier = 0;
    for (rate, facts) in rates.iter().zip(facts) {
        if facts.new_carrier {
            of_carrier = used.len();
        }
        let Some(HandOver { earliest, latest, .. }) = facts.hand_over else { continue };
        let mut known = used.iter().skip(of_carrier);
        if !known.any(|line| (line.earliest, line.latest) == (earliest, latest)) {
            used.push(HandOverUsed { carrier: rate.carrier.clone(), earliest, latest });
        }
    }
    used.sort_unstable();
    used
}

/// The rate with the fewest obstacles, then the least key; unfit rates are never near.
fn nearest(evaluator: &Evaluator<'_>, rates: &[Arc<Rate>], judged: &Judged) -> Option<Nearest> {
    let (entry, judgement) = evaluator
        .known
        .entries(rates)
        .zip(&judged.judgements)
        .filter(|(_, judgement)| judgement.obstacles & UNFIT == 0)
        .min_by_key(|(_, judgement)| (judgement.obstacles.count_ones(), judgement.key))?;
    let mut reasons = Vec::new();
    evaluator.reasons(entry, judgement, judged, &mut reasons);
    Some(Nearest { rate: Arc::clone(entry.rate), reasons })
}

impl Evaluator<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::from_minor(minor, self.rules.currency)
    }

    fn ranked(
        &self,
        rate: Arc<Rate>,
        facts: &Facts,
        judgement: &Judgement,
        best: Option<&Judgement>,
    ) -> Ranked {
        let (place, price) = (judgement.key.place, judgement.price.unwrap_or_default());
        Ranked {
            flags: self.flags(Entry { place, rate: &rate, facts }, judgement),
            rate,
            standing: self.standing(judgement),
            price: self.money(price),
            value: judgement.value,
            behind_by: best.filter(|best| best.key.place != judgement.key.place).map(|best| {
                BehindBy {
                    value: difference(judgement.value, best.value),
                    price: self.money(price - best.price.unwrap_or_default()),
                    arrival_minutes: minutes_between(judgement, best),
                }
            }),
        }
    }

    fn standing(&self, judgement: &Judgement) -> Standing {
        let policies = &self.rules.policies;
        let unknown = judgement.found.unknown;
        match (unknown & policies.last_resort, unknown & policies.at_price) {
            (0, 0) => Standing::Proven,
            (0, priced) => Standing::Priced {
                penalty: self.money(self.rules.penalty(&judgement.found)),
                unknown: self.names(priced).collect(),
            },
            (last_resort, priced) => {
                Standing::LastResort { unknown: self.names(last_resort | priced).collect() }
            }
        }
    }

    /// What stands in a rate's way or is missing. An unknown validity that is admitted is a flag, not a reason.
    fn reason_bits(&self, judgement: &Judgement) -> u64 {
        let found = &judgement.found;
        found.open() & !(found.unknown & self.rules.policies.admit)
    }

    fn count_reasons(&self, judged: &Judged) -> usize {
        let rejected = judged.judgements.iter().filter(|judgement| !judgement.qualifies());
        rejected.map(|judgement| self.reason_bits(judgement).count_ones() as usize).sum()
    }

    /// Adds everything that stands in a rate's way, in the order of the constraints.
    fn reasons(
        &self,
        entry: Entry<'_>,
        judgement: &Judgement,
        judged: &Judged,
        reasons: &mut Vec<Reason>,
    ) {
        let (open, fees) = (self.reason_bits(judgement), judgement.found.fees);
        if open & UNFIT != 0 {
            self.unfit(entry, fees, reasons);
        }
        for (bit, constraint) in self.rules.those(open) {
            let span = judged.answer(bit.trailing_zeros() as usize, entry.place);
            let short_by =
                span.short_by(constraint.bound).and_then(|by| ShortBy::of(constraint.unit, by));
            reasons.push(Reason {
                constraint: constraint.name,
                verdict: span.verdict(constraint.bound),
                wanted: constraint.wanted,
                got: self.got(entry, constraint, fees, span),
                short_by,
            });
        }
        if open & VALIDITY != 0 {
            reasons.push(self.invalid(entry.facts));
        }
        if open & OBJECTIVE != 0 {
            reasons.push(Reason {
                constraint: ConstraintName::Objective,
                verdict: Verdict::Unknown,
                wanted: Wanted::Value,
                got: Got::NotTold,
                short_by: None,
            });
        }
    }

    fn invalid(&self, facts: &Facts) -> Reason {
        let late = self.validity(facts);
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
    fn unfit(&self, entry: Entry<'_>, fees: i64, reasons: &mut Vec<Reason>) {
        let Entry { rate, facts, .. } = entry;
        let mut failed = |constraint, wanted, got| {
            let verdict = Verdict::Failed;
            reasons.push(Reason { constraint, verdict, wanted, got, short_by: None });
        };
        let Some(total) = facts.total else {
            return failed(ConstraintName::Sound, Wanted::SoundPrice, why_unsound(rate.total));
        };
        let missing = &rate.missing_parcels;
        if !missing.is_empty() {
            let got = Got::MissingParcels(missing.clone());
            failed(ConstraintName::Complete, Wanted::EveryParcel, got);
        }
        let (from, to) = (facts.currency, self.rules.currency);
        let own = self.own_price(entry, total, fees, self.rules.basis);
        let got = match own.map(|own| self.rules.exchange.convert(own, from, to)) {
            None => Got::TaxNotTold,
            Some(None) => Got::NoExchange(from, to),
            Some(Some(price)) if price > MOST_MINOR => Got::PriceOutOfRange(rate.total),
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
    fn flags(&self, entry: Entry<'_>, judgement: &Judgement) -> Flags {
        let Entry { rate, facts, .. } = entry;
        let found = &judgement.found;
        let nationally = facts.arrival_basis == ArrivalBasis::CountedNationally;
        let validity_unknown = found.unknown & self.rules.policies.admit & VALIDITY != 0;
        Flags::default()
            .with(Flag::AssumedTax, self.is_assumed(entry, found.fees))
            .with(Flag::DerivedArrival, facts.arrival_basis.is_counted())
            .with(Flag::NationalHolidaysOnly, nationally)
            .with(Flag::ValidityUnknown, validity_unknown)
            .with(Flag::SumOfParcels, rate.aggregation == Aggregation::SumOfParcels)
            .with(Flag::ListPrice, rate.price_basis == PriceBasis::List)
            .with(Flag::RoundedTotal, !rate.total.is_payable())
    }
}
