//! Collections and the end of the day, bought like labels.

use super::*;
use crate::model::{
    Handle, Manifest, ManifestRequest, ManifestScope, Pickup, PickupRequest, Window,
};
use crate::purchase::void::VoidError;

fn pickup() -> Purchase {
    let window = Window { date: "2026-11-25".parse().unwrap(), from: None, until: None };
    let request = PickupRequest::new(PurchaseKey::random(), ana(), window, 3);
    Purchase::pickup("sierra".parse().unwrap(), request).with_key("pickup 7")
}

fn manifest() -> Purchase {
    let scope = ManifestScope::Day("2026-11-24".parse().unwrap());
    let request = ManifestRequest::new(PurchaseKey::random(), scope, ana());
    Purchase::manifest("sierra".parse().unwrap(), request).with_key("day 7")
}

/// A shop whose carrier offers this for collections and ends of the day.
async fn shop(safety: PurchaseSafety) -> Shop {
    let mut shop = Shop::of(PurchaseSafety::Blind).await;
    let estimate = DeliveryEstimate::in_business_days(1);
    shop.mock = MockCarrier::builder("sierra")
        .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse().unwrap(), estimate)
        .safety(PurchaseKind::Pickup, safety)
        .safety(PurchaseKind::Manifest, safety)
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
        .build()
        .unwrap();
    shop.journal.carriers = Arc::new(Carriers::new().with(shop.mock.clone()).unwrap());
    shop
}

async fn booked(shop: &Shop) -> Pickup {
    match shop.journal.buy(pickup()).await.unwrap().outcome {
        Outcome::Booked(pickup) => *pickup,
        other => panic!("{other:?}"),
    }
}

async fn closed(shop: &Shop) -> Manifest {
    match shop.journal.buy(manifest()).await.unwrap().outcome {
        Outcome::Closed(manifest) => *manifest,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_collection_is_booked_once_and_cancelled_once() {
    let shop = shop(PurchaseSafety::Blind).await;
    let first = booked(&shop).await;
    assert_eq!(booked(&shop).await, first);
    for _ in 0..2 {
        assert!(shop.journal.void("pickup 7", &Voiding::all()).await.unwrap().voided);
    }
    let calls = [Operation::BookPickup, Operation::CancelPickup].map(|op| shop.mock.calls(op));
    assert_eq!((calls, shop.mock.pickups()[0].cancelled), ([1, 1], true));
}

#[tokio::test]
async fn a_day_is_closed_once_and_not_opened_again() {
    let shop = shop(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    let first = closed(&shop).await;
    assert_eq!(closed(&shop).await, first);
    assert_eq!((first.included.len(), shop.mock.manifests().len()), (1, 1));
    let error = shop.journal.void("day 7", &Voiding::all()).await.unwrap_err();
    assert!(matches!(error, VoidError::Closed(_)), "{error}");
}

#[tokio::test]
async fn a_lost_answer_is_settled_where_the_carrier_knows_keys() {
    for on_duplicate in [OnDuplicate::Replays, OnDuplicate::ReturnsExisting] {
        let window = Duration::from_hours(1);
        let shop = shop(PurchaseSafety::Dedups { on_duplicate, window }).await;
        shop.buy("order 7").await;
        shop.mock.script(Operation::BookPickup, Answer::LostAfterCommit);
        shop.mock.script(Operation::Manifest, Answer::LostAfterCommit);
        for purchase in [pickup(), manifest()] {
            let outcome = shop.journal.buy(purchase).await.unwrap().outcome;
            assert!(matches!(outcome, Outcome::Unknown { wanted: None, .. }), "{outcome:?}");
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(shop.recovered().await.made, 2, "{on_duplicate:?}");
        let ids = (shop.mock.pickups(), shop.mock.manifests());
        assert_eq!((ids.0.len(), ids.1.len()), (1, 1));
        booked(&shop).await;
        closed(&shop).await;
    }
}

#[tokio::test]
async fn what_no_carrier_can_be_searched_for_is_a_persons_to_settle() {
    for safety in [PurchaseSafety::Blind, FINDABLE] {
        let shop = shop(safety).await;
        shop.mock.script(Operation::BookPickup, Answer::LostAfterCommit);
        shop.journal.buy(pickup()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(shop.recovered().await.work, 1);
        let handle = Handle::of("sierra".parse().unwrap(), 1, "P1").unwrap();
        let label = Box::new(Label::new("P1", handle.clone()));
        let error = shop.journal.resolve("pickup 7", Resolution::Found(label)).await.unwrap_err();
        assert!(matches!(error, BuyError::AnotherKind { .. }), "{error}");
        let window = Window { date: "2026-11-25".parse().unwrap(), from: None, until: None };
        let found = Resolution::Booked(Box::new(Pickup::new(handle.clone(), window)));
        shop.journal.resolve("pickup 7", found).await.unwrap();
        assert_eq!(booked(&shop).await.handle, handle);
    }
}

also_on_postgresql![
    a_collection_is_booked_once_and_cancelled_once,
    a_day_is_closed_once_and_not_opened_again,
    a_lost_answer_is_settled_where_the_carrier_knows_keys,
    what_no_carrier_can_be_searched_for_is_a_persons_to_settle,
];
