//! The journal over a real file, before the mock with its ledger.

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
use crate::store::{Limit, Scope, SqliteStore};

const FINDABLE: PurchaseSafety =
    PurchaseSafety::Findable { paper: true, settle: Duration::from_millis(80) };
const REPLAYS: PurchaseSafety =
    PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Replays, window: Duration::from_hours(1) };

struct Shop {
    folder: tempfile::TempDir,
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
    fn of(safety: PurchaseSafety) -> Self {
        let estimate = DeliveryEstimate::in_business_days(1);
        let mock = MockCarrier::builder("sierra")
            .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse().unwrap(), estimate)
            .safety(PurchaseKind::Label, safety)
            .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
            .build()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let carriers = Carriers::new().with(mock.clone()).unwrap();
        let store = SqliteStore::open(folder.path().join("journal.db")).unwrap();
        let journal = Journal::new(Arc::new(store), carriers).with_settings(settings());
        Self { folder, mock, journal }
    }

    /// Another process at the same file.
    fn beside(&self) -> Journal {
        let store = SqliteStore::open(self.folder.path().join("journal.db")).unwrap();
        Journal { store: Arc::new(store), ..self.journal.clone() }
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
