//! What the caller knows that no rate says: chances of arriving, and values of their own.

use std::fmt;

use super::rules::Deadline;
use crate::model::{Date, Rate};

/// The caller's forecast of arrivals, from what carriers did before.
pub trait Forecast: fmt::Debug + Sync {
    /// The chance, in parts per million, that the rate meets the deadline; `None`: not known.
    fn on_time(&self, rate: &Rate, deadline: Deadline) -> Option<u32>;

    /// Tells each day it may arrive with its chance in parts per million, summing up to 1,000,000; `false`: not known.
    fn arrivals(&self, rate: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        let _ = (rate, each);
        false
    }
}

/// The caller's own objective.
pub trait OwnValue: fmt::Debug + Sync {
    /// The value of a rate whose price, in minor units of the decision's currency, is `price`; lower is better. An integer, so
    /// that no order depends on the machine. `None`: not known.
    fn value(&self, rate: &Rate, price: i64) -> Option<i64>;
}

/// The caller's forecast and values; by default none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Advice<'a> {
    forecast: Option<&'a dyn Forecast>,
    value: Option<&'a dyn OwnValue>,
}

impl<'a> Advice<'a> {
    /// With a forecast of arrivals.
    #[must_use]
    pub const fn with_forecast(mut self, forecast: &'a dyn Forecast) -> Self {
        self.forecast = Some(forecast);
        self
    }

    /// With values of the caller's own.
    #[must_use]
    pub const fn with_value(mut self, value: &'a dyn OwnValue) -> Self {
        self.value = Some(value);
        self
    }

    pub(super) fn on_time(&self, rate: &Rate, deadline: Deadline) -> Option<u32> {
        self.forecast?.on_time(rate, deadline).filter(|chance| *chance <= 1_000_000)
    }

    pub(super) fn arrivals(&self, rate: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        self.forecast.is_some_and(|forecast| forecast.arrivals(rate, each))
    }

    pub(super) fn value(&self, rate: &Rate, price: i64) -> Option<i64> {
        self.value?.value(rate, price)
    }
}
