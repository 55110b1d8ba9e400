//! What came back, and what an adapter asks of it. Documents are read in `json`, `xml` and `soap`.

use reqwest::header::HeaderMap;

use super::auth::{header_name, header_value};
use super::refusal::{Refusal, as_error};
use super::send::Received;
use super::xml;
use crate::carrier::{Error, ErrorKind, Operation, Source, Step};
use crate::model::CarrierId;

/// An answer of a carrier: from [`Api::send`](super::Api::send) always with a status from 200 to 299, from an error reader with
/// any.
#[derive(Clone)]
pub struct Answer {
    pub(super) carrier: CarrierId,
    pub(super) operation: Operation,
    pub(super) step: Option<Step>,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// An answer that did not come over a network: of a fixture, a fuzzer, a bench.
    #[must_use]
    pub fn new(
        carrier: CarrierId,
        operation: Operation,
        status: u16,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let headers = HeaderMap::new();
        Self { carrier, operation, step: None, status, headers, body: body.into() }
    }

    /// With a header. One that cannot be is left out.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (header_name(name), header_value(name, value)) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(super) fn received(
        carrier: CarrierId,
        (operation, step): (Operation, Option<Step>),
        received: Received,
    ) -> Self {
        let Received { status, headers, body, .. } = received;
        Self { carrier, operation, step, status, headers, body }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// A header, whatever the case of its name; `None`: it is not there or is no text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, unpacked.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, unpacked, for keeping.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The media type without its parameters, in small letters; `None`: not told.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let told = self.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
        (!told.is_empty()).then_some(told)
    }

    /// Reads a JSON document.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] with the status, and the path inside the document as its cause; of a purchase the outcome is
    /// then unknown.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Error> {
        super::json::read(&self.body).map_err(|why| self.unreadable(self.described(why)))
    }

    /// Reads an XML document with this root.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json); a document with another root or namespace, with a `DOCTYPE`, or too deep is unreadable too.
    pub fn xml<T: serde::de::DeserializeOwned>(&self, root: &xml::Root<'_>) -> Result<T, Error> {
        xml::read(&self.body, root).map_err(|why| self.unreadable(self.described(why)))
    }

    /// Reads what a SOAP envelope, 1.1 or 1.2, has in its body.
    ///
    /// # Errors
    ///
    /// As [`xml`](Self::xml). A fault is the carrier's "no": [`ErrorKind::Refused`] with its code and words.
    pub fn soap<T: serde::de::DeserializeOwned>(&self, root: &xml::Root<'_>) -> Result<T, Error> {
        if let Some(refusal) = super::soap::refusal(self) {
            return Err(self.refused(refusal));
        }
        super::soap::read(&self.body, root).map_err(|why| self.unreadable(self.described(why)))
    }

    /// The error of an answer that does not have what a success must have.
    #[must_use]
    pub fn unreadable(&self, why: impl Into<Source>) -> Error {
        self.error(ErrorKind::Unreadable { status: Some(self.status) }).caused_by(why)
    }

    /// The error that an answer tells, whatever its status: 200 with a "no" inside too.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> Error {
        as_error(self, Some(refusal), None)
    }

    /// An error of this call, of a kind.
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> Error {
        let error = Error::new(self.carrier.clone(), self.operation, kind).with_status(self.status);
        match self.step {
            Some(step) => error.at_step(step),
            None => error,
        }
    }

    /// What came instead of a document, where that says more than the place of the fault.
    pub(super) fn described(&self, why: impl Into<Source>) -> Source {
        match Shape::of(&self.body) {
            Shape::Empty => "the body is empty".into(),
            Shape::Html => "the body is an HTML page, as proxies and gateways write them".into(),
            Shape::Other => why.into(),
        }
    }
}

impl std::fmt::Debug for Answer {
    /// The length only: the body carries names, streets and tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("carrier", &self.carrier)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// What a body is at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Empty,
    Html,
    Other,
}

impl Shape {
    pub(super) fn of(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
        let starts = |with: &[u8]| {
            body.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
        };
        match () {
            () if body.is_empty() => Self::Empty,
            () if starts(b"<!doctype html") || starts(b"<html") => Self::Html,
            () => Self::Other,
        }
    }
}
