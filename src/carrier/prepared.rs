//! What spends money goes in two steps: prepare, then send exactly what was prepared.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A purchase that is ready to be sent, once. It can be stored before the first byte leaves, and read back by every later
/// version. Holds no secret: authorisation is added when it is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared<R> {
    request: R,
    wire: Option<Wire>,
}

impl<R> Prepared<R> {
    /// The request itself: the bytes are made when it is sent.
    #[must_use]
    pub const fn plain(request: R) -> Self {
        Self { request, wire: None }
    }

    /// The request with the exact bytes that will be sent. Whoever declares
    /// [`PurchaseSafety::Dedups`](super::PurchaseSafety::Dedups) prepares bytes.
    #[must_use]
    pub const fn bytes(request: R, wire: Wire) -> Self {
        Self { request, wire: Some(wire) }
    }

    /// What is bought.
    #[must_use]
    pub const fn request(&self) -> &R {
        &self.request
    }

    /// The bytes; `None` where they are made when sending.
    #[must_use]
    pub const fn wire(&self) -> Option<&Wire> {
        self.wire.as_ref()
    }
}

impl<R> fmt::Debug for Prepared<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("wire", &self.wire).finish_non_exhaustive()
    }
}

/// An HTTP request without its host and without its authorisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wire {
    /// The version of the adapter's bytes.
    pub version: u8,
    /// The method.
    pub method: String,
    /// The path below the carrier's `base_url`.
    pub path: String,
    /// The headers, no secret among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "base64_bytes")]
    pub body: Vec<u8>,
}

impl Wire {
    /// A request to a path.
    pub fn new(
        version: u8,
        method: impl Into<String>,
        path: impl Into<String>,
        body: Vec<u8>,
    ) -> Self {
        Self { version, method: method.into(), path: path.into(), headers: Vec::new(), body }
    }

    /// With one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl fmt::Debug for Wire {
    /// Lengths only: the bytes carry names and streets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("version", &self.version)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &self.headers.len())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_prepared_survives_being_stored_and_shows_no_content() {
        let wire = Wire::new(1, "POST", "/shipments", b"{\"name\":\"Ana\"}\xff".to_vec())
            .with_header("Idempotency-Key", "k1");
        let prepared = Prepared::bytes("request".to_owned(), wire);
        let stored = serde_json::to_string(&prepared).unwrap();
        assert_eq!(serde_json::from_str::<Prepared<String>>(&stored).unwrap(), prepared);
        assert!(
            !format!("{prepared:?}").contains("Ana")
                && format!("{prepared:?}").contains("15 bytes")
        );
    }
}
