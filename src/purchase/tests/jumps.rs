//! A clock that is set while a purchase is unknown or under way.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant as Steady;

use async_trait::async_trait;

use super::*;
use crate::store::{
    Begun, Change, Entry, Filter, Instant, Keep, Paper, Record, Result, Row, Store,
};

const DAY: i64 = 24 * 3_600 * 1_000;
const SETTLE: Duration = Duration::from_millis(600);
const SLOW: PurchaseSafety = PurchaseSafety::Findable { paper: true, settle: SETTLE };
/// Never over while a test runs.
const SLOWER: PurchaseSafety =
    PurchaseSafety::Findable { paper: true, settle: Duration::from_mins(5) };

/// A store whose clock is ahead by so many milliseconds, which are never below zero.
#[derive(Clone, Debug)]
struct Jumping {
    inner: Arc<SqliteStore>,
    ahead: Arc<AtomicI64>,
}

impl Jumping {
    fn ahead(&self) -> Duration {
        Duration::from_millis(self.ahead.load(Ordering::SeqCst).unsigned_abs())
    }

    /// What is written has its moment by this clock too.
    fn shifted(&self, mut change: Change) -> Change {
        change.due = change.due.map(|due| due + self.ahead());
        change
    }
}

#[async_trait]
impl Store for Jumping {
    async fn now(&self) -> Result<Instant> {
        Ok(self.inner.now().await? + self.ahead())
    }

    async fn begin(&self, mut entry: Entry, limits: &[Limit]) -> Result<Begun> {
        entry.lease += self.ahead();
        self.inner.begin(entry, limits).await
    }

    async fn begin_again(
        &self,
        record: &Record,
        change: Change,
        limits: &[Limit],
    ) -> Result<Begun> {
        self.inner.begin_again(record, self.shifted(change), limits).await
    }

    async fn record(&self, key: &str) -> Result<Option<Record>> {
        self.inner.record(key).await
    }

    async fn change(&self, record: &Record, change: Change) -> Result<Option<Record>> {
        self.inner.change(record, self.shifted(change)).await
    }

    async fn due(&self, _: u32) -> Result<Vec<Record>> {
        let now = self.now().await?;
        let mut all = self.inner.records(&Filter::default()).await?;
        all.retain(|record| record.due.is_some_and(|due| due <= now));
        Ok(all)
    }

    async fn put_off(&self, key: &str, wait: Duration) -> Result<()> {
        self.inner.put_off(key, wait + self.ahead()).await
    }

    async fn records(&self, filter: &Filter) -> Result<Vec<Record>> {
        self.inner.records(filter).await
    }

    async fn papers(&self, key: &str) -> Result<Vec<Paper>> {
        self.inner.papers(key).await
    }

    async fn forget(&self, order: &str, keep: Keep) -> Result<u32> {
        self.inner.forget(order, keep).await
    }

    async fn rows_after(&self, key: Option<&str>, most: u32) -> Result<Vec<Row>> {
        self.inner.rows_after(key, most).await
    }

    async fn rows_of(&self, keys: &[String]) -> Result<Vec<Row>> {
        self.inner.rows_of(keys).await
    }

    async fn put_rows(&self, rows: Vec<Row>) -> Result<u32> {
        self.inner.put_rows(rows).await
    }

    fn place(&self) -> String {
        self.inner.place()
    }

    async fn close(&self, to: &str) -> Result<bool> {
        self.inner.close(to).await
    }

    async fn reopen(&self) -> Result<()> {
        self.inner.reopen().await
    }
}

/// A shop whose clock is a day ahead from the start, so that it can be set back too.
async fn jumping(safety: PurchaseSafety) -> (Shop, Arc<AtomicI64>) {
    let mut shop = Shop::of(safety).await;
    let inner = SqliteStore::open(shop.folder.path().join("journal.db")).unwrap();
    let store = Jumping { inner: Arc::new(inner), ahead: Arc::new(AtomicI64::new(DAY)) };
    let ahead = Arc::clone(&store.ahead);
    let mut settings = settings();
    settings.give_up = Duration::from_hours(72);
    (settings.call, settings.lease) = (Duration::from_secs(4), Duration::from_secs(20));
    shop.journal = Journal { store: Arc::new(store), ..shop.journal };
    shop.journal = shop.journal.with_settings(settings);
    (shop, ahead)
}

/// As another process, which has measured nothing.
fn restarted(shop: &Shop) -> Journal {
    Journal { watches: Arc::default(), ..shop.journal.clone() }
}

async fn some_steps(journal: &Journal) -> Recovered {
    for _ in 0..4 {
        journal.recover().await.unwrap();
        tokio::time::sleep(Duration::from_millis(12)).await;
    }
    journal.recover().await.unwrap()
}

#[tokio::test]
async fn a_jump_forward_does_not_make_a_late_label_one_that_was_never_sold() {
    for is_restarted in [false, true] {
        let (shop, ahead) = jumping(SLOWER).await;
        shop.mock.script(Operation::BuyLabel, Answer::LateCommit(Duration::from_mins(1)));
        shop.buy("order 7").await;
        ahead.store(2 * DAY, Ordering::SeqCst);
        let journal = if is_restarted { restarted(&shop) } else { shop.journal.clone() };
        let recovered = some_steps(&journal).await;
        assert_eq!((recovered.not_made, recovered.later), (0, 1), "{is_restarted}");
        assert!(shop.mock.calls(Operation::FindPurchase) >= 4);
        shop.mock.advance(Duration::from_secs(61));
        tokio::time::sleep(Duration::from_millis(12)).await;
        assert_eq!(journal.recover().await.unwrap().made, 1);
        made(shop.buy("order 7").await);
        assert_eq!(shop.sold(), 1);
    }
}

#[tokio::test]
async fn after_a_jump_it_takes_the_time_all_the_same_to_know_that_nothing_was_sold() {
    for (is_restarted, least) in [(false, SETTLE), (true, SETTLE / 3 * 2)] {
        let (shop, ahead) = jumping(SLOW).await;
        shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
        let sent = Steady::now();
        shop.buy("order 7").await;
        ahead.store(2 * DAY, Ordering::SeqCst);
        let journal = if is_restarted { restarted(&shop) } else { shop.journal.clone() };
        while journal.recover().await.unwrap().not_made == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(sent.elapsed() >= least, "{:?}", sent.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_whose_lease_was_jumped_over_keeps_its_label_and_nobody_sends_beside_it() {
    let (shop, ahead) = jumping(SLOWER).await;
    let slowly = Answer::After(Duration::from_millis(200), Box::new(Answer::AsUsual));
    shop.mock.script(Operation::BuyLabel, slowly);
    let journal = shop.journal.clone();
    let sending = tokio::spawn(async move { journal.buy(purchase("order 7")).await.unwrap() });
    while shop.mock.calls(Operation::BuyLabel) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    ahead.store(2 * DAY, Ordering::SeqCst);
    let other = restarted(&shop);
    assert_eq!(other.recover().await.unwrap().later, 1);
    let beside = other.buy(purchase("order 7")).await.unwrap();
    assert!(matches!(beside.outcome, Outcome::Unknown { .. }), "{beside:?}");
    made(sending.await.unwrap().outcome);
    made(shop.buy("order 7").await);
    assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (1, 1));
}

/// One step for what is due or not.
async fn one_step(journal: &Journal) {
    let record = journal.store.record("order 7").await.unwrap().unwrap();
    settle::step(journal, record).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_send_again_what_the_carrier_has_forgotten() {
    let window = Duration::from_millis(200);
    let forgets = PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Replays, window };
    for is_restarted in [false, true] {
        let (shop, ahead) = jumping(forgets).await;
        shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
        shop.buy("order 7").await;
        ahead.store(0, Ordering::SeqCst);
        tokio::time::sleep(window).await;
        let journal = if is_restarted { restarted(&shop) } else { shop.journal.clone() };
        one_step(&journal).await;
        assert_eq!(shop.mock.calls(Operation::BuyLabel), 1, "{is_restarted}");
        made(shop.buy("order 7").await);
        assert_eq!(shop.sold(), 1);
    }
}

#[tokio::test]
async fn while_a_clock_is_back_nothing_is_decided_and_afterwards_it_goes_on() {
    let (shop, ahead) = jumping(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("order 7").await;
    ahead.store(0, Ordering::SeqCst);
    assert_eq!(some_steps(&shop.journal).await.later, 1);
    assert!(matches!(shop.buy("order 7").await, Outcome::Unknown { .. }));
    assert_eq!(shop.mock.calls(Operation::FindPurchase), 0);
    ahead.store(DAY, Ordering::SeqCst);
    assert_eq!(shop.recovered().await.made, 1);
    assert_eq!(shop.sold(), 1);
}

#[tokio::test]
async fn processes_that_take_one_step_each_settle_it_too() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.buy("order 7").await;
    let mut looks = 0;
    while restarted(&shop).recover().await.unwrap().not_made == 0 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        looks += 1;
    }
    assert!(looks >= 3, "{looks}");
}
