//! What a carrier says of an address.

use serde::{Deserialize, Serialize};

use super::{Address, Notice};

/// A carrier's judgement of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AddressCheck {
    /// Whether it is one.
    pub verdict: AddressVerdict,
    /// Whether people live there; `None`: not told.
    pub residential: Option<bool>,
    /// How far it looked; `None`: not told.
    pub depth: Option<CheckDepth>,
    /// Remarks.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl AddressCheck {
    /// A verdict and nothing else.
    #[must_use]
    pub const fn new(verdict: AddressVerdict) -> Self {
        Self { verdict, residential: None, depth: None, notices: Vec::new() }
    }
}

/// Whether a carrier knows an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AddressVerdict {
    /// As it was written.
    Valid,
    /// As the carrier writes it.
    Corrected(Box<Address>),
    /// It may be one of these.
    Ambiguous(Vec<Address>),
    /// There is none.
    Invalid,
    /// The carrier does not check addresses there.
    Unchecked,
}

/// How much of an address was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckDepth {
    /// The postal code alone.
    PostalCode,
    /// The city and its postal code.
    City,
    /// The street too.
    Street,
}
