//! A purchase is sent once, and its outcome is called what it is.

use std::time::Duration;

use super::*;
use crate::carrier::{Error, ErrorKind, FailureKind, Step};

async fn failed(reply: Reply) -> (Error, usize) {
    let server = serve(move |_| reply.clone()).await;
    let mut settings = quick();
    settings.total.labels = Duration::from_millis(400);
    let api = builder(&server.url()).settings(settings).build().unwrap();
    let outcome = soon(api.send_once(Operation::BuyLabel, &bought())).await;
    let error = match outcome {
        Err(error) => error,
        Ok(answer) => answer.json::<serde_json::Map<String, serde_json::Value>>().unwrap_err(),
    };
    (error, server.requests())
}

#[tokio::test]
async fn whatever_is_no_answer_after_sending_is_unknown_and_is_sent_once() {
    let zipped = [("content-encoding", "gzip")];
    for (what, reply, kind) in [
        ("reset", Reply::nothing().reset(), FailureKind::Unavailable),
        ("closed", Reply::nothing().close(), FailureKind::Unavailable),
        ("silent", Reply::nothing().hang(), FailureKind::TimedOut),
        (
            "half a head",
            Reply::nothing().bytes("HTTP/1.1 200 OK\r\ncont").hang(),
            FailureKind::TimedOut,
        ),
        ("no HTTP", Reply::nothing().bytes("SSH-2.0-x\r\n").close(), FailureKind::Unavailable),
        ("half a body", Reply::head(200, &[], 50).bytes("{\"num").close(), FailureKind::Unreadable),
        ("slow body", Reply::head(200, &[], 50).bytes("{\"num").hang(), FailureKind::TimedOut),
        ("500", Reply::json(500, "{}"), FailureKind::Unavailable),
        ("503", Reply::with_headers(503, &[("retry-after", "0")], ""), FailureKind::Unavailable),
        ("408", Reply::json(408, "{}"), FailureKind::Unavailable),
        ("302", Reply::with_headers(302, &[("location", "/again")], ""), FailureKind::Unreadable),
        ("a page", Reply::new(200, "text/html", "<html>Welcome"), FailureKind::Unreadable),
        ("empty", Reply::json(200, ""), FailureKind::Unreadable),
        ("cut JSON", Reply::json(200, "{\"number\":"), FailureKind::Unreadable),
        ("no gzip", Reply::with_headers(200, &zipped, "{}"), FailureKind::Unreadable),
    ] {
        let (error, requests) = failed(reply).await;
        assert_eq!(FailureKind::from(error.kind()), kind, "{what}: {error:?}");
        assert!(error.outcome_is_unknown() && !error.is_retryable(), "{what}");
        assert_eq!(requests, 1, "{what}");
    }
}

#[tokio::test]
async fn a_no_is_refused_and_nothing_was_made() {
    for (status, kind) in [
        (400, FailureKind::Refused),
        (401, FailureKind::Credentials),
        (403, FailureKind::Credentials),
        (404, FailureKind::NotFound),
        (422, FailureKind::Refused),
        (429, FailureKind::RateLimited),
    ] {
        let (error, requests) = failed(Reply::json(status, "{}")).await;
        assert_eq!(FailureKind::from(error.kind()), kind, "HTTP {status}");
        assert!(!error.outcome_is_unknown(), "HTTP {status}");
        assert_eq!((requests, error.status()), (1, Some(status)));
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let nobody = loopback::nobody().unwrap();
    let api = api(&nobody.base_url);
    let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable { sent: false, status: None });
    assert!(!error.outcome_is_unknown() && error.is_retryable());
}

#[tokio::test]
async fn a_connection_that_cannot_be_secured_sent_nothing() {
    let server = serve(|_| Reply::json(200, "{}")).await;
    let client = Client::builder().connect_within(Duration::from_millis(50)).build().unwrap();
    let url = server.url().replace("http:", "https:");
    let api = builder(&url).client(&client).build().unwrap();
    let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
    assert!(!error.outcome_is_unknown(), "{error:?}");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn each_purchase_has_a_connection_of_its_own_so_that_no_library_sends_it_again() {
    // Answers, keeps the connection, and ends it without a word when the next request comes on it: the case in which libraries
    // send again by themselves.
    let server = serve(|seen| match seen.nth {
        0 => Reply::json(200, "{}"),
        _ => Reply::nothing().close(),
    })
    .await;
    let api = api(&server.url());
    soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap();
    let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
    assert!(error.outcome_is_unknown());
    assert_eq!((server.requests(), server.connections()), (2, 2));
}

#[tokio::test]
async fn a_connection_that_rates_left_open_is_not_used_for_a_purchase() {
    let server = serve(|_| Reply::json(200, "{}")).await;
    let api = api(&server.url());
    soon(api.send(rates())).await.unwrap();
    soon(api.send(rates())).await.unwrap();
    soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap();
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 1, 2]);
}

#[tokio::test]
async fn the_paper_of_a_purchase_may_be_fetched_again_and_pickups_and_manifests_may_not_be_sent_again()
 {
    let server = serve(|_| Reply::json(503, "{}")).await;
    let api = api(&server.url());
    let paper = Call::get(Operation::BuyLabel, "/paper").step(Step::FetchDocument);
    soon(api.send(paper)).await.unwrap_err();
    assert_eq!(server.requests(), 3);
    for operation in [Operation::BookPickup, Operation::Manifest] {
        let before = server.requests();
        let error = soon(api.send(Call::post(operation, "/once").json(&1))).await.unwrap_err();
        assert!(error.outcome_is_unknown());
        assert_eq!(server.requests() - before, 1);
    }
}

#[tokio::test]
async fn the_word_of_an_adapter_that_nothing_was_made_is_taken_and_no_other_word_of_a_5xx_is() {
    let server = serve(|_| Reply::json(500, r#"{"code":"E1","message":"bad street"}"#)).await;
    for (read, unknown) in [
        ((|_| Some(Refusal::new("E1", "bad street"))) as fn(&Answer) -> Option<Refusal>, true),
        (|_| Some(Refusal::new("E1", "bad street").nothing_was_made()), false),
    ] {
        let api = builder(&server.url()).errors(read).build().unwrap();
        let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
        assert_eq!(error.outcome_is_unknown(), unknown);
        assert_eq!(error.status(), Some(500));
    }
}
