//! What a price and a purchase are told alike: itemised charges, taxes, what was agreed (`Rating.yaml`, `Shipping.yaml`).

use serde::Deserialize;

use super::{Amount, Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct BillingWeight {
    pub(in super::super) unit_of_measurement: Told,
    pub(in super::super) weight: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Item {
    #[serde(default)]
    pub(in super::super) code: Text,
    #[serde(default)]
    pub(in super::super) description: Text,
    #[serde(default)]
    pub(in super::super) currency_code: Text,
    pub(in super::super) monetary_value: Text,
    #[serde(default)]
    pub(in super::super) sub_type: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Tax {
    #[serde(default)]
    pub(in super::super) r#type: Text,
    pub(in super::super) monetary_value: Text,
}

/// What the account has agreed with the carrier. Its total is in the singular.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Negotiated {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) base_service_charge: Vec<Amount>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) rate_modifier: Vec<Modifier>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) tax_charges: Vec<Tax>,
    pub(in super::super) total_charge: Option<Amount>,
    pub(in super::super) total_charges_with_taxes: Option<Amount>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Modifier {
    #[serde(default)]
    pub(in super::super) modifier_type: Text,
    #[serde(default)]
    pub(in super::super) modifier_desc: Text,
    pub(in super::super) amount: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct NegotiatedPackage {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) itemized_charges: Vec<Item>,
}
