//! Checkout offers: what a shop shows a customer, built on rates. Each option of the shop is one [`select`](super::select)
//! over the rates that belong to it, and a price made from the cost of the rate it chose.
//!
//! Pure, like all choosing: rates, moments, basket and shop come in; offers, and for every option that is hidden the reason,
//! go out. No price is ever invented. Asking carriers and buying do not belong here, nor does drawing the page.

mod answer;
mod check;
mod compare;
mod limits;
mod price;
mod promise;
mod shop;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

pub use answer::{Hidden, HiddenReason, Offer, Offers, PriceStep, Step};
pub use limits::{Area, AreaError, Basket, BasketLimit, DestinationLimit, Limits, WeightLimit};
pub use promise::{Promise, ready_after_handling};
pub use shop::{Belongs, Charm, DeliveryPlace, FreeAbove, PriceRule, Shop, ShopOption, ShopTax};
pub use words::Language;

use super::span::INFINITE;
use super::{Advice, Digest, Ranked, Request, Rules, Selection, Standing, select_with};
use crate::model::{Faults, Money, Path, Rate};
use compare::Goods;

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
    let language = shop.language(language);
    let digest = Digest::new(rates, request);
    let checkout = Checkout { rates, request, basket, shop, language, advice, digest };
    let Verdicts { shown, hidden } = checkout.judge()?;
    let mut offers = Offers {
        language,
        currency: shop.currency,
        basis: shop.tax.basis,
        offers: shown.into_iter().map(|candidate| candidate.offer).collect(),
        hidden,
    };
    if offers.offers.is_empty() {
        checkout.fall_back(&mut offers)?;
    }
    Ok(offers)
}

struct Checkout<'c> {
    rates: &'c [Arc<Rate>],
    request: &'c Request,
    basket: &'c Basket,
    shop: &'c Shop,
    language: Language,
    advice: Advice<'c>,
    /// All rates: what is known of the ones that are chosen.
    digest: Digest,
}

/// Whose turn it is: an option in its own right, or as the shop's last word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Ordinary,
    Fallback,
}

struct Verdicts {
    shown: Vec<Candidate>,
    hidden: Vec<Hidden>,
}

/// An option that could be shown.
struct Candidate {
    offer: Offer,
    rules: Rules,
    price: i64,
    latest: Option<i64>,
}

enum Attempt {
    Shown(Box<Candidate>),
    Hidden(HiddenReason),
}

impl Checkout<'_> {
    /// Each option by itself first, then against those before it that are made of the same rate, then against all.
    fn judge(&self) -> Result<Verdicts, Faults> {
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut verdicts: Vec<Option<HiddenReason>> = Vec::new();
        for (place, option) in self.shop.options.iter().enumerate() {
            let candidate = match self.attempt(place, option, Role::Ordinary)? {
                Attempt::Shown(candidate) => candidate,
                Attempt::Hidden(reason) => {
                    verdicts.push(Some(reason));
                    continue;
                }
            };
            let earlier = candidates.iter().find(|earlier| {
                matches!((earlier.goods(), candidate.goods()), (Some(a), Some(b)) if a.is_same_rate(&b))
            });
            if let Some(earlier) = earlier {
                verdicts.push(Some(HiddenReason::SameRate { option: earlier.offer.id.clone() }));
            } else {
                verdicts.push(None);
                candidates.push(*candidate);
            }
        }
        let by = dominated(&candidates);
        let mut shown = Vec::new();
        let mut judged = candidates.into_iter().zip(by);
        let mut hidden = Vec::new();
        for (option, verdict) in self.shop.options.iter().zip(verdicts) {
            let reason = match verdict {
                Some(reason) => reason,
                None => match judged.next() {
                    Some((_, Some(by))) => HiddenReason::Dominated { by },
                    Some((candidate, None)) => {
                        shown.push(candidate);
                        continue;
                    }
                    None => continue,
                },
            };
            hidden.push(Hidden { id: option.id.clone(), reason });
        }
        Ok(Verdicts { shown, hidden })
    }

    /// One option by itself. A fallback stays inside its basket, weight and destination, but may be a last resort, dearer than
    /// shown otherwise, or, at a price of the shop's own, without a rate.
    fn attempt(&self, place: usize, option: &ShopOption, role: Role) -> Result<Attempt, Faults> {
        if let Some(reason) = option.limits.outside(self.basket, &self.request.destination) {
            return Ok(Attempt::Hidden(reason));
        }
        let rules = option.rules(self.shop);
        let belonging: Vec<_> =
            self.rates.iter().filter(|rate| option.belongs.holds(rate)).cloned().collect();
        let selection =
            select_with(&belonging, self.request, &rules, &self.advice).map_err(|error| {
                let mut faults = Faults::none();
                faults.add(&Path::Root.field("options").index(place), error.to_string());
                faults
            })?;
        let selection = Arc::new(selection);
        let best = selection.ranked.first();
        if role == Role::Ordinary {
            let Some(best) = best else {
                return Ok(Attempt::Hidden(HiddenReason::NothingQualifies(selection)));
            };
            if let Standing::LastResort { unknown } = &best.standing
                && !option.last_resort
            {
                let (rate, unknown) = (Arc::clone(&best.rate), unknown.clone());
                return Ok(Attempt::Hidden(HiddenReason::LastResort { rate, unknown }));
            }
        }
        let cost = best.and_then(|best| best.price.to_minor());
        let Some(priced) = option.price.price(cost, self.shop, self.basket) else {
            return Ok(Attempt::Hidden(HiddenReason::NothingQualifies(selection)));
        };
        let price = Money::from_minor(priced.minor, self.shop.currency);
        if let Some(most) = option.limits.max_price
            && role == Role::Ordinary
            && price.amount() > most.amount()
        {
            return Ok(Attempt::Hidden(HiddenReason::Price { price, most }));
        }
        Ok(Attempt::Shown(Box::new(self.candidate(option, rules, &selection, priced))))
    }

    fn candidate(
        &self,
        option: &ShopOption,
        rules: Rules,
        selection: &Arc<Selection>,
        priced: price::Priced,
    ) -> Candidate {
        let best: Option<&Ranked> = selection.ranked.first();
        let entry =
            best.and_then(|best| self.digest.entries.iter().find(|entry| entry.rate == best.rate));
        let promise = entry.and_then(|entry| {
            Promise::of(&entry.rate, &entry.facts, self.request, self.shop.handling_days)
        });
        let cost = best.map(|best| best.price);
        let offer = Offer {
            id: option.id.clone(),
            title: option.title.get(&self.language).cloned().unwrap_or_default(),
            price: Money::from_minor(priced.minor, self.shop.currency),
            price_steps: priced.steps,
            cost,
            absorbs: cost.filter(|_| priced.is_free_of_charge),
            promise,
            promise_text: promise.map(|promise| promise.text(self.language)),
            rate: best.map(|best| Arc::clone(&best.rate)),
            standing: best.map(|best| best.standing.clone()),
            flags: best.map(|best| best.flags.clone()).unwrap_or_default(),
            fallback: None,
            selection: Arc::clone(selection),
        };
        let latest = entry.map(|entry| entry.facts.arrival.hi).filter(|hi| *hi < INFINITE);
        Candidate { offer, rules, price: priced.minor, latest }
    }

    /// All are hidden: the shop's fallback, if it has one with a price, says why it would be hidden otherwise.
    fn fall_back(&self, offers: &mut Offers) -> Result<(), Faults> {
        let Some(wanted) = &self.shop.fallback else { return Ok(()) };
        for (place, option) in self.shop.options.iter().enumerate() {
            if option.id != *wanted {
                continue;
            }
            let Some(index) = offers.hidden.iter().position(|hidden| hidden.id == *wanted) else {
                continue;
            };
            if let Attempt::Shown(candidate) = self.attempt(place, option, Role::Fallback)? {
                let Hidden { reason, .. } = offers.hidden.remove(index);
                offers.offers.push(Offer { fallback: Some(reason), ..candidate.offer });
            }
        }
        Ok(())
    }
}

impl Candidate {
    fn goods(&self) -> Option<Goods<'_>> {
        Some(Goods {
            rate: self.offer.rate.as_deref()?,
            asked: &self.rules.constraints,
            price: self.price,
            latest: self.latest,
        })
    }
}

/// For each candidate the id of the one that dominates it and is itself dominated by none.
fn dominated(candidates: &[Candidate]) -> Vec<Option<String>> {
    let goods: Vec<_> = candidates.iter().map(Candidate::goods).collect();
    let dominates = |one: usize, other: usize| match (goods.get(one), goods.get(other)) {
        (Some(Some(ours)), Some(Some(theirs))) => {
            one != other && ours.dominates(theirs, one < other)
        }
        _ => false,
    };
    let places = 0..candidates.len();
    let undominated: Vec<_> = places
        .clone()
        .filter(|place| !places.clone().any(|other| dominates(other, *place)))
        .collect();
    places
        .map(|place| {
            let by = undominated.iter().find(|other| dominates(**other, place))?;
            candidates.get(*by).map(|candidate| candidate.offer.id.clone())
        })
        .collect()
}
