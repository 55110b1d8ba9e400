//! What fuzzing asks of the journal's records. Nothing of this is promised to anybody.

use super::body::Body;

/// What stays of a record when its order is forgotten.
#[must_use]
pub fn forgotten(text: &str) -> String {
    Body::forgotten(text)
}
