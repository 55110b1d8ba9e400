//! Which currencies there are, their decimals, how they read and refuse.

use super::*;

fn every_code() -> impl Iterator<Item = String> {
    let letters = || 'A'..='Z';
    letters().flat_map(move |a| {
        letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}")))
    })
}

fn refusal(text: &str) -> String {
    Currency::parse(text).unwrap_err().to_string()
}

#[test]
fn the_constants_are_what_their_codes_read_as() {
    let constants = [
        (Currency::AUD, "AUD"),
        (Currency::CAD, "CAD"),
        (Currency::CHF, "CHF"),
        (Currency::CLP, "CLP"),
        (Currency::CNY, "CNY"),
        (Currency::COP, "COP"),
        (Currency::CZK, "CZK"),
        (Currency::DKK, "DKK"),
        (Currency::EUR, "EUR"),
        (Currency::GBP, "GBP"),
        (Currency::HUF, "HUF"),
        (Currency::JPY, "JPY"),
        (Currency::KWD, "KWD"),
        (Currency::MXN, "MXN"),
        (Currency::NOK, "NOK"),
        (Currency::PLN, "PLN"),
        (Currency::RON, "RON"),
        (Currency::SEK, "SEK"),
        (Currency::USD, "USD"),
    ];
    for (constant, code) in constants {
        assert_eq!(Currency::parse(code), Ok(constant));
        assert_eq!(constant.code(), code);
    }
}

#[test]
fn minor_units_are_those_of_the_standard() {
    // ISO 4217, list one: all others have two.
    let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    let three = "BHD IQD JOD KWD LYD OMR TND";
    let four = "CLF UYW";
    let expected = |code: &str| match code {
        _ if none.contains(code) => 0,
        _ if three.contains(code) => 3,
        _ if four.contains(code) => 4,
        _ => 2,
    };
    let known: Vec<_> = every_code().filter_map(|code| Currency::parse(&code).ok()).collect();
    assert!(known.len() > 150, "{}", known.len());
    for currency in known {
        assert_eq!(currency.minor_units(), expected(currency.code()), "{currency}");
    }
}

#[test]
fn currencies_sort_by_code_and_are_two_bytes() {
    let known: Vec<_> = every_code().filter_map(|code| Currency::parse(&code).ok()).collect();
    assert!(known.is_sorted());
    assert_eq!(size_of::<Currency>(), 2);
}

#[test]
fn usual_mistakes_are_told_the_code() {
    for (text, code) in [
        ("EURO", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("rmb", "CNY"),
        (" USD", "USD"),
    ] {
        assert_eq!(
            refusal(text),
            format!("{text:?} is no ISO 4217 currency; did you mean {code}?")
        );
    }
}

#[test]
fn what_resembles_nothing_is_told_how_to_write_a_currency() {
    for text in ["", "$", "ZZZ", "BTC", "doubloon"] {
        assert_eq!(
            refusal(text),
            format!("{text:?} is no ISO 4217 currency; write its three letters, as EUR")
        );
    }
}

#[test]
fn a_code_without_minor_units_is_refused_and_says_so() {
    for text in ["XAU", "XAG", "XDR", "XTS", "XXX"] {
        assert_eq!(
            refusal(text),
            format!(
                "{text:?} has no minor units, so nothing is paid in it; write a currency, as EUR"
            )
        );
    }
}

#[test]
fn json_holds_the_code_and_refuses_with_the_same_words() {
    assert_eq!(serde_json::to_string(&Currency::EUR).unwrap(), "\"EUR\"");
    assert_eq!(serde_json::from_str::<Currency>("\"EUR\"").unwrap(), Currency::EUR);
    let error = serde_json::from_str::<Currency>("\"EURO\"").unwrap_err().to_string();
    assert!(error.starts_with("\"EURO\" is no ISO 4217 currency; did you mean EUR?"), "{error}");
}
