//! Bad input: a message that says what is wrong and what would be right, exit code 2, and nothing written.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use cli_support::{Desk, example, repository};

fn order() -> String {
    std::fs::read_to_string(repository("examples/orders/madrid-lisboa.toml")).unwrap()
}

/// Ships what is refused: the words, after showing that nothing came of it.
fn refused(name: &str, content: impl AsRef<[u8]>) -> String {
    let desk = Desk::new();
    let file = desk.write(name, content);
    let ran = desk.run_now(&["ship", &file]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!(desk.files(), [name], "nothing is written");
    assert_eq!(ran.out, "", "nothing but words on standard error");
    ran.err
}

fn refused_order(from: &str, to: &str) -> String {
    let broken = order().replacen(from, to, 1);
    assert_ne!(broken, order(), "{from} stands in the example");
    refused("order.toml", broken)
}

#[test]
fn a_missing_field_is_named() {
    assert_eq!(refused_order("city = \"Lisboa\"\n", ""), "order.toml:13:1: to.city is missing\n");
}

#[test]
fn an_unknown_field_is_told_with_what_was_probably_meant() {
    assert_eq!(
        refused_order("weight =", "wieght ="),
        "order.toml:23:1: unknown field \"wieght\"; did you mean \"weight\"?\n"
    );
}

#[test]
fn a_negative_and_a_zero_weight_are_refused() {
    assert_eq!(
        refused_order("2.5 kg", "-2.5 kg"),
        "order.toml:23:10: parcels[0].weight: -2.5 is below nothing; a measure is not negative\n"
    );
    assert_eq!(
        refused_order("2.5 kg", "0 kg"),
        "order.toml:23:1: parcels[0].weight: is zero; write the gross weight, as \"2.5 kg\"\n"
    );
}

#[test]
fn numbers_that_are_none_and_numbers_that_would_lose_digits_are_refused() {
    for (written, message) in [
        ("nan", "nan is no exact amount"),
        ("inf", "inf is no exact amount"),
        ("1e400", "1e400 is no exact amount"),
        ("2.5", "2.5 would pass through a binary float; write it as text: \"2.5\""),
        ("\"NaN\"", "\"NaN\" is not an amount"),
        ("\"1e400\"", "\"1e400\" is not an amount"),
    ] {
        let weight = format!("weight = {{ value = {written}, unit = \"kg\" }}");
        let shown = refused_order("weight = \"2.5 kg\"", &weight);
        assert!(shown.starts_with("order.toml:23:20: parcels[0].weight.value: "), "{shown}");
        assert!(shown.contains(message), "{written}: {shown}");
    }
}

#[test]
fn json_that_has_nan_is_broken_json() {
    let shown = refused("order.json", "{\"parcels\": [\n{\"weight\": NaN}]}");
    assert!(shown.starts_with("order.json:2:"), "{shown}");
}

#[test]
fn a_wrong_currency_and_an_unknown_country_are_told_with_advice() {
    let shown = refused_order("business_days = 3", "max_price = \"9.00 EURO\"");
    assert!(shown.starts_with("order.toml:32:13: constraints.max_price: \"EURO\""), "{shown}");
    assert_eq!(
        refused_order("country = \"PT\"", "country = \"UK\""),
        "order.toml:18:11: to.country: \"UK\" is no ISO 3166 country; did you mean GB?\n"
    );
}

#[test]
fn broken_toml_and_json_are_told_with_their_line() {
    let shown = refused_order("city = \"Madrid\"", "city = \"Madrid");
    assert!(shown.starts_with("order.toml:8:"), "{shown}");
    let shown = refused("order.json", "{\n\"from\": {},\n}");
    assert!(shown.starts_with("order.json:3:1: is no JSON: "), "{shown}");
}

#[test]
fn every_fault_is_told_at_once() {
    let broken = order()
        .replace("2.5 kg", "0 kg")
        .replace("country = \"PT\"", "country = \"Portugal\"")
        .replace("city = \"Madrid\"\n", "")
        .replace("business_days = 3", "business_days = -3");
    let shown = refused("order.toml", broken);
    assert_eq!(shown.lines().count(), 4, "{shown}");
}

#[test]
fn an_order_of_zero_parcels_is_refused() {
    let written = order();
    let (before, after) = written.split_once("[[parcels]]").unwrap();
    let after = after.split_once("[[references]]").unwrap().1;
    let shown = refused("order.toml", format!("parcels = []\n{before}[[references]]{after}"));
    assert_eq!(shown, "order.toml:1:1: parcels: is empty; a shipment has at least one parcel\n");
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_unread() {
    let desk = Desk::new();
    let file = std::fs::File::create(desk.path("order.toml")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let ran = desk.run_now(&["ship", "order.toml"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "order.toml: has 104857600 bytes; a document has 1048576 at the most\n")
    );
}

#[test]
fn what_is_no_file_of_text_is_refused() {
    let desk = Desk::new();
    for (arguments, message) in [
        (["ship", "."], ".: is a directory; name a file in it\n"),
        (["ship", "none.toml"], "none.toml: is not there; name a file that exists\n"),
        (["batch", "."], ".: is a directory; name a file in it\n"),
        (["batch", "none.csv"], "none.csv: is not there; name a file that exists\n"),
    ] {
        let ran = desk.run_now(&arguments);
        assert_eq!((ran.code, ran.err.as_str()), (2, message));
    }
    assert_eq!(refused("order.toml", " \n"), "order.toml: is empty\n");
    let shown = refused("order.toml", b"a = \"\xff\"");
    assert_eq!(shown, "order.toml: is no UTF-8 text (from byte 5 on); save it as UTF-8\n");
}

#[test]
fn an_output_that_cannot_be_written_is_found_before_anything_is_bought() {
    let desk = Desk::new();
    desk.write("file", "");
    let order = example("madrid-lisboa.toml");
    for (out, message) in [
        ("none", "none: is not there; make the folder first\n"),
        ("file", "file: is no folder; name one with --out\n"),
    ] {
        let ran = desk.run_now(&["ship", &order, "--out", out]);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (2, message, ""));
    }
    if cfg!(target_os = "linux") {
        let ran = desk.run_now(&["ship", &order, "--out", "/proc"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with("/proc: cannot be written to: "), "{}", ran.err);
    }
    assert_eq!(desk.files(), ["file"]);
}

#[test]
fn a_table_that_has_no_shipment_is_refused_before_any_row_is_answered() {
    for (content, message) in [
        (
            "id,weight\n1,1 kg\n",
            "rows.csv:1: no column and no default tells from and to; without it no row is a shipment\n",
        ),
        ("", "rows.csv: is empty\n"),
        ("id,weight\n", "rows.csv: has a header and no row\n"),
        ("id,to.ctiy\n1,x\n", "rows.csv:1: unknown field \"ctiy\"; did you mean \"city\"?\n"),
    ] {
        let desk = Desk::new();
        desk.write("rows.csv", content);
        let ran = desk.run_now(&["batch", "rows.csv", "--to", "out.csv"]);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (2, message, ""));
        assert_eq!(desk.files(), ["rows.csv"]);
    }
}

#[test]
fn a_configuration_tells_all_that_it_lacks() {
    let desk = Desk::new();
    desk.write(
        "arriero.toml",
        "[carriers.ups]\nclient_id = { env = \"ARRIERO_TEST_NOT_SET\" }\n[carriers.seur]\nkey = { file = \"none\" }\n",
    );
    let ran = desk.run_now(&["carriers", "--config", "arriero.toml"]);
    assert_eq!(ran.code, 2);
    let lines: Vec<_> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.err);
    assert_eq!(
        lines[0],
        "arriero.toml:2:13: carriers.ups.client_id: the environment variable ARRIERO_TEST_NOT_SET is not set"
    );
    assert!(
        lines[1].starts_with("arriero.toml:4:7: carriers.seur.key: the file none cannot be read")
    );
}

#[test]
fn a_shop_s_options_and_its_basket_are_checked_too() {
    let desk = Desk::new();
    let shop = std::fs::read_to_string(example("shop.toml")).unwrap();
    desk.write("shop.toml", shop.replacen("fixed = \"0.30 EUR\"", "fixd = \"0.30 EUR\"", 1));
    let order = example("madrid-lisboa.toml");
    let ran = desk.run_now(&["offers", &order, "--options", "shop.toml"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "shop.toml:17:1: unknown field \"fixd\"; did you mean \"fixed\"?\n")
    );
    let ran = desk.run_now(&["offers", &order, "--options", &example("shop.toml")]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("is about the gross worth of the basket, which is not told"),
        "{}",
        ran.err
    );
    let ran = desk.run_now(&["offers", &order, "--options", "shop.toml", "--basket", "45 EURO"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    for (arguments, message) in [
        (
            vec!["rates", &order, "--carrier", "seirra"],
            "no carrier is called seirra; known are andina, ribera, sierra",
        ),
        (vec!["rates", &order, "--now", "yesterday"], "write it with its offset"),
        (vec!["rates", &order, "--deadline", "0"], "is no number of seconds"),
        (vec!["ship"], "<FILE>"),
        (vec!["schema", "shipmnt"], "no document is called \"shipmnt\""),
        (vec!["void", "SR1"], "give the .json file that was written beside the label"),
        (vec!["buy", &order, "--service", "paq"], "name one of andina, ribera, sierra"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}
