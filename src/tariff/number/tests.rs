//! Numbers as sheets write them, and how they are shown again.

use super::*;

const EURO: Scale = Scale { currency: Currency::EUR, digits: 2 };

#[test]
fn every_usual_unit_is_a_whole_number_of_nanograms() {
    for (text, expected) in [
        ("1 g", 1_000_000_000),
        ("1 oz", 28_349_523_125),
        ("1 lb", 453_592_370_000),
        ("453.6 g", 453_600_000_000),
    ] {
        assert_eq!(weight(text), Ok(expected), "{text}");
    }
}

#[test]
fn rounding_is_told_by_its_name_and_is_the_same_below_zero() {
    let of = |rounding: Rounding| [245, 255, -245, 251].map(|over| rounding.divide(over, 10));
    assert_eq!(of(Rounding::HalfUp), [25, 26, -25, 25]);
    assert_eq!(of(Rounding::Up), [25, 26, -25, 26]);
    assert_eq!(of(Rounding::Down), [24, 25, -24, 25]);
    assert_eq!(of(Rounding::HalfEven), [24, 26, -24, 25]);
    assert_eq!(Rounding::To(5).divide(123, 1), 125);
    assert_eq!(Rounding::To(5).divide(122, 1), 120);
}

#[test]
fn a_slip_in_a_number_is_told_what_would_be_right() {
    let refusals = [
        (weight("30").unwrap_err(), r#""30" has no unit; write "30 kg""#),
        (divisor("5000").unwrap_err(), r#"divisor "5000" needs cm3/kg or in3/lb"#),
        (date("2026-02-30").unwrap_err(), "2026-02-30 is no date"),
        (
            EURO.cell("12,5").unwrap_err(),
            r#""12,5" is not an amount in EUR; write 12.50 or load with --decimal comma"#,
        ),
        (EURO.cell("12.345").unwrap_err(), "12.345 has 3 decimals, EUR has 2; say digits = 3"),
        (EURO.cell("-1.00").unwrap_err(), "-1.00 is below nothing; a price is not"),
        (percent("1000.1").unwrap_err(), "percent 1000.1 is over 1000"),
    ];
    for (message, expected) in refusals {
        assert_eq!(message, expected);
    }
}

#[test]
fn a_weight_is_shown_as_the_model_would_show_it() {
    let slowly = |nanograms: i64, unit: WeightUnit| {
        let grams = Decimal::new(nanograms, 9).normalize();
        let weight = Weight::new(grams, WeightUnit::G).unwrap();
        format!("{} {unit}", weight.value_in(unit).round_dp(6).normalize())
    };
    for unit in [WeightUnit::G, WeightUnit::Kg, WeightUnit::Lb, WeightUnit::Oz] {
        for nanograms in [
            0,
            1,
            499,
            500,
            501,
            1_500,
            999_999,
            28_349_523_125,
            453_592_370_000,
            2_500_000_000_000,
            12_345_678_901_234,
            500_000,
            1_500_000,
            2_499_999_500_000,
            MOST_WEIGHT,
        ] {
            assert_eq!(show_weight(nanograms, unit), slowly(nanograms, unit), "{nanograms}");
        }
    }
}

#[test]
fn a_step_is_called_by_its_end_and_by_whether_it_owns_it() {
    let twenty = weight("20 g").unwrap();
    assert_eq!(show_end(twenty, WeightUnit::G), ("20 g".to_owned(), true));
    assert_eq!(show_end(twenty - 1, WeightUnit::G), ("20 g".to_owned(), false));
    // A third of an ounce has no exact nanograms; it is read and shown as itself all the same.
    let third = weight("0.333 oz").unwrap();
    assert_eq!(show_end(third, WeightUnit::Oz), ("0.333 oz".to_owned(), true));
    assert_eq!(show_end(third - 1, WeightUnit::Oz), ("0.333 oz".to_owned(), false));
}

#[test]
fn a_plain_amount_is_read_as_any_other() {
    let euros = Scale { currency: Currency::EUR, digits: 4 };
    for text in [
        "0",
        "0.00",
        "7",
        "7.4",
        "07.49",
        "42949672.94",
        "42949672.95",
        "429496.7294",
        "429496.7295",
        "7.49000",
        "1.",
        ".5",
        "1.2.3",
        "1e3",
        "+1",
        "",
        "99999999999999",
    ] {
        assert_eq!(EURO.cell(text), EURO.read(text, 2), "{text}");
        assert_eq!(euros.cell(text), euros.read(text, 4), "{text}");
    }
}

#[test]
fn the_noise_of_a_spreadsheets_float_is_taken_off_and_said() {
    assert_eq!(EURO.cell("7.4900000000000002"), Ok((749, true)));
    assert_eq!(EURO.cell("7.49"), Ok((749, false)));
    assert!(EURO.cell("7.4949494949494").is_err());
}
