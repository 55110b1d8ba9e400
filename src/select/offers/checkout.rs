//! The options of a shop, one after the other: chosen, priced, shown or hidden.

use std::sync::Arc;

use super::answer::{Hidden, HiddenReason, Offer, Offers};
use super::compare::Goods;
use super::limits::Basket;
use super::price::Priced;
use super::promise::Promise;
use super::shop::{Shop, ShopOption};
use super::words::Language;
use crate::model::{Faults, Money, Path, Rate};
use crate::select::span::INFINITE;
use crate::select::{Advice, Digest, Ranked, Request, Rules, Selection, Standing, select_with};

/// Everything that the options of one checkout share.
pub(super) struct Checkout<'c> {
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

/// An option that could be shown.
struct Candidate {
    offer: Offer,
    rules: Rules,
    price: i64,
    latest: Option<i64>,
}

/// What becomes of an option.
type Verdict = Result<Box<Candidate>, HiddenReason>;

impl<'c> Checkout<'c> {
    pub(super) fn new(
        rates: &'c [Arc<Rate>],
        request: &'c Request,
        basket: &'c Basket,
        shop: &'c Shop,
        language: Language,
        advice: Advice<'c>,
    ) -> Self {
        let language = shop.language(language);
        let digest = Digest::new(rates, request);
        Self { rates, request, basket, shop, language, advice, digest }
    }

    pub(super) fn offers(&self) -> Result<Offers, Faults> {
        let mut answer = Offers {
            language: self.language,
            currency: self.shop.currency,
            basis: self.shop.tax.basis,
            offers: Vec::new(),
            hidden: Vec::new(),
        };
        for (option, verdict) in self.shop.options.iter().zip(self.verdicts()?) {
            match verdict {
                Ok(candidate) => answer.offers.push(candidate.offer),
                Err(reason) => answer.hidden.push(Hidden { id: option.id.clone(), reason }),
            }
        }
        if answer.offers.is_empty() {
            self.fall_back(&mut answer)?;
        }
        Ok(answer)
    }

    /// Each option by itself first, then against those before it that are made of the same rate, then against all.
    fn verdicts(&self) -> Result<Vec<Verdict>, Faults> {
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(self.shop.options.len());
        for (place, option) in self.shop.options.iter().enumerate() {
            let mut verdict = self.attempt(place, option, Role::Ordinary)?;
            if let Some(earlier) = same_rate(&verdicts, &verdict) {
                verdict = Err(HiddenReason::SameRate { option: earlier });
            }
            verdicts.push(verdict);
        }
        let dominated = dominated(&verdicts);
        for (verdict, by) in verdicts.iter_mut().zip(dominated) {
            if let Some(by) = by {
                *verdict = Err(HiddenReason::Dominated { by });
            }
        }
        Ok(verdicts)
    }

    /// One option by itself. A fallback stays inside its basket, weight and destination, but may be a last resort, dearer than
    /// shown otherwise, or, at a price of the shop's own, without a rate.
    fn attempt(&self, place: usize, option: &ShopOption, role: Role) -> Result<Verdict, Faults> {
        if let Some(reason) = option.limits.outside(self.basket, &self.request.destination) {
            return Ok(Err(reason));
        }
        let rules = option.rules(self.shop);
        let belonging: Vec<_> =
            self.rates.iter().filter(|rate| option.belongs.holds(rate)).cloned().collect();
        let selection =
            select_with(&belonging, self.request, &rules, &self.advice).map_err(|error| {
                Faults::one(Path::Root.field("options").index(place).to_string(), error.to_string())
            })?;
        let selection = Arc::new(selection);
        let best = selection.ranked.first();
        if role == Role::Ordinary {
            let Some(best) = best else {
                return Ok(Err(HiddenReason::NothingQualifies(selection)));
            };
            if let Standing::LastResort { unknown } = &best.standing
                && !option.last_resort
            {
                let (rate, unknown) = (Arc::clone(&best.rate), unknown.clone());
                return Ok(Err(HiddenReason::LastResort { rate, unknown }));
            }
        }
        let cost = best.and_then(|best| best.price.to_minor());
        let Some(priced) = option.price.price(cost, self.shop, self.basket) else {
            return Ok(Err(HiddenReason::NothingQualifies(selection)));
        };
        let price = Money::from_minor(priced.minor, self.shop.currency);
        if let Some(most) = option.limits.max_price
            && role == Role::Ordinary
            && price.amount() > most.amount()
        {
            return Ok(Err(HiddenReason::Price { price, most }));
        }
        Ok(Ok(Box::new(self.candidate(option, rules, &selection, priced))))
    }

    fn candidate(
        &self,
        option: &ShopOption,
        rules: Rules,
        selection: &Arc<Selection>,
        priced: Priced,
    ) -> Candidate {
        let best: Option<&Ranked> = selection.ranked.first();
        let entry =
            best.and_then(|best| self.digest.entries().find(|entry| *entry.rate == best.rate));
        let promise = entry.and_then(|entry| {
            Promise::of(entry.rate, entry.facts, self.request, self.shop.handling_days)
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
            flags: best.map(|best| best.flags).unwrap_or_default(),
            fallback: None,
            selection: Arc::clone(selection),
        };
        let latest = entry.map(|entry| entry.facts.arrival.hi).filter(|hi| *hi < INFINITE);
        Candidate { offer, rules, price: priced.minor, latest }
    }

    /// All are hidden: the shop's fallback, if it has one with a price, says why it would be hidden otherwise.
    fn fall_back(&self, offers: &mut Offers) -> Result<(), Faults> {
        let Some(wanted) = &self.shop.fallback else { return Ok(()) };
        let mut options = self.shop.options.iter().enumerate();
        let Some((place, option)) = options.find(|(_, option)| option.id == *wanted) else {
            return Ok(());
        };
        if let Ok(candidate) = self.attempt(place, option, Role::Fallback)?
            && let Some(index) = offers.hidden.iter().position(|hidden| hidden.id == *wanted)
        {
            let Hidden { reason, .. } = offers.hidden.remove(index);
            offers.offers.push(Offer { fallback: Some(reason), ..candidate.offer });
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

fn goods(verdict: &Verdict) -> Option<Goods<'_>> {
    verdict.as_ref().ok().and_then(|candidate| candidate.goods())
}

fn id(verdict: &Verdict) -> Option<String> {
    verdict.as_ref().ok().map(|candidate| candidate.offer.id.clone())
}

/// The first of the earlier ones that is made of the same rate.
fn same_rate(earlier: &[Verdict], one: &Verdict) -> Option<String> {
    let ours = goods(one)?;
    earlier
        .iter()
        .find(|other| goods(other).is_some_and(|theirs| theirs.is_same_rate(&ours)))
        .and_then(id)
}

/// For each one the id of the first that dominates it and is itself dominated by none.
fn dominated(verdicts: &[Verdict]) -> Vec<Option<String>> {
    let goods: Vec<_> = verdicts.iter().map(goods).collect();
    let dominates = |one: usize, other: usize| match (goods.get(one), goods.get(other)) {
        (Some(Some(ours)), Some(Some(theirs))) => {
            one != other && ours.dominates(theirs, one < other)
        }
        _ => false,
    };
    let places = 0..verdicts.len();
    let undominated: Vec<_> = places
        .clone()
        .filter(|place| !places.clone().any(|other| dominates(other, *place)))
        .collect();
    places
        .map(|place| {
            let by = undominated.iter().find(|other| dominates(**other, place))?;
            verdicts.get(*by).and_then(id)
        })
        .collect()
}
