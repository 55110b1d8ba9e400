//! `POST /api/pickupcreation/v2409/pickup`, `DELETE /api/shipments/v2409/pickup/02` (`Pickup.yaml`).

use serde::{Deserialize, Serialize};

use super::shared::Phone;
use super::{Response, Text, Told};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Order {
    pub(in super::super) pickup_creation_request: CreationRequest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct CreationRequest {
    pub(in super::super) request: Request,
    pub(in super::super) rate_pickup_indicator: &'static str,
    pub(in super::super) shipper: Shipper,
    pub(in super::super) pickup_date_info: DateInfo,
    pub(in super::super) pickup_address: Address,
    pub(in super::super) alternate_address_indicator: &'static str,
    pub(in super::super) pickup_piece: Vec<Piece>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) total_weight: Option<TotalWeight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) overweight_indicator: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) tracking_data: Vec<Tracked>,
    pub(in super::super) payment_method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) special_instruction: Option<String>,
    pub(in super::super) reference_number: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Request {
    pub(in super::super) sub_version: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Shipper {
    pub(in super::super) account: Account,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Account {
    pub(in super::super) account_number: String,
    pub(in super::super) account_country_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct DateInfo {
    pub(in super::super) close_time: String,
    pub(in super::super) ready_time: String,
    pub(in super::super) pickup_date: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Address {
    pub(in super::super) company_name: String,
    pub(in super::super) contact_name: String,
    pub(in super::super) address_line: Vec<String>,
    pub(in super::super) city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) state_province: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postal_code: Option<String>,
    pub(in super::super) country_code: String,
    pub(in super::super) residential_indicator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) pickup_point: Option<String>,
    pub(in super::super) phone: Phone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Piece {
    pub(in super::super) service_code: String,
    pub(in super::super) quantity: String,
    pub(in super::super) destination_country_code: String,
    pub(in super::super) container_code: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct TotalWeight {
    pub(in super::super) weight: String,
    pub(in super::super) unit_of_measurement: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Tracked {
    pub(in super::super) tracking_number: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Created {
    pub(in super::super) pickup_creation_response: CreationResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct CreationResponse {
    pub(in super::super) response: Response,
    #[serde(rename = "PRN", default)]
    pub(in super::super) prn: Text,
    pub(in super::super) rate_result: Option<RateResult>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RateResult {
    #[serde(default)]
    pub(in super::super) currency_code: Text,
    #[serde(default)]
    pub(in super::super) grand_total_of_all_charge: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Cancelled {
    pub(in super::super) pickup_cancel_response: CancelResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct CancelResponse {
    pub(in super::super) response: Response,
    #[serde(rename = "GWNStatus")]
    pub(in super::super) status: Option<Told>,
}
