//! The row of Canada Post, for a customer with a contract.

use std::sync::Arc;

use arriero::carrier::{FailureKind, Secret};
use arriero::carriers::canadapost::{CanadaPost, CanadaPostBuilder};
use arriero::conformance::{Ask, Canned, Figure, Part, Row, Script};
use arriero::model::{
    Address, Country, Date, LabelRequest, LabelSpec, LengthUnit, ManifestRequest, ManifestScope,
    Parcel, PickupRequest, PointQuery, PurchaseKey, RateRequest, ReturnLabelRequest, ReturnParcel,
    Shipment, TrackQuery, TrackRequest, WeightUnit, Window,
};
use rust_decimal::Decimal;

use super::{fixture, keeps_the_contract};

#[tokio::test]
async fn canada_post_keeps_the_contract() {
    keeps_the_contract(row()).await;
}

fn row() -> Row {
    let builder = || {
        CanadaPost::builder("a1b2c3", Secret::new("s3cret-of-post"), CUSTOMER)
            .contract("0042708517")
    };
    of(builder)
        .secret("s3cret-of-post")
        // `a1b2c3:s3cret-of-post`, as Basic.
        .secret("YTFiMmMzOnMzY3JldC1vZi1wb3N0")
        .part(label())
        .part(void())
        .part(find())
        .part(manifest())
}

pub(super) const CUSTOMER: &str = "0007023210";

/// A customer, with what is the same with a contract and without one.
pub(super) fn of(customer: impl Fn() -> CanadaPostBuilder + Send + Sync + 'static) -> Row {
    Row::new(day(), move |place| {
        let post = customer()
            .contact_email("post@librairie.example.ca")
            .base_url(&place.base_url)
            .client(&place.client)
            .settings(place.settings.clone())
            .build()?;
        Ok(Arc::new(post))
    })
    .person("BEATON")
    .refusal(no(400, "7301", "The weight is none"), "7301")
    .part(rates())
    .part(track())
    .part(return_label())
    .part(Part::new(Ask::Documents(LabelSpec::default()), paper()))
    .part(points())
    .part(pickup())
    .part(cancel())
    .part(account())
}

pub(super) fn no(status: u16, code: &str, words: &str) -> Canned {
    let document = format!(
        "<messages xmlns=\"http://www.canadapost.ca/ws/messages\"><message><code>{code}</code>\
         <description>{words}</description></message></messages>"
    );
    Canned::xml(status, document)
}

pub(super) fn post(name: &str) -> Canned {
    fixture(200, &format!("canadapost/{name}.response.xml"))
}

pub(super) fn paper() -> Canned {
    Canned::new(200, "application/pdf", "%PDF-1.4 a paper of some length, which is not read")
}

fn day() -> Date {
    "2026-11-25".parse().unwrap()
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
        .with_line("Apartment 12")
        .with_city("B3J 1W5", "Halifax");
    address.region = Some("NS".into());
    address
}

fn parcel(weight: &str) -> Shipment {
    Shipment::new(ottawa(), halifax(), vec![Parcel::new(weight.parse().unwrap())])
}

/// Kilograms in grams, centimetres in millimetres.
pub(super) fn figures() -> Vec<Figure> {
    let side = |name: &str| {
        let path = format!("parcel-characteristics/dimensions/{name}");
        Figure::xml_length(&path, LengthUnit::Cm, Decimal::new(1, 1))
    };
    let weight = "parcel-characteristics/weight";
    vec![
        Figure::xml_weight(weight, WeightUnit::Kg, Decimal::new(1, 3)),
        side("length"),
        side("width"),
        side("height"),
    ]
}

fn rates() -> Part {
    let asked = |weight: &str| Ask::Rates(RateRequest::new(parcel(weight), day()));
    Part::new(asked("13 oz"), post("rate/domestic"))
        .elements(0, post("rate/none"))
        .elements(1, post("rate/one"))
        .elements(3, post("rate/domestic"))
        .keeps("DOM.NEW", post("rate/domestic"))
        .refuses("9111", no(200, "9111", "No service there"))
        .beyond(asked("100 kg"), "99.999 kg")
        .measures(asked("13 oz"), figures())
}

fn track() -> Part {
    let ask = Ask::Track(TrackRequest::new([TrackQuery::new("7320091846612053")]));
    let detail = |name: &str| Script::route("GET", "/detail", post(name));
    let unknown = || no(404, "004", "No PIN history");
    Part::new(ask, detail("track/delivered"))
        .elements(0, unknown())
        .elements(1, detail("track/one"))
        .elements(1, detail("track/empty").then("GET", "/summary", post("track/summary")))
        .elements(5, detail("track/delivered"))
        .keeps("9417", detail("track/delivered"))
        .times(
            &[
                "2026-11-25T17:31:55-05:00",
                "2026-11-29T23:40:00",
                "2026-12-01T07:02:11-04:00",
                "2026-12-01T11:16:40-04:00",
                "2026-12-01T11:20:04-04:00",
            ],
            detail("track/delivered"),
        )
        .times(&["2026-11-27T09:15:00"], detail("track/one"))
        .fails(FailureKind::NotFound, unknown())
}

pub(super) fn order(weight: &str) -> LabelRequest {
    LabelRequest::new(PurchaseKey::random(), parcel(weight), "DOM.EP", day())
}

fn label() -> Part {
    let good = Script::route("POST", "/shipment", post("label/contract"));
    Part::new(Ask::Label(order("13 oz")), good.then("GET", "/rs/artifact/", paper()))
        .refuses("8702", no(200, "8702", "The service is not offered"))
        .beyond(Ask::Label(order("1000 kg")), "999.999 kg")
        .measures(Ask::Label(order("13 oz")), figures())
}

fn return_label() -> Part {
    let parcels = vec![ReturnParcel::new("13 oz".parse().ok())];
    let back = ReturnLabelRequest::new(PurchaseKey::random(), halifax(), ottawa(), parcels, day());
    let good = Script::route("POST", "/authorizedreturn", post("return/printed"));
    Part::new(Ask::Return(back.clone()), good.then("GET", "/rs/artifact/", paper()))
        .measures(Ask::Return(back), figures())
}

fn void() -> Part {
    let own = || Script::route("GET", "/shipment/", post("label/contract"));
    let sent = || Script::route("GET", "/details", post("find/details"));
    let transmitted = |answer| {
        sent().then("GET", "/shipment/", post("void/transmitted")).then("POST", "/refund", answer)
    };
    Part::new(Ask::Void, own().then("DELETE", "/shipment/", Canned::empty(204)))
        .refuses("7292", own().then("DELETE", "/shipment/", no(400, "7292", "On its way")))
        .refuses("7292", own().then("DELETE", "/shipment/", no(200, "7292", "On its way")))
        .refuses("7300", transmitted(no(400, "7300", "No refund")))
        .keeps("0117730042", transmitted(post("void/refund")))
}

/// A response of the fixtures, with the token of the purchase that is asked about.
pub(super) fn told(name: &str) -> String {
    let name = format!("canadapost/{name}.response.xml");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    std::fs::read_to_string(path).unwrap().replace("CUSTOMERTOKEN00", "{{token}}")
}

fn find() -> Part {
    let found = |list: String| {
        let details = Canned::xml(200, told("find/details"));
        Script::route("GET", "customerRequestId", Canned::xml(200, list))
            .then("GET", "/details", details)
    };
    let one = told("find/found");
    let start = one.find("<shipment-info>").unwrap();
    let end = one.find("</shipments>").unwrap();
    let two = format!("{}{}{}", &one[..end], &one[start..end], &one[end..]);
    Part::new(Ask::Find(order("13 oz")), found(one.clone()))
        .elements(0, found(told("find/none")))
        .elements(1, found(one))
        .elements(2, found(two))
}

fn points() -> Part {
    let none = "<post-office-list xmlns=\"http://www.canadapost.ca/ws/postoffice\"/>";
    Part::new(Ask::Points(PointQuery::new(ottawa())), post("points/two"))
        .elements(0, Canned::xml(200, none))
        .elements(1, post("points/one"))
        .elements(2, post("points/two"))
}

/// There is no call for it: a post office is looked for.
fn account() -> Part {
    Part::new(Ask::Account, post("points/one"))
        .fails(FailureKind::Credentials, no(401, "E002", "AAA Authentication Failure"))
        .fails(FailureKind::Credentials, no(200, "E002", "AAA Authentication Failure"))
}

fn pickup() -> Part {
    let window =
        Window { date: day(), from: "13:00:00".parse().ok(), until: "16:30:00".parse().ok() };
    let mut request = PickupRequest::new(PurchaseKey::random(), ottawa(), window, 3);
    request.weight = "31.25 lb".parse().ok();
    let good = Script::route("POST", "/pickuprequest", post("pickup/booked"));
    Part::new(Ask::Pickup(request), good)
}

fn cancel() -> Part {
    let deleted = |answer| Script::route("DELETE", "/pickuprequest/", answer);
    let still = || post("pickup/booked");
    Part::new(Ask::CancelPickup, deleted(Canned::empty(204)).then("GET", "/details", still()))
        .refuses("7455", deleted(no(400, "7455", "Too late")).then("GET", "/details", still()))
        .refuses("7455", deleted(no(200, "7455", "Too late")).then("GET", "/details", still()))
}

fn manifest() -> Part {
    let scope = ManifestScope::Day(day());
    let request = ManifestRequest::new(PurchaseKey::random(), scope, ottawa());
    let good = Script::route("POST", "/manifest", post("manifest/closed"))
        .then("GET", "/manifest/", post("manifest/one"))
        .then("GET", "manifestId=", post("find/linked"))
        .then("GET", "/rs/artifact/", paper());
    Part::new(Ask::Manifest(request), good)
        .fails(FailureKind::Unreadable, post("manifest/none"))
        .refuses("9900", no(200, "9900", "Nothing waits"))
}
