//! Many callers, one request; and what a caller who gives up does to the others.

use std::sync::atomic::AtomicUsize;

use tokio::time::{advance, sleep, timeout};

use super::*;
use crate::carrier::{ErrorKind, Operation, Source};
use crate::model::CarrierId;

#[derive(Default)]
struct Endpoint {
    asked: AtomicUsize,
    takes: Duration,
}

impl Endpoint {
    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn ask(&self) -> usize {
        let nth = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        sleep(self.takes).await;
        nth
    }

    async fn token(&self, lives: u64) -> Result<Fetched, Error> {
        let nth = self.ask().await;
        let lives = Some(Duration::from_secs(lives));
        Ok(Fetched { secret: Secret::new(format!("token {nth}")), lives })
    }

    async fn refuse(&self) -> Result<Fetched, Error> {
        self.ask().await;
        Err(refused())
    }
}

fn refused() -> Error {
    let kind = ErrorKind::Credentials { message: "who?".to_owned() };
    Error::new(CarrierId::new("sierra").unwrap(), Operation::Rates, kind)
        .caused_by(Source::from("nobody"))
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(10)
}

fn endpoint() -> Arc<Endpoint> {
    Arc::new(Endpoint { takes: Duration::from_millis(50), ..Endpoint::default() })
}

#[tokio::test(start_paused = true)]
async fn thirty_two_callers_on_a_cold_token_make_one_request() {
    let (cell, endpoint) = (Arc::new(Cell::default()), endpoint());
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (cell, endpoint) = (Arc::clone(&cell), Arc::clone(&endpoint));
        callers.spawn(async move {
            let token = cell.get(soon(), endpoint.token(60)).await.unwrap();
            token.secret.expose().to_owned()
        });
    }
    assert!(callers.join_all().await.iter().all(|token| token == "token 1"));
    assert_eq!(endpoint.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_to_all_who_waited_and_to_nobody_after() {
    let (cell, endpoint) = (Arc::new(Cell::default()), endpoint());
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (cell, endpoint) = (Arc::clone(&cell), Arc::clone(&endpoint));
        callers.spawn(async move { cell.get(soon(), endpoint.refuse()).await.is_err() });
    }
    assert!(callers.join_all().await.into_iter().all(|failed| failed));
    assert_eq!(endpoint.asked(), 1);
    advance(Duration::from_millis(1)).await;
    cell.get(soon(), endpoint.token(60)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn where_the_one_who_asks_is_given_up_the_next_one_asks() {
    let (cell, endpoint) = (Arc::new(Cell::default()), endpoint());
    let first = tokio::spawn({
        let (cell, endpoint) = (Arc::clone(&cell), Arc::clone(&endpoint));
        async move { cell.get(soon(), endpoint.token(60)).await.is_ok() }
    });
    sleep(Duration::from_millis(10)).await;
    let second = cell.get(soon(), endpoint.token(60));
    let (token, ()) = tokio::join!(second, async {
        sleep(Duration::from_millis(10)).await;
        first.abort();
    });
    assert_eq!(token.unwrap().secret.expose(), "token 2");
}

#[tokio::test(start_paused = true)]
async fn that_one_caller_had_little_time_is_no_failure_of_the_others() {
    let (cell, endpoint) = (Arc::new(Cell::default()), endpoint());
    let hasty = Instant::now() + Duration::from_millis(20);
    let too_late = async {
        match timeout(Duration::from_millis(20), endpoint.token(60)).await {
            Ok(token) => token,
            Err(_) => Err(refused()),
        }
    };
    let patient = async {
        sleep(Duration::from_millis(5)).await;
        cell.get(soon(), endpoint.token(60)).await
    };
    let (one, other) = tokio::join!(cell.get(hasty, too_late), patient);
    assert!(one.is_err());
    assert_eq!(other.unwrap().secret.expose(), "token 2");
}

#[tokio::test(start_paused = true)]
async fn who_waits_too_long_for_somebody_elses_token_is_told_so() {
    let (cell, endpoint) = (Cell::default(), endpoint());
    let patient = cell.get(soon(), endpoint.token(60));
    let hasty = async {
        sleep(Duration::from_millis(5)).await;
        let deadline = Instant::now() + Duration::from_millis(5);
        cell.get(deadline, endpoint.token(60)).await
    };
    let (patient, hasty) = tokio::join!(patient, hasty);
    assert!(patient.is_ok() && matches!(hasty, Err(NoToken::Waited)));
    assert_eq!(endpoint.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends_by_one_while_the_others_go_on() {
    let (cell, endpoint) = (Cell::default(), endpoint());
    let get = || cell.get(soon(), endpoint.token(600));
    get().await.unwrap();
    advance(Duration::from_secs(539)).await;
    get().await.unwrap();
    assert_eq!(endpoint.asked(), 1, "a minute before its end it is still good");
    advance(Duration::from_secs(2)).await;
    let (one, other) = tokio::join!(get(), get());
    assert_eq!(endpoint.asked(), 2);
    assert_eq!(one.unwrap().secret.expose(), "token 2");
    assert_eq!(other.unwrap().secret.expose(), "token 1");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_does_no_harm_while_the_token_holds() {
    let (cell, endpoint) = (Cell::default(), endpoint());
    cell.get(soon(), endpoint.token(600)).await.unwrap();
    advance(Duration::from_secs(545)).await;
    for _ in 0..3 {
        let held = cell.get(soon(), endpoint.refuse()).await.unwrap();
        assert_eq!(held.secret.expose(), "token 1");
    }
    assert_eq!(endpoint.asked(), 2, "one renewal, then a pause");
    advance(Duration::from_mins(1)).await;
    assert!(cell.get(soon(), endpoint.refuse()).await.is_err(), "it has ended");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_dropped_unless_it_was_replaced() {
    let (cell, endpoint) = (Cell::default(), endpoint());
    let first = cell.get(soon(), endpoint.token(600)).await.unwrap();
    cell.drop_refused(&first);
    let second = cell.get(soon(), endpoint.token(600)).await.unwrap();
    cell.drop_refused(&first);
    let third = cell.get(soon(), endpoint.token(600)).await.unwrap();
    assert!(Arc::ptr_eq(&second, &third));
    assert_eq!(endpoint.asked(), 2);
}
