//! `POST /api/labels/v1/recovery` (`Shipping.yaml`).

use serde::{Deserialize, Serialize};

use super::shipped::Paper;
use super::shipping::LabelSpecification;
use super::{Response, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Question {
    pub(in super::super) label_recovery_request: RecoveryRequest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RecoveryRequest {
    pub(in super::super) request: Request,
    pub(in super::super) label_specification: LabelSpecification,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) tracking_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) reference_values: Option<ReferenceValues>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Request {
    pub(in super::super) sub_version: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ReferenceValues {
    pub(in super::super) reference_number: Value,
    pub(in super::super) shipper_number: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Value {
    pub(in super::super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Document {
    pub(in super::super) label_recovery_response: RecoveryResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RecoveryResponse {
    pub(in super::super) response: Response,
    #[serde(default)]
    pub(in super::super) shipment_identification_number: Text,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) label_results: Vec<LabelResult>,
    pub(in super::super) form: Option<Paper>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) tracking_candidate: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct LabelResult {
    #[serde(default)]
    pub(in super::super) tracking_number: Text,
    pub(in super::super) label_image: Option<LabelImage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct LabelImage {
    #[serde(default)]
    pub(in super::super) label_image_format: Told,
    #[serde(default)]
    pub(in super::super) graphic_image: Text,
}

/// One of several numbers that carry the reference.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Candidate {
    #[serde(default)]
    pub(in super::super) tracking_number: Text,
}
