//! What people see, and what is left in the folder: the main job from price to return.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::io::Read as _;
use std::process::Stdio;

use cli_support::{Desk, NOW, Ran, example, repository};

/// The file of an ending that is left in the folder.
fn left(desk: &Desk, ending: &str) -> String {
    let mut files = desk.files();
    files.retain(|name| name.ends_with(ending));
    let [file] = files.as_slice() else { panic!("{files:?}") };
    file.clone()
}

fn shipped(desk: &Desk, order: &str) -> Ran {
    let ran = desk.run_now(&["ship", &example(order)]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran
}

#[test]
fn the_first_command_of_the_readme_prints_what_it_always_prints() {
    let desk = Desk::new();
    let ran = shipped(&desk, "madrid-lisboa.toml");
    let receipt = left(&desk, ".json");
    let number = receipt.trim_end_matches(".json");
    let expected =
        std::fs::read_to_string(repository("tests/cli_support/madrid-lisboa.txt")).unwrap();
    assert_eq!(ran.out.replace(number, "NUMBER"), expected);
    assert!(ran.err.contains("\nThe sandbox answers"), "{}", ran.err);
}

#[test]
fn a_label_is_followed_taken_back_and_sent_back_by_its_receipt_alone() {
    let desk = Desk::new();
    shipped(&desk, "madrid-lisboa.toml");
    let (receipt, label) = (left(&desk, ".json"), left(&desk, ".pdf"));
    assert!(std::fs::read(desk.path(&label)).unwrap().starts_with(b"%PDF"));

    let tracked = desk.run(&["track", &receipt, "--now", "2026-11-27T12:00:00+01:00"]);
    assert_eq!(tracked.code, 0, "{}", tracked.err);
    assert!(tracked.out.contains(": delivered"), "{}", tracked.out);

    std::fs::create_dir(desk.path("back")).unwrap();
    let back = desk.run_now(&["return", "--of", &receipt, "--out", "back", "--json"]);
    assert_eq!(back.code, 0, "{}{}", back.out, back.err);
    let document = back.json();
    assert_eq!(document["request"]["from"]["name"], "Ana Reis");
    assert_eq!(document["request"]["to"]["company"], "Tienda Sol");
    assert_eq!(std::fs::read_dir(desk.path("back")).unwrap().count(), 2, "a label and its receipt");

    let void = desk.run_now(&["void", &receipt]);
    assert_eq!((void.code, void.out.as_str()), (0, "The label is void.\n"), "{}", void.err);
}

#[test]
fn a_label_is_found_by_its_number_where_its_receipt_is_beside() {
    let desk = Desk::new();
    shipped(&desk, "madrid-lisboa.toml");
    let receipt = left(&desk, ".json");
    let void = desk.run_now(&["void", receipt.trim_end_matches(".json")]);
    assert_eq!(void.code, 0, "{}", void.err);
}

#[test]
fn a_label_comes_in_the_format_that_is_asked() {
    for (format, start) in [("zpl", b"^XA".as_slice()), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
        let desk = Desk::new();
        let ran = desk.run_now(&["ship", &example("madrid-lisboa.toml"), "--label", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let label = left(&desk, &format!(".{format}"));
        assert!(std::fs::read(desk.path(&label)).unwrap().starts_with(start), "{format}");
    }
}

#[test]
fn every_example_order_is_shipped() {
    for order in ["madrid-lisboa.toml", "canarias.toml", "two-parcels-cod.json"] {
        shipped(&Desk::new(), order);
    }
}

#[test]
fn a_second_run_leaves_the_first_label_alone() {
    let desk = Desk::new();
    shipped(&desk, "madrid-lisboa.toml");
    shipped(&desk, "madrid-lisboa.toml");
    assert_eq!(desk.files().len(), 4, "{:?}", desk.files());
}

#[test]
fn a_named_service_is_bought_without_choosing() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let ran =
        desk.run_now(&["buy", &order, "--service", "express", "--carrier", "ANDINA", "--json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let document = ran.json();
    assert_eq!(document["label"]["carrier"], "andina");
    assert!(document["selection"].is_null());
}

#[test]
fn a_checkout_tells_what_it_shows_and_why_it_hides_the_rest() {
    let (order, shop) = (example("madrid-lisboa.toml"), example("shop.toml"));
    let checkout = |basket: &str| {
        Desk::new().run_now(&[
            "offers",
            &order,
            "--options",
            &shop,
            "--basket",
            basket,
            "--language",
            "en",
        ])
    };
    let small = checkout("45.00 EUR");
    assert_eq!(small.code, 0, "{}", small.err);
    assert!(small.out.contains("\n  Home delivery  12.95 EUR  Wed 25 Nov\n"), "{}", small.out);
    assert!(small.out.contains("hidden: signed: nothing qualifies"), "{}", small.out);
    let large = checkout("60.00 EUR");
    assert!(large.out.contains("\n  Home delivery  free  Wed 25 Nov\n"), "{}", large.out);
}

#[test]
fn nothing_is_bought_where_no_rate_qualifies() {
    let desk = Desk::new();
    let order = std::fs::read_to_string(example("madrid-lisboa.toml")).unwrap();
    desk.write("order.toml", order.replace("business_days = 3", "max_price = \"0.50 EUR\""));
    let ran = desk.run_now(&["ship", "order.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("No rate meets what is asked."), "{}", ran.out);
    assert!(ran.out.contains("wanted at most 0.50 EUR net"), "{}", ran.out);
    assert_eq!(desk.files(), ["order.toml"]);
}

#[test]
fn a_carrier_that_says_no_ends_with_one_and_its_words() {
    let desk = Desk::new();
    let ran = desk.run_now(&["track", "NO-SUCH-NUMBER"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("NO-SUCH-NUMBER: not known\n"), "{}", ran.out);
    let ran = desk.run_now(&[
        "buy",
        &example("madrid-lisboa.toml"),
        "--service",
        "none",
        "--carrier",
        "sierra",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("\"none\" is not sold for this shipment"), "{}", ran.err);
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    let row = "1,Ana,Calle 1,28013,Madrid,ES,1 kg\n";
    desk.write(
        "rows.csv",
        format!("id,name,street,postal_code,city,country,weight\n{}", row.repeat(2_000)),
    );
    let defaults = repository("examples/orders/shared.toml").display().to_string();
    let mut child = desk
        .command(&["batch", "rows.csv", "--defaults", &defaults, "--now", NOW])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
fn there_are_no_colours_where_there_is_no_terminal() {
    let desk = Desk::new();
    let ran = shipped(&desk, "madrid-lisboa.toml");
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = Desk::new().run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("arriero"), "{shell}");
    }
}
