//! The answer to a purchase is lost: what is said, what is settled by itself, what a person has to do. Each run is a process of its
//! own, before a server of ours.
#![cfg(all(feature = "cli", feature = "testing", feature = "ups"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

mod cli_support;

use std::time::Duration;

use arriero::http::loopback::Reply;
use cli_support::office::{Office, fixture, token};
use cli_support::{Ran, example};

/// A carrier that sells a label and loses its answer: `lost` is what a purchase gets in its place.
fn office(lost: impl Fn() -> Reply + Send + Sync + 'static) -> Office {
    Office::ups(move |seen| match seen.path.as_str() {
        "/security/v1/oauth/token" => token(),
        path if path.ends_with("/ship") => lost(),
        path if path.contains("/recovery") && seen.text().contains("NO SUCH PURCHASE") => {
            fixture(404, "ups/find/none")
        }
        path if path.contains("/recovery") => fixture(200, "ups/find/label"),
        other => Reply::json(501, format!("no answer for {other}")),
    })
}

fn buy(office: &Office, more: &[&str]) -> Ran {
    let order = example("madrid-lisboa.toml");
    office.run(&[&["buy", &order, "--service", "11", "--key", "order 7"], more].concat())
}

fn bought(office: &Office) -> usize {
    office.calls("POST", "/ship")
}

fn closes() -> Reply {
    Reply::nothing().close()
}

#[test]
fn an_answer_that_is_lost_ends_with_three_and_what_to_do_and_is_never_asked_for_again() {
    let office = office(closes);
    for _ in 0..2 {
        let ran = buy(&office, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
        for part in [
            "It is not known whether it was bought",
            "Do not buy it again under another key than \"order 7\": that may pay twice.",
            "ups was given the reference ",
            "arriero purchases recover --config ups.toml\n",
        ] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
    }
    let document = buy(&office, &["--json"]).json();
    assert_eq!((&document["outcome_unknown"], &document["key"]), (&true.into(), &"order 7".into()));
    assert_eq!(bought(&office), 1, "it was sent once");
    assert_eq!(office.desk.files(), ["ups.toml"]);
}

#[cfg(unix)]
#[test]
fn the_first_interrupt_waits_for_the_answer_and_the_second_leaves_with_three() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let office = office(|| Reply::nothing().hang());
    let order = example("madrid-lisboa.toml");
    let mut buying = office
        .desk
        .command(&[
            "buy",
            &order,
            "--service",
            "11",
            "--key",
            "order 7",
            "--config",
            "ups.toml",
            "--now",
            cli_support::NOW,
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while bought(&office) == 0 {
        assert!(buying.try_wait().unwrap().is_none(), "it ended before it asked");
        std::thread::sleep(Duration::from_millis(10));
    }
    let process = buying.id().to_string();
    let interrupt = || {
        let sent = Command::new("kill").args(["-INT", &process]).status();
        assert!(sent.unwrap().success());
    };
    let mut said = BufReader::new(buying.stderr.take().unwrap()).lines().map(Result::unwrap);
    interrupt();
    let waits = said.find(|line| !line.is_empty()).unwrap();
    assert!(waits.contains("waiting for the answer"), "{waits}");
    interrupt();
    let leaves: Vec<_> = said.collect();
    assert!(leaves.iter().any(|line| line.contains("purchases show 'order 7'")), "{leaves:?}");
    assert_eq!(buying.wait().unwrap().code(), Some(3));
}

#[test]
fn a_lost_answer_is_looked_for_and_found_and_the_label_is_had_under_the_same_key() {
    let office = office(closes);
    assert_eq!(buy(&office, &[]).code, 3);
    let list = office.run(&["purchases", "list", "--unknown"]);
    assert!(list.out.contains("\n  unknown  ") && list.out.contains("order 7"), "{}", list.out);
    // Due in five seconds: at once nobody is asked.
    let early = office.run(&["purchases", "recover"]);
    assert_eq!(early.code, 3, "{}{}", early.out, early.err);
    assert!(early.out.contains("The next look is due at "), "{}", early.out);
    let recovered = (0..40).find_map(|_| {
        std::thread::sleep(Duration::from_millis(500));
        let ran = office.run(&["purchases", "recover"]);
        (ran.code == 0).then_some(ran)
    });
    let recovered = recovered.expect("it is found");
    assert_eq!(recovered.out, "1 purchase turned out to be bought.\nNothing is unknown.\n");
    let ran = buy(&office, &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("1ZA1B2C36840010237"), "{}", ran.out);
    assert_eq!(bought(&office), 1, "it was sent once");
    assert!(office.desk.path("1ZA1B2C36840010237.json").is_file());
}

#[cfg(feature = "canadapost")]
mod by_a_person {
    use super::*;

    const ORDER: &str = "
        [from]
        name = \"Rene Roy\"
        lines = [\"12 Main Street\"]
        city = \"Ottawa\"
        region = \"ON\"
        postal_code = \"K1A 0B1\"
        country = \"CA\"
        [to]
        company = \"The Shop\"
        lines = [\"1 Bay Street\"]
        city = \"Toronto\"
        region = \"ON\"
        postal_code = \"M5J 2R8\"
        country = \"CA\"
        [[parcels]]
        weight = \"1 kg\"
    ";

    /// A return whose answer is lost: this carrier can not be asked what became of it.
    fn lost() -> Office {
        let office = Office::post_by_card(|_| closes());
        office.desk.write("order.toml", ORDER);
        let ran = office.run(&["return", "order.toml", "--key", "return of 7"]);
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        for part in [
            "Somebody has to look: the carrier can neither be asked again nor searched",
            "arriero purchases resolve 'return of 7' --found NUMBER --config post.toml\n",
            "arriero purchases resolve 'return of 7' --not-made --config post.toml\n",
        ] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
        office
    }

    #[test]
    fn what_was_found_is_the_answer_of_its_key() {
        let office = lost();
        let asked = office.server.requests();
        let work = office.run(&["purchases", "list", "--work"]);
        assert!(work.out.contains("somebody has to look: "), "{}", work.out);
        assert_eq!(office.run(&["purchases", "recover"]).code, 3);
        let odd = office.run(&["purchases", "resolve", "return of 7", "--found", "../x"]);
        assert_eq!(odd.code, 2, "{}", odd.out);
        let found = office.run(&["purchases", "resolve", "return of 7", "--found", "123456789012"]);
        assert_eq!(found.code, 0, "{}{}", found.out, found.err);
        assert!(found.out.starts_with("\"return of 7\": bought\n"), "{}", found.out);
        let again = office.run(&["return", "order.toml", "--key", "return of 7"]);
        assert_eq!(again.code, 0, "{}{}", again.out, again.err);
        assert!(again.out.contains("Bought from canadapost: 123456789012"), "{}", again.out);
        assert_eq!(office.run(&["purchases", "recover"]).code, 0);
        assert_eq!(office.server.requests(), asked, "nobody was asked again");
    }

    #[test]
    fn what_was_not_made_may_be_bought_again_under_its_key() {
        let office = lost();
        let asked = office.server.requests();
        let not_made = office.run(&["purchases", "resolve", "return of 7", "--not-made"]);
        assert_eq!(not_made.code, 0, "{}{}", not_made.out, not_made.err);
        assert!(
            not_made.out.contains("It may be bought again under the same key."),
            "{}",
            not_made.out
        );
        assert_eq!(office.run(&["return", "order.toml", "--key", "return of 7"]).code, 3);
        assert!(office.server.requests() > asked);
    }
}
