//! What a call of the adapters' kit costs beside its network: `cargo bench --bench http --all-features` prints each figure and
//! fails where one is over.
//!
//! CPU is that of the calling thread alone (`/proc/thread-self/schedstat`; where there is none, the clock); the server is on
//! another. Beside each figure stands a baseline of the same run.
#![expect(clippy::expect_used, reason = "a bench that cannot begin has nothing to measure")]

mod adapters;
mod decode;
mod server;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use arriero::carrier::{Operation, Secret};
use arriero::http::{Api, Auth, Call, Client, OAuth};
use arriero::model::CarrierId;
use tokio::runtime::{Builder, Runtime};

use server::Server;

const CALL: Duration = Duration::from_micros(150);
const CALLS: u32 = 10_000;
/// Kilobytes that ten thousand calls may leave behind: what an allocator keeps, not what a leak of a byte a call would be.
const LEFT_BEHIND: u64 = 1_024;
/// A decoder may cost so many hundredths of what its library alone does.
const DECODING: u128 = 130;

fn main() -> ExitCode {
    let slack =
        std::env::var("ARRIERO_BENCH_SLACK").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = Server::start();
    let api = api(&server);
    let mut over = false;

    let call = batches(&runtime, async || drop(api.send(question()).await.expect("an answer")));
    let bare = bare(&runtime, &server);
    let verdict = if call <= CALL { "limit" } else { "OVER the limit of" };
    over |= call > CALL * slack;
    println!("{:<64} {call:>12?}  {verdict} {CALL:?}", "http: CPU of a call, warm token");
    println!("{:<64} {bare:>12?}  baseline", "http: CPU of the same request by the library alone");

    let connections = server.connections();
    let before = resident();
    runtime.block_on(async {
        for _ in 0..CALLS {
            drop(api.send(question()).await.expect("an answer"));
        }
    });
    let left = resident().saturating_sub(before);
    let verdict = if left <= LEFT_BEHIND { "limit" } else { "OVER the limit of" };
    over |= left > LEFT_BEHIND * u64::from(slack);
    println!(
        "{:<64} {left:>9} kB  {verdict} {LEFT_BEHIND} kB",
        "http: memory that 10,000 calls leave behind"
    );
    let opened = server.connections() - connections;
    over |= opened > 0;
    println!("{:<64} {opened:>12}  limit 0", "http: connections that 10,000 calls opened");

    for (what, ours, alone) in decode::figures().into_iter().chain(adapters::figures()) {
        let percent = ours.as_nanos() * 100 / alone.as_nanos().max(1);
        let verdict = if percent <= DECODING { "limit" } else { "OVER the limit of" };
        over |= percent > DECODING * u128::from(slack);
        println!("{what:<64} {ours:>12?}  {percent} % of {alone:?}, {verdict} {DECODING} %");
    }
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn api(server: &Server) -> Api {
    let oauth =
        OAuth::client_credentials(format!("{}/token", server.url()), "id", Secret::new("s"));
    Api::builder(CarrierId::new("sierra").expect("a name"), server.url())
        .client(&Client::new().expect("a client"))
        .auth(Auth::new().oauth(oauth))
        .build()
        .expect("an account")
}

fn question() -> Call {
    Call::post(Operation::Rates, "/rates").body("application/json", vec![b' '; 2_000])
}

fn bare(runtime: &Runtime, server: &Server) -> Duration {
    let tls = rustls::ClientConfig::builder_with_provider(std::sync::Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .expect("versions")
    .with_root_certificates(rustls::RootCertStore::empty())
    .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .expect("a client");
    let url = format!("{}/rates", server.url());
    batches(runtime, async || {
        let request = client.post(&url).header("authorization", "Bearer t").body(vec![b' '; 2_000]);
        drop(request.send().await.expect("an answer").bytes().await.expect("a body"));
    })
}

/// The median CPU time of one call, over batches.
fn batches(runtime: &Runtime, call: impl AsyncFn()) -> Duration {
    const BATCH: u32 = 200;
    let mut times: Vec<_> = (0..21)
        .map(|_| {
            let before = cpu();
            runtime.block_on(async {
                for _ in 0..BATCH {
                    call().await;
                }
            });
            cpu().saturating_sub(before) / BATCH
        })
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How long this thread has run.
fn cpu() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Kilobytes of memory in use; 0 where the system does not tell.
fn resident() -> u64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
