//! The README says what is true: what the main job prints, and who can do what.
#![cfg(all(feature = "canadapost", feature = "cli", feature = "testing", feature = "ups"))]

use std::process::Command;

use arriero::carrier::{Capabilities, Carrier, Secret, VoidUnit};
use arriero::carriers::canadapost::CanadaPost;
use arriero::carriers::ups::Ups;
use arriero::mock::MockCarrier;
use arriero::model::{DeliveryEstimate, Service};
use arriero::sandbox;
use arriero::tariff::SheetCarrier;

const README: &str = include_str!("../README.md");

/// A tracking number of the made-up carrier that is chosen: never the same twice.
fn without_numbers(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n', ',', '.', '/']);
    words
        .map(|word| {
            if word.starts_with("SI2") {
                "NUMBER".to_owned() + &word[16..]
            } else {
                word.to_owned()
            }
        })
        .collect()
}

#[test]
fn the_main_job_prints_what_the_readme_shows() {
    let shown = README.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let command =
        README.lines().find_map(|line| line.strip_prefix("cargo run --features cli -- ")).unwrap();
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let printed = Command::new(env!("CARGO_BIN_EXE_arriero"))
        .args(command.split(' '))
        .args(["--now", "2026-11-23T12:00:00+01:00", "--out"])
        .arg(folder.path())
        .env("XDG_DATA_HOME", data.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    let printed = printed.replace(&format!("{}/", folder.path().display()), "");
    assert_eq!(without_numbers(&printed), without_numbers(shown));
}

#[test]
fn buying_under_a_key_prints_what_the_readme_shows() {
    let shown = README.split("```text\n").nth(2).and_then(|rest| rest.split("```").next()).unwrap();
    let commands: Vec<_> =
        README.lines().filter_map(|line| line.strip_prefix("arriero ")).collect();
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut printed = String::new();
    for command in commands {
        // The one argument that has a blank.
        let key = "order 1024";
        let command = command.replace(&format!("{key:?}"), "KEY");
        let arguments = command.split(' ').map(|word| if word == "KEY" { key } else { word });
        let ran = Command::new(env!("CARGO_BIN_EXE_arriero"))
            .args(arguments)
            .args(["--now", "2026-11-23T12:00:00+01:00", "--out"])
            .arg(folder.path())
            .env("XDG_DATA_HOME", data.path())
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        printed = String::from_utf8(ran.stdout).unwrap();
    }
    // The journal goes by the clock, not by `--now`.
    let line =
        |text: &str| text.lines().last().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let timeless = |text: &str| {
        let words = without_numbers(&line(text));
        let words: Vec<_> = words.split(' ').map(str::to_owned).collect();
        [&words[..1], &words[4..]].concat()
    };
    assert_eq!(printed.lines().count(), shown.lines().count(), "one purchase: {printed}");
    assert_eq!(printed.lines().next(), shown.lines().next());
    assert_eq!(timeless(&printed), timeless(shown));
}

#[test]
fn the_table_of_carriers_is_what_they_say_themselves() {
    let sheet = SheetCarrier::new(sandbox::sheets().unwrap().remove(0));
    let mock = MockCarrier::builder("mock")
        .rate(
            Service::new("std", "Standard"),
            "8.40 EUR".parse().unwrap(),
            DeliveryEstimate::default(),
        )
        .build()
        .unwrap();
    let sandbox = sandbox::carriers(None).unwrap();
    let names: Vec<_> = sandbox.iter().map(|carrier| format!("`{}`", carrier.id())).collect();
    let sandbox_row = format!("the sandbox ({})", names.join(", "));
    for carrier in &sandbox {
        assert_row(&sandbox_row, &carrier.capabilities());
    }
    let secret = || Secret::new("secret");
    let ups = Ups::builder("client", secret(), "A1B2C3").build().unwrap();
    assert_row("[UPS](carriers/ups/README.md)", &ups.capabilities());
    let post =
        CanadaPost::builder("user", secret(), "0001234567").contract("0012345678").build().unwrap();
    assert_row(
        "[Canada Post](carriers/canadapost/README.md), with a contract",
        &post.capabilities(),
    );
    assert_row("a rate sheet alone", &sheet.capabilities());
    assert_row("`MockCarrier` with a rate", &mock.capabilities());
}

fn assert_row(name: &str, can: &Capabilities) {
    let yes = |can| if can { "yes" } else { "–" };
    let void = match can.void {
        VoidUnit::None => "–",
        VoidUnit::Shipment => "shipment",
        VoidUnit::Parcel => "parcel",
        VoidUnit::Both => "both",
    };
    let cells = [
        can.rates,
        can.buy_label,
        can.track,
        can.return_label,
        can.documents,
        can.find_purchase,
        can.service_points,
        can.book_pickup,
        can.close_day,
    ];
    let cells = cells.map(yes).join(" | ");
    let row = format!("| {name} | {cells} | {void} |");
    assert!(README.lines().any(|line| line == row), "the README lacks\n{row}");
}
