//! Rate sheets against their limits: `cargo bench --bench sheets --features tariff` prints each figure and fails where one
//! is over.
//!
//! Times are medians in one process, on one thread, beside a baseline of the same run. Everything that is timed is compared
//! first with prices that are worked out here, by the arithmetic of the made-up sheet alone.

#[path = "../support/mod.rs"]
mod support;

mod load;
mod price;
mod texts;

use std::process::ExitCode;

use support::{Figure, judge, median};

fn main() -> ExitCode {
    let memory = load::memory();
    let times = judge(&[price::figures(), load::figures()].concat());
    if memory == ExitCode::SUCCESS { times } else { memory }
}
