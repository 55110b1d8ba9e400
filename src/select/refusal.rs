//! Why rules are refused before anything is decided by them.

use rust_decimal::Decimal;

use super::rules::ConstraintName;
use crate::model::{Currency, Money};

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
