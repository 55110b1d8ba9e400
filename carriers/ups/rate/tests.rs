use super::super::tests::{
    abroad, account, answer, asked, assert_sent, at_home, carrier, fixture, lisbon,
};
use super::*;
use crate::carrier::ErrorKind;
use crate::model::{
    Cod, Feature, Money, Offer, PointDestination, PriceBasis, ServicePoint, Shipment, Signature,
};

fn read(name: &str) -> RateAnswer {
    let answer = answer(Operation::Rates, fixture(name));
    read::from_wire(&carrier(), &asked(abroad()), &answer).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn sent(shipment: Shipment) -> serde_json::Value {
    let question = serde_json::to_value(ask::to_wire("A1B2C3", &asked(shipment))).unwrap();
    question["RateRequest"]["Shipment"].clone()
}

fn faults(shipment: &Shipment) -> String {
    limits::check(shipment, "2026-11-25".parse().unwrap()).to_string()
}

fn to_point(mut shipment: Shipment) -> Shipment {
    let mut place = lisbon();
    (place.name, place.residential) = (None, None);
    let mut point = ServicePoint::new("U0471", place);
    point.name = Some("Tabacaria Aurora".into());
    let to = PointDestination { point, recipient: lisbon(), member_no: None };
    shipment.to = crate::model::Destination::Point(Box::new(to));
    shipment
}

#[test]
fn what_is_asked_is_as_the_fixtures_have_it() {
    for (name, shipment) in
        [("madrid-lisbon", abroad()), ("two-parcels", at_home()), ("point", to_point(abroad()))]
    {
        let question = ask::to_wire("A1B2C3", &asked(shipment));
        assert_sent(&format!("rates/{name}.request.json"), &question);
    }
}

#[test]
fn weights_and_sides_go_out_rounded_up() {
    let package = &sent(abroad())["Package"][0];
    assert_eq!(package["PackageWeight"]["Weight"], "3.7");
    assert_eq!(package["Dimensions"]["Length"], "34");
    let packages = &sent(at_home())["Package"];
    assert_eq!(packages[0]["PackageWeight"]["Weight"], "0.9");
    assert_eq!(packages[1]["PackageWeight"]["Weight"], "22.1");
    assert_eq!(packages[1]["PackageWeight"]["UnitOfMeasurement"]["Code"], "LBS");
}

#[test]
fn an_unknown_home_is_not_sent_and_is_told() {
    let mut shipment = at_home();
    assert_eq!(sent(shipment.clone())["ShipTo"]["Address"]["ResidentialAddressIndicator"], "");
    let mut to = shipment.to.place().clone();
    to.residential = None;
    shipment.to = to.into();
    assert!(
        sent(shipment.clone())["ShipTo"]["Address"].get("ResidentialAddressIndicator").is_none()
    );
    assert_eq!(remarks(&asked(shipment)).count(), 1);
}

#[test]
fn a_signature_stands_at_the_package_at_home_and_at_the_shipment_abroad() {
    let signed = |mut shipment: Shipment, signature| {
        shipment.options.signature = Some(signature);
        sent(shipment)
    };
    let home = signed(at_home(), Signature::Adult { min_age: Some(21) });
    assert_eq!(
        home["Package"][1]["PackageServiceOptions"]["DeliveryConfirmation"]["DCISType"],
        "3"
    );
    let abroad = signed(abroad(), Signature::Direct);
    assert_eq!(abroad["ShipmentServiceOptions"]["DeliveryConfirmation"]["DCISType"], "1");
    assert_eq!(abroad["ShipmentServiceOptions"]["DirectDeliveryOnlyIndicator"], "");
}

#[test]
fn cash_on_delivery_in_the_eu_stands_at_the_shipment_and_at_a_point_under_its_own_name() {
    let mut shipment = abroad();
    shipment.options.cod = Some(Cod::new(money("25.00 EUR")));
    assert_eq!(
        sent(shipment.clone())["ShipmentServiceOptions"]["COD"]["CODAmount"]["MonetaryValue"],
        "25.00"
    );
    let point = sent(to_point(shipment));
    assert_eq!(point["ShipmentServiceOptions"]["AccessPointCOD"]["CurrencyCode"], "EUR");
    assert_eq!(point["ShipmentIndicationType"][0]["Code"], "01");
    assert_eq!(point["AlternateDeliveryAddress"]["Name"], "Tabacaria Aurora");
}

#[test]
fn insurance_is_the_declared_value_of_the_one_parcel() {
    let mut shipment = abroad();
    shipment.options.insurance = Some(money("120.50 EUR"));
    let declared = &sent(shipment.clone())["Package"][0]["PackageServiceOptions"]["DeclaredValue"];
    assert_eq!(declared["MonetaryValue"], "120.50");
    let mut several = at_home();
    several.options.insurance = Some(money("120.50 USD"));
    assert!(faults(&several).contains("shipment.options.insurance"));
}

#[test]
fn saturday_is_asked_of_the_whole_shipment() {
    let mut shipment = abroad();
    shipment.options.saturday = true;
    assert_eq!(sent(shipment)["ShipmentServiceOptions"]["SaturdayDeliveryIndicator"], "");
}

#[test]
fn abroad_without_the_value_of_the_goods_no_time_is_asked() {
    let mut shipment = abroad();
    shipment.parcels[0].declared_value = None;
    let question = sent(shipment.clone());
    assert!(question.get("DeliveryTimeInformation").is_none());
    assert_eq!(remarks(&asked(shipment)).count(), 1);
    assert_eq!(sent(abroad())["InvoiceLineTotal"]["MonetaryValue"], "80");
}

#[test]
fn what_ups_would_refuse_is_refused_with_its_field() {
    let mut shipment = abroad();
    shipment.from.company = Some("L".repeat(36));
    shipment.parcels[0].weight = "70.1 kg".parse().unwrap();
    shipment.parcels[0].dimensions = Some("271x10x10 cm".parse().unwrap());
    shipment.options.signature = Some(Signature::Any);
    shipment.options.cod = Some(Cod::new(money("123456.78 EUR")));
    let faults = faults(&shipment);
    for field in [
        "shipment.from.company: ",
        "shipment.parcels[0].weight: ",
        "shipment.parcels[0].dimensions: ",
        "shipment.options.cod.amount: ",
        "shipment.options.cod: ",
    ] {
        assert!(faults.contains(field), "{field} in {faults}");
    }
    let mut many = at_home();
    many.parcels = vec![many.parcels[0].clone(); 201];
    assert!(limits::check(&many, "2026-11-25".parse().unwrap()).to_string().contains("1 to 200"));
}

#[test]
fn the_negotiated_price_wins_with_its_tax_and_its_lines() {
    let answer = read("rates/madrid-lisbon.response.json");
    let standard = &answer.rates[0];
    assert_eq!(standard.service.name, "UPS Standard");
    assert_eq!((standard.total, standard.tax), (money("21.19 EUR"), Some(money("3.68 EUR"))));
    assert_eq!(standard.total_includes_tax, Some(true));
    assert_eq!(standard.price_basis, PriceBasis::Account);
    assert_eq!(standard.charges_agree(), Some(true));
    assert_eq!(standard.charges[2].code.as_deref(), Some("612"));
    assert_eq!(standard.zone.as_deref(), Some("41"));
    assert_eq!(standard.billed_weight, Some("4 kg".parse().unwrap()));
}

#[test]
fn without_an_agreement_the_list_price_counts_and_says_nothing_of_tax() {
    let express = &read("rates/madrid-lisbon.response.json").rates[1];
    assert_eq!((express.total, express.tax), (money("89.50 EUR"), None));
    assert_eq!((express.price_basis, express.total_includes_tax), (PriceBasis::List, None));
    assert_eq!(express.charges_agree(), Some(true));
}

#[test]
fn the_arrival_has_its_day_its_time_and_its_guarantee() {
    let rates = read("rates/madrid-lisbon.response.json").rates;
    let [standard, express] = rates.as_slice() else { panic!("two rates") };
    assert_eq!(express.delivery.date, Some("2026-11-26".parse().unwrap()));
    assert_eq!(express.delivery.by, Some("10:30:00".parse().unwrap()));
    assert_eq!(express.delivery.business_days, Some(1));
    assert_eq!(express.delivery.assumes_ship_date, Some("2026-11-25".parse().unwrap()));
    assert_eq!(express.delivery.guaranteed, Some(true));
    assert_eq!(standard.delivery.guaranteed, Some(false));
    let saturday = express.features.iter().find(|told| told.feature == Feature::Saturday).unwrap();
    assert_eq!(saturday.offer, Offer::Offered { fee: None });
}

#[test]
fn alerts_are_notices_and_a_price_that_cannot_be_read_loses_no_other() {
    let answer = read("rates/madrid-lisbon.response.json");
    assert_eq!(answer.notices[0].code.as_deref(), Some("110971"));
    assert_eq!(answer.rates[0].notices[0].code.as_deref(), Some("119001"));
    assert_eq!(answer.rates.len(), 2);
    assert_eq!(answer.unavailable[0].service.as_ref().unwrap().code, "X7");
}

#[test]
fn a_price_below_zero_is_none() {
    let told = fixture("rates/madrid-lisbon.response.json").replace("\"21.19\"", "\"-0.01\"");
    let answer = answer(Operation::Rates, told);
    let rates = read::from_wire(&carrier(), &asked(abroad()), &answer).unwrap();
    assert_eq!(rates.rates.len(), read("rates/madrid-lisbon.response.json").rates.len() - 1);
    assert!(rates.unavailable.iter().any(|told| told.why == "UPS told a total below zero"));
}

#[test]
fn a_list_of_one_that_is_written_as_its_element_is_read() {
    let body = r#"{"RateResponse": {"Response": {"ResponseStatus": {"Code": "1"}, "Alert": {"Code": "1", "Description": "x"}},
        "RatedShipment": {"Service": {"Code": "03"}, "TotalCharges": {"CurrencyCode": "USD", "MonetaryValue": 12.3},
            "GuaranteedDelivery": {"BusinessDaysInTransit": "2", "DeliveryByTime": "10:30 A.M."}}}}"#;
    let answer = answer(Operation::Rates, body);
    let answer = read::from_wire(&carrier(), &asked(at_home()), &answer).unwrap();
    assert_eq!(answer.rates[0].total, money("12.3 USD"));
    assert_eq!(answer.rates[0].delivery.business_days, Some(2));
}

#[test]
fn a_success_without_a_price_is_unreadable_and_a_failure_inside_is_a_refusal() {
    for (body, unreadable) in [
        (r#"{"RateResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}}"#, true),
        (
            r#"{"RateResponse": {"Response": {"ResponseStatus": {"Code": "0", "Description": "Failure"}}}}"#,
            false,
        ),
        ("{}", true),
    ] {
        let answer = answer(Operation::Rates, body);
        let error = read::from_wire(&carrier(), &asked(at_home()), &answer).unwrap_err();
        assert_eq!(matches!(error.kind(), ErrorKind::Unreadable { .. }), unreadable, "{error}");
    }
}

#[tokio::test]
async fn the_call_goes_to_its_place_with_its_headers() {
    let (ups, server) = account(200, fixture("rates/madrid-lisbon.response.json")).await;
    let answer = rates(&ups, &asked(abroad())).await.unwrap();
    assert_eq!(answer.rates.len(), 2);
    let seen = server.seen().pop().unwrap();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/api/rating/v2409/Shoptimeintransit")
    );
    assert_eq!(seen.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(seen.header("transid").map(str::len), Some(32));
}

#[tokio::test]
async fn a_lane_without_service_is_refused_in_the_carriers_words() {
    let (ups, _server) = account(400, fixture("rates/no-lane.response.json")).await;
    let error = rates(&ups, &asked(at_home())).await.unwrap_err();
    let ErrorKind::Refused { code, message } = error.kind() else { panic!("{error}") };
    assert_eq!(code, "111210");
    assert!(message.contains("unavailable between"));
}

#[tokio::test]
async fn what_cannot_be_asked_is_not_sent() {
    let (ups, server) = account(200, "{}").await;
    let mut shipment = at_home();
    shipment.parcels.clear();
    let error = rates(&ups, &asked(shipment)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));
    assert_eq!(server.requests(), 0);
}
