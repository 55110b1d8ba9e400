//! What was found.

use std::fmt;
use std::time::Duration;

use crate::carrier::Operation;
use crate::model::CarrierId;

/// A rule of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// The row has what the contract needs to judge.
    Row,
    /// What the capabilities say is what the carrier does.
    Capabilities,
    /// A good answer is a good answer.
    Success,
    /// None, one and many are told apart and counted.
    Elements,
    /// What nobody knows is kept.
    Unknown,
    /// A time keeps its zone or says that it has none.
    Times,
    /// A token is asked for once, and once more after a 401.
    Token,
    /// A 401 is about credentials.
    Credentials,
    /// The carrier's own "no" is told with its code.
    Refusal,
    /// A 429 is told with the time to come back.
    RateLimit,
    /// A broken carrier is unavailable, whatever its body.
    Unavailable,
    /// An error inside a success is an error.
    ErrorInside,
    /// A success that is none is unreadable.
    Unreadable,
    /// Lengths and depths are bounded.
    Bounds,
    /// Every deadline is kept.
    Deadline,
    /// A connection that fails is told as what it is.
    Connection,
    /// A purchase is sent once; what may be repeated three times at most.
    SentOnce,
    /// Whether something may have been bought is told.
    Outcome,
    /// No redirect is followed.
    Redirect,
    /// No secret and no person is shown.
    Secrets,
    /// Weights and lengths are never under-declared.
    Measures,
    /// What is beyond a limit is refused before anything is sent.
    Limits,
    /// What is sent is what was prepared, and preparing sends nothing.
    Prepared,
    /// What was not taken back is not told as taken back.
    Void,
    /// Every error names its carrier and its operation.
    Named,
    /// Nothing panics, and everything ends.
    Sound,
}

/// A carrier does not do what the contract says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub check: Check,
    /// The operation; `None`: all of it.
    pub operation: Option<Operation>,
    /// In which case, such as `503 with an HTML page`.
    pub case: String,
    /// What was seen.
    pub seen: String,
    /// What should have been.
    pub expected: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.check)?;
        if let Some(operation) = self.operation {
            write!(f, ", {operation}")?;
        }
        write!(f, ", {}: {}; expected {}", self.case, self.seen, self.expected)
    }
}

/// What a run of the contract found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The carrier.
    pub carrier: CarrierId,
    /// What it does not keep to, in the order of the rules; empty: it keeps the contract.
    pub findings: Vec<Finding>,
    /// What was not held against it, with the row's reasons.
    pub excused: Vec<Excused>,
    /// How many cases were tried.
    pub cases: usize,
    /// How long it took.
    pub took: Duration,
}

/// A rule that a row takes itself out of, for one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excused {
    /// The rule.
    pub check: Check,
    /// The operation.
    pub operation: Operation,
    /// Why, in the words of the row.
    pub why: String,
}

impl Report {
    /// Whether the contract is kept.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings of one rule.
    pub fn of(&self, check: Check) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.check == check)
    }

    /// For a test.
    ///
    /// # Panics
    ///
    /// With every finding, where there is one.
    pub fn assert(&self) {
        assert!(self.is_kept(), "{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { carrier, findings, cases, took, .. } = self;
        writeln!(f, "{carrier}: {} findings in {cases} cases, {took:.1?}", findings.len())?;
        findings.iter().try_for_each(|finding| writeln!(f, "  {finding}"))
    }
}
