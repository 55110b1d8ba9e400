//! What a purchase made: a label, a collection that is booked, a day that is closed.

use serde::{Deserialize, Serialize};

use super::answer::Outcome;
use crate::model::{Document, Handle, Label, Manifest, Money, Payload, Pickup};

/// Something that a carrier made and that may have cost money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Thing {
    Label(Box<Label>),
    Pickup(Box<Pickup>),
    Manifest(Box<Manifest>),
}

/// Money and numbers: what stays when an order is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remains {
    pub(super) id: String,
    pub(super) tracking_number: Option<String>,
    pub(super) total: Option<Money>,
}

impl Thing {
    /// The carrier's number of it; empty: it gives none.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Label(label) => &label.id,
            Self::Pickup(pickup) => pickup.confirmation.as_deref().unwrap_or_default(),
            Self::Manifest(manifest) => manifest.id.as_deref().unwrap_or_default(),
        }
    }

    pub(super) fn handle(&self) -> &Handle {
        match self {
            Self::Label(label) => &label.handle,
            Self::Pickup(pickup) => &pickup.handle,
            Self::Manifest(manifest) => &manifest.handle,
        }
    }

    /// Whether both are one thing of the carrier's.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.handle() == other.handle() || (!self.id().is_empty() && self.id() == other.id())
    }

    /// What was paid; `None`: not told.
    pub(super) fn total(&self) -> Option<Money> {
        match self {
            Self::Label(label) => label.total,
            Self::Pickup(pickup) => pickup.charge,
            Self::Manifest(_) => None,
        }
    }

    pub(super) fn has_papers(&self) -> bool {
        match self {
            Self::Label(label) => !label.documents.is_empty(),
            Self::Pickup(_) => false,
            Self::Manifest(manifest) => !manifest.documents.is_empty(),
        }
    }

    pub(super) fn remains(&self) -> Remains {
        let tracking_number = match self {
            Self::Label(label) => label.tracking_number.clone(),
            Self::Pickup(_) | Self::Manifest(_) => None,
        };
        Remains { id: self.id().to_owned(), tracking_number, total: self.total() }
    }

    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Label(label) => Outcome::Made(label),
            Self::Pickup(pickup) => Outcome::Booked(pickup),
            Self::Manifest(manifest) => Outcome::Closed(manifest),
        }
    }

    /// Takes the papers' content out, in the order in which [`put_back`](Self::put_back) wants it.
    pub(super) fn take_out(&mut self) -> Vec<Document> {
        let mut papers = Vec::new();
        self.each(&mut |document| {
            if let Payload::Bytes(bytes) = &mut document.payload {
                let content = std::mem::take(bytes);
                papers.push(Document { payload: Payload::Bytes(content), ..document.clone() });
            }
        });
        papers
    }

    pub(super) fn put_back(&mut self, papers: impl IntoIterator<Item = Document>) {
        let mut papers = papers.into_iter();
        self.each(&mut |document| {
            if matches!(document.payload, Payload::Bytes(_))
                && let Some(paper) = papers.next()
            {
                document.payload = paper.payload;
            }
        });
    }

    fn each(&mut self, with: &mut impl FnMut(&mut Document)) {
        match self {
            Self::Label(label) => each_of(label, with),
            Self::Pickup(_) => {}
            Self::Manifest(manifest) => manifest.documents.iter_mut().for_each(with),
        }
    }
}

fn each_of(label: &mut Label, with: &mut impl FnMut(&mut Document)) {
    label.documents.iter_mut().for_each(&mut *with);
    for bundled in &mut label.returns {
        each_of(bundled, with);
    }
}

impl From<Label> for Thing {
    fn from(label: Label) -> Self {
        Self::Label(Box::new(label))
    }
}

impl From<Pickup> for Thing {
    fn from(pickup: Pickup) -> Self {
        Self::Pickup(Box::new(pickup))
    }
}

impl From<Manifest> for Thing {
    fn from(manifest: Manifest) -> Self {
        Self::Manifest(Box::new(manifest))
    }
}
