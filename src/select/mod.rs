//! Choosing: the best rate that meets the constraints, and for every other one, in numbers, why it lost.
//!
//! Pure: no clock, no network, no randomness. The moment of the decision is an input, so that a decision can be repeated.
//! Whatever order the rates came in, the choice is the same, byte for byte.
//!
//! - A **fact** of a rate is known or not; that the carrier says *no* is known.
//! - A **constraint** asks the facts and gets one of three answers: it passes, it fails by so much, or a fact is missing.
//! - What a missing fact means is the caller's **policy**: the rate is out, or a last resort, or costs so much more in the
//!   ranking (never in what is paid).
//! - The **objective** orders what is left: cheapest, fastest, best value, least cost of lateness, or the caller's own.
//! - A **counterfactual** tells what one constraint costs: who would win without it, and at what bound the winner changes.
//!
//! ```
//! use std::sync::Arc;
//! use arriero::model::{CarrierId, Country, Currency, DeliveryEstimate, Rate, Service};
//! use arriero::select::{Constraint, Request, Rules, Site, select};
//!
//! let rate = |carrier: &str, total: &str, day: &str| -> Result<Arc<Rate>, Box<dyn std::error::Error>> {
//!     let mut rate = Rate::new(CarrierId::new(carrier)?, Service::new("std", "Standard"), total.parse()?);
//!     rate.total_includes_tax = Some(false);
//!     Ok(Arc::new(rate.arriving(DeliveryEstimate::on(day.parse()?))))
//! };
//! let rates = [rate("ribera", "6.90 EUR", "2026-11-27")?, rate("sierra", "8.40 EUR", "2026-11-25")?];
//!
//! let now = "2026-11-23T12:00:00+01:00".parse()?;
//! let request = Request::new(now, "2026-11-23".parse()?, Site::new(Country::ES), Site::new(Country::PT));
//! let rules = Rules::new(Currency::EUR).with(Constraint::arrive_by("2026-11-25".parse()?));
//! let selection = select(&rates, &request, &rules)?;
//!
//! assert_eq!(selection.chosen.as_ref().map(|rate| rate.carrier.as_str()), Some("sierra"));
//! assert_eq!(selection.rejected[0].to_string(), "ribera std: arrives 2026-11-27, wanted by 2026-11-25: 2 days late");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advice;
mod answer;
mod compile;
mod counterfactual;
mod cover;
mod evaluate;
mod exchange;
mod explain;
mod facts;
mod findings;
mod flags;
mod judge;
mod key;
mod name;
mod objective;
mod offer;
pub mod offers;
mod order;
mod place;
mod price;
mod reason;
mod reasons;
mod refusal;
mod request;
mod rules;
mod selection;
mod span;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use advice::{Advice, Forecast, OwnValue};
pub use facts::Digest;
pub use flags::{Flag, Flags};
pub use reason::{Got, Reason, ShortBy, Verdict, Wanted};
pub use reasons::Reasons;
pub use refusal::RulesError;
pub use request::{CalendarChoice, PickUp, Request, Site};
pub use rules::{
    Asked, Constraint, ConstraintName, Deadline, Objective, ObjectiveUnknown, PointWish, Policy,
    Preference, Rules, ServicePattern, TaxBasis, ValidityPolicy,
};
pub use selection::{
    Alternative, BehindBy, Counterfactual, HandOverUsed, Inputs, LeastChange, Nearest, Outcome,
    Ranked, Rejected, Selection, Standing,
};

use crate::model::Rate;

/// Chooses among rates, and explains.
///
/// # Errors
///
/// [`RulesError`] where the rules contradict themselves: a rate of exchange that is not above zero, a sum beyond what is
/// computed with, a penalty in another currency than the decision's.
pub fn select(
    rates: &[Arc<Rate>],
    request: &Request,
    rules: &Rules,
) -> Result<Selection, RulesError> {
    select_with(rates, request, rules, &Advice::default())
}

/// Chooses with the caller's own forecasts or values.
///
/// # Errors
///
/// As [`select`].
pub fn select_with(
    rates: &[Arc<Rate>],
    request: &Request,
    rules: &Rules,
    advice: &Advice<'_>,
) -> Result<Selection, RulesError> {
    let compiled = compile::Compiled::new(rules)?;
    let digest = Digest::new(rates, request);
    Ok(explain::explain(digest, compiled, advice, request, rules))
}

/// Rules that are checked once and choose many times, where no explanation is wanted.
#[derive(Debug)]
pub struct Chooser {
    compiled: compile::Compiled,
}

impl Chooser {
    /// Checks the rules.
    ///
    /// # Errors
    ///
    /// As [`select`].
    pub fn new(rules: &Rules) -> Result<Self, RulesError> {
        Ok(Self { compiled: compile::Compiled::new(rules)? })
    }

    /// The best of rates whose facts are digested; `None`: none qualifies. Explains nothing and allocates nothing.
    #[must_use]
    pub fn choose<'d>(&self, digest: &'d Digest, advice: &Advice<'_>) -> Option<&'d Arc<Rate>> {
        let evaluator = evaluate::Evaluator { known: &digest.known, rules: &self.compiled, advice };
        digest.rates.get(evaluator.best(&digest.rates)?)
    }
}
