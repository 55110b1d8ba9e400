//! Reader, workers, writer: rows in parcels of a few dozen, each worker in its turn, so that they come out in the order they
//! went in. Every channel is bounded; memory does not grow with the number of rows.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::task::{Context, Poll, Waker};
use std::thread;

use tokio::runtime::Handle;

use super::desk::{self, Desk};
use super::format::RowFormat;
use super::records::{Cells, Record};
use crate::document::{BatchDocument, BatchRow};

/// Rows that travel together: few enough that little is lost by a kill, enough that the way costs nothing.
const ROWS_TOGETHER: usize = 64;
/// A parcel of long rows is closed before it has all its rows.
const BYTES_TOGETHER: usize = 1024 * 1024;
/// Parcels that may wait at each worker's door, on either side.
const WAITING: usize = 2;

/// Rows on their way in: one text, and where each cell ends in it.
#[derive(Debug, Default)]
pub(super) struct Parcel {
    text: String,
    ends: Vec<usize>,
    rows: Vec<Row>,
    /// How many bytes of the input were read up to here.
    through: u64,
}

#[derive(Debug)]
struct Row {
    line: u64,
    text: Range<usize>,
    /// Its cells, or what is wrong with the row as a whole.
    cells: Result<Range<usize>, String>,
}

impl Parcel {
    pub(super) fn push(&mut self, record: Record<'_>) {
        let (text, ends) = (self.text.len(), self.ends.len());
        let cells = record.cells.map(|Cells { text, ends: of_row }| {
            self.text.push_str(text);
            self.ends.extend_from_slice(of_row);
            ends..self.ends.len()
        });
        self.rows.push(Row { line: record.line, text: text..self.text.len(), cells });
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS_TOGETHER || self.text.len() >= BYTES_TOGETHER
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) const fn read_through(&mut self, bytes: u64) {
        self.through = bytes;
    }
}

/// Rows on their way out.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) bytes: Vec<u8>,
    pub(super) counts: BatchDocument,
    pub(super) through: u64,
}

/// Sends what `read` gives through `workers` threads and hands it to `write`, in order. Ends at the first error of either.
pub(super) fn run(
    desk: &Arc<Desk>,
    format: RowFormat,
    workers: usize,
    mut read: impl FnMut() -> io::Result<Option<Parcel>> + Send,
    mut write: impl FnMut(Answered) -> io::Result<()>,
) -> Result<(), Stopped> {
    let runtime = Handle::current();
    thread::scope(|scope| {
        let (mut entries, mut exits) = (Vec::new(), Vec::new());
        let mut threads = Vec::new();
        for _ in 0..workers.max(1) {
            let (entry, parcels) = sync_channel::<Parcel>(WAITING);
            let (answers, exit) = sync_channel(WAITING);
            let worker = Worker { desk, format, runtime: &runtime };
            threads.push(scope.spawn(move || worker.work(&parcels, &answers)));
            entries.push(entry);
            exits.push(exit);
        }
        let reader = scope.spawn(move || -> io::Result<()> {
            for entry in entries.iter().cycle() {
                let Some(parcel) = read()? else { break };
                if entry.send(parcel).is_err() {
                    // The writer has given up, and says why.
                    break;
                }
            }
            Ok(())
        });
        let written = collect(&exits, &mut write);
        // Whoever waits to hand over something more learns that nobody takes it.
        drop(exits);
        let broken = || Stopped::Read(io::Error::other("a part of the program broke off"));
        let read = reader.join().map_err(|_| broken());
        for thread in threads {
            thread.join().map_err(|_| broken())?;
        }
        written.map_err(Stopped::Write)?;
        read?.map_err(Stopped::Read)
    })
}

/// Why a run ended before its rows did.
#[derive(Debug)]
pub(super) enum Stopped {
    Read(io::Error),
    Write(io::Error),
}

/// Takes a parcel from each worker in turn, as they were given out; the first that has none was never given one.
fn collect(
    exits: &[Receiver<Answered>],
    write: &mut impl FnMut(Answered) -> io::Result<()>,
) -> io::Result<()> {
    for exit in exits.iter().cycle() {
        let Ok(answered) = exit.recv() else { break };
        write(answered)?;
    }
    Ok(())
}

struct Worker<'w> {
    desk: &'w Arc<Desk>,
    format: RowFormat,
    runtime: &'w Handle,
}

impl Worker<'_> {
    fn work(&self, parcels: &Receiver<Parcel>, answers: &SyncSender<Answered>) {
        // Carriers that wait need the clock and the network of the runtime.
        let _entered = self.runtime.enter();
        for parcel in parcels {
            if answers.send(self.answer(&parcel)).is_err() {
                return;
            }
        }
    }

    fn answer(&self, parcel: &Parcel) -> Answered {
        let rows: Vec<_> = parcel.rows.iter().map(|row| self.begin(parcel, row)).collect();
        let (mut bytes, mut counts) = (Vec::with_capacity(16 * 1024), BatchDocument::default());
        for (id, begun) in rows {
            let mut row = match begun {
                Begun::Done(row) => row,
                Begun::Waits(line, task) => self.runtime.block_on(task).unwrap_or_else(|_| {
                    desk::refused(
                        line,
                        &["the row could not be decided: its carriers' code broke off".into()],
                    )
                }),
            };
            row.id = id;
            counts.count(&row);
            self.format.write(&row, &mut bytes);
        }
        Answered { bytes, counts, through: parcel.through }
    }

    /// Begins a row, and ends it where nobody has to be waited for.
    fn begin(&self, parcel: &Parcel, row: &Row) -> (Option<String>, Begun) {
        let text = parcel.text.get(row.text.clone()).unwrap_or_default();
        let cells = match &row.cells {
            Ok(cells) => cells.clone(),
            Err(fault) => {
                return (None, Begun::Done(desk::refused(row.line, std::slice::from_ref(fault))));
            }
        };
        let ends = parcel.ends.get(cells).unwrap_or_default();
        let cells: Vec<&str> = Cells { text, ends }.iter().collect();
        let id = self.desk.id(&cells);
        let document = match self.desk.read(&cells) {
            Ok(document) => document,
            Err(faults) => return (id, Begun::Done(desk::refused(row.line, &faults))),
        };
        let mut deciding = Box::pin(Arc::clone(self.desk).decide(row.line, document));
        match deciding.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(row) => (id, Begun::Done(row)),
            Poll::Pending => (id, Begun::Waits(row.line, self.runtime.spawn(deciding))),
        }
    }
}

/// A row that was begun.
enum Begun {
    Done(BatchRow),
    Waits(u64, tokio::task::JoinHandle<BatchRow>),
}
