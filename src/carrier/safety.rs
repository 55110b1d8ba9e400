//! What a carrier offers when the answer to a purchase is lost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What is bought. A carrier may be safer in one than in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PurchaseKind {
    /// A label.
    Label,
    /// A return.
    Return,
    /// A collection.
    Pickup,
    /// The end of the day.
    Manifest,
}

/// What can be done when the answer to a purchase is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PurchaseSafety {
    /// The same bytes with the same key may be sent again: it is sold once.
    Dedups {
        /// What the carrier does the second time.
        on_duplicate: OnDuplicate,
        /// How long it remembers the key.
        window: Duration,
    },
    /// It can be searched by our key.
    Findable {
        /// Whether the paper can be had again.
        paper: bool,
        /// How long after the last send a lost request may still come true and be found.
        settle: Duration,
    },
    /// Neither: a person has to look.
    Blind,
}

impl PurchaseSafety {
    /// How long a carrier is taken to remember a key where it does not say: none of the carriers' specifications that we
    /// read states one.
    pub const DEFAULT_WINDOW: Duration = Duration::from_hours(24);

    /// How long a lost request is given to come true where the carrier does not say.
    pub const DEFAULT_SETTLE: Duration = Duration::from_mins(15);

    /// Dedups, within the default window.
    #[must_use]
    pub const fn dedups(on_duplicate: OnDuplicate) -> Self {
        Self::Dedups { on_duplicate, window: Self::DEFAULT_WINDOW }
    }

    /// Findable, after the default time to settle.
    #[must_use]
    pub const fn findable(paper: bool) -> Self {
        Self::Findable { paper, settle: Self::DEFAULT_SETTLE }
    }
}

/// What a carrier that knows keys does with one it has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnDuplicate {
    /// Gives the first answer again.
    Replays,
    /// Says no, with what the first made.
    ReturnsExisting,
    /// Says no; the first is then looked for.
    Refuses,
}
