//! What is bought through the journal.

use serde::{Deserialize, Serialize};

use super::made::Thing;
use crate::carrier::{Carrier, Operation, Prepared, PurchaseKind, Result, Sought};
use crate::model::{
    CarrierId, Handle, LabelRequest, LabelSpec, Manifest, ManifestRequest, Money, Pickup,
    PickupRequest, PurchaseKey, ReturnLabelRequest,
};

/// One purchase: from whom, what, and what for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Purchase {
    /// The caller's name for it, any text: the same name again is the same purchase. `None`: the journal makes one.
    pub key: Option<String>,
    /// Who sells it.
    pub carrier: CarrierId,
    /// What is bought. The key inside is the journal's to give.
    pub item: Item,
    /// The order it is for; `None`: not told.
    pub order: Option<String>,
    /// The supplier who sends it; `None`: not told.
    pub supplier: Option<String>,
    /// What it is expected to cost, as quoted; `None`: not known.
    pub cost: Option<Money>,
}

impl Purchase {
    /// A label of a carrier.
    #[must_use]
    pub fn label(carrier: CarrierId, request: LabelRequest) -> Self {
        Self::of(carrier, Item::Label(Box::new(request)))
    }

    /// A return of a carrier.
    #[must_use]
    pub fn return_label(carrier: CarrierId, request: ReturnLabelRequest) -> Self {
        Self::of(carrier, Item::Return(Box::new(request)))
    }

    /// A collection by a carrier.
    #[must_use]
    pub fn pickup(carrier: CarrierId, request: PickupRequest) -> Self {
        Self::of(carrier, Item::Pickup(Box::new(request)))
    }

    /// The end of a carrier's day.
    #[must_use]
    pub fn manifest(carrier: CarrierId, request: ManifestRequest) -> Self {
        Self::of(carrier, Item::Manifest(Box::new(request)))
    }

    fn of(carrier: CarrierId, item: Item) -> Self {
        Self { key: None, carrier, item, order: None, supplier: None, cost: None }
    }

    /// Under a name of the caller's.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// Something that is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Item {
    /// A label.
    Label(Box<LabelRequest>),
    /// A return.
    Return(Box<ReturnLabelRequest>),
    /// A collection.
    Pickup(Box<PickupRequest>),
    /// The end of the day.
    Manifest(Box<ManifestRequest>),
}

impl Item {
    pub(super) const fn kind(&self) -> PurchaseKind {
        match self {
            Self::Label(_) => PurchaseKind::Label,
            Self::Return(_) => PurchaseKind::Return,
            Self::Pickup(_) => PurchaseKind::Pickup,
            Self::Manifest(_) => PurchaseKind::Manifest,
        }
    }

    pub(super) fn with_purchase_key(mut self, key: PurchaseKey) -> Self {
        match &mut self {
            Self::Label(request) => request.key = key,
            Self::Return(request) => request.key = key,
            Self::Pickup(request) => request.key = key,
            Self::Manifest(request) => request.key = key,
        }
        self
    }

    /// Pure: what will be sent.
    pub(super) fn prepared(self, carrier: &dyn Carrier) -> Result<Ready> {
        Ok(match self {
            Self::Label(request) => Ready::Label(Box::new(carrier.prepare_label(*request)?)),
            Self::Return(request) => Ready::Return(Box::new(carrier.prepare_return(*request)?)),
            Self::Pickup(request) => Ready::Pickup(Box::new(carrier.prepare_pickup(*request)?)),
            Self::Manifest(request) => {
                Ready::Manifest(Box::new(carrier.prepare_manifest(*request)?))
            }
        })
    }
}

/// What was prepared, ready to be sent, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ready {
    Label(Box<Prepared<LabelRequest>>),
    Return(Box<Prepared<ReturnLabelRequest>>),
    Pickup(Box<Prepared<PickupRequest>>),
    Manifest(Box<Prepared<ManifestRequest>>),
}

impl Ready {
    /// Sends it, once.
    pub(super) async fn send(&self, carrier: &dyn Carrier) -> Result<Thing> {
        Ok(match self {
            Self::Label(prepared) => carrier.buy_label(prepared).await?.into(),
            Self::Return(prepared) => carrier.return_label(prepared).await?.into(),
            Self::Pickup(prepared) => carrier.book_pickup(prepared).await?.into(),
            Self::Manifest(prepared) => carrier.close_day(prepared).await?.into(),
        })
    }

    /// What a carrier is asked to look for; `None`: a carrier's look-up knows labels and returns, not this.
    pub(super) fn sought(&self) -> Option<Sought<'_>> {
        match self {
            Self::Label(prepared) => Some(Sought::Label(prepared.request())),
            Self::Return(prepared) => Some(Sought::Return(prepared.request())),
            Self::Pickup(_) | Self::Manifest(_) => None,
        }
    }

    /// What a carrier that says *this key made that already* made, where its handle is all that has to be known of it.
    pub(super) fn existing(&self, handle: &Handle) -> Option<Thing> {
        match self {
            Self::Label(_) | Self::Return(_) => None,
            Self::Pickup(prepared) => {
                Some(Pickup::new(handle.clone(), prepared.request().window).into())
            }
            Self::Manifest(_) => Some(Manifest::new(handle.clone()).into()),
        }
    }

    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Label(_) => Operation::BuyLabel,
            Self::Return(_) => Operation::ReturnLabel,
            Self::Pickup(_) => Operation::BookPickup,
            Self::Manifest(_) => Operation::Manifest,
        }
    }

    pub(super) fn paper(&self) -> LabelSpec {
        match self {
            Self::Label(prepared) => prepared.request().label,
            Self::Return(prepared) => prepared.request().label,
            Self::Manifest(prepared) => prepared.request().label,
            Self::Pickup(_) => LabelSpec::default(),
        }
    }

    pub(super) fn purchase_key(&self) -> PurchaseKey {
        match self {
            Self::Label(prepared) => prepared.request().key,
            Self::Return(prepared) => prepared.request().key,
            Self::Pickup(prepared) => prepared.request().key,
            Self::Manifest(prepared) => prepared.request().key,
        }
    }
}

/// The word a kind is kept under.
pub(super) const fn word(kind: PurchaseKind) -> &'static str {
    match kind {
        PurchaseKind::Label => "label",
        PurchaseKind::Return => "return",
        PurchaseKind::Pickup => "pickup",
        PurchaseKind::Manifest => "manifest",
    }
}

/// Whether a record of this kind is one purchase that this release knows.
pub(super) fn is_known(kind: &str) -> bool {
    use PurchaseKind::{Label, Manifest, Pickup, Return};
    [Label, Return, Pickup, Manifest].into_iter().any(|known| word(known) == kind)
}
