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

fn fixture(name: &str) -> Reply {
    let path = repository("fixtures/ups").join(format!("{name}.response.json"));
    Reply::json(200, std::fs::read(path).unwrap())
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
            path if path.contains("/recovery") => fixture("find/label"),
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
