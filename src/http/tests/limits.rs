//! Pace, budget, breaker and the pause after a 429, over the wire.

use std::time::Instant;

use super::*;
use crate::carrier::ErrorKind;

#[tokio::test]
async fn a_dead_carrier_gets_a_quarter_more_requests_than_calls_at_most() {
    let server = serve(|_| Reply::json(503, "{}")).await;
    let settings = Settings { backoff: Duration::ZERO, ..quick() };
    let api = builder(&server.url()).settings(settings).build().unwrap();
    for _ in 0..200 {
        soon(api.send(rates())).await.unwrap_err();
    }
    let requests = server.requests();
    assert!((201..=250).contains(&requests), "{requests} requests for 200 calls");
}

#[tokio::test]
async fn a_carrier_that_fails_is_left_alone_and_other_endpoints_are_not() {
    let server = serve(|seen| match seen.path.as_str() {
        "/rates" => Reply::json(503, "{}"),
        _ => Reply::json(200, "{}"),
    })
    .await;
    let settings = Settings { breaker: Settings::default().breaker, tries: 1, ..quick() };
    let api = builder(&server.url()).settings(settings).build().unwrap();
    for _ in 0..20 {
        soon(api.send(rates())).await.unwrap_err();
    }
    assert_eq!(server.requests(), 5);
    let error = soon(api.send(rates())).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable { sent: false, status: None });
    soon(api.send(Call::get(Operation::Track, "/track"))).await.unwrap();
}

#[tokio::test]
async fn one_accounts_429_does_not_stop_another() {
    let server = serve(|seen| match seen.header("authorization") {
        Some("Bearer t0ken") => Reply::with_headers(429, &[("retry-after", "60")], ""),
        _ => Reply::json(200, "{}"),
    })
    .await;
    let (client, auth) = (Client::new().unwrap(), Auth::new().bearer(&Secret::new("other")));
    let limited = builder(&server.url()).client(&client).build().unwrap();
    let other = builder(&server.url()).client(&client).auth(auth).build().unwrap();
    let minute = ErrorKind::RateLimited { retry_after: Some(Duration::from_mins(1)) };
    let before = Instant::now();
    assert_eq!(soon(limited.send(rates())).await.unwrap_err().kind(), &minute);
    let again = soon(limited.send(rates())).await.unwrap_err();
    assert!(matches!(again.kind(), ErrorKind::RateLimited { retry_after: Some(_) }));
    assert_eq!(server.requests(), 1, "whoever was told to wait does not ask again");
    soon(other.send(rates())).await.unwrap();
    assert!(before.elapsed() < Duration::from_secs(5), "nobody waits for a minute");
}

#[tokio::test]
async fn a_429_is_waited_for_where_there_is_time_whatever_its_form() {
    let moment = std::time::SystemTime::now() + Duration::from_secs(1);
    for (name, value) in [
        ("retry-after", "1".to_owned()),
        ("retry-after", httpdate::fmt_http_date(moment)),
        ("x-come-back", "1".to_owned()),
    ] {
        let server = serve(move |seen| match seen.nth {
            0 => Reply::with_headers(429, &[(name, &value)], ""),
            _ => Reply::json(200, "{}"),
        })
        .await;
        let api = builder(&server.url()).retry_after_header("X-Come-Back").build().unwrap();
        soon(api.send(rates())).await.unwrap();
        assert_eq!(server.requests(), 2);
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = serve(|_| Reply::json(200, "{}")).await;
    let api = api(&server.url());
    for _ in 0..50 {
        soon(api.send(rates())).await.unwrap();
    }
    assert_eq!((server.requests(), server.connections()), (50, 1));
}

#[tokio::test]
async fn a_closed_connection_that_was_kept_does_no_harm_to_a_call_that_may_be_repeated() {
    let server = serve(|_| Reply::json(200, "{}").close()).await;
    let api = api(&server.url());
    for _ in 0..10 {
        soon(api.send(rates())).await.unwrap();
    }
    assert_eq!(server.requests(), 10);
}
