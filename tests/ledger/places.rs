//! Where the journals of scenes are kept: a file each, or a schema in a database, which the next scene has again.

use std::cell::Cell;
use std::path::Path;

use crate::postgres::{Cluster, Talk, cluster};
use crate::shop::Place;

/// Where stores are made. Each worker has its own.
pub(crate) enum Places {
    Sqlite,
    Postgres(Box<Database>),
}

/// A database with schemas, of which one is used at a time.
pub(crate) struct Database {
    talk: Talk,
    url: String,
    /// How many schemas there are.
    schemas: Cell<u32>,
}

/// What a store has before a scene begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing, no tables either: the shop migrates.
    Nothing,
    /// Nothing, or tables without a row: to make tables and to drop them is most of what a scene costs a database.
    NoRows,
}

impl Places {
    pub(crate) const fn sqlite() -> Self {
        Self::Sqlite
    }

    /// `None`, after saying so: PostgreSQL cannot be had.
    pub(crate) fn postgres() -> Option<Self> {
        let url = cluster()?.database();
        let talk = Cluster::talk(&url);
        Some(Self::Postgres(Box::new(Database { talk, url, schemas: Cell::new(0) })))
    }

    /// An empty store.
    pub(crate) fn fresh(&self, folder: &Path, before: Before) -> Place {
        match self {
            Self::Sqlite => Place::Sqlite(folder.join("journal.db")),
            Self::Postgres(database) => Place::Postgres(database.fresh(before)),
        }
    }
}

impl Database {
    fn fresh(&self, before: Before) -> String {
        let there = self.schemas.get();
        let nth = if before == Before::Nothing || there == 0 { there + 1 } else { there };
        if nth > there {
            self.schemas.set(nth);
            self.talk.run(&format!("CREATE SCHEMA scene{nth}"));
        } else {
            // Whatever tables there are, but the one that says which they are.
            self.talk.run(&format!(
                "SET session_replication_role = replica;
                 DO $$ DECLARE name text; BEGIN
                   FOR name IN SELECT tablename FROM pg_tables
                     WHERE schemaname = 'scene{nth}' AND tablename <> 'arriero_schema'
                   LOOP EXECUTE format('DELETE FROM scene{nth}.%I', name); END LOOP;
                 END $$"
            ));
        }
        format!("{} options='-c search_path=scene{nth}'", self.url)
    }
}
