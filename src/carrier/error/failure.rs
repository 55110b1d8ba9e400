//! An error as data, which can be stored and printed.

use serde::{Deserialize, Serialize};

use super::{Error, ErrorKind, Operation};
use crate::model::{CarrierId, Fault, Faults};

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
