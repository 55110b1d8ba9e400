//! `sheet check|import|explain|diff`: what people see, and what is left in the folder. And the page for those who write
//! sheets, followed word for word.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::fmt::Write as _;

use cli_support::{Desk, Ran, example, repository};

/// A folder with a sheet of the repository and the files beside it.
fn desk_with(sheet: &str) -> Desk {
    let desk = Desk::new();
    for entry in std::fs::read_dir(repository("fixtures/sheets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with(sheet) {
            desk.write(name, std::fs::read(&path).unwrap());
        }
    }
    desk
}

/// A change of a file in the folder.
fn change(desk: &Desk, file: &str, from: &str, to: &str) {
    let old = std::fs::read_to_string(desk.path(file)).unwrap();
    assert!(old.contains(from), "{from} stands in {file}");
    desk.write(file, old.replacen(from, to, 1));
}

/// Holds an answer to a file beside this one.
fn assert_prints(name: &str, ran: &Ran) {
    let shown = format!("{}{}exit {}\n", ran.out, ran.err, ran.code);
    let path = repository("tests/cli_sheet").join(name);
    if std::env::var_os("ARRIERO_WRITE_EXPECTED").is_some() {
        std::fs::write(&path, shown).unwrap();
    } else {
        assert_eq!(shown, std::fs::read_to_string(&path).unwrap(), "{name}");
    }
}

/// Bad input: told on standard error, exit 2, nothing written.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let before = desk.files();
    let ran = desk.run_now(arguments);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(desk.files(), before, "nothing is written");
    ran.err
}

const SHOPS: &str =
    "Peso;Zona A;Zona B\nHasta 1 kg;4,10 €;6,35 €\nHasta 5 kg;6,00 €;-\nkg adicional;0,45;0,80\n";
const IMPORT: [&str; 7] = ["sheet", "import", "tarifa.csv", "--currency", "EUR", "--cells", "net"];

#[test]
fn a_sheet_with_faults_is_checked_with_all_of_them_and_exit_2() {
    let desk = desk_with("sierra");
    change(&desk, "sierra.toml", "ES 07\"", "ES 7\"");
    change(&desk, "sierra.toml", "limits =", "limit =");
    change(&desk, "sierra.paq.csv", "8.15", "8,15");
    assert_prints(
        "check-faults.txt",
        &desk.run(&["sheet", "check", "sierra.toml", "nowhere.toml"]),
    );
}

#[test]
fn two_sheets_of_one_service_on_one_day_are_a_fault_together() {
    let desk = desk_with("sierra");
    let rules = std::fs::read_to_string(desk.path("sierra.toml")).unwrap();
    desk.write("next.toml", rules.replace("2026-01-01/2026-12-31", "2026-07-01/2027-06-30"));
    desk.write("next.paq.csv", std::fs::read(desk.path("sierra.paq.csv")).unwrap());
    let ran = desk.run(&["sheet", "check", "sierra.toml", "next.toml"]);
    assert_eq!(ran.code, 2);
    let told = "next.toml: service \"paq\" is priced twice from 2026-07-01 to 2026-12-31 (sierra.toml, next.toml)\n";
    assert!(ran.out.starts_with(told), "{}", ran.out);
    change(&desk, "next.toml", "2026-07-01/2027-06-30", "2027-01-01/2027-06-30");
    assert_eq!(desk.run(&["sheet", "check", "sierra.toml", "next.toml"]).code, 0);
}

#[test]
fn what_cannot_be_imported_is_told_and_leaves_nothing() {
    let desk = Desk::new();
    assert_eq!(refused(&desk, &IMPORT), "tarifa.csv: is not there; name a file that exists\n");
    desk.write("tarifa.csv", "Peso;Zona 1\nHasta 1O kg;4,10\nHasta 20 kg;6,00\n");
    let told = refused(&desk, &IMPORT);
    assert!(
        told.starts_with("tarifa.csv:2:13: \"4,10\" stands where the name of a zone"),
        "{told}"
    );
    desk.write("tarifa.csv", "Peso;Zona 1\n0-1;4,10\n3-5;6,00\n");
    let told = "tarifa.csv:3:1: \"3-5\" begins at 3, the row before ends at 1: nothing says what lies between costs\n";
    assert_eq!(refused(&desk, &IMPORT), told);
    desk.write("tarifa.csv", SHOPS);
    let told = refused(&desk, &[&IMPORT[..], &["--out", "nowhere"]].concat());
    assert_eq!(told, "nowhere: is not there; make the folder first\n");
    let told =
        refused(&desk, &["sheet", "import", "tarifa.csv", "--currency", "EURO", "--cells", "net"]);
    assert!(told.contains("did you mean EUR?"), "{told}");
}

#[test]
fn an_imported_sheet_is_written_with_its_doubts_and_over_no_other() {
    let desk = Desk::new();
    desk.write("tarifa.csv", SHOPS);
    assert_prints("import.txt", &desk.run(&IMPORT));
    assert_eq!(desk.files(), ["tarifa.csv", "tarifa.standard.csv", "tarifa.toml"]);
    let prices = std::fs::read_to_string(desk.path("tarifa.standard.csv")).unwrap();
    assert_eq!(prices, "kg,Zona A,Zona B\n1,4.10,6.35\n5,6.00,\n+1<=?,0.45,0.80\n");
    std::fs::remove_file(desk.path("tarifa.toml")).unwrap();
    let told = "tarifa.standard.csv: is there already; name another folder with --out\n";
    assert_eq!(refused(&desk, &IMPORT), told);
    let check = desk.run(&["sheet", "check", "tarifa.toml"]);
    assert_eq!(check.code, 2);
}

#[test]
fn an_imported_sheet_loads_once_its_questions_are_answered() {
    let desk = Desk::new();
    desk.write("tarifa.csv", SHOPS);
    desk.run(&IMPORT);
    assert_prints("import-check.txt", &desk.run(&["sheet", "check", "tarifa.toml"]));
    change(
        &desk,
        "tarifa.toml",
        "valid = \"?\", origin = []",
        "valid = \"2026-01-01/\", origin = [\"ES\"]",
    );
    change(&desk, "tarifa.toml", "to = []", "to = [\"ES\"]");
    change(&desk, "tarifa.toml", "to = []", "to = [\"PT\"]");
    change(&desk, "tarifa.standard.csv", "<=?", "<=40");
    let ran = desk.run(&["sheet", "check", "tarifa.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn a_sheet_or_a_shipment_with_faults_is_not_explained() {
    let desk = desk_with("sierra");
    let order = example("madrid-lisboa.toml");
    let told = refused(&desk, &["sheet", "explain", "nowhere.toml", &order]);
    assert_eq!(told, "nowhere.toml: is not there\n");
    desk.write("order.toml", "[from]\n");
    let told = refused(&desk, &["sheet", "explain", "sierra.toml", "order.toml"]);
    assert!(told.contains("order.toml:"), "{told}");
    change(&desk, "sierra.toml", "EUR", "EURO");
    let told = refused(&desk, &["sheet", "explain", "sierra.toml", &order]);
    assert!(told.starts_with("sierra.toml:"), "{told}");
}

#[test]
fn every_step_of_a_price_is_printed() {
    let (sierra, andina) = (desk_with("sierra"), desk_with("andina"));
    let remote = "ship_on = \"2026-11-30\"\nready_at = \"16:00\"\nfrom = { lines = [\"Calle Mayor 1\"], company = \"Sol\", city = \"Madrid\", postal_code = \"28013\", country = \"ES\" }\n\
        to = { lines = [\"Main Street 1\"], name = \"Ann\", city = \"Aboyne\", postal_code = \"AB34 5AA\", country = \"GB\" }\n\
        parcels = [{ weight = \"7.2 kg\", dimensions = \"50x40x25 cm\" }, { weight = \"1 kg\", dimensions = \"130x10x10 cm\" }]\n\
        options = { insurance = \"1999.99 EUR\" }\n";
    andina.write("remote.toml", remote);
    assert_prints(
        "explain-andina.txt",
        &andina.run(&["sheet", "explain", "andina.toml", "remote.toml"]),
    );
    for (order, file) in [
        ("two-parcels-cod.json", "explain-two-parcels.txt"),
        ("canarias.toml", "explain-canarias.txt"),
    ] {
        assert_prints(file, &sierra.run_now(&["sheet", "explain", "sierra.toml", &example(order)]));
    }
}

#[test]
fn a_refusal_is_explained_as_far_as_it_goes_with_its_reason_and_exit_1() {
    let desk = desk_with("sierra");
    let order = std::fs::read_to_string(example("madrid-lisboa.toml")).unwrap();
    desk.write("heavy.toml", order.replace("2.5 kg", "55 kg"));
    assert_prints(
        "explain-refused.txt",
        &desk.run_now(&["sheet", "explain", "sierra.toml", "heavy.toml"]),
    );
}

/// Two years of a sheet in one folder.
fn two_years() -> Desk {
    let desk = desk_with("andina");
    for file in ["andina.toml", "andina.express.csv", "andina.remote.csv"] {
        let text = std::fs::read_to_string(desk.path(file)).unwrap();
        desk.write(&file.replace("andina", "next"), text.replace("andina.", "next."));
    }
    desk.write("next.fuel.csv", "from,percent\n2027-01-01,19.5\n");
    change(&desk, "next.toml", "2026-01-01/2026-12-31", "2027-01-01/2027-12-31");
    change(&desk, "next.toml", "amount = \"22.00\"", "amount = \"24.00\"");
    change(&desk, "next.toml", "{ weight = \"70 kg\"", "{ weight = \"60 kg\"");
    change(&desk, "next.toml", "europe = \"1-2\"", "europe = \"2\"");
    change(&desk, "next.toml", "\"NO\"]", "\"NO\", \"TR\"]");
    change(&desk, "next.express.csv", "\n2,23.60,33.70,45.90", "");
    change(&desk, "next.express.csv", "3,26.90,39.20", "3,27.50,39.00");
    change(&desk, "next.express.csv", "0.5,18.40", "0.5,-");
    desk
}

#[test]
fn what_changed_between_two_years_is_told_with_percents() {
    let desk = two_years();
    assert_prints("diff.txt", &desk.run(&["sheet", "diff", "andina.toml", "next.toml"]));
    let same = desk.run(&["sheet", "diff", "andina.toml", "andina.toml"]);
    assert!(same.out.ends_with("\nNothing changed.\n"), "{}", same.out);
}

#[test]
fn what_a_change_does_to_shipments_is_summed() {
    let desk = two_years();
    desk.write(
        "month.csv",
        "id,name,street,postal_code,city,country,weight,ship_on\n\
         B-1,Ana,Rua 1,1100-048,Lisboa,PT,2.5 kg,2026-12-09\n\
         B-2,Marie,Rue 1,75001,Paris,FR,0.4 kg,2026-12-10\n\
         B-3,Ann,Main Street 1,EC1A 1BB,London,GB,3 kg,2026-12-10\n\
         B-4,Ann,Main Street 1,EC1A 1BB,London,GB,65 kg,2026-12-11\n\
         B-5,Ali,Street 1,34000,Istanbul,TR,1 kg,2026-12-11\n\
         B-6,Ann,Main Street 1,ECIA 1BB,London,GB,3 kg,2026-12-10\n",
    );
    let shared = example("shared.toml");
    let ran = desk.run_now(&[
        "sheet",
        "diff",
        "andina.toml",
        "next.toml",
        "--shipments",
        "month.csv",
        "--defaults",
        &shared,
    ]);
    assert_prints("diff-shipments.txt", &ran);
}

#[test]
fn shipments_are_not_compared_in_two_currencies_nor_from_a_broken_file() {
    let desk = two_years();
    let with =
        |file: &'static str| ["sheet", "diff", "andina.toml", "next.toml", "--shipments", file];
    assert_eq!(
        refused(&desk, &with("month.csv")),
        "month.csv: is not there; name a file that exists\n"
    );
    desk.write("month.csv", "nmae,weight\nx,1 kg\n");
    assert!(refused(&desk, &with("month.csv")).contains("unknown field \"nmae\""));
    change(&desk, "next.toml", "currency = \"EUR\"", "currency = \"USD\"");
    let told =
        "--shipments: the sheets are in EUR and USD; shipments are compared in one currency\n";
    assert_eq!(refused(&desk, &with("month.csv")), told);
}

/// Follows the page: writes its files, runs its commands, and gives it back with the answers that came.
fn followed(page: &str) -> String {
    let desk = Desk::new();
    let mut out = String::new();
    let mut blocks = page.split("```");
    while let Some(words) = blocks.next() {
        out.push_str(words);
        let Some(block) = blocks.next() else { break };
        let (head, body) = block.split_once('\n').unwrap();
        let _ = writeln!(out, "```{head}");
        match head.split_once(' ') {
            Some((_, file)) => {
                let (file, added) = match file.split_once(", ") {
                    Some((file, _)) => (file, true),
                    None => (file, false),
                };
                let before = if added {
                    std::fs::read_to_string(desk.path(file)).unwrap() + "\n"
                } else {
                    String::new()
                };
                desk.write(file, before + body);
                out.push_str(body);
            }
            None if head == "console" => {
                for line in body.lines().filter(|line| line.starts_with("$ ")) {
                    let arguments: Vec<&str> =
                        line.strip_prefix("$ arriero ").unwrap().split(' ').collect();
                    let ran = desk.run(&arguments);
                    let _ = writeln!(out, "{line}\n{}{}", ran.err, ran.out.trim_end());
                }
            }
            None => out.push_str(body),
        }
        out.push_str("```");
    }
    out
}

#[test]
fn the_page_for_writers_of_sheets_can_be_followed_word_for_word() {
    let path = repository("src/tariff/WRITING.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let followed = followed(&page);
    if std::env::var_os("ARRIERO_WRITE_EXPECTED").is_some() {
        std::fs::write(&path, followed).unwrap();
    } else {
        assert_eq!(followed, page);
    }
}
