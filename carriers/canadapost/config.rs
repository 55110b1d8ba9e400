//! The account: credentials, hosts, how a request is authorised, how shipments are closed. What is asked and answered is
//! elsewhere.

#[cfg(feature = "config")]
use std::sync::Arc;

use super::ID;
use super::error::refusal;
use super::language::Language;
#[cfg(feature = "config")]
use crate::carrier::{Carrier, Noted, Table};
use crate::carrier::{Error, Operation, Secret, Wire};
use crate::http::{Answer, Api, ApiError, Auth, Call, Client, Settings};
use crate::model::{CarrierId, Faults};

/// Production, as public clients use it; no file of the carrier's that we have states it.
const PRODUCTION: &str = "https://soa-gw.canadapost.ca";
/// The development environment, likewise.
const SANDBOX: &str = "https://ct.soa-gw.canadapost.ca";
/// How a contract is usually paid (`pickuprequest.xsd`, `MethodOfPaymentType`).
const BY_ACCOUNT: &str = "Account";

/// One Canada Post customer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct CanadaPost {
    pub(super) api: Api,
    /// The customer number: who mails.
    pub(super) customer: String,
    /// On whose behalf; the customer itself where nothing is said.
    pub(super) on_behalf_of: String,
    /// How labels are billed.
    pub(super) billing: Billing,
    /// Where the carrier writes about a refund; `None`: each void says it.
    pub(super) contact_email: Option<String>,
}

/// How labels are billed, and with that which of the carrier's two families of calls is used.
#[derive(Clone, Debug)]
pub(super) enum Billing {
    /// A customer without a contract, who pays each label by the card of its profile.
    Card,
    /// A contract, billed when the day is closed.
    Contract(Contract),
}

/// A contract and how its shipments are closed.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub(super) id: String,
    /// `Account`, `CreditCard` or `SupplierAccount`.
    pub(super) payment: String,
    pub(super) closing: Closing,
}

/// When a shipment is handed over in the carrier's books (`transmit`). From then on it is refunded, no longer voided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// When it is made.
    AtOnce,
    /// With the other shipments of its day.
    Daily,
    /// With the other shipments of a group of this name.
    Group(String),
}

/// Sets a [`CanadaPost`] up.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct CanadaPostBuilder {
    id: Option<CarrierId>,
    username: String,
    password: Secret,
    customer: String,
    on_behalf_of: Option<String>,
    contract: Option<String>,
    payment: String,
    closing: Closing,
    contact_email: Option<String>,
    language: Language,
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
            on_behalf_of: None,
            contract: None,
            payment: BY_ACCOUNT.to_owned(),
            closing: Closing::Daily,
            contact_email: None,
            language: Language::default(),
            base_url: PRODUCTION.to_owned(),
            client: None,
            settings: Settings::default(),
        }
    }

    /// A customer from its table of the configuration: `username`, `password`, `customer_number`, and where wanted
    /// `contract_id`, `payment_method`, `group`, `transmit_at_once = "true"`, `on_behalf_of`, `contact_email`,
    /// `language = "fr"`; `sandbox = "true"` for the test environment, `base_url` for any other place.
    ///
    /// # Errors
    ///
    /// [`Noted`]: the table knows what is wrong.
    #[cfg(feature = "config")]
    pub fn from_table(table: &mut Table) -> Result<Arc<dyn Carrier>, Noted> {
        let (username, password) = (table.text("username"), table.secret("password"));
        let customer = table.text("customer_number");
        let (contract, payment) = (table.optional("contract_id"), table.optional("payment_method"));
        let (group, at_once) = (table.optional("group"), table.parsed::<bool>("transmit_at_once"));
        let (on_behalf_of, email) =
            (table.optional("on_behalf_of"), table.optional("contact_email"));
        let language = table.parsed::<Language>("language");
        let sandbox = table.parsed::<bool>("sandbox");
        let base_url = table.base_url();
        let mut builder = Self::builder(username?, password?, customer?).id(table.id().clone());
        builder.on_behalf_of = on_behalf_of;
        builder.contract = contract;
        builder.contact_email = email;
        builder.payment = payment.unwrap_or(builder.payment);
        if let Some(group) = group {
            builder = builder.group(group);
        }
        if at_once?.unwrap_or(false) {
            builder = builder.transmit_at_once();
        }
        builder.language = language?.unwrap_or_default();
        if sandbox?.unwrap_or(false) {
            builder = builder.sandbox();
        }
        if let Some(base_url) = base_url? {
            builder = builder.base_url(base_url);
        }
        let built = builder.build().map_err(|error| table.fault("base_url", error.to_string()))?;
        Ok(Arc::new(built))
    }

    /// The contract; `None`: a customer without one.
    pub(super) fn contract(&self) -> Option<&Contract> {
        match &self.billing {
            Billing::Contract(contract) => Some(contract),
            Billing::Card => None,
        }
    }

    /// A call below `/rs/{customer}/{on behalf of}`.
    /// Sends what was prepared, once. Papers come by links of their own, never in the answer.
    pub(super) async fn send_once(
        &self,
        operation: Operation,
        wire: &Wire,
    ) -> Result<Answer, Error> {
        self.api.send(Call::prepared(operation, wire).without_papers()).await
    }

    pub(super) fn on_behalf(&self, operation: Operation, method: &str, what: &str) -> Call {
        Call::new(operation, method, "/rs")
            .segment(&self.customer)
            .segment(&self.on_behalf_of)
            .segment(what)
    }

    /// A request that the carrier would refuse.
    pub(super) fn invalid(&self, operation: Operation, faults: Faults) -> Error {
        Error::invalid(self.api.carrier().clone(), operation, faults)
    }
}

impl CanadaPostBuilder {
    /// The account's name where there are several; `canadapost` where nothing is said.
    pub fn id(mut self, id: CarrierId) -> Self {
        self.id = Some(id);
        self
    }

    /// The contract that is billed; without one labels are paid by the card of the customer's profile.
    pub fn contract(mut self, contract_id: impl Into<String>) -> Self {
        self.contract = Some(contract_id.into());
        self
    }

    /// How the contract is paid: `Account` where nothing is said, `CreditCard` or `SupplierAccount`.
    pub fn payment_method(mut self, method: impl Into<String>) -> Self {
        self.payment = method.into();
        self
    }

    /// Shipments wait in a group of this name until it is closed; one group for each day where nothing is said.
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.closing = Closing::Group(name.into());
        self
    }

    /// Each shipment is transmitted when it is made: no end of the day, and a label is refunded, never voided.
    pub fn transmit_at_once(mut self) -> Self {
        self.closing = Closing::AtOnce;
        self
    }

    /// The customer on whose behalf is mailed; the account's own where nothing is said.
    pub fn on_behalf_of(mut self, customer_number: impl Into<String>) -> Self {
        self.on_behalf_of = Some(customer_number.into());
        self
    }

    /// Where the carrier writes about refunds.
    pub fn contact_email(mut self, email: impl Into<String>) -> Self {
        self.contact_email = Some(email.into());
        self
    }

    /// The language of service names and events; English where nothing is said.
    pub const fn language(mut self, language: Language) -> Self {
        self.language = language;
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
            .header("accept-language", self.language.code())
            .settings(self.settings)
            .errors(refusal);
        if let Some(client) = &self.client {
            api = api.client(client);
        }
        let billing = match self.contract {
            Some(id) => {
                Billing::Contract(Contract { id, payment: self.payment, closing: self.closing })
            }
            None => Billing::Card,
        };
        Ok(CanadaPost {
            api: api.build()?,
            on_behalf_of: self.on_behalf_of.unwrap_or_else(|| self.customer.clone()),
            customer: self.customer,
            billing,
            contact_email: self.contact_email,
        })
    }
}
