//! Tokens over the wire: how they are asked for, and what a 401 does.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::carrier::{ErrorKind, Step};

/// Answers `/token` with numbered tokens, and all else by the number of the token that comes along.
async fn carrier(
    life: &'static str,
    answer: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> Loopback {
    let given = AtomicUsize::new(0);
    serve(move |seen| {
        if seen.path == "/token" {
            let nth = given.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::json(
                200,
                format!(r#"{{"access_token":"tok{nth}","expires_in":{life}}}"#),
            );
        }
        let with = seen.header("authorization").unwrap_or_default();
        answer(with.strip_prefix("Bearer tok").and_then(|nth| nth.parse().ok()).unwrap_or(0))
    })
    .await
}

fn oauth(server: &Loopback) -> OAuth {
    OAuth::client_credentials(format!("{}/token", server.url()), "id", Secret::new("s3cret/+"))
}

fn with(server: &Loopback, oauth: OAuth) -> Api {
    let builder = builder(&server.url()).auth(Auth::new().oauth(oauth));
    builder.build().unwrap()
}

fn asked_for_tokens(server: &Loopback) -> usize {
    server.seen().iter().filter(|seen| seen.path == "/token").count()
}

#[tokio::test]
async fn credentials_travel_as_a_form_as_basic_as_json_or_with_a_user() {
    let server = carrier("3600", |_| Reply::json(200, "{}")).await;
    let url = format!("{}/token", server.url());
    let user = OAuth::password(url, "ana", Secret::new("pa55")).client("id", Secret::new("s"));
    for source in [
        oauth(&server).field("scope", "ship"),
        oauth(&server).as_basic().header("x-merchant-id", "A1B2C3"),
        oauth(&server).as_json(),
        user,
    ] {
        soon(with(&server, source).send(rates())).await.unwrap();
    }
    let seen: Vec<_> = server.seen().into_iter().filter(|seen| seen.path == "/token").collect();
    let texts: Vec<_> = seen.iter().map(Seen::text).collect();
    let form = "grant_type=client_credentials&client_id=id&client_secret=s3cret%2F%2B&scope=ship";
    assert_eq!(texts[0], form);
    assert_eq!(texts[1], "grant_type=client_credentials");
    assert_eq!(seen[1].header("authorization"), Some("Basic aWQ6czNjcmV0Lys="));
    assert_eq!(seen[1].header("x-merchant-id"), Some("A1B2C3"));
    let json: serde_json::Value = serde_json::from_str(&texts[2]).unwrap();
    assert_eq!(json["client_secret"], "s3cret/+");
    assert_eq!(
        texts[3],
        "grant_type=password&username=ana&password=pa55&client_id=id&client_secret=s"
    );
}

#[tokio::test]
async fn a_life_in_words_is_read_and_the_token_is_kept() {
    for life in ["3600", "\"14399\"", "\"3599.0\"", "null"] {
        let server = carrier(life, |_| Reply::json(200, "{}")).await;
        let api = with(&server, oauth(&server));
        for _ in 0..3 {
            soon(api.send(rates())).await.unwrap();
        }
        assert_eq!(asked_for_tokens(&server), 1, "{life}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_two_callers_on_a_cold_token_make_one_token_request() {
    let server = carrier("3600", |_| Reply::json(200, "{}")).await;
    let api = with(&server, oauth(&server));
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let api = api.clone();
        callers.spawn(async move { api.send(rates()).await.is_ok() });
    }
    assert!(soon(callers.join_all()).await.into_iter().all(|well| well));
    assert_eq!((asked_for_tokens(&server), server.requests()), (1, 33));
}

#[tokio::test]
async fn a_401_is_answered_with_a_new_token_once() {
    let reply = |nth| Reply::json(if nth == 1 { 401 } else { 200 }, "{}");
    let server = carrier("3600", reply).await;
    soon(with(&server, oauth(&server)).send(rates())).await.unwrap();
    assert_eq!((asked_for_tokens(&server), server.requests()), (2, 4));

    let server = carrier("3600", |_| Reply::json(401, r#"{"message":"no"}"#)).await;
    let error = soon(with(&server, oauth(&server)).send(rates())).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Credentials { .. }));
    assert_eq!((asked_for_tokens(&server), server.requests()), (2, 4));
}

#[tokio::test]
async fn a_401_to_a_purchase_is_a_no_and_the_token_is_dropped() {
    let server = carrier("3600", |nth| Reply::json(if nth == 1 { 401 } else { 200 }, "{}")).await;
    let api = with(&server, oauth(&server));
    let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Credentials { .. }) && !error.outcome_is_unknown());
    assert_eq!(server.requests(), 2, "the token and the purchase, once");
    soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap();
    assert_eq!(asked_for_tokens(&server), 2);
}

#[tokio::test]
async fn a_purchase_whose_token_could_not_be_had_was_not_sent() {
    for (reply, credentials) in [
        (Reply::json(400, r#"{"error":"invalid_client","error_description":"Unknown"}"#), true),
        (Reply::json(503, "{}"), false),
        (Reply::new(200, "text/html", "<html>"), false),
        (Reply::json(200, r#"{"access_token":""}"#), false),
        (Reply::nothing().reset(), false),
    ] {
        let server = serve(move |_| reply.clone()).await;
        let api = with(&server, oauth(&server));
        let error = soon(api.send_once(Operation::BuyLabel, &bought())).await.unwrap_err();
        assert_eq!(error.step(), Some(Step::Token));
        assert!(!error.outcome_is_unknown(), "{error:?}");
        assert_eq!(matches!(error.kind(), ErrorKind::Credentials { .. }), credentials, "{error:?}");
        assert!(server.seen().iter().all(|seen| seen.path == "/token"));
    }
}

#[tokio::test]
async fn a_token_for_a_purpose_is_kept_beside_the_accounts_own() {
    let server = carrier("3600", |_| Reply::json(200, r#"{"right":"to-pay"}"#)).await;
    let api = with(&server, oauth(&server));
    let right = || {
        api.token_for("payment", Operation::BuyLabel, async {
            let call = Call::post(Operation::BuyLabel, "/payment").step(Step::Token);
            let answer: serde_json::Value = api.send(call.json(&())).await?.json()?;
            Ok((Secret::new(answer["right"].as_str().unwrap()), None))
        })
    };
    for _ in 0..2 {
        assert_eq!(soon(right()).await.unwrap().expose(), "to-pay");
    }
    assert_eq!(server.requests(), 2, "the account's token and the right to pay");
    api.forget_token("payment");
    soon(right()).await.unwrap();
    assert_eq!(server.requests(), 3);
}

#[test]
fn calls_can_be_made_from_any_task() {
    fn sendable<T: Send>(_: T) {}
    let api = api("http://127.0.0.1:9");
    sendable(api.send(rates()));
    sendable(api.send_once(Operation::BuyLabel, &bought()));
    sendable(api.token_for("payment", Operation::BuyLabel, async { Ok((Secret::new(""), None)) }));
}
