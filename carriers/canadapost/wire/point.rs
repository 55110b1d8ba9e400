//! `GET /rs/postoffice` (`postoffice.xsd`).

use serde::Deserialize;

pub(crate) const MEDIA: &str = "application/vnd.cpc.postoffice+xml";
pub(crate) const NAMESPACE: &str = "http://www.canadapost.ca/ws/postoffice";

/// `post-office-list`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PostOfficeList {
    pub(crate) post_office: Vec<PostOffice>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PostOffice {
    pub(crate) address: Address,
    pub(crate) distance: String,
    pub(crate) location: String,
    pub(crate) name: String,
    pub(crate) office_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Address {
    pub(crate) city: String,
    pub(crate) latitude: String,
    pub(crate) longitude: String,
    pub(crate) postal_code: String,
    pub(crate) province: String,
    pub(crate) office_address: String,
}
