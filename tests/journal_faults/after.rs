//! The store fails when the purchase was sent already: the label is told to the caller and found again later, and never bought twice.

use std::fs;
use std::time::Duration;

use arriero::carrier::Operation;
use arriero::mock::Answer;
use arriero::model::Label;

use crate::shop::{Shop, not_noted, purchase};

/// Buys while something happens that is only told after it was sent.
pub(crate) async fn buy_while(shop: &Shop, key: &'static str, happens: impl FnOnce()) -> Label {
    let slow = Duration::from_millis(700);
    shop.mock.script(Operation::BuyLabel, Answer::slow(slow));
    let journal = shop.journal.clone();
    let buying = tokio::spawn(async move { journal.buy(purchase(key)).await });
    while shop.calls() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    happens();
    let (label, _) = not_noted(buying.await.unwrap());
    assert!(!label.documents.is_empty(), "its paper is there");
    label
}

#[tokio::test]
async fn a_label_that_could_not_be_noted_is_told_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    let away = folder.path().join("away");
    let shop = Shop::at(&file);
    let label = buy_while(&shop, "order 7", || fs::rename(&file, &away).unwrap()).await;
    fs::rename(&away, &file).unwrap();
    let found = shop.recovered("order 7").await;
    assert_eq!((found.id, found.tracking_number), (label.id, label.tracking_number));
    shop.label("order 7").await;
    assert_eq!((shop.calls(), shop.mock.ledger().len()), (1, 1));
}
