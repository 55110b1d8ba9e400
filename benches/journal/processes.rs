//! This program again, as a process that buys: under `strace`, or beside another one.

use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;

use arriero::store::PostgresStore;

use super::postgres;
use super::purchases::{buy, journal, rate_of, runtime, sqlite};

/// What a child does, and where.
const TASK: &str = "ARRIERO_BENCH_TASK";
const PLACE: &str = "ARRIERO_BENCH_PLACE";
const PURCHASES: u64 = 200;
/// Of one process: its pool has half as many connections.
const CALLERS: usize = 32;

/// Does what a child has to; `None`: this is none.
pub(crate) fn as_child() -> Option<ExitCode> {
    let place = std::env::var(PLACE).ok()?;
    match std::env::var(TASK).ok()?.as_str() {
        "open" => drop(sqlite(Path::new(&place))),
        "buy" => {
            let journal = sqlite(Path::new(&place));
            runtime().block_on(async {
                for _ in 0..PURCHASES {
                    buy(&journal).await;
                }
            });
        }
        "rate" => runtime().block_on(async {
            let store = PostgresStore::connect(&place).await.expect("a store");
            println!("{}", rate_of(journal(Arc::new(store)), CALLERS).await);
        }),
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

fn child(before: &[&str], task: &str, place: &str) -> Command {
    let this = std::env::current_exe().expect("this program");
    let mut command = match before {
        [] => Command::new(this),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(this);
            command
        }
    };
    command.env(TASK, task).env(PLACE, place);
    command
}

/// Syncs of a purchase, in hundredths, by what the system was asked for; `None`: `strace` cannot be used. What opening the file takes is
/// not counted, nor what closing it does.
pub(crate) fn syncs(folder: &Path) -> Option<u64> {
    let count = |task| {
        let trace = folder.join(format!("{task}.trace"));
        let file = folder.join(format!("{task}.db"));
        let before =
            ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o"];
        let before = [&before[..], &[trace.to_str()?]].concat();
        let ran = child(&before, task, file.to_str()?).stderr(Stdio::null()).status();
        ran.ok().filter(std::process::ExitStatus::success)?;
        let trace = std::fs::read_to_string(trace).ok()?;
        u64::try_from(trace.lines().filter(|line| line.contains("sync(")).count()).ok()
    };
    Some(count("buy")?.saturating_sub(count("open")?) * 100 / PURCHASES)
}

/// Purchases a second of two processes together; `None`: there is no server.
pub(crate) fn rate_on_postgres() -> Option<u32> {
    let database = postgres::cluster()?.database();
    let begun: Vec<Child> = (0..2)
        .map(|_| child(&[], "rate", &database).stdout(Stdio::piped()).spawn().expect("a process"))
        .collect();
    let rates = begun.into_iter().map(|process| {
        let output = process.wait_with_output().expect("a process");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).trim().parse::<u32>().expect("a rate")
    });
    Some(rates.sum())
}
