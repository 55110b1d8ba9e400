//! What a carrier is asked for. Not: how that fails.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was asked of a carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Operation {
    /// Prices.
    Rates,
    /// Buying a label.
    BuyLabel,
    /// Buying a return.
    ReturnLabel,
    /// Tracking.
    Track,
    /// Fetching papers.
    Documents,
    /// Taking a label back.
    Void,
    /// Looking for a purchase.
    FindPurchase,
    /// Looking for service points.
    ServicePoints,
    /// Checking an address.
    CheckAddress,
    /// Booking a collection.
    BookPickup,
    /// Cancelling a collection.
    CancelPickup,
    /// Closing the day.
    Manifest,
    /// Asking whether the carrier knows us.
    CheckAccount,
}

impl Operation {
    /// Whether it buys something, so that asking twice may pay twice.
    #[must_use]
    pub const fn spends_money(self) -> bool {
        matches!(self, Self::BuyLabel | Self::ReturnLabel | Self::BookPickup | Self::Manifest)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rates => "rates",
            Self::BuyLabel => "the label",
            Self::ReturnLabel => "the return label",
            Self::Track => "tracking",
            Self::Documents => "documents",
            Self::Void => "the void",
            Self::FindPurchase => "the look-up",
            Self::ServicePoints => "service points",
            Self::CheckAddress => "the address check",
            Self::BookPickup => "the pickup",
            Self::CancelPickup => "cancelling the pickup",
            Self::Manifest => "the manifest",
            Self::CheckAccount => "the account check",
        })
    }
}
