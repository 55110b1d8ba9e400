//! A store whose content is in another place: who is still let do what there.

use std::sync::Arc;

use super::*;
use crate::store::tests::{begun, entry, open, places, postgres};
use crate::store::{Begun, Change, PostgresStore, Record};

async fn begins(store: &dyn Store, key: &str) -> Result<Begun, StoreError> {
    store.begin(entry(key), &[]).await
}

async fn settled(store: &dyn Store, key: &str, state: State) -> Record {
    let record = begun(store, key).await;
    store.change(&record, Change::to(state, "{}")).await.unwrap().unwrap()
}

fn is_moved<T: std::fmt::Debug>(result: Result<T, StoreError>, to: &str) {
    let error = result.unwrap_err();
    assert!(matches!(&error, StoreError::Moved { to: told } if told == to), "{error}");
}

#[tokio::test]
async fn whoever_still_has_the_old_store_open_is_sent_to_the_new_one() {
    for (store, beside, folder) in places().await {
        let unsent = settled(&*store, "not sent", State::NotSent).await;
        let unknown = settled(&*store, "unknown", State::Unknown).await;
        // What was asked before is asked again in the other process afterwards.
        begins(&*beside, "before").await.unwrap();
        settled(&*beside, "made", State::Made).await;
        let left = beside.record("before").await.unwrap().unwrap();
        beside.change(&left, Change::to(State::Made, "{}")).await.unwrap();
        let to = crate::store::SqliteStore::open(folder.path().join("it's new.db")).unwrap();
        transfer(&*store, &to).await.unwrap();
        let place = folder.path().join("it's new.db").display().to_string();
        for old in [&store, &beside] {
            is_moved(begins(&**old, "new").await, &place);
            let again = Change::to(State::Sending, "{}");
            is_moved(old.begin_again(&unsent, again, &[]).await, &place);
            is_moved(old.change(&unknown, Change::to(State::Unknown, "{}")).await, &place);
            is_moved(old.put_rows(vec![Row { key: "put".into(), ..Row::default() }]).await, &place);
            assert!(matches!(begins(&**old, "made").await.unwrap(), Begun::Known(_)), "it is told");
            assert_eq!(old.forget("nobody's", |_| String::new()).await.unwrap(), 0);
        }
        assert!(matches!(begins(&to, "new").await.unwrap(), Begun::New(_)));
    }
}

#[tokio::test]
async fn a_sender_that_is_under_way_still_notes_what_it_bought_and_no_more() {
    for (store, beside, _folder) in places().await {
        let sending = begun(&*store, "a").await;
        assert!(beside.close("elsewhere").await.unwrap(), "it was open");
        assert!(!beside.close("elsewhere").await.unwrap(), "it was closed");
        let made = store.change(&sending, Change::to(State::Made, "{}")).await.unwrap().unwrap();
        is_moved(store.change(&made, Change::to(State::Made, "{}")).await, "elsewhere");
        beside.reopen().await.unwrap();
        assert!(store.change(&made, Change::to(State::Made, "{}")).await.unwrap().is_some());
        begun(&*store, "b").await;
    }
}

#[tokio::test]
async fn a_move_that_fails_and_a_copy_leave_the_old_store_open() {
    for (store, _, folder) in places().await {
        settled(&*store, "a", State::Made).await;
        let path = folder.path().join("new.db");
        let to = crate::store::SqliteStore::open(&path).unwrap();
        let left_out =
            "CREATE TRIGGER spoil BEFORE INSERT ON purchases BEGIN SELECT RAISE(IGNORE); END";
        super::tests::spoil(&path, left_out);
        assert!(matches!(transfer(&*store, &to).await, Err(TransferError::Missing { .. })));
        begun(&*store, "b").await;
        let record = store.record("b").await.unwrap().unwrap();
        store.change(&record, Change::to(State::Made, "{}")).await.unwrap();
        super::tests::spoil(&path, "DROP TRIGGER spoil");
        assert_eq!(copy(&*store, &to).await.unwrap().records, 2);
        begun(&*store, "c").await;
    }
}

#[tokio::test]
async fn a_store_is_moved_back_only_where_it_was_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    for (store, _, _folder) in places().await {
        settled(&*store, "a", State::Made).await;
        let new = Arc::new(open(folder.path()));
        transfer(&*store, &*new).await.unwrap();
        settled(&*new, "b", State::Made).await;
        assert!(matches!(
            transfer(&*new, &*store).await,
            Err(TransferError::To(StoreError::Moved { .. }))
        ));
        store.reopen().await.unwrap();
        assert_eq!(transfer(&*new, &*store).await.unwrap().records, 2);
        new.reopen().await.unwrap();
        for key in ["a", "b"] {
            assert!(store.record(key).await.unwrap().is_some());
        }
        drop(new);
        std::fs::remove_file(folder.path().join("journal.db")).unwrap();
    }
}

#[tokio::test]
async fn the_place_that_is_told_has_no_password() {
    let Some(cluster) = postgres::cluster() else { return };
    let address = cluster.database();
    let name = address.rsplit('=').next().unwrap();
    let to = PostgresStore::connect(&format!("{address} password=s3cret")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let from = open(folder.path());
    transfer(&from, &to).await.unwrap();
    let told = begins(&from, "a").await.unwrap_err().to_string();
    assert!(told.contains(&format!("the PostgreSQL database {name} at ")), "{told}");
    assert!(!told.contains("s3cret") && !told.contains("arriero dbname"), "{told}");
}
