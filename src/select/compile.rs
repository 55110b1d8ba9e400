//! Rules, checked once and brought into the integers that are compared: deadlines as minutes or days, sums as minor units.

use super::exchange::Exchange;
use super::findings::{Findings, OBJECTIVE, Policies, VALIDITY};
use super::name::{Name, Pattern};
use super::reason::Wanted;
use super::refusal::RulesError;
use super::request::{DAY, day_start};
use super::rules::{
    Asked, Constraint, ConstraintName, Deadline, Objective, ObjectiveUnknown, Policy, Rules,
    ServicePattern, TaxBasis, ValidityPolicy,
};
use crate::model::{Currency, Money};
use chrono::Timelike;

/// Money is computed with inside ±2^39 minor units, so that no product overflows.
pub(super) const MOST_MINOR: i64 = 1 << 39;
const MOST_CONSTRAINTS: usize = 60;

/// Checked rules.
#[derive(Debug)]
pub(super) struct Compiled {
    /// In canonical order.
    pub(super) constraints: Vec<CompiledConstraint>,
    /// Which constraints may add a fee to the price.
    pub(super) fee_mask: u64,
    /// Which constraints are on the price.
    pub(super) cap_mask: u64,
    pub(super) currency: Currency,
    pub(super) basis: TaxBasis,
    pub(super) assumed_tax_ppm: Option<u32>,
    pub(super) exchange: Exchange,
    pub(super) objective: CompiledObjective,
    pub(super) policies: Policies,
    pub(super) prefer: Vec<Pattern>,
    pub(super) buy_within_seconds: i64,
    pub(super) validity: Admission,
}

#[derive(Debug)]
pub(super) struct CompiledConstraint {
    pub(super) name: ConstraintName,
    pub(super) asked: Asked,
    /// The carriers or services that it lists.
    pub(super) listed: Vec<Pattern>,
    pub(super) bound: i64,
    pub(super) unit: Unit,
    pub(super) policy: Admission,
    pub(super) wanted: Wanted,
}

/// What the bound of a constraint counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Yes or no: no bound to move.
    Flag,
    Days,
    Minutes,
    BusinessDays,
    /// Minor units of this currency.
    Money(Currency),
    /// Minor units, downwards: less cover is easier.
    Cover(Currency),
    /// Parts per million, downwards.
    Ppm,
}

/// What becomes of a rate that lacks a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    Admit,
    Reject,
    LastResort,
    AtPrice(i64),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum CompiledObjective {
    Cheapest,
    Fastest,
    BestValue { per_day: i64, business_days: bool },
    CostOfLateness { due: i64, fixed: i64, per_day: i64, cap: i64 },
    Own,
}

impl Compiled {
    pub(super) fn new(rules: &Rules) -> Result<Self, RulesError> {
        let asked = in_canonical_order(&rules.constraints);
        if asked.len() > MOST_CONSTRAINTS {
            return Err(RulesError::TooMany(asked.len()));
        }
        let currency = rules.currency;
        let mut constraints = Vec::with_capacity(asked.len());
        for asked in asked {
            constraints.push(CompiledConstraint::new(asked, currency)?);
        }
        refuse_twice(&constraints)?;
        let mask = |has: fn(&Constraint) -> bool| {
            constraints
                .iter()
                .enumerate()
                .filter(|(_, constraint)| has(constraint.ask()))
                .fold(0, |mask, (index, _)| mask | (1 << index))
        };
        let validity = match rules.validity_unknown {
            ValidityPolicy::Admit => Admission::Admit,
            ValidityPolicy::Reject => Admission::Reject,
            ValidityPolicy::LastResort => Admission::LastResort,
            ValidityPolicy::AtPrice(penalty) => {
                Admission::AtPrice(in_currency("a penalty", penalty, currency)?)
            }
        };
        let objective_unknown = match rules.objective_unknown {
            ObjectiveUnknown::LastResort => Admission::LastResort,
            ObjectiveUnknown::Reject => Admission::Reject,
        };
        let mut policies = Policies::default();
        for (index, constraint) in constraints.iter().enumerate() {
            policies.add(1 << index, constraint.policy);
        }
        policies.add(VALIDITY, validity);
        policies.add(OBJECTIVE, objective_unknown);
        Ok(Self {
            fee_mask: mask(|ask| matches!(ask, Constraint::Feature(_) | Constraint::InsuredTo(_))),
            cap_mask: mask(|ask| matches!(ask, Constraint::MaxPrice { .. })),
            policies,
            constraints,
            currency,
            basis: rules.basis,
            assumed_tax_ppm: rules.assumed_tax_ppm,
            exchange: Exchange::new(&rules.exchange)?,
            objective: objective(rules.objective, currency)?,
            prefer: patterns(&rules.prefer),
            buy_within_seconds: i64::from(rules.buy_within_minutes) * 60,
            validity,
        })
    }

    /// The rules as they were asked, constraints in canonical order.
    pub(super) fn echo(self, rules: &Rules) -> Rules {
        let mut constraints = Vec::with_capacity(self.constraints.len());
        constraints.extend(self.constraints.into_iter().map(|constraint| constraint.asked));
        Rules {
            constraints,
            exchange: rules.exchange.clone(),
            prefer: rules.prefer.clone(),
            ..*rules
        }
    }

    /// The constraints of a mask, each with its bit.
    #[inline]
    pub(super) fn those(&self, mask: u64) -> impl Iterator<Item = (u64, &CompiledConstraint)> {
        let mut left = mask;
        std::iter::from_fn(move || {
            let bit = left & left.wrapping_neg();
            let constraint = self.constraints.get(left.trailing_zeros() as usize)?;
            left ^= bit;
            Some((bit, constraint))
        })
    }

    /// What keeps a rate out.
    #[inline]
    pub(super) const fn obstacles(&self, found: &Findings) -> u64 {
        found.failed | (found.unknown & self.policies.reject)
    }

    /// What the ranking adds for missing facts, in minor units.
    #[inline]
    pub(super) fn penalty(&self, found: &Findings) -> i64 {
        let priced = found.unknown & self.policies.at_price;
        if priced == 0 {
            return 0;
        }
        let price = |admission| if let Admission::AtPrice(price) = admission { price } else { 0 };
        let validity = if priced & VALIDITY == 0 { 0 } else { price(self.validity) };
        self.those(priced).map(|(_, constraint)| price(constraint.policy)).sum::<i64>() + validity
    }
}

impl Policies {
    fn add(&mut self, bit: u64, admission: Admission) {
        match admission {
            Admission::Admit => self.admit |= bit,
            Admission::Reject => self.reject |= bit,
            Admission::LastResort => self.last_resort |= bit,
            Admission::AtPrice(_) => self.at_price |= bit,
        }
    }
}

/// By name, then by what is asked: the order they were written in decides nothing.
fn in_canonical_order(constraints: &[Asked]) -> Vec<Asked> {
    let mut asked = constraints.to_vec();
    let text = |asked: &Asked| serde_json::to_string(asked).unwrap_or_default();
    asked.sort_by(|a, b| {
        a.constraint
            .name()
            .cmp(&b.constraint.name())
            .then_with(|| if a == b { std::cmp::Ordering::Equal } else { text(a).cmp(&text(b)) })
    });
    asked.dedup();
    asked
}

fn refuse_twice(constraints: &[CompiledConstraint]) -> Result<(), RulesError> {
    for pair in constraints.windows(2) {
        let [one, other] = pair else { continue };
        let twice = match (one.ask(), other.ask()) {
            (Constraint::Feature(a), Constraint::Feature(b)) => a == b,
            (Constraint::InsuredTo(_), Constraint::InsuredTo(_)) => true,
            _ => false,
        };
        if twice {
            return Err(RulesError::AskedTwice(one.name));
        }
    }
    Ok(())
}

impl CompiledConstraint {
    fn new(asked: Asked, currency: Currency) -> Result<Self, RulesError> {
        let (bound, unit) = bound_of(&asked.constraint)?;
        let policy = match asked.unknown.unwrap_or(asked.constraint.default_policy()) {
            Policy::Reject => Admission::Reject,
            Policy::LastResort => Admission::LastResort,
            Policy::AtPrice(penalty) => {
                Admission::AtPrice(in_currency("a penalty", penalty, currency)?)
            }
        };
        let listed = match &asked.constraint {
            Constraint::Carriers(names) => names
                .iter()
                .map(|name| Pattern { carrier: Some(Name::new(name)), service: None })
                .collect(),
            Constraint::Services(codes) => codes
                .iter()
                .map(|code| Pattern { carrier: None, service: Some(Name::new(code)) })
                .collect(),
            Constraint::Barred(barred) => patterns(barred),
            _ => Vec::new(),
        };
        let wanted = Wanted::of(&asked.constraint, unit, bound);
        Ok(Self { name: asked.constraint.name(), asked, listed, bound, unit, policy, wanted })
    }

    pub(super) const fn ask(&self) -> &Constraint {
        &self.asked.constraint
    }

    /// What the constraint wants at a bound, to be shown.
    pub(super) fn wanted_at(&self, bound: i64) -> Wanted {
        Wanted::of(self.ask(), self.unit, bound)
    }
}

fn patterns(patterns: &[ServicePattern]) -> Vec<Pattern> {
    let name = |text: &Option<String>| text.as_deref().map(Name::new);
    patterns
        .iter()
        .map(|ServicePattern { carrier, service }| Pattern {
            carrier: name(carrier),
            service: name(service),
        })
        .collect()
}

/// A constraint's bound, and what it counts. A fact passes when it is at or below the bound.
fn bound_of(constraint: &Constraint) -> Result<(i64, Unit), RulesError> {
    Ok(match constraint {
        Constraint::ArriveBy(deadline) | Constraint::Guaranteed(Some(deadline)) => {
            deadline_bound(*deadline)
        }
        Constraint::BusinessDays(most) => (i64::from(*most), Unit::BusinessDays),
        Constraint::MaxPrice { amount, .. } => {
            (in_range("a highest price", *amount)?, Unit::Money(amount.currency()))
        }
        Constraint::InsuredTo(amount) => {
            (-in_range("an insured sum", *amount)?, Unit::Cover(amount.currency()))
        }
        Constraint::OnTimeChance { ppm, .. } => {
            if *ppm > 1_000_000 {
                return Err(RulesError::Chance(*ppm));
            }
            (-i64::from(*ppm), Unit::Ppm)
        }
        _ => (0, Unit::Flag),
    })
}

fn deadline_bound(deadline: Deadline) -> (i64, Unit) {
    match deadline.time {
        None => (day_start(deadline.date).div_euclid(DAY), Unit::Days),
        // A deadline's seconds count as the minute they stand in: who asks for 12:00:30 does not mean 12:01.
        Some(time) => {
            let minute = i64::from(time.num_seconds_from_midnight() / 60);
            (day_start(deadline.date) + minute, Unit::Minutes)
        }
    }
}

fn in_range(what: &'static str, amount: Money) -> Result<i64, RulesError> {
    amount
        .to_minor()
        .filter(|minor| (-MOST_MINOR..=MOST_MINOR).contains(minor))
        .ok_or(RulesError::OutOfRange { what, amount })
}

fn in_currency(what: &'static str, amount: Money, wanted: Currency) -> Result<i64, RulesError> {
    if amount.currency() != wanted {
        return Err(RulesError::Currency { what, given: amount.currency(), wanted });
    }
    let minor = in_range(what, amount)?;
    if minor < 0 { Err(RulesError::OutOfRange { what, amount }) } else { Ok(minor) }
}

fn objective(objective: Objective, currency: Currency) -> Result<CompiledObjective, RulesError> {
    Ok(match objective {
        Objective::Cheapest => CompiledObjective::Cheapest,
        Objective::Fastest => CompiledObjective::Fastest,
        Objective::BestValue { per_day, business_days } => CompiledObjective::BestValue {
            per_day: in_currency("the value of a day", per_day, currency)?,
            business_days,
        },
        Objective::CostOfLateness { due, fixed, per_day, cap } => {
            CompiledObjective::CostOfLateness {
                due: day_start(due).div_euclid(DAY),
                fixed: in_currency("the cost of lateness", fixed, currency)?,
                per_day: in_currency("the cost of a day", per_day, currency)?,
                cap: cap.map_or(Ok(MOST_MINOR), |cap| {
                    in_currency("the most that lateness costs", cap, currency)
                })?,
            }
        }
        Objective::Own => CompiledObjective::Own,
    })
}
