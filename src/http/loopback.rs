//! A carrier on this machine for test suites: it notes what it is sent and answers as a script says, in ways that a well-behaved
//! server cannot: byte by byte, half, never, without end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A server on 127.0.0.1, until it is dropped.
#[derive(Debug)]
pub struct Loopback {
    address: SocketAddr,
    noted: Arc<Noted>,
    serving: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Noted {
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

/// A request that came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seen {
    /// How many requests came before it.
    pub nth: usize,
    /// Which connection brought it, from 1.
    pub connection: usize,
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Seen {
    /// A header by its name in small letters; `None`: it was not sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(told, _)| told == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What is answered: pieces, one after the other. The connection stays open afterwards unless a piece ends it.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Reply(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Bytes(Vec<u8>),
    Pause(Duration),
    Endless(Vec<u8>),
    Close,
    Reset,
}

impl Reply {
    /// A whole answer with a media type.
    pub fn new(status: u16, media_type: &str, body: impl AsRef<[u8]>) -> Self {
        Self::with_headers(status, &[("content-type", media_type)], body)
    }

    /// A whole answer with a JSON document.
    pub fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// A whole answer with headers; its length is added.
    pub fn with_headers(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        Self::head(status, headers, body.len()).bytes(body)
    }

    /// The head of an answer that promises a body of a length.
    pub fn head(status: u16, headers: &[(&str, &str)], length: usize) -> Self {
        let mut head = format!("HTTP/1.1 {status} \r\ncontent-length: {length}\r\n");
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        Self::default().bytes(head)
    }

    /// Nothing at all, until something is added.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Then these bytes, as they are.
    pub fn bytes(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Piece::Bytes(bytes.as_ref().to_vec()))
    }

    /// Then these bytes one by one, with a pause before each.
    pub fn dripping(mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> Self {
        for byte in bytes.as_ref() {
            self = self.pause(pause).bytes([*byte]);
        }
        self
    }

    /// Then nothing for a while.
    pub fn pause(self, time: Duration) -> Self {
        self.then(Piece::Pause(time))
    }

    /// Then nothing any more, the connection open.
    pub fn hang(self) -> Self {
        self.pause(Duration::from_hours(1))
    }

    /// Then these bytes over and over, as long as anyone listens.
    pub fn endless(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Piece::Endless(bytes.as_ref().to_vec()))
    }

    /// Then the end of the connection.
    pub fn close(self) -> Self {
        self.then(Piece::Close)
    }

    /// Then the end of the connection without a goodbye (RST).
    pub fn reset(self) -> Self {
        self.then(Piece::Reset)
    }

    fn then(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }
}

impl Loopback {
    /// Starts a server that answers each request as `script` says.
    ///
    /// # Errors
    ///
    /// Where no port is free.
    pub async fn start(
        script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (noted, script) = (Arc::new(Noted::default()), Arc::new(script));
        let serving = tokio::spawn({
            let noted = Arc::clone(&noted);
            async move {
                let mut connections = JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    let connection = noted.connections.fetch_add(1, Ordering::Relaxed) + 1;
                    let (noted, script) = (Arc::clone(&noted), Arc::clone(&script));
                    connections.spawn(async move {
                        // A client that went away is what many tests are about.
                        let _ = serve(stream, connection, &noted, &*script).await;
                    });
                    while connections.try_join_next().is_some() {}
                }
            }
        });
        Ok(Self { address, noted, serving })
    }

    /// Its address, for `base_url`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came, in their order.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.noted.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.noted.seen.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.noted.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// An address where nobody listens, and nobody can as long as this is there.
#[derive(Debug)]
pub struct Nobody {
    _bound: TcpSocket,
    /// Where they do not listen.
    pub base_url: String,
}

/// An address where nobody listens.
///
/// # Errors
///
/// Where no port is free.
pub fn nobody() -> io::Result<Nobody> {
    let bound = TcpSocket::new_v4()?;
    bound.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let base_url = format!("http://{}", bound.local_addr()?);
    Ok(Nobody { _bound: bound, base_url })
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    noted: &Noted,
    script: &(dyn Fn(&Seen) -> Reply + Send + Sync),
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut unread = Vec::new();
    while let Some(mut seen) = request(&mut stream, &mut unread, connection).await? {
        {
            let mut all = noted.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.nth = all.len();
            all.push(seen.clone());
        }
        for piece in script(&seen).0 {
            match piece {
                Piece::Bytes(bytes) => stream.write_all(&bytes).await?,
                Piece::Pause(time) => tokio::time::sleep(time).await,
                Piece::Endless(bytes) => loop {
                    stream.write_all(&bytes).await?;
                },
                Piece::Close => return stream.shutdown().await,
                Piece::Reset => return stream.set_zero_linger(),
            }
        }
    }
    Ok(())
}

/// The next request of a connection; `None`: there is none.
async fn request(
    stream: &mut TcpStream,
    unread: &mut Vec<u8>,
    connection: usize,
) -> io::Result<Option<Seen>> {
    let end = loop {
        if let Some(end) = unread.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(unread).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(unread.get(..end).unwrap_or_default()).into_owned();
    unread.drain(..end + 4);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    while unread.len() < length {
        if stream.read_buf(unread).await? == 0 {
            return Ok(None);
        }
    }
    let body = unread.drain(..length).collect();
    Ok(Some(Seen { nth: 0, connection, method, path, headers, body }))
}
