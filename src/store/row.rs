//! A record and its papers as the columns of a table have them, whichever database keeps them.

use std::fmt;

#[cfg(any(feature = "postgres", feature = "sqlite"))]
use crate::model::{CarrierId, Currency, Money};
#[cfg(feature = "postgres")]
use crate::store::{Change, Entry};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
use crate::store::{Fingerprint, Instant, Record, Result, State, StoreError};

#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) const COLUMNS: &str = "key, version, kind, carrier, state, work, fingerprint, for_order, supplier, cost, currency, begun, changed, due, body";

/// A record as it stands, read by nobody: what is moved from one store to another. Moments are milliseconds since 1970, costs minor
/// units of their currency.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The caller's key.
    pub key: String,
    /// Goes up with every change.
    pub version: i32,
    /// What is bought.
    pub kind: String,
    /// Who sells it.
    pub carrier: String,
    /// How far it is, as [`State::word`](super::State::word).
    pub state: String,
    /// Whether a person has to look at it.
    pub work: bool,
    /// What was asked.
    pub fingerprint: Vec<u8>,
    /// The order it is for; `None`: not told.
    pub order: Option<String>,
    /// The supplier who sends it; `None`: not told.
    pub supplier: Option<String>,
    /// What it costs; `None`: not known.
    pub cost: Option<i64>,
    /// In what currency; `None`: not known.
    pub currency: Option<String>,
    /// When the key was taken.
    pub begun: i64,
    /// When it was changed last.
    pub changed: i64,
    /// When somebody has to go on with it; `None`: nobody.
    pub due: Option<i64>,
    /// All else.
    pub body: String,
    /// Its papers, by their places.
    pub papers: Vec<RowPaper>,
}

/// A paper as it stands.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowPaper {
    /// Its place among those of the record.
    pub place: i32,
    /// What it is, as JSON without its content.
    pub about: String,
    /// The SHA-256 of the content.
    pub hash: Vec<u8>,
    /// The paper itself.
    pub content: Vec<u8>,
}

impl fmt::Debug for Row {
    /// Without the body and the papers: they have names and streets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("key", &self.key)
            .field("version", &self.version)
            .field("state", &self.state)
            .field("papers", &self.papers.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RowPaper {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowPaper")
            .field("place", &self.place)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl Row {
    /// The first column that is not the same in both; `None`: they are equal.
    pub(super) fn differs(&self, other: &Self) -> Option<&'static str> {
        let columns = [
            ("key", self.key == other.key),
            ("version", self.version == other.version),
            ("state", self.state == other.state),
            ("kind", self.kind == other.kind),
            ("carrier", self.carrier == other.carrier),
            ("work", self.work == other.work),
            ("fingerprint", self.fingerprint == other.fingerprint),
            ("order", self.order == other.order),
            ("supplier", self.supplier == other.supplier),
            ("cost", self.cost == other.cost),
            ("currency", self.currency == other.currency),
            ("begun", self.begun == other.begun),
            ("changed", self.changed == other.changed),
            ("due", self.due == other.due),
            ("body", self.body == other.body),
            ("papers", self.papers == other.papers),
        ];
        // A column that is forgotten above is not forgotten here.
        let left = (self != other).then_some("content");
        columns.into_iter().find(|(_, same)| !same).map(|(name, _)| name).or(left)
    }

    #[cfg(feature = "postgres")]
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let columns = [&self.key, &self.kind, &self.carrier, &self.state, &self.body];
        let more = [&self.order, &self.supplier, &self.currency];
        columns
            .into_iter()
            .chain(more.into_iter().flatten())
            .chain(self.papers.iter().map(|paper| &paper.about))
            .map(String::as_str)
    }

    /// Roughly how many bytes it has.
    #[cfg(feature = "sqlite")]
    pub(super) fn size(&self) -> usize {
        let papers = self.papers.iter().map(|paper| paper.content.len() + paper.about.len());
        self.body.len() + papers.sum::<usize>()
    }
}

#[cfg(feature = "postgres")]
impl Row {
    /// What is written where a key is taken.
    pub(super) fn begun(entry: &Entry, now: i64, due: i64) -> Self {
        let (cost, currency) = minor(entry.cost);
        Self {
            key: entry.key.clone(),
            version: 1,
            kind: entry.kind.clone(),
            carrier: entry.carrier.to_string(),
            state: State::Sending.word().to_owned(),
            work: false,
            fingerprint: entry.fingerprint.0.to_vec(),
            order: entry.order.clone(),
            supplier: entry.supplier.clone(),
            cost,
            currency: currency.map(str::to_owned),
            begun: now,
            changed: now,
            due: Some(due),
            body: entry.body.clone(),
            papers: Vec::new(),
        }
    }

    /// What a record is changed to.
    pub(super) fn changed(before: &Record, change: &Change, now: i64, due: Option<i64>) -> Self {
        let (cost, currency) = minor(change.cost);
        Self {
            key: before.key.clone(),
            version: i32::try_from(before.version).unwrap_or(i32::MAX - 1) + 1,
            kind: before.kind.clone(),
            carrier: before.carrier.to_string(),
            state: change.state.word().to_owned(),
            work: change.work,
            fingerprint: before.fingerprint.0.to_vec(),
            order: before.order.clone(),
            supplier: before.supplier.clone(),
            cost,
            currency: currency.map(str::to_owned),
            begun: before.begun.timestamp_millis(),
            changed: now,
            due,
            body: change.body.clone(),
            papers: Vec::new(),
        }
    }
}

#[cfg(any(feature = "postgres", feature = "sqlite"))]
impl Row {
    pub(super) fn record(self) -> Result<Record> {
        let key = self.key;
        let unreadable = |why: String| StoreError::Unreadable { key: key.clone(), why };
        let moment = |millis: i64| {
            Instant::from_timestamp_millis(millis)
                .ok_or_else(|| unreadable(format!("{millis} is no moment")))
        };
        let cost = match (self.cost, self.currency) {
            (Some(minor), Some(currency)) => {
                let currency =
                    Currency::parse(&currency).map_err(|error| unreadable(error.to_string()))?;
                Some(Money::from_minor(minor, currency))
            }
            _ => None,
        };
        let fingerprint = <[u8; 32]>::try_from(self.fingerprint)
            .map_err(|bytes| unreadable(format!("its fingerprint has {} bytes", bytes.len())))?;
        Ok(Record {
            version: u32::try_from(self.version).map_err(|error| unreadable(error.to_string()))?,
            kind: self.kind,
            carrier: CarrierId::new(&self.carrier)
                .map_err(|error| unreadable(error.to_string()))?,
            state: State::of_word(&self.state)
                .ok_or_else(|| unreadable(format!("no state is called {:?}", self.state)))?,
            work: self.work,
            fingerprint: Fingerprint(fingerprint),
            order: self.order,
            supplier: self.supplier,
            cost,
            begun: moment(self.begun)?,
            changed: moment(self.changed)?,
            due: self.due.map(moment).transpose()?,
            body: self.body,
            key: key.clone(),
        })
    }
}

/// A cost as its two columns.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) fn minor(cost: Option<Money>) -> (Option<i64>, Option<&'static str>) {
    cost.and_then(|cost| Some((cost.to_minor()?, cost.currency().code()))).unzip()
}
