//! What the mock was asked, kept for the test that looks.

use crate::carrier::{Operation, Prepared};
use crate::model::{
    Address, DocumentRequest, Handle, LabelRequest, ManifestRequest, OffsetDateTime, PickupRequest,
    PointQuery, PurchaseKey, RateRequest, ReturnLabelRequest, TrackRequest, VoidRequest,
};

/// One call, in the order they came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// When, by the mock's clock.
    pub at: OffsetDateTime,
    /// What was asked.
    pub asked: Asked,
}

impl Call {
    pub(super) const fn new(at: OffsetDateTime, asked: Asked) -> Self {
        Self { at, asked }
    }

    /// Which operation it was.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        self.asked.operation()
    }
}

/// What was asked, whole.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Asked {
    /// Prices.
    Rates(RateRequest),
    /// A label.
    Label(Box<Prepared<LabelRequest>>),
    /// A return.
    Return(Box<Prepared<ReturnLabelRequest>>),
    /// Tracking.
    Track(TrackRequest),
    /// Papers.
    Documents(DocumentRequest),
    /// A void.
    Void(VoidRequest),
    /// A look-up by a key.
    Find(PurchaseKey),
    /// Service points.
    Points(Box<PointQuery>),
    /// An address.
    Address(Box<Address>),
    /// A collection.
    Pickup(Box<Prepared<PickupRequest>>),
    /// The end of a collection.
    CancelPickup(Handle),
    /// The end of the day.
    Manifest(Box<Prepared<ManifestRequest>>),
}

impl Asked {
    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Rates(_) => Operation::Rates,
            Self::Label(_) => Operation::BuyLabel,
            Self::Return(_) => Operation::ReturnLabel,
            Self::Track(_) => Operation::Track,
            Self::Documents(_) => Operation::Documents,
            Self::Void(_) => Operation::Void,
            Self::Find(_) => Operation::FindPurchase,
            Self::Points(_) => Operation::ServicePoints,
            Self::Address(_) => Operation::CheckAddress,
            Self::Pickup(_) => Operation::BookPickup,
            Self::CancelPickup(_) => Operation::CancelPickup,
            Self::Manifest(_) => Operation::Manifest,
        }
    }
}
