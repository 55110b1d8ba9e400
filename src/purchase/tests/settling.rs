//! What becomes of a purchase whose answer was lost, by what the carrier offers.

use super::*;

#[tokio::test]
async fn a_lost_answer_is_found_by_our_reference_with_its_paper() {
    for answer in [Answer::LostAfterCommit, Answer::Unreadable, Answer::HangAfterCommit] {
        let shop = Shop::of(FINDABLE).await;
        shop.mock.script(Operation::BuyLabel, answer);
        assert!(matches!(shop.buy("order 7").await, Outcome::Unknown { wanted: None, .. }));
        assert!(
            matches!(shop.buy("order 7").await, Outcome::Unknown { .. }),
            "it is not sent again"
        );
        assert_eq!(shop.recovered().await.made, 1);
        assert!(!made(shop.buy("order 7").await).documents.is_empty());
        assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (1, 1));
    }
}

#[tokio::test]
async fn a_lost_request_may_be_sent_again_once_it_had_its_time_to_come_true() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.buy("order 7").await;
    let recovered = shop.recovered().await;
    assert_eq!((recovered.made, recovered.not_made), (0, 1));
    assert!(shop.mock.calls(Operation::FindPurchase) >= 2, "one empty answer decides nothing");
    assert!(matches!(
        shop.journal.look("order 7").await.unwrap().unwrap().outcome,
        Outcome::NotSent(_)
    ));
    made(shop.buy("order 7").await);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn a_request_that_comes_true_late_is_still_found() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LateCommit(Duration::from_mins(1)));
    shop.buy("order 7").await;
    tokio::time::sleep(Duration::from_millis(12)).await;
    assert_eq!(shop.journal.recover().await.unwrap().later, 1);
    shop.mock.advance(Duration::from_secs(61));
    assert_eq!(shop.recovered().await.made, 1);
    made(shop.buy("order 7").await);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn a_look_up_that_fails_is_not_an_empty_one() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.mock.always(Operation::FindPurchase, Answer::unavailable());
    shop.buy("order 7").await;
    let recovered = shop.recovered().await;
    assert_eq!((recovered.not_made, recovered.work), (0, 1), "a person has to look, after a while");
    let Outcome::Unknown { wanted: Some(wanted), .. } = shop.buy("order 7").await else { panic!() };
    assert!(wanted.starts_with("the carrier could not be asked what became of it"), "{wanted}");
}

#[tokio::test]
async fn a_carrier_that_knows_keys_is_sent_the_same_again() {
    let duplicates = [OnDuplicate::Replays, OnDuplicate::ReturnsExisting, OnDuplicate::Refuses];
    for on_duplicate in duplicates {
        for answer in [Answer::LostAfterCommit, Answer::LostBeforeCommit] {
            let window = Duration::from_hours(1);
            let shop = Shop::of(PurchaseSafety::Dedups { on_duplicate, window }).await;
            shop.mock.script(Operation::BuyLabel, answer);
            shop.buy("order 7").await;
            assert_eq!(shop.recovered().await.made, 1, "{on_duplicate:?}");
            assert!(!made(shop.buy("order 7").await).documents.is_empty());
            assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (1, 2));
        }
    }
}

#[tokio::test]
async fn a_carrier_that_can_not_be_asked_leaves_it_to_a_person() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    assert!(matches!(shop.buy("order 7").await, Outcome::Unknown { wanted: Some(_), .. }));
    assert_eq!(shop.recovered().await, Recovered { work: 1, ..Recovered::default() });
    let label = shop.mock.ledger().remove(0).label().clone();
    shop.journal.resolve("order 7", Resolution::Found(Box::new(label.clone()))).await.unwrap();
    assert_eq!(made(shop.buy("order 7").await), label);
    assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (1, 1));
}

#[tokio::test]
async fn what_a_person_found_not_made_may_be_sent_again() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.buy("order 7").await;
    let resolved = shop.journal.resolve("order 7", Resolution::NotMade).await.unwrap();
    assert!(matches!(resolved.outcome, Outcome::NotSent(_)));
    made(shop.buy("order 7").await);
    assert_eq!(shop.sold(), 1);
}

/// Buys in a process that is gone before an answer comes.
fn killed(journal: Journal, mock: &MockCarrier, key: &'static str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.spawn(async move { journal.buy(purchase(key)).await.unwrap() });
    while mock.calls(Operation::BuyLabel) == 0 {
        std::thread::sleep(Duration::from_millis(2));
    }
    runtime.shutdown_background();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_is_gone_leaves_an_unknown_purchase_and_nobody_buys_twice() {
    for (answer, expected) in [(Answer::HangAfterCommit, (1, 0)), (Answer::Hang, (0, 1))] {
        let mut shop = Shop::of(FINDABLE).await;
        let short = Settings {
            lease: Duration::from_millis(300),
            call: Duration::from_millis(200),
            ..settings()
        };
        shop.journal = shop.journal.clone().with_settings(short);
        shop.mock.script(Operation::BuyLabel, answer);
        let (journal, mock) = (shop.beside().await, shop.mock.clone());
        tokio::task::spawn_blocking(move || killed(journal, &mock, "order 7")).await.unwrap();
        assert!(matches!(
            shop.journal.look("order 7").await.unwrap().unwrap().outcome,
            Outcome::InProgress { .. }
        ));
        assert!(matches!(shop.buy("order 7").await, Outcome::Unknown { .. }), "its time was up");
        let recovered = shop.recovered().await;
        assert_eq!((recovered.made, recovered.not_made), expected);
        made(shop.buy("order 7").await);
        assert_eq!(shop.sold(), 1);
    }
}

#[tokio::test]
async fn a_second_recovery_changes_nothing() {
    let shop = Shop::of(REPLAYS).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("order 7").await;
    shop.recovered().await;
    let before = shop.journal.store.record("order 7").await.unwrap();
    assert_eq!(shop.journal.recover().await.unwrap(), Recovered::default());
    assert_eq!(shop.journal.store.record("order 7").await.unwrap(), before);
}

also_on_postgresql![
    a_lost_answer_is_found_by_our_reference_with_its_paper,
    a_lost_request_may_be_sent_again_once_it_had_its_time_to_come_true,
    a_request_that_comes_true_late_is_still_found,
    a_look_up_that_fails_is_not_an_empty_one,
    a_carrier_that_knows_keys_is_sent_the_same_again,
    a_carrier_that_can_not_be_asked_leaves_it_to_a_person,
    what_a_person_found_not_made_may_be_sent_again,
    a_sender_that_is_gone_leaves_an_unknown_purchase_and_nobody_buys_twice,
    a_second_recovery_changes_nothing,
];
