//! Whether the files are still those that were opened. `SQLite` does not look: a commit into a file that somebody deleted or put another
//! one in the place of is lost without a word.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{Result, StoreError};

/// A database and its write-ahead log, as they were when they were opened.
#[derive(Debug)]
pub(super) struct Place {
    files: Vec<(PathBuf, Identity)>,
}

impl Place {
    /// Of a database that is open: its log is there for as long as it is.
    pub(super) fn of(path: &Path) -> Result<Self> {
        // A relative path must mean the same when the process has gone to another folder.
        let path = fs::canonicalize(path).map_err(StoreError::failed)?;
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let known = |path: PathBuf| Some((identity(&path).ok()?, path));
        let files = [path, log.into()].into_iter().filter_map(known);
        Ok(Self { files: files.map(|(identity, path)| (path, identity)).collect() })
    }

    /// # Errors
    ///
    /// [`StoreError::Failed`] where one of them is gone or another one.
    pub(super) fn holds(&self) -> Result<()> {
        for (path, known) in &self.files {
            if identity(path).is_ok_and(|now| now == *known) {
                continue;
            }
            let why = format!(
                "{} was deleted or replaced while it was open; put it back, or stop and start again with what is there now",
                path.display()
            );
            return Err(StoreError::Failed(why));
        }
        Ok(())
    }
}

#[cfg(unix)]
type Identity = (u64, u64);

/// The disk and the number of the file there.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
type Identity = ();

/// That it is there: an open file is not replaced on other systems.
#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| ())
}
