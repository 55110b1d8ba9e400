//! What must be fast, measured against its limit: `cargo bench --bench limits` prints each figure and fails where one is over.
//!
//! Each figure is the median of many batches in one process, so that a busy machine disturbs little; beside it stands a
//! baseline from the same run, so that two machines can be compared.

#[cfg(feature = "cli")]
mod batch;
mod quote;
mod select;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use support::{Figure, judge, median};

#[cfg(feature = "cli")]
use batch::figures as batch_figures;

/// Without its feature there is nothing to measure.
#[cfg(not(feature = "cli"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as with batches")]
fn batch_figures() -> Result<Vec<Figure>, std::convert::Infallible> {
    Ok(Vec::new())
}

fn main() -> ExitCode {
    // First, for the peak of a process's memory never falls again.
    let (batch, failed) = match batch_figures() {
        Ok(figures) => (figures, false),
        Err(error) => {
            println!("batch: {error}");
            (Vec::new(), true)
        }
    };
    let verdict = judge(&[batch, select::figures(), quote::figures()].concat());
    if failed { ExitCode::FAILURE } else { verdict }
}
