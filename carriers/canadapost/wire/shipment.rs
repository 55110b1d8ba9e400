//! `POST /rs/{customer}/{on behalf of}/shipment` (`shipment.xsd`) and, without a contract, `POST /rs/{customer}/ncshipment`
//! (`ncshipment.xsd`): two documents around one `delivery-spec`, of which each has parts that the other lacks.

use serde::Serialize;

use super::customs::Customs;
use super::{Dimensions, Notification, PrintPreferences, References};

pub(crate) const MEDIA: &str = "application/vnd.cpc.shipment-v8+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/shipment-v8";
pub(crate) const CARD_MEDIA: &str = "application/vnd.cpc.ncshipment-v4+xml";
pub(crate) const CARD_NAMESPACE: &str = "http://www.canadapost.ca/ws/ncshipment-v4";

/// `shipment`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Shipment {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) customer_request_id: String,
    /// This or the next, never both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transmit_shipment: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cpc_pickup_indicator: Option<bool>,
    pub(crate) requested_shipping_point: String,
    pub(crate) expected_mailing_date: String,
    pub(crate) provide_pricing_info: bool,
    pub(crate) delivery_spec: DeliverySpec,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) return_spec: Option<ReturnSpec>,
}

/// `non-contract-shipment`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CardShipment {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) requested_shipping_point: String,
    pub(crate) delivery_spec: DeliverySpec,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeliverySpec {
    pub(crate) service_code: String,
    pub(crate) sender: Sender,
    pub(crate) destination: Destination,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) options: Option<Options>,
    pub(crate) parcel_characteristics: ParcelCharacteristics,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notification: Option<Notification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) print_preferences: Option<PrintPreferences>,
    pub(crate) preferences: Preferences,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) references: Option<References>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customs: Option<Customs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) settlement_info: Option<SettlementInfo>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sender {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) company: String,
    pub(crate) contact_phone: String,
    pub(crate) address_details: AddressDetails,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Destination {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) additional_address_info: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_voice_number: Option<String>,
    pub(crate) address_details: AddressDetails,
}

/// A sender without a contract and a return are in Canada: of them no country is told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AddressDetails {
    #[serde(rename = "address-line-1")]
    pub(crate) first_line: String,
    #[serde(rename = "address-line-2", skip_serializing_if = "Option::is_none")]
    pub(crate) second_line: Option<String>,
    pub(crate) city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prov_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) postal_zip_code: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Options {
    pub(crate) option: Vec<OneOption>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OneOption {
    pub(crate) option_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) option_amount: Option<String>,
    #[serde(rename = "option-qualifier-2", skip_serializing_if = "Option::is_none")]
    pub(crate) second_qualifier: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ParcelCharacteristics {
    pub(crate) weight: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mailing_tube: Option<bool>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Preferences {
    pub(crate) show_packing_instructions: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SettlementInfo {
    pub(crate) contract_id: String,
    pub(crate) intended_method_of_payment: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ReturnSpec {
    pub(crate) service_code: String,
    pub(crate) return_recipient: ReturnRecipient,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ReturnRecipient {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    pub(crate) address_details: AddressDetails,
}
