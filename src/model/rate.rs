//! A price for a shipment, and everything that choosing asks of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    CarrierId, Date, DeliveryEstimate, Faults, FeatureOffer, Handle, LocalDateTime, Moment, Money,
    Notice, PointKind, RatePart, Service, ServicePoint, Shipment, Time, Weight, time,
};

/// What a carrier is asked the price of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RateRequest {
    /// What is sent. Shared, for every carrier is asked about the same.
    pub shipment: Arc<Shipment>,
    /// The day it is ready, civil at the origin.
    pub ship_on: Date,
    /// The time of that day; `None`: not known.
    #[serde(with = "time::clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ready_at: Option<Time>,
    /// Whether it is of no interest what a price is made of. A carrier may then leave [`charges`](Rate::charges) out, and a rate
    /// sheet does: for whoever prices many shipments and shows none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub totals_only: bool,
}

impl RateRequest {
    /// A shipment that is ready on a day.
    #[must_use]
    pub fn new(shipment: impl Into<Arc<Shipment>>, ship_on: Date) -> Self {
        Self { shipment: shipment.into(), ship_on, ready_at: None, totals_only: false }
    }

    /// Ready at a time of that day.
    #[must_use]
    pub const fn ready_at(mut self, time: Time) -> Self {
        self.ready_at = Some(time);
        self
    }

    /// The civil moment it is ready at the origin, where the time is known.
    #[must_use]
    pub fn ready(&self) -> Option<LocalDateTime> {
        self.ready_at.map(|time| self.ship_on.and_time(time))
    }

    /// # Errors
    ///
    /// Every fault of the shipment.
    pub fn check(&self) -> Result<(), Faults> {
        self.shipment.check()
    }
}

/// What a carrier answers: prices, services it does not sell for this shipment, remarks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct RateAnswer {
    /// The prices.
    pub rates: Vec<Rate>,
    /// Services that are not offered, and why: data beside the rates, not an error.
    pub unavailable: Vec<Unavailable>,
    /// Remarks about the whole answer.
    pub notices: Vec<Notice>,
}

impl RateAnswer {
    /// Prices and nothing else.
    #[must_use]
    pub fn of(rates: Vec<Rate>) -> Self {
        Self { rates, ..Self::default() }
    }
}

/// A service that a carrier does not offer for a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Unavailable {
    /// Who does not offer it.
    pub carrier: CarrierId,
    /// What is not offered; `None`: nothing at all is.
    pub service: Option<Service>,
    /// Why, in words.
    pub why: String,
}

impl Unavailable {
    /// A service, or everything, that is not offered.
    pub fn new(carrier: CarrierId, service: Option<Service>, why: impl Into<String>) -> Self {
        Self { carrier, service, why: why.into() }
    }
}

/// One price for the **whole** shipment by one service of one carrier account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rate {
    /// The account that would carry it.
    pub carrier: CarrierId,
    /// With what service.
    pub service: Service,
    /// What is paid; with or without tax as `total_includes_tax` says.
    pub total: Money,
    /// The tax on it; `None`: not told. Zero: free of tax.
    #[serde(default)]
    pub tax: Option<Money>,
    /// Whether `total` has the tax inside; `None`: not told.
    #[serde(default)]
    pub total_includes_tax: Option<bool>,
    /// What the total is made of, as the carrier itemises it; empty: the total is all that is told.
    #[serde(default)]
    pub charges: Vec<Charge>,
    /// Whose price this is.
    #[serde(default)]
    pub price_basis: PriceBasis,
    /// Whether the carrier priced the shipment, or each parcel.
    #[serde(default)]
    pub aggregation: Aggregation,
    /// The weight that the price was made by; `None`: not told.
    #[serde(default)]
    pub billed_weight: Option<Weight>,
    /// The carrier's zone; `None`: not told.
    #[serde(default)]
    pub zone: Option<String>,
    /// When it arrives, as far as the carrier says.
    #[serde(default)]
    pub delivery: DeliveryEstimate,
    /// Until when it can be bought at this price; `None`: not told.
    #[serde(default)]
    pub valid_until: Option<Moment>,
    /// What comes with it or can be had for a fee. A feature not listed: the carrier is silent about it.
    #[serde(default)]
    pub features: Vec<FeatureOffer>,
    /// The insurance it has; `None`: the carrier is silent about it, or each of `parts` has its own.
    #[serde(default)]
    pub cover: Option<Cover>,
    /// Whether it goes to the door or to a point; `None`: not told.
    #[serde(default)]
    pub delivers_to: Option<DeliversTo>,
    /// What the adapter needs to buy this very rate; `None`: the service code is enough, or each of `parts` has its own.
    #[serde(default)]
    pub handle: Option<Handle>,
    /// The parcels that were priced one by one, in their order; empty unless `aggregation` is `SumOfParcels`.
    #[serde(default)]
    pub parts: Vec<RatePart>,
    /// Parcels, from 1, that the carrier gave no price for. Such a rate cannot be chosen.
    #[serde(default)]
    pub missing_parcels: Vec<usize>,
    /// Remarks about this rate.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl Rate {
    /// A price by a service; everything else is not told yet.
    #[must_use]
    pub fn new(carrier: CarrierId, service: Service, total: Money) -> Self {
        Self {
            carrier,
            service,
            total,
            tax: None,
            total_includes_tax: None,
            charges: Vec::new(),
            price_basis: PriceBasis::Account,
            aggregation: Aggregation::Shipment,
            billed_weight: None,
            zone: None,
            delivery: DeliveryEstimate::default(),
            valid_until: None,
            features: Vec::new(),
            cover: None,
            delivers_to: None,
            handle: None,
            parts: Vec::new(),
            missing_parcels: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// With the tax, and the total without it.
    #[must_use]
    pub fn net_of(mut self, tax: Money) -> Self {
        self.tax = Some(tax);
        self.total_includes_tax = Some(false);
        self
    }

    /// With when it arrives.
    #[must_use]
    pub fn arriving(mut self, delivery: DeliveryEstimate) -> Self {
        self.delivery = delivery;
        self
    }

    /// Whether `charges` sum up to `total`; `None` where there are none or they cannot be added.
    #[must_use]
    pub fn charges_agree(&self) -> Option<bool> {
        if self.charges.is_empty() {
            return None;
        }
        let sum =
            self.charges.iter().try_fold(Money::zero(self.total.currency()), |sum, charge| {
                sum.checked_add(charge.amount)
            })?;
        Some(sum == self.total)
    }
}

/// One line of a price.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Charge {
    /// What it is for.
    pub kind: ChargeKind,
    /// The carrier's own code; `None`: none.
    pub code: Option<String>,
    /// The carrier's own words; `None`: none.
    pub label: Option<String>,
    /// The amount; a discount is negative.
    pub amount: Money,
}

impl Charge {
    /// An amount of a kind.
    #[must_use]
    pub const fn new(kind: ChargeKind, amount: Money) -> Self {
        Self { kind, code: None, label: None, amount }
    }

    /// With the carrier's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChargeKind {
    /// The carriage itself.
    Base,
    /// Fuel.
    Fuel,
    /// Delivery to a home.
    Residential,
    /// A remote place.
    Remote,
    /// Size or weight beyond the ordinary.
    Oversize,
    /// A signature.
    Signature,
    /// Insurance.
    Insurance,
    /// Cash on delivery.
    Cod,
    /// Tax.
    Tax,
    /// Customs duty.
    Duty,
    /// A discount, negative.
    Discount,
    /// Collection.
    Pickup,
    /// A return label.
    Return,
    /// The rest up to a least price.
    Minimum,
    /// Anything else; `code` and `label` say what.
    Other,
}

/// Whose price a rate is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PriceBasis {
    /// The account's own, as negotiated.
    #[default]
    Account,
    /// The published list.
    List,
    /// The price at the counter.
    Retail,
    /// A rate sheet of ours, not an answer of the carrier's.
    Sheet,
}

/// How a rate of several parcels was made.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// The carrier priced the shipment.
    #[default]
    Shipment,
    /// The carrier prices parcels; the prices were added here, and each parcel is bought for itself.
    SumOfParcels,
}

/// The insurance of a rate. Liability per kilogram by law is not insurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cover {
    /// What it covers without a fee.
    pub included: Money,
    /// What can be bought beside it, in the currency of `included`; `None`: nothing.
    pub purchasable: Option<Money>,
    /// The fee for that; `None`: not told.
    pub fee: Option<Money>,
}

impl Cover {
    /// A cover without a fee, and nothing to buy.
    #[must_use]
    pub const fn included(included: Money) -> Self {
        Self { included, purchasable: None, fee: None }
    }

    /// More can be bought.
    #[must_use]
    pub const fn and_up_to(mut self, purchasable: Money, fee: Option<Money>) -> Self {
        self.purchasable = Some(purchasable);
        self.fee = fee;
        self
    }
}

/// Where a rate delivers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeliversTo {
    /// To the recipient's door.
    Address,
    /// To a network of points, which one is not said.
    Network {
        /// What kind of points; `None`: not told.
        kind: Option<PointKind>,
    },
    /// To this point.
    Point(Box<ServicePoint>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_that_do_not_sum_up_are_told_apart_from_charges_that_are_not_there() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        let mut rate = Rate::new(
            CarrierId::new("sierra").unwrap(),
            Service::new("paq", "Paq"),
            money("10.00 EUR"),
        );
        assert_eq!(rate.charges_agree(), None);
        rate.charges = vec![
            Charge::new(ChargeKind::Base, money("12.00 EUR")),
            Charge::new(ChargeKind::Discount, money("-2.00 EUR")),
        ];
        assert_eq!(rate.charges_agree(), Some(true));
        rate.charges.pop();
        assert_eq!(rate.charges_agree(), Some(false));
    }

    #[test]
    fn a_rate_with_what_is_told_alone_can_be_read() {
        let json = r#"{"carrier": "sierra", "service": {"code": "paq", "name": "Paq"}, "total": {"amount": "6.90", "currency": "EUR"}}"#;
        let rate: Rate = serde_json::from_str(json).unwrap();
        assert_eq!(
            rate,
            Rate::new(
                CarrierId::new("sierra").unwrap(),
                Service::new("paq", "Paq"),
                "6.90 EUR".parse().unwrap()
            )
        );
        assert_eq!(
            serde_json::from_str::<Rate>(&serde_json::to_string(&rate).unwrap()).unwrap(),
            rate
        );
    }
}
