//! A PostgreSQL that is reached over a network: encrypted, and only the one that is meant. Needs PostgreSQL and `openssl`; skipped with a
//! word where one is missing, unless `ARRIERO_NO_SKIP=1`.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use arriero::store::{PostgresStore, Store as _, StoreError};
use postgres::Cluster;

#[path = "support/postgres.rs"]
mod postgres;

const SECRET: &str = "s3cret-of-nobody";

/// A server with a certificate for `localhost` of an authority of its own.
fn server() -> Option<&'static Cluster> {
    static SERVER: OnceLock<Option<Cluster>> = OnceLock::new();
    SERVER.get_or_init(started).as_ref()
}

fn started() -> Option<Cluster> {
    if Command::new("openssl").arg("version").output().is_err() {
        let why = "SKIPPED: openssl is not installed (Debian: openssl)";
        assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{why}");
        eprintln!("{why}");
        return None;
    }
    Cluster::with(|folder| {
        authority(folder, "ca");
        authority(folder, "other");
        certificate(folder);
        let file = |name: &str| folder.join(name).display().to_string();
        vec![
            "listen_addresses=localhost".to_owned(),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", file("server.crt")),
            format!("ssl_key_file={}", file("server.key")),
        ]
    })
}

fn openssl(folder: &Path, arguments: &str) {
    let ran =
        Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

fn authority(folder: &Path, name: &str) {
    let files = format!("-keyout {name}.key -out {name}.pem");
    openssl(folder, &format!("req -x509 {KEY} {files} -days 2 -subj /CN=authority-{name}"));
}

fn certificate(folder: &Path) {
    fs::write(folder.join("names"), "subjectAltName = DNS:localhost\n").unwrap();
    openssl(folder, &format!("req {KEY} -keyout server.key -out server.csr -subj /CN=localhost"));
    let by = "-CA ca.pem -CAkey ca.key -CAcreateserial";
    openssl(
        folder,
        &format!("x509 -req -in server.csr {by} -days 2 -extfile names -out server.crt"),
    );
    fs::set_permissions(folder.join("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
}

/// An address over the network, of a new database; and its name.
fn address(server: &Cluster, host: &str, parameters: &str) -> (String, String) {
    let name = server.database().rsplit('=').next().unwrap().to_owned();
    let port = server.port();
    (format!("postgres://arriero:{SECRET}@{host}:{port}/{name}?{parameters}"), name)
}

fn root(server: &Cluster, name: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("sslrootcert", &server.folder().join(name).display().to_string())
        .finish()
}

async fn refused(address: &str) -> String {
    let error = PostgresStore::connect(address).await.unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error}");
    let told = format!("{error} {error:?}");
    assert!(!told.contains(SECRET), "{told}");
    told
}

/// How many connections to a database are encrypted, and how many are not.
fn counted(server: &Cluster, database: &str, encrypted: usize, open: usize) {
    let count = |is: &str| {
        format!(
            "(SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
             WHERE datname = '{database}' AND client_addr IS NOT NULL AND {is} ssl)"
        )
    };
    let said = format!("ASSERT {} = {encrypted} AND {} = {open}", count(""), count("NOT"));
    server.run("postgres", &format!("DO $$ BEGIN {said}; END $$"));
}

#[tokio::test]
async fn a_server_of_a_private_authority_is_talked_to_in_secret_where_the_address_names_that() {
    let Some(server) = server() else { return };
    for mode in ["", "sslmode=require&", "sslmode=verify-full&"] {
        let parameters = format!("{mode}{}", root(server, "ca.pem"));
        let (address, database) = address(server, "localhost", &parameters);
        let store = PostgresStore::connect(&address).await.unwrap();
        store.now().await.unwrap();
        counted(server, &database, 1, 0);
    }
}

#[tokio::test]
async fn a_server_that_nobody_known_vouches_for_is_refused() {
    let Some(server) = server() else { return };
    for parameters in ["sslmode=require", "", &root(server, "other.pem")] {
        let (address, _) = address(server, "localhost", parameters);
        let told = refused(&address).await;
        assert!(told.contains("sslrootcert=FILE"), "{told}");
    }
}

#[tokio::test]
async fn a_server_with_another_name_is_refused() {
    let Some(server) = server() else { return };
    let (address, _) = address(server, "127.0.0.1", &root(server, "ca.pem"));
    let told = refused(&address).await;
    assert!(told.contains("name the server as its certificate does"), "{told}");
}

#[tokio::test]
async fn the_way_is_open_only_where_the_address_says_so() {
    let Some(server) = server() else { return };
    let (address, database) = address(server, "localhost", "sslmode=disable");
    let store = PostgresStore::connect(&address).await.unwrap();
    store.now().await.unwrap();
    counted(server, &database, 0, 1);
}

#[tokio::test]
async fn a_server_that_offers_no_encryption_is_refused_unless_the_address_says_so() {
    let Some(server) = Cluster::with(|_| vec!["listen_addresses=localhost".to_owned()]) else {
        return;
    };
    for parameters in ["", "sslmode=prefer", "sslmode=require"] {
        let (address, _) = address(&server, "localhost", parameters);
        let told = refused(&address).await;
        assert!(told.contains("sslmode=disable"), "{told}");
    }
    let (address, _) = address(&server, "localhost", "sslmode=disable");
    PostgresStore::connect(&address).await.unwrap();
}

#[tokio::test]
async fn an_authority_that_cannot_be_read_and_an_address_that_is_none_are_told_without_the_password()
 {
    let Some(server) = server() else { return };
    let (missing, _) = address(server, "localhost", "sslrootcert=/nowhere.pem");
    assert!(refused(&missing).await.contains("sslrootcert=/nowhere.pem cannot be used"));
    let (empty, _) = address(server, "localhost", &root(server, "names"));
    assert!(refused(&empty).await.contains("it has no certificate"));
    for wrong in [
        format!("postgres://arriero:{SECRET}@localhost:port/shop"),
        format!("postgres://arriero:{SECRET}@localhost/shop?{SECRET}=1"),
        format!("host=localhost password={SECRET} {SECRET}"),
        format!("host=localhost sslmode={SECRET}"),
    ] {
        refused(&wrong).await;
    }
    let (nobody, _) = address(server, "localhost", &root(server, "ca.pem"));
    refused(&nobody.replace("/test", "/no-test")).await;
}
