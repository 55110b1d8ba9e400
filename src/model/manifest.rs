//! The end of the day: what a carrier is told to take, and the paper of it. Labels inside can no longer be voided, only
//! refunded.

use serde::{Deserialize, Serialize};

use super::{
    Address, CarrierId, Date, Document, Handle, LabelSpec, LabelState, Notice, PurchaseKey,
};

/// A day, or a part of it, that is to be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ManifestRequest {
    /// The purchase's key: closing twice may be paid or printed twice.
    pub key: PurchaseKey,
    /// What is closed.
    pub scope: ManifestScope,
    /// Where the parcels are handed over.
    pub from: Address,
    /// What paper is wanted.
    #[serde(default)]
    pub label: LabelSpec,
}

impl ManifestRequest {
    /// Closes what the scope names.
    #[must_use]
    pub fn new(key: PurchaseKey, scope: ManifestScope, from: Address) -> Self {
        Self { key, scope, from, label: LabelSpec::default() }
    }
}

/// What a manifest closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ManifestScope {
    /// These labels.
    Labels(Vec<Handle>),
    /// All labels of a group, as the carrier calls it.
    Group(String),
    /// All labels of a day; civil where they are handed over.
    Day(Date),
}

/// A day that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Manifest {
    /// The account that closed it.
    pub carrier: CarrierId,
    /// The carrier's number of it; `None`: it gives none.
    pub id: Option<String>,
    /// What fetching its paper takes back.
    pub handle: Handle,
    /// How far it is.
    pub state: LabelState,
    /// The labels inside, as far as the carrier tells them; empty: it does not.
    #[serde(default)]
    pub included: Vec<ManifestEntry>,
    /// The papers; empty while they are pending, or where there are none.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// Remarks.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl Manifest {
    /// A day that was closed, its papers still pending.
    #[must_use]
    pub fn new(handle: Handle) -> Self {
        Self {
            carrier: handle.carrier().clone(),
            id: None,
            handle,
            state: LabelState::DocumentsPending,
            included: Vec::new(),
            documents: Vec::new(),
            notices: Vec::new(),
        }
    }
}

/// What became of one label when the day was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ManifestEntry {
    /// The carrier's number of the label.
    pub id: String,
    /// Why it was left out, in the carrier's words; `None`: it is inside.
    pub refused: Option<String>,
}

impl ManifestEntry {
    /// A label that is inside.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), refused: None }
    }
}
