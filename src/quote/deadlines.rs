//! How long carriers are waited for. Not: what becomes of one that is late.

use std::time::Duration;

use crate::model::CarrierId;

/// How long carriers are waited for: all of them together, and less for each or for some.
///
/// ```
/// use std::time::Duration;
/// use arriero::model::CarrierId;
/// use arriero::quote::Deadlines;
///
/// let slow = CarrierId::new("sierra")?;
/// let deadlines = Deadlines::within(Duration::from_secs(4))
///     .each(Duration::from_secs(2))
///     .carrier(slow.clone(), Duration::from_secs(3));
/// assert_eq!(deadlines.of(&slow), Duration::from_secs(3));
/// assert_eq!(deadlines.of(&CarrierId::new("andina")?), Duration::from_secs(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    all: Duration,
    each: Option<Duration>,
    named: Vec<(CarrierId, Duration)>,
}

impl Deadlines {
    /// One deadline for all.
    #[must_use]
    pub const fn within(all: Duration) -> Self {
        Self { all, each: None, named: Vec::new() }
    }

    /// A shorter one for each carrier that has none of its own.
    #[must_use]
    pub const fn each(mut self, limit: Duration) -> Self {
        self.each = Some(limit);
        self
    }

    /// A shorter one for a carrier; wins over that for each, and the last one given wins.
    #[must_use]
    pub fn carrier(mut self, id: CarrierId, limit: Duration) -> Self {
        self.named.push((id, limit));
        self
    }

    /// How long a carrier is waited for: never longer than for all.
    #[must_use]
    pub fn of(&self, id: &CarrierId) -> Duration {
        let named = self.named.iter().rev().find(|(name, _)| name.matches(id.as_str()));
        let own = named.map(|(_, limit)| *limit).or(self.each);
        own.map_or(self.all, |limit| limit.min(self.all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_carrier_gets_longer_than_all_together() {
        let id = CarrierId::new("sierra").unwrap();
        let deadlines = Deadlines::within(Duration::from_secs(1))
            .each(Duration::from_secs(5))
            .carrier(id.clone(), Duration::from_secs(9));
        assert_eq!(deadlines.of(&id), Duration::from_secs(1));
        assert_eq!(deadlines.of(&CarrierId::new("andina").unwrap()), Duration::from_secs(1));
    }

    #[test]
    fn a_carrier_is_named_whatever_the_case_of_its_letters() {
        let deadlines = Deadlines::within(Duration::from_secs(4))
            .carrier(CarrierId::new("SIERRA").unwrap(), Duration::from_secs(2));
        assert_eq!(deadlines.of(&CarrierId::new("sierra").unwrap()), Duration::from_secs(2));
    }
}
