//! What comes after a purchase, and around it: a shop is killed while it takes a label back, while it buys several parcels that are sold one
//! by one or takes them back again, and while it tries again what was not sent. A fresh process comes after it and asks for the same, as
//! in the crash matrix of plain purchases, which this stands beside.
//!
//! Classes of carriers take turns: three seeds have each place with each class.

mod cells;

use std::fmt::Write as _;
use std::path::Path;

use crate::books::Books;
use crate::places::{Before, Places};
use crate::processes::{Ledger, Running};
use crate::report::{End, When};
use crate::scenes::{Verdict, judged, played, seeds};
use crate::shop::{Back, Orders, Place};
use cells::{Behaviour, Cell, Story};

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
