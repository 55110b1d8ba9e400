//! Taking back what was bought under a key: what is asked for, and what is kept of it. How it is asked is told in
//! [`voiding`](super::voiding).

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::made::Thing;
use crate::carrier::Failure;
use crate::model::{ParcelChoice, VoidOutcome};
use crate::store::{Instant, State, StoreError};

/// What is to be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Voiding {
    /// The carrier's number of the label, where more than one was bought under the key; `None`: the one that the key answers with.
    pub label: Option<String>,
    /// All of it or some parcels.
    pub parcels: ParcelChoice,
    /// Where the carrier writes about a refund; `None`: as the account has it.
    pub contact_email: Option<String>,
    /// Asks the carrier although its answer is known: to learn what became of a pending one, or after a no.
    pub again: bool,
}

impl Voiding {
    /// All of it.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Some parcels, from 0.
    #[must_use]
    pub fn parcels(parcels: Vec<usize>) -> Self {
        Self { parcels: ParcelChoice::Some(parcels), ..Self::default() }
    }
}

/// Something that was asked to be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Void {
    /// The carrier's number of the label, pickup or manifest; empty: it gives none.
    pub id: String,
    /// All of it or some parcels.
    pub parcels: ParcelChoice,
    /// When it was asked first.
    pub asked: Instant,
    /// What came of it.
    #[serde(flatten)]
    pub answer: VoidAnswer,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
#[non_exhaustive]
pub enum VoidAnswer {
    /// It is being asked, or whoever asked is gone.
    InProgress,
    /// The carrier answered. That it was void already is a void.
    Known {
        /// Its answer.
        said: VoidOutcome,
    },
    /// The carrier did not take the question: nothing was voided, and it may be asked again.
    NotAsked {
        /// Why.
        why: Box<Failure>,
    },
    /// The answer is lost: it may be void. The journal asks again until it knows, or a person has to look.
    Unknown {
        /// What went wrong.
        why: Box<Failure>,
        /// What a person has to find out; `None`: the journal goes on by itself.
        wanted: Option<String>,
    },
}

/// Why nothing was asked, or what came of it could not be noted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VoidError {
    /// The key is not in the journal.
    #[error(
        "nothing was bought under the key {0:?}, and only what is in the journal is voided; give the key of a purchase"
    )]
    NotOurs(String),
    /// No label of this number was bought under the key.
    #[error("no label {id:?} was bought under the key {key:?}; give one of: {}", ours.join(", "))]
    AnotherLabel {
        /// The key.
        key: String,
        /// The number that was given.
        id: String,
        /// The numbers that are there.
        ours: Vec<String>,
    },
    /// It is not known to be bought: there is nothing to void, or it must be settled first.
    #[error("the purchase {key:?} is {}, not made; only what was made is voided", state.word())]
    NotMade {
        /// The key.
        key: String,
        /// How far it is.
        state: State,
    },
    /// Its order was forgotten, and with it what the carrier would have to be told.
    #[error("the order of {0:?} was forgotten; ask the carrier with the number that stayed")]
    Forgotten(String),
    /// A day that is closed cannot be opened again.
    #[error("{0:?} closed a day, and that is not taken back; void or refund its labels")]
    Closed(String),
    /// No carrier has this name.
    #[error("no carrier is called {0:?}")]
    NoCarrier(String),
    /// The journal could not be written or read. Nothing was asked, or it is asked again by [`recover`](super::Journal::recover).
    #[error("the journal cannot be kept: {0}")]
    Store(#[from] StoreError),
}

/// A void as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) void: Void,
    #[serde(default)]
    pub(super) contact_email: Option<String>,
    /// How often asking failed in a row.
    #[serde(default)]
    pub(super) stumbles: u32,
    /// It may have been void before it was asked the last time: an answer was lost, or whoever asked was gone.
    #[serde(default)]
    pub(super) doubt: bool,
}

impl Stored {
    pub(super) fn forget(&mut self) {
        self.contact_email = None;
        match &mut self.void.answer {
            VoidAnswer::NotAsked { why } => why.message.clear(),
            VoidAnswer::Unknown { why, wanted } => {
                why.message.clear();
                *wanted = None;
            }
            VoidAnswer::InProgress | VoidAnswer::Known { .. } => {}
        }
    }

    /// Whether somebody asks, or has to go on asking.
    pub(super) const fn is_open(&self) -> bool {
        matches!(
            self.void.answer,
            VoidAnswer::InProgress | VoidAnswer::Unknown { wanted: None, .. }
        )
    }

    /// Whether the carrier may have voided it, as far as is known.
    pub(super) const fn may_be_void(&self) -> bool {
        matches!(self.void.answer, VoidAnswer::InProgress | VoidAnswer::Unknown { .. })
    }

    /// A person looked: nothing is asked again.
    pub(super) fn look_no_more(&mut self) {
        if let VoidAnswer::Unknown { why, wanted: Some(_) } = &self.void.answer {
            self.void.answer = VoidAnswer::NotAsked { why: why.clone() };
        }
    }

    /// The parcels that are void for sure.
    fn void_for_sure(&self) -> ParcelChoice {
        let none = ParcelChoice::Some(Vec::new());
        let VoidAnswer::Known { said } = &self.void.answer else { return none };
        match (said, &self.void.parcels) {
            (VoidOutcome::Voided { .. }, chosen) => chosen.clone(),
            (VoidOutcome::Partly { parcels }, _) => {
                let void = parcels
                    .iter()
                    .filter(|(_, outcome)| matches!(outcome, VoidOutcome::Voided { .. }));
                ParcelChoice::Some(void.map(|(parcel, _)| *parcel).collect())
            }
            _ => none,
        }
    }
}

impl Body {
    /// Whether the carrier said that all of something is void. What is pending or partly void is not.
    pub(super) fn is_void(&self, id: &str, parcels: usize) -> bool {
        let mut void = Vec::new();
        for stored in self.voids.iter().filter(|stored| stored.void.id == id) {
            match stored.void_for_sure() {
                ParcelChoice::All => return true,
                ParcelChoice::Some(some) => void.extend(some),
            }
        }
        parcels > 0 && (0..parcels).all(|parcel| void.contains(&parcel))
    }

    pub(super) fn is_thing_void(&self, thing: &Thing) -> bool {
        let parcels = match thing {
            Thing::Label(label) => label.parcels.len(),
            Thing::Pickup(_) | Thing::Manifest(_) => 0,
        };
        self.is_void(thing.id(), parcels)
    }

    /// Whether what the key answers with is void.
    pub(super) fn is_voided(&self) -> bool {
        match (self.thing(), &self.remains) {
            (Some(thing), _) => self.is_thing_void(&thing),
            (None, Some(remains)) => self.is_void(&remains.id, 0),
            (None, None) => false,
        }
    }

    /// What a void leaves to a person; `None`: nothing.
    pub(super) fn void_wanted(&self) -> Option<&String> {
        self.voids.iter().find_map(|stored| match &stored.void.answer {
            VoidAnswer::Unknown { wanted, .. } => wanted.as_ref(),
            _ => None,
        })
    }
}
