//! What is stored of a purchase beside the columns. Every later release reads it: a field is only ever added, with a default.

use serde::{Deserialize, Serialize};

use super::clock::Quiet;
use super::guard::Price;
use super::item::Ready;
use super::made::{Remains, Thing};
use super::void::Stored as StoredVoid;
use crate::carrier::{Failure, PurchaseSafety};
use crate::model::{Label, Manifest, Money, Pickup, PurchaseKey};
use crate::store::{Instant, StoreError};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Body {
    /// The key that the carrier sees.
    pub(super) purchase: PurchaseKey,
    /// What was prepared; `None`: forgotten.
    pub(super) ready: Option<Ready>,
    /// What the carrier offered for this kind of purchase when it was sent.
    pub(super) safety: PurchaseSafety,
    /// When it was sent, as far as anyone knows.
    pub(super) sent: Vec<Instant>,
    /// When the journal last sent the same bytes again, or was about to.
    #[serde(default)]
    pub(super) resent: Option<Instant>,
    /// Which attempt this is, from 1: whoever sends names the attempt of theirs when they come back.
    #[serde(default = "first")]
    pub(super) attempt: u32,
    /// How often it was looked for after its time to settle, and not found.
    #[serde(default)]
    pub(super) not_found: u32,
    /// How long it was looked for in vain; `None`: not yet.
    #[serde(default)]
    pub(super) quiet: Option<Quiet>,
    /// Whether the carrier said that it knows the key: something was made under it.
    #[serde(default)]
    pub(super) exists: bool,
    /// How often a step towards settling failed in a row.
    #[serde(default)]
    pub(super) stumbles: u32,
    /// An earlier attempt, which was taken for not made, may have made it after all.
    #[serde(default)]
    pub(super) doubt: bool,
    /// The label that was bought, without its papers' content.
    #[serde(default)]
    pub(super) label: Option<Label>,
    /// The collection that was booked.
    #[serde(default)]
    pub(super) pickup: Option<Pickup>,
    /// The day that was closed, without its papers' content.
    #[serde(default)]
    pub(super) manifest: Option<Manifest>,
    /// What other attempts made beside it.
    #[serde(default)]
    pub(super) extra: Vec<Extra>,
    /// What it was expected to cost before it was bought.
    #[serde(default)]
    pub(super) expected: Option<Money>,
    /// What was asked to be taken back, oldest first.
    #[serde(default)]
    pub(super) voids: Vec<StoredVoid>,
    /// What went wrong last.
    #[serde(default)]
    pub(super) failure: Option<Failure>,
    /// Why a person has to look at it.
    #[serde(default)]
    pub(super) wanted: Option<String>,
    /// What was chosen; `None`: not told.
    #[serde(default)]
    pub(super) quoted: Option<Price>,
    /// What stays when its order is forgotten.
    #[serde(default)]
    pub(super) remains: Option<Remains>,
    /// The key of the group of parcels that this is a part of: the group counts what it costs.
    #[serde(default)]
    pub(super) part_of: Option<String>,
}

/// Something that another attempt made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extra {
    /// The attempt; `None`: a person told of it.
    pub(super) attempt: Option<u32>,
    /// With its papers' content; `None`: forgotten.
    pub(super) thing: Option<Thing>,
    pub(super) remains: Remains,
}

impl Extra {
    pub(super) fn new(attempt: Option<u32>, thing: Thing) -> Self {
        Self { attempt, remains: thing.remains(), thing: Some(thing) }
    }
}

const fn first() -> u32 {
    1
}

impl Body {
    pub(super) fn new(ready: Ready, safety: PurchaseSafety) -> Self {
        Self {
            purchase: ready.purchase_key(),
            ready: Some(ready),
            safety,
            sent: Vec::new(),
            resent: None,
            attempt: first(),
            not_found: 0,
            quiet: None,
            exists: false,
            stumbles: 0,
            doubt: false,
            label: None,
            pickup: None,
            manifest: None,
            extra: Vec::new(),
            expected: None,
            voids: Vec::new(),
            failure: None,
            wanted: None,
            quoted: None,
            remains: None,
            part_of: None,
        }
    }

    pub(super) fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    pub(super) fn text(&self) -> Result<String, StoreError> {
        written(self)
    }

    /// As the attempt after another one under the same key.
    pub(super) fn following(mut self, before: &Self) -> Self {
        self.sent.splice(0..0, before.sent.iter().copied());
        self.attempt = before.attempt.saturating_add(1);
        self
    }

    /// What was made; `None`: nothing, as far as is known, or forgotten.
    pub(super) fn thing(&self) -> Option<Thing> {
        let label = self.label.clone().map(Thing::from);
        let pickup = || self.pickup.clone().map(Thing::from);
        label.or_else(pickup).or_else(|| self.manifest.clone().map(Thing::from))
    }

    /// Sets what was made, which has no papers' content any more.
    pub(super) fn set(&mut self, thing: Option<Thing>) {
        (self.label, self.pickup, self.manifest) = (None, None, None);
        match thing {
            Some(Thing::Label(label)) => self.label = Some(*label),
            Some(Thing::Pickup(pickup)) => self.pickup = Some(*pickup),
            Some(Thing::Manifest(manifest)) => self.manifest = Some(*manifest),
            None => {}
        }
    }

    /// Whether its order was forgotten: nothing with names may be written here again.
    pub(super) const fn is_forgotten(&self) -> bool {
        self.ready.is_none()
    }

    /// Without names, addresses and words that may have them. What cannot be read goes whole.
    pub(super) fn forgotten(text: &str) -> String {
        let kept = Self::read(text).ok().and_then(|mut body| {
            body.remains = body.remains.take().or(body.thing().map(|thing| thing.remains()));
            body.set(None);
            (body.ready, body.failure, body.wanted) = (None, None, None);
            body.extra.iter_mut().for_each(|extra| extra.thing = None);
            body.voids.iter_mut().for_each(StoredVoid::forget);
            body.text().ok()
        });
        kept.unwrap_or_else(|| "{}".to_owned())
    }
}

/// As it is stored.
pub(super) fn written<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unwritable(&error))
}

pub(super) fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Failed(format!("the purchase cannot be written as JSON: {error}"))
}
