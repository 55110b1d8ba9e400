//! What a test tells the mock to answer.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::carrier::{ErrorKind, Operation};
use crate::model::{Faults, Money, RateAnswer};

/// One answer of a mock, in place of what it would do by itself.
///
/// For an operation that spends nothing, *made* below reads *done*: a void whose answer is lost after the commit did void.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// What the mock does by itself: lets one call through.
    AsUsual,
    /// The next answer, after a delay.
    After(Duration, Box<Answer>),
    /// This error; nothing is made.
    Fail(ErrorKind),
    /// No answer, ever; nothing is made.
    Hang,
    /// No answer, ever, though it is made.
    HangAfterCommit,
    /// It is made, and the answer cannot be read.
    Unreadable,
    /// The request got lost: timed out after sending, nothing is made.
    LostBeforeCommit,
    /// The answer got lost: timed out after sending, and it is made.
    LostAfterCommit,
    /// Timed out after sending; a purchase is made only when the mock's clock has gone on so far.
    LateCommit(Duration),
    /// A purchase costs so much more than was quoted.
    Dearer(Money),
    /// These rates.
    Rates(RateAnswer),
}

impl Answer {
    /// As usual, after a delay.
    #[must_use]
    pub fn slow(delay: Duration) -> Self {
        Self::AsUsual.after(delay)
    }

    /// The same answer, after a delay.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self::After(delay, Box::new(self))
    }

    /// The carrier says no.
    #[must_use]
    pub fn refused(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Fail(ErrorKind::Refused { code: code.into(), message: message.into() })
    }

    /// The request is wrong at a field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Fail(ErrorKind::InvalidRequest(Faults::one(field, message)))
    }

    /// The carrier does not know us.
    #[must_use]
    pub fn credentials() -> Self {
        Self::Fail(ErrorKind::Credentials { message: "the key is not known".to_owned() })
    }

    /// Too many requests; come back after a while.
    #[must_use]
    pub const fn rate_limited(retry_after: Option<Duration>) -> Self {
        Self::Fail(ErrorKind::RateLimited { retry_after })
    }

    /// The carrier's server is broken: HTTP 503 after the request was sent, nothing is made.
    #[must_use]
    pub const fn unavailable() -> Self {
        Self::Fail(ErrorKind::Unavailable { sent: true, status: Some(503) })
    }

    /// The carrier cannot be reached: nothing was sent.
    #[must_use]
    pub const fn unreachable() -> Self {
        Self::Fail(ErrorKind::Unavailable { sent: false, status: None })
    }
}

/// The answers that are still to be given.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    next: BTreeMap<Operation, VecDeque<Answer>>,
    standing: BTreeMap<Operation, Answer>,
}

impl Scripts {
    pub(super) fn push(&mut self, operation: Operation, answer: Answer) {
        self.next.entry(operation).or_default().push_back(answer);
    }

    pub(super) fn stand(&mut self, operation: Operation, answer: Answer) {
        self.standing.insert(operation, answer);
    }

    /// The next answer; when they are used up the standing one, if there is one.
    pub(super) fn take(&mut self, operation: Operation) -> Answer {
        let next = self.next.get_mut(&operation).and_then(VecDeque::pop_front);
        next.or_else(|| self.standing.get(&operation).cloned()).unwrap_or(Answer::AsUsual)
    }
}
