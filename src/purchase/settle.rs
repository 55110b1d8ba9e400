//! What becomes of a purchase whose answer was lost, by what its carrier offers.

use std::time::{Duration, Instant as Steady};

use super::answer::BuyError;
use super::body::Body;
use super::buy::{can_settle, cost_of};
use super::clock::Look;
use super::item::Ready;
use super::journal::{Journal, read};
use super::judge::{Came, Judged, never_made};
use super::look::{Asked, found};
use super::made::Thing;
use crate::carrier::{Error, ErrorKind, Failure, OnDuplicate, Operation, PurchaseSafety};
use crate::points::point;
use crate::store::{Change, Instant, Record, State, StoreError};

/// Whoever sent this is gone before it noted anything: it may have been bought. Whether this changed the record.
pub(super) async fn abandoned(journal: &Journal, record: &Record) -> Result<bool, StoreError> {
    let mut body = read(record)?;
    let mut change = Change::to(State::Unknown, String::new());
    change.cost = cost_of(record, &body);
    next(journal, &mut body, &mut change)?;
    point("settle.abandoning");
    Ok(journal.store.change(record, change).await?.is_some())
}

/// When an unknown purchase is gone on with, or that a person has to.
pub(super) fn next(
    journal: &Journal,
    body: &mut Body,
    change: &mut Change,
) -> Result<(), StoreError> {
    if !can_settle(body.safety) && body.wanted.is_none() {
        body.wanted = Some("the carrier can neither be asked again nor searched: look at its site whether it was bought".to_owned());
    }
    change.work = body.wanted.is_some();
    let pause = journal.settings.pause_after(body.stumbles);
    change.due = (!change.work).then_some(pause);
    change.body = body.text()?;
    Ok(())
}

/// Whether the next step is to send the same bytes again: while they arrive before the carrier forgets the key. For their way there is
/// as much time as a call has, but no more than a quarter of what the carrier remembers.
pub(super) fn sends_again(journal: &Journal, key: &str, body: &Body, now: Instant) -> bool {
    let (PurchaseSafety::Dedups { window, .. }, Some(first)) = (body.safety, body.sent.first())
    else {
        return false;
    };
    let way = journal.settings.call.min(window / 4);
    journal.watches.age(key, *first, now).is_some_and(|age| age + way < window)
}

/// What a step found.
pub(super) enum Step {
    /// It was bought.
    Made(Thing),
    /// It was not, and will not be.
    NotMade,
    /// Not yet known.
    Later,
    /// The step itself failed.
    Stumbled(Error),
    /// A person has to look.
    Person(String),
}

/// One step towards settling a purchase that is due and held by the caller.
pub(super) async fn step(journal: &Journal, record: Record) -> Result<State, StoreError> {
    let mut body = read(&record)?;
    let Some(carrier) = journal.carriers.get(record.carrier.as_str()) else {
        let why = format!("the carrier {} is not configured any more", record.carrier);
        return end(journal, record, body, Step::Person(why)).await;
    };
    let Some(ready) = body.ready.clone() else {
        return end(journal, record, body, Step::Person("its order was forgotten".to_owned()))
            .await;
    };
    let asked = Asked { journal, key: &record.key, carrier: &**carrier, ready: &ready };
    let (now, begun) = (journal.store.now().await?, Steady::now());
    point("settle.asking");
    let step = ask(&asked, &mut body, now, begun).await;
    point("settle.asked");
    let key = record.key.clone();
    let state = end(journal, record, body, step).await?;
    if state == State::Made {
        journal.watches.end(&key);
    }
    Ok(state)
}

async fn ask(asked: &Asked<'_>, body: &mut Body, now: Instant, begun: Steady) -> Step {
    let (Some(first), Some(last)) = (body.sent.first().copied(), body.sent.last().copied()) else {
        return Step::Person("when it was sent is not known".to_owned());
    };
    let look = |since, settle| Look { since, settle, now, begun };
    match body.safety {
        PurchaseSafety::Blind => Step::Person("the carrier cannot be asked".to_owned()),
        PurchaseSafety::Dedups { on_duplicate, window } => {
            // What was sent again last may still come true.
            let since = body.resent.map_or(last, |resent| resent.max(last));
            let look = look(since, PurchaseSafety::DEFAULT_SETTLE.min(window));
            if sends_again(asked.journal, asked.key, body, now) {
                let resent = resend(asked, on_duplicate).await;
                return match resent {
                    Resent::Step(step) => step,
                    Resent::Exists => {
                        body.exists = true;
                        found(asked, (first, last), None, body, true).await
                    }
                };
            }
            let step = found(asked, (first, last), Some(look), body, true).await;
            match step {
                // By now it may have forgotten the key, and would sell again.
                Step::NotMade if body.exists => Step::Person(
                    "the carrier said that it made it before, and does not show it".to_owned(),
                ),
                Step::Stumbled(error) if matches!(error.kind(), ErrorKind::Unsupported) => {
                    Step::Person(
                        "the carrier may have forgotten the key by now and cannot be searched"
                            .to_owned(),
                    )
                }
                step => step,
            }
        }
        PurchaseSafety::Findable { settle, paper } => {
            found(asked, (first, last), Some(look(last, settle)), body, paper).await
        }
    }
}

enum Resent {
    Step(Step),
    /// The carrier says that it made it before.
    Exists,
}

/// The same bytes with the same key: the carrier sells it once.
async fn resend(asked: &Asked<'_>, on_duplicate: OnDuplicate) -> Resent {
    let Asked { journal, carrier, ready, .. } = *asked;
    let sent = journal.in_time(carrier.id(), ready.operation(), ready.send(carrier)).await;
    let error = match sent {
        Ok(thing) => return Resent::Step(Step::Made(thing)),
        Err(error) => error,
    };
    match (error.kind(), on_duplicate) {
        (ErrorKind::AlreadyExists { existing, .. }, _) => {
            match existing.as_ref().and_then(|handle| ready.existing(handle)) {
                Some(thing) => Resent::Step(Step::Made(thing)),
                None => Resent::Exists,
            }
        }
        // It knows the key, or it would have said no the first time too; either way a person can see why it says no now.
        (ErrorKind::Refused { .. } | ErrorKind::InvalidRequest(_), OnDuplicate::Refuses) => {
            Resent::Exists
        }
        (
            ErrorKind::Refused { .. }
            | ErrorKind::InvalidRequest(_)
            | ErrorKind::NotFound { .. }
            | ErrorKind::Unsupported,
            _,
        ) => Resent::Step(Step::Person(format!(
            "sent again with the same key, the carrier says no: {error}"
        ))),
        _ => Resent::Step(Step::Stumbled(error)),
    }
}

/// Notes what a step found. The state is the one that the record has afterwards.
async fn end(
    journal: &Journal,
    record: Record,
    mut body: Body,
    step: Step,
) -> Result<State, StoreError> {
    let now = journal.store.now().await?;
    match step {
        Step::Made(thing) => {
            let attempt = Some(body.attempt);
            let noted = journal.note(record, attempt, Came::Made(thing)).await;
            point("settle.noted");
            return match noted {
                Ok((_, state)) => Ok(state),
                Err(BuyError::Store(error) | BuyError::NotNoted { error, .. }) => Err(error),
                Err(other) => Err(StoreError::failed(other)),
            };
        }
        Step::NotMade => {
            let carrier = record.carrier.clone();
            let operation = body.ready.as_ref().map_or(Operation::BuyLabel, Ready::operation);
            body.failure = Some(Failure::from(&Error::new(
                carrier,
                operation,
                ErrorKind::not_found("it was looked for and is not there"),
            )));
            (body.not_found, body.stumbles, body.doubt) = (0, 0, false);
            return write(journal, &record, never_made(body, State::NotSent), now).await;
        }
        Step::Later => body.stumbles = 0,
        Step::Person(why) => body.wanted = Some(why),
        Step::Stumbled(error) => {
            body.stumbles = body.stumbles.saturating_add(1);
            let since = body.sent.last().map(|last| (now - *last).to_std().unwrap_or_default());
            if since.is_none_or(|since: Duration| since > journal.settings.give_up) {
                body.wanted =
                    Some(format!("the carrier could not be asked what became of it: {error}"));
            }
        }
    }
    let still = Judged { state: State::Unknown, body, papers: Vec::new() };
    write(journal, &record, still, now).await
}

/// Somebody else who changed it knew more.
async fn write(
    journal: &Journal,
    record: &Record,
    judged: Judged,
    now: Instant,
) -> Result<State, StoreError> {
    let state = judged.state;
    let change = journal.change_to(record, judged, now)?;
    let noted = journal.store.change(record, change).await?;
    point("settle.noted");
    Ok(noted.map_or(record.state, |_| state))
}
