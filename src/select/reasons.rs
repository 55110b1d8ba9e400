//! The reasons of a rejected rate. All rates of a decision share one list, of which each has its part: a list for each would
//! be an allocation for each.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::reason::Reason;

/// Reasons, read as a slice of [`Reason`]; written as a list.
#[derive(Clone, Default)]
pub struct Reasons {
    of_all: Arc<Vec<Reason>>,
    part: Range<usize>,
}

impl Reasons {
    /// A part of the reasons of all rates.
    pub(super) const fn part_of(of_all: Arc<Vec<Reason>>, part: Range<usize>) -> Self {
        Self { of_all, part }
    }
}

impl Deref for Reasons {
    type Target = [Reason];

    fn deref(&self) -> &[Reason] {
        self.of_all.get(self.part.clone()).unwrap_or_default()
    }
}

impl From<Vec<Reason>> for Reasons {
    fn from(reasons: Vec<Reason>) -> Self {
        let part = 0..reasons.len();
        Self { of_all: Arc::new(reasons), part }
    }
}

impl IntoIterator for Reasons {
    type Item = Reason;
    type IntoIter = std::vec::IntoIter<Reason>;

    fn into_iter(self) -> Self::IntoIter {
        Vec::from(&*self).into_iter()
    }
}

impl<'r> IntoIterator for &'r Reasons {
    type Item = &'r Reason;
    type IntoIter = std::slice::Iter<'r, Reason>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Reasons {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Reasons {}

impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Reasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}
