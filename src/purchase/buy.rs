//! Buying under a key: take it, send once, note what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use uuid::Uuid;

use super::answer::{Bought, BuyError, Outcome};
use super::body::{Body, take_out};
use super::guard::{self, Guarded};
use super::item::{Item, Purchase, word};
use super::journal::{Journal, read};
use super::{fingerprint, settle};
use crate::carrier::{Carrier, Error, ErrorKind, Failure, PurchaseSafety};
use crate::model::{Document, Label, Money, PurchaseKey};
use crate::points::point;
use crate::store::{Begun, Change, Entry, Fingerprint, Record, State, StoreError};

/// How often a change is tried again while the store is busy or somebody else changes the record.
const TRIES: u32 = 5;

impl Journal {
    /// Buys once, however often it is asked under the same key.
    ///
    /// A key whose purchase was made, refused for what it says, or is unknown gives the same answer again without a call. What was
    /// never sent, or refused for the credentials or the pace, is tried again. While another caller is at it this waits for as long
    /// as [`Settings::wait`](super::Settings::wait) says. Once begun, a purchase goes on when the future is dropped.
    ///
    /// # Errors
    ///
    /// [`BuyError`]: nothing was sent, but for [`BuyError::NotNoted`].
    pub async fn buy(&self, purchase: Purchase) -> Result<Bought, BuyError> {
        let carrier = Arc::clone(self.carrier(purchase.carrier.as_str())?);
        let key = purchase.key.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
        let asked = fingerprint::of(&purchase.carrier, &purchase.item)
            .map_err(|error| unwritable(&error))?;
        let known = match self.store.record(&key).await? {
            Some(record) => record,
            None => match self.begin(&key, &purchase, asked, &carrier).await? {
                Taken::Ours(record, since) => return self.send(carrier, record, since).await,
                Taken::Known(record) => record,
            },
        };
        if known.fingerprint != asked {
            return Err(BuyError::AnotherRequest(key));
        }
        self.again(carrier, known, &purchase).await
    }

    /// Takes the key, with what will be sent under it.
    async fn begin(
        &self,
        key: &str,
        purchase: &Purchase,
        asked: Fingerprint,
        carrier: &Arc<dyn Carrier>,
    ) -> Result<Taken, BuyError> {
        let Guarded { item, cost, quoted } = self.guarded(purchase, carrier).await?;
        self.countable(cost)?;
        point("buy.asked");
        let mut body = self.prepared(item, PurchaseKey::random(), &**carrier).await?;
        body.quoted = quoted;
        let mut entry =
            Entry::new(key, word(purchase.item.kind()), purchase.carrier.clone(), asked);
        entry.order.clone_from(&purchase.order);
        entry.supplier.clone_from(&purchase.supplier);
        (entry.cost, entry.lease) = (cost, self.settings.lease);
        entry.body = body.text().map_err(|error| unwritable(&error))?;
        let since = Clock::now();
        point("buy.prepared");
        taken(self.store.begin(entry, &self.settings.limits).await?, cost, since)
    }

    /// Takes a key again under which nothing was sent.
    async fn begin_again(
        &self,
        record: &Record,
        purchase: &Purchase,
        carrier: &Arc<dyn Carrier>,
    ) -> Result<Taken, BuyError> {
        let Guarded { item, cost, quoted } = self.guarded(purchase, carrier).await?;
        let cost = cost.or(record.cost);
        self.countable(cost)?;
        let before = read(record)?;
        let mut body = self.prepared(item, before.purchase, &**carrier).await?;
        body.sent.splice(0..0, before.sent);
        body.quoted = quoted.or(before.quoted);
        let mut change =
            Change::to(State::Sending, body.text().map_err(|error| unwritable(&error))?);
        (change.due, change.cost) = (Some(self.settings.lease), cost);
        let since = Clock::now();
        taken(self.store.begin_again(record, change, &self.settings.limits).await?, cost, since)
    }

    async fn prepared(
        &self,
        item: Item,
        key: PurchaseKey,
        carrier: &dyn Carrier,
    ) -> Result<Body, BuyError> {
        let safety = carrier.purchase_safety(item.kind());
        let ready = item.with_purchase_key(key).prepared(carrier)?;
        let mut body = Body::new(ready, safety);
        body.sent.push(self.store.now().await?);
        Ok(body)
    }

    /// A key that was taken before, for the same request.
    async fn again(
        &self,
        carrier: Arc<dyn Carrier>,
        mut record: Record,
        purchase: &Purchase,
    ) -> Result<Bought, BuyError> {
        let patience = Clock::now();
        let mut pause = Duration::from_millis(10);
        loop {
            let gone = self.is_gone(&record).await?;
            match record.state {
                State::NotSent => {
                    if let Taken::Ours(record, since) =
                        self.begin_again(&record, purchase, &carrier).await?
                    {
                        return self.send(carrier, record, since).await;
                    }
                }
                State::Sending if gone => {
                    settle::abandoned(self, &record).await?;
                }
                State::Sending if patience.elapsed() < self.settings.wait => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_millis(250));
                }
                _ => return Ok(self.told(record).await?),
            }
            let key = record.key.clone();
            record = self.store.record(&key).await?.ok_or_else(|| StoreError::Unreadable {
                key,
                why: "it is not there any more".to_owned(),
            })?;
        }
    }

    /// Whether whoever sends has had its time.
    async fn is_gone(&self, record: &Record) -> Result<bool, StoreError> {
        match record.due {
            Some(due) if record.state == State::Sending => Ok(due <= self.store.now().await?),
            _ => Ok(false),
        }
    }

    /// Sends what the record holds, in a task of its own: a caller who leaves does not stop it half way.
    async fn send(
        &self,
        carrier: Arc<dyn Carrier>,
        record: Record,
        since: Clock,
    ) -> Result<Bought, BuyError> {
        let journal = self.clone();
        let (key, purchase) = (record.key.clone(), read(&record)?.purchase);
        let sending = tokio::spawn(async move {
            let body = read(&record)?;
            let result = journal.sent_once(&*carrier, &body, since).await;
            point("buy.answered");
            journal.note(record, body, result).await
        });
        match sending.await {
            Ok(bought) => bought,
            Err(_) => self.broken_off(key, purchase).await,
        }
    }

    /// The task that sent it ended half way, by a fault of the carrier's code: it may have been sent.
    async fn broken_off(&self, key: String, purchase: PurchaseKey) -> Result<Bought, BuyError> {
        let noted = async {
            if let Some(record) = self.store.record(&key).await? {
                settle::abandoned(self, &record).await?;
            }
            self.look(&key).await
        };
        let error = match noted.await {
            Ok(Some(bought)) => return Ok(bought),
            Ok(None) => StoreError::failed("the record is not there any more"),
            Err(error) => error,
        };
        let outcome = Outcome::Unknown { why: None, wanted: None };
        Err(not_noted(Bought { key, purchase, outcome, dearer: None }, error))
    }

    async fn sent_once(
        &self,
        carrier: &dyn Carrier,
        body: &Body,
        since: Clock,
    ) -> Result<Label, Error> {
        let Some(ready) = &body.ready else { return Err(unsent(carrier, body)) };
        // Whoever comes late may be taken for gone, and another one settles what it has not sent yet.
        let spare = self.settings.lease.saturating_sub(self.settings.call);
        if since.elapsed() > spare / 2 {
            return Err(unsent(carrier, body));
        }
        point("buy.sending");
        match tokio::time::timeout(self.settings.call, ready.send(carrier)).await {
            Ok(result) => result,
            Err(_) => {
                Err(Error::new(carrier.id(), ready.operation(), ErrorKind::TimedOut { sent: true }))
            }
        }
    }

    /// Notes what came of it; the money may be spent, so this tries as long as it may help.
    pub(super) async fn note(
        &self,
        record: Record,
        mut body: Body,
        result: Result<Label, Error>,
    ) -> Result<Bought, BuyError> {
        let (state, papers) = match result {
            Ok(mut label) => {
                let papers = take_out(&mut label);
                (body.label, body.failure, body.wanted) = (Some(label), None, None);
                (State::Made, papers)
            }
            Err(error) => {
                let state = state_of(&error);
                body.failure = Some(Failure::from(&error));
                (state, Vec::new())
            }
        };
        let mut change = Change::to(state, String::new());
        change.cost = cost_of(&record, &body);
        change.papers = papers;
        let written = match state {
            State::Unknown => settle::next(self, &mut body, &mut change),
            _ => body.text().map(|text| change.body = text).map_err(|error| unwritable(&error)),
        };
        // From here on nothing may end without telling what came of it.
        let outcome = came_of_it(state, &body, &change.papers);
        let (key, dearer) = (record.key.clone(), guard::dearer(&body));
        let came_of_it = Bought { key, purchase: body.purchase, outcome, dearer };
        if let Err(error) = written {
            return Err(not_noted(came_of_it, error));
        }
        let mut current = record;
        let mut last = None;
        for again in 0..TRIES {
            match self.store.change(&current, change.clone()).await {
                Ok(Some(_)) => {
                    point("buy.noted");
                    return Ok(came_of_it);
                }
                // Somebody took this for gone and went on; what came of it is known here, and better.
                Ok(None) => match self.store.record(&current.key).await {
                    Ok(Some(other)) if other.state == State::Made => {
                        let told = self.told(other).await;
                        return told.map_err(|error| not_noted(came_of_it, error));
                    }
                    Ok(Some(other)) => current = other,
                    Ok(None) => break,
                    Err(error) => last = Some(error),
                },
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(50) * 2_u32.pow(again)).await;
        }
        Err(not_noted(came_of_it, last.unwrap_or(StoreError::Busy)))
    }
}

/// A key, and who has it.
enum Taken {
    /// We, since a moment that was before.
    Ours(Record, Clock),
    /// Somebody had it.
    Known(Record),
}

fn taken(begun: Begun, cost: Option<Money>, since: Clock) -> Result<Taken, BuyError> {
    match begun {
        Begun::New(record) => Ok(Taken::Ours(record, since)),
        Begun::Known(record) => Ok(Taken::Known(record)),
        Begun::OverLimit { limit, spent } => {
            let cost = cost.unwrap_or_else(|| Money::zero(limit.most.currency()));
            Err(BuyError::OverLimit { cost, limit: Box::new(limit), spent })
        }
    }
}

fn not_noted(came_of_it: Bought, error: StoreError) -> BuyError {
    BuyError::NotNoted { came_of_it: Box::new(came_of_it), error }
}

fn came_of_it(state: State, body: &Body, papers: &[Document]) -> Outcome {
    let failure = body.failure.clone().map(Box::new);
    match (state, body.label.clone(), failure) {
        (State::Made, Some(mut label), _) => {
            super::body::put_back(&mut label, papers.iter().cloned());
            Outcome::Made(Box::new(label))
        }
        (State::Refused, _, Some(failure)) => Outcome::Refused(failure),
        (State::NotSent, _, Some(failure)) => Outcome::NotSent(failure),
        (_, _, why) => Outcome::Unknown { why, wanted: body.wanted.clone() },
    }
}

/// What a purchase costs: as paid, as expected where that is not told.
pub(super) fn cost_of(record: &Record, body: &Body) -> Option<Money> {
    body.label.as_ref().and_then(|label| label.total).or(record.cost)
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

fn unsent(carrier: &dyn Carrier, body: &Body) -> Error {
    let operation = body
        .ready
        .as_ref()
        .map_or(crate::carrier::Operation::BuyLabel, super::item::Ready::operation);
    Error::new(carrier.id(), operation, ErrorKind::TimedOut { sent: false })
}

pub(super) fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Failed(format!("the purchase cannot be written as JSON: {error}"))
}

/// Whether the journal can settle a lost answer by itself.
pub(super) const fn can_settle(safety: PurchaseSafety) -> bool {
    !matches!(safety, PurchaseSafety::Blind)
}
