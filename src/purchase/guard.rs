//! What is looked at before money is spent: whether the price that was chosen still holds. How prices are compared, and when one is
//! too old, is told beside this; what may be spent is the store's to count ([`Limit`](crate::store::Limit)).

mod freshness;
mod price;
#[cfg(test)]
mod tests;
#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "testing"))]
mod tests_journal;

use std::sync::Arc;

pub use freshness::Freshness;
pub use price::{Dearer, Price, PriceChange, PriceChanged, Tolerance};

use super::answer::BuyError;
use super::body::Body;
use super::item::{Item, Purchase};
use super::journal::Journal;
use crate::carrier::{Carrier, Carriers, Error, Operation};
use crate::model::{Faults, LabelRequest, Money, Rate, RateRequest};
use crate::quote::{Deadlines, Quotes};

/// A purchase whose price was looked at.
pub(super) struct Guarded {
    /// What is bought, by the newest rate.
    pub(super) item: Item,
    /// What it is expected to cost; `None`: not known.
    pub(super) cost: Option<Money>,
    /// What was chosen; `None`: not told.
    pub(super) quoted: Option<Price>,
    /// What the carrier offers in its place now; `None`: it was not asked again.
    pub(super) offer: Option<Rate>,
}

impl Journal {
    /// Asks the price again where it may have changed, **before** a key is taken: asking spends nothing, a price that cannot be
    /// had leaves no record behind, and nobody's lease runs out while a carrier thinks. Whoever meets a key under which something
    /// was sent never comes here.
    pub(super) async fn guarded(
        &self,
        purchase: &Purchase,
        carrier: &Arc<dyn Carrier>,
    ) -> Result<Guarded, BuyError> {
        let mut item = purchase.item.clone();
        let Some(chosen) = purchase.rate.as_deref() else {
            let quoted = purchase.cost.map(Price::of_cost);
            return Ok(Guarded { item, cost: purchase.cost, quoted, offer: None });
        };
        let mut cost = purchase.cost.unwrap_or(chosen.total);
        let quoted = Price::of_rate(chosen);
        let mut newest = None;
        if let Item::Label(request) = &mut item {
            can_be_bought(chosen, request, &**carrier)?;
            let settings = &self.settings;
            if carrier.capabilities().rates
                && settings.fresh.asks_again(chosen, purchase.quoted_at, self.store.now().await?)
            {
                let answers = self.asked_again(request, carrier).await?;
                let offer = offered(&answers, chosen, carrier)?;
                let price = Price::of_rate(offer);
                if let Some(why) = settings.tolerance.stops(&quoted, &price) {
                    let changed = PriceChanged { chosen: quoted, now: price, why };
                    return Err(BuyError::PriceChanged(Box::new(changed)));
                }
                request.rate.clone_from(&offer.handle);
                cost = offer.total;
                newest = Some(offer.clone());
            }
        }
        Ok(Guarded { item, cost: Some(cost), quoted: Some(quoted), offer: newest })
    }

    /// That the cost is one that limits can count.
    pub(super) fn countable(&self, cost: Option<Money>) -> Result<(), BuyError> {
        let limits = &self.settings.limits;
        let counted = |cost: Money| {
            !cost.is_negative()
                && limits.iter().any(|limit| limit.most.currency() == cost.currency())
        };
        if limits.is_empty() || cost.is_some_and(counted) {
            return Ok(());
        }
        Err(BuyError::CostUnknown)
    }

    async fn asked_again(
        &self,
        request: &LabelRequest,
        carrier: &Arc<dyn Carrier>,
    ) -> Result<Quotes, BuyError> {
        let mut asked = Carriers::new();
        // One carrier alone has nobody to share its name with.
        let _ = asked.add(Arc::clone(carrier));
        let mut rates = RateRequest::new(request.shipment.clone(), request.ship_on);
        rates.ready_at = request.ready_at;
        let deadlines = Deadlines::within(self.settings.quote);
        let invalid = |faults| Error::invalid(carrier.id(), Operation::Rates, faults);
        Ok(asked.quote(&rates, &deadlines).await.map_err(invalid)?)
    }
}

/// That the rate is one of what is bought.
fn can_be_bought(
    chosen: &Rate,
    request: &LabelRequest,
    carrier: &dyn Carrier,
) -> Result<(), Error> {
    let fault = if !chosen.carrier.matches(carrier.id().as_str()) {
        format!("is a rate of {}, and {} is to sell it", chosen.carrier, carrier.id())
    } else if chosen.service.code != request.service {
        format!("is for {:?}, and {:?} is to be bought", chosen.service.code, request.service)
    } else if !chosen.missing_parcels.is_empty() {
        "lacks the price of some parcels, so it cannot be bought".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::invalid(carrier.id(), Operation::BuyLabel, Faults::one("rate", fault)))
}

/// What the carrier offers now in place of what was chosen.
fn offered<'q>(
    quotes: &'q Quotes,
    chosen: &Rate,
    carrier: &Arc<dyn Carrier>,
) -> Result<&'q Rate, BuyError> {
    let same = |rate: &&Rate| rate.service.code == chosen.service.code;
    // Of several the one that is most like what was chosen, and among equals the cheapest.
    let unlike = |rate: &&Rate| {
        (
            !rate.missing_parcels.is_empty(),
            rate.delivers_to != chosen.delivers_to,
            rate.price_basis != chosen.price_basis,
            rate.total.currency() != chosen.total.currency(),
            rate.features != chosen.features,
            rate.total.amount(),
        )
    };
    let rates = quotes.rates.iter().map(AsRef::as_ref);
    let found = rates.filter(same).min_by_key(unlike);
    if let Some(rate) = found.filter(|rate| rate.missing_parcels.is_empty()) {
        return Ok(rate);
    }
    if let Some(failure) = quotes.failures.first() {
        return Err(BuyError::NotQuoted(Box::new(failure.clone())));
    }
    let about = |told: &&crate::model::Unavailable| match &told.service {
        Some(service) => service.code == chosen.service.code,
        None => true,
    };
    let why = quotes.unavailable.iter().find(about).map(|told| told.why.clone());
    Err(BuyError::ServiceGone { carrier: carrier.id(), service: chosen.service.clone(), why })
}

/// Both prices of a label that was sold for more than was chosen.
pub(super) fn dearer(body: &Body) -> Option<Dearer> {
    let paid = match (&body.label, &body.remains) {
        (Some(label), _) => Price::of_label(label),
        (None, Some(remains)) => remains.price,
        (None, None) => None,
    };
    Dearer::of(body.quoted?, paid?)
}
