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

use arriero::http::loopback::{Loopback, Reply};
use cli_support::{Desk, Ran, example, repository};
use tokio::runtime::Runtime;

/// A desk, and a carrier that sells a label and loses its answer.
struct Office {
    desk: Desk,
    server: Loopback,
    _runtime: Runtime,
}

fn fixture(status: u16, name: &str) -> Reply {
    let path = repository("fixtures/ups").join(format!("{name}.response.json"));
    Reply::json(status, std::fs::read(path).unwrap())
}

impl Office {
    /// `lost` is what the first purchase gets in place of its answer.
    fn open(lost: impl Fn() -> Reply + Send + Sync + 'static) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = Loopback::start(move |seen| match seen.path.as_str() {
            "/security/v1/oauth/token" => {
                Reply::json(200, r#"{"access_token": "t0ken", "expires_in": "14399"}"#)
            }
            path if path.ends_with("/ship") => lost(),
            path if path.contains("/recovery") && seen.text().contains("NO SUCH PURCHASE") => {
                fixture(404, "find/none")
            }
            path if path.contains("/recovery") => fixture(200, "find/label"),
            other => Reply::json(501, format!("no answer for {other}")),
        });
        let server = runtime.block_on(server).unwrap();
        let desk = Desk::new();
        let table = format!(
            "[carriers.ups]\nclient_id = \"id\"\nclient_secret = \"s3cret\"\naccount_number = \"A1B2C3\"\nbase_url = \"{}\"\n",
            server.url()
        );
        desk.write("ups.toml", table);
        Self { desk, server, _runtime: runtime }
    }

    fn arguments<'a>(order: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let buy = ["buy", order, "--service", "11", "--config", "ups.toml", "--key", "order 7"];
        [buy.as_slice(), more].concat()
    }

    fn buy(&self, more: &[&str]) -> Ran {
        let order = example("madrid-lisboa.toml");
        self.desk.run_now(&Self::arguments(&order, more))
    }

    fn bought(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.path.ends_with("/ship")).count()
    }
}

fn closes() -> Reply {
    Reply::nothing().close()
}

#[test]
fn an_answer_that_is_lost_ends_with_three_and_what_to_do_and_is_never_asked_for_again() {
    let office = Office::open(closes);
    for _ in 0..2 {
        let ran = office.buy(&[]);
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
    let document = office.buy(&["--json"]).json();
    assert_eq!((&document["outcome_unknown"], &document["key"]), (&true.into(), &"order 7".into()));
    assert_eq!(office.bought(), 1, "it was sent once");
    assert_eq!(office.desk.files(), ["ups.toml"]);
}

#[cfg(unix)]
#[test]
fn the_first_interrupt_waits_for_the_answer_and_the_second_leaves_with_three() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let office = Office::open(|| Reply::nothing().hang());
    let order = example("madrid-lisboa.toml");
    let mut buying = office
        .desk
        .command(&Office::arguments(&order, &["--now", cli_support::NOW]))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while office.bought() == 0 {
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
    let office = Office::open(closes);
    assert_eq!(office.buy(&[]).code, 3);
    let list = office.desk.run(&["purchases", "list", "--unknown", "--config", "ups.toml"]);
    assert!(list.out.contains("\n  unknown  ") && list.out.contains("order 7"), "{}", list.out);
    // Due in five seconds: at once nobody is asked.
    let early = office.desk.run(&["purchases", "recover", "--config", "ups.toml"]);
    assert_eq!(early.code, 3, "{}{}", early.out, early.err);
    assert!(early.out.contains("The next look is due at "), "{}", early.out);
    let recovered = (0..40).find_map(|_| {
        std::thread::sleep(Duration::from_millis(500));
        let ran = office.desk.run(&["purchases", "recover", "--config", "ups.toml"]);
        (ran.code == 0).then_some(ran)
    });
    let recovered = recovered.expect("it is found");
    assert_eq!(recovered.out, "1 purchase turned out to be bought.\nNothing is unknown.\n");
    let ran = office.buy(&[]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("1ZA1B2C36840010237"), "{}", ran.out);
    assert_eq!(office.bought(), 1, "it was sent once");
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
    fn lost() -> (Desk, Runtime, Loopback) {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(Loopback::start(|_| closes())).unwrap();
        let desk = Desk::new();
        desk.write("order.toml", ORDER);
        let table = format!(
            "[carriers.canadapost]\nusername = \"user\"\npassword = \"s3cret\"\ncustomer_number = \"0001234567\"\nbase_url = \"{}\"\n",
            server.url()
        );
        desk.write("post.toml", table);
        let ran = run(&desk, &["return", "order.toml", "--key", "return of 7"]);
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        for part in [
            "Somebody has to look: the carrier can neither be asked again nor searched",
            "arriero purchases resolve 'return of 7' --found NUMBER --config post.toml\n",
            "arriero purchases resolve 'return of 7' --not-made --config post.toml\n",
        ] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
        (desk, runtime, server)
    }

    fn run(desk: &Desk, arguments: &[&str]) -> Ran {
        desk.run_now(&[arguments, &["--config", "post.toml"]].concat())
    }

    #[test]
    fn what_was_found_is_the_answer_of_its_key() {
        let (desk, _runtime, server) = lost();
        let asked = server.requests();
        let work = run(&desk, &["purchases", "list", "--work"]);
        assert!(work.out.contains("somebody has to look: "), "{}", work.out);
        assert_eq!(run(&desk, &["purchases", "recover"]).code, 3);
        let odd = run(&desk, &["purchases", "resolve", "return of 7", "--found", "../x"]);
        assert_eq!(odd.code, 2, "{}", odd.out);
        let found = run(&desk, &["purchases", "resolve", "return of 7", "--found", "123456789012"]);
        assert_eq!(found.code, 0, "{}{}", found.out, found.err);
        assert!(found.out.starts_with("\"return of 7\": bought\n"), "{}", found.out);
        let again = run(&desk, &["return", "order.toml", "--key", "return of 7"]);
        assert_eq!(again.code, 0, "{}{}", again.out, again.err);
        assert!(again.out.contains("Bought from canadapost: 123456789012"), "{}", again.out);
        assert_eq!(run(&desk, &["purchases", "recover"]).code, 0);
        assert_eq!(server.requests(), asked, "nobody was asked again");
    }

    #[test]
    fn what_was_not_made_may_be_bought_again_under_its_key() {
        let (desk, _runtime, server) = lost();
        let asked = server.requests();
        let not_made = run(&desk, &["purchases", "resolve", "return of 7", "--not-made"]);
        assert_eq!(not_made.code, 0, "{}{}", not_made.out, not_made.err);
        assert!(
            not_made.out.contains("It may be bought again under the same key."),
            "{}",
            not_made.out
        );
        assert_eq!(run(&desk, &["return", "order.toml", "--key", "return of 7"]).code, 3);
        assert!(server.requests() > asked);
    }
}
