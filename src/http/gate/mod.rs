//! What stands between an account and one group of endpoints: pace, budget of retries, breaker, and the pause that a 429 asked
//! for. Each account has gates of its own, so that one tenant's 429 stops nobody else.

mod breaker;
mod budget;
mod pace;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use self::breaker::Breaker;
use self::budget::Budget;
use self::pace::Pacer;
use super::settings::Settings;

/// The gates of an account, by the name of the group.
#[derive(Debug, Default)]
pub(super) struct Gates(Mutex<HashMap<&'static str, Arc<Gate>>>);

impl Gates {
    pub(super) fn of(&self, group: &'static str, settings: &Settings) -> Arc<Gate> {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(group).or_insert_with(|| Arc::new(Gate::new(settings))))
    }
}

/// The gate before one group of endpoints.
#[derive(Debug)]
pub(super) struct Gate(Mutex<State>);

#[derive(Debug)]
struct State {
    pacer: Option<Pacer>,
    budget: Budget,
    breaker: Option<Breaker>,
    /// Until when a 429 asked us to stay away.
    closed_until: Option<Instant>,
}

/// Why a request may not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shut {
    /// The pace, or a 429, asks for a wait that is longer than the time there is.
    TooEarly(Duration),
    /// The breaker is open.
    Resting(Duration),
}

/// How a request went, as far as a gate cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The carrier works, whatever it said.
    Works,
    /// It is broken, unreachable or too late.
    Fails,
    /// Nothing can be told.
    Unclear,
}

/// The right to send one request. Dropped without a verdict: the call was given up.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
    since: Instant,
    /// Whether it is the one that tries whether a carrier works again.
    tries: bool,
    open: bool,
}

/// A call that was given up after so long counts as a failure of the carrier; before, as the caller's impatience.
const PATIENCE: Duration = Duration::from_secs(3);

impl Gate {
    fn new(settings: &Settings) -> Self {
        Self(Mutex::new(State {
            pacer: settings.pace.map(Pacer::new),
            budget: Budget::default(),
            breaker: settings.breaker.map(Breaker::new),
            closed_until: None,
        }))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes a call, which earns a part of a retry.
    pub(super) fn note_call(&self) {
        self.with(|state| state.budget.earn());
    }

    /// Whether one more retry may be paid for.
    pub(super) fn may_retry(&self) -> bool {
        self.with(|state| state.budget.spend())
    }

    /// Waits for one's turn, if it comes before the deadline.
    pub(super) async fn enter(self: &Arc<Self>, deadline: Instant) -> Result<Pass, Shut> {
        loop {
            let now = Instant::now();
            match self.with(|state| state.admit(now, deadline))? {
                Turn::Now { tries } => {
                    return Ok(Pass { gate: Arc::clone(self), since: now, tries, open: true });
                }
                Turn::At(turn) => sleep_until(turn).await,
            }
        }
    }

    /// Stays away, as a 429 asked.
    pub(super) fn close_for(&self, pause: Duration) {
        let until = Instant::now() + pause.min(LONGEST_PAUSE);
        self.with(|state| {
            state.closed_until = state.closed_until.max(Some(until));
        });
    }
}

/// A carrier that asks for more is asked again after this: a wrong date must not stop an account for a day.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// When a request may leave.
enum Turn {
    Now { tries: bool },
    At(Instant),
}

impl State {
    fn admit(&mut self, now: Instant, deadline: Instant) -> Result<Turn, Shut> {
        let at = |turn: Instant| {
            if turn < deadline { Ok(Turn::At(turn)) } else { Err(Shut::TooEarly(turn - now)) }
        };
        if let Some(turn) = self.closed_until.filter(|until| *until > now) {
            return at(turn);
        }
        if let Some(breaker) = &self.breaker
            && let Some(rest) = breaker.rests_for(now)
        {
            return Err(Shut::Resting(rest));
        }
        if let Some(pacer) = &mut self.pacer
            && let Some(turn) = pacer.take(now)
        {
            return at(turn);
        }
        Ok(Turn::Now { tries: self.breaker.as_mut().is_some_and(Breaker::enter) })
    }
}

impl Pass {
    /// Tells how the request went.
    pub(super) fn settle(mut self, verdict: Verdict) {
        self.tell(verdict);
    }

    fn tell(&mut self, verdict: Verdict) {
        self.open = false;
        let tries = self.tries;
        self.gate.with(|state| {
            if let Some(breaker) = &mut state.breaker {
                breaker.leave(verdict, tries, Instant::now());
            }
        });
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.open {
            let patient = self.since.elapsed() >= PATIENCE;
            self.tell(if patient { Verdict::Fails } else { Verdict::Unclear });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::{Pace, Trip};
    use super::*;

    fn gate(change: impl FnOnce(&mut Settings)) -> Arc<Gate> {
        let mut settings = Settings::default();
        change(&mut settings);
        Arc::new(Gate::new(&settings))
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(1)
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_fits_is_waited_for_and_one_that_does_not_is_told() {
        let gate = gate(|_| {});
        gate.close_for(Duration::from_millis(400));
        let before = Instant::now();
        gate.enter(soon()).await.unwrap().settle(Verdict::Works);
        assert_eq!(before.elapsed().as_millis(), 400);
        gate.close_for(Duration::from_secs(30));
        let shut = gate.enter(soon()).await.unwrap_err();
        assert_eq!(shut, Shut::TooEarly(Duration::from_secs(30)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_date_does_not_stop_an_account_for_a_day() {
        let gate = gate(|_| {});
        gate.close_for(Duration::from_hours(24));
        let shut = gate.enter(soon()).await.unwrap_err();
        assert_eq!(shut, Shut::TooEarly(LONGEST_PAUSE));
    }

    #[tokio::test(start_paused = true)]
    async fn requests_keep_their_pace() {
        let gate = gate(|settings| settings.pace = Some(Pace::new(2, Duration::from_secs(1))));
        let before = Instant::now();
        for _ in 0..6 {
            let deadline = Instant::now() + Duration::from_secs(5);
            gate.enter(deadline).await.unwrap().settle(Verdict::Works);
        }
        assert_eq!(before.elapsed().as_millis(), 2_000, "two at once, then one each half second");
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_was_given_up_late_counts_against_the_carrier_and_early_does_not() {
        let gate = gate(|settings| {
            settings.breaker = Some(Trip::new(1, Duration::from_secs(5)));
        });
        drop(gate.enter(soon()).await.unwrap());
        let pass = gate.enter(soon()).await.unwrap();
        tokio::time::advance(PATIENCE).await;
        drop(pass);
        assert!(matches!(gate.enter(soon()).await, Err(Shut::Resting(_))));
    }

    #[test]
    fn groups_of_one_account_have_gates_of_their_own() {
        let (gates, settings) = (Gates::default(), Settings::default());
        let rates = gates.of("rates", &settings);
        assert!(Arc::ptr_eq(&rates, &gates.of("rates", &settings)));
        assert!(!Arc::ptr_eq(&rates, &gates.of("track", &settings)));
    }
}
