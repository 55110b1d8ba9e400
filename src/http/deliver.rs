//! How a call is carried out: turn, token, send, and again where that is safe and may help. The one place that retries.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::HeaderMap;
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use super::answer::Answer;
use super::api::Api;
use super::auth::{Auth, header_name, header_value, insert_secret};
use super::call::{Call, Target};
use super::gate::{Gate, Pass, Shut, Verdict};
use super::refusal::{as_error, broken, lost};
use super::send::{Bounds, Broken, Lost, Received, send};
use super::token::{self, Fetched, NoToken, OAuth, Token};
use super::{backoff, retry_after, slot, trace};
use crate::carrier::{
    AccountCheck, Error, ErrorKind, Operation, Result, Secret, Source, Step, deadline,
};
use crate::model::Faults;

/// Nothing is tried more often.
const MOST_TRIES: u8 = 3;

/// A request that is ready but for its token.
struct Ready {
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    once: bool,
    bounds: Bounds,
}

/// A try that did not bring what was asked for.
struct Failed {
    error: Error,
    /// What to do about it.
    then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Asking again does not help, or is not safe.
    GiveUp,
    /// Another try may help, after a wait that the carrier may have named.
    TryAgain(Option<Duration>),
    /// Another token may help.
    NewToken,
}

impl Api {
    pub(super) async fn deliver(&self, call: &Call) -> Result<Answer> {
        let span = trace::span(&self.0.carrier, call);
        let started = Instant::now();
        let mut tries = 0;
        let outcome = self.carry_out(call, true, &mut tries).instrument(span.clone()).await;
        trace::done(&span, tries, &outcome, started.elapsed());
        outcome
    }

    /// `as_account`: with what proves the account. A request for a token has its own proof.
    async fn carry_out(&self, call: &Call, as_account: bool, tries: &mut u8) -> Result<Answer> {
        let ready = self.ready(call, as_account)?;
        let (account, deadline) = (&*self.0, ready.bounds.deadline);
        let oauth = account.auth.oauth.as_ref().filter(|_| as_account);
        let gate = account.gates.of(call.group_name(), &account.settings);
        let most_tries = account.settings.tries.clamp(1, MOST_TRIES);
        let mut renewed = false;
        gate.note_call();
        loop {
            let token = match oauth {
                Some(oauth) => Some(self.token(oauth, call.operation, deadline).await?),
                None => None,
            };
            let pass = gate.enter(deadline).await.map_err(|shut| self.shut(call, shut))?;
            *tries += 1;
            let proof = oauth.zip(token.as_deref());
            let Failed { error, then } = match self.try_once(call, &ready, proof, &gate, pass).await
            {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            match then {
                // Another token is no second try of the same: it needs no pause, but it is paid for.
                Then::NewToken if !renewed && *tries < most_tries && gate.may_retry() => {
                    renewed = true;
                }
                Then::TryAgain(told) if *tries < most_tries => {
                    let average = account.settings.backoff;
                    let own = backoff::wait(average, u32::from(*tries), fastrand::u32(..));
                    let wait = own.max(told.unwrap_or_default());
                    if Instant::now() + wait >= deadline || !gate.may_retry() {
                        return Err(error);
                    }
                    sleep(wait).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// One request, sent at most once, and what its outcome means.
    async fn try_once(
        &self,
        call: &Call,
        ready: &Ready,
        proof: Option<(&OAuth, &Token)>,
        gate: &Gate,
        pass: Pass,
    ) -> std::result::Result<Answer, Failed> {
        let give_up = |error| Failed { error, then: Then::GiveUp };
        let mut headers = ready.headers.clone();
        if let Some((oauth, token)) = proof {
            let (name, value) = oauth.header_for(&token.secret);
            insert_secret(&mut headers, name, &value)
                .map_err(|unfit| give_up(self.invalid(call, "headers", &unfit)))?;
        }
        let mut request = reqwest::Request::new(call.method.clone(), ready.url.clone());
        *request.headers_mut() = headers;
        let library = self.0.client.library(ready.once);
        let sent = send(library, request, ready.body.clone(), ready.bounds);
        #[cfg(feature = "_probe")]
        let sent = async {
            match &self.0.client.stage {
                Some(stage) => Ok(stage.answer(ready.url.path(), ready.bounds.cap)),
                None => sent.await,
            }
        };
        let received = match sent.await {
            Ok(received) => received,
            Err(missing) => return Err(self.without_answer(call, ready, missing, pass)),
        };
        let status = received.status;
        if let Some(recorder) = &self.0.recorder
            && call.step != Some(Step::Token)
        {
            recorder.write(&self.0.carrier, call, &received);
        }
        match received {
            Received { status: 200..=299, broken: Some(why), .. } => {
                Err(self.half_answered(call, ready, status, why, pass))
            }
            Received { status: 200..=299, broken: None, .. } => {
                pass.settle(Verdict::Works);
                Ok(self.answer(call, received))
            }
            refused => {
                pass.settle(match status {
                    429 => Verdict::Unclear,
                    500.. => Verdict::Fails,
                    _ => Verdict::Works,
                });
                let wait =
                    retry_after::read(&refused.headers, &self.0.retry_after, SystemTime::now());
                if status == 429
                    && let Some(wait) = wait
                {
                    gate.close_for(wait);
                }
                if status == 401
                    && let Some((_, token)) = proof
                {
                    self.0.tokens.of(ACCOUNT).drop_refused(token);
                }
                let answer = self.answer(call, refused);
                let told = (self.0.errors)(&answer).or_else(|| {
                    (call.step == Some(Step::Token)).then(|| token::refusal(&answer))?
                });
                let error = as_error(&answer, told, wait);
                let then = match status {
                    _ if ready.once => Then::GiveUp,
                    401 if proof.is_some() => Then::NewToken,
                    408 | 425 | 429 | 500.. if is_passing(&error) => Then::TryAgain(wait),
                    _ => Then::GiveUp,
                };
                Err(Failed { error, then })
            }
        }
    }

    fn without_answer(&self, call: &Call, ready: &Ready, missing: Lost, pass: Pass) -> Failed {
        // A caller who had little time says nothing about the carrier; the pass itself knows how long it was.
        if Instant::now() < ready.bounds.deadline || !missing.timed_out {
            pass.settle(Verdict::Fails);
        }
        let again = !(ready.once && missing.sent);
        let (kind, source) = lost(missing);
        let then = if again { Then::TryAgain(None) } else { Then::GiveUp };
        Failed { error: self.failed(call, kind).caused_by(source), then }
    }

    fn half_answered(
        &self,
        call: &Call,
        ready: &Ready,
        status: u16,
        why: Broken,
        pass: Pass,
    ) -> Failed {
        let again = match why {
            Broken::TooLong(_) => {
                pass.settle(Verdict::Unclear);
                false
            }
            Broken::Cut(_) => {
                pass.settle(Verdict::Fails);
                true
            }
            Broken::TimedOut => true,
        };
        let (kind, source) = broken(status, why);
        let error = self.failed(call, kind).with_status(status).caused_by(source);
        let then = if again && !ready.once { Then::TryAgain(None) } else { Then::GiveUp };
        Failed { error, then }
    }

    /// The account's token, asked for where there is none.
    async fn token(
        &self,
        oauth: &OAuth,
        operation: Operation,
        deadline: Instant,
    ) -> Result<Arc<Token>> {
        let fetch = async { self.ask_for_token(oauth, operation, deadline).await };
        let token = self.0.tokens.of(ACCOUNT).get(deadline, fetch).await;
        token.map_err(|none| self.no_token(none, operation))
    }

    /// Boxed, for it is a call inside a call.
    fn ask_for_token<'a>(
        &'a self,
        oauth: &'a OAuth,
        operation: Operation,
        deadline: Instant,
    ) -> Pin<Box<dyn Future<Output = Result<Fetched>> + Send + 'a>> {
        Box::pin(async move {
            let mut request = oauth.call(operation);
            request.until = Some(deadline);
            oauth.read(&self.carry_out(&request, false, &mut 0).await?)
        })
    }

    /// A new token, in place of the one that is kept.
    pub(super) async fn new_token(&self) -> Result<AccountCheck> {
        let Some(oauth) = &self.0.auth.oauth else { return Ok(AccountCheck::NotAsked) };
        let operation = Operation::CheckAccount;
        self.0.tokens.of(ACCOUNT).forget();
        self.token(oauth, operation, self.deadline(operation, None)).await?;
        Ok(AccountCheck::Accepted)
    }

    /// The token of another purpose, which the adapter knows to ask for.
    pub(super) async fn purpose_token(
        &self,
        purpose: &'static str,
        operation: Operation,
        fetch: impl Future<Output = Result<(Secret, Option<Duration>)>> + Send,
    ) -> Result<Secret> {
        let deadline = self.deadline(operation, None);
        let fetch = async { fetch.await.map(|(secret, lives)| Fetched { secret, lives }) };
        match self.0.tokens.of(purpose).get(deadline, fetch).await {
            Ok(token) => Ok(token.secret.clone()),
            Err(none) => Err(self.no_token(none, operation)),
        }
    }

    fn no_token(&self, none: NoToken, operation: Operation) -> Error {
        match none {
            NoToken::Failed(error) => again(&error, operation),
            NoToken::Waited => {
                let kind = ErrorKind::TimedOut { sent: false };
                Error::new(self.0.carrier.clone(), operation, kind).at_step(Step::Token)
            }
        }
    }

    /// When a call that begins now has to be over.
    fn deadline(&self, operation: Operation, until: Option<Instant>) -> Instant {
        let now = Instant::now();
        let own = now.checked_add(self.0.settings.total.of(operation));
        let deadlines = [until, deadline::current().map(Into::into), own];
        deadlines.into_iter().flatten().min().unwrap_or(now)
    }

    fn ready(&self, call: &Call, as_account: bool) -> Result<Ready> {
        let account = &*self.0;
        if !call.faults.is_empty() {
            return Err(Error::invalid(
                account.carrier.clone(),
                call.operation,
                call.faults.clone(),
            ));
        }
        let mut url = self.address(call, as_account)?;
        let none = Auth::new();
        let auth = if as_account { &account.auth } else { &none };
        let headers = |error: &dyn std::fmt::Display| self.invalid(call, "headers", error);
        let mut sent = HeaderMap::with_capacity(8);
        for (name, value) in account.headers.iter().filter(|_| as_account).chain(&call.headers) {
            sent.insert(
                header_name(name).map_err(|unfit| headers(&unfit))?,
                header_value(name, value).map_err(|unfit| headers(&unfit))?,
            );
        }
        auth.apply(&mut url, &mut sent).map_err(|unfit| headers(&unfit))?;
        for (name, value) in &call.secret_headers {
            insert_secret(&mut sent, name, value).map_err(|unfit| headers(&unfit))?;
        }
        let body = slot::fill(&call.body, &auth.slots)
            .map_err(|misplaced| self.invalid(call, "body", &misplaced))?;
        let deadline = self.deadline(call.operation, call.until);
        let cap = call.cap(&account.settings.longest);
        let bounds = Bounds { deadline, idle: account.settings.idle, cap };
        Ok(Ready { url, headers: sent, body, once: call.is_once(), bounds })
    }

    /// Where a call goes. Credentials go to the account's own host only.
    fn address(&self, call: &Call, as_account: bool) -> Result<Url> {
        let base = &self.0.base;
        let text = match &call.target {
            Target::Path(_) => {
                let path = call.path_and_query();
                let slash = if path.starts_with('/') || path.is_empty() { "" } else { "/" };
                format!("{}{slash}{path}", base.as_str().trim_end_matches('/'))
            }
            Target::Url(_) => call.path_and_query(),
        };
        let url = Url::parse(&text)
            .map_err(|error| self.invalid(call, "path", &format_args!("no address: {error}")))?;
        if as_account && url.origin() != base.origin() {
            let why = "leads to another host than base_url; credentials are not sent there";
            return Err(self.invalid(call, "path", &why));
        }
        Ok(url)
    }

    fn answer(&self, call: &Call, received: Received) -> Answer {
        Answer::received(self.0.carrier.clone(), (call.operation, call.step), received)
    }

    fn failed(&self, call: &Call, kind: ErrorKind) -> Error {
        let error = Error::new(self.0.carrier.clone(), call.operation, kind);
        match call.step {
            Some(step) => error.at_step(step),
            None => error,
        }
    }

    fn invalid(&self, call: &Call, field: &str, why: &dyn std::fmt::Display) -> Error {
        self.failed(call, ErrorKind::InvalidRequest(Faults::one(field, why.to_string())))
    }

    fn shut(&self, call: &Call, shut: Shut) -> Error {
        match shut {
            Shut::TooEarly(wait) => {
                self.failed(call, ErrorKind::RateLimited { retry_after: Some(wait) })
            }
            Shut::Resting(_) => self
                .failed(call, ErrorKind::Unavailable { sent: false, status: None })
                .caused_by("it failed several times in a row and is left alone for a moment"),
        }
    }
}

/// Whether it may be different in a moment: an adapter may know that it will not.
fn is_passing(error: &Error) -> bool {
    use ErrorKind::{RateLimited, TimedOut, Unavailable};
    matches!(error.kind(), RateLimited { .. } | Unavailable { .. } | TimedOut { .. })
}

/// The purpose of the account's own token.
const ACCOUNT: &str = "account";

/// The same failure, for each of those who waited.
fn again(error: &Error, operation: Operation) -> Error {
    let mut causes = String::new();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        if !causes.is_empty() {
            causes.push_str(": ");
        }
        causes.push_str(&source.to_string());
        cause = source.source();
    }
    let mut told =
        Error::new(error.carrier().clone(), operation, error.kind().clone()).at_step(Step::Token);
    if let Some(status) = error.status() {
        told = told.with_status(status);
    }
    if let Some(id) = error.request_id() {
        told = told.with_request_id(id);
    }
    if causes.is_empty() { told } else { told.caused_by(Source::from(causes)) }
}
