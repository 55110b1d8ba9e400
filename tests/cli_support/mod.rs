//! Running the command line in a folder of its own.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[cfg(feature = "testing")]
pub(crate) mod office;
#[cfg(all(feature = "canadapost", feature = "testing"))]
pub(crate) mod post;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The moment at which the tests ask.
pub(crate) const NOW: &str = "2026-11-23T12:00:00+01:00";

/// A file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// An example order.
pub(crate) fn example(name: &str) -> String {
    repository("examples/orders").join(name).display().to_string()
}

/// A folder of its own for each test, in which the command line runs.
#[derive(Debug)]
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    /// In place of the user's data directory.
    data: tempfile::TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), data: tempfile::tempdir().unwrap() }
    }

    /// A file of ours in the data directory.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.data.path().join("data/arriero").join(name)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        name.to_owned()
    }

    /// The file of the only receipt.
    pub(crate) fn receipt(&self) -> String {
        let is_receipt = |name: &String| {
            std::path::Path::new(name).extension().is_some_and(|ending| ending == "json")
        };
        self.files().into_iter().find(is_receipt).unwrap()
    }

    /// The names of the files in the folder, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arriero"));
        command.current_dir(self.folder.path()).args(arguments);
        command.env_remove("NO_COLOR").env_remove("ARRIERO_STORE");
        // Never the user's own: on Windows it is found without the environment, and these tests are not for it.
        command.env("XDG_DATA_HOME", self.data.path().join("data")).env("HOME", self.data.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs at [`NOW`].
    pub(crate) fn run_now(&self, arguments: &[&str]) -> Ran {
        self.run(&[arguments, &["--now", NOW]].concat())
    }
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The one document on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}
