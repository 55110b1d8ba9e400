//! What a price and a purchase ask alike: parties, weights, sides, options, who pays (`Rating.yaml`, `Shipping.yaml`).

use serde::Serialize;

use super::{Amount, Described};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Party {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) attention_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) shipper_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) phone: Option<Phone>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "EMailAddress")]
    pub(in super::super) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "UPSAccessPointID")]
    pub(in super::super) access_point: Option<String>,
    pub(in super::super) address: Address,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Phone {
    pub(in super::super) number: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Address {
    pub(in super::super) address_line: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) state_province_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postal_code: Option<String>,
    pub(in super::super) country_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) residential_address_indicator: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ShipmentCharge {
    pub(in super::super) r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) bill_shipper: Option<Account>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) bill_receiver: Option<Account>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) bill_third_party: Option<Account>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Account {
    pub(in super::super) account_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) address: Option<AccountAddress>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct AccountAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postal_code: Option<String>,
    pub(in super::super) country_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Weight {
    pub(in super::super) unit_of_measurement: Described,
    pub(in super::super) weight: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Dimensions {
    pub(in super::super) unit_of_measurement: Described,
    pub(in super::super) length: String,
    pub(in super::super) width: String,
    pub(in super::super) height: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct PackageOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) delivery_confirmation: Option<Confirmation>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "AccessPointCOD")]
    pub(in super::super) access_point_cod: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "COD")]
    pub(in super::super) cod: Option<Cod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) declared_value: Option<Amount>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct ShipmentOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) saturday_delivery_indicator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "AccessPointCOD")]
    pub(in super::super) access_point_cod: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) direct_delivery_only_indicator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "COD")]
    pub(in super::super) cod: Option<Cod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) delivery_confirmation: Option<Confirmation>,
}

#[derive(Debug, Serialize)]
pub(in super::super) struct Confirmation {
    #[serde(rename = "DCISType")]
    pub(in super::super) dcis_type: &'static str,
}

#[derive(Debug, Serialize)]
pub(in super::super) struct Cod {
    #[serde(rename = "CODFundsCode")]
    pub(in super::super) funds_code: &'static str,
    #[serde(rename = "CODAmount")]
    pub(in super::super) amount: Amount,
}
