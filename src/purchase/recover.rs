//! Going on with what is unknown: at start, and on a timer.

use super::journal::{Journal, read};
use super::settle;
use crate::points::point;
use crate::store::{Change, Filter, Record, State, StoreError};

/// How many records are taken at once.
const AT_ONCE: u32 = 32;

/// What a recovery did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// Purchases that turned out to be bought.
    pub made: u32,
    /// Purchases that turned out not to be.
    pub not_made: u32,
    /// Purchases that are still unknown, and are gone on with later.
    pub later: u32,
    /// Purchases that a person has to look at, from this time on or before.
    pub work: u32,
}

impl Journal {
    /// Takes each purchase that is due one step further. Several may run at once; run again before anything is due it changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: what was done before it stays done.
    pub async fn recover(&self) -> Result<Recovered, StoreError> {
        let mut recovered = Recovered::default();
        loop {
            let due = self.store.due(AT_ONCE).await?;
            if due.is_empty() {
                break;
            }
            point("recover.due");
            for record in due {
                match self.one(record).await? {
                    Some(State::Made) => recovered.made += 1,
                    Some(State::NotSent) => recovered.not_made += 1,
                    _ => {}
                }
            }
        }
        let unknown = Filter { state: Some(State::Unknown), ..Filter::default() };
        for record in self.store.records(&unknown).await? {
            if record.work { recovered.work += 1 } else { recovered.later += 1 }
        }
        Ok(recovered)
    }

    /// One step; `None`: somebody else is at it, or it only became known that nobody is.
    async fn one(&self, record: Record) -> Result<Option<State>, StoreError> {
        if record.state == State::Sending {
            settle::abandoned(self, &record).await?;
            return Ok(None);
        }
        // Held for as long as a sender would hold it: two recoveries do not ask twice, and a kill here is only a pause.
        let mut held = Change::to(
            record.state,
            read(&record)?.text().map_err(|error| super::buy::unwritable(&error))?,
        );
        (held.due, held.cost) = (Some(self.settings.lease), record.cost);
        match self.store.change(&record, held).await? {
            Some(held) => {
                point("recover.held");
                settle::step(self, held).await.map(Some)
            }
            None => Ok(None),
        }
    }
}
