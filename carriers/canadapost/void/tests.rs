use super::super::held::Way;
use super::super::tests::{
    answer, assert_sent, builder, contract, fixture, no, nothing_for, served, xml,
};
use super::*;
use crate::carrier::{ErrorKind, Wire};
use crate::http::loopback::{Loopback, Reply, Seen};

const OWN: &str = "/rs/0007023210/0007023210/shipment/408211764900512871";

fn sold(account: &CanadaPost, kind: Kind, rels: &[(&str, &str)]) -> VoidRequest {
    let way = |(rel, path): &(&str, &str)| Way {
        rel: (*rel).into(),
        path: (*path).into(),
        media: MEDIA.into(),
    };
    let held = Held { kind, id: "1".into(), ways: rels.iter().map(way).collect() };
    VoidRequest::new(held.handle(account).unwrap())
}

fn with_contract(account: &CanadaPost) -> VoidRequest {
    sold(account, Kind::Shipment, &[("self", OWN)])
}

fn sent(seen: &Seen) -> Wire {
    Wire::new(1, &seen.method, &seen.path, seen.body.clone())
}

async fn waiting(delete: Reply) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", OWN) => xml(200, fixture("label/contract.response.xml")),
        ("DELETE", OWN) => delete.clone(),
        _ => nothing_for(seen),
    })
    .await
}

async fn transmitted(refund: Reply, details: Reply) -> (CanadaPost, Loopback) {
    let (refund_path, details_path) = (format!("{OWN}/refund"), format!("{OWN}/details"));
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", OWN) => xml(200, fixture("void/transmitted.response.xml")),
        ("POST", path) if path == refund_path => refund.clone(),
        ("GET", path) if path == details_path => details.clone(),
        _ => nothing_for(seen),
    })
    .await
}

#[tokio::test]
async fn a_shipment_that_waits_is_voided() {
    let (account, server) = waiting(Reply::new(204, "text/plain", "")).await;
    let outcome = void(&account, &with_contract(&account)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_shipment_that_the_carrier_does_not_know_any_more_was_voided_before() {
    let (account, server) = served(|_| xml(404, no("8052", "No such shipment"))).await;
    let outcome = void(&account, &with_contract(&account)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: true });
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_gateway_that_does_not_know_the_place_voids_nothing() {
    let (account, _server) = served(|_| Reply::new(404, "text/html", "<html></html>")).await;
    let error = void(&account, &with_contract(&account)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_page_in_place_of_nothing_voids_nothing() {
    let (account, _server) = waiting(Reply::new(200, "text/html", "<html></html>")).await;
    let error = void(&account, &with_contract(&account)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
}

#[tokio::test]
async fn a_no_is_an_outcome_with_the_carriers_words() {
    for reply in [xml(400, no("8064", "Too late")), xml(200, no("8064", "Too late"))] {
        let (account, _server) = waiting(reply).await;
        let outcome = void(&account, &with_contract(&account)).await.unwrap();
        let refused = VoidOutcome::Refused { code: "8064".into(), text: "Too late".into() };
        assert_eq!(outcome, refused);
    }
}

#[tokio::test]
async fn a_shipment_that_was_transmitted_becomes_a_case() {
    let (account, server) =
        transmitted(xml(200, fixture("void/refund.response.xml")), Reply::nothing()).await;
    let outcome = void(&account, &with_contract(&account)).await.unwrap();
    assert_eq!(outcome, pending("0117730042".into()));
    let seen = &server.seen()[1];
    assert_eq!(seen.header("content-type"), Some(MEDIA));
    assert_sent("void/refund.request.xml", &sent(seen));
}

#[tokio::test]
async fn a_case_that_was_opened_before_is_told_again() {
    for refused in [xml(400, no("9000", "A case is open")), xml(500, no("Server", "Broken"))] {
        let details = xml(200, fixture("void/refunded-details.response.xml"));
        let (account, server) = transmitted(refused, details).await;
        let outcome = void(&account, &with_contract(&account)).await.unwrap();
        assert_eq!(outcome, pending("0117730042".into()));
        assert_eq!(server.requests(), 3);
    }
}

#[tokio::test]
async fn a_refund_that_is_refused_without_a_case_is_refused() {
    let details = xml(200, fixture("find/details.response.xml"));
    let (account, _server) = transmitted(xml(400, no("9001", "Too old")), details).await;
    let outcome = void(&account, &with_contract(&account)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Refused { code: "9001".into(), text: "Too old".into() });
}

#[tokio::test]
async fn without_a_contract_a_refund_is_asked_at_the_link() {
    let server = Loopback::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/7/ncshipment/1/refund") => {
            xml(200, fixture("void/refund-by-card.response.xml"))
        }
        _ => nothing_for(seen),
    })
    .await
    .unwrap();
    let account = builder().base_url(server.url()).build().unwrap();
    let links = [("self", "/rs/7/ncshipment/1"), ("refund", "/rs/7/ncshipment/1/refund")];
    let mut request = sold(&account, Kind::CardShipment, &links);
    let error = void(&account, &request).await.unwrap_err();
    assert!(error.to_string().contains("contact_email"), "{error}");
    request.contact_email = Some("ann@example.ca".into());
    let outcome = void(&account, &request).await.unwrap();
    assert_eq!(outcome, pending("0117730042".into()));
    assert_sent("void/refund-by-card.request.xml", &sent(&server.seen()[0]));
}

#[test]
fn a_refund_without_a_case_is_unreadable() {
    let body = fixture("void/refund.response.xml").replace("0117730042", "");
    let held = Held { kind: Kind::Shipment, id: "1".into(), ways: Vec::new() };
    let error = ticket(&held, &answer(Operation::Void, body)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
}

#[tokio::test]
async fn a_return_and_a_part_of_a_label_are_not_voided() {
    let account = contract();
    let back = sold(&account, Kind::Return, &[]);
    let mut part = with_contract(&account);
    part.parcels = ParcelChoice::Some(vec![1]);
    for request in [back, part] {
        let error = void(&account, &request).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)), "{error}");
    }
}
