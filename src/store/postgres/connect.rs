//! How the database is reached, what it must promise, how its tables are brought up to date.

mod tls;

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
    Timeouts,
};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, Error, NoTls};

use crate::points::point;
use crate::store::{Result, StoreError};

/// How many connections one process holds at the most.
const CONNECTIONS: usize = 16;
/// Who migrates holds this; a number of ours.
const MIGRATING: i64 = 0x6172_7269;

/// Each brings the tables from the version before it to its own, which is its place from 1. One that was released is never changed.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("migrations/1.sql")];

/// The connections, and the place they lead to.
pub(super) fn pool(url: &str, patience: Duration) -> Result<(Pool, String)> {
    let address = tls::Address::of(url);
    let mut config: Config = address.driver.parse().map_err(|error: Error| {
        open(&format!(
            "{error}; write it as postgres://user@host/database or host=… user=… dbname=…"
        ))
    })?;
    let place = place(&config);
    let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    let manager = if local || config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config, NoTls, manager)
    } else {
        // A server that offers no encryption is not bought at in the open.
        config.ssl_mode(SslMode::Require);
        let encrypted = tls::encrypted(address.authorities.as_deref());
        Manager::from_config(config, encrypted.map_err(|why| open(&why))?, manager)
    };
    let wait = Some(patience);
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts { wait, create: wait, recycle: wait })
        .post_create(Hook::async_fn(move |client, _| {
            Box::pin(async move {
                let millis = patience.as_millis();
                let set = format!("SET lock_timeout = {millis}; SET statement_timeout = {millis}");
                client.batch_execute(&set).await.map_err(HookError::Backend)?;
                durable(client).await
            })
        }))
        .build()
        .map_err(|error| open(&error.to_string()))?;
    Ok((pool, place))
}

/// For people, without credentials.
fn place(config: &Config) -> String {
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    });
    let port = config.get_ports().first().map_or_else(String::new, |port| format!(", port {port}"));
    let database = config.get_dbname().or_else(|| config.get_user()).unwrap_or_default();
    format!("the PostgreSQL database {database} at {host}{port}")
}

/// A commit must be on the disk when it returns: a session in which it is not is refused.
async fn durable(client: &tokio_postgres::Client) -> std::result::Result<(), HookError> {
    for name in ["synchronous_commit", "fsync"] {
        let row =
            client.query_one(&format!("SHOW {name}"), &[]).await.map_err(HookError::Backend)?;
        if row.try_get::<_, &str>(0).map_err(HookError::Backend)? == "off" {
            let why = format!(
                "{name} is off there, so that a commit may be lost; set it to on for this user or database"
            );
            return Err(HookError::message(why));
        }
    }
    Ok(())
}

pub(super) async fn migrate(connection: &mut Object, migrations: &[&str]) -> Result<()> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    loop {
        // Each in a transaction of its own: a kill half way leaves the old tables, and of two processes one migrates.
        let step = connection.transaction().await.map_err(fault)?;
        step.query_one("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING]).await.map_err(fault)?;
        step.batch_execute("CREATE TABLE IF NOT EXISTS arriero_schema (version INTEGER NOT NULL)")
            .await
            .map_err(fault)?;
        let found =
            step.query_opt("SELECT max(version) FROM arriero_schema", &[]).await.map_err(fault)?;
        let found: Option<i32> =
            found.map(|row| row.try_get(0)).transpose().map_err(fault)?.flatten();
        let found = u32::try_from(found.unwrap_or(0)).unwrap_or(u32::MAX);
        if found > known {
            return Err(StoreError::Newer { place: "in this database".to_owned(), found, known });
        }
        let Some(next) = usize::try_from(found).ok().and_then(|found| migrations.get(found)) else {
            return step.commit().await.map_err(fault);
        };
        step.batch_execute(next).await.map_err(fault)?;
        let version = i32::try_from(found + 1).unwrap_or(i32::MAX);
        step.execute("INSERT INTO arriero_schema VALUES ($1)", &[&version]).await.map_err(fault)?;
        point("migrate.before_commit");
        step.commit().await.map_err(fault)?;
        point("migrate.committed");
    }
}

fn open(why: &str) -> StoreError {
    StoreError::Open { place: "at this address".to_owned(), why: why.to_owned() }
}

pub(super) fn unreached(error: PoolError) -> StoreError {
    match error {
        PoolError::Timeout(_) => StoreError::Busy,
        PoolError::PostCreateHook(HookError::Message(why)) => open(&why),
        PoolError::Backend(error) if is_of_encryption(&error) => open(&format!(
            "{}; name the server as its certificate does, its authority with sslrootcert=FILE, or say sslmode=disable where nobody can listen",
            said(&error)
        )),
        PoolError::Backend(error) if error.is_closed() || error.as_db_error().is_none() => {
            open(&format!("{}; is PostgreSQL running there?", said(&error)))
        }
        PoolError::Backend(error) => open(&said(&error)),
        other => open(&other.to_string()),
    }
}

/// Whether the server could not be talked to in secret.
fn is_of_encryption(error: &Error) -> bool {
    // The driver keeps its kinds to itself.
    error.to_string() == "error performing TLS handshake"
}

/// What the database said, in our words.
#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(super) fn fault(error: Error) -> StoreError {
    let busy = [
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::QUERY_CANCELED,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
    ];
    if error.code().is_some_and(|code| busy.contains(code)) {
        return StoreError::Busy;
    }
    super::moved::told(&error).unwrap_or_else(|| StoreError::Failed(said(&error)))
}

/// With the server's own words, or the cause, which the error keeps behind its own.
fn said(error: &Error) -> String {
    use std::error::Error as _;
    if let Some(server) = error.as_db_error() {
        return server.message().to_owned();
    }
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
