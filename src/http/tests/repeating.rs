//! Calls that are safe to repeat: when they are, and when not.

use super::*;
use crate::carrier::ErrorKind;

#[tokio::test]
async fn a_call_carries_what_it_was_given_and_what_proves_the_account() {
    let server = serve(|_| Reply::json(200, r#"{"total": 7.10}"#)).await;
    let call = rates().query("q", "a b").header("transId", "7");
    let answer = soon(api(&format!("{}/api/", server.url())).send(call)).await.unwrap();
    assert_eq!(answer.status(), 200);
    let seen = &server.seen()[0];
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/api/rates?q=a%20b"));
    assert_eq!(seen.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(seen.header("transid"), Some("7"));
    assert_eq!(seen.header("content-length"), Some("14"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.text(), r#"{"weight":"1"}"#);
}

#[tokio::test]
async fn a_broken_carrier_is_asked_three_times_at_most() {
    let server = serve(|_| Reply::json(503, "{}")).await;
    let error = soon(api(&server.url()).send(rates())).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable { sent: true, status: Some(503) });
    assert!(error.is_retryable());
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_second_try_helps() {
    for first in [
        Reply::json(503, "{}"),
        Reply::nothing().reset(),
        Reply::nothing().close(),
        Reply::head(200, &[], 100).bytes("{").close(),
        Reply::with_headers(429, &[("retry-after", "0")], ""),
    ] {
        let server = serve(move |seen| match seen.nth {
            0 => first.clone(),
            _ => Reply::json(200, "{}"),
        })
        .await;
        soon(api(&server.url()).send(rates())).await.unwrap();
        assert_eq!(server.requests(), 2);
    }
}

#[tokio::test]
async fn a_no_is_not_asked_again() {
    for status in [400, 403, 404, 409, 422, 301] {
        let server = serve(move |_| Reply::json(status, "{}")).await;
        let error = soon(api(&server.url()).send(rates())).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(server.requests(), 1, "HTTP {status}");
    }
}
