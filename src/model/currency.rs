//! Currencies: which there are and how many decimals they have.
//!
//! No amounts: those are money's. Names, symbols and countries of currencies are nobody's here.

use std::{cmp::Ordering, fmt};

use iso_currency::Currency as Iso;

use super::from_text;

/// A currency of ISO 4217 in which something can be paid: two bytes, compared and copied at no cost.
///
/// Codes without minor units are no currencies here (`XAU` and the other metals, `XDR`, `XTS`, `XXX`): an amount in
/// them could not be rounded. Codes that were withdrawn lately (`HRK`, `BGN`) still read, for old invoices hold them.
/// Ordered by code.
///
/// ```
/// use arriero::model::Currency;
///
/// assert_eq!(Currency::parse("JPY")?.minor_units(), 0);
/// let error = Currency::parse("EURO").unwrap_err();
/// assert_eq!(error.to_string(), r#""EURO" is no ISO 4217 currency; did you mean EUR?"#);
/// # Ok::<(), arriero::model::UnknownCurrency>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    iso: Iso,
    minor_units: u8,
}

impl Currency {
    /// Australian dollar.
    pub const AUD: Self = Self::new(Iso::AUD, 2);
    /// Canadian dollar.
    pub const CAD: Self = Self::new(Iso::CAD, 2);
    /// Swiss franc.
    pub const CHF: Self = Self::new(Iso::CHF, 2);
    /// Chilean peso, without decimals.
    pub const CLP: Self = Self::new(Iso::CLP, 0);
    /// Chinese yuan.
    pub const CNY: Self = Self::new(Iso::CNY, 2);
    /// Colombian peso.
    pub const COP: Self = Self::new(Iso::COP, 2);
    /// Czech koruna.
    pub const CZK: Self = Self::new(Iso::CZK, 2);
    /// Danish krone.
    pub const DKK: Self = Self::new(Iso::DKK, 2);
    /// Euro.
    pub const EUR: Self = Self::new(Iso::EUR, 2);
    /// Pound sterling.
    pub const GBP: Self = Self::new(Iso::GBP, 2);
    /// Hungarian forint.
    pub const HUF: Self = Self::new(Iso::HUF, 2);
    /// Japanese yen, without decimals.
    pub const JPY: Self = Self::new(Iso::JPY, 0);
    /// Kuwaiti dinar, with three decimals.
    pub const KWD: Self = Self::new(Iso::KWD, 3);
    /// Mexican peso.
    pub const MXN: Self = Self::new(Iso::MXN, 2);
    /// Norwegian krone.
    pub const NOK: Self = Self::new(Iso::NOK, 2);
    /// Polish złoty.
    pub const PLN: Self = Self::new(Iso::PLN, 2);
    /// Romanian leu.
    pub const RON: Self = Self::new(Iso::RON, 2);
    /// Swedish krona.
    pub const SEK: Self = Self::new(Iso::SEK, 2);
    /// United States dollar.
    pub const USD: Self = Self::new(Iso::USD, 2);

    const fn new(iso: Iso, minor_units: u8) -> Self {
        Self { iso, minor_units }
    }

    /// Reads a code, three capitals.
    ///
    /// # Errors
    ///
    /// [`UnknownCurrency`] for everything else, with the code that was probably meant, and for codes without minor
    /// units.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        by_code(text)
            .ok_or_else(|| UnknownCurrency { given: text.to_owned(), suggestion: nearest(text) })
    }

    /// The code: `EUR`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.iso.code()
    }

    /// The number of decimals of an amount: 2 for EUR, 0 for JPY, 3 for KWD.
    #[must_use]
    pub const fn minor_units(self) -> u8 {
        self.minor_units
    }
}

fn by_code(text: &str) -> Option<Currency> {
    let iso = Iso::from_code(text)?;
    let minor_units = u8::try_from(iso.exponent()?).ok()?;
    Some(Currency::new(iso, minor_units))
}

/// What people write instead of a code, in capitals. `$` and `kr` are left out: several currencies use them.
const ALIASES: [(&str, Currency); 13] = [
    ("€", Currency::EUR),
    ("EURO", Currency::EUR),
    ("EUROS", Currency::EUR),
    ("£", Currency::GBP),
    ("POUND", Currency::GBP),
    ("STG", Currency::GBP),
    ("UKP", Currency::GBP),
    ("US", Currency::USD),
    ("US$", Currency::USD),
    ("CA$", Currency::CAD),
    ("CDN", Currency::CAD),
    ("RMB", Currency::CNY),
    ("YEN", Currency::JPY),
];

fn nearest(text: &str) -> Option<Currency> {
    let text = text.trim().to_uppercase();
    by_code(&text)
        .or_else(|| ALIASES.iter().find(|(alias, _)| *alias == text).map(|(_, currency)| *currency))
}

/// A text that is no code of a currency. Its message says what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCurrency {
    given: String,
    suggestion: Option<Currency>,
}

impl UnknownCurrency {
    /// What was given.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// What was probably meant; `None` where nothing is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<Currency> {
        self.suggestion
    }
}

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = from_text::quoted(&self.given);
        if Iso::from_code(&self.given).is_some() {
            return write!(
                f,
                "{given} has no minor units, so nothing is paid in it; write a currency, as EUR"
            );
        }
        match self.suggestion {
            Some(currency) => {
                write!(f, "{given} is no ISO 4217 currency; did you mean {currency}?")
            }
            None => write!(f, "{given} is no ISO 4217 currency; write its three letters, as EUR"),
        }
    }
}

impl std::error::Error for UnknownCurrency {}

// By code: the order inside the crate that has the list is nearly, but not quite, the alphabet's.
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

from_text::one_word!(
    Currency,
    UnknownCurrency,
    code,
    "the three letters of a currency (ISO 4217), as \"EUR\""
);

#[cfg(test)]
mod tests;
