//! A file whose content is in another place now. Triggers stop whoever buys there, inside its own transaction, so that a process is
//! stopped too that has the file open, and one of an earlier release.

use rusqlite::Connection;

use super::fault;
use crate::store::{Result, StoreError};

/// What the triggers say begins like this.
const MOVED: &str = "moved to ";

pub(super) fn close(connection: &Connection, to: &str) -> Result<bool> {
    let was_open = reopen(connection)?;
    let said = format!("{MOVED}{to}").replace('\'', "''").replace('\0', "");
    // Whoever sends just now may note what came of it.
    let triggers = format!(
        "CREATE TRIGGER moved_begin BEFORE INSERT ON purchases BEGIN SELECT RAISE(ABORT, '{said}'); END;
         CREATE TRIGGER moved_change BEFORE UPDATE OF state ON purchases WHEN NOT (OLD.state = 'sending' AND NEW.state <> 'sending')
         BEGIN SELECT RAISE(ABORT, '{said}'); END;"
    );
    connection.execute_batch(&triggers).map_err(fault)?;
    Ok(was_open)
}

/// Whether it was open.
pub(super) fn reopen(connection: &Connection) -> Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = 'moved_begin'";
    let closed: i64 = connection.query_row(sql, [], |row| row.get(0)).map_err(fault)?;
    let gone = "DROP TRIGGER IF EXISTS moved_begin; DROP TRIGGER IF EXISTS moved_change";
    connection.execute_batch(gone).map_err(fault)?;
    Ok(closed == 0)
}

/// `None`: that is not what is wrong.
pub(super) fn told(error: &rusqlite::Error) -> Option<StoreError> {
    let rusqlite::Error::SqliteFailure(code, Some(said)) = error else { return None };
    let is_trigger = code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER;
    let to = said.strip_prefix(MOVED).filter(|_| is_trigger)?;
    Some(StoreError::Moved { to: to.to_owned() })
}
