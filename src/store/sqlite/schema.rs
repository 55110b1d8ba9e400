//! The file: how it is opened, what its tables are, how it is brought up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{fault, words};
use crate::points::point;
use crate::store::{Result, StoreError};

/// Says in the file whose it is: "arri".
const APPLICATION: i32 = 0x6172_7269;

/// Each brings a file from the version before it to its own, which is its place from 1. One that was released is never changed.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("migrations/1.sql")];

pub(super) fn open(path: &Path, patience: Duration, migrations: &[&str]) -> Result<Connection> {
    let place = path.display().to_string();
    let cannot = |why: String| StoreError::Open { place: place.clone(), why };
    let said = |error: rusqlite::Error| cannot(words(&error));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags).map_err(said)?;
    connection.busy_timeout(patience).map_err(said)?;
    whose(&patiently(patience, || told(&connection)).map_err(said)?).map_err(cannot)?;
    let mode: String = patiently(patience, || {
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
    })
    .map_err(said)?;
    if mode != "wal" {
        return Err(cannot(format!(
            "it keeps a {mode} journal and cannot change to a write-ahead log; use a file on a local disk"
        )));
    }
    // A commit is on the disk when it returns; what is deleted is overwritten.
    for (name, value) in [("synchronous", "FULL"), ("secure_delete", "ON"), ("foreign_keys", "ON")]
    {
        connection.pragma_update(None, name, value).map_err(said)?;
    }
    migrate(&mut connection, &place, migrations)?;
    Ok(connection)
}

/// Does it again as long as another process holds the file: where the kind of journal is changed, SQLite does not wait by itself.
fn patiently<T>(
    patience: Duration,
    mut work: impl FnMut() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    const PAUSE: Duration = Duration::from_millis(5);
    let since = Instant::now();
    loop {
        match work() {
            Err(error) if is_held(&error) && since.elapsed() < patience => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

fn is_held(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// What a file says of itself: whose it is, and how many tables it has.
struct Told {
    application: i32,
    tables: i64,
}

fn told(connection: &Connection) -> rusqlite::Result<Told> {
    // Both of one moment: another process may be making the tables just now.
    let moment = connection.unchecked_transaction()?;
    let told = Told {
        application: moment.pragma_query_value(None, "application_id", |row| row.get(0))?,
        tables: moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
    };
    moment.commit()?;
    Ok(told)
}

/// Refuses what is no store of ours before anything is written to it.
fn whose(told: &Told) -> std::result::Result<(), String> {
    let Told { application, tables } = *told;
    if application == APPLICATION || (application == 0 && tables == 0) {
        return Ok(());
    }
    Err("it is a database of something else; name another file".to_owned())
}

fn migrate(connection: &mut Connection, place: &str, migrations: &[&str]) -> Result<()> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    loop {
        // Each in a transaction that takes the lock at once: of two processes one migrates, and a kill half way leaves the old file.
        let step = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(fault)?;
        let found: u32 =
            step.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fault)?;
        if found > known {
            return Err(StoreError::Newer { place: place.to_owned(), found, known });
        }
        let Some(next) = usize::try_from(found).ok().and_then(|found| migrations.get(found)) else {
            return Ok(());
        };
        step.execute_batch(next).map_err(fault)?;
        step.pragma_update(None, "application_id", APPLICATION).map_err(fault)?;
        step.pragma_update(None, "user_version", found + 1).map_err(fault)?;
        point("migrate.before_commit");
        step.commit().map_err(fault)?;
        point("migrate.committed");
    }
}

/// Leaves nothing of what was deleted: neither in the log nor in free pages.
pub(super) fn wipe(connection: &Connection) -> Result<()> {
    let emptied = |connection: &Connection| {
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            .map_err(fault)
    };
    connection.execute_batch("VACUUM").map_err(fault)?;
    if emptied(connection)? != 0 {
        return Err(StoreError::Busy);
    }
    Ok(())
}
