//! The cases of one operation, each on a stage of its own: what is played, in which order, and who judges it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::ask::{Ask, Told};
use super::judge::{Bench, kind, told_of};
use super::report::{Check, Finding};
use super::row::{Case, Expect, Part, Place, Row, Tempo};
use super::script::{Canned, Script};
use super::silence::Hidden;
use super::stage::{Plot, Stage};
use super::trouble::{Fault, Made};
use crate::carrier::{AccountCheck, Carrier, FailureKind, Operation, deadline};
use crate::http::Client;
use crate::http::loopback::{self, Reply};

/// What all cases share.
pub(super) struct House {
    pub(super) row: Row,
    pub(super) hidden: Arc<Hidden>,
    pub(super) client: Client,
}

pub(super) type Found = Vec<Finding>;

impl House {
    pub(super) async fn stage(
        &self,
        (ask, script): (&Ask, &Script),
        plot: Plot,
        tempo: Tempo,
    ) -> Result<Stage, Found> {
        Stage::set(&self.row, (ask, script), plot, tempo, &self.client).await.map_err(|why| {
            let (check, operation) = (Check::Row, Some(ask.operation()));
            let seen = format!("it cannot be set up: {why}");
            let expected = "a carrier, and what the question needs".to_owned();
            vec![Finding { check, operation, case: "before the question".into(), seen, expected }]
        })
    }

    pub(super) fn bench<'b>(
        &'b self,
        stage: &'b Stage,
        part: &'b Part,
        case: impl Into<String>,
    ) -> Bench<'b> {
        Bench::new(&*stage.carrier, (part, &self.hidden), case)
    }

    /// The good answer, and what is sent for it.
    pub(super) async fn good(&self, part: &Part) -> Found {
        let stage = match self.stage((&part.ask, &part.good), Plot::default(), Tempo::Patient).await
        {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let mut bench = self.bench(&stage, part, "the good answer");
        let before = stage.requests();
        let prepared = stage.ask().prepare(&*stage.carrier);
        if stage.requests() != before {
            bench.find(Check::Prepared, "preparing sends something", "nothing is sent");
        }
        let played = stage.play().await;
        bench.success(stage.ask(), &part.good, &played);
        let sent = played.sent.iter().find(|(step, _)| *step == part.good.spending());
        if let (Some(Ok((wire, shown))), Some((_, sent))) = (prepared, sent) {
            if let Some(hidden) = self.hidden.shown_in(&shown) {
                let seen = format!("Debug of what was prepared shows {hidden:?}");
                bench.find(Check::Secrets, seen, "lengths only");
            }
            if let Some(wire) = wire {
                let slotted = String::from_utf8_lossy(&wire.body).contains("{{arriero:");
                if wire.body != sent.body && !slotted {
                    bench.find(
                        Check::Prepared,
                        "other bytes are sent",
                        "what was prepared is sent",
                    );
                }
            }
            if let Some(key) = stage.ask().key() {
                let text =
                    format!("{} {:?} {}", sent.path, sent.headers, sent.text()).to_lowercase();
                let names = [key.token(), key.to_string(), key.uuid().simple().to_string()];
                if !names.iter().any(|name| text.contains(&name.to_lowercase())) {
                    bench.find(
                        Check::Prepared,
                        "the key is not sent",
                        "the key or its token is sent",
                    );
                }
            }
        }
        let shown = format!("{:?}", stage.carrier);
        if let Some(hidden) = self.hidden.shown_in(&shown) {
            let seen = format!("Debug of the carrier shows {hidden:?}");
            bench.find(Check::Secrets, seen, "no secret and no person in Debug");
        }
        bench.findings
    }

    /// An answer that the row says something of.
    pub(super) async fn case(&self, part: &Part, case: &Case) -> Found {
        let stage =
            match self.stage((&part.ask, &case.script), Plot::default(), Tempo::Patient).await {
                Ok(stage) => stage,
                Err(found) => return found,
            };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, name(&case.expect));
        for stray in &played.strays {
            bench.find(
                Check::Row,
                format!("{stray} was asked"),
                "an answer of the row for every call",
            );
        }
        bench.expected(&case.expect, &played);
        bench.findings
    }

    /// Something goes wrong at a step.
    pub(super) async fn fault(&self, part: &Part, fault: &Fault, step: usize) -> Found {
        let reply = Arc::clone(&fault.reply);
        let plot = Plot::step(step, move |good, nth, base| reply(good, nth, base));
        let stage = match self.stage((&part.ask, &part.good), plot, fault.tempo).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let at = if step == 0 { String::new() } else { format!(" at call {}", step + 1) };
        let mut bench = self.bench(&stage, part, format!("{}{at}", fault.name));
        if step <= part.good.spending() {
            bench.troubled(fault, &part.good, step, &played);
        } else {
            bench.afterwards(fault, &part.good, &played);
        }
        bench.findings
    }

    /// Nobody listens, from the beginning.
    pub(super) async fn nobody(&self, part: &Part) -> Found {
        let Ok(address) = loopback::nobody() else { return Vec::new() };
        let settings = Tempo::Patient.settings();
        let base_url = address.base_url.clone();
        let place = Place { base_url, client: self.client.clone(), settings };
        let Ok(carrier) = (self.row.build)(&place) else { return Vec::new() };
        let outcome = part.ask.fresh().of(&*carrier, None).await;
        let mut bench = Bench::new(&*carrier, (part, &self.hidden), "nobody listens");
        unreached(&mut bench, &outcome);
        bench.findings
    }

    /// The carrier goes away after a good answer.
    pub(super) async fn gone(&self, part: &Part) -> Found {
        let set = self.stage((&part.ask, &part.good), Plot::default(), Tempo::Patient).await;
        let mut stage = match set {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        stage.play().await;
        stage.server = None;
        // The port is free once the server's task has ended.
        let address = stage.base.trim_start_matches("http://").to_owned();
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(&address).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stage.another();
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, "nobody listens any more");
        unreached(&mut bench, &played.outcome);
        bench.findings
    }

    /// Whoever asks has less time than the account.
    pub(super) async fn hurried(&self, part: &Part) -> Found {
        let plot = Plot::step(part.good.spending(), |_, _, _| Reply::nothing().hang());
        let stage = match self.stage((&part.ask, &part.good), plot, Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = deadline::keep(Instant::now() + Tempo::SHORT, stage.play()).await;
        let mut bench = self.bench(&stage, part, "the caller's deadline");
        if played.took > Tempo::SHORT + Tempo::SLACK {
            bench.find(
                Check::Deadline,
                format!("it took {:?}", played.took),
                format!("{:?}", Tempo::SHORT),
            );
        }
        match &played.outcome {
            Err(error) => {
                bench.error(error);
                if kind(error) != FailureKind::TimedOut {
                    bench.find(Check::Deadline, told_of(error), "timed out");
                }
                if part.ask.operation().spends_money() {
                    bench.outcome(Made::Unknown, error);
                }
            }
            Ok(_) => bench.find(Check::Deadline, "an answer", "timed out"),
        }
        bench.findings
    }

    /// A 429 that says "in a second" is waited for.
    pub(super) async fn waits(&self, part: &Part) -> Found {
        let plot = Plot::step(0, |good, nth, _| match nth {
            0 => Canned::json(429, "{}").header("retry-after", "1").reply(),
            _ => good.reply(),
        });
        let stage = match self.stage((&part.ask, &part.good), plot, Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, "429 with one second, then a good answer");
        if played.took < Duration::from_secs(1) && played.asked(0) > 1 {
            let seen = format!("asked again after {:?}", played.took);
            bench.find(Check::RateLimit, seen, "not before the second is over");
        }
        // To come back later is the caller's to decide, too.
        if let Err(error) = &played.outcome
            && kind(error) != FailureKind::RateLimited
        {
            bench.find(Check::RateLimit, told_of(error), "an answer, or rate limited");
        }
        bench.findings
    }
}

fn unreached(bench: &mut Bench<'_>, outcome: &Result<Told, crate::carrier::Error>) {
    match outcome {
        Ok(_) => bench.find(Check::Connection, "an answer", "unavailable"),
        Err(error) => {
            bench.error(error);
            if kind(error) != FailureKind::Unavailable {
                bench.find(Check::Connection, told_of(error), "unavailable");
            }
            if bench.part.ask.operation().spends_money() {
                bench.outcome(Made::No, error);
            }
        }
    }
}

fn name(expect: &Expect) -> String {
    match expect {
        Expect::Elements(count) => format!("an answer with {count} elements"),
        Expect::None(kind) => format!("an answer with no element, which is {kind:?}"),
        Expect::Keeps(code) => format!("an answer with the unknown {code:?}"),
        Expect::Times(_) => "times".to_owned(),
        Expect::Refuses(code) => format!("an answer that refuses with {code:?}"),
        Expect::Fails(kind) => format!("an answer that is {kind:?}"),
    }
}

/// What a carrier claims is in its row, what it does not claim it does not do.
pub(super) async fn unclaimed(
    house: &House,
    carrier: &dyn Carrier,
    ask: &Ask,
    requests: impl Fn() -> usize,
) -> Found {
    let (before, operation) = (requests(), ask.operation());
    let handle = super::super::manners::handle(carrier.id().as_str());
    let outcome = ask.of(carrier, handle.as_ref()).await;
    let mut found = Vec::new();
    let mut find = |seen: &str| {
        let (check, case) = (Check::Capabilities, "what is not claimed".to_owned());
        let expected = "unsupported, and nothing is sent".to_owned();
        found.push(Finding {
            check,
            operation: Some(operation),
            case,
            seen: seen.into(),
            expected,
        });
    };
    match &outcome {
        Ok(_) => find("it answers"),
        Err(error) if kind(error) != FailureKind::Unsupported => find(&told_of(error)),
        Err(error) => {
            if let Some(shown) = house.hidden.shown_in(&super::silence::words(error)) {
                find(&format!("its error shows {shown:?}"));
            }
        }
    }
    if requests() != before {
        find("something is sent");
    }
    found
}

/// Whoever has no part for its account has nothing that could be asked about it.
pub(super) async fn unchecked(carrier: &dyn Carrier, requests: impl Fn() -> usize) -> Found {
    let before = requests();
    let outcome = carrier.check_account().await;
    if matches!(outcome, Ok(AccountCheck::NotAsked)) && requests() == before {
        return Vec::new();
    }
    vec![Finding {
        check: Check::Capabilities,
        operation: Some(Operation::CheckAccount),
        case: "the row".to_owned(),
        seen: "the account is asked about and that is not shown".to_owned(),
        expected: "a part of the row that shows it, or `NotAsked` and nothing sent".to_owned(),
    }]
}
