//! The configuration: one table for each carrier account, its values from the file itself, from the environment or from
//! files of their own. Every value is kept as a secret until somebody asks for it as a text.
//!
//! What a carrier needs is not known here: its adapter asks its [`Table`] for it.

use std::path::{Path, PathBuf};

use super::Secret;
use crate::input::{Complaints, Found, Node, Text, TextFormat, Value, located, nearest, parse};
use crate::model::CarrierId;

mod table;

pub use table::{Noted, Table};

use table::Setting;

/// The most bytes that a secret's file may have.
const MOST_SECRET_BYTES: u64 = 64 * 1024;

/// A configuration, its values fetched.
///
/// ```toml
/// [carriers.ups]
/// client_id = { env = "UPS_CLIENT_ID" }
/// client_secret = { file = "secrets/ups" }    # beside this file
/// account_number = "A1B2C3"
/// [carriers.ups-outlet]
/// adapter = "ups"                             # a second account: its table's name is its id
/// [carriers.sierra]
/// sheet = "sierra.toml"
/// ```
#[derive(Debug)]
pub struct Config {
    tables: Vec<Table>,
}

impl Config {
    /// Reads a configuration. Relative files in it are beside it.
    ///
    /// # Errors
    ///
    /// [`Complaints`], all of them at once: what is wrong with the file, unknown fields, variables of the environment that
    /// are not set, files that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Complaints> {
        let folder = path.parent().unwrap_or_else(|| Path::new("")).to_owned();
        Self::read(&Text::open(path)?, &folder, |name| std::env::var(name).ok())
    }

    /// Reads a configuration from a text, with another environment.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn read(
        text: &Text,
        folder: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Complaints> {
        if text.format() != TextFormat::Toml {
            return Err(Complaints::of_file(
                text.name(),
                "is no TOML; a configuration is written in TOML",
            ));
        }
        let root = parse(text)?;
        let mut reader =
            Reader { root: &root, folder, environment: &environment, found: Vec::new() };
        let tables = reader.tables();
        match Complaints::of(located(text, reader.found)) {
            Some(complaints) => Err(complaints),
            None => {
                Ok(Self { tables: tables.into_iter().map(|table| table.of_text(text)).collect() })
            }
        }
    }

    /// The table of each carrier, in the order they were written.
    #[must_use]
    pub fn into_tables(self) -> Vec<Table> {
        self.tables
    }
}

struct Reader<'r> {
    root: &'r Node,
    folder: &'r Path,
    environment: &'r dyn Fn(&str) -> Option<String>,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn wrong(&mut self, byte: usize, field: &str, message: &str) {
        let message = format!("{field}: {message}");
        self.found.push(Found::at(byte, field, message));
    }

    fn tables(&mut self) -> Vec<Table> {
        let mut tables = Vec::new();
        for entry in self.root.entries() {
            if entry.name == "carriers" {
                for carrier in entry.node.entries() {
                    tables.extend(self.table(carrier.at, &carrier.name, &carrier.node));
                }
            } else {
                let message = match nearest(&entry.name, ["carriers"]) {
                    Some(meant) => {
                        format!("unknown field {:?}; did you mean {meant:?}?", entry.name)
                    }
                    None => format!(
                        "unknown field {:?}; a configuration has [carriers.NAME]",
                        entry.name
                    ),
                };
                self.found.push(Found::at(entry.at, &entry.name, message));
            }
        }
        tables
    }

    fn table(&mut self, byte: usize, name: &str, node: &Node) -> Option<Table> {
        let path = format!("carriers.{name}");
        let id = match CarrierId::new(name) {
            Ok(id) => id,
            Err(error) => {
                self.wrong(byte, &path, &error.to_string());
                return None;
            }
        };
        if !matches!(node.value, Value::Table(_)) {
            self.wrong(
                node.at,
                &path,
                &format!("is {}; write a table, [{path}]", node.described()),
            );
            return None;
        }
        let mut settings = Vec::new();
        for entry in node.entries() {
            let field = format!("{path}.{}", entry.name);
            let values = match &entry.node.value {
                Value::List(elements) => {
                    elements.iter().filter_map(|element| self.value(&field, element)).collect()
                }
                _ => self.value(&field, &entry.node).into_iter().collect(),
            };
            settings.push(Setting { name: entry.name.clone(), byte: entry.at, values });
        }
        Some(Table::new(id, byte, self.folder.to_owned(), settings))
    }

    /// One value: a text, or where it is.
    fn value(&mut self, field: &str, node: &Node) -> Option<Secret> {
        match &node.value {
            Value::Text(text) => return Some(Secret::new(text.clone())),
            Value::Table(entries) => {
                if let [entry] = entries.as_slice()
                    && let Value::Text(from) = &entry.node.value
                {
                    match entry.name.as_str() {
                        "env" => return self.fetch_variable(node.at, field, from),
                        "file" => return self.fetch_file(node.at, field, from),
                        _ => {}
                    }
                }
                self.wrong(
                    node.at,
                    field,
                    "is a table; write {env = \"NAME\"} or {file = \"path\"}",
                );
            }
            Value::Number(digits) => {
                self.wrong(node.at, field, &format!("is a number; write it as text: \"{digits}\""));
            }
            _ => {
                let message = format!(
                    "is {}; write text, {{env = \"NAME\"}} or {{file = \"path\"}}",
                    node.described()
                );
                self.wrong(node.at, field, &message);
            }
        }
        None
    }

    fn fetch_variable(&mut self, byte: usize, field: &str, name: &str) -> Option<Secret> {
        let value = (self.environment)(name).filter(|value| !value.is_empty());
        if value.is_none() {
            self.wrong(byte, field, &format!("the environment variable {name} is not set"));
        }
        value.map(Secret::new)
    }

    fn fetch_file(&mut self, byte: usize, field: &str, name: &str) -> Option<Secret> {
        let path = self.folder.join(name);
        match short_text(&path) {
            Ok(text) => Some(Secret::new(text)),
            Err(why) => {
                self.wrong(byte, field, &format!("the file {} {why}", path.display()));
                None
            }
        }
    }
}

/// A file of one line. Its last line break is the editor's, not the secret's.
fn short_text(path: &PathBuf) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.len() > MOST_SECRET_BYTES {
        return Err(format!(
            "has {} bytes; a secret has {MOST_SECRET_BYTES} at the most",
            metadata.len()
        ));
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() { Err("is empty".to_owned()) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests;
