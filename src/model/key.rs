//! The key of a purchase: one per label that is bought, made before anything happens.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::from_text::{by_text, quoted};

/// Names one purchase, for ever: a carrier that knows the key sells it once, and a lost label is found again by it.
///
/// A UUID, and a token of 15 characters derived from it, for carriers whose searchable reference is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PurchaseKey(Uuid);

impl PurchaseKey {
    /// A new random key.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// A key that was made elsewhere.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The key as a UUID.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// Fifteen characters of `0-9A-Z` (77 bits of the key): short and plain enough for every carrier's reference field.
    #[must_use]
    pub fn token(self) -> String {
        const DIGITS: [char; 36] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G',
            'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X',
            'Y', 'Z',
        ];
        // The fixed version and variant bits of a v4 UUID stand in the upper half; the remainder mixes in all the others.
        let mut rest = self.0.as_u128() % 36_u128.pow(15);
        let mut token = ['0'; 15];
        for place in token.iter_mut().rev() {
            let digit = usize::try_from(rest % 36).unwrap_or_default();
            *place = DIGITS.get(digit).copied().unwrap_or('0');
            rest /= 36;
        }
        token.into_iter().collect()
    }
}

impl fmt::Display for PurchaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is no [`PurchaseKey`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no purchase key; write a UUID, as 7d444840-9dc0-41d1-b245-5ffdce74fad2")]
pub struct KeyError(String);

impl FromStr for PurchaseKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        text.parse().map(Self).map_err(|_| KeyError(quoted(text)))
    }
}

by_text!(PurchaseKey, "a UUID");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_fifteen_plain_characters_and_stays_the_same() {
        let key: PurchaseKey = "7d444840-9dc0-41d1-b245-5ffdce74fad2".parse().unwrap();
        assert_eq!(key.token(), key.token());
        assert_eq!(key.token().len(), 15);
        assert!(key.token().bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()));
    }

    #[test]
    fn keys_have_different_tokens() {
        let tokens: std::collections::BTreeSet<_> =
            (0..1_000).map(|_| PurchaseKey::random().token()).collect();
        assert_eq!(tokens.len(), 1_000);
    }
}
