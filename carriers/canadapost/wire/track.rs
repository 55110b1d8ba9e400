//! `GET /vis/track/pin/{pin}/detail` and `/summary` (`track.xsd`).

use serde::Deserialize;

pub(crate) const MEDIA: &str = "application/vnd.cpc.track-v2+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/track";

/// `tracking-detail`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Detail {
    pub(crate) pin: String,
    pub(crate) changed_expected_date: String,
    pub(crate) expected_delivery_date: String,
    pub(crate) changed_expected_delivery_reason: String,
    pub(crate) return_pin: String,
    pub(crate) original_pin: String,
    pub(crate) significant_events: Events,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Events {
    pub(crate) occurrence: Vec<Occurrence>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Occurrence {
    pub(crate) event_identifier: String,
    pub(crate) event_date: String,
    pub(crate) event_time: String,
    pub(crate) event_time_zone: String,
    pub(crate) event_description: String,
    pub(crate) signatory_name: String,
    pub(crate) event_site: String,
    pub(crate) event_province: String,
    pub(crate) event_retail_name: String,
}

/// `tracking-summary`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Summary {
    pub(crate) pin_summary: Vec<PinSummary>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PinSummary {
    pub(crate) pin: String,
    pub(crate) expected_delivery_date: String,
    pub(crate) actual_delivery_date: String,
    pub(crate) event_date_time: String,
    pub(crate) event_description: String,
    pub(crate) return_pin: String,
    pub(crate) event_type: String,
    pub(crate) event_location: String,
    pub(crate) signatory_name: String,
}
