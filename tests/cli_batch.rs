//! `batch`: every row comes out, in its place, chosen or with the reason why not.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::fmt::Write as _;

use cli_support::{Desk, example};

/// The cells of each row of an answer, without the header.
fn rows(content: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(content.as_bytes()).records().map(Result::unwrap).collect()
}

#[test]
fn each_row_is_chosen_or_refused_with_its_reason() {
    let desk = Desk::new();
    let ran =
        desk.run_now(&["batch", &example("orders.csv"), "--defaults", &example("shared.toml")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = rows(&ran.out);
    let outcomes: Vec<_> = rows.iter().map(|row| (&row[0], &row[1], &row[2], &row[3])).collect();
    assert_eq!(
        outcomes,
        [
            ("2", "A-1001", "chosen", "sierra"),
            ("3", "A-1002", "chosen", "sierra"),
            ("4", "A-1003", "chosen", "ribera"),
            ("5", "A-1004", "no_rates", ""),
            ("6", "A-1005", "chosen", "andina"),
            ("7", "A-1006", "refused", ""),
        ],
        "{}",
        ran.out
    );
    assert!(rows.iter().all(|row| !row[8].is_empty()), "a reason for each: {}", ran.out);
    assert!(rows[5][8].starts_with("to.postal_code: "), "{}", &rows[5][8]);
    assert!(ran.err.starts_with("6 rows: 4 chosen, "), "{}", ran.err);
}

#[test]
fn rows_keep_their_order_however_many_there_are() {
    let desk = Desk::new();
    let mut content = "id,name,street,postal_code,city,country,weight\n".to_owned();
    for row in 0..1_000 {
        let (postcode, grams) = (28_001 + row % 50, row + 1);
        writeln!(content, "{row},Ana,Calle 1,{postcode:05},Ciudad,ES,{grams} g").unwrap();
    }
    desk.write("rows.csv", content);
    let ran = desk.run_now(&[
        "batch",
        "rows.csv",
        "--defaults",
        &example("shared.toml"),
        "--to",
        "out.csv",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    let ids: Vec<usize> = rows(&written).iter().map(|row| row[1].parse().unwrap()).collect();
    assert_eq!(ids, (0..1_000).collect::<Vec<_>>());
    assert_eq!(desk.files(), ["out.csv", "rows.csv"]);
}

#[test]
fn lines_that_end_as_on_windows_are_counted_too() {
    let desk = Desk::new();
    desk.write("rows.csv", "id,weight\r\n1,1 kg\r\n2,2 kg\r\n");
    let ran = desk.run_now(&["batch", "rows.csv", "--defaults", &example("shared.toml")]);
    let lines: Vec<_> = rows(&ran.out).iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(lines, ["2", "3"]);
}
