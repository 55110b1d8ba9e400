//! `purchases` and `void`: the journal as people read and settle it.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use cli_support::{Desk, Ran, example};

fn done(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran
}

/// Ships under a key and gives the number.
fn shipped(desk: &Desk, key: &str) -> String {
    let ship = ["ship", &example("madrid-lisboa.toml"), "--key", key, "--order", "1024", "--json"];
    let ran = done(desk.run_now(&ship));
    ran.json()["label"]["tracking_number"].as_str().unwrap().to_owned()
}

fn receipt(desk: &Desk, number: &str) -> String {
    let file = format!("{number}.json");
    assert!(desk.files().contains(&file), "{:?}", desk.files());
    file
}

#[test]
fn a_journal_that_is_not_there_is_empty_and_stays_away() {
    let desk = Desk::new();
    let ran = done(desk.run(&["purchases", "list"]));
    assert_eq!(ran.out, "Nothing was bought yet.\n");
    done(desk.run(&["purchases", "recover"]));
    done(desk.run(&["purchases", "forget", "1024"]));
    for command in [["show", "order 7"].as_slice(), &["resolve", "order 7", "--not-made"]] {
        let ran = desk.run(&[&["purchases"], command].concat());
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("\"order 7\": nothing was bought under it here;"), "{}", ran.err);
    }
    let ran = desk.run(&["purchases", "list", "--store", "typo.db"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "--store: is not there; name the file of a journal\n")
    );
    assert!(!desk.data("").exists() && desk.files().is_empty());
}

#[test]
fn purchases_are_listed_in_eighty_columns_and_shown_whole() {
    let desk = Desk::new();
    let number = shipped(&desk, "order 7");
    let long = "the second order of the twenty-third of November";
    shipped(&desk, long);
    let before = std::fs::read(desk.data("sandbox.db")).unwrap();
    let list = done(desk.run(&["purchases", "list"]));
    let lines: Vec<_> = list.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", list.out);
    assert_eq!(lines[2], format!("      key {long}"));
    assert!(
        lines[3].starts_with("  bought  ") && lines[3].ends_with("8.90 EUR  order 7"),
        "{}",
        lines[3]
    );
    assert!(lines[3].contains(&number));
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{}", list.out);

    let show = done(desk.run(&["purchases", "show", "order 7"]));
    for part in [
        "\"order 7\": bought\n",
        "  carrier    sierra\n",
        &number,
        "  order      1024\n",
        "label, ",
    ] {
        assert!(show.out.contains(part), "{part} in {}", show.out);
    }
    assert!(!show.out.contains("Ana"), "no name: {}", show.out);
    assert_eq!(std::fs::read(desk.data("sandbox.db")).unwrap(), before, "reading writes nothing");

    let one = done(desk.run(&["purchases", "list", "--limit", "1", "--json"])).json();
    assert_eq!(one["purchases"].as_array().unwrap().len(), 1);
    let none = done(desk.run(&["purchases", "list", "--unknown"]));
    assert_eq!(none.out, "No purchase is like that.\n");
    let all = done(desk.run(&["purchases", "list", "--order", "1024", "--all", "--json"])).json();
    assert_eq!(all["purchases"].as_array().unwrap().len(), 2);
}

#[test]
fn a_label_is_voided_through_the_journal_by_its_file_its_number_or_its_key() {
    let desk = Desk::new();
    let (one, two) = (shipped(&desk, "one"), shipped(&desk, "two"));
    shipped(&desk, "three");
    for label in [receipt(&desk, &one), two, "three".to_owned()] {
        for words in ["The label is void.\n", "The label was void already.\n"] {
            let ran = done(desk.run_now(&["void", &label]));
            assert_eq!(ran.out, words, "{label}: {}", ran.err);
            assert!(!ran.err.contains("not in the journal"), "{}", ran.err);
        }
    }
    let list = done(desk.run(&["purchases", "list"]));
    assert_eq!(list.out.matches("  void  ").count(), 3, "{}", list.out);
}

#[test]
fn a_number_is_found_in_the_journal_where_no_file_is_beside() {
    let desk = Desk::new();
    let number = shipped(&desk, "order 7");
    std::fs::create_dir(desk.path("elsewhere")).unwrap();
    let ran = done(desk.run_now(&["void", &number, "--out", "elsewhere", "--json"]));
    assert_eq!(ran.json()["key"], "order 7");
}

#[test]
fn a_label_that_is_not_in_the_journal_is_voided_only_with_a_word_on_it() {
    let (desk, other) = (Desk::new(), Desk::new());
    let number = shipped(&other, "order 7");
    let text = std::fs::read(other.path(&receipt(&other, &number))).unwrap();
    desk.write("label.json", text);
    let ran = done(desk.run_now(&["void", "label.json", "--json"]));
    assert!(ran.err.starts_with("label.json is not in the journal: "), "{}", ran.err);
    assert!(ran.json()["key"].is_null());
    let ran = desk.run_now(&["void", "order 7"]);
    assert_eq!(ran.code, 2, "a key of another journal: {}", ran.out);
}

#[test]
fn a_forgotten_order_leaves_no_name_and_its_key_says_so() {
    let desk = Desk::new();
    let number = shipped(&desk, "order 7");
    let ran = done(desk.run(&["purchases", "forget", "1024"]));
    assert!(ran.out.starts_with("1 purchase of the order \"1024\": "), "{}", ran.out);
    for file in std::fs::read_dir(desk.data("")).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!content.windows(8).any(|part| part == b"Ana Reis"));
    }
    let again = desk.run_now(&["ship", &example("madrid-lisboa.toml"), "--key", "order 7"]);
    assert_eq!(again.code, 1, "{}", again.out);
    assert!(
        again.err.contains(&number) && again.err.contains("its order was forgotten"),
        "{}",
        again.err
    );
}

#[test]
fn a_journal_is_moved_to_another_place() {
    let desk = Desk::new();
    shipped(&desk, "order 7");
    let from = desk.data("sandbox.db").display().to_string();
    let ran = done(desk.run(&["purchases", "move", &from, "there.db", "--json"])).json();
    assert_eq!((&ran["records"], &ran["copied"]), (&1.into(), &1.into()));
    let list = |store: &str| done(desk.run(&["purchases", "list", "--json", "--store", store])).out;
    assert_eq!(list(&from), list("there.db"));
    let buy = |store: &str, key: &str| {
        desk.run(&["ship", &example("madrid-lisboa.toml"), "--key", key, "--store", store])
    };
    let ran = buy(&from, "order 8");
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("was moved to") && ran.err.contains("there.db"), "{}", ran.err);
    done(buy("there.db", "order 8"));
    let ran = done(desk.run(&["purchases", "reopen", "--store", &from, "--json"])).json();
    assert_eq!(ran["place"], from.as_str());
    done(buy(&from, "order 9"));
    done(desk.run(&["purchases", "move", &from, "copy.db", "--keep-open"]));
    done(buy(&from, "order 10"));
    let ran = desk.run(&["purchases", "move", "none.db", "x.db"]);
    assert_eq!((ran.code, desk.files().contains(&"x.db".to_owned())), (2, false), "{}", ran.err);
}

#[test]
fn what_is_known_is_not_overwritten_by_a_person() {
    let desk = Desk::new();
    shipped(&desk, "order 7");
    for how in [["--not-made"].as_slice(), &["--found", "X1"], &["--done"]] {
        let ran = desk.run(&[&["purchases", "resolve", "order 7"], how].concat());
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("nobody has to settle it; nothing was changed"), "{}", ran.err);
    }
    assert_eq!(desk.run(&["purchases", "resolve", "order 7"]).code, 2, "one of them is needed");
}
