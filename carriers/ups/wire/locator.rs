//! `POST /api/locations/v3/search/availabilities/64` (`Locator.yaml`).

use serde::{Deserialize, Serialize};

use super::{Text, Told};
use crate::http::json::one_or_many;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Question {
    pub(in super::super) locator_request: LocatorRequest,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct LocatorRequest {
    pub(in super::super) request: Request,
    pub(in super::super) origin_address: Origin,
    pub(in super::super) translate: Translate,
    pub(in super::super) unit_of_measurement: Unit,
    pub(in super::super) location_search_criteria: Criteria,
    pub(in super::super) sort_criteria: Sort,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Request {
    pub(in super::super) request_action: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Origin {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) geocode: Option<Asked>,
    pub(in super::super) address_key_format: Place,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Asked {
    pub(in super::super) latitude: String,
    pub(in super::super) longitude: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) address_line: Option<String>,
    #[serde(rename = "PoliticalDivision2", skip_serializing_if = "Option::is_none")]
    pub(in super::super) city: Option<String>,
    #[serde(rename = "PoliticalDivision1", skip_serializing_if = "Option::is_none")]
    pub(in super::super) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) postcode_primary_low: Option<String>,
    pub(in super::super) country_code: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Translate {
    pub(in super::super) locale: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Unit {
    pub(in super::super) code: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Criteria {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) maximum_list_size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) search_radius: Option<String>,
    pub(in super::super) access_point_search: AccessPoints,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct AccessPoints {
    pub(in super::super) access_point_status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Sort {
    pub(in super::super) sort_type: &'static str,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Document {
    pub(in super::super) locator_response: LocatorResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct LocatorResponse {
    pub(in super::super) response: Status,
    pub(in super::super) search_results: Option<Results>,
}

/// Another shape than everywhere else.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Status {
    #[serde(default)]
    pub(in super::super) response_status_code: Text,
    #[serde(default)]
    pub(in super::super) response_status_description: Text,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) error: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Failure {
    #[serde(default)]
    pub(in super::super) error_code: Text,
    #[serde(default)]
    pub(in super::super) error_description: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Results {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) drop_location: Vec<Location>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Location {
    pub(in super::super) access_point_information: Option<AccessPoint>,
    pub(in super::super) geocode: Option<Geocode>,
    pub(in super::super) address_key_format: Option<Key>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) phone_number: Vec<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) location_attribute: Vec<Attribute>,
    pub(in super::super) distance: Option<Distance>,
    pub(in super::super) operating_hours: Option<Hours>,
    pub(in super::super) service_offering_list: Option<Offerings>,
}

#[derive(Debug, Deserialize)]
pub(in super::super) struct AccessPoint {
    #[serde(rename = "PublicAccessPointID", default)]
    pub(in super::super) id: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Geocode {
    #[serde(default)]
    pub(in super::super) latitude: Text,
    #[serde(default)]
    pub(in super::super) longitude: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in super::super) struct Key {
    pub(in super::super) consignee_name: Text,
    #[serde(deserialize_with = "one_or_many")]
    pub(in super::super) address_line: Vec<String>,
    #[serde(rename = "PoliticalDivision2")]
    pub(in super::super) city: Text,
    #[serde(rename = "PoliticalDivision1")]
    pub(in super::super) region: Text,
    pub(in super::super) postcode_primary_low: Text,
    pub(in super::super) country_code: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Attribute {
    #[serde(default)]
    pub(in super::super) option_type: Told,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) option_code: Vec<Told>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Distance {
    #[serde(default)]
    pub(in super::super) value: Text,
    #[serde(default)]
    pub(in super::super) unit_of_measurement: Told,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Hours {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) standard_hours: Vec<StandardHours>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct StandardHours {
    #[serde(default)]
    pub(in super::super) hours_type: Text,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) day_of_week: Vec<Day>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in super::super) struct Day {
    pub(in super::super) day: Text,
    #[serde(deserialize_with = "one_or_many")]
    pub(in super::super) open_hours: Vec<String>,
    #[serde(deserialize_with = "one_or_many")]
    pub(in super::super) close_hours: Vec<String>,
    pub(in super::super) closed_indicator: Option<Text>,
    #[serde(rename = "Open24HoursIndicator")]
    pub(in super::super) all_day: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in super::super) struct Offerings {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) service_offering: Vec<Told>,
}
