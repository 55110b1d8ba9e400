//! Who sells: both adapters before the server, the mock that prepares no bytes, and a carrier that knows keys.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arriero::carrier::{
    Capabilities, Carrier, Carriers, Error, ErrorKind, OnDuplicate, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result, Secret, VoidUnit, Wire,
};
use arriero::carriers::canadapost::CanadaPost;
use arriero::carriers::ups::Ups;
use arriero::mock::MockCarrier;
use arriero::model::{
    CarrierId, DeliveryEstimate, Handle, Label, LabelRequest, Pickup, PickupRequest, PurchaseKey,
    Service, VoidOutcome, VoidRequest,
};
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

/// Knows keys for a hundred years, sells one parcel by a label, collects and takes back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Norte {
    book: Arc<Mutex<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    says: VecDeque<Says>,
    sent: Vec<String>,
    taken_back: Vec<String>,
}

/// What becomes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Yes,
    /// It does it, and the answer is lost.
    Lost,
    No,
}

impl Norte {
    /// What it was sent to buy.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.book.lock().unwrap().sent.clone()
    }

    /// The numbers that it was asked to take back.
    pub(crate) fn taken_back(&self) -> Vec<String> {
        self.book.lock().unwrap().taken_back.clone()
    }

    /// To the next questions, one after the other; to those after them yes.
    pub(crate) fn says(&self, says: &[Says]) {
        self.book.lock().unwrap().says.extend(says);
    }

    fn answer(&self, operation: Operation, says: Option<Says>) -> Result<()> {
        match says.unwrap_or(Says::Yes) {
            Says::Yes => Ok(()),
            Says::Lost => Err(Error::new(self.id(), operation, ErrorKind::TimedOut { sent: true })),
            Says::No => {
                let (code, message) = ("17".to_owned(), "Too light".to_owned());
                Err(Error::new(self.id(), operation, ErrorKind::Refused { code, message }))
            }
        }
    }

    /// Not what a later release would write.
    fn wire(path: &str, key: PurchaseKey) -> Wire {
        let body = format!("{} {}", key.token(), uuid::Uuid::new_v4());
        Wire::new(1, "POST", path, body.into_bytes())
    }

    /// The number of what is bought with some bytes: the same for the same key.
    fn buys(&self, operation: Operation, wire: Option<&Wire>) -> Result<String> {
        let body = String::from_utf8(wire.unwrap().body.clone()).unwrap();
        let number = format!("N-{}", body.split(' ').next().unwrap());
        let says = {
            let mut book = self.book.lock().unwrap();
            book.sent.push(body);
            book.says.pop_front()
        };
        self.answer(operation, says).map(|()| number)
    }

    fn takes_back(&self, operation: Operation, handle: &Handle) -> Result<VoidOutcome> {
        let says = {
            let mut book = self.book.lock().unwrap();
            book.taken_back.push(handle.read().unwrap());
            book.says.pop_front()
        };
        self.answer(operation, says).map(|()| VoidOutcome::Voided { already: false })
    }
}

#[async_trait]
impl Carrier for Norte {
    fn id(&self) -> CarrierId {
        "norte".parse().unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        (capabilities.buy_label, capabilities.void) = (true, VoidUnit::Shipment);
        (capabilities.book_pickup, capabilities.cancel_pickup) = (true, true);
        capabilities.parcels_per_label = Some(NonZeroUsize::MIN);
        capabilities
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        let window = Duration::from_hours(24 * 36_525);
        PurchaseSafety::Dedups { on_duplicate: OnDuplicate::Replays, window }
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        let wire = Self::wire("/labels", request.key);
        Ok(Prepared::bytes(request, wire))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let number = self.buys(Operation::BuyLabel, prepared.wire())?;
        let handle = Handle::of(self.id(), 1, &number).unwrap();
        Ok(Label::new(number, handle))
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        self.takes_back(Operation::Void, &request.handle)
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        let wire = Self::wire("/collections", request.key);
        Ok(Prepared::bytes(request, wire))
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        let number = self.buys(Operation::BookPickup, prepared.wire())?;
        let handle = Handle::of(self.id(), 1, &number).unwrap();
        let mut pickup = Pickup::new(handle, prepared.request().window);
        pickup.confirmation = Some(number);
        Ok(pickup)
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        self.takes_back(Operation::CancelPickup, handle)
    }
}
