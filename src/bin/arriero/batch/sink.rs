//! Where the choices go: to standard output as they come, or to a file that appears when it is whole.

use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use csv::Writer;
use tempfile::NamedTempFile;

use super::outcome::{HEADER, Line};
use crate::files::whole;
use crate::stop::Stop;

#[derive(Debug)]
pub(super) enum Sink {
    Output(Writer<BufWriter<io::Stdout>>),
    File(Writer<NamedTempFile>, PathBuf),
}

impl Sink {
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        let mut sink = match path {
            None => Self::Output(Writer::from_writer(BufWriter::new(io::stdout()))),
            Some(path) => Self::File(Writer::from_writer(whole(path)?), path.to_owned()),
        };
        match &mut sink {
            Self::Output(writer) => writer.write_record(HEADER),
            Self::File(writer, _) => writer.write_record(HEADER),
        }
        .map_err(|error| Stop::System(plain(error)))?;
        Ok(sink)
    }

    /// Writes a row. Breaks where the reader went away (`| head`).
    pub(super) fn write(&mut self, line: &Line) -> io::Result<ControlFlow<()>> {
        let written = match self {
            Self::Output(writer) => writer.write_record(line.cells()),
            Self::File(writer, _) => writer.write_record(line.cells()),
        };
        gone(written.map_err(plain))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Output(writer) => {
                let flushed =
                    writer.into_inner().map_err(|error| io::Error::other(error.to_string()));
                gone(flushed.and_then(|mut out| out.flush())).map(|_| ())
            }
            Self::File(writer, path) => {
                let file =
                    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
                file.as_file().sync_all()?;
                file.persist(path)?;
                Ok(())
            }
        }
    }
}

/// What the operating system said, out of its wrapping.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn gone(written: io::Result<()>) -> io::Result<ControlFlow<()>> {
    match written {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(error),
    }
}
