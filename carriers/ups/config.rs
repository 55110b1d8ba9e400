//! The account: credentials, hosts, how a request is authorised. What is asked and answered is elsewhere.

#[cfg(feature = "config")]
use std::sync::Arc;

use uuid::Uuid;

use super::ID;
use super::error::refusal;
use crate::carrier::Secret;
#[cfg(feature = "config")]
use crate::carrier::{Carrier, Noted, Table};
use crate::http::{Api, ApiError, Auth, Call, Client, OAuth, Settings};
use crate::model::CarrierId;

/// Production (`Rating.yaml`, `servers`); the paths below it begin with `/api`, that of the token with `/security`.
const PRODUCTION: &str = "https://onlinetools.ups.com";
/// The Customer Integration Environment (`Rating.yaml`, `servers`).
const SANDBOX: &str = "https://wwwcie.ups.com";
/// `OAuthClientCredentials.yaml`.
const TOKEN: &str = "/security/v1/oauth/token";

/// One UPS account. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ups {
    pub(super) api: Api,
    /// The shipper number of six characters.
    pub(super) account: String,
}

/// Sets a [`Ups`] up.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct UpsBuilder {
    id: Option<CarrierId>,
    client_id: String,
    client_secret: Secret,
    account: String,
    base_url: String,
    client: Option<Client>,
    settings: Settings,
}

impl Ups {
    /// An account by the client id and secret of the developer portal and the shipper number that labels are billed to.
    pub fn builder(
        client_id: impl Into<String>,
        client_secret: Secret,
        account_number: impl Into<String>,
    ) -> UpsBuilder {
        UpsBuilder {
            id: None,
            client_id: client_id.into(),
            client_secret,
            account: account_number.into(),
            base_url: PRODUCTION.to_owned(),
            client: None,
            settings: Settings::default(),
        }
    }

    /// A call with what the carrier wants to know of each: an identifier of its own and who asks (`transId` of at most 32
    /// characters, `transactionSrc`; of tracking both are required).
    pub(super) fn signed(call: Call) -> Call {
        Self::signed_as(call, &Uuid::new_v4().simple().to_string())
    }

    /// As [`signed`](Self::signed), by an identifier that stays the same: of a purchase.
    pub(super) fn signed_as(call: Call, id: &str) -> Call {
        call.header("transId", id).header("transactionSrc", "arriero")
    }

    /// An account from its table of the configuration: `client_id`, `client_secret`, `account_number`; `sandbox = "true"` for the
    /// test environment, `base_url` for any other place.
    ///
    /// # Errors
    ///
    /// [`Noted`]: the table knows what is wrong.
    #[cfg(feature = "config")]
    pub fn from_table(table: &mut Table) -> Result<Arc<dyn Carrier>, Noted> {
        let (client_id, secret) = (table.text("client_id"), table.secret("client_secret"));
        let account = table.text("account_number");
        let sandbox = table.parsed::<bool>("sandbox");
        let base_url = table.base_url();
        let mut builder = Self::builder(client_id?, secret?, account?).id(table.id().clone());
        if sandbox?.unwrap_or(false) {
            builder = builder.sandbox();
        }
        if let Some(base_url) = base_url? {
            builder = builder.base_url(base_url);
        }
        let ups = builder.build().map_err(|error| table.fault("base_url", error.to_string()))?;
        Ok(Arc::new(ups))
    }
}

impl UpsBuilder {
    /// The account's name where there are several; `ups` where nothing is said.
    pub fn id(mut self, id: CarrierId) -> Self {
        self.id = Some(id);
        self
    }

    /// The Customer Integration Environment: labels of it are not paid and not carried.
    pub fn sandbox(self) -> Self {
        self.base_url(SANDBOX)
    }

    /// Another host, as `http://127.0.0.1:9400/ups`: what comes before `/api` and `/security`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Connections that are shared with other accounts.
    pub fn client(mut self, client: &Client) -> Self {
        self.client = Some(client.clone());
        self
    }

    /// Deadlines, sizes and paces.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The account.
    ///
    /// # Errors
    ///
    /// [`ApiError`] where the address is none, or no connections can be made.
    pub fn build(self) -> Result<Ups, ApiError> {
        let base = self.base_url.trim_end_matches('/').to_owned();
        let token =
            OAuth::client_credentials(format!("{base}{TOKEN}"), self.client_id, self.client_secret)
                .as_basic()
                .header("x-merchant-id", self.account.clone());
        let id = self.id.map_or_else(|| CarrierId::new(ID), Ok)?;
        let mut api = Api::builder(id, base)
            .auth(Auth::new().oauth(token))
            .settings(self.settings)
            .errors(refusal);
        if let Some(client) = &self.client {
            api = api.client(client);
        }
        Ok(Ups { api: api.build()?, account: self.account })
    }
}
