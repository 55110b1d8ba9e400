//! Money of one currency in another: only by the pairs that the caller gave, each one way, rounded once.

use rust_decimal::Decimal;

use super::compile::MOST_MINOR;
use super::refusal::RulesError;
use crate::model::{Currency, ExchangeRate};

/// The rates of exchange, ready to multiply with.
#[derive(Debug)]
pub(super) struct Exchange(Vec<Pair>);

#[derive(Debug)]
struct Pair {
    from: Currency,
    to: Currency,
    /// The rate is `mantissa / 10^scale` in units of the currencies.
    mantissa: i128,
    scale: u32,
}

impl Exchange {
    pub(super) fn new(table: &[ExchangeRate]) -> Result<Self, RulesError> {
        const MOST_MANTISSA: i128 = 1_000_000_000_000_000_000;
        let mut pairs = Vec::with_capacity(table.len());
        for ExchangeRate { from, to, rate } in table {
            let exact = rate.normalize();
            let sound =
                exact > Decimal::ZERO && exact.mantissa() < MOST_MANTISSA && exact.scale() <= 18;
            if !sound {
                return Err(RulesError::ExchangeRate { from: *from, to: *to, rate: *rate });
            }
            pairs.push(Pair {
                from: *from,
                to: *to,
                mantissa: exact.mantissa(),
                scale: exact.scale(),
            });
        }
        pairs.sort_by_key(|pair| (pair.from, pair.to));
        for pair in pairs.windows(2) {
            if let [one, other] = pair
                && (one.from, one.to) == (other.from, other.to)
            {
                return Err(RulesError::ExchangeTwice { from: one.from, to: one.to });
            }
        }
        let exchange = Self(pairs);
        exchange.refuse_contradictions()?;
        Ok(exchange)
    }

    fn refuse_contradictions(&self) -> Result<(), RulesError> {
        for pair in &self.0 {
            let Some(back) = self.pair(pair.to, pair.from) else { continue };
            let there = Decimal::from_i128_with_scale(pair.mantissa, pair.scale);
            let round_trip =
                Decimal::from_i128_with_scale(back.mantissa, back.scale).checked_mul(there);
            let within = round_trip.is_some_and(|product| {
                product >= Decimal::new(98, 2) && product <= Decimal::new(102, 2)
            });
            if !within {
                return Err(RulesError::ExchangeReverse { from: pair.from, to: pair.to });
            }
        }
        Ok(())
    }

    fn pair(&self, from: Currency, to: Currency) -> Option<&Pair> {
        let index = self.0.binary_search_by(|pair| (pair.from, pair.to).cmp(&(from, to))).ok()?;
        self.0.get(index)
    }

    /// Minor units of one currency in another, rounded half away from zero once; `None` where the pair is missing or the
    /// result is out of range.
    #[inline]
    pub(super) fn convert(&self, minor: i64, from: Currency, to: Currency) -> Option<i64> {
        if from == to {
            return Some(minor);
        }
        self.convert_by(minor, from, to, |numerator, denominator| {
            let half = denominator * numerator.signum();
            (2 * numerator + half) / (2 * denominator)
        })
    }

    /// The same, rounded down.
    #[inline]
    pub(super) fn convert_down(&self, minor: i64, from: Currency, to: Currency) -> Option<i64> {
        if from == to {
            return Some(minor);
        }
        self.convert_by(minor, from, to, i128::div_euclid)
    }

    fn convert_by(
        &self,
        minor: i64,
        from: Currency,
        to: Currency,
        divide: fn(i128, i128) -> i128,
    ) -> Option<i64> {
        let pair = self.pair(from, to)?;
        // At most 2^39 × 10^18 × 10^4 above and 10^22 below: far inside an i128.
        let up = 10_i128.pow(u32::from(to.minor_units()));
        let down = 10_i128.pow(u32::from(from.minor_units()) + pair.scale);
        let converted = divide(i128::from(minor) * pair.mantissa * up, down);
        i64::try_from(converted).ok().filter(|minor| (-MOST_MINOR..=MOST_MINOR).contains(minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(pairs: &[(Currency, Currency, &str)]) -> Result<Exchange, RulesError> {
        let table: Vec<_> = pairs
            .iter()
            .map(|(from, to, rate)| ExchangeRate {
                from: *from,
                to: *to,
                rate: rate.parse().unwrap(),
            })
            .collect();
        Exchange::new(&table)
    }

    #[test]
    fn conversion_rounds_half_up_once_and_goes_one_way() {
        let table = exchange(&[
            (Currency::USD, Currency::EUR, "0.9213"),
            (Currency::JPY, Currency::EUR, "0.0061"),
        ])
        .unwrap();
        assert_eq!(table.convert(895, Currency::USD, Currency::EUR), Some(825));
        assert_eq!(table.convert(1_250, Currency::JPY, Currency::EUR), Some(763));
        assert_eq!(table.convert_down(32_000, Currency::USD, Currency::EUR), Some(29_481));
        assert_eq!(table.convert(825, Currency::EUR, Currency::USD), None);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let (usd, eur) = (Currency::USD, Currency::EUR);
        assert!(exchange(&[(usd, eur, "0.92"), (eur, usd, "1.0870")]).is_ok());
        assert!(matches!(
            exchange(&[(usd, eur, "0.92"), (eur, usd, "1.20")]),
            Err(RulesError::ExchangeReverse { .. })
        ));
        assert!(matches!(
            exchange(&[(usd, eur, "0.92"), (usd, eur, "0.93")]),
            Err(RulesError::ExchangeTwice { .. })
        ));
        for rate in ["0", "-1", "0.1234567890123456789"] {
            assert!(
                matches!(exchange(&[(usd, eur, rate)]), Err(RulesError::ExchangeRate { .. })),
                "{rate}"
            );
        }
    }
}
