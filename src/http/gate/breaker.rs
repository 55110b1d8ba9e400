//! When a carrier that fails is left alone, and when it is tried again.

use std::time::Duration;

use tokio::time::Instant;

use super::super::settings::Trip;
use super::Verdict;

#[derive(Clone, Copy, Debug)]
pub(super) struct Breaker {
    trip: Trip,
    /// In a row.
    failures: u32,
    /// How often it has opened in a row.
    openings: u32,
    open_until: Option<Instant>,
    /// Whether the one request that tries is under way.
    trying: bool,
}

/// The rest doubles that often.
const MOST_DOUBLINGS: u32 = 4;

impl Breaker {
    pub(super) const fn new(trip: Trip) -> Self {
        Self { trip, failures: 0, openings: 0, open_until: None, trying: false }
    }

    /// How long the carrier is left alone still; `None`: a request may leave.
    pub(super) fn rests_for(&self, now: Instant) -> Option<Duration> {
        let until = self.open_until?;
        if now < until { Some(until - now) } else { self.trying.then_some(Duration::ZERO) }
    }

    /// A request leaves. Tells whether it is the one that tries.
    pub(super) fn enter(&mut self) -> bool {
        self.trying = self.open_until.is_some();
        self.trying
    }

    /// A request is over.
    pub(super) fn leave(&mut self, verdict: Verdict, tried: bool, now: Instant) {
        self.trying &= !tried;
        match verdict {
            Verdict::Works => {
                *self = Self::new(self.trip);
            }
            // A request that left before the breaker opened says nothing new.
            Verdict::Fails if self.open_until.is_some() && !tried => {}
            Verdict::Fails => {
                self.failures = self.failures.saturating_add(1);
                if tried || self.failures >= self.trip.failures.max(1) {
                    let rest = self.trip.rest * 2_u32.pow(self.openings.min(MOST_DOUBLINGS));
                    self.openings = self.openings.saturating_add(1);
                    self.open_until = Some(now + rest);
                }
            }
            Verdict::Unclear => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(5);

    fn failed(times: u32, now: Instant) -> Breaker {
        let mut breaker = Breaker::new(Trip::new(3, REST));
        for _ in 0..times {
            let tried = breaker.enter();
            breaker.leave(Verdict::Fails, tried, now);
        }
        breaker
    }

    #[test]
    fn opens_after_failures_in_a_row() {
        let now = Instant::now();
        assert_eq!(failed(2, now).rests_for(now), None);
        assert_eq!(failed(3, now).rests_for(now), Some(REST));
        let mut between = failed(2, now);
        between.leave(Verdict::Works, false, now);
        between.leave(Verdict::Fails, false, now);
        assert_eq!(between.rests_for(now), None);
    }

    #[test]
    fn one_request_tries_and_closes_it_or_makes_the_rest_longer() {
        let now = Instant::now();
        let mut breaker = failed(3, now);
        let later = now + REST;
        assert_eq!(breaker.rests_for(later), None);
        assert!(breaker.enter());
        breaker.leave(Verdict::Fails, false, later);
        assert_eq!(breaker.rests_for(later), Some(Duration::ZERO), "a second one waits");
        let mut healed = breaker;
        healed.leave(Verdict::Works, true, later);
        assert_eq!(healed.rests_for(later), None);
        breaker.leave(Verdict::Fails, true, later);
        assert_eq!(breaker.rests_for(later), Some(REST * 2));
    }

    #[test]
    fn a_try_that_was_given_up_leaves_the_next_one_free() {
        let now = Instant::now();
        let mut breaker = failed(3, now);
        let tried = breaker.enter();
        breaker.leave(Verdict::Unclear, tried, now + REST);
        assert_eq!(breaker.rests_for(now + REST), None);
    }

    #[test]
    fn requests_that_left_before_it_opened_do_not_prolong_it() {
        let now = Instant::now();
        let mut breaker = failed(3, now);
        breaker.leave(Verdict::Fails, false, now + REST / 2);
        assert_eq!(breaker.rests_for(now), Some(REST));
    }
}
