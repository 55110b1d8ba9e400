use super::super::tests::{
    abroad, answer, assert_sent, builder, by_card, contract, day, fixture, halifax, key, madrid,
    no, nothing_for, portland, served, within_canada, xml,
};
use super::*;
use crate::carrier::ErrorKind;
use crate::http::loopback::{Loopback, Reply};
use crate::model::{
    BundledReturn, ChargeKind, Destination, DocumentKind, Drop, Format, LabelSize, LabelSpec,
    LabelState, Money, Notification, PointDestination, Reference, ReferenceKind, ServicePoint,
    Shipment, TaxId, TaxIdKind,
};

const PDF: &[u8] = b"%PDF-1.4 a label";
const LABEL: &str = "/rs/artifact/9be1/10000771203/0";

fn request(shipment: Shipment, service: &str) -> LabelRequest {
    LabelRequest::new(key(), shipment, service, day())
}

fn at_home() -> LabelRequest {
    request(within_canada(), "DOM.EP")
}

fn named(value: &str) -> Reference {
    Reference { kind: ReferenceKind::Order, value: value.into() }
}

fn refused(account: &CanadaPost, request: LabelRequest) -> Vec<String> {
    let error = prepare(account, request).unwrap_err();
    let ErrorKind::InvalidRequest(faults) = error.kind() else { panic!("{error}") };
    faults.iter().map(|fault| fault.field.clone()).collect()
}

fn body(account: &CanadaPost, request: LabelRequest) -> String {
    let prepared = prepare(account, request).unwrap();
    String::from_utf8(prepared.wire().unwrap().body.clone()).unwrap()
}

fn read(request: &LabelRequest, name: &str) -> Result<Label> {
    let answer = answer(Operation::BuyLabel, fixture(name));
    read::from_wire(&contract(), request, &answer).map(|(label, _)| label)
}

async fn post() -> (CanadaPost, Loopback) {
    post_of(PDF.to_vec()).await
}

async fn post_of(paper: Vec<u8>) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/0007023210/0007023210/shipment") => {
            xml(200, fixture("label/contract.response.xml"))
        }
        ("GET", LABEL) => Reply::new(200, "application/pdf", &paper),
        _ => nothing_for(seen),
    })
    .await
}

#[test]
fn what_is_bought_within_canada_is_as_the_fixture_has_it() {
    let mut request = at_home();
    request.references = vec![named("LC-20417")];
    request.shipment.options.signature = "any".parse().ok();
    request.shipment.options.drop = Some(Drop::Collected);
    request.shipment.options.notify = vec![Notification {
        to: "morag@example.ca".into(),
        events: vec!["delivered".into(), "exception".into()],
    }];
    let prepared = prepare(&contract(), request).unwrap();
    assert_sent("label/domestic.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_bought_to_the_united_states_declares_each_unit() {
    let mut request = request(abroad(portland()), "USA.EP");
    request.label = LabelSpec::of(Format::Zpl);
    let prepared = prepare(&contract(), request).unwrap();
    assert_sent("label/united-states.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_bought_abroad_names_the_one_stop_shop() {
    let mut request = request(abroad(madrid()), "INT.XP");
    let id = TaxId { kind: TaxIdKind::Ioss, number: "IM0400001234".into(), country: None };
    request.shipment.from.tax_ids.push(id);
    request.shipment.options.insurance = "49 CAD".parse().ok();
    let prepared = prepare(&contract(), request).unwrap();
    assert_sent("label/international.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_bought_with_a_way_back_is_transmitted_at_once_where_the_account_has_it_so() {
    let account = builder().contract("0042708517").transmit_at_once().build().unwrap();
    let mut request = at_home();
    request.with_return = Some(BundledReturn::default());
    let prepared = prepare(&account, request).unwrap();
    assert_sent("label/with-return.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_bought_to_a_post_office_is_announced_to_the_recipient() {
    let mut recipient = halifax();
    recipient.phone = Some("902-555-0148".into());
    recipient.email = Some("morag@example.ca".into());
    let point = ServicePoint::new("0000104572", recipient.clone());
    let to = PointDestination { point, recipient, member_no: None };
    let mut request = at_home();
    request.shipment.to = Destination::Point(Box::new(to));
    let prepared = prepare(&contract(), request).unwrap();
    assert_sent("label/post-office.request.xml", prepared.wire().unwrap());
}

#[test]
fn what_is_bought_without_a_contract_is_another_document_at_another_place() {
    let mut request = request(abroad(portland()), "USA.TP");
    request.references = vec![named("LC-20418")];
    let prepared = prepare(&by_card(), request).unwrap();
    let wire = prepared.wire().unwrap();
    assert_sent("label/by-card.request.xml", wire);
    assert_eq!(wire.path, "/rs/0007023210/ncshipment");
}

#[test]
fn the_token_of_the_key_stands_where_the_carrier_can_find_it() {
    let token = key().token();
    let with = format!("<customer-request-id>{token}</customer-request-id>");
    let without = format!("<customer-ref-1>{token}</customer-ref-1>");
    assert!(body(&contract(), at_home()).contains(&with));
    assert!(body(&by_card(), at_home()).contains(&without));
}

#[test]
fn a_preparation_is_the_same_twice() {
    assert_eq!(prepare(&contract(), at_home()).unwrap(), prepare(&contract(), at_home()).unwrap());
}

#[test]
fn shipments_wait_in_the_group_of_their_day_or_of_the_account() {
    let group = builder().contract("0042708517").group("SOMERSET").build().unwrap();
    assert!(body(&contract(), at_home()).contains("<group-id>20261125</group-id>"));
    assert!(body(&group, at_home()).contains("<group-id>SOMERSET</group-id>"));
    let long = builder().contract("0042708517").group("x".repeat(33)).build().unwrap();
    assert_eq!(refused(&long, at_home()), [""]);
}

#[test]
fn what_the_carrier_would_refuse_is_refused_before_it_is_sent() {
    let mut request = at_home();
    request.shipment.from.phone = None;
    request.shipment.from.lines = vec!["x".repeat(45)];
    request.shipment.parcels[0].weight = "1000 kg".parse().unwrap();
    request.references = vec![named(&"r".repeat(36))];
    request.service = String::new();
    assert_eq!(
        refused(&contract(), request),
        [
            "shipment.from.lines",
            "shipment.from.phone",
            "shipment.parcels[0].weight",
            "service",
            "references[0]"
        ]
    );
}

#[test]
fn a_paper_that_is_not_given_is_refused() {
    let mut request = at_home();
    request.label = LabelSpec::of(Format::Png);
    assert_eq!(refused(&contract(), request.clone()), ["label.format"]);
    request.label = LabelSpec::of(Format::Zpl);
    assert_eq!(refused(&by_card(), request), ["label.format"]);
}

#[test]
fn a_post_office_wants_its_number_and_a_phone_and_a_mail_address() {
    let mut request = at_home();
    let to = PointDestination {
        point: ServicePoint::new("104572", halifax()),
        recipient: halifax(),
        member_no: None,
    };
    request.shipment.to = Destination::Point(Box::new(to));
    assert_eq!(
        refused(&contract(), request),
        ["shipment.to.point.id", "shipment.to.recipient.phone", "shipment.to.recipient.email"]
    );
}

#[test]
fn what_was_paid_is_told_line_by_line() {
    let label = read(&at_home(), "label/contract.response.xml").unwrap();
    assert_eq!(
        (label.id.as_str(), label.tracking_number.as_deref()),
        ("408211764900512871", Some("7320091846612053"))
    );
    let cad = |text: &str| text.parse::<Money>().unwrap();
    assert_eq!((label.total, label.tax), (Some(cad("20.00 CAD")), Some(cad("2.61 CAD"))));
    assert_eq!(label.total_includes_tax, Some(true));
    let sum = label.charges.iter().try_fold(cad("0 CAD"), |sum, line| sum.checked_add(line.amount));
    assert_eq!(sum, label.total);
    assert!(label.charges.iter().any(|line| line.kind == ChargeKind::Fuel));
}

#[test]
fn a_shipment_of_an_untracked_service_has_no_number() {
    let body = fixture("label/by-card.response.xml");
    let answer = answer(Operation::BuyLabel, body);
    let (label, _) = read::from_wire(&by_card(), &at_home(), &answer).unwrap();
    assert_eq!((label.tracking_number, label.total), (None, None));
    assert_eq!(label.parcels.len(), 1);
}

#[test]
fn a_way_back_has_a_number_and_a_handle_of_its_own() {
    let label = read(&at_home(), "label/with-return.response.xml").unwrap();
    let [back] = &label.returns[..] else { panic!("not one") };
    assert_eq!(back.tracking_number.as_deref(), Some("7320091846612060"));
    assert_ne!(back.handle, label.handle);
    let mut request = at_home();
    request.with_return = Some(BundledReturn::default());
    let label = read(&request, "label/contract.response.xml").unwrap();
    assert!(label.returns.is_empty() && label.notices.len() == 1);
}

#[test]
fn a_success_without_what_it_must_have_leaves_the_outcome_unknown() {
    let whole = fixture("label/contract.response.xml");
    for body in [
        whole.replace("408211764900512871</shipment-id>", "</shipment-id>"),
        whole.replace("shipment-v8\"", "shipment-v7\""),
        "<html></html>".to_owned(),
        String::new(),
        whole[..whole.len() / 2].to_owned(),
    ] {
        let answer = answer(Operation::BuyLabel, body);
        let error = read::from_wire(&contract(), &at_home(), &answer).unwrap_err();
        assert!(error.outcome_is_unknown(), "{error}");
    }
}

#[test]
fn a_no_in_a_success_is_a_no_and_nothing_was_made() {
    let answer = answer(Operation::BuyLabel, no("7301", "The weight is missing"));
    let error = read::from_wire(&contract(), &at_home(), &answer).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { code, .. } if code == "7301"));
    assert!(!error.outcome_is_unknown());
}

#[tokio::test]
async fn a_label_is_bought_with_its_paper() {
    let (account, server) = post().await;
    let label = buy(&account, &prepare(&account, at_home()).unwrap()).await.unwrap();
    assert_eq!((label.state, label.documents.len()), (LabelState::Ready, 1));
    let paper = &label.documents[0];
    assert_eq!((&paper.kind, paper.format), (&DocumentKind::Label, Format::Pdf));
    assert_eq!((paper.payload.bytes(), paper.size), (Some(PDF), Some(LabelSize::FourBySix)));
    let seen = server.seen();
    assert_eq!(seen[0].header("content-type"), Some(MEDIA));
    assert_eq!(seen[1].header("accept"), Some("application/pdf"));
    assert!(seen[1].header("authorization").is_some());
}

#[tokio::test]
async fn a_purchase_is_sent_once_whatever_comes_back() {
    let (account, server) = served(|_| Reply::new(503, "text/html", "<html></html>")).await;
    let error = buy(&account, &prepare(&account, at_home()).unwrap()).await.unwrap_err();
    assert!(error.outcome_is_unknown() && !error.is_retryable());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_paper_may_be_long_and_the_answer_that_leads_to_it_may_not() {
    let padded = fixture("label/contract.response.xml") + &" ".repeat(5_000_000);
    let (account, _server) = served(move |_| xml(200, &padded)).await;
    let error = buy(&account, &prepare(&account, at_home()).unwrap()).await.unwrap_err();
    assert!(error.outcome_is_unknown(), "{error}");
    let (account, _server) = post_of([PDF, &vec![b' '; 5_000_000]].concat()).await;
    let label = buy(&account, &prepare(&account, at_home()).unwrap()).await.unwrap();
    assert_eq!(label.state, LabelState::Ready);
}

#[tokio::test]
async fn without_a_contract_the_receipt_tells_what_was_paid_and_the_rest_is_remarked() {
    let server = Loopback::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/0007023210/ncshipment") => xml(200, fixture("label/by-card.response.xml")),
        ("GET", path) if path.ends_with("/receipt") => {
            xml(200, fixture("label/receipt.response.xml"))
        }
        ("GET", _) => Reply::new(200, "application/pdf", PDF),
        _ => nothing_for(seen),
    })
    .await
    .unwrap();
    let account = builder().base_url(server.url()).build().unwrap();
    let mut request = at_home();
    request.references = vec![named("a"), named("b")];
    let label = buy(&account, &prepare(&account, request).unwrap()).await.unwrap();
    assert_eq!((label.total, label.tax), ("18.63 CAD".parse().ok(), "2.43 CAD".parse().ok()));
    assert_eq!(label.notices.len(), 2, "{:?}", label.notices);
    assert_eq!((label.state, label.documents[0].size), (LabelState::Ready, None));
}

#[tokio::test]
async fn a_receipt_that_is_not_there_yet_does_not_hide_the_purchase() {
    let server = Loopback::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", _) => xml(200, fixture("label/by-card.response.xml")),
        ("GET", path) if path.ends_with("/receipt") => xml(404, no("9107", "Not yet")),
        _ => Reply::new(200, "application/pdf", PDF),
    })
    .await
    .unwrap();
    let account = builder().base_url(server.url()).build().unwrap();
    let label = buy(&account, &prepare(&account, at_home()).unwrap()).await.unwrap();
    assert_eq!((label.total, label.state), (None, LabelState::Ready));
    assert!(label.notices.iter().any(|told| told.text.contains("receipt")));
}
