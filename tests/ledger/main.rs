//! Buying exactly once, tried on real processes: a carrier with books of its own, shops that are killed at every place of a purchase, and a
//! judge who compares the two. The test binary is each of these programs, by its first argument, so that nothing but tests has to be built
//! and none of it is shipped; hence `harness = false`.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod adapters;
mod books;
mod crowd;
mod judge;
mod lives;
mod matrix;
mod misbehaviour;
mod places;
#[path = "../support/postgres.rs"]
mod postgres;
mod processes;
mod report;
mod scenes;
mod script;
mod server;
mod shop;
mod system_calls;
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
        (Some("crowd"), Some(orders), _) => {
            crowd::run(&serde_json::from_str(&orders).unwrap());
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
        judge::tests::what_was_taken_back_is_void_on_both_sides_and_was_to_be,
        judge::tests::a_group_is_whole_or_void_or_work_that_names_what_stands,
        system_calls::a_byte_that_leaves_before_the_sync_is_found,
        system_calls::the_journal_is_on_the_disk_before_the_first_byte_leaves,
        misbehaviour::whatever_becomes_of_an_answer_each_key_is_bought_once,
        misbehaviour::several_labels_of_one_reference_are_left_to_a_person,
        misbehaviour::what_a_carrier_says_it_made_is_never_taken_for_not_made,
        misbehaviour::the_ledger_knows_after_its_own_end_what_it_sold,
        adapters::each_buys_draws_finds_and_takes_back,
        adapters::whatever_becomes_of_an_answer_each_key_is_bought_once,
        adapters::several_labels_of_one_reference_are_left_to_a_person,
        adapters::a_look_up_that_shows_every_sale_gives_nobody_anothers_label,
        adapters::killed_anywhere_on_sqlite_nothing_is_lost_or_bought_twice,
        adapters::killed_anywhere_on_postgresql_nothing_is_lost_or_bought_twice,
        crowd::three_hundred_callers_of_one_key_on_sqlite_buy_one_label,
        crowd::three_hundred_callers_of_one_key_on_postgresql_buy_one_label,
        matrix::killed_anywhere_on_sqlite_nothing_is_lost_or_bought_twice,
        matrix::killed_anywhere_on_postgresql_nothing_is_lost_or_bought_twice,
        lives::killed_anywhere_on_sqlite_what_is_taken_back_divided_or_tried_again_comes_right,
        lives::killed_anywhere_on_postgresql_what_is_taken_back_divided_or_tried_again_comes_right,
    ]
}
