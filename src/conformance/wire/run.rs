//! A run of the contract: which cases there are, all of them at once, within bounds.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};
use tracing::instrument::WithSubscriber as _;

use super::ask::Ask;
use super::report::{Check, Excused, Finding, Report};
use super::row::{Expect, Part, Place, Row, Tempo};
use super::scenes::{House, unchecked, unclaimed};
use super::silence::{Hidden, Listener};
use super::tokens::NoToken;
use super::trouble::{self, CANARY};
use crate::carrier::{Capabilities, Operation, Source};
use crate::conformance::{Samples, manners};
use crate::http::Client;
use crate::http::loopback::{self, Loopback};
use crate::model::{LabelSpec, PointQuery, TrackQuery, TrackRequest};

/// Cases at a time: each has a server and a few connections.
const AT_ONCE: usize = 16;
/// No case takes longer.
const LONGEST: Duration = Duration::from_secs(30);

type Scene = Pin<Box<dyn Future<Output = Vec<Finding>> + Send>>;

struct Job {
    operation: Operation,
    case: String,
    scene: Scene,
}

impl Row {
    /// Holds the carrier to the contract. Runs in a few seconds, on 127.0.0.1 alone, at ports that the system chooses.
    ///
    /// # Errors
    ///
    /// Where the carrier cannot be built, or no connections or ports can be had here.
    pub async fn run(self) -> Result<Report, Source> {
        let started = Instant::now();
        let client = Client::builder().connect_within(Duration::from_secs(5)).build()?;
        let hidden = Arc::new(self.hidden());
        let listener = Listener::new(&hidden);
        let house = Arc::new(House { row: self, hidden, client });

        let server = Loopback::start(|_| loopback::Reply::json(501, "{}")).await?;
        let settings = Tempo::Patient.settings();
        let place = Place { base_url: server.url(), client: house.client.clone(), settings };
        let carrier = (house.row.build)(&place)?;
        let (id, can) = (carrier.id(), carrier.capabilities());
        let mut findings = completeness(&house.row, &can);
        for ask in questions(&house.row).iter().filter(|ask| !can.includes(ask.operation())) {
            findings.extend(unclaimed(&house, &*carrier, ask, || server.requests()).await);
        }

        if house.row.part_of(Operation::CheckAccount).is_none() {
            findings.extend(unchecked(&*carrier, || server.requests()).await);
        }

        let jobs = jobs(&house, &can);
        let cases = jobs.len();
        findings.extend(play(jobs, &listener).await);
        for (shown, place) in listener.heard() {
            let (case, seen) = ("all of them".to_owned(), format!("{place} shows {shown:?}"));
            let expected = "no secret in a log, and no person above trace".to_owned();
            findings.push(Finding { check: Check::Secrets, operation: None, case, seen, expected });
        }
        findings.sort();
        findings.dedup();
        let excused = house.row.parts.iter().flat_map(excuses).collect();
        Ok(Report { carrier: id, findings, excused, cases, took: started.elapsed() })
    }

    fn hidden(&self) -> Hidden {
        let people = self.parts.iter().flat_map(|part| part.ask.people());
        let mut people: Vec<_> = people.chain(self.people.iter().cloned()).collect();
        people.push(CANARY.to_owned());
        // A text of three letters stands in many words.
        people.retain(|text| text.chars().count() > 3);
        people.sort();
        people.dedup();
        Hidden { secrets: self.secrets.clone(), people }
    }
}

fn excuses(part: &Part) -> impl Iterator<Item = Excused> {
    let operation = part.ask.operation();
    part.excused.iter().map(move |(check, why)| Excused {
        check: *check,
        operation,
        why: why.clone(),
    })
}

async fn play(jobs: Vec<Job>, listener: &Listener) -> Vec<Finding> {
    let (turns, mut running) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    let (mut names, mut findings) = (HashMap::new(), Vec::new());
    for Job { operation, case, scene } in jobs {
        let turns = Arc::clone(&turns);
        let scene = async move {
            let _turn = turns.acquire().await;
            tokio::time::timeout(LONGEST, scene).await.ok()
        };
        let task = running.spawn(scene.with_subscriber(listener.clone()));
        names.insert(task.id(), (operation, case));
    }
    while let Some(ended) = running.join_next_with_id().await {
        let (id, seen) = match ended {
            Ok((_, Some(found))) => {
                findings.extend(found);
                continue;
            }
            Ok((id, None)) => (id, format!("it did not end within {LONGEST:?}")),
            Err(error) => (error.id(), panicked(error)),
        };
        if let Some((operation, case)) = names.remove(&id) {
            let (check, expected) = (Check::Sound, "an answer or an error".to_owned());
            findings.push(Finding { check, operation: Some(operation), case, seen, expected });
        }
    }
    findings
}

fn panicked(error: JoinError) -> String {
    let Ok(said) = error.try_into_panic() else { return "it is stopped".to_owned() };
    let words = said.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| said.downcast_ref::<&str>().copied()).unwrap_or_default();
    format!("it panics: {}", words.chars().take(300).collect::<String>())
}

/// The manners that need no answer: what is prepared can be stored, a handle of another carrier is not taken.
async fn prepares(house: Arc<House>) -> Vec<Finding> {
    let mut samples = Samples::new("standard", house.row.ship_on);
    samples.secrets.clone_from(&house.hidden.secrets);
    for part in &house.row.parts {
        match &part.ask {
            Ask::Label(request) => samples.label = request.clone(),
            Ask::Return(request) => samples.return_label = request.clone(),
            Ask::Pickup(request) => samples.pickup = request.clone(),
            Ask::Manifest(request) if part.ask.needs().is_none() => {
                samples.manifest = request.clone();
            }
            _ => {}
        }
    }
    let settings = Tempo::Patient.settings();
    let Ok(address) = loopback::nobody() else { return Vec::new() };
    let base_url = address.base_url.clone();
    let place = Place { base_url, client: house.client.clone(), settings };
    if let Ok(carrier) = (house.row.build)(&place) {
        manners::preparations_can_be_stored(&*carrier, &samples);
        manners::too_many_parcels_are_refused(&*carrier, &samples);
        manners::another_carriers_handle_is_not_taken(&*carrier, &samples).await;
    }
    Vec::new()
}

/// Every case of every operation that is claimed.
fn jobs(house: &Arc<House>, can: &Capabilities) -> Vec<Job> {
    let mut jobs = Vec::new();
    if can.buy_label {
        let (operation, case) = (Operation::BuyLabel, "the manners of preparing".to_owned());
        jobs.push(Job { operation, case, scene: Box::pin(prepares(Arc::clone(house))) });
    }
    let mut first_look_up = true;
    for index in 0..house.row.parts.len() {
        let Some(part) = house.row.parts.get(index) else { continue };
        let operation = part.ask.operation();
        if !can.includes(operation) {
            continue;
        }
        let mut add = |case: String, scene: Scene| jobs.push(Job { operation, case, scene });
        macro_rules! scene {
            ($case:expr, $house:ident, $part:ident => $scene:expr) => {{
                let $house = Arc::clone(house);
                add(
                    $case.into(),
                    Box::pin(async move {
                        let Some($part) = $house.row.parts.get(index) else { return Vec::new() };
                        $scene.await
                    }),
                );
            }};
        }
        scene!("the good answer", house, part => house.good(part));
        for case in part.cases.clone() {
            scene!(format!("{:?}", case.expect), house, part => house.case(part, &case));
        }
        let spending = part.good.spending();
        for (step, answered) in part.good.steps.iter().enumerate() {
            let faults = if step == spending {
                trouble::all(&house.row, &answered.answer)
            } else {
                trouble::later(&answered.answer)
            };
            for fault in faults {
                scene!(fault.name.clone(), house, part => house.fault(part, &fault, step));
            }
        }
        // Without a call of its own an operation asks for a token alone.
        let calls = !part.good.steps.is_empty();
        if calls {
            scene!("the caller's deadline", house, part => house.hurried(part));
        }
        scene!("nobody listens any more", house, part => house.gone(part));
        if part.ask.needs().is_none() {
            scene!("nobody listens", house, part => house.nobody(part));
        }
        if house.row.token.is_some() {
            if calls {
                scene!("401 once", house, part => house.renewed(part));
            }
            if part.ask.needs().is_none() {
                for why in NoToken::ALL {
                    scene!(why.name(), house, part => house.without_token(part, why));
                }
            }
        }
        let looks_up = !operation.spends_money() && calls && part.ask.needs().is_none();
        if looks_up && first_look_up {
            first_look_up = false;
            scene!("429 with one second", house, part => house.waits(part));
            if house.row.token.is_some() {
                scene!("eight at once", house, part => house.crowd(part));
            }
        }
        for (ask, word) in part.beyond.clone() {
            scene!(format!("beyond {word}"), house, part => house.beyond(part, &ask, &word));
        }
        for (ask, figures) in part.measured.clone() {
            scene!("weights and sides", house, part => house.measures(part, &ask, &figures));
        }
    }
    jobs
}

/// One question of each operation: the row's own, else one made up.
fn questions(row: &Row) -> Vec<Ask> {
    let samples = Samples::new("standard", row.ship_on);
    let from = samples.label.shipment.from.clone();
    let number = samples.numbers.first().cloned().unwrap_or_default();
    let made_up = vec![
        Ask::Rates(samples.rates.clone()),
        Ask::Track(TrackRequest::new([TrackQuery::new(number)])),
        Ask::Label(samples.label.clone()),
        Ask::Return(samples.return_label.clone()),
        Ask::Documents(LabelSpec::default()),
        Ask::Void,
        Ask::Find(samples.label.clone()),
        Ask::Points(PointQuery::new(from.clone())),
        Ask::Address(from),
        Ask::Pickup(samples.pickup.clone()),
        Ask::CancelPickup,
        Ask::Manifest(samples.manifest.clone()),
    ];
    let own = |ask: Ask| row.part_of(ask.operation()).map_or(ask, |part| part.ask.clone());
    made_up.into_iter().map(own).collect()
}

/// What a row has to have so that the contract can judge.
fn completeness(row: &Row, can: &Capabilities) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |check, operation: Option<Operation>, seen: &str, expected: &str| {
        let excused = operation
            .and_then(|operation| row.part_of(operation))
            .is_some_and(|part| part.is_excused(check));
        if !excused {
            let (case, seen, expected) =
                ("the row".to_owned(), seen.to_owned(), expected.to_owned());
            findings.push(Finding { check, operation, case, seen, expected });
        }
    };
    if row.refusal.is_none() {
        find(
            Check::Row,
            None,
            "no error document",
            "the carrier's own error document and its code",
        );
    }
    for ask in questions(row) {
        let operation = ask.operation();
        let Some(part) = row.part_of(operation) else {
            if can.includes(operation) {
                let expected = "a part of the row that shows it";
                find(Check::Capabilities, Some(operation), "it is claimed and not shown", expected);
            }
            continue;
        };
        if !can.includes(operation) {
            let expected = "a claim for each part of the row";
            find(Check::Capabilities, Some(operation), "it is shown and not claimed", expected);
            continue;
        }
        for (check, is_there, expected) in wanted(part, can) {
            if !is_there {
                // The rule itself may be excused, and so it need not be shown.
                if !part.is_excused(check) {
                    find(Check::Row, Some(operation), "it is not shown", expected);
                }
            }
        }
    }
    findings
}

fn wanted(part: &Part, can: &Capabilities) -> Vec<(Check, bool, &'static str)> {
    use Operation::{
        BuyLabel, CancelPickup, CheckAddress, FindPurchase, Rates, ReturnLabel, ServicePoints,
        Track, Void,
    };
    let operation = part.ask.operation();
    let shows = |is: fn(&Expect) -> bool| part.cases.iter().any(|case| is(&case.expect));
    let mut wanted = Vec::new();
    let parcels = can.parcels_per_label.is_none_or(|most| most.get() > 1);
    let lists = matches!(operation, Rates | Track | FindPurchase | ServicePoints | CheckAddress)
        || (parcels && matches!(operation, BuyLabel | ReturnLabel));
    if lists {
        let none = shows(|expect| matches!(expect, Expect::Elements(0) | Expect::None(_)));
        let one = shows(|expect| matches!(expect, Expect::Elements(1)));
        let many = shows(|expect| matches!(expect, Expect::Elements(2..)));
        wanted.extend([
            (Check::Elements, none, "an answer with no element"),
            (Check::Elements, one, "an answer with one element"),
            (Check::Elements, many, "an answer with several elements"),
        ]);
    }
    if matches!(operation, Rates | Track) {
        let keeps = shows(|expect| matches!(expect, Expect::Keeps(_)));
        wanted.push((Check::Unknown, keeps, "an answer with a code that nobody knows"));
    }
    if operation == Track {
        let times = shows(|expect| matches!(expect, Expect::Times(_)));
        wanted.push((Check::Times, times, "an answer whose times are known"));
    }
    if matches!(operation, Void | CancelPickup) {
        let refuses = shows(|expect| matches!(expect, Expect::Refuses(_)));
        wanted.push((Check::Void, refuses, "an answer that says no"));
    }
    if matches!(operation, Rates | BuyLabel) {
        wanted.push((Check::Limits, !part.beyond.is_empty(), "a question beyond a limit"));
    }
    if matches!(operation, Rates | BuyLabel | ReturnLabel) {
        let measured = !part.measured.is_empty();
        wanted.push((Check::Measures, measured, "where weights stand in the request"));
    }
    wanted
}
