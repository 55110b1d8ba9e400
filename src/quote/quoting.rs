//! The calls on their way: started together, settled one by one, given up at the deadline. What an answer means is not read
//! here.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
use tokio::time::{Instant, Sleep, sleep_until};

use super::{Answer, Deadlines, Quotes, failed, one_parcel_each, sum};
use crate::carrier::{Carrier, Carriers, Error, ErrorKind, Operation, Result, deadline};
use crate::model::{CarrierId, Money, RateAnswer, RateRequest};

/// Carriers that are being asked: their answers as they come, then all of them.
///
/// A stream of [`Answer`]s, one for each carrier that was asked; [`next`](Self::next) needs no stream library. Dropping it stops
/// the calls.
///
/// ```
/// # use std::time::Duration;
/// # use arriero::{carrier::Carriers, model::{Faults, RateRequest}, quote::{Deadlines, Quotes}};
/// async fn show(carriers: &Carriers, request: &RateRequest) -> Result<Quotes, Faults> {
///     let mut quoting = carriers.quoting(request, &Deadlines::within(Duration::from_secs(4)))?;
///     while let Some(answer) = quoting.next().await {
///         println!("{}: {} rates after {} ms", answer.carrier, answer.rates.len(), answer.elapsed_ms);
///     }
///     Ok(quoting.finish().await)
/// }
/// ```
#[derive(Debug)]
pub struct Quoting {
    started: Instant,
    asked: Vec<Asked>,
    unasked: Vec<CarrierId>,
    calls: JoinSet<Outcome>,
    /// Places in `asked` whose answer is there and was not handed over yet.
    fresh: VecDeque<usize>,
    /// Rings at the next deadline of a carrier that has not answered.
    alarm: Pin<Box<Sleep>>,
}

/// What a call came to, and how long it took. Measured inside the call, so that a slow reader of the stream makes nobody late.
type Outcome = (Result<RateAnswer>, Duration);

/// A carrier that was asked: about the whole shipment, or about each parcel.
#[derive(Debug)]
struct Asked {
    carrier: CarrierId,
    /// What each parcel is worth, as the shipper declares it.
    worth: Vec<Option<Money>>,
    limit: Duration,
    calls: Vec<Call>,
    answer: Option<Answer>,
}

#[derive(Debug)]
struct Call {
    /// `None`: it answered where it was asked, and needed no task.
    task: Option<AbortHandle>,
    outcome: Option<Outcome>,
}

/// A call that was not started yet.
type Calling = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Where a call is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// In a task of its own, whatever it does.
    InTask,
    /// On the thread that asks; only what has to wait becomes a task.
    Here,
}

impl Asked {
    fn is_complete(&self) -> bool {
        self.calls.iter().all(|call| call.outcome.is_some())
    }
}

/// A deadline beyond what the clock can count is a year.
const FAR: Duration = Duration::from_hours(365 * 24);

impl Quoting {
    pub(super) fn start(
        carriers: &Carriers,
        request: &RateRequest,
        deadlines: &Deadlines,
        begin: Begin,
    ) -> Self {
        let started = Instant::now();
        let whole = Arc::new(request.clone());
        let mut quoting = Self {
            started,
            asked: Vec::with_capacity(carriers.len()),
            unasked: Vec::new(),
            calls: JoinSet::new(),
            fresh: VecDeque::new(),
            alarm: Box::pin(sleep_until(started)),
        };
        for carrier in carriers {
            let id = carrier.id();
            let requests = match what_to_ask(carrier.as_ref(), &id, &whole) {
                Ok(Some(requests)) => requests,
                Ok(None) => {
                    quoting.unasked.push(id);
                    continue;
                }
                Err(error) => {
                    let failure = failed::failure(&id, &error, Duration::ZERO);
                    quoting.fresh.push_back(quoting.asked.len());
                    quoting.asked.push(Asked {
                        carrier: id.clone(),
                        worth: Vec::new(),
                        limit: Duration::ZERO,
                        calls: Vec::new(),
                        answer: Some(Answer::failed(id, Duration::ZERO, vec![failure])),
                    });
                    continue;
                }
            };
            let limit = deadlines.of(&id).min(FAR);
            let ask = |request: Arc<RateRequest>| {
                let carrier = Arc::clone(carrier);
                let asked = async move {
                    let answer = carrier.rates(&request).await;
                    (answer, started.elapsed())
                };
                let mut calling: Calling =
                    Box::pin(deadline::keep((started + limit).into_std(), asked));
                let outcome = match begin {
                    Begin::InTask => None,
                    Begin::Here => at_once(&mut calling, &id, started),
                };
                let task = outcome.is_none().then(|| quoting.calls.spawn(calling));
                Call { task, outcome }
            };
            let calls = requests.into_iter().map(ask).collect();
            let worth = whole.shipment.parcels.iter().map(|parcel| parcel.declared_value).collect();
            let mut asked = Asked { carrier: id, worth, limit, calls, answer: None };
            if asked.is_complete() {
                asked.answer = Some(answer_of(&mut asked));
                quoting.fresh.push_back(quoting.asked.len());
            }
            quoting.asked.push(asked);
        }
        quoting.set_alarm();
        quoting
    }

    /// Carriers that have not answered yet.
    pub fn open(&self) -> impl Iterator<Item = &CarrierId> {
        self.asked.iter().filter(|asked| asked.answer.is_none()).map(|asked| &asked.carrier)
    }

    /// The next carrier's answer or failure; `None`: all are here. May be dropped and called again: no answer is lost.
    pub async fn next(&mut self) -> Option<Answer> {
        poll_fn(|context| self.poll_next_answer(context)).await
    }

    /// Waits for the rest, and gives all the answers together: those that were handed over before, too.
    pub async fn finish(mut self) -> Quotes {
        while poll_fn(|context| self.poll_fresh(context)).await.is_some() {}
        let mut quotes = Quotes { unasked: self.unasked, ..Quotes::default() };
        for answer in self.asked.into_iter().filter_map(|asked| asked.answer) {
            quotes.add(answer);
        }
        quotes
    }

    fn poll_next_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Answer>> {
        self.poll_fresh(context)
            .map(|place| self.asked.get(place?).and_then(|asked| asked.answer.clone()))
    }

    /// The place of the next carrier whose answer is complete.
    fn poll_fresh(&mut self, context: &mut Context<'_>) -> Poll<Option<usize>> {
        loop {
            if let Some(place) = self.fresh.pop_front() {
                return Poll::Ready(Some(place));
            }
            if self.asked.iter().all(|asked| asked.answer.is_some()) {
                return Poll::Ready(None);
            }
            // Calls before the alarm: what arrived in time counts although the alarm rang before anyone looked.
            match self.calls.poll_join_next_with_id(context) {
                Poll::Ready(Some(Ok((id, outcome)))) => self.settle(id, Ok(outcome)),
                Poll::Ready(Some(Err(broken))) => self.settle(broken.id(), Err(&broken)),
                Poll::Ready(None) | Poll::Pending => {
                    ready!(self.alarm.as_mut().poll(context));
                    self.give_up_on_the_late();
                    self.set_alarm();
                }
            }
        }
    }

    /// Keeps what a call came to.
    fn settle(&mut self, id: Id, outcome: std::result::Result<Outcome, &JoinError>) {
        let now = self.started.elapsed();
        for (place, asked) in self.asked.iter_mut().enumerate() {
            let is_asked =
                |call: &&mut Call| call.task.as_ref().is_some_and(|task| task.id() == id);
            let Some(call) = asked.calls.iter_mut().find(is_asked) else {
                continue;
            };
            let (result, elapsed) =
                outcome.unwrap_or_else(|error| (Err(broken(&asked.carrier, error)), now));
            if elapsed <= asked.limit && call.outcome.is_none() {
                call.outcome = Some((result, elapsed));
            }
            if asked.is_complete() && asked.answer.is_none() {
                asked.answer = Some(answer_of(asked));
                self.fresh.push_back(place);
            }
            return;
        }
    }

    /// Ends the calls of every carrier whose time is up.
    fn give_up_on_the_late(&mut self) {
        let rang = self.alarm.deadline();
        for (place, asked) in self.asked.iter_mut().enumerate() {
            if asked.answer.is_some() || self.started + asked.limit > rang {
                continue;
            }
            for call in &mut asked.calls {
                if call.outcome.is_none() {
                    if let Some(task) = &call.task {
                        task.abort();
                    }
                    call.outcome = Some((Err(late(&asked.carrier)), asked.limit));
                }
            }
            asked.answer = Some(answer_of(asked));
            self.fresh.push_back(place);
        }
    }

    fn set_alarm(&mut self) {
        let open = self.asked.iter().filter(|asked| asked.answer.is_none());
        if let Some(limit) = open.map(|asked| asked.limit).min() {
            self.alarm.as_mut().reset(self.started + limit);
        }
    }
}

impl Stream for Quoting {
    type Item = Answer;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Answer>> {
        self.get_mut().poll_next_answer(context)
    }
}

/// What a call came to, where it did not have to wait.
fn at_once(calling: &mut Calling, id: &CarrierId, started: Instant) -> Option<Outcome> {
    let mut context = Context::from_waker(Waker::noop());
    let polled = catch_unwind(AssertUnwindSafe(|| calling.as_mut().poll(&mut context)));
    match polled {
        Ok(Poll::Ready(outcome)) => Some(outcome),
        // Whoever polls it next leaves a waker of its own.
        Ok(Poll::Pending) => None,
        Err(_) => Some((Err(panicked(id)), started.elapsed())),
    }
}

/// The requests that a carrier gets: one, or one for each parcel; `None`: it gives no rates.
fn what_to_ask(
    carrier: &dyn Carrier,
    id: &CarrierId,
    whole: &Arc<RateRequest>,
) -> Result<Option<Vec<Arc<RateRequest>>>> {
    let capabilities =
        catch_unwind(AssertUnwindSafe(|| carrier.capabilities())).map_err(|_| panicked(id))?;
    if !capabilities.rates {
        return Ok(None);
    }
    let most = capabilities.parcels_per_quote;
    if most.is_none_or(|most| whole.shipment.parcels.len() <= most.get()) {
        return Ok(Some(vec![Arc::clone(whole)]));
    }
    let shipments = one_parcel_each(&whole.shipment)
        .map_err(|faults| Error::invalid(id.clone(), Operation::Rates, faults))?;
    let request = |shipment| {
        Arc::new(RateRequest { shipment: Arc::new(shipment), ..RateRequest::clone(whole) })
    };
    Ok(Some(shipments.into_iter().map(request).collect()))
}

fn answer_of(asked: &mut Asked) -> Answer {
    let carrier = &asked.carrier;
    let mut outcomes: Vec<Outcome> =
        asked.calls.drain(..).filter_map(|call| call.outcome).collect();
    let elapsed = outcomes.iter().map(|(_, elapsed)| *elapsed).max().unwrap_or_default();
    if outcomes.len() > 1 {
        return sum::answer_by_parcels(carrier, outcomes, &asked.worth, elapsed);
    }
    match outcomes.pop() {
        Some((Ok(answer), _)) => Answer::came(carrier.clone(), elapsed, answer),
        Some((Err(error), _)) => {
            let failure = failed::failure(carrier, &error, elapsed);
            Answer::failed(carrier.clone(), elapsed, vec![failure])
        }
        None => Answer::failed(carrier.clone(), elapsed, Vec::new()),
    }
}

fn late(carrier: &CarrierId) -> Error {
    Error::new(carrier.clone(), Operation::Rates, ErrorKind::TimedOut { sent: true })
}

fn broken(carrier: &CarrierId, error: &JoinError) -> Error {
    if error.is_panic() {
        panicked(carrier)
    } else {
        unfinished(carrier, "the runtime was shut down")
    }
}

/// The words of the panic stay out: they may quote what was sent, names and streets. The panic hook has printed them.
fn panicked(carrier: &CarrierId) -> Error {
    unfinished(carrier, "the carrier's code panicked")
}

fn unfinished(carrier: &CarrierId, why: &'static str) -> Error {
    let kind = ErrorKind::Unavailable { sent: true, status: None };
    Error::new(carrier.clone(), Operation::Rates, kind).caused_by(why)
}
