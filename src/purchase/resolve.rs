//! A person ends what the journal cannot.

use super::answer::{Bought, BuyError};
use super::item::{Ready, word};
use super::journal::{Journal, read};
use super::judge::{Came, Judged, never_made};
use super::made::Thing;
use crate::carrier::{Error, ErrorKind, Failure, Operation, PurchaseKind};
use crate::model::{Label, Manifest, Pickup};
use crate::store::{Record, State, StoreError};

/// What a person found out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Resolution {
    /// It was bought: this label.
    Found(Box<Label>),
    /// It was booked: this collection.
    Booked(Box<Pickup>),
    /// It was closed: this day.
    Closed(Box<Manifest>),
    /// It was not bought, or its label is void.
    NotMade,
    /// What a person had to do is done: of two labels one is void, a void was looked up. All else stays as it is.
    Done,
}

impl Journal {
    /// Ends an unknown purchase with what a person found out. One that is known already stays as it is, but that
    /// [`Resolution::Done`] ends the work on it.
    ///
    /// # Errors
    ///
    /// [`BuyError::Store`]: nothing was changed, or the key is not there. [`BuyError::AnotherKind`]: a label for a pickup, say.
    pub async fn resolve(&self, key: &str, resolution: Resolution) -> Result<Bought, BuyError> {
        let found = match &resolution {
            Resolution::Found(label) => Some(Thing::Label(label.clone())),
            Resolution::Booked(pickup) => Some(Thing::Pickup(pickup.clone())),
            Resolution::Closed(manifest) => Some(Thing::Manifest(manifest.clone())),
            Resolution::NotMade | Resolution::Done => None,
        };
        loop {
            let record = self.store.record(key).await?.ok_or_else(|| StoreError::Unreadable {
                key: key.to_owned(),
                why: "nothing was bought under it".to_owned(),
            })?;
            let judged = match (&found, &resolution, record.state) {
                (Some(thing), _, State::Unknown) => {
                    if !belongs(thing, &record.kind) {
                        return Err(BuyError::AnotherKind { key: record.key, kind: record.kind });
                    }
                    let came = Came::Made(thing.clone());
                    return self.note(record, None, came).await.map(|(bought, _)| bought);
                }
                (None, Resolution::NotMade, State::Unknown) => not_made(&record)?,
                (None, Resolution::Done, State::Made) if record.work => done(&record)?,
                _ => return Ok(self.told(record).await?),
            };
            let now = self.store.now().await?;
            let change = self.change_to(&record, judged, now)?;
            if let Some(changed) = self.store.change(&record, change).await? {
                return Ok(self.told(changed).await?);
            }
        }
    }
}

fn belongs(thing: &Thing, kind: &str) -> bool {
    let kinds: &[PurchaseKind] = match thing {
        Thing::Label(_) => &[PurchaseKind::Label, PurchaseKind::Return],
        Thing::Pickup(_) => &[PurchaseKind::Pickup],
        Thing::Manifest(_) => &[PurchaseKind::Manifest],
    };
    kinds.iter().any(|known| word(*known) == kind)
}

fn not_made(record: &Record) -> Result<Judged, StoreError> {
    let mut body = read(record)?;
    let operation = body.ready.as_ref().map_or(Operation::BuyLabel, Ready::operation);
    let message = "somebody looked, and it is not there".to_owned();
    let error = Error::new(record.carrier.clone(), operation, ErrorKind::NotFound { message });
    (body.wanted, body.doubt, body.not_found, body.stumbles) = (None, false, 0, 0);
    body.failure = Some(Failure::from(&error));
    Ok(never_made(body, State::NotSent))
}

fn done(record: &Record) -> Result<Judged, StoreError> {
    let mut body = read(record)?;
    body.wanted = None;
    body.voids.iter_mut().for_each(super::void::Stored::look_no_more);
    Ok(Judged { state: State::Made, body, papers: Vec::new() })
}
