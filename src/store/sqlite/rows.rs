//! What is asked of the file, one call of the store each. Everything runs inside the writer's transaction.

use std::time::Duration;

use rusqlite::types::{ToSql, Value};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params, params_from_iter};

use super::fault;
use crate::model::Money;
use crate::points::point;
use crate::store::paper::Columns as PaperColumns;
use crate::store::row::{COLUMNS, Row as Columns, minor};
use crate::store::{
    Begun, Change, Entry, Filter, Instant, Keep, Limit, Paper, Record, Result, Scope, State,
    StoreError,
};

pub(super) fn begin(
    connection: &Connection,
    entry: &Entry,
    limits: &[Limit],
    now: Instant,
) -> Result<Begun> {
    if let Some(known) = record(connection, &entry.key)? {
        return Ok(Begun::Known(known));
    }
    let counting = limits.iter().filter(|limit| limit.scope.has(entry));
    if let Some(over) = over_limit(connection, counting, entry.cost, now)? {
        return Ok(over);
    }
    let (cost, currency) = minor(entry.cost);
    connection
        .prepare_cached(
            "INSERT INTO purchases VALUES (:key, 1, :kind, :carrier, :state, 0, :fingerprint, :for_order, :supplier, :cost, :currency, \
             :now, :now, :due, :body)",
        )
        .and_then(|mut insert| {
            insert.execute(named_params! {
                ":key": entry.key, ":kind": entry.kind, ":carrier": entry.carrier.as_str(), ":state": State::Sending.word(),
                ":fingerprint": entry.fingerprint.0, ":for_order": entry.order, ":supplier": entry.supplier, ":cost": cost,
                ":currency": currency, ":now": now.timestamp_millis(), ":due": millis(after(now, entry.lease)), ":body": entry.body,
            })
        })
        .map_err(fault)?;
    record(connection, &entry.key)?
        .map(Begun::New)
        .ok_or_else(|| StoreError::failed("the record is not there"))
}

pub(super) fn begin_again(
    connection: &Connection,
    before: &Record,
    change: &Change,
    limits: &[Limit],
    now: Instant,
) -> Result<Begun> {
    let there = || StoreError::failed("the record is not there any more");
    let current = record(connection, &before.key)?.ok_or_else(there)?;
    if current.version != before.version {
        return Ok(Begun::Known(current));
    }
    let counting = limits
        .iter()
        .filter(|limit| limit.scope.covers(&current.carrier, current.supplier.as_ref()));
    if let Some(over) = over_limit(connection, counting, change.cost, now)? {
        return Ok(over);
    }
    connection
        .execute(
            "UPDATE purchases SET begun = ?2 WHERE key = ?1",
            params![before.key, now.timestamp_millis()],
        )
        .map_err(fault)?;
    self::change(connection, &before.key, before.version, change, now)?
        .map(Begun::New)
        .ok_or_else(there)
}

/// The first limit that a cost would pass.
fn over_limit<'l>(
    connection: &Connection,
    limits: impl Iterator<Item = &'l Limit>,
    cost: Option<Money>,
    now: Instant,
) -> Result<Option<Begun>> {
    for limit in limits {
        if let Some(spent) = passed(connection, limit, cost, now)? {
            return Ok(Some(Begun::OverLimit { limit: limit.clone(), spent }));
        }
    }
    Ok(None)
}

/// What was spent against a limit, where this would pass it.
fn passed(
    connection: &Connection,
    limit: &Limit,
    cost: Option<Money>,
    now: Instant,
) -> Result<Option<Money>> {
    let currency = limit.most.currency();
    let zero = Money::zero(currency);
    let Some(cost) = cost.filter(|cost| cost.currency() == currency) else { return Ok(None) };
    let spent = match limit.within {
        None => zero,
        Some(span) => Money::from_minor(sum(connection, limit, before(now, span))?, currency),
    };
    let passed = spent.checked_add(cost).is_none_or(|all| all.amount() > limit.most.amount());
    Ok(passed.then_some(spent))
}

fn sum(connection: &Connection, limit: &Limit, since: Instant) -> Result<i64> {
    let (column, value) = match &limit.scope {
        Scope::All => ("1", Value::Integer(1)),
        Scope::Account(carrier) => ("carrier", Value::Text(carrier.to_string())),
        Scope::Supplier(supplier) => ("supplier", Value::Text(supplier.clone())),
    };
    let states: Vec<_> = State::ALL
        .into_iter()
        .filter(|state| state.may_cost())
        .map(|state| format!("'{}'", state.word()))
        .collect();
    let sql = format!(
        "SELECT coalesce(sum(cost), 0) FROM purchases WHERE begun > ?1 AND currency = ?2 AND {column} = ?3 AND cost > 0 AND state IN ({})",
        states.join(", ")
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut select| {
            let currency = limit.most.currency();
            select.query_row(params![since.timestamp_millis(), currency.code(), value], |row| {
                row.get(0)
            })
        })
        .map_err(fault)
}

pub(super) fn record(connection: &Connection, key: &str) -> Result<Option<Record>> {
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE key = ?1");
    let found = connection
        .prepare_cached(&sql)
        .and_then(|mut select| select.query_row([key], |row| Ok(read(row))).optional())
        .map_err(fault)?;
    found.transpose()
}

pub(super) fn change(
    connection: &Connection,
    key: &str,
    version: u32,
    change: &Change,
    now: Instant,
) -> Result<Option<Record>> {
    let (cost, currency) = minor(change.cost);
    let due = change.due.map(|wait| millis(after(now, wait)));
    let changed = connection
        .prepare_cached(
            "UPDATE purchases SET version = version + 1, state = :state, work = :work, cost = :cost, currency = :currency, \
             changed = :now, due = :due, body = :body WHERE key = :key AND version = :version",
        )
        .and_then(|mut update| {
            update.execute(named_params! {
                ":state": change.state.word(), ":work": change.work, ":cost": cost, ":currency": currency,
                ":now": now.timestamp_millis(), ":due": due, ":body": change.body, ":key": key, ":version": version,
            })
        })
        .map_err(fault)?;
    if changed == 0 {
        return Ok(None);
    }
    point("change.before_papers");
    if !change.papers.is_empty() {
        keep(connection, key, change)?;
    }
    record(connection, key)
}

fn keep(connection: &Connection, key: &str, change: &Change) -> Result<()> {
    connection.execute("DELETE FROM papers WHERE key = ?1", [key]).map_err(fault)?;
    for (place, document) in (0_u32..).zip(&change.papers) {
        let PaperColumns { about, hash, content } = PaperColumns::of(document)?;
        connection
            .execute(
                "INSERT INTO papers VALUES (?1, ?2, ?3, ?4, ?5)",
                params![key, place, about, hash, content],
            )
            .map_err(fault)?;
    }
    Ok(())
}

pub(super) fn due(connection: &Connection, now: Instant, most: u32) -> Result<Vec<Record>> {
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE due <= ?1 ORDER BY due, key LIMIT ?2");
    list(connection, &sql, &[&now.timestamp_millis(), &most])
}

pub(super) fn records(connection: &Connection, filter: &Filter) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM purchases WHERE (?1 IS NULL OR state = ?1) AND (NOT ?2 OR work) AND (?3 IS NULL OR for_order = ?3) \
         ORDER BY begun DESC, key LIMIT ?4"
    );
    let most = filter.most.map_or(-1, i64::from);
    list(connection, &sql, &[&filter.state.map(State::word), &filter.work, &filter.order, &most])
}

fn list(connection: &Connection, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<Record>> {
    let mut select = connection.prepare_cached(sql).map_err(fault)?;
    let rows = select.query_map(params_from_iter(values), |row| Ok(read(row))).map_err(fault)?;
    rows.map(|row| row.map_err(fault)?).collect()
}

pub(super) fn papers(connection: &Connection, key: &str) -> Result<Vec<Paper>> {
    let mut select = connection
        .prepare_cached("SELECT about, hash, content FROM papers WHERE key = ?1 ORDER BY place")
        .map_err(fault)?;
    let rows = select
        .query_map([key], |row| {
            Ok(PaperColumns { about: row.get(0)?, hash: row.get(1)?, content: row.get(2)? })
        })
        .map_err(fault)?;
    rows.map(|row| row.map_err(fault)?.paper(key)).collect()
}

pub(super) fn forget(
    connection: &Connection,
    order: &str,
    keep: Keep,
    now: Instant,
) -> Result<u32> {
    let filter = Filter { order: Some(order.to_owned()), ..Filter::default() };
    let mut forgotten = 0;
    for record in records(connection, &filter)? {
        connection.execute("DELETE FROM papers WHERE key = ?1", [&record.key]).map_err(fault)?;
        connection
            .execute(
                "UPDATE purchases SET version = version + 1, changed = ?2, body = ?3 WHERE key = ?1",
                params![record.key, now.timestamp_millis(), keep(&record.body)],
            )
            .map_err(fault)?;
        forgotten += 1;
    }
    Ok(forgotten)
}

fn after(now: Instant, wait: Duration) -> Instant {
    chrono::Duration::from_std(wait)
        .ok()
        .and_then(|wait| now.checked_add_signed(wait))
        .unwrap_or(Instant::MAX_UTC)
}

fn before(now: Instant, span: Duration) -> Instant {
    chrono::Duration::from_std(span)
        .ok()
        .and_then(|span| now.checked_sub_signed(span))
        .unwrap_or(Instant::MIN_UTC)
}

fn millis(moment: Instant) -> i64 {
    moment.timestamp_millis()
}

fn read(row: &Row<'_>) -> Result<Record> {
    columns(row).map_err(fault)?.record()
}

pub(super) fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        key: row.get(0)?,
        version: row.get(1)?,
        kind: row.get(2)?,
        carrier: row.get(3)?,
        state: row.get(4)?,
        work: row.get(5)?,
        fingerprint: row.get(6)?,
        order: row.get(7)?,
        supplier: row.get(8)?,
        cost: row.get(9)?,
        currency: row.get(10)?,
        begun: row.get(11)?,
        changed: row.get(12)?,
        due: row.get(13)?,
        body: row.get(14)?,
        papers: Vec::new(),
    })
}
