//! Looking for a lost purchase: by the token, one shipment or several numbers, nothing, or a look-up that failed.

use super::super::tests::{
    abroad, account, account_by, assert_sent, at_home, fixture, key, ordered,
};
use super::*;
use crate::carrier::{Carrier as _, ErrorKind};
use crate::http::loopback::Reply;
use crate::model::LabelRequest;

async fn looked_for(ups: &Ups, request: &LabelRequest) -> Result<Vec<Found>> {
    let now = "2026-11-25T12:00:00Z".parse().unwrap();
    ups.find_purchase(&FindRequest::new(Sought::Label(request), (now, now))).await
}

#[test]
fn what_is_asked_is_as_the_fixture_has_it() {
    let token = key().token();
    let by = By::Reference { token: &token, account: "A1B2C3" };
    assert_sent("find/label.request.json", &recovery::to_wire(by, Format::Gif));
}

/// An account whose look-ups are answered with these, one after the other.
async fn answering(answers: &[(u16, &'static str)]) -> (Ups, crate::http::loopback::Loopback) {
    let left: Vec<_> = answers.iter().rev().copied().collect();
    let left = std::sync::Mutex::new(left);
    account_by(move |_| {
        let (status, name) = left.lock().unwrap().pop().unwrap();
        Reply::json(status, fixture(name))
    })
    .await
}

const NONE: (u16, &str) = (404, "find/none.response.json");

#[tokio::test]
async fn a_label_is_found_with_its_reference_its_account_and_its_paper() {
    let (ups, server) = answering(&[(200, "find/label.response.json"), NONE]).await;
    let found = looked_for(&ups, &ordered(abroad(), "11")).await.unwrap();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(found.reference.as_deref(), Some(&*key().token()));
    assert_eq!(
        (found.label.id.as_str(), found.label.state),
        ("1ZA1B2C36840010237", LabelState::Ready)
    );
    assert_eq!(found.label.documents.len(), 1);
    assert!(server.seen().pop().unwrap().text().contains("A1B2C3"));
}

#[tokio::test]
async fn a_carrier_that_shows_labels_for_any_reference_has_not_told_which_is_ours() {
    let (ups, _server) = account(200, fixture("find/label.response.json")).await;
    let error = looked_for(&ups, &ordered(abroad(), "11")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
    let unsure = [(200, "find/label.response.json"), (503, "find/none.response.json")];
    let (ups, _server) = answering(&[&unsure[..], &[unsure[1]; 9]].concat()).await;
    assert!(looked_for(&ups, &ordered(abroad(), "11")).await.is_err(), "nobody knows");
}

#[tokio::test]
async fn numbers_of_one_shipment_are_one_label() {
    let candidates = (200, "find/candidates.response.json");
    let (ups, server) = answering(&[candidates, NONE, (200, "documents/zpl.response.json")]).await;
    let found = looked_for(&ups, &ordered(at_home(), "03")).await.unwrap();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((found.label.id.as_str(), found.label.parcels.len()), ("1ZA1B2C30340010244", 2));
    assert_eq!(
        server.requests(),
        4,
        "a token, the reference, another one, the first number; the second came along"
    );
}

#[tokio::test]
async fn more_numbers_than_can_be_sold_are_a_look_up_that_failed() {
    let numbers: Vec<_> =
        (0..20_000).map(|number| format!(r#"{{"TrackingNumber": "1Z{number}"}}"#)).collect();
    let told = format!(
        r#"{{"LabelRecoveryResponse": {{"Response": {{"ResponseStatus": {{"Code": "1"}}}}, "LabelResults": [{}]}}}}"#,
        numbers.join(",")
    );
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let (ups, server) =
        account_by(move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Reply::json(200, &told),
            _ => Reply::json(404, fixture(NONE.1)),
        })
        .await;
    let error = looked_for(&ups, &ordered(abroad(), "11")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
    assert_eq!(server.requests(), 3, "a token, the reference, another one");
}

#[tokio::test]
async fn what_is_not_there_is_empty_and_a_look_up_that_failed_is_not() {
    let request = ordered(abroad(), "11");
    let (ups, _server) = account(404, fixture("find/none.response.json")).await;
    assert_eq!(looked_for(&ups, &request).await.unwrap(), []);
    for (status, body) in
        [(400, fixture("label/refused.response.json")), (503, String::new()), (200, "{}".into())]
    {
        let (ups, _server) = account(status, body).await;
        assert!(looked_for(&ups, &request).await.is_err(), "{status}");
    }
    let empty = r#"{"LabelRecoveryResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#;
    let (ups, _server) = account(200, empty).await;
    let error = looked_for(&ups, &request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
}
