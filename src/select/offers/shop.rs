//! What a shop writes down: its options, in its order, and how each is priced. Nothing is computed here.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::belongs::Belongs;
use super::limits::Limits;
use super::rule::PriceRule;
use super::words::Language;
use crate::model::{Currency, Date, ExchangeRate, amount};
use crate::select::{Asked, Constraint, Objective, Preference, Rules, TaxBasis};

/// A shop's checkout: what it shows, in what order, and at what price.
///
/// ```
/// use arriero::select::offers::Shop;
///
/// let shop: Shop = toml::from_str(
///     r#"
///     currency = "EUR"
///     languages = ["es", "en"]
///     tax = { basis = "gross", percent = 21 }
///     handling_days = 1
///     fallback = "standard"
///
///     [[options]]
///     id = "standard"
///     title = { es = "Envío a domicilio", en = "Home delivery" }
///     belongs = { to = "address" }
///     last_resort = true
///     limits = { basket = { from = "10.00 EUR", basis = "gross" }, destination = { never = ["ES-CN"] } }
///
///     [options.price]
///     percent = 12
///     fixed = "0.30 EUR"
///     charm = { ending = ".95" }
///     free_above = { basket = "60.00 EUR", basis = "gross", absorb_at_most = "12.00 EUR" }
///     "#,
/// )?;
/// shop.check()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Shop {
    /// The currency of every price and basket.
    pub currency: Currency,
    /// The languages that every option has a title in; the first is shown to those who ask for another.
    pub languages: Vec<Language>,
    /// How prices are shown.
    pub tax: ShopTax,
    /// Whether rates are compared, and costs are taken, without tax (the shop recovers it) or with it.
    #[serde(default)]
    pub cost_basis: TaxBasis,
    /// A tax in parts per million that is assumed where a rate tells one side alone; `None`: such a rate cannot be compared on
    /// the other side.
    #[serde(default)]
    pub assumed_tax_ppm: Option<u32>,
    /// The rates of exchange into the shop's currency.
    #[serde(default)]
    pub exchange: Vec<ExchangeRate>,
    /// The day the rates of exchange are of; `None`: not told.
    #[serde(default)]
    pub exchange_date: Option<Date>,
    /// What is preferred when price and arrival are equal, best first.
    #[serde(default)]
    pub prefer: Vec<Preference>,
    /// How many minutes after the list is shown an offer may still be bought.
    #[serde(default)]
    pub buy_within_minutes: u32,
    /// Business days at the origin between an order and its parcel. They move `ready` before rates are asked
    /// ([`ready_after_handling`](super::ready_after_handling)); here they only tell until when to order.
    #[serde(default)]
    pub handling_days: u16,
    /// The id of the option that is shown when all are hidden; `None`: then nothing is shown.
    #[serde(default)]
    pub fallback: Option<String>,
    /// The options, in the order they are shown.
    pub options: Vec<ShopOption>,
}

impl Shop {
    /// A shop without options yet.
    #[must_use]
    pub const fn new(currency: Currency, languages: Vec<Language>, tax: ShopTax) -> Self {
        Self {
            currency,
            languages,
            tax,
            cost_basis: TaxBasis::Net,
            assumed_tax_ppm: None,
            exchange: Vec::new(),
            exchange_date: None,
            prefer: Vec::new(),
            buy_within_minutes: 0,
            handling_days: 0,
            fallback: None,
            options: Vec::new(),
        }
    }

    /// With one option more, after the others.
    #[must_use]
    pub fn with(mut self, option: ShopOption) -> Self {
        self.options.push(option);
        self
    }

    /// With an option that is shown when all are hidden.
    #[must_use]
    pub fn falling_back_to(mut self, id: impl Into<String>) -> Self {
        self.fallback = Some(id.into());
        self
    }

    /// The language that is shown to somebody who asks for `wanted`.
    pub(super) fn language(&self, wanted: Language) -> Language {
        let spoken = self.languages.iter().find(|language| **language == wanted);
        spoken.or(self.languages.first()).copied().unwrap_or(wanted)
    }
}

/// How a shop shows prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShopTax {
    /// With tax or without it.
    pub basis: TaxBasis,
    /// The tax on what the shop sells as shipping, in percent; four decimals at most.
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    pub percent: Decimal,
}

impl ShopTax {
    /// Prices shown with so many percent of tax inside.
    #[must_use]
    pub const fn gross(percent: Decimal) -> Self {
        Self { basis: TaxBasis::Gross, percent }
    }

    /// Prices shown without tax.
    #[must_use]
    pub const fn net() -> Self {
        Self { basis: TaxBasis::Net, percent: Decimal::ZERO }
    }
}

/// One line of a checkout: the best of the rates that belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShopOption {
    /// Its name for programs; unlike every other of the shop.
    pub id: String,
    /// Its name for people, in each of the shop's languages.
    pub title: BTreeMap<Language, String>,
    /// Which rates it is made of; by default all.
    #[serde(default)]
    pub belongs: Belongs,
    /// What a rate must meet.
    #[serde(default)]
    pub constraints: Vec<Asked>,
    /// Which of them is best.
    #[serde(default)]
    pub objective: Objective,
    /// What is shown as its price.
    #[serde(default)]
    pub price: PriceRule,
    /// Where it is shown at all.
    #[serde(default)]
    pub limits: Limits,
    /// Whether a rate that lacks a fact, and stands behind all that lack none, may be shown.
    #[serde(default)]
    pub last_resort: bool,
}

impl ShopOption {
    /// The cheapest of all rates at what it costs; no title yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: BTreeMap::new(),
            belongs: Belongs::default(),
            constraints: Vec::new(),
            objective: Objective::Cheapest,
            price: PriceRule::default(),
            limits: Limits::default(),
            last_resort: false,
        }
    }

    /// With its title in a language.
    #[must_use]
    pub fn titled(mut self, language: Language, title: impl Into<String>) -> Self {
        self.title.insert(language, title.into());
        self
    }

    /// With one thing more that a rate must meet, a missing fact meaning what it usually does.
    #[must_use]
    pub fn asking(mut self, constraint: Constraint) -> Self {
        self.constraints.push(Asked { constraint, unknown: None });
        self
    }

    /// With how it is priced.
    #[must_use]
    pub fn priced(mut self, price: PriceRule) -> Self {
        self.price = price;
        self
    }

    /// The rules of its choice. A feature that makes a rate belong is asked too, so that its fee is in the price.
    pub(super) fn rules(&self, shop: &Shop) -> Rules {
        let mut rules = Rules::new(shop.currency).best(self.objective);
        rules.constraints.clone_from(&self.constraints);
        for feature in &self.belongs.features {
            let ask = Constraint::Feature(*feature);
            if !rules.constraints.iter().any(|asked| asked.constraint == ask) {
                rules.constraints.push(Asked { constraint: ask, unknown: None });
            }
        }
        rules.basis = shop.cost_basis;
        rules.assumed_tax_ppm = shop.assumed_tax_ppm;
        rules.exchange.clone_from(&shop.exchange);
        rules.exchange_date = shop.exchange_date;
        rules.prefer.clone_from(&shop.prefer);
        rules.buy_within_minutes = shop.buy_within_minutes;
        rules
    }
}
