//! `DELETE /api/shipments/v2409/void/cancel/{number}` (`Shipping.yaml`).

use serde::Deserialize;

use super::{Response, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Deserialize)]
pub(in super::super) struct Document {
    #[serde(rename = "VoidShipmentResponse")]
    pub(in super::super) response: VoidResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct VoidResponse {
    pub(in super::super) response: Response,
    pub(in super::super) summary_result: Option<Summary>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) package_level_results: Vec<Package>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Summary {
    #[serde(default)]
    pub(in super::super) status: Told,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Package {
    #[serde(default)]
    pub(in super::super) tracking_number: Text,
    #[serde(default)]
    pub(in super::super) status: Told,
}
