//! What the tests of this carrier share: an account at a local server, shipments, fixtures.

#[cfg(feature = "testing")]
mod manners;

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::Ups;
use crate::carrier::{Operation, Secret};
use crate::http::loopback::{Loopback, Reply};
use crate::http::{Answer, Settings};
use crate::model::{
    Address, CarrierId, Contents, Country, Customs, CustomsItem, Destination, Incoterm, Invoice,
    LabelRequest, Parcel, PointDestination, PurchaseKey, RateRequest, ServicePoint, Shipment,
    Weight,
};

/// A server that gives a token and one answer, and the account that asks it.
pub(super) async fn account(status: u16, body: impl Into<String>) -> (Ups, Loopback) {
    let body = body.into();
    account_by(move |_| Reply::json(status, &body)).await
}

/// A server that gives a token and answers by the path, and the account that asks it.
pub(super) async fn account_by(
    script: impl Fn(&str) -> Reply + Send + Sync + 'static,
) -> (Ups, Loopback) {
    let server = Loopback::start(move |seen| match seen.path.as_str() {
        "/security/v1/oauth/token" => {
            Reply::json(200, r#"{"access_token": "t0ken", "expires_in": "14399"}"#)
        }
        path => script(path),
    })
    .await
    .unwrap();
    let settings = Settings { backoff: Duration::from_millis(1), ..Settings::default() };
    let ups = Ups::builder("client", Secret::new("s3cret"), "A1B2C3")
        .base_url(server.url())
        .settings(settings)
        .build()
        .unwrap();
    (ups, server)
}

/// A key that is the same in every run.
pub(super) fn key() -> PurchaseKey {
    "5b1f2c3d-0a4e-4c6b-9d7f-3e2a1b0c4d5e".parse().unwrap()
}

/// An order with that key.
pub(super) fn ordered(shipment: Shipment, service: &str) -> LabelRequest {
    LabelRequest::new(key(), shipment, service, "2026-11-25".parse().unwrap())
}

/// One parcel from Madrid to Austin with a declaration; the duties are ours.
pub(super) fn overseas() -> Shipment {
    let mut shipment =
        Shipment::new(madrid(), austin(), vec![Parcel::new("1.84 kg".parse().unwrap())]);
    let mut customs = Customs::new(Contents::Merchandise);
    customs.incoterm = Some(Incoterm::Ddp);
    customs.invoice = Some(Invoice { number: "F-2026-119".into(), date: None });
    let value = "24.50 EUR".parse().unwrap();
    let mut book =
        CustomsItem::new("Printed cookery book", 3, value, "600 g".parse().unwrap(), Country::ES);
    (book.hs_code, book.sku) = (Some("4901.99".into()), Some("LS-COC-3".into()));
    customs.items = vec![book];
    shipment.customs = Some(customs);
    shipment
}

/// One parcel from Madrid to a point in Lisbon.
pub(super) fn to_point() -> Shipment {
    let mut point = ServicePoint::new(
        "U76543210",
        Address::new(Country::PT)
            .with_line("Rua dos Fanqueiros 120")
            .with_city("1100-232", "Lisboa"),
    );
    point.name = Some("Papelaria do Arco".into());
    let mut shipment = abroad();
    shipment.to = Destination::Point(Box::new(PointDestination {
        point,
        recipient: lisbon(),
        member_no: None,
    }));
    shipment
}

pub(super) fn carrier() -> CarrierId {
    CarrierId::new("ups").unwrap()
}

/// An answer that did not come over a network.
pub(super) fn answer(operation: Operation, body: impl Into<Vec<u8>>) -> Answer {
    Answer::new(carrier(), operation, 200, body)
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/ups").join(name)
}

pub(super) fn fixture(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds what is sent against its fixture; `ARRIERO_WRITE_FIXTURES=1` writes it.
pub(super) fn assert_sent(name: &str, sent: &impl Serialize) {
    let sent = serde_json::to_value(sent).unwrap();
    if std::env::var_os("ARRIERO_WRITE_FIXTURES").is_some() {
        let text = serde_json::to_string_pretty(&sent).unwrap() + "\n";
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), text).unwrap();
    }
    let kept: serde_json::Value = serde_json::from_str(&fixture(name)).unwrap();
    assert_eq!(sent, kept, "{name}");
}

pub(super) fn madrid() -> Address {
    let mut address = Address::new(Country::ES)
        .with_company("Libros Sur")
        .with_line("Calle de Embajadores 35")
        .with_city("28012", "Madrid");
    address.phone = Some("+34 910 55 01 47".into());
    address
}

pub(super) fn lisbon() -> Address {
    let mut address = Address::new(Country::PT)
        .with_name("Ines Duarte")
        .with_line("Rua da Prata 80")
        .with_city("1100-420", "Lisboa");
    address.residential = Some(true);
    address.mobile = Some("+351 910 550 147".into());
    address
}

pub(super) fn austin() -> Address {
    let mut address = Address::new(Country::US)
        .with_company("Blue Lamp Goods")
        .with_line("410 Barton Lane")
        .with_city("78704-1234", "Austin");
    address.region = Some("TX".into());
    address.phone = Some("+1 512 555 0147".into());
    address
}

pub(super) fn portland() -> Address {
    let mut address = Address::new(Country::US)
        .with_name("Dale Okafor")
        .with_line("22 Alder Court")
        .with_city("97204", "Portland");
    (address.region, address.residential) = (Some("OR".into()), Some(true));
    address
}

/// One parcel from Madrid to Lisbon, whose worth is known.
pub(super) fn abroad() -> Shipment {
    let mut parcel = Parcel::new("3.61 kg".parse::<Weight>().unwrap())
        .with_dimensions("33.7x20x10 cm".parse().unwrap());
    parcel.declared_value = Some("79.90 EUR".parse().unwrap());
    Shipment::new(madrid(), lisbon(), vec![parcel])
}

/// Two parcels within the United States.
pub(super) fn at_home() -> Shipment {
    let parcels = ["13 oz", "22.05 lb"].map(|weight| Parcel::new(weight.parse().unwrap()));
    Shipment::new(austin(), portland(), parcels.into())
}

pub(super) fn asked(shipment: Shipment) -> RateRequest {
    RateRequest::new(shipment, "2026-11-25".parse().unwrap())
}

/// An account that is asked nothing.
pub(super) fn offline() -> Ups {
    Ups::builder("client", Secret::new("s3cret"), "A1B2C3")
        .base_url("http://127.0.0.1:9")
        .build()
        .unwrap()
}
