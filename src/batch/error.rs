//! Why a batch does not begin, or does not end.

use std::io;
use std::path::PathBuf;

use crate::input::Complaints;

/// Why a batch did not begin, or did not come to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The input, the output or what was kept of an earlier run does not fit; nothing was written.
    #[error(transparent)]
    Refused(#[from] Complaints),
    /// The rows could not be read to their end.
    #[error("{} cannot be read on: {source}", file.display())]
    Unreadable {
        /// The file of the rows.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The answers could not be written. A file keeps what was written: the same call goes on from there.
    #[error("{} cannot be written: {source}", file.as_deref().map_or_else(|| "the output".into(), std::path::Path::to_string_lossy))]
    Unwritable {
        /// The file; `None`: a stream.
        file: Option<PathBuf>,
        /// What the system says.
        source: io::Error,
    },
}

impl BatchError {
    /// Whether the reader of a stream went away, as `head` does when it has seen enough.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Unwritable { file: None, source } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}
