//! What the tests of this carrier share: accounts at a local server, shipments, fixtures.

mod account;

use std::path::PathBuf;

use super::{CanadaPost, CanadaPostBuilder};
use crate::carrier::{Operation, Secret, Wire};
use crate::http::Answer;
use crate::http::loopback::{Loopback, Reply, Seen};
use crate::model::{
    Address, CarrierId, Contents, Country, Customs, CustomsItem, Date, Parcel, PurchaseKey,
    RateRequest, Shipment,
};

pub(super) fn builder() -> CanadaPostBuilder {
    CanadaPost::builder("a1b2c3", Secret::new("s3cret"), "0007023210")
}

/// A customer with a contract, who asks nobody.
pub(super) fn contract() -> CanadaPost {
    builder().contract("0042708517").contact_email("post@librairie.example.ca").build().unwrap()
}

/// A customer without a contract, who asks nobody.
pub(super) fn by_card() -> CanadaPost {
    builder().build().unwrap()
}

/// A server that answers as a script says, and the customer with a contract that asks it.
pub(super) async fn served(
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (CanadaPost, Loopback) {
    let server = Loopback::start(script).await.unwrap();
    let account = builder()
        .contract("0042708517")
        .contact_email("post@librairie.example.ca")
        .base_url(server.url())
        .build()
        .unwrap();
    (account, server)
}

pub(super) fn carrier() -> CarrierId {
    CarrierId::new("canadapost").unwrap()
}

/// An answer that did not come over a network.
pub(super) fn answer(operation: Operation, body: impl Into<Vec<u8>>) -> Answer {
    Answer::new(carrier(), operation, 200, body)
}

/// A whole answer with a document.
pub(super) fn xml(status: u16, body: impl AsRef<[u8]>) -> Reply {
    Reply::new(status, "application/xml", body)
}

/// What nobody wrote an answer for names itself.
pub(super) fn nothing_for(seen: &Seen) -> Reply {
    Reply::new(501, "text/plain", format!("nothing for {} {}", seen.method, seen.path))
}

/// The carrier's "no".
pub(super) fn no(code: &str, words: &str) -> String {
    format!(
        "<messages xmlns=\"http://www.canadapost.ca/ws/messages\"><message><code>{code}</code>\
         <description>{words}</description></message></messages>"
    )
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/canadapost").join(name)
}

pub(super) fn fixture(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds the body that is sent against its fixture; `ARRIERO_WRITE_FIXTURES=1` writes it.
pub(super) fn assert_sent(name: &str, sent: &Wire) {
    let text = String::from_utf8(sent.body.clone()).unwrap().replace("><", ">\n<") + "\n";
    if std::env::var_os("ARRIERO_WRITE_FIXTURES").is_some() {
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), &text).unwrap();
    }
    assert_eq!(text, fixture(name), "{name}");
}

pub(super) fn day() -> Date {
    "2026-11-25".parse().unwrap()
}

pub(super) fn key() -> PurchaseKey {
    PurchaseKey::from_uuid(uuid::Uuid::from_u128(0x5eed_0000_0000_4000_8000_0000_0000_0007))
}

pub(super) fn ottawa() -> Address {
    let mut address = Address::new(Country::CA)
        .with_company("Librairie du Canal")
        .with_line("214 rue Somerset Ouest, unite 3")
        .with_city("K2P 0J4", "Ottawa");
    (address.region, address.phone) = (Some("ON".into()), Some("613-555-0164".into()));
    address.email = Some("expedition@librairie.example.ca".into());
    address
}

pub(super) fn halifax() -> Address {
    let mut address = Address::new(Country::CA)
        .with_name("Morag Beaton")
        .with_line("1871 Hollis Street")
        .with_line("Apartment 12")
        .with_city("b3j 1w5", "Halifax");
    address.region = Some("NS".into());
    address
}

pub(super) fn portland() -> Address {
    let mut address = Address::new(Country::US)
        .with_name("Dale Okafor")
        .with_line("22 Alder Court")
        .with_city("972041207", "Portland");
    (address.region, address.phone) = (Some("OR".into()), Some("+1 503 555 0117".into()));
    address
}

pub(super) fn madrid() -> Address {
    let mut address = Address::new(Country::ES)
        .with_name("Nuria Fajardo")
        .with_line("Calle de Embajadores")
        .with_city("28012", "Madrid");
    (address.house_number, address.phone) = (Some("35".into()), Some("+34910000017".into()));
    address
}

fn parcel() -> Parcel {
    Parcel::new("13 oz".parse().unwrap()).with_dimensions("20x33.71x10 cm".parse().unwrap())
}

/// One parcel from Ottawa to Halifax.
pub(super) fn within_canada() -> Shipment {
    Shipment::new(ottawa(), halifax(), vec![parcel()])
}

/// One parcel with its declaration from Ottawa to somewhere.
pub(super) fn abroad(to: Address) -> Shipment {
    let mut shipment = Shipment::new(ottawa(), to, vec![parcel()]);
    let mut item = CustomsItem::new(
        "Illustrated novel, bound",
        2,
        "24.50 CAD".parse().unwrap(),
        "5.5 oz".parse().unwrap(),
        Country::CA,
    );
    (item.hs_code, item.sku) = (Some("490199".into()), Some("NOV-0071".into()));
    let mut customs = Customs::new(Contents::Merchandise);
    customs.items.push(item);
    shipment.customs = Some(customs);
    shipment
}

pub(super) fn asked(shipment: Shipment) -> RateRequest {
    RateRequest::new(shipment, day())
}
