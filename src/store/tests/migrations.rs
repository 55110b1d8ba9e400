//! A later release's migrations: killed half way, and begun by several at once. This program is the other process, too.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rusqlite::Connection;

use super::{begun, entry, postgres};
use crate::store::sqlite::opened;
use crate::store::{PostgresStore, SqliteStore, Store as _};

const FIRST: [&str; 2] =
    [include_str!("../sqlite/migrations/1.sql"), include_str!("../postgres/migrations/1.sql")];
const SECOND: &str = "CREATE TABLE extra (n INTEGER); ALTER TABLE purchases ADD COLUMN more TEXT;";
/// The second one, which does not end between its statements.
const ENDLESS: &str = "CREATE TABLE extra (n INTEGER); WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted) \
    SELECT max(n) FROM counted; ALTER TABLE purchases ADD COLUMN more TEXT;";
const LONG: &str = "CREATE TABLE extra (n INTEGER); SELECT pg_sleep(3); ALTER TABLE purchases ADD COLUMN more TEXT;";

const TASK: &str = "ARRIERO_MIGRATES";

fn process(task: &str, place: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::tests::migrations::a_process_of_its_own",
            "--ignored",
            "--nocapture",
        ])
        .env(TASK, format!("{task}={place}"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[ignore = "a process that other tests start"]
#[tokio::test]
async fn a_process_of_its_own() {
    let Ok(task) = std::env::var(TASK) else { return };
    let (task, place) = task.split_once('=').unwrap();
    let file = PathBuf::from(place);
    match task {
        "endless" => drop(opened(&file, Some(&[FIRST[0], ENDLESS])).unwrap()),
        "second" => drop(opened(&file, Some(&[FIRST[0], SECOND])).unwrap()),
        "long" => drop(PostgresStore::of_release(place, &[FIRST[1], LONG]).await.unwrap()),
        "second there" => {
            drop(PostgresStore::of_release(place, &[FIRST[1], SECOND]).await.unwrap());
        }
        other => panic!("{other}"),
    }
}

fn version(file: &Path) -> u32 {
    let connection = Connection::open(file).unwrap();
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_file_whose_migration_was_killed_half_way_is_usable_and_migrates_later() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    begun(&SqliteStore::open(&file).unwrap(), "a").await;
    let mut killed = process("endless", file.to_str().unwrap());
    let probe = Connection::open(&file).unwrap();
    probe.busy_timeout(Duration::ZERO).unwrap();
    while probe.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
        assert!(killed.try_wait().unwrap().is_none(), "it did not begin");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(200));
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(version(&file), 1);
    let store = SqliteStore::open(&file).unwrap();
    begun(&store, "b").await;
    drop(store);
    let later = opened(&file, Some(&[FIRST[0], SECOND])).unwrap();
    let kept: u32 = later
        .query_row("SELECT count(*) FROM purchases WHERE more IS NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!((kept, version(&file)), (2, 2));
}

#[tokio::test]
async fn tables_whose_migration_was_killed_half_way_are_usable_and_migrate_later() {
    let Some(cluster) = postgres::cluster() else { return };
    let url = cluster.database();
    begun(&PostgresStore::connect(&url).await.unwrap(), "a").await;
    let mut killed = process("long", &url);
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    let probe = tokio::spawn(connection);
    let sleeping = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    while client.query(sleeping, &[]).await.unwrap().is_empty() {
        assert!(killed.try_wait().unwrap().is_none(), "it did not begin");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    probe.abort();
    killed.kill().unwrap();
    killed.wait().unwrap();
    // The server notices that nobody is there when the statement is over.
    let store = PostgresStore::connect(&url).await.unwrap();
    begun(&store, "b").await;
    let later = PostgresStore::of_release(&url, &[FIRST[1], SECOND]).await.unwrap();
    assert_eq!(later.records(&super::Filter::default()).await.unwrap().len(), 2);
    let name = url.rsplit('=').next().unwrap();
    cluster.run(name, "SELECT more, n FROM purchases LEFT JOIN extra ON true");
}

#[tokio::test]
async fn of_several_processes_that_open_an_old_or_a_new_store_at_once_one_migrates() {
    for nth in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal.db");
        if nth % 2 == 0 {
            SqliteStore::open(&file).unwrap().begin(entry("a"), &[]).await.unwrap();
        }
        // Each statement of it fails where it was done before.
        let opening: Vec<_> = (0..6).map(|_| process("second", file.to_str().unwrap())).collect();
        for mut process in opening {
            assert!(process.wait().unwrap().success());
        }
        assert_eq!(version(&file), 2);
    }
    let Some(cluster) = postgres::cluster() else { return };
    for url in [cluster.database(), cluster.database()] {
        let opening: Vec<_> = (0..6).map(|_| process("second there", &url)).collect();
        for mut process in opening {
            assert!(process.wait().unwrap().success());
        }
        let name = url.rsplit('=').next().unwrap();
        cluster.run(name, "DO $$ BEGIN ASSERT (SELECT array_agg(version ORDER BY version) FROM arriero_schema) = ARRAY[1, 2]; END $$");
    }
}
