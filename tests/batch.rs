//! A batch through the library: carriers that wait, that break, and that are asked no faster than they may be.
#![cfg(feature = "batch")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

#[path = "quote/carriers.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod carriers;

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arriero::batch::{Batch, Output};
use arriero::carrier::Carriers;
use arriero::document::BatchDocument;
use arriero::input::{Text, TextFormat};
use arriero::model::{Rate, RateAnswer};
use carriers::{Scripted, rate};

const SHARED: &str = "from = { company = \"Tienda\", lines = [\"Calle 1\"], postal_code = \"28013\", city = \"Madrid\", country = \"ES\" }";
const ROWS: usize = 400;

/// A carrier that takes a moment, and notes how many it is asked by at once.
fn remote(id: &'static str, most: &Arc<AtomicUsize>) -> Scripted {
    let (most, now) = (Arc::clone(most), Arc::new(AtomicUsize::new(0)));
    Scripted::new(id, move |_| {
        let (most, now) = (Arc::clone(&most), Arc::clone(&now));
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(2)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(RateAnswer::of(vec![net(id, "2.00 EUR")]))
        }
    })
}

/// A carrier that answers at once.
fn sheet() -> Scripted {
    Scripted::new("sheet", |_| async { Ok(RateAnswer::of(vec![net("sheet", "1.00 EUR")])) })
}

fn net(id: &str, total: &str) -> Rate {
    rate(id, total).net_of("0.21 EUR".parse().unwrap())
}

struct Ran {
    counts: BatchDocument,
    rows: Vec<csv::StringRecord>,
}

fn run(carriers: Carriers, parcels: usize, batch: impl FnOnce(Batch) -> Batch) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let mut rows = "id,name,street,postal_code,city,country".to_owned();
    (0..parcels).for_each(|parcel| write!(rows, ",parcels[{parcel}].weight").unwrap());
    for row in 0..ROWS {
        write!(rows, "\n{row},Ana,Calle 1,28001,Madrid,ES{}", ",1 kg".repeat(parcels)).unwrap();
    }
    std::fs::write(path("rows.csv"), rows).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _entered = runtime.enter();
    let shared = Text::new("shared.toml", SHARED, TextFormat::Toml);
    let counts = batch(Batch::new(carriers).defaults(shared))
        .run(&path("rows.csv"), Output::file(path("out.csv")), |_| ())
        .unwrap();
    let mut reader = csv::Reader::from_path(path("out.csv")).unwrap();
    Ran { counts, rows: reader.records().map(Result::unwrap).collect() }
}

fn three(batch: Batch) -> Batch {
    batch.workers(NonZeroUsize::new(3).unwrap())
}

#[test]
fn no_more_requests_are_in_flight_than_are_allowed() {
    let most = Arc::new(AtomicUsize::new(0));
    let carriers = Carriers::new().with(sheet()).unwrap().with(remote("remote", &most)).unwrap();
    let ran = run(carriers, 1, |batch| three(batch).requests_in_flight(5));
    let most = most.load(Ordering::SeqCst);
    assert!((2..=5).contains(&most), "{most} at once");
    assert_eq!((ran.counts.rows, ran.counts.chosen), (ROWS as u64, ROWS as u64));
    let ids: Vec<usize> = ran.rows.iter().map(|row| row[1].parse().unwrap()).collect();
    assert_eq!(ids, (0..ROWS).collect::<Vec<_>>(), "in their order");
}

#[test]
fn a_shipment_of_more_parcels_than_requests_gets_its_turn() {
    let most = Arc::new(AtomicUsize::new(0));
    let carriers = Carriers::new().with(remote("remote", &most).by_parcel()).unwrap();
    let ran = run(carriers, 3, |batch| three(batch).requests_in_flight(2));
    assert_eq!(ran.counts.chosen, ROWS as u64);
    assert_eq!(most.load(Ordering::SeqCst), 3, "one shipment's own, together");
    assert_eq!((&ran.rows[0][5], &ran.rows[0][6]), ("6.00", "EUR"));
}

#[test]
fn a_carrier_that_breaks_costs_its_own_rates_only() {
    let carriers = Carriers::new()
        .with(sheet())
        .unwrap()
        .with(Scripted::new("broken", |_| async { std::panic::resume_unwind(Box::new("quietly")) }))
        .unwrap();
    let ran = run(carriers, 1, three);
    assert_eq!(ran.counts.chosen, ROWS as u64);
}

#[test]
fn a_carrier_that_is_late_costs_a_row_its_deadline_and_no_more() {
    let carriers =
        Carriers::new().with(Scripted::new("hanging", |_| std::future::pending())).unwrap();
    let deadlines = arriero::quote::Deadlines::within(Duration::from_millis(5));
    let ran = run(carriers, 1, |batch| three(batch).deadlines(deadlines).requests_in_flight(100));
    assert_eq!(ran.counts.no_rates, ROWS as u64);
    assert!(
        ran.rows.iter().all(|row| row[9].starts_with("hanging did not answer")),
        "{:?}",
        ran.rows[0]
    );
}
