//! A call as an adapter describes it: method, path, headers, body. No host, no secret of the account, no retry.

use bytes::Bytes;
use form_urlencoded::byte_serialize;
use reqwest::Method;
use serde::Serialize;
use tokio::time::Instant;

use super::settings::PerOperation;
use crate::carrier::{Operation, Secret, Step, Wire};
use crate::model::Faults;

/// One call to a carrier. Made by an adapter, sent by [`Api::send`](super::Api::send).
///
/// ```
/// use arriero::carrier::Operation;
/// use arriero::http::Call;
///
/// let call = Call::get(Operation::Track, "/track/v1/details")
///     .segment("1Z 999/7")
///     .query("locale", "es_ES")
///     .header("transId", "4f0c");
/// assert_eq!(call.path_and_query(), "/track/v1/details/1Z%20999%2F7?locale=es_ES");
/// ```
#[derive(Clone)]
#[must_use]
pub struct Call {
    pub(super) operation: Operation,
    pub(super) step: Option<Step>,
    pub(super) group: Option<&'static str>,
    pub(super) method: Method,
    pub(super) target: Target,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) secret_headers: Vec<(String, Secret)>,
    pub(super) body: Bytes,
    pub(super) once: Option<bool>,
    pub(super) longest: Option<usize>,
    pub(super) has_papers: bool,
    pub(super) until: Option<Instant>,
    pub(super) faults: Faults,
}

/// Where a call goes.
#[derive(Clone)]
pub(super) enum Target {
    /// Below the account's `base_url`.
    Path(String),
    /// A whole URL.
    Url(String),
}

impl Call {
    /// A call with a method of any name, to a path below `base_url` (written as in the carrier's documentation).
    pub fn new(operation: Operation, method: &str, path: impl Into<String>) -> Self {
        let mut faults = Faults::none();
        let method = Method::from_bytes(method.as_bytes()).unwrap_or_else(|_| {
            faults
                .extend(Faults::one("method", format!("{method:?} is no HTTP method; write POST")));
            Method::GET
        });
        Self {
            operation,
            step: None,
            group: None,
            method,
            target: Target::Path(path.into()),
            query: String::new(),
            headers: Vec::new(),
            secret_headers: Vec::new(),
            body: Bytes::new(),
            once: None,
            longest: None,
            has_papers: true,
            until: None,
            faults,
        }
    }

    /// A `GET`.
    pub fn get(operation: Operation, path: impl Into<String>) -> Self {
        Self::new(operation, "GET", path)
    }

    /// A `POST`.
    pub fn post(operation: Operation, path: impl Into<String>) -> Self {
        Self::new(operation, "POST", path)
    }

    /// A `PUT`.
    pub fn put(operation: Operation, path: impl Into<String>) -> Self {
        Self::new(operation, "PUT", path)
    }

    /// A `DELETE`.
    pub fn delete(operation: Operation, path: impl Into<String>) -> Self {
        Self::new(operation, "DELETE", path)
    }

    /// A `GET` of a link that the carrier gave. It is followed only to the host of `base_url`: our credentials go along.
    pub fn link(operation: Operation, url: impl Into<String>) -> Self {
        Self::url(operation, "GET", url)
    }

    /// A call to a link that the carrier gave, with a method of any name; as [`link`](Self::link).
    pub fn url(operation: Operation, method: &str, url: impl Into<String>) -> Self {
        let mut call = Self::new(operation, method, String::new());
        call.target = Target::Url(url.into());
        call
    }

    /// What was prepared, as it is. A purchase: sent once.
    pub fn prepared(operation: Operation, wire: &Wire) -> Self {
        let mut call = Self::new(operation, &wire.method, wire.path.clone());
        call.headers.clone_from(&wire.headers);
        call.body = Bytes::copy_from_slice(&wire.body);
        call.once = Some(true);
        call
    }

    /// With one more segment of the path, whatever its letters.
    pub fn segment(mut self, text: &str) -> Self {
        if matches!(text, "" | "." | "..") {
            let fault =
                format!("{text:?} cannot be part of an address; write the number or the name");
            self.faults.extend(Faults::one("path", fault));
        }
        let (Target::Path(path) | Target::Url(path)) = &mut self.target;
        if !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(&encoded(text));
        self
    }

    /// With one more pair of the query, whatever its letters. Nothing secret: see [`Auth::query`](super::Auth::query).
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&encoded(name));
        self.query.push('=');
        self.query.push_str(&encoded(value));
        self
    }

    /// With one more header. Nothing secret: what is prepared is stored.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With a header that is shown to nobody and never stored, such as a token for one purpose.
    pub fn secret_header(mut self, name: impl Into<String>, value: Secret) -> Self {
        self.secret_headers.push((name.into(), value));
        self
    }

    /// The media type that is asked for; for some carriers it selects the version.
    pub fn accept(self, media_type: &str) -> Self {
        self.header("accept", media_type)
    }

    /// With a body of a media type.
    pub fn body(self, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let mut call = self.header("content-type", media_type);
        call.body = Bytes::from(bytes.into());
        call
    }

    /// With a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => {
                self.body("application/json", bytes).accept_unless_said("application/json")
            }
            Err(error) => {
                self.faults
                    .extend(Faults::one("body", format!("cannot be written as JSON: {error}")));
                self
            }
        }
    }

    /// With an XML body of a root element, as `quick-xml` writes it: a field called `@xmlns` is the namespace.
    pub fn xml<T: Serialize + ?Sized>(mut self, media_type: &str, root: &str, value: &T) -> Self {
        match super::xml::write(root, value) {
            Ok(text) => self.body(media_type, format!("{}{text}", super::xml::DECLARATION)),
            Err(error) => {
                self.faults
                    .extend(Faults::one("body", format!("cannot be written as XML: {error}")));
                self
            }
        }
    }

    /// With a SOAP envelope, and the headers that go with it.
    pub fn soap(mut self, envelope: &super::soap::Envelope<'_>) -> Self {
        match envelope.write() {
            Ok(text) => {
                for (name, value) in envelope.headers() {
                    self = self.header(name, value);
                }
                self.body = Bytes::from(text);
                self
            }
            Err(error) => {
                self.faults
                    .extend(Faults::one("body", format!("cannot be written as XML: {error}")));
                self
            }
        }
    }

    /// With a form as body.
    pub fn form<'p>(self, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        self.body("application/x-www-form-urlencoded", form.finish())
    }

    /// The group of endpoints that shares a pace, a budget and a breaker. Where nothing is said each operation is a group of its
    /// own, labels and returns one.
    pub const fn group(mut self, name: &'static str) -> Self {
        self.group = Some(name);
        self
    }

    /// The part of the operation that this is. Fetching and polling spend nothing, whatever the operation: they may be repeated.
    pub const fn step(mut self, step: Step) -> Self {
        self.step = Some(step);
        self
    }

    /// Sends it once, whatever its operation: for what may not be done twice.
    pub const fn once(mut self) -> Self {
        self.once = Some(true);
        self
    }

    /// The longest answer in bytes, unpacked; what the settings say for the operation where nothing is said.
    pub const fn longest(mut self, bytes: usize) -> Self {
        self.longest = Some(bytes);
        self
    }

    /// Its answer has no papers in it, whatever the operation: it is no longer than what the settings say of all other calls.
    pub const fn without_papers(mut self) -> Self {
        self.has_papers = false;
        self
    }

    /// The most bytes that its answer may have.
    pub(super) fn cap(&self, longest: &PerOperation<usize>) -> usize {
        let of_operation = longest.of(self.operation);
        let told = if self.has_papers { of_operation } else { of_operation.min(longest.other) };
        self.longest.unwrap_or(told)
    }

    /// When it has to be over, if that is before the settings' own deadline.
    pub fn until(mut self, deadline: std::time::Instant) -> Self {
        self.until = Some(deadline.into());
        self
    }

    /// The path below `base_url`, with its query; of a link the whole of it.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        let (Target::Path(path) | Target::Url(path)) = &self.target;
        match (self.query.is_empty(), path.contains('?')) {
            (true, _) => path.clone(),
            (false, false) => format!("{path}?{}", self.query),
            (false, true) => format!("{path}&{}", self.query),
        }
    }

    /// The bytes that will be sent, to be stored first.
    ///
    /// # Errors
    ///
    /// The faults of the call, for [`Error::invalid`](crate::carrier::Error::invalid).
    pub fn into_wire(self, version: u8) -> Result<Wire, Faults> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let mut wire =
            Wire::new(version, self.method.as_str(), self.path_and_query(), self.body.to_vec());
        wire.headers = self.headers;
        Ok(wire)
    }

    pub(super) fn accept_unless_said(self, media_type: &str) -> Self {
        let said = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept"));
        if said { self } else { self.accept(media_type) }
    }

    /// Whether a second sending could do a second time what may be done once.
    pub(super) fn is_once(&self) -> bool {
        self.once.unwrap_or(self.operation.spends_money() && !spends_nothing(self.step))
    }

    pub(super) fn group_name(&self) -> &'static str {
        self.group.unwrap_or(match (self.step, self.operation) {
            (Some(Step::Token), _) => "token",
            (_, operation) if operation.spends_money() => "purchases",
            (_, operation) => super::trace::name(operation),
        })
    }
}

/// Whether a part of an operation spends nothing, whatever the operation.
pub(super) const fn spends_nothing(step: Option<Step>) -> bool {
    matches!(step, Some(Step::Token | Step::FetchDocument | Step::Poll))
}

impl std::fmt::Debug for Call {
    /// No path, no body: they carry numbers, names and streets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Percent-encodes all but letters, digits and `*-._`, a blank as `%20`.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
