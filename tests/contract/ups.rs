//! The row of UPS.

use std::sync::Arc;

use arriero::carrier::{FailureKind, Secret};
use arriero::carriers::ups::Ups;
use arriero::conformance::{Ask, Canned, Figure, Part, Row, Script};
use arriero::model::{
    Format, LabelRequest, LabelSpec, LengthUnit, Parcel, PickupRequest, PointQuery, PurchaseKey,
    RateRequest, ReturnLabelRequest, ReturnParcel, Shipment, TrackQuery, TrackRequest, WeightUnit,
    Window,
};
use rust_decimal::Decimal;

use super::addresses::{austin, lisbon, madrid, portland};
use super::{fixture, keeps_the_contract};

#[tokio::test]
async fn ups_keeps_the_contract() {
    keeps_the_contract(row()).await;
}

fn row() -> Row {
    Row::new("2026-11-25".parse().unwrap(), |place| {
        let ups = Ups::builder("client", Secret::new("s3cret-of-ups"), "A1B2C3")
            .base_url(&place.base_url)
            .client(&place.client)
            .settings(place.settings.clone())
            .build()?;
        Ok(Arc::new(ups))
    })
    .token(
        "/security/v1/oauth/token",
        Canned::json(200, r#"{"access_token": "t0ken-of-ups", "expires_in": "14399"}"#),
    )
    .secret("s3cret-of-ups")
    .secret("t0ken-of-ups")
    // `client:s3cret-of-ups`, as Basic.
    .secret("Y2xpZW50OnMzY3JldC1vZi11cHM=")
    .person("DUARTE")
    .refusal(
        Canned::json(400, told(r#"{"code": "111100", "message": "Invalid service"}"#)),
        "111100",
    )
    .part(rates())
    .part(track())
    .part(address())
    .part(label())
    .part(return_label())
    .part(documents())
    .part(void())
    .part(find())
    .part(points())
    .part(pickup())
    .part(cancel())
    .part(Part::new(Ask::Account, Script::token_alone()))
}

fn told(error: &str) -> String {
    format!(r#"{{"response": {{"errors": [{error}]}}}}"#)
}

fn abroad(weight: &str) -> Shipment {
    let mut parcel = Parcel::new(weight.parse().unwrap());
    parcel.declared_value = Some("79.90 EUR".parse().unwrap());
    Shipment::new(madrid(), lisbon(), vec![parcel])
}

fn at_home() -> Shipment {
    Shipment::new(austin(), portland(), vec![Parcel::new("13 oz".parse().unwrap())])
}

fn asked(shipment: Shipment) -> Ask {
    Ask::Rates(RateRequest::new(shipment, "2026-11-25".parse().unwrap()))
}

fn rates() -> Part {
    let priced = |rated: &str| {
        let response = r#""Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}"#;
        Canned::json(
            200,
            format!(r#"{{"RateResponse": {{{response}, "RatedShipment": {rated}}}}}"#),
        )
    };
    let one = |service: &str| {
        format!(
            r#"{{"Service": {{"Code": "{service}"}}, "TotalCharges": {{"CurrencyCode": "EUR", "MonetaryValue": "9.10"}}}}"#
        )
    };
    Part::new(asked(abroad("3.61 kg")), fixture(200, "ups/rates/madrid-lisbon.response.json"))
        // `Rating.yaml`: `RatedShipment` is required; where nothing is sold there is an error.
        .none_fails(FailureKind::Unreadable, priced("[]"))
        .elements(1, priced(&one("11")))
        .elements(2, fixture(200, "ups/rates/madrid-lisbon.response.json"))
        .keeps("Z9", priced(&one("Z9")))
        .refuses("111210", Canned::json(400, told(r#"{"code": "111210", "message": "No lane"}"#)))
        .beyond(asked(abroad("70.1 kg")), "70 kg")
        .beyond(asked(Shipment::new(madrid(), lisbon(), vec![parcel_of("2.8 m")])), "270 cm")
        .measures(asked(abroad("3.61 kg")), figures("/RateRequest", WeightUnit::Kg, LengthUnit::Cm))
        .measures(asked(at_home()), figures("/RateRequest", WeightUnit::Lb, LengthUnit::In))
}

fn parcel_of(side: &str) -> Parcel {
    let side = side.parse().unwrap();
    let dimensions = arriero::model::Dimensions::new(side, side, side);
    Parcel::new("2 kg".parse().unwrap()).with_dimensions(dimensions)
}

fn track() -> Part {
    let number = "1ZA1B2C30300000017";
    let ask = Ask::Track(TrackRequest::new([TrackQuery::new(number)]));
    let package = |activity: &str| {
        Canned::json(
            200,
            format!(
                r#"{{"trackResponse": {{"shipment": [{{"inquiryNumber": "{number}", "package":
                    [{{"trackingNumber": "{number}", "activity": {activity}}}]}}]}}}}"#
            ),
        )
    };
    let event = r#"{"date": "20261126", "time": "141500", "status": {"type": "Q", "code": "Y7", "statusCode": "999"}}"#;
    let delivered = || fixture(200, "ups/track/delivered.response.json");
    Part::new(ask, delivered())
        .elements(0, package("[]"))
        .elements(0, fixture(200, "ups/track/unknown.response.json"))
        .elements(1, package(event))
        .elements(1, package(&format!("[{event}]")))
        .elements(4, delivered())
        .keeps("Y7", package(event))
        .times(
            &[
                "2026-11-25T20:10:00+01:00",
                "2026-11-26",
                "2026-11-26T07:30:00+00:00",
                "2026-11-26T14:15:00+00:00",
            ],
            delivered(),
        )
        .times(&["2026-11-26T14:15:00"], package(event))
        .fails(FailureKind::NotFound, fixture(200, "ups/track/unknown.response.json"))
        .fails(
            FailureKind::NotFound,
            Canned::json(404, told(r#"{"code": "TW0001", "message": "Not found"}"#)),
        )
}

fn address() -> Part {
    let no = r#"{"XAVResponse": {"Response": {"ResponseStatus": {"Code": "0", "Description": "Failure 264003"}}}}"#;
    let none = r#"{"XAVResponse": {"Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}, "NoCandidatesIndicator": ""}}"#;
    let valid = || fixture(200, "ups/address/valid.response.json");
    Part::new(Ask::Address(austin()), valid())
        .elements(0, Canned::json(200, none))
        .elements(1, valid())
        .elements(2, fixture(200, "ups/address/ambiguous.response.json"))
        .refuses("264003", Canned::json(200, no))
}

/// Where the first package stands below the root, in tenths and whole sides.
fn figures(root: &str, weight: WeightUnit, side: LengthUnit) -> Vec<Figure> {
    let package = format!("{root}/Shipment/Package/0");
    let side = |name: &str| {
        Figure::json_length(&format!("{package}/Dimensions/{name}"), side, Decimal::ONE)
    };
    let weighed = format!("{package}/PackageWeight/Weight");
    vec![
        Figure::json_weight(&weighed, weight, Decimal::new(1, 1)),
        side("Length"),
        side("Width"),
        side("Height"),
    ]
}

fn ordered(shipment: Shipment, format: Format) -> LabelRequest {
    let day = "2026-11-25".parse().unwrap();
    let mut request = LabelRequest::new(PurchaseKey::random(), shipment, "11", day);
    request.label = LabelSpec::of(format);
    request
}

const SHIP: &str = "/api/shipments/v2409/ship";
const RECOVERY: &str = "/api/labels/v1/recovery";

fn label() -> Part {
    // A PDF is recovered after the order.
    let good = Script::route("POST", SHIP, fixture(200, "ups/label/madrid-lisbon.response.json"))
        .then("POST", RECOVERY, fixture(200, "ups/documents/pdf.response.json"));
    let order = |shipment| Ask::Label(ordered(shipment, Format::Pdf));
    let alone = |name: &str| Script::route("POST", SHIP, fixture(200, name));
    let with_paper = |name: &str| {
        let paper = fixture(200, "ups/documents/pdf.response.json");
        alone(name).then("POST", RECOVERY, paper)
    };
    Part::new(order(abroad("3.61 kg")), good)
        .none_fails(FailureKind::Unreadable, alone("ups/label/no-number.response.json"))
        .elements(1, with_paper("ups/label/madrid-lisbon.response.json"))
        .elements(2, with_paper("ups/label/two-parcels.response.json"))
        .refuses(
            "120802",
            Script::route("POST", SHIP, fixture(400, "ups/label/refused.response.json")),
        )
        .beyond(order(abroad("70.1 kg")), "70 kg")
        .measures(
            order(abroad("3.61 kg")),
            figures("/ShipmentRequest", WeightUnit::Kg, LengthUnit::Cm),
        )
        .measures(order(at_home()), figures("/ShipmentRequest", WeightUnit::Lb, LengthUnit::In))
}

fn return_label() -> Part {
    let back = |weight: &str| {
        let parcels = vec![ReturnParcel::new(Some(weight.parse().unwrap()))];
        let day = "2026-12-01".parse().unwrap();
        let mut request =
            ReturnLabelRequest::new(PurchaseKey::random(), lisbon(), madrid(), parcels, day);
        request.label = LabelSpec::of(Format::Zpl);
        Ask::Return(request)
    };
    Part::new(
        back("1.84 kg"),
        Script::route("POST", SHIP, fixture(200, "ups/return/print.response.json")),
    )
    .none_fails(FailureKind::Unreadable, fixture(200, "ups/label/no-number.response.json"))
    .elements(1, fixture(200, "ups/return/print.response.json"))
    .elements(2, fixture(200, "ups/label/two-parcels.response.json"))
    .beyond(back("70.1 kg"), "70 kg")
    .measures(back("1.84 kg"), figures("/ShipmentRequest", WeightUnit::Kg, LengthUnit::Cm))
}

fn documents() -> Part {
    let none = Canned::json(404, told(r#"{"code": "300100", "message": "No label was found"}"#));
    Part::new(
        Ask::Documents(LabelSpec::of(Format::Pdf)),
        fixture(200, "ups/documents/pdf.response.json"),
    )
    .fails(FailureKind::NotFound, none)
}

fn void() -> Part {
    let no = r#"{"VoidShipmentResponse": {"Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "SummaryResult": {"Status": {"Code": "0", "Description": "Not voided: in transit"}}}}"#;
    Part::new(Ask::Void, fixture(200, "ups/void/whole.response.json"))
        .refuses("190102", fixture(400, "ups/void/refused.response.json"))
        .refuses("in transit", Canned::json(200, no))
}

fn find() -> Part {
    let sought = || Ask::Find(ordered(abroad("3.61 kg"), Format::Gif));
    let one = || only_ours(fixture(200, "ups/find/label.response.json"));
    Part::new(sought(), one())
        .elements(0, fixture(404, "ups/find/none.response.json"))
        .elements(1, one())
        .elements(2, two_shipments())
}

/// By a reference that nobody has nothing is found.
fn only_ours(answer: Canned) -> Script {
    let success = r#""Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}"#;
    let none = format!(r#"{{"LabelRecoveryResponse": {{{success}, "LabelResults": []}}}}"#);
    let none = Canned::json(200, none);
    let none = Script::route("POST", RECOVERY, none).holding("NO SUCH PURCHASE");
    none.then("POST", RECOVERY, answer)
}

/// Two shipments carry the reference: UPS tells their numbers, and each is asked for.
fn two_shipments() -> Script {
    let success = r#""Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}"#;
    let told = |inside: String| {
        Canned::json(200, format!(r#"{{"LabelRecoveryResponse": {{{success}, {inside}}}}}"#))
    };
    let numbers = ["1ZA1B2C30340010244", "1ZA1B2C30340010253"];
    let candidate = |number: &str| format!(r#"{{"TrackingNumber": "{number}"}}"#);
    let candidates = numbers.map(candidate).join(", ");
    let both = told(format!(r#""LabelResults": [], "TrackingCandidate": [{candidates}]"#));
    let mut script = only_ours(both).holding("ReferenceValues");
    for number in numbers {
        let label = format!(
            r#""ShipmentIdentificationNumber": "{number}", "LabelResults": {{"TrackingNumber": "{number}"}}"#
        );
        script = script.then("POST", RECOVERY, told(label)).holding(number);
    }
    script
}

fn points() -> Part {
    let located = |places: &str| {
        let success =
            r#""Response": {"ResponseStatusCode": "1", "ResponseStatusDescription": "Success"}"#;
        let results = format!(r#""SearchResults": {{"DropLocation": {places}}}"#);
        Canned::json(200, format!(r#"{{"LocatorResponse": {{{success}, {results}}}}}"#))
    };
    let one = r#"{"LocationID": "9928012", "AddressKeyFormat": {"ConsigneeName": "Taquilla Atocha",
        "AddressLine": "Calle de Atocha 112", "PoliticalDivision2": "MADRID", "PostcodePrimaryLow": "28012",
        "CountryCode": "ES"}, "AccessPointInformation": {"PublicAccessPointID": "U55667788"}}"#;
    let mut near = madrid();
    near.region = Some("MD".into());
    let madrid = || fixture(200, "ups/service_points/madrid.response.json");
    Part::new(Ask::Points(PointQuery::new(near)), madrid())
        .elements(0, fixture(200, "ups/service_points/none.response.json"))
        .elements(1, located(one))
        .elements(2, madrid())
        .refuses("350202", fixture(200, "ups/service_points/refused.response.json"))
}

fn pickup() -> Part {
    let clock = |text: &str| text.parse().ok();
    let day = "2026-11-26".parse().unwrap();
    let window = Window { date: day, from: clock("09:30:00"), until: clock("17:30:00") };
    let mut request = PickupRequest::new(PurchaseKey::random(), madrid(), window, 3);
    request.weight = "12.5 kg".parse().ok();
    let booked = fixture(200, "ups/pickup/madrid.response.json");
    Part::new(
        Ask::Pickup(request),
        Script::route("POST", "/api/pickupcreation/v2409/pickup", booked),
    )
}

fn cancel() -> Part {
    let cancelled = |code: &str, words: &str| {
        let success = r#""Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}"#;
        let status = format!(r#""GWNStatus": {{"Code": "{code}", "Description": "{words}"}}"#);
        Canned::json(200, format!(r#"{{"PickupCancelResponse": {{{success}, {status}}}}}"#))
    };
    let no = told(r#"{"code": "9510101", "message": "The driver is on the way"}"#);
    Part::new(Ask::CancelPickup, fixture(200, "ups/pickup/cancelled.response.json"))
        .refuses("9510101", Canned::json(400, no))
        .refuses("Dispatched", cancelled("001", "Dispatched to the driver"))
}
