//! What fuzzing and benches ask of the kit: answers without a network, and what else no adapter calls. Nothing of this is promised to
//! anybody.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

use super::answer::Answer;
use super::client::Client;
use super::send::{Broken, Received};

/// Answers in place of a network, each by the path that is asked.
#[derive(Clone)]
pub(super) struct Stage(Arc<dyn Fn(&str) -> Answer + Send + Sync>);

impl Stage {
    /// What comes back from a path, cut where a longer one would be.
    pub(super) fn answer(&self, path: &str, cap: usize) -> Received {
        let Answer { status, headers, mut body, .. } = (self.0)(path);
        let broken = (body.len() > cap).then_some(Broken::TooLong(cap));
        body.truncate(cap);
        Received { status, headers, body, broken }
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stage")
    }
}

/// A client that asks nobody: each request is answered by its path. Whatever an account does with an answer it does with these.
#[must_use]
pub fn staged(client: &Client, answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Client {
    client.clone().staged(Stage(Arc::new(answer)))
}

/// What the recorder would write of a body, and the ending of its file.
#[must_use]
pub fn scrubbed(body: &[u8], kept: &[String]) -> (&'static str, String) {
    super::scrub::body(body, kept)
}

/// The wait that a `Retry-After` asks for; `None`: it asks for none.
#[must_use]
pub fn retry_after(value: &[u8]) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value).ok()?);
    super::retry_after::read(&headers, &[], SystemTime::UNIX_EPOCH + Duration::from_hours(500_000))
}
