//! Where an option is shown at all: baskets, weights, destinations, prices.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::answer::HiddenReason;
use crate::model::{Country, Money, UnknownCountry, Weight, subdivision};
use crate::select::{Site, TaxBasis};

/// What is in the basket, as far as offers need to know. The default: nothing is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Basket {
    /// What the goods are worth without tax; `None`: not told.
    #[serde(default)]
    pub net: Option<Money>,
    /// What the goods are worth with tax; `None`: not told.
    #[serde(default)]
    pub gross: Option<Money>,
    /// What the parcels weigh; `None`: not told.
    #[serde(default)]
    pub weight: Option<Weight>,
}

impl Basket {
    /// Goods worth so much without tax.
    #[must_use]
    pub const fn net(worth: Money) -> Self {
        Self { net: Some(worth), gross: None, weight: None }
    }

    /// Goods worth so much with tax.
    #[must_use]
    pub const fn gross(worth: Money) -> Self {
        Self { net: None, gross: Some(worth), weight: None }
    }

    /// Parcels that weigh so much.
    #[must_use]
    pub const fn weighing(mut self, weight: Weight) -> Self {
        self.weight = Some(weight);
        self
    }

    /// What the goods are worth on a basis; `None`: not told.
    #[must_use]
    pub const fn worth(&self, basis: TaxBasis) -> Option<Money> {
        match basis {
            TaxBasis::Net => self.net,
            TaxBasis::Gross => self.gross,
        }
    }
}

/// Where an option is shown at all. A part that is not given sets no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// What the goods must be worth.
    pub basket: Option<BasketLimit>,
    /// What the parcels must weigh. A basket that does not tell its weight is outside.
    pub weight: Option<WeightLimit>,
    /// Where the parcels go.
    pub destination: Option<DestinationLimit>,
    /// The highest price, on the shop's basis: a dearer offer is hidden. ([`PriceRule::max`](super::PriceRule::max) lowers a
    /// price instead.)
    pub max_price: Option<Money>,
}

/// Worths of goods, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BasketLimit {
    /// The least; `None`: none.
    #[serde(default)]
    pub from: Option<Money>,
    /// The most; `None`: none.
    #[serde(default)]
    pub to: Option<Money>,
    /// Whether they are meant without tax or with it.
    pub basis: TaxBasis,
}

/// Weights, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WeightLimit {
    /// The least; `None`: none.
    pub from: Option<Weight>,
    /// The most; `None`: none.
    pub to: Option<Weight>,
}

/// Destinations. A bar beats an allowance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DestinationLimit {
    /// Only there; empty: everywhere. A region in it must be known of the destination.
    pub only: Vec<Area>,
    /// Never there. A region in it bars where the destination's region is known.
    pub never: Vec<Area>,
}

/// A country, or a region of one: `ES`, `ES-CN` (ISO 3166-2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Area {
    /// The country.
    pub country: Country,
    /// The part after the hyphen; `None`: the whole country.
    pub region: Option<String>,
}

/// A text that is no [`Area`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// The country is none.
    #[error(transparent)]
    Country(#[from] UnknownCountry),
    /// The region is none.
    #[error(transparent)]
    Region(#[from] subdivision::UnknownSubdivision),
}

impl FromStr for Area {
    type Err = AreaError;

    fn from_str(text: &str) -> Result<Self, AreaError> {
        let Some((country, region)) = text.split_once('-') else {
            return Ok(Self { country: Country::parse(text)?, region: None });
        };
        let country = Country::parse(country)?;
        subdivision::check(country, region)?;
        Ok(Self { country, region: Some(region.to_owned()) })
    }
}

impl TryFrom<String> for Area {
    type Error = AreaError;

    fn try_from(text: String) -> Result<Self, AreaError> {
        text.parse()
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.to_string()
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.region {
            None => write!(f, "{}", self.country),
            Some(region) => write!(f, "{}-{region}", self.country),
        }
    }
}

impl Area {
    fn holds(&self, site: &Site) -> bool {
        let same_region = |region: &String| {
            site.region.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(region))
        };
        self.country == site.country && self.region.as_ref().is_none_or(same_region)
    }
}

impl Limits {
    /// Why a basket, or where it goes, is outside; `None`: it is inside.
    pub(super) fn outside(&self, basket: &Basket, destination: &Site) -> Option<HiddenReason> {
        self.outside_basket(basket)
            .or_else(|| self.outside_weight(basket))
            .or_else(|| self.outside_destination(destination))
    }

    fn outside_basket(&self, basket: &Basket) -> Option<HiddenReason> {
        let BasketLimit { from, to, basis } = self.basket?;
        let worth = basket.worth(basis)?;
        let below = from.is_some_and(|from| worth.amount() < from.amount());
        let above = to.is_some_and(|to| worth.amount() > to.amount());
        (below || above).then_some(HiddenReason::Basket { worth, basis, from, to })
    }

    fn outside_weight(&self, basket: &Basket) -> Option<HiddenReason> {
        let WeightLimit { from, to } = self.weight?;
        let inside = basket.weight.is_some_and(|weight| {
            from.is_none_or(|from| weight >= from) && to.is_none_or(|to| weight <= to)
        });
        (!inside).then_some(HiddenReason::Weight { weight: basket.weight, from, to })
    }

    fn outside_destination(&self, destination: &Site) -> Option<HiddenReason> {
        let DestinationLimit { only, never } = self.destination.as_ref()?;
        let allowed = only.is_empty() || only.iter().any(|area| area.holds(destination));
        let barred = never.iter().any(|area| area.holds(destination));
        (!allowed || barred).then(|| HiddenReason::Destination {
            country: destination.country,
            region: destination.region.clone(),
        })
    }
}
