//! What a sender who comes back changes, by what has become of the record in the meantime. Pure; how it is written is told in
//! [`note`](super::note).
//!
//! A sender has a lease. When it is over anybody may take the sender for gone and settle what it left; a purchase that was settled as
//! *not made* may be sent again, as the next attempt. So whoever comes back late may find another attempt at the key. **Nothing that
//! was bought is lost, and no attempt's outcome is overwritten by what another one does not know:**
//!
//! | the late sender says | of the attempt that the record is at | of an attempt before it |
//! |---|---|---|
//! | **made**, and the record says *sending* or *unknown* | made | the label is kept beside (`extra`), the newer attempt goes on; when it is made too, a person is told both numbers; when it is not, this label is the answer |
//! | **made**, *not sent* or *refused* | made | made: nothing else was |
//! | **made**, *made* with the same number | nothing changes, but for papers that were missing | the same |
//! | **made**, *made* with another number | both exist: work for a person, who is told both numbers | the same |
//! | **made**, *forgotten* | number and price are kept, no name | the same |
//! | **not sent** or **refused**, *sending* | so it is; *unknown* where an earlier attempt is in doubt, *made* where another one's label is kept beside | nothing changes: that attempt made nothing |
//! | **not sent** or **refused**, *unknown* | so it is; where the carrier knows keys, the journal may have sent again meanwhile: it stays unknown | nothing changes |
//! | **not sent** or **refused**, *not sent* | refused is written, for that is what the carrier said | nothing changes |
//! | **not sent** or **refused**, *made* or *refused* | nothing changes | nothing changes |
//! | **unknown**, *sending* | unknown | the newer attempt goes on, in doubt: its own *not sent* is then not enough |
//! | **unknown**, *unknown* | stays unknown | stays unknown, in doubt; the time to settle begins anew |
//! | **unknown**, *not sent* or *refused* | unknown again: it was judged before the sender was done | the same |
//! | **unknown**, *made* | nothing changes | nothing changes |

use super::body::{Body, Extra};
use super::made::Thing;
use crate::carrier::{Failure, PurchaseSafety};
use crate::model::Document;
use crate::store::{Instant, State};

/// What came of an attempt.
#[derive(Clone, Debug)]
pub(super) enum Came {
    Made(Thing),
    /// Nothing was made; the state is [`State::NotSent`] or [`State::Refused`].
    Not(State, Failure),
    Unknown(Failure),
}

/// What a record becomes.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) state: State,
    pub(super) body: Body,
    /// Papers in place of those that are kept; empty: those stay.
    pub(super) papers: Vec<Document>,
}

/// What becomes of a record when an attempt comes to something; `None`: nothing changes.
pub(super) fn judged(
    state: State,
    body: Body,
    attempt: Option<u32>,
    came: Came,
    now: Instant,
) -> Option<Judged> {
    let is_older = attempt.is_some_and(|attempt| attempt < body.attempt);
    match came {
        Came::Made(thing) => made(state, body, attempt, is_older, thing),
        Came::Not(..) if is_older => None,
        Came::Not(to, failure) => not_made(state, body, to, failure),
        Came::Unknown(failure) => unknown(state, body, is_older, failure, now),
    }
}

fn made(
    state: State,
    mut body: Body,
    attempt: Option<u32>,
    is_older: bool,
    thing: Thing,
) -> Option<Judged> {
    if body.is_forgotten() {
        return forgotten(state, body, attempt, &thing);
    }
    match (state, body.thing()) {
        (State::Made, Some(there)) if there.is(&thing) => {
            (!there.has_papers() && thing.has_papers()).then(|| settled(body, thing))
        }
        (State::Made, Some(there)) => {
            if body.extra.iter().any(|extra| extra.thing.as_ref().is_some_and(|it| it.is(&thing))) {
                return None;
            }
            body.extra.push(Extra::new(attempt, thing));
            body.wanted = Some(both(&there, &body.extra));
            Some(Judged { state, body, papers: Vec::new() })
        }
        (State::Sending | State::Unknown, _) if is_older => {
            if body.extra.iter().any(|extra| extra.thing.as_ref().is_some_and(|it| it.is(&thing))) {
                return None;
            }
            body.extra.push(Extra::new(attempt, thing));
            Some(Judged { state, body, papers: Vec::new() })
        }
        _ => Some(settled(body, thing)),
    }
}

/// Made: this is the answer, and what else was made is left to a person.
pub(super) fn settled(mut body: Body, mut thing: Thing) -> Judged {
    body.extra.retain(|extra| !extra.thing.as_ref().is_some_and(|other| other.is(&thing)));
    let standing = body
        .extra
        .iter()
        .any(|extra| extra.thing.as_ref().is_some_and(|other| !body.is_thing_void(other)));
    body.wanted = standing.then(|| both(&thing, &body.extra));
    (body.failure, body.doubt, body.not_found, body.stumbles) = (None, false, 0, 0);
    let papers = thing.take_out();
    body.set(Some(thing));
    Judged { state: State::Made, body, papers }
}

/// Only numbers and money are written where names were removed.
fn forgotten(state: State, mut body: Body, attempt: Option<u32>, thing: &Thing) -> Option<Judged> {
    let remains = thing.remains();
    match &body.remains {
        Some(there) if *there == remains || there.id == remains.id => return None,
        Some(_) => body.extra.push(Extra { attempt, thing: None, remains }),
        None => body.remains = Some(remains),
    }
    (body.failure, body.doubt, body.wanted) = (None, false, None);
    if let (Some(there), [.., other]) = (&body.remains, body.extra.as_slice()) {
        body.wanted = Some(two(&there.id, &other.remains.id));
    }
    let state = if state == State::Sending { state } else { State::Made };
    let state = if body.extra.is_empty() { State::Made } else { state };
    Some(Judged { state, body, papers: Vec::new() })
}

fn not_made(state: State, mut body: Body, to: State, failure: Failure) -> Option<Judged> {
    let asked_again = matches!(body.safety, PurchaseSafety::Dedups { .. });
    match state {
        State::Unknown if asked_again => return None,
        State::NotSent if to != State::Refused => return None,
        State::Sending | State::Unknown | State::NotSent => {}
        _ => return None,
    }
    body.failure = (!body.is_forgotten()).then_some(failure);
    Some(never_made(body, to))
}

/// The attempt that the record is at made nothing.
pub(super) fn never_made(mut body: Body, to: State) -> Judged {
    if let Some(place) = body.extra.iter().position(|extra| extra.thing.is_some())
        && let Some(thing) = body.extra.remove(place).thing
    {
        return settled(body, thing);
    }
    let state = if body.doubt { State::Unknown } else { to };
    Judged { state, body, papers: Vec::new() }
}

fn unknown(
    state: State,
    mut body: Body,
    is_older: bool,
    failure: Failure,
    now: Instant,
) -> Option<Judged> {
    let to = match state {
        State::Sending if is_older => {
            (body.doubt, body.not_found) = (true, 0);
            State::Sending
        }
        State::Sending => State::Unknown,
        State::Unknown if is_older => {
            (body.doubt, body.not_found) = (true, 0);
            State::Unknown
        }
        State::Unknown if body.failure.is_none() => State::Unknown,
        State::NotSent | State::Refused => {
            body.not_found = 0;
            State::Unknown
        }
        _ => return None,
    };
    if state != State::Sending || is_older {
        // It was under way until now, as far as anyone knows.
        body.sent.push(now);
    }
    if !(state == State::Sending && is_older) {
        body.failure = (!body.is_forgotten()).then_some(failure);
    }
    Some(Judged { state: to, body, papers: Vec::new() })
}

/// What a person is told where more than one was bought.
fn both(thing: &Thing, extra: &[Extra]) -> String {
    let others: Vec<_> = extra.iter().map(|extra| extra.remains.id.as_str()).collect();
    two(thing.id(), &others.join(" and "))
}

fn two(one: &str, other: &str) -> String {
    format!("both were bought under this key: {one} and {other}; void the one that is not used")
}
