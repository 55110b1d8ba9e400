//! Buying a label: the order, the answer, the call.

use super::super::handle::{self, Sold};
use super::super::tests::{
    abroad, account, account_by, answer, assert_sent, at_home, fixture, key, ordered, overseas,
    to_point,
};
use super::*;
use crate::carrier::{Carrier as _, ErrorKind, Wire};
use crate::http::loopback::Reply;
use crate::model::{
    ChargeKind, Cod, Contents, DocumentKind, DutiesPayer, Incoterm, LabelSize, LabelSpec,
    Notification, Reference, ReferenceKind, Shipment, Signature,
};

fn asked(shipment: Shipment, service: &str, format: Format) -> LabelRequest {
    let mut request = ordered(shipment, service);
    request.label = LabelSpec::of(format);
    request
}

fn sent(request: &LabelRequest) -> serde_json::Value {
    serde_json::to_value(ask::to_wire("A1B2C3", request)).unwrap()["ShipmentRequest"]["Shipment"]
        .clone()
}

/// Two parcels at home by Ground, with all that a package can have there.
fn at_home_in_zpl() -> LabelRequest {
    let mut shipment = at_home();
    for (parcel, name) in shipment.parcels.iter_mut().zip(["box 1", "box 2"]) {
        parcel.reference = Some(name.into());
        parcel.declared_value = Some("120.50 USD".parse().unwrap());
    }
    shipment.options.signature = Some(Signature::Adult { min_age: None });
    shipment.options.saturday = true;
    let mut request = asked(shipment, "03", Format::Zpl);
    request.references =
        vec![Reference { kind: ReferenceKind::Invoice, value: "F-2026-118".into() }];
    request
}

fn bought(request: &LabelRequest, name: &str) -> Result<Label> {
    let ups = super::super::tests::offline();
    from_wire(&ups, request, &answer(Operation::BuyLabel, fixture(name)))
}

#[test]
fn orders_are_as_their_fixtures_have_them() {
    let mut told = abroad();
    told.options.notify =
        vec![Notification { to: "ines@example.org".into(), events: vec!["delivered".into()] }];
    assert_sent("label/madrid-lisbon.request.json", &order(&asked(told, "11", Format::Gif)));
    assert_sent("label/two-parcels.request.json", &order(&at_home_in_zpl()));
    assert_sent("label/customs.request.json", &order(&asked(overseas(), "65", Format::Pdf)));
    assert_sent("label/point.request.json", &order(&asked(to_point(), "11", Format::Gif)));
    let mut collected = abroad();
    collected.options.cod = Some(Cod::new("79.90 EUR".parse().unwrap()));
    assert_sent("label/cod.request.json", &order(&asked(collected, "11", Format::Gif)));
}

fn order(request: &LabelRequest) -> super::super::wire::shipping::Order {
    assert_eq!(limits::label::check(request).into_result(), Ok(()));
    ask::to_wire("A1B2C3", request)
}

#[test]
fn the_key_stands_where_the_lane_has_references() {
    let home = sent(&at_home_in_zpl());
    assert_eq!(home["Package"][1]["ReferenceNumber"][0]["Value"], key().token());
    assert_eq!(home.get("ReferenceNumber"), None);
    let abroad = sent(&asked(abroad(), "11", Format::Gif));
    assert_eq!(abroad["ReferenceNumber"][0]["Value"], key().token());
    assert_eq!(abroad["Package"][0].get("ReferenceNumber"), None);
}

#[test]
fn duties_are_ours_with_ddp_and_the_recipients_otherwise() {
    let mut request = asked(overseas(), "65", Format::Gif);
    let types = |request: &LabelRequest| {
        let charges = sent(request)["PaymentInformation"]["ShipmentCharge"].clone();
        charges.as_array().unwrap().iter().map(|charge| charge["Type"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(types(&request), ["01", "02"]);
    let customs = request.shipment.customs.as_mut().unwrap();
    customs.incoterm = Some(Incoterm::Dap);
    assert_eq!(types(&request), ["01"]);
    request.shipment.customs.as_mut().unwrap().duties_payer = Some(DutiesPayer::Sender);
    assert_eq!(types(&request), ["01", "02"]);
}

#[test]
fn papers_alone_have_no_invoice() {
    let mut request = asked(overseas(), "65", Format::Gif);
    request.shipment.customs.as_mut().unwrap().contents = Contents::Documents;
    let order = sent(&request);
    assert_eq!(order["DocumentsOnlyIndicator"], "");
    assert_eq!(order.get("ShipmentServiceOptions"), None);
}

#[test]
fn a_label_has_its_numbers_its_paper_and_its_price() {
    let label =
        bought(&asked(abroad(), "11", Format::Gif), "label/madrid-lisbon.response.json").unwrap();
    assert_eq!((label.id.as_str(), label.state), ("1ZA1B2C36840010237", LabelState::Ready));
    assert_eq!(label.total.unwrap().to_string(), "22.50 EUR");
    assert_eq!((label.total_includes_tax, label.charges.len()), (None, 2));
    let [paper] = label.documents.as_slice() else { panic!("{:?}", label.documents) };
    assert_eq!(
        (&paper.kind, paper.format, paper.size),
        (&DocumentKind::Label, Format::Gif, Some(LabelSize::FourBySix))
    );
    assert!(paper.payload.bytes().unwrap().starts_with(b"GIF89a"));
    assert_eq!(label.notices[0].code.as_deref(), Some("120900"));
}

#[test]
fn more_numbers_than_can_be_sold_cost_no_more_than_their_length() {
    let numbers: Vec<_> =
        (0..20_000).map(|number| format!(r#"{{"TrackingNumber": "1Z{number}"}}"#)).collect();
    let told = format!(
        r#"{{"ShipmentResponse": {{"Response": {{"ResponseStatus": {{"Code": "1"}}}},
            "ShipmentResults": {{"PackageResults": [{}]}}}}}}"#,
        numbers.join(",")
    );
    let request = asked(abroad(), "11", Format::Gif);
    let answer = answer(Operation::BuyLabel, told);
    let label = from_wire(&super::super::tests::offline(), &request, &answer).unwrap();
    assert_eq!((label.id.as_str(), label.parcels.len()), ("1Z0", 200));
    assert!(label.notices.iter().any(|told| told.text.contains("20000 parcels; 1 were asked")));
}

#[test]
fn each_parcel_has_a_number_a_handle_and_a_paper_of_its_own() {
    let label = bought(&at_home_in_zpl(), "label/two-parcels.response.json").unwrap();
    assert_eq!(label.parcels[1].tracking_number.as_deref(), Some("1ZA1B2C30340010253"));
    let ups = super::super::tests::offline();
    let second: Sold =
        handle::read(&ups, Operation::Void, label.parcels[1].handle.as_ref().unwrap()).unwrap();
    assert_eq!(second.numbers(), ["1ZA1B2C30340010253"]);
    assert_eq!(
        (label.documents[1].parcels.as_slice(), label.documents[1].format),
        (&[1][..], Format::Zpl)
    );
}

#[test]
fn what_was_agreed_is_what_was_paid_and_its_tax_is_inside() {
    let label = bought(&at_home_in_zpl(), "label/two-parcels.response.json").unwrap();
    assert_eq!(label.total.unwrap().to_string(), "37.00 USD");
    assert_eq!(
        (label.tax.unwrap().to_string(), label.total_includes_tax),
        ("2.80 USD".into(), Some(true))
    );
    assert!(label.charges.iter().any(|charge| charge.kind == ChargeKind::Fuel));
}

#[test]
fn the_invoice_and_the_pages_come_along_also_where_a_list_of_one_is_an_object() {
    let label =
        bought(&asked(overseas(), "65", Format::Gif), "label/customs.response.json").unwrap();
    let kinds: Vec<_> =
        label.documents.iter().map(|document| (document.kind.clone(), document.format)).collect();
    assert_eq!(
        kinds,
        [
            (DocumentKind::Label, Format::Gif),
            (DocumentKind::Invoice, Format::Pdf),
            (DocumentKind::Cod, Format::Html),
            (DocumentKind::Other("high_value_report".into()), Format::Html),
        ]
    );
}

#[test]
fn a_number_without_a_paper_is_bought_and_pending() {
    let label =
        bought(&asked(abroad(), "11", Format::Gif), "label/no-paper.response.json").unwrap();
    assert_eq!(
        (label.state, label.documents.len(), label.total),
        (LabelState::DocumentsPending, 0, None)
    );
}

#[test]
fn a_success_without_a_number_may_be_a_label() {
    let request = asked(abroad(), "11", Format::Gif);
    for body in [
        fixture("label/no-number.response.json"),
        r#"{"ShipmentResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#.into(),
        r#"{"ShipmentResponse": {"Response": {"ResponseStatus": {"Description": "?"}}}}"#.into(),
        "{}".into(),
        "<html></html>".into(),
    ] {
        let error = from_wire(
            &super::super::tests::offline(),
            &request,
            &answer(Operation::BuyLabel, body),
        )
        .unwrap_err();
        assert!(error.outcome_is_unknown(), "{error}");
    }
}

#[test]
fn a_no_in_a_success_is_refused() {
    let body = r#"{"ShipmentResponse": {"Response": {"ResponseStatus": {"Code": "0", "Description": "Failure"}}}}"#;
    let request = asked(abroad(), "11", Format::Gif);
    let error =
        from_wire(&super::super::tests::offline(), &request, &answer(Operation::BuyLabel, body))
            .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { .. }) && !error.outcome_is_unknown());
}

#[test]
fn another_count_of_parcels_than_asked_is_told() {
    let label = bought(&at_home_in_zpl(), "label/madrid-lisbon.response.json").unwrap();
    assert!(label.notices.iter().any(|notice| notice.text.contains("1 parcels; 2 were asked")));
}

#[test]
fn what_is_prepared_is_the_same_twice_and_names_no_secret() {
    let ups = super::super::tests::offline();
    let wires: Vec<Wire> = (0..2)
        .map(|_| ups.prepare_label(at_home_in_zpl()).unwrap().wire().unwrap().clone())
        .collect();
    assert_eq!(wires[0], wires[1]);
    assert_eq!((wires[0].method.as_str(), wires[0].path.as_str()), ("POST", PATH));
    assert!(!String::from_utf8_lossy(&wires[0].body).contains("s3cret"));
}

#[tokio::test]
async fn a_label_is_sent_once_whatever_comes_back() {
    for (status, unknown) in
        [(200, true), (400, false), (401, false), (429, false), (500, true), (503, true)]
    {
        let (ups, server) =
            account(status, r#"{"response": {"errors": [{"code": "1", "message": "no"}]}}"#).await;
        let prepared = ups.prepare_label(at_home_in_zpl()).unwrap();
        let error = ups.buy_label(&prepared).await.unwrap_err();
        assert_eq!(error.outcome_is_unknown(), unknown, "{status}: {error}");
        let orders = server.seen().iter().filter(|seen| seen.path == PATH).count();
        assert_eq!(orders, 1, "{status}");
    }
}

#[tokio::test]
async fn a_pdf_is_fetched_after_the_purchase_and_stands_in_the_place_of_the_picture() {
    let (ups, server) = account_by(|path| match path {
        PATH => Reply::json(200, fixture("label/two-parcels.response.json")),
        _ => Reply::json(200, fixture("documents/pdf.response.json")),
    })
    .await;
    let mut request = at_home_in_zpl();
    request.label = LabelSpec::default();
    let label = ups.buy_label(&ups.prepare_label(request).unwrap()).await.unwrap();
    let [paper] = label.documents.as_slice() else { panic!("{:?}", label.documents) };
    assert_eq!((paper.format, label.state), (Format::Pdf, LabelState::Ready));
    assert!(paper.parcels.is_empty(), "one file for all parcels");
    let seen = server.seen();
    let order: serde_json::Value = serde_json::from_slice(&seen[1].body).unwrap();
    assert_eq!(order["ShipmentRequest"]["LabelSpecification"]["LabelImageFormat"]["Code"], "GIF");
    assert_eq!(seen[2].path, recovery::PATH);
}

#[tokio::test]
async fn a_pdf_that_cannot_be_fetched_leaves_a_label_that_is_bought() {
    let (ups, _server) = account_by(|path| match path {
        PATH => Reply::json(200, fixture("label/madrid-lisbon.response.json")),
        _ => Reply::json(404, fixture("find/none.response.json")),
    })
    .await;
    let request = asked(abroad(), "11", Format::Pdf);
    let label = ups.buy_label(&ups.prepare_label(request).unwrap()).await.unwrap();
    assert_eq!(label.state, LabelState::DocumentsPending);
    assert_eq!(label.documents[0].format, Format::Gif);
    assert!(label.notices.last().unwrap().text.contains("PDF could not be fetched"));
}
