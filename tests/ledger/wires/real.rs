//! The adapters of this crate as a shop has them, at the ledger's address. What is not theirs: how long a lost request may come true, which
//! no test can wait for.

use std::fmt;

use arriero::carrier::{
    AccountCheck, Capabilities, Carrier, Error, FindRequest, Found, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result, Secret,
};
use arriero::carriers::canadapost::{self, CanadaPost};
use arriero::carriers::ups::{self, Ups};
use arriero::http::Settings;
use arriero::model::{
    Address, AddressCheck, CarrierId, Document, DocumentRequest, Handle, Label, LabelRequest,
    Manifest, ManifestRequest, Pickup, PickupRequest, PointQuery, RateAnswer, RateRequest,
    ReturnLabelRequest, ServicePoint, TrackRequest, Tracking, VoidOutcome, VoidRequest,
};
use async_trait::async_trait;

use crate::shop::{CALL, SETTLE};

/// A carrier whose lost requests come true sooner.
struct Soon<C>(C);

impl<C: Carrier> fmt::Debug for Soon<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    (settings.total.labels, settings.total.other) = (CALL, CALL);
    settings.tries = 1;
    settings
}

pub(crate) const UPS_ACCOUNT: &str = "A1B2C3";
pub(crate) const CUSTOMER: &str = "0007023210";

pub(crate) fn ups(base_url: &str) -> Box<dyn Carrier> {
    let ups = Ups::builder("client", Secret::new("s3cret"), UPS_ACCOUNT);
    Box::new(Soon(ups.base_url(base_url).settings(settings()).build().unwrap()))
}

pub(crate) fn canadapost(base_url: &str) -> Box<dyn Carrier> {
    customer(base_url, Some("0042708517"))
}

pub(crate) fn canadapost_by_card(base_url: &str) -> Box<dyn Carrier> {
    customer(base_url, None)
}

fn customer(base_url: &str, contract: Option<&str>) -> Box<dyn Carrier> {
    let mut post = CanadaPost::builder("user", Secret::new("s3cret"), CUSTOMER);
    if let Some(contract) = contract {
        post = post.contract(contract);
    }
    let post = post.contact_email("shop@example.ca").base_url(base_url);
    Box::new(Soon(post.settings(settings()).build().unwrap()))
}

pub(crate) fn ups_id() -> CarrierId {
    CarrierId::new(ups::ID).unwrap()
}

pub(crate) fn canadapost_id() -> CarrierId {
    CarrierId::new(canadapost::ID).unwrap()
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<C: Carrier> Carrier for Soon<C> {
    fn id(&self) -> CarrierId {
        self.0.id()
    }

    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        match self.0.purchase_safety(kind) {
            PurchaseSafety::Findable { paper, .. } => {
                PurchaseSafety::Findable { paper, settle: SETTLE }
            }
            other => other,
        }
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        self.0.rates(request).await
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        self.0.track(request).await
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        self.0.prepare_label(request)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        self.0.buy_label(prepared).await
    }

    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        self.0.prepare_return(request)
    }

    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        self.0.return_label(prepared).await
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        self.0.documents(request).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        self.0.void_label(request).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        self.0.find_purchase(request).await
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        self.0.check_account().await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        self.0.service_points(query).await
    }

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        self.0.check_address(address).await
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        self.0.prepare_pickup(request)
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        self.0.book_pickup(prepared).await
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        self.0.cancel_pickup(handle).await
    }

    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        self.0.prepare_manifest(request)
    }

    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        self.0.close_day(prepared).await
    }

    fn unsupported(&self, operation: Operation) -> Error {
        self.0.unsupported(operation)
    }
}
