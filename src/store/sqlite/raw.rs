//! Rows as they stand, for a move: nothing is read or made sense of here.

use rusqlite::{Connection, Row as SqlRow, params};

use super::fault;
use super::rows::columns;
use crate::store::row::COLUMNS;
use crate::store::{Result, Row, RowPaper};

/// A page ends after so many bytes.
const PAGE: usize = 8 << 20;

pub(super) fn after(connection: &Connection, key: Option<&str>, most: u32) -> Result<Vec<Row>> {
    // A condition that may be none would keep the index from being used.
    let from = if key.is_some() { "WHERE key > ?2" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM purchases {from} ORDER BY key LIMIT ?1");
    let mut select = connection.prepare_cached(&sql).map_err(fault)?;
    let mut found = match key {
        Some(key) => select.query(params![most, key]),
        None => select.query([most]),
    }
    .map_err(fault)?;
    let (mut rows, mut size) = (Vec::new(), 0);
    while size < PAGE
        && let Some(row) = found.next().map_err(fault)?
    {
        let row = with_papers(connection, row)?;
        size += row.size();
        rows.push(row);
    }
    Ok(rows)
}

pub(super) fn of(connection: &Connection, keys: &[String]) -> Result<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE key = ?1");
    let mut select = connection.prepare_cached(&sql).map_err(fault)?;
    let mut rows = Vec::new();
    for key in keys {
        let mut found = select.query([key]).map_err(fault)?;
        if let Some(row) = found.next().map_err(fault)? {
            rows.push(with_papers(connection, row)?);
        }
    }
    Ok(rows)
}

fn with_papers(connection: &Connection, row: &SqlRow<'_>) -> Result<Row> {
    let mut row = columns(row).map_err(fault)?;
    let mut select = connection
        .prepare_cached(
            "SELECT place, about, hash, content FROM papers WHERE key = ?1 ORDER BY place",
        )
        .map_err(fault)?;
    let papers = select
        .query_map([&row.key], |paper| {
            Ok(RowPaper {
                place: paper.get(0)?,
                about: paper.get(1)?,
                hash: paper.get(2)?,
                content: paper.get(3)?,
            })
        })
        .map_err(fault)?;
    row.papers = papers.collect::<rusqlite::Result<_>>().map_err(fault)?;
    Ok(row)
}

pub(super) fn put(connection: &Connection, rows: &[Row]) -> Result<u32> {
    let sql = format!(
        "INSERT INTO purchases ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO NOTHING"
    );
    let mut insert = connection.prepare_cached(&sql).map_err(fault)?;
    let mut paper = connection
        .prepare_cached(
            "INSERT INTO papers (key, place, about, hash, content) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(fault)?;
    let mut new = 0;
    for row in rows {
        let put = insert
            .execute(params![
                row.key,
                row.version,
                row.kind,
                row.carrier,
                row.state,
                row.work,
                row.fingerprint,
                row.order,
                row.supplier,
                row.cost,
                row.currency,
                row.begun,
                row.changed,
                row.due,
                row.body,
            ])
            .map_err(fault)?;
        if put == 0 {
            continue;
        }
        new += 1;
        for RowPaper { place, about, hash, content } in &row.papers {
            paper.execute(params![row.key, place, about, hash, content]).map_err(fault)?;
        }
    }
    Ok(new)
}
