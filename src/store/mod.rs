//! Where the journal is kept: one trait, real databases behind it. What a purchase means, when it may be sent and how an unknown one
//! is settled is the journal's business ([`purchase`](crate::purchase)), not the store's.
//!
//! A store is outgrown: [`transfer`] moves all it has to another one and compares every row.
//!
//! ```no_run
//! # #[cfg(all(feature = "sqlite", feature = "postgres"))]
//! # async fn outgrown() -> Result<(), Box<dyn std::error::Error>> {
//! use arriero::store::{PostgresStore, SqliteStore, transfer};
//!
//! let from = SqliteStore::open("journal.db")?;
//! let to = PostgresStore::connect("postgres://shop@db.example/shop").await?;
//! let moved = transfer(&from, &to).await?; // nobody buys meanwhile
//! println!("{} purchases, {} papers", moved.records, moved.papers);
//! // Whoever still buys at the old store is told where the new one is.
//! # Ok(())
//! # }
//! ```
//!
//! Every call is one transaction. What it changed is durable, synced to the disk, when it returns; a call that fails has changed
//! nothing.

mod error;
mod files;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod paper;
#[cfg(feature = "postgres")]
mod postgres;
mod record;
mod row;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(test)]
pub(crate) mod tests;
mod transfer;

pub use error::StoreError;
pub use files::{Folder, safe_name};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use record::{
    Begun, Change, Entry, Filter, Fingerprint, Instant, Limit, Paper, Record, Scope, State,
};
pub use row::{Row, RowPaper};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub use transfer::{Moved, TransferError, copy, transfer};

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

/// The result of a call to a store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What stays of a body when its order is forgotten.
pub type Keep = fn(&str) -> String;

/// A place for the records of purchases.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// The time by the clock that all who share this store go by.
    async fn now(&self) -> Result<Instant>;

    /// Takes a key: the record is there when this returns, unless the key was taken before or a limit would be passed. Of two
    /// callers at once, wherever they run, one takes it.
    async fn begin(&self, entry: Entry, limits: &[Limit]) -> Result<Begun>;

    /// Takes a key again under which nothing was sent, as [`change`](Self::change) would, unless a limit would be passed by then. It
    /// counts as begun now.
    async fn begin_again(&self, record: &Record, change: Change, limits: &[Limit])
    -> Result<Begun>;

    /// The record of a key; `None`: the key is not taken.
    async fn record(&self, key: &str) -> Result<Option<Record>>;

    /// Changes a record that is still in the version that was read; `None`: somebody else changed it since. Papers are kept in the
    /// same transaction.
    async fn change(&self, record: &Record, change: Change) -> Result<Option<Record>>;

    /// Records that are due, the one that waits longest first.
    async fn due(&self, most: u32) -> Result<Vec<Record>>;

    /// Lets a record that cannot be read wait, without reading it: it stays as it is, and is due again after so long.
    async fn put_off(&self, key: &str, wait: Duration) -> Result<()>;

    /// Records by what they are, the newest first.
    async fn records(&self, filter: &Filter) -> Result<Vec<Record>>;

    /// The papers of a key, in the order they were kept.
    async fn papers(&self, key: &str) -> Result<Vec<Paper>>;

    /// Removes the papers of an order and replaces the bodies of its records by what `keep` makes of each. Nothing of the old content
    /// is left in the files afterwards. Returns how many records were changed.
    async fn forget(&self, order: &str, keep: Keep) -> Result<u32>;

    /// Rows as they stand, with their papers, in an order of the store's own: those that follow a key, or the first ones. At most so
    /// many, and fewer where their papers are long; none: there are no more.
    async fn rows_after(&self, key: Option<&str>, most: u32) -> Result<Vec<Row>>;

    /// The rows of some keys as they stand, with their papers, in any order. A key that is not taken has none.
    async fn rows_of(&self, keys: &[String]) -> Result<Vec<Row>>;

    /// Puts rows in as they are, all or none. Those whose keys are taken are left out, whatever is there. Returns how many went in.
    async fn put_rows(&self, rows: Vec<Row>) -> Result<u32>;

    /// Where this is, for people: the file or the address, without credentials.
    fn place(&self) -> String;

    /// What is here is in another place from now on: taking a key, and changing the state of a record, fail with
    /// [`StoreError::Moved`] for all who share this store, also where they had it open before. Whoever sends just now may still note
    /// what came of it; reading and [`forget`](Self::forget) go on. Returns whether it was open.
    async fn close(&self, to: &str) -> Result<bool>;

    /// Ends what [`close`](Self::close) began. Never while somebody buys at the other place: two stores do not know of each other's
    /// purchases.
    async fn reopen(&self) -> Result<()>;
}
