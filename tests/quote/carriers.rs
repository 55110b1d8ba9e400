//! Carriers for tests and benches, each a few lines: what one answers is a closure.

use std::fmt;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arriero::carrier::{Capabilities, Carrier, Carriers, PurchaseKind, PurchaseSafety, Result};
use arriero::model::{
    Address, CarrierId, Country, Parcel, Rate, RateAnswer, RateRequest, Service, Shipment, Weight,
};
use async_trait::async_trait;

type Answering = Pin<Box<dyn Future<Output = Result<RateAnswer>> + Send>>;

/// A carrier that answers what its closure answers, and counts how often it was asked.
#[derive(Clone)]
pub(crate) struct Scripted {
    id: CarrierId,
    pub(crate) capabilities: Capabilities,
    answer: Arc<dyn Fn(RateRequest) -> Answering + Send + Sync>,
    pub(crate) asked: Arc<AtomicUsize>,
}

impl Scripted {
    pub(crate) fn new<F>(
        id: &str,
        answer: impl Fn(RateRequest) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<RateAnswer>> + Send + 'static,
    {
        let mut capabilities = Capabilities::default();
        capabilities.rates = true;
        Self {
            id: carrier_id(id),
            capabilities,
            answer: Arc::new(move |request| Box::pin(answer(request))),
            asked: Arc::default(),
        }
    }

    /// One rate after a time.
    pub(crate) fn after(id: &str, wait: Duration) -> Self {
        let answer = RateAnswer::of(vec![rate(id, "1.00 EUR")]);
        Self::new(id, move |_| {
            let answer = answer.clone();
            async move {
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                Ok(answer)
            }
        })
    }

    pub(crate) fn by_parcel(mut self) -> Self {
        self.capabilities.parcels_per_quote = NonZeroUsize::new(1);
        self
    }

    pub(crate) fn times_asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scripted").field("id", &self.id).finish_non_exhaustive()
    }
}

#[async_trait]
impl Carrier for Scripted {
    fn id(&self) -> CarrierId {
        self.id.clone()
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities.clone()
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        (self.answer)(request.clone()).await
    }
}

pub(crate) fn carrier_id(id: &str) -> CarrierId {
    CarrierId::new(id).expect("a carrier id")
}

pub(crate) fn rate(id: &str, total: &str) -> Rate {
    Rate::new(carrier_id(id), Service::new("P", "Paq"), total.parse().expect("money"))
}

/// Parcels of these weights in grams, from Madrid to Lisbon.
pub(crate) fn request(grams: &[u32]) -> RateRequest {
    let from = Address::new(Country::ES)
        .with_company("Tienda")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    let parcels = grams.iter().map(|grams| Parcel::new(Weight::from_grams(*grams))).collect();
    RateRequest::new(Shipment::new(from, to, parcels), "2026-11-23".parse().expect("a date"))
}

/// Ten carriers that answer after the same time.
pub(crate) fn ten(wait: Duration) -> Carriers {
    (0..10).fold(Carriers::new(), |carriers, number| {
        carriers.with(Scripted::after(&format!("carrier-{number}"), wait)).expect("ten names")
    })
}
