//! Several parcels that a carrier sells one by one, as one purchase: all, or what was bought is taken back. What is stored of the whole
//! is told here, and how it is asked for; how it is gone through in [`group`](super::group).

use serde::{Deserialize, Serialize};

use super::answer::{Bought, BuyError, Outcome};
use super::body::{Body, written};
use super::fingerprint;
use super::guard::{Dearer, Price};
use super::item::{Item, Purchase};
use super::journal::Journal;
use crate::carrier::{Carrier, Error, Failure, Operation};
use crate::model::{Faults, LabelRequest, Money, PurchaseKey, Rate};
use crate::quote::one_parcel_each;
use crate::store::{Instant, Record, State, StoreError};

/// The word that a purchase of several labels is kept under.
pub(super) const KIND: &str = "parcels";

/// A purchase of several parcels as the journal knows it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BoughtParcels {
    /// The caller's key, or the one that was made.
    pub key: String,
    /// What came of the whole.
    pub outcome: ParcelsOutcome,
    /// Each label, in the order of the parcels, under a key of its own; those that were never begun are not here. One, where the
    /// carrier sells all parcels by one label.
    pub parts: Vec<Bought>,
    /// What a person has to do, each with the key of its part; empty: nothing.
    pub wanted: Vec<String>,
    /// Why those that were bought are taken back, or were; `None`: they are not.
    pub undone: Option<Failure>,
    /// Whether the carrier said that every label that was bought is void; `false` where none was.
    pub voided: bool,
    /// Both prices of labels that together cost more than was chosen; `None`: they did not, or it is not known.
    pub dearer: Option<Dearer>,
}

/// What came of several parcels.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ParcelsOutcome {
    /// Every label was bought.
    Made,
    /// One was not bought, and what was bought before is taken back, as far as `wanted` says nothing else. The same key gives the same
    /// answer; a new try needs a new key.
    Undone(Box<Failure>),
    /// Nothing was bought; the same key may be tried again.
    NotSent(Box<Failure>),
    /// It is not known of every label whether it was bought, or whether it is void. The journal goes on, or a person has to.
    Unknown,
    /// Somebody else is at it.
    InProgress {
        /// Since when.
        since: Instant,
    },
    /// Its order was forgotten.
    Forgotten,
}

/// What is stored of the whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GroupBody {
    /// The key of each label.
    pub(super) parts: Vec<String>,
    /// What each is bought with; empty: forgotten.
    #[serde(default)]
    pub(super) requests: Vec<LabelRequest>,
    /// What was asked for as a whole, before it was divided; `None`: forgotten.
    #[serde(default)]
    pub(super) whole: Option<LabelRequest>,
    /// What all were expected to cost.
    #[serde(default)]
    pub(super) expected: Option<Money>,
    /// What was chosen for all; `None`: not told.
    #[serde(default)]
    pub(super) quoted: Option<Price>,
    /// Whether all that was bought is void, as it was when the parts were last gone through.
    #[serde(default)]
    pub(super) voided: bool,
    /// Why those that were bought are taken back; `None`: they are not.
    #[serde(default)]
    pub(super) undo: Option<Failure>,
    /// What went wrong last.
    #[serde(default)]
    pub(super) failure: Option<Failure>,
    /// What a person has to do.
    #[serde(default)]
    pub(super) wanted: Vec<String>,
}

impl GroupBody {
    pub(super) fn read(record: &Record) -> Result<Self, StoreError> {
        serde_json::from_str(&record.body).map_err(|error| StoreError::Unreadable {
            key: record.key.clone(),
            why: error.to_string(),
        })
    }

    pub(super) fn text(&self) -> Result<String, StoreError> {
        written(self)
    }
}

/// What stays of a record's body when its order is forgotten.
pub(super) fn forgotten(text: &str) -> String {
    match serde_json::from_str::<GroupBody>(text) {
        Ok(mut group) => {
            (group.requests, group.whole, group.wanted) = (Vec::new(), None, Vec::new());
            for failure in group.undo.iter_mut().chain(&mut group.failure) {
                failure.message.clear();
            }
            serde_json::to_string(&group).unwrap_or_else(|_| "{}".to_owned())
        }
        Err(_) => Body::forgotten(text),
    }
}

impl Journal {
    /// Buys the labels of all parcels, or none: where the carrier sells fewer parcels by one label than there are, each parcel is a
    /// purchase of its own under a key made from this one, and where one is refused those that were bought before are voided. Where the
    /// carrier sells all by one label this is [`buy`](Self::buy).
    ///
    /// The same key gives the same answer. Limits count the sum, once.
    ///
    /// # Errors
    ///
    /// [`BuyError`]: nothing was sent, but for [`BuyError::NotNoted`]. A shipment that cannot be divided is
    /// [`BuyError::NotPrepared`].
    pub async fn buy_parcels(&self, purchase: Purchase) -> Result<BoughtParcels, BuyError> {
        let mut purchase = purchase;
        let key = purchase.key.get_or_insert_with(|| uuid::Uuid::new_v4().to_string()).clone();
        let known = self.store.record(&key).await?;
        let carrier = std::sync::Arc::clone(self.carrier(purchase.carrier.as_str())?);
        let most = carrier.capabilities().parcels_per_label;
        let several = match &purchase.item {
            Item::Label(request) => {
                most.is_some_and(|most| request.shipment.parcels.len() > most.get())
            }
            _ => false,
        };
        let is_group = known.as_ref().map_or(several, |record| record.kind == KIND);
        if !is_group {
            return Ok(of_one(self.buy(purchase).await?));
        }
        let asked = fingerprint::of(&purchase.carrier, &purchase.item)?;
        if known.as_ref().is_some_and(|known| known.fingerprint != asked) {
            return Err(BuyError::AnotherRequest(key));
        }
        self.buy_group(carrier, &key, &purchase, asked, known).await
    }

    /// What is known of a key of several parcels; `None`: nothing was ever bought under it. Asks no carrier.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the journal cannot be read.
    pub async fn look_parcels(&self, key: &str) -> Result<Option<BoughtParcels>, StoreError> {
        match self.store.record(key).await? {
            Some(record) if record.kind == KIND => self.told_group(record).await.map(Some),
            Some(record) => Ok(Some(of_one(self.told(record).await?))),
            None => Ok(None),
        }
    }

    pub(super) async fn told_group(&self, record: Record) -> Result<BoughtParcels, StoreError> {
        let body = GroupBody::read(&record)?;
        let (mut parts, mut wanted) = (Vec::new(), body.wanted);
        for key in &body.parts {
            let Some(part) = self.look(key).await? else { continue };
            let todo = part.wanted.as_ref().map(|todo| format!("{key}: {todo}"));
            wanted.extend(todo.filter(|todo| !wanted.contains(todo)));
            parts.push(part);
        }
        let made: Vec<_> = parts.iter().filter(|part| is_made(part)).collect();
        let voided = !made.is_empty() && made.iter().all(|part| part.voided);
        let dearer = match (record.state, body.quoted) {
            (State::Made, Some(quoted)) => Price::of_all(made.iter().map(|part| price(part)))
                .and_then(|paid| Dearer::of(quoted, paid)),
            _ => None,
        };
        let undone = body.undo.clone();
        let failure = body.undo.or(body.failure).map(Box::new);
        let outcome = match (record.state, failure) {
            (State::Sending, _) => ParcelsOutcome::InProgress { since: record.changed },
            (State::Made, _) => ParcelsOutcome::Made,
            (State::Refused, Some(why)) => ParcelsOutcome::Undone(why),
            (State::NotSent, Some(why)) => ParcelsOutcome::NotSent(why),
            (_, _) if body.requests.is_empty() => ParcelsOutcome::Forgotten,
            (State::Unknown, _) => ParcelsOutcome::Unknown,
            (state, None) => {
                let why = format!("it is {} and does not say why", state.word());
                return Err(StoreError::Unreadable { key: record.key, why });
            }
        };
        Ok(BoughtParcels { key: record.key, outcome, parts, wanted, undone, voided, dearer })
    }
}

fn is_made(part: &Bought) -> bool {
    matches!(part.outcome, Outcome::Made(_) | Outcome::Forgotten { id: Some(_), .. })
}

fn price(part: &Bought) -> Option<Price> {
    match &part.outcome {
        Outcome::Made(label) => Price::of_label(label),
        _ => None,
    }
}

/// A purchase of one label as one of several parcels.
fn of_one(bought: Bought) -> BoughtParcels {
    let outcome = match &bought.outcome {
        Outcome::Made(_) | Outcome::Booked(_) | Outcome::Closed(_) => ParcelsOutcome::Made,
        Outcome::Refused(why) => ParcelsOutcome::Undone(why.clone()),
        Outcome::NotSent(why) => ParcelsOutcome::NotSent(why.clone()),
        Outcome::Unknown { .. } => ParcelsOutcome::Unknown,
        Outcome::InProgress { since } => ParcelsOutcome::InProgress { since: *since },
        Outcome::Forgotten { .. } => ParcelsOutcome::Forgotten,
    };
    let wanted = bought.wanted.iter().map(|wanted| format!("{}: {wanted}", bought.key)).collect();
    let (key, voided, dearer) = (bought.key.clone(), bought.voided, bought.dearer);
    BoughtParcels { key, outcome, parts: vec![bought], wanted, undone: None, voided, dearer }
}

/// One request for each parcel, each of which the carrier would take; what happens once for the whole is not divided.
pub(super) fn divided(
    request: &LabelRequest,
    rate: Option<&Rate>,
    carrier: &dyn Carrier,
) -> Result<Vec<LabelRequest>, Error> {
    let invalid = |faults| Error::invalid(carrier.id(), Operation::BuyLabel, faults);
    let once = |field: &str| {
        let why = "cannot be divided among labels that are sold one by one; ask for it on its own";
        invalid(Faults::one(field, why))
    };
    if request.with_return.is_some() {
        return Err(once("with_return"));
    }
    if request.collection.is_some() {
        return Err(once("collection"));
    }
    let shipments = one_parcel_each(&request.shipment).map_err(invalid)?;
    let mut requests = Vec::with_capacity(shipments.len());
    for (index, shipment) in shipments.into_iter().enumerate() {
        let of_parcel =
            |rate: &Rate| rate.parts.iter().find(|part| part.parcel == index + 1)?.handle.clone();
        let part = LabelRequest {
            key: PurchaseKey::random(),
            shipment,
            rate: rate.and_then(of_parcel),
            ..request.clone()
        };
        carrier.prepare_label(part.clone())?;
        requests.push(part);
    }
    Ok(requests)
}
