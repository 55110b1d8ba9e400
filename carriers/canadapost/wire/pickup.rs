//! `POST /enab/{customer}/pickuprequest` (`pickuprequest.xsd`).

use serde::{Deserialize, Serialize};

use super::Links;

pub(crate) const MEDIA: &str = "application/vnd.cpc.pickuprequest+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/pickuprequest";

/// `pickup-request-details`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PickupRequestDetails {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) customer_request_id: String,
    pub(crate) pickup_type: &'static str,
    pub(crate) pickup_location: PickupLocation,
    pub(crate) contact_info: ContactInfo,
    pub(crate) location_details: LocationDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items_characteristics: Option<ItemsCharacteristics>,
    pub(crate) pickup_volume: String,
    pub(crate) pickup_times: PickupTimes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_info: Option<PaymentInfo>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PickupLocation {
    pub(crate) business_address_flag: bool,
    pub(crate) alternate_address: AlternateAddress,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AlternateAddress {
    pub(crate) company: String,
    #[serde(rename = "address-line-1")]
    pub(crate) line: String,
    pub(crate) city: String,
    pub(crate) province: String,
    pub(crate) postal_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ContactInfo {
    pub(crate) contact_name: String,
    pub(crate) email: String,
    pub(crate) contact_phone: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct LocationDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) loading_dock_flag: Option<bool>,
    pub(crate) pickup_instructions: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ItemsCharacteristics {
    pub(crate) heavy_item_flag: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PickupTimes {
    pub(crate) on_demand_pickup_time: OnDemandPickupTime,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OnDemandPickupTime {
    pub(crate) date: String,
    pub(crate) preferred_time: String,
    pub(crate) closing_time: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PaymentInfo {
    pub(crate) contract_id: String,
    pub(crate) method_of_payment: String,
}

/// `pickup-request-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PickupRequestInfo {
    pub(crate) pickup_request_header: Header,
    pub(crate) pickup_request_price: Option<Price>,
    pub(crate) links: Links,
}

/// `pickup-request-detailed-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PickupRequestDetailedInfo {
    pub(crate) pickup_request_header: Header,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Header {
    pub(crate) request_id: String,
    pub(crate) request_status: String,
    pub(crate) next_pickup_date: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Price {
    pub(crate) due_amount: String,
}
