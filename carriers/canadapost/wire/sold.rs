//! What the carrier answers about shipments, with a contract (`shipment.xsd`) and without (`ncshipment.xsd`).

use serde::Deserialize;

use super::{Link, Links};

/// `shipment-info`, `non-contract-shipment-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ShipmentInfo {
    pub(crate) shipment_id: String,
    pub(crate) shipment_status: String,
    pub(crate) tracking_pin: String,
    pub(crate) return_tracking_pin: String,
    pub(crate) shipment_price: Option<ShipmentPrice>,
    pub(crate) links: Links,
}

/// `shipment-price`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ShipmentPrice {
    pub(crate) base_amount: String,
    pub(crate) priced_options: PricedOptions,
    pub(crate) adjustments: Adjustments,
    pub(crate) gst_amount: String,
    pub(crate) pst_amount: String,
    pub(crate) hst_amount: String,
    pub(crate) due_amount: String,
}

/// `non-contract-shipment-receipt`: the same lines, and what the card was charged.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Receipt {
    pub(crate) base_amount: String,
    pub(crate) priced_options: PricedOptions,
    pub(crate) adjustments: Adjustments,
    pub(crate) gst_amount: String,
    pub(crate) pst_amount: String,
    pub(crate) hst_amount: String,
    pub(crate) cc_receipt_details: Charged,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Charged {
    pub(crate) charge_amount: String,
}

impl From<Receipt> for ShipmentPrice {
    fn from(receipt: Receipt) -> Self {
        Self {
            base_amount: receipt.base_amount,
            priced_options: receipt.priced_options,
            adjustments: receipt.adjustments,
            gst_amount: receipt.gst_amount,
            pst_amount: receipt.pst_amount,
            hst_amount: receipt.hst_amount,
            due_amount: receipt.cc_receipt_details.charge_amount,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PricedOptions {
    pub(crate) priced_option: Vec<PricedOption>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PricedOption {
    pub(crate) option_code: String,
    pub(crate) option_price: String,
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
    pub(crate) adjustment_amount: String,
}

/// `shipments`, `non-contract-shipments`: links, or with a contract, where it was asked, what they lead to.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Shipments {
    pub(crate) link: Vec<Link>,
    pub(crate) shipment_info: Vec<ShipmentInfo>,
}

/// `shipment-details`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct Details {
    pub(crate) customer_request_id: String,
    pub(crate) tracking_pin: String,
    pub(crate) shipment_detail: ShipmentDetail,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ShipmentDetail {
    pub(crate) delivery_spec: ToldSpec,
    pub(crate) refund_request_info: Option<RefundInfo>,
}

/// `non-contract-shipment-details`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct CardDetails {
    pub(crate) tracking_pin: String,
    pub(crate) delivery_spec: ToldSpec,
    pub(crate) refund_request_info: Option<RefundInfo>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ToldSpec {
    pub(crate) service_code: String,
    pub(crate) destination: ToldParty,
    /// Whom it is for, where the destination is a post office.
    pub(crate) recipient: Option<ToldParty>,
    pub(crate) parcel_characteristics: ToldParcel,
    pub(crate) references: ToldReferences,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ToldParty {
    pub(crate) name: String,
    pub(crate) company: String,
    pub(crate) address_details: ToldAddress,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ToldAddress {
    pub(crate) postal_zip_code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ToldParcel {
    pub(crate) weight: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ToldReferences {
    #[serde(rename = "customer-ref-1")]
    pub(crate) first: String,
}

/// `shipment-refund-request-info`, `non-contract-shipment-refund-request-info`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct RefundInfo {
    pub(crate) service_ticket_id: String,
}
