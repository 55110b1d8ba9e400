//! The objective's value of a rate: an integer, lower is better.

use super::compile::CompiledObjective;
use super::evaluate::Evaluator;
use super::facts::Entry;
use super::request::{DAY, date_of, day_start};
use super::span::INFINITE;
use crate::model::Rate;

impl Evaluator<'_> {
    /// The objective's value; `None`: not known.
    #[inline]
    pub(super) fn value(&self, entry: Entry<'_>, price: i64, ranked_price: i64) -> Option<i64> {
        match self.rules.objective {
            CompiledObjective::Cheapest => Some(ranked_price),
            _ => self.value_beyond_price(entry, price, ranked_price),
        }
    }

    fn value_beyond_price(&self, entry: Entry<'_>, price: i64, ranked_price: i64) -> Option<i64> {
        let arrival = entry.facts.arrival;
        match self.rules.objective {
            CompiledObjective::Cheapest => Some(ranked_price),
            CompiledObjective::Fastest => (arrival.hi < INFINITE).then_some(arrival.hi),
            CompiledObjective::BestValue { per_day, business_days } => {
                if arrival.hi >= INFINITE {
                    return None;
                }
                let days = if business_days {
                    let (from, to) = (date_of(self.known.ready)?, date_of(arrival.hi)?);
                    self.known.calendar()?.business_days_between(from, to)?.into()
                } else {
                    arrival.hi.div_euclid(DAY) - self.known.ready.div_euclid(DAY)
                };
                ranked_price.checked_add(per_day.checked_mul(days)?)
            }
            CompiledObjective::CostOfLateness { due, fixed, per_day, cap } => {
                let late = self.lateness(entry.rate, due, fixed, per_day, cap)?;
                ranked_price.checked_add(late)
            }
            // The caller's values may be anything; penalties are added as they would be to a price.
            CompiledObjective::Own => {
                self.advice.value(entry.rate, price)?.checked_add(ranked_price - price)
            }
        }
    }

    /// What lateness is expected to cost, in minor units: exact, rounded half up once. `None`: no forecast, or its chances do
    /// not sum up to one.
    fn lateness(&self, rate: &Rate, due: i64, fixed: i64, per_day: i64, cap: i64) -> Option<i64> {
        let (mut sum, mut chances) = (0_i128, 0_u64);
        let told = self.advice.arrivals(rate, &mut |date, ppm| {
            let late = day_start(date).div_euclid(DAY) - due;
            let cost = if late <= 0 {
                0
            } else {
                fixed.saturating_add(per_day.saturating_mul(late)).min(cap)
            };
            sum += i128::from(ppm) * i128::from(cost);
            chances += u64::from(ppm);
        });
        if !told || chances != 1_000_000 {
            return None;
        }
        i64::try_from((2 * sum + 1_000_000).div_euclid(2_000_000)).ok()
    }
}
