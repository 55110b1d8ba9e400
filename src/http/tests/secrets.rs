//! What is shown to nobody: to hosts that are not the account's, in recordings. (Logs: `tests/http_silence.rs`.)

use super::*;
use crate::carrier::ErrorKind;

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
