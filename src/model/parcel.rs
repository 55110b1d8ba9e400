//! One box, as it is weighed and measured.

use serde::{Deserialize, Serialize};

use super::{Dimensions, Faults, Money, Path, Weight};

/// One parcel of a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Parcel {
    /// Gross weight: contents and packing.
    pub weight: Weight,
    /// Outer sides; `None`: not measured, so a price by volume is not known.
    pub dimensions: Option<Dimensions>,
    /// What it is packed in.
    #[serde(default)]
    pub packaging: Packaging,
    /// The shipper's own name of this parcel; `None`: nothing is printed.
    pub reference: Option<String>,
    /// What is inside, in words; `None`: not told.
    pub description: Option<String>,
    /// What it is worth to the shipper; `None`: the carrier's basic liability.
    pub declared_value: Option<Money>,
}

impl Parcel {
    /// A parcel of a weight, not measured yet.
    #[must_use]
    pub const fn new(weight: Weight) -> Self {
        Self {
            weight,
            dimensions: None,
            packaging: Packaging::Own,
            reference: None,
            description: None,
            declared_value: None,
        }
    }

    /// With its outer sides.
    #[must_use]
    pub const fn with_dimensions(mut self, dimensions: Dimensions) -> Self {
        self.dimensions = Some(dimensions);
        self
    }

    /// Notes every fault: no weight, a side of nothing, a negative value.
    pub fn check(&self, at: &Path<'_>, faults: &mut Faults) {
        if self.weight.is_zero() {
            faults.add(&at.field("weight"), "is zero; write the gross weight, as \"2.5 kg\"");
        }
        if let Some(dimensions) = self.dimensions
            && dimensions.sorted().iter().any(|side| side.is_zero())
        {
            faults.add(&at.field("dimensions"), "has a side of zero; write all three, or leave them out where they are not measured");
        }
        if self.declared_value.is_some_and(Money::is_negative) {
            faults.add(&at.field("declared_value"), "is below nothing");
        }
    }
}

/// What a parcel is packed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Packaging {
    /// The shipper's own box.
    #[default]
    Own,
    /// A letter or flat envelope.
    Letter,
    /// A carrier's soft pack.
    Pak,
    /// A tube.
    Tube,
    /// A box of the carrier's (or a sheet's flat box), by its code.
    Box(String),
}
