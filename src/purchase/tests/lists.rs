//! The journal as it is read.

use super::*;
use crate::store::{Filter, Fingerprint, State};

async fn keys(shop: &Shop, filter: Filter) -> Vec<String> {
    let list = shop.journal.list(&filter).await.unwrap();
    list.into_iter().map(|line| line.key).collect()
}

#[tokio::test]
async fn purchases_are_listed_newest_first_by_state_work_and_order() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let mut first = purchase("first");
    first.order = Some("7".into());
    shop.journal.buy(first).await.unwrap();
    tokio::time::sleep(Duration::from_millis(3)).await;
    shop.mock.script(Operation::BuyLabel, Answer::refused("17", "no such street"));
    shop.buy("second").await;
    tokio::time::sleep(Duration::from_millis(3)).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("third").await;
    assert_eq!(keys(&shop, Filter::default()).await, ["third", "second", "first"]);
    let of = |state| Filter { state: Some(state), ..Filter::default() };
    assert_eq!(keys(&shop, of(State::Refused)).await, ["second"]);
    assert_eq!(keys(&shop, Filter { work: true, ..Filter::default() }).await, ["third"]);
    let order = Filter { order: Some("7".into()), ..Filter::default() };
    assert_eq!(keys(&shop, order).await, ["first"]);
    assert_eq!(keys(&shop, Filter { most: Some(1), ..Filter::default() }).await, ["third"]);
}

#[tokio::test]
async fn a_line_has_numbers_and_money_and_no_names() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let label = made(shop.buy("order 7").await);
    let list = shop.journal.list(&Filter::default()).await.unwrap();
    let line = &list[0];
    assert_eq!((line.kind.as_str(), line.attempts, line.cost), ("label", 1, Some(euros("5.95"))));
    assert_eq!((line.id.as_ref(), line.work), (Some(&label.id), false));
    let text = serde_json::to_string(&list).unwrap();
    assert!(!text.contains("Ana") && !text.contains("Augusta"), "{text}");
}

#[tokio::test]
async fn one_purchase_is_shown_with_its_attempts_and_the_hashes_of_its_papers() {
    use sha2::Digest as _;
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::unreachable());
    shop.buy("order 7").await;
    let label = made(shop.buy("order 7").await);
    let shown = shop.journal.show("order 7").await.unwrap().unwrap();
    assert_eq!((shown.summary.attempts, shown.sent.len()), (2, 2));
    assert_eq!(shown.safety.as_deref(), Some("findable"));
    let paper = label.documents[0].payload.bytes().unwrap();
    assert_eq!(shown.papers[0].bytes, paper.len());
    let hash = Fingerprint(sha2::Sha256::digest(paper).into());
    assert_eq!(shown.papers[0].sha256, format!("{hash:?}"));
    assert_eq!(shown.label.as_ref().unwrap().documents[0].payload.bytes(), Some(&[][..]));
    let text = serde_json::to_string(&shown).unwrap();
    assert_eq!(serde_json::from_str::<Details>(&text).unwrap(), shown);
    assert!(shop.journal.show("nobody's").await.unwrap().is_none());
}
