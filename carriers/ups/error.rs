//! The carrier's error document and its codes.

use serde::Deserialize;

use crate::http::json::one_or_many;
use crate::http::{Answer, Refusal};

/// `{"response": {"errors": [{"code", "message"}]}}` (`Rating.yaml`, `ErrorResponse`).
#[derive(Deserialize)]
struct Document {
    response: Errors,
}

#[derive(Deserialize)]
struct Errors {
    #[serde(deserialize_with = "one_or_many")]
    errors: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    #[serde(default)]
    message: String,
}

/// Reads the document; `None`: it is none, as a gateway's page.
pub(super) fn refusal(answer: &Answer) -> Option<Refusal> {
    let Document { response } = answer.json().ok()?;
    let first = response.errors.into_iter().next()?;
    Some(Refusal::new(first.code, first.message))
}
