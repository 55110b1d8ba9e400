//! Reading and writing XML: bounded in depth and number of elements, no `DOCTYPE`, the root element and its namespace checked, and telling where a
//! fault is. A list of any length is a `Vec` with `#[serde(default)]`; prefixes do not matter, names do.

mod number;
mod outline;

use std::borrow::Cow;

use quick_xml::de::Deserializer;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::discreet::discreet;

pub use number::Number;
pub(super) use outline::{Outline, SOAP_1_1, SOAP_1_2, Spine};

/// What stands before every document that is sent.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// The element that a document must have as its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Root<'n> {
    name: &'n str,
    namespace: Option<&'n str>,
}

impl<'n> Root<'n> {
    /// An element of a name, in any namespace.
    pub const fn named(name: &'n str) -> Self {
        Self { name, namespace: None }
    }

    /// An element of a name in a namespace.
    pub const fn new(name: &'n str, namespace: &'n str) -> Self {
        Self { name, namespace: Some(namespace) }
    }

    pub(super) fn check(&self, found: &outline::Element) -> Result<(), Fault> {
        let named = found.name == self.name;
        let within = self.namespace.is_none_or(|wanted| found.namespace.as_deref() == Some(wanted));
        if named && within {
            return Ok(());
        }
        Err(Fault::Root {
            found: found.to_string(),
            wanted: match self.namespace {
                Some(namespace) => format!("{} of {namespace}", self.name),
                None => self.name.to_owned(),
            },
        })
    }
}

/// Why a document is not what it should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(super) enum Fault {
    #[error("the document is in {0}; UTF-8 and ISO-8859-1 can be read")]
    Encoding(String),
    #[error("the document has a DOCTYPE, which is not read")]
    Doctype,
    #[error("the document is more than {} elements deep", outline::DEEPEST)]
    Depth,
    #[error("the document has more than {} elements", outline::MOST)]
    Many,
    #[error("the document is {found}, not {wanted}")]
    Root { found: String, wanted: String },
    #[error("the document has no end")]
    Cut,
    #[error("near byte {at}: {source}")]
    Syntax { at: u64, source: quick_xml::Error },
    /// Without the library's own error, for it repeats what stands in the document.
    #[error("at {path}: {why}")]
    At { path: String, why: String },
}

/// Reads a document with this root.
pub(super) fn read<T: DeserializeOwned>(body: &[u8], root: &Root<'_>) -> Result<T, Fault> {
    let text = decode(body)?;
    let outline = Outline::of(&text, Spine::Root)?;
    root.check(&outline.element)?;
    read_element(&text)
}

/// Reads an element whose outline is known to be sound.
pub(super) fn read_element<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    T::deserialize(&mut Deserializer::from_str(text)).map_err(|source| {
        // The path costs time, so it is looked for only where there is a fault.
        let mut reader = Deserializer::from_str(text);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(error) => error.path().to_string(),
            Ok(_) => ".".to_owned(),
        };
        Fault::At { path, why: discreet(&source.to_string()) }
    })
}

/// Writes an element.
pub(super) fn write<T: Serialize + ?Sized>(
    root: &str,
    value: &T,
) -> Result<String, quick_xml::SeError> {
    quick_xml::se::to_string_with_root(root, value)
}

/// A document as text. What it says of its encoding is believed where we can read it.
pub(super) fn decode(body: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let told = declared_encoding(body).unwrap_or_else(|| "utf-8".to_owned());
    match told.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => std::str::from_utf8(body)
            .map(Cow::Borrowed)
            .map_err(|_| Fault::Encoding("no UTF-8, as it claims".to_owned())),
        // Each byte is the character of its number.
        "iso-8859-1" | "latin1" => {
            Ok(Cow::Owned(body.iter().map(|&byte| char::from(byte)).collect()))
        }
        _ => Err(Fault::Encoding(told)),
    }
}

fn declared_encoding(body: &[u8]) -> Option<String> {
    let declaration = body.strip_prefix(b"<?xml")?.get(..200.min(body.len() - 5))?;
    let text = String::from_utf8_lossy(declaration);
    let (declaration, _) = text.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    Some(value.get(1..)?.split(quote).next()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
