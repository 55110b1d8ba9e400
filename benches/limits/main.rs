//! What must be fast, measured against its limit: `cargo bench --bench limits` prints each figure and fails where one is over.
//!
//! Each figure is the median of many batches in one process, so that a busy machine disturbs little; beside it stands a
//! baseline from the same run, so that two machines can be compared.

#[cfg(feature = "cli")]
mod batch;
mod quote;
mod select;

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// One thing that was measured.
#[derive(Clone)]
pub(crate) struct Figure {
    pub(crate) what: &'static str,
    pub(crate) median: Duration,
    pub(crate) limit: Option<Duration>,
}

/// The median time of one call, over batches long enough for the clock.
pub(crate) fn median(mut call: impl FnMut()) -> Duration {
    const BATCHES: usize = 201;
    let once = {
        let start = Instant::now();
        (0..64).for_each(|_| call());
        start.elapsed() / 64
    };
    let calls = u32::try_from((200_000 / once.as_nanos().max(1)).clamp(1, 100_000)).unwrap_or(1);
    let mut times: Vec<_> = (0..BATCHES)
        .map(|_| {
            let start = Instant::now();
            (0..calls).for_each(|_| call());
            start.elapsed() / calls
        })
        .collect();
    times.sort_unstable();
    times.get(BATCHES / 2).copied().unwrap_or_default()
}

/// How many times a limit may be exceeded: `ARRIERO_BENCH_SLACK`, for machines that others use too. 1 where it is not set.
fn slack() -> u32 {
    std::env::var("ARRIERO_BENCH_SLACK").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

#[cfg(feature = "cli")]
use batch::figures as batch_figures;

/// Without its feature there is nothing to measure.
#[cfg(not(feature = "cli"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as with batches")]
fn batch_figures() -> Result<Vec<Figure>, std::convert::Infallible> {
    Ok(Vec::new())
}

fn main() -> ExitCode {
    let slack = slack();
    // First, for the peak of a process's memory never falls again.
    let (batch, mut over) = match batch_figures() {
        Ok(figures) => (figures, false),
        Err(error) => {
            println!("batch: {error}");
            (Vec::new(), true)
        }
    };
    let figures = [batch, select::figures(), quote::figures()].concat();
    for Figure { what, median, limit } in &figures {
        let verdict = match limit {
            None => "baseline".to_owned(),
            Some(limit) => {
                let met = if median <= limit { "limit" } else { "OVER the limit of" };
                over |= *median > *limit * slack;
                format!("{met} {limit:?}")
            }
        };
        println!("{what:<64} {median:>12?}  {verdict}");
    }
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
