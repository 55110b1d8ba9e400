//! What the tests of this carrier share: an account at a local server, shipments, fixtures.

use std::path::PathBuf;

use serde::Serialize;

use super::Ups;
use crate::carrier::{Operation, Secret};
use crate::http::Answer;
use crate::http::loopback::{Loopback, Reply};
use crate::model::{Address, CarrierId, Country, Parcel, RateRequest, Shipment, Weight};

/// A server that gives a token and one answer, and the account that asks it.
pub(super) async fn account(status: u16, body: impl Into<String>) -> (Ups, Loopback) {
    let body = body.into();
    let server = Loopback::start(move |seen| match seen.path.as_str() {
        "/security/v1/oauth/token" => {
            Reply::json(200, r#"{"access_token": "t0ken", "expires_in": "14399"}"#)
        }
        _ => Reply::json(status, &body),
    })
    .await
    .unwrap();
    let ups = Ups::builder("client", Secret::new("s3cret"), "A1B2C3")
        .base_url(server.url())
        .build()
        .unwrap();
    (ups, server)
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
        std::fs::write(path(name), text).unwrap();
    }
    let kept: serde_json::Value = serde_json::from_str(&fixture(name)).unwrap();
    assert_eq!(sent, kept, "{name}");
}

pub(super) fn madrid() -> Address {
    Address::new(Country::ES)
        .with_company("Libros Sur")
        .with_line("Calle de Embajadores 35")
        .with_city("28012", "Madrid")
}

pub(super) fn lisbon() -> Address {
    let mut address = Address::new(Country::PT)
        .with_name("Ines Duarte")
        .with_line("Rua da Prata 80")
        .with_city("1100-420", "Lisboa");
    address.residential = Some(true);
    address
}

pub(super) fn austin() -> Address {
    let mut address = Address::new(Country::US)
        .with_company("Blue Lamp Goods")
        .with_line("410 Barton Lane")
        .with_city("78704-1234", "Austin");
    address.region = Some("TX".into());
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
