//! What is answered about several labels that are bought as one: all of them, or none. How that is done is the journal's business.

use serde::{Deserialize, Serialize};

use super::{PricesDocument, ShipmentDocument};
use crate::carrier::Failure;
use crate::model::{CarrierId, Label, Money};
use crate::purchase::{Bought, BoughtParcels, Details, Outcome, Void};
use crate::select::Selection;
use crate::store::State;

/// What came of buying a label for each parcel. Beside each label its receipt is written as `ship` has it, so that `track`, `void` and
/// `return` take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ShipParcelsDocument {
    /// The key of the whole in the journal: the same again is the same purchase.
    pub key: String,
    /// What was sent.
    pub shipment: ShipmentDocument,
    /// How it was chosen; `None`: the caller named the service, or it was chosen in an earlier run under the same key.
    pub selection: Option<Selection>,
    /// What all labels cost; `None`: not told of each, or not in one currency.
    pub total: Option<Money>,
    /// Both prices where all labels together cost more than was chosen; `None`: they did not, or it is not known.
    pub dearer: Option<PricesDocument>,
    /// Each label, in the order of the parcels.
    pub parts: Vec<PartDocument>,
    /// What a person has to do; empty: nothing.
    pub wanted: Vec<String>,
}

impl ShipParcelsDocument {
    /// Labels that were bought.
    #[must_use]
    pub fn new(
        bought: BoughtParcels,
        shipment: ShipmentDocument,
        selection: Option<Selection>,
    ) -> Self {
        let total = standing(&bought);
        let BoughtParcels { key, parts, wanted, dearer, .. } = bought;
        let (parts, dearer) = (of_each(parts), dearer.map(PricesDocument::from));
        Self { key, shipment, selection, total, dearer, parts, wanted }
    }
}

/// Several labels of which not all were bought, or of which that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ParcelsFailure {
    /// The key of the whole in the journal.
    pub key: String,
    /// How many parcels there are.
    pub parcels: usize,
    /// The parcel that was not sold, from 1, so that all others are taken back; `None`: they are not.
    pub refused_parcel: Option<usize>,
    /// Each that was begun, in the order of the parcels, without its papers.
    pub parts: Vec<PartDocument>,
    /// What was bought and is not void, as far as it is told; `None`: nothing was, or it is not told.
    pub total: Option<Money>,
    /// What a person has to do; empty: nothing, or the journal goes on by itself.
    pub wanted: Vec<String>,
    /// How it failed.
    #[serde(flatten)]
    pub failure: Failure,
}

impl ParcelsFailure {
    /// How the labels of so many parcels failed.
    #[must_use]
    pub fn new(bought: BoughtParcels, parcels: usize, failure: Failure) -> Self {
        let total = standing(&bought);
        let BoughtParcels { key, parts, wanted, undone, .. } = bought;
        let parts = without_papers(of_each(parts));
        let refused = parts.iter().find(|part| part.state == State::Refused);
        // What never left, and is not tried any more, stopped the whole as well.
        let unsent = || parts.iter().find(|part| part.state == State::NotSent);
        let stopped = undone.and_then(|_| refused.or_else(unsent));
        let refused_parcel = stopped.map(|part| part.parcel);
        Self { key, parcels, refused_parcel, parts, total, wanted, failure }
    }
}

/// What became of taking several labels back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VoidParcelsDocument {
    /// The key of the whole in the journal.
    pub key: String,
    /// The account that was asked.
    pub carrier: CarrierId,
    /// Whether every label that was bought is void.
    pub voided: bool,
    /// Whether it is not known of a label whether it is void.
    pub outcome_unknown: bool,
    /// What was bought and is not void, as far as it is told; `None`: nothing is left, or it is not told.
    pub total: Option<Money>,
    /// Each label, in the order of the parcels, without its papers.
    pub parts: Vec<PartDocument>,
    /// What a person has to do; empty: nothing.
    pub wanted: Vec<String>,
}

impl VoidParcelsDocument {
    /// What became of each.
    #[must_use]
    pub fn new(carrier: CarrierId, bought: BoughtParcels) -> Self {
        use crate::purchase::VoidAnswer::{InProgress, Unknown};
        let total = standing(&bought);
        let BoughtParcels { key, parts, wanted, voided, .. } = bought;
        let parts = without_papers(of_each(parts));
        let is_open = |part: &PartDocument| {
            let last = part.voids.last().map(|void| &void.answer);
            !part.voided && matches!(last, Some(InProgress | Unknown { .. }))
        };
        let outcome_unknown = parts.iter().any(is_open);
        Self { key, carrier, voided, outcome_unknown, total, parts, wanted }
    }
}

/// One of several labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PartDocument {
    /// The parcel, from 1.
    pub parcel: usize,
    /// Its own key in the journal.
    pub key: String,
    /// The reference that the carrier was given.
    pub token: String,
    /// How far it is.
    pub state: State,
    /// Whether the carrier said that it is void.
    pub voided: bool,
    /// The number it is followed by, or else the carrier's own of it; `None`: not bought, or not told.
    pub number: Option<String>,
    /// What was paid, whether it is void by now or not; `None`: not bought, or not told.
    pub paid: Option<Money>,
    /// What went wrong; `None`: nothing.
    pub failure: Option<Failure>,
    /// What was asked to be taken back, oldest first.
    pub voids: Vec<Void>,
    /// What a person has to do; `None`: nothing.
    pub wanted: Option<String>,
    /// The label with its papers; `None`: it was not bought, or not all of its like were.
    pub label: Option<Label>,
}

impl PartDocument {
    fn new(parcel: usize, bought: Bought) -> Self {
        let mut part = Self {
            parcel,
            token: bought.purchase.token(),
            key: bought.key,
            state: State::Unknown,
            voided: bought.voided,
            number: None,
            paid: None,
            failure: None,
            voids: bought.voids,
            wanted: bought.wanted,
            label: None,
        };
        match bought.outcome {
            Outcome::Made(label) => {
                part.state = State::Made;
                part.number = label.tracking_number.clone().or_else(|| Some(label.id.clone()));
                (part.paid, part.label) = (label.total, Some(*label));
            }
            Outcome::Refused(why) => (part.state, part.failure) = (State::Refused, Some(*why)),
            Outcome::NotSent(why) => (part.state, part.failure) = (State::NotSent, Some(*why)),
            Outcome::Unknown { why, .. } => part.failure = why.map(|why| *why),
            Outcome::InProgress { .. } => part.state = State::Sending,
            Outcome::Forgotten { id: Some(id), total } => {
                (part.state, part.number, part.paid) = (State::Made, Some(id), total);
            }
            Outcome::Forgotten { id: None, .. } => part.state = State::NotSent,
            // A part is a label.
            Outcome::Booked(_) | Outcome::Closed(_) => {}
        }
        part
    }
}

fn of_each(parts: Vec<Bought>) -> Vec<PartDocument> {
    (1..).zip(parts).map(|(parcel, part)| PartDocument::new(parcel, part)).collect()
}

/// What is not for use shows no paper.
fn without_papers(mut parts: Vec<PartDocument>) -> Vec<PartDocument> {
    for part in &mut parts {
        part.label = None;
    }
    parts
}

/// What was bought and is not void, in one sum; `None`: nothing was, or one is not told, or they are not in one currency.
fn standing(bought: &BoughtParcels) -> Option<Money> {
    let mut paid =
        bought.parts.iter().filter(|part| !part.voided).filter_map(|part| match &part.outcome {
            Outcome::Made(label) => Some(label.total),
            Outcome::Forgotten { id: Some(_), total } => Some(*total),
            _ => None,
        });
    let first = paid.next()??;
    paid.try_fold(first, |sum, one| sum.checked_add(one?))
}

/// All that is known of one purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PurchaseDocument {
    /// As the journal has it.
    #[serde(flatten)]
    pub details: Details,
    /// Each label of a purchase of several parcels that was begun, in their order, without its papers; empty: it is one.
    #[serde(default)]
    pub labels: Vec<PartDocument>,
}

impl PurchaseDocument {
    /// A purchase, and the labels of one of several parcels.
    #[must_use]
    pub fn new(details: Details, labels: Option<BoughtParcels>) -> Self {
        let labels = labels.filter(|_| !details.parts.is_empty());
        let labels = labels.map(|labels| without_papers(of_each(labels.parts)));
        Self { details, labels: labels.unwrap_or_default() }
    }
}
