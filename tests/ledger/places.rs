//! Where the journals of scenes are kept: a file each, or a schema each in a database of one cluster.

use std::path::Path;

use crate::postgres::{Cluster, cluster};
use crate::shop::Place;

/// Where stores are made. Each worker has its own.
pub(crate) enum Places {
    Sqlite,
    Postgres { cluster: &'static Cluster, url: String },
}

impl Places {
    pub(crate) const fn sqlite() -> Self {
        Self::Sqlite
    }

    /// `None`, after saying so: PostgreSQL cannot be had.
    pub(crate) fn postgres() -> Option<Self> {
        let cluster = cluster()?;
        Some(Self::Postgres { cluster, url: cluster.database() })
    }

    /// An empty store.
    pub(crate) fn fresh(&self, folder: &Path, scene: &str) -> Place {
        match self {
            Self::Sqlite => Place::Sqlite(folder.join("journal.db")),
            Self::Postgres { url, .. } => {
                self.run(&format!("CREATE SCHEMA {scene}"));
                Place::Postgres(format!("{url} options='-c search_path={scene}'"))
            }
        }
    }

    /// Removes what [`fresh`](Self::fresh) made outside the folder.
    pub(crate) fn remove(&self, scene: &str) {
        if let Self::Postgres { .. } = self {
            self.run(&format!("SET client_min_messages = error; DROP SCHEMA {scene} CASCADE"));
        }
    }

    fn run(&self, statement: &str) {
        if let Self::Postgres { cluster, url } = self {
            cluster.run(url.rsplit('=').next().unwrap(), statement);
        }
    }
}
