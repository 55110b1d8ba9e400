//! What a rate answers to a constraint: the interval that is compared, and the words that are shown.

use super::compile::{CompiledConstraint, Unit};
use super::evaluate::Evaluator;
use super::facts::{Entry, Facts};
use super::offer::{Answer, offered};
use super::price::{InCurrency, Sides};
use super::reason::{Got, arrival};
use super::request::DAY;
use super::rules::{Constraint, Deadline, PointWish};
use super::span::{INFINITE, Span};
use crate::model::{DeliversTo, Money, PointKind, Rate, ServiceLevel};

impl Evaluator<'_> {
    /// What a rate answers to a constraint, as what it can mean.
    pub(super) fn span(
        &self,
        entry: &Entry,
        constraint: &CompiledConstraint,
        sides: Sides,
    ) -> Span {
        let Entry { rate, facts } = entry;
        match &constraint.ask {
            Constraint::ArriveBy(_) => arrival_in(facts.arrival, constraint.unit),
            Constraint::BusinessDays(_) => self.digest.business_days(entry),
            Constraint::MaxPrice { basis, .. } => match constraint.unit {
                Unit::Money(currency) => sides
                    .on(*basis)
                    .and_then(|own| self.rules.exchange.convert(own, facts.currency, currency))
                    .map_or(Span::UNKNOWN, Span::at),
                _ => Span::UNKNOWN,
            },
            Constraint::Feature(_) | Constraint::InsuredTo(_) => {
                self.extra(entry, constraint, constraint.bound).1
            }
            Constraint::ServicePoint(wish) => pointed(rate.delivers_to.as_ref(), wish),
            Constraint::Carriers(_) | Constraint::Services(_) => yes(is_listed(constraint, entry)),
            Constraint::Levels(levels) => match rate.service.level {
                ServiceLevel::Unknown => Span::UNKNOWN,
                level => yes(levels.contains(&level)),
            },
            Constraint::PriceBases(bases) => yes(bases.contains(&rate.price_basis)),
            Constraint::Barred(_) => yes(!is_listed(constraint, entry)),
            Constraint::Guaranteed(deadline) => {
                guaranteed(rate, facts, constraint.unit, deadline.is_some())
            }
            Constraint::OnTimeChance { deadline, .. } => self.chance(rate, *deadline),
        }
    }

    fn chance(&self, rate: &Rate, deadline: Deadline) -> Span {
        self.advice.on_time(rate, deadline).map_or(Span::UNKNOWN, |ppm| Span::at(-i64::from(ppm)))
    }

    /// Minutes by which a rate ends before it is bought.
    pub(super) fn validity(&self, facts: &Facts) -> Span {
        let Some(until) = facts.valid_until else { return Span::UNKNOWN };
        let needed = self.digest.now + self.rules.buy_within_seconds;
        let late = |until: i64| (needed - until + 59).div_euclid(60);
        Span { lo: late(until.hi), hi: late(until.lo) }
    }

    /// What a rate has where a constraint is not met, to be shown.
    pub(super) fn got(
        &self,
        entry: &Entry,
        constraint: &CompiledConstraint,
        sides: Sides,
        span: Span,
    ) -> Got {
        let Entry { rate, facts } = entry;
        let arrives = || {
            facts.arrival_gap.clone().unwrap_or_else(|| arrival(facts.arrival.lo, facts.arrival.hi))
        };
        match &constraint.ask {
            Constraint::BusinessDays(_) if facts.arrival == Span::UNKNOWN && span.lo == span.hi => {
                Got::BusinessDays(span.lo)
            }
            Constraint::ArriveBy(_) | Constraint::BusinessDays(_) => arrives(),
            Constraint::MaxPrice { basis, .. } => match (constraint.unit, sides.on(*basis)) {
                (_, None) => Got::TaxNotTold,
                (Unit::Money(currency), Some(_)) if span == Span::UNKNOWN => {
                    Got::NoExchange(facts.currency, currency)
                }
                (Unit::Money(currency), Some(_)) => {
                    Got::Price(Money::from_minor(span.lo, currency))
                }
                _ => Got::NotTold,
            },
            Constraint::Feature(feature) => match offered(rate, *feature) {
                Answer::FeeUnknown => Got::FeeNotTold,
                Answer::Silent => Got::NotTold,
                Answer::No => Got::No,
                Answer::Included | Answer::Fee(_) => Got::Yes,
            },
            Constraint::InsuredTo(_) => match (constraint.unit, rate.cover) {
                (Unit::Cover(currency), Some(cover)) => match self.cover(entry, currency) {
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

fn is_listed(constraint: &CompiledConstraint, entry: &Entry) -> bool {
    constraint.listed.iter().any(|pattern| pattern.matches(entry))
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
