//! Choosing, held to what it promises: an oracle that is naive and slow, and properties over small domains in which ties
//! and unknown facts are frequent. Worked examples do not belong here; they are beside the code.
//!
//! `PROPTEST_CASES=10000` asks for as many small worlds of each property.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

mod agreement;
mod counterfactuals;
mod extremes;
mod generators;
mod moves;
mod oracle;
mod order;
mod policies;
mod rows;
mod scene;
mod verdicts;
