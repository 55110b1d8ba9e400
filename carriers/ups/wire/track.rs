//! `GET /api/track/v1/details/{inquiryNumber}` (`Tracking.yaml`). Here the carrier writes its names in camel case.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Text;
use crate::http::json::one_or_many;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Document {
    pub(in super::super) track_response: TrackResponse,
}

#[derive(Debug, Deserialize)]
pub(in super::super) struct TrackResponse {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) shipment: Vec<Shipment>,
}

#[derive(Debug, Deserialize)]
pub(in super::super) struct Shipment {
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) package: Vec<Package>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) warnings: Vec<Warning>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Warning {
    pub(in super::super) code: Text,
    pub(in super::super) message: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Package {
    #[serde(default)]
    pub(in super::super) tracking_number: Text,
    /// Each as it was written: one that cannot be read must not lose the others.
    #[serde(default, deserialize_with = "as_written")]
    pub(in super::super) activity: Vec<Box<RawValue>>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) alternate_tracking_number: Vec<Alternate>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(in super::super) delivery_date: Vec<DeliveryDate>,
    pub(in super::super) delivery_information: Option<DeliveryInformation>,
    pub(in super::super) delivery_time: Option<DeliveryTime>,
    pub(in super::super) current_status: Option<Status>,
    pub(in super::super) package_count: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Alternate {
    pub(in super::super) number: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct DeliveryDate {
    pub(in super::super) r#type: Text,
    pub(in super::super) date: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct DeliveryInformation {
    pub(in super::super) location: Text,
    pub(in super::super) received_by: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct DeliveryTime {
    pub(in super::super) r#type: Text,
    pub(in super::super) end_time: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Activity {
    pub(in super::super) date: Text,
    #[serde(default)]
    pub(in super::super) time: Text,
    #[serde(default)]
    pub(in super::super) gmt_offset: Text,
    #[serde(default)]
    pub(in super::super) status: Status,
    pub(in super::super) location: Option<Location>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Status {
    pub(in super::super) r#type: Text,
    pub(in super::super) code: Text,
    pub(in super::super) status_code: Text,
    pub(in super::super) description: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Location {
    pub(in super::super) address: Option<Address>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Address {
    pub(in super::super) city: Text,
    pub(in super::super) state_province: Text,
    pub(in super::super) postal_code: Text,
    pub(in super::super) country_code: Text,
}

/// A list, its only element, or nothing, unread.
fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Box<RawValue>>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    match raw.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(raw.get()).map_err(serde::de::Error::custom),
        Some(b'{') => Ok(vec![raw]),
        _ => Ok(Vec::new()),
    }
}
