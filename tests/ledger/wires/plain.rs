//! A wire of the ledger's own, once for each class and sub-class of purchase safety, and the adapter that speaks it, written as a third
//! party would: with nothing but the public interface.

use std::num::NonZeroUsize;
use std::time::Duration;

use arriero::carrier::{
    Capabilities, Carrier, Error, ErrorKind, FindRequest, Found, OnDuplicate, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result, VoidUnit,
};
use arriero::http::{Answer, Api, Call, Refusal};
use arriero::model::{
    Address, CarrierId, Country, Document, DocumentKind, DocumentRequest, Format, Handle, Label,
    LabelRequest, LabelState, Parcel, Payload, PurchaseKey, Shipment, VoidOutcome, VoidRequest,
    Weight,
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Asked, Class, Done, Kind, Order, Reply, Request, Shown, Wire};
use crate::books::Sale;
use crate::shop::{CALL, SETTLE};

const REPLAYS: PurchaseSafety = dedups(OnDuplicate::Replays);
const RETURNS: PurchaseSafety = dedups(OnDuplicate::ReturnsExisting);
const REFUSES: PurchaseSafety = dedups(OnDuplicate::Refuses);
/// A carrier that remembers keys only for a moment.
const FORGETS: PurchaseSafety = PurchaseSafety::Dedups {
    on_duplicate: OnDuplicate::Refuses,
    window: Duration::from_millis(800),
};
const PAPER: PurchaseSafety = PurchaseSafety::Findable { paper: true, settle: SETTLE };
const BARE: PurchaseSafety = PurchaseSafety::Findable { paper: false, settle: SETTLE };
const BLIND: PurchaseSafety = PurchaseSafety::Blind;

const fn dedups(on_duplicate: OnDuplicate) -> PurchaseSafety {
    PurchaseSafety::Dedups { on_duplicate, window: Duration::from_hours(1) }
}

macro_rules! kind {
    ($name:literal, $class:ident, $safety:ident) => {
        Kind {
            name: $name,
            class: Class::$class,
            wire: Box::new(PlainWire($safety)),
            carrier: |base_url| Box::new(Plain::new(base_url, $safety)),
            request,
            label,
        }
    };
}

pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        kind!("replays", Dedups, REPLAYS),
        kind!("returns", Dedups, RETURNS),
        kind!("refuses", Dedups, REFUSES),
        kind!("paper", Findable, PAPER),
        kind!("bare", Findable, BARE),
        kind!("blind", Blind, BLIND),
    ]
}

pub(super) fn forgets() -> Kind {
    kind!("forgets", Dedups, FORGETS)
}

/// What a parcel may weigh, in grams.
pub(crate) const HEAVIEST: u32 = 30_000;

#[derive(Debug)]
struct PlainWire(PurchaseSafety);

/// What is sent to buy.
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    key: String,
    reference: String,
    account: String,
    recipient: String,
    postal_code: String,
    service: String,
    grams: u32,
}

impl Wire for PlainWire {
    fn asked(&self, request: &Request) -> Asked {
        let parts: Vec<_> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["labels"]) => match serde_json::from_slice::<Wanted>(&request.body) {
                Ok(wanted) if wanted.grams > HEAVIEST => {
                    Asked::Else(no(422, "WEIGHT", "a parcel may weigh 30 kg at the most"))
                }
                Ok(wanted) => Asked::Sell(self.order(wanted)),
                Err(error) => Asked::Else(no(400, "BODY", &error.to_string())),
            },
            ("GET", ["labels"]) if self.0 != BLIND => {
                Asked::Find(request.query("reference").map(str::to_owned))
            }
            ("GET", ["labels", number, "paper"]) if ![BLIND, BARE].contains(&self.0) => {
                Asked::Paper((*number).to_owned())
            }
            ("DELETE", ["labels", number]) => Asked::Void((*number).to_owned()),
            _ => Asked::Else(no(404, "PATH", "there is nothing here")),
        }
    }

    fn number(&self, nth: usize) -> String {
        format!("PL{nth:06}")
    }

    fn reply(&self, _: &Request, done: &Done<'_>) -> Reply {
        match done {
            Done::Sold(sale) => sold(sale),
            Done::Known(sale) => match self.0 {
                REPLAYS => sold(sale),
                RETURNS => Reply::json(
                    409,
                    &json!({ "code": "EXISTS", "message": "this key was used", "number": sale.number }),
                ),
                _ => no(409, "EXISTS", "this key was used"),
            },
            Done::Found(all) => {
                let all: Vec<_> = all.iter().map(listed).collect();
                Reply::json(200, &json!({ "labels": all }))
            }
            Done::Paper(Some(sale)) => {
                Reply { status: 200, media: "application/pdf", body: paper(sale).into_bytes() }
            }
            Done::Voided(Some(shown)) => Reply::json(200, &json!({ "already": shown.voided })),
            Done::Paper(None) | Done::Voided(None) => no(404, "NUMBER", "no such number"),
        }
    }
}

impl PlainWire {
    fn order(&self, wanted: Wanted) -> Order {
        let Wanted { key, reference, account, recipient, postal_code, service, grams } = wanted;
        let key = matches!(self.0, PurchaseSafety::Dedups { .. }).then_some(key);
        Order { reference, key, account, recipient, postal_code, service, grams }
    }
}

fn no(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({ "code": code, "message": message }))
}

fn sold(sale: &Sale) -> Reply {
    Reply::json(201, &json!({ "number": sale.number, "total": "5.95 EUR", "paper": paper(sale) }))
}

fn listed(Shown { sale, voided }: &Shown<'_>) -> Value {
    json!({
        "number": sale.number, "reference": sale.reference, "account": sale.account, "recipient": sale.recipient,
        "postal_code": sale.postal_code, "service": sale.service, "grams": sale.grams, "voided": voided,
    })
}

/// Some kilobytes, so that it is not written in one piece.
fn paper(sale: &Sale) -> String {
    let line = format!("{} for {}\n", sale.number, sale.recipient);
    format!("%PDF-1.4\n{}", line.repeat(200))
}

#[derive(Debug)]
struct Plain {
    api: Api,
    safety: PurchaseSafety,
}

fn id() -> CarrierId {
    CarrierId::new("plain").unwrap()
}

fn label(number: &str) -> Label {
    Label::new(number, Handle::of(id(), 1, number).unwrap())
}

fn request(recipient: &str, grams: u32) -> LabelRequest {
    let from = Address::new(Country::ES).with_company("Tienda").with_line("Calle Mayor 1");
    let to = Address::new(Country::PT).with_name(recipient).with_line("Rua Augusta 12");
    let shipment = Shipment::new(
        from.with_city("28013", "Madrid"),
        to.with_city("1100-048", "Lisboa"),
        vec![Parcel::new(Weight::from_grams(grams))],
    );
    LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-24".parse().unwrap())
}

impl Plain {
    fn new(base_url: &str, safety: PurchaseSafety) -> Self {
        let mut settings = arriero::http::Settings::default();
        (settings.total.labels, settings.total.other) = (CALL, CALL);
        settings.tries = 1;
        let api = Api::builder(id(), base_url).settings(settings).errors(refusal);
        Self { api: api.build().unwrap(), safety }
    }
}

fn refusal(answer: &Answer) -> Option<Refusal> {
    let told: Value = answer.json().ok()?;
    let (code, message) = (told["code"].as_str()?, told["message"].as_str().unwrap_or_default());
    let refusal = Refusal::new(code, message);
    if code != "EXISTS" {
        return Some(refusal);
    }
    let existing = told["number"].as_str().map(|number| label(number).handle);
    Some(refusal.meaning(ErrorKind::AlreadyExists { existing, message: message.to_owned() }))
}

fn pdf(content: Vec<u8>) -> Document {
    Document::new(DocumentKind::Label, Format::Pdf, Payload::Bytes(content))
}

#[async_trait]
impl Carrier for Plain {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = Capabilities::default();
        (can.buy_label, can.void) = (true, VoidUnit::Shipment);
        can.find_purchase = self.safety != BLIND;
        can.documents = ![BLIND, BARE].contains(&self.safety);
        can.formats = vec![Format::Pdf];
        can.parcels_per_label = Some(NonZeroUsize::MIN);
        can
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        self.safety
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        let to = request.shipment.to.recipient();
        let grams = request.shipment.parcels.iter().map(|parcel| parcel.weight.grams());
        let wanted = Wanted {
            key: request.key.to_string(),
            reference: request.key.token(),
            account: self.id().to_string(),
            recipient: to.name.clone().unwrap_or_default(),
            postal_code: to.postal_code.clone().unwrap_or_default(),
            service: request.service.clone(),
            grams: grams.sum::<rust_decimal::Decimal>().try_into().unwrap(),
        };
        let call = Call::post(Operation::BuyLabel, "/labels").json(&wanted);
        let invalid = |faults| Error::invalid(self.id(), Operation::BuyLabel, faults);
        Ok(Prepared::bytes(request, call.into_wire(1).map_err(invalid)?))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let wire = prepared.wire().unwrap();
        let answer = self.api.send_once(Operation::BuyLabel, wire).await?;
        let told: Value = answer.json()?;
        let (Some(number), Some(paper)) = (told["number"].as_str(), told["paper"].as_str()) else {
            return Err(answer.unreadable("no number or no paper"));
        };
        let mut sold = label(number);
        sold.tracking_number = Some(number.to_owned());
        sold.total = told["total"].as_str().and_then(|total| total.parse().ok());
        sold.documents = vec![pdf(paper.as_bytes().to_vec())];
        sold.state = LabelState::Ready;
        Ok(sold)
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        let number: String = request.handle.read().unwrap();
        let call = Call::get(Operation::Documents, "/labels").segment(&number).segment("paper");
        Ok(vec![pdf(self.api.send(call).await?.into_body())])
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        let number: String = request.handle.read().unwrap();
        let call = Call::delete(Operation::Void, "/labels").segment(&number);
        let told: Value = self.api.send(call).await?.json()?;
        if let Some(why) = told["refused"].as_str() {
            return Ok(VoidOutcome::Refused { code: "KEPT".to_owned(), text: why.to_owned() });
        }
        Ok(VoidOutcome::Voided { already: told["already"] == true })
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        if self.safety == BLIND {
            return Err(self.unsupported(Operation::FindPurchase));
        }
        let token = request.sought.key().token();
        let call = Call::get(Operation::FindPurchase, "/labels").query("reference", &token);
        let answer = self.api.send(call).await?;
        let told: Value = answer.json()?;
        let all = told["labels"].as_array().ok_or_else(|| answer.unreadable("no list"))?;
        let text = |one: &Value, name: &str| one[name].as_str().map(str::to_owned);
        let found = |one: &Value| {
            let mut found = Found::new(label(one["number"].as_str()?));
            found.label.tracking_number = text(one, "number");
            found.voided = one["voided"].as_bool();
            found.reference = text(one, "reference");
            found.account = text(one, "account").and_then(|account| account.parse().ok());
            let place = text(one, "postal_code").unwrap_or_default();
            found.recipient = text(one, "recipient").map(|name| format!("{name}, {place}"));
            found.service = text(one, "service");
            let grams = one["grams"].as_u64().and_then(|grams| u32::try_from(grams).ok());
            found.weight = grams.map(Weight::from_grams);
            Some(found)
        };
        let all: Option<Vec<_>> = all.iter().map(found).collect();
        all.ok_or_else(|| answer.unreadable("a label without a number"))
    }
}
