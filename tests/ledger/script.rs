//! How the ledger is to behave in a scene: written by a test, read by the ledger when the scene is first met.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What becomes of one request to buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// None: it is sold and answered.
    Answers,
    /// It is sold, and the connection closed.
    LostAfter,
    /// It is not sold, and the connection closed.
    LostBefore,
    /// It is not sold, for who asks is not known: a 401.
    Unwelcome,
    /// It is sold, and a 500 answered.
    Broken,
    /// The connection is closed, and it is sold after so many milliseconds.
    Late(u64),
    /// It is sold, and half an answer sent.
    Half,
    /// It is sold, and answered after so many milliseconds.
    Slow(u64),
    /// It is sold, and the connection reset.
    Reset,
    /// It is sold, and answered with a 200 that is a page.
    Garbled,
}

/// How look-ups behave.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    /// The filter is ignored: all that the scene sold is shown.
    pub(crate) unfiltered: bool,
    /// A sale is shown only so many milliseconds afterwards.
    pub(crate) lag: u64,
    /// Each sale is shown twice, the second time under another number.
    pub(crate) twice: bool,
    /// So many look-ups are answered with a 503 first.
    pub(crate) fails: u32,
}

/// Where the ledger stops, the first time that it comes there, until whoever asked is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stop {
    /// The request is there whole, and nothing came of it yet.
    Received,
    /// What becomes of it is decided, and not a byte of an answer sent.
    Decided,
    /// As the first, of a question to take back.
    Back,
    /// As the second, of a question to take back.
    BackDecided,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Script {
    /// For a recipient of this name, one after the other.
    pub(crate) by_recipient: BTreeMap<String, Vec<Fault>>,
    /// For all others, for each recipient one after the other. What comes after the last is answered.
    pub(crate) sell: Vec<Fault>,
    pub(crate) look: Look,
    /// After so many milliseconds a key is forgotten, and sold under again; `None`: never.
    pub(crate) forgets: Option<u64>,
    pub(crate) stop: Option<Stop>,
    /// What becomes of questions to take a number back, for each number one after the other: of those that lose an answer, and those
    /// that do not. What comes after the last is answered.
    pub(crate) back: Vec<Fault>,
    /// Nothing is taken back: the carrier says no.
    pub(crate) keeps: bool,
}

impl Script {
    pub(crate) fn fault(&self, recipient: &str, nth: usize) -> Fault {
        let faults = self.by_recipient.get(recipient).unwrap_or(&self.sell);
        faults.get(nth).copied().unwrap_or(Fault::Answers)
    }

    pub(crate) fn write(&self, folder: &Path, scene: &str) {
        let text = serde_json::to_string(self).unwrap();
        std::fs::write(folder.join(format!("{scene}.script")), text).unwrap();
    }

    /// The script of a scene; a scene without one is answered.
    pub(crate) fn read(folder: &Path, scene: &str) -> Self {
        let text = std::fs::read_to_string(folder.join(format!("{scene}.script")));
        text.map_or_else(|_| Self::default(), |text| serde_json::from_str(&text).unwrap())
    }
}

pub(crate) const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
