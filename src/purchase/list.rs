//! The journal as it is read: lists of purchases, and one with all that is known of it. Asks no carrier and changes nothing.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::journal::{Journal, read};
use super::made::Remains;
use super::parcels::{GroupBody, KIND};
use super::void::Void;
use crate::carrier::{Failure, PurchaseSafety};
use crate::model::{CarrierId, DocumentKind, Format, Label, Manifest, Money, Pickup, PurchaseKey};
use crate::store::{Filter, Instant, Paper, Record, State, StoreError};

/// One purchase in a line: no name, no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Summary {
    /// The caller's key.
    pub key: String,
    /// What was bought: `label`, `return`, `pickup`, `manifest`, `parcels` for several labels as one.
    pub kind: String,
    /// Who sells it.
    pub carrier: CarrierId,
    /// How far it is.
    pub state: State,
    /// Whether the carrier said that all of it is void.
    pub voided: bool,
    /// Whether a person has to do something.
    pub work: bool,
    /// What a person has to do; `None`: nothing, or it cannot be read.
    pub wanted: Option<String>,
    /// The carrier's number; `None`: not made, or it gives none.
    pub id: Option<String>,
    /// The number it is followed by; `None`: not told.
    pub tracking_number: Option<String>,
    /// The order it is for; `None`: not told.
    pub order: Option<String>,
    /// The supplier who sends it; `None`: not told.
    pub supplier: Option<String>,
    /// What it counts for against what may be spent: as paid, or as expected; zero where it is void. `None`: not known, or counted
    /// by the purchase that it is a part of.
    pub cost: Option<Money>,
    /// When the key was taken.
    pub begun: Instant,
    /// When it was changed last.
    pub changed: Instant,
    /// When the journal goes on with it; `None`: it does not.
    pub due: Option<Instant>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why what is stored of it cannot be read; `None`: it can.
    pub unreadable: Option<String>,
}

/// All that is known of one purchase. The label itself is the only part that has names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Details {
    /// The line of the list.
    #[serde(flatten)]
    pub summary: Summary,
    /// The key that the carrier sees; `None`: it cannot be read, or each part has its own.
    pub purchase: Option<PurchaseKey>,
    /// What the carrier offered when it was sent: `dedups`, `findable` or `blind`; `None`: it cannot be read.
    pub safety: Option<String>,
    /// When it was sent, as far as anyone knows.
    pub sent: Vec<Instant>,
    /// What it was expected to cost; `None`: not known.
    pub expected: Option<Money>,
    /// What was paid, whether it is void by now or not; `None`: not told.
    pub paid: Option<Money>,
    /// What went wrong last; `None`: nothing, or it was made in the end.
    pub failure: Option<Failure>,
    /// The label, its papers without content; `None`: no label was made, or it is forgotten.
    pub label: Option<Label>,
    /// The collection; `None`: none was booked.
    pub pickup: Option<Pickup>,
    /// The closed day, its papers without content; `None`: none was closed.
    pub manifest: Option<Manifest>,
    /// What other attempts made beside it: the carrier's numbers.
    pub extra: Vec<ExtraMade>,
    /// What was asked to be taken back, oldest first.
    pub voids: Vec<Void>,
    /// The papers that are kept.
    pub papers: Vec<PaperKept>,
    /// The keys of the labels of a purchase of several parcels, each of which can be shown; empty: it is one.
    pub parts: Vec<String>,
    /// The key of the purchase that this is a part of; `None`: it stands for itself.
    pub part_of: Option<String>,
}

/// Something that another attempt made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExtraMade {
    /// The carrier's number.
    pub id: String,
    /// What was paid; `None`: not told.
    pub paid: Option<Money>,
    /// Whether the carrier said that it is void.
    pub voided: bool,
}

/// A paper that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaperKept {
    /// What it is.
    pub kind: DocumentKind,
    /// In what format.
    pub format: Format,
    /// How many bytes it has.
    pub bytes: usize,
    /// The SHA-256 of its content when it was kept, in hexadecimal.
    pub sha256: String,
}

impl Journal {
    /// Purchases, the newest first. One whose body cannot be read is in the list all the same, and says so.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the journal cannot be read; [`StoreError::Unreadable`] names a record of which not even the line can be.
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Summary>, StoreError> {
        Ok(self.store.records(filter).await?.iter().map(summary).collect())
    }

    /// All that is known of a key; `None`: nothing was ever bought under it. Asks no carrier.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the journal, or a paper of the key, cannot be read.
    pub async fn show(&self, key: &str) -> Result<Option<Details>, StoreError> {
        let Some(record) = self.store.record(key).await? else { return Ok(None) };
        let papers = self.store.papers(key).await?;
        Ok(Some(details(&record, &papers)))
    }
}

pub(super) fn summary(record: &Record) -> Summary {
    let mut line = Summary {
        key: record.key.clone(),
        kind: record.kind.clone(),
        carrier: record.carrier.clone(),
        state: record.state,
        voided: false,
        work: record.work,
        wanted: None,
        id: None,
        tracking_number: None,
        order: record.order.clone(),
        supplier: record.supplier.clone(),
        cost: record.cost,
        begun: record.begun,
        changed: record.changed,
        due: record.due,
        attempts: 0,
        unreadable: None,
    };
    if record.kind == KIND {
        match GroupBody::read(record) {
            Ok(group) => {
                (line.attempts, line.voided) = (1, group.voided);
                line.wanted = Some(group.wanted.join("; ")).filter(|wanted| !wanted.is_empty());
            }
            Err(error) => line.unreadable = Some(error.to_string()),
        }
        return line;
    }
    let body = match read(record) {
        Ok(body) => body,
        Err(error) => {
            line.unreadable = Some(error.to_string());
            return line;
        }
    };
    line.voided = body.is_voided();
    line.wanted = body.wanted.clone().or_else(|| body.void_wanted().cloned());
    line.attempts = body.attempt;
    if let Some(remains) = body.thing().map(|thing| thing.remains()).or(body.remains) {
        line.id = Some(remains.id).filter(|id| !id.is_empty());
        line.tracking_number = remains.tracking_number;
    }
    line
}

fn details(record: &Record, papers: &[Paper]) -> Details {
    let mut all = Details {
        summary: summary(record),
        purchase: None,
        safety: None,
        sent: Vec::new(),
        expected: None,
        paid: None,
        failure: None,
        label: None,
        pickup: None,
        manifest: None,
        extra: Vec::new(),
        voids: Vec::new(),
        papers: papers.iter().map(kept).collect(),
        parts: Vec::new(),
        part_of: None,
    };
    if record.kind == KIND {
        if let Ok(group) = GroupBody::read(record) {
            (all.expected, all.failure) = (group.expected, group.undo.or(group.failure));
            all.parts = group.parts;
        }
        return all;
    }
    let Ok(body) = read(record) else { return all };
    let of_extra = |remains: &Remains, voided| ExtraMade {
        id: remains.id.clone(),
        paid: remains.total,
        voided,
    };
    let is_void = |extra: &super::body::Extra| {
        extra.thing.as_ref().is_some_and(|thing| body.is_thing_void(thing))
    };
    all.extra = body.extra.iter().map(|extra| of_extra(&extra.remains, is_void(extra))).collect();
    all.paid = body
        .thing()
        .and_then(|thing| thing.total())
        .or(body.remains.as_ref().and_then(|remains| remains.total));
    all.voids = body.voids.iter().map(|stored| stored.void.clone()).collect();
    all.purchase = Some(body.purchase);
    all.safety = Some(class(body.safety).to_owned());
    (all.sent, all.expected, all.failure) = (body.sent, body.expected, body.failure);
    (all.label, all.pickup, all.manifest) = (body.label, body.pickup, body.manifest);
    all.part_of = body.part_of;
    all
}

const fn class(safety: PurchaseSafety) -> &'static str {
    match safety {
        PurchaseSafety::Dedups { .. } => "dedups",
        PurchaseSafety::Findable { .. } => "findable",
        PurchaseSafety::Blind => "blind",
    }
}

fn kept(paper: &Paper) -> PaperKept {
    let mut sha256 = String::with_capacity(64);
    for byte in paper.hash {
        let _ = write!(sha256, "{byte:02x}");
    }
    PaperKept {
        kind: paper.document.kind.clone(),
        format: paper.document.format,
        bytes: paper.document.payload.bytes().map_or(0, <[u8]>::len),
        sha256,
    }
}
