//! Which rates an option is made of: a classification by what rates say, not yet a choice.

use serde::{Deserialize, Serialize};

use crate::model::{DeliversTo, Feature, PointKind, Rate, ServiceLevel};
use crate::select::offer::{Answer, offered};

/// Which rates an option is made of. Every part that is given must hold; one that is not given asks nothing.
///
/// What a rate does not say is no: a rate without a level belongs to no option that names levels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Belongs {
    /// Of one of these levels.
    pub levels: Vec<ServiceLevel>,
    /// Of one of these carriers, whatever the case of their letters.
    pub carriers: Vec<String>,
    /// Having all of these, or selling them for a fee.
    pub features: Vec<Feature>,
    /// Delivered to such a place.
    pub to: Option<DeliveryPlace>,
}

/// Where rates of an option deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryPlace {
    /// To the door.
    Address,
    /// To a service point of any kind, known or not.
    AnyPoint,
    /// To a service point of one of these kinds.
    Points(Vec<PointKind>),
}

impl Belongs {
    pub(super) fn holds(&self, rate: &Rate) -> bool {
        let carrier = rate.carrier.as_str();
        let can_be_had =
            |feature: &Feature| !matches!(offered(rate, *feature), Answer::No | Answer::Silent);
        (self.levels.is_empty() || self.levels.contains(&rate.service.level))
            && (self.carriers.is_empty()
                || self.carriers.iter().any(|name| name.eq_ignore_ascii_case(carrier)))
            && self.features.iter().all(can_be_had)
            && self.to.as_ref().is_none_or(|place| place.holds(rate.delivers_to.as_ref()))
    }
}

impl DeliveryPlace {
    fn holds(&self, place: Option<&DeliversTo>) -> bool {
        let kind = match place {
            None => return false,
            Some(DeliversTo::Address) => return *self == Self::Address,
            Some(DeliversTo::Network { kind }) => *kind,
            Some(DeliversTo::Point(point)) => Some(point.kind),
        };
        match self {
            Self::Address => false,
            Self::AnyPoint => true,
            Self::Points(kinds) => kind.is_some_and(|kind| kinds.contains(&kind)),
        }
    }
}
