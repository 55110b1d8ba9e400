//! The crash matrix: a shop is killed at each point of a purchase's life, before carriers of each class that behave well and badly; a fresh
//! process comes after it, asks for the same again, and the judge compares what the journal says with what the ledger sold.
//!
//! `ARRIERO_MATRIX_SEEDS=25` runs it 25 times, with other delays, neighbours and orders.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::books::Books;
use crate::judge;
use crate::places::Places;
use crate::processes::{Ledger, Running};
use crate::script::{Fault, Look, Script, Stop};
use crate::shop::{Orders, Place, Wanted, When};
use crate::wires::{Class, Kind, plain};

/// How many cells are under way at once: each waits most of its time.
const TOGETHER: usize = 16;
/// How often a cell is tried whose ledger was kept from selling in time by a busy machine.
const TRIES: usize = 4;

/// A place of a purchase's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    name: &'static str,
    life: Life,
}

/// Which process is killed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    /// The one that buys.
    Buys,
    /// The one that comes after a first one was killed at `buy.answered`.
    Recovers,
}

/// The points that every class has.
const ALL: [Point; 16] = [
    buys("migrate.before_commit"),
    buys("buy.asked"),
    buys("buy.prepared"),
    buys("begin.before_commit"),
    buys("begin.committed"),
    buys("buy.sending"),
    buys("wire.received"),
    buys("wire.decided"),
    buys("buy.answered"),
    buys("change.before_papers"),
    buys("change.before_commit"),
    buys("change.committed"),
    buys("label.written"),
    buys("label.renamed"),
    recovers("recover.due"),
    recovers("settle.abandoning"),
];

/// Of what the journal settles by asking the carrier.
const ASKED: [Point; 4] = [
    recovers("recover.held"),
    recovers("settle.asking"),
    recovers("settle.asked"),
    recovers("settle.noted"),
];

/// Of what is never settled by asking: a person ends it. The other two are further places of the purchase itself.
const BLIND: [Point; 4] = [
    recovers("resolve.told"),
    recovers("resolve.noted"),
    buys("buy.noted"),
    buys("migrate.committed"),
];

const fn buys(name: &'static str) -> Point {
    Point { name, life: Life::Buys }
}

const fn recovers(name: &'static str) -> Point {
    Point { name, life: Life::Recovers }
}

const BEHAVIOURS: [&str; 4] = ["answers", "lost after", "lost before", "late"];

/// One kill.
#[derive(Clone, Debug)]
struct Cell {
    seed: u64,
    nth: usize,
    point: Point,
    class: Class,
    behaviour: usize,
}

impl Cell {
    /// All cells of a seed, in an order of its own.
    fn all(seed: u64) -> Vec<Self> {
        let mut all = Vec::new();
        for class in [Class::Dedups, Class::Findable, Class::Blind] {
            let more = if class == Class::Blind { BLIND } else { ASKED };
            for point in ALL.into_iter().chain(more) {
                for behaviour in 0..BEHAVIOURS.len() {
                    all.push(Self { seed, nth: all.len(), point, class, behaviour });
                }
            }
        }
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        all
    }

    /// Made-up circumstances: the same for the same cell.
    fn random(&self) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed * 1_000 + self.nth as u64)
    }

    fn scene(&self, store: &str, again: usize) -> String {
        format!("{store}_{}_{}_{again}", self.seed, self.nth)
    }

    fn script(&self) -> Script {
        let mut random = self.random();
        let fault = match self.behaviour {
            0 => Fault::Answers,
            1 => Fault::LostAfter,
            2 => Fault::LostBefore,
            _ => Fault::Late(random.u64(60..300)),
        };
        let look = Look {
            unfiltered: random.bool(),
            lag: if random.bool() { random.u64(20..200) } else { 0 },
            fails: random.u32(0..2),
            twice: false,
        };
        let stop = match self.point.name {
            "wire.received" => Some(Stop::Received),
            "wire.decided" => Some(Stop::Decided),
            _ => None,
        };
        Script { sell: vec![fault], look, stop, ..Script::default() }
    }

    /// The purchase, and neighbours that are bought at the same time.
    fn wanted(&self) -> Vec<Wanted> {
        let mut random = self.random();
        let neighbours = if self.seed == 0 { self.nth / 4 % 2 } else { random.usize(0..4) };
        let one = |nth: usize| Wanted {
            key: format!("order-{nth}"),
            recipient: format!("Ana Reis {nth}"),
            grams: 900,
            after: random.u64(0..40),
        };
        (0..=neighbours).map(one).collect()
    }

    fn kind(&self) -> Kind {
        let mut kinds = plain::kinds();
        kinds.retain(|kind| kind.class == self.class);
        // Not in step with the behaviours, of which there are four.
        let nth = self.nth / 4 + self.nth % 4 + usize::try_from(self.seed).unwrap();
        let nth = nth % kinds.len();
        kinds.swap_remove(nth)
    }
}

/// What is counted.
#[derive(Debug, Default)]
struct Counts {
    kills: usize,
    /// Purchases at rest that a person had to look at.
    work: usize,
    purchases: usize,
    sold: usize,
    /// Cells that were tried again, for the machine was too busy.
    again: usize,
}

/// What came of a cell.
enum Verdict {
    Right {
        purchases: usize,
        work: usize,
        sold: usize,
    },
    /// The ledger sold later than the carrier promises: nothing can be said.
    Late,
    Wrong(String),
}

fn run(cell: &Cell, ledger: &Ledger, places: &Places, store: &str, again: usize) -> Verdict {
    let folder = tempfile::tempdir().unwrap();
    let scene = cell.scene(store, again);
    let place = places.fresh(folder.path(), &scene);
    let verdict = played(cell, ledger, place, &scene, folder.path());
    places.remove(&scene);
    match verdict {
        Ok(verdict) => verdict,
        Err(why) => Verdict::Wrong(why),
    }
}

fn played(
    cell: &Cell,
    ledger: &Ledger,
    store: Place,
    scene: &str,
    folder: &Path,
) -> Result<Verdict, String> {
    cell.script().write(&ledger.folder, scene);
    let mut random = cell.random();
    let mut orders = Orders {
        store,
        ledger: ledger.address.clone(),
        books: Books::of(&ledger.folder, scene),
        wire: cell.kind().name.to_owned(),
        scene: scene.to_owned(),
        wanted: cell.wanted(),
        starts_after: 0,
        recovers_first: random.bool(),
        labels: folder.to_owned(),
    };
    let point = cell.point.name;
    match cell.point.life {
        Life::Buys => {
            let at = Some(point).filter(|point| !point.starts_with("wire."));
            Running::start(&orders, ledger, at).killed_at(point)?;
        }
        Life::Recovers => {
            let first = "buy.answered";
            Running::start(&orders, ledger, Some(first)).killed_at(first)?;
            let late = Orders {
                // What only a recovery does must come before somebody asks for the same key again.
                starts_after: if point == "recover.due" { 1_700 } else { 0 },
                recovers_first: point == "recover.due" || orders.recovers_first,
                ..orders.clone()
            };
            Running::start(&late, ledger, Some(point)).killed_at(point)?;
        }
    }
    orders.recovers_first = random.bool();
    let reports = Running::start(&orders, ledger, None).ended()?;

    let books = Books::read(&orders.books);
    if books.sold_too_late() {
        return Ok(Verdict::Late);
    }
    let mut faults: Vec<_> =
        reports.iter().flat_map(|report| judge::faults(&books, report, &orders.wanted)).collect();
    faults.extend(judge::changed(&reports));
    let rest = reports.iter().find(|report| report.when == When::AtRest);
    let work = rest.map_or(0, |rest| rest.records.iter().filter(|told| told.work).count());
    if work > 0 && cell.class != Class::Blind {
        let why = |told: &crate::shop::Told| told.wanted.clone();
        let why: Vec<_> = rest.unwrap().records.iter().filter_map(why).collect();
        faults.push(format!("work for a person that the journal could do: {why:?}"));
    }
    if faults.is_empty() {
        let (purchases, sold) = (orders.wanted.len(), books.standing().count());
        return Ok(Verdict::Right { purchases, work, sold });
    }
    Err(format!("{}; the ledger: {:?}; the journal: {reports:?}", faults.join("; "), books.sales))
}

fn matrix(store: &str, places: impl Fn() -> Places + Sync) {
    let seeds = std::env::var("ARRIERO_MATRIX_SEEDS").map_or(1, |seeds| seeds.parse().unwrap());
    let since = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let cells: Vec<_> = (0..seeds).flat_map(Cell::all).collect();
    let next = AtomicUsize::new(0);
    let counts: Mutex<BTreeMap<(Class, usize), Counts>> = Mutex::default();
    let wrong: Mutex<Vec<String>> = Mutex::default();
    let is_wrong = |cell: &Cell, why: &str| {
        let why = format!("{cell:?}: {why}");
        // At once: a long run may be ended before its end.
        println!("{why}");
        wrong.lock().unwrap().push(why);
    };
    std::thread::scope(|scope| {
        for _ in 0..TOGETHER {
            scope.spawn(|| {
                let places = places();
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(cell) = cells.get(nth) else { break };
                    if nth > 0 && nth.is_multiple_of(240) {
                        println!(
                            "{store}: {nth} of {} begun, {} s",
                            cells.len(),
                            since.elapsed().as_secs()
                        );
                    }
                    let mut again = 0;
                    let verdict = loop {
                        match run(cell, &ledger, &places, store, again) {
                            Verdict::Late if again + 1 < TRIES => again += 1,
                            verdict => break verdict,
                        }
                    };
                    let mut counts = counts.lock().unwrap();
                    let counts = counts.entry((cell.class, cell.behaviour)).or_default();
                    counts.again += again;
                    match verdict {
                        Verdict::Right { purchases, work, sold } => {
                            counts.kills += 1;
                            counts.purchases += purchases;
                            counts.work += work;
                            counts.sold += sold;
                        }
                        Verdict::Late => is_wrong(cell, "this machine is too busy"),
                        Verdict::Wrong(why) => is_wrong(cell, &why),
                    }
                }
            });
        }
    });
    let counts = counts.into_inner().unwrap();
    println!("{}", table(store, seeds, &counts, since));
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cells.len(), wrong.join("\n"));
}

fn table(
    store: &str,
    seeds: u64,
    counts: &BTreeMap<(Class, usize), Counts>,
    since: Instant,
) -> String {
    let mut text = format!("crash matrix, {store}, {seeds} seeds, 20 points each:\n");
    text += "class     carrier      kills  purchases  labels  for a person\n";
    for ((class, behaviour), counts) in counts {
        let (class, behaviour) = (format!("{class:?}"), BEHAVIOURS[*behaviour]);
        let Counts { kills, work, purchases, sold, again } = counts;
        write!(text, "{class:<9} {behaviour:<12} {kills:>5} {purchases:>10} {sold:>7} {work:>13}")
            .unwrap();
        if *again > 0 {
            write!(text, "  ({again} tried again)").unwrap();
        }
        text.push('\n');
    }
    let sum = |of: fn(&Counts) -> usize| counts.values().map(of).sum::<usize>();
    let (kills, purchases, sold) = (sum(|c| c.kills), sum(|c| c.purchases), sum(|c| c.sold));
    let work = sum(|c| c.work);
    write!(
        text,
        "{kills} kills, {purchases} purchases, {sold} labels, {work} shown to a person, {} s",
        since.elapsed().as_secs()
    )
    .unwrap();
    text
}

pub(crate) fn killed_anywhere_on_sqlite_nothing_is_lost_or_bought_twice() {
    matrix("sqlite", Places::sqlite);
}

pub(crate) fn killed_anywhere_on_postgresql_nothing_is_lost_or_bought_twice() {
    if Places::postgres().is_some() {
        matrix("postgresql", || Places::postgres().unwrap());
    }
}
