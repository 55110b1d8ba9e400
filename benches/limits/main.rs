//! What must be fast, measured against its limit: `cargo bench --bench limits` prints each figure and fails where one is over.
//!
//! Each figure is the median of many batches in one process, so that a busy machine disturbs little; beside it stands a
//! baseline from the same run, so that two machines can be compared.

mod quote;
mod select;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use support::{Figure, judge, median};

fn main() -> ExitCode {
    judge(&[select::figures(), quote::figures()].concat())
}
