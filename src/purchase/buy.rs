//! Buying under a key: take it, send once, note what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use uuid::Uuid;

use super::answer::{Bought, BuyError, Outcome};
use super::body::Body;
use super::clock::Since;
use super::guard::Guarded;
use super::item::{Item, Purchase, word};
use super::journal::{Journal, read};
use super::judge::Came;
use super::made::Thing;
use super::note::not_noted;
use super::{fingerprint, settle};
use crate::carrier::{Carrier, Error, ErrorKind, PurchaseSafety};
use crate::model::{Money, PurchaseKey};
use crate::points::point;
use crate::store::{Begun, Change, Entry, Fingerprint, Record, State, StoreError};

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
        let asked = fingerprint::of(&purchase.carrier, &purchase.item)?;
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
        let Guarded { item, cost, quoted, .. } = self.guarded(purchase, carrier).await?;
        self.countable(cost)?;
        point("buy.asked");
        let mut body = self.prepared(item, PurchaseKey::random(), &**carrier).await?;
        (body.quoted, body.expected) = (quoted, cost);
        let mut entry =
            Entry::new(key, word(purchase.item.kind()), purchase.carrier.clone(), asked);
        entry.order.clone_from(&purchase.order);
        entry.supplier.clone_from(&purchase.supplier);
        (entry.cost, entry.lease) = (cost, self.settings.lease);
        entry.body = body.text()?;
        let since = Since::now();
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
        let Guarded { item, cost, quoted, .. } = self.guarded(purchase, carrier).await?;
        let cost = cost.or(record.cost);
        self.countable(cost)?;
        let before = read(record)?;
        let body = self.prepared(item, before.purchase, &**carrier).await?;
        let mut body = body.following(&before);
        (body.expected, body.part_of) = (cost, before.part_of);
        body.quoted = quoted.or(before.quoted);
        let mut change = Change::to(State::Sending, body.text()?);
        (change.due, change.cost) = (Some(self.settings.lease), cost);
        let since = Since::now();
        point("again.prepared");
        let begun = self.store.begin_again(record, change, &self.settings.limits).await?;
        point("again.committed");
        taken(begun, cost, since)
    }

    pub(super) async fn prepared(
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
            record = self.still_there(&record.key).await?;
        }
    }

    /// A record that was there before.
    pub(super) async fn still_there(&self, key: &str) -> Result<Record, StoreError> {
        self.store.record(key).await?.ok_or_else(|| StoreError::Unreadable {
            key: key.to_owned(),
            why: "it is not there any more".to_owned(),
        })
    }

    /// Whether whoever sends has had its time.
    pub(super) async fn is_gone(&self, record: &Record) -> Result<bool, StoreError> {
        match record.due {
            Some(due) if record.state == State::Sending => Ok(due <= self.store.now().await?),
            _ => Ok(false),
        }
    }

    /// Sends what the record holds, in a task of its own: a caller who leaves does not stop it half way.
    pub(super) async fn send(
        &self,
        carrier: Arc<dyn Carrier>,
        record: Record,
        since: Since,
    ) -> Result<Bought, BuyError> {
        let journal = self.clone();
        let body = read(&record)?;
        let (key, purchase) = (record.key.clone(), body.purchase);
        let sending = tokio::spawn(async move {
            let came = Came::of(journal.sent_once(&*carrier, &body, since).await);
            if let Came::Unknown(_) = came {
                journal.watches.sent(&record.key, &body, since);
            }
            point("buy.answered");
            let noted = journal.note(record, Some(body.attempt), came).await;
            point("buy.noted");
            noted.map(|(bought, _)| bought)
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
        Err(not_noted(Bought::new(key, purchase, outcome), error))
    }

    async fn sent_once(
        &self,
        carrier: &dyn Carrier,
        body: &Body,
        since: Since,
    ) -> Result<Thing, Error> {
        let Some(ready) = &body.ready else { return Err(unsent(carrier, body)) };
        // Whoever comes late may be taken for gone, and another one settles what it has not sent yet.
        let spare = self.settings.lease.saturating_sub(self.settings.call);
        if since.at_most() > spare / 2 {
            return Err(unsent(carrier, body));
        }
        point("buy.sending");
        self.in_time(carrier.id(), ready.operation(), ready.send(carrier)).await
    }
}

/// A key, and who has it.
pub(super) enum Taken {
    /// We, since a moment that was before.
    Ours(Record, Since),
    /// Somebody had it.
    Known(Record),
}

pub(super) fn taken(begun: Begun, cost: Option<Money>, since: Since) -> Result<Taken, BuyError> {
    match begun {
        Begun::New(record) => Ok(Taken::Ours(record, since)),
        Begun::Known(record) => Ok(Taken::Known(record)),
        Begun::OverLimit { limit, spent } => {
            let cost = cost.unwrap_or_else(|| Money::zero(limit.most.currency()));
            Err(BuyError::OverLimit { cost, limit: Box::new(limit), spent })
        }
    }
}

/// What a purchase costs: as paid, as expected where that is not told, nothing where it is void. Of a part the group counts it.
pub(super) fn cost_of(record: &Record, body: &Body) -> Option<Money> {
    if body.part_of.is_some() {
        return None;
    }
    let Some(thing) = body.thing() else {
        return body.remains.as_ref().and_then(|remains| remains.total).or(record.cost);
    };
    let of = |thing: &Thing, told: Option<Money>| {
        if body.is_thing_void(thing) { told.map(|told| Money::zero(told.currency())) } else { told }
    };
    let expected = body.expected.or(record.cost);
    let first = of(&thing, thing.total().or(expected));
    let others = body.extra.iter().filter_map(|extra| extra.thing.as_ref());
    others.filter_map(|other| of(other, other.total())).fold(first, |sum, other| match sum {
        Some(sum) => sum.checked_add(other).or(Some(sum)),
        None => Some(other),
    })
}

fn unsent(carrier: &dyn Carrier, body: &Body) -> Error {
    let operation = body
        .ready
        .as_ref()
        .map_or(crate::carrier::Operation::BuyLabel, super::item::Ready::operation);
    Error::new(carrier.id(), operation, ErrorKind::TimedOut { sent: false })
}

/// Whether the journal can settle a lost answer by itself.
pub(super) const fn can_settle(safety: PurchaseSafety) -> bool {
    !matches!(safety, PurchaseSafety::Blind)
}
