//! The cases of one operation, each on a stage of its own: what is played, in which order, and who judges it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::ask::{Ask, Told};
use super::figure::Figure;
use super::judge::{Bench, kind, told_of};
use super::report::{Check, Finding};
use super::row::{Case, Expect, Part, Place, Row, Tempo};
use super::script::{Canned, Script};
use super::silence::Hidden;
use super::stage::{Plot, Stage};
use super::trouble::{Fault, Made};
use crate::carrier::{Carrier, FailureKind, deadline};
use crate::http::Client;
use crate::http::loopback::{self, Reply};
use crate::model::{Dimensions, Length, Weight};

/// What all cases share.
pub(super) struct House {
    pub(super) row: Row,
    pub(super) hidden: Arc<Hidden>,
    pub(super) client: Client,
}

type Found = Vec<Finding>;

impl House {
    async fn stage(
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

    fn bench<'b>(&'b self, stage: &'b Stage, part: &'b Part, case: impl Into<String>) -> Bench<'b> {
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

    /// A 401 and then a good answer: one new token; of a purchase nothing is sent again, and the next one has a new token.
    pub(super) async fn renewed(&self, part: &Part) -> Found {
        let plot = Plot::step(part.good.spending(), |good, nth, _| match nth {
            0 => Canned::json(401, r#"{"fault":"expired"}"#).reply(),
            _ => good.reply(),
        });
        let mut stage = match self.stage((&part.ask, &part.good), plot, Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let cold = part.ask.needs().is_none();
        let played = stage.play().await;
        let mut findings = Vec::new();
        let spends = part.ask.operation().spends_money();
        let outcome = if spends {
            let mut bench = self.bench(&stage, part, "401 once");
            match &played.outcome {
                Err(error) => bench.outcome(Made::No, error),
                Ok(_) => bench.find(
                    Check::SentOnce,
                    "it was sent again",
                    "a 401 to a purchase is a \"no\"",
                ),
            }
            findings.append(&mut bench.findings);
            stage.another();
            stage.play().await.outcome
        } else {
            played.outcome
        };
        let mut bench = self.bench(&stage, part, "401 once, then a good answer");
        if let Err(error) = &outcome {
            bench.find(Check::Token, told_of(error), "an answer with a new token");
        }
        let (tokens, wanted) = (stage.tokens(), 1 + usize::from(cold));
        if tokens != wanted {
            bench.find(Check::Token, format!("{tokens} tokens were asked for"), wanted.to_string());
        }
        findings.append(&mut bench.findings);
        findings
    }

    /// No token can be had: nothing was sent.
    pub(super) async fn without_token(&self, part: &Part, silent: bool) -> Found {
        let (case, tempo) = if silent {
            ("a silent token endpoint", Tempo::Short)
        } else {
            ("no token", Tempo::Patient)
        };
        let plot = Plot::token(move |_, _, _| {
            if silent {
                return Reply::nothing().hang();
            }
            Canned::json(401, r#"{"error":"invalid_client"}"#).reply()
        });
        let stage = match self.stage((&part.ask, &part.good), plot, tempo).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, case);
        if !played.sent.is_empty() {
            bench.find(Check::Token, "it was sent without a token", "nothing is sent");
        }
        let wanted = if silent { FailureKind::TimedOut } else { FailureKind::Credentials };
        match &played.outcome {
            Ok(_) => bench.find(Check::Token, "an answer", format!("{wanted:?}")),
            Err(error) => {
                bench.error(error);
                if kind(error) != wanted {
                    bench.find(Check::Token, told_of(error), format!("{wanted:?}"));
                }
                bench.outcome(Made::No, error);
            }
        }
        bench.findings
    }

    /// Nobody listens, from the beginning.
    pub(super) async fn nobody(&self, part: &Part) -> Found {
        let Ok(base_url) = loopback::nobody().await else { return Vec::new() };
        let settings = Tempo::Patient.settings();
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

    /// Eight ask at once and nobody has a token.
    pub(super) async fn crowd(&self, part: &Part) -> Found {
        let stage = match self.stage((&part.ask, &part.good), Plot::default(), Tempo::Patient).await
        {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let (stage, mut crowd) = (Arc::new(stage), JoinSet::new());
        for _ in 0..8 {
            let stage = Arc::clone(&stage);
            crowd.spawn(async move { stage.play().await });
        }
        crowd.join_all().await;
        let (tokens, mut bench) = (stage.tokens(), self.bench(&stage, part, "eight at once"));
        if tokens != 1 {
            bench.find(Check::Token, format!("{tokens} tokens were asked for"), "1");
        }
        bench.findings
    }

    /// A question beyond a limit.
    pub(super) async fn beyond(&self, part: &Part, ask: &Ask, word: &str) -> Found {
        let stage = match self.stage((ask, &part.good), Plot::default(), Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, format!("beyond {word:?}"));
        if stage.requests() > 0 {
            let seen = format!("{} requests were sent", stage.requests());
            bench.find(Check::Limits, seen, "it is refused before anything is sent");
        }
        match &played.outcome {
            Ok(_) => bench.find(Check::Limits, "an answer", "an invalid request"),
            Err(error) => {
                bench.error(error);
                if kind(error) != FailureKind::InvalidRequest || !error.to_string().contains(word) {
                    bench.find(
                        Check::Limits,
                        told_of(error),
                        format!("an invalid request: {word}"),
                    );
                }
            }
        }
        bench.findings
    }

    /// Weights and sides that no carrier counts in.
    pub(super) async fn measures(&self, part: &Part, ask: &Ask, figures: &[Figure]) -> Found {
        let (mut found, mut sent) = (Vec::new(), 0);
        for (weight, side) in odd_measures() {
            let Some(ask) = ask.with_parcel(weight, Some(Dimensions::new(side, side, side))) else {
                continue;
            };
            let stage = match self.stage((&ask, &part.good), Plot::default(), Tempo::Patient).await
            {
                Ok(stage) => stage,
                Err(why) => return why,
            };
            let played = stage.play().await;
            let mut bench = self.bench(&stage, part, format!("{weight}, {side}"));
            if let Some((_, request)) = played.sent.first() {
                sent += 1;
                for figure in figures {
                    if let Some((seen, expected)) = figure.fault(request, weight, side) {
                        bench.find(Check::Measures, seen, expected);
                    }
                }
            }
            found.append(&mut bench.findings);
            if sent == 0 && matches!(&played.outcome, Ok(Told::Rates(_))) {
                break;
            }
        }
        if sent == 0 {
            let (check, operation) = (Check::Row, Some(part.ask.operation()));
            let (seen, expected) =
                ("nothing was sent".to_owned(), "a question that is sent".to_owned());
            found.push(Finding {
                check,
                operation,
                case: "weights and sides".into(),
                seen,
                expected,
            });
        }
        found
    }
}

/// What is not sent where it does not fit: a side of 33.7 cm is long for a letter, 0.4 oz is light for a pallet.
fn odd_measures() -> Vec<(Weight, Length)> {
    [("13 oz", "33.7 cm"), ("0.4 oz", "33.7 cm"), ("1.0001 kg", "13.3 in"), ("2.5 lb", "20 cm")]
        .into_iter()
        .filter_map(|(weight, side)| Some((weight.parse().ok()?, side.parse().ok()?)))
        .collect()
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
