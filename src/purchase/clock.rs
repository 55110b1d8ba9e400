//! How much time has passed, for decisions that a clock which is set forward or back must not bring about. The store's clock says *when*
//! and everybody reads it; how *long* is also counted by a clock of this process that nobody can set. Where the two differ, a carrier
//! had no more time than the shorter span to show what it sold, and has forgotten a key after the longer one. What that means for
//! each decision is told in the module's own pages.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant as Steady, SystemTime};

use serde::{Deserialize, Serialize};

use super::body::Body;
use crate::store::Instant;

/// A span that nobody here measured counts as no more than this part of the time to settle: it may be a clock that was set.
const UNMEASURED: u32 = 3;

/// A moment of this process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Since {
    steady: Steady,
    wall: SystemTime,
}

impl Since {
    pub(super) fn now() -> Self {
        Self { steady: Steady::now(), wall: SystemTime::now() }
    }

    /// As much time as may have passed: a clock that nobody can set stands still while the machine sleeps.
    pub(super) fn at_most(&self) -> Duration {
        self.steady.elapsed().max(self.wall.elapsed().unwrap_or_default())
    }
}

/// How long a purchase whose answer was lost was looked for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Quiet {
    /// The last send, from which this counts.
    since: Instant,
    /// The last look that found nothing.
    looked: Instant,
    millis: u64,
}

impl Quiet {
    fn span(&self) -> Duration {
        Duration::from_millis(self.millis)
    }
}

/// What this process measured of the purchases that are unknown, by their keys. It is gone with the process; of what another process
/// settled a few numbers stay.
#[derive(Debug, Default)]
pub(super) struct Watches(Mutex<HashMap<String, Watch>>);

#[derive(Clone, Copy, Debug)]
struct Watch {
    /// When it was sent for the first time, by the store's clock.
    first: Instant,
    /// How long that was ago at a moment.
    age: (Duration, Steady),
    /// A moment by the store's clock, and the same one by ours.
    looked: Option<(Instant, Steady)>,
}

impl Watches {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, Watch>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// It was sent by this process, and its answer was lost.
    pub(super) fn sent(&self, key: &str, body: &Body, at: Since) {
        let (Some(first), Some(last)) = (body.sent.first(), body.sent.last()) else { return };
        let age = self.age(key, *first, *last).unwrap_or_default() + at.steady.elapsed();
        let (age, looked) = ((age, Steady::now()), Some((*last, at.steady)));
        self.with(|all| all.insert(key.to_owned(), Watch { first: *first, age, looked }));
    }

    /// It was sent again at a moment that is now.
    pub(super) fn sent_again(&self, key: &str, moment: Instant) {
        self.with(|all| {
            if let Some(watch) = all.get_mut(key) {
                watch.looked = Some((moment, Steady::now()));
            }
        });
    }

    /// How long ago it was sent for the first time, at the least that it may be taken for; `None`: the clock was set back behind it.
    pub(super) fn age(&self, key: &str, first: Instant, now: Instant) -> Option<Duration> {
        let wall = span(first, now);
        self.with(|all| {
            if let Some(watch) = all.get(key).filter(|watch| watch.first == first) {
                let (age, at) = watch.age;
                return Some(wall.unwrap_or_default().max(age + at.elapsed()));
            }
            let age = (wall?, Steady::now());
            all.insert(key.to_owned(), Watch { first, age, looked: None });
            wall
        })
    }

    /// A look that was begun now found nothing: whether the carrier was quiet for long enough since a send.
    pub(super) fn is_settled(&self, key: &str, quiet: &mut Option<Quiet>, look: &Look) -> bool {
        let Look { since, settle, now, begun } = *look;
        let before = quiet.filter(|quiet| quiet.since == since);
        let before = before.unwrap_or(Quiet { since, looked: since, millis: 0 });
        let measured = self.with(|all| {
            let new = Watch { first: since, age: (Duration::ZERO, begun), looked: None };
            let watch = all.entry(key.to_owned()).or_insert(new);
            let (moment, at) = watch.looked.replace((now, begun))?;
            (moment == before.looked).then(|| begun.saturating_duration_since(at))
        });
        let wall = span(before.looked, now).unwrap_or_default();
        let span = wall.min(measured.unwrap_or(settle / UNMEASURED));
        let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        let after = Quiet { looked: now, millis: before.millis.saturating_add(millis), ..before };
        *quiet = Some(after);
        after.span() >= settle
    }

    /// It is known.
    pub(super) fn end(&self, key: &str) {
        self.with(|all| all.remove(key));
    }
}

/// A look for a purchase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// When it was sent last.
    pub(super) since: Instant,
    /// How long it may come true after that.
    pub(super) settle: Duration,
    /// When the look began, by the store's clock.
    pub(super) now: Instant,
    /// The same moment by ours.
    pub(super) begun: Steady,
}

/// `None`: the later one is before the earlier one.
fn span(from: Instant, to: Instant) -> Option<Duration> {
    (to - from).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_mins(15);
    const HOUR: Duration = Duration::from_hours(1);

    fn moment() -> Instant {
        "2026-11-24T10:00:00Z".parse().unwrap()
    }

    /// Looks so many seconds after the send by the store's clock and by ours.
    fn look(watches: &Watches, quiet: &mut Option<Quiet>, store: u64, steady: Duration) -> bool {
        let now = moment() + Duration::from_secs(store);
        let begun = Steady::now() + steady;
        watches.is_settled("a", quiet, &Look { since: moment(), settle: SETTLE, now, begun })
    }

    /// What a process knows that sent it just now.
    fn sender() -> Watches {
        let watches = Watches::default();
        let now = Steady::now();
        let looked = Some((moment(), now));
        let watch = Watch { first: moment(), age: (Duration::ZERO, now), looked };
        watches.with(|all| all.insert("a".to_owned(), watch));
        watches
    }

    #[test]
    fn a_jump_gives_a_purchase_no_time_that_its_sender_did_not_measure() {
        let (watches, mut quiet) = (sender(), None);
        assert!(!look(&watches, &mut quiet, 3_600, Duration::from_secs(5)));
        assert!(!look(&watches, &mut quiet, 3_605, Duration::from_secs(10)));
        assert!(look(&watches, &mut quiet, 4_500, SETTLE + Duration::from_secs(1)));
    }

    #[test]
    fn a_process_that_did_not_send_measures_from_its_first_look_on() {
        let (watches, mut quiet) = (Watches::default(), None);
        for (store, steady) in [(10, 10), (7_200, 20), (14_400, 30)] {
            assert!(!look(&watches, &mut quiet, store, Duration::from_secs(steady)));
        }
        assert!(quiet.unwrap().span() < Duration::from_secs(31));
    }

    #[test]
    fn a_clock_that_was_set_back_gives_it_no_time_either() {
        let (watches, mut quiet) = (sender(), None);
        assert!(!look(&watches, &mut quiet, 0, HOUR), "the clock stands where it stood");
        assert!(!look(&watches, &mut quiet, 0, HOUR * 2));
    }

    #[test]
    fn processes_that_end_after_one_look_settle_it_with_the_third_that_is_far_from_the_others() {
        let mut quiet = None;
        for (hour, settled) in [(1, false), (2, false), (3, true)] {
            let store = hour * 3_600;
            assert_eq!(look(&Watches::default(), &mut quiet, store, HOUR), settled, "{hour}");
        }
    }

    #[test]
    fn looks_one_after_the_other_do_not_settle_it_however_many() {
        let mut quiet = None;
        for second in 0..100 {
            let store = 3_600 + second;
            assert!(!look(&Watches::default(), &mut quiet, store, HOUR));
        }
    }

    #[test]
    fn another_send_begins_anew() {
        let mut quiet = Some(Quiet { since: moment() - HOUR, looked: moment(), millis: 3_600_000 });
        assert!(!look(&sender(), &mut quiet, 5, Duration::from_secs(5)));
        assert!(quiet.unwrap().span() <= Duration::from_secs(5));
    }

    #[test]
    fn a_key_is_as_old_as_the_older_of_both_clocks_says() {
        let watches = Watches::default();
        let ago = |span| (Duration::ZERO, Steady::now().checked_sub(span).unwrap());
        let second = Duration::from_secs(1);
        let watch = Watch { first: moment(), age: ago(second), looked: None };
        watches.with(|all| all.insert("a".to_owned(), watch));
        assert!(watches.age("a", moment(), moment() - HOUR).unwrap() >= second, "set back");
        assert_eq!(watches.age("a", moment(), moment() + HOUR), Some(HOUR), "set forward");
        assert_eq!(watches.age("b", moment(), moment() - HOUR), None, "nobody knows");
    }

    #[test]
    fn a_machine_that_slept_counts_its_sleep() {
        let now = Since::now();
        let slept = Since { wall: now.wall.checked_sub(HOUR).unwrap(), ..now };
        assert!(slept.at_most() >= HOUR);
        let back = Since { wall: now.wall + HOUR, ..now };
        assert!(back.at_most() < HOUR);
    }
}
