//! `POST /api/addressvalidation/v2/3` (`AddressValidation.yaml`).

use serde::{Deserialize, Serialize};

use super::{Response, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Serialize)]
pub(in super::super) struct Question {
    #[serde(rename = "XAVRequest")]
    pub(in super::super) request: Request,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Request {
    pub(in super::super) address_key_format: Asked,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) consignee_name: Option<String>,
    pub(in super::super) address_line: Vec<String>,
    #[serde(rename = "PoliticalDivision2")]
    pub(in super::super) city: String,
    #[serde(rename = "PoliticalDivision1", skip_serializing_if = "Option::is_none")]
    pub(in super::super) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postcode_primary_low: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postcode_extended_low: Option<String>,
    pub(in super::super) country_code: String,
}

#[derive(Debug, Deserialize)]
pub(in super::super) struct Document {
    #[serde(rename = "XAVResponse")]
    pub(in super::super) response: Checked,
}

/// Which indicator is there is the verdict.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Checked {
    pub(in super::super) response: Response,
    pub(in super::super) valid_address_indicator: Option<Text>,
    pub(in super::super) ambiguous_address_indicator: Option<Text>,
    pub(in super::super) no_candidates_indicator: Option<Text>,
    pub(in super::super) address_classification: Option<Told>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) candidate: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Candidate {
    pub(in super::super) address_classification: Option<Told>,
    pub(in super::super) address_key_format: Key,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Key {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) address_line: Vec<String>,
    #[serde(rename = "PoliticalDivision2", default)]
    pub(in super::super) city: Text,
    #[serde(rename = "PoliticalDivision1", default)]
    pub(in super::super) region: Text,
    #[serde(default)]
    pub(in super::super) postcode_primary_low: Text,
    #[serde(default)]
    pub(in super::super) postcode_extended_low: Text,
    #[serde(default)]
    pub(in super::super) country_code: Text,
}
