//! Where our key and the shipper's own names go: packages have references within the United States and within Puerto Rico,
//! shipments everywhere else (`Shipping.yaml`, `ReferenceNumber`).

use super::wire::shipping::ReferenceNumber;
use crate::model::{Country, Notice, PurchaseKey, Reference, ReferenceKind};

/// `Shipping.yaml`, `ReferenceNumber.Value`.
pub(super) const LONGEST: usize = 35;
/// Of a package ("If 5 reference numbers are specified").
const OF_A_PACKAGE: usize = 5;
/// Of a shipment: two, as label recovery takes ("up to 2 customer supplied combinations").
const OF_A_SHIPMENT: usize = 2;

/// The references of an order, each where the lane has it.
#[derive(Debug, Default)]
pub(super) struct References {
    per_package: bool,
    own: Vec<ReferenceNumber>,
    left_out: usize,
}

impl References {
    /// The key's token comes first: it is what a lost purchase is found by.
    pub(super) fn new(
        (from, to): (Country, Country),
        key: PurchaseKey,
        names: impl IntoIterator<Item = ReferenceNumber>,
    ) -> Self {
        let per_package = from == to && (from == Country::US || from == Country::PR);
        let most = if per_package { OF_A_PACKAGE } else { OF_A_SHIPMENT };
        let token = ReferenceNumber { code: None, value: key.token() };
        let mut own: Vec<_> = std::iter::once(token).chain(names).collect();
        let left_out = own.len().saturating_sub(most);
        own.truncate(most);
        Self { per_package, own, left_out }
    }

    pub(super) fn of_shipment(&self) -> Vec<ReferenceNumber> {
        if self.per_package { Vec::new() } else { self.own.clone() }
    }

    /// With the parcel's own name where there is room.
    pub(super) fn of_package(&self, parcel: Option<&str>) -> Vec<ReferenceNumber> {
        if !self.per_package {
            return Vec::new();
        }
        let parcel = parcel.map(|name| ReferenceNumber { code: None, value: name.to_owned() });
        self.own.iter().cloned().chain(parcel).take(OF_A_PACKAGE).collect()
    }

    /// What was not printed.
    pub(super) fn remark(&self, parcels: usize) -> Option<Notice> {
        let room = self.per_package && self.own.len() < OF_A_PACKAGE;
        let parcels = if room { 0 } else { parcels };
        let left_out = self.left_out + parcels;
        (left_out > 0).then(|| {
            Notice::information(format!(
                "{left_out} of the references found no place on the label; UPS has {OF_A_PACKAGE} for a parcel within the United States and {OF_A_SHIPMENT} for a shipment elsewhere"
            ))
        })
    }
}

/// A name of the shipper's.
pub(super) fn named(reference: &Reference) -> ReferenceNumber {
    ReferenceNumber { code: code(reference.kind), value: reference.value.clone() }
}

/// The codes stand in an appendix that is online only; these three are general knowledge.
pub(super) const fn code(kind: ReferenceKind) -> Option<&'static str> {
    match kind {
        ReferenceKind::Invoice => Some("IK"),
        ReferenceKind::PurchaseOrder => Some("PO"),
        ReferenceKind::Rma => Some("RZ"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<ReferenceNumber> {
        (0..count).map(|n| ReferenceNumber { code: None, value: format!("R{n}") }).collect()
    }

    #[test]
    fn the_key_comes_first_where_the_lane_has_references() {
        let key = PurchaseKey::random();
        let home = References::new((Country::US, Country::US), key, names(1));
        assert_eq!(home.of_package(Some("box 1"))[0].value, key.token());
        assert_eq!((home.of_package(Some("box 1")).len(), home.of_shipment().len()), (3, 0));
        let abroad = References::new((Country::US, Country::CA), key, names(1));
        assert_eq!(abroad.of_shipment()[0].value, key.token());
        assert_eq!(abroad.of_package(Some("box 1")).len(), 0);
    }

    #[test]
    fn names_that_find_no_place_are_told() {
        let lane = (Country::ES, Country::PT);
        assert!(References::new(lane, PurchaseKey::random(), names(1)).remark(0).is_none());
        let full = References::new(lane, PurchaseKey::random(), names(3)).remark(1).unwrap();
        assert!(full.text.starts_with("3 of the references"), "{}", full.text);
    }
}
