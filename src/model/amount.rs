//! Numbers that must not lose a digit: read from their text, written as text. No unit, no currency here.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserializer, Serializer, de};

use super::from_text::quoted;

/// Why a text is no exact amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text} is not an amount; {advice}")]
pub struct AmountError {
    text: String,
    advice: &'static str,
}

/// Reads plain decimal digits: an optional minus, digits, an optional point and digits. No exponent, no blanks, no
/// thousands sign, no `NaN`.
pub(crate) fn parse(text: &str) -> Result<Decimal, AmountError> {
    let fault = |advice| AmountError { text: quoted(text), advice };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.contains(',') {
        return Err(fault("write a decimal point and no thousands sign, as 1250.50"));
    }
    if !plain(whole) || !fraction.is_none_or(plain) {
        return Err(fault("write digits with a decimal point, as 12.50"));
    }
    if digits.len() > 28 {
        return Err(fault("28 digits are the most that is kept exactly"));
    }
    Decimal::from_str_exact(text).map_err(|_| fault("28 digits are the most that is kept exactly"))
}

/// `#[serde(with)]` for a [`Decimal`]: text out; text or a bare whole number in, never a float.
pub(crate) mod text {
    use super::{Decimal, Deserializer, Exact, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        amount: &Decimal,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(amount)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Decimal, D::Error> {
        deserializer.deserialize_any(Exact)
    }
}

/// The schema of an amount: text, or a bare whole number.
#[cfg(feature = "schema")]
pub(crate) struct Schema;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Schema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["string", "integer"],
            "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
            "description": "an exact amount, as text; a whole number may be bare",
        })
    }
}

pub(crate) struct Exact;

impl de::Visitor<'_> for Exact {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount as text, such as \"12.50\", or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        parse(text).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
        Ok(whole.into())
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
        Ok(whole.into())
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<Decimal, E> {
        Err(E::custom(format_args!(
            "{float} would pass through a binary float; write it as text: \"{float}\""
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn plain_digits_are_kept_to_the_last_one() {
        for text in
            ["0", "12.50", "-3.1", "999999999999999999.123456789", "0.0000000000000000000000001"]
        {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused_with_advice() {
        for (text, advice) in [
            ("", "decimal point"),
            ("NaN", "decimal point"),
            ("inf", "decimal point"),
            ("1e400", "decimal point"),
            ("+1", "decimal point"),
            ("1.", "decimal point"),
            (".5", "decimal point"),
            (" 1", "decimal point"),
            ("12,50", "no thousands sign"),
            ("1.250,00", "no thousands sign"),
            ("99999999999999999999999999999", "28 digits"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(advice), "{text}: {error}");
        }
    }
}
