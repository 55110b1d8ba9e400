//! A server on this machine that answers as it is told and keeps what was sent to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A request that buys or takes back, without its authorisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// What is answered to a path that has a word in it.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) word: &'static str,
    /// 0: no answer at all.
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    routes: Mutex<Vec<Route>>,
    sent: Mutex<Option<Sent>>,
}

#[derive(Debug)]
pub(crate) struct Server {
    state: Arc<State>,
    port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let serving = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || drop(serve(&stream.unwrap(), &serving)));
            }
        });
        Self { state, port }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on; what has no route is answered with a 500.
    pub(crate) fn answers(&self, routes: Vec<Route>) {
        *self.state.routes.lock().unwrap() = routes;
    }

    /// What came last that buys or takes back, and takes it away.
    pub(crate) fn sent(&self) -> Option<Sent> {
        self.state.sent.lock().unwrap().take()
    }
}

fn serve(stream: &TcpStream, state: &State) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? <= 2 {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let buys =
        ["/ship", "/authorizedreturn"].iter().any(|word| path.contains(word)) && method == "POST";
    if buys || (path.contains("/void/") && method == "DELETE") {
        let body = String::from_utf8(body).unwrap();
        *state.sent.lock().unwrap() =
            Some(Sent { method: method.to_owned(), path: path.to_owned(), body });
    }
    let token = Route {
        word: "/oauth/token",
        status: 200,
        kind: "application/json",
        body: br#"{"access_token": "t", "expires_in": "14399"}"#.to_vec(),
    };
    let routes = [vec![token], state.routes.lock().unwrap().clone()].concat();
    let route = routes.into_iter().find(|route| path.contains(route.word));
    let route = route.unwrap_or(Route {
        word: "",
        status: 500,
        kind: "text/plain",
        body: b"broken".to_vec(),
    });
    if route.status == 0 {
        std::thread::sleep(Duration::from_mins(1));
    }
    let head = format!(
        "HTTP/1.1 {} Told\r\ncontent-type: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        route.status,
        route.kind,
        route.body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&route.body)
}
