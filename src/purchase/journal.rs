//! The journal and how patient it is.

use std::sync::Arc;
use std::time::Duration;

use super::answer::{Bought, BuyError, Outcome};
use super::body::Body;
use super::clock::Watches;
use super::guard::{self, Freshness, Tolerance};
use super::item::is_known;
use super::parcels;
use crate::carrier::{Carrier, Carriers};
use crate::model::Document;
use crate::store::{Limit, Record, State, Store, StoreError};

/// How long the journal waits, and how much it lets be spent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// How long a carrier has for each call, to buy, to look, to fetch a paper, to take back: the last resort behind its own deadlines.
    /// What was bought or taken back by then is unknown, and a look has failed.
    pub call: Duration,
    /// How long whoever sends holds the key; must be longer than `call`. Afterwards it is taken to be gone, and anybody may settle
    /// what it left.
    pub lease: Duration,
    /// How long a caller waits for another one who is at the same key.
    pub wait: Duration,
    /// The pause between two looks for an unknown purchase; after each in a row that failed it is twice as long.
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

impl Settings {
    /// How long to wait after so many steps in a row that failed.
    pub(super) fn pause_after(&self, stumbles: u32) -> Duration {
        self.pause.saturating_mul(2_u32.saturating_pow(stumbles)).min(self.longest_pause)
    }
}

/// Buys, once. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Journal {
    pub(super) store: Arc<dyn Store>,
    pub(super) carriers: Arc<Carriers>,
    pub(super) settings: Arc<Settings>,
    pub(super) watches: Arc<Watches>,
}

impl Journal {
    /// A journal in a store, for some carriers.
    pub fn new(store: Arc<dyn Store>, carriers: Carriers) -> Self {
        let (settings, watches) = (Arc::new(Settings::default()), Arc::default());
        Self { store, carriers: Arc::new(carriers), settings, watches }
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
        self.store.forget(order, parcels::forgotten).await
    }

    pub(super) fn carrier(&self, id: &str) -> Result<&Arc<dyn Carrier>, BuyError> {
        self.carriers.get(id).ok_or_else(|| BuyError::NoCarrier(id.to_owned()))
    }

    /// A record as an answer.
    pub(super) async fn told(&self, record: Record) -> Result<Bought, StoreError> {
        let body = read(&record)?;
        let has_papers = record.state == State::Made && !body.is_forgotten();
        let papers = if has_papers { self.store.papers(&record.key).await? } else { Vec::new() };
        answer(record, body, papers.into_iter().map(|paper| paper.document).collect())
    }
}

/// A record as an answer, with its papers.
pub(super) fn answer(
    record: Record,
    body: Body,
    papers: Vec<Document>,
) -> Result<Bought, StoreError> {
    let (thing, voided) = (body.thing(), body.is_voided());
    let voids = body.voids.iter().map(|stored| stored.void.clone()).collect();
    let dearer = guard::dearer(&body);
    let (purchase, wanted) = (body.purchase, body.wanted.as_ref().or(body.void_wanted()).cloned());
    let outcome = match (record.state, thing, body) {
        (_, _, Body { remains: Some(remains), .. }) => Outcome::Forgotten {
            id: Some(remains.id).filter(|id| !id.is_empty()),
            total: remains.total.or(record.cost),
        },
        (State::Made, Some(mut thing), _) => {
            thing.put_back(papers);
            thing.outcome()
        }
        (_, _, Body { ready: None, .. }) => Outcome::Forgotten { id: None, total: record.cost },
        (State::Refused, _, Body { failure: Some(failure), .. }) => {
            Outcome::Refused(Box::new(failure))
        }
        (State::NotSent, _, Body { failure: Some(failure), .. }) => {
            Outcome::NotSent(Box::new(failure))
        }
        (State::Sending, _, _) => Outcome::InProgress { since: record.changed },
        (State::Unknown, _, Body { failure, wanted, .. }) => {
            Outcome::Unknown { why: failure.map(Box::new), wanted }
        }
        (state, ..) => {
            let why = format!("it is {} and does not have what that needs", state.word());
            return Err(StoreError::Unreadable { key: record.key, why });
        }
    };
    Ok(Bought { key: record.key, purchase, outcome, wanted, voids, voided, dearer })
}

/// What is stored of one purchase.
///
/// # Errors
///
/// [`StoreError::Unreadable`] for a kind that this release does not know, too.
pub(super) fn read(record: &Record) -> Result<Body, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable { key: record.key.clone(), why };
    if !is_known(&record.kind) {
        return Err(unreadable(format!(
            "it is a {:?}, which this release does not know as a purchase; a later one may",
            record.kind
        )));
    }
    Body::read(&record.body).map_err(|error| unreadable(error.to_string()))
}
