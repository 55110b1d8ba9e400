//! Whether what was seen is what the contract says. No carrier is asked here.

use super::ask::{Ask, Told};
use super::report::{Check, Finding};
use super::row::{Expect, Part, Tempo};
use super::script::Script;
use super::silence::{Hidden, words};
use super::stage::Played;
use super::trouble::{Fault, Made};
use crate::carrier::{AccountCheck, Carrier, Error, FailureKind, Operation};
use crate::model::{Handle, LabelState, VoidOutcome};

/// One case while it is judged.
pub(super) struct Bench<'c> {
    pub(super) carrier: &'c dyn Carrier,
    pub(super) part: &'c Part,
    pub(super) hidden: &'c Hidden,
    pub(super) case: String,
    pub(super) findings: Vec<Finding>,
}

impl<'c> Bench<'c> {
    pub(super) fn new(
        carrier: &'c dyn Carrier,
        (part, hidden): (&'c Part, &'c Hidden),
        case: impl Into<String>,
    ) -> Self {
        Self { carrier, part, hidden, case: case.into(), findings: Vec::new() }
    }

    fn operation(&self) -> Operation {
        self.part.ask.operation()
    }

    pub(super) fn find(
        &mut self,
        check: Check,
        seen: impl Into<String>,
        expected: impl Into<String>,
    ) {
        if self.part.is_excused(check) {
            return;
        }
        self.findings.push(Finding {
            check,
            operation: Some(self.operation()),
            case: self.case.clone(),
            seen: seen.into(),
            expected: expected.into(),
        });
    }

    /// What holds for every error.
    pub(super) fn error(&mut self, error: &Error) {
        if let Some(shown) = self.hidden.shown_in(&words(error)) {
            let seen = format!("its error shows {shown:?}");
            self.find(Check::Secrets, seen, "no secret and no person in an error");
        }
        let (carrier, operation) = (error.carrier().clone(), error.operation());
        if carrier != self.carrier.id() || operation != self.operation() {
            let seen = format!("an error of {carrier} for {operation}");
            let expected = format!("one of {} for {}", self.carrier.id(), self.operation());
            self.find(Check::Named, seen, expected);
        }
    }

    /// A good answer.
    pub(super) fn success(&mut self, ask: &Ask, script: &Script, played: &Played) {
        for stray in &played.strays {
            let seen = format!("{stray} was asked");
            self.find(Check::Row, seen, "an answer of the row for every call");
        }
        match &played.outcome {
            Ok(told) => self.told(ask, told),
            Err(error) => {
                self.error(error);
                self.find(Check::Success, told_of(error), "an answer");
            }
        }
        if self.operation().spends_money() {
            let sent = played.asked(script.spending());
            if sent != 1 {
                self.find(Check::SentOnce, format!("it was sent {sent} times"), "once");
            }
        }
    }

    fn told(&mut self, ask: &Ask, told: &Told) {
        let id = self.carrier.id();
        if let Some(handle) = told.handle() {
            let kept = handle.to_string().parse::<Handle>();
            if *handle.carrier() != id || kept.as_ref() != Ok(handle) {
                let seen = format!("the handle {handle}");
                self.find(Check::Success, seen, format!("one of {id} that survives its text"));
            }
            if let Some(shown) =
                self.hidden.secrets.iter().find(|s| handle.to_string().contains(*s))
            {
                let seen = format!("the handle shows {shown:?}");
                self.find(Check::Secrets, seen, "no secret in a handle");
            }
        }
        match (ask, told) {
            (_, Told::Rates(answer)) => {
                if answer.rates.is_empty() {
                    self.find(Check::Success, "no rate", "a rate of the good answer");
                }
                if answer.rates.iter().any(|rate| rate.carrier != id) {
                    self.find(Check::Named, "a rate of another carrier", format!("rates of {id}"));
                }
            }
            (Ask::Track(request), Told::Track(tracking)) => {
                let asked = request.queries.first().map(|query| query.number.as_str());
                if tracking.carrier != id || asked != Some(tracking.number.as_str()) {
                    let seen = format!("{} of {}", tracking.number, tracking.carrier);
                    self.find(Check::Named, seen, "the number that was asked for");
                }
            }
            (_, Told::Label(label)) => {
                if label.state == LabelState::Ready && label.documents.is_empty() {
                    self.find(Check::Success, "ready without a paper", "papers, or pending ones");
                }
                let formats = self.carrier.capabilities().formats;
                if let Some(paper) = label.documents.iter().find(|p| !formats.contains(&p.format)) {
                    let seen = format!("a paper in {:?}", paper.format);
                    self.find(Check::Capabilities, seen, format!("one of {formats:?}"));
                }
            }
            (
                _,
                Told::Void(outcome @ (VoidOutcome::Refused { .. } | VoidOutcome::Partly { .. })),
            ) => {
                self.find(Check::Void, format!("{outcome:?}"), "voided, or pending");
            }
            (_, Told::Account(AccountCheck::NotAsked)) => {
                self.find(Check::Success, "it was not asked", "that it knows us");
            }
            (_, Told::Documents(papers)) if papers.is_empty() => {
                self.find(Check::Success, "no paper", "the paper of the good answer");
            }
            _ => {}
        }
    }

    /// An answer that the row says something of.
    pub(super) fn expected(&mut self, expect: &Expect, played: &Played) {
        if let Err(error) = &played.outcome {
            self.error(error);
        }
        match (expect, &played.outcome) {
            (Expect::Elements(count), Ok(told)) => {
                if told.elements() != *count {
                    let seen = format!("{} elements", told.elements());
                    self.find(Check::Elements, seen, count.to_string());
                }
            }
            (Expect::Elements(0), Err(error)) if kind(error) == FailureKind::NotFound => {}
            (Expect::Keeps(code), Ok(told)) => {
                if !told.text().contains(code.as_str()) {
                    self.find(Check::Unknown, format!("{code:?} is lost"), "it is kept");
                }
            }
            (Expect::Times(wanted), Ok(Told::Track(tracking))) => {
                let times: Vec<_> =
                    tracking.events.iter().map(|event| event.time.to_string()).collect();
                if times != *wanted {
                    self.find(Check::Times, format!("{times:?}"), format!("{wanted:?}"));
                }
            }
            (Expect::Refuses(code), outcome) => self.refused(Check::ErrorInside, code, outcome),
            (Expect::Fails(wanted) | Expect::None(wanted), Err(error)) => {
                if kind(error) != *wanted {
                    self.find(Check::ErrorInside, told_of(error), format!("{wanted:?}"));
                }
            }
            (Expect::Fails(wanted) | Expect::None(wanted), Ok(told)) => {
                let seen = format!("an answer with {} elements", told.elements());
                self.find(Check::ErrorInside, seen, format!("{wanted:?}"));
            }
            (expect, Err(error)) => {
                let check = match expect {
                    Expect::Elements(_) => Check::Elements,
                    Expect::Times(_) => Check::Times,
                    _ => Check::Unknown,
                };
                self.find(check, told_of(error), "an answer");
            }
            (Expect::Times(_), Ok(_)) => {
                self.find(Check::Row, "times without tracking", "tracking");
            }
        }
    }

    /// A "no" with a code.
    fn refused(&mut self, check: Check, code: &str, outcome: &Result<Told, Error>) {
        match outcome {
            Ok(Told::Void(VoidOutcome::Refused { code: told, text })) => {
                if told != code && !text.contains(code) {
                    let seen = format!("refused with {told:?}: {text:?}");
                    self.find(check, seen, format!("the carrier's own {code:?}"));
                }
            }
            Ok(Told::Void(outcome)) => {
                self.find(Check::Void, format!("{outcome:?}"), "refused, or an error");
            }
            Ok(told) => {
                let seen = format!("an answer with {} elements", told.elements());
                self.find(check, seen, format!("an error with {code:?}"));
            }
            Err(error) => {
                if !words(error).contains(code) {
                    self.find(check, told_of(error), format!("the carrier's own {code:?}"));
                }
            }
        }
    }

    /// A fault at the call that decides.
    pub(super) fn troubled(
        &mut self,
        fault: &Fault,
        script: &Script,
        step: usize,
        played: &Played,
    ) {
        self.in_time(fault.tempo, played);
        if played.elsewhere > 0 {
            let seen = format!("it was followed {} times", played.elsewhere);
            self.find(Check::Redirect, seen, "no redirect is followed");
        }
        let sent = played.asked(step);
        let spends = self.operation().spends_money() && step == script.spending();
        let most = if spends { 1 } else { fault.most };
        if sent > most {
            let check = if spends { Check::SentOnce } else { fault.check };
            self.find(check, format!("it was sent {sent} times"), format!("{most} at most"));
        }
        let spending = script.spending();
        if self.operation().spends_money() && step != spending && played.asked(spending) > 0 {
            self.find(
                Check::SentOnce,
                "the purchase was sent after all",
                "not before what it needs",
            );
        }
        let error = match &played.outcome {
            Err(error) => error,
            Ok(Told::Void(VoidOutcome::Refused { .. })) if fault.says.is_some() => {
                let says = fault.says.clone().unwrap_or_default();
                return self.refused(fault.check, &says, &played.outcome);
            }
            Ok(told) => {
                let seen = match told {
                    Told::Void(outcome) => format!("{outcome:?}"),
                    _ => format!("an answer with {} elements", told.elements()),
                };
                return self.find(fault.check, seen, format!("an error: {:?}", fault.kinds));
            }
        };
        self.error(error);
        self.named(fault, error);
        if self.operation().spends_money() {
            let before = step != spending;
            self.outcome(if before { Made::No } else { fault.made }, error);
        }
    }

    /// What the error is called.
    fn named(&mut self, fault: &Fault, error: &Error) {
        if !fault.kinds.contains(&kind(error)) {
            self.find(fault.check, told_of(error), format!("{:?}", fault.kinds));
        }
        if let Some(status) = fault.status
            && error.status() != Some(status)
        {
            let seen = format!("the status is {:?}", error.status());
            self.find(fault.check, seen, format!("HTTP {status}"));
        }
        if let Some(says) = &fault.says
            && !words(error).contains(says.as_str())
        {
            self.find(fault.check, told_of(error), format!("the carrier's own {says:?}"));
        }
        if let Some(wanted) = fault.come_back {
            let told = match error.kind() {
                crate::carrier::ErrorKind::RateLimited { retry_after } => *retry_after,
                _ => None,
            };
            let near = told.is_some_and(|told| told <= wanted && told + Tempo::SLACK * 2 >= wanted);
            if !near {
                self.find(fault.check, format!("come back in {told:?}"), format!("{wanted:?}"));
            }
        }
    }

    /// What became of the money.
    pub(super) fn outcome(&mut self, made: Made, error: &Error) {
        let told = error.outcome_is_unknown();
        match made {
            Made::Unknown if !told => {
                let seen = format!("{} and it is told as not bought", told_of(error));
                self.find(Check::Outcome, seen, "outcome unknown: it may have been bought");
            }
            Made::No if told => {
                let seen = format!("{} and its outcome is told as unknown", told_of(error));
                self.find(Check::Outcome, seen, "nothing was bought, and it says so");
            }
            _ => {}
        }
        if told && error.is_retryable() {
            self.find(Check::Outcome, "unknown and yet safe to repeat", "not safe to repeat");
        }
    }

    /// A fault after the money was spent.
    pub(super) fn afterwards(&mut self, fault: &Fault, script: &Script, played: &Played) {
        self.in_time(fault.tempo, played);
        if let Err(error) = &played.outcome {
            self.error(error);
        }
        if !self.operation().spends_money() {
            return;
        }
        let sent = played.asked(script.spending());
        if sent != 1 {
            self.find(Check::SentOnce, format!("it was sent {sent} times"), "once");
        }
        match &played.outcome {
            Ok(Told::Label(label))
                if label.state == LabelState::Ready && label.documents.is_empty() =>
            {
                self.find(Check::Outcome, "ready without a paper", "bought, its documents pending");
            }
            Ok(_) => {}
            Err(error) => {
                self.find(Check::Outcome, told_of(error), "bought, its documents pending");
            }
        }
    }

    fn in_time(&mut self, tempo: Tempo, played: &Played) {
        if tempo == Tempo::Short && played.took > Tempo::SHORT + Tempo::SLACK {
            let seen = format!("it took {:?}", played.took);
            self.find(Check::Deadline, seen, format!("an end after {:?}", Tempo::SHORT));
        }
    }
}

pub(super) fn kind(error: &Error) -> FailureKind {
    FailureKind::from(error.kind())
}

/// An error in a few words of our own.
pub(super) fn told_of(error: &Error) -> String {
    match (kind(error), error.status()) {
        (kind, Some(status)) => {
            format!("{kind:?} (HTTP {status}): {}", shortened(&words_of(error)))
        }
        (kind, None) => format!("{kind:?}: {}", shortened(&words_of(error))),
    }
}

fn words_of(error: &Error) -> String {
    crate::carrier::Failure::from(error).message
}

fn shortened(text: &str) -> String {
    text.chars().take(160).collect()
}
