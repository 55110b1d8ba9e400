//! The kit against a server of our own: what is sent, how often, and what every outcome is called.

mod bounds;
mod limits;
mod purchases;
mod repeating;
mod secrets;
mod tokens;

use std::time::Duration;

use super::loopback::{Loopback, Reply, Seen};
use super::*;
use crate::carrier::{Operation, Secret, Wire};
use crate::model::CarrierId;

/// Nothing here takes longer.
async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("a call without an end")
}

async fn serve(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Loopback {
    Loopback::start(script).await.unwrap()
}

/// Quick to try again, so that tests are.
fn quick() -> Settings {
    Settings { backoff: Duration::from_millis(2), breaker: None, ..Settings::default() }
}

fn builder(url: &str) -> ApiBuilder {
    Api::builder(CarrierId::new("sierra").unwrap(), url)
        .settings(quick())
        .auth(Auth::new().bearer(&Secret::new("t0ken")))
}

fn api(url: &str) -> Api {
    builder(url).build().unwrap()
}

fn rates() -> Call {
    Call::post(Operation::Rates, "/rates").json(&serde_json::json!({"weight": "1"}))
}

fn bought() -> Wire {
    Call::post(Operation::BuyLabel, "/ship")
        .json(&serde_json::json!({"to": "Ana"}))
        .into_wire(1)
        .unwrap()
}
