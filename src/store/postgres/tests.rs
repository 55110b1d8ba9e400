//! What callers share, and that one does no harm to the others.

#![cfg(feature = "sqlite")]

use std::time::Duration;

use super::*;
use crate::model::{Document, DocumentKind, Format, Payload};
use crate::store::tests::postgres::cluster;
use crate::store::{Fingerprint, State, StoreError};

fn entry(key: &str) -> Entry {
    Entry::new(key, "label", "sierra".parse().unwrap(), Fingerprint([7; 32]))
}

/// An empty store; `None`, after saying so: there is no server.
async fn store() -> Option<PostgresStore> {
    Some(PostgresStore::connect(&cluster()?.database()).await.unwrap())
}

/// What was asked for at the same time.
async fn begun(store: &PostgresStore, entries: Vec<Entry>) -> Vec<Result<Begun>> {
    let calls: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let store = store.clone();
            tokio::spawn(async move { store.begin(entry, &[]).await })
        })
        .collect();
    let mut begun = Vec::new();
    for call in calls {
        begun.push(call.await.unwrap());
    }
    begun
}

#[tokio::test]
async fn callers_at_once_share_commits() {
    let Some(store) = store().await else { return };
    let entries = (0..200).map(|nth| entry(&format!("{nth}"))).collect();
    for begun in begun(&store, entries).await {
        assert!(matches!(begun.unwrap(), Begun::New(_)));
    }
    let asked = "SELECT count(*), count(DISTINCT xmin::text) FROM purchases";
    let told = store.connection().await.unwrap().query_one(asked, &[]).await.unwrap();
    let (rows, transactions): (i64, i64) = (told.get(0), told.get(1));
    assert_eq!(rows, 200);
    assert!(transactions < 50, "{transactions}");
}

#[tokio::test]
async fn what_is_wrong_with_one_call_is_told_to_its_caller_alone() {
    let Some(store) = store().await else { return };
    let mut entries: Vec<_> = (0..20).map(|nth| entry(&format!("{nth}"))).collect();
    // PostgreSQL keeps no such text.
    entries[7].body = "\0".to_owned();
    let begun = begun(&store, entries).await;
    let told: Vec<_> = (0..20).filter(|&nth| begun[nth].is_err()).collect();
    assert_eq!(told, [7]);
    assert!(store.record("7").await.unwrap().is_none());

    let records = begun.into_iter().flatten().map(|begun| match begun {
        Begun::New(record) => record,
        other => panic!("{other:?}"),
    });
    let calls = records.map(|record| {
        let body = if record.key == "3" { "\0" } else { "{}" };
        let (store, change) = (store.clone(), Change::to(State::Made, body));
        tokio::spawn(async move { (record.key.clone(), store.change(&record, change).await) })
    });
    for call in calls.collect::<Vec<_>>() {
        let (key, changed) = call.await.unwrap();
        assert_eq!(changed.is_err(), key == "3", "{key}: {changed:?}");
    }
}

#[tokio::test]
async fn a_caller_who_leaves_takes_nobody_along() {
    let Some(store) = store().await else { return };
    let first = store.clone();
    let leaves = tokio::spawn(async move { first.begin(entry("leaves"), &[]).await });
    let other = store.clone();
    let stays = tokio::spawn(async move { other.begin(entry("stays"), &[]).await });
    tokio::task::yield_now().await;
    leaves.abort();
    assert!(matches!(stays.await.unwrap().unwrap(), Begun::New(_)));
    assert!(matches!(store.begin(entry("later"), &[]).await.unwrap(), Begun::New(_)));
}

#[test]
fn a_store_outlives_the_runtime_it_was_used_in() {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let first = runtime();
    let Some(store) = first.block_on(store()) else { return };
    for nth in 0..50 {
        let store = store.clone();
        first.spawn(async move { store.begin(entry(&format!("{nth}")), &[]).await });
    }
    first.shutdown_timeout(Duration::ZERO);
    // Connections that ended with it are found to be closed one by one.
    let later = async {
        let mut failed = 0;
        while let Err(error) = store.begin(entry("later"), &[]).await {
            assert!(matches!(error, StoreError::Failed(_)), "{error}");
            failed += 1;
            assert!(failed < 20, "{error}");
        }
    };
    runtime().block_on(later);
}

#[tokio::test]
async fn what_is_told_of_a_change_is_what_is_kept() {
    let Some(store) = store().await else { return };
    let mut entry = entry("a");
    entry.cost = Some("7.10 EUR".parse().unwrap());
    (entry.order, entry.supplier) = (Some("A-1".to_owned()), Some("Óscar".to_owned()));
    let Begun::New(record) = store.begin(entry, &[]).await.unwrap() else { panic!() };
    assert_eq!(store.record("a").await.unwrap().as_ref(), Some(&record));
    let mut change = Change::to(State::Unknown, "{\"n\":1}");
    (change.work, change.due) = (true, Some(Duration::from_mins(1)));
    change.cost = Some("800 JPY".parse().unwrap());
    let paper = |text: &str| {
        Document::new(DocumentKind::Label, Format::Zpl, Payload::Text(text.to_owned()))
    };
    change.papers = vec![paper("^XA^XZ"), paper("^XA^FD2^XZ")];
    let changed = store.change(&record, change.clone()).await.unwrap();
    assert_eq!(store.record("a").await.unwrap(), changed);
    // Fewer papers take the place of all.
    change.papers.pop();
    store.change(&changed.unwrap(), change).await.unwrap().unwrap();
    assert_eq!(store.papers("a").await.unwrap().len(), 1);
}

#[tokio::test]
async fn long_papers_do_not_share_a_transaction_with_all_others() {
    let Some(store) = store().await else { return };
    let entries = (0..6).map(|nth| entry(&format!("{nth}"))).collect();
    let calls: Vec<_> = begun(&store, entries)
        .await
        .into_iter()
        .map(|begun| {
            let Begun::New(record) = begun.unwrap() else { panic!() };
            let mut change = Change::to(State::Made, "{}");
            let paper = Payload::Bytes(vec![b'%'; 3_000_000]);
            change.papers = vec![Document::new(DocumentKind::Label, Format::Pdf, paper)];
            let store = store.clone();
            tokio::spawn(async move { store.change(&record, change).await })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap().is_some());
    }
    let asked = "SELECT count(DISTINCT xmin::text) FROM purchases WHERE state = 'made'";
    let told = store.connection().await.unwrap().query_one(asked, &[]).await.unwrap();
    assert_eq!(told.get::<_, i64>(0), 6);
}
