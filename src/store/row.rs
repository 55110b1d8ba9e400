//! A record as the columns of a table have it, whichever database keeps them.

use crate::model::{CarrierId, Currency, Money};
use crate::store::{Fingerprint, Instant, Record, Result, State, StoreError};

pub(super) const COLUMNS: &str = "key, version, kind, carrier, state, work, fingerprint, for_order, supplier, cost, currency, begun, changed, due, body";

/// The columns in the order of [`COLUMNS`]. Moments are milliseconds since 1970, costs minor units.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) key: String,
    pub(super) version: i32,
    pub(super) kind: String,
    pub(super) carrier: String,
    pub(super) state: String,
    pub(super) work: bool,
    pub(super) fingerprint: Vec<u8>,
    pub(super) order: Option<String>,
    pub(super) supplier: Option<String>,
    pub(super) cost: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) begun: i64,
    pub(super) changed: i64,
    pub(super) due: Option<i64>,
    pub(super) body: String,
}

impl Columns {
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
pub(super) fn minor(cost: Option<Money>) -> (Option<i64>, Option<&'static str>) {
    cost.and_then(|cost| Some((cost.to_minor()?, cost.currency().code()))).unzip()
}
