//! How an operation fails: who, what, why, and whether a label may exist all the same.

mod failure;
mod kind;
mod operation;
#[cfg(test)]
mod tests;

use std::fmt;

pub use failure::{Failure, FailureKind};
pub use kind::{ErrorKind, Step};
pub use operation::Operation;

use crate::model::{CarrierId, Faults};

/// The result of an operation of a carrier.
pub type Result<T> = std::result::Result<T, Error>;

/// What caused an error, as the library that met it told it.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why an operation of a carrier failed. Small to pass on; the cause is kept, not repeated in the text.
pub struct Error(Box<Inner>);

struct Inner {
    carrier: CarrierId,
    operation: Operation,
    kind: ErrorKind,
    outcome_unknown: bool,
    step: Option<Step>,
    status: Option<u16>,
    request_id: Option<String>,
    source: Option<Source>,
}

impl Error {
    /// A failure of a kind.
    ///
    /// Whether the outcome is unknown follows from operation and kind: a purchase that timed out after sending, met a broken
    /// carrier after sending or got an unreadable answer may have been made.
    #[must_use]
    pub fn new(carrier: CarrierId, operation: Operation, kind: ErrorKind) -> Self {
        let outcome_unknown = operation.spends_money()
            && matches!(
                kind,
                ErrorKind::Unavailable { sent: true, .. }
                    | ErrorKind::TimedOut { sent: true }
                    | ErrorKind::Unreadable { .. }
            );
        Self(Box::new(Inner {
            carrier,
            operation,
            kind,
            outcome_unknown,
            step: None,
            status: None,
            request_id: None,
            source: None,
        }))
    }

    /// A request that is wrong.
    #[must_use]
    pub fn invalid(carrier: CarrierId, operation: Operation, faults: Faults) -> Self {
        Self::new(carrier, operation, ErrorKind::InvalidRequest(faults))
    }

    /// With its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// With the part of the operation that failed. A purchase whose token could not be had was never sent.
    #[must_use]
    pub fn at_step(mut self, step: Step) -> Self {
        if step == Step::Token {
            self.0.outcome_unknown = false;
        }
        self.0.step = Some(step);
        self
    }

    /// With the HTTP status that came, whatever the kind.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// With the carrier's own number of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Says that the purchase may have been made although the kind of failure does not tell.
    #[must_use]
    pub fn with_unknown_outcome(mut self) -> Self {
        self.0.outcome_unknown = true;
        self
    }

    /// Who failed.
    #[must_use]
    pub fn carrier(&self) -> &CarrierId {
        &self.0.carrier
    }

    /// At what.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.0.operation
    }

    /// How.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The part of the operation that failed; `None`: it has one part, or it is not known.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        self.0.step
    }

    /// The HTTP status; `None`: there was no answer, or it was not HTTP.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.0.kind {
            ErrorKind::Unavailable { status, .. } | ErrorKind::Unreadable { status } => {
                status.or(self.0.status)
            }
            _ => self.0.status,
        }
    }

    /// The carrier's own number of the request; `None`: not told.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Whether something may have been bought although the call failed: a timeout after sending is not a "no". Look before
    /// asking again.
    #[must_use]
    pub fn outcome_is_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// Whether asking again, unchanged, may help **and is safe**: never for a purchase that may have been sent.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let passing = match self.0.kind {
            ErrorKind::RateLimited { .. }
            | ErrorKind::Unavailable { .. }
            | ErrorKind::TimedOut { .. } => true,
            ErrorKind::Unreadable { .. } => !self.0.operation.spends_money(),
            _ => false,
        };
        passing && !self.0.outcome_unknown
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { carrier, operation, kind, .. } = &*self.0;
        match kind {
            ErrorKind::Unsupported => write!(f, "{carrier} does not support {operation}"),
            ErrorKind::InvalidRequest(faults) => {
                write!(f, "{carrier} cannot be asked for {operation}: {faults}")
            }
            ErrorKind::Credentials { message } => {
                write!(f, "{carrier} did not accept the credentials for {operation}: {message}")
            }
            ErrorKind::NotFound { code: None, message } => {
                write!(f, "{carrier} did not find what {operation} asks for: {message}")
            }
            ErrorKind::NotFound { code: Some(code), message } => {
                write!(f, "{carrier} did not find what {operation} asks for: {code}: {message}")
            }
            ErrorKind::Refused { code, message } => {
                write!(f, "{carrier} refused {operation}: {code}: {message}")
            }
            ErrorKind::AlreadyExists { message, .. } => {
                write!(f, "{carrier} says that {operation} exists already: {message}")
            }
            ErrorKind::RateLimited { retry_after: None } => {
                write!(f, "{carrier} got too many requests for {operation}")
            }
            ErrorKind::RateLimited { retry_after: Some(wait) } => {
                write!(
                    f,
                    "{carrier} got too many requests for {operation}; come back in {} s",
                    wait.as_secs()
                )
            }
            ErrorKind::Unavailable { status: None, .. } => {
                write!(f, "{carrier} could not be reached for {operation}")
            }
            ErrorKind::Unavailable { status: Some(status), .. } => {
                write!(f, "{carrier} answered {operation} with HTTP {status}")
            }
            ErrorKind::TimedOut { .. } => write!(f, "{carrier} did not answer {operation} in time"),
            ErrorKind::Unreadable { status: None } => {
                write!(f, "{carrier} answered {operation} with something we cannot read")
            }
            ErrorKind::Unreadable { status: Some(status) } => {
                write!(
                    f,
                    "{carrier} answered {operation} with HTTP {status} and a body we cannot read"
                )
            }
        }?;
        if self.0.outcome_unknown {
            f.write_str(" (it may have been bought all the same)")
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("carrier", &self.0.carrier)
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("outcome_unknown", &self.0.outcome_unknown)
            .field("step", &self.0.step)
            .field("status", &self.status())
            .field("request_id", &self.0.request_id)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
