//! Why a rate lost, in numbers: what was wanted, what it has, by how much it falls short.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::compile::Unit;
use super::request::{DAY, date_of, moment_of};
use super::rules::{Constraint, ConstraintName, TaxBasis};
use super::span::INFINITE;
use crate::model::{Currency, Date, Feature, LocalDateTime, Money};

/// The answer to a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does not hold.
    Failed,
    /// A fact is missing.
    Unknown,
    /// It holds.
    Passed,
}

/// One thing that stands in a rate's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reason {
    /// What was asked.
    pub constraint: ConstraintName,
    /// Whether it does not hold or nobody knows.
    pub verdict: Verdict,
    /// What was wanted.
    pub wanted: Wanted,
    /// What the rate has.
    pub got: Got,
    /// By how much the bound must move so that it no longer fails; `None`: no bound, or no move helps.
    pub short_by: Option<ShortBy>,
}

/// What a constraint wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Wanted {
    /// There by the end of a day.
    ArrivalBy(Date),
    /// There by a minute.
    ArrivalByTime(LocalDateTime),
    /// There within so many business days.
    BusinessDays(i64),
    /// At most this price.
    Price(Money, TaxBasis),
    /// This feature.
    Feature(Feature),
    /// Insured to this sum.
    Cover(Money),
    /// A chance of at least so many parts per million.
    Chance(i64),
    /// A guarantee.
    Guarantee,
    /// A service point.
    Point,
    /// One of the carriers, services, levels or price bases of a list.
    Listed,
    /// None of the barred.
    NotBarred,
    /// Valid for so many minutes from now.
    ValidFor(i64),
    /// A value of the objective.
    Value,
    /// A price for every parcel.
    EveryParcel,
    /// A price on the decision's basis and in its currency.
    Comparable(TaxBasis, Currency),
    /// A price that is a price.
    SoundPrice,
}

impl Wanted {
    pub(super) fn of(ask: &Constraint, unit: Unit, bound: i64) -> Self {
        match (ask, unit) {
            (Constraint::Feature(feature), _) => Self::Feature(*feature),
            (Constraint::Guaranteed(None), _) => Self::Guarantee,
            (Constraint::ServicePoint(_), _) => Self::Point,
            (Constraint::Barred(_), _) => Self::NotBarred,
            (_, Unit::Days) => {
                date_of(bound.saturating_mul(DAY)).map_or(Self::Guarantee, Self::ArrivalBy)
            }
            (_, Unit::Minutes) => moment_of(bound).map_or(Self::Guarantee, Self::ArrivalByTime),
            (_, Unit::BusinessDays) => Self::BusinessDays(bound),
            (Constraint::MaxPrice { basis, .. }, Unit::Money(currency)) => {
                Self::Price(Money::from_minor(bound, currency), *basis)
            }
            (_, Unit::Cover(currency)) => Self::Cover(Money::from_minor(-bound, currency)),
            (_, Unit::Ppm) => Self::Chance(-bound),
            _ => Self::Listed,
        }
    }
}

/// What a rate has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Got {
    /// Nothing is told.
    NotTold,
    /// Arrives on this day.
    Arrival(Date),
    /// Arrives by this minute.
    ArrivalTime(LocalDateTime),
    /// Arrives somewhen between two minutes.
    ArrivalBetween(LocalDateTime, LocalDateTime),
    /// Arrives not before this minute.
    ArrivalFrom(LocalDateTime),
    /// The promise assumed a hand-over that is past.
    StalePromise,
    /// So many business days after the hand-over.
    BusinessDays(i64),
    /// This price.
    Price(Money),
    /// No rate of exchange of this pair.
    NoExchange(Currency, Currency),
    /// The tax is not told.
    TaxNotTold,
    /// Can be had, the fee is not told.
    FeeNotTold,
    /// This cover.
    Cover(Money),
    /// So many parts per million.
    Chance(i64),
    /// A yes.
    Yes,
    /// A no.
    No,
    /// A network of points, which one is not told.
    SomePoint,
    /// Ended so many minutes too early.
    ExpiredBy(i64),
    /// No price for these parcels, from 1.
    MissingParcels(Vec<usize>),
    /// Below nothing.
    NegativePrice(Money),
    /// Beyond what is computed with.
    PriceOutOfRange(Money),
}

/// By how much a rate falls short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ShortBy {
    /// Days.
    Days(i64),
    /// Minutes.
    Minutes(i64),
    /// Business days.
    BusinessDays(i64),
    /// An amount.
    Money(Money),
    /// Parts per million.
    Ppm(i64),
}

impl ShortBy {
    pub(super) fn of(unit: Unit, by: i64) -> Option<Self> {
        Some(match unit {
            Unit::Flag => return None,
            Unit::Days => Self::Days(by),
            Unit::Minutes => Self::Minutes(by),
            Unit::BusinessDays => Self::BusinessDays(by),
            Unit::Money(currency) | Unit::Cover(currency) => {
                Self::Money(Money::from_minor(by, currency))
            }
            Unit::Ppm => Self::Ppm(by),
        })
    }
}

/// An arrival as far as it is known, in minutes.
pub(super) fn arrival(lo: i64, hi: i64) -> Got {
    if hi == lo + DAY - 1 && lo.rem_euclid(DAY) == 0 {
        return date_of(lo).map_or(Got::NotTold, Got::Arrival);
    }
    if lo <= -INFINITE {
        return Got::NotTold;
    }
    let Some(from) = moment_of(lo) else { return Got::NotTold };
    match moment_of(hi) {
        _ if hi >= INFINITE => Got::ArrivalFrom(from),
        Some(_) if lo == hi => Got::ArrivalTime(from),
        Some(to) => Got::ArrivalBetween(from, to),
        None => Got::NotTold,
    }
}

fn plural(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn minutes_text(minutes: i64) -> String {
    match minutes {
        ..60 => plural(minutes, "minute", "minutes"),
        _ if minutes % 60 == 0 => plural(minutes / 60, "hour", "hours"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

const CLOCK: &str = "%Y-%m-%d %H:%M";

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArrivalBy(date) => write!(f, "by {date}"),
            Self::ArrivalByTime(at) => write!(f, "by {}", at.format(CLOCK)),
            Self::BusinessDays(days) => {
                write!(f, "at most {}", plural(*days, "business day", "business days"))
            }
            Self::Price(most, TaxBasis::Net) => write!(f, "at most {most} net"),
            Self::Price(most, TaxBasis::Gross) => write!(f, "at most {most} with tax"),
            Self::Feature(feature) => write!(f, "{feature}"),
            Self::Cover(sum) => write!(f, "insured to {sum}"),
            Self::Chance(ppm) => write!(f, "at least {} on time", percent(*ppm)),
            Self::Guarantee => f.write_str("guaranteed"),
            Self::Point => f.write_str("to a service point"),
            Self::Listed => f.write_str("one of the allowed"),
            Self::NotBarred => f.write_str("none of the barred"),
            Self::ValidFor(minutes) => write!(f, "valid for {}", minutes_text(*minutes)),
            Self::Value => f.write_str("a value of the objective"),
            Self::EveryParcel => f.write_str("a price for every parcel"),
            Self::Comparable(TaxBasis::Net, currency) => write!(f, "a net price in {currency}"),
            Self::Comparable(TaxBasis::Gross, currency) => {
                write!(f, "a price with tax in {currency}")
            }
            Self::SoundPrice => f.write_str("a price"),
        }
    }
}

/// Parts per million as a percentage: `95 %`, `94.9 %`.
fn percent(ppm: i64) -> String {
    format!("{} %", rust_decimal::Decimal::new(ppm, 4).normalize())
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTold => f.write_str("the carrier does not say"),
            Self::Arrival(date) => write!(f, "arrives {date}"),
            Self::ArrivalTime(at) => write!(f, "arrives {}", at.format(CLOCK)),
            Self::ArrivalBetween(from, to) => {
                write!(f, "arrives between {} and {}", from.format(CLOCK), to.format(CLOCK))
            }
            Self::ArrivalFrom(from) => write!(f, "arrives not before {}", from.format(CLOCK)),
            Self::StalePromise => f.write_str("the promise assumed an earlier hand-over"),
            Self::BusinessDays(days) => {
                f.write_str(&plural(*days, "business day", "business days"))
            }
            Self::Price(price) => write!(f, "costs {price}"),
            Self::NoExchange(from, to) => write!(f, "no rate of exchange {from}→{to}"),
            Self::TaxNotTold => f.write_str("the tax is not told"),
            Self::FeeNotTold => f.write_str("the fee is not told"),
            Self::Cover(sum) => write!(f, "covers {sum}"),
            Self::Chance(ppm) => f.write_str(&percent(*ppm)),
            Self::Yes => f.write_str("yes"),
            Self::No => f.write_str("no"),
            Self::SomePoint => f.write_str("to a network of points, which one is not told"),
            Self::ExpiredBy(minutes) => write!(f, "ends {} too early", minutes_text(*minutes)),
            Self::MissingParcels(parcels) => {
                let parcels: Vec<_> = parcels.iter().map(usize::to_string).collect();
                let word = if parcels.len() == 1 { "parcel" } else { "parcels" };
                write!(f, "no price for {word} {}", parcels.join(", "))
            }
            Self::NegativePrice(price) => write!(f, "{price} is below nothing"),
            Self::PriceOutOfRange(price) => write!(f, "{price} is out of range"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, wanted {}", self.got, self.wanted)?;
        match self.short_by {
            Some(ShortBy::Days(days)) => write!(f, ": {} late", plural(days, "day", "days")),
            Some(ShortBy::Minutes(minutes)) if self.constraint == ConstraintName::Valid => {
                write!(f, ": {} short", minutes_text(minutes))
            }
            Some(ShortBy::Minutes(minutes)) => write!(f, ": {} late", minutes_text(minutes)),
            Some(ShortBy::BusinessDays(days)) => {
                write!(f, ": {} late", plural(days, "business day", "business days"))
            }
            Some(ShortBy::Money(amount)) if self.constraint == ConstraintName::InsuredTo => {
                write!(f, ": {amount} short")
            }
            Some(ShortBy::Money(amount)) => write!(f, ": {amount} too dear"),
            Some(ShortBy::Ppm(ppm)) => write!(f, ": {} short", percent(ppm)),
            None => Ok(()),
        }
    }
}
