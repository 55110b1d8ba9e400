//! What a mock is set to, once and for all, and the builder that sets it.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::clock::Clock;
use super::{MockCarrier, number};
use crate::carrier::{Capabilities, Operation, PurchaseKind, PurchaseSafety, VoidUnit};
use crate::model::{
    CarrierId, CarrierIdError, DeliveryEstimate, Format, Money, OffsetDateTime, Rate, RateAnswer,
    RateRequest, Service, ServicePoint,
};

/// Prices by rule.
type Rule = Arc<dyn Fn(&RateRequest) -> RateAnswer + Send + Sync>;

/// What a mock charges.
#[derive(Clone)]
pub(super) enum Prices {
    /// Nothing is quoted.
    None,
    /// These, whatever is asked.
    Fixed(RateAnswer),
    /// By rule.
    Rule(Rule),
}

impl fmt::Debug for Prices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Fixed(answer) => f.debug_tuple("Fixed").field(answer).finish(),
            Self::Rule(_) => f.write_str("Rule"),
        }
    }
}

/// What does not change while a mock is in use.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) id: CarrierId,
    /// As it stands on the label.
    pub(super) name: String,
    /// What its tracking numbers begin with.
    pub(super) prefix: String,
    pub(super) prices: Prices,
    pub(super) capabilities: Capabilities,
    pub(super) safety: Vec<(PurchaseKind, PurchaseSafety)>,
    pub(super) latency: Duration,
    pub(super) services: Vec<(Service, u8)>,
    pub(super) return_price: Option<Money>,
    pub(super) points: Vec<ServicePoint>,
}

impl Settings {
    pub(super) fn safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        let set = self.safety.iter().find(|(other, _)| *other == kind);
        set.map_or(PurchaseSafety::Blind, |(_, safety)| *safety)
    }

    /// The prices for a request; `None`: the mock has no prices at all.
    pub(super) fn rates(&self, request: &RateRequest) -> Option<RateAnswer> {
        match &self.prices {
            Prices::None => None,
            Prices::Fixed(answer) => Some(answer.clone()),
            Prices::Rule(rule) => Some(rule(request)),
        }
    }

    /// Business days of a service that was told by [`MockBuilder::service`].
    pub(super) fn days(&self, code: &str) -> Option<u8> {
        self.services.iter().find(|(service, _)| service.code == code).map(|(_, days)| *days)
    }

    /// What a service is called, as far as it was told.
    pub(super) fn service_name(&self, code: &str) -> Option<&str> {
        let told = self.services.iter().find(|(service, _)| service.code == code);
        told.map(|(service, _)| service.name.as_str())
    }
}

/// Sets a [`MockCarrier`] up. What is left alone: no prices; everything else can be done; labels and returns are
/// [`PurchaseSafety::Findable`] with their paper; a label takes any number of parcels, as PDF, PNG or ZPL; a parcel is two
/// business days on its way; no latency; the system's clock.
#[derive(Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct MockBuilder {
    id: String,
    name: Option<String>,
    rates: Vec<(Service, Money, DeliveryEstimate)>,
    prices: Prices,
    capabilities: Option<Capabilities>,
    without: Vec<Operation>,
    parcels_per_label: Option<NonZeroUsize>,
    parcels_per_quote: Option<NonZeroUsize>,
    formats: Vec<Format>,
    void: (VoidUnit, bool),
    safety: Vec<(PurchaseKind, PurchaseSafety)>,
    latency: Duration,
    services: Vec<(Service, u8)>,
    return_price: Option<Money>,
    points: Vec<ServicePoint>,
    clock: Clock,
}

impl MockBuilder {
    pub(super) fn new(id: &str) -> Self {
        let findable = PurchaseSafety::findable(true);
        Self {
            id: id.to_owned(),
            name: None,
            rates: Vec::new(),
            prices: Prices::None,
            capabilities: None,
            without: Vec::new(),
            parcels_per_label: None,
            parcels_per_quote: None,
            formats: vec![Format::Pdf, Format::Png, Format::Zpl],
            void: (VoidUnit::Shipment, true),
            safety: vec![(PurchaseKind::Label, findable), (PurchaseKind::Return, findable)],
            latency: Duration::ZERO,
            services: Vec::new(),
            return_price: None,
            points: Vec::new(),
            clock: Clock::System,
        }
    }

    /// What stands on the label; left out: the id.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// One more price, without tax, the same for every shipment. Labels of this service are then sold at this price.
    pub fn rate(mut self, service: Service, total: Money, delivery: DeliveryEstimate) -> Self {
        self.rates.push((service, total, delivery));
        self
    }

    /// This answer to every question for rates.
    pub fn rate_answer(mut self, answer: RateAnswer) -> Self {
        self.prices = Prices::Fixed(answer);
        self
    }

    /// Prices by a rule.
    pub fn rates(
        mut self,
        rule: impl Fn(&RateRequest) -> RateAnswer + Send + Sync + 'static,
    ) -> Self {
        self.prices = Prices::Rule(Arc::new(rule));
        self
    }

    /// The name of a service for the label, and how many business days (17 at most) it takes. For mocks without prices, such
    /// as one behind a rate sheet; a rate that tells its business days needs no such line.
    pub fn service(mut self, service: Service, business_days: u8) -> Self {
        self.services.push((service, business_days.min(number::MOST_DAYS)));
        self
    }

    /// What a return costs; left out: it is not told.
    pub const fn return_price(mut self, price: Money) -> Self {
        self.return_price = Some(price);
        self
    }

    /// One more service point. Without any there are none to be looked for.
    pub fn point(mut self, point: ServicePoint) -> Self {
        self.points.push(point);
        self
    }

    /// Takes operations away: they answer *unsupported*.
    pub fn without(mut self, operation: Operation) -> Self {
        self.without.push(operation);
        self
    }

    /// Exactly these capabilities, in place of what follows from everything else.
    pub fn capabilities(mut self, capabilities: Capabilities) -> Self {
        self.capabilities = Some(capabilities);
        self
    }

    /// How many parcels one label may have. More are refused.
    pub const fn parcels_per_label(mut self, most: NonZeroUsize) -> Self {
        self.parcels_per_label = Some(most);
        self
    }

    /// How many parcels one price may be asked for. More are refused.
    pub const fn parcels_per_quote(mut self, most: NonZeroUsize) -> Self {
        self.parcels_per_quote = Some(most);
        self
    }

    /// The label formats it gives, of PDF, PNG and ZPL; it can draw no other.
    pub fn formats(mut self, formats: impl IntoIterator<Item = Format>) -> Self {
        let drawn = |format: &Format| matches!(format, Format::Pdf | Format::Png | Format::Zpl);
        self.formats = formats.into_iter().filter(drawn).collect();
        self
    }

    /// What can be voided, and whether returns can.
    pub const fn void(mut self, unit: VoidUnit, returns_too: bool) -> Self {
        self.void = (unit, returns_too);
        self
    }

    /// What is offered when the answer to a purchase of a kind is lost. The mock then behaves like it.
    pub fn safety(mut self, kind: PurchaseKind, safety: PurchaseSafety) -> Self {
        self.safety.retain(|(other, _)| *other != kind);
        self.safety.push((kind, safety));
        self
    }

    /// How long every answer takes, in true time (needs a Tokio runtime with a timer).
    pub const fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// A clock that stands still until [`MockCarrier::advance`] moves it; left out: the system's.
    pub const fn clock(mut self, start: OffsetDateTime) -> Self {
        self.clock = Clock::Set(start);
        self
    }

    /// The mock.
    ///
    /// # Errors
    ///
    /// [`CarrierIdError`] where the id is none.
    pub fn build(mut self) -> Result<MockCarrier, CarrierIdError> {
        let id = CarrierId::new(&self.id)?;
        if !self.rates.is_empty() {
            let rates = self.rates.drain(..);
            let rates = rates.map(|(service, total, when)| Rate {
                total_includes_tax: Some(false),
                ..Rate::new(id.clone(), service, total).arriving(when)
            });
            self.prices = Prices::Fixed(RateAnswer::of(rates.collect()));
        }
        let capabilities = self.capabilities.clone().unwrap_or_else(|| self.what_follows());
        let settings = Settings {
            name: self.name.unwrap_or_else(|| id.to_string()),
            prefix: number::prefix(&id),
            id,
            prices: self.prices,
            capabilities,
            safety: self.safety,
            latency: self.latency,
            services: self.services,
            return_price: self.return_price,
            points: self.points,
        };
        Ok(MockCarrier::new(settings, self.clock))
    }

    /// The capabilities that the other settings make.
    fn what_follows(&self) -> Capabilities {
        let has = |operation| !self.without.contains(&operation);
        let safety: Vec<_> = self.safety.iter().map(|(_, safety)| *safety).collect();
        let paper_once = safety
            .iter()
            .any(|safety| matches!(safety, PurchaseSafety::Findable { paper: false, .. }));
        Capabilities {
            rates: has(Operation::Rates) && !matches!(self.prices, Prices::None),
            buy_label: has(Operation::BuyLabel),
            track: has(Operation::Track),
            return_label: has(Operation::ReturnLabel),
            documents: has(Operation::Documents) && !paper_once,
            find_purchase: has(Operation::FindPurchase)
                && safety.iter().any(|safety| *safety != PurchaseSafety::Blind),
            void: if has(Operation::Void) { self.void.0 } else { VoidUnit::None },
            void_return: has(Operation::Void) && self.void.1,
            parcels_per_label: self.parcels_per_label,
            parcels_per_quote: self.parcels_per_quote,
            formats: self.formats.clone(),
            service_points: has(Operation::ServicePoints) && !self.points.is_empty(),
            check_address: has(Operation::CheckAddress),
            book_pickup: has(Operation::BookPickup),
            cancel_pickup: has(Operation::BookPickup) && has(Operation::CancelPickup),
            close_day: has(Operation::Manifest),
        }
    }
}
