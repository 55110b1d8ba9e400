//! Rules, checked once and brought into the integers that are compared: deadlines as minutes or days, sums as minor units.

use super::exchange::Exchange;
use super::name::{Name, Pattern};
use super::reason::Wanted;
use super::request::{DAY, day_start};
use super::rules::{
    Asked, Constraint, ConstraintName, Deadline, Objective, ObjectiveUnknown, Policy, Rules,
    ServicePattern, TaxBasis, ValidityPolicy,
};
use crate::model::{Currency, Money};
use chrono::Timelike;
use rust_decimal::Decimal;

/// Why rules cannot be decided by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// A rate of exchange that is not above zero, or with more than 18 digits.
    #[error(
        "the rate of exchange {from}→{to} is {rate}; write one above zero, of 18 digits at most"
    )]
    ExchangeRate {
        /// From.
        from: Currency,
        /// To.
        to: Currency,
        /// What was given.
        rate: Decimal,
    },
    /// Two rates for one pair.
    #[error("the rate of exchange {from}→{to} is given twice")]
    ExchangeTwice {
        /// From.
        from: Currency,
        /// To.
        to: Currency,
    },
    /// A pair and its reverse that contradict each other.
    #[error("the rates of exchange {from}→{to} and back differ by more than 2 %")]
    ExchangeReverse {
        /// From.
        from: Currency,
        /// To.
        to: Currency,
    },
    /// A sum that cannot be computed with.
    #[error("{what} of {amount} is out of range; sums stay within 2^39 minor units")]
    OutOfRange {
        /// What the sum is for.
        what: &'static str,
        /// The sum.
        amount: Money,
    },
    /// A sum that must be in the decision's currency.
    #[error("{what} is in {given}; write it in {wanted}, the currency of the decision")]
    Currency {
        /// What the sum is for.
        what: &'static str,
        /// Its currency.
        given: Currency,
        /// The decision's.
        wanted: Currency,
    },
    /// The same thing asked twice, so that its fee would count twice.
    #[error("{0:?} is asked twice; ask it once")]
    AskedTwice(ConstraintName),
    /// More constraints than are told apart.
    #[error("{0} constraints are asked; 60 are the most")]
    TooMany(usize),
    /// A chance above one.
    #[error("a chance of {0} parts per million is asked; 1000000 is certain")]
    Chance(u32),
}

/// Money is computed with inside ±2^39 minor units, so that no product overflows.
pub(super) const MOST_MINOR: i64 = 1 << 39;
const MOST_CONSTRAINTS: usize = 60;

/// Checked rules.
#[derive(Debug)]
pub(super) struct Compiled {
    /// In canonical order, as `asked`.
    pub(super) constraints: Vec<CompiledConstraint>,
    pub(super) asked: Vec<Asked>,
    /// A bit for each constraint.
    pub(super) mask: u64,
    /// Which constraints may add a fee to the price.
    pub(super) fee_mask: u64,
    /// Which constraints are on the price.
    pub(super) cap_mask: u64,
    pub(super) currency: Currency,
    pub(super) basis: TaxBasis,
    pub(super) assumed_tax_ppm: Option<u32>,
    pub(super) exchange: Exchange,
    pub(super) objective: CompiledObjective,
    pub(super) objective_unknown: ObjectiveUnknown,
    pub(super) prefer: Vec<Pattern>,
    pub(super) buy_within_seconds: i64,
    pub(super) validity: Admission,
}

#[derive(Debug)]
pub(super) struct CompiledConstraint {
    pub(super) ask: Constraint,
    /// The carriers or services that `ask` lists.
    pub(super) listed: Vec<Pattern>,
    pub(super) name: ConstraintName,
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
        let constraints = asked
            .iter()
            .map(|asked| CompiledConstraint::new(asked, currency))
            .collect::<Result<Vec<_>, _>>()?;
        refuse_twice(&constraints)?;
        let mask = |has: fn(&Constraint) -> bool| {
            constraints
                .iter()
                .enumerate()
                .filter(|(_, constraint)| has(&constraint.ask))
                .fold(0, |mask, (index, _)| mask | (1 << index))
        };
        Ok(Self {
            mask: mask(|_| true),
            fee_mask: mask(|ask| matches!(ask, Constraint::Feature(_) | Constraint::InsuredTo(_))),
            cap_mask: mask(|ask| matches!(ask, Constraint::MaxPrice { .. })),
            constraints,
            asked,
            currency,
            basis: rules.basis,
            assumed_tax_ppm: rules.assumed_tax_ppm,
            exchange: Exchange::new(&rules.exchange)?,
            objective: objective(rules.objective, currency)?,
            objective_unknown: rules.objective_unknown,
            prefer: patterns(&rules.prefer),
            buy_within_seconds: i64::from(rules.buy_within_minutes) * 60,
            validity: match rules.validity_unknown {
                ValidityPolicy::Admit => Admission::Admit,
                ValidityPolicy::Reject => Admission::Reject,
                ValidityPolicy::LastResort => Admission::LastResort,
                ValidityPolicy::AtPrice(penalty) => {
                    Admission::AtPrice(in_currency("a penalty", penalty, currency)?)
                }
            },
        })
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
        let twice = match (&one.ask, &other.ask) {
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
    fn new(asked: &Asked, currency: Currency) -> Result<Self, RulesError> {
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
        let ask = asked.constraint.clone();
        let wanted = Wanted::of(&ask, unit, bound);
        Ok(Self { name: ask.name(), ask, listed, bound, unit, policy, wanted })
    }

    /// What the constraint wants at a bound, to be shown.
    pub(super) fn wanted_at(&self, bound: i64) -> Wanted {
        Wanted::of(&self.ask, self.unit, bound)
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
