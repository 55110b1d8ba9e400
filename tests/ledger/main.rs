//! Buying exactly once, tried on real processes: a carrier with books of its own, shops that are killed at every place of a purchase, and a
//! judge who compares the two. The test binary is each of these programs, by its first argument, so that nothing but tests has to be built
//! and none of it is shipped; hence `harness = false`.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod books;
mod judge;
mod matrix;
mod places;
#[path = "../support/postgres.rs"]
mod postgres;
mod processes;
mod script;
mod server;
mod shop;
mod wires;

use libtest_mimic::{Arguments, Trial};

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (Some("carrier"), Some(folder), Some(port)) => {
            server::run(folder.into(), port.parse().unwrap());
            return std::process::ExitCode::SUCCESS;
        }
        (Some("shop"), Some(orders), _) => {
            shop::run(serde_json::from_str(&orders).unwrap());
            return std::process::ExitCode::SUCCESS;
        }
        _ => {}
    }
    libtest_mimic::run(&Arguments::from_args(), tests()).exit_code()
}

macro_rules! trials {
    ($($path:path),* $(,)?) => {
        vec![$(Trial::test(stringify!($path).replace(' ', ""), || { $path(); Ok(()) })),*]
    };
}

fn tests() -> Vec<Trial> {
    trials![
        judge::tests::what_agrees_passes,
        judge::tests::what_does_not_agree_is_found,
        matrix::killed_anywhere_on_sqlite_nothing_is_lost_or_bought_twice,
        matrix::killed_anywhere_on_postgresql_nothing_is_lost_or_bought_twice,
    ]
}
