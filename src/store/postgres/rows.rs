//! What is asked of the tables.

use std::collections::HashMap;

use deadpool_postgres::tokio_postgres::types::ToSql;
use deadpool_postgres::{GenericClient, Transaction};
use futures_util::future::{try_join, try_join_all};
use tokio_postgres::{Row, Statement};

use super::calls::{Alter, Take};
use super::connect::fault;
use crate::model::Money;
use crate::points::point;
use crate::store::paper::Columns as PaperColumns;
use crate::store::row::{COLUMNS, Row as Columns, minor};
use crate::store::{
    Begun, Change, Entry, Filter, Keep, Limit, Paper, Record, Result, Scope, State, StoreError,
};

const TAKE: &str = "INSERT INTO purchases VALUES ($1, 1, $2, $3, $4, false, $5, $6, $7, $8, $9, $10, $10, $11, $12) ON CONFLICT DO NOTHING";
const CHANGE: &str = "UPDATE purchases SET version = version + 1, state = $3, work = $4, cost = $5, currency = $6, body = $8, \
                      changed = (extract(epoch FROM clock_timestamp()) * 1000)::bigint, \
                      due = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $7 \
                      WHERE key = $1 AND version = $2 RETURNING changed, due";
const DROP: &str = "DELETE FROM papers WHERE key = $1";
const KEEP: &str = "INSERT INTO papers VALUES ($1, $2, $3, $4, $5)";

/// Who sums what was spent holds this until its own purchase is in the sum; a number of ours.
const SPENDING: i64 = 0x6172_7270;

/// Milliseconds since 1970, by the database's clock.
pub(super) async fn now<C: GenericClient>(client: &C) -> Result<i64> {
    const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    let now = client.prepare_cached(NOW).await.map_err(fault)?;
    client.query_one(&now, &[]).await.and_then(|row| row.try_get(0)).map_err(fault)
}

pub(super) async fn begin(
    transaction: &Transaction<'_>,
    calls: &[Take],
) -> Result<Vec<Result<Begun>>> {
    let counting = |call: &Take| -> Vec<_> {
        call.limits.iter().filter(|limit| limit.scope.has(&call.entry)).cloned().collect()
    };
    let limits: Vec<_> = calls.iter().map(counting).collect();
    if limits.iter().any(|limits| !limits.is_empty()) {
        alone(transaction).await?;
    }
    let keys: Vec<_> = calls.iter().map(|call| call.entry.key.as_str()).collect();
    let (now, mut there) = try_join(now(transaction), of(transaction, &keys)).await?;
    let is_new: Vec<_> = keys.iter().map(|&key| !there.contains_key(key)).collect();
    let take = transaction.prepare_cached(TAKE).await.map_err(fault)?;
    let all = calls.iter().zip(&limits).zip(&is_new);
    // Sent one after the other, without waiting for answers in between. Of two at once the second waits for the first to commit.
    let free = all.clone().filter(|((_, limits), is_new)| **is_new && limits.is_empty());
    let free = free.map(|((call, _), _)| taken(transaction, &take, &call.entry, now));
    let mut free = try_join_all(free).await?.into_iter();
    let mut begun = Vec::with_capacity(calls.len());
    for ((Take { entry, .. }, limits), is_new) in all {
        begun.push(if !is_new {
            None
        } else if limits.is_empty() {
            free.next().flatten()
        } else if let Some(over) = over_limit(transaction, limits, entry.cost, now).await? {
            Some(over)
        } else {
            taken(transaction, &take, entry, now).await?
        });
    }
    let meanwhile = keys.iter().zip(&is_new).zip(&begun);
    let meanwhile = meanwhile.filter(|((_, is_new), begun)| **is_new && begun.is_none());
    let meanwhile: Vec<_> = meanwhile.map(|((&key, _), _)| key).collect();
    if !meanwhile.is_empty() {
        there.extend(of(transaction, &meanwhile).await?);
    }
    let known = |key: &str| {
        let known = there.get(key).cloned();
        let known = known.ok_or_else(|| StoreError::failed("the record is not there"))?;
        known.record().map(Begun::Known)
    };
    let begun = keys.into_iter().zip(begun);
    Ok(begun.map(|(key, begun)| begun.map_or_else(|| known(key), Ok)).collect())
}

/// Takes a key; `None`: it was taken before.
async fn taken(
    transaction: &Transaction<'_>,
    take: &Statement,
    entry: &Entry,
    now: i64,
) -> Result<Option<Begun>> {
    let due = now.saturating_add(millis(entry.lease));
    let row = Columns::begun(entry, now, due);
    let taken = transaction
        .execute(
            take,
            &[
                &row.key,
                &row.kind,
                &row.carrier,
                &row.state,
                &row.fingerprint,
                &row.order,
                &row.supplier,
                &row.cost,
                &row.currency,
                &row.begun,
                &row.due,
                &row.body,
            ],
        )
        .await
        .map_err(fault)?;
    (taken == 1).then(|| row.record().map(Begun::New)).transpose()
}

pub(super) async fn begin_again(
    transaction: &Transaction<'_>,
    before: &Record,
    change: &Change,
    limits: &[Limit],
) -> Result<Begun> {
    let counts = |limit: &&Limit| limit.scope.covers(&before.carrier, before.supplier.as_ref());
    let limits: Vec<_> = limits.iter().filter(counts).cloned().collect();
    if !limits.is_empty() {
        alone(transaction).await?;
    }
    let there = || StoreError::failed("the record is not there any more");
    let current = record(transaction, &before.key).await?.ok_or_else(there)?;
    if current.version != before.version {
        return Ok(Begun::Known(current));
    }
    let now = now(transaction).await?;
    if let Some(over) = over_limit(transaction, &limits, change.cost, now).await? {
        return Ok(over);
    }
    // Of two at once the second waits here for the first to commit, and finds another version.
    let call = Alter { record: before.clone(), change: change.clone() };
    let taken = self::change(transaction, &[call]).await?.into_iter().next().transpose()?.flatten();
    if taken.is_some() {
        transaction
            .execute("UPDATE purchases SET begun = $2 WHERE key = $1", &[&before.key, &now])
            .await
            .map_err(fault)?;
    }
    let there = record(transaction, &before.key).await?.ok_or_else(there)?;
    Ok(if taken.is_some() { Begun::New(there) } else { Begun::Known(there) })
}

/// Waits until nobody else sums what was spent.
async fn alone(transaction: &Transaction<'_>) -> Result<()> {
    let held = transaction.query_one("SELECT pg_advisory_xact_lock($1)", &[&SPENDING]).await;
    held.map(|_| ()).map_err(fault)
}

/// The first limit that a cost would pass.
async fn over_limit(
    transaction: &Transaction<'_>,
    limits: &[Limit],
    cost: Option<Money>,
    now: i64,
) -> Result<Option<Begun>> {
    for limit in limits {
        if let Some(spent) = passed(transaction, limit, cost, now).await? {
            return Ok(Some(Begun::OverLimit { limit: limit.clone(), spent }));
        }
    }
    Ok(None)
}

/// What was spent against a limit, where this would pass it.
async fn passed(
    transaction: &Transaction<'_>,
    limit: &Limit,
    cost: Option<Money>,
    now: i64,
) -> Result<Option<Money>> {
    let currency = limit.most.currency();
    let Some(cost) = cost.filter(|cost| cost.currency() == currency) else { return Ok(None) };
    let spent = match limit.within {
        None => 0,
        Some(span) => sum(transaction, limit, now.saturating_sub(millis(span))).await?,
    };
    let spent = Money::from_minor(spent, currency);
    let passed = spent.checked_add(cost).is_none_or(|all| all.amount() > limit.most.amount());
    Ok(passed.then_some(spent))
}

async fn sum(transaction: &Transaction<'_>, limit: &Limit, since: i64) -> Result<i64> {
    let (column, value) = match &limit.scope {
        Scope::All => ("''", String::new()),
        Scope::Account(carrier) => ("carrier", carrier.to_string()),
        Scope::Supplier(supplier) => ("supplier", supplier.clone()),
    };
    let states: Vec<_> =
        State::ALL.into_iter().filter(|state| state.may_cost()).map(State::word).collect();
    let sql = format!(
        "SELECT coalesce(sum(cost), 0)::bigint FROM purchases WHERE begun > $1 AND currency = $2 AND {column} = $3 AND cost > 0 AND state = ANY ($4)"
    );
    let row = transaction
        .query_one(&sql, &[&since, &limit.most.currency().code(), &value, &states])
        .await
        .map_err(fault)?;
    row.try_get(0).map_err(fault)
}

pub(super) async fn record<C: GenericClient>(client: &C, key: &str) -> Result<Option<Record>> {
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE key = $1");
    let asked = client.prepare_cached(&sql).await.map_err(fault)?;
    let found = client.query_opt(&asked, &[&key]).await.map_err(fault)?;
    found.map(|row| read(&row)).transpose()
}

/// The records of some keys, unread: one that cannot be read hides no other.
pub(super) async fn of<C: GenericClient>(
    client: &C,
    keys: &[&str],
) -> Result<HashMap<String, Columns>> {
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE key = ANY ($1)");
    let asked = client.prepare_cached(&sql).await.map_err(fault)?;
    let found = client.query(&asked, &[&keys]).await.map_err(fault)?;
    let row = |row: &Row| columns(row).map(|row| (row.key.clone(), row)).map_err(fault);
    found.iter().map(row).collect()
}

pub(super) async fn change(
    transaction: &Transaction<'_>,
    calls: &[Alter],
) -> Result<Vec<Result<Option<Record>>>> {
    let alter = transaction.prepare_cached(CHANGE).await.map_err(fault)?;
    // As above: none waits for the answer to the one before it.
    let changed = calls.iter().map(|call| altered(transaction, &alter, call));
    let changed = try_join_all(changed).await?;
    if changed.iter().all(Option::is_none) {
        return Ok(changed.into_iter().map(|_| Ok(None)).collect());
    }
    point("change.before_papers");
    let papers = calls
        .iter()
        .zip(&changed)
        .filter(|(call, changed)| changed.is_some() && !call.change.papers.is_empty());
    try_join_all(papers.map(|(call, _)| keep(transaction, &call.record.key, &call.change))).await?;
    Ok(changed.into_iter().map(|changed| changed.map(Columns::record).transpose()).collect())
}

/// Changes a record that is still in the version that was read; `None`: it is not.
async fn altered(
    transaction: &Transaction<'_>,
    alter: &Statement,
    Alter { record, change }: &Alter,
) -> Result<Option<Columns>> {
    let version = i32::try_from(record.version).unwrap_or(i32::MAX);
    let (cost, currency) = minor(change.cost);
    let altered = transaction
        .query_opt(
            alter,
            &[
                &record.key,
                &version,
                &change.state.word(),
                &change.work,
                &cost,
                &currency,
                &change.due.map(millis),
                &change.body,
            ],
        )
        .await
        .map_err(fault)?;
    let Some(altered) = altered else { return Ok(None) };
    let (now, due) = (altered.try_get(0).map_err(fault)?, altered.try_get(1).map_err(fault)?);
    Ok(Some(Columns::changed(record, change, now, due)))
}

async fn keep(transaction: &Transaction<'_>, key: &str, change: &Change) -> Result<()> {
    let gone = transaction.prepare_cached(DROP).await.map_err(fault)?;
    let keep = transaction.prepare_cached(KEEP).await.map_err(fault)?;
    let papers = change.papers.iter().map(PaperColumns::of).collect::<Result<Vec<_>>>()?;
    let kept = (0_i32..).zip(&papers).map(|(place, paper)| {
        let (keep, PaperColumns { about, hash, content }) = (&keep, paper);
        async move {
            let hash = hash.as_slice();
            transaction.execute(keep, &[&key, &place, about, &hash, content]).await
        }
    });
    let gone = async { transaction.execute(&gone, &[&key]).await };
    try_join(gone, try_join_all(kept)).await.map_err(fault)?;
    Ok(())
}

pub(super) async fn due(transaction: &Transaction<'_>, most: u32) -> Result<Vec<Record>> {
    let now = now(transaction).await?;
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE due <= $1 ORDER BY due, key LIMIT $2");
    list(transaction, &sql, &[&now, &i64::from(most)]).await
}

pub(super) async fn put_off(
    transaction: &Transaction<'_>,
    key: &str,
    wait: std::time::Duration,
) -> Result<()> {
    let due = now(transaction).await?.saturating_add(millis(wait));
    transaction
        .execute("UPDATE purchases SET due = $2 WHERE key = $1", &[&key, &due])
        .await
        .map_err(fault)?;
    Ok(())
}

pub(super) async fn records<C: GenericClient>(client: &C, filter: &Filter) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM purchases WHERE ($1::text IS NULL OR state = $1) AND (NOT $2 OR work) AND ($3::text IS NULL OR for_order = $3) \
         ORDER BY begun DESC, key LIMIT $4"
    );
    // No limit is NULL.
    let most = filter.most.map(i64::from);
    list(client, &sql, &[&filter.state.map(State::word), &filter.work, &filter.order, &most]).await
}

async fn list<C: GenericClient>(
    client: &C,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Record>> {
    let rows = client.query(sql, values).await.map_err(fault)?;
    rows.iter().map(read).collect()
}

pub(super) async fn papers<C: GenericClient>(client: &C, key: &str) -> Result<Vec<Paper>> {
    let rows = client
        .query("SELECT about, hash, content FROM papers WHERE key = $1 ORDER BY place", &[&key])
        .await
        .map_err(fault)?;
    let paper = |row: &Row| {
        let hash: Vec<u8> = row.try_get(1).map_err(fault)?;
        let hash = hash.try_into().map_err(|_| StoreError::Unreadable {
            key: key.to_owned(),
            why: "the hash of a paper has another length".to_owned(),
        })?;
        let columns = PaperColumns {
            about: row.try_get(0).map_err(fault)?,
            hash,
            content: row.try_get(2).map_err(fault)?,
        };
        columns.paper(key)
    };
    rows.iter().map(paper).collect()
}

pub(super) async fn forget(transaction: &Transaction<'_>, order: &str, keep: Keep) -> Result<u32> {
    let now = now(transaction).await?;
    let sql = format!("SELECT {COLUMNS} FROM purchases WHERE for_order = $1 FOR UPDATE");
    let mut forgotten = 0;
    for record in list(transaction, &sql, &[&order]).await? {
        transaction
            .execute("DELETE FROM papers WHERE key = $1", &[&record.key])
            .await
            .map_err(fault)?;
        transaction
            .execute(
                "UPDATE purchases SET version = version + 1, changed = $2, body = $3 WHERE key = $1",
                &[&record.key, &now, &keep(&record.body)],
            )
            .await
            .map_err(fault)?;
        forgotten += 1;
    }
    Ok(forgotten)
}

fn millis(span: std::time::Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn read(row: &Row) -> Result<Record> {
    columns(row).map_err(fault)?.record()
}

pub(super) fn columns(row: &Row) -> std::result::Result<Columns, tokio_postgres::Error> {
    Ok(Columns {
        key: row.try_get(0)?,
        version: row.try_get(1)?,
        kind: row.try_get(2)?,
        carrier: row.try_get(3)?,
        state: row.try_get(4)?,
        work: row.try_get(5)?,
        fingerprint: row.try_get(6)?,
        order: row.try_get(7)?,
        supplier: row.try_get(8)?,
        cost: row.try_get(9)?,
        currency: row.try_get(10)?,
        begun: row.try_get(11)?,
        changed: row.try_get(12)?,
        due: row.try_get(13)?,
        body: row.try_get(14)?,
        papers: Vec::new(),
    })
}
