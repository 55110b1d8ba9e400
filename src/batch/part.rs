//! The file that grows beside the one that is asked for, and the note of what it belongs to. A run that was killed is gone on
//! with; the file gets its own name when it is whole.
//!
//! For an output `out.csv`: the rows grow in `out.csv.part`; `out.csv.resume` says by which input, settings and moment. Made in
//! this order: part, note; ended in this order: part synced, renamed, note removed. So a note without a part tells that
//! nothing but the removal was left to do.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::error::BatchError;
use super::format::RowFormat;
use crate::input::Complaints;
use crate::model::OffsetDateTime;

/// How long rows may be known to the system only, and not to the disk. A killed process loses none of them; where the power
/// fails, those of this time are priced again.
const SYNC_EVERY: Duration = Duration::from_secs(5);

/// What a part belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The version of this crate: another may decide otherwise.
    pub(super) version: String,
    /// The content of the input.
    pub(super) input: String,
    /// What all rows share, and the caller's own settings.
    pub(super) settings: String,
    pub(super) format: RowFormat,
    /// The moment of every decision.
    pub(super) now: OffsetDateTime,
}

impl Note {
    /// What this run has otherwise than the one that wrote `earlier`; `None`: nothing.
    fn differs(&self, earlier: &Self, asked: Option<OffsetDateTime>) -> Option<String> {
        if self.input != earlier.input {
            return Some("the rows have changed".into());
        }
        if self.settings != earlier.settings {
            return Some(
                "the configuration, a sheet, the defaults or the carriers have changed".into(),
            );
        }
        if self.format != earlier.format {
            return Some("the rows were written in another format".into());
        }
        if asked.is_some_and(|asked| asked != earlier.now) {
            return Some(format!("it decided at {}", earlier.now.to_rfc3339()));
        }
        let version = &earlier.version;
        (self.version != *version).then(|| format!("it was made by arriero {version}"))
    }
}

/// A file that grows.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    places: Places,
    synced: Instant,
}

/// Where the three files are.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) out: PathBuf,
    pub(super) part: PathBuf,
    pub(super) note: PathBuf,
}

impl Places {
    pub(super) fn of(out: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = out.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        Self { out: out.to_owned(), part: beside(".part"), note: beside(".resume") }
    }

    fn complain(&self, message: impl Into<String>) -> BatchError {
        Complaints::of_file(self.out.display().to_string(), message).into()
    }

    fn unwritable(&self, source: &io::Error) -> BatchError {
        self.complain(format!("cannot be written: {source}"))
    }

    /// None of them may be a file that is read.
    pub(super) fn spare(&self, inputs: &[PathBuf]) -> Result<(), BatchError> {
        let same = |one: &Path, other: &Path| matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other);
        for place in [&self.out, &self.part, &self.note] {
            if let Some(input) = inputs.iter().find(|input| same(place, input)) {
                let message =
                    format!("would be written over {}; name another file", input.display());
                return Err(self.complain(message));
            }
        }
        Ok(())
    }
}

impl Part {
    /// Opens the part of an output: that of an earlier run where it belongs to the same, else a new one. Gives the note that
    /// holds.
    pub(super) fn open(
        places: Places,
        note: Note,
        asked: Option<OffsetDateTime>,
        restart: bool,
    ) -> Result<(Self, Note), BatchError> {
        let failed = |error: io::Error| places.unwritable(&error);
        let earlier = if restart { None } else { places.earlier()? };
        let earlier = match earlier {
            Some(earlier) if !places.part.exists() => {
                // Its run came to its end, but for the note. Another one starts anew.
                let same = note.differs(&earlier, asked).is_none() && places.out.is_file();
                same.then(|| fs::rename(&places.out, &places.part).map(|()| earlier))
                    .transpose()
                    .map_err(failed)?
            }
            earlier => earlier,
        };
        let file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&places.part)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) | Err(fs::TryLockError::Error(_)) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(places.complain("is being written by another run; wait for its end"));
            }
        }
        let mut part = Self { file, places, synced: Instant::now() };
        if let Some(earlier) = earlier {
            if let Some(difference) = note.differs(&earlier, asked) {
                return Err(part.places.complain(format!(
                    "belongs to a run that was stopped, and {difference}; make it as it was, or begin anew with --restart"
                )));
            }
            return Ok((part, earlier));
        }
        part.begin(&note).map_err(|error| part.places.unwritable(&error))?;
        Ok((part, note))
    }

    /// An empty part, and its note after it.
    fn begin(&mut self, note: &Note) -> io::Result<()> {
        // A note that is there belongs to rows that go now.
        remove(&self.places.note)?;
        self.file.set_len(0)?;
        let folder = folder(&self.places.note);
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, note)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.places.note)?;
        sync_folder(folder);
        Ok(())
    }

    /// What is in it, from its beginning.
    pub(super) fn content(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// Cuts off what is behind a byte, and goes on there.
    pub(super) fn cut(&mut self, behind: u64) -> io::Result<()> {
        self.file.set_len(behind)?;
        self.file.seek(SeekFrom::Start(behind)).map(|_| ())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        if self.synced.elapsed() >= SYNC_EVERY {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Gives it the name that was asked for.
    pub(super) fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.places.part, &self.places.out)?;
        let folder = folder(&self.places.out);
        sync_folder(folder);
        remove(&self.places.note)?;
        sync_folder(folder);
        Ok(())
    }
}

impl Places {
    /// The note of an earlier run.
    fn earlier(&self) -> Result<Option<Note>, BatchError> {
        let text = match fs::read(&self.note) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.unwritable(&error)),
        };
        serde_json::from_slice(&text).map(Some).map_err(|_| {
            let message = "is no note of a run; remove it, or begin anew with --restart";
            Complaints::of_file(self.note.display().to_string(), message).into()
        })
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes names durable. Where the system has no such thing, its own way has to do.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
