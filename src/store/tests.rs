//! What every store does, and what a file of SQLite's or a database is refused for.

#![cfg(all(feature = "postgres", feature = "sqlite"))]

mod migrations;
#[path = "../../tests/support/postgres.rs"]
pub(crate) mod postgres;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::model::{Document, DocumentKind, Format, Payload};

pub(super) fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder.join("journal.db")).unwrap()
}

pub(super) fn entry(key: &str) -> Entry {
    Entry::new(key, "label", "sierra".parse().unwrap(), Fingerprint([7; 32]))
}

pub(super) type Place = (Arc<dyn Store>, Arc<dyn Store>, tempfile::TempDir);

/// Each kind of store, twice at the same place: as two processes have it.
pub(super) async fn places() -> Vec<Place> {
    let folder = tempfile::tempdir().unwrap();
    let pair = (Arc::new(open(folder.path())), Arc::new(open(folder.path())));
    let mut places: Vec<Place> = vec![(pair.0, pair.1, folder)];
    if let Some(cluster) = postgres::cluster() {
        let url = cluster.database();
        let pair = (
            PostgresStore::connect(&url).await.unwrap(),
            PostgresStore::connect(&url).await.unwrap(),
        );
        places.push((Arc::new(pair.0), Arc::new(pair.1), tempfile::tempdir().unwrap()));
    }
    places
}

pub(super) async fn begun(store: &dyn Store, key: &str) -> Record {
    match store.begin(entry(key), &[]).await.unwrap() {
        Begun::New(record) => record,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_key_is_taken_once_and_a_record_changed_only_in_the_version_that_was_read() {
    for (store, beside, _folder) in places().await {
        let first = begun(&*store, "a").await;
        assert!(
            matches!(beside.begin(entry("a"), &[]).await.unwrap(), Begun::Known(known) if known == first)
        );
        let changed =
            store.change(&first, Change::to(State::Made, "{\"n\":1}")).await.unwrap().unwrap();
        assert_eq!((changed.version, changed.state, changed.due), (2, State::Made, None));
        assert!(beside.change(&first, Change::to(State::Unknown, "{}")).await.unwrap().is_none());
        assert_eq!(beside.record("a").await.unwrap().unwrap(), changed);
    }
}

#[tokio::test]
async fn what_is_due_comes_in_its_order_and_nothing_else() {
    for (store, _, _folder) in places().await {
        for (key, due) in
            [("later", Some(60_000)), ("second", Some(1)), ("first", Some(0)), ("never", None)]
        {
            let mut change = Change::to(State::Unknown, "{}");
            change.due = due.map(Duration::from_millis);
            let record = begun(&*store, key).await;
            store.change(&record, change).await.unwrap().unwrap();
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        let due = store.due(10).await.unwrap();
        assert_eq!(
            due.iter().map(|record| record.key.as_str()).collect::<Vec<_>>(),
            ["second", "first"]
        );
        assert_eq!(store.due(1).await.unwrap().len(), 1);
    }
}

fn papers() -> Vec<Document> {
    let code = Document::new(DocumentKind::Code, Format::Text, Payload::Text("K7".into()));
    let label =
        Document::new(DocumentKind::Label, Format::Pdf, Payload::Bytes(b"%PDF-1.7\0\xff".to_vec()));
    vec![code, label]
}

#[tokio::test]
async fn papers_come_back_as_they_were_kept_and_a_change_without_any_leaves_them() {
    for (store, _, _folder) in places().await {
        let record = begun(&*store, "a").await;
        let mut change = Change::to(State::Made, "{}");
        change.papers = papers();
        let record = store.change(&record, change).await.unwrap().unwrap();
        store.change(&record, Change::to(State::Made, "{}")).await.unwrap().unwrap();
        let kept = store.papers("a").await.unwrap();
        assert_eq!(kept.into_iter().map(|paper| paper.document).collect::<Vec<_>>(), papers());
    }
}

#[tokio::test]
async fn a_paper_that_is_not_what_was_kept_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let record = begun(&store, "a").await;
    let mut change = Change::to(State::Made, "{}");
    change.papers = papers();
    store.change(&record, change).await.unwrap();
    let raw = Connection::open(folder.path().join("journal.db")).unwrap();
    raw.execute("UPDATE papers SET content = x'00' WHERE place = 1", []).unwrap();
    assert!(matches!(store.papers("a").await.unwrap_err(), StoreError::Unreadable { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_callers_at_once_each_key_is_taken_by_one() {
    for (store, beside, _folder) in places().await {
        let calls: Vec<_> = (0..200)
            .map(|nth| {
                let store = Arc::clone(if nth % 3 == 0 { &store } else { &beside });
                let key = format!("{}", nth / 2);
                tokio::spawn(async move {
                    matches!(store.begin(entry(&key), &[]).await.unwrap(), Begun::New(_))
                })
            })
            .collect();
        let mut taken = 0;
        for call in calls {
            taken += usize::from(call.await.unwrap());
        }
        assert_eq!((taken, store.records(&Filter::default()).await.unwrap().len()), (100, 100));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_at_once_do_not_pass_a_limit_together() {
    for (store, beside, _folder) in places().await {
        let limit = [Limit::within(Duration::from_hours(1), "10.00 EUR".parse().unwrap())];
        let calls: Vec<_> = (0..40)
            .map(|nth| {
                let store = Arc::clone(if nth % 2 == 0 { &store } else { &beside });
                let mut entry = entry(&format!("{nth}"));
                entry.cost = Some("1.00 EUR".parse().unwrap());
                let limit = limit.clone();
                tokio::spawn(async move {
                    matches!(store.begin(entry, &limit).await.unwrap(), Begun::New(_))
                })
            })
            .collect();
        let mut taken = 0;
        for call in calls {
            taken += usize::from(call.await.unwrap());
        }
        assert_eq!(taken, 10);
    }
}

#[tokio::test]
async fn a_forgotten_order_keeps_what_it_may() {
    for (store, _, _folder) in places().await {
        let mut of_seven = entry("a");
        of_seven.order = Some("7".into());
        store.begin(of_seven, &[]).await.unwrap();
        begun(&*store, "b").await;
        assert_eq!(store.forget("7", |_| "{\"kept\":1}".to_owned()).await.unwrap(), 1);
        assert_eq!(store.record("a").await.unwrap().unwrap().body, "{\"kept\":1}");
        assert_eq!(store.record("b").await.unwrap().unwrap().body, "{}");
    }
}

#[tokio::test]
async fn a_database_that_does_not_sync_its_commits_or_is_of_a_later_release_is_refused() {
    let Some(cluster) = postgres::cluster() else { return };
    let url = cluster.database();
    let name = url.rsplit('=').next().unwrap();
    PostgresStore::connect(&url).await.unwrap();
    cluster.run(name, "INSERT INTO arriero_schema VALUES (99)");
    assert!(matches!(
        PostgresStore::connect(&url).await.unwrap_err(),
        StoreError::Newer { found: 99, .. }
    ));
    let url = cluster.database();
    let name = url.rsplit('=').next().unwrap();
    cluster.run("postgres", &format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let error = PostgresStore::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("synchronous_commit is off there"), "{error}");
}

#[test]
fn a_file_of_a_later_release_or_of_something_else_is_refused_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let path = folder.path().join("journal.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 1, .. }), "{error}");

    let other = folder.path().join("shop.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE orders (id INTEGER)").unwrap();
    let before = std::fs::read(&other).unwrap();
    let error = SqliteStore::open(&other).unwrap_err();
    assert!(
        error.to_string().ends_with("it is a database of something else; name another file"),
        "{error}"
    );
    assert_eq!(std::fs::read(&other).unwrap(), before);

    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "nothing of a database, but long enough to be taken for one ".repeat(40))
        .unwrap();
    assert!(matches!(SqliteStore::open(&text).unwrap_err(), StoreError::Open { .. }));
}

#[test]
fn a_commit_is_synced_and_the_log_is_a_write_ahead_log() {
    let folder = tempfile::tempdir().unwrap();
    let connection = super::sqlite::opened(&folder.path().join("journal.db"), None).unwrap();
    let asked = |name| connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
    assert_eq!(asked("journal_mode").unwrap(), "wal");
    let synchronous: i64 =
        connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
    assert_eq!(synchronous, 2, "FULL");
}

#[test]
fn whoever_opens_a_new_file_at_the_same_time_waits_for_the_other() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..60 {
        let path = folder.path().join(format!("{round}.db"));
        let together = std::sync::Barrier::new(6);
        std::thread::scope(|scope| {
            let open = || {
                together.wait();
                SqliteStore::open(&path).map(|_| ())
            };
            let opening: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
            for opened in opening {
                opened.join().unwrap().unwrap();
            }
        });
    }
}
