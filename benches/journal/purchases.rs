//! The loop that buys, with a journal and without.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use arriero::carrier::{Carrier as _, Carriers};
use arriero::model::{Address, Country, LabelRequest, Parcel, PurchaseKey, Shipment, Weight};
use arriero::purchase::{Journal, Outcome, Purchase};
use arriero::store::{SqliteStore, Store};
use tokio::runtime::{Builder, Runtime};

use super::carrier::AtOnce;

/// How long a rate is measured.
pub(crate) const SPAN: Duration = Duration::from_secs(3);
const CALLERS: usize = 64;

pub(crate) fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

pub(crate) fn journal(store: Arc<dyn Store>) -> Journal {
    Journal::new(store, Carriers::new().with(AtOnce).expect("a carrier"))
}

pub(crate) fn sqlite(file: &Path) -> Journal {
    journal(Arc::new(SqliteStore::open(file).expect("a store")))
}

fn request() -> LabelRequest {
    let address = |name: &str| {
        Address::new(Country::ES)
            .with_name(name)
            .with_line("Calle Mayor 1")
            .with_city("28013", "Madrid")
    };
    let parcels = vec![Parcel::new(Weight::from_grams(2_500))];
    let shipment = Shipment::new(address("Tienda"), address("Ana Reis"), parcels);
    let day = "2026-11-24".parse().expect("a day");
    LabelRequest::new(PurchaseKey::random(), shipment, "24h", day)
}

pub(crate) async fn buy(journal: &Journal) {
    let purchase = Purchase::label("sierra".parse().expect("a name"), request());
    let bought = journal.buy(purchase).await.expect("a journal");
    assert!(matches!(bought.outcome, Outcome::Made(_)), "{bought:?}");
}

async fn buy_without() {
    let prepared = AtOnce.prepare_label(request()).expect("a request");
    AtOnce.buy_label(&prepared).await.expect("a label");
}

/// The median of a purchase, without a journal and with one, in turns: one caller.
pub(crate) fn added(file: &Path) -> (Duration, Duration) {
    const PURCHASES: usize = 501;
    let journal = sqlite(file);
    let timed = async |with: bool| {
        let start = Instant::now();
        if with {
            buy(&journal).await;
        } else {
            buy_without().await;
        }
        start.elapsed()
    };
    let (mut without, mut with) = runtime().block_on(async {
        buy(&journal).await;
        let (mut without, mut with) = (Vec::new(), Vec::new());
        for _ in 0..PURCHASES {
            without.push(timed(false).await);
            with.push(timed(true).await);
        }
        (without, with)
    });
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times.get(PURCHASES / 2).copied().unwrap_or_default()
    };
    (median(&mut without), median(&mut with))
}

/// How often something is done a second, by many callers at once.
pub(crate) async fn rate<F: Future<Output = ()> + Send + 'static>(
    callers: usize,
    buy: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> u32 {
    let done = Arc::new(AtomicU32::new(0));
    let start = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let (buy, done) = (buy.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                while start.elapsed() < SPAN {
                    buy().await;
                    done.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.expect("a caller");
    }
    let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let all = u64::from(done.load(Ordering::Relaxed));
    u32::try_from(all * 1_000 / millis.max(1)).unwrap_or(u32::MAX)
}

pub(crate) fn rate_without() -> u32 {
    runtime().block_on(rate(CALLERS, buy_without))
}

pub(crate) fn rate_on_sqlite(file: &Path) -> u32 {
    runtime().block_on(rate_of(sqlite(file), CALLERS))
}

pub(crate) async fn rate_of(journal: Journal, callers: usize) -> u32 {
    rate(callers, move || {
        let journal = journal.clone();
        async move { buy(&journal).await }
    })
    .await
}
