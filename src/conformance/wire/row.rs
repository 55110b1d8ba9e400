//! One carrier's row: how it is built, what its carrier answers to each operation, where things stand in its requests. Nothing
//! is judged here.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::ask::Ask;
use super::figure::Figure;
use super::report::Check;
use super::script::{Canned, Script};
use crate::carrier::{Carrier, FailureKind, Operation, Source};
use crate::http::{Client, Settings};
use crate::model::Date;

/// Where a carrier under check is, and how patient it may be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Place {
    /// The address of the made-up carrier: the row's builder takes it as its `base_url`.
    pub base_url: String,
    /// Connections that all cases share.
    pub client: Client,
    /// The deadlines and sizes of the case. A carrier that is not built on this crate's kit takes `total`, `idle` and `longest`
    /// from it.
    pub settings: Settings,
}

type Build = dyn Fn(&Place) -> Result<Arc<dyn Carrier>, Source> + Send + Sync;

/// One carrier for the contract. See the [module](crate::conformance).
#[must_use]
pub struct Row {
    pub(super) build: Box<Build>,
    pub(super) token: Option<(String, Canned)>,
    pub(super) parts: Vec<Part>,
    pub(super) secrets: Vec<String>,
    pub(super) people: Vec<String>,
    pub(super) refusal: Option<(Canned, String)>,
    pub(super) retry_after: Option<String>,
    pub(super) ship_on: Date,
}

impl Row {
    /// A carrier that is built at a place. `ship_on` is the day of the questions that the contract makes up by itself.
    pub fn new(
        ship_on: Date,
        build: impl Fn(&Place) -> Result<Arc<dyn Carrier>, Source> + Send + Sync + 'static,
    ) -> Self {
        Self {
            build: Box::new(build),
            token: None,
            parts: Vec::new(),
            secrets: Vec::new(),
            people: Vec::new(),
            refusal: None,
            retry_after: None,
            ship_on,
        }
    }

    /// Its token endpoint: what its path has inside, and what it answers.
    pub fn token(mut self, path: &str, answer: Canned) -> Self {
        self.token = Some((path.to_owned(), answer));
        self
    }

    /// A text that must never be shown: each credential it is built with, and the token.
    pub fn secret(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// A text about a person that stands in one of the answers, as who signed. What stands in the questions is known.
    pub fn person(mut self, text: &str) -> Self {
        self.people.push(text.to_owned());
        self
    }

    /// The carrier's own error document with the status it comes with (4xx), and the code inside.
    pub fn refusal(mut self, answer: Canned, code: &str) -> Self {
        self.refusal = Some((answer, code.to_owned()));
        self
    }

    /// The carrier's own header that says in seconds when to come back.
    pub fn retry_after_header(mut self, name: &str) -> Self {
        self.retry_after = Some(name.to_owned());
        self
    }

    /// An operation that it claims.
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    pub(super) fn part_of(&self, operation: Operation) -> Option<&Part> {
        self.parts.iter().find(|part| part.ask.operation() == operation)
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<_> = self.parts.iter().map(|part| part.ask.operation()).collect();
        f.debug_struct("Row").field("operations", &operations).finish_non_exhaustive()
    }
}

/// One operation of a row.
#[derive(Clone, Debug)]
#[must_use]
pub struct Part {
    pub(super) ask: Ask,
    pub(super) good: Script,
    pub(super) cases: Vec<Case>,
    pub(super) beyond: Vec<(Ask, String)>,
    pub(super) measured: Vec<(Ask, Vec<Figure>)>,
    pub(super) excused: Vec<(Check, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) expect: Expect,
    pub(super) script: Script,
}

#[derive(Clone, Debug)]
pub(super) enum Expect {
    Elements(usize),
    None(FailureKind),
    Keeps(String),
    Times(Vec<String>),
    Refuses(String),
    Fails(FailureKind),
}

impl Part {
    /// A question that the carrier takes, and its good answer.
    pub fn new(ask: Ask, good: impl Into<Script>) -> Self {
        Self {
            ask,
            good: good.into(),
            cases: Vec::new(),
            beyond: Vec::new(),
            measured: Vec::new(),
            excused: Vec::new(),
        }
    }

    /// An answer with so many elements of what the operation lists: rates, events, points, papers, parcels, places that an address
    /// may mean. None is an empty answer or *not found*.
    pub fn elements(self, count: usize, answer: impl Into<Script>) -> Self {
        self.case(Expect::Elements(count), answer)
    }

    /// An answer with no element, of a carrier that never gives one as a success: a failure of this kind.
    pub fn none_fails(self, kind: FailureKind, answer: impl Into<Script>) -> Self {
        self.case(Expect::None(kind), answer)
    }

    /// An answer with a code that nobody knows, which must be kept.
    pub fn keeps(self, code: &str, answer: impl Into<Script>) -> Self {
        self.case(Expect::Keeps(code.to_owned()), answer)
    }

    /// Tracking whose events have these times, in this order, as [`Moment`](crate::model::Moment) writes them.
    pub fn times(self, times: &[&str], answer: impl Into<Script>) -> Self {
        let times = times.iter().map(|&time| time.to_owned()).collect();
        self.case(Expect::Times(times), answer)
    }

    /// An answer that says "no" with a code, whatever its status: an error, or of a void *refused*.
    pub fn refuses(self, code: &str, answer: impl Into<Script>) -> Self {
        self.case(Expect::Refuses(code.to_owned()), answer)
    }

    /// An answer that is a failure of a kind.
    pub fn fails(self, kind: FailureKind, answer: impl Into<Script>) -> Self {
        self.case(Expect::Fails(kind), answer)
    }

    /// A question beyond a limit, and a word of the error that names it.
    pub fn beyond(mut self, ask: Ask, word: &str) -> Self {
        self.beyond.push((ask, word.to_owned()));
        self
    }

    /// Where the figures of the first parcel stand in the request. The contract asks with weights and sides of its own.
    pub fn measures(mut self, ask: Ask, figures: impl Into<Vec<Figure>>) -> Self {
        self.measured.push((ask, figures.into()));
        self
    }

    /// Takes the operation out of a rule, with the reason.
    pub fn excuse(mut self, check: Check, why: &str) -> Self {
        self.excused.push((check, why.to_owned()));
        self
    }

    fn case(mut self, expect: Expect, answer: impl Into<Script>) -> Self {
        self.cases.push(Case { expect, script: answer.into() });
        self
    }

    pub(super) fn is_excused(&self, check: Check) -> bool {
        self.excused.iter().any(|(excused, _)| *excused == check)
    }
}

/// How long a case may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tempo {
    /// Longer than anything takes here.
    Patient,
    /// Shorter than the made-up carrier takes.
    Short,
}

impl Tempo {
    /// The deadline of a short case.
    pub(super) const SHORT: Duration = Duration::from_millis(300);
    /// What a busy machine may add to any deadline.
    pub(super) const SLACK: Duration = Duration::from_secs(4);
    const PATIENT: Duration = Duration::from_secs(12);

    pub(super) fn settings(self) -> Settings {
        let time = if self == Self::Short { Self::SHORT } else { Self::PATIENT };
        let mut settings = Settings::default();
        let (total, longest) = (&mut settings.total, &mut settings.longest);
        (total.rates, total.tracking, total.labels, total.other) = (time, time, time, time);
        let most = 1_000_000;
        (longest.rates, longest.tracking, longest.labels, longest.other) = (most, most, most, most);
        settings.idle = time;
        settings.backoff = Duration::from_millis(1);
        settings.breaker = None;
        settings
    }
}
