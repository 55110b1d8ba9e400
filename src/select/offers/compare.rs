//! Options against each other: which one is made of the same rate as an earlier one, which one nobody would take.

use crate::model::{DeliversTo, Feature, Money, Rate};
use crate::select::offer::{Answer, offered};
use crate::select::{Asked, Constraint};

/// What a customer gets for a price.
#[derive(Debug)]
pub(super) struct Goods<'g> {
    pub(super) rate: &'g Rate,
    /// What the option asks, its features included.
    pub(super) asked: &'g [Asked],
    /// In minor units of the shop's currency.
    pub(super) price: i64,
    /// The latest arrival in minutes; `None`: not known.
    pub(super) latest: Option<i64>,
}

impl Goods<'_> {
    /// Made of the same rate, nothing more or less bought with it.
    pub(super) fn is_same_rate(&self, other: &Self) -> bool {
        self.rate == other.rate
            && self.has_all_of(other)
            && other.has_all_of(self)
            && self.cover() == other.cover()
    }

    /// Costs no more, arrives no later, goes to the same kind of place, has every feature; and is better in one of these, or
    /// `is_first`. What is not known proves nothing: an arrival nobody knows is neither earlier nor later than another.
    pub(super) fn dominates(&self, other: &Self, is_first: bool) -> bool {
        let (Some(ours), Some(theirs)) = (self.latest, other.latest) else { return false };
        let no_worse = self.price <= other.price
            && ours <= theirs
            && same_place(self.rate.delivers_to.as_ref(), other.rate.delivers_to.as_ref())
            && self.covers(other)
            && self.has_all_of(other);
        let better = self.price < other.price
            || ours < theirs
            || !other.covers(self)
            || !other.has_all_of(self);
        no_worse && (better || is_first)
    }

    fn has_all_of(&self, other: &Self) -> bool {
        let is_guaranteed = |goods: &Self| goods.rate.delivery.guaranteed == Some(true);
        let mut features = other.rate.features.iter().map(|said| said.feature);
        let mut asked = other.asked_features();
        (is_guaranteed(self) || !is_guaranteed(other))
            && features.all(|feature| self.has(feature) || !other.has(feature))
            && asked.all(|feature| self.has(feature) || !other.has(feature))
    }

    /// Inside the price: the carrier's, or bought because the option asks for it.
    fn has(&self, feature: Feature) -> bool {
        match offered(self.rate, feature) {
            Answer::Included => true,
            Answer::Fee(_) => self.asked_features().any(|asked| asked == feature),
            Answer::No | Answer::Silent | Answer::FeeUnknown => false,
        }
    }

    fn asked_features(&self) -> impl Iterator<Item = Feature> {
        self.asked.iter().filter_map(|asked| match asked.constraint {
            Constraint::Feature(feature) => Some(feature),
            _ => None,
        })
    }

    /// What it is insured to: by itself, or because the option asks for it.
    fn cover(&self) -> Option<Money> {
        let asked = self.asked.iter().find_map(|asked| match asked.constraint {
            Constraint::InsuredTo(sum) => Some(sum),
            _ => None,
        });
        asked.or_else(|| self.rate.cover.map(|cover| cover.included)).filter(|sum| !sum.is_zero())
    }

    fn covers(&self, other: &Self) -> bool {
        let Some(theirs) = other.cover() else { return true };
        self.cover().is_some_and(|ours| {
            ours.currency() == theirs.currency() && ours.amount() >= theirs.amount()
        })
    }
}

/// A door and a locker are two things to the one who waits, and so are two lockers.
fn same_place(one: Option<&DeliversTo>, other: Option<&DeliversTo>) -> bool {
    match (one, other) {
        (Some(DeliversTo::Point(one)), Some(DeliversTo::Point(other))) => {
            one.id == other.id && one.address == other.address
        }
        _ => one == other,
    }
}
