use super::super::tests::{
    answer, assert_sent, by_card, contract, fixture, key, no, nothing_for, ottawa, served, xml,
};
use super::*;
use crate::carrier::ErrorKind;
use crate::http::loopback::{Loopback, Reply};

const OWN: &str = "/enab/0007023210/pickuprequest/0066120918";

fn collection() -> PickupRequest {
    let clock = |text: &str| text.parse().ok();
    let window = Window {
        date: super::super::tests::day(),
        from: clock("13:00:00"),
        until: clock("16:30:00"),
    };
    let mut address = ottawa();
    address.name = Some("Luc Arsenault".into());
    let mut request = PickupRequest::new(key(), address, window, 3);
    request.weight = "31.25 lb".parse().ok();
    request
}

fn refused(request: &PickupRequest) -> Vec<String> {
    check(request).iter().map(|fault| fault.field.clone()).collect()
}

async fn booked(delete: Reply, details: Reply) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/enab/0007023210/pickuprequest") => {
            xml(200, fixture("pickup/booked.response.xml"))
        }
        ("DELETE", OWN) => delete.clone(),
        ("GET", path) if path == format!("{OWN}/details") => details.clone(),
        _ => nothing_for(seen),
    })
    .await
}

#[test]
fn what_books_a_collection_is_as_the_fixture_has_it() {
    let prepared = prepare(&contract(), collection()).unwrap();
    assert_sent("pickup/on-demand.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_books_a_heavy_parcel_at_a_dock_without_a_contract_says_so() {
    let mut request = collection();
    (request.parcels, request.weight) = (1, "30 kg".parse().ok());
    request.place = Some(PickupPlace::Dock);
    request.instructions = Some("Ask for Luc".into());
    let prepared = prepare(&by_card(), request).unwrap();
    assert_sent("pickup/heavy.request.xml", prepared.wire().unwrap());
}

#[test]
fn hours_when_nobody_comes_are_refused_and_not_moved() {
    for (from, until, fields) in [
        ("09:00:00", "16:30:00", &["window.from"][..]),
        ("13:10:00", "18:00:00", &["window.from", "window.until"]),
        ("15:00:00", "14:00:00", &["window.until"]),
    ] {
        let mut request = collection();
        (request.window.from, request.window.until) = (from.parse().ok(), until.parse().ok());
        assert_eq!(refused(&request), fields, "{from} {until}");
    }
    let mut open = collection();
    open.window.until = None;
    assert_eq!(refused(&open), ["window.until"]);
}

#[test]
fn a_phone_has_ten_digits_whatever_stands_between() {
    let mut request = collection();
    for (told, wanted) in [
        ("+1 (613) 555-0164", Some("613-555-0164")),
        ("6135550164", Some("613-555-0164")),
        ("+34910000017", None),
        ("613-555-0164 ext 2", None),
    ] {
        request.address.phone = Some(told.into());
        assert_eq!(phone(&request).as_deref(), wanted, "{told}");
    }
}

#[test]
fn a_driver_gets_one_line_of_street_and_a_mail_address() {
    let mut request = collection();
    request.address.lines.push("Back yard".into());
    request.address.email = None;
    assert_eq!(refused(&request), ["address.lines", "address.email"]);
}

#[test]
fn a_booked_collection_says_when_and_for_how_much() {
    let answer = answer(Operation::BookPickup, fixture("pickup/booked.response.xml"));
    let pickup = from_wire(&contract(), &collection(), &answer).unwrap();
    assert_eq!(pickup.confirmation.as_deref(), Some("0066120918"));
    assert_eq!(pickup.charge, "3.96 CAD".parse().ok());
    assert_eq!(pickup.window.date.to_string(), "2026-11-26");
}

#[test]
fn a_success_without_a_number_leaves_the_outcome_unknown() {
    let body =
        fixture("pickup/booked.response.xml").replace("0066120918</request-id>", "</request-id>");
    let answer = answer(Operation::BookPickup, body);
    assert!(from_wire(&contract(), &collection(), &answer).unwrap_err().outcome_is_unknown());
}

#[tokio::test]
async fn a_collection_is_booked_and_cancelled() {
    let (account, server) = booked(Reply::new(200, "text/plain", ""), Reply::nothing()).await;
    let pickup = book(&account, &prepare(&account, collection()).unwrap()).await.unwrap();
    let outcome = cancel(&account, &pickup.handle).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_collection_that_was_cancelled_before_is_cancelled_and_any_other_stands() {
    let refused = VoidOutcome::Refused { code: "9350".into(), text: "Not now".into() };
    for (details, wanted) in [
        (xml(200, fixture("pickup/cancelled.response.xml")), VoidOutcome::Voided { already: true }),
        (xml(404, no("9351", "Unknown")), refused),
    ] {
        let (account, _server) = booked(xml(400, no("9350", "Not now")), details).await;
        let pickup = book(&account, &prepare(&account, collection()).unwrap()).await.unwrap();
        assert_eq!(cancel(&account, &pickup.handle).await.unwrap(), wanted);
    }
}

#[tokio::test]
async fn a_handle_of_something_else_cancels_nothing() {
    let account = contract();
    let held = Held { kind: Kind::Shipment, id: "1".into(), ways: Vec::new() };
    let error = cancel(&account, &held.handle(&account).unwrap()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)), "{error}");
}
