//! What customs ask. Also inside a country: the Canaries, Ceuta and Melilla are outside the EU's VAT area.

use serde::{Deserialize, Serialize};

use super::{Address, Country, Date, Faults, Money, Path, Weight};

/// The customs declaration of a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Customs {
    /// Why it is sent.
    pub contents: Contents,
    /// The delivery term; `None` on a lane that asks for one is refused, never taken to be any.
    pub incoterm: Option<Incoterm>,
    /// Who pays duties and taxes; `None`: as the delivery term says.
    pub duties_payer: Option<DutiesPayer>,
    /// The commercial invoice; `None`: there is none.
    pub invoice: Option<Invoice>,
    /// What is inside, item by item.
    #[serde(default)]
    pub items: Vec<CustomsItem>,
    /// What to do with it if it cannot be delivered; `None`: the carrier's default.
    pub non_delivery: Option<NonDelivery>,
}

impl Customs {
    /// A declaration without items yet.
    #[must_use]
    pub const fn new(contents: Contents) -> Self {
        Self {
            contents,
            incoterm: None,
            duties_payer: None,
            invoice: None,
            items: Vec::new(),
            non_delivery: None,
        }
    }

    /// Notes every fault; `parcels` is how many there are.
    pub fn check(&self, parcels: usize, at: &Path<'_>, faults: &mut Faults) {
        for (index, item) in self.items.iter().enumerate() {
            item.check(parcels, &at.field("items").index(index), faults);
        }
    }
}

/// Why goods cross a customs border.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Contents {
    /// Goods that were sold.
    Merchandise,
    /// A present.
    Gift,
    /// Paper without a trade value.
    Documents,
    /// A sample.
    Sample,
    /// Goods that go back.
    ReturnedGoods,
    /// Anything else, in words.
    Other(String),
}

/// A delivery term of Incoterms 2020 (International Chamber of Commerce) that parcels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Incoterm {
    /// Ex works.
    Exw,
    /// Free carrier.
    Fca,
    /// Carriage paid to.
    Cpt,
    /// Carriage and insurance paid to.
    Cip,
    /// Delivered at place: the recipient pays duties and taxes.
    Dap,
    /// Delivered at place unloaded.
    Dpu,
    /// Delivered duty paid: the shipper pays them.
    Ddp,
}

/// Who pays duties and taxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutiesPayer {
    /// The shipper.
    Sender,
    /// The recipient.
    Recipient,
}

/// A commercial invoice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// Its date; `None`: not told.
    pub date: Option<Date>,
}

/// One line of a declaration, **per unit**: lines are multiplied exactly where a carrier wants totals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomsItem {
    /// What it is, in words a customs officer understands.
    pub description: String,
    /// How many units.
    pub quantity: u32,
    /// The value of one unit.
    pub unit_value: Money,
    /// The net weight of one unit.
    pub unit_weight: Weight,
    /// The harmonised system code, 6 to 10 digits; `None`: not known.
    pub hs_code: Option<String>,
    /// Where it was made.
    pub origin: Country,
    /// The shop's own code; `None`: none.
    pub sku: Option<String>,
    /// The parcel it is in, from 0; `None`: not told.
    pub parcel: Option<usize>,
}

impl CustomsItem {
    /// One line; the rest is optional.
    pub fn new(
        description: impl Into<String>,
        quantity: u32,
        unit_value: Money,
        unit_weight: Weight,
        origin: Country,
    ) -> Self {
        Self {
            description: description.into(),
            quantity,
            unit_value,
            unit_weight,
            hs_code: None,
            origin,
            sku: None,
            parcel: None,
        }
    }

    fn check(&self, parcels: usize, at: &Path<'_>, faults: &mut Faults) {
        if self.description.trim().is_empty() {
            faults
                .add(&at.field("description"), "is missing; write what it is, as \"cotton shirt\"");
        }
        if self.quantity == 0 {
            faults.add(&at.field("quantity"), "is zero; write how many units there are");
        }
        if self.unit_value.is_negative() {
            faults.add(&at.field("unit_value"), "is below nothing; write what one unit is worth");
        }
        if let Some(code) = &self.hs_code {
            let digits = code.chars().filter(|c| *c != '.' && *c != ' ');
            if digits.clone().any(|c| !c.is_ascii_digit()) || !(6..=10).contains(&digits.count()) {
                faults.add(
                    &at.field("hs_code"),
                    format!(
                        "\"{code}\" is no harmonised system code; write 6 to 10 digits, as 610910"
                    ),
                );
            }
        }
        if let Some(parcel) = self.parcel
            && parcel >= parcels
        {
            faults.add(
                &at.field("parcel"),
                format!("{parcel} is none of the {parcels} parcels; they count from 0"),
            );
        }
    }
}

/// What to do with a shipment that cannot be delivered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NonDelivery {
    /// Send it back.
    Return,
    /// Leave it to the carrier.
    Abandon,
    /// Send it on.
    Redirect(Box<Address>),
}
