//! An answer read without a network, for the bench: whole, and by the library alone. Nothing of this is promised to anybody.

use super::super::CanadaPost;
use super::super::wire::rating::PriceQuotes;
use super::read::from_wire;
use crate::carrier::Result;
use crate::http::Answer;
use crate::model::{RateAnswer, RateRequest};

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
