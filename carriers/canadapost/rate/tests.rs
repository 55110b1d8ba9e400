use super::super::tests::{
    abroad, answer, asked, assert_sent, by_card, contract, fixture, madrid, no, nothing_for,
    portland, served, within_canada, xml,
};
use super::*;
use crate::carrier::ErrorKind;
use crate::model::{
    Charge, ChargeKind, DeliveryEstimate, Feature, Json, NonDelivery, Offer, PointDestination,
    PriceBasis, ServicePoint, Shipment,
};

fn sent(account: &CanadaPost, request: &RateRequest) -> crate::carrier::Wire {
    call(account, request).unwrap().into_wire(1).unwrap()
}

fn read(body: impl Into<Vec<u8>>) -> Result<RateAnswer> {
    let request = asked(within_canada());
    read::from_wire(&contract(), &request, &answer(Operation::Rates, body))
}

/// The last of its three prices is none.
fn domestic() -> RateAnswer {
    let body = fixture("rate/domestic.response.xml");
    read(body.replace("<due>9.99</due>", "<due>soon</due>")).unwrap()
}

fn to_post_office() -> Shipment {
    let mut shipment = within_canada();
    let recipient = shipment.to.recipient().clone();
    let point = ServicePoint::new("0000104572", recipient.clone());
    let to = PointDestination { point, recipient, member_no: None };
    shipment.to = crate::model::Destination::Point(Box::new(to));
    shipment
}

#[test]
fn what_is_asked_within_canada_is_as_the_fixture_has_it() {
    let mut shipment = within_canada();
    shipment.options.signature = "any".parse().ok();
    shipment.options.insurance = "150 CAD".parse().ok();
    assert_sent("rate/domestic.request.xml", &sent(&contract(), &asked(shipment)));
}

#[test]
fn what_is_asked_without_a_contract_names_none() {
    let wire = sent(&by_card(), &asked(within_canada()));
    assert_sent("rate/without-contract.request.xml", &wire);
    assert!(!String::from_utf8_lossy(&wire.body).contains("contract-id"));
}

#[test]
fn what_is_asked_to_the_united_states_is_as_the_fixture_has_it() {
    assert_sent("rate/united-states.request.xml", &sent(&contract(), &asked(abroad(portland()))));
}

#[test]
fn what_is_asked_abroad_has_the_instruction_for_what_cannot_be_delivered() {
    let mut shipment = abroad(madrid());
    shipment.customs.as_mut().unwrap().non_delivery = Some(NonDelivery::Return);
    shipment.parcels[0].packaging = crate::model::Packaging::Tube;
    assert_sent("rate/international.request.xml", &sent(&contract(), &asked(shipment)));
}

#[test]
fn what_is_asked_to_a_post_office_has_the_option_and_the_carriers_own_ones() {
    let mut shipment = to_post_office();
    let raw = Json::new(r#"{"options": ["HFP"]}"#).unwrap();
    shipment.options.raw.insert(contract().api.carrier().clone(), raw);
    assert_sent("rate/post-office.request.xml", &sent(&contract(), &asked(shipment)));
}

#[test]
fn the_media_type_chooses_the_version() {
    let wire = sent(&contract(), &asked(within_canada()));
    for name in ["accept", "content-type"] {
        let header = wire.headers.iter().find(|(told, _)| told == name);
        assert_eq!(header.map(|(_, value)| value.as_str()), Some(MEDIA), "{name}");
    }
    assert_eq!(wire.path, "/rs/ship/price");
}

#[test]
fn the_amount_that_is_due_has_the_tax_inside_and_its_lines_make_it() {
    let rate = &domestic().rates[0];
    assert_eq!(rate.total, "20.00 CAD".parse().unwrap());
    assert_eq!((rate.tax, rate.total_includes_tax), ("2.61 CAD".parse().ok(), Some(true)));
    assert_eq!((rate.charges_agree(), rate.notices.len()), (Some(true), 0));
    let line = |kind| rate.charges.iter().find(|line: &&Charge| line.kind == kind).unwrap();
    assert_eq!(line(ChargeKind::Discount).amount, "-0.43 CAD".parse().unwrap());
    assert_eq!(line(ChargeKind::Fuel).code.as_deref(), Some("FUELSC"));
    assert_eq!(line(ChargeKind::Signature).label.as_deref(), Some("Signature"));
    assert_eq!(line(ChargeKind::Tax).code.as_deref(), Some("hst"));
}

#[test]
fn lines_that_do_not_make_the_total_are_remarked_and_not_mended() {
    let rate = &domestic().rates[1];
    assert_eq!((rate.charges_agree(), rate.notices.len()), (Some(false), 1));
    assert_eq!(rate.total, "41.15 CAD".parse().unwrap());
    assert_eq!(rate.tax, "0 CAD".parse().ok());
}

#[test]
fn a_delivery_before_noon_says_so() {
    let [expedited, priority] = &domestic().rates[..] else { panic!("not two") };
    assert_eq!(expedited.delivery.date, "2026-11-30".parse().ok());
    assert_eq!((expedited.delivery.business_days, expedited.delivery.by), (Some(3), None));
    assert_eq!(priority.delivery.by.unwrap().to_string(), "12:00:00");
    assert_eq!(priority.delivery.assumes_ship_date, "2026-11-25".parse().ok());
    assert_eq!(priority.delivery.guaranteed, Some(true));
}

#[test]
fn a_price_that_cannot_be_read_loses_no_other() {
    let answer = domestic();
    assert_eq!((answer.rates.len(), answer.unavailable.len()), (2, 1));
    assert_eq!(answer.unavailable[0].service.as_ref().unwrap().name, "Colis du dimanche");
}

#[test]
fn a_price_below_zero_is_none() {
    let answer = read(fixture("rate/one.response.xml").replace(">33.07<", ">-0.01<")).unwrap();
    assert_eq!(answer.rates, []);
    assert_eq!(answer.unavailable[0].why, "Canada Post told no amount that is due");
}

#[test]
fn the_volume_counts_where_it_weighs_more() {
    let rates = domestic().rates;
    assert_eq!(rates[0].billed_weight, "1.348 kg".parse().ok());
    assert_eq!(rates[1].billed_weight, None);
}

#[test]
fn a_confirmed_delivery_is_tracked() {
    let rates = domestic().rates;
    let tracked = rates[0].features.iter().find(|told| told.feature == Feature::Tracked).unwrap();
    assert_eq!(tracked.offer, Offer::Included);
    assert!(rates[1].features.is_empty());
}

#[test]
fn an_unknown_service_with_nothing_told_but_its_price_is_a_rate() {
    let answer = read(fixture("rate/one.response.xml")).unwrap();
    let [rate] = &answer.rates[..] else { panic!("not one") };
    let no_promise = DeliveryEstimate { guaranteed: Some(false), ..DeliveryEstimate::default() };
    assert_eq!((rate.service.code.as_str(), rate.tax), ("INT.NV", None));
    assert_eq!(rate.delivery, no_promise);
    let cover = rate.cover.as_ref().unwrap();
    assert_eq!(
        (cover.included, cover.purchasable),
        ("100 CAD".parse().unwrap(), "1000 CAD".parse().ok())
    );
}

#[test]
fn no_quote_is_an_answer() {
    let answer = read(fixture("rate/none.response.xml")).unwrap();
    assert_eq!((answer.rates.len(), answer.unavailable.len()), (0, 1));
    assert_eq!(answer.unavailable[0].service, None);
}

#[test]
fn a_price_without_a_contract_is_the_list() {
    let request = asked(within_canada());
    let body = fixture("rate/domestic.response.xml");
    let told = read::from_wire(&by_card(), &request, &answer(Operation::Rates, body)).unwrap();
    assert_eq!(told.rates[0].price_basis, PriceBasis::List);
    assert_eq!(domestic().rates[0].price_basis, PriceBasis::Account);
}

#[test]
fn a_no_in_a_success_is_a_no() {
    let error = read(no("1720", "The postal code does not exist")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { code, .. } if code == "1720"), "{error}");
}

#[test]
fn another_version_of_the_document_is_unreadable() {
    let body = fixture("rate/none.response.xml").replace("rate-v4", "rate-v3");
    let error = read(body).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
}

#[tokio::test]
async fn the_call_proves_who_asks_and_in_which_language_it_is_answered() {
    let (account, server) = served(|seen| match seen.path.as_str() {
        PATH => xml(200, fixture("rate/domestic.response.xml")),
        _ => nothing_for(seen),
    })
    .await;
    rates(&account, &asked(within_canada())).await.unwrap();
    let seen = server.seen().pop().unwrap();
    assert_eq!((seen.method.as_str(), seen.header("accept-language")), ("POST", Some("en-CA")));
    assert_eq!(seen.header("authorization"), Some("Basic YTFiMmMzOnMzY3JldA=="));
}
