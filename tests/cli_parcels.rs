//! Several parcels of a carrier that sells one label for each: all or none, through the real binary, before a server of ours.
#![cfg(all(feature = "cli", feature = "testing", feature = "canadapost"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use cli_support::post::{ORDER, Sells, TakesBack, shop};
use serde_json::Value;

const SHIP: [&str; 4] = ["ship", "order.toml", "--key", "order 7"];

#[test]
fn every_parcel_has_its_label_its_papers_and_a_receipt_that_later_commands_take() {
    let shop = shop(&[], TakesBack::Well, None);
    let ran = shop.run(0, &SHIP);
    for part in [
        "Bought from canadapost: 3 labels, 60.00 CAD together\n",
        "Parcel 1 of 3: 7320091846612050, 20.00 CAD\n  label    ./7320091846612050.pdf\n  receipt  ./7320091846612050.json\n",
        "Parcel 3 of 3: 7320091846612052, 20.00 CAD\n",
    ] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
    assert_eq!(shop.office.desk.files().len(), 2 + 3 * 2);
    let paper = std::fs::read_to_string(shop.office.desk.path("7320091846612051.pdf")).unwrap();
    assert!(paper.contains("/1000077120"), "each has its own: {paper}");
    let void = shop.document("void", 0, &["void", "7320091846612051.json"]);
    assert_eq!(void["key"], "order 7/parcel 2 of 3");
    let part = shop.document("purchase", 0, &["purchases", "show", "order 7"]);
    let voided: Vec<_> = part["labels"].as_array().unwrap().iter().map(|l| &l["voided"]).collect();
    assert_eq!(voided, [false, true, false]);
    let again = shop.run(0, &SHIP);
    assert!(
        again.out.contains("Parcel 2 of 3: 7320091846612051, 20.00 CAD, void: do not use it\n"),
        "{}",
        again.out
    );
    assert!(again.out.contains("3 labels, 40.00 CAD together\n"), "{}", again.out);
}

#[test]
fn the_same_key_gives_the_same_labels_without_a_call_and_writes_missing_files_again() {
    let shop = shop(&[Sells::Dearer], TakesBack::Well, None);
    let first = shop.document("ship_parcels", 0, &SHIP);
    let (asked, files) = (shop.asked(), shop.office.desk.files());
    std::fs::remove_file(shop.office.desk.path(&files[0])).unwrap();
    let mut again = shop.document("ship_parcels", 0, &SHIP);
    assert_eq!((shop.asked(), shop.office.desk.files()), (asked, files));
    assert!(first["selection"].is_object() && again["selection"].is_null());
    again["selection"] = first["selection"].clone();
    assert_eq!(first, again);
    assert_eq!(first["total"]["amount"], "61.50");
    let mut order = ORDER.replace("3 kg", "4 kg");
    order.push_str("description = \"books\"\n");
    shop.office.desk.write("order.toml", order);
    let other = shop.run(2, &SHIP);
    assert!(
        other.err.contains("\"order 7\" was used for another request: parcels differs"),
        "{}",
        other.err
    );
    assert_eq!(shop.asked(), asked);
}

#[test]
fn labels_that_cost_more_than_was_chosen_are_a_warning_with_both_prices() {
    let shop = shop(&[Sells::Dearer], TakesBack::Well, None);
    for _ in 0..2 {
        let ran = shop.run(0, &SHIP);
        let warning = "warning: it was quoted at 60.00 CAD with tax and cost 61.50 CAD with tax\n";
        assert!(ran.err.contains(warning), "{}", ran.err);
    }
    let dearer = &shop.document("ship_parcels", 0, &SHIP)["dearer"];
    assert_eq!(
        (&dearer["quoted"]["total"]["amount"], &dearer["now"]["total"]["amount"]),
        (&"60.00".into(), &"61.50".into())
    );
}

#[test]
fn where_one_is_refused_what_was_bought_is_void_and_the_answer_says_which_and_why() {
    let shop = shop(&[Sells::Well, Sells::No], TakesBack::Well, None);
    let mut asked = None;
    for _ in 0..2 {
        let ran = shop.run(1, &SHIP);
        assert_eq!(ran.out, "");
        for part in [
            "error: parcel 2 of 3 was not sold: canadapost refused the label: 7301: The parcel is too heavy\n",
            "  1 of 3  7320091846612050  20.00 CAD  void\n",
            "  2 of 3  -                         -  refused\n",
            "  3 of 3  -                         -  never asked for\n",
            "It is all parcels or none: nothing is bought.\n",
        ] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
        assert_eq!(*asked.get_or_insert_with(|| shop.asked()), shop.asked());
    }
    let told = shop.document("parcels_error", 1, &SHIP);
    assert_eq!((&told["refused_parcel"], &told["code"]), (&2.into(), &"7301".into()));
    assert_eq!((&told["parts"][0]["voided"], &told["total"]), (&true.into(), &Value::Null));
    assert_eq!(shop.office.desk.files(), ["order.toml", "post.toml"]);
    assert_eq!(shop.bought(), 2, "the third is never asked for");
}

#[test]
fn what_cannot_be_taken_back_is_a_persons_until_it_is_done_and_is_paid_then() {
    let shop = shop(&[Sells::Well, Sells::No], TakesBack::No, None);
    let ran = shop.run(3, &SHIP);
    for part in [
        "  1 of 3  7320091846612050  20.00 CAD  bought; not taken back: 9120: It is too late\n",
        "Somebody has to look: order 7/parcel 1 of 3: it was bought and the carrier does not take it back",
        "arriero purchases resolve 'order 7' --done --config post.toml\n",
    ] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    let told = shop.document("parcels_error", 3, &SHIP);
    assert_eq!((&told["outcome_unknown"], &told["refused_parcel"]), (&true.into(), &2.into()));
    let list = shop.run(0, &["purchases", "list", "--work"]);
    assert!(list.out.contains("  several  20.00 CAD  order 7\n"), "{}", list.out);
    let found = shop.run(2, &["purchases", "resolve", "order 7", "--found", "X1"]);
    assert!(found.err.contains("say with --done"), "{}", found.err);
    let done = shop.run(0, &["purchases", "resolve", "order 7", "--done"]);
    assert!(
        done.out.contains("It is all parcels or none: paid and not taken back: 1 label.\n"),
        "{}",
        done.out
    );
    let ended = shop.document("parcels_error", 1, &SHIP);
    assert_eq!(ended["total"]["amount"], "20.00");
    shop.run(0, &["purchases", "recover"]);
}

#[test]
fn what_the_carrier_takes_back_later_is_told_as_that() {
    let shop = shop(&[Sells::Well, Sells::No], TakesBack::Later, None);
    let ran = shop.run(1, &SHIP);
    for part in [
        "bought; the carrier decides later whether it is void, case 0117730042\n",
        "It is all parcels or none: the carrier decides later on 1 label.\n",
    ] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
}

#[test]
fn a_lost_answer_stops_before_more_is_spent_and_is_settled_by_the_key_of_the_whole() {
    let shop = shop(&[Sells::Well, Sells::Lost], TakesBack::Well, None);
    for _ in 0..2 {
        let ran = shop.run(3, &SHIP);
        for part in [
            "  2 of 3  -                         -  not known\n",
            "It is not known whether the label of parcel 2 was bought: ",
            "Do not buy it again under another key than \"order 7\": that may pay twice.\n",
            "arriero purchases recover --config post.toml\n",
        ] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
    }
    assert_eq!(shop.bought(), 2);
    let told = shop.document("parcels_error", 3, &SHIP);
    assert_eq!(told["parts"][1]["state"], "unknown");
    let void = shop.run(1, &["void", "order 7"]);
    assert!(void.err.contains("Settle it first: arriero purchases show 'order 7'"), "{}", void.err);
    let how = shop.run(2, &["purchases", "resolve", "order 7", "--done"]);
    assert!(how.err.contains("\"order 7/parcel 2 of 3\": is unknown; say"), "{}", how.err);
    let settled = shop.run(0, &["purchases", "resolve", "order 7", "--not-made"]);
    assert!(
        settled.out.starts_with("Settled for its label \"order 7/parcel 2 of 3\".\n"),
        "{}",
        settled.out
    );
    assert!(
        settled.out.contains("Next, the parcels that are left: arriero purchases recover --config"),
        "{}",
        settled.out
    );
    let between = shop.run(3, &SHIP);
    assert!(between.err.contains("error: not all parcels are bought yet\n"), "{}", between.err);
    shop.run(0, &["purchases", "recover"]);
    let bought = shop.document("ship_parcels", 0, &SHIP);
    assert_eq!((bought["parts"].as_array().unwrap().len(), shop.bought()), (3, 4));
}

#[test]
fn all_labels_are_voided_under_the_key_of_the_whole_and_not_given_as_ones_to_use() {
    let shop = shop(&[], TakesBack::Well, None);
    shop.run(0, &SHIP);
    for words in ["are void", "were void already"] {
        let void = shop.run(0, &["void", "order 7"]);
        assert!(void.out.contains("  3 of 3  7320091846612052  20.00 CAD  void\n"), "{}", void.out);
        assert!(
            void.out.ends_with(&format!("All labels that were bought {words}.\n")),
            "{}",
            void.out
        );
    }
    let asked = shop.asked();
    let void = shop.document("void_parcels", 0, &["void", "order 7"]);
    assert_eq!((&void["voided"], shop.asked()), (&true.into(), asked));
    let list = shop.run(0, &["purchases", "list"]);
    assert_eq!(list.out.matches("\n  void  ").count(), 4, "{}", list.out);
    let again = shop.run(1, &SHIP);
    assert!(again.err.contains("Do not use them; new labels need a new key.\n"), "{}", again.err);
}

#[test]
fn labels_that_the_carrier_does_not_void_are_told_and_paid() {
    let shop = shop(&[], TakesBack::No, None);
    shop.run(0, &SHIP);
    let void = shop.run(1, &["void", "order 7"]);
    assert!(
        void.out.ends_with("Not all labels are void; those that stand are paid, 60.00 CAD.\n"),
        "{}",
        void.out
    );
}

#[test]
fn a_whole_is_shown_with_the_key_the_state_the_cost_and_the_number_of_each_label() {
    let shop = shop(&[], TakesBack::Well, None);
    shop.run(0, &SHIP);
    let told = shop.run(0, &["purchases", "show", "order 7"]);
    for part in [
        "\"order 7\": bought\n  kind       parcels\n",
        "  paid       60.00 CAD\n",
        "  2 of 3  7320091846612051  20.00 CAD  bought\n",
        "  key of 2    \"order 7/parcel 2 of 3\"\n",
    ] {
        assert!(told.out.contains(part), "{part} in {}", told.out);
    }
    let told = shop.document("purchase", 0, &["purchases", "show", "order 7"]);
    let label = &told["labels"][1];
    assert_eq!(
        (&label["key"], &label["state"], &label["paid"]["amount"], &label["number"]),
        (
            &"order 7/parcel 2 of 3".into(),
            &"made".into(),
            &"20.00".into(),
            &"7320091846612051".into()
        )
    );
    let part = shop.run(0, &["purchases", "show", "order 7/parcel 2 of 3"]);
    assert!(part.out.contains("  part of    \"order 7\"\n"), "{}", part.out);
    let none = shop.run(2, &["purchases", "resolve", "order 7", "--not-made"]);
    assert!(none.err.contains("nobody has to settle it; nothing was changed"), "{}", none.err);
}

#[test]
fn a_price_that_rose_too_far_stops_before_anything_is_bought_and_tells_both() {
    let shop = shop(&[], TakesBack::Well, Some("23.00"));
    let ran = shop.ship(&["--tolerance", "2"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(
        ran.err,
        "error: the price that was chosen was 60.00 CAD with tax, and it is 69.00 CAD with tax now: it rose by more than is let pass\n\
         Nothing was bought. Run it again to choose by the prices of now, or let the price rise further with --tolerance PERCENT.\n"
    );
    assert_eq!(shop.bought(), 0);
}

#[test]
fn each_guard_has_a_code_and_prices_where_it_is_about_them() {
    for (then, code, message) in [
        ("23.00", "price_changed", "it is 69.00 CAD with tax now"),
        ("gone", "service_gone", "canadapost does not offer Expedited Parcel any more"),
        ("down", "not_quoted", "the price could not be asked again: "),
    ] {
        let shop = shop(&[], TakesBack::Well, Some(then));
        let arguments = [&SHIP[..], &["--tolerance", "2"]].concat();
        let told = shop.document("purchase_error", 1, &arguments);
        assert_eq!(told["code"], code);
        assert!(told["message"].as_str().unwrap().contains(message), "{}", told["message"]);
        assert_eq!((&told["outcome_unknown"], shop.bought()), (&false.into(), 0));
        let now = &told["prices"]["now"]["total"]["amount"];
        assert_eq!(now.as_str(), (code == "price_changed").then_some("69.00"));
    }
}

#[test]
fn a_price_that_rose_as_far_as_is_let_pass_is_bought() {
    let shop = shop(&[], TakesBack::Well, Some("23.00"));
    assert_eq!(shop.ship(&["--tolerance", "15%"]).code, 0);
    for (wrong, code) in [("-1", 2), ("much", 2), ("", 2)] {
        let ran = shop.ship(&["--tolerance", wrong]);
        assert_eq!(ran.code, code, "{wrong}");
        assert!(ran.err.contains("is no percentage; write 0 or more, as 2.5"), "{}", ran.err);
    }
}

#[test]
fn what_happens_once_for_all_parcels_is_refused_before_anything_is_sent() {
    let shop = shop(&[], TakesBack::Well, None);
    let cod = "[options.cod]\namount = \"89.00 CAD\"\n";
    shop.office.desk.write("order.toml", format!("{ORDER}\n{cod}"));
    let buy = ["buy", "order.toml", "--service", "DOM.EP", "--key", "order 7"];
    let ran = shop.run(1, &buy);
    assert!(ran.err.contains("cod"), "{}", ran.err);
    assert_eq!((shop.asked(), shop.bought()), (0, 0));
}
