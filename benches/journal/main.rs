//! What the journal adds to a purchase: `cargo bench --bench journal --all-features` prints each figure and fails where one is over.
//!
//! The carrier answers at once, with a label of 20 kB, so that what is measured is the journal. The file is on the disk that cargo builds
//! on; which one that is, and what a sync costs there, is said first. The processes that buy together are this program again.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench that cannot begin has nothing to measure"
)]

mod carrier;
#[path = "../../tests/support/postgres.rs"]
mod postgres;
mod processes;
mod purchases;
#[allow(dead_code, reason = "others time short calls with it")]
#[path = "../support/mod.rs"]
mod support;

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use support::{Figure, judge, slack};

/// What the journal may add at the median.
const ADDED: Duration = Duration::from_millis(2);
/// How many synced commits a purchase may have, in hundredths.
const SYNCS: u64 = 300;
/// Purchases a second that must be possible.
const RATE: u32 = 500;

fn main() -> ExitCode {
    if let Some(ended) = processes::as_child() {
        return ended;
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
    let sync = sync(folder.path());
    println!("{:<64} {}", "journal: the disk", disk(folder.path()));
    let mut over = false;

    let (without, with) = purchases::added(&folder.path().join("added.db"));
    let figures = [
        Figure { what: "journal: a write of 4 kB and its sync", median: sync, limit: None },
        Figure { what: "journal: a purchase without it", median: without, limit: None },
        Figure {
            what: "journal: what it adds to a purchase",
            median: with.saturating_sub(without),
            limit: Some(ADDED),
        },
    ];
    over |= judge(&figures) != ExitCode::SUCCESS;

    let what = "journal: synced commits of a purchase";
    if let Some(syncs) = processes::syncs(folder.path()) {
        over |= !at_most(what, syncs, SYNCS);
    } else {
        println!("{what:<64} SKIPPED: strace cannot be used here");
        over |= std::env::var_os("ARRIERO_NO_SKIP").is_some();
    }

    let alone = purchases::rate_without();
    println!("{:<64} {alone:>10}/s  baseline", "journal: 64 callers without it");
    let sqlite = purchases::rate_on_sqlite(&folder.path().join("rate.db"));
    over |= !at_least("journal: 64 callers, SQLite", sqlite, RATE);
    match processes::rate_on_postgres() {
        Some(rate) => {
            over |= !at_least("journal: 2 processes of 32 callers, PostgreSQL", rate, RATE);
            let percent = u64::from(rate) * 100 / u64::from(sqlite.max(1));
            println!(
                "{:<64} {percent:>10} %  of SQLite's in this run",
                "journal: 2 processes, PostgreSQL"
            );
        }
        None => println!("{:<64} SKIPPED", "journal: 2 processes, PostgreSQL"),
    }
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn at_most(what: &str, hundredths: u64, limit: u64) -> bool {
    let verdict = if hundredths <= limit { "limit" } else { "OVER the limit of" };
    let told = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    println!("{what:<64} {told:>12}  {verdict} {}", limit / 100);
    // A count: no machine is too busy for it.
    hundredths <= limit
}

fn at_least(what: &str, rate: u32, limit: u32) -> bool {
    let verdict = if rate >= limit { "limit" } else { "UNDER the limit of" };
    println!("{what:<64} {rate:>10}/s  {verdict} {limit}/s");
    rate >= limit / slack()
}

/// The median of a short write that is on the disk when it returns.
fn sync(folder: &Path) -> Duration {
    let mut file = File::create(folder.join("probe")).expect("a file");
    let mut times: Vec<_> = (0..101_u8)
        .map(|nth| {
            let start = Instant::now();
            file.rewind().expect("a file");
            file.write_all(&[nth; 4_096]).expect("a file");
            file.sync_data().expect("a disk");
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(50).copied().unwrap_or_default()
}

/// What the folder is on, as the system tells.
fn disk(folder: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let fields = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let under = fields.filter_map(|fields| match *fields.as_slice() {
        [device, place, kind, ..] if folder.starts_with(place) => Some((place.len(), device, kind)),
        _ => None,
    });
    let told = under.max().map(|(_, device, kind)| format!("{kind} on {device}"));
    format!("{}: {}", folder.display(), told.unwrap_or_else(|| "not told".to_owned()))
}
