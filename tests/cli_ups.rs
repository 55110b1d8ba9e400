//! The command line with an account of UPS and a server of ours: prices, label, tracking, return, void.
#![cfg(all(feature = "cli", feature = "testing", feature = "ups"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use arriero::http::loopback::Reply;
use cli_support::office::{Office, fixture, token};
use cli_support::{example, repository};

/// An account of a carrier that answers well.
fn office() -> Office {
    Office::ups(|seen| {
        let name = match seen.path.as_str() {
            "/security/v1/oauth/token" => return token(),
            path if path.contains("/rating/") => "rates/madrid-lisbon",
            path if path.ends_with("/ship") && seen.text().contains("ReturnService") => {
                "return/print"
            }
            path if path.ends_with("/ship") => "label/madrid-lisbon",
            path if path.contains("/recovery") => "documents/pdf",
            path if path.contains("/void/") => "void/whole",
            path if path.contains("/track/") => "track/delivered",
            other => return Reply::json(501, format!("no answer for {other}")),
        };
        fixture(200, &format!("ups/{name}"))
    })
}

#[test]
fn prices_are_shown_with_their_services() {
    let office = office();
    let ran = office.done(&["rates", &example("madrid-lisboa.toml")]);
    assert!(ran.out.contains("ups") && ran.out.contains("EUR"), "{}", ran.out);
}

#[test]
fn a_label_is_bought_once_kept_as_pdf_followed_returned_and_voided() {
    let office = office();
    let order = example("madrid-lisboa.toml");
    let bought = office.done(&["buy", &order, "--service", "11"]);
    assert!(bought.out.contains("1ZA1B2C36840010237"), "{}", bought.out);
    assert_eq!(office.calls("POST", "/ship"), 1);
    let pdf = office.desk.path("1ZA1B2C36840010237.pdf");
    assert!(std::fs::read(pdf).unwrap().starts_with(b"%PDF"));

    let tracked = office.done(&["track", "1ZA1B2C30300000017"]);
    assert!(tracked.out.to_lowercase().contains("delivered"), "{}", tracked.out);

    let back = office.done(&["return", "--of", "1ZA1B2C36840010237.json", "--label", "zpl"]);
    assert!(back.out.contains("1ZA1B2C39040010271"), "{}", back.out);
    assert!(office.desk.path("1ZA1B2C39040010271.zpl").is_file());

    let void = office.done(&["void", "1ZA1B2C36840010237.json"]);
    assert!(void.out.contains("The label is void."), "{}", void.out);
}

#[test]
fn what_the_carrier_would_refuse_costs_no_call_and_names_its_field() {
    let office = office();
    let order = example("madrid-lisboa.toml");
    let ran = office.run(&["buy", &order, "--service", "ground"]);
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains("service"), "{}{}", ran.out, ran.err);
    assert_eq!(office.server.requests(), 0);
}

#[test]
fn an_account_is_checked_and_told_with_what_is_configured_and_what_it_can() {
    let office = office();
    let ran = office.done(&["carriers", "check", "ups"]);
    assert_eq!(
        ran.out,
        "ups: it knows us\n  \
         configured    client_id, client_secret, account_number, base_url\n  \
         can           rates, label, tracking, return, papers again, void, look-up, service points, address check, pickup\n  \
         lost answers  of a label: looked for by our reference\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&office.done(&["carriers", "check", "--json"]).out).unwrap();
    assert_eq!(json["accounts"][0]["account"], "accepted");
    let tokens = |path: &str| path.ends_with("/oauth/token");
    assert!(office.server.seen().iter().all(|seen| tokens(&seen.path)), "nothing else was asked");
}

#[test]
fn an_account_that_is_turned_away_is_told_with_the_carriers_words_and_exit_1() {
    let no = r#"{"response": {"errors": [{"code": "10401", "message": "ClientId is Invalid"}]}}"#;
    let office = Office::ups(move |_| Reply::json(401, no));
    let ran = office.run(&["carriers", "check"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.starts_with("ups: ups did not accept the credentials for the account check"),
        "{}",
        ran.out
    );
    let none = office.run(&["carriers", "check", "usp"]);
    assert_eq!(
        (none.code, none.err.contains("no carrier is called usp; known are ups")),
        (2, true)
    );
}

#[test]
fn a_label_that_cost_more_than_was_chosen_is_a_warning_with_both_prices() {
    let office = Office::ups(|seen| match seen.path.as_str() {
        "/security/v1/oauth/token" => token(),
        path if path.contains("/rating/") => fixture(200, "ups/rates/madrid-lisbon"),
        path if path.ends_with("/ship") => {
            let path = repository("fixtures/ups/label/madrid-lisbon.response.json");
            let text = std::fs::read_to_string(path).unwrap();
            Reply::json(200, text.replace("\"MonetaryValue\": \"", "\"MonetaryValue\": \"9"))
        }
        other => Reply::json(501, format!("no answer for {other}")),
    });
    let ship = ["ship", &example("madrid-lisboa.toml"), "--key", "order 7"];
    for _ in 0..2 {
        let ran = office.done(&ship);
        assert!(ran.err.contains("warning: it was quoted at "), "{}", ran.err);
    }
    let told = office.done(&[&ship[..], &["--json"]].concat()).json();
    let amount = |which: &str| told["dearer"][which]["total"]["amount"].as_str().unwrap().len();
    assert_eq!(amount("now"), amount("quoted") + 1, "a nine before it: {}", told["dearer"]);
}
