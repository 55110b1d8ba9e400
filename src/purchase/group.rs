//! Going through a purchase of several parcels: label by label, and back where one cannot be had. Each step reads what is stored, so
//! that whoever finds the group half way goes on with it.

use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use super::answer::BuyError;
use super::buy::{Taken, taken};
use super::clock::Since;
use super::fingerprint;
use super::guard::Guarded;
use super::item::{Item, Purchase, word};
use super::journal::{Journal, read};
use super::parcels::{BoughtParcels, GroupBody, KIND, divided};
use super::recover::Stepped;
use super::settle;
use super::void::{VoidAnswer, Voiding};
use crate::carrier::{Carrier, Error, ErrorKind, Failure, Operation, PurchaseKind};
use crate::model::{Money, PurchaseKey, VoidOutcome};
use crate::points::point;
use crate::store::{Change, Entry, Fingerprint, Record, State, StoreError};

/// How often a part that never left is tried, once another one is bought.
const TRIES: u32 = 3;

/// How far one part is.
enum Part {
    Made,
    Refused(Failure),
    NotSent(Failure),
    /// Unknown, or somebody is at it.
    Open,
}

impl Journal {
    pub(super) async fn buy_group(
        &self,
        carrier: Arc<dyn Carrier>,
        key: &str,
        purchase: &Purchase,
        asked: Fingerprint,
        known: Option<Record>,
    ) -> Result<BoughtParcels, BuyError> {
        let patience = Clock::now();
        let mut record = match known {
            Some(record) => record,
            None => match self.begin_group(&carrier, key, purchase, asked).await? {
                Taken::Ours(record, _) => {
                    point("group.begun");
                    return self.driven(carrier, record).await;
                }
                Taken::Known(record) => record,
            },
        };
        loop {
            if record.fingerprint != asked || record.kind != KIND {
                return Err(BuyError::AnotherRequest(key.to_owned()));
            }
            let is_gone = self.is_gone(&record).await?;
            match record.state {
                State::NotSent => {
                    let mut change = Change::to(State::Sending, record.body.clone());
                    (change.due, change.cost) = (Some(self.settings.lease), record.cost);
                    let limits = &self.settings.limits;
                    let begun = self.store.begin_again(&record, change, limits).await?;
                    match taken(begun, record.cost, Since::now())? {
                        Taken::Ours(record, _) => return self.driven(carrier, record).await,
                        Taken::Known(other) => record = other,
                    }
                    continue;
                }
                State::Sending if is_gone => {
                    if let Some(held) = self.hold_group(&record).await? {
                        return self.driven(carrier, held).await;
                    }
                }
                State::Sending if patience.elapsed() < self.settings.wait => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                _ => return Ok(self.told_group(record).await?),
            }
            record = self.still_there(key).await?;
        }
    }

    async fn begin_group(
        &self,
        carrier: &Arc<dyn Carrier>,
        key: &str,
        purchase: &Purchase,
        asked: Fingerprint,
    ) -> Result<Taken, BuyError> {
        let Item::Label(request) = &purchase.item else {
            return Err(BuyError::AnotherRequest(key.to_owned()));
        };
        // What cannot be divided costs no question about its price.
        let mut requests = divided(request, purchase.rate.as_deref(), &**carrier)?;
        let Guarded { cost, quoted, offer, .. } = self.guarded(purchase, carrier).await?;
        if let Some(offer) = &offer {
            requests = divided(request, Some(offer), &**carrier)?;
        }
        self.countable(cost)?;
        let of = requests.len();
        let body = GroupBody {
            parts: (1..=of).map(|nth| format!("{key}/parcel {nth} of {of}")).collect(),
            requests,
            whole: Some((**request).clone()),
            expected: cost,
            quoted,
            voided: false,
            undo: None,
            failure: None,
            wanted: Vec::new(),
        };
        for part in &body.parts {
            // A key that is too long for its parts is told before any of them is bought.
            Entry::new(part, KIND, purchase.carrier.clone(), asked).fits()?;
        }
        let mut entry = Entry::new(key, KIND, purchase.carrier.clone(), asked);
        entry.order.clone_from(&purchase.order);
        entry.supplier.clone_from(&purchase.supplier);
        (entry.cost, entry.lease, entry.body) = (cost, self.settings.lease, body.text()?);
        taken(self.store.begin(entry, &self.settings.limits).await?, cost, Since::now())
    }

    /// In a task of its own: a caller who leaves does not stop it half way.
    async fn driven(
        &self,
        carrier: Arc<dyn Carrier>,
        record: Record,
    ) -> Result<BoughtParcels, BuyError> {
        let (journal, key) = (self.clone(), record.key.clone());
        let driving = tokio::spawn(async move { journal.drive(&carrier, record).await });
        let record = match driving.await {
            Ok(record) => record.map_err(BuyError::HalfWay)?,
            Err(_) => self.store.record(&key).await?.ok_or(StoreError::Busy)?,
        };
        Ok(self.told_group(record).await?)
    }

    /// Takes a group that is due, or of which whoever was at it is gone.
    async fn hold_group(&self, record: &Record) -> Result<Option<Record>, StoreError> {
        let mut held = Change::to(State::Sending, record.body.clone());
        (held.due, held.cost) = (Some(self.settings.lease), record.cost);
        self.store.change(record, held).await
    }

    /// One step of a recovery.
    pub(super) async fn group_further(&self, record: Record) -> Result<Stepped, StoreError> {
        let body = GroupBody::read(&record)?;
        if !matches!(record.state, State::Sending | State::Unknown) {
            // A part was taken back by itself.
            self.end_group(&record, &body, record.state, None).await?;
            return Ok(Stepped::Nothing);
        }
        let carrier = self.carriers.get(record.carrier.as_str()).map(Arc::clone);
        let Some(carrier) = carrier.filter(|_| !body.requests.is_empty()) else {
            let why = "its carrier is not configured any more, or its order was forgotten";
            let wanted = vec![format!("{}: {why}; look at each part", record.key)];
            let body = GroupBody { wanted, ..body };
            self.end_group(&record, &body, State::Unknown, None).await?;
            return Ok(Stepped::Nothing);
        };
        let Some(held) = self.hold_group(&record).await? else { return Ok(Stepped::Nothing) };
        point("group.held");
        Ok(Stepped::Purchase(self.drive(&carrier, held).await?.state))
    }

    /// Buys part by part, or takes back; the record as it is afterwards.
    async fn drive(
        &self,
        carrier: &Arc<dyn Carrier>,
        mut record: Record,
    ) -> Result<Record, StoreError> {
        let mut body = GroupBody::read(&record)?;
        body.wanted.clear();
        let pause = Some(self.settings.longest_pause);
        for nth in 0..body.parts.len() {
            if body.undo.is_some() {
                break;
            }
            // The lease is for one part.
            let Some(held) = self.hold_group(&record).await? else {
                return self.now_is(record).await;
            };
            record = held;
            point("group.part");
            let mut tries = 0;
            let part = loop {
                let part = self.one_part(carrier, &record, &body, nth).await?;
                tries += 1;
                match part {
                    Part::NotSent(_) if nth > 0 && tries < TRIES => {
                        tokio::time::sleep(self.settings.pause).await;
                    }
                    part => break part,
                }
            };
            match part {
                Part::Made => {}
                Part::Open => return self.end_group(&record, &body, State::Unknown, pause).await,
                Part::NotSent(failure) if nth == 0 => {
                    body.failure = Some(failure);
                    return self.end_group(&record, &body, State::NotSent, None).await;
                }
                Part::NotSent(failure) | Part::Refused(failure) => body.undo = Some(failure),
            }
        }
        if body.undo.is_none() {
            return self.end_group(&record, &body, State::Made, None).await;
        }
        // That it is taken back is durable before the first is: nobody goes on buying after this.
        let mut undoing = Change::to(State::Sending, body.text()?);
        (undoing.due, undoing.cost) = (Some(self.settings.lease), record.cost);
        point("group.undoing");
        let Some(record) = self.store.change(&record, undoing).await? else {
            return self.now_is(record).await;
        };
        point("group.undo_noted");
        let is_open = self.take_back(&record, &mut body).await?;
        point("group.taken_back");
        if is_open {
            return self.end_group(&record, &body, State::Unknown, pause).await;
        }
        let end = if body.wanted.is_empty() { State::Refused } else { State::Unknown };
        self.end_group(&record, &body, end, None).await
    }

    async fn now_is(&self, record: Record) -> Result<Record, StoreError> {
        Ok(self.store.record(&record.key).await?.unwrap_or(record))
    }

    /// One part, begun where it was not, sent where that never happened.
    async fn one_part(
        &self,
        carrier: &Arc<dyn Carrier>,
        group: &Record,
        body: &GroupBody,
        nth: usize,
    ) -> Result<Part, StoreError> {
        let missing = || StoreError::Unreadable {
            key: group.key.clone(),
            why: format!("it has no request for its part {}", nth + 1),
        };
        let key = body.parts.get(nth).ok_or_else(missing)?;
        let item = Item::Label(Box::new(body.requests.get(nth).ok_or_else(missing)?.clone()));
        let asked = fingerprint::of(&group.carrier, &item)?;
        let mut there = self.store.record(key).await?;
        if let Some(record) = &there
            && self.is_gone(record).await?
        {
            settle::abandoned(self, record).await?;
            there = self.store.record(key).await?;
        }
        let purchase_key = match &there {
            Some(record) if record.fingerprint != asked => {
                let why = "another request has the key of its part".to_owned();
                return Err(StoreError::Unreadable { key: record.key.clone(), why });
            }
            Some(record) if record.state != State::NotSent => return part_of(record),
            Some(record) => read(record)?.purchase,
            None => PurchaseKey::random(),
        };
        let age = (self.store.now().await? - group.begun).to_std().unwrap_or_default();
        if age > self.settings.give_up {
            let kind = ErrorKind::TimedOut { sent: false };
            return Ok(Part::Refused(failure(group, kind)));
        }
        let prepared = match self.prepared(item, purchase_key, &**carrier).await {
            Ok(prepared) => prepared,
            Err(BuyError::Store(error)) => return Err(error),
            Err(BuyError::NotPrepared(error)) => return Ok(Part::Refused(Failure::from(&error))),
            Err(error) => return Err(StoreError::failed(error)),
        };
        let mut part = prepared;
        part.part_of = Some(group.key.clone());
        let since = Since::now();
        let held = if let Some(before) = &there {
            part = part.following(&read(before)?);
            let text = part.text()?;
            let mut change = Change::to(State::Sending, text);
            change.due = Some(self.settings.lease);
            self.store.change(before, change).await?
        } else {
            let mut entry =
                Entry::new(key, word(PurchaseKind::Label), group.carrier.clone(), asked);
            entry.order.clone_from(&group.order);
            entry.supplier.clone_from(&group.supplier);
            entry.lease = self.settings.lease;
            entry.body = part.text()?;
            // The group was counted as a whole.
            match self.store.begin(entry, &[]).await? {
                crate::store::Begun::New(record) => Some(record),
                _ => None,
            }
        };
        let Some(held) = held else { return Ok(Part::Open) };
        match self.send(Arc::clone(carrier), held, since).await {
            Ok(_) => {}
            Err(BuyError::Store(error) | BuyError::NotNoted { error, .. }) => return Err(error),
            Err(error) => return Err(StoreError::failed(error)),
        }
        match self.store.record(key).await? {
            Some(record) => part_of(&record),
            None => Ok(Part::Open),
        }
    }

    /// Voids what was bought; whether something is still open. What stays is told among the wanted.
    async fn take_back(&self, group: &Record, body: &mut GroupBody) -> Result<bool, StoreError> {
        let mut is_open = false;
        let age = (self.store.now().await? - group.begun).to_std().unwrap_or_default();
        let patient = age <= self.settings.give_up;
        for key in &body.parts {
            let Some(record) = self.store.record(key).await? else { continue };
            match record.state {
                State::Made => {}
                State::Sending => {
                    is_open = true;
                    continue;
                }
                State::Unknown => {
                    if record.work {
                        body.wanted.push(format!("{key}: whether it was bought is not known"));
                    }
                    is_open |= !record.work;
                    continue;
                }
                State::NotSent | State::Refused => continue,
            }
            point("group.taking_back");
            let bought = match self.void_part(key, &Voiding::all()).await {
                Ok(bought) => bought,
                Err(super::void::VoidError::Store(error)) => return Err(error),
                Err(error) => {
                    body.wanted.push(format!("{key}: {error}"));
                    continue;
                }
            };
            if bought.voided {
                continue;
            }
            match bought.voids.last().map(|void| &void.answer) {
                // The carrier decides later, and says where the case stands.
                Some(VoidAnswer::Known { said: VoidOutcome::Pending { .. } }) => {}
                Some(VoidAnswer::InProgress | VoidAnswer::Unknown { wanted: None, .. }) => {
                    is_open = true;
                }
                Some(VoidAnswer::NotAsked { .. }) if patient => is_open = true,
                Some(VoidAnswer::Known { said: VoidOutcome::Refused { code, text } }) => {
                    body.wanted.push(format!(
                        "{key}: it was bought and the carrier does not take it back ({code}: {text})"
                    ));
                }
                _ => body.wanted.push(format!(
                    "{key}: it was bought and is not void; void it at the carrier's site"
                )),
            }
        }
        Ok(is_open)
    }

    pub(super) async fn end_group(
        &self,
        record: &Record,
        body: &GroupBody,
        state: State,
        due: Option<Duration>,
    ) -> Result<Record, StoreError> {
        let mut body = body.clone();
        body.voided = self.is_all_void(&body).await?;
        let mut change = Change::to(state, body.text()?);
        change.cost = self.cost_of_parts(&body, state).await?.or(record.cost);
        (change.due, change.work) = (due, due.is_none() && !body.wanted.is_empty());
        point("group.ending");
        match self.store.change(record, change).await? {
            Some(changed) => {
                point("group.ended");
                Ok(changed)
            }
            None => self.now_is(record.clone()).await,
        }
    }

    /// What all parts cost: as paid, nothing where void; `None` where not all of it is told.
    async fn cost_of_parts(
        &self,
        body: &GroupBody,
        state: State,
    ) -> Result<Option<Money>, StoreError> {
        if body.undo.is_none() && state != State::Made {
            return Ok(None);
        }
        let mut sum: Option<Money> = None;
        for key in &body.parts {
            let Some(record) = self.store.record(key).await? else { continue };
            let part = read(&record)?;
            let Some(thing) = part.thing() else { continue };
            let Some(total) = thing.total() else { return Ok(None) };
            let cost = if part.is_voided() { Money::zero(total.currency()) } else { total };
            sum = match sum {
                None => Some(cost),
                Some(sum) => sum.checked_add(cost),
            };
            if sum.is_none() {
                return Ok(None);
            }
        }
        Ok(sum)
    }

    /// A part was ended by a person: its group goes on at once.
    pub(super) async fn wake_group_of(&self, record: &Record) -> Result<(), StoreError> {
        match read(record)?.part_of {
            Some(group) => self.store.put_off(&group, Duration::ZERO).await,
            None => Ok(()),
        }
    }
}

fn failure(group: &Record, kind: ErrorKind) -> Failure {
    Failure::from(&Error::new(group.carrier.clone(), Operation::BuyLabel, kind))
}

fn part_of(record: &Record) -> Result<Part, StoreError> {
    let body = read(record)?;
    let why = || {
        body.failure.clone().unwrap_or_else(|| {
            let kind = ErrorKind::Unavailable { sent: false, status: None };
            failure(record, kind)
        })
    };
    Ok(match record.state {
        // A person took it back, or somebody else: the whole cannot be had any more.
        State::Made if body.is_voided() => Part::Refused(failure(
            record,
            ErrorKind::Refused {
                code: "void".to_owned(),
                message: format!("{} is void", record.key),
            },
        )),
        State::Made => Part::Made,
        State::Refused => Part::Refused(why()),
        State::NotSent => Part::NotSent(why()),
        State::Sending | State::Unknown => Part::Open,
    })
}
