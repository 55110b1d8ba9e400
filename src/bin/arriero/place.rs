//! Where the journal of purchases is kept: named with `--store` or in the environment, or in the user's data directory, where the sandbox has a file of
//! its own.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arriero::store::{SqliteStore, Store, StoreError};
use etcetera::BaseStrategy as _;

use crate::stop::Stop;

/// The option that names the store.
pub(crate) const OPTION: &str = "--store";
/// The name of our folder in the user's data directory.
const FOLDER: &str = "arriero";

/// The variable of the environment that names the store where `--store` does not: an address with a password stands in no list of
/// processes then.
pub(crate) const VARIABLE: &str = "ARRIERO_STORE";

/// Where the journal is kept.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    at: At,
    /// Who named it; `None`: nobody.
    by: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    File(PathBuf),
    /// A PostgreSQL database.
    Database(String),
}

impl Place {
    /// The place that `by` names.
    pub(crate) fn named(place: &str, by: &'static str) -> Result<Self, Stop> {
        let at = |at| Ok(Self { at, by: Some(by) });
        if place.starts_with("postgres://") || place.starts_with("postgresql://") {
            return at(At::Database(place.to_owned()));
        }
        if let Some((scheme, _)) = place.split_once("://") {
            // Not the rest: it may have a password.
            let message = format!("no store speaks {scheme:?}; name a SQLite file or postgres://…");
            return Err(Stop::input(by, message));
        }
        if place.is_empty() {
            return Err(Stop::input(by, "is empty; name a SQLite file or postgres://…"));
        }
        at(At::File(PathBuf::from(place)))
    }

    /// The place in the user's data directory. What the sandbox sells is not real: it never stands beside what is.
    pub(crate) fn usual(sandbox: bool) -> Result<Self, Stop> {
        let strategy = etcetera::choose_base_strategy().map_err(|_| {
            Stop::input(
                OPTION,
                "your home folder is not known; name a file for the journal of purchases",
            )
        })?;
        let file = if sandbox { "sandbox.db" } else { "purchases.db" };
        let path = strategy.data_dir().join(FOLDER).join(file);
        Ok(Self { at: At::File(path), by: None })
    }

    /// Who named it; `None`: nobody, it is the usual one.
    pub(crate) const fn named_by(&self) -> Option<&'static str> {
        self.by
    }

    /// Whether both are written alike.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.at == other.at
    }

    /// What a fault of it is told of.
    fn blamed(&self) -> &'static str {
        self.by.unwrap_or(OPTION)
    }

    /// The store that is there. `None`: none is, and none is made.
    pub(crate) async fn opened(&self) -> Result<Option<Arc<dyn Store>>, Stop> {
        match &self.at {
            At::File(path) if !is_there(path)? => Ok(None),
            At::File(path) => file(path, self.blamed()).map(Some),
            At::Database(url) => database(url, self.blamed()).await.map(Some),
        }
    }

    /// The store; where there is no file, one is made that only its owner can read: it has names and streets.
    pub(crate) async fn made(&self) -> Result<Arc<dyn Store>, Stop> {
        if let Some(store) = self.opened().await? {
            return Ok(store);
        }
        let At::File(path) = &self.at else {
            return Err(Stop::input(self.blamed(), "is not there"));
        };
        let refused = |error: io::Error| {
            let advice = "name another place with --store";
            Stop::input(
                path.display().to_string(),
                format!("the journal of purchases cannot be made: {error}; {advice}"),
            )
        };
        if let (None, Some(folder)) = (self.by, path.parent()) {
            own_folder(folder).map_err(refused)?;
        }
        own_file(path).map_err(refused)?;
        // Whatever becomes of it now, it is never removed again: another process may be buying with it already.
        file(path, self.blamed())
    }
}

/// Whether a file is there; a folder is none.
fn is_there(path: &Path) -> Result<bool, Stop> {
    let refuse = |message: String| Err(Stop::input(path.display().to_string(), message));
    match std::fs::metadata(path) {
        Ok(met) if met.is_dir() => refuse("is a folder; name a file in it for the journal".into()),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => refuse(format!("cannot be opened: {error}")),
    }
}

fn file(path: &Path, blamed: &str) -> Result<Arc<dyn Store>, Stop> {
    match SqliteStore::open(path) {
        Ok(store) => Ok(Arc::new(store)),
        Err(error @ (StoreError::Open { .. } | StoreError::Newer { .. })) => {
            Err(Stop::input(blamed, error.to_string()))
        }
        Err(error) => Err(Stop::store(&error)),
    }
}

#[cfg(feature = "postgres")]
async fn database(url: &str, blamed: &str) -> Result<Arc<dyn Store>, Stop> {
    match arriero::store::PostgresStore::connect(url).await {
        Ok(store) => Ok(Arc::new(store)),
        Err(error @ StoreError::Newer { .. }) => Err(Stop::input(blamed, error.to_string())),
        Err(error) => Err(Stop::store(&error)),
    }
}

#[cfg(not(feature = "postgres"))]
#[expect(clippy::unused_async, reason = "as where it is built with PostgreSQL")]
async fn database(_: &str, blamed: &str) -> Result<Arc<dyn Store>, Stop> {
    let message = "this arriero was built without PostgreSQL; build it with the feature postgres, or name a SQLite file";
    Err(Stop::input(blamed, message))
}

/// Makes a folder that only its owner can enter, with all above it.
fn own_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes an empty file that only its owner can read, unless another process was first.
fn own_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
