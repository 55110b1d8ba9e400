//! A shop: a process that buys through the journal, goes on until nothing is left to wait for, asks a person about what only a person can
//! know, and tells what its journal has. It is what gets killed, and what comes after.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use arriero::carrier::Carriers;
use arriero::model::{Parcel, Weight};
use arriero::points::point;
use arriero::purchase::{
    Journal, Outcome, ParcelsOutcome, Purchase, Resolution, Settings, Void, VoidAnswer, Voiding,
};
use arriero::store::{Filter, PostgresStore, SqliteStore, Store};
use serde::{Deserialize, Serialize};

use crate::books::Books;
use crate::report::{Report, When, is_group, is_kept};
use crate::wires::{Kind, kind};

/// How long a call may take. Longer than a busy machine needs.
pub(crate) const CALL: Duration = Duration::from_millis(700);
/// How long after a sale was asked for a ledger may sell it, busy machine and script together; else nothing can be said.
pub(crate) const LATEST: Duration = Duration::from_millis(600);
/// How long a lost request may come true and be found: longer than a sender may take before it sends (a quarter of the lease), a call
/// and the latest sale together.
pub(crate) const SETTLE: Duration = Duration::from_secs(2);
/// After so long a shop that is not at rest gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a shop is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Orders {
    pub(crate) store: Place,
    /// Where the ledger is, and where its books of the scene are, for the person.
    pub(crate) ledger: String,
    pub(crate) books: PathBuf,
    pub(crate) wire: String,
    pub(crate) scene: String,
    pub(crate) wanted: Vec<Wanted>,
    /// How many milliseconds it waits before it does anything.
    pub(crate) starts_after: u64,
    /// Whether it looks first for what an earlier process left, or buys first.
    pub(crate) recovers_first: bool,
    /// Where label files go.
    pub(crate) labels: PathBuf,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

/// A purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) key: String,
    pub(crate) recipient: String,
    pub(crate) grams: u32,
    /// How many milliseconds after the start it is asked for.
    pub(crate) after: u64,
    /// The weights of further parcels, each sold by a label of its own.
    pub(crate) further: Vec<u32>,
    pub(crate) back: Back,
}

/// Whether a purchase is taken back once it is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Back {
    No,
    Yes,
    /// A process before this one was to, and nobody asks again: it is void on both sides, or on neither.
    Begun,
}

pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.call = CALL + Duration::from_millis(100);
    settings.lease = Duration::from_millis(1_600);
    settings.wait = Duration::from_millis(50);
    settings.pause = Duration::from_millis(15);
    settings.longest_pause = Duration::from_millis(100);
    settings.give_up = Duration::from_secs(30);
    settings
}

pub(crate) async fn opened(place: &Place) -> Arc<dyn Store> {
    match place {
        Place::Sqlite(path) => Arc::new(SqliteStore::open(path).unwrap()),
        Place::Postgres(url) => Arc::new(PostgresStore::connect(url).await.unwrap()),
    }
}

struct Shop {
    orders: Orders,
    kind: Kind,
    store: Arc<dyn Store>,
    journal: Journal,
    since: Instant,
}

/// Says a [`Report`] a line, and `end` when all is done.
pub(crate) fn run(orders: Orders) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let shop = Shop::open(orders).await;
        shop.live().await;
    });
    say("end");
}

pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

pub(crate) fn journal(orders: &Orders, store: Arc<dyn Store>) -> Journal {
    let kind = kind(&orders.wire).unwrap();
    let base = format!("{}/{}/{}", orders.ledger, orders.wire, orders.scene);
    let mut carriers = Carriers::new();
    carriers.add(Arc::from((kind.carrier)(&base))).unwrap();
    Journal::new(store, carriers).with_settings(settings())
}

impl Wanted {
    /// The nth purchase of a shop: one parcel, which is not taken back.
    pub(crate) fn nth(nth: usize) -> Self {
        Self {
            key: format!("order-{nth}"),
            recipient: format!("Ana Reis {nth}"),
            grams: 900,
            after: 0,
            further: Vec::new(),
            back: Back::No,
        }
    }

    pub(crate) fn purchase(&self, kind: &Kind) -> Purchase {
        let carrier = (kind.label)("1").carrier;
        let mut request = (kind.request)(&self.recipient, self.grams);
        let further = self.further.iter().map(|grams| Parcel::new(Weight::from_grams(*grams)));
        request.shipment.parcels.extend(further);
        Purchase::label(carrier, request).with_key(&self.key)
    }
}

impl Shop {
    async fn open(orders: Orders) -> Self {
        let store = opened(&orders.store).await;
        let journal = journal(&orders, Arc::clone(&store));
        let kind = kind(&orders.wire).unwrap();
        Self { orders, kind, store, journal, since: Instant::now() }
    }

    async fn live(&self) {
        tokio::time::sleep(Duration::from_millis(self.orders.starts_after)).await;
        if self.orders.recovers_first {
            self.journal.recover().await.unwrap();
        }
        let asked = self.orders.wanted.iter().map(|wanted| {
            let (journal, purchase) = (self.journal.clone(), wanted.purchase(&self.kind));
            let after = Duration::from_millis(wanted.after);
            tokio::spawn(async move {
                tokio::time::sleep(after).await;
                journal.buy_parcels(purchase).await.unwrap();
            })
        });
        for task in asked.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        self.rest().await;
        self.tell(When::AtRest).await;
        // Once is enough, but for a machine that is so busy that the person's own purchase is lost too.
        for _ in 0..5 {
            if !self.ask_a_person().await {
                break;
            }
            self.rest().await;
        }
        self.write_labels().await;
        self.tell(When::AtTheEnd).await;
        self.journal.recover().await.unwrap();
        self.tell(When::RecoveredAgain).await;
    }

    /// Recovers and asks for everything again, until each purchase is made, taken back or a person's.
    async fn rest(&self) {
        loop {
            self.journal.recover().await.unwrap();
            let mut rests = true;
            for wanted in &self.orders.wanted {
                rests &= self.asked_again(wanted).await;
            }
            if rests {
                return;
            }
            assert!(self.since.elapsed() < PATIENCE, "it does not come to rest");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Asks for the same again. Whether there is nothing to wait for.
    async fn asked_again(&self, wanted: &Wanted) -> bool {
        let purchase = wanted.purchase(&self.kind);
        if !wanted.further.is_empty() {
            let bought = self.journal.buy_parcels(purchase).await.unwrap();
            return match bought.outcome {
                ParcelsOutcome::Made | ParcelsOutcome::Undone(_) => true,
                ParcelsOutcome::Unknown => {
                    let record = self.store.record(&wanted.key).await.unwrap().unwrap();
                    record.work || bought.parts.iter().any(|part| part.wanted.is_some())
                }
                _ => false,
            };
        }
        match self.journal.buy(purchase).await.unwrap().outcome {
            Outcome::Made(_) if wanted.back == Back::Yes => {
                let bought = self.journal.void(&wanted.key, &Voiding::all()).await.unwrap();
                bought.voided || is_kept(&bought)
            }
            Outcome::Made(_) if wanted.back == Back::Begun => {
                let bought = self.journal.look(&wanted.key).await.unwrap().unwrap();
                let is_known = |void: &Void| matches!(void.answer, VoidAnswer::Known { .. });
                bought.voids.iter().all(is_known)
            }
            Outcome::Made(_) | Outcome::Unknown { wanted: Some(_), .. } => true,
            _ => false,
        }
    }

    /// Shows open work to a person, who reads the carrier's books once nothing can come true any more. Whether there was any.
    async fn ask_a_person(&self) -> bool {
        let mut open = Vec::new();
        for record in self.store.records(&Filter::default()).await.unwrap() {
            if is_group(&record) {
                continue;
            }
            let bought = self.journal.look(&record.key).await.unwrap().unwrap();
            if matches!(bought.outcome, Outcome::Unknown { .. }) {
                open.push(bought);
            }
        }
        if open.is_empty() {
            return false;
        }
        tokio::time::sleep(SETTLE).await;
        let books = Books::read(&self.orders.books);
        for bought in open {
            let keys = [bought.purchase.token(), bought.purchase.to_string()];
            let mut sold = books.standing().filter(|sale| keys.contains(&sale.reference));
            let resolution = match (sold.next(), sold.next()) {
                (None, _) => Resolution::NotMade,
                (Some(sale), None) => Resolution::Found(Box::new((self.kind.label)(&sale.number))),
                (Some(_), Some(_)) => continue,
            };
            self.journal.resolve(&bought.key, resolution).await.unwrap();
        }
        true
    }

    /// Whole or not at all: under another name first.
    async fn write_labels(&self) {
        for wanted in self.orders.wanted.iter().filter(|wanted| wanted.further.is_empty()) {
            let bought = self.journal.look(&wanted.key).await.unwrap().unwrap();
            let Outcome::Made(label) = bought.outcome else { continue };
            let (unfinished, finished) = (self.file(wanted, "part"), self.file(wanted, "pdf"));
            let content = label.documents.first().and_then(|paper| paper.payload.bytes());
            std::fs::write(&unfinished, content.unwrap_or_default()).unwrap();
            point("label.written");
            std::fs::rename(unfinished, finished).unwrap();
            point("label.renamed");
        }
    }

    fn file(&self, wanted: &Wanted, extension: &str) -> PathBuf {
        self.orders.labels.join(Path::new(&wanted.key).with_extension(extension))
    }

    async fn tell(&self, when: When) {
        let report = Report::of(when, &*self.store, &self.journal).await;
        say(&serde_json::to_string(&report).unwrap());
    }
}
