//! `POST /rs/{customer}/{on behalf of}/manifest` and what it leads to (`manifest.xsd`).

use serde::{Deserialize, Serialize};

use super::{Link, Links};

pub(crate) const MEDIA: &str = "application/vnd.cpc.manifest-v8+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/manifest-v8";

/// `transmit-set`
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TransmitSet {
    #[serde(rename = "@xmlns")]
    pub(crate) namespace: &'static str,
    pub(crate) customer_request_id: String,
    pub(crate) group_ids: GroupIds,
    pub(crate) requested_shipping_point: String,
    pub(crate) detailed_manifests: bool,
    pub(crate) method_of_payment: String,
    pub(crate) manifest_address: ManifestAddress,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct GroupIds {
    pub(crate) group_id: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ManifestAddress {
    pub(crate) manifest_company: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) manifest_name: Option<String>,
    pub(crate) phone_number: String,
    pub(crate) address_details: AddressDetails,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AddressDetails {
    #[serde(rename = "address-line-1")]
    pub(crate) first_line: String,
    #[serde(rename = "address-line-2", skip_serializing_if = "Option::is_none")]
    pub(crate) second_line: Option<String>,
    pub(crate) city: String,
    pub(crate) prov_state: String,
    pub(crate) country_code: &'static str,
    pub(crate) postal_zip_code: String,
}

/// `manifests`, and `shipments` of one of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LinkList {
    pub(crate) link: Vec<Link>,
}

/// `manifest`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Manifest {
    pub(crate) po_number: String,
    pub(crate) links: Links,
}
