//! One decision as a test poses it: rates, request, rules, and a caller's mind that is a table.

use std::fmt;
use std::sync::Arc;

use arriero::model::{CarrierId, Date, DeliveryEstimate, Money, Rate, Service};
use arriero::select::{
    Advice, Deadline, Forecast, OwnValue, Request, Rules, Selection, select_with,
};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngAlgorithm;

/// As many cases as `PROPTEST_CASES` says, 256 where it says nothing; before a release, ten thousand.
pub(crate) fn cases() -> ProptestConfig {
    ProptestConfig {
        max_shrink_iters: 4_000,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::XorShift, // without optimisation far quicker than the default
        ..ProptestConfig::default()
    }
}

#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) rates: Vec<Rate>,
    pub(crate) request: Request,
    pub(crate) rules: Rules,
    pub(crate) mind: Mind,
}

/// As documents, for a failure is read by people.
impl fmt::Debug for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rate in &self.rates {
            writeln!(f, "\nrate {}", told(rate))?;
        }
        writeln!(f, "request {}\nrules {}", told(&self.request), told(&self.rules))?;
        write!(f, "{:?}", self.mind)
    }
}

/// JSON without what is not told.
fn told(what: &impl serde::Serialize) -> serde_json::Value {
    fn prune(value: &mut serde_json::Value) {
        if let serde_json::Value::Object(fields) = value {
            fields.values_mut().for_each(prune);
            fields.retain(|_, value| {
                !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty())
            });
        }
    }
    let mut value = serde_json::to_value(what).unwrap();
    prune(&mut value);
    value
}

impl Scene {
    pub(crate) fn select(&self) -> Selection {
        self.select_among(&shared(&self.rates))
    }

    pub(crate) fn select_among(&self, rates: &[Arc<Rate>]) -> Selection {
        let advice = Advice::default().with_forecast(&self.mind).with_value(&self.mind);
        select_with(rates, &self.request, &self.rules, &advice).unwrap()
    }

    pub(crate) fn with_rules(&self, rules: Rules) -> Self {
        Self { rules, ..self.clone() }
    }
}

pub(crate) fn shared(rates: &[Rate]) -> Vec<Arc<Rate>> {
    rates.iter().cloned().map(Arc::new).collect()
}

/// A caller who knows something of some carriers: what exactly, the seed decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mind(pub(crate) u8);

impl Mind {
    fn lot(self, rate: &Rate, salt: u32, among: u32) -> u32 {
        let name: u32 = rate.carrier.as_str().bytes().map(u32::from).sum();
        let service: u32 = rate.service.code.bytes().map(u32::from).sum();
        (name * 7 + service * 13 + u32::from(self.0) * 31 + salt) % among
    }
}

impl Forecast for Mind {
    fn on_time(&self, rate: &Rate, deadline: Deadline) -> Option<u32> {
        let salt = deadline.date.to_string().bytes().map(u32::from).sum();
        [None, Some(1_000_000), Some(950_000), Some(949_999), Some(0)]
            [self.lot(rate, salt, 5) as usize]
    }

    fn arrivals(&self, rate: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        let told: &[(u32, u32)] = match self.lot(rate, 0, 5) {
            0 => return false,
            1 => &[(25, 400_000), (26, 350_000), (27, 250_000)],
            2 => &[(25, 920_000), (26, 80_001)],
            3 => &[(24, 333_333), (26, 666_667)],
            _ => &[(27, 1_000_000)],
        };
        for (on, ppm) in told {
            each(november(*on), *ppm);
        }
        true
    }
}

impl OwnValue for Mind {
    fn value(&self, rate: &Rate, price: i64) -> Option<i64> {
        match self.lot(rate, 1, 4) {
            0 => None,
            1 => Some(price),
            2 => Some(500),
            _ => Some(price / 2),
        }
    }
}

/// A day of November 2026; days after the 30th are in December.
pub(crate) fn november(day: u32) -> Date {
    date("2026-11-01") + chrono::Days::new(u64::from(day - 1))
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A rate with a total without tax, of which nothing else is told.
pub(crate) fn plain(carrier: &str, total: &str) -> Rate {
    let carrier = CarrierId::new(carrier).unwrap();
    let mut rate = Rate::new(carrier, Service::new("std", "Standard"), money(total));
    rate.total_includes_tax = Some(false);
    rate
}

pub(crate) fn arriving(carrier: &str, total: &str, day: u32) -> Rate {
    plain(carrier, total).arriving(DeliveryEstimate::on(november(day)))
}
