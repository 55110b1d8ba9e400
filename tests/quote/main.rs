//! Asking carriers that are slow, silent, broken or unable, through the public interface.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, which clippy knows only inside a test function"
)]

mod carriers;
mod here;
mod parcels;
mod promises;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arriero::carrier::{
    Carrier, Carriers, Error, ErrorKind, FailureKind, Operation, PurchaseKind, PurchaseSafety,
};
use arriero::model::{CarrierId, Notice, RateAnswer, Service, Unavailable};
use arriero::quote::{Answer, Deadlines, Quotes};
use carriers::{Scripted, carrier_id, rate, request};
use futures_core::Stream;
use tokio::time::{Instant, sleep};

const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn set(carriers: impl IntoIterator<Item = Scripted>) -> Carriers {
    carriers.into_iter().fold(Carriers::new(), |set, carrier| set.with(carrier).unwrap())
}

fn hanging(id: &str) -> Scripted {
    Scripted::new(id, |_| std::future::pending())
}

fn refusing(id: &'static str) -> Scripted {
    Scripted::new(id, move |_| async move {
        sleep(ms(30)).await;
        let kind = ErrorKind::Refused { code: "E7".into(), message: "no".into() };
        Err(Error::new(carrier_id(id), Operation::Rates, kind))
    })
}

fn panicking(id: &str) -> Scripted {
    Scripted::new(id, |_| async { panic!("Calle Mayor 1 cannot be read") })
}

fn names<'q>(ids: impl IntoIterator<Item = &'q CarrierId>) -> Vec<&'q str> {
    ids.into_iter().map(CarrierId::as_str).collect()
}

async fn quote(carriers: &Carriers, deadlines: &Deadlines) -> Quotes {
    carriers.quote(&request(&[800]), deadlines).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn rates_stand_in_the_order_of_the_carriers_whatever_came_first() {
    let answer = RateAnswer::of(vec![rate("b", "9.00 EUR"), rate("b", "3.00 EUR")]);
    let b = Scripted::new("b", move |_| std::future::ready(Ok(answer.clone())));
    let carriers = set([Scripted::after("c", ms(50)), b, Scripted::after("a", ms(20))]);
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    let rates: Vec<_> =
        quotes.rates.iter().map(|rate| (rate.carrier.as_str(), rate.total.to_string())).collect();
    let expected = [("c", "1.00 EUR"), ("b", "9.00 EUR"), ("b", "3.00 EUR"), ("a", "1.00 EUR")];
    assert_eq!(rates, expected.map(|(id, total)| (id, total.to_owned())));
    let answered: Vec<_> =
        quotes.answered.iter().map(|it| (it.carrier.as_str(), it.elapsed_ms)).collect();
    assert_eq!(answered, [("c", 50), ("b", 0), ("a", 20)]);
}

#[tokio::test(start_paused = true)]
async fn carriers_are_asked_at_once_not_one_after_the_other() {
    let started = Instant::now();
    let quotes = quote(&carriers::ten(ms(40)), &Deadlines::within(ms(100))).await;
    assert_eq!(quotes.rates.len(), 10);
    assert_eq!(started.elapsed(), ms(40), "and nobody waits for the deadline");
}

#[tokio::test(start_paused = true)]
async fn what_arrived_by_the_deadline_is_the_answer_and_the_late_are_named() {
    let carriers = set([hanging("a"), Scripted::after("b", ms(20)), Scripted::after("c", ms(201))]);
    let started = Instant::now();
    let quotes = quote(&carriers, &Deadlines::within(ms(200))).await;
    assert_eq!(started.elapsed(), ms(200));
    assert_eq!(names(quotes.rates.iter().map(|rate| &rate.carrier)), ["b"]);
    assert_eq!(names(quotes.answered.iter().map(|it| &it.carrier)), ["b"]);
    assert_eq!(names(quotes.failures.iter().map(|it| &it.carrier)), ["a", "c"]);
    for late in &quotes.failures {
        assert_eq!((late.kind, late.elapsed_ms), (FailureKind::TimedOut, Some(200)));
        assert!(!late.outcome_unknown);
    }
}

#[tokio::test(start_paused = true)]
async fn a_carrier_with_a_shorter_deadline_is_given_up_sooner() {
    let carriers = set([hanging("a"), hanging("b"), Scripted::after("c", ms(120))]);
    let deadlines = Deadlines::within(ms(500)).each(ms(150)).carrier(carrier_id("b"), ms(70));
    let started = Instant::now();
    let quotes = quote(&carriers, &deadlines).await;
    assert_eq!(started.elapsed(), ms(150));
    let late: Vec<_> =
        quotes.failures.iter().map(|it| (it.carrier.as_str(), it.elapsed_ms)).collect();
    assert_eq!(late, [("a", Some(150)), ("b", Some(70))]);
    assert_eq!(quotes.rates.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_every_clock_is_waited_for_like_any_other() {
    let carriers = set([Scripted::after("a", ms(20))]);
    assert_eq!(quote(&carriers, &Deadlines::within(Duration::MAX)).await.rates.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_fails_or_panics_is_not_the_end() {
    let carriers = set([panicking("a"), refusing("b"), Scripted::after("c", ms(20))]);
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    assert_eq!(names(quotes.rates.iter().map(|rate| &rate.carrier)), ["c"]);
    let [panicked, refused] = &quotes.failures[..] else { panic!("two failures") };
    assert_eq!((panicked.carrier.as_str(), panicked.kind), ("a", FailureKind::Unavailable));
    assert!(panicked.message.ends_with("the carrier's code panicked"), "{}", panicked.message);
    assert_eq!((refused.code.as_deref(), refused.elapsed_ms), (Some("E7"), Some(30)));
}

/// A carrier that cannot even say what it can do.
#[derive(Debug)]
struct Speechless;

#[async_trait::async_trait]
impl Carrier for Speechless {
    fn id(&self) -> CarrierId {
        carrier_id("speechless")
    }

    fn capabilities(&self) -> arriero::carrier::Capabilities {
        panic!("no table")
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_panics_over_its_capabilities_is_not_the_end_either() {
    let carriers = set([Scripted::after("a", ms(20))]).with(Speechless).unwrap();
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    assert_eq!(quotes.rates.len(), 1);
    assert_eq!(names(quotes.failures.iter().map(|it| &it.carrier)), ["speechless"]);
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_gives_no_rates_is_listed_and_not_asked() {
    let mut silent = Scripted::after("a", ms(0));
    silent.capabilities.rates = false;
    let carriers = set([silent.clone(), Scripted::after("b", ms(0))]);
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    assert_eq!((names(&quotes.unasked), silent.times_asked()), (vec!["a"], 0));
    assert!(quotes.failures.is_empty() && quotes.rates.len() == 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_with_faults_reaches_nobody() {
    let carrier = Scripted::after("a", ms(0));
    let faults = set([carrier.clone()])
        .quote(&request(&[800, 0]), &Deadlines::within(ms(100)))
        .await
        .unwrap_err();
    assert!(faults.to_string().starts_with("parcels[1].weight"), "{faults}");
    assert_eq!(carrier.times_asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_carrier_at_all_is_an_empty_answer_at_once() {
    assert_eq!(quote(&Carriers::new(), &Deadlines::within(ms(100))).await, Quotes::default());
}

#[tokio::test(start_paused = true)]
async fn answers_are_handed_over_as_they_come_and_end_in_the_same_quotes() {
    let carriers = set([
        hanging("a"),
        Scripted::after("b", ms(60)),
        refusing("c"),
        Scripted::after("d", ms(10)),
    ]);
    let deadlines = Deadlines::within(ms(100));
    let mut quoting = carriers.quoting(&request(&[800]), &deadlines).unwrap();
    let mut seen = Vec::new();
    while let Some(Answer { carrier, elapsed_ms, answered, .. }) = quoting.next().await {
        seen.push((carrier.to_string(), elapsed_ms, answered));
    }
    let expected = [("d", 10, true), ("c", 30, false), ("b", 60, true), ("a", 100, false)];
    assert_eq!(seen, expected.map(|(id, elapsed, answered)| (id.to_owned(), elapsed, answered)));
    assert_eq!(quoting.finish().await, quote(&carriers, &deadlines).await);
}

#[tokio::test(start_paused = true)]
async fn the_handle_is_a_stream_of_the_same_answers() {
    async fn count(answers: impl Stream<Item = Answer>) -> usize {
        let mut answers = pin!(answers);
        let mut count = 0;
        while std::future::poll_fn(|context| answers.as_mut().poll_next(context)).await.is_some() {
            count += 1;
        }
        count
    }
    let carriers = set([hanging("a"), Scripted::after("b", ms(60))]);
    let quoting = carriers.quoting(&request(&[800]), &Deadlines::within(ms(100))).unwrap();
    assert_eq!(count(quoting).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_makes_nobody_late_and_nobody_early() {
    let carriers = set([Scripted::after("a", ms(90)), Scripted::after("b", ms(110))]);
    let mut quoting = carriers.quoting(&request(&[800]), &Deadlines::within(ms(100))).unwrap();
    sleep(ms(300)).await;
    let first = quoting.next().await.unwrap();
    assert_eq!((first.carrier.as_str(), first.answered, first.elapsed_ms), ("a", true, 90));
    let second = quoting.next().await.unwrap();
    assert_eq!((second.carrier.as_str(), second.answered), ("b", false));
}

/// A carrier that hangs and notes that its call was stopped.
fn noting_the_end(id: &str) -> (Scripted, Arc<AtomicBool>) {
    struct Ended(Arc<AtomicBool>);
    impl Drop for Ended {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let carrier = Scripted::new(id, move |_| {
        let ended = Ended(Arc::clone(&flag));
        async move {
            let _ended = ended;
            std::future::pending().await
        }
    });
    (carrier, seen)
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_or_the_stream_stops_the_calls() {
    let deadlines = Deadlines::within(Duration::from_mins(1));
    let (carrier, ended) = noting_the_end("a");
    let carriers = set([carrier.clone()]);
    let asked = request(&[800]);
    assert!(tokio::time::timeout(ms(10), carriers.quote(&asked, &deadlines)).await.is_err());
    sleep(ms(1)).await;
    assert!(carrier.times_asked() == 1 && ended.load(Ordering::SeqCst), "the future");

    let (carrier, ended) = noting_the_end("a");
    let quoting = set([carrier.clone()]).quoting(&asked, &deadlines).unwrap();
    sleep(ms(10)).await;
    assert!(carrier.times_asked() == 1 && !ended.load(Ordering::SeqCst));
    drop(quoting);
    sleep(ms(1)).await;
    assert!(ended.load(Ordering::SeqCst), "the stream");
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_is_given_up_is_not_left_running() {
    let (carrier, ended) = noting_the_end("a");
    let carriers = set([carrier, Scripted::after("b", ms(90))]);
    let deadlines = Deadlines::within(ms(100)).carrier(carrier_id("a"), ms(20));
    let mut quoting = carriers.quoting(&request(&[800]), &deadlines).unwrap();
    assert_eq!(quoting.next().await.unwrap().carrier.as_str(), "a");
    sleep(ms(1)).await;
    assert!(ended.load(Ordering::SeqCst), "while b is still waited for");
}

#[tokio::test(start_paused = true)]
async fn remarks_and_refused_services_are_kept_with_who_said_so() {
    let mut answer = RateAnswer::default();
    answer.notices = vec![Notice::warning("surcharges from Monday")];
    answer.unavailable = vec![Unavailable::new(
        carrier_id("a"),
        Some(Service::new("X", "Express")),
        "not on Saturdays",
    )];
    let said = answer.clone();
    let carriers = set([Scripted::new("a", move |_| std::future::ready(Ok(answer.clone())))]);
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    assert_eq!(quotes.unavailable, said.unavailable);
    assert_eq!(quotes.notices[0].carrier.as_str(), "a");
    assert_eq!(quotes.notices[0].notice, said.notices[0]);
}

#[tokio::test(start_paused = true)]
async fn quotes_survive_being_stored() {
    let mut silent = Scripted::after("c", ms(0));
    silent.capabilities.rates = false;
    let carriers = set([Scripted::after("a", ms(20)), refusing("b"), silent]);
    let quotes = quote(&carriers, &Deadlines::within(ms(100))).await;
    let stored = serde_json::to_string(&quotes).unwrap();
    assert_eq!(serde_json::from_str::<Quotes>(&stored).unwrap(), quotes);
}
