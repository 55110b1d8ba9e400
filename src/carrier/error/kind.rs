//! What kinds of failure there are, and at which part of an operation.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{Faults, Handle};

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
