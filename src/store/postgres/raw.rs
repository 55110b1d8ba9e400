//! Rows as they stand, for a move: nothing is read or made sense of here.

use std::collections::HashMap;

use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::Row as SqlRow;
use tokio_postgres::error::SqlState;

use super::connect::fault;
use super::rows::columns;
use crate::store::row::COLUMNS;
use crate::store::{Result, Row, RowPaper, StoreError};

/// A page ends after so many bytes of papers.
const PAGE: i64 = 8 << 20;

/// Whether a text can be kept here.
pub(super) fn fits(text: &str) -> bool {
    !text.contains('\0')
}

pub(super) async fn after(
    transaction: &Transaction<'_>,
    key: Option<&str>,
    most: u32,
) -> Result<Vec<Row>> {
    // By the order of the index, whatever the database's collation is. The lengths are known without reading the papers.
    let from = if key.is_some() { "WHERE key > $2" } else { "WHERE $2::text IS NULL" };
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT coalesce(sum(octet_length(content)), 0)::bigint FROM papers WHERE papers.key = purchases.key) \
         FROM purchases {from} ORDER BY key LIMIT $1"
    );
    let found = transaction.query(&sql, &[&i64::from(most), &key]).await.map_err(fault)?;
    let (mut rows, mut size) = (Vec::new(), 0_i64);
    for row in found {
        if size >= PAGE {
            break;
        }
        size = size.saturating_add(row.try_get(15).map_err(fault)?);
        rows.push(columns(&row).map_err(fault)?);
    }
    with_papers(transaction, rows).await
}

pub(super) async fn of(transaction: &Transaction<'_>, keys: &[String]) -> Result<Vec<Row>> {
    let keys: Vec<_> = keys.iter().map(String::as_str).filter(|key| fits(key)).collect();
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE key = ANY ($1)");
    let found = transaction.query(&sql, &[&keys]).await.map_err(fault)?;
    let rows = found.iter().map(|row| columns(row).map_err(fault)).collect::<Result<_>>()?;
    with_papers(transaction, rows).await
}

async fn with_papers(transaction: &Transaction<'_>, mut rows: Vec<Row>) -> Result<Vec<Row>> {
    let keys: Vec<_> = rows.iter().map(|row| row.key.as_str()).collect();
    let sql = "SELECT key, place, about, hash, content FROM papers WHERE key = ANY ($1) ORDER BY key, place";
    let mut papers: HashMap<String, Vec<RowPaper>> = HashMap::new();
    for row in transaction.query(sql, &[&keys]).await.map_err(fault)? {
        let key = row.try_get(0).map_err(fault)?;
        papers.entry(key).or_default().push(paper(&row).map_err(fault)?);
    }
    for row in &mut rows {
        row.papers = papers.remove(&row.key).unwrap_or_default();
    }
    Ok(rows)
}

fn paper(row: &SqlRow) -> std::result::Result<RowPaper, tokio_postgres::Error> {
    Ok(RowPaper {
        place: row.try_get(1)?,
        about: row.try_get(2)?,
        hash: row.try_get(3)?,
        content: row.try_get(4)?,
    })
}

pub(super) async fn put(transaction: &Transaction<'_>, rows: &[Row]) -> Result<u32> {
    let sql = format!(
        "INSERT INTO purchases ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING"
    );
    let insert = transaction.prepare_cached(&sql).await.map_err(fault)?;
    let paper = transaction
        .prepare_cached(
            "INSERT INTO papers (key, place, about, hash, content) VALUES ($1, $2, $3, $4, $5)",
        )
        .await
        .map_err(fault)?;
    let mut new = 0;
    for row in rows {
        let unfit = |why: String| StoreError::Unfit { key: row.key.clone(), why };
        if !row.texts().all(fits) {
            return Err(unfit("PostgreSQL keeps no text with a NUL character".to_owned()));
        }
        let put = transaction
            .execute(
                &insert,
                &[
                    &row.key,
                    &row.version,
                    &row.kind,
                    &row.carrier,
                    &row.state,
                    &row.work,
                    &row.fingerprint,
                    &row.order,
                    &row.supplier,
                    &row.cost,
                    &row.currency,
                    &row.begun,
                    &row.changed,
                    &row.due,
                    &row.body,
                ],
            )
            .await
            .map_err(|error| match error.as_db_error() {
                Some(said) if *said.code() == SqlState::PROGRAM_LIMIT_EXCEEDED => {
                    unfit(said.message().to_owned())
                }
                _ => fault(error),
            })?;
        if put == 0 {
            continue;
        }
        new += 1;
        for RowPaper { place, about, hash, content } in &row.papers {
            transaction
                .execute(&paper, &[&row.key, place, about, hash, content])
                .await
                .map_err(fault)?;
        }
    }
    Ok(new)
}
