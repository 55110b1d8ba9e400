//! Rate sheets, held to what they mean: an oracle that is naive and slow, random sheets, and shipments at every boundary of
//! each. Worked examples do not belong here; they are beside the code.
//!
//! `PROPTEST_CASES=10000` asks for as many sheets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

mod agreement;
mod exact;
mod great;
mod judge;
mod make;
mod order;
mod plan;
mod text;
