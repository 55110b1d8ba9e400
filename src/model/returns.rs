//! The three notions of a return: bundled with the label of the way out, swapped at the door (an option of the shipment,
//! [`Swap`](super::Swap)), or a label, a code or a collection of its own.

use serde::{Deserialize, Serialize};

use super::{
    Address, Customs, Date, Dimensions, Faults, Handle, LabelSpec, Path, PurchaseKey, Reference,
    Weight, Window,
};

/// A return label in the box: bought in one purchase with the label of the way out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct BundledReturn {
    /// Where it goes back to; `None`: to the sender.
    pub address: Option<Address>,
    /// With what service; `None`: as the carrier does it.
    pub service: Option<String>,
    /// How many labels; `None`: one.
    pub count: Option<u8>,
}

/// A return that is bought for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReturnLabelRequest {
    /// The purchase's key.
    pub key: PurchaseKey,
    /// The label of the way out; `None`: bought elsewhere, or not known.
    pub of: Option<Handle>,
    /// The consumer who sends it back.
    pub from: Address,
    /// The shop that takes it back.
    pub to: Address,
    /// What goes back, at least one.
    pub parcels: Vec<ReturnParcel>,
    /// The carrier's service code; `None`: its return service.
    pub service: Option<String>,
    /// How the consumer hands it over.
    pub handover: Handover,
    /// The shop's return authorisation; `None`: none.
    pub rma: Option<String>,
    /// Why it comes back, in the shop's words; `None`: not told.
    pub reason: Option<String>,
    /// When it is paid; `None`: as the account has it.
    pub charge: Option<ChargeWhen>,
    /// The shipper's own names.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// The day it is made; civil where the consumer is.
    pub ship_on: Date,
    /// What paper is wanted.
    #[serde(default)]
    pub label: LabelSpec,
    /// The customs declaration; `None`: none is made.
    pub customs: Option<Customs>,
}

impl ReturnLabelRequest {
    /// A return by a printed label.
    #[must_use]
    pub fn new(
        key: PurchaseKey,
        from: Address,
        to: Address,
        parcels: Vec<ReturnParcel>,
        ship_on: Date,
    ) -> Self {
        Self {
            key,
            of: None,
            from,
            to,
            parcels,
            service: None,
            handover: Handover::Print,
            rma: None,
            reason: None,
            charge: None,
            references: Vec::new(),
            ship_on,
            label: LabelSpec::default(),
            customs: None,
        }
    }

    /// Every fault, each with its path and what would be right.
    ///
    /// # Errors
    ///
    /// [`Faults`], all of them at once.
    pub fn check(&self) -> Result<(), Faults> {
        let (root, mut faults) = (Path::Root, Faults::none());
        self.from.check(&root.field("from"), &mut faults);
        self.to.check(&root.field("to"), &mut faults);
        if self.parcels.is_empty() {
            faults.add(&root.field("parcels"), "is empty; a return has at least one parcel");
        }
        for (index, parcel) in self.parcels.iter().enumerate() {
            if parcel.weight.is_some_and(Weight::is_zero) {
                faults.add(
                    &root.field("parcels").index(index).field("weight"),
                    "is zero; write the gross weight, or leave it out where it is not known",
                );
            }
        }
        faults.into_result()
    }
}

/// A parcel that goes back: the one place where a weight may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ReturnParcel {
    /// Gross weight; `None`: not known, as the consumer packs it.
    pub weight: Option<Weight>,
    /// Outer sides; `None`: not measured.
    pub dimensions: Option<Dimensions>,
    /// What is inside; `None`: not told.
    pub description: Option<String>,
}

impl ReturnParcel {
    /// A parcel of a weight, where it is known.
    #[must_use]
    pub fn new(weight: Option<Weight>) -> Self {
        Self { weight, ..Self::default() }
    }
}

/// How the consumer hands a return over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Handover {
    /// Prints a label.
    Print,
    /// Shows a code at a counter.
    Qr,
    /// Gets a mail from the carrier.
    EmailFromCarrier,
    /// The driver brings the label.
    CourierPrints,
    /// The driver collects it.
    CourierCollects {
        /// When; `None`: as the carrier does it.
        window: Option<Window>,
    },
    /// Gets the label by post.
    MailedByCarrier,
}

/// When a return is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChargeWhen {
    /// When the label is made.
    OnCreate,
    /// When the carrier first scans it.
    OnScan,
}
