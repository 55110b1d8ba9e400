//! Choosing for many shipments: rows in, a choice for each out, in the same order, in bounded memory.
//!
//! Each row is a shipment; its columns are the fields that differ, a document holds what all rows share
//! ([`ShipmentRows`](crate::document::ShipmentRows)). Each row comes out once, in its place, with the rate that was chosen and
//! why the others were not, or with what is wrong with it: no row ends the run.
//!
//! - **On all cores.** A reader, workers, an ordered writer, with bounded channels between them. Carriers that answer at once,
//!   as rate sheets do, are asked on the worker's own thread; of the others' requests no more are in flight than
//!   [`Batch::requests_in_flight`] allows.
//! - **Goes on where it was stopped.** Rows for a file grow in `FILE.part`, and `FILE.resume` says what they belong to. However a
//!   run ended, the same call keeps every row that is whole, prices the rest, and ends in the same bytes as a run that nobody
//!   stopped. The moment of the decision is that of the first call. Where the rows, the settings or the version have changed since, it
//!   refuses. A second call at the same time refuses, too.
//! - **What is durable.** A killed process loses no row that was written. The disk is asked to keep them every five seconds and at
//!   the end, before the file gets its name; where the power fails, rows of the last five seconds are priced again.
//!
//! ```no_run
//! use arriero::batch::{Batch, Output};
//! # fn carriers() -> arriero::carrier::Carriers { arriero::carrier::Carriers::new() }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
//! # let _entered = runtime.enter();
//!
//! let batch = Batch::new(carriers());
//! let answered = batch.run("orders.csv".as_ref(), Output::file("choices.csv"), |progress| {
//!     eprintln!("{} rows", progress.rows);
//! })?;
//! println!("{} chosen of {}", answered.chosen, answered.rows);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod desk;
mod error;
mod fingerprint;
mod format;
mod input;
mod part;
mod pipeline;
mod progress;
mod records;
mod run;
mod template;
pub mod words;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

pub use error::BatchError;
pub use fingerprint::Fingerprint;
pub use format::{COLUMNS, RowFormat};
pub use progress::Progress;
pub use run::Output;

use crate::carrier::Carriers;
use crate::input::Text;
use crate::model::OffsetDateTime;
use crate::quote::Deadlines;

/// How many requests to carriers are in flight at the most, where nobody says otherwise.
pub const REQUESTS_IN_FLIGHT: u32 = 32;

/// How the rows of a file are decided.
#[derive(Clone, Debug)]
pub struct Batch {
    carriers: Carriers,
    defaults: Option<Text>,
    now: Option<OffsetDateTime>,
    deadlines: Deadlines,
    workers: usize,
    requests_in_flight: u32,
    format: RowFormat,
    settings: Fingerprint,
    inputs: Vec<PathBuf>,
}

impl Batch {
    /// Asks these carriers, on every core, for ten seconds a row at the most.
    #[must_use]
    pub fn new(carriers: Carriers) -> Self {
        Self {
            carriers,
            defaults: None,
            now: None,
            deadlines: Deadlines::within(Duration::from_secs(10)),
            workers: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            requests_in_flight: REQUESTS_IN_FLIGHT,
            format: RowFormat::Csv,
            settings: Fingerprint::new(),
            inputs: Vec::new(),
        }
    }

    /// What all rows share: a shipment, or a part of one.
    #[must_use]
    pub fn defaults(mut self, defaults: Text) -> Self {
        self.defaults = Some(defaults);
        self
    }

    /// The moment of every decision; else it is the moment of the first call.
    #[must_use]
    pub const fn at(mut self, now: OffsetDateTime) -> Self {
        self.now = Some(now);
        self
    }

    /// How long carriers are waited for, for each row.
    #[must_use]
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// How many threads decide.
    #[must_use]
    pub const fn workers(mut self, workers: NonZeroUsize) -> Self {
        self.workers = workers.get();
        self
    }

    /// How many requests are in flight at the most, to all carriers together. A shipment that needs more at once gets them when
    /// no other has any.
    #[must_use]
    pub const fn requests_in_flight(mut self, most: u32) -> Self {
        self.requests_in_flight = if most == 0 { 1 } else { most };
        self
    }

    /// How the rows are written.
    #[must_use]
    pub const fn format(mut self, format: RowFormat) -> Self {
        self.format = format;
        self
    }

    /// What else the decisions follow from, such as the configuration and its sheets: a run that goes on must have the same. The
    /// defaults and the carriers' names count without being added.
    #[must_use]
    pub fn settings(mut self, settings: Fingerprint) -> Self {
        self.settings = settings;
        self
    }

    /// A file that is read elsewhere, and that the output must not be written over.
    #[must_use]
    pub fn spare(mut self, file: impl Into<PathBuf>) -> Self {
        self.inputs.push(file.into());
        self
    }
}
