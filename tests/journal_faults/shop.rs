//! A journal over a store of the test's choice, before the mock.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arriero::carrier::{Carriers, Operation, PurchaseKind, PurchaseSafety};
use arriero::mock::MockCarrier;
use arriero::model::{
    Address, Country, DeliveryEstimate, Label, LabelRequest, Parcel, PurchaseKey, Service,
    Shipment, Weight,
};
use arriero::purchase::{Bought, BuyError, Journal, Outcome, Purchase, Settings};
use arriero::store::{SqliteStore, Store, StoreError};

/// How long a call waits for another process here.
pub(crate) const PATIENCE: Duration = Duration::from_millis(200);

pub(crate) struct Shop {
    pub(crate) mock: MockCarrier,
    pub(crate) journal: Journal,
}

impl Shop {
    pub(crate) fn at(file: &Path) -> Self {
        Self::over(Arc::new(SqliteStore::open_with(file, PATIENCE).unwrap()))
    }

    pub(crate) fn over(store: Arc<dyn Store>) -> Self {
        let safety = PurchaseSafety::Findable { paper: true, settle: Duration::from_millis(80) };
        let mock = MockCarrier::builder("sierra")
            .rate(
                Service::new("24h", "Sierra 24"),
                "5.95 EUR".parse().unwrap(),
                DeliveryEstimate::in_business_days(1),
            )
            .safety(PurchaseKind::Label, safety)
            .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
            .build()
            .unwrap();
        let shop = Self {
            journal: Journal::new(store, Carriers::new().with(mock.clone()).unwrap()),
            mock,
        };
        shop.patient()
    }

    /// The same carrier, with another store.
    pub(crate) fn with(&self, store: Arc<dyn Store>) -> Self {
        let carriers = Carriers::new().with(self.mock.clone()).unwrap();
        Self { mock: self.mock.clone(), journal: Journal::new(store, carriers) }.patient()
    }

    fn patient(mut self) -> Self {
        let mut settings = Settings::default();
        settings.call = Duration::from_secs(2);
        settings.lease = Duration::from_secs(6);
        settings.pause = Duration::from_millis(10);
        settings.longest_pause = Duration::from_millis(40);
        self.journal = self.journal.with_settings(settings);
        self
    }

    pub(crate) async fn buy(&self, key: &str) -> Result<Bought, BuyError> {
        self.journal.buy(purchase(key)).await
    }

    pub(crate) async fn label(&self, key: &str) -> Label {
        match self.buy(key).await.unwrap().outcome {
            Outcome::Made(label) => *label,
            other => panic!("{other:?}"),
        }
    }

    /// How often the carrier was asked to sell.
    pub(crate) fn calls(&self) -> usize {
        self.mock.calls(Operation::BuyLabel)
    }

    /// That buying fails, without a call, for a reason that has these words.
    pub(crate) async fn refuses(&self, key: &str, words: &str) {
        let before = self.calls();
        let error = self.buy(key).await.unwrap_err();
        assert!(matches!(error, BuyError::Store(_)), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(self.calls(), before, "nothing reaches the carrier");
    }

    /// Recovers until a key is bought; for ten seconds at the most.
    pub(crate) async fn recovered(&self, key: &str) -> Label {
        for _ in 0..500 {
            self.journal.recover().await.unwrap();
            let bought = self.journal.look(key).await.unwrap().unwrap();
            if let Outcome::Made(label) = bought.outcome {
                return *label;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{key} is not found again");
    }
}

pub(crate) fn purchase(key: &str) -> Purchase {
    let from = Address::new(Country::ES)
        .with_company("Tienda")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    let shipment = Shipment::new(from, to, vec![Parcel::new(Weight::from_grams(2_500))]);
    let day = "2026-11-24".parse().unwrap();
    let request = LabelRequest::new(PurchaseKey::random(), shipment, "24h", day);
    Purchase::label("sierra".parse().unwrap(), request).with_key(key)
}

/// What was bought and could not be noted, and why.
pub(crate) fn not_noted(bought: Result<Bought, BuyError>) -> (Label, StoreError) {
    match bought {
        Err(BuyError::NotNoted { came_of_it, error }) => match came_of_it.outcome {
            Outcome::Made(label) => (*label, error),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}
