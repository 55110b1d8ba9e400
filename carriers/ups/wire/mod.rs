//! The carrier's JSON, field for field: what several operations share is here, the rest beside. Nothing is normalised.
//!
//! After the `OpenAPI` files of <https://github.com/UPS-API/api-documentation> (read 2026-11-22).

#![expect(clippy::struct_field_names, reason = "the names are the carrier's")]

pub(super) mod address;
pub(super) mod charges;
pub(super) mod forms;
pub(super) mod locator;
pub(super) mod pickup;
pub(super) mod rating;
pub(super) mod recovery;
pub(super) mod shared;
pub(super) mod shipped;
pub(super) mod shipping;
pub(super) mod track;
pub(super) mod void;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::carrier::Result;
use crate::http::json::one_or_many;
use crate::http::{Answer, Refusal};

/// An indicator is there or not; what it holds is ignored.
pub(super) const PRESENT: &str = "";

/// `{"Code": "03"}`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Code {
    pub(super) code: String,
}

impl Code {
    pub(super) fn of(code: impl Into<String>) -> Self {
        Self { code: code.into() }
    }
}

/// `{"Code": "LBS", "Description": "Pounds"}`: of units both are required.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Described {
    pub(super) code: &'static str,
    pub(super) description: &'static str,
}

/// A code with the carrier's words, as it answers.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Told {
    pub(super) code: Text,
    pub(super) description: Text,
}

/// What every answer begins with.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Response {
    pub(super) response_status: Told,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(super) alert: Vec<Told>,
}

impl Response {
    /// Whether the document says that it is a success: 1. Nothing said is unreadable, anything else the carrier's "no".
    pub(super) fn success(&self, answer: &Answer) -> Result<()> {
        let told = &self.response_status;
        match told.code.told() {
            Some("1") => Ok(()),
            None => Err(answer.unreadable("no ResponseStatus.Code")),
            Some(code) => {
                let words = told.description.told().unwrap_or("no success");
                Err(answer.refused(Refusal::new(code, words)))
            }
        }
    }
}

/// An amount that is asked or told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Amount {
    #[serde(default)]
    pub(super) currency_code: Text,
    pub(super) monetary_value: Text,
}

/// A text, also where a number is written; `null` is empty. Whether it is what it should be is asked where it is used, so that one
/// bad field does not lose the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Text(pub(super) String);

impl Text {
    /// The text without blanks around it; `None`: there is none.
    pub(super) fn told(&self) -> Option<&str> {
        Some(self.0.trim()).filter(|text| !text.is_empty())
    }

    /// As [`told`](Self::told), taken out.
    pub(super) fn into_told(self) -> Option<String> {
        let told = self.told()?;
        if told.len() == self.0.len() { Some(self.0) } else { Some(told.to_owned()) }
    }

    /// As [`told`](Self::told), for keeping.
    pub(super) fn owned(&self) -> Option<String> {
        self.told().map(str::to_owned)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.as_bytes().first() {
            // What has no escape stands there as it is: the library has looked at every byte of it.
            Some(b'"') if !raw.contains('\\') => Ok(Self(raw.trim_matches('"').to_owned())),
            Some(b'"') => serde_json::from_str(raw).map(Self).map_err(serde::de::Error::custom),
            // `null`, and what is no text.
            Some(b'n' | b'{' | b'[') => Ok(Self::default()),
            _ => Ok(Self(raw.to_owned())),
        }
    }
}
