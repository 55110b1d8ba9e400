//! A sheet put before a carrier: the prices are the sheet's, all else is the carrier's.

use std::sync::Arc;

use async_trait::async_trait;

use super::carrier::SheetCarrier;
use crate::carrier::{
    AccountCheck, Capabilities, Carrier, Error, ErrorKind, FindRequest, Found, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result,
};
use crate::model::{
    Address, AddressCheck, CarrierId, Document, DocumentRequest, Handle, Label, LabelRequest,
    Manifest, ManifestRequest, Pickup, PickupRequest, PointQuery, RateAnswer, RateRequest,
    ReturnLabelRequest, ServicePoint, TrackRequest, Tracking, VoidOutcome, VoidRequest,
};

/// Quotes from a sheet and passes everything else to the carrier behind it. Its name is the sheet carrier's; give the carrier
/// behind it the same, so that its labels and errors carry it too.
#[derive(Clone, Debug)]
pub struct SheetBefore {
    sheet: SheetCarrier,
    behind: Arc<dyn Carrier>,
}

impl SheetBefore {
    /// Puts a sheet before a carrier. The sheet's service codes are what that carrier is asked to sell.
    #[must_use]
    pub const fn new(sheet: SheetCarrier, behind: Arc<dyn Carrier>) -> Self {
        Self { sheet, behind }
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Carrier for SheetBefore {
    fn id(&self) -> CarrierId {
        self.sheet.id()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { rates: true, parcels_per_quote: None, ..self.behind.capabilities() }
    }

    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        self.behind.purchase_safety(kind)
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        self.sheet.rates(request).await
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        self.behind.track(request).await
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        self.behind.prepare_label(request)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        self.behind.buy_label(prepared).await
    }

    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        self.behind.prepare_return(request)
    }

    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        self.behind.return_label(prepared).await
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        self.behind.documents(request).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        self.behind.void_label(request).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        self.behind.find_purchase(request).await
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        self.behind.check_account().await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        self.behind.service_points(query).await
    }

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        self.behind.check_address(address).await
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        self.behind.prepare_pickup(request)
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        self.behind.book_pickup(prepared).await
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        self.behind.cancel_pickup(handle).await
    }

    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        self.behind.prepare_manifest(request)
    }

    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        self.behind.close_day(prepared).await
    }

    fn unsupported(&self, operation: Operation) -> Error {
        Error::new(self.id(), operation, ErrorKind::Unsupported)
    }
}
