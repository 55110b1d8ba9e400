//! Measures as they are written: in a text, in a document, in a sheet.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Dimensions, Length, LengthUnit, MeasureError, Weight, WeightUnit};
use crate::model::amount;
use crate::model::from_text::{TextOr, by_text, quoted, text_or_fields_schema};

fn split_unit<'t>(
    text: &'t str,
    example: &'static str,
) -> Result<(&'t str, &'t str), MeasureError> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    if unit.is_empty() || digits.is_empty() {
        return Err(MeasureError::NoUnit { text: quoted(text), example });
    }
    Ok((digits.trim_end(), unit))
}

fn weight_unit(unit: &str) -> Result<WeightUnit, MeasureError> {
    match unit.to_ascii_lowercase().as_str() {
        "g" => Ok(WeightUnit::G),
        "kg" => Ok(WeightUnit::Kg),
        "lb" | "lbs" => Ok(WeightUnit::Lb),
        "oz" => Ok(WeightUnit::Oz),
        _ => Err(MeasureError::UnknownUnit {
            unit: quoted(unit),
            quantity: "weight",
            known: "g, kg, lb and oz",
        }),
    }
}

fn length_unit(unit: &str) -> Result<LengthUnit, MeasureError> {
    match unit.to_ascii_lowercase().as_str() {
        "mm" => Ok(LengthUnit::Mm),
        "cm" => Ok(LengthUnit::Cm),
        "m" => Ok(LengthUnit::M),
        "in" => Ok(LengthUnit::In),
        _ => Err(MeasureError::UnknownUnit {
            unit: quoted(unit),
            quantity: "length",
            known: "mm, cm, m and in",
        }),
    }
}

impl FromStr for Weight {
    type Err = MeasureError;

    fn from_str(text: &str) -> Result<Self, MeasureError> {
        let (value, unit) = split_unit(text, "\"2.5 kg\"")?;
        Self::new(amount::parse(value)?, weight_unit(unit)?)
    }
}

impl FromStr for Length {
    type Err = MeasureError;

    fn from_str(text: &str) -> Result<Self, MeasureError> {
        let (value, unit) = split_unit(text, "\"30 cm\"")?;
        Self::new(amount::parse(value)?, length_unit(unit)?)
    }
}

impl FromStr for Dimensions {
    type Err = MeasureError;

    fn from_str(text: &str) -> Result<Self, MeasureError> {
        const EXAMPLE: &str = "\"30x20x10 cm\"";
        let (values, unit) = split_unit(text, EXAMPLE)?;
        let unit = length_unit(unit)?;
        let sides: Vec<_> = values.split(['x', 'X', '×', '*']).map(str::trim).collect();
        let [length, width, height] = sides.as_slice() else {
            return Err(MeasureError::NoUnit { text: quoted(text), example: EXAMPLE });
        };
        let side = |value: &str| Length::new(amount::parse(value)?, unit);
        Ok(Self::new(side(length)?, side(width)?, side(height)?))
    }
}

impl fmt::Display for WeightUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::G => "g",
            Self::Kg => "kg",
            Self::Lb => "lb",
            Self::Oz => "oz",
        })
    }
}

impl fmt::Display for LengthUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mm => "mm",
            Self::Cm => "cm",
            Self::M => "m",
            Self::In => "in",
        })
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.value_in(self.unit), self.unit))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.value_in(self.unit), self.unit))
    }
}

impl fmt::Display for Dimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.length.unit;
        let [length, width, height] =
            [self.length, self.width, self.height].map(|side| side.value_in(unit));
        f.pad(&format!("{length}x{width}x{height} {unit}"))
    }
}

impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WeightFields { value: self.value_in(self.unit), unit: self.unit }.serialize(serializer)
    }
}

impl Serialize for Dimensions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let unit = self.length.unit;
        let [length, width, height] =
            [self.length, self.width, self.height].map(|side| side.value_in(unit));
        DimensionFields { length, width, height, unit }.serialize(serializer)
    }
}

/// `{value, unit}`.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightFields {
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    value: Decimal,
    unit: WeightUnit,
}

/// `{length, width, height, unit}`.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DimensionFields {
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    length: Decimal,
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    width: Decimal,
    #[serde(with = "amount::text")]
    #[cfg_attr(feature = "schema", schemars(with = "amount::Schema"))]
    height: Decimal,
    unit: LengthUnit,
}

text_or_fields_schema!(Weight, WeightFields, "a weight, such as 2.5 kg");
text_or_fields_schema!(Dimensions, DimensionFields, "three sides, such as 30x20x10 cm");

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr {
            expecting: "a weight, as {value = \"2.5\", unit = \"kg\"} or \"2.5 kg\"",
            from_fields: |WeightFields { value, unit }| Weight::new(value, unit),
        })
    }
}

by_text!(Length, "a length, such as 30 cm");

impl<'de> Deserialize<'de> for Dimensions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr {
            expecting: "dimensions, as {length = \"30\", width = \"20\", height = \"10\", unit = \"cm\"} or \"30x20x10 cm\"",
            from_fields: |DimensionFields { length, width, height, unit }| {
                Ok(Dimensions::new(Length::new(length, unit)?, Length::new(width, unit)?, Length::new(height, unit)?))
            },
        })
    }
}
