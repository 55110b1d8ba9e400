//! `POST /rs/ship/price` (`rating.xsd`).

use serde::{Deserialize, Serialize};

use super::Dimensions;

pub(crate) const MEDIA: &str = "application/vnd.cpc.ship.rate-v4+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/ship/rate-v4";

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct MailingScenario {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) customer_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contract_id: Option<String>,
    pub(crate) expected_mailing_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) options: Option<AskedOptions>,
    pub(crate) parcel_characteristics: ParcelCharacteristics,
    pub(crate) origin_postal_code: String,
    pub(crate) destination: Destination,
}

#[derive(Debug, Serialize)]
pub(crate) struct AskedOptions {
    pub(crate) option: Vec<AskedOption>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AskedOption {
    pub(crate) option_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) option_amount: Option<String>,
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

/// One of three elements.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Destination {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) domestic: Option<Domestic>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) united_states: Option<UnitedStates>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) international: Option<International>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Domestic {
    pub(crate) postal_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct UnitedStates {
    pub(crate) zip_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct International {
    pub(crate) country_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) postal_code: Option<String>,
}

/// `price-quotes`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PriceQuotes {
    pub(crate) price_quote: Vec<PriceQuote>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PriceQuote {
    pub(crate) service_code: String,
    pub(crate) service_name: String,
    pub(crate) price_details: PriceDetails,
    pub(crate) weight_details: WeightDetails,
    pub(crate) service_standard: ServiceStandard,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PriceDetails {
    pub(crate) base: String,
    pub(crate) taxes: Option<Taxes>,
    pub(crate) due: String,
    pub(crate) options: Options,
    pub(crate) adjustments: Adjustments,
}

/// What each tax comes to; its percentage is an attribute that nobody asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Taxes {
    pub(crate) gst: String,
    pub(crate) pst: String,
    pub(crate) hst: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Options {
    pub(crate) option: Vec<PricedOption>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PricedOption {
    pub(crate) option_code: String,
    pub(crate) option_name: String,
    pub(crate) option_price: String,
    pub(crate) qualifier: Qualifier,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Qualifier {
    pub(crate) included_amount: String,
    pub(crate) max_value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Adjustments {
    pub(crate) adjustment: Vec<Adjustment>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Adjustment {
    pub(crate) adjustment_code: String,
    pub(crate) adjustment_name: String,
    pub(crate) adjustment_cost: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct WeightDetails {
    pub(crate) cubed_weight: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ServiceStandard {
    pub(crate) am_delivery: String,
    pub(crate) guaranteed_delivery: String,
    pub(crate) expected_transit_time: String,
    pub(crate) expected_delivery_date: String,
}
