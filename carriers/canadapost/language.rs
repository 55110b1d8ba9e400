//! The two languages of the carrier.

use std::str::FromStr;

/// The language of service names and events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

/// A text that is no [`Language`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no language of Canada Post; write en or fr")]
pub struct LanguageError(String);

impl Language {
    /// As `Accept-Language` has it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::English => "en-CA",
            Self::French => "fr-CA",
        }
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        match text {
            "en" => Ok(Self::English),
            "fr" => Ok(Self::French),
            _ => Err(LanguageError(text.chars().take(20).collect())),
        }
    }
}
