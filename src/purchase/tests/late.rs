//! Senders who come back after their lease, while others were at their key.

use super::*;
use crate::carrier::{ErrorKind, Failure};
use crate::purchase::body::Body;
use crate::purchase::judge::{Came, Judged, judged};
use crate::purchase::made::Thing;
use crate::store::{Instant, Record, State};

fn now() -> Instant {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn label(id: &str) -> Thing {
    let handle = crate::model::Handle::of("sierra".parse().unwrap(), 1, id).unwrap();
    Label { total: Some(euros("5.95")), ..Label::new(id, handle) }.into()
}

fn failure(kind: ErrorKind) -> Failure {
    Failure::from(&Error::new("sierra".parse().unwrap(), Operation::BuyLabel, kind))
}

fn lost() -> Came {
    Came::Unknown(failure(ErrorKind::TimedOut { sent: true }))
}

fn no(state: State) -> Came {
    Came::Not(state, failure(ErrorKind::RateLimited { retry_after: None }))
}

/// A record's body at an attempt, in a class.
fn body(attempt: u32, safety: PurchaseSafety) -> Body {
    let mock = MockCarrier::builder("sierra").build().unwrap();
    let ready = Item::Label(Box::new(request(2_500))).prepared(&mock).unwrap();
    Body { attempt, sent: vec![now()], ..Body::new(ready, safety) }
}

fn made_as(id: &str, attempt: u32) -> Body {
    let mut body = body(attempt, FINDABLE);
    body.set(Some(label(id)));
    body
}

fn ids(body: &Body) -> Vec<String> {
    let first = body.thing().into_iter();
    let all = first.chain(body.extra.iter().filter_map(|extra| extra.thing.clone()));
    all.map(|thing| thing.id().to_owned()).collect()
}

fn judge(state: State, body: Body, attempt: u32, came: Came) -> Option<Judged> {
    judged(state, body, Some(attempt), came, now())
}

#[test]
fn a_label_is_never_lost_whatever_became_of_the_key() {
    for attempt in [1, 2] {
        for (state, before) in [
            (State::Sending, body(2, FINDABLE)),
            (State::Unknown, body(2, FINDABLE)),
            (State::NotSent, body(2, FINDABLE)),
            (State::Refused, body(2, FINDABLE)),
            (State::Made, made_as("A", 2)),
        ] {
            let after = judge(state, before, attempt, Came::Made(label("B"))).unwrap();
            assert!(ids(&after.body).contains(&"B".to_owned()), "{attempt} {state:?}");
            let is_under_way = attempt == 1 && matches!(state, State::Sending | State::Unknown);
            let expected = if is_under_way { state } else { State::Made };
            assert_eq!(after.state, expected, "{attempt}");
        }
    }
}

#[test]
fn two_labels_of_two_attempts_are_work_that_names_both() {
    let after = judge(State::Made, made_as("A", 2), 1, Came::Made(label("B"))).unwrap();
    assert_eq!(
        after.body.wanted.as_deref(),
        Some("both were bought under this key: A and B; void the one that is not used")
    );
    let again = judge(State::Made, after.body, 1, Came::Made(label("B")));
    assert!(again.is_none(), "told twice it is one label more, not two");
}

#[test]
fn the_same_label_told_twice_is_one() {
    assert!(judge(State::Made, made_as("A", 2), 1, Came::Made(label("A"))).is_none());
    let kept = judge(State::Sending, body(2, FINDABLE), 1, Came::Made(label("A"))).unwrap();
    let after = judge(State::Sending, kept.body, 2, Came::Made(label("A"))).unwrap();
    assert_eq!((ids(&after.body), after.body.wanted), (vec!["A".to_owned()], None));
}

#[test]
fn a_label_that_is_kept_beside_becomes_the_answer_where_the_newer_attempt_made_nothing() {
    for to in [State::NotSent, State::Refused] {
        let kept = judge(State::Sending, body(2, FINDABLE), 1, Came::Made(label("A"))).unwrap();
        let after = judge(State::Sending, kept.body, 2, no(to)).unwrap();
        assert_eq!((after.state, ids(&after.body)), (State::Made, vec!["A".to_owned()]));
    }
    let kept = judge(State::Unknown, body(2, FINDABLE), 1, Came::Made(label("A"))).unwrap();
    let after = judge(kept.state, kept.body, 2, Came::Made(label("B"))).unwrap();
    assert_eq!(ids(&after.body), ["B", "A"]);
    assert!(after.body.wanted.is_some());
}

#[test]
fn an_earlier_no_says_nothing_of_the_newer_attempt() {
    for state in State::ALL {
        for to in [State::NotSent, State::Refused] {
            assert!(judge(state, body(2, FINDABLE), 1, no(to)).is_none(), "{state:?}");
        }
    }
}

#[test]
fn a_late_no_settles_what_nobody_else_sent_again() {
    let after = judge(State::Unknown, body(1, FINDABLE), 1, no(State::Refused)).unwrap();
    assert_eq!(after.state, State::Refused);
    assert!(judge(State::Unknown, body(1, REPLAYS), 1, no(State::Refused)).is_none());
    let after = judge(State::NotSent, body(1, FINDABLE), 1, no(State::Refused)).unwrap();
    assert_eq!(after.state, State::Refused);
    assert!(judge(State::Made, made_as("A", 1), 1, no(State::NotSent)).is_none());
}

#[test]
fn a_late_silence_makes_unknown_again_what_was_judged_before_the_sender_was_done() {
    for attempt in [1, 2] {
        for state in [State::NotSent, State::Refused] {
            let after = judge(state, body(2, FINDABLE), attempt, lost()).unwrap();
            assert_eq!(after.state, State::Unknown);
            assert_eq!(after.body.sent.len(), 2, "the time to settle begins anew");
        }
        assert!(judge(State::Made, made_as("A", 2), attempt, lost()).is_none());
    }
}

#[test]
fn an_attempt_that_followed_one_in_doubt_is_not_unsent_by_its_own_no_alone() {
    let doubted = judge(State::Sending, body(2, FINDABLE), 1, lost()).unwrap();
    assert_eq!(doubted.state, State::Sending);
    for to in [State::NotSent, State::Refused] {
        let after = judge(State::Sending, doubted.body.clone(), 2, no(to)).unwrap();
        assert_eq!(after.state, State::Unknown);
    }
    let after = judge(State::Sending, doubted.body, 2, Came::Made(label("A"))).unwrap();
    assert_eq!((after.state, after.body.doubt), (State::Made, false));
}

#[test]
fn of_a_label_for_a_forgotten_order_only_number_and_price_are_written() {
    let stored = body(1, FINDABLE).text().unwrap();
    let forgotten = Body::read(&Body::forgotten(&stored)).unwrap();
    for state in [State::Sending, State::Unknown] {
        let after = judge(state, forgotten.clone(), 1, Came::Made(label("A"))).unwrap();
        assert_eq!(after.state, State::Made);
        assert_eq!(ids(&after.body), Vec::<String>::new());
        assert_eq!(after.body.remains.unwrap().id, "A");
    }
}

/// Sends by hand, as a sender of that attempt whose answer comes late.
async fn sold_late(shop: &Shop) -> Thing {
    let prepared = shop.mock.prepare_label(request(2_500)).unwrap();
    shop.mock.buy_label(&prepared).await.unwrap().into()
}

/// The record as the first sender took it.
async fn as_it_was(shop: &Shop) -> Record {
    let record = shop.journal.store.record("order 7").await.unwrap().unwrap();
    Record { version: 1, state: State::Sending, ..record }
}

#[tokio::test]
async fn a_sender_who_comes_back_beside_another_label_leaves_work_until_one_is_void() {
    let shop = Shop::of(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.buy("order 7").await;
    shop.recovered().await;
    let second = made(shop.buy("order 7").await);
    let first = sold_late(&shop).await;
    let stale = as_it_was(&shop).await;
    let (bought, _) = shop.journal.note(stale, Some(1), Came::Made(first.clone())).await.unwrap();
    assert_eq!(made(bought.outcome).id, second.id);
    assert!(bought.wanted.unwrap().contains(first.id()));
    assert_eq!(shop.recovered().await.work, 1);

    let one = Voiding { label: Some(second.id.clone()), ..Voiding::all() };
    let after = shop.journal.void("order 7", &one).await.unwrap();
    let stands = made(after.outcome);
    assert_eq!((stands.id.as_str(), after.wanted, after.voided), (first.id(), None, false));
    assert!(!stands.documents.is_empty());
    assert_eq!(shop.recovered().await.work, 0);
    assert_eq!(
        shop.journal.show("order 7").await.unwrap().unwrap().summary.cost,
        Some(euros("5.95"))
    );
}

#[tokio::test]
async fn a_sender_who_comes_back_during_another_attempt_does_not_touch_its_outcome() {
    for (answer, expected) in [(Answer::AsUsual, 2), (Answer::refused("17", "no"), 1)] {
        let shop = Shop::of(FINDABLE).await;
        shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
        shop.buy("order 7").await;
        shop.recovered().await;
        let first = sold_late(&shop).await;
        shop.mock.script(Operation::BuyLabel, answer.after(Duration::from_millis(200)));
        let (journal, calls) = (shop.journal.clone(), shop.mock.calls(Operation::BuyLabel));
        let second = tokio::spawn(async move { journal.buy(purchase("order 7")).await.unwrap() });
        while shop.mock.calls(Operation::BuyLabel) == calls {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let (told, state) = shop
            .journal
            .note(as_it_was(&shop).await, Some(1), Came::Made(first.clone()))
            .await
            .unwrap();
        assert_eq!(state, State::Sending);
        assert!(matches!(told.outcome, Outcome::InProgress { .. }));
        let bought = second.await.unwrap();
        let record = shop.journal.store.record("order 7").await.unwrap().unwrap();
        let stored = Body::read(&record.body).unwrap();
        assert_eq!((record.state, ids(&stored).len()), (State::Made, expected));
        assert!(ids(&stored).contains(&first.id().to_owned()));
        assert_eq!(bought.wanted.is_some(), expected == 2);
        assert_eq!(record.work, expected == 2);
    }
}
