//! What happens when the store fails: before a purchase is noted nothing reaches the carrier, afterwards nothing that was bought is lost,
//! and when the store is back it goes on. The carrier is the mock, which counts.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod after;
mod child;
mod damage;
mod disk;
mod locked;
#[path = "../support/postgres.rs"]
mod postgres;
mod server;
mod shop;
mod taken_away;
