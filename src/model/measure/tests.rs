//! Measures are exact, and written as people write them.

use super::*;

fn weight(text: &str) -> Weight {
    text.parse().unwrap()
}

#[test]
fn pounds_and_ounces_are_exact() {
    assert_eq!(weight("1 lb").grams().to_string(), "453.59237");
    assert_eq!(weight("1 oz").grams().to_string(), "28.349523125");
    assert_eq!(weight("16 oz"), weight("1 lb"));
    assert_eq!(weight("0.000000001 oz").grams().to_string(), "0.000000028349523125");
}

#[test]
fn rounding_is_up_so_that_nothing_is_under_declared() {
    assert_eq!(weight("1 kg").rounded_up(WeightUnit::Lb, 1).to_string(), "2.3");
    assert_eq!(weight("453.6 g").rounded_up(WeightUnit::Lb, 0).to_string(), "2");
    assert_eq!(weight("1 lb").rounded_up(WeightUnit::Lb, 0).to_string(), "1");
    let length: Length = "33.7 cm".parse().unwrap();
    assert_eq!(length.rounded_up(LengthUnit::Cm, 0).to_string(), "34");
}

#[test]
fn equality_is_of_the_quantity_not_of_the_unit() {
    assert_eq!(weight("1 kg"), weight("1000 g"));
    assert!(weight("1 lb") < weight("500 g"));
}

#[test]
fn what_is_no_measure_says_what_would_be_right() {
    for (text, part) in [
        ("2.5", "has no unit"),
        ("kg", "has no unit"),
        ("-1 kg", "below nothing"),
        ("1 stone", "known are g, kg, lb and oz"),
        ("NaN kg", "not an amount"),
        ("1e400 kg", "not an amount"),
        ("10000000000 g", "out of range"),
        ("0.0000000001 g", "nine decimals"),
    ] {
        let error = text.parse::<Weight>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_weight_comes_back_in_the_unit_it_was_written_in() {
    let read: Weight = serde_json::from_str(r#"{"value": "13", "unit": "oz"}"#).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"value":"13","unit":"oz"}"#);
    let short: Weight = serde_json::from_str(r#""13 oz""#).unwrap();
    assert_eq!(short, read);
}

#[test]
fn dimensions_read_as_text_and_as_fields() {
    let text: Dimensions = serde_json::from_str(r#""30 x 20 x 10.5 cm""#).unwrap();
    let fields: Dimensions =
        serde_json::from_str(r#"{"length": 30, "width": "20", "height": "10.5", "unit": "cm"}"#)
            .unwrap();
    assert_eq!(text, fields);
    assert_eq!(text.to_string(), "30x20x10.5 cm");
    assert!("30x20 cm".parse::<Dimensions>().is_err());
}

#[test]
fn sides_sort_longest_first_whatever_the_units() {
    let dimensions = Dimensions::new(
        "10 in".parse().unwrap(),
        "30 cm".parse().unwrap(),
        "200 mm".parse().unwrap(),
    );
    assert_eq!(dimensions.sorted().map(|side| side.to_string()), ["30 cm", "10 in", "200 mm"]);
}
