//! What can go wrong with an answer, and what each has to be called. No carrier is asked here.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use super::report::Check;
use super::row::{Row, Tempo};
use super::script::{Canned, Format};
use super::stage::{ELSEWHERE, Trouble};
use crate::carrier::FailureKind;
use crate::http::loopback::Reply;

/// Stands in answers where people could: it may never be shown.
pub(super) const CANARY: &str = "Zoraida Quintanilla, Calle del Azafran 7";

/// Whether something was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// It may have been.
    Unknown,
    /// It was not.
    No,
}

/// One thing that goes wrong.
#[derive(Clone)]
pub(super) struct Fault {
    pub(super) name: String,
    pub(super) check: Check,
    pub(super) reply: Arc<Trouble>,
    /// What it may be called.
    pub(super) kinds: &'static [FailureKind],
    pub(super) status: Option<u16>,
    pub(super) made: Made,
    pub(super) tempo: Tempo,
    /// What the error must say.
    pub(super) says: Option<String>,
    /// When to come back.
    pub(super) come_back: Option<Duration>,
    /// How often what is safe to repeat may be asked.
    pub(super) most: usize,
}

impl Fault {
    fn new(
        name: impl Into<String>,
        check: Check,
        kinds: &'static [FailureKind],
        made: Made,
        reply: impl Fn(&Canned, usize, &str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            check,
            reply: Arc::new(reply),
            kinds,
            status: None,
            made,
            tempo: Tempo::Patient,
            says: None,
            come_back: None,
            most: 3,
        }
    }

    fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    fn short(mut self) -> Self {
        self.tempo = Tempo::Short;
        self
    }
}

use FailureKind::{
    AlreadyExists, Credentials, InvalidRequest, NotFound, RateLimited, Refused, TimedOut,
    Unavailable, Unreadable,
};

/// Every fault for an answer of a format.
pub(super) fn all(row: &Row, good: &Canned) -> Vec<Fault> {
    let format = good.format();
    let mut all = connections(format);
    all.extend(statuses(row));
    all.extend(too_many(row));
    all.extend(successes(format));
    all.extend(redirects());
    all
}

/// What may become of the calls after the one that decides.
pub(super) fn later(good: &Canned) -> Vec<Fault> {
    let later = ["reset", "silence", "503 with nothing", "a page", "a body that is cut"];
    let mut all = connections(good.format());
    all.extend(broken(503, "nothing", Canned::empty(503)));
    all.extend(successes(good.format()));
    all.retain(|fault| later.contains(&fault.name.as_str()));
    all
}

fn connections(format: Format) -> Vec<Fault> {
    let lost = |name: &str, reply: Reply| {
        let kinds = &[Unavailable, TimedOut, Unreadable];
        Fault::new(name, Check::Connection, kinds, Made::Unknown, move |_, _, _| reply.clone())
    };
    let slow = |name: &str, reply: fn(&Canned) -> Reply| {
        let late = &[TimedOut];
        Fault::new(name, Check::Deadline, late, Made::Unknown, move |good, _, _| reply(good))
            .short()
    };
    let mut all = vec![
        lost("reset", Reply::nothing().reset()),
        lost("closed without an answer", Reply::nothing().close()),
        lost("no HTTP", Reply::nothing().bytes("SSH-2.0-contract\r\n").close()),
        slow("silence", |_| Reply::nothing().hang()),
        slow("half a head", |_| Reply::nothing().bytes("HTTP/1.1 200 OK\r\ncont").hang()),
        slow("a slow head", |good| {
            Reply::nothing().dripping("HTTP/1.1 200 OK\r\nx-slow: yes\r\n", STEP).bytes(&good.body)
        }),
    ];
    if format != Format::Empty {
        let kinds = &[Unreadable, Unavailable];
        all.extend([
            slow("a body that stops", |good| good.head().bytes(half(&good.body)).hang()),
            slow("a slow body", |good| good.head().dripping(&good.body, STEP)),
            Fault::new(
                "a body that is cut",
                Check::Unreadable,
                kinds,
                Made::Unknown,
                |good, _, _| good.head().bytes(half(&good.body)).close(),
            ),
        ]);
    }
    all
}

const STEP: Duration = Duration::from_millis(60);

fn half(body: &[u8]) -> &[u8] {
    body.get(..body.len() / 2).unwrap_or_default()
}

fn statuses(row: &Row) -> Vec<Fault> {
    let mut all = vec![Fault {
        most: 2,
        ..Fault::new("401 for good", Check::Credentials, &[Credentials], Made::No, |_, _, _| {
            Canned::json(401, r#"{"fault":"who are you"}"#).reply()
        })
        .status(401)
    }];
    if let Some((own, code)) = &row.refusal {
        let (status, answer) = (own.status, own.clone());
        let kinds = &[Refused, InvalidRequest, NotFound, AlreadyExists, Credentials];
        let mut refusal = Fault::new(
            "the carrier's own error",
            Check::Refusal,
            kinds,
            Made::No,
            move |_, _, base| answer.at(base, "").reply(),
        )
        .status(status);
        (refusal.says, refusal.most) = (Some(code.clone()), 1);
        all.push(refusal);
    }
    for status in [500, 503] {
        all.extend(broken(status, "JSON", Canned::json(status, r#"{"fault":"down"}"#)));
        all.extend(broken(status, "an HTML page", page(status)));
        all.extend(broken(status, "nothing", Canned::empty(status)));
        if let Some((own, _)) = &row.refusal {
            let mut own =
                broken(status, "the carrier's own error", own.clone().with_status(status));
            for fault in &mut own {
                fault.kinds = &[Unavailable, Refused, InvalidRequest, Credentials, NotFound];
            }
            all.extend(own);
        }
    }
    all
}

fn broken(status: u16, with: &str, answer: Canned) -> Vec<Fault> {
    let name = format!("{status} with {with}");
    let fault =
        Fault::new(name, Check::Unavailable, &[Unavailable], Made::Unknown, move |_, _, base| {
            answer.at(base, "").reply()
        });
    vec![fault.status(status)]
}

fn page(status: u16) -> Canned {
    let page = format!("<!DOCTYPE html><html><body><p>Dear {CANARY}, sorry.</body></html>");
    Canned::new(status, "text/html", page)
}

/// Long enough that nobody waits for it in a test.
const COME_BACK: Duration = Duration::from_mins(2);

fn too_many(row: &Row) -> Vec<Fault> {
    let limited = |name: &str, header: Option<String>, value: fn() -> String| {
        let come_back = header.is_some().then_some(COME_BACK);
        let fault = Fault::new(name, Check::RateLimit, &[RateLimited], Made::No, move |_, _, _| {
            let answer = Canned::json(429, r#"{"fault":"too many"}"#);
            match &header {
                Some(header) => answer.header(header, &value()).reply(),
                None => answer.reply(),
            }
        });
        let most = if come_back.is_some() { 1 } else { fault.most };
        Fault { come_back, most, ..fault.status(429) }
    };
    let seconds = || COME_BACK.as_secs().to_string();
    let date = || httpdate::fmt_http_date(SystemTime::now() + COME_BACK);
    let header = || Some("retry-after".to_owned());
    let mut all = vec![
        limited("429 that does not say when", None, String::new),
        limited("429 with seconds", header(), seconds),
        limited("429 with a date", header(), date),
    ];
    if row.retry_after.is_some() {
        all.push(limited("429 with a header of its own", row.retry_after.clone(), seconds));
    }
    all
}

/// Successes that are none.
fn successes(format: Format) -> Vec<Fault> {
    let odd = |name: &str, check: Check, answer: fn(&Canned) -> Canned| {
        let kinds = &[Unreadable];
        let reply = move |good: &Canned, _: usize, _: &str| answer(good).reply();
        Fault::new(name, check, kinds, Made::Unknown, reply).status(200)
    };
    let mut all = vec![odd("a page", Check::Unreadable, |_| page(200))];
    if format == Format::Empty {
        return all;
    }
    all.push(odd("nothing", Check::Unreadable, |good| good.clone().with_status(200).with_body("")));
    all.push(Fault::new("a bomb", Check::Bounds, &[Unreadable], Made::Unknown, |good, _, _| {
        let packed = good.clone().header("content-encoding", "gzip");
        packed.with_status(200).with_body(BOMB.as_slice()).reply()
    }));
    all.push(Fault::new("no end", Check::Bounds, &[Unreadable], Made::Unknown, |_, _, _| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n\r\n";
        Reply::nothing().bytes(head).endless(vec![b' '; 65_536])
    }));
    match format {
        Format::Json => all.extend([
            odd("half a document", Check::Unreadable, |good| {
                good.clone().with_status(200).with_body(half(&good.body))
            }),
            odd("a text in place of the document", Check::Unreadable, |_| {
                Canned::json(200, format!("{CANARY:?}"))
            }),
            odd("another document", Check::Unreadable, |_| {
                Canned::json(200, format!(r#"{{"contract": {{"name": {CANARY:?}}}}}"#))
            }),
            odd("a list in place of the document", Check::Unreadable, |_| {
                Canned::json(200, format!("[[{CANARY:?}]]"))
            }),
            odd("100,000 levels", Check::Bounds, |good| Canned::json(200, deep_json(good))),
        ]),
        Format::Xml => all.extend([
            odd("half a document", Check::Unreadable, |good| {
                good.clone().with_status(200).with_body(half(&good.body))
            }),
            odd("JSON in place of XML", Check::Unreadable, |good| {
                good.clone().with_status(200).with_body(format!(r#"{{"name": {CANARY:?}}}"#))
            }),
            odd("another root", Check::Unreadable, |good| {
                let other = format!("<contract><name>{CANARY}</name></contract>");
                good.clone().with_status(200).with_body(other)
            }),
            odd("100,000 levels", Check::Bounds, |good| {
                good.clone().with_status(200).with_body(deep_xml(good))
            }),
            odd("a DOCTYPE", Check::Unreadable, |good| {
                good.clone().with_status(200).with_body(with_doctype(good))
            }),
        ]),
        Format::Raw => all.push(odd("JSON in place of the paper", Check::Unreadable, |_| {
            Canned::json(200, format!(r#"{{"name": {CANARY:?}}}"#))
        })),
        Format::Empty => {}
    }
    all
}

const DEEP: usize = 100_000;

/// Nesting where the document has its first field.
fn deep_json(good: &Canned) -> String {
    let text = good.text();
    let field = text.split('"').nth(1).unwrap_or("contract");
    format!("{{\"{field}\": {}{}}}", "[".repeat(DEEP), "]".repeat(DEEP))
}

fn deep_xml(good: &Canned) -> String {
    let text = good.text();
    let (before, root) = root(&text);
    let name: String =
        root.chars().skip(1).take_while(|char| !char.is_whitespace() && *char != '>').collect();
    let start = root.split_inclusive('>').next().unwrap_or_default();
    let (open, close) = ("<deep>".repeat(DEEP), "</deep>".repeat(DEEP));
    format!("{before}{start}{open}{close}</{name}>")
}

fn with_doctype(good: &Canned) -> String {
    let text = good.text();
    let (before, root) = root(&text);
    format!("{before}<!DOCTYPE contract [<!ENTITY name \"{CANARY}\">]>{root}")
}

/// What stands before the root element, and the rest.
fn root(text: &str) -> (&str, &str) {
    let at = text
        .match_indices('<')
        .find(|(at, _)| !matches!(text.as_bytes().get(at + 1), Some(b'?' | b'!')))
        .map_or(0, |(at, _)| at);
    text.split_at(at)
}

fn redirects() -> Vec<Fault> {
    let kinds = &[Unreadable, Unavailable, Refused];
    let led = |status: u16| {
        let reply = move |_: &Canned, _: usize, base: &str| {
            Canned::empty(status).header("location", &format!("{base}{ELSEWHERE}")).reply()
        };
        Fault::new(format!("{status}"), Check::Redirect, kinds, Made::Unknown, reply).status(status)
    };
    [301, 302, 303, 307, 308].into_iter().map(led).collect()
}

/// Eight megabytes of blanks, packed; its sum is never read.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(miniz_oxide::deflate::compress_to_vec(&vec![b' '; 8_000_000], 1));
    packed.extend([0; 8]);
    packed
});
