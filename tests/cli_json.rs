//! `--json`: exactly one document on standard output, and the published schema describes it.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use cli_support::{Desk, Ran, example, repository};
use serde_json::Value;

/// Holds a document to the schema that the command line itself prints.
fn assert_valid(name: &str, document: &Value) {
    let schema = Desk::new().run(&["schema", name]);
    assert_eq!(schema.code, 0, "{name}: {}", schema.err);
    let validator = jsonschema::validator_for(&schema.json()).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

fn answered(desk: &Desk, code: i32, arguments: &[&str]) -> Value {
    let ran: Ran = desk.run_now(&[arguments, &["--json"]].concat());
    assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.out, ran.err);
    ran.json()
}

fn left(desk: &Desk) -> String {
    desk.files().into_iter().find(|name| name.contains(".json")).unwrap()
}

#[test]
fn rates_and_carriers_answer_as_their_schemas_say() {
    let desk = Desk::new();
    for order in
        ["madrid-lisboa.toml", "canarias.toml", "two-parcels-cod.json", "service-point.toml"]
    {
        let ran = desk.run_now(&["rates", &example(order), "--json"]);
        assert_valid("rates", &ran.json());
    }
    let carriers = answered(&desk, 0, &["carriers"]);
    assert_valid("carriers", &carriers);
    assert_eq!(carriers["carriers"].as_array().unwrap().len(), 3);
    let accounts = answered(&desk, 0, &["carriers", "check"]);
    assert_valid("accounts", &accounts);
    assert_eq!(accounts["accounts"][0]["account"], "not_asked");
}

#[test]
fn a_label_its_receipt_its_tracking_its_return_and_its_end_answer_as_their_schemas_say() {
    let desk = Desk::new();
    let ship = answered(&desk, 0, &["ship", &example("madrid-lisboa.toml")]);
    assert_valid("ship", &ship);
    assert_valid("selection", &ship["selection"]);
    assert_valid("label", &ship["label"]);
    assert_valid("shipment", &ship["shipment"]);
    let receipt = left(&desk);
    let written: Value =
        serde_json::from_slice(&std::fs::read(desk.path(&receipt)).unwrap()).unwrap();
    assert_eq!(written, ship, "the receipt is the answer");

    let track = answered(&desk, 0, &["track", &receipt]);
    assert_valid("track", &track);
    assert_valid("tracking", &track["trackings"][0]);

    std::fs::create_dir(desk.path("back")).unwrap();
    assert_valid("return", &answered(&desk, 0, &["return", "--of", &receipt, "--out", "back"]));
    let void = answered(&desk, 0, &["void", &receipt]);
    assert_valid("void", &void);
    assert_eq!(void["outcome"], "voided");
}

#[test]
fn the_journal_answers_as_its_schemas_say() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let ship = answered(&desk, 0, &["ship", &order, "--key", "order 7", "--order", "1024"]);
    assert_eq!((&ship["key"], ship["token"].as_str().unwrap().len()), (&"order 7".into(), 15));
    let list = answered(&desk, 0, &["purchases", "list"]);
    assert_valid("purchases", &list);
    assert_eq!(list["purchases"][0]["state"], "made");
    let void = answered(&desk, 0, &["void", "order 7"]);
    assert_valid("void", &void);
    let show = answered(&desk, 0, &["purchases", "show", "order 7"]);
    assert_valid("purchase", &show);
    assert_eq!(show["voided"], true);
    assert_valid("recover", &answered(&desk, 0, &["purchases", "recover"]));
    let from = desk.data("sandbox.db").display().to_string();
    assert_valid("move", &answered(&desk, 0, &["purchases", "move", &from, "there.db"]));
    let forgotten = answered(&desk, 0, &["purchases", "forget", "1024"]);
    assert_valid("forget", &forgotten);
    assert_eq!(forgotten["purchases"], 1);
    assert_valid("complaints", &answered(&desk, 2, &["purchases", "show", "none"]));
    assert_valid("purchase_error", &answered(&desk, 1, &["ship", &order, "--key", "order 7"]));
}

#[test]
fn what_is_refused_answers_as_its_schema_says() {
    let desk = Desk::new();
    let order = std::fs::read_to_string(example("madrid-lisboa.toml")).unwrap();
    desk.write("dear.toml", order.replace("business_days = 3", "max_price = \"0.50 EUR\""));
    let none = answered(&desk, 1, &["ship", "dear.toml"]);
    assert_valid("selection", &none);
    assert_eq!(none["outcome"], "none_qualifies");

    desk.write("wrong.toml", order.replace("weight", "wieght"));
    let complaints = answered(&desk, 2, &["ship", "wrong.toml"]);
    assert_valid("complaints", &complaints);
    assert_eq!(complaints["complaints"][0]["line"], 23);

    let unsold =
        answered(&desk, 1, &["buy", "dear.toml", "--service", "none", "--carrier", "sierra"]);
    assert_valid("purchase_error", &unsold);
    assert_valid("error", &unsold);
    assert_eq!((&unsold["kind"], &unsold["outcome_unknown"]), (&"refused".into(), &false.into()));

    assert_valid("track", &answered(&desk, 1, &["track", "NO-SUCH-NUMBER"]));
}

#[test]
fn a_batch_answers_as_its_schema_says() {
    let desk = Desk::new();
    let (rows, shared) = (example("orders.csv"), example("shared.toml"));
    let batch = answered(&desk, 0, &["batch", &rows, "--defaults", &shared, "--to", "out.csv"]);
    assert_valid("batch", &batch);
    assert_eq!(batch["rows"], 6);
}

#[test]
fn a_checkout_answers_as_its_schema_says() {
    let desk = Desk::new();
    let (order, shop) = (example("madrid-lisboa.toml"), example("shop.toml"));
    let offers =
        answered(&desk, 0, &["offers", &order, "--options", &shop, "--basket", "45.00 EUR"]);
    assert_valid("offers", &offers);
    let ids: Vec<_> =
        offers["offers"].as_array().unwrap().iter().map(|offer| &offer["id"]).collect();
    assert_eq!(ids, ["standard", "express", "economy"]);
}

#[test]
fn the_example_orders_are_what_the_schema_of_a_shipment_says() {
    let order = std::fs::read_to_string(example("two-parcels-cod.json")).unwrap();
    assert_valid("shipment", &serde_json::from_str(&order).unwrap());
}

#[test]
fn the_commands_about_sheets_answer_as_their_schemas_say() {
    let desk = Desk::new();
    let sheet = repository("fixtures/sheets/andina.toml").display().to_string();
    let check = answered(&desk, 2, &["sheet", "check", &sheet, "nowhere.toml"]);
    assert_valid("sheet_check", &check);
    assert_eq!(check["faults"][0]["file"], "nowhere.toml");

    desk.write("tarifa.csv", "Peso;Zona A\nHasta 1 kg;4,10\n");
    let import = ["sheet", "import", "tarifa.csv", "--currency", "EUR", "--cells", "net"];
    let imported = answered(&desk, 0, &import);
    assert_valid("sheet_import", &imported);
    assert_eq!(imported["files"][0], "tarifa.toml");

    let sierra = repository("fixtures/sheets/sierra.toml").display().to_string();
    let explained =
        answered(&desk, 0, &["sheet", "explain", &sierra, &example("two-parcels-cod.json")]);
    assert_valid("sheet_explain", &explained);
    assert_eq!(explained["services"][0]["steps"][0]["topic"], "hand_over");

    let (rows, shared) = (example("orders.csv"), example("shared.toml"));
    let diff = ["sheet", "diff", &sheet, &sheet, "--shipments", &rows, "--defaults", &shared];
    let diff = answered(&desk, 0, &diff);
    assert_valid("sheet_diff", &diff);
    assert_eq!(diff["effect"]["cheapest"]["difference"]["amount"], "0.00");
}

#[test]
fn every_schema_is_one() {
    let desk = Desk::new();
    let names = desk.run(&["schema", "--json"]).json();
    for name in names.as_array().unwrap() {
        let schema = desk.run(&["schema", name.as_str().unwrap()]).json();
        jsonschema::meta::validate(&schema).unwrap();
    }
}
