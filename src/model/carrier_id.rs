//! The stable name of a carrier account.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::from_text::{by_text, quoted};

/// A carrier as the configuration names it: `ups`, `correos_express`, or `ups-outlet` for a second account.
///
/// One to 40 ASCII letters, digits, `_` and `-`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CarrierId(Arc<str>);

/// Why a text is no [`CarrierId`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no carrier id; write 1 to 40 ASCII letters, digits, _ and -")]
pub struct CarrierIdError(String);

impl CarrierId {
    /// A carrier's name.
    ///
    /// # Errors
    ///
    /// [`CarrierIdError`] where the text is empty, longer than 40 or has other characters than ASCII letters, digits, `_`
    /// and `-`.
    pub fn new(text: &str) -> Result<Self, CarrierIdError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if text.is_empty() || text.len() > 40 || !text.bytes().all(allowed) {
            return Err(CarrierIdError(quoted(text)));
        }
        Ok(Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names are the same but for the case of their letters: how lists of carriers are matched.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl fmt::Display for CarrierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CarrierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl FromStr for CarrierId {
    type Err = CarrierIdError;

    fn from_str(text: &str) -> Result<Self, CarrierIdError> {
        Self::new(text)
    }
}

by_text!(CarrierId, "a carrier id, such as ups");

#[cfg(test)]
mod tests {
    use super::CarrierId;

    #[test]
    fn only_plain_names_are_taken() {
        assert!(CarrierId::new("correos_express").is_ok() && CarrierId::new("ups-outlet").is_ok());
        for text in ["", "ups outlet", "../ups", "españa", "a.b", &"x".repeat(41)] {
            assert!(CarrierId::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lists_match_whatever_the_case() {
        assert!(CarrierId::new("Ups").unwrap().matches("uPS"));
    }
}
