//! One thread that writes: it takes what has come in together, does it in one transaction and syncs once.

use std::fmt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::fault;
use super::place::Place;
use crate::store::{Result, StoreError};

/// How many calls share a commit at the most.
const TOGETHER: usize = 256;

/// The way to the thread. When this is dropped the thread has done what it was given, and the file is closed.
pub(super) struct Writer {
    /// `None`: it is told to end.
    jobs: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // It broke where this fails, and its callers know that.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}

enum Message {
    /// Part of a transaction.
    Job(Box<dyn Job>),
    /// On its own, outside a transaction.
    Alone(Box<dyn FnOnce(&Connection) + Send>),
}

trait Job: Send {
    /// Does it; whether what it did is to stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells the caller what became of it.
    fn answer(self: Box<Self>, committed: Option<&str>);
}

struct Task<T, F> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Result<T> + Send> Job for Task<T, F> {
    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, failed: Option<&str>) {
        let result = match (failed, self.result) {
            (None, Some(result)) => result,
            // What it said itself, even where the others' commit failed.
            (Some(_), Some(Err(error))) => Err(error),
            (Some(why), _) => Err(told(why)),
            (None, None) => Err(StoreError::failed("it was not reached")),
        };
        // A caller who is gone does not want to know.
        let _ = self.reply.send(result);
    }
}

const BUSY: &str = "busy";

fn told(why: &str) -> StoreError {
    if why == BUSY { StoreError::Busy } else { StoreError::failed(why) }
}

fn gone() -> StoreError {
    StoreError::failed("the thread that writes has ended")
}

impl Writer {
    pub(super) fn start(connection: Connection, place: Place) -> Result<Self> {
        let (jobs, received) = sync_channel(4 * TOGETHER);
        let thread = std::thread::Builder::new()
            .name("arriero-store".to_owned())
            .spawn(move || {
                serve(&connection, &place, &received);
            })
            .map_err(StoreError::failed)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Does it in a transaction with others; answers once that is committed.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Task { work: Some(work), result: None, reply };
        self.send(Message::Job(Box::new(task)))?;
        answer.await.map_err(|_| gone())?
    }

    /// Does it on its own, outside a transaction.
    pub(super) async fn alone<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = move |connection: &Connection| {
            let _ = reply.send(work(connection));
        };
        self.send(Message::Alone(Box::new(work)))?;
        answer.await.map_err(|_| gone())?
    }

    /// Never blocks: more than the thread can hold is told as busy.
    fn send(&self, message: Message) -> Result<()> {
        let Some(jobs) = &self.jobs else { return Err(gone()) };
        jobs.try_send(message).map_err(|error| match error {
            std::sync::mpsc::TrySendError::Full(_) => StoreError::Busy,
            std::sync::mpsc::TrySendError::Disconnected(_) => gone(),
        })
    }
}

fn serve(connection: &Connection, place: &Place, received: &Receiver<Message>) {
    while let Ok(first) = received.recv() {
        let mut next = Some(first);
        while let Some(message) = next.take() {
            match message {
                Message::Alone(work) => work(connection),
                Message::Job(job) => next = together(connection, place, job, received),
            }
        }
    }
}

/// One transaction with all that waits; returns what came in between and has to be on its own.
fn together(
    connection: &Connection,
    place: &Place,
    first: Box<dyn Job>,
    received: &Receiver<Message>,
) -> Option<Message> {
    let mut jobs = vec![first];
    let mut left = None;
    while jobs.len() < TOGETHER {
        match received.try_recv() {
            Ok(Message::Job(job)) => jobs.push(job),
            Ok(alone) => {
                left = Some(alone);
                break;
            }
            Err(_) => break,
        }
    }
    let done = place
        .holds()
        .and_then(|()| transaction(connection, &mut jobs))
        // Nor is it committed where the file was taken away meanwhile.
        .and_then(|()| place.holds());
    let failed = done.err().map(|error| match error {
        StoreError::Busy => BUSY.to_owned(),
        StoreError::Failed(why) => why,
        other => other.to_string(),
    });
    for job in jobs {
        job.answer(failed.as_deref());
    }
    left
}

fn transaction(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(fault)?;
    let done =
        all(connection, jobs).and_then(|()| connection.execute_batch("COMMIT").map_err(fault));
    if done.is_err() {
        // SQLite has rolled back by itself after some faults; then this has nothing to do.
        let _ = connection.execute_batch("ROLLBACK");
    }
    done
}

fn all(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<()> {
    for job in jobs {
        connection.execute_batch("SAVEPOINT one").map_err(fault)?;
        let stays = job.run(connection);
        let end = if stays { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        connection.execute_batch(end).map_err(fault)?;
    }
    Ok(())
}
