//! How postal codes behave, country by country and for any text.

use proptest::prelude::*;

use super::*;

fn refusal(country: Country, text: &str) -> String {
    check(country, Some(text)).unwrap_err().to_string()
}

fn any_country() -> impl Strategy<Value = Country> {
    proptest::sample::select(Country::all().collect::<Vec<_>>())
}

/// A country that uses postal codes, and a code of one of its shapes as it is printed.
fn any_code() -> impl Strategy<Value = (Country, String)> {
    let shapes: Vec<_> =
        Country::all().flat_map(|c| rule(c).shapes().map(move |s| (c, s))).collect();
    proptest::sample::select(shapes).prop_flat_map(|(country, shape)| {
        let pattern = shape.replace('#', "[0-9]").replace('@', "[A-Z]").replace('*', "[0-9A-Z]");
        proptest::string::string_regex(&pattern).unwrap().prop_map(move |code| (country, code))
    })
}

#[test]
fn the_table_has_a_row_for_each_country_in_the_same_order() {
    let rows: Vec<_> = POSTAL.iter().map(|facts| facts.code).collect();
    assert_eq!(rows, Country::all().map(Country::as_str).collect::<Vec<_>>());
}

#[test]
fn every_example_passes_its_own_rule_and_is_printed_as_it_stands() {
    let mut examples = 0;
    for country in Country::all() {
        let Some(example) = rule(country).example() else { continue };
        examples += 1;
        assert_eq!(check(country, Some(example)), Ok(()), "{country}");
        assert!(is_whole(country, example), "{country} {example}");
        assert_eq!(display(country, example), example, "{country}");
        assert!(
            fits(rule(country).shapes().next().unwrap(), &normalise(country, example)),
            "{country}"
        );
    }
    assert_eq!(examples, 179);
}

#[test]
fn a_rule_has_shapes_and_an_example_unless_codes_are_unused() {
    for country in Country::all() {
        let rule = rule(country);
        let used = rule.need() != PostalNeed::Unused;
        assert_eq!(rule.shapes().next().is_some(), used, "{country}");
        assert_eq!(rule.example().is_some(), used, "{country}");
    }
}

#[test]
fn a_letter_in_a_spanish_code_is_refused_with_the_right_form() {
    assert_eq!(
        refusal(Country::ES, "28O13"),
        "\"28O13\" is no postal code of ES; write five digits, as 28013"
    );
}

#[test]
fn a_zero_that_a_spreadsheet_ate_is_offered_back() {
    assert_eq!(
        refusal(Country::ES, "8001"),
        "\"8001\" is no postal code of ES; did you mean 08001?"
    );
    assert_eq!(
        refusal(Country::US, "2134"),
        "\"2134\" is no postal code of US; did you mean 02134?"
    );
}

#[test]
fn no_zero_is_offered_where_codes_do_not_begin_with_one() {
    assert_eq!(
        refusal(Country::AT, "101"),
        "\"101\" is no postal code of AT; write four digits, as 1010"
    );
}

#[test]
fn a_code_with_letters_is_refused_with_an_example() {
    assert_eq!(
        refusal(Country::GB, "SW1A 1A"),
        "\"SW1A 1A\" is no postal code of GB; write it as SW1A 1AA"
    );
    assert_eq!(
        refusal(Country::PT, "11001"),
        "\"11001\" is no postal code of PT; write it as 1100-148"
    );
}

#[test]
fn a_missing_code_is_refused_only_where_it_is_required() {
    let fault = check(Country::ES, None).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "an address in ES needs a postal code; write five digits, as 28013"
    );
    assert_eq!(check(Country::ES, Some("  ")), Err(fault));
    assert_eq!(check(Country::IE, None), Ok(()));
    assert_eq!(check(Country::HK, None), Ok(()));
}

#[test]
fn an_eircode_may_be_left_out_but_not_be_wrong() {
    assert_eq!(check(Country::IE, Some("D02 X285")), Ok(()));
    assert_eq!(
        refusal(Country::IE, "Dublin 2"),
        "\"Dublin 2\" is no postal code of IE; write it as A65 F4E2"
    );
}

#[test]
fn where_there_are_no_codes_anything_is_let_through() {
    for text in ["999077", "0000", "n/a"] {
        assert_eq!(check(Country::HK, Some(text)), Ok(()));
        assert!(is_whole(Country::HK, text));
    }
}

#[test]
fn the_forms_that_carriers_quote_by_pass_and_are_not_whole() {
    for (country, partial, whole) in [
        (Country::PT, "1100", "1100-148"),
        (Country::GB, "SW1A", "SW1A 1AA"),
        (Country::GB, "M2", "M2 5BQ"),
    ] {
        assert_eq!(check(country, Some(partial)), Ok(()));
        assert!(!is_whole(country, partial));
        assert!(is_whole(country, whole));
    }
}

#[test]
fn codes_of_many_countries_are_printed_as_their_posts_print_them() {
    let printed = [
        (Country::PT, "1100148", "1100-148"),
        (Country::PT, "1100", "1100"),
        (Country::GB, "sw1a1aa", "SW1A 1AA"),
        (Country::GB, "m25bq", "M2 5BQ"),
        (Country::GB, "GIR0AA", "GIR 0AA"),
        (Country::CA, "k1a0b1", "K1A 0B1"),
        (Country::US, "123456789", "12345-6789"),
        (Country::US, "12345", "12345"),
        (Country::NL, "1234ab", "1234 AB"),
        (Country::SE, "SE-11455", "114 55"),
        (Country::LV, "1073", "LV-1073"),
        (Country::AD, "500", "AD500"),
        (Country::FR, "75 001", "75001"),
        (Country::IE, "d02x285", "D02 X285"),
        (Country::BR, "40301110", "40301-110"),
        (Country::HK, " 999077 ", "999077"),
        (Country::ES, " 28O13 ", "28O13"),
    ];
    for (country, text, expected) in printed {
        assert_eq!(display(country, text), expected, "{country} {text}");
    }
}

#[test]
fn normalised_codes_are_compact_capitals_with_their_zeros() {
    let forms = [
        (Country::ES, " 08 001 ", "08001"),
        (Country::PT, "1100\u{2013}148", "1100148"),
        (Country::GB, "sw1a 1aa", "SW1A1AA"),
        (Country::SE, "SE-114 55", "11455"),
        (Country::LI, "FL-9490", "9490"),
        (Country::AD, "AD500", "AD500"),
        (Country::AD, "500", "AD500"),
        (Country::AD, "5", "5"),
        (Country::LV, "LV-1073", "LV1073"),
        (Country::GB, "AB3", "AB3"),
    ];
    for (country, text, expected) in forms {
        assert_eq!(normalise(country, text), expected, "{country} {text}");
    }
}

#[test]
fn neighbouring_territories_are_told_apart_by_shape() {
    assert_eq!(check(Country::RE, Some("97400")), Ok(()));
    assert_eq!(
        refusal(Country::RE, "28013"),
        "\"28013\" is no postal code of RE; write five digits, as 97400"
    );
}

proptest! {
    #[test]
    fn normalising_twice_is_normalising_once(country in any_country(), text in "\\PC{0,12}") {
        let once = normalise(country, &text);
        prop_assert_eq!(normalise(country, &once), once);
    }

    #[test]
    fn normalising_and_printing_a_code_twice_changes_nothing((country, code) in any_code()) {
        let form = normalise(country, &code);
        prop_assert_eq!(&normalise(country, &form), &form);
        let printed = display(country, &code);
        prop_assert_eq!(&display(country, &printed), &printed);
        prop_assert_eq!(normalise(country, &printed), form);
    }

    #[test]
    fn a_code_of_a_shape_passes_however_it_is_spaced((country, code) in any_code(), lower in any::<bool>()) {
        let bare: String = code.chars().filter(|c| !is_separator(*c)).collect();
        let bare = if lower { bare.to_lowercase() } else { bare };
        for text in [&code, &bare, &format!(" {bare} ")] {
            prop_assert_eq!(check(country, Some(text)), Ok(()));
            prop_assert!(is_whole(country, text));
        }
    }

    #[test]
    fn a_suggestion_is_always_right(country in any_country(), text in "[0-9]{1,10}") {
        if let Err(fault) = check(country, Some(&text)) && let Some(suggestion) = fault.suggestion() {
            prop_assert!(is_whole(country, suggestion));
        }
    }

    #[test]
    fn any_text_is_answered_with_a_message(country in any_country(), text in "\\PC{0,60}") {
        if let Err(fault) = check(country, Some(&text)) {
            prop_assert!(fault.to_string().contains("; "));
        }
        let _ = display(country, &text);
    }
}
