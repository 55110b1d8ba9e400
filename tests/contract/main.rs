//! The wire half of the contract: a row for each carrier, and a carrier that breaks it in every way, to see that it is caught.
//! A carrier is added by a file of its own with its row, and a line here.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

#[cfg(feature = "ups")]
#[path = "../support/addresses.rs"]
mod addresses;
#[cfg(feature = "canadapost")]
mod canadapost;
#[cfg(feature = "canadapost")]
mod canadapost_by_card;
mod faults;
mod sierra;
#[cfg(feature = "ups")]
mod ups;

use arriero::conformance::{Canned, Row};

/// Runs a row and holds it to the contract.
async fn keeps_the_contract(row: Row) {
    let report = row.run().await.unwrap();
    println!("{report}");
    report.assert();
    assert!(report.took.as_secs() < 20, "it took {:?}", report.took);
}

/// An answer of `fixtures/`: JSON or XML by the name.
fn fixture(status: u16, name: &str) -> Canned {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let body = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("xml") => Canned::xml(status, body),
        _ => Canned::json(status, body),
    }
}
