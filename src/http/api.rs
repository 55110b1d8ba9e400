//! An account's door to its carrier: what an adapter holds and calls. How a call is carried out is in `deliver`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::answer::Answer;
use super::auth::Auth;
use super::call::Call;
use super::client::{Client, ClientError};
use super::gate::Gates;
use super::recorder::Recorder;
use super::refusal::Refusal;
use super::settings::Settings;
use super::token::Cells;
use crate::carrier::{AccountCheck, Operation, Result, Secret, Wire};
use crate::model::{CarrierId, CarrierIdError};

/// One account with one carrier in one environment: its address, its credentials, its tokens, its limits. Cheap to clone; clones
/// share all of it.
#[derive(Clone)]
pub struct Api(pub(super) Arc<Account>);

pub(super) struct Account {
    pub(super) carrier: CarrierId,
    pub(super) base: Url,
    pub(super) client: Client,
    pub(super) auth: Auth,
    pub(super) settings: Settings,
    pub(super) headers: Vec<(String, String)>,
    pub(super) retry_after: Vec<String>,
    pub(super) errors: fn(&Answer) -> Option<Refusal>,
    pub(super) gates: Gates,
    pub(super) tokens: Cells,
    pub(super) recorder: Option<Recorder>,
}

/// What an [`Api`] is made of.
#[derive(Clone)]
#[must_use]
pub struct ApiBuilder {
    carrier: CarrierId,
    base: String,
    client: Option<Client>,
    auth: Auth,
    settings: Settings,
    headers: Vec<(String, String)>,
    retry_after: Vec<String>,
    errors: fn(&Answer) -> Option<Refusal>,
    recorder: Option<Recorder>,
}

/// Why no [`Api`] could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The address is none.
    #[error("{0:?} is no base_url; write one such as https://api.example.com/v1")]
    BaseUrl(String),
    /// The account's name is none.
    #[error(transparent)]
    Id(#[from] CarrierIdError),
    /// No client was handed over, and none could be made.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl Api {
    /// An account of a name, at an address.
    pub fn builder(carrier: CarrierId, base_url: impl Into<String>) -> ApiBuilder {
        ApiBuilder {
            carrier,
            base: base_url.into(),
            client: None,
            auth: Auth::new(),
            settings: Settings::default(),
            headers: Vec::new(),
            retry_after: Vec::new(),
            errors: |_| None,
            recorder: None,
        }
    }

    /// The account's name.
    #[must_use]
    pub fn carrier(&self) -> &CarrierId {
        &self.0.carrier
    }

    /// Carries out a call: waits for its turn, adds what proves the account, sends, tries again where that is safe and may help.
    ///
    /// A call of an operation that spends money is sent once, unless its [`step`](Call::step) spends nothing.
    ///
    /// # Errors
    ///
    /// What the status and the carrier's own words mean (see [`Refusal`]), and what the network did. The answer of an `Ok` has a
    /// status from 200 to 299; whether its document says "no" is the adapter's to see.
    pub async fn send(&self, call: Call) -> Result<Answer> {
        // Boxed: an adapter's future holds several of these, and what a library needs to send is large.
        Box::pin(self.deliver(&call)).await
    }

    /// A token for one purpose beside the account's own, such as the right to pay: kept under the purpose's name, asked for with
    /// `fetch` where there is none (else it is dropped unasked), once however many callers wait. It goes along with [`Call::secret_header`].
    ///
    /// `fetch` gives the token and how long it lives; `None`: not told.
    ///
    /// # Errors
    ///
    /// What `fetch` says, at [`Step::Token`](crate::carrier::Step::Token): a purchase whose token could not be had was not sent.
    pub async fn token_for(
        &self,
        purpose: &'static str,
        operation: Operation,
        fetch: impl Future<Output = Result<(Secret, Option<Duration>)>> + Send,
    ) -> Result<Secret> {
        self.purpose_token(purpose, operation, fetch).await
    }

    /// Asks for a new token as the account; [`AccountCheck::NotAsked`] where it has none that is asked for.
    ///
    /// # Errors
    ///
    /// What the token's endpoint says, at [`Step::Token`](crate::carrier::Step::Token).
    pub async fn sign_in(&self) -> Result<AccountCheck> {
        Box::pin(self.new_token()).await
    }

    /// Forgets the token of a purpose, because the carrier refused it.
    pub fn forget_token(&self, purpose: &'static str) {
        self.0.tokens.of(purpose).forget();
    }

    /// Sends a purchase that was prepared, once.
    ///
    /// What never left (no connection) is tried again and is an error with `sent: false`; a 401 or 429 is a "no", and nothing was
    /// made; after the first byte left, whatever is no answer leaves the outcome unknown.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); see [`outcome_is_unknown`](crate::carrier::Error::outcome_is_unknown).
    pub async fn send_once(&self, operation: Operation, wire: &Wire) -> Result<Answer> {
        self.send(Call::prepared(operation, wire)).await
    }
}

impl ApiBuilder {
    /// What the account proves itself with.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// The connections to use; some of its own where nothing is said. Accounts share them at no risk.
    pub fn client(mut self, client: &Client) -> Self {
        self.client = Some(client.clone());
        self
    }

    /// Deadlines, sizes and paces.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// With a header on every request. Nothing secret: see [`Auth::header`].
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A header of the carrier's own that says when to come back, in seconds, as a date or as seconds since 1970.
    pub fn retry_after_header(mut self, name: impl Into<String>) -> Self {
        self.retry_after.push(name.into());
        self
    }

    /// How the carrier's own error document is read. Asked about every answer whose status is none of success; `None` where it
    /// is no such document.
    pub fn errors(mut self, read: fn(&Answer) -> Option<Refusal>) -> Self {
        self.errors = read;
        self
    }

    /// Writes every exchange to a folder, scrubbed: for the fixtures of an adapter.
    pub fn record(mut self, recorder: Recorder) -> Self {
        self.recorder = Some(recorder);
        self
    }

    /// Makes it.
    ///
    /// # Errors
    ///
    /// [`ApiError`].
    pub fn build(self) -> std::result::Result<Api, ApiError> {
        let base = Url::parse(self.base.trim_end_matches('/'))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .filter(|url| url.username().is_empty() && url.password().is_none())
            .filter(|url| url.query().is_none() && url.fragment().is_none())
            // An address that cannot be read may hold anything, a password too.
            .ok_or_else(|| ApiError::BaseUrl(without_user(&self.base)))?;
        Ok(Api(Arc::new(Account {
            carrier: self.carrier,
            base,
            client: self.client.map_or_else(Client::new, Ok)?,
            auth: self.auth,
            settings: self.settings,
            headers: self.headers,
            retry_after: self.retry_after,
            errors: self.errors,
            gates: Gates::default(),
            tokens: Cells::default(),
            recorder: self.recorder,
        })))
    }
}

fn without_user(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, host)) => format!("***@{host}"),
        None => url.to_owned(),
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("carrier", &self.0.carrier)
            .field("base", &self.0.base.as_str())
            .field("auth", &self.0.auth)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ApiBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiBuilder")
            .field("carrier", &self.carrier)
            .field("base", &without_user(&self.base))
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}
