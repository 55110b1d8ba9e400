//! JSON, held against `OpenAPI` documents by Prism.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde::Deserialize;

use super::carriers::OpenApi;
use super::{Sent, Tool, here, sent, specification};

const PRISM: Tool = Tool {
    try_it: || {
        let mut node = Command::new("node");
        node.current_dir(here("tests/support/judge"))
            .args(["--eval", "require.resolve('@stoplight/prism-http')"]);
        node
    },
    missing: "Prism is not installed (npm install in tests/support/judge)",
};

/// The carrier as its documents describe it, until it is dropped.
pub(crate) struct Judge {
    process: Child,
    told: BufReader<ChildStdout>,
    pub(crate) address: String,
    /// How many examples the operation with most of them has; each stands below `/0`, `/1`, …
    pub(crate) rounds: usize,
}

impl Drop for Judge {
    fn drop(&mut self) {
        // Its input ends with this, and so does it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

impl Judge {
    /// `None`, after saying so: it cannot be had here.
    pub(crate) fn start(carrier: &str, documents: &OpenApi) -> Option<Self> {
        let folder = specification(carrier, &PRISM)?;
        let (path, answer) = documents.token;
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        let mut process = Command::new("node")
            .current_dir(here("tests/support/judge"))
            .arg("judge.mjs")
            .arg(std::fs::canonicalize(folder).unwrap())
            .arg(serde_json::json!({ path: answer }).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let (address, rounds) =
            line.trim().split_once(' ').unwrap_or_else(|| panic!("no address: {line:?}"));
        let rounds = rounds.parse().unwrap();
        Some(Self { process, told, address: address.to_owned(), rounds })
    }
}

impl Judge {
    /// Ends it; a line for each request that was not as the documents say, but for faults of theirs.
    pub(crate) fn violations(mut self, documents: &OpenApi) -> Vec<String> {
        drop(self.process.stdin.take());
        let mut told = String::new();
        self.told.read_to_string(&mut told).unwrap();
        let lines = told.lines().filter_map(|line| serde_json::from_str::<Logged>(line).ok());
        let violations = lines.filter(|line| line.msg.starts_with("Violation: request"));
        violations.map(|line| line.msg).filter(|told| !documents.waives(told)).collect()
    }
}

/// A line of the judge's log.
#[derive(Deserialize)]
struct Logged {
    msg: String,
}

/// What the judge says of a request.
#[derive(Deserialize)]
struct Violation {
    severity: String,
    message: String,
}

/// A line for each request that is not as the documents say.
pub(crate) fn faults(carrier: &str, documents: &OpenApi) -> Vec<String> {
    let Some(judge) = Judge::start(carrier, documents) else { return Vec::new() };
    // The client wants to know who encrypts, even where nothing is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let requests = sent(carrier, ".request.json");
    assert!(!requests.is_empty(), "{carrier} has no request among its fixtures");
    let judged = requests.iter().map(|request| runtime.block_on(judge.asked(request, documents)));
    judged.flatten().collect()
}

impl Judge {
    async fn asked(&self, request: &Sent, documents: &OpenApi) -> Vec<String> {
        let name = request.path.display();
        let target = documents.requests.iter().find(|(folder, _)| *folder == request.operation);
        let Some((_, target)) = target else {
            return vec![format!("{name}: the folder {} has no row", request.operation)];
        };
        let url = format!("{}/0{}", self.address, target.path);
        let mut call = reqwest::Client::new()
            .request(target.method.parse().unwrap(), url)
            .header("authorization", "Bearer t")
            .header("content-type", "application/json")
            .body(std::fs::read(&request.path).unwrap());
        for (header, value) in target.headers {
            call = call.header(*header, *value);
        }
        let answer = call.send().await.unwrap();
        let violations = answer.headers().get("sl-violations").map(|told| told.as_bytes().to_vec());
        let violations: Vec<Violation> =
            violations.map_or_else(Vec::new, |told| serde_json::from_slice(&told).unwrap());
        if violations.is_empty() && !answer.status().is_success() {
            return vec![format!("{name}: {} {}", answer.status(), answer.text().await.unwrap())];
        }
        let against = |violation: &Violation| {
            violation.severity == "Error" && !documents.waives(&violation.message)
        };
        violations
            .iter()
            .filter(|one| against(one))
            .map(|one| format!("{name}: {}", one.message))
            .collect()
    }
}

impl OpenApi {
    fn waives(&self, message: &str) -> bool {
        self.waived.iter().any(|waived| message.ends_with(waived))
    }
}
