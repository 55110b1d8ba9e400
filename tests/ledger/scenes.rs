//! Plays many scenes, several at once: each of them mostly waits, and is played again where a busy machine spoilt it.
//!
//! How many at once goes by the cores; `ARRIERO_MATRIX_TOGETHER=8` says otherwise.

use std::fmt::Debug;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::books::Books;
use crate::judge;
use crate::places::Places;
use crate::processes::{Ledger, Running};
use crate::report::{Report, When};
use crate::shop::Orders;

/// How often a scene is played whose ledger was kept from selling in time by a busy machine.
const TRIES: usize = 4;

/// How many scenes a core can do in time: each waits for more than nine tenths of its time.
const FOR_EACH_CORE: usize = 12;

/// What came of a scene.
pub(crate) enum Verdict<T> {
    Right(T),
    /// The ledger sold later than the carrier promises: nothing can be said.
    Late,
    Wrong(String),
}

/// What came of all of them.
pub(crate) struct Played<T> {
    /// Each that was right: its place, and how often it was played before.
    pub(crate) right: Vec<(usize, usize, T)>,
    pub(crate) wrong: Vec<String>,
    scenes: usize,
    since: Instant,
}

impl<T> Played<T> {
    pub(crate) fn seconds(&self) -> u64 {
        self.since.elapsed().as_secs()
    }

    pub(crate) fn again(&self) -> usize {
        self.right.iter().map(|(_, again, _)| again).sum()
    }

    pub(crate) fn assert_right(&self) {
        let wrong = &self.wrong;
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), self.scenes, wrong.join("\n"));
    }
}

/// How many scenes are under way at once: what this machine's cores can do in time.
fn together() -> usize {
    let told = std::env::var("ARRIERO_MATRIX_TOGETHER").ok().map(|told| told.parse().unwrap());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    told.unwrap_or(cores * FOR_EACH_CORE)
}

pub(crate) fn played<C: Debug + Sync, T: Send>(
    about: &str,
    scenes: &[C],
    places: &(impl Fn() -> Places + Sync),
    play: &(impl Fn(&C, &Places, usize) -> Verdict<T> + Sync),
) -> Played<T> {
    let since = Instant::now();
    let next = AtomicUsize::new(0);
    let (right, wrong) = (Mutex::<Vec<_>>::default(), Mutex::<Vec<String>>::default());
    let is_wrong = |scene: &C, why: &str| {
        let why = format!("{scene:?}: {why}");
        // At once: a long run may be ended before its end.
        println!("{why}");
        wrong.lock().unwrap().push(why);
    };
    std::thread::scope(|scope| {
        for _ in 0..together().min(scenes.len()) {
            scope.spawn(|| {
                let places = places();
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scene) = scenes.get(nth) else { break };
                    if nth > 0 && nth.is_multiple_of(240) {
                        let (of, seconds) = (scenes.len(), since.elapsed().as_secs());
                        println!("{about}: {nth} of {of} begun, {seconds} s");
                    }
                    let mut again = 0;
                    let verdict = loop {
                        match play(scene, &places, again) {
                            Verdict::Late if again + 1 < TRIES => again += 1,
                            verdict => break verdict,
                        }
                    };
                    match verdict {
                        Verdict::Right(told) => right.lock().unwrap().push((nth, again, told)),
                        Verdict::Late => is_wrong(scene, "this machine is too busy"),
                        Verdict::Wrong(why) => is_wrong(scene, &why),
                    }
                }
            });
        }
    });
    let (right, wrong) = (right.into_inner().unwrap(), wrong.into_inner().unwrap());
    Played { right, wrong, scenes: scenes.len(), since }
}

/// What the judge says of a scene.
pub(crate) struct Judged {
    pub(crate) books: Books,
    pub(crate) reports: Vec<Report>,
    pub(crate) faults: Vec<String>,
}

/// Lets a last shop, which nobody kills, come to its end, and the judge look; `None`: the ledger sold too late.
pub(crate) fn judged(orders: &Orders, ledger: &Ledger) -> Result<Option<Judged>, String> {
    let reports = Running::start(orders, ledger, None).ended()?;
    let books = Books::read(&orders.books);
    if books.sold_too_late() {
        return Ok(None);
    }
    let of = |report| judge::faults(&books, report, &orders.wanted);
    let mut faults: Vec<_> = reports.iter().flat_map(of).collect();
    faults.extend(judge::changed(&reports));
    Ok(Some(Judged { books, reports, faults }))
}

impl Judged {
    pub(crate) fn when(&self, when: When) -> Option<&Report> {
        self.reports.iter().find(|report| report.when == when)
    }

    /// What was left to a person, and why.
    pub(crate) fn work(&self) -> Vec<String> {
        let Some(rest) = self.when(When::AtRest) else { return Vec::new() };
        let records = rest.records.iter().filter(|told| told.work);
        let why = records.map(|told| told.wanted.clone().unwrap_or_else(|| told.key.clone()));
        let groups = rest.groups.iter().filter(|group| !group.wanted.is_empty());
        why.chain(groups.map(|group| group.wanted.join(", "))).collect()
    }

    /// `Right` with what is to be counted, where nothing is wrong.
    pub(crate) fn verdict<T>(self, counted: impl FnOnce(&Self) -> T) -> Verdict<T> {
        if self.faults.is_empty() {
            return Verdict::Right(counted(&self));
        }
        let (faults, sales) = (self.faults.join("; "), &self.books.sales);
        let voided = &self.books.voided;
        Verdict::Wrong(format!(
            "{faults}; the ledger: {sales:?}, void {voided:?}; the journal: {:?}",
            self.reports
        ))
    }
}

/// How many seeds a long run has.
pub(crate) fn seeds() -> u64 {
    std::env::var("ARRIERO_MATRIX_SEEDS").map_or(1, |seeds| seeds.parse().unwrap())
}
