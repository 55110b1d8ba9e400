//! Boxes that carry a price of their own, as a caller sees them who wonders what to pack in. What a parcel in one costs is
//! quoted like any other.

use super::lines::weight as shown;
use super::sheet::Sheet;
use crate::model::{Dimensions, Money, Service, Weight};

/// A box of the carrier's that costs the same to every zone.
///
/// It is priced where a parcel says that it is packed in it ([`Packaging::Box`](crate::model::Packaging::Box) with its
/// [`code`](Self::code)), and only then: whether the contents fit is known before they are packed. To see both prices ask
/// twice, once with the box and once without; they are two rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlatBox<'s> {
    /// The service that takes it.
    pub service: &'s Service,
    /// Its name in the sheet.
    pub code: &'s str,
    /// What it costs before discount, surcharges and tax; with tax where the sheet's cells have it inside.
    pub price: Money,
    /// The most that it may weigh, packed.
    pub most_weight: Weight,
    /// The sides inside; `None`: the sheet does not tell.
    pub inner: Option<Dimensions>,
}

impl FlatBox<'_> {
    /// Whether contents of these sides fit, lying as the box does; `None`: the sheet does not tell its inner sides.
    #[must_use]
    pub fn has_room_for(&self, contents: Dimensions) -> Option<bool> {
        let inner = self.inner?.sorted();
        Some(contents.sorted().iter().zip(inner).all(|(side, room)| *side <= room))
    }
}

impl Sheet {
    /// The boxes that have a price of their own, service by service.
    pub fn flat_boxes(&self) -> impl Iterator<Item = FlatBox<'_>> {
        let currency = self.compiled.scale.currency;
        self.compiled.services.iter().flat_map(move |rules| {
            rules.flats.iter().filter_map(move |flat| {
                let most_weight = shown(flat.most_weight, rules.table.unit)?;
                Some(FlatBox {
                    service: &rules.service,
                    code: &flat.code,
                    price: Money::from_minor(flat.price, currency),
                    most_weight,
                    inner: flat.inner,
                })
            })
        })
    }
}
