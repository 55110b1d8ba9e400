//! PostgreSQL that stops in the middle.

use std::sync::Arc;

use arriero::store::PostgresStore;

use crate::after::buy_while;
use crate::postgres::Cluster;
use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_down_nothing_is_sent_and_when_it_is_back_it_goes_on() {
    let Some(mut cluster) = Cluster::of_its_own() else { return };
    let url = cluster.database();
    let shop = Shop::over(Arc::new(PostgresStore::connect(&url).await.unwrap()));
    let first = shop.label("order 1").await;
    cluster.stop();
    for _ in 0..3 {
        shop.refuses("order 2", "").await;
    }
    shop.refuses("order 2", "is PostgreSQL running there?").await;
    let error = PostgresStore::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("is PostgreSQL running there?"), "{error}");
    cluster.go_on();
    assert_eq!(shop.label("order 1").await, first);
    shop.label("order 2").await;
    assert_eq!(shop.calls(), 2);
    // Another machine, with what was noted before the crash.
    let beside = shop.with(Arc::new(PostgresStore::connect(&url).await.unwrap()));
    assert_eq!(beside.label("order 1").await, first);
    assert_eq!(shop.calls(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_after_the_sending_loses_no_label() {
    let Some(mut cluster) = Cluster::of_its_own() else { return };
    let store = PostgresStore::connect(&cluster.database()).await.unwrap();
    let shop = Shop::over(Arc::new(store));
    let label = buy_while(&shop, "order 7", || cluster.stop()).await;
    cluster.go_on();
    let found = shop.recovered("order 7").await;
    assert_eq!((found.id, found.tracking_number), (label.id, label.tracking_number));
    assert_eq!((shop.calls(), shop.mock.ledger().len()), (1, 1));
}
