//! `InternationalForms`: the papers for customs that the carrier draws (`Shipping.yaml`).

use serde::Serialize;

use super::Code;
use super::shared::Party;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Forms {
    pub(in super::super) form_type: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) contacts: Option<Contacts>,
    pub(in super::super) product: Vec<Product>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) invoice_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) invoice_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) terms_of_shipment: Option<&'static str>,
    pub(in super::super) reason_for_export: String,
    pub(in super::super) currency_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Contacts {
    pub(in super::super) sold_to: Party,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Product {
    pub(in super::super) description: Vec<String>,
    pub(in super::super) unit: Unit,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) commodity_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) part_number: Option<String>,
    pub(in super::super) origin_country_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Unit {
    pub(in super::super) number: String,
    pub(in super::super) unit_of_measurement: Code,
    pub(in super::super) value: String,
}
