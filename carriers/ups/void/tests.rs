//! Taking a label back: what is asked, what the answers mean.

use super::super::tests::{account, answer, carrier, fixture, offline};
use super::*;
use crate::carrier::Carrier as _;

const FIRST: &str = "1ZA1B2C30340010244";
const SECOND: &str = "1ZA1B2C30340010253";
const THIRD: &str = "1ZA1B2C30340010299";

fn sold() -> Sold {
    Sold {
        shipment: FIRST.into(),
        packages: [FIRST, SECOND, THIRD].map(str::to_owned).into(),
        only: None,
        service: "03".into(),
        to: "US".into(),
        back: false,
    }
}

fn asking(sold: &Sold, parcels: ParcelChoice) -> VoidRequest {
    let mut request = VoidRequest::new(sold.handle(&carrier()).unwrap());
    request.parcels = parcels;
    request
}

fn read(name: &str) -> VoidOutcome {
    from_wire(&sold(), &answer(Operation::Void, fixture(name))).unwrap()
}

async fn path_of(sold: &Sold, parcels: ParcelChoice) -> String {
    let (ups, server) = account(200, fixture("void/whole.response.json")).await;
    ups.void_label(&asking(sold, parcels)).await.unwrap();
    let seen = server.seen().pop().unwrap();
    assert_eq!(seen.method, "DELETE");
    seen.path
}

#[tokio::test]
async fn a_shipment_is_named_alone_and_parcels_by_their_numbers() {
    let sold = sold();
    assert_eq!(path_of(&sold, ParcelChoice::All).await, format!("{PATH}/{FIRST}"));
    let one = path_of(&sold, ParcelChoice::Some(vec![1])).await;
    assert_eq!(one, format!("{PATH}/{FIRST}?trackingnumber={SECOND}"));
    let two = path_of(&sold, ParcelChoice::Some(vec![2, 1, 1])).await;
    let list = format!("%5B%22{THIRD}%22%2C%22{SECOND}%22%5D");
    assert_eq!(two, format!("{PATH}/{FIRST}?trackingnumber={list}"));
    let all = path_of(&sold, ParcelChoice::Some(vec![0, 1, 2])).await;
    assert_eq!(all, format!("{PATH}/{FIRST}"), "all of them are the shipment");
    let handle_of_one = Sold { only: Some(2), ..sold };
    let third = path_of(&handle_of_one, ParcelChoice::All).await;
    assert_eq!(third, format!("{PATH}/{FIRST}?trackingnumber={THIRD}"));
}

#[test]
fn what_is_void_is_void_and_what_was_void_says_so() {
    assert_eq!(read("void/whole.response.json"), VoidOutcome::Voided { already: false });
    assert_eq!(read("void/one-parcel.response.json"), VoidOutcome::Voided { already: false });
    assert_eq!(read("void/already.response.json"), VoidOutcome::Voided { already: true });
}

#[test]
fn parcels_that_are_not_void_are_told_beside_those_that_are() {
    let VoidOutcome::Partly { parcels } = read("void/partly.response.json") else {
        panic!("not partly")
    };
    assert!(matches!(&parcels[0], (1, VoidOutcome::Refused { text, .. }) if text == "In transit"));
    assert_eq!(parcels[1], (0, VoidOutcome::Voided { already: false }));
}

#[test]
fn an_answer_that_does_not_say_void_is_never_void() {
    let summary = |code: &str| {
        format!(
            r#"{{"VoidShipmentResponse": {{"Response": {{"ResponseStatus": {{"Code": "1"}}}}, "SummaryResult": {{"Status": {{"Code": "{code}", "Description": "Not voided"}}}}}}}}"#
        )
    };
    let no = from_wire(&sold(), &answer(Operation::Void, summary("0"))).unwrap();
    assert_eq!(no, VoidOutcome::Refused { code: "0".into(), text: "Not voided".into() });
    let unknown = from_wire(&sold(), &answer(Operation::Void, summary("7"))).unwrap();
    assert!(matches!(unknown, VoidOutcome::Refused { .. }));
    let bare = r#"{"VoidShipmentResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#;
    for body in [bare, "{}", ""] {
        assert!(from_wire(&sold(), &answer(Operation::Void, body)).is_err(), "{body}");
    }
}

#[tokio::test]
async fn a_no_of_the_carrier_is_an_answer_and_void_already_is_success() {
    let (ups, _server) = account(400, fixture("void/refused.response.json")).await;
    let refused = ups.void_label(&asking(&sold(), ParcelChoice::All)).await.unwrap();
    assert!(matches!(refused, VoidOutcome::Refused { code, .. } if code == "190102"));
    let already = r#"{"response": {"errors": [{"code": "190117", "message": "The shipment has already been voided"}]}}"#;
    let (ups, _server) = account(400, already).await;
    let outcome = ups.void_label(&asking(&sold(), ParcelChoice::All)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: true });
}

#[tokio::test]
async fn a_broken_carrier_is_an_error_and_no_outcome() {
    let (ups, _server) = account(503, "<html>").await;
    assert!(ups.void_label(&asking(&sold(), ParcelChoice::All)).await.is_err());
}

#[tokio::test]
async fn what_cannot_be_voided_is_refused_unasked() {
    let many = Sold { packages: (0..30).map(|n| format!("1Z{n:016}")).collect(), ..sold() };
    let back = Sold { back: true, ..sold() };
    for (sold, places, word) in [
        (&sold(), vec![7], "7 is none of the 3 parcels"),
        (&sold(), vec![], "is empty"),
        (&many, (0..21).collect(), "21; UPS voids 20"),
        (&back, vec![0], "voided together"),
    ] {
        let request = asking(sold, ParcelChoice::Some(places));
        let error = offline().void_label(&request).await.unwrap_err().to_string();
        assert!(error.contains("parcels: ") && error.contains(word), "{error}");
    }
}
