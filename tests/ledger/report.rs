//! What a shop tells of its journal, for the judge: a line of JSON at each moment that counts.

use arriero::model::VoidOutcome;
use arriero::purchase::{Bought, Journal, Outcome, ParcelsOutcome, VoidAnswer};
use arriero::store::{Filter, Record, State, Store};
use serde::{Deserialize, Serialize};

use crate::books::now;

/// What the journal has at a moment, as it tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// At what moment.
    pub(crate) when: When,
    /// In milliseconds since 1970, before it was read.
    pub(crate) at: u64,
    pub(crate) records: Vec<Told>,
    /// Purchases of several parcels.
    pub(crate) groups: Vec<Group>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// All that the journal can do by itself is done.
    AtRest,
    /// A person has ended what was left, and all was asked for again.
    AtTheEnd,
    /// One more recovery was made after that.
    RecoveredAgain,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) key: String,
    /// What the carrier knows it by, one or the other.
    pub(crate) references: [String; 2],
    pub(crate) state: State,
    /// Whether a person has to look, and why.
    pub(crate) work: bool,
    pub(crate) wanted: Option<String>,
    /// The number of the label.
    pub(crate) label: Option<String>,
    /// How long its papers are.
    pub(crate) papers: Vec<usize>,
    /// Whether it is void.
    pub(crate) voided: bool,
    /// Whether the carrier said that it does not take it back.
    pub(crate) kept: bool,
    pub(crate) version: u32,
    pub(crate) changed: i64,
    pub(crate) due: Option<i64>,
}

/// A purchase of several parcels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) key: String,
    pub(crate) end: End,
    /// What a person has to do.
    pub(crate) wanted: Vec<String>,
    pub(crate) version: u32,
    pub(crate) due: Option<i64>,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    Made,
    Undone,
    /// A person has to look.
    Work,
    /// It has not.
    Open,
}

impl Report {
    pub(crate) async fn of(when: When, store: &dyn Store, journal: &Journal) -> Self {
        let (at, mut records, mut groups) = (now(), Vec::new(), Vec::new());
        for record in store.records(&Filter::default()).await.unwrap() {
            if is_group(&record) {
                groups.push(Group::of(&record, journal).await);
                continue;
            }
            let bought = journal.look(&record.key).await.unwrap().unwrap();
            let (voided, kept) = (bought.voided, is_kept(&bought));
            let (mut label, mut papers, mut wanted) = (None, Vec::new(), None);
            match bought.outcome {
                Outcome::Made(made) => {
                    let bytes = made.documents.iter().filter_map(|paper| paper.payload.bytes());
                    papers = bytes.map(<[u8]>::len).collect();
                    label = Some(made.id);
                }
                Outcome::Unknown { wanted: why, .. } => wanted = why,
                _ => {}
            }
            records.push(Told {
                key: record.key,
                references: [bought.purchase.token(), bought.purchase.to_string()],
                state: record.state,
                work: record.work,
                wanted,
                label,
                papers,
                voided,
                kept,
                version: record.version,
                changed: record.changed.timestamp_millis(),
                due: record.due.map(|due| due.timestamp_millis()),
            });
        }
        records.sort_by(|one, other| one.key.cmp(&other.key));
        Self { when, at, records, groups }
    }
}

impl Group {
    async fn of(record: &Record, journal: &Journal) -> Self {
        let told = journal.look_parcels(&record.key).await.unwrap().unwrap();
        let end = match told.outcome {
            ParcelsOutcome::Made => End::Made,
            ParcelsOutcome::Undone(_) => End::Undone,
            ParcelsOutcome::Unknown if !told.wanted.is_empty() => End::Work,
            _ => End::Open,
        };
        let due = record.due.map(|due| due.timestamp_millis());
        Self { key: told.key, end, wanted: told.wanted, version: record.version, due }
    }
}

/// Whether the carrier said last that it does not take it back.
pub(crate) fn is_kept(bought: &Bought) -> bool {
    let answer = bought.voids.last().map(|void| &void.answer);
    matches!(answer, Some(VoidAnswer::Known { said: VoidOutcome::Refused { .. } }))
}

/// What several parcels are kept as.
pub(crate) fn is_group(record: &Record) -> bool {
    record.kind == "parcels"
}
