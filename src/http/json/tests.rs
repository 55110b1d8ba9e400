//! Lists of one, numbers of both kinds, and where a fault is.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Answer {
    #[serde(default, rename = "RatedShipment", deserialize_with = "one_or_many")]
    rated: Vec<Rated>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Rated {
    total: Number,
}

fn answer(text: &str) -> Answer {
    read(text.as_bytes()).unwrap()
}

fn rated(totals: &[&str]) -> Answer {
    let rated = totals.iter().map(|text| Rated { total: Number(text.parse().unwrap()) }).collect();
    Answer { rated }
}

#[test]
fn a_list_of_none_one_or_many_is_a_list() {
    assert_eq!(answer("{}"), rated(&[]));
    assert_eq!(answer(r#"{"RatedShipment": null}"#), rated(&[]));
    assert_eq!(answer(r#"{"RatedShipment": []}"#), rated(&[]));
    assert_eq!(answer(r#"{"RatedShipment": {"total": "7.10"}}"#), rated(&["7.10"]));
    let two = r#"{"RatedShipment": [{"total": 7.10}, {"total": "8"}]}"#;
    assert_eq!(answer(two), rated(&["7.10", "8"]));
}

#[test]
fn a_number_is_read_from_its_text_whatever_its_kind() {
    for text in ["0.30", "\"0.30\"", "\" 0.30\"", "3e-1", "\"\\u0030.30\""] {
        let Number(value) = read(text.as_bytes()).unwrap();
        assert_eq!(value, Decimal::new(30, 2), "{text}");
    }
    for text in ["true", "null", "\"\"", "\"0,30\"", "{}", "[1]"] {
        assert!(read::<Number>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_fault_tells_where_it_is() {
    let fault = read::<Answer>(br#"{"RatedShipment": [{"total": 1}, {"total": "x"}]}"#);
    let text = fault.unwrap_err().to_string();
    assert!(text.starts_with("at RatedShipment[1].total: \"…\" is no number"), "{text}");
}

#[test]
fn a_document_a_hundred_thousand_deep_is_refused() {
    let deep = "[".repeat(100_000);
    assert!(read::<serde_json::Value>(deep.as_bytes()).is_err());
    let inside = format!("{{\"RatedShipment\": {deep}");
    assert!(read::<Answer>(inside.as_bytes()).is_err());
}

#[test]
fn a_document_that_holds_too_much_is_refused_and_a_long_text_is_not() {
    let many = format!("{{\"RatedShipment\": [{}{{}}]}}", "{},".repeat(MOST_VALUES + 1));
    let fault = read::<Answer>(many.as_bytes()).unwrap_err();
    assert!(fault.to_string().contains("more than 200000 values"), "{fault}");
    let long = format!("\"{}\"", ".".repeat(2 * MOST_VALUES));
    assert_eq!(read::<String>(long.as_bytes()).unwrap().len(), 2 * MOST_VALUES);
}

proptest! {
    #[test]
    fn one_element_reads_the_same_alone_and_in_a_list(amount in 0_i64..1_000_000_000, scale in 0_u32..6) {
        let one = format!(r#"{{"total": {}}}"#, Decimal::new(amount, scale));
        let alone = answer(&format!(r#"{{"RatedShipment": {one}}}"#));
        prop_assert_eq!(alone, answer(&format!(r#"{{"RatedShipment": [{one}]}}"#)));
    }

    #[test]
    fn no_text_does_harm(text in "[\\[\\]{}\":,.0-9a-zA-Z ]{0,80}") {
        let _ = read::<Answer>(text.as_bytes());
    }
}
