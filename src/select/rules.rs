//! What is asked of a rate, what a missing fact means, and what is best.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{
    Currency, Date, ExchangeRate, Feature, Money, PointKind, PriceBasis, ServiceLevel, Time,
};

/// The rules of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rules {
    /// What is asked; every one must hold.
    #[serde(default)]
    pub constraints: Vec<Asked>,
    /// What is best.
    #[serde(default)]
    pub objective: Objective,
    /// What it means that the objective's own fact is not known.
    #[serde(default)]
    pub objective_unknown: ObjectiveUnknown,
    /// The currency of the decision.
    pub currency: Currency,
    /// Whether prices are compared without tax or with it.
    #[serde(default)]
    pub basis: TaxBasis,
    /// A tax rate in parts per million that is assumed where a rate tells one side alone; `None`: such a rate cannot be
    /// compared on the other side.
    #[serde(default)]
    pub assumed_tax_ppm: Option<u32>,
    /// The rates of exchange, each one way only.
    #[serde(default)]
    pub exchange: Vec<ExchangeRate>,
    /// The day the rates of exchange are of; `None`: not told.
    #[serde(default)]
    pub exchange_date: Option<Date>,
    /// What is preferred when price and arrival are equal, best first.
    #[serde(default)]
    pub prefer: Vec<Preference>,
    /// How many minutes from now it will be bought at the latest.
    #[serde(default)]
    pub buy_within_minutes: u32,
    /// What it means that a rate does not say how long it is valid.
    #[serde(default)]
    pub validity_unknown: ValidityPolicy,
}

impl Rules {
    /// The cheapest, without tax, in a currency; nothing asked.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self {
            constraints: Vec::new(),
            objective: Objective::Cheapest,
            objective_unknown: ObjectiveUnknown::LastResort,
            currency,
            basis: TaxBasis::Net,
            assumed_tax_ppm: None,
            exchange: Vec::new(),
            exchange_date: None,
            prefer: Vec::new(),
            buy_within_minutes: 0,
            validity_unknown: ValidityPolicy::Admit,
        }
    }

    /// Asks one thing more, a missing fact meaning what it usually does.
    #[must_use]
    pub fn with(mut self, constraint: Constraint) -> Self {
        self.constraints.push(Asked { constraint, unknown: None });
        self
    }

    /// Asks one thing more, and says what a missing fact means.
    #[must_use]
    pub fn with_policy(mut self, constraint: Constraint, unknown: Policy) -> Self {
        self.constraints.push(Asked { constraint, unknown: Some(unknown) });
        self
    }

    /// With another objective.
    #[must_use]
    pub const fn best(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }
}

/// A constraint, and what a missing fact means for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// What is asked.
    pub constraint: Constraint,
    /// What a missing fact means; `None`: as [`Constraint::default_policy`] says.
    #[serde(default)]
    pub unknown: Option<Policy>,
}

/// What a missing fact means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The rate is out.
    Reject,
    /// The rate comes after every rate that needs no such leniency.
    LastResort,
    /// The rate is ranked as if it cost so much more, in the decision's currency. What is paid does not change.
    AtPrice(Money),
}

/// What it means that a rate does not say how long it is valid: a [`Policy`], or that it is taken to be valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValidityPolicy {
    /// It is taken to be valid, and flagged: most live rates do not say.
    #[default]
    Admit,
    /// The rate is out.
    Reject,
    /// The rate comes after every other.
    LastResort,
    /// The rate is ranked as if it cost so much more.
    AtPrice(Money),
}

/// What it means that the objective has no value for a rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveUnknown {
    /// The rate comes after every other.
    #[default]
    LastResort,
    /// The rate is out.
    Reject,
}

/// Without tax or with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxBasis {
    /// Without tax: what a business that recovers it compares.
    #[default]
    Net,
    /// With tax.
    Gross,
}

/// A civil moment at the destination by which something must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadline {
    /// The last day. If it is a holiday it stays where it is.
    pub date: Date,
    /// The last minute of that day; `None`: the whole day will do.
    #[serde(default, with = "crate::model::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub time: Option<Time>,
}

impl Deadline {
    /// A whole day.
    #[must_use]
    pub const fn on(date: Date) -> Self {
        Self { date, time: None }
    }

    /// A minute of a day.
    #[must_use]
    pub const fn at(date: Date, time: Time) -> Self {
        Self { date, time: Some(time) }
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            None => write!(f, "{}", self.date),
            Some(time) => write!(f, "{} {}", self.date, time.format("%H:%M")),
        }
    }
}

/// A question to the facts of a rate. Each carries its own bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Constraint {
    /// Is it there by then?
    ArriveBy(Deadline),
    /// Is it there within so many business days after the hand-over? 0 is the day of hand-over.
    BusinessDays(u16),
    /// Does it cost at most so much, on a basis of its own, in a currency of its own?
    MaxPrice {
        /// The most.
        amount: Money,
        /// Without tax or with it.
        basis: TaxBasis,
    },
    /// Does it have this?
    Feature(Feature),
    /// Can it be insured to this sum?
    InsuredTo(Money),
    /// Does it deliver to a service point?
    ServicePoint(PointWish),
    /// Is it one of these carriers?
    Carriers(Vec<String>),
    /// Is it one of these services, by their codes?
    Services(Vec<String>),
    /// Is it of one of these levels?
    Levels(Vec<ServiceLevel>),
    /// Is its price one of these?
    PriceBases(Vec<PriceBasis>),
    /// Is it none of these? A bar beats an allowance.
    Barred(Vec<ServicePattern>),
    /// Does the carrier pay if it is late (and, with a deadline, is it guaranteed by then)?
    Guaranteed(Option<Deadline>),
    /// Is the chance of being on time at least this?
    OnTimeChance {
        /// Parts per million.
        ppm: u32,
        /// On time for what.
        deadline: Deadline,
    },
}

impl Constraint {
    /// There by the end of a day.
    #[must_use]
    pub const fn arrive_by(date: Date) -> Self {
        Self::ArriveBy(Deadline::on(date))
    }

    /// There by a time of a day.
    #[must_use]
    pub const fn arrive_by_time(date: Date, time: Time) -> Self {
        Self::ArriveBy(Deadline::at(date, time))
    }

    /// What a missing fact means where the caller does not say: for time a last resort, for all else no.
    #[must_use]
    pub const fn default_policy(&self) -> Policy {
        match self {
            Self::ArriveBy(_) | Self::BusinessDays(_) | Self::OnTimeChance { .. } => {
                Policy::LastResort
            }
            _ => Policy::Reject,
        }
    }

    /// Its name, as documents write it.
    #[must_use]
    pub const fn name(&self) -> ConstraintName {
        match self {
            Self::ArriveBy(_) => ConstraintName::ArriveBy,
            Self::BusinessDays(_) => ConstraintName::BusinessDays,
            Self::MaxPrice { .. } => ConstraintName::MaxPrice,
            Self::Feature(_) => ConstraintName::Feature,
            Self::InsuredTo(_) => ConstraintName::InsuredTo,
            Self::ServicePoint(_) => ConstraintName::ServicePoint,
            Self::Carriers(_) => ConstraintName::Carriers,
            Self::Services(_) => ConstraintName::Services,
            Self::Levels(_) => ConstraintName::Levels,
            Self::PriceBases(_) => ConstraintName::PriceBases,
            Self::Barred(_) => ConstraintName::Barred,
            Self::Guaranteed(_) => ConstraintName::Guaranteed,
            Self::OnTimeChance { .. } => ConstraintName::OnTimeChance,
        }
    }
}

/// The name of what stands in a rate's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConstraintName {
    /// [`Constraint::ArriveBy`].
    ArriveBy,
    /// [`Constraint::BusinessDays`].
    BusinessDays,
    /// [`Constraint::MaxPrice`].
    MaxPrice,
    /// [`Constraint::Feature`].
    Feature,
    /// [`Constraint::InsuredTo`].
    InsuredTo,
    /// [`Constraint::ServicePoint`].
    ServicePoint,
    /// [`Constraint::Carriers`].
    Carriers,
    /// [`Constraint::Services`].
    Services,
    /// [`Constraint::Levels`].
    Levels,
    /// [`Constraint::PriceBases`].
    PriceBases,
    /// [`Constraint::Barred`].
    Barred,
    /// [`Constraint::Guaranteed`].
    Guaranteed,
    /// [`Constraint::OnTimeChance`].
    OnTimeChance,
    /// The rate is still valid when it is bought: always asked.
    Valid,
    /// The objective has a value for the rate.
    Objective,
    /// The rate has a price for every parcel: always asked.
    Complete,
    /// The price can be compared: always asked.
    Comparable,
    /// The price is a price: always asked.
    Sound,
}

/// A service point that is wished for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PointWish {
    /// This one, by the carrier's number of it.
    This(String),
    /// Any of these kinds; of any kind where the list is empty.
    Any(Vec<PointKind>),
}

/// A carrier, or one service of it, or one service of whoever has it. Letters match whatever their case.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ServicePattern {
    /// The carrier; `None`: any.
    pub carrier: Option<String>,
    /// The service code; `None`: any.
    pub service: Option<String>,
}

impl ServicePattern {
    /// All services of a carrier.
    pub fn carrier(carrier: impl Into<String>) -> Self {
        Self { carrier: Some(carrier.into()), service: None }
    }
}

/// What is preferred when all else is equal.
pub type Preference = ServicePattern;

/// What is best. Every value is an integer; lower is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Objective {
    /// The lowest price.
    #[default]
    Cheapest,
    /// The earliest of the latest arrivals.
    Fastest,
    /// The lowest price plus so much for each day from ready to arrival.
    BestValue {
        /// What a day is worth, in the decision's currency.
        per_day: Money,
        /// Whether days are business days (of the request's calendar) or all days.
        business_days: bool,
    },
    /// The lowest price plus what lateness is expected to cost, by the caller's forecast.
    CostOfLateness {
        /// Later than this day is late.
        due: Date,
        /// What being late costs at once, in the decision's currency.
        fixed: Money,
        /// What each day costs more.
        per_day: Money,
        /// The most that lateness costs; `None`: no limit.
        cap: Option<Money>,
    },
    /// The caller's own value.
    Own,
}
