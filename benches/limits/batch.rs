//! A batch of 20,000 shipments by ten rate sheets: how long a row takes, and that memory does not grow with the rows.

#[path = "../../examples/batch_at_scale/data.rs"]
mod data;

use std::path::Path;
use std::time::{Duration, Instant};

use arriero::batch::{Batch, Output};
use arriero::carrier::{Carriers, Config};
use arriero::input::Text;
use tokio::runtime::Builder;

use crate::Figure;

const FEW: u64 = 5_000;
const MANY: u64 = 20_000;
/// What the peak may grow by from few rows to many: what an allocator does, not what rows take.
const MOST_GROWTH_KIB: u64 = 4 * 1024;

type Failed = Box<dyn std::error::Error>;

/// The figures; `Err`: memory grows with the rows, or there is no telling.
pub(crate) fn figures() -> Result<Vec<Figure>, Failed> {
    let folder = tempfile::tempdir()?;
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_time().build()?;
    let _entered = runtime.enter();
    run(folder.path(), FEW)?;
    let few = peak_kib();
    let elapsed = run(folder.path(), MANY)?;
    if let (Some(few), Some(many)) = (few, peak_kib()) {
        println!("batch: peak memory after {FEW} rows {few} KiB, after {MANY} rows {many} KiB");
        if many > few + MOST_GROWTH_KIB {
            return Err("the memory of a batch grows with its rows".into());
        }
    }
    Ok(vec![Figure {
        what: "batch: a row of twenty thousand by ten sheets, on every core",
        median: elapsed / u32::try_from(MANY)?,
        limit: Some(Duration::from_micros(200)),
    }])
}

fn run(folder: &Path, rows: u64) -> Result<Duration, Failed> {
    data::write(folder, rows)?;
    let carriers: Carriers = arriero::carriers::build(Config::open(&folder.join("arriero.toml"))?)?;
    let batch = Batch::new(carriers)
        .defaults(Text::open(&folder.join("shared.toml"))?)
        .at(data::NOW.parse()?);
    let started = Instant::now();
    let answered =
        batch.run(&folder.join("rows.csv"), Output::file(folder.join("out.csv")), |_| ())?;
    let elapsed = started.elapsed();
    if answered.rows != rows || answered.chosen < rows * 9 / 10 {
        return Err(format!("{answered:?}").into());
    }
    Ok(elapsed)
}

/// The most memory that this process ever held; `None` where the system does not tell.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
