//! The one client of all adapters: how connections are made and kept. What is sent over them is not decided here.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls_platform_verifier::Verifier;

use crate::carrier::Source;

/// Connections to carriers, shared by all accounts: cheap to clone.
///
/// TLS by the machine's own root certificates, HTTP/1.1, redirects off, no cookies, no proxy unless asked for. Two pools: calls
/// that are safe to repeat reuse connections; a purchase opens one of its own, for on a connection that was reused nobody can
/// tell a request that was never read from one whose answer was lost, and libraries send such a request again by themselves.
#[derive(Clone, Debug)]
pub struct Client {
    reusing: reqwest::Client,
    fresh: reqwest::Client,
    /// What answers in place of a network.
    #[cfg(feature = "_probe")]
    pub(super) stage: Option<super::probe::Stage>,
}

/// How connections are made.
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    connect: Duration,
    keep_idle: Duration,
    environment_proxy: bool,
    extra_roots: Vec<Vec<u8>>,
}

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// TLS could not be set up.
    #[error("TLS cannot be set up; is a package of root certificates (ca-certificates) installed?")]
    Tls(#[source] Source),
    /// A root certificate that was handed over cannot be read.
    #[error("a root certificate cannot be read; hand over PEM text, -----BEGIN CERTIFICATE-----")]
    Root(#[source] Source),
    /// The HTTP library could not be set up.
    #[error("the HTTP client cannot be set up")]
    Http(#[source] Source),
}

impl Client {
    /// A client with the usual settings.
    ///
    /// # Errors
    ///
    /// [`ClientError`], chiefly where the machine has no root certificates.
    pub fn new() -> Result<Self, ClientError> {
        Self::builder().build()
    }

    /// A client with settings of one's own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            connect: Duration::from_secs(4),
            keep_idle: Duration::from_secs(30),
            environment_proxy: false,
            extra_roots: Vec::new(),
        }
    }

    pub(super) const fn library(&self, once: bool) -> &reqwest::Client {
        if once { &self.fresh } else { &self.reusing }
    }

    #[cfg(feature = "_probe")]
    pub(super) fn staged(self, stage: super::probe::Stage) -> Self {
        Self { stage: Some(stage), ..self }
    }
}

impl ClientBuilder {
    /// How long a connection may take to be made, TLS included; 4 s where nothing is said.
    pub const fn connect_within(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// How long an unused connection is kept; 30 s where nothing is said, less than the gateways of carriers keep them.
    pub const fn keep_idle(mut self, time: Duration) -> Self {
        self.keep_idle = time;
        self
    }

    /// Uses the proxy that the environment names (`HTTPS_PROXY`, `NO_PROXY`). Without this they are ignored: who can set a
    /// variable could read every address.
    pub const fn environment_proxy(mut self) -> Self {
        self.environment_proxy = true;
        self
    }

    /// Trusts the root certificates of a PEM text too, beside the machine's own.
    pub fn trust(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.extra_roots.push(pem.into());
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ClientError`].
    pub fn build(self) -> Result<Client, ClientError> {
        let tls = self.tls()?;
        let make = |idle_connections: usize| {
            let mut builder = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .user_agent(concat!("arriero/", env!("CARGO_PKG_VERSION")))
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .http1_only()
                .connect_timeout(self.connect)
                .pool_idle_timeout(self.keep_idle)
                .pool_max_idle_per_host(idle_connections);
            if !self.environment_proxy {
                builder = builder.no_proxy();
            }
            builder.build().map_err(|error| ClientError::Http(error.without_url().into()))
        };
        Ok(Client {
            reusing: make(MOST_IDLE_PER_HOST)?,
            fresh: make(0)?,
            #[cfg(feature = "_probe")]
            stage: None,
        })
    }

    fn tls(&self) -> Result<ClientConfig, ClientError> {
        // A program that chose a provider for the whole process has its reasons.
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let mut roots = Vec::new();
        for pem in &self.extra_roots {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.push(certificate.map_err(|error| ClientError::Root(error.into()))?);
            }
        }
        let tls = |error: rustls::Error| ClientError::Tls(error.into());
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider)).map_err(tls)?;
        Ok(ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(tls)?
            .dangerous() // The library's word for a verifier of one's choice; this one verifies.
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth())
    }
}

/// More connections than that to one carrier are closed once they are idle.
const MOST_IDLE_PER_HOST: usize = 32;
