//! What a rate answers to a constraint: the interval that is compared, and the words that are shown.

use super::compile::{CompiledConstraint, Unit};
use super::cover::InCurrency;
use super::evaluate::Evaluator;
use super::facts::{ArrivalBasis, Entry, Facts};
use super::findings::Findings;
use super::offer::{Answer, offered};
use super::reason::{Got, arrival};
use super::request::DAY;
use super::rules::{Constraint, Deadline, PointWish, TaxBasis};
use super::span::{INFINITE, Span};
use crate::model::{DeliversTo, Money, PointKind, Rate, ServiceLevel};

/// To whom a question is put: to one rate, or to all of them in turn.
pub(super) trait Put {
    type Answer;

    /// A question looks at a rate and at what was found of it; it notes the fee that the rate charges for a yes.
    fn put(self, question: impl Fn(Entry<'_>, &mut Findings) -> Span) -> Self::Answer;
}

impl Evaluator<'_> {
    /// Puts the question of a constraint: what can the answer of a rate mean? The bound decides nothing but whether a fee is
    /// charged. A highest price is asked when all fees are noted.
    #[inline]
    pub(super) fn ask<P: Put>(
        &self,
        constraint: &CompiledConstraint,
        bit: u64,
        bound: i64,
        to: P,
    ) -> P::Answer {
        let unit = constraint.unit;
        match constraint.ask() {
            Constraint::ArriveBy(_) => to.put(|entry, _| arrival_in(entry.facts.arrival, unit)),
            Constraint::BusinessDays(_) => to.put(|entry, _| self.known.business_days(entry)),
            Constraint::MaxPrice { basis, .. } => {
                to.put(|entry, found| self.price_in(entry, found.fees, *basis, unit))
            }
            Constraint::Feature(feature) => {
                to.put(|entry, found| match offered(entry.rate, *feature) {
                    Answer::Included => Span::YES,
                    Answer::Fee(fee) => {
                        found.charge(bit, fee);
                        Span::YES
                    }
                    Answer::No => Span::NEVER,
                    Answer::FeeUnknown | Answer::Silent => Span::UNKNOWN,
                })
            }
            Constraint::InsuredTo(_) => to.put(|entry, found| {
                let Some(cover) = self.cover(entry.rate, unit) else { return Span::UNKNOWN };
                let Some(fee) = cover.fee else {
                    return Span { lo: -cover.most, hi: -cover.included };
                };
                if cover.included < -bound && -bound <= cover.most {
                    found.charge(bit, fee);
                }
                Span::at(-cover.most)
            }),
            Constraint::ServicePoint(wish) => {
                to.put(|entry, _| pointed(entry.rate.delivers_to.as_ref(), wish))
            }
            Constraint::Carriers(_) | Constraint::Services(_) => {
                to.put(|entry, _| yes(is_listed(constraint, entry.rate)))
            }
            Constraint::Levels(levels) => to.put(|entry, _| match entry.rate.service.level {
                ServiceLevel::Unknown => Span::UNKNOWN,
                level => yes(levels.contains(&level)),
            }),
            Constraint::PriceBases(bases) => {
                to.put(|entry, _| yes(bases.contains(&entry.rate.price_basis)))
            }
            Constraint::Barred(_) => to.put(|entry, _| yes(!is_listed(constraint, entry.rate))),
            Constraint::Guaranteed(deadline) => {
                to.put(|entry, _| guaranteed(entry.rate, entry.facts, unit, deadline.is_some()))
            }
            Constraint::OnTimeChance { deadline, .. } => {
                to.put(|entry, _| self.chance(entry.rate, *deadline))
            }
        }
    }

    #[inline]
    fn price_in(&self, entry: Entry<'_>, fees: i64, basis: TaxBasis, unit: Unit) -> Span {
        let Unit::Money(currency) = unit else { return Span::UNKNOWN };
        entry
            .facts
            .total
            .and_then(|total| self.own_price(entry, total, fees, basis))
            .and_then(|own| self.rules.exchange.convert(own, entry.facts.currency, currency))
            .map_or(Span::UNKNOWN, Span::at)
    }

    fn chance(&self, rate: &Rate, deadline: Deadline) -> Span {
        self.advice.on_time(rate, deadline).map_or(Span::UNKNOWN, |ppm| Span::at(-i64::from(ppm)))
    }

    /// Minutes by which a rate ends before it is bought.
    pub(super) fn validity(&self, facts: &Facts) -> Span {
        let until = facts.valid_until;
        if until == Span::UNKNOWN {
            return Span::UNKNOWN;
        }
        let needed = self.known.now + self.rules.buy_within_seconds;
        let late = |until: i64| (needed - until + 59).div_euclid(60);
        Span { lo: late(until.hi), hi: late(until.lo) }
    }

    /// What a rate has where a constraint is not met, to be shown.
    pub(super) fn got(
        &self,
        entry: Entry<'_>,
        constraint: &CompiledConstraint,
        fees: i64,
        span: Span,
    ) -> Got {
        let Entry { rate, facts, .. } = entry;
        let arrives = || {
            if facts.arrival_basis == ArrivalBasis::Stale {
                Got::StalePromise
            } else {
                arrival(facts.arrival.lo, facts.arrival.hi)
            }
        };
        match constraint.ask() {
            Constraint::BusinessDays(_) if facts.arrival == Span::UNKNOWN && span.lo == span.hi => {
                Got::BusinessDays(span.lo)
            }
            Constraint::ArriveBy(_) | Constraint::BusinessDays(_) => arrives(),
            Constraint::MaxPrice { basis, .. } => match constraint.unit {
                Unit::Money(currency) if span != Span::UNKNOWN => {
                    Got::Price(Money::from_minor(span.lo, currency))
                }
                Unit::Money(currency) if self.has_price(entry, fees, *basis) => {
                    Got::NoExchange(facts.currency, currency)
                }
                _ => Got::TaxNotTold,
            },
            Constraint::Feature(feature) => match offered(rate, *feature) {
                Answer::FeeUnknown => Got::FeeNotTold,
                Answer::Silent => Got::NotTold,
                Answer::No => Got::No,
                Answer::Included | Answer::Fee(_) => Got::Yes,
            },
            Constraint::InsuredTo(_) => match (constraint.unit, rate.cover) {
                (Unit::Cover(currency), Some(_)) if span.lo > constraint.bound => {
                    Got::Cover(Money::from_minor(-span.lo, currency))
                }
                (Unit::Cover(currency), Some(cover)) => match self.cover(rate, constraint.unit) {
                    None => Got::NoExchange(cover.included.currency(), currency),
                    Some(InCurrency { fee: None, .. }) if span.lo <= constraint.bound => {
                        Got::FeeNotTold
                    }
                    Some(InCurrency { most, .. }) => Got::Cover(Money::from_minor(most, currency)),
                },
                _ => Got::NotTold,
            },
            Constraint::ServicePoint(_) => match rate.delivers_to {
                Some(DeliversTo::Network { .. }) => Got::SomePoint,
                Some(_) if span == Span::UNKNOWN => Got::NotTold,
                None => Got::NotTold,
                Some(_) => Got::No,
            },
            Constraint::Guaranteed(_) => match rate.delivery.guaranteed {
                Some(false) => Got::No,
                None if span.lo <= constraint.bound => Got::NotTold,
                None | Some(true) => arrives(),
            },
            Constraint::OnTimeChance { .. } if span.lo == span.hi => Got::Chance(-span.lo),
            Constraint::OnTimeChance { .. } | Constraint::Levels(_) if span == Span::UNKNOWN => {
                Got::NotTold
            }
            _ => Got::No,
        }
    }
}

fn is_listed(constraint: &CompiledConstraint, rate: &Rate) -> bool {
    constraint.listed.iter().any(|pattern| pattern.matches(rate))
}

const fn yes(holds: bool) -> Span {
    if holds { Span::YES } else { Span::NEVER }
}

fn arrival_in(arrival: Span, unit: Unit) -> Span {
    if unit != Unit::Days {
        return arrival;
    }
    let day = |minute: i64| if minute.abs() >= INFINITE { minute } else { minute.div_euclid(DAY) };
    Span { lo: day(arrival.lo), hi: day(arrival.hi) }
}

/// Guaranteed at all, and the guaranteed moment in time: the weaker of the two answers.
fn guaranteed(rate: &Rate, facts: &Facts, unit: Unit, has_deadline: bool) -> Span {
    match (rate.delivery.guaranteed, has_deadline) {
        (Some(false), _) => Span::NEVER,
        (Some(true), false) => Span::YES,
        (Some(true), true) => arrival_in(facts.arrival, unit),
        (None, false) => Span::UNKNOWN,
        (None, true) => Span { hi: INFINITE, ..arrival_in(facts.arrival, unit) },
    }
}

fn pointed(delivers_to: Option<&DeliversTo>, wish: &PointWish) -> Span {
    let wanted = |kind| match wish {
        PointWish::This(_) => Span::YES,
        PointWish::Any(kinds) if kinds.is_empty() || kinds.contains(&kind) => Span::YES,
        // `Other` is also what is told of a point whose kind is not.
        PointWish::Any(_) if kind == PointKind::Other => Span::UNKNOWN,
        PointWish::Any(_) => Span::NEVER,
    };
    match (delivers_to, wish) {
        (Some(DeliversTo::Address), _) => Span::NEVER,
        (Some(DeliversTo::Network { kind: Some(kind) }), _) if wanted(*kind) == Span::NEVER => {
            Span::NEVER
        }
        (None | Some(DeliversTo::Network { .. }), _) => Span::UNKNOWN,
        (Some(DeliversTo::Point(point)), PointWish::This(id)) => yes(point.id == *id),
        (Some(DeliversTo::Point(point)), PointWish::Any(_)) => wanted(point.kind),
    }
}
