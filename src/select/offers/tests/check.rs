//! A shop that cannot be computed with is refused, with all of its faults and what would be right.

use super::*;

/// The faults of a shop with one option that has this price rule.
fn faults(price: PriceRule) -> String {
    shop(vec![option("standard", "b").priced(price)]).check().unwrap_err().to_string()
}

#[test]
fn all_faults_are_told_at_once_each_with_its_place() {
    let mut shop =
        shop(vec![option("standard", "b"), option("standard", "b")]).falling_back_to("pidgeon");
    shop.languages.push(Language::Es);
    shop.tax.percent = 121.into();
    shop.options[0].price = PriceRule {
        percent: (-101).into(),
        min: Some(money("9.95 EUR")),
        max: Some(money("4.95 EUR")),
        charm: Some(Charm::up("195")),
        free_above: Some(FreeAbove {
            basket: money("60.00 USD"),
            basis: TaxBasis::Gross,
            absorb_at_most: Some(money("-1.00 EUR")),
        }),
        ..PriceRule::default()
    };
    let faults = shop.check().unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        places,
        [
            "tax.percent",
            "fallback",
            "options[0].title",
            "options[0].price.percent",
            "options[0].price.max",
            "options[0].price.charm.ending",
            "options[0].price.free_above.basket",
            "options[0].price.free_above.absorb_at_most",
            "options[1].id",
            "options[1].title",
        ]
    );
    let text = faults.to_string();
    for right in [
        "there are standard, standard",
        "\"195\" is no ending of EUR; write both decimals, as .95",
        "is in USD; write it in EUR, the shop's currency",
        "4.95 EUR is less than min, 9.95 EUR",
    ] {
        assert!(text.contains(right), "{right}: {text}");
    }
}

#[test]
fn an_ending_fits_the_decimals_of_the_currency() {
    let fits = |ending: &str, currency| price::Ending::read(ending, currency).is_some();
    for (ending, currency) in [
        (".95", Currency::EUR),
        ("95", Currency::EUR),
        (".950", Currency::KWD),
        ("80", Currency::JPY),
        ("980", Currency::JPY),
    ] {
        assert!(fits(ending, currency), "{ending} {currency}");
    }
    for (ending, currency) in [
        ("195", Currency::EUR),
        (".9", Currency::EUR),
        (".95", Currency::KWD),
        (".95", Currency::JPY),
        ("", Currency::JPY),
        ("-5", Currency::EUR),
    ] {
        assert!(!fits(ending, currency), "{ending} {currency}");
    }
}

#[test]
fn a_max_that_the_ending_would_pass_is_refused() {
    let rule = |max: &str| PriceRule {
        max: Some(money(max)),
        charm: Some(Charm::up(".95")),
        ..PriceRule::default()
    };
    assert!(faults(rule("10.00 EUR")).contains("write 10.95 EUR"));
    assert!(shop(vec![option("standard", "b").priced(rule("9.95 EUR"))]).check().is_ok());
}

#[test]
fn a_percentage_has_four_decimals_at_most() {
    let percent = "12.00001".parse().unwrap();
    assert!(faults(PriceRule { percent, ..PriceRule::default() }).contains("four decimals"));
}

#[test]
fn constraints_that_contradict_themselves_are_found_before_anybody_checks_out() {
    let chance = Constraint::OnTimeChance {
        ppm: 2_000_000,
        deadline: crate::select::Deadline::on("2026-11-25".parse().unwrap()),
    };
    let faults = shop(vec![option("standard", "b").asking(chance)]).check().unwrap_err();
    assert_eq!(faults.iter().next().unwrap().field, "options[0].constraints");
}

#[test]
fn a_basket_tells_the_side_that_the_options_ask_about() {
    let rates = [Arc::new(b())];
    let shop = shop(vec![option("standard", "b").priced(rule_of_example_35())]);
    let refused = |basket: Basket| {
        offers(&rates, &request(), &basket, &shop, Language::En).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Basket::net(money("60.00 EUR"))),
        "options[0].price: is about the gross worth of the basket, which is not told; tell it"
    );
    assert!(refused(Basket::gross(money("60.00 USD"))).starts_with("basket.gross: is in USD"));
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    let text = "currency = \"EUR\"\nlanguages = [\"en\"]\ntax = { basis = \"net\", percent = 0 }\noptions = []\nfalback = \"x\"";
    assert!(toml::from_str::<Shop>(text).unwrap_err().to_string().contains("falback"));
}

#[test]
fn a_region_that_does_not_exist_is_refused() {
    assert_eq!("ES-CN".parse::<Area>().unwrap().to_string(), "ES-CN");
    assert!("ES-XX".parse::<Area>().is_err());
    assert!("UK".parse::<Area>().unwrap_err().to_string().contains("did you mean GB"));
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_of_a_shop_names_its_languages_and_allows_no_unknown_field() {
    let schema = schemars::schema_for!(Shop).to_value();
    assert_eq!(schema["additionalProperties"], false);
    assert!(schema["$defs"]["Language"].to_string().contains("\"es\""));
}
