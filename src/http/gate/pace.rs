//! How fast requests may leave: a burst, then one each interval (the generic cell rate algorithm, in tokio's time so that a test
//! can turn the clock).

use std::time::Duration;

use tokio::time::Instant;

use super::super::settings::Pace;

#[derive(Clone, Copy, Debug)]
pub(super) struct Pacer {
    interval: Duration,
    /// How far ahead of the pace requests may be.
    slack: Duration,
    /// When the next request would leave if all had left at the pace; `None`: none has left yet.
    due: Option<Instant>,
}

impl Pacer {
    pub(super) fn new(pace: Pace) -> Self {
        let slack = pace.interval.saturating_mul(pace.burst.saturating_sub(1));
        Self { interval: pace.interval, slack, due: None }
    }

    /// Takes a turn now, or tells when to ask again.
    pub(super) fn take(&mut self, now: Instant) -> Option<Instant> {
        let due = self.due.unwrap_or(now).max(now);
        let too_far = due.duration_since(now).saturating_sub(self.slack);
        if !too_far.is_zero() {
            return Some(now + too_far);
        }
        self.due = Some(due + self.interval);
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_stretch_of_time_has_more_requests_than_the_burst_and_the_pace(
            burst in 1_u32..8,
            interval in 1_u64..50,
            steps in prop::collection::vec(0_u64..40, 1..200),
        ) {
            let interval = Duration::from_millis(interval);
            let mut pacer = Pacer::new(Pace { burst, interval });
            let (mut now, mut left) = (Instant::now(), Vec::new());
            for step in steps {
                now += Duration::from_millis(step);
                if pacer.take(now).is_none() {
                    left.push(now);
                }
            }
            for (at, first) in left.iter().enumerate() {
                for (to, last) in left.iter().enumerate().skip(at) {
                    let fits = (*last - *first).as_millis() / interval.as_millis();
                    prop_assert!((to - at + 1) as u128 <= u128::from(burst) + fits);
                }
            }
        }
    }
}
