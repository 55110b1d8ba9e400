use super::super::tests::{
    answer, assert_sent, by_card, contract, day, fixture, halifax, key, madrid, no, nothing_for,
    ottawa, served, xml,
};
use super::*;
use crate::carrier::ErrorKind;
use crate::http::loopback::{Loopback, Reply};
use crate::model::LabelSize;

const PDF: &[u8] = b"%PDF-1.4 the way back";

fn back() -> ReturnLabelRequest {
    let parcels = vec![ReturnParcel::new("0.4 oz".parse().ok())];
    let mut request = ReturnLabelRequest::new(key(), halifax(), ottawa(), parcels, day());
    request.rma = Some("RMA-118".into());
    request
}

fn refused(request: &ReturnLabelRequest) -> Vec<String> {
    check(request).iter().map(|fault| fault.field.clone()).collect()
}

async fn post(name: &'static str) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/0007023210/0007023210/authorizedreturn") => xml(200, fixture(name)),
        ("GET", "/rs/artifact/9be1/10000771410/0") => Reply::new(200, "application/pdf", PDF),
        _ => nothing_for(seen),
    })
    .await
}

#[test]
fn what_is_asked_for_a_printed_return_is_as_the_fixture_has_it() {
    let prepared = prepare(&contract(), back()).unwrap();
    assert_sent("return/printed.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_asked_without_a_contract_and_without_a_weight_leaves_both_out() {
    let mut request = back();
    request.parcels = vec![ReturnParcel::new(None)];
    request.handover = Handover::Qr;
    request.service = Some("DOM.XP".into());
    let prepared = prepare(&by_card(), request).unwrap();
    assert_sent("return/public.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_the_carrier_has_not_is_refused() {
    let mut request = back();
    request.handover = Handover::MailedByCarrier;
    request.charge = Some(ChargeWhen::OnCreate);
    request.parcels = Vec::new();
    assert_eq!(refused(&request), ["parcels", "handover", "charge"]);
}

#[test]
fn a_return_goes_within_canada() {
    let mut request = back();
    request.from = madrid();
    assert_eq!(refused(&request), ["from.country"]);
}

#[tokio::test]
async fn a_printed_return_has_its_number_and_its_paper() {
    let (account, server) = post("return/printed.response.xml").await;
    let label = buy(&account, &prepare(&account, back()).unwrap()).await.unwrap();
    assert_eq!((label.id.as_str(), label.state), ("7320091846619004", LabelState::Ready));
    let [paper] = &label.documents[..] else { panic!("not one") };
    assert_eq!((&paper.kind, paper.size), (&DocumentKind::ReturnLabel, Some(LabelSize::FourBySix)));
    assert_eq!(server.seen()[0].header("accept"), Some(MEDIA));
}

#[tokio::test]
async fn a_public_return_is_a_page_until_a_day() {
    let (account, server) = post("return/public.response.xml").await;
    let mut request = back();
    request.handover = Handover::Qr;
    let label = buy(&account, &prepare(&account, request).unwrap()).await.unwrap();
    let [page] = &label.documents[..] else { panic!("not one") };
    let Payload::Url { href, expires } = &page.payload else { panic!("no link") };
    assert!(href.starts_with("https://returns.example.ca/"));
    assert_eq!(expires.unwrap().to_rfc3339(), "2026-12-25T23:59:59-05:00");
    assert_eq!((label.state, server.requests()), (LabelState::Ready, 1));
}

#[test]
fn a_success_without_a_number_leaves_the_outcome_unknown_and_a_no_is_a_no() {
    let whole = fixture("return/printed.response.xml");
    let without = whole.replace("7320091846619004", "");
    let read =
        |body: String| from_wire(&contract(), &answer(Operation::ReturnLabel, body)).unwrap_err();
    assert!(read(without).outcome_is_unknown());
    let refused = read(no("8100", "No agreement"));
    assert!(matches!(refused.kind(), ErrorKind::Refused { .. }) && !refused.outcome_is_unknown());
}

#[test]
fn what_has_no_place_is_remarked() {
    let named = |value: &str| crate::model::Reference {
        kind: crate::model::ReferenceKind::Order,
        value: value.into(),
    };
    let mut request = back();
    let count = |request: &ReturnLabelRequest| remarks(request).count();
    assert_eq!(count(&request), 0);
    (request.references, request.reason) = (vec![named("a")], Some("Too small".into()));
    assert_eq!(count(&request), 2);
    request.rma = None;
    assert_eq!(count(&request), 1);
    assert_eq!(second(&request).as_deref(), Some("a"));
}
