//! Regions of countries, by their codes in ISO 3166-2: whether there is such a one.
//!
//! Codes only, no names and no map of which region holds which; postcodes are in `postal.rs`.

use std::fmt;

use super::Country;
use super::data::SUBDIVISIONS;
use super::from_text;

/// More codes than this are not listed in a message.
const MOST_LISTED: usize = 20;

/// The codes of a country's regions, all levels together, without the country: `MD` and `M` for Spain. Empty where ISO
/// 3166-2 names none.
pub fn codes(country: Country) -> impl Iterator<Item = &'static str> {
    SUBDIVISIONS.get(country.row()).map_or("", |(_, codes)| codes).split_ascii_whitespace()
}

/// Whether ISO 3166-2 has this region: the part after the country and its hyphen, in capitals.
///
/// ```
/// use arriero::model::{Country, subdivision};
///
/// assert!(subdivision::exists(Country::ES, "MD"));
/// assert!(!subdivision::exists(Country::ES, "CA-ON"));
/// ```
#[must_use]
pub fn exists(country: Country, region: &str) -> bool {
    codes(country).any(|code| code == region)
}

/// Refuses a region that [does not exist](exists), saying what would be right.
///
/// # Errors
///
/// [`UnknownSubdivision`], for lower case, `ES-MD` instead of `MD`, and names too.
pub fn check(country: Country, region: &str) -> Result<(), UnknownSubdivision> {
    if exists(country, region) {
        return Ok(());
    }
    Err(UnknownSubdivision {
        country,
        given: region.to_owned(),
        suggestion: nearest(country, region),
    })
}

fn nearest(country: Country, region: &str) -> Option<&'static str> {
    let text = region.trim().to_uppercase();
    let text = text
        .strip_prefix(country.as_str())
        .and_then(|rest| rest.strip_prefix('-'))
        .unwrap_or(&text);
    let unpadded = |code: &'static str| code.trim_start_matches('0');
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    codes(country)
        .find(|code| *code == text)
        .or_else(|| {
            codes(country).find(|code| is_number && unpadded(code) == text.trim_start_matches('0'))
        })
        .or_else(|| only_one(codes(country).filter(|code| is_number && code.starts_with(text))))
}

fn only_one<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// A region that its country does not have. Its message says what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSubdivision {
    country: Country,
    given: String,
    suggestion: Option<&'static str>,
}

impl UnknownSubdivision {
    /// The country that was asked.
    #[must_use]
    pub fn country(&self) -> Country {
        self.country
    }

    /// What was given.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// What was probably meant; `None` where nothing is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }
}

impl fmt::Display for UnknownSubdivision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let country = self.country;
        write!(f, "{} is no ISO 3166-2 region of {country}; ", from_text::quoted(&self.given))?;
        if let Some(code) = self.suggestion {
            return write!(f, "did you mean {code}?");
        }
        let known: Vec<_> = codes(country).collect();
        match known.as_slice() {
            [] => f.write_str("it has none, leave the region out"),
            few if few.len() <= MOST_LISTED => write!(f, "it has {}", few.join(", ")),
            [first, ..] => write!(f, "write one of its {} codes, as {first}", known.len()),
        }
    }
}

impl std::error::Error for UnknownSubdivision {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn refusal(country: Country, region: &str) -> String {
        check(country, region).unwrap_err().to_string()
    }

    #[test]
    fn the_table_has_a_row_for_each_country_in_the_same_order() {
        let rows: Vec<_> = SUBDIVISIONS.iter().map(|(code, _)| *code).collect();
        assert_eq!(rows, Country::all().map(Country::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn regions_of_every_level_exist() {
        let regions = [
            (Country::ES, "MD"),
            (Country::ES, "M"),
            (Country::US, "CA"),
            (Country::CA, "QC"),
            (Country::FR, "75C"),
            (Country::IT, "RM"),
            (Country::PT, "11"),
            (Country::GB, "SCT"),
        ];
        for (country, region) in regions {
            assert!(exists(country, region), "{country}-{region}");
            assert_eq!(check(country, region), Ok(()));
        }
    }

    #[test]
    fn a_code_is_one_to_three_capitals_or_digits_and_stands_once() {
        let mut count = 0;
        for country in Country::all() {
            let mut seen = HashSet::new();
            for code in codes(country) {
                count += 1;
                assert!((1..=3).contains(&code.len()), "{country}-{code}");
                assert!(
                    code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
                    "{country}-{code}"
                );
                assert!(seen.insert(code), "{country}-{code}");
            }
        }
        assert_eq!(count, 5_046);
    }

    #[test]
    fn a_slip_is_told_the_code() {
        let slips = [
            (Country::ES, "md", "MD"),
            (Country::ES, "ES-MD", "MD"),
            (Country::ES, " M ", "M"),
            (Country::FR, "1", "01"),
            (Country::FR, "75", "75C"),
        ];
        for (country, text, code) in slips {
            assert_eq!(
                refusal(country, text),
                format!("{text:?} is no ISO 3166-2 region of {country}; did you mean {code}?")
            );
        }
    }

    #[test]
    fn without_a_guess_the_message_lists_or_counts_the_codes() {
        assert_eq!(
            refusal(Country::AD, "Encamp"),
            "\"Encamp\" is no ISO 3166-2 region of AD; it has 02, 03, 04, 05, 06, 07, 08"
        );
        assert_eq!(
            refusal(Country::US, "California"),
            "\"California\" is no ISO 3166-2 region of US; write one of its 57 codes, as AK"
        );
        assert_eq!(
            refusal(Country::GI, "X"),
            "\"X\" is no ISO 3166-2 region of GI; it has none, leave the region out"
        );
    }

    #[test]
    fn another_countrys_region_is_refused() {
        assert!(!exists(Country::ES, "TX"));
        assert!(!exists(Country::ES, ""));
        assert!(!exists(Country::ES, "A AB"));
    }
}
