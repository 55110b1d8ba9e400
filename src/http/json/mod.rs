//! Reading JSON: bounded in depth and in how much it holds, exact in numbers, patient with lists of one, and telling where a fault is.

mod number;
mod one_or_many;

use memchr::memchr_iter;
use serde::de::DeserializeOwned;

use super::discreet::discreet;

pub use number::Number;
pub use one_or_many::one_or_many;

/// Documents that hold more are refused: an element of two bytes may be one of hundreds when it is read, and a label of 25 MB is one
/// long text. No carrier's answer holds a tenth of that.
const MOST_VALUES: usize = 200_000;

/// Longer documents hold papers.
const LONG: usize = 4_000_000;

/// Where a document is not what it should be.
#[derive(Debug, thiserror::Error)]
#[error("at {path}: {why}")]
pub(super) struct At {
    path: String,
    /// Not the library's own error: it repeats what stands in the document.
    why: String,
}

/// Reads a document. Deeper than 128 is refused, as `serde_json` does.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, At> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.len() > MOST_VALUES && memchr_iter(b',', body).count() > MOST_VALUES {
        let why = format!("the document holds more than {MOST_VALUES} values");
        return Err(At { path: ".".to_owned(), why });
    }
    // The path costs time, so it is looked for only where there is a fault. Of a long document that is no JSON the line and the column,
    // which the library tells, have to do: reading it twice would take as long again.
    serde_json::from_slice(body).map_err(|source| {
        if body.len() > LONG && !source.is_data() {
            return At { path: ".".to_owned(), why: discreet(&source.to_string()) };
        }
        let mut reader = serde_json::Deserializer::from_slice(body);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(error) => error.path().to_string(),
            Ok(_) => ".".to_owned(),
        };
        At { path, why: discreet(&source.to_string()) }
    })
}

#[cfg(test)]
mod tests;
