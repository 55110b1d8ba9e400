//! Asking on the thread that asks: the same answers, and no task for who answers at once.

use std::time::Duration;

use arriero::carrier::FailureKind;
use arriero::quote::{Deadlines, Quotes};

use crate::carriers::{Scripted, request};
use crate::{hanging, ms, names, panicking, set};

/// The answers without how long they took.
fn timeless(mut quotes: Quotes) -> Quotes {
    quotes.answered.iter_mut().for_each(|answered| answered.elapsed_ms = 0);
    quotes.failures.iter_mut().for_each(|failure| failure.elapsed_ms = None);
    quotes
}

#[tokio::test(start_paused = true)]
async fn who_is_asked_here_answers_the_same() {
    let carriers = set([
        Scripted::after("sheet", Duration::ZERO),
        Scripted::after("remote", ms(20)),
        Scripted::after("parcels", Duration::ZERO).by_parcel(),
        hanging("hanging"),
        panicking("broken"),
    ]);
    let (request, deadlines) = (request(&[800, 900]), Deadlines::within(ms(100)));
    let here = carriers.quoting_here(&request, &deadlines).unwrap().finish().await;
    let there = carriers.quote(&request, &deadlines).await.unwrap();
    assert_eq!(timeless(here), timeless(there));
}

#[tokio::test(start_paused = true)]
async fn who_answers_at_once_is_not_open() {
    let carriers = set([
        Scripted::after("sheet", Duration::ZERO),
        Scripted::after("remote", ms(20)),
        panicking("broken"),
    ]);
    let deadlines = Deadlines::within(ms(100));
    let quoting = carriers.quoting_here(&request(&[800]), &deadlines).unwrap();
    assert_eq!(names(quoting.open()), ["remote"]);
    let quotes = quoting.finish().await;
    assert_eq!(quotes.rates.len(), 2);
    assert_eq!(quotes.failures[0].kind, FailureKind::Unavailable);
}
