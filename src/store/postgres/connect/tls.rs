//! Whom a server must be vouched for by: what an address says of it, in the words of PostgreSQL's own clients, and what is made of that.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio_postgres_rustls::MakeRustlsConnect;

/// An address, and what the driver does not read in one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Without that.
    pub(super) driver: String,
    /// The file with the certificates of the authorities; `None`: those that this machine trusts.
    pub(super) authorities: Option<String>,
}

impl Address {
    pub(super) fn of(text: &str) -> Self {
        let mut authorities = None;
        let mut keeps = |key: &str, value: &str| match (key, value) {
            // Every server is checked, whom it is vouched for by and its name.
            ("sslrootcert", "system") | ("sslmode", "verify-ca" | "verify-full") => false,
            ("sslrootcert", file) => {
                authorities = Some(file.to_owned());
                false
            }
            _ => true,
        };
        let is_url = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        let driver = if is_url { of_url(text, &mut keeps) } else { of_pairs(text, &mut keeps) };
        Self { driver, authorities }
    }
}

/// A URL without the parameters that are not kept.
fn of_url(text: &str, keeps: &mut dyn FnMut(&str, &str) -> bool) -> String {
    // A question mark in a password is none of ours.
    let host = text.find('@').unwrap_or(0);
    let Some((start, query)) = text.get(host..).and_then(|rest| {
        let (path, query) = rest.split_once('?')?;
        Some((host + path.len(), query))
    }) else {
        return text.to_owned();
    };
    let kept = |pair: &&str| {
        form_urlencoded::parse(pair.as_bytes()).all(|(key, value)| keeps(&key, &value))
    };
    let query: Vec<_> = query.split('&').filter(kept).collect();
    let mut address = text.get(..start).unwrap_or(text).to_owned();
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query.join("&"));
    }
    address
}

/// `host=… user=…` without the pairs that are not kept.
fn of_pairs(text: &str, keeps: &mut dyn FnMut(&str, &str) -> bool) -> String {
    let mut address = String::new();
    let mut rest = text;
    while let Some((key, after)) = rest.split_once('=') {
        let (value, next) = value(after.trim_start());
        if keeps(key.trim(), &value) {
            let pair = rest.get(..rest.len() - next.len()).unwrap_or(rest);
            address.push_str(pair);
        }
        rest = next;
    }
    address.push_str(rest);
    address
}

/// A value, in quotes or up to the next space, and what comes after it.
fn value(text: &str) -> (String, &str) {
    let is_quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut letters = text.char_indices().skip(usize::from(is_quoted));
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            '\'' if is_quoted => return (value, text.get(place + 1..).unwrap_or_default()),
            space if space.is_whitespace() && !is_quoted => {
                return (value, text.get(place..).unwrap_or_default());
            }
            letter => value.push(letter),
        }
    }
    (value, "")
}

/// A way to a server that is vouched for by the authorities of a file, or by those that this machine trusts.
pub(super) fn encrypted(authorities: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let config = match authorities {
        None => ClientConfig::with_platform_verifier().map_err(|error| error.to_string())?,
        Some(file) => ClientConfig::builder()
            .with_root_certificates(read(Path::new(file))?)
            .with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn read(file: &Path) -> Result<RootCertStore, String> {
    let cannot = |why: String| format!("sslrootcert={} cannot be used: {why}", file.display());
    let text = std::fs::read(file).map_err(|error| cannot(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&text) {
        let certificate = certificate.map_err(|error| cannot(error.to_string()))?;
        roots.add(certificate).map_err(|error| cannot(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(cannot("it has no certificate; name a PEM file that has".to_owned()));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_does_not_read_is_taken_out_of_an_address_and_nothing_else() {
        for (text, driver, authorities) in [
            ("postgres://a:s?x=1@h/d", "postgres://a:s?x=1@h/d", None),
            ("postgres://h/d?sslrootcert=%2Fca.pem", "postgres://h/d", Some("/ca.pem")),
            (
                "postgresql://a@h/d?sslmode=verify-full&sslrootcert=c.pem&connect_timeout=3",
                "postgresql://a@h/d?connect_timeout=3",
                Some("c.pem"),
            ),
            ("postgres://h/d?sslmode=disable", "postgres://h/d?sslmode=disable", None),
            ("postgres://h/d?sslrootcert=system", "postgres://h/d", None),
            ("host=h user = a  dbname='d e'", "host=h user = a  dbname='d e'", None),
            (
                r"host=h sslrootcert='/c a\'.pem' password='it\'s = it'",
                r"host=h password='it\'s = it'",
                Some("/c a'.pem"),
            ),
            ("sslmode=verify-ca host=h", " host=h", None),
            ("host=h nonsense", "host=h nonsense", None),
            ("", "", None),
        ] {
            let authorities = authorities.map(str::to_owned);
            assert_eq!(Address::of(text), Address { driver: driver.to_owned(), authorities });
        }
    }
}
