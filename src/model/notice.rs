//! Words that come with an answer and do not make it fail.

use serde::{Deserialize, Serialize};

/// A carrier's or our own remark about an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Notice {
    /// The carrier's code, or one of ours; `None` where there are only words.
    pub code: Option<String>,
    /// The words, as they came.
    pub text: String,
    /// How much it matters.
    #[serde(default)]
    pub severity: Severity,
}

/// How much a [`Notice`] matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    #[default]
    Information,
    /// Someone should look.
    Warning,
}

impl Notice {
    /// Good to know.
    pub fn information(text: impl Into<String>) -> Self {
        Self { code: None, text: text.into(), severity: Severity::Information }
    }

    /// Someone should look.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { code: None, text: text.into(), severity: Severity::Warning }
    }

    /// With a code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}
