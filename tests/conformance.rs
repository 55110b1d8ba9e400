//! The contract, run on the mock in each of its shapes; and carriers that break it, to see that they are caught.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::num::NonZeroUsize;

use arriero::carrier::{
    AccountCheck, Capabilities, Carrier, FindRequest, Found, OnDuplicate, Operation, Prepared,
    PurchaseKind, PurchaseSafety, Result, VoidUnit,
};
use arriero::conformance::{self, Samples};
use arriero::mock::{MockBuilder, MockCarrier};
use arriero::model::{
    Address, AddressCheck, CarrierId, DeliveryEstimate, Document, DocumentRequest, Handle, Label,
    LabelRequest, Manifest, ManifestRequest, Pickup, PickupRequest, PointQuery, RateAnswer,
    RateRequest, ReturnLabelRequest, Service, ServicePoint, TrackRequest, Tracking, VoidOutcome,
    VoidRequest,
};
use async_trait::async_trait;

fn builder() -> MockBuilder {
    let price = |text: &str| text.parse().unwrap();
    MockCarrier::builder("sierra")
        .rate(Service::new("24h", "24"), price("5.95 EUR"), DeliveryEstimate::in_business_days(1))
        .rate(Service::new("48h", "48"), price("4.10 EUR"), DeliveryEstimate::in_business_days(2))
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
}

fn samples() -> Samples {
    Samples::new("24h", "2026-11-24".parse().unwrap()).with_secret("t0ken")
}

async fn holds(mock: MockBuilder) {
    conformance::manners(&mock.build().unwrap(), &samples()).await;
}

fn safe(safety: PurchaseSafety) -> MockBuilder {
    builder().safety(PurchaseKind::Label, safety).safety(PurchaseKind::Return, safety)
}

#[tokio::test]
async fn the_mock_keeps_the_contract() {
    holds(builder()).await;
}

#[tokio::test]
async fn the_mock_keeps_the_contract_with_every_class_of_safety() {
    for class in [OnDuplicate::Replays, OnDuplicate::ReturnsExisting, OnDuplicate::Refuses] {
        holds(safe(PurchaseSafety::dedups(class))).await;
    }
    holds(safe(PurchaseSafety::findable(false))).await;
    holds(safe(PurchaseSafety::Blind)).await;
    holds(builder().safety(PurchaseKind::Label, PurchaseSafety::Blind)).await;
}

#[tokio::test]
async fn the_mock_keeps_the_contract_with_operations_taken_away() {
    use Operation::{BuyLabel, Documents, Rates, ReturnLabel, Track, Void};
    for operation in [Rates, BuyLabel, ReturnLabel, Track, Documents, Void] {
        holds(builder().without(operation)).await;
    }
}

#[tokio::test]
async fn the_mock_keeps_the_contract_with_one_parcel_a_label() {
    holds(builder().parcels_per_label(NonZeroUsize::MIN).void(VoidUnit::Both, false)).await;
}

/// A carrier that breaks one rule.
#[derive(Debug)]
struct Rude {
    mock: MockCarrier,
    fault: Fault,
    #[expect(dead_code, reason = "shown by the derived Debug, which is the fault")]
    secret: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    ClaimsToQuote,
    NamesAnother,
    PreparesAnew,
    ForgetsThePreparation,
    ShufflesRates,
    ShowsASecret,
    TakesTooMany,
}

async fn judge(fault: Fault, mock: MockBuilder) {
    let secret = if fault == Fault::ShowsASecret { "t0ken" } else { "" };
    conformance::manners(&Rude { mock: mock.build().unwrap(), fault, secret }, &samples()).await;
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Carrier for Rude {
    fn id(&self) -> CarrierId {
        if self.fault == Fault::NamesAnother {
            return CarrierId::new("meseta").unwrap();
        }
        self.mock.id()
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = self.mock.capabilities();
        can.rates |= self.fault == Fault::ClaimsToQuote;
        if self.fault == Fault::TakesTooMany {
            can.parcels_per_label = Some(NonZeroUsize::MIN);
        }
        can
    }

    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        self.mock.purchase_safety(kind)
    }

    async fn check_account(&self) -> Result<AccountCheck> {
        self.mock.check_account().await
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        let mut answer = self.mock.rates(request).await?;
        if self.fault == Fault::ShufflesRates && self.mock.calls(Operation::Rates).is_multiple_of(2)
        {
            answer.rates.reverse();
        }
        Ok(answer)
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        self.mock.track(request).await
    }

    fn prepare_label(&self, mut request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        match self.fault {
            Fault::ForgetsThePreparation => return Ok(Prepared::plain(request)),
            Fault::PreparesAnew => request.key = arriero::model::PurchaseKey::random(),
            _ => {}
        }
        self.mock.prepare_label(request)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        self.mock.buy_label(prepared).await
    }

    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        self.mock.prepare_return(request)
    }

    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        self.mock.return_label(prepared).await
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        self.mock.documents(request).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        self.mock.void_label(request).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        self.mock.find_purchase(request).await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        self.mock.service_points(query).await
    }

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        self.mock.check_address(address).await
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        self.mock.prepare_pickup(request)
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        self.mock.book_pickup(prepared).await
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        self.mock.cancel_pickup(handle).await
    }

    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        self.mock.prepare_manifest(request)
    }

    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        self.mock.close_day(prepared).await
    }

    fn unsupported(&self, operation: Operation) -> arriero::carrier::Error {
        self.mock.unsupported(operation)
    }
}

#[tokio::test]
#[should_panic(expected = "the capabilities say true for rates, and it is unsupported")]
async fn a_flag_that_lags_the_code_is_caught() {
    judge(Fault::ClaimsToQuote, builder().without(Operation::Rates)).await;
}

#[tokio::test]
#[should_panic(expected = "meseta: an error names sierra")]
async fn an_error_that_names_another_carrier_is_caught() {
    judge(Fault::NamesAnother, builder().without(Operation::Track)).await;
}

#[tokio::test]
#[should_panic(expected = "a preparation differs when it is made again")]
async fn a_preparation_that_changes_is_caught() {
    judge(Fault::PreparesAnew, builder()).await;
}

#[tokio::test]
#[should_panic(expected = "Label dedups, and its preparation holds no bytes")]
async fn a_wrapper_that_forgets_the_preparation_is_caught() {
    judge(Fault::ForgetsThePreparation, safe(PurchaseSafety::dedups(OnDuplicate::Replays))).await;
}

#[tokio::test]
#[should_panic(expected = "the rates come in another order when asked again")]
async fn rates_that_change_places_are_caught() {
    judge(Fault::ShufflesRates, builder()).await;
}

#[tokio::test]
#[should_panic(expected = "Debug shows a credential")]
async fn a_credential_in_debug_is_caught() {
    judge(Fault::ShowsASecret, builder()).await;
}

#[tokio::test]
#[should_panic(expected = "one label takes 1 parcels, and one more is taken")]
async fn a_carrier_that_takes_more_parcels_than_it_says_is_caught() {
    judge(Fault::TakesTooMany, builder()).await;
}
