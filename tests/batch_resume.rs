//! A batch that is stopped at any moment goes on where it was: the same bytes in the end, no row priced twice, none lost. And what
//! it will not go on with.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;
#[path = "../examples/batch_at_scale/data.rs"]
mod data;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use arriero::batch::{Batch, Output};
use arriero::carrier::{
    Capabilities, Carrier, Carriers, PurchaseKind, PurchaseSafety, Result as CarrierResult,
};
use arriero::input::Text;
use arriero::model::{CarrierId, Rate, RateAnswer, RateRequest, Service};
use cli_support::{Desk, Ran};

const ROWS: u64 = 700;

const BATCH: [&str; 9] = [
    "batch",
    "rows.csv",
    "--defaults",
    "shared.toml",
    "--config",
    "arriero.toml",
    "--to",
    "out.csv",
    "--json",
];

fn desk(rows: u64) -> Desk {
    let desk = Desk::new();
    data::write(&desk.path(""), rows).unwrap();
    // Three of the ten: what is tested here is not how fast they are.
    let some =
        ["alba", "brisa", "iris"].map(|id| format!("[carriers.{id}]\nsheet = \"{id}.toml\"\n"));
    desk.write("arriero.toml", some.concat());
    desk
}

fn read(desk: &Desk, name: &str) -> Vec<u8> {
    fs::read(desk.path(name)).unwrap_or_default()
}

fn lines_of(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').count() as u64 - 1
}

/// Runs until so many bytes of rows are there, then kills it. Says whether it was there to be killed.
fn killed_at(desk: &Desk, bytes: u64) -> bool {
    let mut child = desk
        .command(&[&BATCH[..], &["--now", data::NOW]].concat())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_mins(1);
    let written = || fs::metadata(desk.path("out.csv.part")).map_or(0, |file| file.len());
    while written() < bytes && Instant::now() < patience {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_micros(300));
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

fn to_the_end(desk: &Desk) -> Ran {
    let ran = desk.run(&[&BATCH[..], &["--now", data::NOW]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

#[test]
fn a_batch_that_is_killed_again_and_again_ends_in_the_same_bytes() {
    let desk = desk(ROWS);
    let first = to_the_end(&desk).json();
    let whole = read(&desk, "out.csv");
    assert_eq!(first["resumed"], 0);
    fs::remove_file(desk.path("out.csv")).unwrap();

    let (mut kills, mut before) = (0, 0);
    for part in 1..=8_u64 {
        // Uneven, so that some kills fall near the beginning and some near the end of a parcel of rows.
        let bytes = (whole.len() as u64 * part / 9 + part * 7_919 % 4_096).max(before + 1);
        if !killed_at(&desk, bytes) {
            break;
        }
        kills += 1;
        let left = read(&desk, "out.csv.part");
        assert!(whole.starts_with(&left), "what is there is a part of the whole, torn or not");
        let lines = left.iter().rposition(|byte| *byte == b'\n').unwrap_or(0) as u64;
        assert!(lines >= before, "no whole row is lost");
        before = lines;
    }
    assert!(kills >= 2, "{kills} kills");
    let left = read(&desk, "out.csv.part");
    let whole_lines = lines_of(&left);
    let last = to_the_end(&desk).json();
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
    if !left.is_empty() {
        assert_eq!(last["resumed"], whole_lines - 1, "every whole row behind the header is kept");
    }
    for field in ["rows", "chosen", "none_qualifies", "no_rates", "refused", "totals", "carriers"] {
        assert_eq!(last[field], first[field], "{field}");
    }
    assert!(!desk.files().iter().any(|file| file.starts_with("out.csv.")), "{:?}", desk.files());
}

/// Prices by weight, writes down each price it is asked for, and breaks the process off at one of them.
#[derive(Debug)]
struct Counting {
    log: Mutex<fs::File>,
    left: Mutex<u64>,
}

#[async_trait::async_trait]
impl Carrier for Counting {
    fn id(&self) -> CarrierId {
        CarrierId::new("contador").unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        let mut able = Capabilities::default();
        able.rates = true;
        able
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn rates(&self, request: &RateRequest) -> CarrierResult<RateAnswer> {
        let name = request.shipment.to.place().name.clone().unwrap_or_default();
        writeln!(self.log.lock().unwrap(), "{name}").unwrap();
        let mut left = self.left.lock().unwrap();
        *left -= 1;
        if *left == 0 {
            std::process::abort();
        }
        drop(left);
        let total = "4.00 EUR".parse().unwrap();
        let rate = Rate::new(self.id(), Service::new("paq", "Paq"), total);
        Ok(RateAnswer::of(vec![rate.net_of("0.84 EUR".parse().unwrap())]))
    }
}

/// What the other test runs in a process of its own. Alone it does nothing.
#[test]
fn a_process_that_may_break_off() {
    let Some(folder) = std::env::var_os("ARRIERO_TEST_BATCH_FOLDER") else { return };
    std::env::set_current_dir(folder).unwrap();
    let log = fs::OpenOptions::new().create(true).append(true).open("log").unwrap();
    let left = std::env::var("ARRIERO_TEST_BATCH_CALLS").unwrap().parse().unwrap();
    let counting = Counting { log: Mutex::new(log), left: Mutex::new(left) };
    let carriers = Carriers::new().with(counting).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _entered = runtime.enter();
    Batch::new(carriers)
        .defaults(Text::open("shared.toml".as_ref()).unwrap())
        .run("rows.csv".as_ref(), Output::file("out.csv"), |_| ())
        .unwrap();
}

#[test]
fn no_row_is_priced_again_once_it_is_written() {
    let desk = desk(0);
    let mut rows = "name,street,postal_code,city,country,weight\n".to_owned();
    rows.extend((0..1_000).map(|row| format!("row {row},Calle 1,28001,Madrid,ES,1 kg\n")));
    desk.write("rows.csv", rows);
    let mut priced_in_all = BTreeSet::new();
    for calls in [1, 70, 300, 129, 64, 500, u64::MAX] {
        let part = read(&desk, "out.csv.part");
        let whole_lines = lines_of(&part);
        let written: BTreeSet<_> =
            (0..whole_lines.saturating_sub(1)).map(|row| format!("row {row}")).collect();
        desk.write("log", "");
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_process_that_may_break_off"])
            .env("ARRIERO_TEST_BATCH_FOLDER", desk.path(""))
            .env("ARRIERO_TEST_BATCH_CALLS", calls.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(ended.success(), calls == u64::MAX, "{calls}");
        let log = String::from_utf8(read(&desk, "log")).unwrap();
        let priced: BTreeSet<_> = log.lines().map(ToOwned::to_owned).collect();
        assert_eq!(priced.len(), log.lines().count(), "no row twice in one run");
        assert!(priced.is_disjoint(&written), "no row that was written already");
        priced_in_all.extend(priced);
    }
    assert_eq!(priced_in_all.len(), 1_000, "every row");
    let out = read(&desk, "out.csv");
    assert_eq!(csv::Reader::from_reader(out.as_slice()).records().count(), 1_000);
}

/// A desk with a batch that was killed about half way.
fn stopped() -> (Desk, Vec<u8>) {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    let desk = desk(400);
    let whole = WHOLE.get_or_init(|| {
        to_the_end(&desk);
        read(&desk, "out.csv")
    });
    let whole = whole.clone();
    let _ = fs::remove_file(desk.path("out.csv"));
    // What a kill leaves behind: the note, and a part that ends within a row.
    assert!(killed_at(&desk, 1));
    fs::write(desk.path("out.csv.part"), &whole[..whole.len() / 2]).unwrap();
    (desk, whole)
}

fn refused(desk: &Desk, more: &[&str]) -> String {
    let part = read(desk, "out.csv.part");
    let ran = desk.run(&[&BATCH[..8], more].concat());
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(read(desk, "out.csv.part") == part, "what was written stays");
    ran.err
}

#[test]
fn a_torn_row_is_cut_and_a_broken_one_is_priced_again() {
    let (desk, whole) = stopped();
    assert_eq!(to_the_end(&desk).code, 0);
    assert!(read(&desk, "out.csv") == whole, "the same bytes");

    let (desk, whole) = stopped();
    let mut part = whole[..whole.len() * 3 / 4].to_vec();
    let third = whole.len() / 3;
    part[third..third + 2_000].fill(0);
    fs::write(desk.path("out.csv.part"), part).unwrap();
    let resumed = to_the_end(&desk).json()["resumed"].as_u64().unwrap();
    assert!(resumed > 50 && resumed < 200, "{resumed}");
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
}

#[test]
fn what_has_changed_is_not_gone_on_with() {
    let now = ["--now", data::NOW];
    let advice = "make it as it was, or begin anew with --restart\n";
    let (desk, whole) = stopped();
    let told =
        |what: &str| format!("out.csv: belongs to a run that was stopped, and {what}; {advice}");
    let shown = refused(&desk, &["--now", "2026-11-24T12:00:00+01:00"]);
    assert_eq!(shown, told("it decided at 2026-11-23T12:00:00+01:00"));
    let settings = told("the configuration, a sheet, the defaults or the carriers have changed");
    assert_eq!(refused(&desk, &[&now[..], &["--carrier", "alba"]].concat()), settings);
    let shown = refused(&desk, &[&now[..], &["--jsonl"]].concat());
    assert_eq!(shown, told("the rows were written in another format"));

    for (file, from, to, what) in [
        ("iris.paq.csv", "\n1,", "\n1.5,", &settings),
        ("shared.toml", "business_days = 5", "business_days = 6", &settings),
        ("arriero.toml", "[carriers.iris]", "[carriers.iride]", &settings),
        ("rows.csv", "Ana Reis", "Ana Rey", &told("the rows have changed")),
    ] {
        let before = fs::read_to_string(desk.path(file)).unwrap();
        desk.write(file, before.replacen(from, to, 1));
        assert_eq!(refused(&desk, &now), *what, "{file}");
        desk.write(file, before);
    }
    to_the_end(&desk);
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
}

#[test]
fn begun_anew_nothing_of_the_earlier_run_is_left() {
    let (desk, whole) = stopped();
    desk.write(
        "rows.csv",
        String::from_utf8(read(&desk, "rows.csv")).unwrap()
            + "A-9,Ana,C 1,28001,Ciudad,ES,1 kg,,\n",
    );
    let ran = desk.run(&[&BATCH[..], &["--now", data::NOW, "--restart"]].concat());
    assert_eq!((ran.code, ran.json()["resumed"].as_u64()), (0, Some(0)), "{}", ran.err);
    let out = read(&desk, "out.csv");
    assert!(out.starts_with(&whole) && out.len() > whole.len());
}

#[test]
fn the_moment_of_the_first_run_holds() {
    let (desk, whole) = stopped();
    let ran = desk.run(&BATCH);
    assert_eq!((ran.code, ran.json()["rows"].as_u64()), (0, Some(400)), "{}", ran.err);
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
}

#[test]
fn a_kill_after_the_last_row_leaves_nothing_to_price() {
    let (desk, whole) = stopped();
    fs::remove_file(desk.path("out.csv.part")).unwrap();
    fs::write(desk.path("out.csv"), &whole).unwrap();
    assert_eq!(to_the_end(&desk).json()["resumed"], 400);
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
    assert!(!desk.path("out.csv.resume").exists());
}

#[test]
fn json_lines_go_on_as_csv_does() {
    let desk = desk(400);
    let jsonl: Vec<_> = [&BATCH[..], &["--now", data::NOW, "--jsonl"]].concat();
    assert_eq!(desk.run(&jsonl).code, 0);
    let whole = read(&desk, "out.csv");
    let (desk, _) = stopped();
    fs::remove_file(desk.path("out.csv.resume")).unwrap();
    let note = |desk: &Desk| read(desk, "out.csv.resume");
    let mut child = desk.command(&jsonl).stdout(Stdio::null()).spawn().unwrap();
    while note(&desk).is_empty() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(300));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    fs::write(desk.path("out.csv.part"), &whole[..whole.len() / 2]).unwrap();
    let ran = desk.run(&jsonl);
    assert!(ran.code == 0 && ran.json()["resumed"].as_u64() > Some(100), "{}{}", ran.out, ran.err);
    assert!(read(&desk, "out.csv") == whole, "the same bytes");
}
