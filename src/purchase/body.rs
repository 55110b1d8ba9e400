//! What is stored of a purchase beside the columns. Every later release reads it: a field is only ever added, with a default.

use serde::{Deserialize, Serialize};

use super::guard::Price;
use super::item::Ready;
use crate::carrier::{Failure, PurchaseSafety};
use crate::model::{Document, Label, Money, Payload, PurchaseKey};
use crate::store::Instant;

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
    /// How often it was looked for after its time to settle, and not found.
    #[serde(default)]
    pub(super) not_found: u32,
    /// Whether the carrier said that it knows the key: something was made under it.
    #[serde(default)]
    pub(super) exists: bool,
    /// How often a step towards settling failed in a row.
    #[serde(default)]
    pub(super) stumbles: u32,
    /// What was bought, without its papers' content.
    #[serde(default)]
    pub(super) label: Option<Label>,
    /// What went wrong last.
    #[serde(default)]
    pub(super) failure: Option<Failure>,
    /// Why a person has to look at it.
    #[serde(default)]
    pub(super) wanted: Option<String>,
    /// What was chosen; `None`: not told.
    #[serde(default)]
    pub(super) quoted: Option<Price>,
    /// What stays of a label when its order is forgotten.
    #[serde(default)]
    pub(super) remains: Option<Remains>,
}

/// Money and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remains {
    pub(super) id: String,
    pub(super) tracking_number: Option<String>,
    pub(super) total: Option<Money>,
    #[serde(default)]
    pub(super) price: Option<Price>,
}

impl Body {
    pub(super) fn new(ready: Ready, safety: PurchaseSafety) -> Self {
        Self {
            purchase: ready.purchase_key(),
            ready: Some(ready),
            safety,
            sent: Vec::new(),
            not_found: 0,
            exists: false,
            stumbles: 0,
            label: None,
            failure: None,
            wanted: None,
            quoted: None,
            remains: None,
        }
    }

    pub(super) fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    pub(super) fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Without names, addresses and words that may have them. What cannot be read goes whole.
    pub(super) fn forgotten(text: &str) -> String {
        let kept = Self::read(text).and_then(|mut body| {
            let label = body.label.take();
            body.remains = body.remains.or(label.map(|label| Remains {
                price: Price::of_label(&label),
                id: label.id,
                tracking_number: label.tracking_number,
                total: label.total,
            }));
            (body.ready, body.failure, body.wanted) = (None, None, None);
            body.text()
        });
        kept.unwrap_or_else(|_| "{}".to_owned())
    }
}

/// Takes the papers' content out of a label, in the order in which [`put_back`] wants it.
pub(super) fn take_out(label: &mut Label) -> Vec<Document> {
    let mut papers = Vec::new();
    each(label, &mut |document| {
        if let Payload::Bytes(bytes) = &mut document.payload {
            let content = std::mem::take(bytes);
            papers.push(Document { payload: Payload::Bytes(content), ..document.clone() });
        }
    });
    papers
}

pub(super) fn put_back(label: &mut Label, papers: impl IntoIterator<Item = Document>) {
    let mut papers = papers.into_iter();
    each(label, &mut |document| {
        if matches!(document.payload, Payload::Bytes(_))
            && let Some(paper) = papers.next()
        {
            document.payload = paper.payload;
        }
    });
}

fn each(label: &mut Label, with: &mut impl FnMut(&mut Document)) {
    label.documents.iter_mut().for_each(&mut *with);
    for bundled in &mut label.returns {
        each(bundled, with);
    }
}
