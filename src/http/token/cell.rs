//! The place where a token is kept: asked for once however many callers wait, renewed before it ends, dropped when a carrier
//! refuses it. How it is asked for is not known here.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex as Queue;
use tokio::time::{Instant, timeout_at};

use crate::carrier::{Error, Secret};

/// An account's tokens, by purpose. The names hold no secret: the account itself is the rest of the key.
#[derive(Debug, Default)]
pub(in super::super) struct Cells(Mutex<HashMap<&'static str, Arc<Cell>>>);

impl Cells {
    pub(in super::super) fn of(&self, purpose: &'static str) -> Arc<Cell> {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cells.entry(purpose).or_default())
    }
}

/// A token as it was handed out.
#[derive(Clone, Debug)]
pub(in super::super) struct Fetched {
    pub(in super::super) secret: Secret,
    /// `None`: not told.
    pub(in super::super) lives: Option<Duration>,
}

/// A token that is kept.
#[derive(Debug)]
pub(in super::super) struct Token {
    pub(in super::super) secret: Secret,
    serial: u64,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
}

#[derive(Debug, Default)]
pub(in super::super) struct Cell {
    current: RwLock<Option<Arc<Token>>>,
    /// Who holds it asks; who waits for it finds what the other got. Where the one who asks is given up, the next one asks.
    asking: Queue<Option<Failed>>,
    serials: AtomicU64,
}

/// How the last request for a token failed, for those who waited for it.
#[derive(Debug)]
struct Failed {
    at: Instant,
    error: Arc<Error>,
}

/// Why there is no token.
#[derive(Debug)]
pub(in super::super) enum NoToken {
    Failed(Arc<Error>),
    /// Somebody else was still asking when the time was up.
    Waited,
}

/// A token of unknown life is renewed after an hour.
const USUAL_LIFE: Duration = Duration::from_hours(1);
/// A token is renewed when a tenth of its life is left, or a minute where that is less.
const MOST_SLACK: Duration = Duration::from_mins(1);
/// After a renewal failed while the old token still holds, the next one waits so long.
const BETWEEN_RENEWALS: Duration = Duration::from_secs(5);

impl Cell {
    /// The token: the kept one, or a new one from `fetch`.
    pub(in super::super) async fn get(
        &self,
        deadline: Instant,
        fetch: impl Future<Output = Result<Fetched, Error>>,
    ) -> Result<Arc<Token>, NoToken> {
        let arrived = Instant::now();
        if let Some(token) = self.kept(arrived) {
            if token.renew_at.is_none_or(|renew| arrived < renew) {
                return Ok(token);
            }
            // One renews, the others go on with what they have.
            let Ok(_asking) = self.asking.try_lock() else { return Ok(token) };
            if let Some(newer) = self.kept(arrived).filter(|newer| newer.serial != token.serial) {
                return Ok(newer);
            }
            return match fetch.await {
                Ok(fetched) => Ok(self.keep(fetched)),
                Err(_) => Ok(self.put_off_renewal(&token)),
            };
        }
        let Ok(mut asking) = timeout_at(deadline, self.asking.lock()).await else {
            return Err(NoToken::Waited);
        };
        if let Some(token) = self.kept(Instant::now()) {
            return Ok(token);
        }
        if let Some(failed) = asking.as_ref().filter(|failed| failed.at >= arrived) {
            return Err(NoToken::Failed(Arc::clone(&failed.error)));
        }
        match fetch.await {
            Ok(fetched) => {
                *asking = None;
                Ok(self.keep(fetched))
            }
            Err(error) => {
                let (error, now) = (Arc::new(error), Instant::now());
                // That this caller had little time is no reason for the others.
                *asking = (now < deadline).then(|| Failed { at: now, error: Arc::clone(&error) });
                Err(NoToken::Failed(error))
            }
        }
    }

    /// Drops a token that a carrier refused, unless it was replaced meanwhile.
    pub(in super::super) fn drop_refused(&self, token: &Token) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|kept| kept.serial == token.serial) {
            *current = None;
        }
    }

    /// Drops whatever token there is.
    pub(in super::super) fn forget(&self) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn kept(&self, now: Instant) -> Option<Arc<Token>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().filter(|token| token.ends_at.is_none_or(|end| now < end)).cloned()
    }

    fn keep(&self, Fetched { secret, lives }: Fetched) -> Arc<Token> {
        let now = Instant::now();
        let life = lives.unwrap_or(USUAL_LIFE);
        let slack = (life / 10).min(MOST_SLACK);
        let token = Arc::new(Token {
            secret,
            serial: self.serials.fetch_add(1, Ordering::Relaxed),
            renew_at: now.checked_add(life.saturating_sub(slack)),
            // Whose life is not told ends when the carrier refuses it.
            ends_at: lives.and_then(|life| now.checked_add(life)),
        });
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Some(Arc::clone(&token));
        token
    }

    fn put_off_renewal(&self, token: &Token) -> Arc<Token> {
        let held = Arc::new(Token {
            secret: token.secret.clone(),
            renew_at: Some(Instant::now() + BETWEEN_RENEWALS),
            ..*token
        });
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // Not where it was refused meanwhile.
        if current.as_ref().is_some_and(|kept| kept.serial == token.serial) {
            *current = Some(Arc::clone(&held));
        }
        held
    }
}

#[cfg(test)]
mod tests;
