//! The journal and how patient it is.

use std::sync::Arc;
use std::time::Duration;

use super::answer::{Bought, BuyError, Outcome};
use super::body::{Body, put_back};
use super::guard::{self, Freshness, Tolerance};
use crate::carrier::{Carrier, Carriers};
use crate::store::{Limit, Record, State, Store, StoreError};

/// How long the journal waits, and how much it lets be spent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// How long a carrier has for a purchase, as the last resort behind its own deadlines. Afterwards the outcome is unknown.
    pub call: Duration,
    /// How long whoever sends holds the key; must be longer than `call`. Afterwards it is taken to be gone, and anybody may settle
    /// what it left.
    pub lease: Duration,
    /// How long a caller waits for another one who is at the same key.
    pub wait: Duration,
    /// The first pause between two looks for an unknown purchase; each is twice the one before.
    pub pause: Duration,
    /// The longest of these pauses.
    pub longest_pause: Duration,
    /// How long steps towards settling may fail, from the last send on, before a person has to look.
    pub give_up: Duration,
    /// What may be spent.
    pub limits: Vec<Limit>,
    /// When the price of a rate that was chosen is asked again.
    pub fresh: Freshness,
    /// By how much it may have risen since.
    pub tolerance: Tolerance,
    /// How long a carrier has to say it.
    pub quote: Duration,
}

impl Default for Settings {
    /// A minute and a half for a call, three minutes for the lease.
    fn default() -> Self {
        Self {
            call: Duration::from_secs(90),
            lease: Duration::from_mins(3),
            wait: Duration::from_secs(100),
            pause: Duration::from_secs(5),
            longest_pause: Duration::from_mins(5),
            give_up: Duration::from_hours(24),
            limits: Vec::new(),
            fresh: Freshness::default(),
            tolerance: Tolerance::default(),
            quote: Duration::from_secs(15),
        }
    }
}

/// Buys, once. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Journal {
    pub(super) store: Arc<dyn Store>,
    pub(super) carriers: Arc<Carriers>,
    pub(super) settings: Arc<Settings>,
}

impl Journal {
    /// A journal in a store, for some carriers.
    pub fn new(store: Arc<dyn Store>, carriers: Carriers) -> Self {
        Self { store, carriers: Arc::new(carriers), settings: Arc::new(Settings::default()) }
    }

    /// With other patience or limits.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = Arc::new(settings);
        self
    }

    /// What is known of a key; `None`: nothing was ever bought under it. Asks no carrier.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the journal cannot be read.
    pub async fn look(&self, key: &str) -> Result<Option<Bought>, StoreError> {
        match self.store.record(key).await? {
            Some(record) => self.told(record).await.map(Some),
            None => Ok(None),
        }
    }

    /// Removes names, addresses and papers of an order; money and numbers stay. Returns how many purchases it had.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where they could not be removed for good.
    pub async fn forget(&self, order: &str) -> Result<u32, StoreError> {
        self.store.forget(order, Body::forgotten).await
    }

    pub(super) fn carrier(&self, id: &str) -> Result<&Arc<dyn Carrier>, BuyError> {
        self.carriers.get(id).ok_or_else(|| BuyError::NoCarrier(id.to_owned()))
    }

    /// A record as an answer.
    pub(super) async fn told(&self, record: Record) -> Result<Bought, StoreError> {
        let body = read(&record)?;
        let (purchase, dearer) = (body.purchase, guard::dearer(&body));
        let outcome = match (record.state, body) {
            (_, Body { remains: Some(remains), .. }) => {
                Outcome::Forgotten { id: Some(remains.id), total: remains.total.or(record.cost) }
            }
            (State::Made, Body { label: Some(mut label), .. }) => {
                let papers = self.store.papers(&record.key).await?;
                put_back(&mut label, papers.into_iter().map(|paper| paper.document));
                Outcome::Made(Box::new(label))
            }
            (_, Body { ready: None, .. }) => Outcome::Forgotten { id: None, total: record.cost },
            (State::Refused, Body { failure: Some(failure), .. }) => {
                Outcome::Refused(Box::new(failure))
            }
            (State::NotSent, Body { failure: Some(failure), .. }) => {
                Outcome::NotSent(Box::new(failure))
            }
            (State::Sending, _) => Outcome::InProgress { since: record.changed },
            (State::Unknown, Body { failure, wanted, .. }) => {
                Outcome::Unknown { why: failure.map(Box::new), wanted }
            }
            (state, _) => {
                let why = format!("it is {} and does not have what that needs", state.word());
                return Err(StoreError::Unreadable { key: record.key, why });
            }
        };
        Ok(Bought { key: record.key, purchase, outcome, dearer })
    }
}

pub(super) fn read(record: &Record) -> Result<Body, StoreError> {
    Body::read(&record.body)
        .map_err(|error| StoreError::Unreadable { key: record.key.clone(), why: error.to_string() })
}
