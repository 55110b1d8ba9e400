//! A small carrier as a third party would write one, with a fault where one is asked for, and its row.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arriero::carrier::{
    AccountCheck, Capabilities, Carrier, Error, ErrorKind, Operation, Prepared, PurchaseKind,
    PurchaseSafety, Result, Secret, Source, Step, VoidUnit, Wire,
};
use arriero::conformance::{Ask, Canned, Figure, Part, Place, Row, Script};
use arriero::http::{Answer, Api, Auth, Call, OAuth, Refusal};
use arriero::model::{
    Address, CarrierId, Country, Document, DocumentKind, Event, Faults, Format, Handle, Json,
    Label, LabelParcel, LabelRequest, LabelState, LengthUnit, Moment, Parcel, Payload, PurchaseKey,
    Rate, RateAnswer, RateRequest, RawStatus, Service, Shipment, Status, TrackQuery, TrackRequest,
    Tracking, VoidOutcome, VoidRequest, WeightUnit,
};
use async_trait::async_trait;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// What a carrier can do wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    None,
    AcceptsAnyAccount,
    AnswersWhatItDoesNotClaim,
    AsksForTokensAnew,
    AsksNobodyAboutTheAccount,
    CallsABrokenCarrierNotFound,
    CallsAReadAnswerABoundlessOne,
    CallsBadCredentialsNotFound,
    CallsTheUnknownRefused,
    ClaimsReturns,
    FollowsRedirects,
    ForgetsWhenToComeBack,
    HidesAPurchase,
    HidesItsAccount,
    IgnoresDeadlines,
    IgnoresLimits,
    InventsAZone,
    LeaksAStreet,
    LogsAStreet,
    LosesTheLastRate,
    LosesUnknownCodes,
    NamesAnother,
    Panics,
    ResendsAPurchase,
    SaysItTimedOut,
    SellsWithoutPaper,
    SendsOtherBytes,
    ShowsASecret,
    SwallowsTheCode,
    TakesAPageAsNoRates,
    TakesAnErrorAsNoRates,
    UnderDeclares,
    VoidsTheUnvoidable,
}

#[derive(Debug)]
pub(super) struct Sierra {
    api: Api,
    place: Place,
    fault: Fault,
    #[expect(dead_code, reason = "shown by the derived Debug, which is the fault")]
    shown: &'static str,
}

fn api(place: &Place, fault: Fault) -> std::result::Result<Api, Source> {
    let token =
        OAuth::client_credentials(format!("{}/token", place.base_url), "id", Secret::new("s3cret"));
    let mut settings = place.settings.clone();
    if fault == Fault::IgnoresDeadlines {
        (settings.total, settings.idle) = (super::faults::long(), super::faults::LONG);
    }
    if fault == Fault::CallsAReadAnswerABoundlessOne {
        settings.longest.rates = 1_000_000_000;
        settings.total.rates = std::time::Duration::from_millis(200);
    }
    let builder = Api::builder(CarrierId::new("sierra")?, &place.base_url);
    let api = builder.client(&place.client).settings(settings).auth(Auth::new().oauth(token));
    Ok(match fault {
        Fault::FollowsRedirects => api.errors(redirect).build()?,
        Fault::SwallowsTheCode => api.errors(|_| Some(Refusal::new("ERROR", "no"))).build()?,
        _ => api.errors(refusal).build()?,
    })
}

fn refusal(answer: &Answer) -> Option<Refusal> {
    let told: Value = answer.json().ok()?;
    Some(Refusal::new(told["code"].as_str()?, told["message"].as_str().unwrap_or_default()))
}

fn redirect(answer: &Answer) -> Option<Refusal> {
    Some(Refusal::new("moved", answer.header("location")?))
}

impl Sierra {
    fn new(place: &Place, fault: Fault) -> std::result::Result<Self, Source> {
        let shown = if fault == Fault::ShowsASecret { "s3cret" } else { "" };
        Ok(Self { api: api(place, fault)?, place: place.clone(), fault, shown })
    }

    fn error(&self, operation: Operation, kind: ErrorKind) -> Error {
        Error::new(self.id(), operation, kind)
    }

    fn question(&self, operation: Operation, shipment: &Shipment) -> Result<Value> {
        let [parcel] = shipment.parcels.as_slice() else {
            let faults = Faults::one("shipment.parcels", "is not one parcel");
            return Err(Error::invalid(self.id(), operation, faults));
        };
        if parcel.weight > "30 kg".parse().unwrap() && self.fault != Fault::IgnoresLimits {
            let faults = Faults::one("shipment.parcels[0].weight", "is above the 30 kg of Sierra");
            return Err(Error::invalid(self.id(), operation, faults));
        }
        let mut weight = parcel.weight.rounded_up(WeightUnit::Kg, 2);
        if self.fault == Fault::UnderDeclares {
            weight = parcel.weight.value_in(WeightUnit::Kg).round_dp(1);
        }
        let to = shipment.to.recipient();
        let side = parcel.dimensions;
        let side = side.map(|sides| sides.length.rounded_up(LengthUnit::Cm, 0).to_string());
        Ok(json!({
            "weight": weight.to_string(), "length": side, "name": to.name, "street": to.lines,
        }))
    }

    /// An error as the fault has it.
    fn twisted(&self, error: Error, street: &str) -> Error {
        let operation = error.operation();
        match (self.fault, error.kind()) {
            (Fault::LeaksAStreet, _) => error.caused_by(format!("of a parcel to {street}")),
            (Fault::CallsBadCredentialsNotFound, ErrorKind::Credentials { .. })
            | (Fault::CallsABrokenCarrierNotFound, ErrorKind::Unavailable { .. }) => {
                self.error(operation, ErrorKind::not_found(""))
            }
            (Fault::SaysItTimedOut, ErrorKind::Unavailable { .. }) => {
                self.error(operation, ErrorKind::TimedOut { sent: true })
            }
            (Fault::ForgetsWhenToComeBack, ErrorKind::RateLimited { .. }) => {
                self.error(operation, ErrorKind::RateLimited { retry_after: None }).with_status(429)
            }
            (Fault::CallsTheUnknownRefused, _) if error.outcome_is_unknown() => {
                let (code, message) = ("1".to_owned(), error.to_string());
                self.error(operation, ErrorKind::Refused { code, message })
            }
            (Fault::NamesAnother, kind) => {
                Error::new(CarrierId::new("meseta").unwrap(), operation, kind.clone())
            }
            (Fault::Panics, ErrorKind::Unreadable { .. }) => panic!("{error}"),
            _ => error,
        }
    }

    async fn ask_rates(&self, shipment: &Shipment) -> Result<RateAnswer> {
        let question = self.question(Operation::Rates, shipment)?;
        if self.fault == Fault::LogsAStreet {
            tracing::info!(question = %question, "asked");
        }
        let call = Call::post(Operation::Rates, "/rates").json(&question);
        let answer = if self.fault == Fault::AsksForTokensAnew {
            api(&self.place, self.fault).unwrap().send(call).await?
        } else {
            self.api.send(call).await?
        };
        let told: Value = match answer.json() {
            Err(_) if self.fault == Fault::TakesAPageAsNoRates => json!({"rates": []}),
            told => told?,
        };
        let rates = match told["rates"].as_array() {
            Some(rates) => rates.clone(),
            None if self.fault == Fault::TakesAnErrorAsNoRates => Vec::new(),
            None => match told["code"].as_str() {
                Some(code) => return Err(answer.refused(Refusal::new(code, "no"))),
                None => return Err(answer.unreadable("no rates")),
            },
        };
        let mut all = Vec::new();
        for rate in &rates {
            let code = rate["service"].as_str().unwrap_or_default();
            let code = if self.fault == Fault::LosesUnknownCodes { "24h" } else { code };
            let total = rate["total"].as_str().and_then(|total| total.parse().ok());
            let total = total.ok_or_else(|| answer.unreadable("no total"))?;
            all.push(Rate::new(self.id(), Service::new(code, code), total));
        }
        if self.fault == Fault::LosesTheLastRate {
            all.pop();
        }
        Ok(RateAnswer::of(all))
    }

    async fn send(&self, wire: &Wire) -> Result<Answer> {
        let operation = Operation::BuyLabel;
        if self.fault == Fault::SendsOtherBytes {
            let mut other = wire.clone();
            other.body.push(b' ');
            return self.api.send_once(operation, &other).await;
        }
        let answer = self.api.send_once(operation, wire).await;
        match answer {
            Err(_) if self.fault == Fault::ResendsAPurchase => {
                self.api.send_once(operation, wire).await
            }
            Err(error) => match error.kind() {
                ErrorKind::Unreadable { status: Some(300..400) }
                    if self.fault == Fault::FollowsRedirects =>
                {
                    // The place is in the cause of the error.
                    let place = format!("{}/moved-by-the-contract", self.place.base_url);
                    self.api.send(Call::link(operation, place)).await
                }
                _ => Err(error),
            },
            answer => answer,
        }
    }

    async fn paper(&self, link: &str) -> Result<Vec<Document>> {
        let call = Call::link(Operation::BuyLabel, link).step(Step::FetchDocument);
        let answer = self.api.send(call).await?;
        if !answer.body().starts_with(b"%PDF") {
            return Err(answer.unreadable("no PDF"));
        }
        let payload = Payload::Bytes(answer.into_body());
        Ok(vec![Document::new(DocumentKind::Label, Format::Pdf, payload)])
    }
}

#[async_trait]
impl Carrier for Sierra {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = Capabilities::default();
        (can.rates, can.buy_label, can.void) = (true, true, VoidUnit::Shipment);
        can.track = self.fault != Fault::AnswersWhatItDoesNotClaim;
        can.return_label = self.fault == Fault::ClaimsReturns;
        (can.formats, can.parcels_per_label) = (vec![Format::Pdf], NonZeroUsize::new(1));
        can
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        match self.fault {
            Fault::AsksNobodyAboutTheAccount => Ok(AccountCheck::NotAsked),
            Fault::AcceptsAnyAccount => {
                Ok(self.api.sign_in().await.unwrap_or(AccountCheck::Accepted))
            }
            _ => self.api.sign_in().await,
        }
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        let street = request.shipment.to.recipient().lines.join(" ");
        self.ask_rates(&request.shipment).await.map_err(|error| self.twisted(error, &street))
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        let number = &request.queries.first().unwrap().number;
        let call = Call::get(Operation::Track, "/track").segment(number);
        let answer = self.api.send(call).await?;
        let told: Value = answer.json()?;
        let events = told["events"].as_array().ok_or_else(|| answer.unreadable("no events"))?;
        let mut all = Vec::new();
        for event in events {
            let text = event["time"].as_str().unwrap_or_default();
            let mut time: Moment = text.parse().map_err(|error| answer.unreadable(error))?;
            if let (Fault::InventsAZone, Moment::Local(local)) = (self.fault, time) {
                time = Moment::Instant(local.and_utc().fixed_offset());
            }
            let code = event["code"].as_str().map(str::to_owned);
            let mut told = Event::new(Status::Unknown, time, "");
            told.raw = RawStatus { code, ..RawStatus::default() };
            all.push(told);
        }
        Ok(vec![Ok(Tracking::new(self.id(), number, all))])
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        let mut question = self.question(Operation::BuyLabel, &request.shipment)?;
        question["reference"] = request.key.token().into();
        let call = Call::post(Operation::BuyLabel, "/labels").json(&question);
        let faults = |faults| Error::invalid(self.id(), Operation::BuyLabel, faults);
        Ok(Prepared::bytes(request, call.into_wire(1).map_err(faults)?))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let street = prepared.request().shipment.to.recipient().lines.join(" ");
        let answer = self.send(prepared.wire().unwrap()).await;
        let answer = answer.map_err(|error| self.twisted(error, &street))?;
        let told: Value = answer.json().map_err(|error| self.twisted(error, &street))?;
        let (Some(number), Some(link)) = (told["number"].as_str(), told["paper"].as_str()) else {
            return Err(self.twisted(answer.unreadable("no number"), &street));
        };
        let handle = Handle::new(self.id(), 1, Json::of(number).unwrap());
        let mut label = Label::new(number, handle);
        label.parcels = vec![LabelParcel::new(0, Some(number.to_owned()))];
        match self.paper(link).await {
            Ok(papers) => (label.documents, label.state) = (papers, LabelState::Ready),
            Err(error) if self.fault == Fault::HidesAPurchase => return Err(error),
            Err(_) => {}
        }
        if self.fault == Fault::SellsWithoutPaper {
            label.documents.clear();
        }
        Ok(label)
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        if *request.handle.carrier() != self.id() {
            let faults = Faults::one("handle", "is another carrier's");
            return Err(Error::invalid(self.id(), Operation::Void, faults));
        }
        let number: String = request.handle.data().read().unwrap();
        let call = Call::delete(Operation::Void, "/labels").segment(&number);
        let answer = match self.api.send(call).await {
            Err(error) => match error.kind() {
                ErrorKind::Refused { code, message } => {
                    let (code, text) = (code.clone(), message.clone());
                    return Ok(VoidOutcome::Refused { code, text });
                }
                _ => return Err(error),
            },
            Ok(answer) => answer,
        };
        let told: Value = answer.json()?;
        match (told["voided"].as_bool(), told["code"].as_str()) {
            (Some(true), _) => Ok(VoidOutcome::Voided { already: false }),
            (Some(false), _) if self.fault == Fault::VoidsTheUnvoidable => {
                Ok(VoidOutcome::Voided { already: false })
            }
            (Some(false), Some(code)) => {
                Ok(VoidOutcome::Refused { code: code.to_owned(), text: String::new() })
            }
            _ => Err(answer.unreadable("neither voided nor not")),
        }
    }
}

fn shipment(weight: &str) -> Shipment {
    let from = Address::new(Country::ES).with_company("Libros Sur").with_line("Calle de la Luna 9");
    let to = Address::new(Country::PT).with_name("Ines Duarte").with_line("Rua da Prata 80");
    Shipment::new(from, to, vec![Parcel::new(weight.parse().unwrap())])
}

fn day() -> arriero::model::Date {
    "2026-11-25".parse().unwrap()
}

fn rates(weight: &str) -> Ask {
    Ask::Rates(RateRequest::new(shipment(weight), day()))
}

fn label(weight: &str) -> Ask {
    Ask::Label(LabelRequest::new(PurchaseKey::random(), shipment(weight), "24h", day()))
}

fn figures() -> Vec<Figure> {
    vec![
        Figure::json_weight("/weight", WeightUnit::Kg, Decimal::new(1, 2)),
        Figure::json_length("/length", LengthUnit::Cm, Decimal::ONE),
    ]
}

/// The row of a carrier with a fault.
pub(super) fn row(fault: Fault) -> Row {
    let priced = |rates: &str| Canned::json(200, format!(r#"{{"rates": [{rates}]}}"#));
    let (one, two) = (
        r#"{"service": "24h", "total": "5.95 EUR"}"#,
        r#"{"service": "24h", "total": "5.95 EUR"}, {"service": "48h", "total": "4.10 EUR"}"#,
    );
    let unknown = r#"{"service": "Q7", "total": "5.95 EUR"}"#;
    let followed = |events: &str| Canned::json(200, format!(r#"{{"events": [{events}]}}"#));
    let (local, zoned) = (
        r#"{"code": "Y7", "time": "2026-11-26T14:15:00"}"#,
        r#"{"code": "OK", "time": "2026-11-26T15:00:00+01:00"}"#,
    );
    let both = format!("{local}, {zoned}");
    let number = TrackRequest::new([TrackQuery::new("SR1")]);
    let sold = Canned::json(201, r#"{"number": "SR1", "paper": "{{base}}/papers/SR1"}"#);
    let paper = Canned::new(200, "application/pdf", "%PDF-1.7 a label, and a little more of it");
    let row = Row::new(day(), move |place| Ok(Arc::new(Sierra::new(place, fault)?)));
    let row = if fault == Fault::HidesItsAccount {
        row
    } else {
        row.part(Part::new(Ask::Account, Script::token_alone()))
    };
    row.token("/token", Canned::json(200, r#"{"access_token": "t0ken", "expires_in": 3600}"#))
        .secret("s3cret")
        .secret("t0ken")
        .refusal(Canned::json(400, r#"{"code": "E42", "message": "no such service"}"#), "E42")
        .part(
            Part::new(rates("1.2 kg"), priced(one))
                .elements(0, priced(""))
                .elements(1, priced(one))
                .elements(2, priced(two))
                .keeps("Q7", priced(unknown))
                .refuses("E7", Canned::json(200, r#"{"code": "E7"}"#))
                .beyond(rates("30.01 kg"), "30 kg")
                .measures(rates("1.2 kg"), figures()),
        )
        .part(
            Part::new(Ask::Track(number), followed(&both))
                .elements(0, followed(""))
                .elements(1, followed(local))
                .elements(2, followed(&both))
                .keeps("Y7", followed(local))
                .times(&["2026-11-26T14:15:00", "2026-11-26T15:00:00+01:00"], followed(&both)),
        )
        .part(
            Part::new(
                label("1.2 kg"),
                Script::route("POST", "/labels", sold).then("GET", "/papers/", paper),
            )
            .beyond(label("30.01 kg"), "30 kg")
            .measures(label("1.2 kg"), figures()),
        )
        .part(
            Part::new(Ask::Void, Canned::json(200, r#"{"voided": true}"#))
                .refuses("SCANNED", Canned::json(200, r#"{"voided": false, "code": "SCANNED"}"#)),
        )
}
