//! A cell as a price: with the sign of a currency or without, or a word for "not offered".

use rust_decimal::Decimal;

use super::DecimalMark;
use super::number::{self, Number};
use super::words::{folded, is_not_offered};
use crate::model::Currency;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Price(Decimal, Option<DecimalMark>),
    NotOffered,
    TwoWays(Decimal, Decimal),
    /// It names another currency.
    Other(String),
    /// It cannot be read as an amount.
    Unread,
}

/// Signs and words that several currencies may share; codes are read as such.
const SIGNS: &[(&str, &[&str])] = &[
    ("€", &["EUR"]),
    ("euros", &["EUR"]),
    ("euro", &["EUR"]),
    ("us$", &["USD"]),
    ("r$", &["BRL"]),
    ("$", &["USD", "CAD", "AUD", "MXN", "CLP", "COP", "ARS", "NZD", "SGD", "HKD"]),
    ("£", &["GBP", "GIP"]),
    ("¥", &["JPY", "CNY"]),
    ("zł", &["PLN"]),
    ("kč", &["CZK"]),
    ("ft", &["HUF"]),
    ("lei", &["RON"]),
    ("fr.", &["CHF"]),
    ("kr.", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

pub(super) fn read(text: &str, currency: Currency, mark: Option<DecimalMark>) -> Cell {
    if is_not_offered(&folded(text)) {
        return Cell::NotOffered;
    }
    let lower = text.trim().to_lowercase();
    let (bare, named) = unsigned(&lower);
    if let Some(named) = named
        && !named.is(currency)
    {
        return Cell::Other(named.to_string());
    }
    match number::read(bare, mark) {
        Some(Number::One(amount, mark)) => Cell::Price(amount, mark),
        Some(Number::Two(one, other)) => Cell::TwoWays(one, other),
        None => Cell::Unread,
    }
}

/// A currency as a cell names it.
#[derive(Clone, Copy, Debug)]
enum Named {
    Sign(&'static str, &'static [&'static str]),
    Code(Currency),
}

impl Named {
    fn is(self, currency: Currency) -> bool {
        match self {
            Self::Sign(_, codes) => codes.contains(&currency.code()),
            Self::Code(code) => code == currency,
        }
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sign(sign, _) => f.write_str(sign),
            Self::Code(code) => f.write_str(code.code()),
        }
    }
}

/// The number without the currency before or after it.
fn unsigned(lower: &str) -> (&str, Option<Named>) {
    for (sign, codes) in SIGNS {
        let bare = lower.strip_prefix(sign).or_else(|| lower.strip_suffix(sign));
        if let Some(bare) = bare {
            return (bare.trim(), Some(Named::Sign(sign, codes)));
        }
    }
    let code = |text: Option<&str>| Currency::parse(&text?.to_uppercase()).ok();
    if let Some(currency) = code(lower.get(..3)) {
        return (lower.get(3..).unwrap_or_default().trim(), Some(Named::Code(currency)));
    }
    let end = lower.len().saturating_sub(3);
    match code(lower.get(end..)) {
        Some(currency) => {
            (lower.get(..end).unwrap_or_default().trim(), Some(Named::Code(currency)))
        }
        None => (lower, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text, Currency::EUR, None) {
            Cell::Price(price, _) => price.to_string(),
            Cell::NotOffered => "not offered".to_owned(),
            Cell::TwoWays(one, other) => format!("{one} or {other}"),
            Cell::Other(named) => format!("in {named}"),
            Cell::Unread => "unread".to_owned(),
        }
    }

    #[test]
    fn a_price_is_read_with_its_currency_on_either_side() {
        for (text, expected) in [
            ("4,10 €", "4.10"),
            ("€4.10", "4.10"),
            ("4,10€", "4.10"),
            ("EUR 4,10", "4.10"),
            ("1.204,10 EUR", "1204.10"),
            ("4,10 euros", "4.10"),
            ("4,10\u{a0}€", "4.10"),
            ("0", "0"),
            ("", "not offered"),
            ("–", "not offered"),
            ("Consultar", "not offered"),
            ("Sob consulta", "not offered"),
            ("auf Anfrage", "not offered"),
            ("1.250 €", "1.250 or 1250"),
            ("£4.10", "in £"),
            ("4.10 USD", "in USD"),
            ("10%", "unread"),
            ("-4,10", "unread"),
            ("4,10 + IVA", "unread"),
            ("4,10/kg", "unread"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
