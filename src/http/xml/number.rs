//! An exact number of an XML document.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// An exact number, read from the text of an element or attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        super::super::exact::decimal(&text).map(Self).map_err(D::Error::custom)
    }
}

impl From<Number> for Decimal {
    fn from(Number(value): Number) -> Self {
        value
    }
}
