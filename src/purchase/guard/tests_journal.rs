//! What the journal sends, and does not, when a price has changed or a limit is near.

use std::sync::Arc;
use std::time::Duration;

use crate::carrier::{Carriers, FailureKind, Operation, PurchaseKind, PurchaseSafety};
use crate::mock::{Answer, Asked, MockBuilder, MockCarrier};
use crate::model::{
    Address, Country, DeliveryEstimate, LabelRequest, Money, Parcel, PurchaseKey, Rate, RateAnswer,
    Service, Shipment, Unavailable, Weight,
};
use crate::purchase::{
    BuyError, Dearer, Freshness, Journal, Outcome, PriceChange, PriceChanged, Purchase, Settings,
    Tolerance,
};
use crate::store::{Limit, Scope, SqliteStore, State, Store};

struct Shop {
    _folder: tempfile::TempDir,
    mock: MockCarrier,
    journal: Journal,
}

fn mock() -> MockBuilder {
    MockCarrier::builder("sierra")
        .rate(service(), euros("5.95"), DeliveryEstimate::in_business_days(1))
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
}

fn settings() -> Settings {
    Settings {
        call: Duration::from_millis(400),
        lease: Duration::from_secs(2),
        pause: Duration::from_millis(1),
        quote: Duration::from_millis(200),
        ..Settings::default()
    }
}

impl Shop {
    fn of(mock: MockBuilder, settings: Settings) -> Self {
        let mock = mock.build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("journal.db")).unwrap();
        let carriers = Carriers::new().with(mock.clone()).unwrap();
        let journal = Journal::new(Arc::new(store), carriers).with_settings(settings);
        Self { _folder: folder, mock, journal }
    }

    fn usual() -> Self {
        Self::of(mock(), settings())
    }

    async fn refused(&self, purchase: Purchase) -> BuyError {
        let error = self.journal.buy(purchase).await.unwrap_err();
        assert_eq!(self.mock.calls(Operation::BuyLabel), 0, "{error}");
        error
    }

    fn quotes(&self) -> usize {
        self.mock.calls(Operation::Rates)
    }

    async fn now(&self) -> crate::store::Instant {
        self.journal.store.now().await.unwrap()
    }
}

fn service() -> Service {
    Service::new("24h", "Sierra 24")
}

fn euros(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

fn rate(total: &str) -> Rate {
    let mut rate = Rate::new("sierra".parse().unwrap(), service(), total.parse().unwrap());
    rate.total_includes_tax = Some(false);
    rate
}

fn answer(rates: impl IntoIterator<Item = Rate>) -> Answer {
    Answer::Rates(RateAnswer::of(rates.into_iter().collect()))
}

fn request(parcels: usize) -> LabelRequest {
    let address = |name: &str| {
        Address::new(Country::ES)
            .with_name(name)
            .with_line("Calle Mayor 1")
            .with_city("28013", "Madrid")
    };
    let parcels = vec![Parcel::new(Weight::from_grams(2_500)); parcels];
    let shipment = Shipment::new(address("Tienda"), address("Ana Reis"), parcels);
    LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-24".parse().unwrap())
}

fn plain(key: &str) -> Purchase {
    Purchase::label("sierra".parse().unwrap(), request(1)).with_key(key)
}

/// Chosen at 5.95 without tax, nobody knows when.
fn chosen() -> Purchase {
    plain("order 7").with_rate(rate("5.95 EUR"))
}

#[tokio::test]
async fn a_price_of_a_moment_ago_is_bought_without_another_call() {
    let shop = Shop::usual();
    let now = shop.now().await;
    let bought = shop.journal.buy(chosen().quoted_at(now)).await.unwrap();
    assert!(matches!(bought.outcome, Outcome::Made(_)));
    assert_eq!((shop.quotes(), bought.dearer), (0, None));
}

#[tokio::test]
async fn an_old_price_is_asked_again_and_the_label_bought_by_the_new_rate() {
    let mut fresh = rate("5.96 EUR");
    fresh.handle = Some("sierra.1.IjI0aCI".parse().unwrap());
    let offers = RateAnswer::of(vec![fresh.clone()]);
    let shop = Shop::of(MockCarrier::builder("sierra").rate_answer(offers), settings());
    let yesterday = shop.now().await - chrono::Duration::days(1);
    let bought = shop.journal.buy(chosen().quoted_at(yesterday)).await.unwrap();
    assert!(matches!(bought.outcome, Outcome::Made(_)));
    assert_eq!(shop.quotes(), 1);
    let sent = shop.mock.requests().into_iter().find_map(|call| match call.asked {
        Asked::Label(prepared) => prepared.request().rate.clone(),
        _ => None,
    });
    assert_eq!(sent, fresh.handle);
}

#[tokio::test]
async fn a_price_past_its_validity_is_asked_again_and_never_means_never() {
    let shop = Shop::usual();
    let now = shop.now().await;
    let mut ended = rate("5.95 EUR");
    ended.valid_until = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let purchase = plain("order 7").with_rate(ended).quoted_at(now);
    shop.journal.buy(purchase.clone()).await.unwrap();
    assert_eq!(shop.quotes(), 1);
    let never = Settings { fresh: Freshness::Never, ..settings() };
    let shop = Shop::of(mock(), never);
    shop.journal.buy(purchase).await.unwrap();
    assert_eq!(shop.quotes(), 0);
}

#[tokio::test]
async fn a_price_that_rose_too_far_stops_with_both_and_leaves_the_key_free() {
    let shop = Shop::usual();
    shop.mock.script(Operation::Rates, answer([rate("6.10 EUR")]));
    let error = shop.refused(chosen()).await;
    assert_eq!(
        error.to_string(),
        "the price was 5.95 EUR without tax and is now 6.10 EUR without tax: it rose by more than is let pass; nothing was sent, choose again"
    );
    let BuyError::PriceChanged(changed) = error else { panic!() };
    let PriceChanged { chosen, now, why } = *changed;
    assert_eq!((chosen.total, now.total, why), (euros("5.95"), euros("6.10"), PriceChange::Dearer));
    assert!(shop.journal.look("order 7").await.unwrap().is_none());
    // Chosen again, at that price.
    shop.mock.script(Operation::Rates, answer([rate("6.10 EUR")]));
    let again = plain("order 7").with_rate(rate("6.10 EUR"));
    assert!(matches!(shop.journal.buy(again).await.unwrap().outcome, Outcome::Made(_)));
}

#[tokio::test]
async fn a_higher_tolerance_lets_the_same_rise_pass() {
    let tolerance = Tolerance::percent(5.into());
    let shop = Shop::of(mock(), Settings { tolerance, ..settings() });
    shop.mock.script(Operation::Rates, answer([rate("6.10 EUR")]));
    shop.journal.buy(chosen()).await.unwrap();
}

#[tokio::test]
async fn another_currency_and_another_side_of_the_tax_stop() {
    let mut gross = rate("5.95 EUR");
    gross.total_includes_tax = Some(true);
    for (now, why) in
        [(rate("1.00 USD"), PriceChange::OtherCurrency), (gross, PriceChange::OtherTaxSide)]
    {
        let shop = Shop::usual();
        shop.mock.script(Operation::Rates, answer([now]));
        let BuyError::PriceChanged(changed) = shop.refused(chosen()).await else { panic!() };
        assert_eq!(changed.why, why);
    }
}

#[tokio::test]
async fn of_several_rates_of_the_service_the_one_like_what_was_chosen_is_compared() {
    let shop = Shop::usual();
    let mut counter = rate("5.00 EUR");
    counter.price_basis = crate::model::PriceBasis::Retail;
    let mut lame = rate("4.00 EUR");
    lame.missing_parcels = vec![1];
    let other = Rate { service: Service::new("48h", "Sierra 48"), ..rate("3.00 EUR") };
    shop.mock.script(Operation::Rates, answer([lame, counter, other, rate("9.00 EUR")]));
    let BuyError::PriceChanged(changed) = shop.refused(chosen()).await else { panic!() };
    assert_eq!(changed.now.total, euros("9.00"));
}

#[tokio::test]
async fn a_service_that_is_gone_stops_with_the_carriers_words() {
    let shop = Shop::usual();
    let gone = [(Service::new("48h", "48"), "not today"), (service(), "the depot is closed")];
    let mut told = RateAnswer::default();
    told.unavailable.extend(
        gone.map(|(service, why)| Unavailable::new("sierra".parse().unwrap(), Some(service), why)),
    );
    shop.mock.script(Operation::Rates, Answer::Rates(told));
    assert_eq!(
        shop.refused(chosen()).await.to_string(),
        "sierra does not offer Sierra 24 any more (the depot is closed); nothing was sent, choose again"
    );
    shop.mock.script(Operation::Rates, answer([]));
    let error = shop.refused(chosen()).await;
    assert!(matches!(error, BuyError::ServiceGone { why: None, .. }), "{error}");
}

#[tokio::test]
async fn a_carrier_that_gives_no_rates_is_bought_from_as_chosen() {
    let shop = Shop::of(mock().without(Operation::Rates), settings());
    assert!(matches!(shop.journal.buy(chosen()).await.unwrap().outcome, Outcome::Made(_)));
    assert_eq!(shop.quotes(), 0);
}

#[tokio::test]
async fn a_price_that_cannot_be_asked_stops_and_the_same_key_may_be_tried_again() {
    let shop = Shop::usual();
    for (answer, kind) in [
        (Answer::unavailable(), FailureKind::Unavailable),
        (Answer::credentials(), FailureKind::Credentials),
        (Answer::rate_limited(None), FailureKind::RateLimited),
        (Answer::Hang, FailureKind::TimedOut),
    ] {
        shop.mock.script(Operation::Rates, answer);
        let BuyError::NotQuoted(failure) = shop.refused(chosen()).await else { panic!() };
        assert_eq!((failure.operation, failure.kind), (Operation::Rates, kind));
        assert!(shop.journal.look("order 7").await.unwrap().is_none());
    }
    assert!(matches!(shop.journal.buy(chosen()).await.unwrap().outcome, Outcome::Made(_)));
}

#[tokio::test]
async fn a_key_under_which_something_was_sent_asks_nothing() {
    let always = Settings { fresh: Freshness::Always, ..settings() };
    let shop = Shop::of(mock().safety(PurchaseKind::Label, PurchaseSafety::Blind), always);
    shop.journal.buy(chosen()).await.unwrap();
    shop.mock.always(Operation::Rates, answer([rate("99.00 EUR")]));
    assert!(matches!(shop.journal.buy(chosen()).await.unwrap().outcome, Outcome::Made(_)));
    assert_eq!(shop.quotes(), 1);
    for lost in [Answer::refused("17", "no such street"), Answer::LostAfterCommit] {
        shop.mock.script(Operation::BuyLabel, lost);
        let key = format!("{} more", shop.mock.calls(Operation::BuyLabel));
        shop.journal.buy(plain(&key)).await.unwrap();
        let (quotes, calls) = (shop.quotes(), shop.mock.calls(Operation::BuyLabel));
        let again = plain(&key).with_rate(rate("5.95 EUR"));
        let outcome = shop.journal.buy(again).await.unwrap().outcome;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::Unknown { .. }));
        assert_eq!((shop.quotes(), shop.mock.calls(Operation::BuyLabel)), (quotes, calls));
    }
}

#[tokio::test]
async fn what_was_never_sent_is_held_to_its_price_again() {
    let shop = Shop::usual();
    shop.mock.script(Operation::BuyLabel, Answer::unreachable());
    let now = shop.now().await;
    let bought = shop.journal.buy(chosen().quoted_at(now)).await.unwrap();
    assert!(matches!(bought.outcome, Outcome::NotSent(_)));
    shop.mock.script(Operation::Rates, answer([rate("6.10 EUR")]));
    let error = shop.journal.buy(chosen()).await.unwrap_err();
    assert!(matches!(error, BuyError::PriceChanged(_)), "{error}");
    assert_eq!(shop.mock.calls(Operation::BuyLabel), 1);
    // The record is as it was: tried again at the price of today it is bought, under the first carrier's key.
    let again = shop.journal.buy(chosen()).await.unwrap();
    assert_eq!(again.purchase, bought.purchase);
    assert!(matches!(again.outcome, Outcome::Made(_)));
}

#[tokio::test]
async fn a_shipment_that_is_priced_parcel_by_parcel_is_compared_as_a_whole() {
    let one = std::num::NonZeroUsize::MIN;
    let shop = Shop::of(mock().parcels_per_quote(one), settings());
    let two = |total: &str| {
        let purchase = Purchase::label("sierra".parse().unwrap(), request(2));
        purchase.with_key("order 7").with_rate(rate(total))
    };
    let BuyError::PriceChanged(changed) = shop.refused(two("5.95 EUR")).await else { panic!() };
    assert_eq!(changed.now.total, euros("11.90"));
    shop.journal.buy(two("11.90 EUR")).await.unwrap();
    assert_eq!(shop.quotes(), 4);
}

#[tokio::test]
async fn a_rate_of_another_service_or_carrier_is_not_bought() {
    let shop = Shop::usual();
    let other = Rate { service: Service::new("48h", "Sierra 48"), ..rate("3.00 EUR") };
    let error = shop.refused(plain("order 7").with_rate(other)).await;
    assert!(error.to_string().contains("is for \"48h\", and \"24h\" is to be bought"), "{error}");
    let other = Rate { carrier: "andina".parse().unwrap(), ..rate("3.00 EUR") };
    let error = shop.refused(plain("order 7").with_rate(other)).await;
    assert!(matches!(error, BuyError::NotPrepared(_)), "{error}");
}

/// The two amounts.
fn both(dearer: Option<Dearer>) -> Option<(Money, Money)> {
    dearer.map(|dearer| (dearer.quoted.total, dearer.paid.total))
}

#[tokio::test]
async fn a_label_that_comes_back_dearer_is_told_with_both_prices_now_and_later() {
    let expected = Some((euros("5.95"), euros("7.00")));
    let shop = Shop::usual();
    shop.mock.script(Operation::BuyLabel, Answer::Dearer(euros("1.05")));
    let mut purchase = chosen();
    purchase.order = Some("7".to_owned());
    assert_eq!(both(shop.journal.buy(purchase.clone()).await.unwrap().dearer), expected);
    assert_eq!(both(shop.journal.buy(purchase).await.unwrap().dearer), expected);
    let look = async || shop.journal.look("order 7").await.unwrap().unwrap();
    assert_eq!(both(look().await.dearer), expected);
    shop.journal.forget("7").await.unwrap();
    assert!(matches!(look().await.outcome, Outcome::Forgotten { .. }));
    assert_eq!(both(look().await.dearer), expected, "money stays");
}

#[tokio::test]
async fn a_lost_label_that_is_found_dearer_is_told_so_too() {
    let shop = Shop::usual();
    let mut priced = plain("order 7");
    priced.cost = Some(euros("5.00"));
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    assert_eq!(shop.journal.buy(priced).await.unwrap().dearer, None, "nothing is known yet");
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(shop.journal.recover().await.unwrap().made, 1);
    let found = shop.journal.look("order 7").await.unwrap().unwrap();
    assert_eq!(both(found.dearer), Some((euros("5.00"), euros("5.95"))));
}

#[tokio::test]
async fn limits_count_the_price_of_today() {
    let limits = vec![Limit::each(euros("6.00"))];
    let shop = Shop::of(mock(), Settings { limits, ..settings() });
    shop.mock.script(Operation::Rates, answer([rate("6.01 EUR")]));
    let error = shop.refused(chosen()).await;
    assert_eq!(
        error.to_string(),
        "6.01 EUR would pass the limit of 6.00 EUR, of which 0.00 EUR is spent"
    );
    shop.mock.script(Operation::Rates, answer([rate("6.00 EUR")]));
    shop.journal.buy(chosen()).await.unwrap();
}

#[tokio::test]
async fn a_cost_below_nothing_makes_no_room_for_others() {
    let limits = vec![Limit::within(Duration::from_hours(1), euros("10.00"))];
    let shop = Shop::of(mock(), Settings { limits, ..settings() });
    let mut generous = plain("order 7");
    generous.cost = Some(euros("-100.00"));
    assert!(matches!(shop.refused(generous).await, BuyError::CostUnknown));
}

type Twice = (Arc<dyn Store>, Arc<dyn Store>, tempfile::TempDir);

/// Each kind of store, twice at the same place: as two processes have it.
async fn stores() -> Vec<Twice> {
    let folder = tempfile::tempdir().unwrap();
    let open = || Arc::new(SqliteStore::open(folder.path().join("journal.db")).unwrap());
    let mut all: Vec<Twice> = vec![(open(), open(), folder)];
    #[cfg(feature = "postgres")]
    if let Some(cluster) = crate::store::tests::postgres::cluster() {
        let url = cluster.database();
        let connected =
            async || Arc::new(crate::store::PostgresStore::connect(&url).await.unwrap());
        all.push((connected().await, connected().await, tempfile::tempdir().unwrap()));
    }
    all
}

fn priced(key: &str, supplier: &str) -> Purchase {
    let mut purchase = plain(key);
    (purchase.cost, purchase.supplier) = (Some(euros("5.95")), Some(supplier.to_owned()));
    purchase
}

fn over(limit: &Limit, bought: Result<crate::purchase::Bought, BuyError>) -> bool {
    matches!(bought, Err(BuyError::OverLimit { limit: passed, .. }) if *passed == *limit)
}

#[tokio::test]
async fn each_kind_of_limit_holds_for_what_is_tried_again_after_it_was_not_sent() {
    let hour = Duration::from_hours(1);
    let scopes =
        [Scope::All, Scope::Account("sierra".parse().unwrap()), Scope::Supplier("Norte".into())];
    for scope in scopes {
        for (store, _, _folder) in stores().await {
            let mock = mock().build().unwrap();
            let limit = Limit::within(hour, euros("5.95")).of(scope.clone());
            // What another scope counts is not in the way.
            let aside = Limit::within(hour, euros("0.01")).of(Scope::Supplier("Sur".into()));
            let limits = vec![aside, limit.clone()];
            let journal = Journal::new(store, Carriers::new().with(mock.clone()).unwrap())
                .with_settings(Settings { limits, ..settings() });
            mock.script(Operation::BuyLabel, Answer::unreachable());
            let unsent = journal.buy(priced("first", "Norte")).await.unwrap();
            assert!(matches!(unsent.outcome, Outcome::NotSent(_)));
            let second = journal.buy(priced("second", "Norte")).await.unwrap();
            assert!(matches!(second.outcome, Outcome::Made(_)));
            assert!(over(&limit, journal.buy(priced("first", "Norte")).await), "{scope:?}");
            let record = journal.store.record("first").await.unwrap().unwrap();
            assert_eq!(record.state, State::NotSent);
            let free = journal.with_settings(settings());
            let bought = free.buy(priced("first", "Norte")).await.unwrap();
            assert!(matches!(bought.outcome, Outcome::Made(_)));
        }
    }
}

#[tokio::test]
async fn the_limit_of_one_shipment_holds_for_what_is_tried_again() {
    for (store, _, _folder) in stores().await {
        let mock = mock().build().unwrap();
        let journal = Journal::new(store, Carriers::new().with(mock.clone()).unwrap());
        mock.script(Operation::BuyLabel, Answer::unreachable());
        let free = journal.clone().with_settings(settings());
        free.buy(priced("order 7", "Norte")).await.unwrap();
        let limit = Limit::each(euros("5.94"));
        let held = journal.with_settings(Settings { limits: vec![limit.clone()], ..settings() });
        assert!(over(&limit, held.buy(priced("order 7", "Norte")).await));
        assert_eq!(mock.calls(Operation::BuyLabel), 1);
    }
}

#[tokio::test]
async fn what_is_tried_again_counts_from_then_on_however_long_ago_its_key_was_taken() {
    for (store, _, _folder) in stores().await {
        let mock = mock().build().unwrap();
        let limit = Limit::within(Duration::from_millis(400), euros("5.95"));
        let journal = Journal::new(store, Carriers::new().with(mock.clone()).unwrap())
            .with_settings(Settings { limits: vec![limit.clone()], ..settings() });
        for key in ["a", "b"] {
            mock.script(Operation::BuyLabel, Answer::unreachable());
            journal.buy(priced(key, "Norte")).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(450)).await;
        let bought = journal.buy(priced("a", "Norte")).await.unwrap();
        assert!(matches!(bought.outcome, Outcome::Made(_)));
        assert!(over(&limit, journal.buy(priced("b", "Norte")).await));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_at_once_who_try_again_do_not_pass_a_limit_together() {
    for (store, beside, _folder) in stores().await {
        let mock = mock().build().unwrap();
        let limit = Limit::within(Duration::from_hours(1), euros("59.50"));
        let journals = [store, beside].map(|store| {
            // Patient, so that a busy machine makes nobody late.
            let (call, lease) = (Duration::from_secs(10), Duration::from_mins(1));
            let limits = vec![limit.clone()];
            Journal::new(store, Carriers::new().with(mock.clone()).unwrap())
                .with_settings(Settings { call, lease, limits, ..settings() })
        });
        for nth in 0..20 {
            mock.script(Operation::BuyLabel, Answer::unreachable());
            let bought = journals[0].buy(priced(&format!("{nth}"), "Norte")).await.unwrap();
            assert!(matches!(bought.outcome, Outcome::NotSent(_)));
        }
        // Old keys and new ones, each by two callers.
        let calls: Vec<_> = (0..60)
            .map(|nth| {
                let journal = journals[nth % 2].clone();
                let key = format!("{}", nth / 2);
                tokio::spawn(async move {
                    match journal.buy(priced(&key, "Norte")).await {
                        Ok(bought) => assert!(matches!(bought.outcome, Outcome::Made(_))),
                        Err(BuyError::OverLimit { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                })
            })
            .collect();
        for call in calls {
            call.await.unwrap();
        }
        assert_eq!(mock.ledger().len(), 10);
    }
}
