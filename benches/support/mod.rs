//! What benches share: medians, limits, and the table they print.

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
pub(crate) fn slack() -> u32 {
    std::env::var("ARRIERO_BENCH_SLACK").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Prints each figure beside its limit; fails where one is over.
pub(crate) fn judge(figures: &[Figure]) -> ExitCode {
    let slack = slack();
    let mut over = false;
    for Figure { what, median, limit } in figures {
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
