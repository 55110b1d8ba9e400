//! What every carrier is: the trait, what it can do, how it fails, what becomes of a purchase whose answer was lost, and the
//! set of carriers that is asked.
//!
//! Nothing here that one carrier alone needs.

mod account;
mod capabilities;
#[cfg(feature = "config")]
mod config;
pub mod deadline;
mod error;
mod find;
mod prepared;
mod safety;
mod secret;
mod set;

use std::fmt;

use async_trait::async_trait;

pub use account::AccountCheck;
pub use capabilities::{Capabilities, VoidUnit};
#[cfg(feature = "config")]
pub use config::{Config, Noted, Table};
pub use error::{Error, ErrorKind, Failure, FailureKind, Operation, Result, Source, Step};
pub use find::{FindRequest, Found, Sought};
pub use prepared::{Prepared, Wire};
pub use safety::{OnDuplicate, PurchaseKind, PurchaseSafety};
pub use secret::Secret;
pub use set::{Carriers, DuplicateCarrier};

use crate::model::{
    Address, AddressCheck, CarrierId, Document, DocumentRequest, Handle, Label, LabelRequest,
    Manifest, ManifestRequest, Pickup, PickupRequest, PointQuery, RateAnswer, RateRequest,
    ReturnLabelRequest, ServicePoint, TrackRequest, Tracking, VoidOutcome, VoidRequest,
};

/// A carrier: one account with one company.
///
/// Four operations make it: rates, label, tracking, return label. Each has a default that answers
/// [`ErrorKind::Unsupported`], because few carriers do everything; what must be said has no default. Object safe, so that
/// carriers are `Arc<dyn Carrier>` and a third party writes one with nothing but this interface.
///
/// A wrapper (metrics, limits) forwards **every** method: put `#[deny(clippy::missing_trait_methods)]` above its `impl`.
#[async_trait]
pub trait Carrier: fmt::Debug + Send + Sync + 'static {
    /// The account's stable name.
    fn id(&self) -> CarrierId;

    /// What this account, so configured, can do. Must agree with the methods below.
    fn capabilities(&self) -> Capabilities;

    /// What can be done when the answer to a purchase of this kind is lost.
    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety;

    /// Prices for a shipment. Spends nothing and may be asked again.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden; else what the carrier or the network made of it. A service that is not
    /// offered is not an error: it stands under `unavailable` in the answer.
    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        let _ = request;
        Err(self.unsupported(Operation::Rates))
    }

    /// Where numbers are: an answer for each, in the order they were asked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. The outer error: no number could be asked for. The inner one: this number.
    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        let _ = request;
        Err(self.unsupported(Operation::Track))
    }

    /// What will be sent to buy a label, whole: stored before it leaves, sent again as it is. Pure: no network, no clock, the
    /// same twice.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] for what the carrier would not take, before anything is sent.
    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        Ok(Prepared::plain(request))
    }

    /// Buys what was prepared. **Costs money and is never retried by this crate.**
    ///
    /// Where the label was bought and only its paper could not be fetched, the answer is a label whose documents are pending,
    /// never an error.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. See [`Error::outcome_is_unknown`] before asking again.
    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let _ = prepared;
        Err(self.unsupported(Operation::BuyLabel))
    }

    /// What will be sent to buy a return, as [`prepare_label`](Self::prepare_label).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] for what the carrier would not take.
    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        Ok(Prepared::plain(request))
    }

    /// Buys a return label, or a code or collection in its place. **Costs money and is never retried by this crate.** A result
    /// without a document can be right.
    ///
    /// # Errors
    ///
    /// As [`buy_label`](Self::buy_label).
    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        let _ = prepared;
        Err(self.unsupported(Operation::ReturnLabel))
    }

    /// Fetches the papers of a label, the first time or again. Spends nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden; [`ErrorKind::NotFound`] where the label or its paper is not there.
    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        let _ = request;
        Err(self.unsupported(Operation::Documents))
    }

    /// Takes a label back. Asking again is how a lost answer is settled: *already voided* is success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. That the carrier says no is not an error but [`VoidOutcome::Refused`].
    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        let _ = request;
        Err(self.unsupported(Operation::Void))
    }

    /// Looks for a purchase by our own key, after its answer was lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. A look-up that failed is not an empty look-up.
    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        let _ = request;
        Err(self.unsupported(Operation::FindPurchase))
    }

    /// Service points, the nearest first. Spends nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. That there is none near is an empty answer.
    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        let _ = query;
        Err(self.unsupported(Operation::ServicePoints))
    }

    /// What the carrier says of an address. Spends nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. That there is no such address is an answer, not an error.
    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        let _ = address;
        Err(self.unsupported(Operation::CheckAddress))
    }

    /// What will be sent to book a collection, as [`prepare_label`](Self::prepare_label).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] for what the carrier would not take.
    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        Ok(Prepared::plain(request))
    }

    /// Books a collection. **May cost money and is never retried by this crate.**
    ///
    /// # Errors
    ///
    /// As [`buy_label`](Self::buy_label).
    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        let _ = prepared;
        Err(self.unsupported(Operation::BookPickup))
    }

    /// Takes a collection back. Asking again is how a lost answer is settled: *already cancelled* is success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] unless overridden. That the carrier says no is not an error but [`VoidOutcome::Refused`].
    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        let _ = handle;
        Err(self.unsupported(Operation::CancelPickup))
    }

    /// What will be sent to close the day, as [`prepare_label`](Self::prepare_label).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] for what the carrier would not take.
    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        Ok(Prepared::plain(request))
    }

    /// Closes the day: the labels inside are handed over and can no longer be voided. **Never retried by this crate.**
    ///
    /// # Errors
    ///
    /// As [`buy_label`](Self::buy_label).
    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        let _ = prepared;
        Err(self.unsupported(Operation::Manifest))
    }

    /// Asks the carrier whether it knows us, by a call that changes nothing and costs nothing: a new token, a search.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`] where it does not, and what keeps it from being asked.
    async fn check_account(&self) -> Result<AccountCheck> {
        Ok(AccountCheck::NotAsked)
    }

    /// The error of an operation that this carrier does not have.
    fn unsupported(&self, operation: Operation) -> Error {
        Error::new(self.id(), operation, ErrorKind::Unsupported)
    }
}
