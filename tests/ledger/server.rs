//! The ledger carrier: a process that sells over TCP, keeps books and does wrong by script. What the bytes mean is its wires' business.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::books::{Books, Sale, now};
use crate::script::{Fault, Script, Stop, millis};
use crate::wires::{Asked, Done, Order, Reply, Request, Shown, Wire, every_kind};

struct Ledger {
    folder: PathBuf,
    address: String,
    wires: BTreeMap<&'static str, Arc<dyn Wire>>,
    scenes: Mutex<HashMap<String, Arc<Scene>>>,
}

struct Scene {
    name: String,
    script: Script,
    books: Mutex<Books>,
    stopped: AtomicBool,
    looks: AtomicU32,
}

impl Scene {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Sells; the numbers of a scene come one after the other.
    fn sell(&self, wire: &dyn Wire, order: &Order, asked_at: u64) -> (Sale, bool) {
        let mut books = self.books();
        let number = wire.number(books.sales.len() + 1);
        books.sell(order, number, asked_at, self.script.forgets)
    }
}

/// Says its address, and after that `at SCENE PLACE` where a script has it stop. Ends when its input does.
pub(crate) fn run(folder: PathBuf, port: u16) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.spawn(serve(folder, port));
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    std::process::exit(0);
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).unwrap();
}

async fn serve(folder: PathBuf, port: u16) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    say(&address);
    let wires = every_kind().into_iter().map(|kind| (kind.name, Arc::from(kind.wire))).collect();
    let ledger = Arc::new(Ledger { folder, address, wires, scenes: Mutex::default() });
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let ledger = Arc::clone(&ledger);
        tokio::spawn(async move {
            let mut stream = stream;
            if let Some((path, request)) = read(&mut stream).await {
                ledger.meet(stream, &path, request).await;
            }
        });
    }
}

/// One request; each connection has one. The target as it was written, and the rest.
async fn read(stream: &mut TcpStream) -> Option<(String, Request)> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<_> = lines.filter_map(|line| line.split_once(':')).collect();
    let header = |name: &str| {
        headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    };
    let length = header("content-length").and_then(|length| length.trim().parse().ok());
    let length: usize = length.unwrap_or(0);
    while bytes.len() < end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = bytes.split_off(end + 4);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let request = Request { base: String::new(), method, path: String::new(), query, body };
    Some((path.to_owned(), request))
}

impl Ledger {
    fn scene(&self, name: &str) -> Arc<Scene> {
        let mut scenes = self.scenes.lock().unwrap();
        let made = || {
            Arc::new(Scene {
                name: name.to_owned(),
                script: Script::read(&self.folder, name),
                books: Mutex::new(Books::read(&Books::of(&self.folder, name))),
                stopped: AtomicBool::new(false),
                looks: AtomicU32::new(0),
            })
        };
        Arc::clone(scenes.entry(name.to_owned()).or_insert_with(made))
    }

    /// The path is `/WIRE/SCENE/...`.
    async fn meet(&self, mut stream: TcpStream, path: &str, mut request: Request) {
        let mut parts = path.splitn(4, '/').skip(1);
        let (wire, scene) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let Some(known) = self.wires.get(wire) else {
            return send(&mut stream, &Reply { status: 404, media: "text/plain", body: vec![] })
                .await;
        };
        request.base = format!("{}/{wire}/{scene}", self.address);
        request.path = format!("/{}", parts.next().unwrap_or(""));
        let scene = self.scene(scene);
        match known.asked(&request) {
            Asked::Sell(order) => sell(stream, scene, Arc::clone(known), &request, order).await,
            Asked::Void(number) => void(stream, &scene, &**known, &request, &number).await,
            Asked::Else(reply) => send(&mut stream, &reply).await,
            other => send(&mut stream, &look(&scene, &**known, &request, other)).await,
        }
    }
}

async fn sell(
    mut stream: TcpStream,
    scene: Arc<Scene>,
    wire: Arc<dyn Wire>,
    request: &Request,
    order: Order,
) {
    let asked_at = now();
    let nth = scene.books().asked(&order.recipient);
    let fault = scene.script.fault(&order.recipient, nth);
    stop(&mut stream, &scene, Stop::Received).await;
    let sold = match fault {
        Fault::LostBefore | Fault::Unwelcome => None,
        Fault::Late(wait) => {
            let (scene, wire) = (Arc::clone(&scene), Arc::clone(&wire));
            tokio::spawn(async move {
                tokio::time::sleep(millis(wait)).await;
                scene.sell(&*wire, &order, asked_at);
            });
            None
        }
        _ => Some(scene.sell(&*wire, &order, asked_at)),
    };
    stop(&mut stream, &scene, Stop::Decided).await;
    if fault == Fault::Unwelcome {
        return send(&mut stream, &page(401)).await;
    }
    let Some((sale, new)) = sold else { return };
    let done = if new { Done::Sold(&sale) } else { Done::Known(&sale) };
    let reply = wire.reply(request, &done);
    match fault {
        Fault::LostAfter | Fault::LostBefore | Fault::Unwelcome | Fault::Late(_) => {}
        Fault::Broken => send(&mut stream, &page(500)).await,
        Fault::Garbled => send(&mut stream, &page(200)).await,
        Fault::Reset => stream.set_zero_linger().unwrap(),
        Fault::Half => {
            let bytes = bytes(&reply);
            let _ = stream.write_all(&bytes[..bytes.len() - reply.body.len() / 2]).await;
        }
        Fault::Slow(wait) => {
            tokio::time::sleep(millis(wait)).await;
            send(&mut stream, &reply).await;
        }
        Fault::Answers => send(&mut stream, &reply).await,
    }
}

async fn void(
    mut stream: TcpStream,
    scene: &Scene,
    wire: &dyn Wire,
    request: &Request,
    number: &str,
) {
    let nth = scene.books().asked_back(number);
    let fault = scene.script.back.get(nth).copied().unwrap_or(Fault::Answers);
    stop(&mut stream, scene, Stop::Back).await;
    let reply = {
        let mut books = scene.books();
        let sale = books.by_number(number).cloned();
        let voided = books.is_void(number);
        let takes = sale.is_some() && !scene.script.keeps && fault != Fault::LostBefore;
        if takes {
            books.void(number);
        }
        if scene.script.keeps {
            Reply::json(200, &serde_json::json!({ "refused": "it is under way" }))
        } else {
            let before = sale.as_ref().map(|sale| Shown { sale, voided });
            wire.reply(request, &Done::Voided(before))
        }
    };
    stop(&mut stream, scene, Stop::BackDecided).await;
    if !matches!(fault, Fault::LostAfter | Fault::LostBefore) {
        send(&mut stream, &reply).await;
    }
}

/// Stands still until whoever asked is gone, where the script says so.
async fn stop(stream: &mut TcpStream, scene: &Scene, place: Stop) {
    if scene.script.stop != Some(place) || scene.stopped.swap(true, Ordering::Relaxed) {
        return;
    }
    let name = match place {
        Stop::Received => "wire.received",
        Stop::Decided => "wire.decided",
        Stop::Back => "wire.back",
        Stop::BackDecided => "wire.back_decided",
    };
    say(&format!("at {} {name}", scene.name));
    let mut rest = [0; 64];
    while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
}

fn look(scene: &Scene, wire: &dyn Wire, request: &Request, asked: Asked) -> Reply {
    let books = scene.books();
    let shown = |books: &Books, sale: &Sale| books.is_void(&sale.number);
    match asked {
        Asked::Find(reference) => {
            let look = scene.script.look;
            if scene.looks.fetch_add(1, Ordering::Relaxed) < look.fails {
                return page(503);
            }
            let reference = reference.filter(|_| !look.unfiltered);
            let seen = now().saturating_sub(look.lag);
            let ours = |sale: &&Sale| {
                sale.sold_at <= seen
                    && reference.as_ref().is_none_or(|told| *told == sale.reference)
            };
            let found: Vec<_> = books.sales.iter().filter(ours).collect();
            let twins: Vec<_> = found
                .iter()
                .filter(|_| look.twice)
                .map(|sale| Sale { number: format!("{}X", sale.number), ..(*sale).clone() })
                .collect();
            let all = found.into_iter().chain(&twins);
            let all = all.map(|sale| Shown { sale, voided: shown(&books, sale) }).collect();
            wire.reply(request, &Done::Found(all))
        }
        Asked::Paper(number) => wire.reply(request, &Done::Paper(books.by_number(&number))),
        Asked::Sell(_) | Asked::Void(_) | Asked::Else(_) => unreachable!(),
    }
}

fn page(status: u16) -> Reply {
    let body = b"<!DOCTYPE html><html><body>Something went wrong.</body></html>".to_vec();
    Reply { status, media: "text/html", body }
}

fn bytes(reply: &Reply) -> Vec<u8> {
    let Reply { status, media, body } = reply;
    let mut all = format!(
        "HTTP/1.1 {status} said\r\ncontent-type: {media}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    all.extend_from_slice(body);
    all
}

async fn send(stream: &mut TcpStream, reply: &Reply) {
    // Who asked may be gone.
    let _ = stream.write_all(&bytes(reply)).await;
    let _ = stream.shutdown().await;
}
