//! What a made-up carrier answers: whole answers, and for operations of several calls which call gets which.

use crate::http::loopback::{Reply, Seen};

/// An answer as a carrier would give it. In its body and its headers `{{base}}` stands for the address of the server and
/// `{{token}}` for the [token](crate::model::PurchaseKey::token) of the purchase that is asked about.
#[derive(Clone, Debug)]
#[must_use]
pub struct Canned {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// What kind of document a body is, by what its answer says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
    /// No document: a PDF, say.
    Raw,
    /// Nothing.
    Empty,
}

impl Canned {
    /// An answer with a media type.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }.header("content-type", media_type)
    }

    /// A JSON document.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// An XML document.
    pub fn xml(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/xml", body)
    }

    /// A status and nothing else.
    pub const fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(super) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(super) fn format(&self) -> Format {
        let media = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let media = media.map(|(_, value)| value.to_ascii_lowercase()).unwrap_or_default();
        match () {
            () if self.body.is_empty() => Format::Empty,
            () if media.contains("json") => Format::Json,
            () if media.contains("xml") => Format::Xml,
            () => Format::Raw,
        }
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// With what the places stand for.
    pub(super) fn at(&self, base: &str, token: &str) -> Self {
        let filled = |text: &str| text.replace("{{base}}", base).replace("{{token}}", token);
        let mut answer = self.clone();
        for (_, value) in &mut answer.headers {
            *value = filled(value);
        }
        if let Ok(text) = std::str::from_utf8(&self.body)
            && text.contains("{{")
        {
            answer.body = filled(text).into_bytes();
        }
        answer
    }

    pub(super) fn reply(&self) -> Reply {
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if self.status == 204 {
            return Reply::nothing().bytes("HTTP/1.1 204 \r\n\r\n");
        }
        Reply::with_headers(self.status, &headers, &self.body)
    }

    /// The head, promising the whole body.
    pub(super) fn head(&self) -> Reply {
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Reply::head(self.status, &headers, self.body.len().max(64))
    }
}

/// The answers to an operation: one, or one for each of its calls.
#[derive(Clone, Debug)]
#[must_use]
pub struct Script {
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    /// `None`: any.
    pub(super) method: Option<String>,
    /// What the path has inside.
    pub(super) path: String,
    /// What the body has inside.
    pub(super) body: String,
    pub(super) answer: Canned,
}

impl Script {
    /// An operation that begins with a call of this method to a path that has this text inside.
    pub fn route(method: &str, path: &str, answer: Canned) -> Self {
        Self::token_alone().then(method, path, answer)
    }

    /// An operation that asks for a token and for nothing else.
    pub const fn token_alone() -> Self {
        Self { steps: Vec::new() }
    }

    /// Then one of this method to such a path. A call takes the first step that fits it.
    pub fn then(mut self, method: &str, path: &str, answer: Canned) -> Self {
        let (method, path, body) = (Some(method.to_owned()), path.to_owned(), String::new());
        self.steps.push(Step { method, path, body, answer });
        self
    }

    /// Of the step that was named last: its call has this text inside its body, where several go to one path.
    pub fn holding(mut self, text: &str) -> Self {
        if let Some(step) = self.steps.last_mut() {
            text.clone_into(&mut step.body);
        }
        self
    }

    pub(super) fn step_of(&self, seen: &Seen) -> Option<usize> {
        self.steps.iter().position(|step| {
            step.method.as_ref().is_none_or(|method| *method == seen.method)
                && seen.path.contains(&step.path)
                && (step.body.is_empty() || seen.text().contains(&step.body))
        })
    }

    /// The step that spends the money of a purchase: the first that is no look-up.
    pub(super) fn spending(&self) -> usize {
        let changes = |step: &Step| step.method.as_deref() != Some("GET");
        self.steps.iter().position(changes).unwrap_or_default()
    }
}

impl From<Canned> for Script {
    /// Whatever is called, this is the answer.
    fn from(answer: Canned) -> Self {
        let (path, body) = (String::new(), String::new());
        Self { steps: vec![Step { method: None, path, body, answer }] }
    }
}
