//! A server that answers every request with the same bytes and keeps nothing of it.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                std::thread::spawn(move || serve(stream));
            }
        });
        Self { address, connections }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

fn serve(mut stream: TcpStream) {
    let answer = |body: &str| {
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let token = answer(r#"{"access_token":"t","expires_in":"86400"}"#);
    let rates = answer(&format!(r#"{{"rates":"{}"}}"#, "7".repeat(2_000)));
    let _ = stream.set_nodelay(true);
    let (mut read, mut unread) = ([0; 8_192], Vec::new());
    loop {
        while let Some((is_token, end)) = whole(&unread) {
            unread.drain(..end);
            let answer = if is_token { &token } else { &rates };
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
        match stream.read(&mut read) {
            Ok(0) | Err(_) => return,
            Ok(length) => unread.extend_from_slice(read.get(..length).unwrap_or_default()),
        }
    }
}

/// Whether a whole request is there, of which kind it is and where it ends.
fn whole(bytes: &[u8]) -> Option<(bool, usize)> {
    let head = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.parse::<usize>().ok())
        .unwrap_or(0);
    (bytes.len() >= head + length).then(|| (text.starts_with("POST /token"), head + length))
}
