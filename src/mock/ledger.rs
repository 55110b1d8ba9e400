//! What was truly sold, whatever the caller was told.

use std::collections::BTreeMap;
use std::fmt;

use super::order::Order;
use crate::carrier::PurchaseKind;
use crate::model::{Label, Money, OffsetDateTime, PurchaseKey, Weight};

/// One sale.
#[derive(Clone)]
#[non_exhaustive]
pub struct Sold {
    /// The purchase's key.
    pub key: PurchaseKey,
    /// A label or a return.
    pub kind: PurchaseKind,
    /// The shipment's number: that of its first parcel.
    pub tracking_number: String,
    /// Each parcel's number, in the order they were asked.
    pub parcels: Vec<String>,
    /// The service code.
    pub service: String,
    /// The weight of all parcels; `None`: not known, as of some returns.
    pub weight: Option<Weight>,
    /// Who receives it: name and postal code.
    pub recipient: String,
    /// What was charged; `None`: the mock has no price for it.
    pub total: Option<Money>,
    /// When, by the mock's clock.
    pub at: OffsetDateTime,
    /// Whether all of it was voided.
    pub voided: bool,
    /// The number of the label it came with or goes back from; `None`: it stands for itself.
    pub belongs_to: Option<String>,
    /// Whether it came in the box of another.
    pub(super) bundled: bool,
    pub(super) service_name: String,
    pub(super) order: Order,
    pub(super) label: Label,
}

impl Sold {
    /// The label as it was sold, which the caller may never have seen.
    #[must_use]
    pub const fn label(&self) -> &Label {
        &self.label
    }
}

impl fmt::Debug for Sold {
    /// Without the recipient.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sold")
            .field("key", &self.key)
            .field("kind", &self.kind)
            .field("tracking_number", &self.tracking_number)
            .field("parcels", &self.parcels)
            .field("service", &self.service)
            .field("weight", &self.weight)
            .field("total", &self.total)
            .field("at", &self.at)
            .field("voided", &self.voided)
            .field("belongs_to", &self.belongs_to)
            .finish_non_exhaustive()
    }
}

/// All sales, and every parcel that was voided, sold here or elsewhere.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    sales: Vec<Sold>,
    voided: BTreeMap<String, OffsetDateTime>,
}

impl Ledger {
    pub(super) fn enter(&mut self, sale: Sold) {
        self.sales.push(sale);
    }

    /// The sales, oldest first, as they stand now.
    pub(super) fn sales(&self) -> Vec<Sold> {
        let stands = |sale: &Sold| Sold { voided: self.is_void(sale), ..sale.clone() };
        self.sales.iter().map(stands).collect()
    }

    /// How many sales there are: no two of them share it as their place.
    pub(super) const fn len(&self) -> usize {
        self.sales.len()
    }

    pub(super) fn is_void(&self, sale: &Sold) -> bool {
        sale.parcels.iter().all(|number| self.voided.contains_key(number))
    }

    /// The sales of a key, oldest first, without the returns that came in another's box.
    pub(super) fn of_key(
        &self,
        key: PurchaseKey,
        kind: PurchaseKind,
    ) -> impl DoubleEndedIterator<Item = &Sold> {
        self.sales.iter().filter(move |sale| sale.key == key && sale.kind == kind && !sale.bundled)
    }

    /// The sale that a number belongs to, and the parcel's place in it.
    pub(super) fn of_number(&self, number: &str) -> Option<(&Sold, usize)> {
        self.sales.iter().find_map(|sale| {
            let index = sale.parcels.iter().position(|parcel| parcel == number)?;
            Some((sale, index))
        })
    }

    /// The numbers of the returns of a label.
    pub(super) fn returns_of(&self, number: &str) -> impl Iterator<Item = &str> {
        self.sales
            .iter()
            .filter(move |sale| sale.belongs_to.as_deref() == Some(number))
            .map(|sale| sale.tracking_number.as_str())
    }

    pub(super) fn voided_at(&self, number: &str) -> Option<OffsetDateTime> {
        self.voided.get(number).copied()
    }

    pub(super) fn void(&mut self, number: String, at: OffsetDateTime) {
        self.voided.insert(number, at);
    }
}
