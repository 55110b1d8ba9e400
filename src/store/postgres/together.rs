//! Calls that wait at the same time share a transaction: one of them takes what has come in to the database, and it is synced once for
//! all. What a call does there is in `calls`.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use tokio::sync::oneshot;

use super::connect::unreached;
use crate::store::{Result, StoreError};

/// How many calls share a transaction at the most.
const MOST: usize = 128;
/// How many bytes of theirs do, unless one alone has more.
const MOST_BYTES: usize = 4_000_000;

/// A call that can be done with others of its kind.
#[async_trait]
pub(super) trait Shared: Sized + Send + Sync + 'static {
    type Answer: Send + 'static;

    /// What it is about. Rows are locked in the order of keys, so that two processes never wait for each other.
    /// `None`: it is about none.
    fn key(&self) -> Option<&str> {
        None
    }

    /// Roughly how many bytes it takes to the database.
    fn bytes(&self) -> usize {
        0
    }

    /// Does all of them, or none where it fails; an answer each, in their order.
    async fn together(connection: &mut Object, calls: &[Self]) -> Done<Self>;
}

/// An answer each, or why there is none.
pub(super) type Done<C> = std::result::Result<Vec<Result<<C as Shared>::Answer>>, Fault>;

/// Why calls were not done together.
pub(super) enum Fault {
    /// It may be about one of them: nothing was changed, and each is done alone.
    One(StoreError),
    /// It is about all.
    All(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::One(error)
    }
}

/// Where calls of a kind wait. Cheap to clone; clones share it.
pub(super) struct Lane<C: Shared> {
    pool: Pool,
    waiting: Arc<Mutex<Waiting<C>>>,
}

struct Waiting<C: Shared> {
    calls: VecDeque<(C, Reply<C>)>,
    /// Whether somebody is taking them to the database.
    is_served: bool,
}

type Reply<C> = oneshot::Sender<Result<<C as Shared>::Answer>>;

impl<C: Shared> Clone for Lane<C> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), waiting: Arc::clone(&self.waiting) }
    }
}

impl<C: Shared> Lane<C> {
    pub(super) fn new(pool: &Pool) -> Self {
        let waiting = Waiting { calls: VecDeque::new(), is_served: false };
        Self { pool: pool.clone(), waiting: Arc::new(Mutex::new(waiting)) }
    }

    /// Does it with those that wait too; answers once that is committed.
    pub(super) async fn call(&self, call: C) -> Result<C::Answer> {
        let (reply, answer) = oneshot::channel();
        let is_served = {
            let mut waiting = self.waiting();
            waiting.calls.push_back((call, reply));
            mem::replace(&mut waiting.is_served, true)
        };
        if !is_served {
            // In a task of its own: a caller who leaves takes nobody along.
            tokio::spawn(Serving { lane: self.clone(), is_over: false }.serve());
        }
        answer.await.map_err(|_| StoreError::failed("what was to be done was broken off"))?
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<C>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes next; `None`: nothing waits, and nobody serves from now on.
    fn next(&self) -> Option<(Vec<C>, Vec<Reply<C>>)> {
        let mut waiting = self.waiting();
        let (mut count, mut bytes) = (0, 0_usize);
        for (call, _) in waiting.calls.iter().take(MOST) {
            bytes = bytes.saturating_add(call.bytes());
            if count > 0 && bytes > MOST_BYTES {
                break;
            }
            count += 1;
        }
        if count == 0 {
            waiting.is_served = false;
            return None;
        }
        let mut next: Vec<_> = waiting.calls.drain(..count).collect();
        drop(waiting);
        // Those of one key stay in the order they came in.
        next.sort_by(|(one, _), (other, _)| one.key().cmp(&other.key()));
        Some(next.into_iter().unzip())
    }

    async fn together(&self, calls: &[C]) -> Done<C> {
        let mut connection = self.pool.get().await.map_err(|error| Fault::All(unreached(error)))?;
        C::together(&mut connection, calls).await
    }
}

/// Whoever serves a lane. Where it is broken off, for its runtime ended, the lane is free again and whoever waits is told so.
struct Serving<C: Shared> {
    lane: Lane<C>,
    is_over: bool,
}

impl<C: Shared> Serving<C> {
    async fn serve(mut self) {
        while let Some((calls, replies)) = self.lane.next() {
            match self.lane.together(&calls).await {
                Ok(answers) => answers.into_iter().zip(replies).for_each(tell::<C>),
                Err(Fault::One(_)) if calls.len() > 1 => {
                    for (call, reply) in calls.into_iter().zip(replies) {
                        tokio::spawn(alone(self.lane.clone(), call, reply));
                    }
                }
                Err(Fault::One(error) | Fault::All(error)) => {
                    for reply in replies {
                        tell::<C>((Err(error.clone()), reply));
                    }
                }
            }
        }
        self.is_over = true;
    }
}

impl<C: Shared> Drop for Serving<C> {
    fn drop(&mut self) {
        if !self.is_over {
            let mut waiting = self.lane.waiting();
            waiting.is_served = false;
            waiting.calls.clear();
        }
    }
}

/// What is wrong with one of them does not harm the others.
async fn alone<C: Shared>(lane: Lane<C>, call: C, reply: Reply<C>) {
    let answer = match lane.together(&[call]).await {
        Ok(answers) => answers.into_iter().next(),
        Err(Fault::One(error) | Fault::All(error)) => Some(Err(error)),
    };
    let none = || Err(StoreError::failed("it was not reached"));
    tell::<C>((answer.unwrap_or_else(none), reply));
}

fn tell<C: Shared>((answer, reply): (Result<C::Answer>, Reply<C>)) {
    // A caller who is gone does not want to know.
    let _ = reply.send(answer);
}
