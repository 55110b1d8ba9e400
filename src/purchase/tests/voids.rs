//! Taking back what was bought under a key.

use super::*;
use crate::carrier::VoidUnit;
use crate::model::{ParcelChoice, VoidOutcome};
use crate::purchase::void::{VoidAnswer, VoidError};
use crate::store::Filter;

impl Shop {
    pub(super) async fn void(&self, key: &str) -> Bought {
        self.journal.void(key, &Voiding::all()).await.unwrap()
    }

    pub(super) fn standing(&self) -> usize {
        self.mock.ledger().iter().filter(|sold| !sold.voided).count()
    }
}

fn answered(bought: &Bought) -> &VoidOutcome {
    match &bought.voids.last().unwrap().answer {
        VoidAnswer::Known { said } => said,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_void_is_asked_once_and_told_by_the_key_ever_after() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let label = made(shop.buy("order 7").await);
    for _ in 0..3 {
        let voided = shop.void("order 7").await;
        assert_eq!(*answered(&voided), VoidOutcome::Voided { already: false });
        assert!(voided.voided);
    }
    let again = shop.journal.buy(purchase("order 7")).await.unwrap();
    assert!(again.voided);
    assert_eq!(made(again.outcome), label, "the same answer, made and void");
    assert!(shop.journal.look("order 7").await.unwrap().unwrap().voided);
    let calls = (shop.mock.calls(Operation::Void), shop.mock.calls(Operation::BuyLabel));
    assert_eq!((calls, shop.standing()), ((1, 1), 0));
}

#[tokio::test]
async fn what_is_not_ours_not_made_or_closed_is_not_voided() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let refused =
        async |key: &str, voiding: &Voiding| shop.journal.void(key, voiding).await.unwrap_err();
    assert!(matches!(refused("nobody's", &Voiding::all()).await, VoidError::NotOurs(_)));
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("unknown").await;
    let error = refused("unknown", &Voiding::all()).await;
    assert_eq!(
        error.to_string(),
        "the purchase \"unknown\" is unknown, not made; only what was made is voided"
    );
    let label = made(shop.buy("order 7").await);
    let other = Voiding { label: Some("X1".into()), ..Voiding::all() };
    let error = refused("order 7", &other).await.to_string();
    assert!(error.ends_with(&format!("give one of: {}", label.id)), "{error}");
    assert_eq!(shop.mock.calls(Operation::Void), 0);
}

#[tokio::test]
async fn a_lost_answer_to_a_void_is_unknown_and_asked_for_again() {
    for answer in [Answer::LostAfterCommit, Answer::LostBeforeCommit, Answer::Unreadable] {
        let shop = Shop::of(PurchaseSafety::Blind).await;
        shop.buy("order 7").await;
        shop.mock.script(Operation::Void, answer);
        let bought = shop.void("order 7").await;
        assert!(matches!(bought.voids[0].answer, VoidAnswer::Unknown { wanted: None, .. }));
        assert!(!bought.voided);
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(shop.recovered().await.voids, 1);
        assert!(shop.journal.look("order 7").await.unwrap().unwrap().voided);
        assert_eq!(shop.recovered().await, Recovered::default(), "and then it is done");
        assert_eq!((shop.mock.calls(Operation::Void), shop.standing()), (2, 0));
    }
}

#[tokio::test]
async fn a_void_that_stays_without_an_answer_becomes_work_for_a_person_who_ends_it() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    shop.mock.always(Operation::Void, Answer::unavailable());
    shop.void("order 7").await;
    // Once it was lost, a carrier that cannot be reached says nothing about it.
    shop.mock.script(Operation::Void, Answer::unreachable());
    let mut work = 0;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        work = shop.journal.recover().await.unwrap().work;
        if work == 1 {
            break;
        }
    }
    assert_eq!(work, 1);
    let bought = shop.journal.look("order 7").await.unwrap().unwrap();
    assert!(bought.wanted.unwrap().starts_with("whether "));
    let done = shop.journal.resolve("order 7", Resolution::Done).await.unwrap();
    assert_eq!(done.wanted, None);
    assert_eq!(shop.recovered().await, Recovered::default());
}

#[tokio::test]
async fn a_question_that_never_left_may_be_asked_again() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    shop.mock.script(Operation::Void, Answer::unreachable());
    let bought = shop.void("order 7").await;
    assert!(matches!(bought.voids[0].answer, VoidAnswer::NotAsked { .. }));
    assert_eq!(shop.recovered().await, Recovered::default());
    assert!(shop.void("order 7").await.voided);
}

#[tokio::test]
async fn a_no_and_a_pending_stay_the_answer_until_it_is_asked_anew() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    shop.mock.advance(Duration::from_hours(24 * 10));
    for _ in 0..2 {
        assert!(matches!(answered(&shop.void("order 7").await), VoidOutcome::Refused { .. }));
    }
    assert_eq!(shop.mock.calls(Operation::Void), 1);
    shop.mock.set_now("2026-11-24T10:00:00+01:00".parse().unwrap());
    let again = Voiding { again: true, ..Voiding::all() };
    assert!(shop.journal.void("order 7", &again).await.unwrap().voided);
    assert_eq!(shop.mock.calls(Operation::Void), 2);
}

#[tokio::test]
async fn parcels_are_voided_one_by_one_until_the_whole_is_void() {
    let mut shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock = MockCarrier::builder("sierra")
        .void(VoidUnit::Both, true)
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
        .build()
        .unwrap();
    shop.journal.carriers = Arc::new(Carriers::new().with(shop.mock.clone()).unwrap());
    let mut two = request(2_500);
    two.shipment.parcels.push(Parcel::new(Weight::from_grams(700)));
    let two = Purchase::label("sierra".parse().unwrap(), two).with_key("order 7");
    shop.journal.buy(two).await.unwrap();
    for (parcel, voided) in [(1, false), (0, true)] {
        let bought = shop.journal.void("order 7", &Voiding::parcels(vec![parcel])).await.unwrap();
        assert_eq!(*answered(&bought), VoidOutcome::Voided { already: false });
        assert_eq!(bought.voids.last().unwrap().parcels, ParcelChoice::Some(vec![parcel]));
        assert_eq!(bought.voided, voided);
    }
    shop.void("order 7").await;
    assert_eq!(shop.mock.calls(Operation::Void), 2, "all is void: nothing is left to ask");
}

#[tokio::test]
async fn what_is_void_no_longer_counts_against_what_may_be_spent() {
    let limits = vec![Limit::within(Duration::from_hours(1), euros("6.00"))];
    let shop = Shop::of(PurchaseSafety::Blind).await.limited(limits);
    let priced = |key: &str| {
        let mut purchase = purchase(key);
        purchase.cost = Some(euros("5.95"));
        purchase
    };
    shop.journal.buy(priced("a")).await.unwrap();
    assert!(matches!(shop.journal.buy(priced("b")).await.unwrap_err(), BuyError::OverLimit { .. }));
    shop.mock.script(Operation::Void, Answer::LostAfterCommit);
    shop.void("a").await;
    assert!(shop.journal.buy(priced("b")).await.is_err(), "unknown is not void");
    shop.void("a").await;
    shop.journal.buy(priced("b")).await.unwrap();
    let shown = shop.journal.show("a").await.unwrap().unwrap();
    assert_eq!((shown.summary.cost, shown.paid), (Some(euros("0.00")), Some(euros("5.95"))));
}

#[tokio::test]
async fn a_void_is_durable_before_it_is_asked_and_gone_on_with_when_the_process_is_gone() {
    let mut shop = Shop::of(PurchaseSafety::Blind).await;
    let short = Settings {
        lease: Duration::from_millis(150),
        call: Duration::from_millis(100),
        ..settings()
    };
    shop.journal = shop.journal.clone().with_settings(short);
    shop.buy("order 7").await;
    shop.mock.script(Operation::Void, Answer::HangAfterCommit);
    let (journal, mock) = (shop.beside().await, shop.mock.clone());
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.spawn(async move { journal.void("order 7", &Voiding::all()).await.unwrap() });
        while mock.calls(Operation::Void) == 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
        runtime.shutdown_background();
    })
    .await
    .unwrap();
    let bought = shop.journal.look("order 7").await.unwrap().unwrap();
    assert_eq!(bought.voids[0].answer, VoidAnswer::InProgress);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(shop.recovered().await.voids, 1);
    let bought = shop.journal.look("order 7").await.unwrap().unwrap();
    assert_eq!(*answered(&bought), VoidOutcome::Voided { already: true });
    assert_eq!(shop.standing(), 0);
}

#[tokio::test]
async fn many_who_void_at_once_make_one_call() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    shop.mock.always(Operation::Void, Answer::slow(Duration::from_millis(80)));
    let other = shop.beside().await;
    let void = |nth: usize| {
        let journal = if nth.is_multiple_of(2) { shop.journal.clone() } else { other.clone() };
        tokio::spawn(async move { journal.void("order 7", &Voiding::all()).await.unwrap().voided })
    };
    for call in (0..10).map(void).collect::<Vec<_>>() {
        assert!(call.await.unwrap());
    }
    assert_eq!(shop.mock.calls(Operation::Void), 1);
}

#[tokio::test]
async fn a_forgotten_order_is_not_voided_and_stays_void_where_it_was() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    for key in ["void", "stands"] {
        let mut bought = purchase(key);
        bought.order = Some("7".into());
        shop.journal.buy(bought).await.unwrap();
    }
    let voiding = Voiding { contact_email: Some("ana@example.com".into()), ..Voiding::all() };
    shop.journal.void("void", &voiding).await.unwrap();
    shop.journal.forget("7").await.unwrap();
    let error = shop.journal.void("stands", &Voiding::all()).await.unwrap_err();
    assert!(matches!(error, VoidError::Forgotten(_)), "{error}");
    assert!(shop.journal.look("void").await.unwrap().unwrap().voided);
    let list = shop.journal.list(&Filter::default()).await.unwrap();
    assert!(!serde_json::to_string(&list).unwrap().contains("ana@"));
    let record = shop.journal.store.record("void").await.unwrap().unwrap();
    assert!(!record.body.contains("ana@"));
}

also_on_postgresql![
    a_void_is_asked_once_and_told_by_the_key_ever_after,
    what_is_not_ours_not_made_or_closed_is_not_voided,
    a_lost_answer_to_a_void_is_unknown_and_asked_for_again,
    a_void_that_stays_without_an_answer_becomes_work_for_a_person_who_ends_it,
    a_question_that_never_left_may_be_asked_again,
    a_no_and_a_pending_stay_the_answer_until_it_is_asked_anew,
    parcels_are_voided_one_by_one_until_the_whole_is_void,
    what_is_void_no_longer_counts_against_what_may_be_spent,
    a_void_is_durable_before_it_is_asked_and_gone_on_with_when_the_process_is_gone,
    many_who_void_at_once_make_one_call,
    a_forgotten_order_is_not_voided_and_stays_void_where_it_was,
];
