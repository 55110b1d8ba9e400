//! How an account proves who it is: what is added to a request when it is sent, and where. How a token is had is in `token`.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::slot;
use super::token::OAuth;
use crate::carrier::Secret;

/// What an account proves itself with. Several may go together: a key of the application beside a user and a password.
///
/// ```
/// use arriero::carrier::Secret;
/// use arriero::http::Auth;
///
/// let (password, key) = (Secret::new("pa55"), Secret::new("k3y"));
/// let auth = Auth::new().basic("user", &password).header("dhl-api-key", &key);
/// assert!(!format!("{auth:?}").contains("pa55"));
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct Auth {
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) queries: Vec<(String, Secret)>,
    pub(super) slots: Vec<slot::Filling>,
    pub(super) oauth: Option<OAuth>,
}

impl Auth {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// HTTP Basic.
    pub fn basic(self, user: &str, password: &Secret) -> Self {
        self.header(AUTHORIZATION.as_str(), &basic(user, password))
    }

    /// A bearer token that does not end.
    pub fn bearer(self, token: &Secret) -> Self {
        let value = Secret::new(format!("Bearer {}", token.expose()));
        self.header(AUTHORIZATION.as_str(), &value)
    }

    /// A key in a header.
    pub fn header(mut self, name: &str, value: &Secret) -> Self {
        self.headers.push((name.to_owned(), value.clone()));
        self
    }

    /// A key in the query.
    pub fn query(mut self, name: &str, value: &Secret) -> Self {
        self.queries.push((name.to_owned(), value.clone()));
        self
    }

    /// A password inside an XML body, where [`slot`](super::slot()) left its place.
    pub fn xml_slot(mut self, name: &str, value: &Secret) -> Self {
        self.slots.push(slot::Filling::xml(name, value));
        self
    }

    /// A password inside a JSON body, where [`slot`](super::slot()) left its place.
    pub fn json_slot(mut self, name: &str, value: &Secret) -> Self {
        self.slots.push(slot::Filling::json(name, value));
        self
    }

    /// A token that is asked for, kept and renewed.
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.oauth = Some(oauth);
        self
    }

    /// Adds what does not change to a request.
    pub(super) fn apply(&self, url: &mut Url, headers: &mut HeaderMap) -> Result<(), Unfit> {
        for (name, value) in &self.headers {
            insert_secret(headers, name, value)?;
        }
        if !self.queries.is_empty() {
            let mut query = url.query_pairs_mut();
            for (name, value) in &self.queries {
                query.append_pair(name, value.expose());
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("oauth", &self.oauth.is_some())
            .finish_non_exhaustive()
    }
}

/// What a header cannot hold: the name is told, the value never.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the header {0} cannot be sent; a name has letters, digits and -, a value no line break")]
pub(super) struct Unfit(String);

pub(super) fn basic(user: &str, password: &Secret) -> Secret {
    Secret::new(format!("Basic {}", STANDARD.encode(format!("{user}:{}", password.expose()))))
}

pub(super) fn insert_secret(
    headers: &mut HeaderMap,
    name: &str,
    value: &Secret,
) -> Result<(), Unfit> {
    let mut value = header_value(name, value.expose())?;
    value.set_sensitive(true);
    headers.insert(header_name(name)?, value);
    Ok(())
}

pub(super) fn header_name(name: &str) -> Result<HeaderName, Unfit> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| Unfit(name.to_owned()))
}

pub(super) fn header_value(name: &str, value: &str) -> Result<HeaderValue, Unfit> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| Unfit(name.to_owned()))
}
