//! What must hold of whatever a decoder gives.

use std::cell::Cell;
use std::fmt::Debug;

use arriero::carrier::{AccountCheck, ErrorKind, Found, Operation, Result};
use arriero::carriers::canadapost::OpenReturn;
use arriero::model::{
    AddressCheck, Document, Label, Manifest, Money, Pickup, RateAnswer, ServicePoint, Status,
    Tracking, VoidOutcome,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An answer that says what an answer must say.
pub(crate) trait Sound: Debug {
    fn check(&self);
}

thread_local! {
    static IS_LONG: Cell<bool> = const { Cell::new(false) };
}

/// Whether the answers are so long that only the time they take is of interest: checks cost more than what they check.
pub(crate) fn set_long(is_long: bool) {
    IS_LONG.set(is_long);
}

/// Checks an outcome, and tells all of it as a text: the same for the same input.
pub(crate) fn outcome<T: Sound>(outcome: &Result<T>) -> String {
    if IS_LONG.get() {
        return String::new();
    }
    match outcome {
        Ok(answer) => answer.check(),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let spends = error.operation().spends_money();
            let unread = matches!(error.kind(), ErrorKind::Unreadable { .. });
            let answered = error.status().is_some_and(|status| (200..300).contains(&status));
            assert!(
                !(spends && unread && answered) || error.outcome_is_unknown(),
                "something may have been bought: {error:?}"
            );
            assert!(error.operation() != Operation::Rates || !error.outcome_is_unknown());
        }
    }
    format!("{outcome:?}")
}

/// What is stored is what was read.
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("a text");
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read, *value);
}

fn is_no_gain(amount: Option<Money>) {
    assert!(amount.is_none_or(|amount| !amount.is_negative()), "{amount:?}");
}

fn has_content(document: &Document) {
    assert!(document.payload.bytes().is_none_or(|bytes| !bytes.is_empty()), "{document:?}");
}

impl Sound for RateAnswer {
    fn check(&self) {
        survives(self);
        for rate in &self.rates {
            assert!(!rate.service.code.is_empty(), "{rate:?}");
            is_no_gain(Some(rate.total));
        }
        assert!(self.unavailable.iter().all(|refused| !refused.why.is_empty()));
    }
}

impl Sound for Label {
    fn check(&self) {
        survives(self);
        assert!(!self.id.trim().is_empty(), "{self:?}");
        assert_eq!(self.handle.to_string().parse().as_ref(), Ok(&self.handle));
        is_no_gain(self.total);
        self.documents.iter().for_each(has_content);
        let parcels = self.parcels.len().max(1);
        let known = |document: &Document| document.parcels.iter().all(|index| *index < parcels);
        assert!(self.documents.iter().all(known), "{self:?}");
        self.returns.iter().for_each(Sound::check);
    }
}

impl Sound for Tracking {
    fn check(&self) {
        survives(self);
        assert!(!self.number.is_empty());
        assert!(self.delivered.is_none() || self.status == Status::Delivered, "{self:?}");
    }
}

impl Sound for Found {
    fn check(&self) {
        self.label.check();
    }
}

impl Sound for ServicePoint {
    fn check(&self) {
        survives(self);
        assert!(!self.id.trim().is_empty(), "{self:?}");
    }
}

impl Sound for Pickup {
    fn check(&self) {
        survives(self);
        assert!(self.confirmation.as_ref().is_none_or(|number| !number.trim().is_empty()));
        is_no_gain(self.charge);
    }
}

impl Sound for Manifest {
    fn check(&self) {
        survives(self);
        assert!(self.id.as_ref().is_none_or(|number| !number.trim().is_empty()));
        self.documents.iter().for_each(has_content);
    }
}

impl Sound for Document {
    fn check(&self) {
        survives(self);
        has_content(self);
    }
}

impl Sound for OpenReturn {
    fn check(&self) {
        survives(&self.handle);
    }
}

impl Sound for VoidOutcome {
    fn check(&self) {
        survives(self);
    }
}

impl Sound for AddressCheck {
    fn check(&self) {
        survives(self);
    }
}

impl Sound for AccountCheck {
    fn check(&self) {}
}

impl<T: Sound> Sound for Vec<T> {
    fn check(&self) {
        self.iter().for_each(Sound::check);
    }
}

impl<T: Sound> Sound for Result<T> {
    fn check(&self) {
        outcome(self);
    }
}
