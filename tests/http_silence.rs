//! Logs, errors and `Debug` hold no secret and no name. A test process of its own, for a log is the process's.

use std::io;
use std::sync::{Arc, Mutex};

use arriero::carrier::{Failure, Operation, Secret};
use arriero::http::loopback::{Loopback, Reply};
use arriero::http::{Api, Auth, Call, OAuth, slot};
use arriero::model::CarrierId;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().map_err(|_| io::Error::other("a panic"))?.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_secret_and_no_name_is_in_a_log_an_error_or_a_debug_print() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let server = Loopback::start(|seen| match seen.path.split('?').next() {
        Some("/token") => Reply::json(200, r#"{"access_token":"t0ken","expires_in":"60"}"#),
        Some("/broken") => Reply::json(503, r#"{"name":"Ana"}"#),
        Some("/cut") => Reply::head(200, &[], 99).bytes("Ana").close(),
        _ => Reply::json(200, r#"{"name":"Ana"}"#),
    })
    .await
    .unwrap();
    let oauth =
        OAuth::client_credentials(format!("{}/token", server.url()), "id", Secret::new("s3cret"));
    let auth = Auth::new()
        .oauth(oauth)
        .header("x-key", &Secret::new("k3y"))
        .query("apikey", &Secret::new("qu3ry"))
        .json_slot("password", &Secret::new("pa55"));
    let made = Api::builder(CarrierId::new("sierra").unwrap(), server.url()).auth(auth);
    let shown = format!("{made:?}");
    let api = made.build().unwrap();
    let body = serde_json::json!({"name": "Ana", "password": slot("password")});
    let ask = |path: &str| Call::post(Operation::Rates, path).segment("Ana").json(&body);

    let answer = api.send(ask("/ok")).await.unwrap();
    let broken = api.send(Call::post(Operation::Rates, "/broken").json(&body)).await;
    let cut = api.send(Call::post(Operation::Rates, "/cut").json(&body)).await;
    drop(server);
    let gone = api.send(ask("/ok")).await;

    let mut texts = vec![shown, format!("{api:?} {answer:?} {:?}", ask("/ok"))];
    for error in [broken, cut, gone].map(Result::unwrap_err) {
        texts.push(format!("{error} {error:?} {:?}", Failure::from(&error)));
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for part in [
        "carrier_call",
        "carrier=\"sierra\"",
        "operation=\"rates\"",
        "tries=3",
        "status=503",
        "elapsed_ms=",
    ] {
        assert!(logged.contains(part), "{part} is not in {logged}");
    }
    texts.push(logged);
    for text in texts {
        for hidden in ["t0ken", "s3cret", "k3y", "qu3ry", "pa55", "Ana"] {
            assert!(!text.contains(hidden), "{hidden} is in {text}");
        }
    }
}
