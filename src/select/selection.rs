//! What comes back: the choice, every other rate with its reasons, what each constraint costs, and what was decided by.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::flags::Flags;
use super::reason::{Reason, Wanted};
use super::reasons::Reasons;
use super::request::Request;
use super::rules::{ConstraintName, Rules};
use crate::carrier::Failure;
use crate::model::{CarrierId, Date, Money, Rate, Unavailable};

/// A decision, explained. Every rate that came in is in exactly one of `ranked`, `rejected` and `duplicates`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Selection {
    /// Whether there is a choice.
    pub outcome: Outcome,
    /// The rate of the first of `ranked`; `None`: none qualifies.
    pub chosen: Option<Arc<Rate>>,
    /// The rates that qualify, best first.
    pub ranked: Vec<Ranked>,
    /// The rates that do not, with every reason.
    pub rejected: Vec<Rejected>,
    /// Rates that came more than once, each time but the first.
    #[serde(default)]
    pub duplicates: Vec<Arc<Rate>>,
    /// Services that carriers do not offer, as the quote told.
    #[serde(default)]
    pub unavailable: Vec<Unavailable>,
    /// Carriers that failed, as the quote told.
    #[serde(default)]
    pub failures: Vec<Failure>,
    /// What single constraints cost.
    #[serde(default)]
    pub counterfactuals: Vec<Counterfactual>,
    /// Where nothing qualifies and no single constraint is to blame: the rate that comes closest.
    #[serde(default)]
    pub nearest: Option<Nearest>,
    /// What was decided by, so that a stored decision can be repeated.
    pub inputs: Inputs,
}

impl Selection {
    /// With what the quote told beside the rates.
    #[must_use]
    pub fn with_quote(mut self, unavailable: Vec<Unavailable>, failures: Vec<Failure>) -> Self {
        self.unavailable = unavailable;
        self.failures = failures;
        self
    }
}

/// Whether there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There is.
    Chosen,
    /// There are rates, but none qualifies.
    NoneQualifies,
    /// There is no rate at all.
    NoRates,
}

/// A rate that qualifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Ranked {
    /// The rate.
    pub rate: Arc<Rate>,
    /// How sure it is.
    pub standing: Standing,
    /// What it costs in the decision's currency and on its basis, the fees of what is asked inside.
    pub price: Money,
    /// The objective's value: minor units for prices, minutes since 1970 for arrivals; `None`: not known.
    pub value: Option<i64>,
    /// How far behind the chosen one; `None` for the chosen one itself.
    pub behind_by: Option<BehindBy>,
    /// What a careful reader wants to know.
    #[serde(default)]
    pub flags: Flags,
}

/// How sure it is that a rate meets the constraints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Every constraint holds.
    Proven,
    /// Facts are missing, and the ranking counts so much more for it.
    Priced {
        /// What the ranking adds; it is not paid.
        penalty: Money,
        /// What is not known.
        unknown: Vec<ConstraintName>,
    },
    /// Facts are missing, and it stands behind every rate that lacks none.
    LastResort {
        /// What is not known.
        unknown: Vec<ConstraintName>,
    },
}

/// How far a rate is behind the chosen one. Negative: it is ahead in this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BehindBy {
    /// In the objective's value; `None`: one of the two is not known.
    pub value: Option<i64>,
    /// In price.
    pub price: Money,
    /// In minutes of arrival; `None`: one of the two is not known.
    pub arrival_minutes: Option<i64>,
}

/// A rate that does not qualify.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rejected {
    /// The rate.
    pub rate: Arc<Rate>,
    /// Everything that stands in its way, and every fact that is missing.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Reason>"))]
    pub reasons: Reasons,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.rate.carrier, self.rate.service.code)?;
        for (index, reason) in self.reasons.iter().enumerate() {
            write!(f, "{}{reason}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// What one constraint costs, all others staying as they are. Savings of several do not add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Counterfactual {
    /// The constraint.
    pub constraint: ConstraintName,
    /// As it was asked.
    pub asked: Wanted,
    /// The winner if it were not asked; `None`: the same.
    pub without: Option<Alternative>,
    /// The smallest moves of its bound that change the winner, each better than the one before; three at most.
    #[serde(default)]
    pub least_changes: Vec<LeastChange>,
}

/// Another bound, and who wins there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeastChange {
    /// The bound.
    pub bound: Wanted,
    /// The winner there.
    pub winner: Alternative,
}

/// A rate that would win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Alternative {
    /// The rate.
    pub rate: Arc<Rate>,
    /// What it would cost.
    pub price: Money,
    /// How much less than the chosen one; negative: more. `None`: nothing is chosen.
    pub saved: Option<Money>,
    /// How much lower its value is; `None`: nothing is chosen, or a value is not known.
    pub saved_value: Option<i64>,
    /// Minutes that it arrives later than the chosen one; negative: earlier. `None`: not known.
    pub later_minutes: Option<i64>,
    /// Whether the constraint does not hold for it, or nobody knows (ask the carrier when it arrives).
    pub constraint_unknown: bool,
    /// Which facts it lacks.
    #[serde(default)]
    pub lacks: Vec<ConstraintName>,
    /// The price has the asked feature inside: without it a new quote may be lower still.
    #[serde(default)]
    pub needs_new_quote: bool,
}

/// The rate that comes closest where none qualifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Nearest {
    /// The rate.
    pub rate: Arc<Rate>,
    /// What must give.
    pub reasons: Vec<Reason>,
}

/// What was decided by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Inputs {
    /// The moments and places.
    pub request: Request,
    /// The rules, constraints in canonical order.
    pub rules: Rules,
    /// The hand-over day of each carrier's services, where it is known.
    #[serde(default)]
    pub hand_over: Vec<HandOverUsed>,
}

/// The hand-over day that a rate was counted from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandOverUsed {
    /// The carrier.
    pub carrier: CarrierId,
    /// The first day it can be.
    pub earliest: Date,
    /// The last; the same where it is certain.
    pub latest: Date,
}
