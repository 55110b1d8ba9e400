//! Noting what came of an attempt. The money may be spent, so this tries as long as it may help.

use std::time::Duration;

use super::answer::{Bought, BuyError, Outcome};
use super::body::Body;
use super::buy::cost_of;
use super::journal::{Journal, read};
use super::judge::{Came, Judged, judged};
use super::made::Thing;
use super::settle;
use crate::carrier::{Error, ErrorKind, Failure};
use crate::store::{Change, Instant, Record, State, StoreError};

/// How often a change is tried again while the store is busy or somebody else changes the record.
const TRIES: u32 = 5;

impl Came {
    pub(super) fn of(result: Result<Thing, Error>) -> Self {
        match result {
            Ok(thing) => Self::Made(thing),
            Err(error) => match state_of(&error) {
                State::Unknown => Self::Unknown(Failure::from(&error)),
                state => Self::Not(state, Failure::from(&error)),
            },
        }
    }

    /// As far as this alone tells.
    fn outcome(&self) -> Outcome {
        match self {
            Self::Made(thing) => thing.clone().outcome(),
            Self::Not(State::Refused, why) => Outcome::Refused(Box::new(why.clone())),
            Self::Not(_, why) => Outcome::NotSent(Box::new(why.clone())),
            Self::Unknown(why) => {
                Outcome::Unknown { why: Some(Box::new(why.clone())), wanted: None }
            }
        }
    }
}

impl Journal {
    /// Notes what came of an attempt, beside whatever others noted since the record was read; `attempt` is `None` where a person
    /// tells of it.
    pub(super) async fn note(
        &self,
        record: Record,
        attempt: Option<u32>,
        came: Came,
    ) -> Result<(Bought, State), BuyError> {
        let mut current = record;
        let mut last = None;
        for again in 0..TRIES {
            match self.note_once(&current, attempt, &came).await {
                Ok(Some(told)) => return Ok(told),
                // Somebody took this for gone and went on.
                Ok(None) => match self.store.record(&current.key).await {
                    Ok(Some(other)) => current = other,
                    Ok(None) => break,
                    Err(error) => last = Some(error),
                },
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(50) * 2_u32.pow(again)).await;
        }
        let purchase = read(&current)?.purchase;
        let known = Bought::new(current.key, purchase, came.outcome());
        Err(not_noted(known, last.unwrap_or(StoreError::Busy)))
    }

    /// `None`: somebody else changed the record since it was read.
    async fn note_once(
        &self,
        record: &Record,
        attempt: Option<u32>,
        came: &Came,
    ) -> Result<Option<(Bought, State)>, StoreError> {
        let body = read(record)?;
        // The usual case asks no clock: nobody was here since it was sent.
        let is_usual = record.state == State::Sending && attempt == Some(body.attempt);
        let now = if is_usual { record.changed } else { self.store.now().await? };
        let Some(judged) = judged(record.state, body, attempt, came.clone(), now) else {
            return Ok(Some((self.told(record.clone()).await?, record.state)));
        };
        let papers = judged.papers.clone();
        let (state, body) = (judged.state, judged.body.clone());
        let change = self.change_to(record, judged, now)?;
        let Some(changed) = self.store.change(record, change).await? else { return Ok(None) };
        let told = if papers.is_empty() {
            self.told(changed).await?
        } else {
            super::journal::answer(changed, body, papers)?
        };
        Ok(Some((told, state)))
    }

    /// The change that makes a record what it was judged to be.
    pub(super) fn change_to(
        &self,
        record: &Record,
        judged: Judged,
        now: Instant,
    ) -> Result<Change, StoreError> {
        let Judged { state, mut body, papers } = judged;
        let mut change = Change::to(state, String::new());
        if state == State::Unknown {
            settle::next(self, &mut body, &mut change)?;
        } else {
            change.work = body.needs_person();
            // A newer attempt keeps its time, and a void that is open goes on.
            let keeps = state == State::Sending || (state == State::Made && body.void_is_open());
            let rest = |due: Instant| (due - now).to_std().unwrap_or_default();
            change.due = record.due.filter(|_| keeps).map(rest);
            change.body = body.text()?;
        }
        change.cost = cost_of(record, &body);
        change.papers = papers;
        Ok(change)
    }
}

impl Body {
    /// Whether it is a piece of work for a person.
    pub(super) fn needs_person(&self) -> bool {
        self.wanted.is_some() || self.void_wanted().is_some()
    }

    pub(super) fn void_is_open(&self) -> bool {
        self.voids.iter().any(super::void::Stored::is_open)
    }
}

pub(super) fn not_noted(came_of_it: Bought, error: StoreError) -> BuyError {
    BuyError::NotNoted { came_of_it: Box::new(came_of_it), error }
}

/// What an error says of the purchase.
fn state_of(error: &Error) -> State {
    if error.outcome_is_unknown() {
        return State::Unknown;
    }
    match error.kind() {
        // Something of our key is there: an earlier send made it.
        ErrorKind::AlreadyExists { .. } | ErrorKind::Unreadable { .. } => State::Unknown,
        ErrorKind::Credentials { .. }
        | ErrorKind::RateLimited { .. }
        | ErrorKind::Unavailable { .. }
        | ErrorKind::TimedOut { .. } => State::NotSent,
        ErrorKind::Unsupported
        | ErrorKind::InvalidRequest(_)
        | ErrorKind::NotFound { .. }
        | ErrorKind::Refused { .. } => State::Refused,
    }
}
