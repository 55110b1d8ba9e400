//! This program as a process of its own: for limits and rights that a whole process has.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TASK: &str = "ARRIERO_CHILD_TASK";
const FOLDER: &str = "ARRIERO_CHILD_FOLDER";

/// A command that does a task in a folder; `before` is what the program is started by, empty for nothing.
pub(crate) fn command(program: &Path, before: &[&str], task: &str, folder: &Path) -> Command {
    let mut line: Vec<_> = before.iter().map(Into::into).collect::<Vec<std::ffi::OsString>>();
    line.push(program.into());
    let mut command = Command::new(line.remove(0));
    command
        .args(line)
        .args(["--exact", "child::a_process_of_its_own", "--ignored", "--nocapture"])
        .env(TASK, task)
        .env(FOLDER, folder);
    command
}

pub(crate) fn this() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// What it wrote, after it went well.
pub(crate) fn told(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{:?}\n{told}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    told
}

/// What the other tests start.
#[ignore = "a process that other tests start"]
#[tokio::test]
async fn a_process_of_its_own() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    match std::env::var(TASK).unwrap().as_str() {
        "buy until it is full" => super::disk::buy_until_it_is_full(&folder).await,
        "open what is read-only" => super::disk::open_what_is_read_only(&folder),
        "hold" => super::locked::hold(&folder),
        other => panic!("{other}"),
    }
}
