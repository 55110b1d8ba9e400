//! What changes while a mock is in use, behind one lock that no await holds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::after::Desk;
use super::call::{Asked, Call};
use super::clock::Clock;
use super::counter::Counter;
use super::ledger::Ledger;
use super::order::Order;
use super::script::{Answer, Scripts};
use super::sell::sell;
use super::settings::Settings;
use crate::model::{Event, OffsetDateTime};

/// The shared part of a mock and its clones.
#[derive(Clone, Debug)]
pub(super) struct State(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    scripts: Scripts,
    calls: Vec<Call>,
    under_way: usize,
    ledger: Ledger,
    counter: Counter,
    late: Vec<(OffsetDateTime, Order)>,
    told: BTreeMap<String, Vec<Event>>,
}

/// The mock's books, open at one moment.
#[derive(Debug)]
pub(super) struct Open<'m> {
    pub(super) now: OffsetDateTime,
    pub(super) ledger: &'m mut Ledger,
    pub(super) counter: &'m mut Counter,
    /// Orders that come true when their time has come.
    pub(super) late: &'m mut Vec<(OffsetDateTime, Order)>,
    /// Events that a test told.
    pub(super) told: &'m mut BTreeMap<String, Vec<Event>>,
}

impl Open<'_> {
    pub(super) const fn desk<'m>(&'m self, settings: &'m Settings) -> Desk<'m> {
        Desk { settings, ledger: self.ledger, counter: self.counter, now: self.now }
    }
}

impl State {
    pub(super) fn new(clock: Clock) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            clock,
            scripts: Scripts::default(),
            calls: Vec::new(),
            under_way: 0,
            ledger: Ledger::default(),
            counter: Counter::default(),
            late: Vec::new(),
            told: BTreeMap::new(),
        })))
    }

    /// A test that panicked elsewhere must not hide this one's findings: a poisoned lock is opened all the same.
    fn with<T>(&self, look: impl FnOnce(&mut Inner) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the books, first of all with what came late and is due.
    pub(super) fn open<T>(&self, settings: &Settings, look: impl FnOnce(&mut Open<'_>) -> T) -> T {
        self.with(|inner| {
            let now = inner.clock.now();
            let (due, late) = inner.late.drain(..).partition(|(at, _)| *at <= now);
            inner.late = late;
            let due: Vec<_> = due;
            for (at, order) in due {
                // Nobody hears the answer; one that the mock refuses makes no sale.
                let _unheard = sell(settings, &mut inner.ledger, &order, None, at);
            }
            look(&mut Open {
                now,
                ledger: &mut inner.ledger,
                counter: &mut inner.counter,
                late: &mut inner.late,
                told: &mut inner.told,
            })
        })
    }

    /// Notes a call and takes its answer from the script.
    pub(super) fn admit(&self, asked: Asked) -> Answer {
        self.with(|inner| {
            let operation = asked.operation();
            inner.calls.push(Call::new(inner.clock.now(), asked));
            inner.under_way += 1;
            inner.scripts.take(operation)
        })
    }

    pub(super) fn gone(&self) {
        self.with(|inner| inner.under_way = inner.under_way.saturating_sub(1));
    }

    pub(super) fn scripts(&self, change: impl FnOnce(&mut Scripts)) {
        self.with(|inner| change(&mut inner.scripts));
    }

    pub(super) fn clock(&self, change: impl FnOnce(&mut Clock)) {
        self.with(|inner| change(&mut inner.clock));
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.with(|inner| inner.clock.now())
    }

    pub(super) fn calls<T>(&self, look: impl FnOnce(&[Call]) -> T) -> T {
        self.with(|inner| look(&inner.calls))
    }

    pub(super) fn under_way(&self) -> usize {
        self.with(|inner| inner.under_way)
    }
}
