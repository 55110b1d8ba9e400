//! `POST /api/rating/v2409/Shoptimeintransit` (`Rating.yaml`).

use serde::{Deserialize, Serialize};

use super::charges::{BillingWeight, Item, Negotiated, NegotiatedPackage, Tax};
use super::shared::{Dimensions, PackageOptions, Party, ShipmentCharge, ShipmentOptions, Weight};
use super::{Amount, Code, Response, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Question {
    pub(in super::super) rate_request: RateRequest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RateRequest {
    pub(in super::super) request: Request,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) pickup_type: Option<Code>,
    pub(in super::super) shipment: Shipment,
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
    pub(in super::super) shipper: Party,
    pub(in super::super) ship_to: Party,
    pub(in super::super) ship_from: Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) alternate_delivery_address: Option<Party>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) shipment_indication_type: Vec<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) payment_details: Option<PaymentDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) shipment_total_weight: Option<Weight>,
    pub(in super::super) package: Vec<Package>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) shipment_service_options: Option<ShipmentOptions>,
    pub(in super::super) shipment_rating_options: RatingOptions,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) invoice_line_total: Option<Amount>,
    pub(in super::super) tax_information_indicator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) delivery_time_information: Option<DeliveryTime>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct PaymentDetails {
    pub(in super::super) shipment_charge: Vec<ShipmentCharge>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Package {
    pub(in super::super) packaging_type: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) dimensions: Option<Dimensions>,
    pub(in super::super) package_weight: Weight,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) package_service_options: Option<PackageOptions>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RatingOptions {
    pub(in super::super) negotiated_rates_indicator: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct DeliveryTime {
    pub(in super::super) package_bill_type: &'static str,
    pub(in super::super) pickup: Pickup,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Pickup {
    pub(in super::super) date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) time: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Document {
    pub(in super::super) rate_response: RateResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RateResponse {
    pub(in super::super) response: Response,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) rated_shipment: Vec<RatedShipment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RatedShipment {
    pub(in super::super) service: Told,
    #[serde(default)]
    pub(in super::super) zone: Text,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) disclaimer: Vec<Told>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) rated_shipment_alert: Vec<Told>,
    pub(in super::super) billing_weight: Option<BillingWeight>,
    pub(in super::super) transportation_charges: Option<Amount>,
    pub(in super::super) service_options_charges: Option<Amount>,
    pub(in super::super) base_service_charge: Option<Amount>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) tax_charges: Vec<Tax>,
    pub(in super::super) total_charges: Option<Amount>,
    pub(in super::super) total_charges_with_taxes: Option<Amount>,
    pub(in super::super) negotiated_rate_charges: Option<Negotiated>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) rated_package: Vec<RatedPackage>,
    pub(in super::super) time_in_transit: Option<TimeInTransit>,
    pub(in super::super) guaranteed_delivery: Option<Guaranteed>,
}

/// What the account has agreed with the carrier. Its total is in the singular.

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct RatedPackage {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
    pub(in super::super) negotiated_charges: Option<NegotiatedPackage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct TimeInTransit {
    pub(in super::super) service_summary: Option<ServiceSummary>,
    #[serde(default)]
    pub(in super::super) disclaimer: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ServiceSummary {
    #[serde(default)]
    pub(in super::super) service: Told,
    pub(in super::super) guaranteed_indicator: Option<Text>,
    pub(in super::super) estimated_arrival: Option<EstimatedArrival>,
    #[serde(default)]
    pub(in super::super) saturday_delivery: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct EstimatedArrival {
    pub(in super::super) arrival: Option<When>,
    #[serde(default)]
    pub(in super::super) business_days_in_transit: Text,
    #[serde(default)]
    pub(in super::super) total_transit_days: Text,
    pub(in super::super) pickup: Option<When>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in super::super) struct When {
    pub(in super::super) date: Text,
    pub(in super::super) time: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in super::super) struct Guaranteed {
    pub(in super::super) business_days_in_transit: Text,
    pub(in super::super) delivery_by_time: Text,
    pub(in super::super) scheduled_delivery_date: Text,
}
