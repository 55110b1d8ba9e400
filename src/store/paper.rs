//! A paper as it is kept: what it is, beside its content and the hash of that.

use sha2::{Digest as _, Sha256};

use super::{Paper, Result, StoreError};
use crate::model::{Document, Payload};

/// What stands in the columns.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) about: String,
    pub(super) hash: [u8; 32],
    pub(super) content: Vec<u8>,
}

impl Columns {
    pub(super) fn of(document: &Document) -> Result<Self> {
        let mut about = document.clone();
        let content = match &mut about.payload {
            Payload::Bytes(bytes) => std::mem::take(bytes),
            _ => Vec::new(),
        };
        let about = serde_json::to_string(&about).map_err(StoreError::failed)?;
        Ok(Self { about, hash: Sha256::digest(&content).into(), content })
    }

    /// The paper, if its content is what was kept.
    pub(super) fn paper(self, key: &str) -> Result<Paper> {
        let unreadable = |why: String| StoreError::Unreadable { key: key.to_owned(), why };
        if <[u8; 32]>::from(Sha256::digest(&self.content)) != self.hash {
            return Err(unreadable("a paper is not what was kept: its hash differs".to_owned()));
        }
        let mut document: Document =
            serde_json::from_str(&self.about).map_err(|error| unreadable(error.to_string()))?;
        if let Payload::Bytes(bytes) = &mut document.payload {
            *bytes = self.content;
        }
        Ok(Paper { document, hash: self.hash })
    }
}
