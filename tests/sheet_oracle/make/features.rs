//! What of the page the crate does not do yet. Each is switched on by itself, and then what the oracle says counts.

/// `not …` in a zone that has `same:2`, or takes it away: refused at load as not read.
pub(crate) const NOT_BESIDE_SAME: bool = false;

/// An address without a code where a sheet has `same:2`: refused, even if every zone that it could be is one.
pub(crate) const SAME_WITHOUT_A_CODE: bool = false;
