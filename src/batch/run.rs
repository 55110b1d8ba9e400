//! One run: what goes in, what it goes on from, where it goes to.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::Batch;
use super::desk::{Desk, Gate};
use super::error::BatchError;
use super::fingerprint;
use super::input::Input;
use super::part::{Note, Part, Places};
use super::pipeline::{self, Answered, Stopped};
use super::progress::{Progress, per_second};
use super::records::Record;
use super::template::Templates;
use crate::document::BatchDocument;
use crate::input::Complaints;
use crate::model::OffsetDateTime;

/// Where the rows go.
#[non_exhaustive]
pub enum Output<'o> {
    /// As they come. A run that was stopped begins anew.
    Stream(&'o mut dyn Write),
    /// To a file that appears when it is whole. A run that was stopped is gone on with.
    #[non_exhaustive]
    File {
        /// The file. A device or a pipe gets the rows as they come.
        path: PathBuf,
        /// Whether what an earlier run left is thrown away.
        restart: bool,
    },
}

impl Output<'_> {
    /// To a file; goes on where an earlier run was stopped.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File { path: path.into(), restart: false }
    }

    /// To a file; throws away what an earlier run left.
    pub fn file_anew(path: impl Into<PathBuf>) -> Self {
        Self::File { path: path.into(), restart: true }
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(_) => f.write_str("Stream"),
            Self::File { path, restart } => {
                f.debug_struct("File").field("path", path).field("restart", restart).finish()
            }
        }
    }
}

/// An output that is open.
enum Sink<'o> {
    Stream(&'o mut dyn Write),
    Device(std::fs::File, PathBuf),
    Part(Part, PathBuf),
}

impl Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.write_all(bytes),
            Self::Device(file, _) => file.write_all(bytes),
            Self::Part(part, _) => part.write(bytes),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::Device(mut file, _) => file.flush(),
            Self::Part(part, _) => part.finish(),
        }
    }

    fn unwritable(&self) -> impl FnOnce(io::Error) -> BatchError + use<> {
        let file = match self {
            Self::Stream(_) => None,
            Self::Device(_, path) | Self::Part(_, path) => Some(path.clone()),
        };
        move |source| BatchError::Unwritable { file, source }
    }
}

impl Batch {
    /// Decides every row of a CSV file. Blocks until it is done: in asynchronous code call it where that may be.
    ///
    /// `progress` is told of every few dozen rows.
    ///
    /// # Errors
    ///
    /// [`BatchError::Refused`] before anything is written: a file that is not there or has no rows, columns that are no field or
    /// without which no row is a shipment, an output that would be written over an input, or that belongs to another run. Else
    /// what the system says where rows cannot be read or written on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with its timer enabled.
    pub fn run(
        &self,
        rows: &Path,
        to: Output<'_>,
        mut progress: impl FnMut(&Progress),
    ) -> Result<BatchDocument, BatchError> {
        let started = Instant::now();
        let mut input = Input::open(rows, self.defaults.as_ref())?;
        let (mut sink, now) = self.open(to, rows)?;
        let unwritable = sink.unwritable();
        let mut counts = BatchDocument::default();
        if let Err(error) = self.catch_up(&mut sink, &mut input, &mut counts) {
            return Err(unwritable(error));
        }
        let (resumed, resumed_bytes) = (counts.rows, input.records.taken());
        counts.resumed = resumed;
        let desk = Arc::new(Desk {
            carriers: self.carriers.clone(),
            gate: Gate::new(&self.carriers, self.requests_in_flight),
            templates: Templates::new(&input.reader),
            reader: input.reader.clone(),
            now,
            deadlines: self.deadlines.clone(),
        });
        let of_bytes = input.bytes;
        let write = |answered: Answered| {
            sink.write(&answered.bytes)?;
            counts.merge(&answered.counts);
            progress(&Progress {
                rows: counts.rows,
                resumed,
                bytes: answered.through,
                of_bytes,
                resumed_bytes,
                elapsed: started.elapsed(),
            });
            Ok(())
        };
        match pipeline::run(&desk, self.format, self.workers, || input.parcel(), write) {
            Ok(()) => sink.finish().map_err(unwritable)?,
            Err(Stopped::Write(error)) => return Err(unwritable(error)),
            Err(Stopped::Read(source)) => {
                return Err(BatchError::Unreadable { file: rows.to_owned(), source });
            }
        }
        let elapsed = started.elapsed();
        counts.elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        counts.rows_per_second = per_second(counts.rows - resumed, elapsed);
        Ok(counts)
    }

    /// Opens the output, and gives the moment that is decided at.
    fn open<'o>(
        &self,
        to: Output<'o>,
        rows: &Path,
    ) -> Result<(Sink<'o>, OffsetDateTime), BatchError> {
        let system = || chrono::DateTime::<chrono::Utc>::from(SystemTime::now()).fixed_offset();
        let now = self.now.unwrap_or_else(system);
        let (path, restart) = match to {
            Output::Stream(stream) => return Ok((Sink::Stream(stream), now)),
            Output::File { path, restart } => (path, restart),
        };
        let complain = |message: String| Complaints::of_file(path.display().to_string(), message);
        if path.is_dir() {
            return Err(complain("is a directory; name a file in it".into()).into());
        }
        if path.exists() && !path.is_file() {
            let file = std::fs::OpenOptions::new().write(true).open(&path);
            let file = file.map_err(|error| complain(format!("cannot be written: {error}")))?;
            return Ok((Sink::Device(file, path), now));
        }
        let places = Places::of(&path);
        let inputs: Vec<_> = self.inputs.iter().cloned().chain([rows.to_owned()]).collect();
        places.spare(&inputs)?;
        let input = fingerprint::of_file(rows)
            .map_err(|source| BatchError::Unreadable { file: rows.to_owned(), source })?;
        let note = Note {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            input,
            settings: self.all_settings(),
            format: self.format,
            now,
        };
        let (part, note) = Part::open(places, note, self.now, restart)?;
        Ok((Sink::Part(part, path), note.now))
    }

    fn all_settings(&self) -> String {
        let mut settings = self.settings.clone();
        if let Some(defaults) = &self.defaults {
            settings.add("defaults", defaults.content());
        }
        for carrier in &self.carriers {
            settings.add("carrier", carrier.id().as_str());
        }
        settings.text()
    }

    /// Keeps what an earlier run has answered, and leaves the input behind it. Else writes what stands before the first row.
    fn catch_up(
        &self,
        sink: &mut Sink<'_>,
        input: &mut Input,
        counts: &mut BatchDocument,
    ) -> io::Result<()> {
        let header = self.format.header();
        let Sink::Part(part, _) = sink else { return sink.write(header.as_bytes()) };
        let content = part.content()?;
        let mut off_the_track = false;
        let whole = self.format.read_back(content, |row| {
            let same = match input.records.next()? {
                Some(Record { line, cells }) => {
                    let cells: Vec<_> = cells.iter().flat_map(|cells| cells.iter()).collect();
                    line == row.line && input.reader.id(&cells) == row.id.as_deref()
                }
                None => false,
            };
            if same {
                counts.count(row);
            }
            off_the_track = !same;
            Ok(same)
        })?;
        if off_the_track {
            // A row was taken from the input and not found: it is taken again.
            *input = Input::open(&input.path, self.defaults.as_ref()).map_err(io::Error::other)?;
            for _ in 0..counts.rows {
                input.records.next()?;
            }
        }
        part.cut(whole)?;
        if whole == 0 { part.write(header.as_bytes()) } else { Ok(()) }
    }
}
