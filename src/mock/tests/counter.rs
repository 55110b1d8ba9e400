//! Points, addresses, collections and the end of the day.

use super::*;
use crate::model::{
    Accepts, AddressVerdict, LabelState, ManifestScope, PointPurpose, ServicePoint, Window,
};

fn pickup(mock: &MockCarrier) -> PickupRequest {
    let window = Window { date: mock.now().date_naive(), from: None, until: None };
    PickupRequest::new(PurchaseKey::random(), shop(), window, 2)
}

async fn book(mock: &MockCarrier, request: &PickupRequest) -> Result<Pickup> {
    mock.book_pickup(&mock.prepare_pickup(request.clone())?).await
}

async fn close(mock: &MockCarrier, scope: ManifestScope) -> Result<Manifest> {
    let request = ManifestRequest::new(PurchaseKey::random(), scope, shop());
    mock.close_day(&mock.prepare_manifest(request)?).await
}

#[tokio::test]
async fn points_of_the_postal_code_come_first_and_only_those_that_do_what_is_wanted() {
    let point = |id: &str, code: &str, city: &str| {
        ServicePoint::new(id, Address::new(Country::ES).with_city(code, city))
    };
    let mut no_returns = point("near", "28013", "Madrid");
    no_returns.accepts = Some(Accepts { returns: Some(false), ..Accepts::default() });
    let mock = builder()
        .point(point("far", "08001", "Barcelona"))
        .point(point("city", "28001", "Madrid"))
        .point(no_returns)
        .build()
        .unwrap();
    let mut query = PointQuery::new(Address::new(Country::ES).with_city("28013", "Madrid"));
    let ids = |points: Vec<ServicePoint>| points.into_iter().map(|p| p.id).collect::<Vec<_>>();
    assert_eq!(ids(mock.service_points(&query).await.unwrap()), ["near", "city", "far"]);
    (query.purpose, query.limit) = (PointPurpose::Return, Some(1));
    assert_eq!(ids(mock.service_points(&query).await.unwrap()), ["city"]);
}

#[tokio::test]
async fn a_mock_without_points_does_not_claim_to_have_any() {
    let query = PointQuery::new(shop());
    let error = mock().service_points(&query).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn an_address_whose_code_cannot_be_is_invalid_and_says_why() {
    let wrong = Address::new(Country::ES).with_line("Calle Mayor 1").with_city("2801", "Madrid");
    let check = mock().check_address(&wrong).await.unwrap();
    assert_eq!(check.verdict, AddressVerdict::Invalid);
    assert!(check.notices[0].text.contains("postal_code"), "{:?}", check.notices);
    assert_eq!(mock().check_address(&shop()).await.unwrap().verdict, AddressVerdict::Valid);
}

#[tokio::test]
async fn a_pickup_whose_answer_is_lost_is_booked_and_is_cancelled_once() {
    let mock = mock();
    mock.script(Operation::BookPickup, Answer::LostAfterCommit);
    assert!(book(&mock, &pickup(&mock)).await.unwrap_err().outcome_is_unknown());
    assert_eq!(mock.pickups().len(), 1, "nobody remembers the key");
    let handle = book(&mock, &pickup(&mock)).await.unwrap().handle;
    let voided = |already| Ok(VoidOutcome::Voided { already });
    assert_eq!(mock.cancel_pickup(&handle).await.map_err(|_| ()), voided(false));
    assert_eq!(mock.cancel_pickup(&handle).await.map_err(|_| ()), voided(true));
    let cancelled: Vec<_> = mock.pickups().iter().map(|booked| booked.cancelled).collect();
    assert_eq!(cancelled, [false, true]);
}

#[tokio::test]
async fn a_mock_that_knows_keys_books_a_pickup_once() {
    let safety = PurchaseSafety::dedups(OnDuplicate::Replays);
    let mock = builder().safety(PurchaseKind::Pickup, safety).build().unwrap();
    let request = pickup(&mock);
    let first = book(&mock, &request).await.unwrap();
    assert_eq!(book(&mock, &request).await.unwrap(), first);
    let other = PickupRequest { parcels: 3, ..request };
    let error = book(&mock, &other).await.unwrap_err();
    assert!(error.to_string().contains("KEY_REUSED"), "{error}");
    assert_eq!(mock.pickups().len(), 1);
}

#[tokio::test]
async fn a_late_pickup_is_there_only_when_its_time_has_come() {
    let mock = mock();
    mock.script(Operation::BookPickup, Answer::LateCommit(HOUR));
    assert!(book(&mock, &pickup(&mock)).await.unwrap_err().outcome_is_unknown());
    assert!(mock.pickups().is_empty());
    mock.advance(HOUR);
    assert_eq!(mock.pickups().len(), 1);
}

#[tokio::test]
async fn a_closed_day_holds_its_labels_and_they_are_no_longer_voided() {
    let mock = mock();
    let (label, void) =
        (buy(&mock, &request(2)).await.unwrap(), buy(&mock, &request(1)).await.unwrap());
    mock.void_label(&VoidRequest::new(void.handle)).await.unwrap();
    let manifest = close(&mock, ManifestScope::Day(request(1).ship_on)).await.unwrap();
    assert_eq!(manifest.state, LabelState::Ready);
    let inside: Vec<_> = manifest.included.iter().map(|entry| entry.id.as_str()).collect();
    let parcels: Vec<_> =
        label.parcels.iter().filter_map(|parcel| parcel.tracking_number.as_deref()).collect();
    assert_eq!(inside, parcels);
    let outcome = mock.void_label(&VoidRequest::new(label.handle.clone())).await.unwrap();
    assert!(matches!(outcome, VoidOutcome::Refused { code, .. } if code == "MANIFESTED"));
    let again = close(&mock, ManifestScope::Labels(vec![label.handle])).await.unwrap_err();
    assert!(again.to_string().contains("EMPTY"), "{again}");
    assert_eq!(mock.manifests().len(), 1);
}
