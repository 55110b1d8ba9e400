//! The journal over a real file, before the mock with its ledger; and over a real database, where
//! [`also_on_postgresql`] names the test.

/// Runs tests of a module on PostgreSQL too, in a schema each.
macro_rules! also_on_postgresql {
    ($($test:ident),* $(,)?) => {
        #[cfg(feature = "postgres")]
        mod on_postgresql {
            $(#[test]
            fn $test() {
                $crate::purchase::tests::on_postgresql(super::$test);
            })*
        }
    };
}

mod buying;
mod jumps;
mod late;
mod lists;
mod parcels;
mod parcels_back;
mod pickups;
mod settling;
mod silent;
mod unreadable;
mod voids;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::carrier::{
    Carrier as _, Carriers, Error, OnDuplicate, Operation, PurchaseKind, PurchaseSafety,
};
use crate::mock::{Answer, MockCarrier};
use crate::model::{
    Address, Country, DeliveryEstimate, Label, LabelRequest, Money, Parcel, PurchaseKey, Service,
    Shipment, Weight,
};
#[cfg(feature = "postgres")]
use crate::store::tests::postgres::cluster;
use crate::store::{Limit, Scope, SqliteStore, Store};

const FINDABLE: PurchaseSafety =
    PurchaseSafety::Findable { paper: true, settle: Duration::from_millis(80) };
const REPLAYS: PurchaseSafety =
    PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Replays, window: Duration::from_hours(1) };

#[cfg(feature = "postgres")]
thread_local! {
    /// Whether the test of this thread has its store in PostgreSQL.
    static ON_POSTGRESQL: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

#[cfg(feature = "postgres")]
fn on_postgresql(test: fn()) {
    if cluster().is_some() {
        let test = std::thread::spawn(move || {
            ON_POSTGRESQL.set(true);
            test();
        });
        test.join().unwrap();
    }
}

/// Where a journal is kept.
enum Place {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Database(String),
}

impl Place {
    fn of_this_test(folder: &Path) -> Self {
        #[cfg(feature = "postgres")]
        if let Some(cluster) = cluster().filter(|_| ON_POSTGRESQL.get()) {
            return Self::Database(cluster.schema());
        }
        Self::File(folder.join("journal.db"))
    }

    async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::File(path) => Arc::new(SqliteStore::open(path).unwrap()),
            #[cfg(feature = "postgres")]
            Self::Database(url) => {
                Arc::new(crate::store::PostgresStore::connect(url).await.unwrap())
            }
        }
    }
}

struct Shop {
    folder: tempfile::TempDir,
    place: Place,
    mock: MockCarrier,
    journal: Journal,
}

fn settings() -> Settings {
    Settings {
        call: Duration::from_millis(400),
        lease: Duration::from_secs(2),
        wait: Duration::from_secs(3),
        pause: Duration::from_millis(10),
        longest_pause: Duration::from_millis(40),
        give_up: Duration::from_secs(1),
        limits: Vec::new(),
        ..Settings::default()
    }
}

impl Shop {
    async fn of(safety: PurchaseSafety) -> Self {
        let estimate = DeliveryEstimate::in_business_days(1);
        let mock = MockCarrier::builder("sierra")
            .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse().unwrap(), estimate)
            .safety(PurchaseKind::Label, safety)
            .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
            .build()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let carriers = Carriers::new().with(mock.clone()).unwrap();
        let place = Place::of_this_test(folder.path());
        let journal = Journal::new(place.open().await, carriers).with_settings(settings());
        Self { folder, place, mock, journal }
    }

    /// Another process at the same store.
    async fn beside(&self) -> Journal {
        Journal { store: self.place.open().await, ..self.journal.clone() }
    }

    fn limited(mut self, limits: Vec<Limit>) -> Self {
        self.journal = self.journal.clone().with_settings(Settings { limits, ..settings() });
        self
    }

    async fn buy(&self, key: &str) -> Outcome {
        self.journal.buy(purchase(key)).await.unwrap().outcome
    }

    /// Recovers until nothing is left to wait for, and for a second at the most.
    async fn recovered(&self) -> Recovered {
        let mut all = Recovered::default();
        for _ in 0..100 {
            let once = self.journal.recover().await.unwrap();
            all.made += once.made;
            all.not_made += once.not_made;
            all.voids += once.voids;
            (all.later, all.work) = (once.later, once.work);
            if all.later == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        all
    }

    fn sold(&self) -> usize {
        self.mock.ledger().len()
    }
}

fn ana() -> Address {
    Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa")
}

fn request(grams: u32) -> LabelRequest {
    let from = Address::new(Country::ES)
        .with_company("Tienda")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let shipment = Shipment::new(from, ana(), vec![Parcel::new(Weight::from_grams(grams))]);
    LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-24".parse().unwrap())
}

fn purchase(key: &str) -> Purchase {
    Purchase::label("sierra".parse().unwrap(), request(2_500)).with_key(key)
}

fn euros(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

fn made(outcome: Outcome) -> Label {
    match outcome {
        Outcome::Made(label) => *label,
        other => panic!("{other:?}"),
    }
}
