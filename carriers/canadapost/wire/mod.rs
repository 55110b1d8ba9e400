//! The carrier's XML, field for field: what several operations share is here, the rest beside. Nothing is normalised.
//!
//! After the carrier's schemas (`*.xsd`, read 2026-11-22). Numbers and dates are kept as text: whether they are what they should be
//! is asked where they are used, so that one bad field does not lose the whole document.

#![expect(clippy::struct_field_names, reason = "the names are the carrier's")]

pub(crate) mod customs;
pub(crate) mod manifest;
pub(crate) mod pickup;
pub(crate) mod point;
pub(crate) mod rating;
pub(crate) mod returns;
pub(crate) mod shipment;
pub(crate) mod sold;
pub(crate) mod track;

use serde::{Deserialize, Serialize};

/// `common.xsd`, `links`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Links {
    pub(crate) link: Vec<Link>,
}

/// `common.xsd`, `LinkType`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Link {
    #[serde(rename = "@rel")]
    pub(crate) rel: String,
    #[serde(rename = "@href")]
    pub(crate) href: String,
    #[serde(rename = "@media-type")]
    pub(crate) media_type: String,
    #[serde(rename = "@index")]
    pub(crate) index: Option<String>,
}

/// `dimensions`: centimetres.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Dimensions {
    pub(crate) length: String,
    pub(crate) width: String,
    pub(crate) height: String,
}

/// What is priced and what is sold: kilograms, centimetres.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ParcelCharacteristics {
    pub(crate) weight: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mailing_tube: Option<bool>,
}

/// `EmailType` with the occasions (`NotificationType`).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Notification {
    pub(crate) email: String,
    pub(crate) on_shipment: bool,
    pub(crate) on_exception: bool,
    pub(crate) on_delivery: bool,
}

/// `PrintPreferencesType`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PrintPreferences {
    pub(crate) output_format: &'static str,
    pub(crate) encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) show_packing_instructions: Option<bool>,
}

/// `ReferencesType`.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct References {
    #[serde(rename = "customer-ref-1", skip_serializing_if = "Option::is_none")]
    pub(crate) first: Option<String>,
    #[serde(rename = "customer-ref-2", skip_serializing_if = "Option::is_none")]
    pub(crate) second: Option<String>,
}

/// A text without blanks around it; `None`: there is none, for empty elements are written where nothing is known (`emptyDate`).
pub(crate) fn told(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// As [`told`], taken out.
pub(crate) fn into_told(text: String) -> Option<String> {
    let told = told(&text)?;
    if told.len() == text.len() { Some(text) } else { Some(told.to_owned()) }
}

/// As [`told`], for keeping.
pub(crate) fn owned(text: &str) -> Option<String> {
    told(text).map(str::to_owned)
}
