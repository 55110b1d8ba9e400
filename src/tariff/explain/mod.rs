//! How a sheet comes to the price of a shipment, in words and numbers, so that a person can redo it by hand. The price itself
//! is made elsewhere: what is said here is read from the sheet as it is written and held against that price.

mod base;
mod charges;
mod condition;
mod measure;
mod place;
mod service;

use serde::{Deserialize, Serialize};

use super::carrier::SheetCarrier;
use super::written::{Rule, WrittenSheet};
use crate::model::{CarrierId, Currency, Money, Rate, RateRequest, Service, Unavailable};

/// How a sheet comes to its prices of one shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Explanation {
    /// Whose sheet it is.
    pub carrier: CarrierId,
    /// The file.
    pub sheet: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Every service of the sheet, in its order.
    pub services: Vec<ExplainedService>,
}

/// How a service comes to its price, or why it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExplainedService {
    /// What is priced.
    pub service: Service,
    /// Why it is not offered; `None`: it has a price.
    pub refused: Option<String>,
    /// The price, with or without tax as its lines; `None`: it is not offered.
    pub total: Option<Money>,
    /// The tax, inside the total or beside it; `None`: the sheet does not tell, or it is not offered.
    pub tax: Option<Money>,
    /// Whether the total includes the tax.
    pub total_includes_tax: Option<bool>,
    /// The steps, in the order in which they are computed.
    pub steps: Vec<ExplainedStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExplainedStep {
    /// What it is about.
    pub topic: Topic,
    /// The rule, the facts and the arithmetic.
    pub words: String,
    /// What it adds to the total; `None`: nothing, or it is no amount.
    pub amount: Option<Money>,
}

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Topic {
    /// The day on which it is handed over, with which all dates of the sheet are compared.
    HandOver,
    /// Where it goes, and which pattern says so.
    Zone,
    /// Bounds of weight and size.
    Limit,
    /// Actual, volumetric and billable weight.
    Weight,
    /// The carriage.
    Base,
    /// A percent of the carriage, taken off.
    Discount,
    /// A surcharge that is charged.
    Surcharge,
    /// A surcharge that is not charged.
    NotCharged,
    /// What the price is raised by to the least that is charged.
    Minimum,
    /// The tax.
    Tax,
    /// The sum.
    Total,
    /// When it arrives.
    Transit,
}

/// Explains what every service of a sheet asks for a shipment.
///
/// ```
/// use arriero::model::{Address, Country, Parcel, RateRequest, Shipment};
/// use arriero::tariff::{WrittenSheet, explain};
///
/// let rules = r#"sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/", origin = ["ES"] }
/// [zone]
/// spain = { to = ["ES"] }
/// [service.paq]"#;
/// let sheet = WrittenSheet::from_texts(&[("mula.toml", rules), ("mula.paq.csv", "kg,spain\n1,4.10\n5,6.00\n")])?;
///
/// let place = |code: &str| Address::new(Country::ES).with_city(code, "");
/// let shipment = Shipment::new(place("28013"), place("08001"), vec![Parcel::new("2.5 kg".parse()?)]);
/// let explanation = explain(&sheet, &RateRequest::new(shipment, "2026-03-02".parse()?));
/// let words: Vec<_> = explanation.services[0].steps.iter().map(|step| step.words.as_str()).collect();
/// assert!(words.contains(&"2.5 kg: step 5 kg, mula.paq.csv line 3: 6.00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain(sheet: &WrittenSheet, request: &RateRequest) -> Explanation {
    let carrier = SheetCarrier::new(sheet.sheet().clone());
    let answer = carrier.quote(request);
    let rules = sheet.rules();
    let services = sheet.sheet().services().map(|service| {
        let rate = answer.rates.iter().find(|rate| rate.service.code == service.code);
        let refused = answer.unavailable.iter().find(|refused| {
            refused.service.as_ref().is_some_and(|known| known.code == service.code)
        });
        let case = Case { sheet, carrier: &carrier, rules: &rules, request, rate };
        case.explained(service, refused)
    });
    Explanation {
        carrier: sheet.sheet().carrier().clone(),
        sheet: sheet.sheet().name().to_owned(),
        currency: sheet.sheet().currency(),
        services: services.collect(),
    }
}

/// One service asked about one shipment.
#[derive(Clone, Copy)]
struct Case<'c> {
    sheet: &'c WrittenSheet,
    carrier: &'c SheetCarrier,
    rules: &'c Rule,
    request: &'c RateRequest,
    rate: Option<&'c Rate>,
}

impl Case<'_> {
    fn explained(&self, service: &Service, refused: Option<&Unavailable>) -> ExplainedService {
        let rules = self.rules.get("service").and_then(|all| all.get(&service.code));
        let steps = rules.map_or_else(Vec::new, |rules| self.steps(service, rules));
        ExplainedService {
            service: service.clone(),
            refused: match self.rate {
                Some(_) => None,
                None => Some(refused.map_or_else(String::new, |refused| refused.why.clone())),
            },
            total: self.rate.map(|rate| rate.total),
            tax: self.rate.and_then(|rate| rate.tax),
            total_includes_tax: self.rate.and_then(|rate| rate.total_includes_tax),
            steps,
        }
    }
}

fn step(topic: Topic, words: impl Into<String>) -> ExplainedStep {
    ExplainedStep { topic, words: words.into(), amount: None }
}

fn priced(topic: Topic, words: impl Into<String>, amount: Money) -> ExplainedStep {
    ExplainedStep { topic, words: words.into(), amount: Some(amount) }
}

#[cfg(test)]
mod tests;
