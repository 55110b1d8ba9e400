//! Taking back several parcels that were bought as one, and ending what a person has to do about them. How each label is taken back is
//! told in [`voiding`](super::voiding).

use super::answer::BuyError;
use super::journal::{Journal, read};
use super::parcels::{BoughtParcels, GroupBody, KIND};
use super::void::{VoidError, Voiding};
use crate::store::{Record, State, StoreError};

impl Journal {
    /// Takes back every label of a purchase of several parcels; where all of them are one label this is [`void`](Self::void). Goes
    /// on where the carrier refuses one: what became of each is told by its part. Asked again, only what is not known to be void
    /// and was not refused is asked again.
    ///
    /// # Errors
    ///
    /// [`VoidError`]; [`VoidError::NotMade`] too where the labels are still being bought, or one of them is unknown: settle it
    /// first.
    pub async fn void_parcels(
        &self,
        key: &str,
        voiding: &Voiding,
    ) -> Result<BoughtParcels, VoidError> {
        let not_ours = || VoidError::NotOurs(key.to_owned());
        let record = self.store.record(key).await?.ok_or_else(not_ours)?;
        if record.kind != KIND {
            self.void(key, voiding).await?;
            return self.look_parcels(key).await?.ok_or_else(not_ours);
        }
        let body = GroupBody::read(&record)?;
        let open = match record.state {
            State::Made | State::Refused => false,
            // It is taken back already, and something of it could not be.
            State::Unknown => body.undo.is_none(),
            State::Sending | State::NotSent => true,
        };
        if open {
            return Err(VoidError::NotMade { key: record.key, state: record.state });
        }
        let mut any = false;
        for part in &body.parts {
            let is_made = |record: &Record| record.state == State::Made;
            if self.store.record(part).await?.as_ref().is_some_and(is_made) {
                self.void_part(part, voiding).await?;
                any = true;
            }
        }
        if !any {
            return Err(VoidError::NotMade { key: record.key, state: record.state });
        }
        if record.state == State::Unknown {
            self.group_further(record).await?;
        } else {
            self.end_group(&record, &body, record.state, None).await?;
        }
        self.look_parcels(key).await?.ok_or_else(not_ours)
    }

    /// Ends what a person had to do about labels that could not all be taken back: those that stand are paid. Changes nothing where
    /// nothing was to be done, or as long as it is not known of a label whether it was bought.
    ///
    /// # Errors
    ///
    /// [`BuyError::Store`]: nothing was changed, or the key is not there.
    pub async fn parcels_done(&self, key: &str) -> Result<BoughtParcels, BuyError> {
        loop {
            let record = self.store.record(key).await?.ok_or_else(|| StoreError::Unreadable {
                key: key.to_owned(),
                why: "nothing was bought under it".to_owned(),
            })?;
            if record.kind != KIND || !record.work || record.state != State::Unknown {
                break;
            }
            let mut body = GroupBody::read(&record)?;
            if body.undo.is_none() || self.is_part_open(&body).await? {
                break;
            }
            body.wanted.clear();
            if self.end_group(&record, &body, State::Refused, None).await?.state == State::Refused {
                break;
            }
        }
        let told = self.look_parcels(key).await?;
        told.ok_or_else(|| BuyError::Store(StoreError::Busy))
    }

    /// Whether it is not known of a part whether it was bought.
    async fn is_part_open(&self, body: &GroupBody) -> Result<bool, StoreError> {
        for part in &body.parts {
            let record = self.store.record(part).await?;
            if record.is_some_and(|part| matches!(part.state, State::Sending | State::Unknown)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether all that was bought is void; not where nothing was.
    pub(super) async fn is_all_void(&self, body: &GroupBody) -> Result<bool, StoreError> {
        let mut any = false;
        for part in &body.parts {
            let Some(record) = self.store.record(part).await? else { continue };
            if record.state == State::Made {
                if !read(&record)?.is_voided() {
                    return Ok(false);
                }
                any = true;
            }
        }
        Ok(any)
    }
}
