//! Collections: the order, the number, taking it back.

use super::super::label::read::parcels;
use super::super::tests::{
    account, answer, assert_sent, austin, carrier, fixture, key, madrid, offline,
};
use super::*;
use crate::carrier::Carrier as _;
use crate::model::{Time, Window};

fn asked(address: Address) -> PickupRequest {
    let clock = |hour| Time::from_hms_opt(hour, 30, 0);
    let window = Window { date: "2026-11-26".parse().unwrap(), from: clock(9), until: clock(17) };
    let mut request = PickupRequest::new(key(), address, window, 3);
    request.weight = "1200.5 kg".parse().ok();
    request.place = Some(PickupPlace::Reception);
    request.instructions = Some("Third floor, ask for Marta".into());
    request
}

fn sold() -> Sold {
    let packages = ["1ZA1B2C30340010244", "1ZA1B2C30340010253"].map(str::to_owned).into();
    let shipment = "1ZA1B2C30340010244".to_owned();
    Sold { shipment, packages, only: None, service: "03".into(), to: "US".into(), back: false }
}

fn order(request: &PickupRequest, labels: &[Sold]) -> Order {
    assert_eq!(limits::pickup::check(request).into_result(), Ok(()));
    to_wire("A1B2C3", request, labels)
}

#[test]
fn orders_are_as_their_fixtures_have_them() {
    assert_sent("pickup/madrid.request.json", &order(&asked(madrid()), &[]));
    let mut request = asked(austin());
    request.weight = None;
    assert_sent("pickup/austin.request.json", &order(&request, &[sold()]));
}

#[test]
fn parcels_are_counted_by_the_service_of_their_labels_and_the_rest_by_the_common_one() {
    let one = parcels(&carrier(), &Sold { service: "11".into(), to: "PT".into(), ..sold() });
    let one: Sold =
        handle::read(&offline(), Operation::Void, one[0].handle.as_ref().unwrap()).unwrap();
    let mut request = asked(madrid());
    request.parcels = 5;
    let counted: Vec<_> = pieces(&request, &[sold(), one])
        .into_iter()
        .map(|piece| (piece.service_code, piece.destination_country_code, piece.quantity))
        .collect();
    let piece = |service: &str, to: &str, count: &str| {
        (service.to_owned(), to.to_owned(), count.to_owned())
    };
    assert_eq!(
        counted,
        [piece("003", "US", "2"), piece("011", "PT", "1"), piece("011", "ES", "2")]
    );
}

#[test]
fn nobody_is_told_that_a_parcel_is_light_or_heavy_where_it_is_not_known() {
    let mut request = asked(madrid());
    let heavy = |request: &PickupRequest| is_heavy(request, request.weight.unwrap(), false);
    assert_eq!(heavy(&request), None);
    request.parcels = 1;
    assert_eq!(heavy(&request), Some("Y"));
    request.weight = "32 kg".parse().ok();
    assert_eq!(heavy(&request), Some("N"));
}

#[tokio::test]
async fn a_collection_has_its_number_and_its_price() {
    let (ups, server) = account(200, fixture("pickup/madrid.response.json")).await;
    let prepared = ups.prepare_pickup(asked(madrid())).unwrap();
    assert_eq!(prepared, ups.prepare_pickup(asked(madrid())).unwrap());
    let pickup = ups.book_pickup(&prepared).await.unwrap();
    assert_eq!(pickup.confirmation.as_deref(), Some("2929602E9CP"));
    assert_eq!(pickup.charge.unwrap().to_string(), "6.15 EUR");
    let (ups, _) = account(200, "{}").await;
    drop(server);
    assert!(ups.cancel_pickup(&sold().handle(&carrier()).unwrap()).await.is_err(), "no label");
}

#[tokio::test]
async fn a_success_without_a_number_and_a_broken_carrier_may_send_a_driver() {
    let bare = r#"{"PickupCreationResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#;
    for (status, body) in [(200, bare), (200, ""), (502, "<html>")] {
        let (ups, server) = account(status, body).await;
        let error =
            ups.book_pickup(&ups.prepare_pickup(asked(madrid())).unwrap()).await.unwrap_err();
        assert!(error.outcome_is_unknown(), "{error}");
        assert_eq!(server.requests(), 2, "a token and the order");
    }
}

#[tokio::test]
async fn a_collection_is_cancelled_by_its_number() {
    let (ups, server) = account(200, fixture("pickup/cancelled.response.json")).await;
    let handle = handle::write(&carrier(), &Booked { prn: "2929602E9CP".into() }).unwrap();
    let outcome = ups.cancel_pickup(&handle).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    let seen = server.seen().pop().unwrap();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str(), seen.header("prn")),
        ("DELETE", CANCEL, Some("2929602E9CP"))
    );
}

#[test]
fn a_driver_who_was_there_is_not_cancelled() {
    let told = fixture("pickup/cancelled.response.json").replace("\"002\"", "\"003\"");
    let outcome = cancelled(&answer(Operation::CancelPickup, told)).unwrap();
    assert!(matches!(outcome, VoidOutcome::Refused { code, .. } if code == "003"));
}

#[test]
fn what_the_carrier_would_not_take_is_refused_by_its_field() {
    let refused = |change: fn(&mut PickupRequest)| {
        let mut request = asked(madrid());
        change(&mut request);
        offline().prepare_pickup(request).unwrap_err().to_string()
    };
    for (error, field) in [
        (refused(|request| request.window.until = None), "window.until: is missing"),
        (refused(|request| request.address.phone = None), "address.phone: is missing"),
        (refused(|request| request.parcels = 1_000), "parcels: are 1000"),
        (
            refused(|request| {
                request.place = Some(PickupPlace::Other("behind the old bakery".into()));
            }),
            "place: is longer",
        ),
        (refused(|request| request.instructions = Some("x".repeat(58))), "instructions: is longer"),
        (
            refused(|request| request.address.company = Some("x".repeat(28))),
            "address.company: is longer",
        ),
    ] {
        assert!(error.contains(field), "{error}");
    }
}
