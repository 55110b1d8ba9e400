//! What a rate says about a feature that is asked.

use super::price::in_range;
use crate::model::{Feature, FeatureOffer, Money, Offer, Rate, Signature};

/// What a rate says about a feature.
pub(super) enum Answer {
    Included,
    Fee(i64),
    FeeUnknown,
    No,
    Silent,
}

/// What is said about the feature itself; where nothing is, a stricter signature that is included will do.
#[inline]
pub(super) fn offered(rate: &Rate, feature: Feature) -> Answer {
    match rate.features.iter().find(|said| said.feature == feature).map(|said| &said.offer) {
        Some(Offer::Included) => Answer::Included,
        Some(Offer::No) => Answer::No,
        Some(Offer::Offered { fee }) => at_a_fee(rate, *fee),
        None => stricter(rate, feature),
    }
}

fn at_a_fee(rate: &Rate, fee: Option<Money>) -> Answer {
    fee.filter(|fee| fee.currency() == rate.total.currency())
        .and_then(in_range)
        .map_or(Answer::FeeUnknown, Answer::Fee)
}

fn stricter(rate: &Rate, feature: Feature) -> Answer {
    let will_do =
        |said: &FeatureOffer| said.offer == Offer::Included && is_stricter(said.feature, feature);
    if rate.features.iter().any(will_do) { Answer::Included } else { Answer::Silent }
}

fn is_stricter(has: Feature, wanted: Feature) -> bool {
    use Signature::{Adult, Any, Direct};
    match (has, wanted) {
        (Feature::Signature(has), Feature::Signature(wanted)) => match (has, wanted) {
            (Direct | Adult { .. }, Any) | (Adult { .. }, Direct) => true,
            (Adult { min_age: Some(has) }, Adult { min_age: Some(wanted) }) => has >= wanted,
            _ => false,
        },
        _ => false,
    }
}
