//! Whether a shop, and a basket for it, can be computed with: all faults at once, each with what would be right.

use rust_decimal::Decimal;

use super::limits::{Basket, Limits};
use super::price::{Ending, ppm};
use super::rule::PriceRule;
use super::shop::{Shop, ShopOption};
use crate::model::{Currency, Faults, Money, Path};
use crate::select::compile::MOST_MINOR;
use crate::select::{Chooser, Rules, TaxBasis};

/// The largest percentage that is added: ten times the cost.
const MOST_PERCENT: i64 = 1_000;

/// Notes faults of one shop.
struct Check {
    currency: Currency,
    faults: Faults,
}

impl Shop {
    /// # Errors
    ///
    /// Every fault of the shop, in the order of its fields.
    pub fn check(&self) -> Result<(), Faults> {
        let (root, mut check) =
            (Path::Root, Check { currency: self.currency, faults: Faults::none() });
        if self.languages.is_empty() {
            check.faults.add(&root.field("languages"), "is empty; name one at least, as en");
        }
        check.percent(&root.field("tax").field("percent"), self.tax.percent, 0, 100);
        let rules = Rules { exchange: self.exchange.clone(), ..Rules::new(self.currency) };
        check.faults.note(&root.field("exchange"), Chooser::new(&rules));
        if let Some(id) = &self.fallback
            && !self.options.iter().any(|option| option.id == *id)
        {
            let ids: Vec<_> = self.options.iter().map(|option| option.id.as_str()).collect();
            let message = format!("{id:?} is no option; there are {}", ids.join(", "));
            check.faults.add(&root.field("fallback"), message);
        }
        let options = root.field("options");
        if self.options.is_empty() {
            check.faults.add(&options, "is empty; write one option at least");
        }
        for (index, option) in self.options.iter().enumerate() {
            let at = options.index(index);
            let earlier = self.options.iter().take(index);
            if earlier.into_iter().any(|other| other.id == option.id) {
                let message = format!("{:?} is the id of an earlier option too", option.id);
                check.faults.add(&at.field("id"), message);
            }
            self.check_option(option, &at, &mut check);
        }
        check.faults.into_result()
    }

    fn check_option(&self, option: &ShopOption, at: &Path<'_>, check: &mut Check) {
        if option.id.trim().is_empty() {
            check.faults.add(&at.field("id"), "is empty; write a name for programs, as standard");
        }
        for language in &self.languages {
            if option.title.get(language).is_none_or(|title| title.trim().is_empty()) {
                let message = format!("has none in {language}, a language of the shop");
                check.faults.add(&at.field("title"), message);
            }
        }
        // The table of exchange has its own place; what is left to find here is of this option alone.
        let rules = Rules { exchange: Vec::new(), ..option.rules(self) };
        check.faults.note(&at.field("constraints"), Chooser::new(&rules));
        check.price(&option.price, &at.field("price"));
        check.limits(&option.limits, &at.field("limits"));
    }
}

impl Check {
    fn percent(&mut self, at: &Path<'_>, percent: Decimal, least: i64, most: i64) {
        if percent < least.into() || percent > most.into() {
            self.faults.add(at, format!("{percent} is out of range; write {least} to {most}"));
        } else if ppm(percent).is_none() {
            self.faults
                .add(at, format!("{percent} has more than four decimals; write four at most"));
        }
    }

    /// A sum in the shop's currency that can be paid; in minor units where it is one.
    fn sum(&mut self, at: &Path<'_>, sum: Option<Money>, may_be_negative: bool) -> Option<i64> {
        let sum = sum?;
        let currency = self.currency;
        if sum.currency() != currency {
            let given = sum.currency();
            self.faults
                .add(at, format!("is in {given}; write it in {currency}, the shop's currency"));
            return None;
        }
        if !sum.is_payable() {
            let decimals = currency.minor_units();
            self.faults
                .add(at, format!("{sum} cannot be paid; {currency} has {decimals} decimals"));
            return None;
        }
        if sum.is_negative() && !may_be_negative {
            self.faults.add(at, format!("{sum} is below nothing; write 0 or more"));
            return None;
        }
        let minor = sum.to_minor().filter(|minor| minor.abs() <= MOST_MINOR);
        if minor.is_none() {
            self.faults
                .add(at, format!("{sum} is out of range; sums stay within 2^39 minor units"));
        }
        minor
    }

    fn price(&mut self, rule: &PriceRule, at: &Path<'_>) {
        self.sum(&at.field("flat"), rule.flat, false);
        self.percent(&at.field("percent"), rule.percent, -100, MOST_PERCENT);
        self.sum(&at.field("fixed"), rule.fixed, true);
        let min = self.sum(&at.field("min"), rule.min, false);
        let max = self.sum(&at.field("max"), rule.max, false);
        if let (Some(least), Some(most)) = (min, max)
            && most < least
        {
            let [least, most] = [least, most].map(|sum| Money::from_minor(sum, self.currency));
            self.faults.add(&at.field("max"), format!("{most} is less than min, {least}"));
        }
        self.charm(rule, at, min, max);
        if let Some(free) = rule.free_above {
            let at = at.field("free_above");
            self.sum(&at.field("basket"), Some(free.basket), false);
            self.sum(&at.field("absorb_at_most"), free.absorb_at_most, false);
        }
    }

    /// A clamp that does not have the ending would be passed by the charm that comes after it.
    fn charm(&mut self, rule: &PriceRule, at: &Path<'_>, min: Option<i64>, max: Option<i64>) {
        let (Some(charm), currency) = (&rule.charm, self.currency) else { return };
        let Some(ending) = Ending::read(&charm.ending, currency) else {
            let (given, right) = (&charm.ending, Ending::example(currency));
            let message = format!("{given:?} is no ending of {currency}; write {right}");
            return self.faults.add(&at.field("charm").field("ending"), message);
        };
        let min = min.filter(|_| charm.nearest);
        for (name, bound) in [("min", min), ("max", max)] {
            let Some(bound) = bound.filter(|bound| !charm.keeps(*bound, currency)) else {
                continue;
            };
            let (given, right) = (
                Money::from_minor(bound, currency),
                Money::from_minor(ending.charmed(bound, false), currency),
            );
            let message = format!(
                "{given} does not end in {}, so that the charm passes it; write {right}",
                charm.ending
            );
            self.faults.add(&at.field(name), message);
        }
    }

    fn limits(&mut self, limits: &Limits, at: &Path<'_>) {
        if let Some(basket) = limits.basket {
            let at = at.field("basket");
            let from = self.sum(&at.field("from"), basket.from, false);
            let to = self.sum(&at.field("to"), basket.to, false);
            if let (Some(from), Some(to)) = (from, to)
                && to < from
            {
                self.faults.add(&at.field("to"), "is less than from; no basket is inside");
            }
        }
        if let Some(weight) = limits.weight
            && let (Some(from), Some(to)) = (weight.from, weight.to)
            && to < from
        {
            let message = format!("{to} is less than from, {from}; no parcel is inside");
            self.faults.add(&at.field("weight").field("to"), message);
        }
        self.sum(&at.field("max_price"), limits.max_price, false);
    }
}

/// Whether a basket tells what the shop's options ask about it.
pub(super) fn check_basket(basket: &Basket, shop: &Shop) -> Result<(), Faults> {
    let (root, mut check) = (Path::Root, Check { currency: shop.currency, faults: Faults::none() });
    let at = root.field("basket");
    for (name, worth) in [("net", basket.net), ("gross", basket.gross)] {
        let Some(worth) = worth else { continue };
        // A basket may have more decimals than can be paid: it is compared, not charged.
        check.sum(&at.field(name), Some(worth.rounded()), false);
    }
    for (index, option) in shop.options.iter().enumerate() {
        let asked = [
            ("limits", option.limits.basket.map(|limit| limit.basis)),
            ("price", option.price.free_above.map(|free| free.basis)),
        ];
        for (part, basis) in asked {
            let Some(basis) = basis.filter(|basis| basket.worth(*basis).is_none()) else {
                continue;
            };
            let side = match basis {
                TaxBasis::Net => "net",
                TaxBasis::Gross => "gross",
            };
            let message =
                format!("is about the {side} worth of the basket, which is not told; tell it");
            check.faults.add(&root.field("options").index(index).field(part), message);
        }
    }
    check.faults.into_result()
}
