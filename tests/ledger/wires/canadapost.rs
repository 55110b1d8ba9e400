//! Canada Post's wires, with a contract and without one: what its own adapter sends, and answers as `shipment.xsd`, `ncshipment.xsd` and
//! `messages.xsd` have them.

use std::fmt::Write as _;

use arriero::model::{
    Address, Country, Handle, Label, LabelRequest, Parcel, PurchaseKey, Shipment, Weight,
};
use serde::Deserialize;
use serde_json::json;

use super::{Asked, Class, Done, Kind, Order, Reply, Request, Shown, Wire, real};
use crate::books::Sale;

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "canadapost",
            class: Class::Findable,
            wire: Box::new(PostWire(CONTRACT)),
            carrier: real::canadapost,
            request,
            label: |number| label(number, &CONTRACT),
        },
        Kind {
            name: "canadapost_by_card",
            class: Class::Findable,
            wire: Box::new(PostWire(CARD)),
            carrier: real::canadapost_by_card,
            request,
            label: |number| label(number, &CARD),
        },
    ]
}

/// One of the two families of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Family {
    /// What stands before the names of its documents.
    prefix: &'static str,
    namespace: &'static str,
    media: &'static str,
    /// Where its shipments are.
    place: &'static str,
    /// What a handle calls it.
    kind: &'static str,
}

const CONTRACT: Family = Family {
    prefix: "",
    namespace: "http://www.canadapost.ca/ws/shipment-v8",
    media: "application/vnd.cpc.shipment-v8+xml",
    place: "/rs/0007023210/0007023210/shipment",
    kind: "shipment",
};
const CARD: Family = Family {
    prefix: "non-contract-",
    namespace: "http://www.canadapost.ca/ws/ncshipment-v4",
    media: "application/vnd.cpc.ncshipment-v4+xml",
    place: "/rs/0007023210/ncshipment",
    kind: "card_shipment",
};
/// Only the path of a link is followed.
const HOST: &str = "https://soa-gw.example.ca";
const ARTIFACT: &str = "/rs/artifact/9be1/";
/// What the second of two labels for one sale has more in its number.
const TWIN: char = 'X';

#[derive(Debug)]
struct PostWire(Family);

/// `shipment`, `non-contract-shipment`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Wanted {
    customer_request_id: Option<String>,
    delivery_spec: Spec,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Spec {
    service_code: String,
    destination: Party,
    parcel_characteristics: Characteristics,
    references: Option<References>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Party {
    name: String,
    address_details: Details,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Details {
    postal_zip_code: String,
}

#[derive(Debug, Deserialize)]
struct Characteristics {
    weight: String,
}

#[derive(Debug, Deserialize)]
struct References {
    #[serde(rename = "customer-ref-1")]
    first: Option<String>,
}

impl Wire for PostWire {
    fn asked(&self, request: &Request) -> Asked {
        let nothing = || Asked::Else(no(404, "9999", "There is nothing here"));
        if let Some(number) = request.path.strip_prefix(ARTIFACT) {
            return Asked::Paper(own(number));
        }
        let Some(rest) = request.path.strip_prefix(self.0.place) else { return nothing() };
        let parts: Vec<_> = rest.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", [""]) => match self.order(&request.body) {
                Some(order) => Asked::Sell(order),
                None => Asked::Else(no(400, "Server", "The document is not valid")),
            },
            // Without a contract only the hours are asked for, and all of them are shown.
            ("GET", [""]) => Asked::Find(request.query("customerRequestId").map(str::to_owned)),
            ("GET", [number] | [number, "details" | "receipt"]) => Asked::Paper(own(number)),
            ("DELETE", [number]) | ("POST", [number, "refund"]) => {
                Asked::Void((*number).to_owned())
            }
            _ => nothing(),
        }
    }

    fn number(&self, nth: usize) -> String {
        format!("40821176490{nth:07}")
    }

    fn reply(&self, request: &Request, done: &Done<'_>) -> Reply {
        let last = request.path.rsplit('/').next().unwrap_or_default();
        match done {
            Done::Sold(sale) | Done::Known(sale) => {
                self.document("shipment-info", &self.info(&sale.number, sale))
            }
            Done::Found(all) => self.document("shipments", &self.list(all)),
            Done::Paper(Some(sale)) if request.path.starts_with(ARTIFACT) => {
                Reply { status: 200, media: "application/pdf", body: paper(sale).into_bytes() }
            }
            Done::Paper(Some(sale)) => match last {
                "details" => self.document("shipment-details", &self.details(sale)),
                "receipt" => self.document("shipment-receipt", &price()),
                number => self.document("shipment-info", &self.info(number, sale)),
            },
            Done::Voided(Some(Shown { voided: false, .. })) if request.method == "DELETE" => {
                Reply { status: 204, media: "text/plain", body: Vec::new() }
            }
            Done::Voided(Some(Shown { voided: false, .. })) => self.document(
                "shipment-refund-request-info",
                "<service-ticket-id>0117730042</service-ticket-id>",
            ),
            Done::Voided(Some(_)) => no(404, "8064", "The shipment was voided"),
            Done::Paper(None) | Done::Voided(None) => no(404, "8064", "There is no such shipment"),
        }
    }
}

/// The number of a sale, of either of its labels.
fn own(number: &str) -> String {
    number.trim_end_matches(TWIN).to_owned()
}

impl PostWire {
    fn order(&self, body: &[u8]) -> Option<Order> {
        let wanted: Wanted = quick_xml::de::from_reader(body).ok()?;
        let Wanted { customer_request_id, delivery_spec: spec } = wanted;
        let first = spec.references.and_then(|references| references.first);
        let reference = if self.0 == CONTRACT { customer_request_id } else { first };
        let kilograms: rust_decimal::Decimal = spec.parcel_characteristics.weight.parse().ok()?;
        Some(Order {
            reference: reference?,
            key: None,
            account: real::CUSTOMER.to_owned(),
            recipient: spec.destination.name,
            postal_code: spec.destination.address_details.postal_zip_code,
            service: spec.service_code,
            grams: (kilograms * rust_decimal::Decimal::ONE_THOUSAND).try_into().ok()?,
        })
    }

    fn document(&self, name: &str, inside: &str) -> Reply {
        let Family { prefix, namespace, media, .. } = self.0;
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{prefix}{name} xmlns=\"{namespace}\">{inside}</{prefix}{name}>"
        );
        Reply { status: 200, media, body: body.into_bytes() }
    }

    fn link(&self, rel: &str, behind: &str) -> String {
        let Family { place, media, .. } = self.0;
        format!("<link rel=\"{rel}\" href=\"{HOST}{place}/{behind}\" media-type=\"{media}\"/>")
    }

    fn info(&self, number: &str, sale: &Sale) -> String {
        let mut links =
            self.link("self", number) + &self.link("details", &format!("{number}/details"));
        let mut told = format!("<shipment-id>{number}</shipment-id>");
        if self.0 == CONTRACT {
            told = format!(
                "<customer-request-id>{}</customer-request-id>{told}<shipment-status>created</shipment-status>\
                 <tracking-pin>{number}</tracking-pin><shipment-price>{}</shipment-price>",
                sale.reference,
                price(),
            );
        } else {
            for more in ["receipt", "refund"] {
                links += &self.link(more, &format!("{number}/{more}"));
            }
        }
        let label = format!(
            "<link rel=\"label\" href=\"{HOST}{ARTIFACT}{number}\" media-type=\"application/pdf\" index=\"0\"/>"
        );
        format!("{told}<links>{links}{label}</links>")
    }

    /// With a contract what the links lead to; without one the links alone.
    fn list(&self, all: &[Shown<'_>]) -> String {
        let mut list = String::new();
        // A shipment that was voided is not listed; one whose refund was asked for is.
        for Shown { sale, .. } in all.iter().filter(|shown| !shown.voided || self.0 == CARD) {
            let Sale { number, .. } = sale;
            let _ = if self.0 == CONTRACT {
                write!(list, "<shipment-info>{}</shipment-info>", self.info(number, sale))
            } else {
                write!(list, "{}", self.link("shipment", number))
            };
        }
        list
    }

    fn details(&self, sale: &Sale) -> String {
        let Sale { reference, recipient, postal_code, service, grams, .. } = sale;
        let (request, references) = if self.0 == CONTRACT {
            (format!("<customer-request-id>{reference}</customer-request-id>"), String::new())
        } else {
            (String::new(), format!("<customer-ref-1>{reference}</customer-ref-1>"))
        };
        let kilograms = Weight::from_grams(*grams).grams() / rust_decimal::Decimal::ONE_THOUSAND;
        let spec = format!(
            "<delivery-spec><service-code>{service}</service-code>\
             <destination><name>{recipient}</name><address-details><postal-zip-code>{postal_code}</postal-zip-code></address-details></destination>\
             <parcel-characteristics><weight>{kilograms}</weight></parcel-characteristics>\
             <references>{references}</references></delivery-spec>"
        );
        let pin = format!("<tracking-pin>{}</tracking-pin>", sale.number);
        if self.0 == CONTRACT {
            format!("{request}{pin}<shipment-detail>{spec}</shipment-detail>")
        } else {
            format!("{pin}{spec}")
        }
    }
}

fn price() -> String {
    "<base-amount>14.21</base-amount><hst-amount>1.85</hst-amount><due-amount>16.06</due-amount>\
     <cc-receipt-details><charge-amount>16.06</charge-amount></cc-receipt-details>"
        .to_owned()
}

/// Some kilobytes, so that it is not written in one piece.
fn paper(sale: &Sale) -> String {
    format!("%PDF-1.4\n{}", format!("{}\n", sale.number).repeat(200))
}

fn no(status: u16, code: &str, words: &str) -> Reply {
    let body = format!(
        "<messages xmlns=\"http://www.canadapost.ca/ws/messages\"><message><code>{code}</code><description>{words}</description></message></messages>"
    );
    Reply { status, media: "application/vnd.cpc.messages+xml", body: body.into_bytes() }
}

fn label(number: &str, family: &Family) -> Label {
    let own = format!("{}/{number}", family.place);
    let ways = [json!({ "rel": "self", "path": own, "media": family.media })];
    let held = json!({ "kind": family.kind, "id": number, "ways": ways });
    Label::new(number, Handle::of(real::canadapost_id(), 1, &held).unwrap())
}

fn request(recipient: &str, grams: u32) -> LabelRequest {
    let mut from = Address::new(Country::CA)
        .with_company("Librairie du Canal")
        .with_line("214 rue Somerset Ouest")
        .with_city("K2P 0J4", "Ottawa");
    (from.region, from.phone) = (Some("ON".into()), Some("613-555-0164".into()));
    let mut to = Address::new(Country::CA)
        .with_name(recipient)
        .with_line("1871 Hollis Street")
        .with_city("B3J 1W5", "Halifax");
    to.region = Some("NS".into());
    let shipment = Shipment::new(from, to, vec![Parcel::new(Weight::from_grams(grams))]);
    LabelRequest::new(PurchaseKey::random(), shipment, "DOM.EP", "2026-11-24".parse().unwrap())
}
