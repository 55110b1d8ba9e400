//! What comes of asking: one carrier's answer, and all of them together. Nothing here waits.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::carrier::Failure;
use crate::model::{CarrierId, Notice, Rate, RateAnswer, Unavailable};

/// Everything that came by the deadline, and who failed.
///
/// All lists stand in the order of the carriers in the set, whatever came first; inside one carrier in its own order (summed
/// rates in that of their service codes).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Quotes {
    /// The prices. One with `missing_parcels` is here to be shown, not to be chosen.
    pub rates: Vec<Arc<Rate>>,
    /// Services that are not offered, and why.
    pub unavailable: Vec<Unavailable>,
    /// Carriers that failed or were late. One that priced some parcels and failed on others stands here and under `answered`.
    pub failures: Vec<Failure>,
    /// Remarks of carriers.
    pub notices: Vec<CarrierNotice>,
    /// Carriers that answered, and how long they took.
    pub answered: Vec<Answered>,
    /// Carriers that give no rates, by their own capabilities; they were not asked.
    pub unasked: Vec<CarrierId>,
}

/// A carrier that answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answered {
    /// Who.
    pub carrier: CarrierId,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// A carrier's remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CarrierNotice {
    /// Who says so.
    pub carrier: CarrierId,
    /// What.
    #[serde(flatten)]
    pub notice: Notice,
}

/// All that came of asking one carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answer {
    /// Who was asked.
    pub carrier: CarrierId,
    /// How long it took to answer or to fail, in milliseconds.
    pub elapsed_ms: u64,
    /// Whether anything came, be it an empty list.
    pub answered: bool,
    /// The prices.
    pub rates: Vec<Arc<Rate>>,
    /// Services that are not offered, and why.
    pub unavailable: Vec<Unavailable>,
    /// How it failed; empty: it did not. Several only where parcels were asked one by one and failed each in its own way.
    pub failures: Vec<Failure>,
    /// Remarks.
    pub notices: Vec<Notice>,
}

impl Answer {
    pub(super) fn came(carrier: CarrierId, elapsed: Duration, answer: RateAnswer) -> Self {
        Self {
            carrier,
            elapsed_ms: millis(elapsed),
            answered: true,
            rates: answer.rates.into_iter().map(Arc::new).collect(),
            unavailable: answer.unavailable,
            failures: Vec::new(),
            notices: answer.notices,
        }
    }

    pub(super) fn failed(carrier: CarrierId, elapsed: Duration, failures: Vec<Failure>) -> Self {
        Self { answered: false, failures, ..Self::came(carrier, elapsed, RateAnswer::default()) }
    }
}

impl Quotes {
    pub(super) fn add(&mut self, answer: Answer) {
        let Answer { carrier, elapsed_ms, answered, rates, unavailable, failures, notices } =
            answer;
        self.rates.extend(rates);
        self.unavailable.extend(unavailable);
        self.failures.extend(failures);
        self.notices.extend(
            notices.into_iter().map(|notice| CarrierNotice { carrier: carrier.clone(), notice }),
        );
        if answered {
            self.answered.push(Answered { carrier, elapsed_ms });
        }
    }
}

pub(super) fn millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
