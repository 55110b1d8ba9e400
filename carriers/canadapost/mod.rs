#![doc = include_str!("README.md")]

mod address;
mod codes;
mod config;
mod customs;
mod day;
mod error;
mod find;
mod held;
mod label;
mod language;
mod limits;
mod money;
mod open_return;
mod options;
mod papers;
mod parties;
mod pickup;
mod points;
mod print;
mod rate;
mod return_label;
#[cfg(test)]
mod tests;
mod time;
mod track;
mod void;
mod wire;

pub use config::{CanadaPost, CanadaPostBuilder};
pub use language::{Language, LanguageError};
pub use open_return::{OpenReturn, OpenReturnRequest};

#[cfg(feature = "_probe")]
#[doc(hidden)]
pub use rate::probe;

use std::num::NonZeroUsize;

use async_trait::async_trait;

use crate::carrier::{
    AccountCheck, Capabilities, Carrier, FindRequest, Found, Prepared, PurchaseKind,
    PurchaseSafety, Result, VoidUnit,
};
use crate::model::{
    CarrierId, Document, DocumentRequest, Format, Handle, Label, LabelRequest, Manifest,
    ManifestRequest, Pickup, PickupRequest, PointQuery, RateAnswer, RateRequest,
    ReturnLabelRequest, ServicePoint, TrackRequest, Tracking, VoidOutcome, VoidRequest,
};

/// The name of the adapter: of its folder, its feature and its table of the configuration.
pub const ID: &str = "canadapost";

#[async_trait]
impl Carrier for CanadaPost {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        let formats = match self.contract() {
            Some(_) => vec![Format::Pdf, Format::Zpl],
            None => vec![Format::Pdf],
        };
        Capabilities {
            rates: true,
            buy_label: true,
            track: true,
            return_label: true,
            documents: true,
            find_purchase: true,
            void: VoidUnit::Shipment,
            service_points: true,
            book_pickup: true,
            cancel_pickup: true,
            close_day: day::closing(self).is_some(),
            parcels_per_label: NonZeroUsize::new(1),
            parcels_per_quote: NonZeroUsize::new(1),
            formats,
            ..Capabilities::default()
        }
    }

    /// A label is found by our key's token; nothing lists returns, pickups and manifests by it.
    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        match kind {
            PurchaseKind::Label => PurchaseSafety::findable(true),
            PurchaseKind::Return | PurchaseKind::Pickup | PurchaseKind::Manifest => {
                PurchaseSafety::Blind
            }
        }
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        rate::rates(self, request).await
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        track::track(self, request).await
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        label::prepare(self, request)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        label::buy(self, prepared).await
    }

    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        return_label::prepare(self, request)
    }

    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        return_label::buy(self, prepared).await
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        papers::documents(self, request).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        void::void(self, request).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        find::find(self, request).await
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        points::check_account(self).await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        points::search(self, query).await
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        pickup::prepare(self, request)
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        pickup::book(self, prepared).await
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        pickup::cancel(self, handle).await
    }

    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        day::prepare(self, request)
    }

    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        day::close(self, prepared).await
    }
}
