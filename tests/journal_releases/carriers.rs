//! Who sells: both adapters before the server, the mock that prepares no bytes, and a carrier that knows keys.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arriero::carrier::{
    Capabilities, Carrier, Carriers, Error, ErrorKind, OnDuplicate, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result, Secret, Wire,
};
use arriero::carriers::canadapost::CanadaPost;
use arriero::carriers::ups::Ups;
use arriero::mock::MockCarrier;
use arriero::model::{CarrierId, DeliveryEstimate, Handle, Label, LabelRequest, Service};
use async_trait::async_trait;

pub(crate) struct House {
    url: String,
    pub(crate) sierra: MockCarrier,
    pub(crate) norte: Norte,
}

impl House {
    pub(crate) fn at(url: &str) -> Self {
        let sierra = MockCarrier::builder("sierra")
            .rate(
                Service::new("24h", "Sierra 24"),
                "5.95 EUR".parse().unwrap(),
                DeliveryEstimate::in_business_days(1),
            )
            .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
            .build()
            .unwrap();
        Self { url: url.to_owned(), sierra, norte: Norte::default() }
    }

    pub(crate) fn carriers(&self) -> Carriers {
        let ups =
            Ups::builder("client", Secret::new("s"), "A1B2C3").base_url(&self.url).build().unwrap();
        let post = CanadaPost::builder("a1b2c3", Secret::new("s"), "0007023210")
            .contract("0042708517")
            .contact_email("post@librairie.example.ca")
            .base_url(&self.url)
            .build()
            .unwrap();
        let both = Carriers::new().with(ups).unwrap().with(post).unwrap();
        both.with(self.sierra.clone()).unwrap().with(self.norte.clone()).unwrap()
    }
}

/// Knows keys for a hundred years; its answers are lost until it is told otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Norte {
    sent: Arc<Mutex<Vec<String>>>,
    loses: Arc<Mutex<bool>>,
}

impl Norte {
    pub(crate) fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn loses(&self) {
        *self.loses.lock().unwrap() = true;
    }
}

#[async_trait]
impl Carrier for Norte {
    fn id(&self) -> CarrierId {
        "norte".parse().unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        capabilities.buy_label = true;
        capabilities
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        let window = Duration::from_hours(24 * 36_525);
        PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Replays, window }
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        // Not what a later release would write.
        let body = format!("{} {}", request.key.token(), uuid::Uuid::new_v4());
        Ok(Prepared::bytes(request, Wire::new(1, "POST", "/labels", body.into_bytes())))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let body = String::from_utf8(prepared.wire().unwrap().body.clone()).unwrap();
        self.sent.lock().unwrap().push(body);
        if *self.loses.lock().unwrap() {
            return Err(Error::new(
                self.id(),
                Operation::BuyLabel,
                ErrorKind::TimedOut { sent: true },
            ));
        }
        Ok(Label::new("N1", Handle::of(self.id(), 1, "N1").unwrap()))
    }
}
