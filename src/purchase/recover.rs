//! Going on with what is unknown: at start, and on a timer.

use super::journal::{Journal, read};
use super::parcels::{self, GroupBody};
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
    /// Voids whose lost answer is known now.
    pub voids: u32,
    /// Purchases and voids that are still unknown, and are gone on with later.
    pub later: u32,
    /// Purchases that a person has to look at, from this time on or before.
    pub work: u32,
    /// Keys whose record cannot be read: damaged, or written by a later release. They stay as they are and are tried again after
    /// [`Settings::give_up`](super::Settings::give_up).
    pub unreadable: Vec<String>,
}

impl Recovered {
    fn cannot_read(&mut self, key: String) {
        if !self.unreadable.contains(&key) {
            self.unreadable.push(key);
        }
    }
}

/// What one step came to.
pub(super) enum Stepped {
    /// A purchase is in this state now.
    Purchase(State),
    /// A void is known now, or not yet.
    Void(bool),
    /// Somebody else is at it, or it only became known that nobody is.
    Nothing,
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
            let due = match self.store.due(AT_ONCE).await {
                Ok(due) => due,
                Err(StoreError::Unreadable { key, .. }) => {
                    self.store.put_off(&key, self.settings.give_up).await?;
                    recovered.cannot_read(key);
                    continue;
                }
                Err(error) => return Err(error),
            };
            if due.is_empty() {
                break;
            }
            point("recover.due");
            for record in due {
                match self.one(record.clone()).await {
                    Ok(Stepped::Purchase(State::Made)) => recovered.made += 1,
                    Ok(Stepped::Purchase(State::NotSent | State::Refused)) => {
                        recovered.not_made += 1;
                    }
                    Ok(Stepped::Void(true)) => recovered.voids += 1,
                    Ok(Stepped::Void(false)) => recovered.later += 1,
                    Ok(_) => {}
                    Err(StoreError::Unreadable { .. }) => {
                        self.put_off(&record).await?;
                        recovered.cannot_read(record.key);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        let unknown = Filter { state: Some(State::Unknown), ..Filter::default() };
        let unknown = self.readable(&mut recovered, &unknown).await?;
        recovered.later += count(unknown.iter().filter(|record| !record.work));
        let work = Filter { work: true, ..Filter::default() };
        for record in self.readable(&mut recovered, &work).await? {
            recovered.work += 1;
            let is_readable = match record.kind.as_str() {
                parcels::KIND => GroupBody::read(&record).is_ok(),
                _ => read(&record).is_ok(),
            };
            if !is_readable {
                recovered.cannot_read(record.key);
            }
        }
        Ok(recovered)
    }

    /// A record that cannot be read must neither keep the others waiting nor this going round for ever: it is a person's, and is
    /// tried again after a while, for a later release may read it.
    async fn put_off(&self, record: &Record) -> Result<(), StoreError> {
        let mut change = Change::to(record.state, record.body.clone());
        (change.work, change.cost) = (true, record.cost);
        change.due = Some(self.settings.give_up);
        self.store.change(record, change).await?;
        Ok(())
    }

    /// The records of a filter; none, and a name among the unreadable, where a row of them cannot be read.
    async fn readable(
        &self,
        recovered: &mut Recovered,
        filter: &Filter,
    ) -> Result<Vec<Record>, StoreError> {
        match self.store.records(filter).await {
            Err(StoreError::Unreadable { key, .. }) => {
                recovered.cannot_read(key);
                Ok(Vec::new())
            }
            records => records,
        }
    }

    /// One step.
    async fn one(&self, record: Record) -> Result<Stepped, StoreError> {
        if record.kind == parcels::KIND {
            return self.group_further(record).await;
        }
        let mut body = read(&record)?;
        match record.state {
            State::Sending => {
                settle::abandoned(self, &record).await?;
                return Ok(Stepped::Nothing);
            }
            State::Made => return self.void_further(record, body).await,
            State::Unknown => {}
            State::NotSent | State::Refused => return self.nothing_due(&record).await,
        }
        let now = self.store.now().await?;
        if settle::sends_again(self, &record.key, &body, now) {
            self.watches.sent_again(&record.key, now);
            body.resent = Some(now);
        }
        // Held for as long as a sender would hold it: two recoveries do not ask twice, and a kill here is only a pause.
        let text = body.text()?;
        let mut held = Change::to(record.state, text);
        (held.due, held.cost) = (Some(self.settings.lease), record.cost);
        match self.store.change(&record, held).await? {
            Some(held) => {
                point("recover.held");
                settle::step(self, held).await.map(Stepped::Purchase)
            }
            None => Ok(Stepped::Nothing),
        }
    }

    /// A record that has an end and is due all the same has nothing to go on with.
    pub(super) async fn nothing_due(&self, record: &Record) -> Result<Stepped, StoreError> {
        let mut change = Change::to(record.state, record.body.clone());
        (change.cost, change.work) = (record.cost, record.work);
        self.store.change(record, change).await?;
        Ok(Stepped::Nothing)
    }
}

fn count<'r>(records: impl Iterator<Item = &'r Record>) -> u32 {
    u32::try_from(records.count()).unwrap_or(u32::MAX)
}
