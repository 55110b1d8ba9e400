//! What comes with a shipment whose parcels are priced one by one: a feature that every parcel has.

use std::collections::BTreeSet;

use super::sum::added;
use crate::model::{Feature, FeatureOffer, Offer, Rate};

/// The features of all parcels, in the order of the features. Fees are added; a parcel that cannot have one takes it from
/// the whole, and where a parcel is silent about one the whole is.
pub(super) fn of_all(parts: &[&Rate]) -> Vec<FeatureOffer> {
    let told: BTreeSet<Feature> =
        parts.iter().flat_map(|rate| &rate.features).map(|told| told.feature).collect();
    told.into_iter()
        .filter_map(|feature| {
            let offers = parts.iter().map(|rate| offer(rate, feature)).collect::<Vec<_>>();
            Some(FeatureOffer::new(feature, together(&offers)?))
        })
        .collect()
}

fn offer(rate: &Rate, feature: Feature) -> Option<Offer> {
    rate.features.iter().find(|told| told.feature == feature).map(|told| told.offer)
}

fn together(offers: &[Option<Offer>]) -> Option<Offer> {
    if offers.contains(&Some(Offer::No)) {
        return Some(Offer::No);
    }
    let mut fees = Vec::new();
    for offer in offers {
        match (*offer)? {
            Offer::Offered { fee } => fees.push(fee),
            Offer::Included | Offer::No => {}
        }
    }
    if fees.is_empty() {
        return Some(Offer::Included);
    }
    let fees: Option<Vec<_>> = fees.into_iter().collect();
    Some(Offer::Offered { fee: fees.and_then(|fees| added(fees.into_iter())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(text: &str) -> Offer {
        Offer::Offered { fee: Some(text.parse().unwrap()) }
    }

    #[test]
    fn the_whole_has_what_every_parcel_has_and_pays_every_fee() {
        let unknown_fee = Some(Offer::Offered { fee: None });
        for (one, other, whole) in [
            (Some(Offer::Included), Some(Offer::Included), Some(Offer::Included)),
            (Some(Offer::Included), Some(fee("1.20 EUR")), Some(fee("1.20 EUR"))),
            (Some(fee("1.00 EUR")), Some(fee("1.20 EUR")), Some(fee("2.20 EUR"))),
            (Some(fee("1.00 EUR")), Some(fee("1.20 USD")), unknown_fee),
            (Some(fee("1.00 EUR")), unknown_fee, unknown_fee),
            (Some(fee("1.00 EUR")), Some(Offer::No), Some(Offer::No)),
            (Some(fee("1.00 EUR")), None, None),
            (None, Some(Offer::No), Some(Offer::No)),
        ] {
            assert_eq!(together(&[one, other]), whole, "{one:?} {other:?}");
            assert_eq!(together(&[other, one]), whole, "{other:?} {one:?}");
        }
    }
}
