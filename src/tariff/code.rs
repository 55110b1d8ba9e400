//! Postal codes as numbers, so that a prefix, a range and one code are all an interval. Shapes of codes are the model's.

use crate::model::{Country, postal};

/// All codes from `low` to `high`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Codes {
    pub(super) low: u64,
    pub(super) high: u64,
}

/// Ten digits, twenty-six letters, and nothing.
const SYMBOLS: u64 = 37;
/// 37¹² is the last power within a `u64`; no country's codes are longer than ten.
const LONGEST: u32 = 12;

impl Codes {
    /// Every code there is.
    pub(super) const ALL: Self = Self { low: 0, high: u64::MAX };

    pub(super) fn contains(self, other: Self) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether one begins inside the other and ends outside.
    pub(super) fn crosses(self, other: Self) -> bool {
        self.meets(other) && !self.contains(other) && !other.contains(self)
    }

    /// From the first code of `self` to the last of `other`.
    pub(super) fn through(self, other: Self) -> Self {
        Self { low: self.low, high: other.high }
    }

    /// All codes that begin as these do in their first `digits` characters; `None` where these do not all begin alike.
    pub(super) fn prefix(self, digits: u32) -> Option<Self> {
        let size = SYMBOLS.checked_pow(LONGEST.checked_sub(digits)?)?;
        // Codes that are shorter than the prefix go on with anything, so they do not all begin alike.
        let (first, last) = (self.low / size, self.high / size);
        (first == last).then(|| Self { low: first * size, high: first * size + (size - 1) })
    }

    /// Whether these are nothing but whole prefixes of `digits` characters.
    pub(super) fn is_of_prefixes(self, digits: u32) -> bool {
        let size = SYMBOLS.pow(LONGEST.saturating_sub(digits));
        self.low.is_multiple_of(size) && (self.high % size) == size - 1
    }
}

/// The codes that begin as a text does; `None` where it has other than letters and digits, or too many.
///
/// Where a country's codes have parts of different lengths, the text means whole parts: `AB3` in Great Britain is the
/// district AB3, not AB31.
pub(super) fn codes(country: Country, text: &str) -> Option<Codes> {
    let compact = postal::normalise(country, text);
    if has_districts(country) {
        let (blank, letters) = (text.trim().contains(' '), compact.len());
        return british(&compact, blank || letters > 4);
    }
    packed(compact.bytes().map(Some))
}

/// The places of a British area, and of a district with its letter.
pub(super) const AREA: u32 = 2;
pub(super) const DISTRICT: u32 = 5;

/// Great Britain and the islands around it write area, district and the rest without a fixed length.
pub(super) fn has_districts(country: Country) -> bool {
    [Country::GB, Country::JE, Country::GG, Country::IM].contains(&country)
}

/// Area in two places, district in two digits and a letter, then three characters: equal parts stand under each other.
fn british(compact: &str, has_inward: bool) -> Option<Codes> {
    let area_end = compact.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(compact.len());
    let (area, rest) = compact.split_at_checked(area_end)?;
    if !(1..=2).contains(&area.len()) {
        return None;
    }
    let padded = |text: &str, width: usize| {
        let bytes: Vec<u8> = text.bytes().collect();
        (0..width).map(move |place| bytes.get(place).copied()).collect::<Vec<_>>()
    };
    let mut places = padded(area, 2);
    if rest.is_empty() {
        return packed(places);
    }
    // AB31 without a blank is the district; what follows a blank, or makes it longer than a district, is the inward part.
    let inward_length = match (has_inward, rest.len()) {
        (false, _) => 0,
        (true, length) => rest
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_ascii_digit())
            .map_or(0, |(place, _)| length - place),
    };
    let (district, inward) = rest.split_at_checked(rest.len() - inward_length)?;
    let number_end = district.find(|c: char| !c.is_ascii_digit()).unwrap_or(district.len());
    let (number, letter) = district.split_at_checked(number_end)?;
    match number.len() {
        1 => places.extend([Some(b'0'), number.bytes().next()]),
        2 => places.extend(number.bytes().map(Some)),
        _ => return None,
    }
    if letter.len() > 1 {
        return None;
    }
    if !letter.is_empty() || inward_length > 0 {
        places.push(letter.bytes().next());
    }
    places.extend(inward.bytes().map(Some));
    packed(places)
}

fn packed(places: impl IntoIterator<Item = Option<u8>>) -> Option<Codes> {
    let (mut low, mut left) = (0_u64, LONGEST);
    for place in places {
        let symbol = match place {
            None => 0,
            Some(digit @ b'0'..=b'9') => digit - b'0' + 1,
            Some(letter @ b'A'..=b'Z') => letter - b'A' + 11,
            Some(_) => return None,
        };
        left = left.checked_sub(1)?;
        low = low * SYMBOLS + u64::from(symbol);
    }
    let size = SYMBOLS.pow(left);
    (left < LONGEST).then(|| Codes { low: low * size, high: low * size + (size - 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(country: Country, inner: &str, outer: &str) -> bool {
        codes(country, outer).unwrap().contains(codes(country, inner).unwrap())
    }

    #[test]
    fn a_prefix_holds_every_code_that_begins_so() {
        assert!(within(Country::ES, "07860", "07") && within(Country::PT, "1100-048", "1100"));
        assert!(!within(Country::ES, "08001", "07") && !within(Country::ES, "07", "07860"));
    }

    #[test]
    fn a_british_prefix_means_whole_parts() {
        let in_gb = |inner, outer| within(Country::GB, inner, outer);
        assert!(in_gb("AB3 1AA", "AB3") && in_gb("B33 8TH", "B") && in_gb("EC1A 1BB", "EC1"));
        assert!(in_gb("AB31 4AA", "AB31") && in_gb("sw1a1aa", "SW1A"));
        assert!(!in_gb("AB31 4AA", "AB3") && !in_gb("BT1 1AA", "B") && !in_gb("AB3 1AA", "AB31"));
    }

    #[test]
    fn british_districts_are_in_the_order_of_their_numbers() {
        let codes = |text| codes(Country::GB, text).unwrap();
        let range = codes("AB9").through(codes("AB31"));
        assert!(range.contains(codes("AB10 1AA")) && !range.contains(codes("AB8 1AA")));
        assert!(!range.contains(codes("AB32")));
    }

    #[test]
    fn british_areas_and_districts_are_the_same_as_whole_parts() {
        let shared = |one: &str, other: &str, part| {
            let codes = |text| codes(Country::GB, text).unwrap().prefix(part);
            codes(one).is_some() && codes(one) == codes(other)
        };
        assert!(shared("B33 8TH", "B1 1AA", AREA) && !shared("B33 8TH", "BT1 1AA", AREA));
        assert!(shared("EC1A 1BB", "EC1A 9ZZ", DISTRICT));
        assert!(
            !shared("EC1A 1BB", "EC1V 1AA", DISTRICT) && !shared("AB3 1AA", "AB31 1AA", DISTRICT)
        );
    }

    #[test]
    fn codes_that_begin_alike_have_a_common_prefix() {
        let codes = |text| codes(Country::ES, text).unwrap();
        assert_eq!(codes("28013").prefix(2), Some(codes("28")));
        assert_eq!(codes("28").through(codes("29")).prefix(2), None);
        assert_eq!(codes("2").prefix(2), None);
        assert!(codes("28").through(codes("29")).is_of_prefixes(2));
        assert!(!codes("28").through(codes("290")).is_of_prefixes(2));
    }
}
