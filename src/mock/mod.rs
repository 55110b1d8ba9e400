//! The carrier for test suites, which must never reach a carrier: it quotes what it is told, sells labels that scan, follows
//! them along a timeline, and fails on demand.
//!
//! Not here: a server (see `conformance`), and anything that a user's own carriers need.
//!
//! ```
//! use arriero::carrier::{Carrier as _, Operation};
//! use arriero::mock::{Answer, MockCarrier};
//! use arriero::model::{
//!     Address, Country, DeliveryEstimate, LabelRequest, Parcel, PurchaseKey, Service, Shipment, Weight,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! let mock = MockCarrier::builder("sierra")
//!     .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse()?, DeliveryEstimate::in_business_days(1))
//!     .clock("2026-11-24T10:00:00+01:00".parse()?)
//!     .build()?;
//! mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
//!
//! let address = |name: &str| {
//!     Address::new(Country::ES).with_name(name).with_line("Calle Mayor 1").with_city("28013", "Madrid")
//! };
//! let parcels = vec![Parcel::new(Weight::from_grams(2_500))];
//! let shipment = Shipment::new(address("Tienda"), address("Ana Reis"), parcels);
//! let request = LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-24".parse()?);
//!
//! let prepared = mock.prepare_label(request)?;
//! let error = mock.buy_label(&prepared).await.unwrap_err();
//! assert!(error.outcome_is_unknown());
//! assert_eq!(mock.ledger().len(), 1, "sold all the same");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! # What stands for what
//!
//! - **A script** ([`MockCarrier::script`]) is used up answer by answer; then the mock answers by itself. A loss tells the
//!   caller that the time was up after sending, so that the outcome of a purchase is unknown; the ledger tells what is true.
//! - **Safety.** The mock behaves as it declares: with [`Dedups`](crate::carrier::PurchaseSafety::Dedups) it sells a key once
//!   within its window, and refuses the key for another purchase; else it sells as often as it is asked. What is
//!   [`Blind`](crate::carrier::PurchaseSafety::Blind) cannot be looked for.
//! - **Time.** Labels go out on worked days (no weekends; it knows no holidays), by Madrid's clock, and arrive after the business days
//!   of their service. A return ends [`Returned`](crate::model::Status::Returned). A voided label is cancelled; what the carrier has cannot be
//!   voided.
//! - **Other processes.** A tracking number tells when it was sold, so a mock of the same id follows labels that another
//!   process sold; with the label's handle it knows the cities, too. It cannot know that another process voided one, nor draw
//!   its paper again.
//!
//! # Numbers
//!
#![doc = include_str!("numbers.md")]

mod after;
mod call;
mod clock;
mod counter;
mod ledger;
mod number;
mod order;
mod paper;
mod script;
mod sell;
mod settings;
mod state;
mod ticket;
mod timeline;
mod visit;
mod well_known;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use call::{Asked, Call};
pub use counter::{Booked, Closed};
pub use ledger::Sold;
pub use script::Answer;
pub use settings::MockBuilder;

use crate::carrier::{
    Capabilities, Carrier, Error, ErrorKind, FindRequest, Found, Operation, Prepared, PurchaseKind,
    PurchaseSafety, Result,
};
use crate::model::{
    Address, AddressCheck, CarrierId, Document, DocumentRequest, Event, Faults, Handle, Label,
    LabelRequest, Manifest, ManifestRequest, OffsetDateTime, Pickup, PickupRequest, PointQuery,
    RateAnswer, RateRequest, ReturnLabelRequest, ServicePoint, TrackRequest, Tracking, VoidOutcome,
    VoidRequest,
};
use clock::Clock;
use order::Order;
use settings::Settings;
use state::State;
use ticket::Ticket;

/// A carrier for test suites. Cheap to clone; clones share everything, so that a test keeps one end while
/// [`Carriers`](crate::carrier::Carriers) has the other.
#[derive(Clone, Debug)]
pub struct MockCarrier {
    settings: Arc<Settings>,
    state: State,
}

impl MockCarrier {
    /// A mock of a name, set up step by step.
    pub fn builder(id: &str) -> MockBuilder {
        MockBuilder::new(id)
    }

    fn new(settings: Settings, clock: Clock) -> Self {
        Self { settings: Arc::new(settings), state: State::new(clock) }
    }

    /// Answers the next call of an operation; several are used up in their order.
    pub fn script(&self, operation: Operation, answer: Answer) {
        self.state.scripts(|scripts| scripts.push(operation, answer));
    }

    /// Answers every call of an operation for which no script is left.
    pub fn always(&self, operation: Operation, answer: Answer) {
        self.state.scripts(|scripts| scripts.stand(operation, answer));
    }

    /// How often an operation was asked for, preparations aside.
    #[must_use]
    pub fn calls(&self, operation: Operation) -> usize {
        self.state.calls(|calls| calls.iter().filter(|call| call.operation() == operation).count())
    }

    /// Every call, in the order they came.
    #[must_use]
    pub fn requests(&self) -> Vec<Call> {
        self.state.calls(<[Call]>::to_vec)
    }

    /// How many calls are under way: neither answered nor dropped.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.state.under_way()
    }

    /// What was truly sold until now, oldest first.
    #[must_use]
    pub fn ledger(&self) -> Vec<Sold> {
        self.state.open(&self.settings, |open| open.ledger.sales())
    }

    /// What was truly booked until now, oldest first.
    #[must_use]
    pub fn pickups(&self) -> Vec<Booked> {
        self.state.open(&self.settings, |open| open.counter.pickups(open.now))
    }

    /// What was truly closed until now, oldest first.
    #[must_use]
    pub fn manifests(&self) -> Vec<Closed> {
        self.state.open(&self.settings, |open| open.counter.manifests(open.now))
    }

    /// What time the mock takes it to be.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.state.now()
    }

    /// Moves the clock on. A mock on the system's clock stands still from then on.
    pub fn advance(&self, by: Duration) {
        self.state.clock(|clock| clock.advance(by));
    }

    /// Sets the clock, backwards too.
    pub fn set_now(&self, now: OffsetDateTime) {
        self.state.clock(|clock| *clock = Clock::Set(now));
    }

    /// Tells what happens to a number, in place of its usual way. Events of the future show when the clock gets there.
    pub fn set_events(&self, number: &str, events: Vec<Event>) {
        let number = number::tidy(number);
        self.state.open(&self.settings, |open| open.told.insert(number, events));
    }

    /// A handle for a number, for callers who kept nothing else. It voids a shipment of one parcel; of a shipment that this
    /// process sold, all parcels.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] where it is no number of this carrier's.
    pub fn handle_of(&self, number: &str) -> Result<Handle> {
        let number = number::tidy(number);
        let invalid = |why: String| {
            let faults = Faults::one("number", why);
            Error::invalid(self.settings.id.clone(), Operation::Track, faults)
        };
        if number::Number::read(&number, &self.settings.prefix).is_none() {
            return Err(invalid(format!("is no tracking number of {}", self.settings.id)));
        }
        Ticket::of(number).handle(&self.settings.id).map_err(|error| invalid(error.to_string()))
    }

    fn too_many(&self, request: &RateRequest) -> Option<Error> {
        let most = self.settings.capabilities.parcels_per_quote?;
        let why = format!("has too many; one price is for {most}, so ask for each and add them");
        (request.shipment.parcels.len() > most.get()).then(|| {
            let faults = Faults::one("shipment.parcels", why);
            Error::invalid(self.settings.id.clone(), Operation::Rates, faults)
        })
    }
}

fn label_order(request: &LabelRequest) -> Order {
    Order::Label(Box::new(request.clone()))
}

fn return_order(request: &ReturnLabelRequest) -> Order {
    Order::Return(Box::new(request.clone()))
}

#[async_trait]
impl Carrier for MockCarrier {
    fn id(&self) -> CarrierId {
        self.settings.id.clone()
    }

    fn capabilities(&self) -> Capabilities {
        self.settings.capabilities.clone()
    }

    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        self.settings.safety(kind)
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        let visit = self.enter(Asked::Rates(request.clone())).await?;
        let answer = match (visit.rates(), self.too_many(request)) {
            (Some(told), _) => Ok(told.clone()),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(self.settings.rates(request).unwrap_or_default()),
        };
        visit.leave(answer).await
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        let visit = self.enter(Asked::Track(request.clone())).await?;
        let answers = self.state.open(&self.settings, |open| {
            let told = |number: &str| open.told.get(&number::tidy(number)).map(Vec::as_slice);
            let desk = open.desk(&self.settings);
            request.queries.iter().map(|query| desk.track(query, told(&query.number))).collect()
        });
        visit.leave(Ok(answers)).await
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        order::prepare(&self.settings, request, label_order)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let visit = self.enter(Asked::Label(Box::new(prepared.clone()))).await?;
        self.buy(visit, order::received(&self.settings, prepared, label_order)).await
    }

    fn prepare_return(&self, request: ReturnLabelRequest) -> Result<Prepared<ReturnLabelRequest>> {
        order::prepare(&self.settings, request, return_order)
    }

    async fn return_label(&self, prepared: &Prepared<ReturnLabelRequest>) -> Result<Label> {
        let visit = self.enter(Asked::Return(Box::new(prepared.clone()))).await?;
        self.buy(visit, order::received(&self.settings, prepared, return_order)).await
    }

    async fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        let visit = self.enter(Asked::Documents(request.clone())).await?;
        let answer =
            self.state.open(&self.settings, |open| open.desk(&self.settings).documents(request));
        visit.leave(answer).await
    }

    async fn void_label(&self, request: &VoidRequest) -> Result<VoidOutcome> {
        let visit = self.enter(Asked::Void(request.clone())).await?;
        let answer = self.state.open(&self.settings, |open| {
            let (outcome, now_void) = open.desk(&self.settings).void(request)?;
            for number in now_void {
                open.ledger.void(number, open.now);
            }
            Ok(outcome)
        });
        visit.leave(answer).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> Result<Vec<Found>> {
        let sought = request.sought;
        let visit = self.enter(Asked::Find(sought.key())).await?;
        let answer = self.state.open(&self.settings, |open| open.desk(&self.settings).find(sought));
        visit.leave(answer).await
    }

    async fn service_points(&self, query: &PointQuery) -> Result<Vec<ServicePoint>> {
        let visit = self.enter(Asked::Points(Box::new(query.clone()))).await?;
        visit.leave(Ok(counter::points(&self.settings, query))).await
    }

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        let visit = self.enter(Asked::Address(Box::new(address.clone()))).await?;
        visit.leave(Ok(counter::check(address))).await
    }

    fn prepare_pickup(&self, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
        let (operation, key) = (Operation::BookPickup, request.key);
        counter::prepare(&self.settings, operation, PurchaseKind::Pickup, key, request)
    }

    async fn book_pickup(&self, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
        let visit = self.enter(Asked::Pickup(Box::new(prepared.clone()))).await?;
        let answer = self.state.open(&self.settings, |open| {
            let due = visit.late().map_or(open.now, |delay| clock::later(open.now, delay));
            open.counter.book(&self.settings, prepared.request(), open.now, due)
        });
        visit.leave(answer).await
    }

    async fn cancel_pickup(&self, handle: &Handle) -> Result<VoidOutcome> {
        let visit = self.enter(Asked::CancelPickup(handle.clone())).await?;
        let answer = self
            .state
            .open(&self.settings, |open| open.counter.cancel(&self.settings, handle, open.now));
        visit.leave(answer).await
    }

    fn prepare_manifest(&self, request: ManifestRequest) -> Result<Prepared<ManifestRequest>> {
        let (operation, key) = (Operation::Manifest, request.key);
        counter::prepare(&self.settings, operation, PurchaseKind::Manifest, key, request)
    }

    async fn close_day(&self, prepared: &Prepared<ManifestRequest>) -> Result<Manifest> {
        let visit = self.enter(Asked::Manifest(Box::new(prepared.clone()))).await?;
        let (settings, request) = (&self.settings, prepared.request());
        let answer = self.state.open(settings, |open| {
            if let Some(known) = open.counter.closed_before(settings, request, open.now) {
                return known;
            }
            let place = open.counter.manifests(open.now).len() + 1;
            let closed = open.desk(settings).close(request, place)?;
            let due = visit.late().map_or(open.now, |delay| clock::later(open.now, delay));
            let manifest = closed.manifest().clone();
            open.counter.enter(closed.due(due));
            Ok(manifest)
        });
        visit.leave(answer).await
    }
}

impl MockCarrier {
    /// Sells, unless the script has the sale come late.
    async fn buy(&self, visit: visit::Visit, order: Result<Order>) -> Result<Label> {
        let answer = order.and_then(|order| {
            self.state.open(&self.settings, |open| match visit.late() {
                Some(delay) => {
                    open.late.push((clock::later(open.now, delay), order));
                    Err(visit.error(ErrorKind::TimedOut { sent: true }))
                }
                None => sell::sell(&self.settings, open.ledger, &order, visit.dearer(), open.now),
            })
        });
        visit.leave(answer).await
    }
}
