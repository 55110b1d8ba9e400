//! Countries: which there are, how they are written, which of them is a member of the European Union.
//!
//! No addresses; postal codes are in `postal.rs`, regions in `subdivision.rs`, the facts themselves in `data/`.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::data::{COUNTRIES, Facts, MEMBERS};
use super::from_text;

/// A country or territory with a code of its own: one of the 249 assigned codes of ISO 3166-1, or `XK`.
///
/// `XK` (Kosovo) is not assigned by ISO but left to users; carriers and customs use it, so it is in. `UK`, `EL`, `EU`,
/// `IC` and other reserved codes are not. Ordered by code; written as its two letters everywhere.
///
/// ```
/// use arriero::model::Country;
///
/// assert_eq!(Country::parse("ES")?, Country::ES);
/// assert_eq!(Country::ES.name(), "Spain");
/// assert_eq!(Country::parse("UK").unwrap_err().to_string(), r#""UK" is no ISO 3166 country; did you mean GB?"#);
/// # Ok::<(), arriero::model::UnknownCountry>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

impl Country {
    /// The country in a row of the tables.
    pub(super) const fn at(row: u8) -> Self {
        Self(row)
    }

    /// The country's row in the tables.
    pub(crate) const fn row(self) -> usize {
        self.0 as usize
    }

    /// Reads an alpha-2 code, in capitals.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`] for everything else, with the code that was probably meant: lower case, alpha-3 codes,
    /// English names and usual mistakes are understood, but not accepted.
    pub fn parse(text: &str) -> Result<Self, UnknownCountry> {
        by_code(text)
            .ok_or_else(|| UnknownCountry { given: text.to_owned(), suggestion: nearest(text) })
    }

    /// The country with an ISO 3166-1 alpha-3 code, in capitals (`XKX` for Kosovo); `None` if there is none.
    #[must_use]
    pub fn from_alpha3(text: &str) -> Option<Self> {
        Self::all().find(|country| country.alpha3() == text)
    }

    /// The alpha-2 code: `ES`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().code
    }

    /// The alpha-3 code: `ESP`. Kosovo's is `XKX`, which ISO leaves to users too.
    #[must_use]
    pub fn alpha3(self) -> &'static str {
        self.facts().alpha3
    }

    /// The short English name (CLDR's): `Spain`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The country code of telephone numbers (E.164), without a plus: 34. Several countries share 1, 7, 44 and others.
    /// `None` where the source knows none (uninhabited places mostly).
    #[must_use]
    pub fn dialling_code(self) -> Option<u16> {
        Some(self.facts().dialling).filter(|code| *code != 0)
    }

    /// Whether this is a member state of the European Union (before 1993: of the Communities) on that day.
    ///
    /// The membership of the state, by the treaties: `GB` until 2020-01-31 included, although the customs union went
    /// on applying to it until 2020-12-31. Territories with a code of their own (`AX`, `GP`, `RE`, `GL`) are no
    /// member states. Whether goods need customs papers is more than this: the Canary Islands are `ES`.
    #[must_use]
    pub fn in_eu(self, date: NaiveDate) -> bool {
        let day = (date.year(), date.month(), date.day());
        MEMBERS.iter().any(|(member, first, last)| *member == self && *first <= day && day <= *last)
    }

    /// All countries, by code.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        // A `u8` counts them all: the array's length is part of its type, and a test holds it to 250.
        (0..u8::try_from(COUNTRIES.len()).unwrap_or(u8::MAX)).map(Self)
    }

    fn facts(self) -> &'static Facts {
        let [first, ..] = &COUNTRIES;
        // Every value is made from a row that exists; the array wants to be told what else.
        COUNTRIES.get(self.row()).unwrap_or(first)
    }
}

fn by_code(text: &str) -> Option<Country> {
    let row = COUNTRIES.binary_search_by(|facts| facts.code.cmp(text)).ok()?;
    u8::try_from(row).ok().map(Country)
}

/// What people write instead of a code that exists, in capitals: reserved and withdrawn codes, parts of countries.
const ALIASES: [(&str, Country); 24] = [
    ("UK", Country::GB),
    ("GREAT BRITAIN", Country::GB),
    ("ENGLAND", Country::GB),
    ("SCOTLAND", Country::GB),
    ("WALES", Country::GB),
    ("NORTHERN IRELAND", Country::GB),
    ("XI", Country::GB),
    ("EL", Country::GR),
    ("IC", Country::ES),
    ("EA", Country::ES),
    ("CANARY ISLANDS", Country::ES),
    ("ESPAÑA", Country::ES),
    ("DEUTSCHLAND", Country::DE),
    ("HOLLAND", Country::NL),
    ("EIRE", Country::IE),
    ("AC", Country::SH),
    ("TA", Country::SH),
    ("BU", Country::MM),
    ("TP", Country::TL),
    ("ZR", Country::CD),
    ("TURKEY", Country::TR),
    ("CZECH REPUBLIC", Country::CZ),
    ("UNITED STATES OF AMERICA", Country::US),
    ("KOREA", Country::KR),
];

/// Below this likeness (Jaro-Winkler, 1 is equal) a name is a guess and no longer a slip of the keyboard.
const LIKE_ENOUGH: f64 = 0.92;

fn nearest(text: &str) -> Option<Country> {
    let text = text.trim().to_uppercase();
    let named = |name: &str| name.to_uppercase().replace('&', "AND") == text.replace('&', "AND");
    by_code(&text)
        .or_else(|| Country::from_alpha3(&text))
        .or_else(|| ALIASES.iter().find(|(alias, _)| *alias == text).map(|(_, country)| *country))
        .or_else(|| Country::all().find(|country| named(country.name())))
        .or_else(|| most_alike(&text))
}

fn most_alike(text: &str) -> Option<Country> {
    // Names have four letters or more (Cuba, Peru); a shorter text is a code, and codes are not guessed.
    if !(4..60).contains(&text.chars().count()) {
        return None;
    }
    Country::all()
        .map(|country| (strsim::jaro_winkler(&country.name().to_uppercase(), text), country))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, country)| country)
}

/// A text that is no code of a country. Its message says what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCountry {
    given: String,
    suggestion: Option<Country>,
}

impl UnknownCountry {
    /// What was given.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// What was probably meant; `None` where nothing is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<Country> {
        self.suggestion
    }
}

impl fmt::Display for UnknownCountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no ISO 3166 country; ", from_text::quoted(&self.given))?;
        match self.suggestion {
            Some(country) => write!(f, "did you mean {country}?"),
            None => f.write_str("write its two letters, as ES"),
        }
    }
}

impl std::error::Error for UnknownCountry {}

from_text::one_word!(
    Country,
    UnknownCountry,
    as_str,
    "the two letters of a country (ISO 3166), as \"ES\""
);

#[cfg(test)]
mod tests;
