//! Checkout offers: what a shop shows a customer, built on rates. Each option of the shop is one [`select`](super::select)
//! over the rates that belong to it, and a price made from the cost of the rate it chose.
//!
//! Pure, like all choosing: rates, moments, basket and shop come in; offers, and for every option that is hidden the reason,
//! go out. No price is ever invented. Asking carriers and buying do not belong here, nor does drawing the page.

mod answer;
mod belongs;
mod check;
mod checkout;
mod compare;
mod limits;
mod price;
mod promise;
mod rule;
mod shop;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

pub use answer::{Hidden, HiddenReason, Offer, Offers, PriceStep, Step};
pub use belongs::{Belongs, DeliveryPlace};
pub use limits::{Area, AreaError, Basket, BasketLimit, DestinationLimit, Limits, WeightLimit};
pub use promise::{Promise, ready_after_handling};
pub use rule::{Charm, FreeAbove, PriceRule};
pub use shop::{Shop, ShopOption, ShopTax};
pub use words::Language;

use super::{Advice, Request};
use crate::model::{Faults, Rate};

/// What a shop shows for a basket.
///
/// The rates were asked for a `ready` that has the handling days of the shop inside: see [`ready_after_handling`].
///
/// # Errors
///
/// Every fault of the shop ([`Shop::check`]), and of a basket that is in another currency or does not tell what the shop's
/// options ask about it.
pub fn offers(
    rates: &[Arc<Rate>],
    request: &Request,
    basket: &Basket,
    shop: &Shop,
    language: Language,
) -> Result<Offers, Faults> {
    offers_with(rates, request, basket, shop, language, Advice::default())
}

/// The same with the caller's own forecasts or values, for options that choose by them.
///
/// # Errors
///
/// As [`offers`].
pub fn offers_with(
    rates: &[Arc<Rate>],
    request: &Request,
    basket: &Basket,
    shop: &Shop,
    language: Language,
    advice: Advice<'_>,
) -> Result<Offers, Faults> {
    shop.check()?;
    check::check_basket(basket, shop)?;
    checkout::Checkout::new(rates, request, basket, shop, language, advice).offers()
}
