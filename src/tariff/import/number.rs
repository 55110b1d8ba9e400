//! Numbers as people write them, with a comma or a point. `1.250` may be read two ways, and is.

use rust_decimal::Decimal;

use super::DecimalMark;
use crate::tariff::number::decimal;

/// What a text may be as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// One number, and the mark that it shows its decimals with, if it shows one.
    One(Decimal, Option<DecimalMark>),
    /// With decimals, or with thousands.
    Two(Decimal, Decimal),
}

/// `None`: no number, or none with that mark.
pub(super) fn read(text: &str, mark: Option<DecimalMark>) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(mark) = mark {
        return marked(text, mark).map(|number| Number::One(number, None));
    }
    match (marked(text, DecimalMark::Comma), marked(text, DecimalMark::Point)) {
        (Some(one), Some(other)) if one == other => Some(Number::One(one, None)),
        (Some(comma), Some(point)) => Some(Number::Two(comma.min(point), comma.max(point))),
        (Some(one), None) => Some(Number::One(one, Some(DecimalMark::Comma))),
        (None, Some(one)) => Some(Number::One(one, Some(DecimalMark::Point))),
        (None, None) => None,
    }
}

fn marked(text: &str, mark: DecimalMark) -> Option<Decimal> {
    let (sign, other) = match mark {
        DecimalMark::Comma => (',', '.'),
        DecimalMark::Point => ('.', ','),
    };
    let (whole, fraction) = match text.split_once(sign) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_group = |c: char| c == other || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let mut groups = whole.split(is_group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    // Thousands begin with one to three digits, not with a zero, and are parted by one sign.
    let grouped = rest.is_empty()
        || (first.len() <= 3
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3));
    let mut signs = whole.chars().filter(|c| is_group(*c));
    let one_sign = signs.next().is_none_or(|first| signs.all(|sign| sign == first));
    let plain = digits(first) && rest.iter().all(|group| digits(group));
    if !grouped || !plain || !one_sign || !fraction.is_none_or(digits) {
        return None;
    }
    let whole: String = std::iter::once(first).chain(rest).collect();
    match fraction {
        Some(fraction) => decimal(&format!("{whole}.{fraction}")),
        None => decimal(&whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, mark: Option<DecimalMark>) -> String {
        match read(text, mark) {
            Some(Number::One(number, _)) => number.to_string(),
            Some(Number::Two(one, other)) => format!("{one} or {other}"),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn a_number_is_what_it_shows_and_no_more() {
        for (text, expected) in [
            ("4,10", "4.10"),
            ("4.1", "4.1"),
            ("0,450", "0.450"),
            ("1.250,00", "1250.00"),
            ("1,250.5", "1250.5"),
            ("1 250,00", "1250.00"),
            ("1.250.000", "1250000"),
            ("12,3456", "12.3456"),
            ("1250,125", "1250.125"),
            ("1.250", "1.250 or 1250"),
            ("12,345", "12.345 or 12345"),
            ("1.25.0", "none"),
            ("4,10,5", "none"),
            ("12.34.567", "none"),
            ("1 25", "none"),
            ("1.000 000,5", "none"),
            ("", "none"),
            (",5", "none"),
        ] {
            assert_eq!(shown(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_mark_that_was_given_decides() {
        assert_eq!(shown("1.250", Some(DecimalMark::Comma)), "1250");
        assert_eq!(shown("1.250", Some(DecimalMark::Point)), "1.250");
        assert_eq!(shown("4.10", Some(DecimalMark::Comma)), "none");
    }
}
