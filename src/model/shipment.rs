//! A shipment: what goes from one party to another under one contract of carriage.

use serde::{Deserialize, Serialize};

use super::{Address, Customs, Destination, Faults, Options, Parcel, Path, Weight};

/// What is sent, from where and to where.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Shipment {
    /// Who sends, and where it is picked up.
    pub from: Address,
    /// Where it goes.
    pub to: Destination,
    /// Where it goes back to if it cannot be delivered; `None`: to `from`.
    pub return_to: Option<Address>,
    /// The boxes, at least one.
    pub parcels: Vec<Parcel>,
    /// What is asked beside the carriage.
    #[serde(default)]
    pub options: Options,
    /// The customs declaration; `None`: none is made.
    pub customs: Option<Customs>,
}

impl Shipment {
    /// A shipment of these parcels.
    #[must_use]
    pub fn new(from: Address, to: impl Into<Destination>, parcels: Vec<Parcel>) -> Self {
        Self {
            from,
            to: to.into(),
            return_to: None,
            parcels,
            options: Options::default(),
            customs: None,
        }
    }

    /// Every fault, each with its path and what would be right.
    ///
    /// # Errors
    ///
    /// [`Faults`], all of them at once.
    pub fn check(&self) -> Result<(), Faults> {
        let (root, mut faults) = (Path::Root, Faults::none());
        self.from.check(&root.field("from"), &mut faults);
        self.to.check(&root.field("to"), &mut faults);
        if let Some(address) = &self.return_to {
            address.check(&root.field("return_to"), &mut faults);
        }
        if self.parcels.is_empty() {
            faults.add(&root.field("parcels"), "is empty; a shipment has at least one parcel");
        }
        for (index, parcel) in self.parcels.iter().enumerate() {
            parcel.check(&root.field("parcels").index(index), &mut faults);
        }
        self.options.check(&root.field("options"), &mut faults);
        if let Some(customs) = &self.customs {
            customs.check(self.parcels.len(), &root.field("customs"), &mut faults);
        }
        faults.into_result()
    }

    /// The gross weight of all parcels; `None` where the sum is out of range.
    #[must_use]
    pub fn weight(&self) -> Option<Weight> {
        self.parcels.iter().try_fold(Weight::ZERO, |sum, parcel| sum.checked_add(parcel.weight))
    }
}

/// A name that the shipper knows the shipment by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What it names.
    pub kind: ReferenceKind,
    /// The text.
    pub value: String,
}

/// What a [`Reference`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReferenceKind {
    /// The shop's order.
    Order,
    /// The customer.
    Customer,
    /// An invoice.
    Invoice,
    /// A purchase order.
    PurchaseOrder,
    /// A return merchandise authorisation.
    Rma,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Country;

    fn shipment(parcels: Vec<Parcel>) -> Shipment {
        let from = Address::new(Country::ES)
            .with_company("Tienda")
            .with_line("Calle Mayor 1")
            .with_city("28013", "Madrid");
        let to = Address::new(Country::PT)
            .with_name("Ana Reis")
            .with_line("Rua Augusta 12")
            .with_city("1100-048", "Lisboa");
        Shipment::new(from, to, parcels)
    }

    #[test]
    fn a_whole_shipment_has_no_fault() {
        assert_eq!(shipment(vec![Parcel::new(Weight::from_grams(2_500))]).check(), Ok(()));
    }

    #[test]
    fn an_order_of_zero_parcels_and_a_parcel_of_zero_weight_are_faults() {
        let faults = shipment(vec![]).check().unwrap_err().to_string();
        assert!(faults.starts_with("parcels: is empty"), "{faults}");
        let light = vec![Parcel::new(Weight::from_grams(1)), Parcel::new(Weight::ZERO)];
        let faults = shipment(light).check().unwrap_err().to_string();
        assert!(faults.starts_with("parcels[1].weight: is zero"), "{faults}");
    }
}
