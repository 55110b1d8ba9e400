//! What a carrier needs later and nobody else understands, kept as opaque text.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, de};

use super::CarrierId;
use super::from_text::by_text;

/// A JSON value kept as its text, so that no JSON library's type stands in a public signature.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Json(String);

impl Json {
    /// The value of `text`.
    ///
    /// # Errors
    ///
    /// [`HandleError::Json`] where the text is not one JSON value.
    pub fn new(text: impl Into<String>) -> Result<Self, HandleError> {
        let text = text.into();
        serde_json::from_str::<de::IgnoredAny>(&text)
            .map_err(|error| HandleError::Json(error.to_string()))?;
        Ok(Self(text))
    }

    /// A value written as JSON.
    ///
    /// # Errors
    ///
    /// [`HandleError::Json`] where the value cannot be written, such as a map whose keys are no text.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, HandleError> {
        serde_json::to_string(value).map(Self).map_err(|error| HandleError::Json(error.to_string()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// [`HandleError::Json`] where the value is not what `T` wants.
    pub fn read<'t, T: Deserialize<'t>>(&'t self) -> Result<T, HandleError> {
        serde_json::from_str(&self.0).map_err(|error| HandleError::Json(error.to_string()))
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Json {
    type Err = HandleError;

    fn from_str(text: &str) -> Result<Self, HandleError> {
        Self::new(text)
    }
}

by_text!(Json, "JSON, as text");

/// A carrier's own key to something it made: void, reprint, return and buying a quoted rate take it back.
///
/// Only the adapter that wrote it reads it; it is versioned, so that a later release reads an older one, and never holds
/// a secret. Everywhere outside it is one opaque text, `carrier.version.…`.
///
/// ```
/// use arriero::model::{CarrierId, Handle};
///
/// let handle = Handle::of(CarrierId::new("sierra")?, 1, &("SR123", 7))?;
/// let text = handle.to_string();
/// assert_eq!(text.parse::<Handle>()?.read::<(String, u8)>()?, ("SR123".to_owned(), 7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle {
    carrier: CarrierId,
    version: u8,
    data: Json,
}

/// Why a text is no handle, or not the handle that a carrier wants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandleError {
    /// Not of the form `carrier.version.data`.
    #[error(
        "\"{0}…\" is no handle; give the whole text that a label, a rate or a pickup carries under \"handle\""
    )]
    Shape(String),
    /// The data inside is not what was expected.
    #[error("the data inside cannot be read: {0}")]
    Json(String),
}

impl Handle {
    /// Keeps what the carrier will need.
    #[must_use]
    pub const fn new(carrier: CarrierId, version: u8, data: Json) -> Self {
        Self { carrier, version, data }
    }

    /// Keeps a value of the adapter's own.
    ///
    /// # Errors
    ///
    /// [`HandleError::Json`] where the value cannot be written as JSON.
    pub fn of<T: Serialize + ?Sized>(
        carrier: CarrierId,
        version: u8,
        value: &T,
    ) -> Result<Self, HandleError> {
        Ok(Self::new(carrier, version, Json::of(value)?))
    }

    /// The account that wrote it.
    #[must_use]
    pub const fn carrier(&self) -> &CarrierId {
        &self.carrier
    }

    /// The adapter's version of the data.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The data, for the adapter that wrote it.
    #[must_use]
    pub const fn data(&self) -> &Json {
        &self.data
    }

    /// Reads the data, for the adapter that wrote it.
    ///
    /// # Errors
    ///
    /// [`HandleError::Json`] where the data is not what `T` wants.
    pub fn read<'h, T: Deserialize<'h>>(&'h self) -> Result<T, HandleError> {
        self.data.read()
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}",
            self.carrier,
            self.version,
            URL_SAFE_NO_PAD.encode(self.data.as_str())
        )
    }
}

impl FromStr for Handle {
    type Err = HandleError;

    fn from_str(text: &str) -> Result<Self, HandleError> {
        let shape = || HandleError::Shape(text.chars().take(24).collect());
        let mut parts = text.splitn(3, '.');
        let (Some(carrier), Some(version), Some(data)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(shape());
        };
        let carrier = CarrierId::new(carrier).map_err(|_| shape())?;
        let version = version.parse().map_err(|_| shape())?;
        let data = URL_SAFE_NO_PAD.decode(data).map_err(|_| shape())?;
        let data = Json::new(String::from_utf8(data).map_err(|_| shape())?)?;
        Ok(Self { carrier, version, data })
    }
}

by_text!(Handle, "a handle, as its carrier wrote it");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_survives_its_text() {
        let handle =
            Handle::of(CarrierId::new("ups-outlet").unwrap(), 3, &vec!["1Z.999", "ñ"]).unwrap();
        assert_eq!(handle.to_string().parse(), Ok(handle.clone()));
        assert_eq!(
            serde_json::from_str::<Handle>(&serde_json::to_string(&handle).unwrap()).unwrap(),
            handle
        );
    }

    #[test]
    fn a_text_that_is_no_handle_is_told_apart() {
        for text in ["", "1Z999AA10123456784", "ups.1", "ups.x.e30", "ups.1.***", "ups.1.e"] {
            assert!(matches!(text.parse::<Handle>(), Err(HandleError::Shape(_))), "{text}");
        }
        assert!(
            matches!("ups.1.e3t7".parse::<Handle>(), Err(HandleError::Json(_))),
            "\"{{{{\" is no JSON"
        );
    }
}
