//! A number that is read from its text: never through a float.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An exact number of a JSON document, written as a number or as a text: `12.30`, `"12.30"`, `"12"`, `1.2e1`.
///
/// Money, weights and lengths of the wire are of this type. It cannot stand under `#[serde(flatten)]` or `untagged`.
///
/// ```
/// use arriero::http::json::Number;
///
/// let number: Number = serde_json::from_str("0.1000000000000000055")?;
/// assert_eq!(number.0.to_string(), "0.1000000000000000055");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let text = if raw.starts_with('"') {
            // An escape in a number is lawful, and nobody writes it.
            match raw.trim_matches('"') {
                plain if !plain.contains('\\') => Cow::Borrowed(plain),
                _ => Cow::Owned(serde_json::from_str::<String>(raw).map_err(D::Error::custom)?),
            }
        } else {
            Cow::Borrowed(raw)
        };
        super::super::exact::decimal(&text).map(Self).map_err(D::Error::custom)
    }
}

impl From<Number> for Decimal {
    fn from(Number(value): Number) -> Self {
        value
    }
}
