//! What asking many carriers at once adds to asking one: ten carriers that answer after a fixed time, and ten that answer at
//! once, each beside its baseline (one such carrier, asked directly). On one thread.

#![allow(missing_docs, reason = "the functions that the macros make have none")]

#[path = "../tests/quote/carriers.rs"]
#[allow(dead_code, clippy::expect_used, reason = "tests use the rest, and may expect")]
mod carriers;

use std::time::Duration;

use arriero::carrier::Carrier;
use arriero::quote::Deadlines;
use carriers::{Scripted, request, ten};
use criterion::{Criterion, criterion_group, criterion_main};
use tokio::runtime::Builder;

fn asking(criterion: &mut Criterion) {
    let Ok(runtime) = Builder::new_current_thread().enable_time().build() else { return };
    let (asked, deadlines) = (request(&[800]), Deadlines::within(Duration::from_secs(5)));
    for (name, wait) in [("after_20_ms", Duration::from_millis(20)), ("at_once", Duration::ZERO)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        let (one, all) = (Scripted::after("one", wait), ten(wait));
        group.bench_function("one_asked_directly", |bencher| {
            bencher.iter(|| runtime.block_on(one.rates(&asked)));
        });
        group.bench_function("ten_quoted", |bencher| {
            bencher.iter(|| runtime.block_on(all.quote(&asked, &deadlines)));
        });
        group.finish();
    }
}

criterion_group!(benches, asking);
criterion_main!(benches);
