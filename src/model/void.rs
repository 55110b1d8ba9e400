//! Taking a label back, and what a carrier makes of it. An unvoidable label is never reported as voided.

use serde::{Deserialize, Serialize};

use super::{Handle, OffsetDateTime};

/// What is to be voided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VoidRequest {
    /// The label.
    pub handle: Handle,
    /// All of it or some parcels.
    pub parcels: ParcelChoice,
    /// Where the carrier writes about a refund; `None`: as the account has it.
    pub contact_email: Option<String>,
}

impl VoidRequest {
    /// A whole label.
    #[must_use]
    pub const fn new(handle: Handle) -> Self {
        Self { handle, parcels: ParcelChoice::All, contact_email: None }
    }
}

/// All parcels or some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ParcelChoice {
    /// All.
    #[default]
    All,
    /// These, from 0.
    Some(Vec<usize>),
}

/// What became of a void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum VoidOutcome {
    /// The label is void.
    Voided {
        /// It was void before.
        already: bool,
    },
    /// The carrier decides later.
    Pending {
        /// Its number of the case; `None`: none.
        ticket: Option<String>,
        /// Until when; `None`: not told.
        until: Option<OffsetDateTime>,
    },
    /// The carrier says no: the label stands and is paid.
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        text: String,
    },
    /// Some parcels are void, others not.
    Partly {
        /// Each parcel, from 0, and what became of it.
        parcels: Vec<(usize, VoidOutcome)>,
    },
}
