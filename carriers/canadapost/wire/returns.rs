//! `POST /rs/{customer}/{on behalf of}/authorizedreturn` (`authreturn.xsd`) and `…/openreturn` (`openreturn.xsd`).

use serde::{Deserialize, Serialize};

use super::{Dimensions, Links, PrintPreferences, References};

pub(crate) const MEDIA: &str = "application/vnd.cpc.authreturn-v2+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/authreturn-v2";
pub(crate) const OPEN_MEDIA: &str = "application/vnd.cpc.openreturn-v2+xml";
pub(crate) const OPEN_NAMESPACE: &str = "http://www.canadapost.ca/ws/openreturn-v2";

/// `authorized-return`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AuthorizedReturn {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) create_public_key: Option<bool>,
    pub(crate) service_code: String,
    pub(crate) returner: Returner,
    pub(crate) receiver: Receiver,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parcel_characteristics: Option<ParcelCharacteristics>,
    pub(crate) print_preferences: PrintPreferences,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) settlement_info: Option<SettlementInfo>,
    pub(crate) references: References,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Returner {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    pub(crate) domestic_address: DomesticAddress,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Receiver {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) receiver_voice_number: Option<String>,
    pub(crate) domestic_address: DomesticAddress,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DomesticAddress {
    #[serde(rename = "address-line-1")]
    pub(crate) first_line: String,
    #[serde(rename = "address-line-2", skip_serializing_if = "Option::is_none")]
    pub(crate) second_line: Option<String>,
    pub(crate) city: String,
    pub(crate) province: String,
    pub(crate) postal_code: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct ParcelCharacteristics {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) weight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dimensions: Option<Dimensions>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SettlementInfo {
    pub(crate) contract_id: String,
}

/// `authorized-return-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct AuthorizedReturnInfo {
    pub(crate) tracking_pin: String,
    pub(crate) public_key_info: Option<PublicKeyInfo>,
    pub(crate) links: Links,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PublicKeyInfo {
    pub(crate) expiry_date: String,
    pub(crate) url: String,
}

/// `open-return`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OpenReturn {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) max_number_of_artifacts: u32,
    pub(crate) service_code: String,
    pub(crate) receiver: OpenReceiver,
    pub(crate) print_preferences: PrintPreferences,
    pub(crate) settlement_info: SettlementInfo,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OpenReceiver {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    pub(crate) domestic_address: DomesticAddress,
}

/// `open-return-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct OpenReturnInfo {
    pub(crate) artifacts_remaining: String,
    pub(crate) links: Links,
}
