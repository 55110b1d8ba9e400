//! What a rate says about a feature that is asked.

use super::price::in_range;
use crate::model::{Feature, FeatureOffer, Offer, Rate, Signature};

/// What a rate says about a feature.
pub(super) enum Answer {
    Included,
    Fee(i64),
    FeeUnknown,
    No,
    Silent,
}

/// What is said about the feature itself; where nothing is, a stricter signature that is included will do.
pub(super) fn offered(rate: &Rate, feature: Feature) -> Answer {
    let Some(said) = rate.features.iter().find(|said| said.feature == feature) else {
        let will_do = |said: &FeatureOffer| {
            said.offer == Offer::Included && is_stricter(said.feature, feature)
        };
        return if rate.features.iter().any(will_do) { Answer::Included } else { Answer::Silent };
    };
    match said.offer {
        Offer::Included => Answer::Included,
        Offer::No => Answer::No,
        Offer::Offered { fee } => fee
            .filter(|fee| fee.currency() == rate.total.currency())
            .and_then(in_range)
            .map_or(Answer::FeeUnknown, Answer::Fee),
    }
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
