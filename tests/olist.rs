//! Real parcels: the 2,548 order lines of a Brazilian marketplace go through `batch`.
//!
//! Weights and sizes are real and untouched. Destinations are bent to Spanish ones by the seller's postcode prefix `p`, so
//! that they are the same in every run: province `p mod 52 + 1`, and in it the code `p div 52 mod 900 + 1`. The rows are no
//! part of the package, for their licence is not ours: where the folder is missing the test says so and ends.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::time::Instant;

use cli_support::{Desk, example, repository};

const LINES: usize = 2_548;

/// The rows, in the folder of shared data: `ARRIERO_SHARED`, or `shared` beside the repository.
const DATA: &str = "data/olist-orders/order-items-freight.csv";

#[test]
fn no_order_line_is_lost_and_each_is_priced_or_refused_with_a_reason() {
    let shared =
        std::env::var_os("ARRIERO_SHARED").map_or_else(|| repository("../shared"), Into::into);
    let path = shared.join(DATA);
    if !path.is_file() {
        assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{} is missing", path.display());
        println!("skipped: {} is missing", path.display());
        return;
    }
    let desk = Desk::new();
    let ids = bend(&path, &desk);
    assert_eq!(ids.len(), LINES);

    let started = Instant::now();
    let shared = example("shared.toml");
    let ran = desk.run_now(&["batch", "rows.csv", "--defaults", &shared, "--to", "out.csv"]);
    let elapsed = started.elapsed();
    assert_eq!(ran.code, 0, "{}", ran.err);

    let mut answers = csv::Reader::from_path(desk.path("out.csv")).unwrap();
    let answers: Vec<_> = answers.records().map(Result::unwrap).collect();
    assert_eq!(answers.len(), LINES, "none is lost");
    for (id, answer) in ids.iter().zip(&answers) {
        assert_eq!(&answer[1], id, "each stands in its place");
        let priced = &answer[2] == "chosen" && !answer[3].is_empty() && !answer[5].is_empty();
        assert!(!answer[9].is_empty(), "{answer:?} has no reason");
        assert!(priced || answer[3].is_empty(), "{answer:?} is neither priced nor refused");
    }
    let chosen = answers.iter().filter(|answer| &answer[2] == "chosen").count();
    // Two lines have a weight of zero; Canarias within three business days are too far for some.
    assert!(chosen > LINES * 9 / 10, "{chosen} chosen\n{}", ran.err);
    let per_second = LINES as u128 * 1_000 / elapsed.as_millis().max(1);
    println!("{per_second} orders per second in {elapsed:?}\n{}", ran.err);
}

/// Writes the rows for `batch`; their ids in order.
fn bend(path: &std::path::Path, desk: &Desk) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [order, item, weight, length, width, height, prefix] = [
        "order_id",
        "order_item_id",
        "product_weight_g",
        "product_length_cm",
        "product_width_cm",
        "product_height_cm",
        "seller_zip_code_prefix",
    ]
    .map(column);
    let mut rows = csv::Writer::from_path(desk.path("rows.csv")).unwrap();
    rows.write_record([
        "id",
        "name",
        "street",
        "postal_code",
        "city",
        "country",
        "weight",
        "dimensions",
    ])
    .unwrap();
    let mut ids = Vec::new();
    for line in reader.records().map(Result::unwrap) {
        let id = format!("{}-{}", &line[order], &line[item]);
        let prefix: u32 = line[prefix].parse().unwrap();
        let postcode = format!("{:02}{:03}", prefix % 52 + 1, prefix / 52 % 900 + 1);
        let weight = format!("{} g", &line[weight]);
        let sides = format!("{}x{}x{} cm", &line[length], &line[width], &line[height]);
        rows.write_record([
            &id,
            "Cliente",
            "Calle Mayor 1",
            &postcode,
            "Ciudad",
            "ES",
            &weight,
            &sides,
        ])
        .unwrap();
        ids.push(id);
    }
    rows.flush().unwrap();
    ids
}
