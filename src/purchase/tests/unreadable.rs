//! Records that this release cannot read, beside others that it can.

use super::*;
use crate::store::{Filter, Instant, StoreError};

impl Shop {
    fn spoil(&self, sql: &str) {
        let raw = rusqlite::Connection::open(self.folder.path().join("journal.db")).unwrap();
        assert_eq!(raw.execute(sql, []).unwrap(), 1, "{sql}");
    }

    async fn lost(&self, key: &str) {
        self.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
        self.buy(key).await;
    }

    async fn due_of(&self, key: &str) -> Option<Instant> {
        self.journal.store.record(key).await.unwrap().unwrap().due
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_named_and_does_not_stop_the_others() {
    for spoilt in ["body = '{\"purchase\": 7}'", "body = 'nothing'", "kind = 'balloon'"] {
        let shop = Shop::of(FINDABLE).await;
        shop.lost("a").await;
        shop.lost("b").await;
        shop.spoil(&format!("UPDATE purchases SET {spoilt} WHERE key = 'a'"));
        tokio::time::sleep(Duration::from_millis(30)).await;
        let recovered = shop.journal.recover().await.unwrap();
        assert_eq!((recovered.made, recovered.work), (1, 1));
        assert_eq!(recovered.unreadable, ["a"]);
        let again = shop.journal.recover().await.unwrap();
        assert_eq!((again.unreadable, again.work), (vec!["a".to_owned()], 1), "it stays named");
        assert!(shop.due_of("a").await > Some(shop.journal.store.now().await.unwrap()));
        let lines = shop.journal.list(&Filter::default()).await.unwrap();
        let line = lines.iter().find(|line| line.key == "a").unwrap();
        assert!(line.work && line.unreadable.is_some());
        assert!(shop.journal.show("a").await.unwrap().unwrap().summary.unreadable.is_some());
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_and_does_not_stop_the_others() {
    let shop = Shop::of(FINDABLE).await;
    shop.lost("a").await;
    shop.lost("b").await;
    shop.spoil("UPDATE purchases SET state = 'dreaming' WHERE key = 'a'");
    tokio::time::sleep(Duration::from_millis(30)).await;
    let recovered = shop.journal.recover().await.unwrap();
    assert_eq!((recovered.made, recovered.unreadable), (1, vec!["a".to_owned()]));
}

#[tokio::test]
async fn a_kind_that_a_later_release_keeps_is_an_error_that_names_it() {
    let shop = Shop::of(FINDABLE).await;
    shop.lost("a").await;
    shop.spoil("UPDATE purchases SET kind = 'balloon' WHERE key = 'a'");
    let error = shop.journal.look("a").await.unwrap_err();
    assert!(matches!(error, StoreError::Unreadable { .. }));
    assert!(error.to_string().contains("\"balloon\""), "{error}");
    let error = shop.journal.buy(purchase("a")).await.unwrap_err();
    assert!(matches!(error, BuyError::Store(StoreError::Unreadable { .. })), "{error}");
}

/// What the first release stored of a purchase: every later one reads it.
#[test]
fn a_body_without_what_was_added_since_is_read() {
    let body = r#"{"purchase":"7d444840-9dc0-41d1-b245-5ffdce74fad2","ready":null,"safety":"blind","sent":["2026-11-22T10:00:00Z"]}"#;
    let body = crate::purchase::body::Body::read(body).unwrap();
    assert_eq!((body.attempt, body.voids.len(), body.extra.len()), (1, 0, 0));
}
