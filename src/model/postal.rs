//! Postal codes: whether a country uses them, what they look like, how they are compared and printed.
//!
//! Shapes only. Whether a code that has the right shape exists, and which town it is, only a gazetteer or a carrier knows.

use std::fmt;

use super::Country;
use super::data::{POSTAL, PostalFacts};
use super::from_text;

/// Whether an address of a country has a postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostalNeed {
    /// An address without one is not complete.
    Required,
    /// It may be left out; if it is given, it must have the right shape.
    Optional,
    /// The country has none, or none that is known here. Whatever is given is let through.
    Unused,
}

/// What is known of a country's postal codes.
#[derive(Clone, Copy, Debug)]
pub struct PostalRule {
    facts: &'static PostalFacts,
}

impl PostalRule {
    /// Whether an address has one.
    #[must_use]
    pub fn need(self) -> PostalNeed {
        self.facts.need
    }

    /// The shapes of whole codes as they are printed, the usual one first: `#` stands for a digit, `@` for a letter, `*`
    /// for either, anything else for itself. None where codes are unused.
    pub fn shapes(self) -> impl Iterator<Item = &'static str> {
        alternatives(self.facts.whole)
    }

    /// Shorter forms that carriers quote by and that pass [`check`], but do not address a parcel: four digits in
    /// Portugal, the district in Great Britain.
    pub fn partial_shapes(self) -> impl Iterator<Item = &'static str> {
        alternatives(self.facts.partial)
    }

    /// A code of the usual shape, as it is printed; `None` where codes are unused.
    #[must_use]
    pub fn example(self) -> Option<&'static str> {
        Some(self.facts.example).filter(|example| !example.is_empty())
    }

    fn is_whole(self, normalised: &str) -> bool {
        self.shapes().any(|shape| fits(shape, normalised))
    }

    fn is_partial(self, normalised: &str) -> bool {
        self.partial_shapes().any(|shape| fits(shape, normalised))
    }

    /// What to write, as the end of a sentence that says "write".
    fn advice(self) -> String {
        let example = self.facts.example;
        let usual = self.shapes().next().unwrap_or_default();
        if usual.chars().all(|c| c == '#' || c.is_ascii_digit()) {
            format!("{} digits, as {example}", in_words(usual.len()))
        } else {
            format!("it as {example}")
        }
    }
}

/// A country's rule.
#[must_use]
pub fn rule(country: Country) -> PostalRule {
    let [first, ..] = &POSTAL;
    // As many rows as countries, in the same order.
    PostalRule { facts: POSTAL.get(country.row()).unwrap_or(first) }
}

/// The form in which codes are compared: upper case, without blanks and hyphens, leading zeros kept.
///
/// One code has one form. A country's letters that may stand before a code go (`SE-114 55` is `11455`); letters that are
/// a part of it are put where only its digits were written (Andorra's `500` is `AD500`). A part of a code, as
/// patterns of places have, is only made compact.
///
/// ```
/// use arriero::model::{Country, postal};
///
/// assert_eq!(postal::normalise(Country::PT, "1100-148"), "1100148");
/// assert_eq!(postal::normalise(Country::GB, "sw1a 1aa"), "SW1A1AA");
/// ```
#[must_use]
pub fn normalise(country: Country, text: &str) -> String {
    let compact: String =
        text.chars().filter(|c| !is_separator(*c)).map(|c| c.to_ascii_uppercase()).collect();
    let rule = rule(country);
    let prefix = rule.facts.prefix;
    if !prefix.is_empty()
        && let Some(rest) = compact.strip_prefix(prefix)
        && rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return rest.to_owned();
    }
    let letters = leading_letters(rule.facts.whole);
    if !letters.is_empty() && is_number(&compact) {
        let whole = format!("{letters}{compact}");
        if rule.is_whole(&whole) {
            return whole;
        }
    }
    compact
}

/// Whether a code is surely in its [form](normalise): nothing but digits, where the country writes nothing before them.
#[cfg(feature = "tariff")]
pub(crate) fn is_plain_number(country: Country, text: &str) -> bool {
    is_number(text) && leading_letters(rule(country).facts.whole).is_empty()
}

/// Refuses an address's postal code if it is missing where it is required, or has no shape of its country.
///
/// Blank text is missing. Besides whole codes the shorter [partial forms](PostalRule::partial_shapes) pass;
/// [`is_whole`] tells them apart.
///
/// # Errors
///
/// [`PostalFault`], which says what would be right.
///
/// ```
/// use arriero::model::{Country, postal};
///
/// let fault = postal::check(Country::ES, Some("28O13")).unwrap_err();
/// assert_eq!(fault.to_string(), r#""28O13" is no postal code of ES; write five digits, as 28013"#);
/// ```
pub fn check(country: Country, text: Option<&str>) -> Result<(), PostalFault> {
    let rule = rule(country);
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return match rule.need() {
            PostalNeed::Required => Err(PostalFault { country, given: None, suggestion: None }),
            PostalNeed::Optional | PostalNeed::Unused => Ok(()),
        };
    };
    let code = normalise(country, text);
    if rule.need() == PostalNeed::Unused || rule.is_whole(&code) || rule.is_partial(&code) {
        return Ok(());
    }
    Err(PostalFault {
        country,
        given: Some(text.to_owned()),
        suggestion: with_lost_zero(country, &code),
    })
}

/// Whether the code is a whole one, good enough for a label: `1100-148`, not `1100`. Anything is, where codes are unused.
#[must_use]
pub fn is_whole(country: Country, text: &str) -> bool {
    let rule = rule(country);
    rule.need() == PostalNeed::Unused || rule.is_whole(&normalise(country, text))
}

/// The code as it is printed in its country: `1100-148`, `SW1A 1AA`, `K1A 0B1`, `12345-6789`. What has no shape of
/// the country comes back as it was, trimmed.
#[must_use]
pub fn display(country: Country, text: &str) -> String {
    let code = normalise(country, text);
    let rule = rule(country);
    if let Some(shape) = rule.shapes().find(|shape| fits(shape, &code)) {
        return written(shape, &code);
    }
    if rule.is_partial(&code) { code } else { text.trim().to_owned() }
}

fn alternatives(shapes: &'static str) -> impl Iterator<Item = &'static str> {
    shapes.split('|').filter(|shape| !shape.is_empty())
}

/// Blanks, and everything that word processors make of a hyphen.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The letters that a shape begins with: `AD` of `AD#0#`.
fn leading_letters(shape: &str) -> &str {
    let end = shape.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(0);
    shape.get(..end).unwrap_or_default()
}

fn fits(shape: &str, normalised: &str) -> bool {
    let mut code = normalised.chars();
    let each = shape
        .chars()
        .filter(|c| !is_separator(*c))
        .all(|wanted| code.next().is_some_and(|c| takes(wanted, c)));
    each && code.next().is_none()
}

fn takes(wanted: char, c: char) -> bool {
    match wanted {
        '#' => c.is_ascii_digit(),
        '@' => c.is_ascii_uppercase(),
        '*' => c.is_ascii_digit() || c.is_ascii_uppercase(),
        literal => c == literal,
    }
}

/// A code that fits, with the blanks and hyphens of its shape.
fn written(shape: &str, code: &str) -> String {
    let mut code = code.chars();
    shape
        .chars()
        .filter_map(|wanted| if is_separator(wanted) { Some(wanted) } else { code.next() })
        .collect()
}

/// Countries that surely have codes that begin with a zero. Spreadsheets eat it: 08001 comes as 8001.
const LEADING_ZERO: [Country; 20] = [
    Country::AU,
    Country::CO,
    Country::DE,
    Country::EC,
    Country::ES,
    Country::FI,
    Country::FR,
    Country::IT,
    Country::KR,
    Country::LT,
    Country::MX,
    Country::MY,
    Country::NO,
    Country::NZ,
    Country::RO,
    Country::SG,
    Country::TR,
    Country::UA,
    Country::US,
    Country::ZA,
];

fn with_lost_zero(country: Country, code: &str) -> Option<String> {
    let usual = rule(country).shapes().next()?;
    let whole = format!("0{code}");
    (LEADING_ZERO.contains(&country) && fits(usual, &whole)).then_some(whole)
}

fn in_words(count: usize) -> String {
    let words =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// A postal code that is missing or has no shape of its country. Its message says what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostalFault {
    country: Country,
    given: Option<String>,
    suggestion: Option<String>,
}

impl PostalFault {
    /// The country of the address.
    #[must_use]
    pub fn country(&self) -> Country {
        self.country
    }

    /// What was given; `None` if the code is missing.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        self.given.as_deref()
    }

    /// What was probably meant; `None` where nothing is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for PostalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let country = self.country;
        let fault = match &self.given {
            Some(given) => format!("{} is no postal code of {country}", from_text::quoted(given)),
            None => format!("an address in {country} needs a postal code"),
        };
        match &self.suggestion {
            Some(code) => write!(f, "{fault}; did you mean {code}?"),
            None => write!(f, "{fault}; write {}", rule(country).advice()),
        }
    }
}

impl std::error::Error for PostalFault {}

#[cfg(test)]
mod tests;
