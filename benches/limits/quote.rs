//! What asking ten carriers at once adds to asking one that takes as long. On one thread.

#[path = "../../tests/quote/carriers.rs"]
#[allow(dead_code, clippy::expect_used, reason = "tests use the rest, and may expect")]
mod carriers;

use std::time::{Duration, Instant};

use arriero::carrier::Carrier;
use arriero::quote::Deadlines;
use tokio::runtime::Builder;

use crate::{Figure, median};
use carriers::{Scripted, request, ten};

pub(crate) fn figures() -> Vec<Figure> {
    let Ok(runtime) = Builder::new_current_thread().enable_time().build() else {
        return Vec::new();
    };
    let (asked, deadlines) = (request(&[800]), Deadlines::within(Duration::from_secs(5)));

    let slow = Duration::from_millis(20);
    let (one, all) = (Scripted::after("one", slow), ten(slow));
    // Paired, so that a busy moment of the machine falls on both.
    let mut added: Vec<_> = (0..21)
        .map(|_| {
            let alone = timed(|| drop(runtime.block_on(one.rates(&asked))));
            let together = timed(|| drop(runtime.block_on(all.quote(&asked, &deadlines))));
            together.saturating_sub(alone)
        })
        .collect();
    added.sort_unstable();

    let (ready, all_ready) = (Scripted::after("one", Duration::ZERO), ten(Duration::ZERO));
    vec![
        Figure {
            what: "quote: added by asking ten carriers of 20 ms instead of one",
            median: added.get(10).copied().unwrap_or_default(),
            limit: Some(Duration::from_millis(2)),
        },
        Figure {
            what: "quote: one carrier that is ready at once, asked directly",
            median: median(|| drop(runtime.block_on(ready.rates(&asked)))),
            limit: None,
        },
        Figure {
            what: "quote: ten carriers that are ready at once",
            median: median(|| drop(runtime.block_on(all_ready.quote(&asked, &deadlines)))),
            limit: None,
        },
    ]
}

fn timed(call: impl FnOnce()) -> Duration {
    let start = Instant::now();
    call();
    start.elapsed()
}
