//! How the ledger is spoken to: a wire is what a carrier's bytes mean, and what it answers. One module each; a wire decides nothing, the
//! server does: it is asked what was asked, and told what was done.
//!
//! A wire is added by a module with its [`Wire`] and a line in [`kinds`].

mod canadapost;
pub(crate) mod plain;
mod real;
mod ups;

use std::fmt;

use arriero::carrier::Carrier;
use arriero::model::{Label, LabelRequest};

use crate::books::Sale;

/// A request as it came in, below the address of its wire and scene.
#[derive(Debug)]
pub(crate) struct Request {
    /// The address of the wire and the scene, for links.
    pub(crate) base: String,
    pub(crate) method: String,
    /// Begins with a slash.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a request wants of the ledger.
#[derive(Debug)]
pub(crate) enum Asked {
    /// A label.
    Sell(Order),
    /// Labels by our reference; `None`: all.
    Find(Option<String>),
    /// The paper of a number.
    Paper(String),
    /// A number taken back.
    Void(String),
    /// Nothing: a token, a path that is not there.
    Else(Reply),
}

/// What is bought, as the wire tells it.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) reference: String,
    /// What this carrier knows purchases by; `None`: it sells as often as it is asked.
    pub(crate) key: Option<String>,
    pub(crate) account: String,
    pub(crate) recipient: String,
    pub(crate) postal_code: String,
    pub(crate) service: String,
    pub(crate) grams: u32,
}

/// What the ledger did.
#[derive(Debug)]
pub(crate) enum Done<'l> {
    Sold(&'l Sale),
    /// The key was known: this was sold under it before.
    Known(&'l Sale),
    Found(Vec<Shown<'l>>),
    /// `None`: there is no such number.
    Paper(Option<&'l Sale>),
    /// `None`: there is no such number.
    Voided(Option<Shown<'l>>),
}

/// A sale in a list; of a void: as it was before.
#[derive(Debug)]
pub(crate) struct Shown<'l> {
    pub(crate) sale: &'l Sale,
    pub(crate) voided: bool,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) media: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { status, media: "application/json", body: body.to_string().into_bytes() }
    }
}

/// What a carrier's bytes mean.
pub(crate) trait Wire: fmt::Debug + Send + Sync {
    fn asked(&self, request: &Request) -> Asked;

    /// The number of the nth sale of a scene, from 1.
    fn number(&self, nth: usize) -> String;

    fn reply(&self, request: &Request, done: &Done<'_>) -> Reply;
}

/// A wire with the adapter that speaks it.
pub(crate) struct Kind {
    /// The first segment of its address.
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) wire: Box<dyn Wire>,
    /// The carrier at an address; what it offers settles in the time that [`crate::shop::SETTLE`] says.
    pub(crate) carrier: fn(base_url: &str) -> Box<dyn Carrier>,
    /// A purchase for a recipient of a name.
    pub(crate) request: fn(recipient: &str, grams: u32) -> LabelRequest,
    /// The label of a number, as a person would give it to the journal.
    pub(crate) label: fn(number: &str) -> Label,
}

/// What the matrix is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Dedups,
    Findable,
    Blind,
}

/// The wires that all tests go over.
pub(crate) fn kinds() -> Vec<Kind> {
    plain::kinds().into_iter().chain(adapters()).collect()
}

/// Those of this crate's own adapters.
pub(crate) fn adapters() -> Vec<Kind> {
    ups::kinds().into_iter().chain(canadapost::kinds()).collect()
}

/// Those and the ones of single tests.
pub(crate) fn every_kind() -> Vec<Kind> {
    kinds().into_iter().chain([plain::forgets()]).collect()
}

pub(crate) fn kind(name: &str) -> Option<Kind> {
    every_kind().into_iter().find(|kind| kind.name == name)
}
