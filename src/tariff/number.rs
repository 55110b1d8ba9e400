//! Reading measures, percents, amounts and dates into the integers that prices are made of: nanograms, micrometres, parts
//! per million, fractions of a minor unit. And the one place where anything is rounded.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::model::{Currency, Date, Length, LengthUnit, Weight, WeightUnit};

/// Parts per million in one, as a percent is kept.
pub(super) const MILLION: i64 = 1_000_000;
/// A percent may be a thousand at the most; the proof that nothing overflows stands on it.
const MOST_PPM: i64 = 10 * MILLION;

/// Plain digits with an optional point, no sign, no exponent.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) =
        text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    if !plain(whole) || !fraction.is_none_or(plain) || text.len() > 28 {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

/// Rounded up to a whole number; `None` where that is too large.
fn whole_up(value: Decimal) -> Option<i64> {
    i64::try_from(value.ceil()).ok()
}

/// Nanograms, rounded up: no unit of a sheet has a fraction of one.
pub(super) fn nanograms(weight: Weight) -> Option<i64> {
    whole_up(weight.grams().checked_mul(Decimal::from(1_000_000_000_u32))?)
}

/// Micrometres, rounded up.
pub(super) fn micrometres(length: Length) -> Option<i64> {
    whole_up(length.millimetres().checked_mul(Decimal::ONE_THOUSAND)?)
}

fn without_unit(text: &str, unit: &str) -> String {
    format!("\"{text}\" has no unit; write \"{text} {unit}\"")
}

/// A weight above nothing, in nanograms.
pub(super) fn weight(text: &str) -> Result<i64, String> {
    if decimal(text.trim()).is_some() {
        return Err(without_unit(text, "kg"));
    }
    let weight: Weight = text.parse().map_err(|error| format!("{error}"))?;
    nanograms(weight)
        .filter(|weight| (1..=MOST_WEIGHT).contains(weight))
        .ok_or_else(|| format!("\"{text}\" is not above nothing, or out of range"))
}

/// The same of a weight that a rule puts in the place of a parcel's: ten tonnes at the most, for a thousand parcels may
/// each have it and are multiplied by a divisor.
pub(super) fn floor(text: &str) -> Result<i64, String> {
    weight(text).and_then(|weight| {
        let in_range = Some(weight).filter(|weight| *weight <= MOST_WEIGHT / 100);
        in_range.ok_or_else(|| format!("\"{text}\" is over ten tonnes"))
    })
}

/// A thousand tonnes; more is no weight of a parcel's, nor of a shipment's.
pub(super) const MOST_WEIGHT: i64 = 1_000_000_000_000_000_000;

/// A length above nothing, in micrometres.
pub(super) fn length(text: &str) -> Result<i64, String> {
    if decimal(text.trim()).is_some() {
        return Err(without_unit(text, "cm"));
    }
    let length: Length = text.parse().map_err(|error| format!("{error}"))?;
    micrometres(length)
        .filter(|length| (1..=MOST_LENGTH).contains(length))
        .ok_or_else(|| format!("\"{text}\" is not above nothing, or out of range"))
}

/// Fifty metres: three such sides, a thousand parcels and a divisor still multiply within an `i128`.
pub(super) const MOST_LENGTH: i64 = 50_000_000;

const CUBIC_INCH: i128 = 25_400 * 25_400 * 25_400;
const CUBIC_CENTIMETRE: i128 = 10_000 * 10_000 * 10_000;
const POUND: i128 = 453_592_370_000;

fn split_unit(text: &str) -> Option<(Decimal, &str)> {
    let (number, unit) = text.trim().split_once(' ')?;
    Some((decimal(number)?, unit.trim()))
}

/// A volume, in cubic micrometres.
pub(super) fn volume(text: &str) -> Result<i128, String> {
    if decimal(text.trim()).is_some() {
        return Err(without_unit(text, "cm3"));
    }
    let read = split_unit(text).and_then(|(number, unit)| {
        let unit = match unit {
            "in3" => CUBIC_INCH,
            "cm3" => CUBIC_CENTIMETRE,
            "m3" => CUBIC_CENTIMETRE * 1_000_000,
            _ => return None,
        };
        number.mantissa().checked_mul(unit)?.checked_div(10_i128.checked_pow(number.scale())?)
    });
    read.filter(|volume| *volume > 0).ok_or_else(|| {
        format!("\"{text}\" is no volume; write it in cm3, m3 or in3, as \"1728 in3\"")
    })
}

/// What turns a volume into a weight, exactly: nanograms = cubic micrometres × `times` ÷ `by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Divisor {
    pub(super) times: i128,
    pub(super) by: i128,
}

/// Carriers' divisors have three or four digits; the proof that nothing overflows stands on this.
const MOST_DIVISOR: i128 = 100_000;

pub(super) fn divisor(text: &str) -> Result<Divisor, String> {
    let wrong = || format!("divisor \"{text}\" needs cm3/kg or in3/lb");
    let (number, unit) = split_unit(text).ok_or_else(wrong)?;
    let whole = i128::from(i64::try_from(number).map_err(|_| wrong())?);
    if !number.fract().is_zero() || !(1..=MOST_DIVISOR).contains(&whole) {
        return Err(format!("divisor \"{text}\" must be a whole number from 1 to {MOST_DIVISOR}"));
    }
    match unit {
        "cm3/kg" => Ok(Divisor { times: 1, by: whole }),
        "in3/lb" => Ok(Divisor { times: POUND, by: whole * CUBIC_INCH }),
        _ => Err(wrong()),
    }
}

/// A percent in parts per million.
pub(super) fn percent(text: &str) -> Result<i64, String> {
    let number = decimal(text.trim()).ok_or_else(|| {
        format!("\"{text}\" is no percent; write digits with a decimal point, as \"18.5\"")
    })?;
    let ppm = number.checked_mul(Decimal::from(10_000)).unwrap_or(Decimal::MAX).normalize();
    if ppm.scale() > 0 {
        return Err(format!("percent {text} has more than four decimals"));
    }
    i64::try_from(ppm)
        .ok()
        .filter(|ppm| *ppm <= MOST_PPM)
        .ok_or_else(|| format!("percent {text} is over 1000"))
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let digits = text
        .split('-')
        .map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { part.len() } else { 0 });
    let dated = digits.eq([4, 2, 2]);
    text.parse().ok().filter(|_| dated).ok_or_else(|| {
        format!("{text} is no date{}", if dated { "" } else { "; write it as 2026-01-31" })
    })
}

/// How amounts of a sheet are kept: as counts of a minor unit, or of a decimal fraction of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) currency: Currency,
    /// Decimals of the cells.
    pub(super) digits: u32,
}

impl Scale {
    /// Cell units in one minor unit.
    pub(super) fn per_minor(self) -> i64 {
        10_i64.pow(self.digits.saturating_sub(u32::from(self.currency.minor_units())))
    }

    /// An amount of a cell, in cell units; the flag says that a spreadsheet's float noise was taken off.
    pub(super) fn cell(self, text: &str) -> Result<(i64, bool), String> {
        self.read(text, self.digits)
    }

    /// An amount of a rule, in minor units.
    pub(super) fn amount(self, text: &str) -> Result<i64, String> {
        self.read(text, u32::from(self.currency.minor_units())).map(|(minor, _)| minor)
    }

    fn read(self, text: &str, digits: u32) -> Result<(i64, bool), String> {
        let currency = self.currency;
        let Some(amount) = decimal(text) else {
            let pointed = text.replace(',', ".");
            if let Some(negative) = text.strip_prefix('-').and_then(decimal) {
                return Err(format!("-{negative} is below nothing; a price is not"));
            }
            return Err(match decimal(&pointed).filter(|_| text.contains(',')) {
                Some(mut meant) => {
                    meant.rescale(meant.scale().max(u32::from(currency.minor_units())));
                    format!(
                        "\"{text}\" is not an amount in {currency}; write {meant} or load with --decimal comma"
                    )
                }
                None => format!(
                    "\"{text}\" is not an amount in {currency}; write digits with a decimal point, as 12.50"
                ),
            });
        };
        let rounded = amount.round_dp(digits);
        // Floats of spreadsheets print a dozen digits of noise; a price never has so many.
        let noise = amount.scale() > 9 && (amount - rounded).abs() < Decimal::new(1, 9);
        if !noise && amount.normalize().scale() > digits {
            return Err(format!(
                "{text} has {} decimals, {currency} has {}; say digits = {}",
                amount.normalize().scale(),
                currency.minor_units(),
                amount.normalize().scale()
            ));
        }
        let mut exact = rounded;
        exact.rescale(digits);
        let units = i64::try_from(exact.mantissa()).ok().filter(|units| *units < MOST_AMOUNT);
        units.map(|units| (units, noise)).ok_or_else(|| format!("{text} is too large for a price"))
    }
}

/// The most that one published amount may be, in its smallest unit; the greatest two say that a cell has none.
const MOST_AMOUNT: i64 = u32::MAX as i64 - 1;

/// How fractions of a minor unit are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rounding {
    /// Half away from zero.
    #[default]
    HalfUp,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Half to the even neighbour.
    HalfEven,
    /// Half up to a multiple of so many minor units.
    To(i64),
}

impl Rounding {
    pub(super) fn read(text: &str, scale: Scale) -> Result<Self, String> {
        Ok(match text {
            "half-up" => Self::HalfUp,
            "up" => Self::Up,
            "down" => Self::Down,
            "half-even" => Self::HalfEven,
            _ => {
                let step = text.strip_prefix("to ").ok_or_else(|| {
                    format!("rounding \"{text}\" is unknown; write half-up, up, down, half-even or to 0.05")
                })?;
                Self::To(
                    Some(scale.amount(step)?)
                        .filter(|step| *step > 0)
                        .ok_or("rounding to nothing is none")?,
                )
            }
        })
    }

    /// `over` ÷ `under`, rounded; `under` is above zero.
    pub(super) fn divide(self, over: i64, under: i64) -> i64 {
        if let Self::To(step) = self {
            return Self::HalfUp.divide(over, under * step) * step;
        }
        let (quotient, rest) = (over / under, (over % under).abs());
        let away = self.goes_away(rest > 0, rest.cmp(&(under - rest)), quotient % 2 != 0);
        quotient + if away { over.signum() } else { 0 }
    }

    /// The same for numbers that do not fit; `None` where the result does not either.
    pub(super) fn divide_wide(self, over: i128, under: i128) -> Option<i64> {
        if let Self::To(step) = self {
            return Self::HalfUp.divide_wide(over, under * i128::from(step))?.checked_mul(step);
        }
        let (quotient, rest) = (over / under, (over % under).abs());
        let away = self.goes_away(rest > 0, rest.cmp(&(under - rest)), quotient % 2 != 0);
        i64::try_from(quotient + if away { over.signum() } else { 0 }).ok()
    }

    /// Whether a rest is rounded away from zero, told how it stands to one half.
    fn goes_away(self, is_rest: bool, to_half: Ordering, is_odd: bool) -> bool {
        match self {
            Self::Up => is_rest,
            Self::Down => false,
            Self::HalfEven => to_half.is_gt() || (to_half.is_eq() && is_odd),
            Self::HalfUp | Self::To(_) => to_half.is_ge(),
        }
    }

    /// So many parts per million of an amount.
    pub(super) fn share(self, amount: i64, ppm: i64) -> i64 {
        self.divide(amount * ppm, MILLION)
    }
}

/// A weight as a person writes it, in the unit of the sheet's column.
pub(super) fn show_weight(nanograms: i64, unit: WeightUnit) -> String {
    let grams = Decimal::new(nanograms, 9);
    match Weight::new(grams.normalize(), WeightUnit::G) {
        Ok(weight) => format!("{} {unit}", weight.value_in(unit).round_dp(6).normalize()),
        Err(_) => format!("{grams} g"),
    }
}

/// The end of a step, and whether it owns it: one that does not ends a nanogram below.
pub(super) fn show_end(nanograms: i64, unit: WeightUnit) -> (String, bool) {
    let round = |nanograms: i64| {
        let exact = show_weight(nanograms, unit);
        (weight(&exact) == Ok(nanograms)).then_some(exact)
    };
    match round(nanograms).or_else(|| nanograms.checked_add(1).and_then(round)) {
        Some(shown) if weight(&shown) == Ok(nanograms) => (shown, true),
        Some(shown) => (shown, false),
        None => (show_weight(nanograms, unit), true),
    }
}

/// A length in centimetres, or in inches where the sheet speaks of inches.
pub(super) fn show_length(micrometres: i64, unit: LengthUnit) -> String {
    match Length::new(Decimal::new(micrometres, 3).normalize(), LengthUnit::Mm) {
        Ok(length) => format!("{} {unit}", length.value_in(unit).round_dp(4).normalize()),
        Err(_) => format!("{micrometres} µm"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EURO: Scale = Scale { currency: Currency::EUR, digits: 2 };

    #[test]
    fn every_usual_unit_is_a_whole_number_of_nanograms() {
        for (text, expected) in [
            ("1 g", 1_000_000_000),
            ("1 oz", 28_349_523_125),
            ("1 lb", 453_592_370_000),
            ("453.6 g", 453_600_000_000),
        ] {
            assert_eq!(weight(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn rounding_is_told_by_its_name_and_is_the_same_below_zero() {
        let of = |rounding: Rounding| [245, 255, -245, 251].map(|over| rounding.divide(over, 10));
        assert_eq!(of(Rounding::HalfUp), [25, 26, -25, 25]);
        assert_eq!(of(Rounding::Up), [25, 26, -25, 26]);
        assert_eq!(of(Rounding::Down), [24, 25, -24, 25]);
        assert_eq!(of(Rounding::HalfEven), [24, 26, -24, 25]);
        assert_eq!(Rounding::To(5).divide(123, 1), 125);
        assert_eq!(Rounding::To(5).divide(122, 1), 120);
    }

    #[test]
    fn a_slip_in_a_number_is_told_what_would_be_right() {
        let refusals = [
            (weight("30").unwrap_err(), r#""30" has no unit; write "30 kg""#),
            (divisor("5000").unwrap_err(), r#"divisor "5000" needs cm3/kg or in3/lb"#),
            (date("2026-02-30").unwrap_err(), "2026-02-30 is no date"),
            (
                EURO.cell("12,5").unwrap_err(),
                r#""12,5" is not an amount in EUR; write 12.50 or load with --decimal comma"#,
            ),
            (EURO.cell("12.345").unwrap_err(), "12.345 has 3 decimals, EUR has 2; say digits = 3"),
            (EURO.cell("-1.00").unwrap_err(), "-1.00 is below nothing; a price is not"),
            (percent("1000.1").unwrap_err(), "percent 1000.1 is over 1000"),
        ];
        for (message, expected) in refusals {
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn the_noise_of_a_spreadsheets_float_is_taken_off_and_said() {
        assert_eq!(EURO.cell("7.4900000000000002"), Ok((749, true)));
        assert_eq!(EURO.cell("7.49"), Ok((749, false)));
        assert!(EURO.cell("7.4949494949494").is_err());
    }
}
