//! Moving all that a store has to another one, and showing row by row that it came over. What a purchase means does not matter here.

#[cfg(test)]
#[cfg(all(feature = "postgres", feature = "sqlite"))]
mod closed;
#[cfg(test)]
#[cfg(all(feature = "postgres", feature = "sqlite"))]
mod tests;

use std::collections::HashMap;

use super::{Row, State, Store, StoreError};

/// How many records are in memory at once, at the most.
const TOGETHER: u32 = 256;

/// What a move did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moved {
    /// Records that are in both stores now, each of them compared.
    pub records: u64,
    /// Papers of these.
    pub papers: u64,
    /// How many of the records this call copied; the others were there, from an earlier one that was stopped.
    pub copied: u64,
}

/// Why a store was not moved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransferError {
    /// The old store cannot be read.
    #[error("the old store cannot be read")]
    From(#[source] StoreError),
    /// The new store cannot be read or written. What was copied before stays; the same move goes on from there.
    #[error("the new store cannot be read or written")]
    To(#[source] StoreError),
    /// Somebody is buying.
    #[error(
        "{key:?} is being bought at the old store; stop all that buy there, wait for the time a sender has, and move it then"
    )]
    UnderWay {
        /// The key of the purchase.
        key: String,
    },
    /// The new store has another record under a key: it is left as it is.
    #[error(
        "the record {key:?} is not the same in both stores: its {column} differs; move to a store that has none of these keys, and buy at neither meanwhile"
    )]
    Differs {
        /// The key of the purchase.
        key: String,
        /// Where they differ first.
        column: &'static str,
    },
    /// A record is not in the new store after all were copied.
    #[error(
        "the record {key:?} came into the old store while it was moved; stop all that buy there, and move it again"
    )]
    Missing {
        /// The key of the purchase.
        key: String,
    },
}

/// Moves every record and every paper to another store as they stand, byte for byte, and compares them afterwards, one by one. What the
/// new store has under other keys stays there. The old one is closed: whoever goes back to it is refused with the place of the new one
/// ([`StoreError::Moved`]), until it is opened again by [`Store::reopen`].
///
/// Stop all that buy at the old store before: what it is busy with is not moved. What was stopped half way is gone on with by the same
/// call: what is there and equal is left as it is.
///
/// # Errors
///
/// [`TransferError`]. Nothing was copied where somebody still sends ([`TransferError::UnderWay`]) or where the new store had a record that
/// differs ([`TransferError::Differs`]). The old store is as open as it was, unless [`TransferError::From`] says that it failed.
pub async fn transfer(from: &dyn Store, to: &dyn Store) -> Result<Moved, TransferError> {
    let copied = fill(from, to).await?;
    // First closed, then compared: nothing comes in between.
    let was_open = from.close(&to.place()).await.map_err(TransferError::From)?;
    let moved = compared(from, to, copied).await;
    if moved.is_err() && was_open {
        from.reopen().await.map_err(TransferError::From)?;
    }
    moved
}

/// As [`transfer`], but that the old store is only read and stays open: for a copy that nobody buys at.
///
/// # Errors
///
/// As [`transfer`].
pub async fn copy(from: &dyn Store, to: &dyn Store) -> Result<Moved, TransferError> {
    let copied = fill(from, to).await?;
    compared(from, to, copied).await
}

/// Copies what is not there yet; how many records that was.
async fn fill(from: &dyn Store, to: &dyn Store) -> Result<u64, TransferError> {
    let now = now(from).await?;
    let mut pages = Pages::of(from);
    while let Some(page) = pages.next().await? {
        nobody_sends(&page, now)?;
        compare(&page, to, |_| Ok(())).await?;
    }
    let mut copied = 0;
    let mut pages = Pages::of(from);
    while let Some(page) = pages.next().await? {
        copied += u64::from(to.put_rows(page).await.map_err(TransferError::To)?);
    }
    Ok(copied)
}

/// That all is in both.
async fn compared(from: &dyn Store, to: &dyn Store, copied: u64) -> Result<Moved, TransferError> {
    let now = now(from).await?;
    let mut moved = Moved { copied, ..Moved::default() };
    let mut pages = Pages::of(from);
    while let Some(page) = pages.next().await? {
        nobody_sends(&page, now)?;
        moved.records += page.len() as u64;
        moved.papers += page.iter().map(|row| row.papers.len() as u64).sum::<u64>();
        compare(&page, to, |row| Err(TransferError::Missing { key: row.key.clone() })).await?;
    }
    Ok(moved)
}

async fn now(from: &dyn Store) -> Result<i64, TransferError> {
    Ok(from.now().await.map_err(TransferError::From)?.timestamp_millis())
}

fn nobody_sends(page: &[Row], now: i64) -> Result<(), TransferError> {
    let sending = |row: &&Row| row.state == State::Sending.word() && row.due > Some(now);
    match page.iter().find(sending) {
        Some(row) => Err(TransferError::UnderWay { key: row.key.clone() }),
        None => Ok(()),
    }
}

/// Holds rows against those of the same keys in a store.
async fn compare(
    page: &[Row],
    to: &dyn Store,
    missing: impl Fn(&Row) -> Result<(), TransferError>,
) -> Result<(), TransferError> {
    let keys: Vec<_> = page.iter().map(|row| row.key.clone()).collect();
    let there = to.rows_of(&keys).await.map_err(TransferError::To)?;
    let there: HashMap<_, _> = there.iter().map(|row| (row.key.as_str(), row)).collect();
    for row in page {
        match there.get(row.key.as_str()) {
            None => missing(row)?,
            Some(other) => {
                if let Some(column) = row.differs(other) {
                    return Err(TransferError::Differs { key: row.key.clone(), column });
                }
            }
        }
    }
    Ok(())
}

/// All rows of a store, a page at a time.
struct Pages<'a> {
    store: &'a dyn Store,
    last: Option<String>,
}

impl<'a> Pages<'a> {
    fn of(store: &'a dyn Store) -> Self {
        Self { store, last: None }
    }

    async fn next(&mut self) -> Result<Option<Vec<Row>>, TransferError> {
        let page = self
            .store
            .rows_after(self.last.as_deref(), TOGETHER)
            .await
            .map_err(TransferError::From)?;
        self.last = page.last().map(|row| row.key.clone());
        Ok((!page.is_empty()).then_some(page))
    }
}
