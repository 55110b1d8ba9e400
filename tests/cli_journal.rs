//! Buying through the journal: under a key, once, whoever asks and however often.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::process::Stdio;

use cli_support::{Desk, NOW, Ran, example, repository};

fn ship(desk: &Desk, more: &[&str]) -> Ran {
    desk.run_now(&[&["ship", &example("madrid-lisboa.toml")], more].concat())
}

fn done(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran
}

/// The number that was bought.
fn number(ran: &Ran) -> String {
    let bought = ran.out.lines().find_map(|line| line.strip_prefix("Bought from sierra: "));
    bought.unwrap().split(',').next().unwrap().to_owned()
}

#[test]
fn the_same_key_gives_the_same_label_with_nothing_written_twice() {
    let desk = Desk::new();
    let first = done(ship(&desk, &["--key", "order 7"]));
    let files = desk.files();
    let second = done(ship(&desk, &["--key", "order 7"]));
    assert_eq!(number(&first), number(&second));
    assert_eq!(desk.files(), files);
    assert!(second.err.starts_with("It was bought under this key before"), "{}", second.err);
    assert!(!first.err.contains("Buying under"), "who gave a key knows it: {}", first.err);
    let third = done(ship(&desk, &["--key", "order 8"]));
    assert_ne!(number(&first), number(&third));
}

#[test]
fn files_that_are_missing_are_written_again_as_they_were() {
    let desk = Desk::new();
    let first = done(ship(&desk, &["--key", "order 7"]));
    let pdf = format!("{}.pdf", number(&first));
    let content = std::fs::read(desk.path(&pdf)).unwrap();
    for file in desk.files() {
        std::fs::remove_file(desk.path(&file)).unwrap();
    }
    done(ship(&desk, &["--key", "order 7"]));
    assert_eq!(std::fs::read(desk.path(&pdf)).unwrap(), content);
    assert_eq!(desk.files(), [format!("{}.json", number(&first)), pdf]);
}

#[test]
fn the_same_key_on_the_next_day_is_still_the_same_purchase() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let later = ["--now", "2026-11-26T09:00:00+01:00", "--key", "order 7"];
    let first = done(ship(&desk, &["--key", "order 7"]));
    let second = done(desk.run(&[&["ship", &order], later.as_slice()].concat()));
    assert_eq!(number(&first), number(&second));
    let buy = ["buy", &order, "--service", "paq", "--carrier", "sierra"];
    let third = done(desk.run(&[buy.as_slice(), &later].concat()));
    assert_eq!(number(&first), number(&third));
}

#[test]
fn a_key_of_another_request_is_refused_with_what_differs_and_nothing_is_bought() {
    let desk = Desk::new();
    done(ship(&desk, &["--key", "order 7"]));
    let files = desk.files();
    let order = std::fs::read_to_string(example("madrid-lisboa.toml")).unwrap();
    std::fs::write(desk.data("heavy.toml"), order.replace("2.5 kg", "3.5 kg")).unwrap();
    let heavy = desk.data("heavy.toml").display().to_string();
    let ran = desk.run_now(&["ship", &heavy, "--key", "order 7"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "--key: \"order 7\" was used for another request: parcels differs; ask for the same as before, or give a new purchase a new key\n"
        )
    );
    let ran = desk.run_now(&["return", &heavy, "--key", "order 7", "--carrier", "sierra"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("was used for a label of sierra, and this is a return of sierra;"),
        "{}",
        ran.err
    );
    assert_eq!(desk.files(), files);
}

#[test]
fn a_key_that_is_made_is_said_before_anything_is_bought_and_is_good_for_asking_again() {
    let desk = Desk::new();
    let first = done(ship(&desk, &[]));
    let said = first.err.split("--key ").nth(1).unwrap();
    let key = said.split_whitespace().next().unwrap();
    let again = done(ship(&desk, &["--key", key]));
    assert_eq!(number(&first), number(&again));
    let receipt = desk.receipt();
    assert!(std::fs::read_to_string(desk.path(&receipt)).unwrap().contains(key));
}

#[test]
fn two_runs_at_once_under_one_key_buy_one_label() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let run = || {
        desk.command(&["ship", &order, "--key", "order 7", "--now", NOW])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let runs: Vec<_> = (0..4).map(|_| run()).collect();
    let ran = runs.into_iter().map(|run| done(Ran::of(run.wait_with_output().unwrap())));
    let numbers: std::collections::BTreeSet<_> = ran.map(|ran| number(&ran)).collect();
    assert_eq!(numbers.len(), 1, "{numbers:?}");
}

#[test]
fn a_return_is_bought_once_under_its_key_too() {
    let desk = Desk::new();
    done(ship(&desk, &["--key", "order 7"]));
    let receipt = desk.receipt();
    std::fs::create_dir(desk.path("back")).unwrap();
    let back = || {
        let back = ["return", "--of", &receipt, "--out", "back", "--key", "return of 7", "--json"];
        done(desk.run_now(&back)).json()
    };
    let (first, second) = (back(), back());
    assert_eq!(first, second);
    assert_eq!(first["key"], "return of 7");
    assert_eq!(std::fs::read_dir(desk.path("back")).unwrap().count(), 2);
}

#[test]
fn a_key_can_be_any_text_and_is_no_file_name() {
    let desk = Desk::new();
    for key in ["../x", "/etc/passwd", "two\nlines", "-v", "ñandú 🐎", "'; drop table purchases"]
    {
        let ran = done(ship(&desk, &["--key", key, "--json"]));
        assert_eq!(ran.json()["key"], key);
    }
    let odd: Vec<_> = desk.files().into_iter().filter(|name| !name.starts_with("SI2")).collect();
    assert!(odd.is_empty(), "{odd:?}");
    let long = "x".repeat(10_000);
    for (key, message) in [("", "is empty"), (&long, "has 10000 bytes; a key has 1000 at the most")]
    {
        let ran = ship(&Desk::new(), &["--key", key]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn what_the_sandbox_sells_does_not_stand_beside_what_is_real() {
    let desk = Desk::new();
    done(ship(&desk, &["--store", "shop.db"]));
    let sheet = repository("fixtures/sheets/sierra.toml").display().to_string();
    desk.write("arriero.toml", format!("[carriers.mine]\nsheet = \"{sheet}\"\n"));
    let ran = ship(&desk, &["--store", "shop.db", "--config", "arriero.toml"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("has purchases of sierra, which the sandbox made up"), "{}", ran.err);
    done(ship(&desk, &[]));
    assert!(desk.data("sandbox.db").is_file() && !desk.data("purchases.db").exists());
}

#[cfg(unix)]
#[test]
fn the_journal_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    done(ship(&desk, &[]));
    done(ship(&desk, &["--store", "here.db"]));
    let mode =
        |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(desk.data("")), 0o700);
    assert_eq!(mode(desk.data("sandbox.db")), 0o600);
    assert_eq!(mode(desk.path("here.db")), 0o600);
}

#[test]
fn nothing_is_written_where_the_input_is_bad_or_the_command_only_reads() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let text = std::fs::read_to_string(&order).unwrap();
    desk.write("bad.toml", text.replace("2.5 kg", "0 kg"));
    assert_eq!(desk.run_now(&["ship", "bad.toml"]).code, 2);
    assert_eq!(desk.run_now(&["ship", &order, "--out", "nowhere"]).code, 2);
    assert_eq!(ship(&desk, &["--key", ""]).code, 2);
    done(desk.run_now(&["rates", &order]));
    done(desk.run_now(&["carriers"]));
    assert_eq!(desk.files(), ["bad.toml"]);
    assert!(!desk.data("").exists());
}

#[test]
fn a_store_that_is_none_is_told_before_any_carrier_is_asked() {
    let desk = Desk::new();
    desk.write("text.db", "This is a note of mine, and no database of anybody.\n".repeat(100));
    std::fs::create_dir(desk.path("folder")).unwrap();
    let files = desk.files();
    for (store, message) in [
        ("folder", "folder: is a folder; name a file in it for the journal\n"),
        (
            "text.db",
            "--store: the store text.db cannot be opened: file is not a database; name another file",
        ),
        ("nowhere/x.db", "nowhere/x.db: the journal of purchases cannot be made: "),
        ("text.db/x.db", "text.db/x.db: cannot be opened: "),
        (
            "mysql://root:s3cret@db/x",
            "--store: no store speaks \"mysql\"; name a SQLite file or postgres://…\n",
        ),
        ("", "--store: is empty; name a SQLite file or postgres://…\n"),
    ] {
        let ran = ship(&desk, &["--store", store, "--key", "order 7"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{store}: {}", ran.err);
        assert!(ran.err.starts_with(message), "{store}: {}", ran.err);
        assert_eq!(desk.files(), files);
    }
}

#[test]
fn a_journal_of_a_later_release_is_left_as_it_is() {
    let desk = Desk::new();
    done(ship(&desk, &[]));
    let mut later = std::fs::read(desk.data("sandbox.db")).unwrap();
    // SQLite's header has the version of what is inside at byte 60.
    later[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(desk.data("sandbox.db"), &later).unwrap();
    let files = desk.files();
    let ran = ship(&desk, &["--key", "order 7"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("was written by a later release"), "{}", ran.err);
    assert_eq!(std::fs::read(desk.data("sandbox.db")).unwrap(), later);
    assert_eq!(desk.files(), files);
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_database_that_this_build_cannot_speak_to_is_told_with_the_feature_that_is_missing() {
    let ran = ship(&Desk::new(), &["--store", "postgres://u:s3cret@localhost/x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("build it with the feature postgres"), "{}", ran.err);
    assert!(!ran.err.contains("s3cret"));
}

#[cfg(feature = "postgres")]
#[test]
fn a_database_that_is_not_there_lets_nothing_be_sent() {
    let ran = ship(&Desk::new(), &["--store", "postgres://u:s3cret@127.0.0.1:1/x?sslmode=disable"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("the journal of purchases: "), "{}", ran.err);
    assert!(!ran.err.contains("s3cret"));
}

#[test]
fn a_key_whose_request_the_carrier_would_refuse_is_not_taken() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let none = ["buy", &order, "--service", "none", "--carrier", "sierra", "--key", "order 7"];
    let ran = desk.run_now(&none);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("Nothing was bought"), "{}", ran.err);
}

#[test]
fn a_label_that_was_voided_since_is_not_given_again_as_one_to_use() {
    let desk = Desk::new();
    let first = done(ship(&desk, &["--key", "order 7"]));
    done(desk.run_now(&["void", "order 7"]));
    let again = ship(&desk, &["--key", "order 7"]);
    assert_eq!((again.code, again.out.as_str()), (1, ""), "{}", again.err);
    let told = format!("the label {} that was bought under this key is void\n", number(&first));
    assert!(again.err.contains(&told), "{}", again.err);
    assert!(again.err.contains("Do not use it; a new label needs a new key.\n"), "{}", again.err);
    let document = ship(&desk, &["--key", "order 7", "--json"]).json();
    assert_eq!((&document["code"], &document["outcome_unknown"]), (&"void".into(), &false.into()));
}

/// With a store that only the environment names.
fn told_by_environment(desk: &Desk, store: &str, arguments: &[&str]) -> Ran {
    let mut command = desk.command(&[arguments, &["--now", NOW]].concat());
    Ran::of(command.env("ARRIERO_STORE", store).output().unwrap())
}

#[test]
fn a_store_that_the_environment_names_is_used_unless_the_command_names_another() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    let ship = ["ship", &order, "--key", "order 7"];
    let first = done(told_by_environment(&desk, "mine.db", &ship));
    assert!(desk.path("mine.db").is_file() && !desk.data("").exists());
    let again = done(told_by_environment(&desk, "mine.db", &ship));
    assert_eq!(number(&first), number(&again));
    let list = done(told_by_environment(&desk, "mine.db", &["purchases", "list"]));
    assert!(list.out.contains("order 7") && list.err.is_empty(), "{}{}", list.out, list.err);
    let named = [&ship[..], &["--store", "other.db"]].concat();
    let other = done(told_by_environment(&desk, "mine.db", &named));
    assert_ne!(number(&first), number(&other));
    done(told_by_environment(&desk, "", &ship));
    assert!(desk.data("sandbox.db").is_file(), "an empty one names none");
    done(told_by_environment(&desk, "there.db", &["purchases", "move", "mine.db"]));
    assert!(desk.path("there.db").is_file());
    let nowhere = desk.run(&["purchases", "move", "mine.db"]);
    assert_eq!(
        (nowhere.code, nowhere.err.as_str()),
        (2, "TO: is missing; name the place, or set ARRIERO_STORE\n")
    );
}

#[test]
fn a_fault_of_a_store_names_who_named_it_and_no_word_shows_its_password() {
    let desk = Desk::new();
    let order = example("madrid-lisboa.toml");
    for store in [
        "postgres://u:s3cret@127.0.0.1:1/x?sslmode=disable",
        "postgres://u:s3cret@127.0.0.1:no/x",
        "postgresql://u:s3cret@[/x",
        "postgres://u:s3cret@/x?sslmode=s3cret&s3cret=1",
        "mysql://root:s3cret@db/x",
    ] {
        for command in [
            ["ship", &order, "--key", "order 7"].as_slice(),
            &["purchases", "list"],
            &["purchases", "move", "none.db"],
            &["purchases", "recover", "--json"],
        ] {
            let ran = told_by_environment(&desk, store, command);
            assert_ne!(ran.code, 0, "{store} {command:?}: {}", ran.out);
            let said = format!("{}{}", ran.out, ran.err);
            assert!(!said.contains("s3cret"), "{store} {command:?}: {said}");
        }
    }
    let ran = told_by_environment(&desk, "mysql://root:s3cret@db/x", &["purchases", "list"]);
    assert_eq!(
        ran.err,
        "ARRIERO_STORE: no store speaks \"mysql\"; name a SQLite file or postgres://…\n"
    );
    let help = told_by_environment(&desk, "postgres://u:s3cret@db/x", &["ship", "--help"]);
    assert!(help.out.contains("ARRIERO_STORE") && !help.out.contains("s3cret"), "{}", help.out);
    assert!(desk.files().is_empty(), "{:?}", desk.files());
}
