//! Buying a label, and what comes of it.

use serde::{Deserialize, Serialize};

use super::{
    BundledReturn, Charge, Date, Document, Format, Handle, Money, Notice, OffsetDateTime, Pickup,
    PurchaseKey, Reference, Shipment, Time, Window, time,
};

/// What is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LabelRequest {
    /// The purchase's key: made and stored before it is used, one for each label.
    pub key: PurchaseKey,
    /// The shipper's own names. The key's token takes the carrier's searchable reference; these get the rest.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// What is sent.
    pub shipment: Shipment,
    /// The carrier's service code.
    pub service: String,
    /// The rate that was chosen, where the carrier sells rates by a token of theirs; wins over `service`.
    #[serde(default)]
    pub rate: Option<Handle>,
    /// The day of hand-over, civil at the origin.
    pub ship_on: Date,
    /// The time of that day; `None`: not known.
    #[serde(default, with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ready_at: Option<Time>,
    /// What paper is wanted.
    #[serde(default)]
    pub label: LabelSpec,
    /// A return label in the same purchase; `None`: none.
    #[serde(default)]
    pub with_return: Option<BundledReturn>,
    /// A collection in the same purchase; `None`: none.
    #[serde(default)]
    pub collection: Option<Window>,
}

impl LabelRequest {
    /// A label by a service, as PDF.
    #[must_use]
    pub fn new(
        key: PurchaseKey,
        shipment: Shipment,
        service: impl Into<String>,
        ship_on: Date,
    ) -> Self {
        Self {
            key,
            references: Vec::new(),
            shipment,
            service: service.into(),
            rate: None,
            ship_on,
            ready_at: None,
            label: LabelSpec::default(),
            with_return: None,
            collection: None,
        }
    }
}

/// What paper is wanted. A carrier that cannot give it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LabelSpec {
    /// The format.
    pub format: Format,
    /// The size.
    pub size: LabelSize,
    /// The printer's dots per inch, for formats that count in dots; `None`: 203.
    pub dpi: Option<u16>,
}

impl Default for LabelSpec {
    fn default() -> Self {
        Self { format: Format::Pdf, size: LabelSize::A6, dpi: None }
    }
}

impl LabelSpec {
    /// A format, on the usual size.
    #[must_use]
    pub fn of(format: Format) -> Self {
        Self { format, ..Self::default() }
    }
}

/// The size of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LabelSize {
    /// 105 mm × 148 mm (ISO 216).
    A6,
    /// 148 mm × 210 mm (ISO 216).
    A5,
    /// 210 mm × 297 mm (ISO 216).
    A4,
    /// 4 in × 6 in, 101.6 mm × 152.4 mm.
    #[serde(rename = "4x6_in")]
    FourBySix,
}

/// A label that was bought. The money is spent, whatever became of the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Label {
    /// The account that sold it.
    pub carrier: super::CarrierId,
    /// The carrier's number of the shipment.
    pub id: String,
    /// What every later operation takes back.
    pub handle: Handle,
    /// How far it is.
    pub state: LabelState,
    /// The number it is followed by; `None`: not tracked, or not known yet.
    pub tracking_number: Option<String>,
    /// The parcels, in the order they were asked.
    #[serde(default)]
    pub parcels: Vec<LabelParcel>,
    /// The papers; empty while they are pending.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// What was paid; `None`: not told at the purchase.
    pub total: Option<Money>,
    /// The tax on it; `None`: not told.
    pub tax: Option<Money>,
    /// Whether `total` has the tax inside; `None`: not told.
    pub total_includes_tax: Option<bool>,
    /// What the total is made of; empty: not told.
    #[serde(default)]
    pub charges: Vec<Charge>,
    /// Return labels that were bought with it.
    #[serde(default)]
    pub returns: Vec<Label>,
    /// The collection that was booked with it; `None`: none.
    pub pickup: Option<Pickup>,
    /// Until when it can be voided; `None`: not known.
    pub voidable_until: Option<OffsetDateTime>,
    /// When it was made; `None`: not told.
    pub made_at: Option<OffsetDateTime>,
    /// Remarks.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl Label {
    /// A label that was bought, its papers still pending.
    #[must_use]
    pub fn new(id: impl Into<String>, handle: Handle) -> Self {
        Self {
            carrier: handle.carrier().clone(),
            id: id.into(),
            handle,
            state: LabelState::DocumentsPending,
            tracking_number: None,
            parcels: Vec::new(),
            documents: Vec::new(),
            total: None,
            tax: None,
            total_includes_tax: None,
            charges: Vec::new(),
            returns: Vec::new(),
            pickup: None,
            voidable_until: None,
            made_at: None,
            notices: Vec::new(),
        }
    }
}

/// How far a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LabelState {
    /// Bought, and its papers are here.
    Ready,
    /// Bought; the papers are fetched later.
    DocumentsPending,
    /// The carrier took the order and is still making the label.
    Accepted,
}

/// One parcel of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct LabelParcel {
    /// Its place in the request, from 0.
    pub index: usize,
    /// The number it is followed by; `None`: the shipment has one for all.
    pub tracking_number: Option<String>,
    /// What operations on this parcel alone take back; `None`: there are none.
    pub handle: Option<Handle>,
}

impl LabelParcel {
    /// A parcel of the request.
    #[must_use]
    pub fn new(index: usize, tracking_number: Option<String>) -> Self {
        Self { index, tracking_number, handle: None }
    }
}
