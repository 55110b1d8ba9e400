//! What the mock was asked, kept for the test that looks.

use crate::carrier::{Operation, Prepared};
use crate::model::{
    DocumentRequest, LabelRequest, OffsetDateTime, PurchaseKey, RateRequest, ReturnLabelRequest,
    TrackRequest, VoidRequest,
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
        }
    }
}
