//! How a token is asked for (OAuth 2: client credentials, password) and how the answer is read. Keeping it is not done here.

use std::fmt;
use std::time::Duration;

use rust_decimal::prelude::ToPrimitive as _;
use serde::Deserialize;

use super::Fetched;
use crate::carrier::{Error, ErrorKind, Operation, Secret, Step};
use crate::http::answer::Answer;
use crate::http::auth::basic;
use crate::http::call::Call;
use crate::http::json::Number;
use crate::http::refusal::Refusal;

/// A token that is asked for with the account's credentials, kept, and renewed before it ends.
///
/// ```
/// use arriero::carrier::Secret;
/// use arriero::http::OAuth;
///
/// let ups = OAuth::client_credentials(
///     "https://onlinetools.ups.com/security/v1/oauth/token",
///     "id",
///     Secret::new("s3cret"),
/// )
/// .as_basic()
/// .header("x-merchant-id", "A1B2C3");
/// assert!(!format!("{ups:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
#[must_use]
pub struct OAuth {
    url: String,
    grant: Grant,
    client: Option<(String, Secret)>,
    style: Style,
    fields: Vec<(String, Secret)>,
    headers: Vec<(String, Secret)>,
    header: String,
    prefix: String,
    lives: Option<Duration>,
}

#[derive(Clone)]
enum Grant {
    ClientCredentials,
    Password { user: String, password: Secret },
}

/// How the credentials travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// All of it as a form.
    Form,
    /// The client as HTTP Basic, the rest as a form.
    Basic,
    /// All of it as JSON.
    Json,
}

impl OAuth {
    /// A token for a client's id and secret, from a whole URL. As a form where nothing else is said.
    pub fn client_credentials(
        url: impl Into<String>,
        id: impl Into<String>,
        secret: Secret,
    ) -> Self {
        Self::new(url.into(), Grant::ClientCredentials).client(id, secret)
    }

    /// A token for a user's name and password, from a whole URL.
    pub fn password(url: impl Into<String>, user: impl Into<String>, password: Secret) -> Self {
        Self::new(url.into(), Grant::Password { user: user.into(), password })
    }

    fn new(url: String, grant: Grant) -> Self {
        Self {
            url,
            grant,
            client: None,
            style: Style::Form,
            fields: Vec::new(),
            headers: Vec::new(),
            header: "authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
            lives: None,
        }
    }

    /// With a client's id and secret beside the user's.
    pub fn client(mut self, id: impl Into<String>, secret: Secret) -> Self {
        self.client = Some((id.into(), secret));
        self
    }

    /// The client's id and secret as HTTP Basic, the rest as a form.
    pub const fn as_basic(mut self) -> Self {
        self.style = Style::Basic;
        self
    }

    /// All of it as JSON.
    pub const fn as_json(mut self) -> Self {
        self.style = Style::Json;
        self
    }

    /// With one more field, such as a scope.
    pub fn field(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_owned(), Secret::new(value)));
        self
    }

    /// With one more header of the token request.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), Secret::new(value)));
        self
    }

    /// The header that carries the token, and what stands before it; `authorization` and `Bearer ` where nothing is said.
    pub fn sent_as(mut self, header: &str, prefix: &str) -> Self {
        header.clone_into(&mut self.header);
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// How long a token lives where the carrier does not say.
    pub const fn lives(mut self, time: Duration) -> Self {
        self.lives = Some(time);
        self
    }

    /// The header for a token.
    pub(in super::super) fn header_for(&self, token: &Secret) -> (&str, Secret) {
        (&self.header, Secret::new(format!("{}{}", self.prefix, token.expose())))
    }

    /// The request for a token.
    pub(in super::super) fn call(&self, operation: Operation) -> Call {
        let mut pairs: Vec<(&str, &str)> = vec![match &self.grant {
            Grant::ClientCredentials => ("grant_type", "client_credentials"),
            Grant::Password { .. } => ("grant_type", "password"),
        }];
        if let Grant::Password { user, password } = &self.grant {
            pairs.extend([("username", user.as_str()), ("password", password.expose())]);
        }
        let mut call = Call::url(operation, "POST", &self.url)
            .step(Step::Token)
            .accept_unless_said("application/json");
        match &self.client {
            Some((id, secret)) if self.style == Style::Basic => {
                call = call.secret_header("authorization", basic(id, secret));
            }
            Some((id, secret)) => {
                pairs.extend([("client_id", id.as_str()), ("client_secret", secret.expose())]);
            }
            None => {}
        }
        pairs.extend(self.fields.iter().map(|(name, value)| (name.as_str(), value.expose())));
        for (name, value) in &self.headers {
            call = call.secret_header(name, value.clone());
        }
        match self.style {
            Style::Form | Style::Basic => call.form(pairs),
            Style::Json => {
                let fields: serde_json::Map<_, _> = pairs
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value.into()))
                    .collect();
                call.json(&fields)
            }
        }
    }

    /// The token of an answer.
    pub(in super::super) fn read(&self, answer: &Answer) -> Result<Fetched, Error> {
        let Granted { access_token, expires_in } = answer.json()?;
        if access_token.is_empty() {
            return Err(answer.unreadable("the token is empty"));
        }
        let told = expires_in.and_then(|Number(seconds)| seconds.to_u64()).map(Duration::from_secs);
        Ok(Fetched { secret: Secret::new(access_token), lives: told.or(self.lives) })
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: Option<Number>,
}

/// The error of a token endpoint (RFC 6749, 5.2), where the adapter does not know better. A "no" there is about credentials.
pub(in super::super) fn refusal(answer: &Answer) -> Option<Refusal> {
    #[derive(Default, Deserialize)]
    struct Denied {
        error: Option<String>,
        error_description: Option<String>,
    }
    if !matches!(answer.status(), 400 | 401 | 403) {
        return None;
    }
    let Denied { error, error_description } =
        super::super::json::read(answer.body()).unwrap_or_default();
    let words: Vec<_> = [error, error_description].into_iter().flatten().collect();
    let message =
        if words.is_empty() { format!("HTTP {}", answer.status()) } else { words.join(": ") };
    Some(Refusal::default().meaning(ErrorKind::Credentials { message }))
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("style", &self.style).finish_non_exhaustive()
    }
}
