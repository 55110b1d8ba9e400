//! `POST /api/shipments/v2409/ship`: what is answered (`Shipping.yaml`, `SHIPResponseWrapper`).

use serde::Deserialize;

use super::charges::{Item, Negotiated, NegotiatedPackage, Tax};
use super::{Amount, Response, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Document {
    pub(in super::super) shipment_response: ShipmentResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ShipmentResponse {
    pub(in super::super) response: Response,
    pub(in super::super) shipment_results: Option<Results>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Results {
    #[serde(default)]
    pub(in super::super) shipment_identification_number: Text,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) disclaimer: Vec<Told>,
    pub(in super::super) shipment_charges: Option<Charges>,
    pub(in super::super) negotiated_rate_charges: Option<Negotiated>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) package_results: Vec<Package>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) control_log_receipt: Vec<Image>,
    pub(in super::super) form: Option<Paper>,
    #[serde(rename = "CODTurnInPage")]
    pub(in super::super) cod_turn_in_page: Option<Paper>,
    pub(in super::super) high_value_report: Option<Paper>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Charges {
    pub(in super::super) base_service_charge: Option<Amount>,
    pub(in super::super) transportation_charges: Option<Amount>,
    pub(in super::super) service_options_charges: Option<Amount>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) tax_charges: Vec<Tax>,
    pub(in super::super) total_charges: Option<Amount>,
    pub(in super::super) total_charges_with_taxes: Option<Amount>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Package {
    #[serde(default)]
    pub(in super::super) tracking_number: Text,
    pub(in super::super) shipping_label: Option<Image>,
    pub(in super::super) form: Option<Paper>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
    pub(in super::super) negotiated_charges: Option<NegotiatedPackage>,
}

/// A picture in base 64.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Image {
    #[serde(default)]
    pub(in super::super) image_format: Told,
    #[serde(default)]
    pub(in super::super) graphic_image: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Paper {
    pub(in super::super) image: Option<Image>,
}
