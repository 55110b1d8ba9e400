//! Mass and length, exact: grams and millimetres inside, any usual unit at the edge. A carrier's rounding is its adapter's.

#[cfg(test)]
mod tests;
mod text;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::AmountError;

/// Why a measure cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// The number cannot be read.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// A number without a unit.
    #[error("{text} has no unit; write it as {example}")]
    NoUnit {
        /// What was given.
        text: String,
        /// What would be right.
        example: &'static str,
    },
    /// A unit that is not known.
    #[error("{unit} is no unit of {quantity}; known are {known}")]
    UnknownUnit {
        /// What was given.
        unit: String,
        /// Weight or length.
        quantity: &'static str,
        /// The units that are known.
        known: &'static str,
    },
    /// Below nothing.
    #[error("{0} is below nothing; a measure is not negative")]
    Negative(Decimal),
    /// More than ten thousand tonnes or ten thousand kilometres, or more than nine decimals.
    #[error("{0} is out of range; a measure has at most nine decimals and stays below {MOST}")]
    OutOfRange(Decimal),
}

/// The most that a measure may be, in any unit: with nine decimals and the eight digits of a pound in grams the
/// product still has 28 digits, which a [`Decimal`] keeps exactly.
const MOST: i64 = 10_000_000_000;
const MOST_DECIMALS: u32 = 9;

fn checked(value: Decimal) -> Result<Decimal, MeasureError> {
    if value.is_sign_negative() && !value.is_zero() {
        return Err(MeasureError::Negative(value));
    }
    let value = value.normalize();
    if value >= Decimal::from(MOST) || value.scale() > MOST_DECIMALS {
        return Err(MeasureError::OutOfRange(value));
    }
    Ok(value)
}

/// A unit of mass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// Gram.
    G,
    /// Kilogram, 1000 g.
    Kg,
    /// Avoirdupois pound, 453.59237 g (international yard and pound agreement, 1959).
    Lb,
    /// Avoirdupois ounce, a sixteenth of a pound.
    Oz,
}

impl WeightUnit {
    const fn grams(self) -> Decimal {
        match self {
            Self::G => Decimal::ONE,
            Self::Kg => Decimal::ONE_THOUSAND,
            Self::Lb => Decimal::from_parts(45_359_237, 0, 0, false, 5),
            Self::Oz => Decimal::from_parts(2_579_719_349, 6, 0, false, 9),
        }
    }
}

/// A mass, never negative. Kept exactly, in grams.
///
/// Serialises as `{"value": "2.5", "unit": "kg"}`; is read from that or from `"2.5 kg"`. It keeps the unit it was given.
///
/// ```
/// use arriero::model::{Weight, WeightUnit};
///
/// let parcel: Weight = "1 kg".parse()?;
/// assert_eq!(parcel, Weight::from_grams(1_000));
/// assert_eq!(parcel.rounded_up(WeightUnit::Lb, 1).to_string(), "2.3");   // 2.2046 lb, never under-declared
/// # Ok::<(), arriero::model::MeasureError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    grams: Decimal,
    unit: WeightUnit,
}

impl Weight {
    /// Nothing.
    pub const ZERO: Self = Self { grams: Decimal::ZERO, unit: WeightUnit::G };

    /// A mass of `value` units.
    ///
    /// # Errors
    ///
    /// [`MeasureError`] where the value is negative, has more than nine decimals or is ten thousand million and more.
    pub fn new(value: Decimal, unit: WeightUnit) -> Result<Self, MeasureError> {
        let value = checked(value)?;
        let grams = value.checked_mul(unit.grams()).ok_or(MeasureError::OutOfRange(value))?;
        Ok(Self { grams: grams.normalize(), unit })
    }

    /// Whole grams.
    #[must_use]
    pub fn from_grams(grams: u32) -> Self {
        Self { grams: grams.into(), unit: WeightUnit::G }
    }

    /// The mass in grams, exact.
    #[must_use]
    pub const fn grams(self) -> Decimal {
        self.grams
    }

    /// The mass in a unit; exact in grams and kilograms, to 28 digits in pounds and ounces.
    #[must_use]
    pub fn value_in(self, unit: WeightUnit) -> Decimal {
        self.grams.checked_div(unit.grams()).unwrap_or(Decimal::MAX).normalize()
    }

    /// The mass in a unit, rounded **up** to so many decimals: what a carrier is told.
    #[must_use]
    pub fn rounded_up(self, unit: WeightUnit, decimals: u32) -> Decimal {
        self.value_in(unit).round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero)
    }

    /// Adds two masses; `None` where the sum is out of range.
    #[must_use]
    pub fn checked_add(self, other: Weight) -> Option<Weight> {
        Some(Self { grams: self.grams.checked_add(other.grams)?, unit: self.unit })
    }

    /// Whether there is no mass.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.grams.is_zero()
    }
}

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// Millimetre.
    Mm,
    /// Centimetre.
    Cm,
    /// Metre.
    M,
    /// Inch, 25.4 mm (international yard and pound agreement, 1959).
    In,
}

impl LengthUnit {
    const fn millimetres(self) -> Decimal {
        match self {
            Self::Mm => Decimal::ONE,
            Self::Cm => Decimal::TEN,
            Self::M => Decimal::ONE_THOUSAND,
            Self::In => Decimal::from_parts(254, 0, 0, false, 1),
        }
    }
}

/// A length, never negative. Kept exactly, in millimetres. Reads and prints as `"30 cm"`.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    millimetres: Decimal,
    unit: LengthUnit,
}

impl Length {
    /// A length of `value` units.
    ///
    /// # Errors
    ///
    /// [`MeasureError`] where the value is negative, has more than nine decimals or is ten thousand million and more.
    pub fn new(value: Decimal, unit: LengthUnit) -> Result<Self, MeasureError> {
        let value = checked(value)?;
        let millimetres =
            value.checked_mul(unit.millimetres()).ok_or(MeasureError::OutOfRange(value))?;
        Ok(Self { millimetres: millimetres.normalize(), unit })
    }

    /// Whole centimetres.
    #[must_use]
    pub fn from_centimetres(centimetres: u32) -> Self {
        Self { millimetres: Decimal::new(i64::from(centimetres) * 10, 0), unit: LengthUnit::Cm }
    }

    /// The length in millimetres, exact.
    #[must_use]
    pub const fn millimetres(self) -> Decimal {
        self.millimetres
    }

    /// The length in a unit; exact but for inches, which are to 28 digits.
    #[must_use]
    pub fn value_in(self, unit: LengthUnit) -> Decimal {
        self.millimetres.checked_div(unit.millimetres()).unwrap_or(Decimal::MAX).normalize()
    }

    /// The length in a unit, rounded **up** to so many decimals: what a carrier is told.
    #[must_use]
    pub fn rounded_up(self, unit: LengthUnit, decimals: u32) -> Decimal {
        self.value_in(unit).round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero)
    }

    /// Whether there is no length.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.millimetres.is_zero()
    }
}

/// Equality, order and hash of a measure are those of the exact quantity; the unit it was written in does not count.
macro_rules! compare_by {
    ($measure:ident, $quantity:ident) => {
        impl PartialEq for $measure {
            fn eq(&self, other: &Self) -> bool {
                self.$quantity == other.$quantity
            }
        }
        impl Eq for $measure {}
        impl PartialOrd for $measure {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $measure {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.$quantity.cmp(&other.$quantity)
            }
        }
        impl std::hash::Hash for $measure {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.$quantity.hash(state);
            }
        }
    };
}
compare_by!(Weight, grams);
compare_by!(Length, millimetres);

/// The three sides of a box, all of them or none: a parcel whose size is half known is not measured.
///
/// Serialises as `{"length": "30", "width": "20", "height": "10", "unit": "cm"}`; is read from that or from
/// `"30x20x10 cm"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dimensions {
    /// Usually the longest side; no order is assumed.
    pub length: Length,
    /// The second side.
    pub width: Length,
    /// The third side.
    pub height: Length,
}

impl Dimensions {
    /// Three sides.
    #[must_use]
    pub const fn new(length: Length, width: Length, height: Length) -> Self {
        Self { length, width, height }
    }

    /// Whole centimetres.
    #[must_use]
    pub fn from_centimetres(length: u32, width: u32, height: u32) -> Self {
        Self::new(
            Length::from_centimetres(length),
            Length::from_centimetres(width),
            Length::from_centimetres(height),
        )
    }

    /// The sides, longest first.
    #[must_use]
    pub fn sorted(self) -> [Length; 3] {
        let mut sides = [self.length, self.width, self.height];
        sides.sort_by(|a, b| b.cmp(a));
        sides
    }
}
