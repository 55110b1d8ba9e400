//! Tables whose content is in another place now. Triggers stop whoever buys there, inside its own transaction, so that a process is
//! stopped too that has connections open, and one of an earlier release.

use deadpool_postgres::Transaction;
use tokio_postgres::Error;

use super::connect::fault;
use crate::store::{Result, StoreError};

/// What the triggers say has this code, which PostgreSQL leaves to others.
const MOVED: &str = "AR001";

pub(super) async fn close(transaction: &Transaction<'_>, to: &str) -> Result<bool> {
    let was_open = reopen(transaction).await?;
    let to = to.replace('\'', "''").replace('\0', "");
    // Whoever sends just now may note what came of it.
    let triggers = format!(
        "CREATE OR REPLACE FUNCTION arriero_moved() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{MOVED}', MESSAGE = TG_ARGV[0]; END $$;
         CREATE TRIGGER arriero_moved_begin BEFORE INSERT ON purchases FOR EACH ROW EXECUTE FUNCTION arriero_moved('{to}');
         CREATE TRIGGER arriero_moved_change BEFORE UPDATE OF state ON purchases FOR EACH ROW
             WHEN (NOT (OLD.state = 'sending' AND NEW.state <> 'sending')) EXECUTE FUNCTION arriero_moved('{to}');"
    );
    transaction.batch_execute(&triggers).await.map_err(fault)?;
    Ok(was_open)
}

/// Whether it was open.
pub(super) async fn reopen(transaction: &Transaction<'_>) -> Result<bool> {
    let sql = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'purchases'::regclass AND tgname = 'arriero_moved_begin'";
    let closed = transaction.query_one(sql, &[]).await.map_err(fault)?;
    let closed: i64 = closed.try_get(0).map_err(fault)?;
    if closed > 0 {
        let gone = "DROP TRIGGER IF EXISTS arriero_moved_begin ON purchases; \
                    DROP TRIGGER IF EXISTS arriero_moved_change ON purchases";
        transaction.batch_execute(gone).await.map_err(fault)?;
    }
    Ok(closed == 0)
}

/// `None`: that is not what is wrong.
pub(super) fn told(error: &Error) -> Option<StoreError> {
    let said = error.as_db_error().filter(|said| said.code().code() == MOVED)?;
    Some(StoreError::Moved { to: said.message().to_owned() })
}
