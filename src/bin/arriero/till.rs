//! The journal as the commands use it: opened where it is kept, with the carriers that are asked.

use std::sync::Arc;

use arriero::carrier::Carriers;
use arriero::model::PurchaseKey;
use arriero::purchase::{
    BoughtParcels, Freshness, Item, Journal, ParcelsOutcome, Purchase, Settings, Tolerance,
};
use arriero::store::{Filter, Store};
use rust_decimal::Decimal;

use crate::came_of_it::Sold;
use crate::context::Context;
use crate::parcels::{self, About};
use crate::place::Place;
use crate::stop::Stop;
use crate::words::{moment, plain, quoted};
use crate::{came_of_it, interrupt};

/// The longest key, in bytes: a database indexes no longer text.
const LONGEST_KEY: usize = 1_000;
/// How many of the newest purchases tell whose a store is.
const NEWEST: u32 = 20;

/// Where purchases are bought.
#[derive(Debug)]
pub(crate) struct Till {
    place: Place,
    store: Option<Arc<dyn Store>>,
    carriers: Carriers,
    settings: Settings,
    sandbox: bool,
    /// What a command needs to come to the same journal and carriers, to be pasted behind it.
    same: String,
}

impl Till {
    /// The journal, where there is one. Writes nothing.
    pub(crate) async fn open(context: &Context, carriers: Carriers) -> Result<Self, Stop> {
        let place = context.place()?;
        let store = place.opened().await?;
        let sandbox = context.is_sandbox();
        let (settings, same) = (Settings::default(), context.same());
        let till = Self { place, store, carriers, settings, sandbox, same };
        till.keep_apart().await?;
        Ok(till)
    }

    /// The journal for those who only read it, and ask no carrier.
    pub(crate) async fn reading(context: &Context) -> Result<Self, Stop> {
        let place = context.place()?;
        let store = place.opened().await?;
        if let (None, Some(by)) = (&store, place.named_by()) {
            return Err(Stop::input(by, "is not there; name the file of a journal"));
        }
        let sandbox = context.is_sandbox();
        let (carriers, settings) = (Carriers::new(), Settings::default());
        Ok(Self { place, store, carriers, settings, sandbox, same: context.same() })
    }

    /// Refuses to put made-up purchases beside real ones, and the other way round.
    async fn keep_apart(&self) -> Result<(), Stop> {
        let (Some(store), Some(by)) = (&self.store, self.place.named_by()) else { return Ok(()) };
        let mut newest = Filter::default();
        newest.most = Some(NEWEST);
        let made_up = arriero::sandbox::carriers(None)
            .map_err(|error| Stop::System(std::io::Error::other(error)))?;
        for record in store.records(&newest).await.map_err(|error| Stop::store(&error))? {
            let id = record.carrier.as_str();
            let of_sandbox = made_up.get(id).is_some();
            if self.sandbox && !of_sandbox {
                let message = format!(
                    "has purchases of {id}: the sandbox's do not go beside them; name your carriers with --config, or another store"
                );
                return Err(Stop::input(by, message));
            }
            if !self.sandbox && of_sandbox && self.carriers.get(id).is_none() {
                let message = format!(
                    "has purchases of {id}, which the sandbox made up; name another store for those of your carriers"
                );
                return Err(Stop::input(by, message));
            }
        }
        Ok(())
    }

    /// What a command needs to come to the same journal and carriers.
    pub(crate) fn same(&self) -> &str {
        &self.same
    }

    /// The journal; `None`: nothing was ever bought here.
    pub(crate) fn journal(&self) -> Option<Journal> {
        let store = self.store.as_ref()?;
        Some(self.journal_in(Arc::clone(store)))
    }

    /// What was asked under a key before; `None`: nothing was.
    pub(crate) async fn asked(&self, key: Option<&str>) -> Result<Option<Purchase>, Stop> {
        let (Some(journal), Some(key)) = (self.journal(), key) else { return Ok(None) };
        let asked = journal.asked(key).await.map_err(|error| Stop::store(&error))?;
        let Some(purchase) = asked else { return Ok(None) };
        if self.carriers.get(purchase.carrier.as_str()).is_none() {
            let message = format!(
                "{} was bought from {}, which is none of the carriers that are asked",
                quoted(key),
                purchase.carrier
            );
            return Err(Stop::input("--key", message));
        }
        Ok(Some(purchase))
    }

    /// Asks the price that was chosen again before it is bought, and lets it rise by so many percent.
    pub(crate) fn with_tolerance(mut self, percent: Option<Decimal>) -> Self {
        if let Some(percent) = percent {
            self.settings.fresh = Freshness::Always;
            self.settings.tolerance = Tolerance::percent(percent);
        }
        self
    }

    /// Buys once, whatever comes between, and says before under which key.
    pub(crate) async fn buy(&self, purchase: Purchase) -> Result<Sold, Stop> {
        let (journal, key) = self.begin(&purchase).await?;
        let carrier = purchase.carrier.clone();
        let watch = interrupt::watch(&key, &carrier, &self.same);
        let bought = Box::pin(journal.buy(purchase.with_key(&key))).await;
        watch.abort();
        match bought {
            Ok(bought) => came_of_it::sold(bought, &carrier, &self.same),
            Err(error) => came_of_it::failed(&key, &carrier, error, &self.same),
        }
    }

    /// The same for a label, or one for each parcel where the carrier sells them one by one.
    pub(crate) async fn buy_labels(&self, purchase: Purchase) -> Result<Labels, Stop> {
        let (journal, key) = self.begin(&purchase).await?;
        let carrier = purchase.carrier.clone();
        let parcels = match &purchase.item {
            Item::Label(request) => request.shipment.parcels.len(),
            _ => 1,
        };
        let watch = interrupt::watch(&key, &carrier, &self.same);
        let bought = Box::pin(journal.buy_parcels(purchase.with_key(&key))).await;
        watch.abort();
        let mut bought = match bought {
            Ok(bought) => bought,
            Err(error) => {
                return came_of_it::failed(&key, &carrier, error, &self.same).map(Labels::one);
            }
        };
        if let Some(one) = bought.parts.pop_if(|part| part.key == key) {
            return came_of_it::sold(one, &carrier, &self.same).map(Labels::one);
        }
        let about = About { carrier: &carrier, parcels, same: &self.same };
        parcels::sold(bought, about).map(|bought| Labels::Each(Box::new(bought)))
    }

    /// The journal and the key to buy under, once it is said what is known of it.
    async fn begin(&self, purchase: &Purchase) -> Result<(Journal, String), Stop> {
        let key = match &purchase.key {
            Some(key) => key.clone(),
            None => PurchaseKey::random().to_string(),
        };
        if let Some(known) = self.asked(Some(&key)).await? {
            same_request(&key, &known, purchase)?;
        }
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => self.place.made().await?,
        };
        let journal = self.journal_in(store);
        let before = if let Some(key) = &purchase.key {
            journal.look_parcels(key).await.map_err(|error| Stop::store(&error))?
        } else {
            say(&format!(
                "Buying under the key {key}; asked again with --key {key} it is not bought twice.\n"
            ));
            None
        };
        match before.map(|before| before.outcome) {
            Some(ParcelsOutcome::Made) => {
                say("It was bought under this key before; nothing is sent.\n");
            }
            Some(ParcelsOutcome::InProgress { since }) => {
                let since = moment(since);
                say(&format!(
                    "Another run has been buying under this key since {since}; waiting for it.\n"
                ));
            }
            _ => {}
        }
        Ok((journal, key))
    }

    fn journal_in(&self, store: Arc<dyn Store>) -> Journal {
        Journal::new(store, self.carriers.clone()).with_settings(self.settings.clone())
    }
}

/// What was bought: one label, or one for each parcel.
#[derive(Debug)]
pub(crate) enum Labels {
    One(Box<Sold>),
    Each(Box<BoughtParcels>),
}

impl Labels {
    fn one(sold: Sold) -> Self {
        Self::One(Box::new(sold))
    }
}

/// Says something to people at once.
pub(crate) fn say(words: &str) {
    use std::io::Write as _;
    let _ = anstream::stderr().lock().write_all(words.as_bytes());
}

/// Stops where a key is another request's, with what differs.
fn same_request(key: &str, known: &Purchase, asked: &Purchase) -> Result<(), Stop> {
    let (was, is) = (kind(known), kind(asked));
    let difference = if was == is {
        let fields = known.item.differs(&asked.item);
        if fields.is_empty() {
            return Ok(());
        }
        format!("was used for another request: {} differs", plain(&fields.join(", ")))
    } else {
        format!("was used for {was}, and this is {is}")
    };
    let advice = "ask for the same as before, or give a new purchase a new key";
    Err(Stop::input("--key", format!("{} {difference}; {advice}", quoted(key))))
}

/// What is bought, in words.
fn kind(purchase: &Purchase) -> String {
    let kind = match &purchase.item {
        Item::Label(_) => "a label",
        Item::Return(_) => "a return",
        Item::Pickup(_) => "a pickup",
        _ => "the end of a day",
    };
    format!("{kind} of {}", purchase.carrier)
}

/// A key as it may be given.
pub(crate) fn key(text: &str) -> Result<String, String> {
    match text.len() {
        0 => Err("is empty; give the purchase a name, as the number of its order".into()),
        1..=LONGEST_KEY => Ok(text.to_owned()),
        bytes => Err(format!("has {bytes} bytes; a key has {LONGEST_KEY} at the most")),
    }
}
