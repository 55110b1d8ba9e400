//! How a store fails. Whoever meets one of these has nothing durable, and must not go on as if it had.

use std::fmt;

/// Why a store could not do what was asked. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The place cannot be opened, or is no store of ours.
    #[error("the store {place} cannot be opened: {why}")]
    Open {
        /// The file or the address, without credentials.
        place: String,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The place was written by a later release.
    #[error(
        "the store {place} was written by a later release (its schema is {found}, this one knows up to {known}); use that release"
    )]
    Newer {
        /// The file or the address, without credentials.
        place: String,
        /// Its schema.
        found: u32,
        /// The latest that this release knows.
        known: u32,
    },
    /// All that was there is in another place now ([`transfer`](super::transfer)): buying at both would buy twice.
    #[error(
        "this store was moved to {to}: buy there; where both are to be used for good reasons, open it again (Store::reopen, or arriero purchases reopen)"
    )]
    Moved {
        /// That place, without credentials.
        to: String,
    },
    /// Somebody else held it for too long.
    #[error("the store is busy: another process has held it for too long")]
    Busy,
    /// The database failed: a full disk, a damaged file, a lost connection.
    #[error("the store failed: {0}")]
    Failed(String),
    /// A record has something that the store has no room for.
    #[error("the record {key:?} cannot be kept there: {why}")]
    Unfit {
        /// The key of the purchase.
        key: String,
        /// What has no room.
        why: String,
    },
    /// A record cannot be read.
    #[error("the record {key:?} of the store cannot be read: {why}")]
    Unreadable {
        /// The key of the purchase.
        key: String,
        /// What is wrong with it.
        why: String,
    },
}

impl StoreError {
    /// What a database said.
    #[must_use]
    pub fn failed(error: impl fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}
