//! This crate's own adapters before the ledger, each over its carrier's wire: that they do what a shop needs, and that the journal buys once
//! with them whatever becomes of an answer or of the shop.

use arriero::carrier::{FindRequest, Sought};
use arriero::model::{DocumentRequest, LabelSpec, LabelState, VoidOutcome, VoidRequest};

use crate::books::Books;
use crate::misbehaviour::{every, orders, play};
use crate::places::{Before, Places};
use crate::processes::{Ledger, Running};
use crate::scenes::{Verdict, judged, played};
use crate::script::{Fault, Look, Script, Stop};
use crate::shop::Wanted;
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
    assert!(books().is_void(&label.id), "{name}");
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

#[derive(Debug)]
struct Cell {
    wire: &'static str,
    point: &'static str,
    fault: Fault,
    scene: String,
}

fn killed(
    cell: &Cell,
    ledger: &Ledger,
    places: &Places,
    again: usize,
) -> Result<Verdict<()>, String> {
    let stop = match cell.point {
        "wire.received" => Some(Stop::Received),
        "wire.decided" => Some(Stop::Decided),
        _ => None,
    };
    let look = Look { fails: 1, lag: 40, ..Look::default() };
    let script = Script { sell: vec![cell.fault], look, stop, ..Script::default() };
    let scene = format!("{}_{again}", cell.scene);
    script.write(&ledger.folder, &scene);
    let folder = tempfile::tempdir().unwrap();
    let wanted = vec![Wanted::nth(1), Wanted::nth(2)];
    let mut orders = orders(ledger, cell.wire, &scene, folder.path(), wanted);
    orders.store = places.fresh(folder.path(), Before::NoRows);
    let at = Some(cell.point).filter(|_| stop.is_none());
    Running::start(&orders, ledger, at).killed_at(cell.point)?;
    let Some(mut judged) = judged(&orders, ledger)? else { return Ok(Verdict::Late) };
    let work = judged.work();
    if !work.is_empty() {
        judged.faults.push(format!("work for a person that the journal could do: {work:?}"));
    }
    let standing = judged.books.standing().count();
    if standing != orders.wanted.len() {
        judged.faults.push(format!("{standing} labels stand"));
    }
    Ok(judged.verdict(|_| ()))
}

/// One of so many kills of each adapter, spread over points and behaviours.
fn killed_anywhere(store: &str, one_of: usize, places: impl Fn() -> Places + Sync) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let kinds = adapters();
    let mut cells = Vec::new();
    for kind in &kinds {
        for (row, point) in POINTS.into_iter().enumerate() {
            for (column, fault) in BEHAVIOURS.into_iter().enumerate() {
                if (row + column).is_multiple_of(one_of) {
                    let scene = format!("kill{}", cells.len());
                    cells.push(Cell { wire: kind.name, point, fault, scene });
                }
            }
        }
    }
    let all = played(store, &cells, &places, &|cell: &Cell, places, again| {
        killed(cell, &ledger, places, again).unwrap_or_else(Verdict::Wrong)
    });
    println!(
        "adapters, {store}: {} kills of {} wires, {} tried again, {} s",
        cells.len(),
        kinds.len(),
        all.again(),
        all.seconds()
    );
    all.assert_right();
}

pub(crate) fn killed_anywhere_on_sqlite_nothing_is_lost_or_bought_twice() {
    killed_anywhere("sqlite", 1, Places::sqlite);
}

pub(crate) fn killed_anywhere_on_postgresql_nothing_is_lost_or_bought_twice() {
    if Places::postgres().is_some() {
        killed_anywhere("postgresql", 3, || Places::postgres().unwrap());
    }
}
