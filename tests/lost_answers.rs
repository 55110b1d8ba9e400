//! The table that a finance department reads says what the adapters say.

#![cfg(all(
    feature = "canadapost",
    feature = "sqlite",
    feature = "tariff",
    feature = "testing",
    feature = "ups"
))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stand outside of test functions"
)]

use std::sync::Arc;
use std::time::Duration;

use arriero::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety, Secret};
use arriero::carriers::canadapost::CanadaPost;
use arriero::carriers::ups::Ups;
use arriero::mock::MockCarrier;

const PAGE: &str = include_str!("../src/purchase/LOST_ANSWERS.md");

const KINDS: [(&str, PurchaseKind); 4] = [
    ("label", PurchaseKind::Label),
    ("return", PurchaseKind::Return),
    ("pickup", PurchaseKind::Pickup),
    ("end of the day", PurchaseKind::Manifest),
];

/// The rows of a carrier: what, when the answer is lost, settled after, what a person has to do, whether it can be taken back.
fn row(carrier: &str, what: &str) -> Vec<&'static str> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let mut found = rows
        .map(|row| row.split(" | ").collect::<Vec<_>>())
        .filter(|cells| cells.len() == 6 && cells[0] == carrier && cells[1] == what);
    let row = found.next().unwrap_or_else(|| panic!("no row of {carrier} for a {what}"));
    assert!(found.next().is_none(), "two rows of {carrier} for a {what}");
    row
}

const fn has(can: &Capabilities, kind: PurchaseKind) -> bool {
    match kind {
        PurchaseKind::Label => can.buy_label,
        PurchaseKind::Return => can.return_label,
        PurchaseKind::Pickup => can.book_pickup,
        _ => can.close_day,
    }
}

fn carriers() -> Vec<(&'static str, Arc<dyn Carrier>)> {
    let ups = Ups::builder("id", Secret::new("secret"), "A1B2C3").build().unwrap();
    let post = || CanadaPost::builder("user", Secret::new("password"), "0001234567");
    vec![
        ("UPS", Arc::new(ups)),
        ("Canada Post with a contract", Arc::new(post().contract("0012345678").build().unwrap())),
        ("Canada Post without a contract", Arc::new(post().build().unwrap())),
        ("the mock carrier of tests", Arc::new(MockCarrier::builder("sierra").build().unwrap())),
    ]
}

#[test]
fn every_row_says_what_its_adapter_says() {
    for (name, carrier) in carriers() {
        for (what, kind) in KINDS {
            let row = row(name, what);
            let told = (row[2], row[3]);
            if !has(&carrier.capabilities(), kind) {
                assert!(told.0.contains("has none") && told.1 == "–", "{name}, {what}: {told:?}");
                continue;
            }
            let expected = match carrier.purchase_safety(kind) {
                PurchaseSafety::Findable { paper, settle } => {
                    assert_eq!(settle, Duration::from_mins(15), "{name}, {what}");
                    (if paper { "findable, with its paper" } else { "findable" }, "15 minutes")
                }
                PurchaseSafety::Blind => ("blind", "when a person says so"),
                other => panic!("{name}, {what}: the page has no words for {other:?} yet"),
            };
            assert_eq!(told, expected, "{name}, {what}");
        }
    }
}

#[test]
fn what_can_be_taken_back_is_what_the_adapters_can_take_back() {
    for (name, carrier) in carriers() {
        let can = carrier.capabilities();
        let back = |what: &str| row(name, what)[5];
        assert_eq!(
            back("label").starts_with("no"),
            !can.includes(arriero::carrier::Operation::Void)
        );
        assert_eq!(back("return").starts_with("no"), !can.void_return, "{name}");
        assert_eq!(back("pickup").starts_with("no"), !can.cancel_pickup, "{name}");
    }
}

#[test]
fn a_sheet_alone_sells_nothing() {
    for (what, _) in KINDS {
        assert_eq!(row("a rate sheet alone", what)[2], "a sheet sells nothing");
    }
}
