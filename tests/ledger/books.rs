//! What the ledger truly sold: a file that is only added to, synced at each sale, read again when the ledger starts and by the judge. It
//! knows nothing of journals.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::shop::LATEST;
use crate::wires::Order;

/// A label that was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sale {
    pub(crate) number: String,
    pub(crate) reference: String,
    pub(crate) key: Option<String>,
    pub(crate) account: String,
    pub(crate) recipient: String,
    pub(crate) postal_code: String,
    pub(crate) service: String,
    pub(crate) grams: u32,
    /// When the request came in and when it was sold, in milliseconds since 1970.
    pub(crate) asked_at: u64,
    pub(crate) sold_at: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// A request to buy came in, for this recipient.
    Asked(String),
    Sold(Sale),
    /// A question to take this number back came in.
    AskedBack(String, u64),
    /// Since then.
    Voided(String, u64),
}

/// What was sold in a scene.
#[derive(Debug, Default)]
pub(crate) struct Books {
    file: PathBuf,
    pub(crate) sales: Vec<Sale>,
    /// Since when.
    pub(crate) voided: BTreeMap<String, u64>,
    asked: BTreeMap<String, usize>,
    /// When it was asked.
    asked_back: BTreeMap<String, Vec<u64>>,
}

pub(crate) fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(now.as_millis()).unwrap()
}

impl Books {
    pub(crate) fn of(folder: &Path, scene: &str) -> PathBuf {
        folder.join(format!("{scene}.ledger"))
    }

    /// What the file has; nothing where there is none.
    pub(crate) fn read(file: &Path) -> Self {
        let mut books = Self { file: file.to_owned(), ..Self::default() };
        let text = std::fs::read_to_string(file).unwrap_or_default();
        for line in text.split_inclusive('\n') {
            // What a kill cut off was not synced, and so not answered.
            if line.ends_with('\n') {
                books.enter(serde_json::from_str(line).unwrap());
            }
        }
        books
    }

    fn enter(&mut self, line: Line) {
        match line {
            Line::Asked(recipient) => *self.asked.entry(recipient).or_default() += 1,
            Line::Sold(sale) => self.sales.push(sale),
            Line::AskedBack(number, at) => self.asked_back.entry(number).or_default().push(at),
            Line::Voided(number, at) => {
                self.voided.entry(number).or_insert(at);
            }
        }
    }

    fn write(&mut self, line: Line) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.file).unwrap();
        file.write_all(format!("{}\n", serde_json::to_string(&line).unwrap()).as_bytes()).unwrap();
        if !matches!(line, Line::Asked(_) | Line::AskedBack(..)) {
            file.sync_data().unwrap();
        }
        self.enter(line);
    }

    /// A request to buy came in. How many came before it for the same recipient.
    pub(crate) fn asked(&mut self, recipient: &str) -> usize {
        let before = self.asked.get(recipient).copied().unwrap_or(0);
        self.write(Line::Asked(recipient.to_owned()));
        before
    }

    /// Sells, once for each key that is not forgotten. The sale, and whether it is a new one.
    pub(crate) fn sell(
        &mut self,
        order: &Order,
        number: String,
        asked_at: u64,
        forgets: Option<u64>,
    ) -> (Sale, bool) {
        let remembered =
            |sale: &Sale| forgets.is_none_or(|after| now() < sale.sold_at.saturating_add(after));
        let is_it = |sale: &&Sale| sale.key.is_some() && sale.key == order.key && remembered(sale);
        let known = self.sales.iter().find(is_it);
        if let Some(known) = known {
            return (known.clone(), false);
        }
        let sale = Sale {
            number,
            reference: order.reference.clone(),
            key: order.key.clone(),
            account: order.account.clone(),
            recipient: order.recipient.clone(),
            postal_code: order.postal_code.clone(),
            service: order.service.clone(),
            grams: order.grams,
            asked_at,
            sold_at: now(),
        };
        self.write(Line::Sold(sale.clone()));
        (sale, true)
    }

    /// A question to take a number back came in. How many came before it for the same number.
    pub(crate) fn asked_back(&mut self, number: &str) -> usize {
        let before = self.asked_back.get(number).map_or(0, Vec::len);
        self.write(Line::AskedBack(number.to_owned(), now()));
        before
    }

    /// Whether it was ever asked to take a number back.
    pub(crate) fn was_asked_back(&self, number: &str) -> bool {
        self.asked_back.contains_key(number)
    }

    /// As if it had been asked to take a number back, and had done so or not; nothing is written.
    pub(crate) fn was_asked_for_back(&mut self, number: &str, is_void: bool) {
        self.enter(Line::AskedBack(number.to_owned(), 1));
        if is_void {
            self.enter(Line::Voided(number.to_owned(), 1));
        }
    }

    /// As they were before a moment.
    pub(crate) fn before(&self, moment: u64) -> Self {
        let mut books = Self::default();
        books.sales.clone_from(&self.sales);
        books.sales.retain(|sale| sale.sold_at < moment);
        books.voided.clone_from(&self.voided);
        books.voided.retain(|_, since| *since < moment);
        books.asked_back.clone_from(&self.asked_back);
        books.asked_back.retain(|_, asked| asked.iter().any(|at| *at < moment));
        books
    }

    pub(crate) fn is_void(&self, number: &str) -> bool {
        self.voided.contains_key(number)
    }

    pub(crate) fn void(&mut self, number: &str) {
        if !self.is_void(number) {
            self.write(Line::Voided(number.to_owned(), now()));
        }
    }

    pub(crate) fn by_number(&self, number: &str) -> Option<&Sale> {
        self.sales.iter().find(|sale| sale.number == number)
    }

    /// What was sold and not taken back.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &Sale> {
        self.sales.iter().filter(|sale| !self.is_void(&sale.number))
    }

    /// Whether something was sold later than a shop is told to count with.
    pub(crate) fn sold_too_late(&self) -> bool {
        let latest = u64::try_from(LATEST.as_millis()).unwrap();
        self.sales.iter().any(|sale| sale.sold_at.saturating_sub(sale.asked_at) > latest)
    }

    /// How many requests to buy came in.
    pub(crate) fn requests(&self) -> usize {
        self.asked.values().sum()
    }
}
