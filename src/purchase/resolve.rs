//! A person ends what the journal cannot.

use super::answer::{Bought, BuyError};
use super::body::take_out;
use super::buy::{cost_of, unwritable};
use super::journal::{Journal, read};
use crate::carrier::{Error, ErrorKind, Failure, Operation};
use crate::model::Label;
use crate::points::point;
use crate::store::{Change, State, StoreError};

/// What a person found out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Resolution {
    /// It was bought: this label.
    Found(Box<Label>),
    /// It was not bought, or its label is void.
    NotMade,
}

impl Journal {
    /// Ends an unknown purchase with what a person found out. One that is known already stays as it is.
    ///
    /// # Errors
    ///
    /// [`BuyError::Store`]: nothing was changed, or the key is not there.
    pub async fn resolve(&self, key: &str, resolution: Resolution) -> Result<Bought, BuyError> {
        loop {
            let record = self.store.record(key).await?.ok_or_else(|| StoreError::Unreadable {
                key: key.to_owned(),
                why: "nothing was bought under it".to_owned(),
            })?;
            if record.state != State::Unknown {
                return Ok(self.told(record).await?);
            }
            let mut body = read(&record)?;
            body.wanted = None;
            let mut change = Change::to(State::NotSent, String::new());
            match resolution.clone() {
                Resolution::Found(mut label) => {
                    change.state = State::Made;
                    change.papers = take_out(&mut label);
                    (body.label, body.failure) = (Some(*label), None);
                }
                Resolution::NotMade => {
                    let operation = body
                        .ready
                        .as_ref()
                        .map_or(Operation::BuyLabel, super::item::Ready::operation);
                    let error = Error::new(
                        record.carrier.clone(),
                        operation,
                        ErrorKind::not_found("somebody looked, and it is not there"),
                    );
                    body.failure = Some(Failure::from(&error));
                }
            }
            change.cost = cost_of(&record, &body);
            change.body = body.text().map_err(|error| unwritable(&error))?;
            point("resolve.told");
            if let Some(changed) = self.store.change(&record, change).await? {
                point("resolve.noted");
                return Ok(self.told(changed).await?);
            }
        }
    }
}
