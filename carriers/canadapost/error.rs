//! The carrier's error document and its codes.

use crate::http::{Answer, Refusal};

/// Reads the document (`messages.xsd`); `None`: it is none, as a gateway's page.
pub(super) fn refusal(_: &Answer) -> Option<Refusal> {
    None
}
