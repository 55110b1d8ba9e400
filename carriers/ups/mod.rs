#![doc = include_str!("README.md")]

mod address;
mod codes;
mod config;
mod error;
mod find;
mod handle;
mod label;
mod limits;
mod options;
mod paper;
mod parts;
mod pickup;
mod price;
mod rate;
mod recovery;
mod references;
mod return_label;
mod service_points;
#[cfg(test)]
mod tests;
mod time;
mod track;
mod void;
mod wire;

pub use config::{Ups, UpsBuilder};

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
    Address, AddressCheck, CarrierId, Document, DocumentRequest, Format, Handle, Label,
    LabelRequest, Pickup, PickupRequest, PointQuery, RateAnswer, RateRequest, ReturnLabelRequest,
    ServicePoint, TrackRequest, Tracking, VoidOutcome, VoidRequest,
};

/// The name of the adapter: of its folder, its feature and its table of the configuration.
pub const ID: &str = "ups";

#[async_trait]
impl Carrier for Ups {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rates: true,
            buy_label: true,
            track: true,
            return_label: true,
            documents: true,
            find_purchase: true,
            void: VoidUnit::Both,
            void_return: true,
            service_points: true,
            check_address: true,
            book_pickup: true,
            cancel_pickup: true,
            parcels_per_label: NonZeroUsize::new(limits::PACKAGES),
            parcels_per_quote: NonZeroUsize::new(limits::PACKAGES),
            formats: vec![Format::Pdf, Format::Gif, Format::Zpl, Format::Epl],
            ..Capabilities::default()
        }
    }

    /// A label and a return carry our key as a reference and are found by it; a collection is found by nothing.
    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        match kind {
            PurchaseKind::Label | PurchaseKind::Return => PurchaseSafety::findable(true),
            PurchaseKind::Pickup | PurchaseKind::Manifest => PurchaseSafety::Blind,
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
        recovery::documents(self, request).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        void::void(self, request).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        find::find(self, request).await
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        self.api.sign_in().await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        service_points::points(self, query).await
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

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        address::check(self, address).await
    }
}
