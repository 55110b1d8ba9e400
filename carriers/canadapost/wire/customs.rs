//! `customs` of a shipment (`shipment.xsd`; `ncshipment.xsd` has the same without `ioss-id`). Per unit, in the currency that is named.

use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Customs {
    pub(crate) currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conversion_from_cad: Option<String>,
    pub(crate) reason_for_export: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) other_reason: Option<String>,
    pub(crate) sku_list: SkuList,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) invoice_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ioss_id: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SkuList {
    pub(crate) item: Vec<Sku>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sku {
    pub(crate) customs_number_of_units: u32,
    pub(crate) customs_description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hs_tariff_code: Option<String>,
    pub(crate) unit_weight: String,
    pub(crate) customs_value_per_unit: String,
    pub(crate) country_of_origin: String,
}
