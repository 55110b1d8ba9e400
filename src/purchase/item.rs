//! What is bought through the journal.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::carrier::{Carrier, Operation, Prepared, PurchaseKind, Result, Sought};
use crate::model::{
    CarrierId, Label, LabelRequest, LabelSpec, Money, PurchaseKey, Rate, ReturnLabelRequest,
};
use crate::store::Instant;

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
    /// What it is expected to cost, as quoted; `None`: what `rate` says, where there is one.
    pub cost: Option<Money>,
    /// The rate that was chosen; `None`: not told, so that no price is held against another before it is bought.
    pub rate: Option<Arc<Rate>>,
    /// When `rate` was asked for; `None`: not told.
    pub quoted_at: Option<Instant>,
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

    fn of(carrier: CarrierId, item: Item) -> Self {
        Self {
            key: None,
            carrier,
            item,
            order: None,
            supplier: None,
            cost: None,
            rate: None,
            quoted_at: None,
        }
    }

    /// By the rate that was chosen. A label's price is asked again before it is bought where [`Settings::fresh`] says so and the
    /// carrier gives rates; it is bought at the new price, by the new rate's token, unless that has risen by more than
    /// [`Settings::tolerance`]. Whatever is paid in the end, [`Bought::dearer`] tells where it is more than this rate.
    ///
    /// [`Settings::fresh`]: super::Settings::fresh
    /// [`Settings::tolerance`]: super::Settings::tolerance
    /// [`Bought::dearer`]: super::Bought::dearer
    #[must_use]
    pub fn with_rate(mut self, rate: impl Into<Arc<Rate>>) -> Self {
        let rate = rate.into();
        if let Item::Label(request) = &mut self.item {
            request.rate.clone_from(&rate.handle);
        }
        self.rate = Some(rate);
        self
    }

    /// When the rate was asked for.
    #[must_use]
    pub const fn quoted_at(mut self, moment: Instant) -> Self {
        self.quoted_at = Some(moment);
        self
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
}

impl Item {
    pub(super) const fn kind(&self) -> PurchaseKind {
        match self {
            Self::Label(_) => PurchaseKind::Label,
            Self::Return(_) => PurchaseKind::Return,
        }
    }

    pub(super) fn with_purchase_key(mut self, key: PurchaseKey) -> Self {
        match &mut self {
            Self::Label(request) => request.key = key,
            Self::Return(request) => request.key = key,
        }
        self
    }

    /// Pure: what will be sent.
    pub(super) fn prepared(self, carrier: &dyn Carrier) -> Result<Ready> {
        Ok(match self {
            Self::Label(request) => Ready::Label(Box::new(carrier.prepare_label(*request)?)),
            Self::Return(request) => Ready::Return(Box::new(carrier.prepare_return(*request)?)),
        })
    }
}

/// What was prepared, ready to be sent, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ready {
    Label(Box<Prepared<LabelRequest>>),
    Return(Box<Prepared<ReturnLabelRequest>>),
}

impl Ready {
    /// Sends it, once.
    pub(super) async fn send(&self, carrier: &dyn Carrier) -> Result<Label> {
        match self {
            Self::Label(prepared) => carrier.buy_label(prepared).await,
            Self::Return(prepared) => carrier.return_label(prepared).await,
        }
    }

    pub(super) fn sought(&self) -> Sought<'_> {
        match self {
            Self::Label(prepared) => Sought::Label(prepared.request()),
            Self::Return(prepared) => Sought::Return(prepared.request()),
        }
    }

    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Label(_) => Operation::BuyLabel,
            Self::Return(_) => Operation::ReturnLabel,
        }
    }

    pub(super) fn paper(&self) -> LabelSpec {
        match self {
            Self::Label(prepared) => prepared.request().label,
            Self::Return(prepared) => prepared.request().label,
        }
    }

    pub(super) fn purchase_key(&self) -> PurchaseKey {
        self.sought().key()
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
