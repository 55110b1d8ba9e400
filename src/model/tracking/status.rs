//! Where a parcel is, in twelve words, and which may follow which.

use serde::{Deserialize, Serialize};

/// Where a parcel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// The label is made; the carrier does not have the parcel yet.
    Announced,
    /// The carrier has it.
    Accepted,
    /// It is on its way.
    InTransit,
    /// Nothing moves until somebody acts.
    Held,
    /// The driver has it.
    OutForDelivery,
    /// Nobody was there; the carrier tries again.
    AttemptFailed,
    /// It waits to be collected.
    AvailableForPickup,
    /// It is there.
    Delivered,
    /// It goes back. Releases no refund.
    Returning,
    /// It is back with the shipper. Releases a refund.
    Returned,
    /// The carrier gave it up.
    Lost,
    /// The label was voided before the parcel moved.
    Cancelled,
    /// A code that this version does not know: shown as unknown, never guessed.
    #[default]
    Unknown,
}

impl Status {
    /// Every status, in the order of a parcel's life.
    pub const ALL: [Status; 13] = [
        Self::Announced,
        Self::Accepted,
        Self::InTransit,
        Self::Held,
        Self::OutForDelivery,
        Self::AttemptFailed,
        Self::AvailableForPickup,
        Self::Delivered,
        Self::Returning,
        Self::Returned,
        Self::Lost,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// How far along a parcel's life: decides between events of one moment.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Announced => 1,
            Self::Accepted => 2,
            Self::InTransit => 3,
            Self::Held => 4,
            Self::OutForDelivery => 5,
            Self::AttemptFailed => 6,
            Self::AvailableForPickup => 7,
            Self::Returning => 8,
            Self::Lost => 9,
            Self::Cancelled => 10,
            Self::Returned => 11,
            Self::Delivered => 12,
        }
    }

    /// Whether an event of this status changes one that was `before`. What cannot be read changes nothing. A parcel that
    /// the carrier has had is not announced again; one that was delivered or is back moves again only when it is sent back,
    /// tried again or found to be lost.
    pub(super) const fn may_follow(self, before: Status) -> bool {
        match (before, self) {
            (_, Self::Unknown) => false,
            (Self::Unknown | Self::Announced, _) => true,
            (_, Self::Announced) | (Self::Returned, _) => false,
            (Self::Delivered, next) => {
                matches!(
                    next,
                    Self::Returning
                        | Self::Returned
                        | Self::Lost
                        | Self::AttemptFailed
                        | Self::OutForDelivery
                        | Self::Delivered
                )
            }
            (Self::Returning, next) => matches!(
                next,
                Self::Returning | Self::Returned | Self::Held | Self::Lost | Self::Delivered
            ),
            _ => true,
        }
    }

    /// Whether nothing more is expected.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Lost | Self::Cancelled)
    }
}
