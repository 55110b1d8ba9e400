//! How long and how much: deadlines, sizes, documents made to harm.

use std::time::Instant;

use super::*;
use crate::carrier::{Error, ErrorKind, FailureKind, deadline};

fn short(api: ApiBuilder, change: impl FnOnce(&mut Settings)) -> Api {
    let mut settings = Settings { tries: 1, ..quick() };
    change(&mut settings);
    api.settings(settings).build().unwrap()
}

async fn asked(
    reply: Reply,
    change: impl FnOnce(&mut Settings),
) -> (Result<Answer, Error>, Duration) {
    let server = serve(move |_| reply.clone()).await;
    let (api, before) = (short(builder(&server.url()), change), Instant::now());
    (soon(api.send(rates())).await, before.elapsed())
}

fn kind(outcome: Result<Answer, Error>) -> FailureKind {
    FailureKind::from(outcome.unwrap_err().kind())
}

const TENTH: Duration = Duration::from_millis(100);

#[tokio::test]
async fn silence_ends_a_call_before_the_answer_and_within_it() {
    for reply in [
        Reply::nothing().hang(),
        Reply::nothing().bytes("HTTP/1.1 200 OK\r\n").hang(),
        Reply::head(200, &[], 10).bytes("{").hang(),
    ] {
        let (outcome, took) = asked(reply, |settings| settings.idle = TENTH).await;
        assert_eq!(kind(outcome), FailureKind::TimedOut);
        assert!(took >= TENTH && took < 20 * TENTH, "{took:?}");
    }
}

#[tokio::test]
async fn an_answer_that_drips_ends_at_the_total_deadline() {
    let dripping = Reply::head(200, &[], 1_000).dripping("1".repeat(1_000), TENTH / 10);
    let (outcome, took) = asked(dripping, |settings| settings.total.rates = 3 * TENTH).await;
    assert_eq!(kind(outcome), FailureKind::TimedOut);
    assert!(took >= 3 * TENTH && took < 20 * TENTH, "{took:?}");
}

#[tokio::test]
async fn an_answer_that_is_slow_but_in_time_is_an_answer() {
    let text = "{\"total\": 7}";
    let slow = Reply::head(200, &[], text.len()).dripping(text, Duration::from_millis(3));
    let (outcome, _) = asked(slow, |settings| settings.idle = 10 * TENTH).await;
    assert_eq!(outcome.unwrap().body(), text.as_bytes());
}

#[tokio::test]
async fn the_deadline_of_whoever_asks_is_kept() {
    let server = serve(|_| Reply::nothing().hang()).await;
    let (api, before) = (api(&server.url()), Instant::now());
    let outcome = soon(deadline::keep(Instant::now() + TENTH, api.send(rates()))).await;
    assert_eq!(kind(outcome), FailureKind::TimedOut);
    assert!(before.elapsed() < 20 * TENTH);
    let outcome = soon(api.send(rates().until(Instant::now() + TENTH))).await;
    assert_eq!(kind(outcome), FailureKind::TimedOut);
}

#[tokio::test]
async fn an_endless_answer_is_left_at_the_cap() {
    let endless = Reply::nothing()
        .bytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        .endless(" ".repeat(65_536));
    let (outcome, _) = asked(endless, |_| {}).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unreadable { status: Some(200) });
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "the body is longer than 1000000 bytes");
}

#[tokio::test]
async fn a_gzip_bomb_is_left_at_the_cap_of_what_it_unpacks_to() {
    let bomb = zipped(&vec![b' '; 40_000_000], 0);
    assert!(bomb.len() < 100_000);
    let packed = Reply::with_headers(200, &[("content-encoding", "gzip")], bomb);
    let before = Instant::now();
    let (outcome, _) = asked(packed, |_| {}).await;
    assert_eq!(kind(outcome), FailureKind::Unreadable);
    assert!(before.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_packed_answer_is_unpacked() {
    let packed = zipped(br#"{"total": 7.10}"#, 0xfe28_886b);
    let reply = Reply::with_headers(200, &[("content-encoding", "gzip")], packed);
    let (outcome, _) = asked(reply, |_| {}).await;
    assert_eq!(outcome.unwrap().body(), br#"{"total": 7.10}"#);
}

#[tokio::test]
async fn the_cap_can_be_raised_for_a_call() {
    let server = serve(|_| Reply::json(200, vec![b' '; 1_500_000])).await;
    let api = api(&server.url());
    assert_eq!(kind(soon(api.send(rates())).await), FailureKind::Unreadable);
    let answer = soon(api.send(rates().longest(2_000_000))).await.unwrap();
    assert_eq!(answer.body().len(), 1_500_000);
}

#[tokio::test]
async fn an_answer_without_papers_is_no_longer_than_that_of_other_calls() {
    let server = serve(|_| Reply::json(200, vec![b' '; 5_000_000])).await;
    let api = api(&server.url());
    let paper = || Call::get(Operation::Documents, "/papers");
    assert_eq!(soon(api.send(paper())).await.unwrap().body().len(), 5_000_000);
    assert_eq!(kind(soon(api.send(paper().without_papers())).await), FailureKind::Unreadable);
    // The account's own words are kept where they are narrower.
    let mut settings = Settings::default();
    settings.longest.labels = 1_000;
    assert_eq!(paper().without_papers().cap(&settings.longest), 1_000);
}

#[tokio::test]
async fn the_status_is_kept_whatever_the_body_was() {
    for body in [&b""[..], b"<html>oops", b"\xff\xfe", b"{\"code\":"] {
        let (outcome, _) = asked(Reply::new(502, "text/html", body), |_| {}).await;
        assert_eq!(outcome.unwrap_err().status(), Some(502));
    }
    let (outcome, _) = asked(Reply::head(404, &[], 100).bytes("half").close(), |_| {}).await;
    let error = outcome.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }) && error.status() == Some(404));
}

#[tokio::test]
async fn what_a_success_is_instead_of_a_document_is_named() {
    for (body, why) in [
        ("", "the body is empty"),
        ("<!DOCTYPE html><html>", "the body is an HTML page, as proxies and gateways write them"),
        ("{\"total\":", "at total: EOF while parsing a value at line 1 column 9"),
    ] {
        let (outcome, _) = asked(Reply::json(200, body), |_| {}).await;
        let error = outcome.unwrap().json::<serde_json::Value>().unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Unreadable { status: Some(200) });
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), why);
    }
}

/// Packs bytes, with their CRC-32.
fn zipped(bytes: &[u8], crc: u32) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(miniz_oxide::deflate::compress_to_vec(bytes, 6));
    packed.extend(crc.to_le_bytes());
    packed.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    packed
}
