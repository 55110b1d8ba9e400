//! SQLite: one file, shared by the processes of one machine. Its write-ahead log is synced at each commit.

mod moved;
mod place;
mod raw;
mod rows;
mod schema;
mod writer;

use std::path::Path;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode};

use super::{
    Begun, Change, Entry, Filter, Instant, Keep, Limit, Paper, Record, Result, Row, Store,
    StoreError,
};
use crate::points::point;
use place::Place;
use writer::Writer;

/// A store in a file. Callers at the same time share commits.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Writer,
    name: String,
}

impl SqliteStore {
    /// How long a call waits for another process that writes.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// The store in a file, which is made where there is none and brought up to this release's schema where it is older.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`] for a file of a later release; [`StoreError::Open`] where it cannot be opened, is a database of something
    /// else, or stands on a disk that cannot keep a write-ahead log.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, Self::PATIENCE)
    }

    /// The store in a file, with a word on how long to wait for another process.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_with(path: impl AsRef<Path>, patience: Duration) -> Result<Self> {
        let path = path.as_ref();
        let connection = schema::open(path, patience, schema::MIGRATIONS)?;
        let place = Place::of(path)?;
        let name = path.display().to_string();
        Ok(Self { writer: Writer::start(connection, place)?, name })
    }

    async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.writer.run(work).await.map_err(|error| self.named(error))
    }

    /// With the file that it is about.
    fn named(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Failed(why) => StoreError::Failed(format!("{}: {why}", self.name)),
            other => other,
        }
    }
}

/// To the millisecond, as it is kept.
fn now() -> Instant {
    let now = Instant::from(SystemTime::now());
    Instant::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

#[async_trait]
impl Store for SqliteStore {
    async fn now(&self) -> Result<Instant> {
        Ok(now())
    }

    async fn begin(&self, entry: Entry, limits: &[Limit]) -> Result<Begun> {
        entry.fits()?;
        let limits = limits.to_vec();
        let begun = self
            .run(move |connection| {
                let begun = rows::begin(connection, &entry, &limits, now())?;
                point("begin.before_commit");
                Ok(begun)
            })
            .await?;
        point("begin.committed");
        Ok(begun)
    }

    async fn begin_again(
        &self,
        record: &Record,
        change: Change,
        limits: &[Limit],
    ) -> Result<Begun> {
        let (record, limits) = (record.clone(), limits.to_vec());
        self.run(move |connection| rows::begin_again(connection, &record, &change, &limits, now()))
            .await
    }

    async fn record(&self, key: &str) -> Result<Option<Record>> {
        let key = key.to_owned();
        self.run(move |connection| rows::record(connection, &key)).await
    }

    async fn change(&self, record: &Record, change: Change) -> Result<Option<Record>> {
        let (key, version) = (record.key.clone(), record.version);
        let changed = self
            .run(move |connection| {
                let changed = rows::change(connection, &key, version, &change, now())?;
                point("change.before_commit");
                Ok(changed)
            })
            .await?;
        point("change.committed");
        Ok(changed)
    }

    async fn due(&self, most: u32) -> Result<Vec<Record>> {
        self.run(move |connection| rows::due(connection, now(), most)).await
    }

    async fn put_off(&self, key: &str, wait: Duration) -> Result<()> {
        let key = key.to_owned();
        self.run(move |connection| rows::put_off(connection, &key, wait, now())).await
    }

    async fn records(&self, filter: &Filter) -> Result<Vec<Record>> {
        let filter = filter.clone();
        self.run(move |connection| rows::records(connection, &filter)).await
    }

    async fn papers(&self, key: &str) -> Result<Vec<Paper>> {
        let key = key.to_owned();
        self.run(move |connection| rows::papers(connection, &key)).await
    }

    async fn forget(&self, order: &str, keep: Keep) -> Result<u32> {
        let order = order.to_owned();
        let forgotten =
            self.run(move |connection| rows::forget(connection, &order, keep, now())).await?;
        // Deleted content is overwritten where it stood; the log and the pages that became free still have it.
        self.writer.alone(schema::wipe).await.map_err(|error| self.named(error))?;
        Ok(forgotten)
    }

    async fn rows_after(&self, key: Option<&str>, most: u32) -> Result<Vec<Row>> {
        let key = key.map(str::to_owned);
        self.run(move |connection| raw::after(connection, key.as_deref(), most)).await
    }

    async fn rows_of(&self, keys: &[String]) -> Result<Vec<Row>> {
        let keys = keys.to_vec();
        self.run(move |connection| raw::of(connection, &keys)).await
    }

    async fn put_rows(&self, rows: Vec<Row>) -> Result<u32> {
        self.run(move |connection| raw::put(connection, &rows)).await
    }

    fn place(&self) -> String {
        let place = std::path::absolute(&self.name);
        place.map_or_else(|_| self.name.clone(), |place| place.display().to_string())
    }

    async fn close(&self, to: &str) -> Result<bool> {
        let to = to.to_owned();
        self.run(move |connection| moved::close(connection, &to)).await
    }

    async fn reopen(&self) -> Result<()> {
        self.run(|connection| moved::reopen(connection).map(|_| ())).await
    }
}

/// What SQLite said, in our words.
#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn fault(error: rusqlite::Error) -> StoreError {
    if let Some(moved) = moved::told(&error) {
        return moved;
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Failed(words(&error)),
    }
}

/// What is wrong, and what would be right.
fn words(error: &rusqlite::Error) -> String {
    let right = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another process holds it; try again when that is done"
        }
        Some(ErrorCode::DiskFull) => "make room on its disk",
        Some(ErrorCode::ReadOnly) => {
            "the file or its folder is read-only; allow this user to write both"
        }
        Some(ErrorCode::CannotOpen) => {
            "the file and its folder must be there for this user to write"
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            "the file is damaged; stop, keep it, and go on with a copy that is whole"
        }
        Some(ErrorCode::NotADatabase) => {
            "name another file; if this one was a store it is damaged: keep it, and go on with a copy that is whole"
        }
        Some(ErrorCode::SystemIoFailure) => "its disk is full, at a limit or broken",
        _ => return error.to_string(),
    };
    format!("{error}; {right}")
}

/// The file as a release would open it that has these migrations; `None`: this one.
#[cfg(all(test, feature = "postgres"))]
pub(super) fn opened(path: &Path, migrations: Option<&[&str]>) -> Result<Connection> {
    schema::open(path, SqliteStore::PATIENCE, migrations.unwrap_or(schema::MIGRATIONS))
}
