//! Exact money: an amount and its currency. Two currencies are never added or compared.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize};

use super::amount;
use super::from_text::{TextOr, quoted, text_or_fields_schema};
use super::{AmountError, Currency};

/// An amount in a currency, exact. Serialises as `{"amount": "12.34", "currency": "EUR"}`; is read from that or from
/// `"12.34 EUR"`.
///
/// Not `Ord`: five euros are neither more nor less than six dollars.
///
/// ```
/// use arriero::model::{Currency, Money};
///
/// let price: Money = "8.40 EUR".parse()?;
/// let fee = Money::new(240.into(), Currency::JPY);
/// assert_eq!(price.checked_add(fee), None);
/// assert_eq!(price.checked_add(price).map(|sum| sum.to_string()), Some("16.80 EUR".to_owned()));
/// # Ok::<(), arriero::model::MoneyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Money {
    #[serde(with = "amount::text")]
    amount: Decimal,
    currency: Currency,
}

/// Why a text is no money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// There is no blank between an amount and a currency.
    #[error("{0} is no money; write the amount and the currency, as 12.50 EUR")]
    Shape(String),
    /// The amount cannot be read.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// The currency cannot be read.
    #[error(transparent)]
    Currency(#[from] super::UnknownCurrency),
}

impl Money {
    /// An amount, in units of the currency (not in cents).
    #[must_use]
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in this currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// An amount counted in the currency's minor units: 840 in EUR is 8.40 EUR, 840 in JPY is 840 JPY.
    #[must_use]
    #[inline]
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(minor, u32::from(currency.minor_units())), currency }
    }

    /// The amount in units of the currency.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in minor units, rounded half away from zero where it has more decimals than the currency; `None` where
    /// that is no `i64`.
    #[must_use]
    #[inline]
    pub fn to_minor(self) -> Option<i64> {
        self.to_minor_by(RoundingStrategy::MidpointAwayFromZero)
    }

    /// The amount in minor units, rounded down (towards zero); `None` where that is no `i64`.
    #[must_use]
    #[inline]
    pub fn to_minor_floor(self) -> Option<i64> {
        self.to_minor_by(RoundingStrategy::ToZero)
    }

    #[inline]
    fn to_minor_by(self, rounding: RoundingStrategy) -> Option<i64> {
        let digits = u32::from(self.currency.minor_units());
        // As most amounts are written.
        if self.amount.scale() == digits {
            return i64::try_from(self.amount.mantissa()).ok();
        }
        rescaled(self.amount, digits, rounding)
    }

    /// Whether the amount has no more decimals than its currency (trailing zeros apart).
    #[must_use]
    pub fn is_payable(self) -> bool {
        self.amount.scale() <= u32::from(self.currency.minor_units())
            || self.amount.normalize().scale() <= u32::from(self.currency.minor_units())
    }

    /// The amount rounded half away from zero to what can be paid.
    #[must_use]
    pub fn rounded(self) -> Self {
        let digits = u32::from(self.currency.minor_units());
        Self {
            amount: self
                .amount
                .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero),
            ..self
        }
    }

    /// Adds two amounts; `None` where the currencies differ or the sum overflows.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { amount: self.amount.checked_add(other.amount)?, ..self })
    }

    /// Takes one amount from another; `None` where the currencies differ or the difference overflows.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { amount: self.amount.checked_sub(other.amount)?, ..self })
    }

    /// Whether the amount is below nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// Whether the amount is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }
}

/// An amount with more or fewer decimals than its currency, in minor units.
fn rescaled(amount: Decimal, digits: u32, rounding: RoundingStrategy) -> Option<i64> {
    const TENS: [i64; 5] = [1, 10, 100, 1_000, 10_000];
    let amount = if amount.scale() > digits {
        amount.round_dp_with_strategy(digits, rounding)
    } else {
        amount
    };
    let scale = TENS.get(digits.checked_sub(amount.scale())? as usize)?;
    i64::try_from(amount.mantissa()).ok()?.checked_mul(*scale)
}

impl fmt::Display for Money {
    /// At least as many decimals as the currency has: `8.40 EUR`, `1250 JPY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount;
        if amount.scale() < u32::from(self.currency.minor_units()) {
            amount.rescale(u32::from(self.currency.minor_units()));
        }
        f.pad(&format!("{amount} {}", self.currency))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, currency) =
            text.split_once(' ').ok_or_else(|| MoneyError::Shape(quoted(text)))?;
        Ok(Self {
            amount: amount::parse(amount)?,
            currency: Currency::parse(currency.trim_start())?,
        })
    }
}

/// `{amount, currency}`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    amount: Decimal,
    currency: Currency,
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr {
            expecting: "money, as {amount = \"12.50\", currency = \"EUR\"} or \"12.50 EUR\"",
            from_fields: |Fields { amount, currency }| Ok(Money { amount, currency }),
        })
    }
}

text_or_fields_schema!(Money, Fields, "an amount and its currency, such as 12.50 EUR");

/// How many units of `to` one unit of `from` buys. Only this way round: the reverse is another fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The currency that is given.
    pub from: Currency,
    /// The currency that is bought.
    pub to: Currency,
    /// Units of `to` for one unit of `from`; above zero.
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    pub rate: Decimal,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn minor_units_follow_the_currency_and_round_half_away_from_zero() {
        assert_eq!(money("8.40 EUR").to_minor(), Some(840));
        assert_eq!(money("8.4 EUR").to_minor(), Some(840));
        assert_eq!(money("1250 JPY").to_minor(), Some(1250));
        assert_eq!(money("1.005 EUR").to_minor(), Some(101));
        assert_eq!(money("-1.005 EUR").to_minor(), Some(-101));
        assert_eq!(money("1.009 EUR").to_minor_floor(), Some(100));
        assert_eq!(money("99999999999999999999 EUR").to_minor(), None);
    }

    #[test]
    fn two_currencies_are_never_added() {
        assert_eq!(money("1.00 EUR").checked_add(money("1.00 USD")), None);
        assert_eq!(money("1.00 EUR").checked_sub(money("0.25 EUR")), Some(money("0.75 EUR")));
    }

    #[test]
    fn an_overflowing_sum_is_none_not_a_panic() {
        let most = Money::new(Decimal::MAX, Currency::EUR);
        assert_eq!(most.checked_add(most), None);
    }

    #[test]
    fn both_written_forms_are_read_and_one_is_written() {
        let text: Money = serde_json::from_str(r#""12.34 EUR""#).unwrap();
        let object: Money =
            serde_json::from_str(r#"{"amount": "12.34", "currency": "EUR"}"#).unwrap();
        assert_eq!(text, object);
        assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"amount":"12.34","currency":"EUR"}"#);
    }

    #[test]
    fn a_float_is_refused_with_what_would_be_right() {
        let error =
            serde_json::from_str::<Money>(r#"{"amount": 12.34, "currency": "EUR"}"#).unwrap_err();
        assert!(error.to_string().contains("write it as text: \"12.34\""), "{error}");
    }

    #[test]
    fn printing_pads_to_the_decimals_of_the_currency() {
        assert_eq!(money("8.4 EUR").to_string(), "8.40 EUR");
        assert_eq!(money("8.405 EUR").to_string(), "8.405 EUR");
        assert_eq!(money("1250 JPY").to_string(), "1250 JPY");
    }
}
