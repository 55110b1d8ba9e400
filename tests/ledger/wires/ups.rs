//! UPS' wire: what its own adapter sends, and answers as `Shipping.yaml` and `OAuthClientCredentials.yaml` have them.

use arriero::model::{
    Address, Country, Handle, Label, LabelRequest, Parcel, PurchaseKey, Shipment, Weight,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Asked, Class, Done, Kind, Order, Reply, Request, Wire, real};
use crate::books::Sale;

pub(super) fn kinds() -> Vec<Kind> {
    vec![Kind {
        name: "ups",
        class: Class::Findable,
        wire: Box::new(UpsWire),
        carrier: real::ups,
        request,
        label,
    }]
}

#[derive(Debug)]
struct UpsWire;

const TOKEN: &str = "/security/v1/oauth/token";
const SHIP: &str = "/api/shipments/v2409/ship";
const VOID: &str = "/api/shipments/v2409/void/cancel/";
const RECOVERY: &str = "/api/labels/v1/recovery";
/// What the second of two labels for one sale has more in its number.
const TWIN: char = 'X';

impl Wire for UpsWire {
    fn asked(&self, request: &Request) -> Asked {
        let body = || serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", TOKEN) => Asked::Else(Reply::json(
                200,
                &json!({ "token_type": "Bearer", "access_token": "t0ken", "expires_in": "14399" }),
            )),
            ("POST", SHIP) => match order(&body()["ShipmentRequest"]["Shipment"]) {
                Some(order) => Asked::Sell(order),
                None => Asked::Else(no(400, "120100", "Missing or invalid shipment")),
            },
            ("POST", RECOVERY) => {
                let wanted = &body()["LabelRecoveryRequest"];
                let reference = &wanted["ReferenceValues"]["ReferenceNumber"]["Value"];
                match (wanted["TrackingNumber"].as_str(), reference.as_str()) {
                    (Some(number), _) => Asked::Paper(number.trim_end_matches(TWIN).to_owned()),
                    (_, Some(reference)) => Asked::Find(Some(reference.to_owned())),
                    _ => Asked::Else(no(400, "300102", "Neither a number nor a reference")),
                }
            }
            ("DELETE", path) => match path.strip_prefix(VOID) {
                Some(number) => Asked::Void(number.to_owned()),
                None => Asked::Else(no(404, "9999", "There is nothing here")),
            },
            _ => Asked::Else(no(404, "9999", "There is nothing here")),
        }
    }

    fn number(&self, nth: usize) -> String {
        format!("1ZA1B2C368{nth:08}")
    }

    fn reply(&self, request: &Request, done: &Done<'_>) -> Reply {
        match done {
            Done::Sold(sale) | Done::Known(sale) => sold(sale),
            Done::Found(all) => match all.iter().map(|shown| shown.sale).collect::<Vec<_>>()[..] {
                [] => no(404, "300100", "No label was found for this reference"),
                [one] => recovered(&one.number, one, "GIF"),
                ref several => candidates(several),
            },
            Done::Paper(Some(sale)) => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                let wanted = &body["LabelRecoveryRequest"];
                let format = &wanted["LabelSpecification"]["LabelImageFormat"]["Code"];
                let number = wanted["TrackingNumber"].as_str().unwrap();
                recovered(number, sale, format.as_str().unwrap_or("GIF"))
            }
            Done::Paper(None) => no(404, "300100", "No label was found"),
            Done::Voided(None) => no(404, "190100", "No such shipment"),
            Done::Voided(Some(shown)) if shown.voided => no(
                400,
                "190117",
                "The Pickup Request associated with this shipment has already been voided",
            ),
            Done::Voided(Some(_)) => Reply::json(
                200,
                &json!({ "VoidShipmentResponse": {
                    "Response": success(),
                    "SummaryResult": { "Status": { "Code": "1", "Description": "Voided" } },
                } }),
            ),
        }
    }
}

fn order(shipment: &Value) -> Option<Order> {
    // A shipment has its references abroad, its packages theirs within the United States.
    let package = match &shipment["Package"] {
        Value::Array(all) => all.first()?,
        one => one,
    };
    let first = |of: &Value| match &of["ReferenceNumber"] {
        Value::Array(all) => all.first().cloned(),
        Value::Null => None,
        one => Some(one.clone()),
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let weight = &package["PackageWeight"];
    let kilograms: rust_decimal::Decimal = weight["Weight"].as_str()?.parse().ok()?;
    if weight["UnitOfMeasurement"]["Code"] != "KGS" {
        return None;
    }
    Some(Order {
        reference: text(&first(shipment).or_else(|| first(package))?["Value"])?,
        key: None,
        account: text(&shipment["Shipper"]["ShipperNumber"])?,
        recipient: text(&shipment["ShipTo"]["AttentionName"])?,
        postal_code: text(&shipment["ShipTo"]["Address"]["PostalCode"])?,
        service: text(&shipment["Service"]["Code"])?,
        grams: (kilograms * rust_decimal::Decimal::ONE_THOUSAND).try_into().ok()?,
    })
}

fn no(status: u16, code: &str, message: &str) -> Reply {
    let error = json!({ "code": code, "message": message });
    Reply::json(status, &json!({ "response": { "errors": [error] } }))
}

fn success() -> Value {
    json!({ "ResponseStatus": { "Code": "1", "Description": "Success" } })
}

/// Some kilobytes, so that they are not written in one piece.
fn image(format: &str, sale: &Sale) -> String {
    let start = if format == "PDF" { "%PDF-1.4\n" } else { "GIF89a" };
    STANDARD.encode(format!("{start}{}", format!("{}\n", sale.number).repeat(200)))
}

fn euros(amount: &str) -> Value {
    json!({ "CurrencyCode": "EUR", "MonetaryValue": amount })
}

fn sold(sale: &Sale) -> Reply {
    let label = json!({ "ImageFormat": { "Code": "GIF" }, "GraphicImage": image("GIF", sale) });
    Reply::json(
        200,
        &json!({ "ShipmentResponse": {
            "Response": success(),
            "ShipmentResults": {
                "ShipmentCharges": {
                    "TransportationCharges": euros("8.90"),
                    "ServiceOptionsCharges": euros("0.00"),
                    "TotalCharges": euros("8.90"),
                },
                "ShipmentIdentificationNumber": sale.number,
                "PackageResults": [{ "TrackingNumber": sale.number, "ShippingLabel": label }],
            },
        } }),
    )
}

fn recovered(number: &str, sale: &Sale, format: &str) -> Reply {
    let image =
        json!({ "LabelImageFormat": { "Code": format }, "GraphicImage": image(format, sale) });
    Reply::json(
        200,
        &json!({ "LabelRecoveryResponse": {
            "Response": success(),
            "ShipmentIdentificationNumber": number,
            "LabelResults": [{ "TrackingNumber": number, "LabelImage": image }],
        } }),
    )
}

fn candidates(sales: &[&Sale]) -> Reply {
    let candidate = |sale: &&Sale| {
        json!({
            "TrackingNumber": sale.number,
            "DestinationPostalCode": sale.postal_code,
            "DestinationCountryCode": "PT",
        })
    };
    let all: Vec<_> = sales.iter().map(candidate).collect();
    Reply::json(
        200,
        &json!({ "LabelRecoveryResponse": {
            "Response": success(), "LabelResults": [], "TrackingCandidate": all,
        } }),
    )
}

fn label(number: &str) -> Label {
    let held = json!({ "shipment": number, "packages": [number], "service": "11", "to": "PT" });
    Label::new(number, Handle::of(real::ups_id(), 1, &held).unwrap())
}

fn request(recipient: &str, grams: u32) -> LabelRequest {
    let mut from = Address::new(Country::ES).with_company("Tienda").with_line("Calle Mayor 1");
    from.phone = Some("+34 910 55 01 47".into());
    let mut to = Address::new(Country::PT).with_name(recipient).with_line("Rua Augusta 12");
    to.phone = Some("+351 910 550 147".into());
    let shipment = Shipment::new(
        from.with_city("28013", "Madrid"),
        to.with_city("1100-048", "Lisboa"),
        vec![Parcel::new(Weight::from_grams(grams))],
    );
    LabelRequest::new(PurchaseKey::random(), shipment, "11", "2026-11-24".parse().unwrap())
}
