//! The crash matrix: a shop is killed at each point of a purchase's life, before carriers of each class that behave well and badly; a fresh
//! process comes after it, asks for the same again, and the judge compares what the journal says with what the ledger sold.
//!
//! `ARRIERO_MATRIX_SEEDS=25` runs it 25 times, with other delays, neighbours and orders.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::books::Books;
use crate::places::{Before, Places};
use crate::processes::{Ledger, Running};
use crate::scenes::{Verdict, judged, played, seeds};
use crate::script::{Fault, Look, Script, Stop};
use crate::shop::{Orders, Place, Wanted};
use crate::wires::{Class, Kind, plain};

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
        (0..=neighbours)
            .map(|nth| Wanted { after: random.u64(0..40), ..Wanted::nth(nth) })
            .collect()
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

/// Of a cell that went right.
struct Right {
    purchases: usize,
    work: usize,
    sold: usize,
}

fn run(cell: &Cell, ledger: &Ledger, places: &Places, store: &str, again: usize) -> Verdict<Right> {
    let folder = tempfile::tempdir().unwrap();
    let scene = cell.scene(store, again);
    let migrates = cell.point.name.starts_with("migrate.");
    let before = if migrates { Before::Nothing } else { Before::NoRows };
    let place = places.fresh(folder.path(), before);
    let verdict = lived(cell, ledger, place, &scene, folder.path());
    verdict.unwrap_or_else(Verdict::Wrong)
}

fn lived(
    cell: &Cell,
    ledger: &Ledger,
    store: Place,
    scene: &str,
    folder: &Path,
) -> Result<Verdict<Right>, String> {
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
    let Some(mut judged) = judged(&orders, ledger)? else { return Ok(Verdict::Late) };
    let work = judged.work();
    if !work.is_empty() && cell.class != Class::Blind {
        judged.faults.push(format!("work for a person that the journal could do: {work:?}"));
    }
    let (purchases, work) = (orders.wanted.len(), work.len());
    Ok(judged.verdict(|all| Right { purchases, work, sold: all.books.standing().count() }))
}

fn matrix(store: &str, places: impl Fn() -> Places + Sync) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let cells: Vec<_> = (0..seeds()).flat_map(Cell::all).collect();
    let all = played(store, &cells, &places, &|cell: &Cell, places, again| {
        run(cell, &ledger, places, store, again)
    });
    let mut counts: BTreeMap<(Class, usize), Counts> = BTreeMap::new();
    for (nth, again, right) in &all.right {
        let cell = &cells[*nth];
        let counts = counts.entry((cell.class, cell.behaviour)).or_default();
        counts.kills += 1;
        counts.again += again;
        counts.purchases += right.purchases;
        counts.work += right.work;
        counts.sold += right.sold;
    }
    println!("{}", table(store, &counts, all.seconds()));
    all.assert_right();
}

fn table(store: &str, counts: &BTreeMap<(Class, usize), Counts>, seconds: u64) -> String {
    let mut text = format!("crash matrix, {store}, {} seeds, 20 points each:\n", seeds());
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
        "{kills} kills, {purchases} purchases, {sold} labels, {work} shown to a person, {seconds} s",
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
