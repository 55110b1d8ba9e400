//! How what was bought is taken back: the intent is durable before the carrier is asked, and a lost answer is asked for again. A void
//! has no key and needs none: *already void* is success.

use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use super::answer::Bought;
use super::body::Body;
use super::buy::cost_of;
use super::journal::{Journal, read};
use super::made::Thing;
use super::recover::Stepped;
use super::void::{Stored, Void, VoidAnswer, VoidError, Voiding};
use crate::carrier::{Carrier, Error, ErrorKind, Failure, Operation};
use crate::model::{VoidOutcome, VoidRequest};
use crate::points::point;
use crate::store::{Change, Record, State, StoreError};

/// How often noting an answer is tried again.
const TRIES: u32 = 5;

impl Journal {
    /// Takes back what was bought under a key: a label, a return, a collection; all of it, or some parcels.
    ///
    /// Asked again it gives the answer that is known, without a call, unless [`Voiding::again`] says otherwise. What is void stays
    /// the answer of its key, and no longer counts against what may be spent; what is pending or partly void does. Once begun, it
    /// goes on when the future is dropped.
    ///
    /// # Errors
    ///
    /// [`VoidError`]. That the carrier says no, or that its answer is lost, is no error: see [`Bought::voids`].
    pub async fn void(&self, key: &str, voiding: &Voiding) -> Result<Bought, VoidError> {
        let bought = self.void_part(key, voiding).await?;
        if let Some(record) = self.store.record(key).await? {
            self.wake_group_of(&record).await?;
        }
        Ok(bought)
    }

    /// As [`void`](Self::void), for a group that is at its parts itself.
    pub(super) async fn void_part(
        &self,
        key: &str,
        voiding: &Voiding,
    ) -> Result<Bought, VoidError> {
        let patience = Clock::now();
        let mut pause = Duration::from_millis(10);
        loop {
            let record = self.store.record(key).await?;
            let record = record.ok_or_else(|| VoidError::NotOurs(key.to_owned()))?;
            let mut body = read(&record)?;
            let thing = target(&record, &body, voiding)?;
            if asked_now(&body) && record.due > Some(self.store.now().await?) {
                if patience.elapsed() >= self.settings.wait {
                    return Ok(self.told(record).await?);
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_millis(250));
                continue;
            }
            if !voiding.again && is_known(&body, &thing, voiding) {
                return Ok(self.told(record).await?);
            }
            let carrier = self.carriers.get(record.carrier.as_str()).map(Arc::clone);
            let carrier =
                carrier.ok_or_else(|| VoidError::NoCarrier(record.carrier.to_string()))?;
            let nth = intent(&mut body, &thing, voiding, self.store.now().await?);
            let change = voided_to(&record, &body, Some(self.settings.lease))?;
            point("void.intended");
            if let Some(taken) = self.store.change(&record, change).await? {
                let journal = self.clone();
                let asking =
                    tokio::spawn(async move { journal.void_once(&*carrier, taken, nth).await });
                return match asking.await {
                    Ok(record) => Ok(self.told(record?).await?),
                    // The carrier's code broke half way: it is asked again when the lease is over.
                    Err(_) => match self.look(key).await? {
                        Some(bought) => Ok(bought),
                        None => Err(VoidError::NotOurs(key.to_owned())),
                    },
                };
            }
        }
    }

    /// Asks again what is open, in a record that is due.
    pub(super) async fn void_further(
        &self,
        record: Record,
        mut body: Body,
    ) -> Result<Stepped, StoreError> {
        let Some(nth) = body.voids.iter().position(Stored::is_open) else {
            return self.nothing_due(&record).await;
        };
        let person = match self.carriers.get(record.carrier.as_str()) {
            _ if body.thing().is_none() => "its order was forgotten".to_owned(),
            None => format!("the carrier {} is not configured any more", record.carrier),
            Some(carrier) => {
                let carrier = Arc::clone(carrier);
                if let Some(stored) = body.voids.get_mut(nth) {
                    (stored.doubt, stored.void.answer) = (true, VoidAnswer::InProgress);
                }
                let held = voided_to(&record, &body, Some(self.settings.lease))?;
                let Some(held) = self.store.change(&record, held).await? else {
                    return Ok(Stepped::Nothing);
                };
                point("void.held");
                let record = self.void_once(&*carrier, held, nth).await?;
                let stored = read(&record)?;
                let is_known = stored.voids.get(nth).is_none_or(|stored| !stored.is_open());
                if is_known {
                    self.wake_group_of(&record).await?;
                }
                return Ok(Stepped::Void(is_known));
            }
        };
        if let Some(stored) = body.voids.get_mut(nth) {
            let error = Error::new(record.carrier.clone(), Operation::Void, ErrorKind::Unsupported);
            let why = Box::new(Failure::from(&error));
            let wanted = format!("whether {} is void is not known: {person}", stored.void.id);
            stored.void.answer = VoidAnswer::Unknown { why, wanted: Some(wanted) };
        }
        let change = voided_to(&record, &body, None)?;
        self.store.change(&record, change).await?;
        Ok(Stepped::Nothing)
    }

    /// Asks the carrier and notes what it says.
    async fn void_once(
        &self,
        carrier: &dyn Carrier,
        record: Record,
        nth: usize,
    ) -> Result<Record, StoreError> {
        let body = read(&record)?;
        point("void.asking");
        let asked = ask(carrier, &body, nth);
        let answer = self.in_time(record.carrier.clone(), Operation::Void, asked).await;
        point("void.answered");
        let mut current = record;
        let mut last = StoreError::Busy;
        for again in 0..TRIES {
            let mut body = read(&current)?;
            let now = self.store.now().await?;
            let mut wait = None;
            if let Some(stored) = body.voids.get_mut(nth) {
                wait = noted(stored, &answer, now, self.settings.give_up)
                    .then(|| self.settings.pause_after(stored.stumbles));
            }
            body.tidy();
            let papers = body.swap_void();
            let mut change = voided_to(&current, &body, wait)?;
            change.papers = papers;
            match self.store.change(&current, change).await {
                Ok(Some(changed)) => {
                    point("void.noted");
                    return Ok(changed);
                }
                Ok(None) => {}
                Err(error) => last = error,
            }
            tokio::time::sleep(Duration::from_millis(50) * 2_u32.pow(again)).await;
            if let Ok(Some(other)) = self.store.record(&current.key).await {
                current = other;
            }
        }
        Err(last)
    }
}

fn voided_to(record: &Record, body: &Body, due: Option<Duration>) -> Result<Change, StoreError> {
    let text = body.text()?;
    let mut change = Change::to(record.state, text);
    (change.work, change.due) = (body.needs_person(), due);
    change.cost = cost_of(record, body);
    Ok(change)
}

/// What is to be taken back.
fn target(record: &Record, body: &Body, voiding: &Voiding) -> Result<Thing, VoidError> {
    let key = || record.key.clone();
    if record.state != State::Made {
        return Err(VoidError::NotMade { key: key(), state: record.state });
    }
    let mut things: Vec<_> = body.thing().into_iter().collect();
    things.extend(body.extra.iter().filter_map(|extra| extra.thing.clone()));
    let ours: Vec<_> = things.iter().map(|thing| thing.id().to_owned()).collect();
    let mut things = things.into_iter();
    let thing = match &voiding.label {
        None => things.next().ok_or_else(|| VoidError::Forgotten(key()))?,
        Some(_) if ours.is_empty() => return Err(VoidError::Forgotten(key())),
        Some(id) => things.find(|thing| thing.id() == id).ok_or_else(|| {
            VoidError::AnotherLabel { key: key(), id: id.clone(), ours: ours.clone() }
        })?,
    };
    if matches!(thing, Thing::Manifest(_)) {
        return Err(VoidError::Closed(key()));
    }
    Ok(thing)
}

/// Whether somebody asks now.
fn asked_now(body: &Body) -> bool {
    body.voids.iter().any(|stored| stored.void.answer == VoidAnswer::InProgress)
}

/// Whether there is an answer to this question, or to one that has it inside.
fn is_known(body: &Body, thing: &Thing, voiding: &Voiding) -> bool {
    let same = |stored: &Stored| {
        stored.void.id == thing.id()
            && stored.void.parcels == voiding.parcels
            && matches!(stored.void.answer, VoidAnswer::Known { .. })
    };
    body.is_thing_void(thing) || body.voids.iter().any(same)
}

/// Enters what is asked; the place it has among the voids.
fn intent(body: &mut Body, thing: &Thing, voiding: &Voiding, now: crate::store::Instant) -> usize {
    let same =
        |stored: &Stored| stored.void.id == thing.id() && stored.void.parcels == voiding.parcels;
    let before = body.voids.len();
    let place = body.voids.iter().position(same).unwrap_or(before);
    if place == before {
        let (id, parcels) = (thing.id().to_owned(), voiding.parcels.clone());
        let void = Void { id, parcels, asked: now, answer: VoidAnswer::InProgress };
        body.voids.push(Stored { void, contact_email: None, stumbles: 0, doubt: false });
    }
    if let Some(stored) = body.voids.get_mut(place) {
        stored.doubt = place < before && stored.may_be_void();
        stored.contact_email.clone_from(&voiding.contact_email);
        stored.void.answer = VoidAnswer::InProgress;
    }
    place
}

async fn ask(carrier: &dyn Carrier, body: &Body, nth: usize) -> Result<VoidOutcome, Error> {
    let unsupported = || carrier.unsupported(Operation::Void);
    let stored = body.voids.get(nth).ok_or_else(unsupported)?;
    let extra = body.extra.iter().filter_map(|extra| extra.thing.clone());
    let mut things = body.thing().into_iter().chain(extra);
    let thing = things.find(|thing| thing.id() == stored.void.id).ok_or_else(unsupported)?;
    match &thing {
        Thing::Label(label) => {
            let mut request = VoidRequest::new(label.handle.clone());
            request.parcels = stored.void.parcels.clone();
            request.contact_email.clone_from(&stored.contact_email);
            carrier.void_label(&request).await
        }
        Thing::Pickup(pickup) => carrier.cancel_pickup(&pickup.handle).await,
        Thing::Manifest(_) => Err(unsupported()),
    }
}

/// Enters an answer. Whether it has to be asked again.
fn noted(
    stored: &mut Stored,
    answer: &Result<VoidOutcome, Error>,
    now: crate::store::Instant,
    give_up: Duration,
) -> bool {
    if !stored.is_open() {
        // Somebody else asked at the same time, and it is known.
        return false;
    }
    let error = match answer {
        Ok(said) => {
            stored.void.answer = VoidAnswer::Known { said: said.clone() };
            (stored.stumbles, stored.doubt) = (0, false);
            return false;
        }
        Err(error) => error,
    };
    let why = Box::new(Failure::from(error));
    if !stored.doubt && !may_be_void(error) {
        stored.void.answer = VoidAnswer::NotAsked { why };
        return false;
    }
    stored.stumbles = stored.stumbles.saturating_add(1);
    let since = (now - stored.void.asked).to_std().unwrap_or_default();
    let wanted = (since > give_up).then(|| {
        format!(
            "whether {} is void is not known, look at the carrier's site: {error}",
            stored.void.id
        )
    });
    let again = wanted.is_none();
    stored.void.answer = VoidAnswer::Unknown { why, wanted };
    again
}

/// Whether the carrier may have done it although it failed.
fn may_be_void(error: &Error) -> bool {
    let lost = matches!(
        error.kind(),
        ErrorKind::Unavailable { sent: true, .. }
            | ErrorKind::TimedOut { sent: true }
            | ErrorKind::Unreadable { .. }
    );
    lost || error.outcome_is_unknown()
}

impl Body {
    /// Ends the work on two labels of which one is void.
    fn tidy(&mut self) {
        let standing = |thing: &Thing| !self.is_thing_void(thing);
        let others = self.extra.iter().filter_map(|extra| extra.thing.as_ref());
        let all = others.filter(|thing| standing(thing)).count()
            + usize::from(self.thing().as_ref().is_some_and(standing));
        if !self.extra.is_empty() && all <= 1 {
            self.wanted = None;
        }
    }

    /// The label that stands becomes the answer where the one that was is void. Its papers.
    fn swap_void(&mut self) -> Vec<crate::model::Document> {
        let Some(there) = self.thing().filter(|thing| self.is_thing_void(thing)) else {
            return Vec::new();
        };
        let stands = |thing: &Thing| !self.is_thing_void(thing);
        let standing = self.extra.iter().position(|extra| extra.thing.as_ref().is_some_and(stands));
        let Some(mut other) =
            standing.map(|place| self.extra.remove(place)).and_then(|extra| extra.thing)
        else {
            return Vec::new();
        };
        let papers = other.take_out();
        self.extra.push(super::body::Extra::new(None, there));
        self.set(Some(other));
        papers
    }
}
