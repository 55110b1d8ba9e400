//! What comes after a purchase, and around it: a shop is killed while it takes a label back, while it buys several parcels that are sold one
//! by one or takes them back again, and while it tries again what was not sent. A fresh process comes after it and asks for the same, as
//! in the crash matrix of plain purchases, which this stands beside.
//!
//! Classes of carriers take turns: three seeds have each place with each class.

use std::fmt::Write as _;
use std::path::Path;

use crate::books::Books;
use crate::places::{Before, Places};
use crate::processes::{Ledger, Running};
use crate::scenes::{Verdict, judged, played, seeds};
use crate::script::{Fault, Look, Script, Stop};
use crate::shop::{Back, End, Orders, Place, Wanted, When};
use crate::wires::{Class, Kind, plain};

/// What the shop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    /// It buys a label and takes it back.
    Back,
    /// It buys three parcels, of which the carrier may refuse the third.
    Parcels,
    /// Its first try is turned away.
    Again,
}

/// Where it is killed: `name`, or `name:2` for the second time.
#[derive(Clone, Copy, Debug)]
struct Point {
    story: Story,
    /// Where a process before it was killed; `None`: it is the first.
    before: Option<&'static str>,
    at: &'static str,
    /// Whether it is only met where the third parcel is refused.
    undoes: bool,
}

const fn in_story(story: Story, at: &'static str) -> Point {
    Point { story, before: None, at, undoes: false }
}

const fn undoing(at: &'static str) -> Point {
    Point { undoes: true, ..in_story(Story::Parcels, at) }
}

const fn after(before: &'static str, point: Point) -> Point {
    Point { before: Some(before), ..point }
}

const POINTS: [Point; 34] = [
    in_story(Story::Back, "void.intended"),
    in_story(Story::Back, "void.asking"),
    in_story(Story::Back, "wire.back"),
    in_story(Story::Back, "wire.back_decided"),
    in_story(Story::Back, "void.answered"),
    in_story(Story::Back, "void.noted"),
    after("void.answered", in_story(Story::Back, "void.held")),
    after("void.answered", in_story(Story::Back, "void.answered")),
    after("void.asking", in_story(Story::Back, "void.noted")),
    in_story(Story::Parcels, "group.begun"),
    in_story(Story::Parcels, "group.part:2"),
    in_story(Story::Parcels, "group.part:3"),
    in_story(Story::Parcels, "begin.before_commit:3"),
    in_story(Story::Parcels, "buy.answered:2"),
    in_story(Story::Parcels, "group.ending"),
    after("group.part:3", in_story(Story::Parcels, "group.held")),
    undoing("group.undoing"),
    undoing("group.undo_noted"),
    undoing("group.taking_back"),
    undoing("group.taking_back:2"),
    undoing("void.intended"),
    undoing("void.asking"),
    undoing("void.answered"),
    undoing("void.noted"),
    undoing("group.taken_back"),
    undoing("group.ended"),
    after("group.undo_noted", undoing("group.held")),
    after("group.undo_noted", undoing("group.taking_back:2")),
    in_story(Story::Again, "again.prepared"),
    in_story(Story::Again, "again.committed"),
    in_story(Story::Again, "buy.sending:2"),
    in_story(Story::Again, "buy.answered:2"),
    in_story(Story::Again, "buy.noted:2"),
    after("again.committed", in_story(Story::Again, "settle.abandoning")),
];

/// How the carrier behaves; what that means is the story's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behaviour {
    Answers,
    LostAfter,
    LostBefore,
    /// It takes nothing back; where that is not asked for it sells late.
    Keeps,
    /// Of several parcels it sells all, and an answer is lost.
    SellsAll,
    /// Of several parcels it turns the third away for a while, and a void's answer is lost.
    TurnsAway,
}

const BEHAVIOURS: [Behaviour; 6] = [
    Behaviour::Answers,
    Behaviour::LostAfter,
    Behaviour::LostBefore,
    Behaviour::Keeps,
    Behaviour::SellsAll,
    Behaviour::TurnsAway,
];

/// One kill.
#[derive(Clone, Debug)]
struct Cell {
    seed: u64,
    nth: usize,
    point: Point,
    class: Class,
    behaviour: Behaviour,
}

impl Cell {
    /// All cells of a seed, in an order of its own.
    fn all(seed: u64) -> Vec<Self> {
        let mut all = Vec::new();
        let turn = usize::try_from(seed).unwrap();
        for (row, point) in POINTS.into_iter().enumerate() {
            for (column, behaviour) in BEHAVIOURS.into_iter().enumerate() {
                let is_met = match behaviour {
                    Behaviour::SellsAll => point.story == Story::Parcels && !point.undoes,
                    Behaviour::TurnsAway => point.undoes,
                    _ => true,
                };
                if !is_met {
                    continue;
                }
                let class = [Class::Dedups, Class::Findable, Class::Blind];
                let class = class[(row + column + turn) % class.len()];
                all.push(Self { seed, nth: all.len(), point, class, behaviour });
            }
        }
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        all
    }

    /// Made-up circumstances: the same for the same cell.
    fn random(&self) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed * 1_000 + self.nth as u64)
    }

    fn kind(&self) -> Kind {
        let mut kinds = plain::kinds();
        kinds.retain(|kind| kind.class == self.class);
        let nth = self.random().usize(0..kinds.len());
        kinds.swap_remove(nth)
    }

    fn script(&self) -> Script {
        let mut random = self.random();
        let fault = match self.behaviour {
            Behaviour::LostAfter | Behaviour::SellsAll | Behaviour::TurnsAway => Fault::LostAfter,
            Behaviour::LostBefore => Fault::LostBefore,
            Behaviour::Keeps if self.point.story == Story::Again => {
                Fault::Late(random.u64(60..300))
            }
            Behaviour::Answers | Behaviour::Keeps => Fault::Answers,
        };
        let (sales, returns) = match self.point.story {
            Story::Back => (Vec::new(), vec![fault]),
            Story::Parcels if self.behaviour == Behaviour::TurnsAway => {
                let mut sales = vec![Fault::Answers, Fault::Answers];
                // As often as a journal tries.
                sales.extend([Fault::Unwelcome; 3]);
                (sales, vec![fault])
            }
            Story::Parcels => (vec![Fault::Answers, fault], vec![fault]),
            // What is looked for and not found was not sent either.
            Story::Again if self.class == Class::Findable && random.bool() => {
                (vec![Fault::LostBefore, fault], Vec::new())
            }
            Story::Again => (vec![Fault::Unwelcome, fault], Vec::new()),
        };
        let look = Look { unfiltered: random.bool(), fails: random.u32(0..2), ..Look::default() };
        let stop = match self.point.at {
            "wire.back" => Some(Stop::Back),
            "wire.back_decided" => Some(Stop::BackDecided),
            _ => None,
        };
        Script { sell: sales, back: returns, look, stop, keeps: self.keeps(), ..Script::default() }
    }

    fn keeps(&self) -> bool {
        self.behaviour == Behaviour::Keeps && self.point.story != Story::Again
    }

    fn refuses_the_third(&self) -> bool {
        let sells = [Behaviour::SellsAll, Behaviour::TurnsAway].contains(&self.behaviour);
        self.point.story == Story::Parcels && !sells
    }

    /// The purchase, and where it does not disturb the counting a neighbour that is kept.
    fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = Wanted::nth(1);
        if self.point.story == Story::Back {
            wanted.back = Back::Yes;
        }
        if self.point.story == Story::Parcels {
            let third = if self.refuses_the_third() { plain::HEAVIEST + 1 } else { 800 };
            wanted.further = vec![700, third];
        }
        let places = [Some(self.point.at), self.point.before];
        let counts =
            |at: &str| !["group.", "void.", "wire."].iter().any(|word| at.starts_with(word));
        let alone = places.into_iter().flatten().any(counts);
        let neighbour = Wanted { after: self.random().u64(0..40), ..Wanted::nth(2) };
        [wanted].into_iter().chain((!alone).then_some(neighbour)).collect()
    }

    /// What only a person can end.
    fn may_leave_work(&self) -> bool {
        self.class == Class::Blind || (self.keeps() && self.point.story == Story::Parcels)
    }
}

/// Of a cell that went right.
struct Right {
    purchases: usize,
    sold: usize,
    back: usize,
    work: usize,
}

fn run(cell: &Cell, ledger: &Ledger, places: &Places, store: &str, again: usize) -> Verdict<Right> {
    let folder = tempfile::tempdir().unwrap();
    let scene = format!("lives_{store}_{}_{}_{again}", cell.seed, cell.nth);
    let place = places.fresh(folder.path(), Before::NoRows);
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
    let first = Orders {
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
    let mut second = first.clone();
    if let Some(before) = cell.point.before {
        killed(&first, ledger, before)?;
        // What only a recovery does must come before somebody asks for the same key again, and after the lease.
        (second.starts_after, second.recovers_first) = (1_700, true);
    }
    killed(&second, ledger, cell.point.at)?;
    let mut last = Orders { recovers_first: random.bool(), ..first };
    if cell.point.story == Story::Back && random.bool() {
        last.wanted[0].back = Back::Begun;
    }
    let Some(mut judged) = judged(&last, ledger)? else { return Ok(Verdict::Late) };

    let work = judged.work();
    if !work.is_empty() && !cell.may_leave_work() {
        judged.faults.push(format!("work for a person that the journal could do: {work:?}"));
    }
    let end = judged.when(When::AtTheEnd).and_then(|end| end.groups.first());
    let wanted = match cell.point.story {
        Story::Parcels if cell.keeps() => Some(End::Work),
        // It sells the third to whoever had not made up its mind.
        Story::Parcels if cell.behaviour == Behaviour::TurnsAway => {
            let decided = cell.point.at != "group.undoing";
            Some(if decided { End::Undone } else { End::Made })
        }
        Story::Parcels if cell.refuses_the_third() => Some(End::Undone),
        Story::Parcels => Some(End::Made),
        Story::Back | Story::Again => None,
    };
    if end.map(|group| group.end) != wanted {
        judged.faults.push(format!("its end is not {wanted:?}"));
    }
    let (purchases, work) = (last.wanted.len(), work.len());
    Ok(judged.verdict(|all| Right {
        purchases,
        sold: all.books.sales.len(),
        back: all.books.voided.len(),
        work,
    }))
}

/// Kills a shop at a point. What the ledger says is not the shop's to stand at.
fn killed(orders: &Orders, ledger: &Ledger, point: &str) -> Result<(), String> {
    let at = Some(point).filter(|point| !point.starts_with("wire."));
    let name = point.split(':').next().unwrap_or(point);
    Running::start(orders, ledger, at).killed_at(name)
}

fn lives(store: &str, places: impl Fn() -> Places + Sync) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let cells: Vec<_> = (0..seeds()).flat_map(Cell::all).collect();
    let all = played(store, &cells, &places, &|cell: &Cell, places, again| {
        run(cell, &ledger, places, store, again)
    });
    let mut text = format!("killed after and around purchases, {store}, {} seeds:\n", seeds());
    text += "story    kills  purchases  labels  taken back  for a person\n";
    for story in [Story::Back, Story::Parcels, Story::Again] {
        let told = all.right.iter().filter(|(nth, ..)| cells[*nth].point.story == story);
        let told: Vec<_> = told.map(|(_, _, right)| right).collect();
        let sum = |of: fn(&Right) -> usize| told.iter().map(|right| of(right)).sum::<usize>();
        let name = format!("{story:?}");
        let (purchases, sold) = (sum(|right| right.purchases), sum(|right| right.sold));
        let (back, work) = (sum(|right| right.back), sum(|right| right.work));
        let kills = told.len();
        writeln!(text, "{name:<8} {kills:>5} {purchases:>10} {sold:>7} {back:>11} {work:>13}")
            .unwrap();
    }
    let (kills, again, seconds) = (all.right.len(), all.again(), all.seconds());
    println!("{text}{kills} kills, {again} tried again, {seconds} s");
    all.assert_right();
}

pub(crate) fn killed_anywhere_on_sqlite_what_is_taken_back_divided_or_tried_again_comes_right() {
    lives("sqlite", Places::sqlite);
}

pub(crate) fn killed_anywhere_on_postgresql_what_is_taken_back_divided_or_tried_again_comes_right()
{
    if Places::postgres().is_some() {
        lives("postgresql", || Places::postgres().unwrap());
    }
}
