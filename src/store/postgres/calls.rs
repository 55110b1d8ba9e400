//! The calls of a purchase that runs smoothly, each done with others of its kind.

use async_trait::async_trait;
use deadpool_postgres::{Object, Transaction};

use super::connect::fault;
use super::rows;
use super::together::{Done, Fault, Shared};
use crate::points::point;
use crate::store::{Begun, Change, Entry, Instant, Limit, Record, Row, StoreError};

/// Tells the time.
pub(super) struct Now;

#[async_trait]
impl Shared for Now {
    type Answer = Instant;

    async fn together(connection: &mut Object, calls: &[Self]) -> Done<Self> {
        let now = rows::now(&*connection).await?;
        let now = Instant::from_timestamp_millis(now)
            .ok_or_else(|| StoreError::failed("its clock is out of range"))?;
        Ok(calls.iter().map(|_| Ok(now)).collect())
    }
}

/// Looks for the record of a key.
pub(super) struct Look(pub(super) String);

#[async_trait]
impl Shared for Look {
    type Answer = Option<Record>;

    async fn together(connection: &mut Object, calls: &[Self]) -> Done<Self> {
        let keys: Vec<_> = calls.iter().map(|call| call.0.as_str()).collect();
        let found = rows::of(&*connection, &keys).await?;
        let record = |key: &str| found.get(key).cloned().map(Row::record).transpose();
        Ok(keys.into_iter().map(record).collect())
    }
}

/// Takes a key.
pub(super) struct Take {
    pub(super) entry: Entry,
    pub(super) limits: Vec<Limit>,
}

#[async_trait]
impl Shared for Take {
    type Answer = Begun;

    fn key(&self) -> Option<&str> {
        Some(&self.entry.key)
    }

    fn bytes(&self) -> usize {
        self.entry.body.len()
    }

    async fn together(connection: &mut Object, calls: &[Self]) -> Done<Self> {
        let transaction = begin(connection).await?;
        let begun = rows::begin(&transaction, calls).await?;
        point("begin.before_commit");
        commit(transaction).await?;
        point("begin.committed");
        Ok(begun)
    }
}

/// Changes a record.
pub(super) struct Alter {
    pub(super) record: Record,
    pub(super) change: Change,
}

#[async_trait]
impl Shared for Alter {
    type Answer = Option<Record>;

    fn key(&self) -> Option<&str> {
        Some(&self.record.key)
    }

    fn bytes(&self) -> usize {
        let papers = self.change.papers.iter().filter_map(|paper| paper.payload.bytes());
        self.change.body.len() + papers.map(<[u8]>::len).sum::<usize>()
    }

    async fn together(connection: &mut Object, calls: &[Self]) -> Done<Self> {
        let transaction = begin(connection).await?;
        let changed = rows::change(&transaction, calls).await?;
        point("change.before_commit");
        commit(transaction).await?;
        point("change.committed");
        Ok(changed)
    }
}

async fn begin(connection: &mut Object) -> std::result::Result<Transaction<'_>, Fault> {
    connection.transaction().await.map_err(|error| Fault::All(fault(error)))
}

/// What becomes of a commit that failed is not known: nothing of it is done again.
async fn commit(transaction: Transaction<'_>) -> std::result::Result<(), Fault> {
    transaction.commit().await.map_err(|error| Fault::All(fault(error)))
}
