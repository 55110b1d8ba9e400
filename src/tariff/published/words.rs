//! Words of published lists as numbers: weights as rows name them, amounts as people write them, the condition in the name
//! of a fee.

use rust_decimal::Decimal;

use crate::model::WeightUnit;
use crate::tariff::compiled::Quantity;
use crate::tariff::condition::{Comparison, Test};
use crate::tariff::number;

/// A unit of weight among words: `(Lbs)`, `oz.`, `ounces`.
pub(super) fn weight_unit(words: &str) -> Option<WeightUnit> {
    let lower = words.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).find_map(|word| match word {
        "lb" | "lbs" | "pound" | "pounds" => Some(WeightUnit::Lb),
        "oz" | "ounce" | "ounces" => Some(WeightUnit::Oz),
        "kg" | "kilogram" | "kilograms" => Some(WeightUnit::Kg),
        "g" | "gram" | "grams" => Some(WeightUnit::G),
        _ => None,
    })
}

/// Whether words head a column of weights: `Weight Not Over (Lbs)`, `Up to (oz)`.
pub(super) fn heads_weights(words: &str) -> bool {
    let lower = words.to_lowercase();
    let begins = ["weight", "not over", "up to"].iter().any(|start| lower.starts_with(start));
    begins && !lower.contains(|c: char| c.is_ascii_digit())
}

/// The weight that a row goes up to: `1`, `15.999 oz`, `Up to 1 lb`. The unit is its own where it names one.
pub(super) fn weight(words: &str, unit: Option<WeightUnit>) -> Option<Result<i64, String>> {
    let lower = words.to_lowercase();
    let mut bare = lower.trim();
    for start in ["weight", "not over", "up to", "≤", "<="] {
        bare = bare.strip_prefix(start).unwrap_or(bare).trim_start();
    }
    let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
    let (number, rest) = bare.split_at_checked(end)?;
    let rest = rest.trim().trim_end_matches('.').trim_matches(['(', ')']);
    number::decimal(number)?;
    let own = weight_unit(rest).filter(|_| !rest.contains(' '));
    if !rest.is_empty() && own.is_none() {
        return None;
    }
    Some(match own.or(unit) {
        Some(unit) => number::weight(&format!("{number} {unit}")),
        None => Err(format!(
            "\"{words}\" has no unit, nor has the head above it; write the head as Weight Not Over (lb)"
        )),
    })
}

/// An amount as lists write it: `12.90`, `$12.90`, `1,234.50`; `None`: it is none.
pub(super) fn amount(text: &str) -> Option<String> {
    let bare = text.strip_prefix('$').unwrap_or(text).trim();
    let plain = match bare.split_once(',') {
        None => bare.to_owned(),
        Some((first, _)) => {
            let whole = bare.split('.').next().unwrap_or_default();
            let groups = whole.split(',').skip(1).all(|group| group.len() == 3);
            if first.len() > 3 || !groups {
                return None;
            }
            bare.replace(',', "")
        }
    };
    number::decimal(&plain).map(|_| plain)
}

/// Whether a cell is no amount and was to be one: `12;90`, `$x`. A date is not.
pub(super) fn is_meant_as_amount(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['.', ',', ';']);
    amount(text).is_none() && (begins || text.starts_with('$'))
}

/// Whether a cell says that there is no price.
pub(super) fn says_no_price(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—") || text.eq_ignore_ascii_case("n/a")
}

/// A year is the one bare number that stands beside a title.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && !text.contains('.')
}

/// The condition in a fee's name: `Nonstandard Length fee > 22"<=30"`.
///
/// # Errors
///
/// It compares something, and what cannot be told.
pub(super) fn condition(name: &str) -> Result<Vec<Test>, ()> {
    let lower = name.to_lowercase();
    let mut tests = Vec::new();
    let mut rest = lower.as_str();
    while let Some((before, sign, after)) = next_sign(rest) {
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
        let (number, unit) = after.split_at_checked(end).ok_or(())?;
        let (test, left) = compare(&lower, sign, number, unit.trim_start()).ok_or(())?;
        tests.push(test);
        // Between two comparisons stands nothing, or what joins them.
        let joined = before.trim().trim_matches([',', ';']).trim();
        if tests.len() > 1 && !matches!(joined, "" | "and" | "but" | "to") {
            return Err(());
        }
        rest = left;
    }
    Ok(tests)
}

fn next_sign(text: &str) -> Option<(&str, Comparison, &str)> {
    let signs = [
        (">=", Comparison::AtLeast),
        ("≥", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        ("≤", Comparison::AtMost),
        ("not over ", Comparison::AtMost),
        ("not exceeding ", Comparison::AtMost),
        ("up to ", Comparison::AtMost),
        (">", Comparison::Over),
        ("more than ", Comparison::Over),
        ("exceeding ", Comparison::Over),
        ("over ", Comparison::Over),
        ("<", Comparison::Under),
        ("less than ", Comparison::Under),
    ];
    let found = signs.iter().filter_map(|(sign, by)| Some((text.find(sign)?, *sign, *by)));
    let (at, sign, by) = found.min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))?;
    Some((text.get(..at)?, by, text.get(at + sign.len()..)?))
}

/// One comparison, and what stands after its unit.
fn compare<'t>(
    words: &str,
    by: Comparison,
    number: &str,
    rest: &'t str,
) -> Option<(Test, &'t str)> {
    let number = number::decimal(number)?;
    let cubic = ["cu. ft.", "cu ft", "cubic feet", "cubic foot", "ft3"];
    let cubic_inches = ["cu. in.", "cu in", "cubic inches", "in3"];
    let inches = ["\"", "''", "”", "inches", "inch", "in.", "in"];
    let after = |units: &[&str]| {
        let units = units.iter().filter_map(|unit| rest.strip_prefix(*unit));
        units.min_by_key(|left| left.len())
    };
    let (quantity, with, left) = if let Some(left) = after(&cubic) {
        let inches = number.checked_mul(Decimal::from(1_728))?;
        (Quantity::Volume, number::volume(&format!("{inches} in3")).ok()?, left)
    } else if let Some(left) = after(&cubic_inches) {
        (Quantity::Volume, number::volume(&format!("{number} in3")).ok()?, left)
    } else if let Some(left) = after(&inches) {
        let quantity = if words.contains("girth") {
            Quantity::LengthPlusGirth
        } else if words.contains("length") || words.contains("long") {
            Quantity::Longest
        } else {
            return None;
        };
        (quantity, number::length(&format!("{number} in")).ok()?.into(), left)
    } else {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (unit, left) = rest.split_at_checked(end)?;
        let unit = weight_unit(unit)?;
        (Quantity::Weight, number::weight(&format!("{number} {unit}")).ok()?.into(), left)
    };
    Some((Test::Compare { quantity, by, with }, left.trim_start_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INCH: i128 = 25_400;

    fn told(name: &str) -> Vec<(Quantity, Comparison, i128)> {
        let tests = condition(name).unwrap();
        let of = |test: &Test| match test {
            Test::Compare { quantity, by, with } => (*quantity, *by, *with),
            other => panic!("{other:?}"),
        };
        tests.iter().map(of).collect()
    }

    #[test]
    fn the_condition_of_a_fee_is_read_from_its_name() {
        use Comparison::{AtMost, Over};
        let foot = INCH * INCH * INCH * 1_728;
        let (over, at_most) =
            ((Quantity::Longest, Over, 22 * INCH), (Quantity::Longest, AtMost, 30 * INCH));
        for name in [
            "Nonstandard Length fee > 22\"<=30\"",
            "Nonstandard Length Fee over 22 inches, not over 30 inches",
            "Length fee > 22 in. and <= 30 in.",
        ] {
            assert_eq!(told(name), [over, at_most], "{name}");
        }
        assert_eq!(
            told("Nonstandard Volume fee > 2 cu. ft."),
            [(Quantity::Volume, Over, 2 * foot)]
        );
        assert_eq!(
            told("Oversized: length plus girth over 108\""),
            [(Quantity::LengthPlusGirth, Over, 108 * INCH)]
        );
        assert_eq!(told("Heavy fee > 50 lbs."), [(Quantity::Weight, Over, 50 * 453_592_370_000)]);
        assert_eq!(told("Live Animal and Perishable Handling Fee"), []);
    }

    #[test]
    fn a_comparison_that_cannot_be_told_is_no_condition() {
        for name in [
            "Fee > 22\"",
            "Length fee > some",
            "Length fee > 22 rods",
            "Length fee > 22\" or < 3\"",
        ] {
            assert!(condition(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_row_names_its_weight_in_many_ways() {
        let pound = Some(WeightUnit::Lb);
        for (words, expected) in [
            ("1", 453_592_370_000),
            ("0.5", 226_796_185_000),
            ("Up to 1 lb.", 453_592_370_000),
            ("8 oz", 226_796_185_000),
            ("Not Over 16 ounces", 453_592_370_000),
        ] {
            assert_eq!(weight(words, pound), Some(Ok(expected)), "{words}");
        }
        for words in ["Oversized", "5-Digit", "1 lb Flat Rate", "", "3 zones"] {
            assert_eq!(weight(words, pound), None, "{words}");
        }
        assert!(weight("1", None).unwrap().is_err());
    }

    #[test]
    fn an_amount_may_have_a_sign_and_groups_and_no_comma_for_a_point() {
        assert_eq!(amount("$1,234.50").as_deref(), Some("1234.50"));
        assert_eq!(amount("12,5"), None);
        assert_eq!(amount("4/7/2026"), None);
    }
}
