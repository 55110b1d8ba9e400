//! What is shown to nobody: in `Debug`, in errors, in logs, and to hosts that are not the account's.

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::carrier::{ErrorKind, Failure};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
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
    let guard = tracing::subscriber::set_default(subscriber);

    let server = serve(|seen| match seen.path.split('?').next() {
        Some("/token") => Reply::json(200, r#"{"access_token":"t0ken","expires_in":"60"}"#),
        Some("/broken") => Reply::json(503, r#"{"name":"Ana"}"#),
        Some("/cut") => Reply::head(200, &[], 99).bytes("Ana").close(),
        _ => Reply::json(200, r#"{"name":"Ana"}"#),
    })
    .await;
    let oauth =
        OAuth::client_credentials(format!("{}/token", server.url()), "id", Secret::new("s3cret"));
    let auth = Auth::new()
        .oauth(oauth)
        .header("x-key", &Secret::new("k3y"))
        .query("apikey", &Secret::new("qu3ry"))
        .json_slot("password", &Secret::new("pa55"));
    let made = builder(&server.url()).auth(auth);
    let shown = format!("{made:?}");
    let api = made.build().unwrap();
    let body = serde_json::json!({"name": "Ana", "password": slot("password")});
    let ask = |path: &str| Call::post(Operation::Rates, path).segment("Ana").json(&body);

    let answer = soon(api.send(ask("/ok"))).await.unwrap();
    let broken = soon(api.send(Call::post(Operation::Rates, "/broken").json(&body))).await;
    let cut = soon(api.send(Call::post(Operation::Rates, "/cut").json(&body))).await;
    drop(server);
    let gone = soon(api.send(ask("/ok"))).await;
    drop(guard);

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

#[tokio::test]
async fn credentials_are_not_sent_to_another_host() {
    let (server, other) =
        (serve(|_| Reply::json(200, "{}")).await, serve(|_| Reply::json(200, "{}")).await);
    let api = api(&server.url());
    let error =
        soon(api.send(Call::link(Operation::Documents, format!("{}/label", other.url())))).await;
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::InvalidRequest(_)));
    assert_eq!(other.requests(), 0);
    soon(api.send(Call::link(Operation::Documents, format!("{}/label?id=7", server.url()))))
        .await
        .unwrap();
    assert_eq!(server.seen()[0].path, "/label?id=7");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = serve(|_| Reply::json(200, "{}")).await;
    let target = other.url();
    let server = serve(move |_| Reply::with_headers(307, &[("location", &target)], "")).await;
    let error = soon(api(&server.url()).send(rates())).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unreadable { status: Some(307) });
    assert_eq!((server.requests(), other.requests()), (1, 0));
}

#[tokio::test]
async fn a_number_with_dots_and_slashes_stays_one_part_of_the_address() {
    let server = serve(|_| Reply::json(200, "{}")).await;
    let api = api(&server.url());
    soon(api.send(Call::get(Operation::Track, "/track").segment("../ship?x=1#y"))).await.unwrap();
    assert_eq!(server.seen()[0].path, "/track/..%2Fship%3Fx%3D1%23y");
    for bad in ["..", ".", ""] {
        let error = soon(api.send(Call::get(Operation::Track, "/track").segment(bad))).await;
        assert!(matches!(error.unwrap_err().kind(), ErrorKind::InvalidRequest(_)));
    }
}

#[test]
fn a_wrong_base_url_is_refused_and_a_password_in_it_is_not_shown() {
    for bad in [
        "sierra.example",
        "ftp://sierra.example",
        "https://a:pa55@sierra.example",
        "https://x/?q=1",
    ] {
        let error = Api::builder(CarrierId::new("sierra").unwrap(), bad).build().unwrap_err();
        assert!(
            error.to_string().contains("is no base_url") && !error.to_string().contains("pa55")
        );
    }
}

#[tokio::test]
async fn a_recorded_exchange_holds_no_secret_and_no_name() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(|_| Reply::json(200, r#"{"total": "7.10", "name": "Ana"}"#)).await;
    let api = builder(&server.url()).record(Recorder::new(folder.path())).build().unwrap();
    soon(api.send(rates().query("name", "Ana").header("x-name", "Ana"))).await.unwrap();
    let file =
        |name| std::fs::read_to_string(folder.path().join("sierra/rates").join(name)).unwrap();
    assert_eq!(file("0001.request.json"), r#"{"weight":"1"}"#);
    assert_eq!(file("0001.response.json"), r#"{"total": "7.10", "name": "xxx"}"#);
    assert_eq!(
        file("0001.txt"),
        "POST /xxxxx?xxxx=xxx\nHTTP 200\ncontent-type: application/json\n"
    );
}
