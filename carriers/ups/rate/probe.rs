//! An answer read without a network, for the bench: whole, and by the library alone. Nothing of this is promised to anybody.

use super::super::wire::rating::Document;
use super::read::from_wire;
use crate::carrier::Result;
use crate::http::Answer;
use crate::model::{CarrierId, RateAnswer, RateRequest};

/// The body of an answer, read into rates.
///
/// # Errors
///
/// As of an answer that came.
pub fn rates(carrier: &CarrierId, request: &RateRequest, answer: &Answer) -> Result<RateAnswer> {
    from_wire(carrier, request, answer)
}

/// Whether the JSON library alone reads the same into the same types.
#[must_use]
pub fn bare(body: &[u8]) -> bool {
    serde_json::from_slice::<Document>(body).is_ok()
}
