//! What the commands answer.

use serde::{Deserialize, Serialize};

use super::{PricesDocument, ShipmentDocument};
use crate::carrier::{
    AccountCheck, Capabilities, Carrier, Carriers, Failure, PurchaseKind, PurchaseSafety,
};
use crate::model::{
    CarrierId, Handle, Label, PurchaseKey, ReturnLabelRequest, TrackHint, Tracking, VoidOutcome,
};
use crate::select::Selection;

/// What came of buying a label: `ship` and `buy` print it, and write it beside the label so that `track`, `void` and
/// `return` need nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ShipDocument {
    /// The purchase's key in the journal: the same again is the same purchase.
    pub key: String,
    /// The reference that the carrier was given; `None`: not known.
    #[serde(default)]
    pub token: Option<String>,
    /// What was sent.
    pub shipment: ShipmentDocument,
    /// How it was chosen; `None`: the caller named the service, or it was chosen in an earlier run under the same key, or it is one of
    /// several labels.
    pub selection: Option<Selection>,
    /// What was bought.
    pub label: Label,
    /// Both prices where it cost more than was chosen; `None`: it did not, or it is not known.
    #[serde(default)]
    pub dearer: Option<PricesDocument>,
}

impl ShipDocument {
    /// A label that was bought.
    pub fn new(
        key: impl Into<String>,
        purchase: PurchaseKey,
        shipment: ShipmentDocument,
        selection: Option<Selection>,
        label: Label,
    ) -> Self {
        let token = Some(purchase.token());
        Self { key: key.into(), token, shipment, selection, label, dearer: None }
    }
}

/// What came of buying a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReturnDocument {
    /// The purchase's key in the journal: the same again is the same purchase.
    pub key: String,
    /// The reference that the carrier was given; `None`: not known.
    #[serde(default)]
    pub token: Option<String>,
    /// What goes back, from whom to whom.
    pub request: ReturnLabelRequest,
    /// What was bought.
    pub label: Label,
}

impl ReturnDocument {
    /// A return that was bought; the request as it was sent, with its own key.
    pub fn new(key: impl Into<String>, request: ReturnLabelRequest, label: Label) -> Self {
        Self { key: key.into(), token: Some(request.key.token()), request, label }
    }
}

/// What is written beside a label: what every later command needs to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one of them at a time, never in a list")]
pub enum Receipt {
    /// Of the way out.
    Ship(ShipDocument),
    /// Of the way back.
    Return(ReturnDocument),
    /// A label alone, from elsewhere.
    Label(Label),
}

impl Receipt {
    /// Reads a receipt, or a label document.
    ///
    /// # Errors
    ///
    /// [`Complaints`](crate::input::Complaints), all of them at once.
    #[cfg(feature = "config")]
    pub fn read(text: &crate::input::Text) -> Result<Self, crate::input::Complaints> {
        use crate::input::{Complaints, from_tree, located, parse};

        let root = parse(text)?;
        let has = |name: &str| root.entry(name).is_some();
        let (value, found) = if has("shipment") && has("label") {
            let reading = from_tree(&root, |_| Ok(()));
            (reading.value.map(Self::Ship), reading.found)
        } else if has("request") && has("label") {
            let reading = from_tree(&root, |_| Ok(()));
            (reading.value.map(Self::Return), reading.found)
        } else if has("handle") && has("carrier") {
            let reading = from_tree(&root, |_| Ok(()));
            (reading.value.map(Self::Label), reading.found)
        } else {
            let message = "is neither a receipt nor a label; give the .json file that was written beside the label";
            return Err(Complaints::of_file(text.name(), message));
        };
        match (Complaints::of(located(text, found)), value) {
            (None, Some(receipt)) => Ok(receipt),
            (Some(complaints), _) => Err(complaints),
            (None, None) => Err(Complaints::of_file(text.name(), "cannot be read")),
        }
    }

    /// The purchase's key in the journal; `None`: not told.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Ship(ship) => Some(&ship.key),
            Self::Return(of) => Some(&of.key),
            Self::Label(_) => None,
        }
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> &Label {
        match self {
            Self::Ship(ship) => &ship.label,
            Self::Return(of) => &of.label,
            Self::Label(label) => label,
        }
    }

    /// What the label's operations take back.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.label().handle
    }

    /// What helps the carrier to follow it.
    #[must_use]
    pub fn track_hint(&self) -> TrackHint {
        let mut hint = TrackHint { label: Some(self.handle().clone()), ..TrackHint::default() };
        match self {
            Self::Ship(ship) => {
                hint.ship_on = ship.shipment.ship_on;
                hint.postal_code.clone_from(&ship.shipment.to.place().postal_code);
            }
            Self::Return(of) => {
                hint.ship_on = Some(of.request.ship_on);
                hint.postal_code.clone_from(&of.request.to.postal_code);
            }
            Self::Label(_) => {}
        }
        hint
    }
}

/// What is known of several numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrackDocument {
    /// The numbers that a carrier knows, in the order they were asked.
    pub trackings: Vec<Tracking>,
    /// The numbers that none knows, and why.
    pub failures: Vec<NotTracked>,
}

/// A number that could not be followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NotTracked {
    /// The number.
    pub number: String,
    /// What each carrier that was asked said; empty: none was asked.
    pub failures: Vec<Failure>,
}

impl NotTracked {
    /// A number, and what carriers said.
    pub fn new(number: impl Into<String>, failures: Vec<Failure>) -> Self {
        Self { number: number.into(), failures }
    }
}

/// What became of a void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VoidDocument {
    /// The purchase's key in the journal; `None`: it is not in the journal.
    #[serde(default)]
    pub key: Option<String>,
    /// The account that was asked.
    pub carrier: CarrierId,
    /// What it made of it.
    #[serde(flatten)]
    pub outcome: VoidOutcome,
}

impl VoidDocument {
    /// What a carrier made of it.
    #[must_use]
    pub const fn new(carrier: CarrierId, outcome: VoidOutcome) -> Self {
        Self { key: None, carrier, outcome }
    }

    /// Of a purchase in the journal.
    #[must_use]
    pub fn of(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// The carriers that are asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CarriersDocument {
    /// Each, in the order of the configuration.
    pub carriers: Vec<CarrierEntry>,
}

/// One carrier that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CarrierEntry {
    /// Its id.
    pub id: CarrierId,
    /// What it can do.
    pub capabilities: Capabilities,
    /// What can be done when the answer to the purchase of a label is lost.
    pub label_safety: PurchaseSafety,
    /// The same for a return.
    pub return_safety: PurchaseSafety,
}

impl From<&dyn Carrier> for CarrierEntry {
    fn from(carrier: &dyn Carrier) -> Self {
        Self {
            id: carrier.id(),
            capabilities: carrier.capabilities(),
            label_safety: carrier.purchase_safety(PurchaseKind::Label),
            return_safety: carrier.purchase_safety(PurchaseKind::Return),
        }
    }
}

impl From<&Carriers> for CarriersDocument {
    fn from(carriers: &Carriers) -> Self {
        Self { carriers: carriers.iter().map(|carrier| CarrierEntry::from(&**carrier)).collect() }
    }
}

/// What was found out about each carrier's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AccountsDocument {
    /// Each that was checked, in the order of the configuration.
    pub accounts: Vec<AccountEntry>,
}

impl AccountsDocument {
    /// What was found out.
    #[must_use]
    pub const fn new(accounts: Vec<AccountEntry>) -> Self {
        Self { accounts }
    }
}

/// One account: what it is set up with, whether the carrier knows it, what it can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AccountEntry {
    /// The carrier, and what it can do.
    #[serde(flatten)]
    pub carrier: CarrierEntry,
    /// The fields of its table that are set, by name; never a value.
    pub configured: Vec<String>,
    /// What the carrier made of it; `None`: see `failure`.
    pub account: Option<AccountCheck>,
    /// Why it could not be checked, or was turned away; `None`: it was not.
    pub failure: Option<Failure>,
}

impl AccountEntry {
    /// What a carrier said of an account.
    #[must_use]
    pub fn new(
        carrier: &dyn Carrier,
        configured: Vec<String>,
        said: &crate::carrier::Result<AccountCheck>,
    ) -> Self {
        Self {
            carrier: CarrierEntry::from(carrier),
            configured,
            account: said.as_ref().ok().copied(),
            failure: said.as_ref().err().map(Failure::from),
        }
    }
}

/// What is wrong with an input: what `--json` prints on exit 2.
#[cfg(feature = "config")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ComplaintsDocument {
    /// Every fault, in the order of the lines.
    pub complaints: crate::input::Complaints,
}

#[cfg(feature = "config")]
impl From<crate::input::Complaints> for ComplaintsDocument {
    fn from(complaints: crate::input::Complaints) -> Self {
        Self { complaints }
    }
}
