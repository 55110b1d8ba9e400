//! What earlier releases wrote is read, told and sent again by this one: `fixtures/journal/<release>/` has a store with a purchase in every
//! state and of every kind, and what was told and sent when it was written. CONTRIBUTING says when one is added.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod after;
mod carriers;
#[path = "../support/postgres.rs"]
mod postgres;
mod purchases;
mod server;
mod told;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arriero::carrier::{Carrier, Operation, Prepared};
use arriero::model::{LabelRequest, ReturnLabelRequest};
use arriero::purchase::{Journal, Outcome};
use arriero::store::{Filter, PostgresStore, SqliteStore, State, Store, copy};
use serde_json::Value;

use carriers::House;
use server::{Sent, Server};
use told::{GROUP, told};

/// By key: what was told of it and what was sent for it.
type Expected = BTreeMap<String, (Value, Option<Sent>)>;

fn releases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/journal");
    let mut releases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|release| release.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    releases.sort();
    assert!(!releases.is_empty());
    releases
}

fn expected(release: &Path) -> Expected {
    serde_json::from_slice(&fs::read(release.join("expected.json")).unwrap()).unwrap()
}

/// A copy of what a release wrote, in each database.
async fn stores(release: &Path) -> Vec<(Arc<dyn Store>, tempfile::TempDir)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    fs::copy(release.join("journal.db"), &file).unwrap();
    let store = SqliteStore::open(&file).unwrap();
    let mut stores: Vec<(Arc<dyn Store>, _)> = Vec::new();
    if let Some(cluster) = postgres::cluster() {
        let to = PostgresStore::connect(&cluster.database()).await.unwrap();
        copy(&store, &to).await.unwrap();
        stores.push((Arc::new(to), tempfile::tempdir().unwrap()));
    }
    stores.push((Arc::new(store), folder));
    stores
}

#[tokio::test(flavor = "multi_thread")]
async fn every_purchase_of_every_release_is_told_as_it_was() {
    let server = Server::start();
    for release in releases() {
        for (store, _folder) in stores(&release).await {
            let house = House::at(&server.url());
            let journal = Journal::new(Arc::clone(&store), house.carriers());
            let all = expected(&release);
            assert_eq!(store.records(&Filter::default()).await.unwrap().len(), all.len());
            for (key, (was, _)) in all {
                let told = told(&*store, &journal, &key).await;
                assert_eq!(told, was, "{key} of {}", release.display());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_and_every_kind_that_can_be_bought_is_among_them() {
    for release in releases() {
        let (store, _folder) = stores(&release).await.pop().unwrap();
        let records = store.records(&Filter::default()).await.unwrap();
        for state in State::ALL {
            assert!(records.iter().any(|record| record.state == state), "{state:?}");
        }
        for (kind, carrier) in [
            ("label", "ups"),
            ("label", "canadapost"),
            ("label", "sierra"),
            ("return", "ups"),
            ("return", "canadapost"),
            ("pickup", "norte"),
            ("manifest", "sierra"),
            (GROUP, "norte"),
        ] {
            let found = |record: &&arriero::store::Record| {
                record.kind == kind && record.carrier.as_str() == carrier
            };
            assert!(records.iter().any(|record| found(&record)), "{kind} of {carrier}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_by_every_release_is_sent_again_byte_for_byte() {
    for release in releases() {
        for (store, _folder) in stores(&release).await {
            let server = Server::start();
            server.answers(vec![purchases::bare("/", 400)]);
            let house = House::at(&server.url());
            let mut again = 0;
            for (key, (_, sent)) in expected(&release) {
                let Some(sent) = sent else { continue };
                let record = store.record(&key).await.unwrap().unwrap();
                if record.carrier.as_str() == "norte" || sent.method == "DELETE" {
                    continue;
                }
                let body: Value = serde_json::from_str(&record.body).unwrap();
                let carrier = house.carriers().get(record.carrier.as_str()).unwrap().clone();
                send(&*carrier, &body["ready"]).await;
                assert_eq!(server.sent(), Some(sent), "{key} of {}", release.display());
                again += 1;
            }
            assert!(again >= 8, "{again}");
        }
    }
}

/// Sends what is stored once more. What comes of it does not matter here.
async fn send(carrier: &dyn Carrier, ready: &Value) {
    if let Some(label) = ready.get("label") {
        let prepared: Prepared<LabelRequest> = serde_json::from_value(label.clone()).unwrap();
        let _ = carrier.buy_label(&prepared).await;
    } else {
        let prepared: Prepared<ReturnLabelRequest> =
            serde_json::from_value(ready["return"].clone()).unwrap();
        let _ = carrier.return_label(&prepared).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_release_left_is_gone_on_with() {
    let server = Server::start();
    for release in releases() {
        for (store, _folder) in stores(&release).await {
            let house = House::at(&server.url());
            let journal = Journal::new(Arc::clone(&store), house.carriers());
            journal.recover().await.unwrap();
            let sending = Filter::default();
            let mut sending = store.records(&sending).await.unwrap();
            sending.retain(|record| record.state == State::Sending);
            assert!(sending.is_empty(), "whoever sent is gone since long");
            // Its carrier knows keys: the stored bytes went out again and it was made.
            let again = journal.look("norte unknown").await.unwrap().unwrap();
            assert!(matches!(again.outcome, Outcome::Made(_)), "{again:?}");
            assert_eq!(house.sierra.calls(Operation::BuyLabel), 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_release_bought_parcel_by_parcel_is_gone_on_with() {
    let server = Server::start();
    for release in releases() {
        for (store, _folder) in stores(&release).await {
            let house = House::at(&server.url());
            after::recovered(&store, &house, &expected(&release)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_release_took_back_is_gone_on_with() {
    for release in releases() {
        for (store, _folder) in stores(&release).await {
            after::taken_back_further(&store, &expected(&release)).await;
        }
    }
}

/// Writes the fixture of this release: see CONTRIBUTING.
#[ignore = "writes to fixtures/journal, once for each release"]
#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_of_this_release_is_written() {
    let release = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/journal")
        .join(env!("CARGO_PKG_VERSION"));
    fs::create_dir(&release)
        .expect("what a release wrote is never changed: delete it first if it is not released yet");
    purchases::write(&release).await;
}
