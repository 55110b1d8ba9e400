//! The purchases of a fixture: one in every state, of every kind, from carriers that prepare bytes and from one that does not.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arriero::model::{
    Address, Country, Format, LabelRequest, LabelSpec, Parcel, PurchaseKey, ReturnLabelRequest,
    ReturnParcel, Shipment,
};
use arriero::purchase::{Journal, Outcome, Purchase, Settings};
use arriero::store::{Filter, SqliteStore, Store as _};

use crate::Expected;
use crate::after;
use crate::carriers::{House, Says};
use crate::server::{Route, Sent, Server};
use crate::told::told;

pub(crate) const SHIP: &str = "/shipments/v2409/ship";

pub(crate) fn file(word: &'static str, status: u16, name: &str) -> Route {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let kind = if name.ends_with("xml") { "application/xml" } else { "application/json" };
    Route { word, status, kind, body: fs::read(path).unwrap() }
}

pub(crate) fn bare(word: &'static str, status: u16) -> Route {
    Route { word, status, kind: "text/plain", body: b"as told".to_vec() }
}

fn paper() -> Route {
    Route {
        word: "/rs/artifact/",
        status: 200,
        kind: "application/pdf",
        body: b"%PDF-1.4 a paper of some length".to_vec(),
    }
}

pub(crate) fn spain() -> Address {
    let mut address = Address::new(Country::ES)
        .with_company("Libros Sur")
        .with_line("Calle de Embajadores 35")
        .with_city("28012", "Madrid");
    address.phone = Some("+34 910 55 01 47".into());
    address
}

pub(crate) fn portugal() -> Address {
    let mut address = Address::new(Country::PT)
        .with_name("Inês Duarte \u{1f4e6}")
        .with_line("Rua da Prata 80")
        .with_city("1100-420", "Lisboa");
    address.mobile = Some("+351 910 550 147".into());
    address
}

fn ottawa() -> Address {
    let mut address = Address::new(Country::CA)
        .with_company("Librairie du Canal")
        .with_name("Luc Arsenault")
        .with_line("214 rue Somerset Ouest, unite 3")
        .with_city("K2P 0J4", "Ottawa");
    (address.region, address.phone) = (Some("ON".into()), Some("613-555-0164".into()));
    address.email = Some("expedition@librairie.example.ca".into());
    address
}

fn halifax() -> Address {
    let mut address = Address::new(Country::CA)
        .with_name("Morag Beaton")
        .with_line("1871 Hollis Street")
        .with_city("B3J 1W5", "Halifax");
    address.region = Some("NS".into());
    address
}

pub(crate) fn label(
    carrier: &str,
    service: &str,
    (from, to): (Address, Address),
    format: Format,
) -> Purchase {
    let mut parcel = Parcel::new("3.61 kg".parse().unwrap());
    parcel.declared_value = Some("79.90 EUR".parse().unwrap()).filter(|_| carrier == "ups");
    let shipment = Shipment::new(from, to, vec![parcel]);
    let day = "2026-11-25".parse().unwrap();
    let mut request = LabelRequest::new(PurchaseKey::random(), shipment, service, day);
    request.label = LabelSpec::of(format);
    Purchase::label(carrier.parse().unwrap(), request)
}

fn back(carrier: &str, (from, to): (Address, Address), format: Format) -> Purchase {
    let parcels = vec![ReturnParcel::new("1.84 kg".parse().ok())];
    let day = "2026-12-01".parse().unwrap();
    let mut request = ReturnLabelRequest::new(PurchaseKey::random(), from, to, parcels, day);
    request.label = LabelSpec::of(format);
    Purchase::return_label(carrier.parse().unwrap(), request)
}

/// A process that is gone is known to be gone soon after.
pub(crate) fn patient() -> Settings {
    let mut settings = Settings::default();
    (settings.call, settings.lease) = (Duration::from_secs(5), Duration::from_secs(15));
    // What is gone on with is due soon.
    (settings.pause, settings.longest_pause) = (Duration::from_secs(1), Duration::from_secs(1));
    settings
}

/// Buys them all, before a server that answers each as it should be told.
pub(crate) async fn write(release: &Path) {
    let server = Server::start();
    let house = House::at(&server.url());
    let store = Arc::new(SqliteStore::open(release.join("journal.db")).unwrap());
    let journal = Journal::new(store.clone(), house.carriers()).with_settings(patient());

    let ups = || label("ups", "11", (spain(), portugal()), Format::Pdf);
    let ups_back = || back("ups", (portugal(), spain()), Format::Zpl);
    let post = || label("canadapost", "DOM.EP", (ottawa(), halifax()), Format::Pdf);
    let post_back = || back("canadapost", (halifax(), ottawa()), Format::Pdf);
    let sierra = || label("sierra", "24h", (spain(), portugal()), Format::Pdf);
    let norte = || label("norte", "24h", (spain(), portugal()), Format::Pdf);
    let recovered = || file("/labels/v1/recovery", 200, "ups/documents/pdf.response.json");
    let purchases = [
        (
            "ups made",
            ups(),
            vec![file(SHIP, 200, "ups/label/madrid-lisbon.response.json"), recovered()],
        ),
        ("ups refused", ups(), vec![file(SHIP, 400, "ups/label/refused.response.json")]),
        ("ups unknown", ups(), vec![bare(SHIP, 500)]),
        ("ups return made", ups_back(), vec![file(SHIP, 200, "ups/return/print.response.json")]),
        ("ups return unknown", ups_back(), vec![bare(SHIP, 502)]),
        // After this the account is left alone for a while.
        ("ups not sent", ups(), vec![bare(SHIP, 429)]),
        (
            "post made",
            post(),
            vec![paper(), file("/shipment", 200, "canadapost/label/contract.response.xml")],
        ),
        ("post unknown", post(), vec![bare("/shipment", 503)]),
        (
            "post return made",
            post_back(),
            vec![paper(), file("/authorizedreturn", 200, "canadapost/return/printed.response.xml")],
        ),
        ("post return unknown", post_back(), vec![bare("/authorizedreturn", 500)]),
        ("sierra made", sierra(), Vec::new()),
        ("sierra forgotten", sierra(), Vec::new()),
        ("norte unknown", norte(), Vec::new()),
    ];
    let mut expected = Expected::new();
    house.norte.says(&[Says::Lost]);
    for (key, mut purchase, answers) in purchases {
        server.answers(answers);
        if key.starts_with("sierra") {
            (purchase.order, purchase.supplier) =
                (Some(key.to_owned()), Some("Norte \"y\" Sur".into()));
            purchase.cost = Some("5.90 EUR".parse().unwrap());
        }
        let bought = journal.buy(purchase.with_key(key)).await.unwrap();
        let ended = match bought.outcome {
            Outcome::Made(_) => "made",
            Outcome::Refused(_) => "refused",
            Outcome::NotSent(_) => "not sent",
            Outcome::Unknown { .. } => "unknown",
            other => panic!("{key}: {other:?}"),
        };
        assert!(key.ends_with(ended) || key == "sierra forgotten", "{key}: {ended}");
        let sent = match key {
            "norte unknown" => Some(Sent {
                method: "POST".into(),
                path: "/labels".into(),
                body: house.norte.sent().remove(0),
            }),
            _ => server.sent(),
        };
        expected.insert(key.to_owned(), (serde_json::Value::Null, sent));
    }
    journal.forget("sierra forgotten").await.unwrap();

    // Whoever buys this is gone before an answer comes.
    server.answers(vec![bare(SHIP, 0)]);
    let buying = Journal::new(store.clone(), House::at(&server.url()).carriers());
    let buying = buying.with_settings(patient());
    let gone = tokio::runtime::Runtime::new().unwrap();
    gone.spawn(async move { buying.buy(ups().with_key("ups sending")).await });
    let sent = loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        if let Some(sent) = server.sent() {
            break sent;
        }
    };
    gone.shutdown_background();
    expected.insert("ups sending".to_owned(), (serde_json::Value::Null, Some(sent)));

    for (key, sent) in after::write(&server, &house, &store).await {
        expected.insert(key, (serde_json::Value::Null, Some(sent)));
    }
    for record in store.records(&Filter::default()).await.unwrap() {
        let (was, _) = expected.entry(record.key.clone()).or_default();
        *was = told(&*store, &journal, &record.key).await;
    }
    let mut text = serde_json::to_string_pretty(&expected).unwrap();
    text.push('\n');
    fs::write(release.join("expected.json"), text).unwrap();
    // The file is whole when the last who has it open is gone.
    drop(journal);
    while Arc::strong_count(&store) > 1 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
