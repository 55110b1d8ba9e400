//! Someone else's judge: what we send to a carrier is held against the carrier's own specification by tools that we did not write,
//! an `OpenAPI` validator for JSON and `xmllint` for XML. A carrier is added as a row of [`CARRIERS`].
//!
//! The specifications are the carriers' and are not in this repository: `ARRIERO_SHARED` names the folder that has them under
//! `specs/` (where nothing is said: `../shared`). Without them, or without the tools (`npm install` in `tests/support/judge`;
//! Debian's `libxml2-utils`), this is skipped and says so, unless `ARRIERO_NO_SKIP=1`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::explicit_write,
    reason = "a test fails by panicking, in its helpers too; a skip is told past the capture"
)]

#[cfg(feature = "ups")]
#[path = "../support/addresses.rs"]
mod addresses;
mod carriers;
mod openapi;
#[cfg(feature = "ups")]
mod ups;
mod xsd;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use carriers::{CARRIERS, Documents};

/// The folder of a carrier's specification, if it and the tool are at hand; a word where they are not.
fn specification(carrier: &str, tool: &Tool) -> Option<PathBuf> {
    let shared =
        std::env::var_os("ARRIERO_SHARED").map_or_else(|| here("../shared"), PathBuf::from);
    let folder = shared.join("specs").join(carrier);
    let missing = match (folder.is_dir(), tool.is_there()) {
        (true, true) => return Some(folder),
        (false, _) => "its specification is not at hand".to_owned(),
        (true, false) => tool.missing.to_owned(),
    };
    let why = format!("SKIPPED, {carrier} was not judged: {missing}");
    let must = std::env::var("ARRIERO_NO_SKIP").is_ok_and(|value| value == "1");
    assert!(!must, "{why}");
    writeln!(std::io::stderr(), "{why}").unwrap();
    None
}

/// What judges, and how one sees whether it is there.
struct Tool {
    try_it: fn() -> Command,
    missing: &'static str,
}

impl Tool {
    fn is_there(&self) -> bool {
        (self.try_it)().output().is_ok_and(|ran| ran.status.success())
    }
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A fixture, with the folder that names its operation.
struct Sent {
    operation: String,
    path: PathBuf,
}

/// Every request that the tests of a carrier send, as its fixtures keep them.
fn sent(carrier: &str, ending: &str) -> Vec<Sent> {
    let mut all = Vec::new();
    for folder in entries(&here("fixtures").join(carrier)).into_iter().filter(|path| path.is_dir())
    {
        let operation = folder.file_name().unwrap().to_string_lossy().into_owned();
        let requests =
            entries(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with(ending));
        all.extend(requests.map(|path| Sent { operation: operation.clone(), path }));
    }
    all
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn every_request_is_as_the_carrier_specifies_it() {
    for carrier in CARRIERS {
        let faults = match &carrier.documents {
            Documents::OpenApi(rest) => openapi::faults(carrier.name, rest),
            Documents::Xsd => xsd::faults(carrier.name),
        };
        assert!(faults.is_empty(), "{}:\n{}", carrier.name, faults.join("\n"));
    }
}

#[test]
fn every_carrier_that_is_asked_over_the_network_is_judged() {
    for folder in
        entries(&here("carriers")).into_iter().filter(|path| path.join("mod.rs").is_file())
    {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(CARRIERS.iter().any(|carrier| carrier.name == name), "{name} has no row");
    }
}
