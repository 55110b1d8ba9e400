//! One case: a made-up carrier at a port of its own, the carrier under check built on it, one question, and what was seen. What
//! should have been seen is not known here.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::ask::{Ask, Told};
use super::row::{Part, Place, Row, Tempo};
use super::script::{Canned, Script};
use crate::carrier::{Carrier, Result, Source};
use crate::http::Client;
use crate::http::loopback::{Loopback, Reply, Seen};
use crate::model::{Handle, PurchaseKey};

/// Where redirects of the contract lead to.
pub(super) const ELSEWHERE: &str = "/moved-by-the-contract";

/// What is answered in place of the good answer: to the step, given how often that step was asked before.
pub(super) type Trouble = dyn Fn(&Canned, usize, &str) -> Reply + Send + Sync;

pub(super) struct Stage {
    pub(super) carrier: Arc<dyn Carrier>,
    pub(super) server: Option<Loopback>,
    pub(super) base: String,
    seen: Arc<Noted>,
    ask: Ask,
    handle: Option<Handle>,
}

#[derive(Default)]
struct Noted {
    armed: AtomicBool,
    tokens: AtomicUsize,
    elsewhere: AtomicUsize,
    /// The requests of the operation itself, with the step that each was.
    steps: Mutex<Vec<(usize, Seen)>>,
    /// Requests that the row has no answer for.
    strays: Mutex<Vec<String>>,
}

/// What was seen of one question.
pub(super) struct Played {
    pub(super) outcome: Result<Told>,
    pub(super) took: Duration,
    pub(super) sent: Vec<(usize, Seen)>,
    pub(super) elsewhere: usize,
    pub(super) strays: Vec<String>,
}

impl Played {
    /// How often a step was asked.
    pub(super) fn asked(&self, step: usize) -> usize {
        self.sent.iter().filter(|(taken, _)| *taken == step).count()
    }
}

/// What goes wrong, and where.
#[derive(Clone, Default)]
pub(super) struct Plot {
    /// At which step of the operation.
    pub(super) at: Option<(usize, Arc<Trouble>)>,
    /// At the token.
    pub(super) token: Option<Arc<Trouble>>,
}

impl Plot {
    pub(super) fn step(
        step: usize,
        trouble: impl Fn(&Canned, usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self { at: Some((step, Arc::new(trouble))), token: None }
    }

    pub(super) fn token(
        trouble: impl Fn(&Canned, usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self { at: None, token: Some(Arc::new(trouble)) }
    }
}

impl Stage {
    /// Builds it, and buys what the question needs.
    pub(super) async fn set(
        row: &Row,
        (ask, script): (&Ask, &Script),
        plot: Plot,
        tempo: Tempo,
        client: &Client,
    ) -> std::result::Result<Self, Source> {
        let seen = Arc::new(Noted::default());
        let ask = ask.fresh();
        let before = ask.needs().and_then(|operation| row.part_of(operation));
        let scripts = (before.map(|part| part.good.clone()), script.clone());
        let server = Loopback::start({
            let (seen, token) = (Arc::clone(&seen), row.token.clone());
            let key = ask.key().map(PurchaseKey::token).unwrap_or_default();
            move |request| answer(&seen, (token.as_ref(), &key), &scripts, &plot, request)
        })
        .await?;
        let base = server.url();
        let settings = tempo.settings();
        let place = Place { base_url: base.clone(), client: client.clone(), settings };
        let carrier = (row.build)(&place)?;
        let handle = match before {
            Some(part) => Some(buy(&*carrier, part).await?),
            None => None,
        };
        let stage = Self { carrier, server: Some(server), base, seen, ask, handle };
        stage.arm();
        Ok(stage)
    }

    /// What came so far is forgotten; from now on things go wrong.
    fn arm(&self) {
        self.seen.armed.store(true, Ordering::Release);
        self.seen.tokens.store(0, Ordering::Release);
        locked(&self.seen.steps).clear();
    }

    pub(super) fn ask(&self) -> &Ask {
        &self.ask
    }

    /// Another purchase of the same.
    pub(super) fn another(&mut self) {
        self.ask = self.ask.fresh();
    }

    pub(super) fn requests(&self) -> usize {
        self.server.as_ref().map_or(0, Loopback::requests)
    }

    pub(super) fn tokens(&self) -> usize {
        self.seen.tokens.load(Ordering::Acquire)
    }

    /// Asks, and looks at what came.
    pub(super) async fn play(&self) -> Played {
        let (before, started) = (locked(&self.seen.steps).len(), Instant::now());
        let outcome = self.ask.of(&*self.carrier, self.handle.as_ref()).await;
        Played {
            outcome,
            took: started.elapsed(),
            sent: locked(&self.seen.steps).iter().skip(before).cloned().collect(),
            elsewhere: self.seen.elsewhere.load(Ordering::Acquire),
            strays: locked(&self.seen.strays).clone(),
        }
    }
}

async fn buy(carrier: &dyn Carrier, part: &Part) -> std::result::Result<Handle, Source> {
    let told = part.ask.fresh().of(carrier, None).await?;
    told.handle().cloned().ok_or_else(|| "what was bought has no handle".into())
}

fn answer(
    seen: &Noted,
    (token, key): (Option<&(String, Canned)>, &str),
    (before, script): &(Option<Script>, Script),
    plot: &Plot,
    request: &Seen,
) -> Reply {
    let base = format!("http://{}", request.header("host").unwrap_or_default());
    let armed = seen.armed.load(Ordering::Acquire);
    if let Some((path, good)) = token
        && request.path.contains(path.as_str())
    {
        let nth = seen.tokens.fetch_add(1, Ordering::AcqRel);
        return match &plot.token {
            Some(trouble) if armed => trouble(good, nth, &base),
            _ => good.at(&base, key).reply(),
        };
    }
    if request.path.contains(ELSEWHERE) {
        seen.elsewhere.fetch_add(1, Ordering::AcqRel);
        let good = script.steps.first().map(|step| step.answer.at(&base, key).reply());
        return good.unwrap_or_default();
    }
    let script = if armed { script } else { before.as_ref().unwrap_or(script) };
    let Some((index, step)) =
        script.step_of(request).and_then(|index| Some((index, script.steps.get(index)?)))
    else {
        let path = request.path.split('?').next().unwrap_or_default();
        locked(&seen.strays).push(format!("{} {path}", request.method));
        return Canned::json(501, r#"{"contract":"the row has no answer for this"}"#).reply();
    };
    let nth = {
        let mut steps = locked(&seen.steps);
        steps.push((index, request.clone()));
        steps.iter().filter(|(taken, _)| *taken == index).count() - 1
    };
    let good = step.answer.at(&base, key);
    match &plot.at {
        Some((at, trouble)) if armed && *at == index => trouble(&good, nth, &base),
        _ => good.reply(),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
