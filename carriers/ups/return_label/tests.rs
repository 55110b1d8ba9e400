//! Buying a return: printed, mailed, and what is refused.

use super::super::handle::{self, Sold};
use super::super::tests::{
    account, answer, assert_sent, austin, fixture, key, lisbon, madrid, offline, portland,
};
use super::super::wire::shipping::Order as Wire;
use super::*;
use crate::carrier::Carrier as _;
use crate::model::{Address, ChargeWhen, DocumentKind, LabelSpec, Weight};

fn asked(from: Address, to: Address) -> ReturnLabelRequest {
    let weight = "1.84 kg".parse::<Weight>().unwrap();
    let day = "2026-12-01".parse().unwrap();
    let parcels = vec![ReturnParcel::new(Some(weight))];
    let mut request = ReturnLabelRequest::new(key(), from, to, parcels, day);
    request.label = LabelSpec::of(Format::Zpl);
    request.rma = Some("RMA-41".into());
    request
}

fn mailed() -> ReturnLabelRequest {
    let mut from = portland();
    from.email = Some("dale@example.org".into());
    let mut request = asked(from, austin());
    request.handover = Handover::EmailFromCarrier;
    request
}

fn order(request: &ReturnLabelRequest) -> Wire {
    assert_eq!(limits::returns::check(request).into_result(), Ok(()));
    to_wire("A1B2C3", request)
}

fn bought(request: &ReturnLabelRequest, name: &str) -> Label {
    from_wire(&offline(), request, &answer(Operation::ReturnLabel, fixture(name))).unwrap()
}

#[test]
fn orders_are_as_their_fixtures_have_them() {
    assert_sent("return/print.request.json", &order(&asked(lisbon(), madrid())));
    assert_sent("return/mailed.request.json", &order(&mailed()));
}

#[test]
fn a_printed_return_has_its_label_and_its_handle_knows_that_it_is_one() {
    let label = bought(&asked(lisbon(), madrid()), "return/print.response.json");
    assert_eq!(label.documents[0].kind, DocumentKind::ReturnLabel);
    assert_eq!(
        (label.state, label.total.unwrap().to_string()),
        (LabelState::Ready, "16.20 EUR".into())
    );
    let sold: Sold = handle::read(&offline(), Operation::Void, &label.handle).unwrap();
    assert!(sold.back);
}

#[test]
fn a_return_that_the_carrier_mails_is_ready_without_a_paper() {
    let label = bought(&mailed(), "return/mailed.response.json");
    assert_eq!((label.state, label.documents.len()), (LabelState::Ready, 0));
}

#[test]
fn a_weight_that_nobody_knows_is_not_made_up() {
    let mut request = asked(lisbon(), madrid());
    request.parcels = vec![ReturnParcel::new(None)];
    let order = serde_json::to_value(order(&request)).unwrap();
    assert_eq!(order["ShipmentRequest"]["Shipment"]["Package"][0].get("PackageWeight"), None);
}

#[test]
fn what_no_return_of_the_carrier_has_is_refused_by_its_field() {
    let refused = |change: fn(&mut ReturnLabelRequest)| {
        let mut request = asked(lisbon(), madrid());
        change(&mut request);
        offline().prepare_return(request).unwrap_err().to_string()
    };
    for (error, field) in [
        (refused(|request| request.handover = Handover::Qr), "handover: is none of UPS"),
        (
            refused(|request| request.handover = Handover::EmailFromCarrier),
            "from.email: is missing",
        ),
        (refused(|request| request.service = Some("59".into())), "service: 59 takes no returns"),
        (refused(|request| request.charge = Some(ChargeWhen::OnScan)), "charge: cannot be chosen"),
        (refused(|request| request.parcels = vec![ReturnParcel::new(None); 21]), "parcels: are 21"),
        (refused(|request| request.from.mobile = None), "from.phone: is missing"),
    ] {
        assert!(error.contains(field), "{error}");
    }
    let mut two = mailed();
    two.parcels = vec![ReturnParcel::new(None); 2];
    let error = offline().prepare_return(two).unwrap_err().to_string();
    assert!(error.contains("parcels: are 2; a return of UPS has 1 to 1"), "{error}");
}

#[tokio::test]
async fn a_return_is_sent_once_and_its_outcome_may_be_unknown() {
    let (ups, server) = account(502, "<html></html>").await;
    let prepared = ups.prepare_return(asked(lisbon(), madrid())).unwrap();
    let error = ups.return_label(&prepared).await.unwrap_err();
    assert!(error.outcome_is_unknown());
    assert_eq!(server.seen().iter().filter(|seen| seen.path == label::PATH).count(), 1);
}
