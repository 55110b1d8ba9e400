//! Several parcels that were bought as one: taken back, ended by a person, told again.

use super::parcels::{shop, shop_of, standing, three};
use super::*;
use crate::store::State;

#[tokio::test]
async fn all_labels_are_taken_back_under_the_key_of_the_whole_and_count_for_nothing_then() {
    let shop = shop().await;
    shop.journal.buy_parcels(three()).await.unwrap();
    for _ in 0..2 {
        let void = shop.journal.void_parcels("order 7", &Voiding::all()).await.unwrap();
        assert!(void.voided && matches!(void.outcome, ParcelsOutcome::Made));
    }
    assert_eq!((standing(&shop), shop.mock.calls(Operation::Void)), (0, 3));
    let shown = shop.journal.show("order 7").await.unwrap().unwrap().summary;
    assert_eq!((shown.voided, shown.cost), (true, Some(euros("0.00"))));
}

#[tokio::test]
async fn what_was_taken_back_part_by_part_is_void_as_a_whole() {
    let shop = shop().await;
    shop.journal.buy_parcels(three()).await.unwrap();
    for nth in 1..=3 {
        assert!(!shop.journal.show("order 7").await.unwrap().unwrap().summary.voided);
        let key = format!("order 7/parcel {nth} of 3");
        shop.journal.void(&key, &Voiding::all()).await.unwrap();
        shop.recovered().await;
    }
    assert!(shop.journal.show("order 7").await.unwrap().unwrap().summary.voided);
}

#[tokio::test]
async fn only_what_is_known_to_be_bought_is_taken_back() {
    let shop = shop_of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.journal.buy_parcels(three()).await.unwrap();
    let error = shop.journal.void_parcels("order 7", &Voiding::all()).await.unwrap_err();
    assert!(matches!(error, VoidError::NotMade { state: State::Unknown, .. }), "{error}");
    assert_eq!(shop.mock.calls(Operation::Void), 0);
}

#[tokio::test]
async fn a_person_ends_the_work_on_a_label_that_cannot_be_taken_back_and_it_is_paid() {
    let mut shop = shop().await;
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::refused("17", "too light"));
    shop.mock.always(Operation::Void, Answer::refused("9", "too late"));
    let short = Settings { give_up: Duration::from_millis(400), ..settings() };
    shop.journal = shop.journal.clone().with_settings(short);
    let bought = shop.journal.buy_parcels(three()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(450)).await;
    assert_eq!(shop.recovered().await.work, 1);
    assert!(matches!(bought.outcome, ParcelsOutcome::Unknown), "{:?}", bought.outcome);
    let done = shop.journal.parcels_done("order 7").await.unwrap();
    assert!(matches!(done.outcome, ParcelsOutcome::Undone(_)), "{:?}", done.outcome);
    let shown = shop.journal.show("order 7").await.unwrap().unwrap().summary;
    assert_eq!((shown.work, shown.cost), (false, Some(euros("5.95"))));
}

#[tokio::test]
async fn what_was_asked_is_told_as_a_whole_until_its_order_is_forgotten() {
    let shop = shop().await;
    let mut bought = three();
    bought.order = Some("7".into());
    shop.journal.buy_parcels(bought.clone()).await.unwrap();
    let asked = shop.journal.asked("order 7").await.unwrap().unwrap();
    assert!(asked.item.differs(&bought.item).is_empty());
    shop.journal.forget("7").await.unwrap();
    assert!(shop.journal.asked("order 7").await.unwrap().is_none());
}

#[tokio::test]
async fn labels_that_together_cost_more_than_was_chosen_tell_both_prices() {
    let shop = shop().await;
    shop.mock.script(Operation::BuyLabel, Answer::AsUsual);
    shop.mock.script(Operation::BuyLabel, Answer::Dearer(euros("1.00")));
    let mut priced = three();
    priced.cost = Some(euros("17.85"));
    for _ in 0..2 {
        let bought = shop.journal.buy_parcels(priced.clone()).await.unwrap();
        let dearer = bought.dearer.unwrap();
        assert_eq!((dearer.quoted.total, dearer.paid.total), (euros("17.85"), euros("18.85")));
    }
}

#[tokio::test]
async fn a_key_that_is_too_long_for_its_parts_is_refused_before_anything_is_bought() {
    let shop = shop().await;
    let error = shop.journal.buy_parcels(three().with_key("x".repeat(990))).await.unwrap_err();
    assert!(error.to_string().contains("use 1000 at the most"), "{error}");
    assert_eq!(shop.sold(), 0);
}
