//! One purchase as it is kept: what a database must know of it to find, lock, count and sum. All else is in the body, which only the
//! journal reads.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{CarrierId, Document, Money};

/// A moment, by the store's clock, in milliseconds.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// How many bytes a key, an order or a supplier may have: an index of `PostgreSQL` has room for 2,704 in all.
const LONGEST: usize = 1_000;

/// How far a purchase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum State {
    /// It is about to be sent or under way; when the time it is due has passed, whoever sent it is gone.
    Sending,
    /// Nothing was sent, or what was sent is known to have made nothing. It may be tried again.
    NotSent,
    /// The carrier said no for what was asked. The same again gets the same answer.
    Refused,
    /// It was bought.
    Made,
    /// It may have been bought.
    Unknown,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Sending, Self::NotSent, Self::Refused, Self::Made, Self::Unknown];

    /// The word it is kept under.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::NotSent => "not_sent",
            Self::Refused => "refused",
            Self::Made => "made",
            Self::Unknown => "unknown",
        }
    }

    /// Whether money was or may have been spent.
    #[must_use]
    pub const fn may_cost(self) -> bool {
        matches!(self, Self::Sending | Self::Made | Self::Unknown)
    }

    /// The state that is kept under a word; `None`: no state is.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What was asked, in 32 bytes: equal for equal requests, in every release.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A purchase that is about to be sent for the first time.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The caller's key.
    pub key: String,
    /// What is bought: the journal's word.
    pub kind: String,
    /// Who sells it.
    pub carrier: CarrierId,
    /// What is asked.
    pub fingerprint: Fingerprint,
    /// The order it is for; `None`: not told.
    pub order: Option<String>,
    /// The supplier who sends it; `None`: not told.
    pub supplier: Option<String>,
    /// What it is expected to cost; `None`: not known.
    pub cost: Option<Money>,
    /// How long the sender has; afterwards it is gone.
    pub lease: Duration,
    /// All else, as JSON.
    pub body: String,
}

impl Entry {
    /// What must be said of a purchase.
    pub fn new(
        key: impl Into<String>,
        kind: impl Into<String>,
        carrier: CarrierId,
        fingerprint: Fingerprint,
    ) -> Self {
        Self {
            key: key.into(),
            kind: kind.into(),
            carrier,
            fingerprint,
            order: None,
            supplier: None,
            cost: None,
            lease: Duration::from_mins(5),
            body: "{}".to_owned(),
        }
    }

    /// Refuses what not every store could keep, so that a store can be moved: `PostgreSQL` keeps no NUL, and no index has room for a
    /// long text.
    pub(crate) fn fits(&self) -> super::Result<()> {
        let unfit = |why: String| super::StoreError::Unfit { key: self.key.clone(), why };
        let texts = [("key", Some(&self.key)), ("order", self.order.as_ref())];
        for (what, text) in texts.into_iter().chain([("supplier", self.supplier.as_ref())]) {
            let Some(text) = text else { continue };
            if text.contains('\0') {
                return Err(unfit(format!("its {what} has a NUL character; leave that out")));
            }
            if text.len() > LONGEST {
                let long = text.len();
                return Err(unfit(format!(
                    "its {what} is {long} bytes long; use {LONGEST} at the most"
                )));
            }
        }
        Ok(())
    }
}

/// A purchase that is kept.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The caller's key.
    pub key: String,
    /// Goes up with every change, from 1.
    pub version: u32,
    /// What is bought: the journal's word.
    pub kind: String,
    /// Who sells it.
    pub carrier: CarrierId,
    /// How far it is.
    pub state: State,
    /// Whether a person has to look at it.
    pub work: bool,
    /// What was asked.
    pub fingerprint: Fingerprint,
    /// The order it is for; `None`: not told.
    pub order: Option<String>,
    /// The supplier who sends it; `None`: not told.
    pub supplier: Option<String>,
    /// What it costs, or is expected to; `None`: not known.
    pub cost: Option<Money>,
    /// When the key was taken, or taken again after nothing was sent: from then on what it costs counts against limits.
    pub begun: Instant,
    /// When it was changed last.
    pub changed: Instant,
    /// When somebody has to go on with it; `None`: nobody.
    pub due: Option<Instant>,
    /// All else, as JSON.
    pub body: String,
}

impl fmt::Debug for Record {
    /// Without the body: it has names and streets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("key", &self.key)
            .field("version", &self.version)
            .field("kind", &self.kind)
            .field("carrier", &self.carrier)
            .field("state", &self.state)
            .field("work", &self.work)
            .field("due", &self.due)
            .finish_non_exhaustive()
    }
}

/// What becomes of a record.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// How far it is now.
    pub state: State,
    /// Whether a person has to look at it.
    pub work: bool,
    /// What it costs, or is expected to; `None`: not known.
    pub cost: Option<Money>,
    /// How long from now until somebody has to go on with it; `None`: nobody.
    pub due: Option<Duration>,
    /// All else, as JSON.
    pub body: String,
    /// Papers that came with it, in place of those that were kept; empty: those stay.
    pub papers: Vec<Document>,
}

impl Change {
    /// A record that nobody has to go on with.
    pub fn to(state: State, body: impl Into<String>) -> Self {
        Self { state, work: false, cost: None, due: None, body: body.into(), papers: Vec::new() }
    }
}

/// What came of taking a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Begun {
    /// It is taken.
    New(Record),
    /// It was taken before; taken again: somebody else changed the record since it was read, and this is how it is.
    Known(Record),
    /// It is not taken: a limit would be passed.
    OverLimit {
        /// The limit.
        limit: Limit,
        /// What was spent against it before.
        spent: Money,
    },
}

/// The most that may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// On what.
    pub scope: Scope,
    /// In how long; `None`: in one purchase.
    pub within: Option<Duration>,
    /// How much, in its currency; purchases in others do not count.
    pub most: Money,
}

impl Limit {
    /// For each purchase.
    #[must_use]
    pub const fn each(most: Money) -> Self {
        Self { scope: Scope::All, within: None, most }
    }

    /// For all purchases of a span that ends now.
    #[must_use]
    pub const fn within(span: Duration, most: Money) -> Self {
        Self { scope: Scope::All, within: Some(span), most }
    }

    /// Only for some of them.
    #[must_use]
    pub fn of(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }
}

/// What a limit counts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Everything.
    All,
    /// What an account sells.
    Account(CarrierId),
    /// What a supplier sends.
    Supplier(String),
}

impl Scope {
    /// Whether a purchase counts.
    #[must_use]
    pub fn has(&self, entry: &Entry) -> bool {
        self.covers(&entry.carrier, entry.supplier.as_ref())
    }

    /// Whether what an account sells for a supplier counts.
    pub(super) fn covers(&self, account: &CarrierId, supplier: Option<&String>) -> bool {
        match self {
            Self::All => true,
            Self::Account(carrier) => account == carrier,
            Self::Supplier(wanted) => supplier == Some(wanted),
        }
    }
}

/// A paper that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paper {
    /// The paper.
    pub document: Document,
    /// The SHA-256 of its content when it was kept.
    pub hash: [u8; 32],
}

/// Which records are wanted.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// In this state; `None`: in any.
    pub state: Option<State>,
    /// Only those that a person has to look at.
    pub work: bool,
    /// Of this order; `None`: of any.
    pub order: Option<String>,
    /// How many at the most; `None`: all.
    pub most: Option<u32>,
}
