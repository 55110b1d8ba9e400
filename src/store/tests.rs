//! What every store does, and what a file of SQLite's is refused for.

#![cfg(feature = "sqlite")]

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::model::{Document, DocumentKind, Format, Payload};

fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder.join("journal.db")).unwrap()
}

fn entry(key: &str) -> Entry {
    Entry::new(key, "label", "sierra".parse().unwrap(), Fingerprint([7; 32]))
}

async fn begun(store: &dyn Store, key: &str) -> Record {
    match store.begin(entry(key), &[]).await.unwrap() {
        Begun::New(record) => record,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_key_is_taken_once_and_a_record_changed_only_in_the_version_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let (store, beside) = (open(folder.path()), open(folder.path()));
    let first = begun(&store, "a").await;
    assert!(
        matches!(beside.begin(entry("a"), &[]).await.unwrap(), Begun::Known(known) if known == first)
    );
    let changed =
        store.change(&first, Change::to(State::Made, "{\"n\":1}")).await.unwrap().unwrap();
    assert_eq!((changed.version, changed.state, changed.due), (2, State::Made, None));
    assert!(beside.change(&first, Change::to(State::Unknown, "{}")).await.unwrap().is_none());
    assert_eq!(beside.record("a").await.unwrap().unwrap(), changed);
}

#[tokio::test]
async fn what_is_due_comes_in_its_order_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for (key, due) in
        [("later", Some(60_000)), ("second", Some(1)), ("first", Some(0)), ("never", None)]
    {
        let mut change = Change::to(State::Unknown, "{}");
        change.due = due.map(Duration::from_millis);
        let record = begun(&store, key).await;
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

#[tokio::test]
async fn a_paper_that_is_not_what_was_kept_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let record = begun(&store, "a").await;
    let mut change = Change::to(State::Made, "{}");
    let code = Document::new(DocumentKind::Code, Format::Text, Payload::Text("K7".into()));
    let label =
        Document::new(DocumentKind::Label, Format::Pdf, Payload::Bytes(b"%PDF-1.7".to_vec()));
    change.papers = vec![code, label];
    store.change(&record, change.clone()).await.unwrap();
    let kept = store.papers("a").await.unwrap();
    assert_eq!(kept.into_iter().map(|paper| paper.document).collect::<Vec<_>>(), change.papers);
    let raw = Connection::open(folder.path().join("journal.db")).unwrap();
    raw.execute("UPDATE papers SET content = x'00' WHERE place = 1", []).unwrap();
    assert!(matches!(store.papers("a").await.unwrap_err(), StoreError::Unreadable { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_callers_at_once_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(open(folder.path()));
    let calls: Vec<_> = (0..200)
        .map(|nth| {
            let store = std::sync::Arc::clone(&store);
            let key = format!("{nth}");
            tokio::spawn(
                async move { matches!(store.begin(entry(&key), &[]).await, Ok(Begun::New(_))) },
            )
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap());
    }
    assert_eq!(store.records(&Filter::default()).await.unwrap().len(), 200);
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
    let connection = super::sqlite::opened(&folder.path().join("journal.db")).unwrap();
    let asked = |name| connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
    assert_eq!(asked("journal_mode").unwrap(), "wal");
    let synchronous: i64 =
        connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
    assert_eq!(synchronous, 2, "FULL");
}
