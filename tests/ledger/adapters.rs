//! This crate's own adapters before the ledger, each over its carrier's wire: that they do what a shop needs, and that the journal buys once
//! with them whatever becomes of an answer or of the shop.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use arriero::carrier::{FindRequest, Sought};
use arriero::model::{DocumentRequest, LabelSpec, LabelState, VoidOutcome, VoidRequest};

use crate::books::Books;
use crate::judge;
use crate::misbehaviour::{every, orders, play};
use crate::processes::{Ledger, Running};
use crate::script::{Fault, Look, Script, Stop};
use crate::shop::{SETTLE, Wanted, When};
use crate::wires::{Kind, adapters};

pub(crate) fn each_buys_draws_finds_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for kind in adapters() {
        runtime.block_on(whole_life(&kind, &ledger));
    }
}

async fn whole_life(kind: &Kind, ledger: &Ledger) {
    let name = kind.name;
    let carrier = (kind.carrier)(&format!("{}/{name}/life", ledger.address));
    let books = || Books::read(&Books::of(&ledger.folder, "life"));
    let before = books().sales.len();
    let request = (kind.request)("Ana Reis", 900);
    let prepared = carrier.prepare_label(request.clone()).unwrap();
    let label = carrier.buy_label(&prepared).await.unwrap();
    let sale = books().sales.pop().unwrap();
    assert_eq!(books().sales.len(), before + 1, "{name}");
    assert_eq!((&label.id, label.state), (&sale.number, LabelState::Ready), "{name}");
    assert_eq!((sale.reference, sale.grams), (request.key.token(), 900), "{name}");
    assert!(label.total.is_some() && !label.documents.is_empty(), "{name}");

    let again = DocumentRequest::new(label.handle.clone(), LabelSpec::default());
    assert_eq!(carrier.documents(&again).await.unwrap().len(), 1, "{name}");

    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).fixed_offset();
    let sought = FindRequest::new(Sought::Label(&request), (now, now));
    let found = carrier.find_purchase(&sought).await.unwrap();
    let ids: Vec<_> = found.iter().map(|found| &found.label.id).collect();
    assert_eq!(ids, [&label.id], "{name}");
    let other = (kind.request)("Ana Reis", 900);
    let sought = FindRequest::new(Sought::Label(&other), (now, now));
    assert!(carrier.find_purchase(&sought).await.unwrap().is_empty(), "{name}");

    let void = VoidRequest::new(label.handle.clone());
    let refunded = name == "canadapost_by_card";
    let outcome = carrier.void_label(&void).await.unwrap();
    match outcome {
        VoidOutcome::Voided { already: false } => assert!(!refunded, "{name}"),
        VoidOutcome::Pending { ticket: Some(_), .. } => assert!(refunded, "{name}"),
        other => panic!("{name}: {other:?}"),
    }
    assert!(books().voided.contains(&label.id), "{name}");
    if !refunded {
        let again = carrier.void_label(&void).await.unwrap();
        assert!(matches!(again, VoidOutcome::Voided { already: true }), "{name}: {again:?}");
    }
}

/// Whether look-ups tell the reference of what they show, so that what is another's is seen.
fn tells_references(kind: &Kind) -> bool {
    kind.name != "ups"
}

pub(crate) fn whatever_becomes_of_an_answer_each_key_is_bought_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let bad = Look { unfiltered: true, lag: 150, fails: 3, ..Look::default() };
    std::thread::scope(|scope| {
        for kind in &adapters() {
            let bad = Look { unfiltered: tells_references(kind), ..bad };
            for (nth, look) in [Look::default(), bad].into_iter().enumerate() {
                let (ledger, name) = (&ledger, kind.name);
                scope.spawn(move || {
                    let about = format!("{name}, look-ups {nth}");
                    let play = play(ledger, name, &format!("{name}{nth}"), &every(), look);
                    play.assert_right(&about);
                    assert!(play.work().is_empty(), "{about}: {:?}", play.work());
                });
            }
        }
    });
}

pub(crate) fn several_labels_of_one_reference_are_left_to_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let twice = Look { twice: true, ..Look::default() };
    for kind in adapters() {
        let scene = format!("{}_twice", kind.name);
        let play = play(&ledger, kind.name, &scene, &[Fault::LostAfter], twice);
        play.assert_right(kind.name);
        let work = play.work().join("; ");
        assert!(work.contains("shows 2 labels that could be it"), "{}: {work}", kind.name);
    }
}

pub(crate) fn a_look_up_that_shows_every_sale_gives_nobody_anothers_label() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let unfiltered = Look { unfiltered: true, ..Look::default() };
    std::thread::scope(|scope| {
        for kind in &adapters() {
            let (ledger, name, tells) = (&ledger, kind.name, tells_references(kind));
            scope.spawn(move || {
                let faults = [Fault::Answers, Fault::LostBefore];
                let play = play(ledger, name, &format!("{name}_all"), &faults, unfiltered);
                play.assert_right(name);
                // What cannot be told apart is a person's.
                assert_eq!(play.work().is_empty(), tells, "{name}: {:?}", play.work());
            });
        }
    });
}

const POINTS: [&str; 6] = [
    "begin.committed",
    "buy.sending",
    "wire.received",
    "wire.decided",
    "buy.answered",
    "change.before_commit",
];
const BEHAVIOURS: [Fault; 4] =
    [Fault::Answers, Fault::LostAfter, Fault::LostBefore, Fault::Late(150)];
/// How many cells are under way at once: each waits most of its time.
const TOGETHER: usize = 12;
/// How often a cell is tried whose ledger was kept from selling in time by a busy machine.
const TRIES: usize = 4;

struct Cell<'k> {
    kind: &'k Kind,
    point: &'static str,
    fault: Fault,
    scene: String,
}

/// What is wrong; `None`: the ledger sold later than the carrier promises, and nothing can be said.
fn killed(cell: &Cell<'_>, ledger: &Ledger, scene: &str) -> Option<Vec<String>> {
    let stop = match cell.point {
        "wire.received" => Some(Stop::Received),
        "wire.decided" => Some(Stop::Decided),
        _ => None,
    };
    let look = Look { fails: 1, lag: 40, ..Look::default() };
    Script { sell: vec![cell.fault], look, stop, ..Script::default() }.write(&ledger.folder, scene);
    let folder = tempfile::tempdir().unwrap();
    let one = |nth: usize| Wanted {
        key: format!("order-{nth}"),
        recipient: format!("Ana Reis {nth}"),
        grams: 900,
        after: 0,
    };
    let orders = orders(ledger, cell.kind.name, scene, folder.path(), vec![one(1), one(2)]);
    let at = Some(cell.point).filter(|_| stop.is_none());
    if let Err(why) = Running::start(&orders, ledger, at).killed_at(cell.point) {
        return Some(vec![why]);
    }
    let reports = match Running::start(&orders, ledger, None).ended() {
        Ok(reports) => reports,
        Err(why) => return Some(vec![why]),
    };
    let books = Books::read(&orders.books);
    let half = u64::try_from(SETTLE.as_millis()).unwrap() / 2;
    if books.sales.iter().any(|sale| sale.sold_at - sale.asked_at > half) {
        return None;
    }
    let faults = reports.iter().flat_map(|report| judge::faults(&books, report, &orders.wanted));
    let mut faults: Vec<_> = faults.chain(judge::changed(&reports)).collect();
    let rest = reports.iter().find(|report| report.when == When::AtRest).unwrap();
    let work = rest.records.iter().filter_map(|told| told.wanted.as_ref());
    faults.extend(work.map(|why| format!("work for a person that the journal could do: {why}")));
    if books.standing().count() != orders.wanted.len() {
        faults.push(format!("{} labels stand", books.standing().count()));
    }
    Some(faults)
}

pub(crate) fn killed_anywhere_nothing_is_lost_or_bought_twice() {
    let (since, folder) = (Instant::now(), tempfile::tempdir().unwrap());
    let ledger = Ledger::start(folder.path());
    let kinds = adapters();
    let mut cells = Vec::new();
    for kind in &kinds {
        for point in POINTS {
            for fault in BEHAVIOURS {
                cells.push(Cell { kind, point, fault, scene: format!("kill{}", cells.len()) });
            }
        }
    }
    let (next, again) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..TOGETHER {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tries = (0..TRIES).map(|nth| format!("{}_{nth}", cell.scene));
                    let mut verdicts = tries.map(|scene| killed(cell, &ledger, &scene));
                    let verdict = verdicts.find_map(|verdict| {
                        again.fetch_add(usize::from(verdict.is_none()), Ordering::Relaxed);
                        verdict
                    });
                    let faults = verdict.unwrap_or_else(|| vec!["too busy".to_owned()]);
                    let about = format!("{} at {}, {:?}", cell.kind.name, cell.point, cell.fault);
                    let told = faults.into_iter().map(|fault| format!("{about}: {fault}"));
                    wrong.lock().unwrap().extend(told);
                }
            });
        }
    });
    println!(
        "adapters: {} kills of {} wires, {} tried again, {} s",
        cells.len(),
        kinds.len(),
        again.into_inner(),
        since.elapsed().as_secs()
    );
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
