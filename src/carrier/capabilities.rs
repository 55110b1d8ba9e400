//! What a carrier can do, as it says itself. The conformance suite checks it against what it does.

use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

use super::Operation;
use crate::model::Format;

/// What a carrier can do. The default: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each named after its operation"
)]
pub struct Capabilities {
    /// Answers [`rates`](super::Carrier::rates).
    pub rates: bool,
    /// Answers [`buy_label`](super::Carrier::buy_label).
    pub buy_label: bool,
    /// Answers [`track`](super::Carrier::track).
    pub track: bool,
    /// Answers [`return_label`](super::Carrier::return_label).
    pub return_label: bool,
    /// Answers [`documents`](super::Carrier::documents).
    pub documents: bool,
    /// Answers [`find_purchase`](super::Carrier::find_purchase).
    pub find_purchase: bool,
    /// What [`void_label`](super::Carrier::void_label) takes back.
    pub void: VoidUnit,
    /// Whether return labels can be voided too.
    pub void_return: bool,
    /// Answers [`service_points`](super::Carrier::service_points).
    pub service_points: bool,
    /// Answers [`check_address`](super::Carrier::check_address).
    pub check_address: bool,
    /// Answers [`book_pickup`](super::Carrier::book_pickup).
    pub book_pickup: bool,
    /// Answers [`cancel_pickup`](super::Carrier::cancel_pickup).
    pub cancel_pickup: bool,
    /// Answers [`close_day`](super::Carrier::close_day).
    pub close_day: bool,
    /// How many parcels one label may have; `None`: as many as there are.
    pub parcels_per_label: Option<NonZeroUsize>,
    /// How many parcels one price may be asked for; `None`: as many as there are.
    pub parcels_per_quote: Option<NonZeroUsize>,
    /// The label formats it can give.
    pub formats: Vec<Format>,
}

impl Capabilities {
    /// Whether an operation is among them. A void: whether anything can be voided. Any account can be checked.
    #[must_use]
    pub const fn includes(&self, operation: Operation) -> bool {
        match operation {
            Operation::Rates => self.rates,
            Operation::BuyLabel => self.buy_label,
            Operation::ReturnLabel => self.return_label,
            Operation::Track => self.track,
            Operation::Documents => self.documents,
            Operation::Void => !matches!(self.void, VoidUnit::None),
            Operation::FindPurchase => self.find_purchase,
            Operation::ServicePoints => self.service_points,
            Operation::CheckAddress => self.check_address,
            Operation::BookPickup => self.book_pickup,
            Operation::CancelPickup => self.cancel_pickup,
            Operation::Manifest => self.close_day,
            Operation::CheckAccount => true,
        }
    }
}

/// What can be voided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoidUnit {
    /// Nothing.
    #[default]
    None,
    /// A shipment as a whole.
    Shipment,
    /// Each parcel for itself.
    Parcel,
    /// Either.
    Both,
}
