//! Accounts that ask nobody, and the clock they wait by.

use std::sync::{Mutex, OnceLock};

use arriero::carrier::{Operation, Secret};
use arriero::carriers::canadapost::{CanadaPost, CanadaPostBuilder};
use arriero::carriers::ups::Ups;
use arriero::http::{Answer, Client, probe};
use arriero::model::CarrierId;
use tokio::runtime::{Builder, Runtime};

use super::input::Told;

const TOKEN: &str = r#"{"access_token": "t0ken", "expires_in": "14399"}"#;

/// Runs to its end by a clock that jumps over every wait.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    thread_local! {
        static CLOCK: Runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
    }
    CLOCK.with(|clock| clock.block_on(future))
}

/// Who answers the request for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFrom {
    Us,
    Input,
}

/// An account that is new, with no token and no memory of failures.
pub(crate) fn ups(answers: &[Told<'_>], token: TokenFrom) -> Ups {
    let client = client(answers, token);
    let ups = Ups::builder("client", Secret::new("s3cret"), "A1B2C3").base_url("http://ups.test");
    ups.client(&client).build().expect("an account")
}

/// Likewise, with a contract.
pub(crate) fn contract(answers: &[Told<'_>]) -> CanadaPost {
    post(answers).contract("0042708517").build().expect("an account")
}

/// Likewise, without one.
pub(crate) fn by_card(answers: &[Told<'_>]) -> CanadaPost {
    post(answers).build().expect("an account")
}

fn post(answers: &[Told<'_>]) -> CanadaPostBuilder {
    CanadaPost::builder("a1b2c3", Secret::new("s3cret"), "0007023210")
        .contact_email("post@librairie.example.ca")
        .base_url("http://post.test")
        .client(&client(answers, TokenFrom::Us))
}

struct Script {
    at: usize,
    answers: Vec<Answer>,
}

fn client(answers: &[Told<'_>], token: TokenFrom) -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let answers = answers.iter().map(answer).collect();
    let script = Mutex::new(Script { at: 0, answers });
    probe::staged(CLIENT.get_or_init(|| Client::new().expect("a client")), move |path| {
        if token == TokenFrom::Us && path.ends_with("/oauth/token") {
            return blank(200, TOKEN);
        }
        let mut script = script.lock().expect("a script");
        script.at += 1;
        let last = script.answers.len().saturating_sub(1);
        let at = (script.at - 1).min(last);
        script.answers.get(at).cloned().unwrap_or_else(|| blank(501, ""))
    })
}

fn answer(told: &Told<'_>) -> Answer {
    let answer = blank(told.status, told.body);
    match told.retry_after.map(str::from_utf8) {
        Some(Ok(wait)) => answer.with_header("retry-after", wait),
        _ => answer,
    }
}

/// Whose answer it is, and to what, the account knows.
fn blank(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    let nobody = CarrierId::new("nobody").expect("a name");
    Answer::new(nobody, Operation::CheckAccount, status, body)
}
