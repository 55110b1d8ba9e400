//! The one function that sends. It is given a request that is ready, and tells what came back or how far it got. It never
//! sends twice; whether somebody else may is not known here.

use std::convert::Infallible;
use std::error::Error as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use reqwest::header::HeaderMap;
use tokio::time::{Instant, timeout_at};

use crate::carrier::Source;

/// How far a request may go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// When all of it ends.
    pub(super) deadline: Instant,
    /// The longest silence: before the first byte of the answer, and between two.
    pub(super) idle: Duration,
    /// The longest body, unpacked.
    pub(super) cap: usize,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Why the body is not whole; `None`: it is.
    pub(super) broken: Option<Broken>,
}

/// Why a body is not whole.
#[derive(Debug)]
pub(super) enum Broken {
    /// The connection ended, or what it carried could not be unpacked.
    Cut(Source),
    /// It is longer than the cap.
    TooLong(usize),
    /// The time was up.
    TimedOut,
}

/// No answer.
#[derive(Debug)]
pub(super) struct Lost {
    /// Whether a byte of the request may have left.
    pub(super) sent: bool,
    pub(super) timed_out: bool,
    pub(super) source: Source,
}

/// Sends a request, once, and reads the answer.
pub(super) async fn send(
    client: &reqwest::Client,
    mut request: reqwest::Request,
    body: Bytes,
    bounds: Bounds,
) -> Result<Received, Lost> {
    let reached = Arc::new(AtomicBool::new(false));
    let watched = !body.is_empty();
    if watched {
        let body = Watched { bytes: Some(body), reached: Arc::clone(&reached) };
        *request.body_mut() = Some(reqwest::Body::wrap(body));
    }
    // HTTP/1.1 asks for the body when it writes the head: while it has not, nothing has left. Where there is no body, only a
    // failure to connect proves it.
    let may_have_left = |connecting: bool| {
        if watched { reached.load(Ordering::Acquire) } else { !connecting }
    };

    let head = timeout_at(bounds.silence(), client.execute(request)).await;
    let mut response = match head {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            let (sent, timed_out) = (may_have_left(error.is_connect()), is_timeout(&error));
            // Queries carry keys.
            return Err(Lost { sent, timed_out, source: error.without_url().into() });
        }
        Err(elapsed) => {
            let sent = may_have_left(false);
            return Err(Lost { sent, timed_out: true, source: elapsed.into() });
        }
    };

    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    let broken = loop {
        match timeout_at(bounds.silence(), response.chunk()).await {
            Ok(Ok(Some(piece))) => {
                if body.len().saturating_add(piece.len()) > bounds.cap {
                    break Some(Broken::TooLong(bounds.cap));
                }
                body.extend_from_slice(&piece);
            }
            Ok(Ok(None)) => break None,
            Ok(Err(error)) => break Some(Broken::Cut(error.without_url().into())),
            Err(_) => break Some(Broken::TimedOut),
        }
    };
    Ok(Received { status, headers, body, broken })
}

impl Bounds {
    fn silence(&self) -> Instant {
        self.deadline.min(Instant::now() + self.idle)
    }
}

/// Whether an error is that of a clock, at whatever depth.
fn is_timeout(error: &reqwest::Error) -> bool {
    if error.is_timeout() {
        return true;
    }
    let mut cause = error.source();
    while let Some(source) = cause {
        if source
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
        {
            return true;
        }
        cause = source.source();
    }
    false
}

/// A body that knows when it was asked for.
struct Watched {
    bytes: Option<Bytes>,
    reached: Arc<AtomicBool>,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.reached.store(true, Ordering::Release);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
