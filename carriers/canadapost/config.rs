//! The account: credentials, hosts, how a request is authorised. What is asked and answered is elsewhere.

#[cfg(feature = "config")]
use std::sync::Arc;

use super::ID;
use super::error::refusal;
use crate::carrier::Secret;
#[cfg(feature = "config")]
use crate::carrier::{Carrier, Noted, Table};
use crate::http::{Api, ApiError, Auth, Client, Settings};
use crate::model::CarrierId;

/// Production, as public clients use it; no file of the carrier's that we have states it.
const PRODUCTION: &str = "https://soa-gw.canadapost.ca";
/// The development environment, likewise.
const SANDBOX: &str = "https://ct.soa-gw.canadapost.ca";

/// One Canada Post customer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct CanadaPost {
    pub(super) api: Api,
    /// The customer number: who mails, and on whose behalf.
    pub(super) customer: String,
    /// The contract that is billed; `None`: a customer without one, who pays by card.
    pub(super) contract: Option<String>,
}

/// Sets a [`CanadaPost`] up.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct CanadaPostBuilder {
    id: Option<CarrierId>,
    username: String,
    password: Secret,
    customer: String,
    contract: Option<String>,
    base_url: String,
    client: Option<Client>,
    settings: Settings,
}

impl CanadaPost {
    /// A customer by the user name and password of the developer programme and the customer number.
    pub fn builder(
        username: impl Into<String>,
        password: Secret,
        customer_number: impl Into<String>,
    ) -> CanadaPostBuilder {
        CanadaPostBuilder {
            id: None,
            username: username.into(),
            password,
            customer: customer_number.into(),
            contract: None,
            base_url: PRODUCTION.to_owned(),
            client: None,
            settings: Settings::default(),
        }
    }

    /// A customer from its table of the configuration: `username`, `password`, `customer_number`, `contract_id`;
    /// `sandbox = "true"` for the test environment, `base_url` for any other place.
    ///
    /// # Errors
    ///
    /// [`Noted`]: the table knows what is wrong.
    #[cfg(feature = "config")]
    pub fn from_table(table: &mut Table) -> Result<Arc<dyn Carrier>, Noted> {
        let (username, password) = (table.text("username"), table.secret("password"));
        let (customer, contract) = (table.text("customer_number"), table.optional("contract_id"));
        let sandbox = table.parsed::<bool>("sandbox");
        let base_url = table.base_url();
        let mut builder = Self::builder(username?, password?, customer?).id(table.id().clone());
        if let Some(contract) = contract {
            builder = builder.contract(contract);
        }
        if sandbox?.unwrap_or(false) {
            builder = builder.sandbox();
        }
        if let Some(base_url) = base_url? {
            builder = builder.base_url(base_url);
        }
        let built = builder.build().map_err(|error| table.fault("base_url", error.to_string()))?;
        Ok(Arc::new(built))
    }
}

impl CanadaPostBuilder {
    /// The account's name where there are several; `canadapost` where nothing is said.
    pub fn id(mut self, id: CarrierId) -> Self {
        self.id = Some(id);
        self
    }

    /// The contract that is billed; without one labels are paid by card.
    pub fn contract(mut self, contract_id: impl Into<String>) -> Self {
        self.contract = Some(contract_id.into());
        self
    }

    /// The development environment: labels of it are not paid and not carried.
    pub fn sandbox(self) -> Self {
        self.base_url(SANDBOX)
    }

    /// Another host: what comes before `/rs` and `/vis`.
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

    /// The customer.
    ///
    /// # Errors
    ///
    /// [`ApiError`] where the address is none, or no connections can be made.
    pub fn build(self) -> Result<CanadaPost, ApiError> {
        let id = self.id.map_or_else(|| CarrierId::new(ID), Ok)?;
        let mut api = Api::builder(id, self.base_url)
            .auth(Auth::new().basic(&self.username, &self.password))
            .settings(self.settings)
            .errors(refusal);
        if let Some(client) = &self.client {
            api = api.client(client);
        }
        Ok(CanadaPost { api: api.build()?, customer: self.customer, contract: self.contract })
    }
}
