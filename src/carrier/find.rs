//! Looking for a purchase whose answer was lost.

use crate::model::{
    CarrierId, Label, LabelRequest, OffsetDateTime, PurchaseKey, ReturnLabelRequest, Weight,
};

/// What is looked for, and when it was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FindRequest<'r> {
    /// The request that was sent, with its key.
    pub sought: Sought<'r>,
    /// The first and the last time it was sent.
    pub sent: (OffsetDateTime, OffsetDateTime),
}

impl<'r> FindRequest<'r> {
    /// A request that was sent between two moments.
    #[must_use]
    pub const fn new(sought: Sought<'r>, sent: (OffsetDateTime, OffsetDateTime)) -> Self {
        Self { sought, sent }
    }
}

/// A purchase of some kind.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Sought<'r> {
    /// A label.
    Label(&'r LabelRequest),
    /// A return.
    Return(&'r ReturnLabelRequest),
}

impl Sought<'_> {
    /// The purchase's key.
    #[must_use]
    pub const fn key(&self) -> PurchaseKey {
        match self {
            Self::Label(request) => request.key,
            Self::Return(request) => request.key,
        }
    }
}

/// Something that a carrier found. The last five are as the carrier tells them; `None`: it does not. To adopt a label, our
/// reference must be told and equal, and of the others what is told must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The label, as far as it can be had again.
    pub label: Label,
    /// Whether it was voided; `None`: not told.
    pub voided: Option<bool>,
    /// Our reference.
    pub reference: Option<String>,
    /// The account it was billed to.
    pub account: Option<CarrierId>,
    /// The recipient: name and postal code, as the carrier prints them.
    pub recipient: Option<String>,
    /// The service code.
    pub service: Option<String>,
    /// The weight it was sold for.
    pub weight: Option<Weight>,
}

impl Found {
    /// A label of which nothing else is told.
    #[must_use]
    pub const fn new(label: Label) -> Self {
        Self {
            label,
            voided: None,
            reference: None,
            account: None,
            recipient: None,
            service: None,
            weight: None,
        }
    }
}
