//! An answer read without a network, for the bench: whole, and by the library alone. Nothing of this is promised to anybody.

use super::super::wire::rating::PriceQuotes;
use super::super::{CanadaPost, ID};
use super::read::from_wire;
use crate::carrier::{Operation, Result};
use crate::http::Answer;
use crate::model::{CarrierId, RateAnswer, RateRequest};

/// The body of an answer, read into rates.
///
/// # Errors
///
/// As of an answer that came.
pub fn rates(account: &CanadaPost, request: &RateRequest, answer: &Answer) -> Result<RateAnswer> {
    from_wire(account, request, answer)
}

/// Whether the XML library alone reads the same into the same types.
#[must_use]
pub fn bare(body: &str) -> bool {
    quick_xml::de::from_str::<PriceQuotes>(body).is_ok()
}

/// An answer of this body.
#[must_use]
pub fn answer(body: Vec<u8>) -> Option<Answer> {
    Some(Answer::new(CarrierId::new(ID).ok()?, Operation::Rates, 200, body))
}
