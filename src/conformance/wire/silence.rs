//! What a carrier may not show: secrets anywhere, people anywhere above `trace`. Log lines are looked at as they come and not
//! kept.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::carrier::{Error, Failure};

/// What nobody may read.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    pub(super) secrets: Vec<String>,
    pub(super) people: Vec<String>,
}

impl Hidden {
    /// The first of them that a text shows, whatever the case of its letters.
    pub(super) fn shown_in(&self, text: &str) -> Option<&str> {
        let text = text.to_lowercase();
        let mut all = self.secrets.iter().chain(&self.people);
        all.find(|hidden| text.contains(&hidden.to_lowercase())).map(String::as_str)
    }

    fn secret_in(&self, text: &str) -> Option<&str> {
        let mut secrets = self.secrets.iter();
        secrets.find(|hidden| text.contains(hidden.as_str())).map(String::as_str)
    }
}

/// All that an error says, in every way it can be shown.
pub(super) fn words(error: &Error) -> String {
    let mut words = format!("{error} {error:?} {:?}", Failure::from(error));
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        let _ = write!(words, " {source} {source:?}");
        cause = source.source();
    }
    words
}

/// A log that nobody keeps.
#[derive(Clone, Debug)]
pub(super) struct Listener {
    hidden: Arc<Hidden>,
    heard: Arc<Mutex<BTreeSet<(String, String)>>>,
    spans: Arc<AtomicU64>,
}

impl Listener {
    pub(super) fn new(hidden: &Arc<Hidden>) -> Self {
        let spans = Arc::new(AtomicU64::new(1));
        Self { hidden: Arc::clone(hidden), heard: Arc::default(), spans }
    }

    /// What was shown, and where.
    pub(super) fn heard(&self) -> Vec<(String, String)> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn hear(&self, level: Level, place: &str, line: &str) {
        let shown = if level <= Level::DEBUG {
            self.hidden.shown_in(line)
        } else {
            self.hidden.secret_in(line)
        };
        if let Some(shown) = shown {
            let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.insert((shown.to_owned(), format!("{level} {place}")));
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, "{}={value} ", field.name());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(String::new());
        span.record(&mut line);
        self.hear(*span.metadata().level(), span.metadata().target(), &line.0);
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed).max(1))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        // The level of its span is not at hand; a span of a call is information.
        self.hear(Level::INFO, "a span", &line.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        self.hear(*event.metadata().level(), event.metadata().target(), &line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
