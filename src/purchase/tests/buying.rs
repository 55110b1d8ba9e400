//! One purchase under one key: callers at once, answers again, limits, forgetting, a store that fails.

use super::*;

#[tokio::test]
async fn the_same_key_gives_the_same_label_without_a_second_call() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let first = made(shop.buy("order 7").await);
    assert!(first.documents[0].payload.bytes().is_some_and(|paper| paper.starts_with(b"%PDF")));
    assert_eq!(made(shop.buy("order 7").await), first);
    assert_eq!(made(shop.journal.look("order 7").await.unwrap().unwrap().outcome), first);
    assert_eq!((shop.mock.calls(Operation::BuyLabel), shop.sold()), (1, 1));
}

#[tokio::test]
async fn another_process_gets_the_same_label_too() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let first = made(shop.buy("order 7").await);
    assert_eq!(made(shop.beside().await.buy(purchase("order 7")).await.unwrap().outcome), first);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn a_key_that_was_another_requests_is_refused_without_a_call() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    let heavier = Purchase::label("sierra".parse().unwrap(), request(2_501)).with_key("order 7");
    let error = shop.journal.buy(heavier).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key \"order 7\" was used for another request; a new purchase needs a new key"
    );
    assert_eq!(shop.mock.calls(Operation::BuyLabel), 1);
}

#[tokio::test]
async fn the_token_of_a_rate_and_the_key_inside_do_not_make_another_request() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.buy("order 7").await;
    let mut again = request(2_500);
    again.rate = Some("sierra.1.IjI0aCI".parse().unwrap());
    let again = Purchase::label("sierra".parse().unwrap(), again).with_key("order 7");
    made(shop.journal.buy(again).await.unwrap().outcome);
}

#[tokio::test]
async fn a_no_is_the_answer_again_and_what_never_counted_is_tried_again() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock.script(Operation::BuyLabel, Answer::refused("17", "no such street"));
    for _ in 0..2 {
        assert!(
            matches!(shop.buy("refused").await, Outcome::Refused(why) if why.code.as_deref() == Some("17"))
        );
    }
    assert_eq!(shop.mock.calls(Operation::BuyLabel), 1);
    for answer in [Answer::credentials(), Answer::rate_limited(None), Answer::unreachable()] {
        shop.mock.script(Operation::BuyLabel, answer);
        assert!(matches!(shop.buy("later").await, Outcome::NotSent(_)));
    }
    made(shop.buy("later").await);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn a_request_that_the_carrier_would_refuse_takes_no_key() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let weightless = Purchase::label("sierra".parse().unwrap(), request(0)).with_key("order 7");
    let error = shop.journal.buy(weightless).await.unwrap_err();
    assert!(matches!(error, BuyError::NotPrepared(_)), "{error}");
    assert!(shop.journal.look("order 7").await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_callers_of_two_processes_at_once_buy_one_label() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock.always(Operation::BuyLabel, Answer::slow(Duration::from_millis(100)));
    let other = shop.beside().await;
    let calls = (0..40).map(|nth| {
        let journal = if nth % 2 == 0 { shop.journal.clone() } else { other.clone() };
        tokio::spawn(
            async move { made(journal.buy(purchase("order 7")).await.unwrap().outcome).id },
        )
    });
    let mut numbers = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        numbers.push(call.await.unwrap());
    }
    numbers.dedup();
    assert_eq!((numbers.len(), shop.sold()), (1, 1));
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_machines_at_once_buy_one_label_and_settle_a_lost_answer_once() {
    let Some(cluster) = crate::store::tests::postgres::cluster() else { return };
    let url = cluster.database();
    let mut shop = Shop::of(FINDABLE).await;
    let stored = async || Arc::new(crate::store::PostgresStore::connect(&url).await.unwrap());
    shop.journal = Journal { store: stored().await, ..shop.journal.clone() };
    let other = Journal { store: stored().await, ..shop.journal.clone() };
    shop.mock.always(Operation::BuyLabel, Answer::slow(Duration::from_millis(100)));
    let calls = (0..20).map(|nth| {
        let journal = if nth % 2 == 0 { shop.journal.clone() } else { other.clone() };
        tokio::spawn(
            async move { made(journal.buy(purchase("order 7")).await.unwrap().outcome).id },
        )
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    assert_eq!(shop.sold(), 1);

    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("order 8").await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let (one, two) = tokio::join!(shop.journal.recover(), other.recover());
    assert_eq!(one.unwrap().made + two.unwrap().made, 1);
    let mut label = made(shop.buy("order 8").await);
    assert!(!label.documents.is_empty());
    label.documents.clear();
    assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (2, 2));
}

#[tokio::test]
async fn a_caller_who_leaves_does_not_stop_the_purchase() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    shop.mock.always(Operation::BuyLabel, Answer::slow(Duration::from_millis(100)));
    let left =
        tokio::time::timeout(Duration::from_millis(30), shop.journal.buy(purchase("order 7")))
            .await;
    assert!(left.is_err());
    made(shop.buy("order 7").await);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn limits_hold_for_one_purchase_an_hour_an_account_and_a_supplier() {
    let hour = Duration::from_hours(1);
    let limits = vec![
        Limit::each(euros("10.00")),
        Limit::within(hour, euros("15.00")).of(Scope::Supplier("Norte".into())),
        Limit::within(hour, euros("100.00")).of(Scope::Account("sierra".parse().unwrap())),
    ];
    let shop = Shop::of(PurchaseSafety::Blind).await.limited(limits);
    let priced = |key: &str, cost: &str, supplier: &str| {
        let mut purchase = purchase(key);
        (purchase.cost, purchase.supplier) = (Some(euros(cost)), Some(supplier.to_owned()));
        purchase
    };
    let refused = async |purchase| shop.journal.buy(purchase).await.unwrap_err().to_string();
    assert_eq!(
        refused(priced("a", "10.01", "Sur")).await,
        "10.01 EUR would pass the limit of 10.00 EUR, of which 0.00 EUR is spent"
    );
    shop.journal.buy(priced("b", "10.00", "Norte")).await.unwrap();
    // As paid, not as quoted.
    assert_eq!(
        refused(priced("c", "9.06", "Norte")).await,
        "9.06 EUR would pass the limit of 15.00 EUR, of which 5.95 EUR is spent"
    );
    shop.journal.buy(priced("d", "9.05", "Norte")).await.unwrap();
    shop.journal.buy(priced("e", "9.06", "Sur")).await.unwrap();
    assert!(
        refused(purchase("f")).await.starts_with("spending is limited and the cost is not known")
    );
    assert_eq!(shop.sold(), 3);
}

#[tokio::test]
async fn a_forgotten_order_leaves_money_and_numbers_and_no_name_in_any_file() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let mut bought = purchase("order 7");
    bought.order = Some("7".into());
    let label = made(shop.journal.buy(bought).await.unwrap().outcome);
    shop.buy("order 8").await;
    assert_eq!(shop.journal.forget("7").await.unwrap(), 1);
    let Outcome::Forgotten { id, total } = shop.buy("order 7").await else { panic!() };
    assert_eq!((id, total), (Some(label.id), Some(euros("5.95"))));
    made(shop.buy("order 8").await);

    shop.journal.forget("8").await.unwrap();
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let mut bought = purchase("order 7");
    bought.order = Some("7".into());
    shop.journal.buy(bought).await.unwrap();
    let files = || {
        let files = std::fs::read_dir(shop.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect::<Vec<u8>>()
    };
    let has = |text: &[u8]| files().windows(text.len()).any(|part| part == text);
    assert!(has(b"Ana Reis") && has(b"Rua Augusta") && has(b"%PDF"));
    shop.journal.forget("7").await.unwrap();
    assert!(!has(b"Ana Reis") && !has(b"Rua Augusta") && !has(b"%PDF"));
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_lets_nothing_be_sent() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let path = shop.folder.path().join("journal.db");
    let held = rusqlite::Connection::open(&path).unwrap();
    held.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let store = SqliteStore::open_with(&path, Duration::from_millis(50));
    // Somebody holds it: it cannot even be opened, or not be written.
    if let Ok(store) = store {
        let journal = Journal { store: Arc::new(store), ..shop.journal.clone() };
        let error = journal.buy(purchase("order 7")).await.unwrap_err();
        assert!(matches!(error, BuyError::Store(_)), "{error}");
    }
    assert_eq!(shop.mock.calls(Operation::BuyLabel), 0);
    drop(held);
    made(shop.buy("order 7").await);
}

/// That a lost answer of the mock is what the journal takes for unknown.
#[tokio::test]
async fn the_mock_and_the_journal_mean_the_same_by_unknown() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    let prepared = shop.mock.prepare_label(request(1)).unwrap();
    let error: Error = shop.mock.buy_label(&prepared).await.unwrap_err();
    assert!(error.outcome_is_unknown());
}

/// A carrier whose code breaks while it buys.
#[derive(Debug)]
struct Breaks;

#[async_trait::async_trait]
impl crate::carrier::Carrier for Breaks {
    fn id(&self) -> crate::model::CarrierId {
        "breaks".parse().unwrap()
    }

    fn capabilities(&self) -> crate::carrier::Capabilities {
        crate::carrier::Capabilities { buy_label: true, ..Default::default() }
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn buy_label(
        &self,
        _: &crate::carrier::Prepared<LabelRequest>,
    ) -> crate::carrier::Result<Label> {
        panic!("half way")
    }
}

/// A carrier that knows the key of what it made and never shows it.
#[derive(Debug)]
struct Hides(std::sync::atomic::AtomicU32);

#[async_trait::async_trait]
impl crate::carrier::Carrier for Hides {
    fn id(&self) -> crate::model::CarrierId {
        "hides".parse().unwrap()
    }

    fn capabilities(&self) -> crate::carrier::Capabilities {
        let (buy_label, find_purchase) = (true, true);
        crate::carrier::Capabilities { buy_label, find_purchase, ..Default::default() }
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        let window = Duration::from_millis(300);
        PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Refuses, window }
    }

    async fn buy_label(
        &self,
        _: &crate::carrier::Prepared<LabelRequest>,
    ) -> crate::carrier::Result<Label> {
        use crate::carrier::ErrorKind;
        let first = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
        let exists = ErrorKind::AlreadyExists { existing: None, message: String::new() };
        let kind = if first { ErrorKind::TimedOut { sent: true } } else { exists };
        Err(Error::new(self.id(), Operation::BuyLabel, kind))
    }

    async fn find_purchase(
        &self,
        _: &crate::carrier::FindRequest<'_>,
    ) -> crate::carrier::Result<Vec<crate::carrier::Found>> {
        Ok(Vec::new())
    }
}

#[tokio::test]
async fn what_a_carrier_said_it_made_is_a_persons_when_it_is_never_shown() {
    let mut shop = Shop::of(PurchaseSafety::Blind).await;
    let carriers = Arc::new(Carriers::new().with(Hides(0.into())).unwrap());
    shop.journal = Journal { carriers, ..shop.journal.clone() };
    let bought = Purchase::label("hides".parse().unwrap(), request(2_500)).with_key("order 7");
    shop.journal.buy(bought).await.unwrap();
    let recovered = shop.recovered().await;
    assert_eq!((recovered.not_made, recovered.work), (0, 1));
}

#[tokio::test]
async fn a_carrier_that_breaks_half_way_may_have_sold_and_is_not_told_as_unsent() {
    let shop = Shop::of(PurchaseSafety::Blind).await;
    let carriers = Arc::new(Carriers::new().with(Breaks).unwrap());
    let journal = Journal { carriers, ..shop.journal.clone() };
    let bought = Purchase::label("breaks".parse().unwrap(), request(2_500)).with_key("order 7");
    for _ in 0..2 {
        let outcome = journal.buy(bought.clone()).await.unwrap().outcome;
        assert!(matches!(outcome, Outcome::Unknown { wanted: Some(_), .. }), "{outcome:?}");
    }
}
