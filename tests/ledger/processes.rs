//! The processes that a test starts, kills and listens to. Each is this very program in another mode.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::report::Report;
use crate::shop::Orders;

/// Longer than anything takes, but for a process that hangs.
const LONG: Duration = Duration::from_secs(90);

fn this_program() -> Command {
    Command::new(std::env::current_exe().unwrap())
}

type Listeners = Arc<Mutex<HashMap<String, Sender<String>>>>;

/// The ledger carrier, running.
pub(crate) struct Ledger {
    pub(crate) folder: PathBuf,
    pub(crate) address: String,
    child: Child,
    /// The process ends when this does.
    _input: ChildStdin,
    listeners: Listeners,
}

impl Ledger {
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_at(folder, "0")
    }

    pub(crate) fn start_at(folder: &Path, port: &str) -> Self {
        let mut child = this_program()
            .args(["carrier", folder.to_str().unwrap(), port])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let listeners = Listeners::default();
        let tell = Arc::clone(&listeners);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let Some((scene, place)) =
                    line.strip_prefix("at ").and_then(|said| said.split_once(' '))
                else {
                    continue;
                };
                if let Some(listener) = tell.lock().unwrap().get(scene) {
                    let _ = listener.send(format!("at {place}"));
                }
            }
        });
        Self { folder: folder.to_owned(), address, child, _input: input, listeners }
    }

    /// Kills it and starts it again at the same address, with the same books.
    pub(crate) fn restarted(mut self) -> Self {
        self.kill();
        let port = self.address.rsplit(':').next().unwrap().to_owned();
        Self::start_at(&self.folder.clone(), &port)
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A shop, running.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts a shop that stands still at a point, or at no point. Of what the ledger says of its scene it hears too.
    pub(crate) fn start(orders: &Orders, ledger: &Ledger, point: Option<&str>) -> Self {
        let mut command = this_program();
        command.arg("shop").arg(serde_json::to_string(orders).unwrap());
        command.env_remove("ARRIERO_STAND_AT").stdout(Stdio::piped());
        if let Some(point) = point {
            command.env("ARRIERO_STAND_AT", point);
        }
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        ledger.listeners.lock().unwrap().insert(orders.scene.clone(), sender.clone());
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
            let _ = sender.send("gone".to_owned());
        });
        Self { child, lines }
    }

    /// Waits until it stands at a point and kills it there.
    pub(crate) fn killed_at(mut self, point: &str) -> Result<(), String> {
        let wanted = format!("at {point}");
        let reached = loop {
            match self.lines.recv_timeout(LONG).as_deref() {
                Ok(line) if line == wanted => break Ok(()),
                Ok("end" | "gone") => break Err(format!("{point} was never reached")),
                Ok(_) => {}
                Err(_) => break Err(format!("it hangs, and {point} was not reached")),
            }
        };
        // SIGKILL.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        reached
    }

    /// Waits for its end. What it told on the way.
    pub(crate) fn ended(mut self) -> Result<Vec<Report>, String> {
        let mut reports = Vec::new();
        loop {
            match self.lines.recv_timeout(LONG).as_deref() {
                Ok("end") => break,
                Ok("gone") => {
                    self.child.wait().unwrap();
                    return Err("it broke off".to_owned());
                }
                Ok(line) => match serde_json::from_str(line) {
                    Ok(report) => reports.push(report),
                    Err(_) => return Err(format!("it says {line:?}")),
                },
                Err(_) => {
                    self.child.kill().unwrap();
                    self.child.wait().unwrap();
                    return Err("it hangs".to_owned());
                }
            }
        }
        self.child.wait().unwrap();
        Ok(reports)
    }
}
