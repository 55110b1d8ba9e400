//! An error on its way up from a value: it learns its place where the value is known, and speaks in words for people.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::super::complaint::nearest;
use super::super::tree::Node;

/// Why reading stopped.
#[derive(Debug)]
pub(super) struct Stop {
    /// The path of the value, or of the table where a field is unknown or missing.
    pub(super) path: String,
    /// Where that stands.
    pub(super) byte: usize,
    pub(super) why: Why,
}

#[derive(Debug)]
pub(super) enum Why {
    Unknown { name: String, known: &'static [&'static str] },
    Missing(&'static str),
    Wrong(String),
}

/// An error on its way up, until the value that it belongs to is known.
#[derive(Debug)]
pub(super) struct Rising {
    place: Option<(String, usize)>,
    why: Why,
}

impl Rising {
    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self { place: None, why: Why::Wrong(message.into()) }
    }

    pub(super) fn at(mut self, path: &str, node: Option<&Node>) -> Self {
        if self.place.is_none() {
            self.place = Some((path.to_owned(), node.map_or(0, |node| node.at)));
        }
        self
    }

    pub(super) fn at_root(self, root: &Node) -> Stop {
        let (path, byte) = self.place.unwrap_or_else(|| (String::new(), root.at));
        Stop { path, byte, why: self.why }
    }
}

impl fmt::Display for Rising {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.why)
    }
}

impl std::error::Error for Rising {}

impl de::Error for Rising {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::wrong(message.to_string())
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong(format!("is {}; write {}", given_words(given), plain(&expected.to_string())))
    }

    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(given, expected)
    }

    fn unknown_variant(given: &str, known: &'static [&'static str]) -> Self {
        let known_words = known.join(", ");
        Self::wrong(match nearest(given, known.iter().copied()) {
            Some(meant) => format!("{given:?} is not known; did you mean {meant:?}?"),
            None => format!("{given:?} is not known; write one of {known_words}"),
        })
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self { place: None, why: Why::Unknown { name: name.to_owned(), known } }
    }

    fn missing_field(name: &'static str) -> Self {
        Self { place: None, why: Why::Missing(name) }
    }
}

/// What serde met, in words for people.
fn given_words(given: Unexpected<'_>) -> String {
    match given {
        Unexpected::Bool(answer) => answer.to_string(),
        Unexpected::Unsigned(number) => number.to_string(),
        Unexpected::Signed(number) => number.to_string(),
        Unexpected::Str(text) => format!("{text:?}"),
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a table".to_owned(),
        other => other.to_string(),
    }
}

/// serde's names of types in words for people.
pub(super) fn plain(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, not below 0",
        "i64" => "a whole number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        _ if expected.starts_with("struct ") || expected == "a map" => "a table",
        other => other,
    }
}
