//! From an answer or its absence to an [`Error`]: by status where the carrier says no more, by its own words where it does.

use std::time::Duration;

use super::answer::{Answer, Shape};
use super::call::spends_nothing;
use super::send::{Broken, Lost};
use crate::carrier::{Error, ErrorKind};

/// What a carrier's own error document says. Read by an adapter, turned into an [`Error`] here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Its code, letter for letter; `None`: none.
    pub code: Option<String>,
    /// Its words, letter for letter; `None`: none.
    pub message: Option<String>,
    /// What it means; `None`: what the status says.
    pub kind: Option<ErrorKind>,
    /// The carrier's own number of the request; `None`: not told.
    pub request_id: Option<String>,
    /// That nothing was bought although the status is that of a broken carrier, as in a SOAP fault that blames the sender. It is
    /// the adapter's word; where it is not given, a purchase that got a 5xx has an unknown outcome.
    pub nothing_was_made: bool,
}

impl Refusal {
    /// A code and words.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: Some(code.into()), message: Some(message.into()), ..Self::default() }
    }

    /// With what it means.
    #[must_use]
    pub fn meaning(mut self, kind: ErrorKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// With the carrier's own number of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// With the adapter's word that nothing was bought.
    #[must_use]
    pub const fn nothing_was_made(mut self) -> Self {
        self.nothing_was_made = true;
        self
    }

    fn words(&self) -> Option<String> {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => Some(format!("{code}: {message}")),
            (code, message) => message.clone().or_else(|| code.clone()),
        }
    }
}

/// The error of an answer that is none of success.
pub(super) fn as_error(
    answer: &Answer,
    refusal: Option<Refusal>,
    retry_after: Option<Duration>,
) -> Error {
    let told = refusal.as_ref();
    let kind = match told.and_then(|refusal| refusal.kind.clone()) {
        Some(ErrorKind::RateLimited { retry_after: None }) => {
            ErrorKind::RateLimited { retry_after }
        }
        Some(kind) => kind,
        None if told.is_some_and(|refusal| refusal.nothing_was_made) => {
            refused(answer.status, told)
        }
        None => by_status(answer.status, told, retry_after),
    };
    // The words are in the text already where the kind has a place for them.
    let cause = match &kind {
        ErrorKind::Unavailable { .. }
        | ErrorKind::Unreadable { .. }
        | ErrorKind::RateLimited { .. } => told.and_then(Refusal::words).or_else(|| seen(answer)),
        _ => None,
    };
    let vouched = told.is_some_and(|refusal| refusal.nothing_was_made);
    let mut error = answer.error(kind);
    if answer.operation.spends_money()
        && !spends_nothing(answer.step)
        && is_broken(answer.status)
        && !vouched
    {
        error = error.with_unknown_outcome();
    }
    if let Some(cause) = cause {
        error = error.caused_by(cause);
    }
    match refusal.and_then(|refusal| refusal.request_id) {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}

/// The statuses that do not tell whether the request was carried out.
const fn is_broken(status: u16) -> bool {
    matches!(status, 408 | 500..)
}

fn by_status(status: u16, told: Option<&Refusal>, retry_after: Option<Duration>) -> ErrorKind {
    let words = || told.and_then(Refusal::words).unwrap_or_else(|| format!("HTTP {status}"));
    match status {
        401 | 403 => ErrorKind::Credentials { message: words() },
        404 | 410 => {
            let (code, message) = said(status, told);
            ErrorKind::NotFound { code, message }
        }
        429 => ErrorKind::RateLimited { retry_after },
        408 | 425 | 500.. => ErrorKind::Unavailable { sent: true, status: Some(status) },
        200..=299 | 400..=499 => refused(status, told),
        // A redirect is not followed; what it would have led to is not known.
        _ => ErrorKind::Unreadable { status: Some(status) },
    }
}

fn refused(status: u16, told: Option<&Refusal>) -> ErrorKind {
    let (code, message) = said(status, told);
    ErrorKind::Refused { code: code.unwrap_or_else(|| status.to_string()), message }
}

/// Its code, and its words or the status.
fn said(status: u16, told: Option<&Refusal>) -> (Option<String>, String) {
    let part = |of: fn(&Refusal) -> &Option<String>| told.and_then(|told| of(told).clone());
    let message = part(|told| &told.message).unwrap_or_else(|| format!("HTTP {status}"));
    (part(|told| &told.code), message)
}

/// What can be said of a body without its words.
fn seen(answer: &Answer) -> Option<String> {
    match (answer.status, Shape::of(&answer.body)) {
        (300..=399, _) => Some("a redirect, which is not followed; is base_url right?".to_owned()),
        (_, Shape::Html) => {
            Some("the body is an HTML page, as proxies and gateways write them".to_owned())
        }
        (_, Shape::Empty | Shape::Other) => None,
    }
}

/// The kind and the cause of a request without an answer.
pub(super) fn lost(lost: Lost) -> (ErrorKind, crate::carrier::Source) {
    let Lost { sent, timed_out, source } = lost;
    let kind = if timed_out {
        ErrorKind::TimedOut { sent }
    } else {
        ErrorKind::Unavailable { sent, status: None }
    };
    (kind, source)
}

/// The kind and the cause of a success whose body is not whole.
pub(super) fn broken(status: u16, broken: Broken) -> (ErrorKind, crate::carrier::Source) {
    let unreadable = ErrorKind::Unreadable { status: Some(status) };
    match broken {
        Broken::Cut(source) => (unreadable, Box::new(Cut(source))),
        Broken::TooLong(cap) => (unreadable, format!("the body is longer than {cap} bytes").into()),
        Broken::TimedOut => (
            ErrorKind::TimedOut { sent: true },
            format!("HTTP {status} came, but not its whole body").into(),
        ),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body was cut short")]
struct Cut(#[source] crate::carrier::Source);
