//! `POST /api/shipments/v2409/ship`: what is asked (`Shipping.yaml`).

use serde::Serialize;

use super::forms::Forms;
use super::shared::{Dimensions, PackageOptions, Party, ShipmentCharge, ShipmentOptions, Weight};
use super::{Amount, Code};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Order {
    pub(in super::super) shipment_request: ShipmentRequest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ShipmentRequest {
    pub(in super::super) request: Request,
    pub(in super::super) shipment: Shipment,
    pub(in super::super) label_specification: LabelSpecification,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Request {
    pub(in super::super) request_option: &'static str,
    pub(in super::super) sub_version: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Shipment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) return_service: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) documents_only_indicator: Option<&'static str>,
    pub(in super::super) shipper: Party,
    pub(in super::super) ship_to: Party,
    pub(in super::super) ship_from: Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) alternate_delivery_address: Option<Party>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) shipment_indication_type: Vec<Code>,
    pub(in super::super) payment_information: PaymentInformation,
    pub(in super::super) shipment_rating_options: RatingOptions,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) reference_number: Vec<ReferenceNumber>,
    pub(in super::super) service: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) invoice_line_total: Option<Amount>,
    pub(in super::super) tax_information_indicator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) shipment_service_options: Option<ServiceOptions>,
    pub(in super::super) shipment_date: String,
    pub(in super::super) package: Vec<Package>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct PaymentInformation {
    pub(in super::super) shipment_charge: Vec<ShipmentCharge>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RatingOptions {
    pub(in super::super) negotiated_rates_indicator: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ReferenceNumber {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) code: Option<&'static str>,
    pub(in super::super) value: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ServiceOptions {
    #[serde(flatten)]
    pub(in super::super) shared: Option<ShipmentOptions>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) notification: Vec<Notification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) label_delivery: Option<LabelDelivery>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) international_forms: Option<Forms>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Notification {
    pub(in super::super) notification_code: &'static str,
    #[serde(rename = "EMail")]
    pub(in super::super) email: Addresses,
}

#[derive(Debug, Serialize)]
pub(in super::super) struct Addresses {
    #[serde(rename = "EMailAddress")]
    pub(in super::super) addresses: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(in super::super) struct LabelDelivery {
    #[serde(rename = "EMail")]
    pub(in super::super) email: OneAddress,
}

#[derive(Debug, Serialize)]
pub(in super::super) struct OneAddress {
    #[serde(rename = "EMailAddress")]
    pub(in super::super) address: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Package {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) description: Option<String>,
    pub(in super::super) packaging: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) package_weight: Option<Weight>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) reference_number: Vec<ReferenceNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) package_service_options: Option<PackageOptions>,
}

/// How a label is drawn, when it is bought and when it is fetched again.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct LabelSpecification {
    pub(in super::super) label_image_format: Code,
    #[serde(rename = "HTTPUserAgent")]
    pub(in super::super) http_user_agent: &'static str,
    pub(in super::super) label_stock_size: StockSize,
}

/// Whole inches.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct StockSize {
    pub(in super::super) height: &'static str,
    pub(in super::super) width: &'static str,
}
