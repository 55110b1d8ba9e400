//! One call from its coming in to its answer: noted, delayed, and bent as the script has it.

use std::future::pending;
use std::time::Duration;

use super::MockCarrier;
use super::call::Asked;
use super::script::Answer;
use super::state::State;
use crate::carrier::{Error, ErrorKind, Operation, Result};
use crate::model::{CarrierId, Money, RateAnswer};

/// A call that goes on to be answered.
#[derive(Debug)]
pub(super) struct Visit {
    carrier: CarrierId,
    operation: Operation,
    answer: Answer,
    _under_way: UnderWay,
}

/// Counts a call as under way until it is answered or dropped.
#[derive(Debug)]
struct UnderWay(State);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.gone();
    }
}

impl MockCarrier {
    /// Takes a call in. The error: what the script answers without doing anything.
    pub(super) async fn enter(&self, asked: Asked) -> Result<Visit> {
        let operation = asked.operation();
        let mut answer = self.state.admit(asked);
        let under_way = UnderWay(self.state.clone());
        let mut visit = Visit {
            carrier: self.settings.id.clone(),
            operation,
            answer: Answer::AsUsual,
            _under_way: under_way,
        };
        if !self.settings.capabilities.includes(operation) {
            return Err(visit.error(ErrorKind::Unsupported));
        }
        sleep(self.settings.latency).await;
        while let Answer::After(delay, then) = answer {
            sleep(delay).await;
            answer = *then;
        }
        match answer {
            Answer::Fail(kind) => return Err(visit.error(kind)),
            Answer::LostBeforeCommit => {
                return Err(visit.error(ErrorKind::TimedOut { sent: true }));
            }
            Answer::Hang => pending().await,
            other => visit.answer = other,
        }
        Ok(visit)
    }
}

impl Visit {
    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        Error::new(self.carrier.clone(), self.operation, kind)
    }

    /// How late a purchase comes true; `None`: at once.
    pub(super) const fn late(&self) -> Option<Duration> {
        if let Answer::LateCommit(delay) = &self.answer { Some(*delay) } else { None }
    }

    pub(super) const fn dearer(&self) -> Option<Money> {
        if let Answer::Dearer(by) = &self.answer { Some(*by) } else { None }
    }

    pub(super) const fn rates(&self) -> Option<&RateAnswer> {
        if let Answer::Rates(rates) = &self.answer { Some(rates) } else { None }
    }

    /// Gives the answer back, as far as the script lets it through.
    pub(super) async fn leave<T>(self, answer: Result<T>) -> Result<T> {
        match &self.answer {
            Answer::HangAfterCommit => pending().await,
            Answer::Unreadable => Err(self.error(ErrorKind::Unreadable { status: Some(200) })),
            Answer::LostAfterCommit | Answer::LateCommit(_) => {
                Err(self.error(ErrorKind::TimedOut { sent: true }))
            }
            _ => answer,
        }
    }
}

/// Without a delay no timer is asked for, so that a mock without one works on every runtime.
async fn sleep(delay: Duration) {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}
