//! What becomes of a purchase whose answer was lost, by what its carrier offers.

use std::time::Duration;

use super::body::{Body, take_out};
use super::buy::{can_settle, cost_of, unwritable};
use super::item::Ready;
use super::journal::{Journal, read};
use super::matching::{self, Match};
use crate::carrier::{
    Carrier, Error, ErrorKind, Failure, FindRequest, OnDuplicate, PurchaseSafety,
};
use crate::model::{DocumentRequest, Label, LabelState};
use crate::points::point;
use crate::store::{Change, Instant, Record, State, StoreError};

/// How many looks must find nothing after the time to settle before a purchase is taken for not made: one empty answer may be a
/// look-up that lags.
const EMPTY_LOOKS: u32 = 2;

/// Whoever sent this is gone before it noted anything: it may have been bought. Whether this changed the record.
pub(super) async fn abandoned(journal: &Journal, record: &Record) -> Result<bool, StoreError> {
    let mut body = read(record)?;
    let mut change = Change::to(State::Unknown, String::new());
    change.cost = record.cost;
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
    let settings = &journal.settings;
    let pause = settings
        .pause
        .saturating_mul(2_u32.saturating_pow(body.stumbles))
        .min(settings.longest_pause);
    change.due = (!change.work).then_some(pause);
    change.body = body.text().map_err(|error| unwritable(&error))?;
    Ok(())
}

/// What a step found.
enum Step {
    /// It was bought.
    Made(Box<Label>),
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
    let now = journal.store.now().await?;
    point("settle.asking");
    let step = ask(journal, &**carrier, &ready, &mut body, now).await;
    point("settle.asked");
    end(journal, record, body, step).await
}

async fn ask(
    journal: &Journal,
    carrier: &dyn Carrier,
    ready: &Ready,
    body: &mut Body,
    now: Instant,
) -> Step {
    let (Some(first), Some(last)) = (body.sent.first().copied(), body.sent.last().copied()) else {
        return Step::Person("when it was sent is not known".to_owned());
    };
    let since = |moment: Instant| (now - moment).to_std().unwrap_or_default();
    match body.safety {
        PurchaseSafety::Blind => Step::Person("the carrier cannot be asked".to_owned()),
        PurchaseSafety::Dedups { on_duplicate, window } => {
            if since(first) < window {
                let resent = resend(journal, carrier, ready, on_duplicate).await;
                return match resent {
                    Resent::Step(step) => step,
                    Resent::Exists => {
                        body.exists = true;
                        found(carrier, ready, (first, last), false, body, true).await
                    }
                };
            }
            let step = found(carrier, ready, (first, last), true, body, true).await;
            match step {
                // By now it may have forgotten the key, and would sell again.
                Step::NotMade if body.exists => Step::Person(
                    "the carrier said that it made it before, and does not show it".to_owned(),
                ),
                Step::Stumbled(error) if matches!(error.kind(), ErrorKind::Unsupported) => {
                    Step::Person(
                        "the carrier has forgotten the key by now and cannot be searched"
                            .to_owned(),
                    )
                }
                step => step,
            }
        }
        PurchaseSafety::Findable { settle, paper } => {
            found(carrier, ready, (first, last), since(last) >= settle, body, paper).await
        }
    }
}

enum Resent {
    Step(Step),
    /// The carrier says that it made it before.
    Exists,
}

/// The same bytes with the same key: the carrier sells it once.
async fn resend(
    journal: &Journal,
    carrier: &dyn Carrier,
    ready: &Ready,
    on_duplicate: OnDuplicate,
) -> Resent {
    let sent = tokio::time::timeout(journal.settings.call, ready.send(carrier)).await;
    let error = match sent {
        Ok(Ok(label)) => return Resent::Step(Step::Made(Box::new(label))),
        Ok(Err(error)) => error,
        Err(_) => Error::new(carrier.id(), ready.operation(), ErrorKind::TimedOut { sent: true }),
    };
    match (error.kind(), on_duplicate) {
        (ErrorKind::AlreadyExists { .. }, _) => Resent::Exists,
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

/// Looks for it by our key.
async fn found(
    carrier: &dyn Carrier,
    ready: &Ready,
    (first, last): (Instant, Instant),
    settled: bool,
    body: &mut Body,
    paper: bool,
) -> Step {
    let request = FindRequest::new(ready.sought(), (first.fixed_offset(), last.fixed_offset()));
    let all = match carrier.find_purchase(&request).await {
        Ok(all) => all,
        // A look-up that fails is not an empty one.
        Err(error) => return Step::Stumbled(error),
    };
    match matching::adopt(&carrier.id(), ready, all) {
        Match::One(label) => Step::Made(Box::new(with_paper(carrier, ready, *label, paper).await)),
        Match::Several(how_many) => Step::Person(format!(
            "the carrier shows {how_many} labels that could be it; void all but one"
        )),
        Match::Doubtful(why) => {
            Step::Person(format!("the carrier shows a label with our reference, but {why}"))
        }
        Match::None if !settled => Step::Later,
        Match::None => {
            body.not_found += 1;
            if body.not_found >= EMPTY_LOOKS { Step::NotMade } else { Step::Later }
        }
    }
}

/// The label with its paper, where that can be had; without it, it is bought all the same.
async fn with_paper(carrier: &dyn Carrier, ready: &Ready, mut label: Label, paper: bool) -> Label {
    if paper && label.documents.is_empty() {
        let request = DocumentRequest::new(label.handle.clone(), ready.paper());
        if let Ok(documents) = carrier.documents(&request).await
            && !documents.is_empty()
        {
            (label.documents, label.state) = (documents, LabelState::Ready);
        }
    }
    label
}

/// Notes what a step found. The state is the one that the record has afterwards.
async fn end(
    journal: &Journal,
    record: Record,
    mut body: Body,
    step: Step,
) -> Result<State, StoreError> {
    let mut change = Change::to(State::Unknown, String::new());
    match step {
        Step::Made(mut label) => {
            change.papers = take_out(&mut label);
            (body.label, body.failure, body.wanted) = (Some(*label), None, None);
            change.state = State::Made;
        }
        Step::NotMade => {
            let carrier = record.carrier.clone();
            let operation =
                body.ready.as_ref().map_or(crate::carrier::Operation::BuyLabel, Ready::operation);
            body.failure = Some(Failure::from(&Error::new(
                carrier,
                operation,
                ErrorKind::not_found("it was looked for and is not there"),
            )));
            body.not_found = 0;
            change.state = State::NotSent;
        }
        Step::Later => body.stumbles = 0,
        Step::Person(why) => body.wanted = Some(why),
        Step::Stumbled(error) => {
            body.stumbles = body.stumbles.saturating_add(1);
            let now = journal.store.now().await?;
            let since = body.sent.last().map(|last| (now - *last).to_std().unwrap_or_default());
            if since.is_none_or(|since: Duration| since > journal.settings.give_up) {
                body.wanted =
                    Some(format!("the carrier could not be asked what became of it: {error}"));
            }
        }
    }
    if change.state == State::Unknown {
        next(journal, &mut body, &mut change)?;
    } else {
        body.stumbles = 0;
        change.body = body.text().map_err(|error| unwritable(&error))?;
    }
    change.cost = cost_of(&record, &body);
    let state = change.state;
    // Somebody else who changed it knew more.
    let noted = journal.store.change(&record, change).await?;
    point("settle.noted");
    Ok(noted.map_or(record.state, |_| state))
}
