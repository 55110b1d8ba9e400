//! PostgreSQL: where several machines buy. The database's clock is everybody's.

mod calls;
mod connect;
mod moved;
mod raw;
mod rows;
mod together;

use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};

use super::{
    Begun, Change, Entry, Filter, Instant, Keep, Limit, Paper, Record, Result, Row, Store,
};
use calls::{Alter, Look, Now, Take};
use connect::fault;
use together::Lane;
use tokio_postgres::IsolationLevel;

/// A store in a database, which several machines may share. Callers at the same time share commits.
#[derive(Clone)]
pub struct PostgresStore {
    pool: Pool,
    now: Lane<Now>,
    looks: Lane<Look>,
    takes: Lane<Take>,
    changes: Lane<Alter>,
    /// Without credentials.
    place: String,
}

impl std::fmt::Debug for PostgresStore {
    /// Without the address: it may have a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// How long a call waits for a connection and for another that writes the same record.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// The store at an address as `postgres://user@host/database`, whose tables are made where there are none and brought up to this
    /// release's schema where they are older. Connections are encrypted unless the address says `sslmode=disable` or names a socket,
    /// to a server whose certificate has the host's name and is vouched for by an authority that this machine trusts, or by one of the
    /// PEM file that the address names: `postgres://user@host/database?sslrootcert=/etc/ssl/shop.pem`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`](super::StoreError::Newer) for tables of a later release; [`StoreError::Open`](super::StoreError::Open) where it cannot be reached, or where a commit there is
    /// not on the disk when it returns (`synchronous_commit` or `fsync` is off).
    pub async fn connect(url: &str) -> Result<Self> {
        Self::of_release(url, connect::MIGRATIONS).await
    }

    /// As a release would connect that has these migrations.
    pub(super) async fn of_release(url: &str, migrations: &[&str]) -> Result<Self> {
        let (pool, place) = connect::pool(url, Self::PATIENCE)?;
        let store = Self {
            now: Lane::new(&pool),
            looks: Lane::new(&pool),
            takes: Lane::new(&pool),
            changes: Lane::new(&pool),
            pool,
            place,
        };
        let mut connection = store.connection().await?;
        connect::migrate(&mut connection, migrations).await?;
        Ok(store)
    }

    async fn connection(&self) -> Result<Object> {
        self.pool.get().await.map_err(connect::unreached)
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn now(&self) -> Result<Instant> {
        self.now.call(Now).await
    }

    async fn begin(&self, entry: Entry, limits: &[Limit]) -> Result<Begun> {
        entry.fits()?;
        self.takes.call(Take { entry, limits: limits.to_vec() }).await
    }

    async fn begin_again(
        &self,
        record: &Record,
        change: Change,
        limits: &[Limit],
    ) -> Result<Begun> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        let begun = rows::begin_again(&transaction, record, &change, limits).await?;
        transaction.commit().await.map_err(fault)?;
        Ok(begun)
    }

    async fn record(&self, key: &str) -> Result<Option<Record>> {
        if !raw::fits(key) {
            return Ok(None);
        }
        self.looks.call(Look(key.to_owned())).await
    }

    async fn change(&self, record: &Record, change: Change) -> Result<Option<Record>> {
        self.changes.call(Alter { record: record.clone(), change }).await
    }

    async fn due(&self, most: u32) -> Result<Vec<Record>> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        rows::due(&transaction, most).await
    }

    async fn put_off(&self, key: &str, wait: Duration) -> Result<()> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        rows::put_off(&transaction, key, wait).await?;
        transaction.commit().await.map_err(fault)
    }

    async fn records(&self, filter: &Filter) -> Result<Vec<Record>> {
        rows::records(&self.connection().await?, filter).await
    }

    async fn papers(&self, key: &str) -> Result<Vec<Paper>> {
        rows::papers(&self.connection().await?, key).await
    }

    async fn forget(&self, order: &str, keep: Keep) -> Result<u32> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        let forgotten = rows::forget(&transaction, order, keep).await?;
        transaction.commit().await.map_err(fault)?;
        // Writes the tables anew: what was deleted is in no file of theirs any more.
        for table in ["purchases", "papers"] {
            connection.batch_execute(&format!("VACUUM (FULL) {table}")).await.map_err(fault)?;
        }
        Ok(forgotten)
    }

    async fn rows_after(&self, key: Option<&str>, most: u32) -> Result<Vec<Row>> {
        let mut connection = self.connection().await?;
        // All of a page is of one moment.
        let transaction = connection
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await
            .map_err(fault)?;
        raw::after(&transaction, key, most).await
    }

    async fn rows_of(&self, keys: &[String]) -> Result<Vec<Row>> {
        let mut connection = self.connection().await?;
        let transaction = connection
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await
            .map_err(fault)?;
        raw::of(&transaction, keys).await
    }

    async fn put_rows(&self, rows: Vec<Row>) -> Result<u32> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        let new = raw::put(&transaction, &rows).await?;
        transaction.commit().await.map_err(fault)?;
        Ok(new)
    }

    fn place(&self) -> String {
        self.place.clone()
    }

    async fn close(&self, to: &str) -> Result<bool> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        let was_open = moved::close(&transaction, to).await?;
        transaction.commit().await.map_err(fault)?;
        Ok(was_open)
    }

    async fn reopen(&self) -> Result<()> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(fault)?;
        moved::reopen(&transaction).await?;
        transaction.commit().await.map_err(fault)
    }
}

#[cfg(test)]
mod tests;
