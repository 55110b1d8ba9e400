//! Several parcels that the carrier sells one by one: all, or none.

use std::num::NonZeroUsize;

use super::*;
use crate::purchase::parcels::forgotten;
use crate::store::{Filter, State};

/// A shop whose carrier sells one parcel by a label.
pub(super) async fn shop() -> Shop {
    shop_of(PurchaseSafety::Blind).await
}

pub(super) async fn shop_of(safety: PurchaseSafety) -> Shop {
    let mut shop = Shop::of(safety).await;
    let estimate = DeliveryEstimate::in_business_days(1);
    shop.mock = MockCarrier::builder("sierra")
        .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse().unwrap(), estimate)
        .safety(PurchaseKind::Label, safety)
        .parcels_per_label(NonZeroUsize::MIN)
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
        .build()
        .unwrap();
    shop.journal.carriers = Arc::new(Carriers::new().with(shop.mock.clone()).unwrap());
    shop
}

pub(super) fn three() -> Purchase {
    let mut request = request(2_500);
    for grams in [700, 800] {
        request.shipment.parcels.push(Parcel::new(Weight::from_grams(grams)));
    }
    Purchase::label("sierra".parse().unwrap(), request).with_key("order 7")
}

pub(super) fn standing(shop: &Shop) -> usize {
    shop.mock.ledger().iter().filter(|sold| !sold.voided).count()
}

#[tokio::test]
async fn every_parcel_is_bought_once_under_a_key_of_its_own() {
    let shop = shop().await;
    for _ in 0..2 {
        let bought = shop.journal.buy_parcels(three()).await.unwrap();
        assert!(matches!(bought.outcome, ParcelsOutcome::Made), "{:?}", bought.outcome);
        let keys: Vec<_> = bought.parts.iter().map(|part| part.key.as_str()).collect();
        assert_eq!(
            keys,
            ["order 7/parcel 1 of 3", "order 7/parcel 2 of 3", "order 7/parcel 3 of 3"]
        );
    }
    assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (3, 3));
    let shown = shop.journal.show("order 7").await.unwrap().unwrap();
    assert_eq!((shown.parts.len(), shown.summary.cost), (3, Some(euros("17.85"))));
    let part = shop.journal.show("order 7/parcel 2 of 3").await.unwrap().unwrap();
    assert_eq!((part.part_of.as_deref(), part.summary.cost), (Some("order 7"), None));
}

#[tokio::test]
async fn a_carrier_that_sells_all_parcels_by_one_label_is_asked_for_one() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Made));
    assert_eq!((bought.parts.len(), shop.sold()), (1, 1));
}

#[tokio::test]
async fn what_was_bought_before_a_refusal_is_void_and_the_key_says_so_again() {
    let shop = shop().await;
    for answer in [Answer::AsUsual, Answer::AsUsual, Answer::refused("17", "too light")] {
        shop.mock.script(Operation::BuyLabel, answer);
    }
    for _ in 0..2 {
        let bought = shop.journal.buy_parcels(three()).await.unwrap();
        let ParcelsOutcome::Undone(why) = bought.outcome else { panic!("{:?}", bought.outcome) };
        assert_eq!((why.code.as_deref(), bought.wanted.len()), (Some("17"), 0));
    }
    assert_eq!((shop.sold(), standing(&shop)), (2, 0));
    assert_eq!(shop.mock.calls(Operation::BuyLabel), 3);
}

#[tokio::test]
async fn what_cannot_be_taken_back_is_work_that_names_it() {
    let mut shop = shop().await;
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::refused("17", "too light"));
    shop.mock.always(Operation::Void, Answer::refused("9", "too late"));
    shop.journal = shop
        .journal
        .clone()
        .with_settings(Settings { give_up: Duration::from_millis(400), ..settings() });
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Unknown));
    tokio::time::sleep(Duration::from_millis(450)).await;
    assert_eq!(shop.recovered().await.work, 1);
    let told = shop.journal.look_parcels("order 7").await.unwrap().unwrap();
    assert!(told.wanted[0].starts_with("order 7/parcel 1 of 3: "), "{:?}", told.wanted);
    assert_eq!(standing(&shop), 1);

    shop.mock.always(Operation::Void, Answer::AsUsual);
    shop.journal.void("order 7/parcel 1 of 3", &Voiding::all()).await.unwrap();
    assert_eq!(shop.recovered().await.work, 0, "a person voided it, and the whole has an end");
    assert_eq!(standing(&shop), 0);
}

#[tokio::test]
async fn nothing_is_bought_under_a_key_that_never_left_and_it_may_be_tried_again() {
    let shop = shop().await;
    shop.mock.script(Operation::BuyLabel, Answer::unreachable());
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::NotSent(_)));
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Made));
    assert_eq!(standing(&shop), 3);
}

#[tokio::test]
async fn a_part_whose_answer_is_lost_is_settled_and_the_rest_is_bought() {
    let shop = shop_of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Unknown));
    assert_eq!(shop.sold(), 2, "no more is spent while it is unknown");
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        if shop.journal.recover().await.unwrap().later == 0 {
            break;
        }
    }
    let told = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(told.outcome, ParcelsOutcome::Made), "{:?}", told.outcome);
    assert_eq!((shop.sold(), standing(&shop)), (3, 3));
}

#[tokio::test]
async fn a_group_that_a_process_left_half_way_is_gone_on_with() {
    let mut shop = shop_of(FINDABLE).await;
    let short = Settings {
        lease: Duration::from_millis(300),
        call: Duration::from_millis(200),
        ..settings()
    };
    shop.journal = shop.journal.clone().with_settings(short);
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::HangAfterCommit);
    let (journal, mock) = (shop.beside().await, shop.mock.clone());
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.spawn(async move { journal.buy_parcels(three()).await.unwrap() });
        while mock.calls(Operation::BuyLabel) < 2 {
            std::thread::sleep(Duration::from_millis(2));
        }
        runtime.shutdown_background();
    })
    .await
    .unwrap();
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        shop.journal.recover().await.unwrap();
        let list = shop.journal.list(&Filter::default()).await.unwrap();
        if list.iter().all(|line| line.state == State::Made) {
            break;
        }
    }
    let told = shop.journal.buy_parcels(three()).await.unwrap();
    assert!(matches!(told.outcome, ParcelsOutcome::Made), "{:?}", told.outcome);
    assert_eq!((shop.sold(), standing(&shop)), (3, 3));
}

#[tokio::test]
async fn limits_count_the_sum_once() {
    let hour = Duration::from_hours(1);
    let mut shop = shop().await;
    shop = shop.limited(vec![Limit::within(hour, euros("20.00"))]);
    let mut priced = three();
    priced.cost = Some(euros("17.85"));
    shop.journal.buy_parcels(priced.clone()).await.unwrap();
    let mut one = purchase("another");
    one.cost = Some(euros("2.15"));
    shop.journal.buy(one).await.unwrap();
    let error = shop.journal.buy_parcels(priced.with_key("order 8")).await.unwrap_err();
    assert!(matches!(error, BuyError::OverLimit { .. }), "{error}");
}

#[tokio::test]
async fn what_happens_once_for_the_whole_is_refused_before_anything_is_sent() {
    let shop = shop().await;
    let mut cod = three();
    if let Item::Label(request) = &mut cod.item {
        request.with_return = Some(crate::model::BundledReturn::default());
    }
    let error = shop.journal.buy_parcels(cod).await.unwrap_err();
    assert!(matches!(error, BuyError::NotPrepared(_)), "{error}");
    assert!(shop.journal.show("order 7").await.unwrap().is_none());
}

#[tokio::test]
async fn a_forgotten_group_has_no_names_left() {
    let shop = shop().await;
    let mut bought = three();
    bought.order = Some("7".into());
    shop.journal.buy_parcels(bought).await.unwrap();
    let before = shop.journal.store.record("order 7").await.unwrap().unwrap();
    assert!(before.body.contains("Ana Reis") && !forgotten(&before.body).contains("Ana"));
    assert_eq!(shop.journal.forget("7").await.unwrap(), 4);
    for key in ["order 7", "order 7/parcel 1 of 3"] {
        let record = shop.journal.store.record(key).await.unwrap().unwrap();
        assert!(!record.body.contains("Ana"), "{key}");
    }
    shop.journal.look_parcels("order 7").await.unwrap().unwrap();
}

also_on_postgresql![
    every_parcel_is_bought_once_under_a_key_of_its_own,
    a_carrier_that_sells_all_parcels_by_one_label_is_asked_for_one,
    what_was_bought_before_a_refusal_is_void_and_the_key_says_so_again,
    what_cannot_be_taken_back_is_work_that_names_it,
    nothing_is_bought_under_a_key_that_never_left_and_it_may_be_tried_again,
    a_part_whose_answer_is_lost_is_settled_and_the_rest_is_bought,
    a_group_that_a_process_left_half_way_is_gone_on_with,
    limits_count_the_sum_once,
    what_happens_once_for_the_whole_is_refused_before_anything_is_sent,
    a_forgotten_group_has_no_names_left,
];
