//! How an operation fails: who, what, why, and whether a label may exist all the same.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{CarrierId, Fault, Faults, Handle};

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

/// What was asked of a carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Operation {
    /// Prices.
    Rates,
    /// Buying a label.
    BuyLabel,
    /// Buying a return.
    ReturnLabel,
    /// Tracking.
    Track,
    /// Fetching papers.
    Documents,
    /// Taking a label back.
    Void,
    /// Looking for a purchase.
    FindPurchase,
    /// Looking for service points.
    ServicePoints,
    /// Checking an address.
    CheckAddress,
    /// Booking a collection.
    BookPickup,
    /// Cancelling a collection.
    CancelPickup,
    /// Closing the day.
    Manifest,
    /// Asking whether the carrier knows us.
    CheckAccount,
}

impl Operation {
    /// Whether it buys something, so that asking twice may pay twice.
    #[must_use]
    pub const fn spends_money(self) -> bool {
        matches!(self, Self::BuyLabel | Self::ReturnLabel | Self::BookPickup | Self::Manifest)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rates => "rates",
            Self::BuyLabel => "the label",
            Self::ReturnLabel => "the return label",
            Self::Track => "tracking",
            Self::Documents => "documents",
            Self::Void => "the void",
            Self::FindPurchase => "the look-up",
            Self::ServicePoints => "service points",
            Self::CheckAddress => "the address check",
            Self::BookPickup => "the pickup",
            Self::CancelPickup => "cancelling the pickup",
            Self::Manifest => "the manifest",
            Self::CheckAccount => "the account check",
        })
    }
}

/// What kind of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The carrier does not have this operation, or not in this configuration.
    Unsupported,
    /// The request is wrong: our own checks or the carrier say so, field by field in our own paths.
    InvalidRequest(Faults),
    /// The carrier does not know us, or does not let us.
    Credentials {
        /// Its words.
        message: String,
    },
    /// What was asked for is not there.
    NotFound {
        /// Its code, letter for letter; `None`: none, or it was not the carrier who looked.
        code: Option<String>,
        /// Its words.
        message: String,
    },
    /// The carrier understood and says no.
    Refused {
        /// Its code, letter for letter.
        code: String,
        /// Its words, letter for letter.
        message: String,
    },
    /// The key or reference was used before.
    AlreadyExists {
        /// What it made then; `None`: not told.
        existing: Option<Handle>,
        /// Its words.
        message: String,
    },
    /// Too many requests.
    RateLimited {
        /// When to come back; `None`: not told.
        retry_after: Option<Duration>,
    },
    /// The carrier cannot be reached or is broken.
    Unavailable {
        /// Whether a byte of the request may have reached it.
        sent: bool,
        /// The HTTP status; `None`: there was no answer.
        status: Option<u16>,
    },
    /// The time was up.
    TimedOut {
        /// Whether a byte of the request may have reached it.
        sent: bool,
    },
    /// An answer came that cannot be read.
    Unreadable {
        /// The HTTP status; `None`: not HTTP.
        status: Option<u16>,
    },
}

impl ErrorKind {
    /// That it is not there, in words of our own.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::NotFound { code: None, message: message.into() }
    }
}

/// The part of an operation that failed, where it has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// Getting a token.
    Token,
    /// Making the thing itself.
    Create,
    /// Fetching its paper.
    FetchDocument,
    /// Asking whether it is ready.
    Poll,
    /// Closing the day.
    Transmit,
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

/// An error as data: what a quote lists under `failures` and `--json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Failure {
    /// Who failed.
    pub carrier: CarrierId,
    /// At what.
    pub operation: Operation,
    /// How.
    pub kind: FailureKind,
    /// The carrier's own code; `None`: none.
    pub code: Option<String>,
    /// What happened, in words, with the causes behind it.
    pub message: String,
    /// The first field that is wrong, in our own path; `None`: no field is.
    pub field: Option<String>,
    /// Seconds until it may be asked again; `None`: not told.
    pub retry_after: Option<u64>,
    /// Whether something may have been bought all the same.
    pub outcome_unknown: bool,
    /// Every fault of the request.
    #[serde(default)]
    pub faults: Faults,
    /// How long the carrier took to fail, in milliseconds; `None`: not measured.
    #[serde(default)]
    pub elapsed_ms: Option<u64>,
}

/// The name of an [`ErrorKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is explained at the variant of `ErrorKind` with its name")]
pub enum FailureKind {
    Unsupported,
    InvalidRequest,
    Credentials,
    NotFound,
    Refused,
    AlreadyExists,
    RateLimited,
    Unavailable,
    TimedOut,
    Unreadable,
}

impl From<&ErrorKind> for FailureKind {
    fn from(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::Unsupported => Self::Unsupported,
            ErrorKind::InvalidRequest(_) => Self::InvalidRequest,
            ErrorKind::Credentials { .. } => Self::Credentials,
            ErrorKind::NotFound { .. } => Self::NotFound,
            ErrorKind::Refused { .. } => Self::Refused,
            ErrorKind::AlreadyExists { .. } => Self::AlreadyExists,
            ErrorKind::RateLimited { .. } => Self::RateLimited,
            ErrorKind::Unavailable { .. } => Self::Unavailable,
            ErrorKind::TimedOut { .. } => Self::TimedOut,
            ErrorKind::Unreadable { .. } => Self::Unreadable,
        }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(source) = cause {
            message.push_str(": ");
            message.push_str(&source.to_string());
            cause = source.source();
        }
        let (code, faults, retry_after) = match error.kind() {
            ErrorKind::Refused { code, .. } => (Some(code.clone()), Faults::none(), None),
            ErrorKind::NotFound { code, .. } => (code.clone(), Faults::none(), None),
            ErrorKind::InvalidRequest(faults) => (None, faults.clone(), None),
            ErrorKind::RateLimited { retry_after } => {
                (None, Faults::none(), retry_after.map(|wait| wait.as_secs()))
            }
            _ => (None, Faults::none(), None),
        };
        Self {
            carrier: error.carrier().clone(),
            operation: error.operation(),
            kind: error.kind().into(),
            code,
            message,
            field: faults.iter().next().map(|Fault { field, .. }| field.clone()),
            retry_after,
            outcome_unknown: error.outcome_is_unknown(),
            faults,
            elapsed_ms: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(operation: Operation, kind: ErrorKind) -> Error {
        Error::new(CarrierId::new("sierra").unwrap(), operation, kind)
    }

    #[test]
    fn the_same_timeout_is_harmless_for_rates_and_unknown_for_a_purchase() {
        let timed_out = || ErrorKind::TimedOut { sent: true };
        assert!(!error(Operation::Rates, timed_out()).outcome_is_unknown());
        assert!(error(Operation::Rates, timed_out()).is_retryable());
        assert!(error(Operation::BuyLabel, timed_out()).outcome_is_unknown());
        assert!(!error(Operation::BuyLabel, timed_out()).is_retryable());
    }

    #[test]
    fn a_purchase_that_never_left_may_be_sent_again() {
        let unsent =
            error(Operation::BuyLabel, ErrorKind::Unavailable { sent: false, status: None });
        assert!(!unsent.outcome_is_unknown() && unsent.is_retryable());
        let no_token =
            error(Operation::BuyLabel, ErrorKind::TimedOut { sent: true }).at_step(Step::Token);
        assert!(!no_token.outcome_is_unknown());
    }

    #[test]
    fn a_no_is_not_asked_again() {
        for kind in [
            ErrorKind::Unsupported,
            ErrorKind::InvalidRequest(Faults::none()),
            ErrorKind::Credentials { message: String::new() },
            ErrorKind::not_found(""),
            ErrorKind::Refused { code: String::new(), message: String::new() },
            ErrorKind::AlreadyExists { existing: None, message: String::new() },
        ] {
            assert!(!error(Operation::Rates, kind.clone()).is_retryable(), "{kind:?}");
        }
    }

    #[test]
    fn the_carriers_own_code_of_what_is_not_there_is_shown_and_kept() {
        let (code, message) = (Some("004".to_owned()), "No PIN history".to_owned());
        let failure =
            Failure::from(&error(Operation::Track, ErrorKind::NotFound { code, message }));
        assert_eq!(failure.code.as_deref(), Some("004"));
        assert_eq!(
            failure.message,
            "sierra did not find what tracking asks for: 004: No PIN history"
        );
        let none = Failure::from(&error(Operation::Track, ErrorKind::not_found("no such number")));
        assert_eq!(none.code, None);
    }

    #[test]
    fn a_failure_tells_the_causes_behind_the_error() {
        let error = error(Operation::Rates, ErrorKind::Unavailable { sent: false, status: None })
            .caused_by(std::io::Error::other("connection refused"));
        assert_eq!(
            Failure::from(&error).message,
            "sierra could not be reached for rates: connection refused"
        );
        assert_eq!(error.to_string(), "sierra could not be reached for rates");
    }
}
