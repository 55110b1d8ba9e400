//! What the journal answers.

use super::guard::{Dearer, PriceChanged};
use super::void::Void;
use crate::carrier::{Error, Failure};
use crate::model::{CarrierId, Label, Manifest, Money, Pickup, PurchaseKey, Service};
use crate::store::{Instant, Limit, StoreError};

/// A purchase as the journal knows it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Bought {
    /// The caller's key, or the one that was made.
    pub key: String,
    /// The key that the carrier sees.
    pub purchase: PurchaseKey,
    /// What came of it.
    pub outcome: Outcome,
    /// What a person has to do; `None`: nothing.
    pub wanted: Option<String>,
    /// What was asked to be taken back, oldest first.
    pub voids: Vec<Void>,
    /// Whether the carrier said that all of it is void.
    pub voided: bool,
    /// Both prices of a label that cost more than was chosen; `None`: it did not, or it is not known.
    pub dearer: Option<Dearer>,
}

impl Bought {
    /// Of which nothing is taken back and nothing is to be done.
    pub(super) fn new(key: String, purchase: PurchaseKey, outcome: Outcome) -> Self {
        let (wanted, voids) = (None, Vec::new());
        Self { key, purchase, outcome, wanted, voids, voided: false, dearer: None }
    }
}

/// The four outcomes, and what may be met before and after them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// It was bought: a label, or a return.
    Made(Box<Label>),
    /// The collection is booked.
    Booked(Box<Pickup>),
    /// The day is closed.
    Closed(Box<Manifest>),
    /// The carrier said no. The same key gives the same answer.
    Refused(Box<Failure>),
    /// Nothing was bought; the same key may be tried again.
    NotSent(Box<Failure>),
    /// It may have been bought. Never buy again under another key: the journal goes on looking, or a person has to.
    Unknown {
        /// What went wrong; `None`: the sender was gone before it could tell.
        why: Option<Box<Failure>>,
        /// What a person has to find out; `None`: the journal goes on by itself.
        wanted: Option<String>,
    },
    /// Somebody else is at it.
    InProgress {
        /// Since when.
        since: Instant,
    },
    /// It was bought, and its order was forgotten since.
    Forgotten {
        /// The carrier's number of the shipment; `None`: it was not bought, as far as is known.
        id: Option<String>,
        /// What was paid; `None`: not told.
        total: Option<Money>,
    },
}

/// Why nothing was asked, or what was bought could not be noted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuyError {
    /// No carrier has this name.
    #[error("no carrier is called {0:?}")]
    NoCarrier(String),
    /// The request is one that the carrier would refuse: nothing was sent.
    #[error(transparent)]
    NotPrepared(#[from] Error),
    /// The key is another request's: nothing was sent.
    #[error("the key {0:?} was used for another request; a new purchase needs a new key")]
    AnotherRequest(String),
    /// What a person found is of another kind than what was bought.
    #[error("the key {key:?} is of a {kind}; tell what became of that")]
    AnotherKind {
        /// The key.
        key: String,
        /// What was bought under it.
        kind: String,
    },
    /// The purchase would pass a limit: nothing was sent.
    #[error("{cost} would pass the limit of {}, of which {spent} is spent", limit.most)]
    OverLimit {
        /// What it would cost.
        cost: Money,
        /// The limit.
        limit: Box<Limit>,
        /// What was spent before.
        spent: Money,
    },
    /// There are limits, and what it costs is not known, or in a currency that none of them is in: nothing was sent.
    #[error("spending is limited and the cost is not known in a currency that has a limit")]
    CostUnknown,
    /// The price is not what was chosen any more: nothing was sent, and the same key may be used for another choice of the same.
    #[error("the price was {} and is now {}: {}; nothing was sent, choose again", .0.chosen, .0.now, .0.why)]
    PriceChanged(Box<PriceChanged>),
    /// The carrier does not offer what was chosen any more: nothing was sent.
    #[error("{carrier} does not offer {} any more{}; nothing was sent, choose again", service.name, why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default())]
    ServiceGone {
        /// The carrier.
        carrier: CarrierId,
        /// What was chosen.
        service: Service,
        /// The carrier's words; `None`: it says nothing of it.
        why: Option<String>,
    },
    /// The price could not be asked again: nothing was sent, and the same key may be tried again.
    #[error("nothing was sent, for the price could not be asked again: {}", .0.message)]
    NotQuoted(Box<Failure>),
    /// The journal could not be written or read: nothing was sent.
    #[error("nothing was sent, for the journal cannot be kept: {0}")]
    Store(#[from] StoreError),
    /// A purchase of several parcels was begun, and the journal could not be kept: labels may be bought. It is gone on with by
    /// [`recover`](super::Journal::recover).
    #[error("it was begun, and how far it came could not be noted: {0}")]
    HalfWay(#[source] StoreError),
    /// Something was sent, and what came of it could not be noted. It is found again by [`recover`](super::Journal::recover).
    #[error("it was sent, and what came of it could not be noted: {error}")]
    NotNoted {
        /// What came of it.
        came_of_it: Box<Bought>,
        /// Why it could not be noted.
        error: StoreError,
    },
}
