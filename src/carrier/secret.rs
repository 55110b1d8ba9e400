//! A password, a token, a key: text that is shown to nobody.

use std::fmt;

/// A text that prints as `***`. It has no `Display`, is not serialised and cannot be compared, so that it does not reach a
/// log, a document or a test's message by accident.
///
/// ```
/// use arriero::carrier::Secret;
///
/// let secret = Secret::new("t0ken");
/// assert_eq!(format!("{secret:?}"), "***");
/// assert_eq!(secret.expose(), "t0ken");
/// ```
#[derive(Clone)]
pub struct Secret(Box<str>);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The text, for the one place that builds a header or a body.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
